//! Datasets.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

/// A dataset as it is answered, and read by clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Dataset {
    pub name: String,
    pub slug: String,
    pub description: String,
    pub expand_json_depth: u8,
    pub regular_columns_count: u64,
    pub settings: DatasetSettings,
    pub last_written_at: Option<String>,
    pub created_at: String,
}

/// Settings of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct DatasetSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_protected: Option<bool>,
}

/// Body of `POST` and `PUT /1/datasets`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct SaveDataset {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expand_json_depth: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<DatasetSettings>,
}
