//! A failed call of GitHub's API.

use std::time::Duration;

use crate::clients::HttpFailure;

/// A failed call of GitHub's API.
#[derive(Clone, Debug, thiserror::Error)]
pub enum GithubCallError {
    /// Nothing came back.
    #[error(transparent)]
    Http(#[from] HttpFailure),
    /// The answer is not what the API gives.
    #[error("what answers at {url} is not GitHub's API: {reason}")]
    Stranger {
        /// The address.
        url: String,
        /// What is odd.
        reason: String,
    },
    /// The service refused.
    #[error(transparent)]
    Refused(Box<GithubRefusal>),
}

/// What the service says when it refuses.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{operation} failed: {message}")]
pub struct GithubRefusal {
    /// What was asked.
    pub operation: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The service's own words.
    pub message: String,
    /// The identifier of the request.
    pub request_id: Option<String>,
    /// Whether too many calls were made.
    pub is_throttled: bool,
    /// How long the service asks to wait.
    pub retry_after: Option<Duration>,
}

impl GithubCallError {
    /// Returns the HTTP status of a refusal.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.status),
            _ => None,
        }
    }

    /// Says whether what was asked for is not there.
    pub(super) fn is_missing(&self) -> bool {
        self.status() == Some(404)
    }
}
