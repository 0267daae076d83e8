//! Environments, which version 2 manages.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use super::FieldCode;
use super::Members;
use super::Problem;
use super::json_api::read_attributes;

/// The type of environments in bodies.
pub const ENVIRONMENT_TYPE: &str = "environments";

const MAXIMUM_NAME: usize = 255;

const MAXIMUM_DESCRIPTION: usize = 1_023;

const COLORS: [&str; 10] = [
    "blue",
    "green",
    "gold",
    "red",
    "purple",
    "lightBlue",
    "lightGreen",
    "lightGold",
    "lightRed",
    "lightPurple",
];

/// An environment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Environment {
    pub id: String,
    pub name: String,
    pub slug: String,
    pub description: String,
    pub color: String,
    pub delete_protected: bool,
    /// Milliseconds since 1970.
    pub created_ms: i64,
}

/// What the body of a change says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaveEnvironment {
    pub name: Option<String>,
    pub description: Option<String>,
    pub color: Option<String>,
    pub delete_protected: Option<bool>,
}

impl SaveEnvironment {
    /// Reads the body of `POST /2/teams/{team}/environments`, which has a name.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read_new(body: &[u8]) -> Result<Self, Problem> {
        read_attributes(body, ENVIRONMENT_TYPE, |_, attributes| Self {
            name: Some(attributes.required_text("name", MAXIMUM_NAME)),
            ..Self::of(attributes)
        })
    }

    /// Reads the body of `PATCH /2/teams/{team}/environments/{id}`.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read_change(body: &[u8]) -> Result<Self, Problem> {
        read_attributes(body, ENVIRONMENT_TYPE, |_, attributes| Self {
            name: attributes.text("name", MAXIMUM_NAME),
            ..Self::of(attributes)
        })
    }

    fn of(attributes: &Members<'_>) -> Self {
        let settings = attributes.object("settings");
        Self {
            name: None,
            description: attributes.text("description", MAXIMUM_DESCRIPTION),
            color: attributes.word("color", &COLORS),
            delete_protected: settings.and_then(|settings| settings.flag("delete_protected")),
        }
    }
}

impl Environment {
    /// Changes what a body says; the name stays.
    ///
    /// # Errors
    /// The body says another name.
    pub fn change(&mut self, saved: SaveEnvironment) -> Result<(), Problem> {
        if saved.name.is_some_and(|name| name != self.name) {
            let field = "data.attributes.name";
            return Err(Problem::of_field(field, FieldCode::Invalid, "cannot change"));
        }
        self.description = saved.description.unwrap_or_else(|| self.description.clone());
        self.color = saved.color.unwrap_or_else(|| self.color.clone());
        self.delete_protected = saved.delete_protected.unwrap_or(self.delete_protected);
        Ok(())
    }

    /// Returns the environment as answers show it.
    #[must_use]
    pub fn resource(&self, team: &str) -> Value {
        json!({
            "id": self.id,
            "type": ENVIRONMENT_TYPE,
            "attributes": {
                "name": self.name,
                "description": self.description,
                "color": self.color,
                "slug": self.slug,
                "settings": { "delete_protected": self.delete_protected },
            },
            "links": { "self": format!("/2/teams/{team}/environments/{}", self.id) },
        })
    }
}
