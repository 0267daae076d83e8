//! Datasets.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

use super::MAXIMUM_EXPAND_JSON_DEPTH;
use super::Members;
use super::Problem;
use crate::model::event::MAXIMUM_DATASET_NAME_LENGTH;

/// Longest description of a dataset.
pub const MAXIMUM_DATASET_DESCRIPTION: usize = 1_024;

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
    pub expand_json_depth: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<DatasetSettings>,
}

impl SaveDataset {
    /// Reads the body of `POST /1/datasets`, which has a name.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read_new(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, |members| Self {
            name: Some(members.required_text("name", MAXIMUM_DATASET_NAME_LENGTH)),
            ..Self::of(members)
        })
    }

    /// Reads the body of `PUT /1/datasets`, where the name says nothing: it cannot change.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read_change(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, Self::of)
    }

    fn of(members: &Members<'_>) -> Self {
        let depth = members.whole("expand_json_depth", 0..=i64::from(MAXIMUM_EXPAND_JSON_DEPTH));
        let settings = members.object("settings").map(|settings| DatasetSettings {
            delete_protected: settings.flag("delete_protected"),
        });
        Self {
            name: None,
            description: members.text("description", MAXIMUM_DATASET_DESCRIPTION),
            expand_json_depth: depth.and_then(|depth| u8::try_from(depth).ok()),
            settings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_members_are_told() {
        let wrong = |read: Result<SaveDataset, Problem>| -> Vec<String> {
            read.map_or_else(
                |problem| problem.fields.into_iter().map(|field| field.field).collect(),
                |_| Vec::new(),
            )
        };
        let body =
            r#"{"expand_json_depth":11,"settings":{"delete_protected":"no"},"description":1}"#;
        let fields = ["expand_json_depth", "settings.delete_protected", "description"];
        assert_eq!(wrong(SaveDataset::read_change(body.as_bytes())), fields);
        assert_eq!(wrong(SaveDataset::read_new(body.as_bytes()))[0], "name");
        let settings = SaveDataset::read_change(br#"{"name":"","settings":{}}"#).unwrap().settings;
        assert_eq!(settings, Some(DatasetSettings { delete_protected: None }));
    }
}
