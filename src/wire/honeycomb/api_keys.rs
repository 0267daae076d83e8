//! Keys of environments, which version 2 manages.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use super::ENVIRONMENT_TYPE;
use super::FieldCode;
use super::Members;
use super::Problem;
use super::json_api::read_attributes;

/// The type of keys in bodies.
pub const API_KEY_TYPE: &str = "api-keys";

const MAXIMUM_NAME: usize = 100;

const MAXIMUM_IDENTIFIER: usize = 255;

const INGEST: &str = "ingest";

const CONFIGURATION: &str = "configuration";

const INGEST_PERMISSIONS: &[&str] = &["create_datasets"];

const CONFIGURATION_PERMISSIONS: &[&str] = &[
    "create_datasets",
    "send_events",
    "manage_markers",
    "manage_triggers",
    "manage_boards",
    "run_queries",
    "manage_columns",
    "manage_slos",
    "manage_recipients",
    "manage_privateBoards",
    "read_service_maps",
    "visible_team_members",
];

/// A key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ApiKey {
    pub id: String,
    pub name: String,
    pub key_type: String,
    pub disabled: bool,
    pub permissions: BTreeMap<String, bool>,
    pub environment_id: String,
    pub created_at: String,
    pub updated_at: String,
    /// Milliseconds since 1970.
    pub created_ms: i64,
}

impl ApiKey {
    /// Reads the body of `POST /2/teams/{team}/api-keys`; identifier and times are left empty.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read_new(body: &[u8]) -> Result<Self, Problem> {
        read_attributes(body, API_KEY_TYPE, |data, attributes| {
            attributes.require("key_type");
            let key_type = attributes.word("key_type", &[INGEST, CONFIGURATION]);
            let key_type = key_type.unwrap_or_default();
            data.require("relationships");
            let environment_id = data.object("relationships").map(|found| read_environment(&found));
            Self {
                id: String::new(),
                name: attributes.required_text("name", MAXIMUM_NAME),
                disabled: attributes.flag("disabled").unwrap_or_default(),
                permissions: read_permissions(attributes, &key_type),
                key_type,
                environment_id: environment_id.unwrap_or_default(),
                created_at: String::new(),
                updated_at: String::new(),
                created_ms: 0,
            }
        })
    }

    /// Changes name and `disabled` as the body of `PATCH` says; the rest stays.
    ///
    /// # Errors
    /// The body is no object, members of it are wrong, or it says another type or permission.
    pub fn change(&mut self, body: &[u8]) -> Result<(), Problem> {
        let known = self.clone();
        *self = read_attributes(body, API_KEY_TYPE, |_, attributes| {
            let key_type = attributes.word("key_type", &[INGEST, CONFIGURATION]);
            if key_type.is_some_and(|key_type| key_type != known.key_type) {
                attributes.refuse("key_type", FieldCode::Invalid, "cannot change");
            }
            if let Some(permissions) = attributes.object("permissions") {
                for (name, allowed) in &known.permissions {
                    if permissions.flag(name).is_some_and(|wanted| wanted != *allowed) {
                        permissions.refuse(name, FieldCode::Invalid, "cannot change");
                    }
                }
            }
            let name = match attributes.value("name") {
                Some(_) => attributes.required_text("name", MAXIMUM_NAME),
                None => known.name.clone(),
            };
            let disabled = attributes.flag("disabled").unwrap_or(known.disabled);
            Self { name, disabled, ..known }
        })?;
        Ok(())
    }

    /// Says whether the key only sends.
    #[must_use]
    pub fn is_ingest(&self) -> bool {
        self.key_type == INGEST
    }

    /// Returns the key as answers show it.
    #[must_use]
    pub fn resource(&self, team: &str) -> Value {
        json!({
            "id": self.id,
            "type": API_KEY_TYPE,
            "attributes": {
                "name": self.name,
                "key_type": self.key_type,
                "disabled": self.disabled,
                "permissions": self.permissions,
                "timestamps": { "created": self.created_at, "updated": self.updated_at },
            },
            "relationships": {
                "environment": { "data": { "id": self.environment_id, "type": ENVIRONMENT_TYPE } },
            },
            "links": { "self": format!("/2/teams/{team}/api-keys/{}", self.id) },
        })
    }
}

fn read_environment(relationships: &Members<'_>) -> String {
    relationships.require("environment");
    let Some(environment) = relationships.object("environment") else { return String::new() };
    environment.require("data");
    let Some(data) = environment.object("data") else { return String::new() };
    data.require("type");
    let _ = data.word("type", &[ENVIRONMENT_TYPE]);
    data.required_text("id", MAXIMUM_IDENTIFIER)
}

/// Reads what a key may do; what is not said it may not.
fn read_permissions(attributes: &Members<'_>, key_type: &str) -> BTreeMap<String, bool> {
    let given = attributes.object("permissions");
    let names = if key_type == INGEST { INGEST_PERMISSIONS } else { CONFIGURATION_PERMISSIONS };
    let allowed = |name: &str| given.as_ref().and_then(|given| given.flag(name));
    names.iter().map(|name| ((*name).to_owned(), allowed(name).unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(attributes: &Value, relationships: &Value) -> Vec<u8> {
        let data = json!({
            "type": API_KEY_TYPE, "attributes": attributes, "relationships": relationships,
        });
        json!({ "data": data }).to_string().into_bytes()
    }

    fn of(environment: &str) -> Value {
        json!({ "environment": { "data": { "id": environment, "type": "environments" } } })
    }

    fn fields(problem: Problem) -> Vec<String> {
        problem.fields.into_iter().map(|field| field.field).collect()
    }

    #[test]
    fn a_key_has_a_type_and_an_environment() {
        let attributes = json!({
            "name": "n", "key_type": "ingest",
            "permissions": { "create_datasets": true, "run_queries": true },
        });
        let key = ApiKey::read_new(&body(&attributes, &of("e"))).unwrap();
        assert_eq!(key.environment_id, "e");
        assert_eq!(key.permissions, BTreeMap::from([("create_datasets".to_owned(), true)]));
        let refused = ApiKey::read_new(&body(&json!({ "key_type": "management" }), &json!({})));
        assert_eq!(
            fields(refused.unwrap_err()),
            ["data.attributes.key_type", "data.relationships.environment", "data.attributes.name",]
        );
        for nothing in ["{}", r#"{"data":1}"#, r#"{"data":{"type":"api-keys"}}"#] {
            assert_eq!(fields(ApiKey::read_new(nothing.as_bytes()).unwrap_err()).len(), 1);
        }
        assert!(ApiKey::read_new(b"[]").is_err());
    }

    #[test]
    fn only_name_and_state_change() {
        let attributes = json!({ "name": "n", "key_type": "configuration" });
        let mut key = ApiKey::read_new(&body(&attributes, &of("e"))).unwrap();
        let change = json!({ "disabled": true, "permissions": { "send_events": false } });
        key.change(&body(&change, &Value::Null)).unwrap();
        assert!(key.disabled && key.name == "n");
        let change = json!({ "key_type": "ingest", "permissions": { "send_events": true },
            "name": "n".repeat(101) });
        let refused = key.change(&body(&change, &Value::Null)).unwrap_err();
        assert_eq!(
            fields(refused),
            [
                "data.attributes.key_type",
                "data.attributes.permissions.send_events",
                "data.attributes.name",
            ]
        );
        assert_eq!(key.name, "n");
    }
}
