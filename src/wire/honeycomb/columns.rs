//! Columns of datasets.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

use super::FieldCode;
use super::Members;
use super::Problem;
use crate::model::event::MAXIMUM_FIELD_NAME_BYTES;

/// Types of columns; a new one is text unless its maker says otherwise.
pub const COLUMN_TYPES: [&str; 5] = ["string", "float", "integer", "boolean", "histogram"];

/// Longest description of a column.
pub const MAXIMUM_COLUMN_DESCRIPTION: usize = 255;

/// A column as it is answered, and read by clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Column {
    pub id: String,
    pub key_name: String,
    pub hidden: bool,
    pub description: String,
    #[serde(rename = "type")]
    pub column_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_written: Option<String>,
    pub created_at: String,
    pub updated_at: String,
}

/// Body of `POST` and `PUT /1/columns`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct SaveColumn {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub column_type: Option<String>,
}

impl SaveColumn {
    /// Reads the body of `POST /1/columns`, which has a name.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read_new(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, |members| {
            let name = members.required_text("key_name", MAXIMUM_FIELD_NAME_BYTES);
            let characters = name.chars().count();
            if characters <= MAXIMUM_FIELD_NAME_BYTES && name.len() > MAXIMUM_FIELD_NAME_BYTES {
                let description = format!("must have at most {MAXIMUM_FIELD_NAME_BYTES} bytes");
                members.refuse("key_name", FieldCode::Invalid, description);
            }
            Self { key_name: Some(name), ..Self::of(members) }
        })
    }

    /// Reads the body of `PUT /1/columns`.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read_change(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, Self::of)
    }

    fn of(members: &Members<'_>) -> Self {
        Self {
            key_name: members.value("key_name").and_then(|name| name.as_str().map(Into::into)),
            hidden: members.flag("hidden"),
            description: members.text("description", MAXIMUM_COLUMN_DESCRIPTION),
            column_type: members.word("type", &COLUMN_TYPES),
        }
    }
}
