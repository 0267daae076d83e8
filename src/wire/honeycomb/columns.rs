//! Columns of datasets.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

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
