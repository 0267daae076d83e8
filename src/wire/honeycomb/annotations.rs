//! Annotations of queries: the names of saved queries.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

use super::Members;
use super::Problem;

/// Longest name of an annotation.
pub const MAXIMUM_ANNOTATION_NAME: usize = 320;

/// Longest description of an annotation.
pub const MAXIMUM_ANNOTATION_DESCRIPTION: usize = 1_023;

/// Longest identifier that is looked up.
const MAXIMUM_IDENTIFIER: usize = 255;

/// An annotation as it is answered, and read by clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct QueryAnnotation {
    pub id: String,
    pub name: String,
    pub description: String,
    pub query_id: String,
    pub source: String,
    pub created_at: String,
    pub updated_at: String,
}

/// Body of `POST` and `PUT /1/query_annotations`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct SaveQueryAnnotation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
}

impl SaveQueryAnnotation {
    /// Reads the body; the name is always there.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, |members| Self {
            name: Some(members.required_text("name", MAXIMUM_ANNOTATION_NAME)),
            description: members.text("description", MAXIMUM_ANNOTATION_DESCRIPTION),
            query_id: members.text("query_id", MAXIMUM_IDENTIFIER),
        })
    }
}
