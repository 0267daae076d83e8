//! The form of every answer but one: `{"err":0,"result":…}`, or `{"err":1,"message":"…"}`.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

/// An answer.
///
/// Messages of refusals may echo the token that was sent: mask it before one is shown.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Envelope<T> {
    #[serde(default)]
    pub err: i64,
    #[serde(default = "nothing", skip_serializing_if = "Option::is_none")]
    pub result: Option<T>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

const fn nothing<T>() -> Option<T> {
    None
}

impl<T> Envelope<T> {
    /// Creates the answer to what succeeded.
    #[must_use]
    pub const fn success(result: T) -> Self {
        Self { err: 0, result: Some(result), message: None }
    }

    /// Creates the answer to what failed.
    #[must_use]
    pub fn failure(message: impl Into<String>) -> Self {
        Self { err: 1, result: None, message: Some(message.into()) }
    }
}
