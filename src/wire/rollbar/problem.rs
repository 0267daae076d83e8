//! Why a request is refused: a status and a sentence, in the vendor's words where it has some.

use serde_json::Value;
use serde_json::json;

use super::TokenScope;

/// Most characters of what is echoed.
const MAXIMUM_ECHO: usize = 128;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What is wrong; it may hold the token that was sent.
    pub message: String,
}

impl Problem {
    /// Creates a refusal.
    #[must_use]
    pub fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// The body is no payload.
    #[must_use]
    pub fn no_instance() -> Self {
        Self::new(400, "invalid or missing instance")
    }

    /// The body is too large.
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(413, "request entity too large")
    }

    /// A member has not the form that it must have.
    #[must_use]
    pub fn format(text: impl AsRef<str>) -> Self {
        Self::new(422, format!("Invalid format. {}", text.as_ref()))
    }

    /// There is no such thing.
    #[must_use]
    pub fn not_found(what: &str) -> Self {
        Self::new(404, format!("{what} not found"))
    }

    /// No token was sent.
    #[must_use]
    pub fn no_token() -> Self {
        Self::new(403, "access token required")
    }

    /// The token is not known to what takes items, which echoes it.
    #[must_use]
    pub fn unknown_sender(token: &str) -> Self {
        let shown: String = token.chars().take(MAXIMUM_ECHO).collect();
        Self::new(403, format!("access token not found: {shown}"))
    }

    /// The token is not known to what is read.
    #[must_use]
    pub fn unknown_reader() -> Self {
        Self::new(401, "invalid access token")
    }

    /// The token may not do this.
    #[must_use]
    pub fn lacks(needed: &str, has: &[TokenScope]) -> Self {
        let has: Vec<&str> = has.iter().map(|scope| scope.word()).collect();
        let has = if has.is_empty() { "none".to_owned() } else { has.join(", ") };
        Self::new(
            403,
            format!(
                "insufficient privileges: {needed} scope is required but the access token only \
                 has {has}."
            ),
        )
    }

    /// Returns the body of the answer.
    #[must_use]
    pub fn body(&self) -> Value {
        json!({ "err": 1, "message": self.message })
    }
}
