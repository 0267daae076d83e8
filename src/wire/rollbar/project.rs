//! Projects and their environments.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

use super::lenient::or_default;

/// A project as it is answered, and read by clients; times are seconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Project {
    #[serde(deserialize_with = "or_default")]
    pub id: i64,
    #[serde(deserialize_with = "or_default")]
    pub account_id: i64,
    #[serde(deserialize_with = "or_default")]
    pub name: String,
    pub status: Option<String>,
    pub date_created: Option<i64>,
    pub date_modified: Option<i64>,
    #[serde(deserialize_with = "or_default")]
    pub settings_data: Map<String, Value>,
}

/// An environment in which something occurred.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Environment {
    #[serde(deserialize_with = "or_default")]
    pub id: i64,
    #[serde(deserialize_with = "or_default")]
    pub project_id: i64,
    #[serde(deserialize_with = "or_default")]
    pub name: String,
}
