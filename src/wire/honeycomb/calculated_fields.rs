//! Calculated fields, which the paths call derived columns.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

use super::Members;
use super::Problem;

/// Longest name of a calculated field.
pub const MAXIMUM_ALIAS_LENGTH: usize = 255;

/// Longest description of a calculated field.
pub const MAXIMUM_FIELD_DESCRIPTION: usize = 1_023;

/// A calculated field as it is answered, and read by clients; what the expression says is a
/// dialect's matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct CalculatedField {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    pub alias: String,
    pub expression: String,
    pub description: String,
}

impl CalculatedField {
    /// Reads the body of `POST` or `PUT /1/derived_columns`.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, |members| Self {
            id: String::new(),
            alias: members.required_text("alias", MAXIMUM_ALIAS_LENGTH),
            // How long an expression may be, its reader knows.
            expression: members.required_text("expression", usize::MAX),
            description: members.text("description", MAXIMUM_FIELD_DESCRIPTION).unwrap_or_default(),
        })
    }
}
