//! A failed Honeycomb call, told so that a person can act on it.

use std::time::Duration;

use super::permission::Permission;
use crate::base::Hint;
use crate::base::Kind;

/// A failed Honeycomb call.
#[derive(Clone, Debug, thiserror::Error)]
pub enum HoneycombCallError {
    /// Nothing answers.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// The address.
        url: String,
        /// Why.
        reason: String,
    },
    /// The answer is not what the API gives.
    #[error("what answers at {url} is not Honeycomb's API: {reason}")]
    Stranger {
        /// The address.
        url: String,
        /// What is odd.
        reason: String,
    },
    /// The service refused.
    #[error("{operation} failed: {message}")]
    Refused {
        /// What was asked, in the vendor's words.
        operation: &'static str,
        /// The HTTP status.
        status: u16,
        /// The service's own words.
        message: String,
        /// How long the service asks to wait.
        retry_after: Option<Duration>,
    },
    /// The result did not come in time.
    #[error("the query was not answered within {seconds} s")]
    Slow {
        /// How long it was waited for.
        seconds: u64,
    },
}

impl HoneycombCallError {
    /// Says whether the team's plan, or the key, does not allow the call.
    #[must_use]
    pub const fn is_denied(&self) -> bool {
        matches!(self, Self::Refused { status: 401..=403, .. })
    }

    /// Says whether too many calls were made.
    #[must_use]
    pub const fn is_throttled(&self) -> bool {
        matches!(self, Self::Refused { status: 429, .. })
    }

    /// Says whether the query that was asked for a result is right, but takes too much memory.
    fn is_too_large(&self) -> bool {
        matches!(self, Self::Refused { status: 422, operation, .. } if *operation == "GetQueryResult")
    }

    /// Returns the permission that the call needs, if it needs one of its own.
    #[must_use]
    pub fn needed_permission(&self) -> Option<Permission> {
        match self {
            Self::Refused { operation, .. } => Permission::of_operation(operation),
            _ => None,
        }
    }
}

impl Hint for HoneycombCallError {
    fn kind(&self) -> Kind {
        match self {
            _ if self.is_too_large() => Kind::Failed,
            Self::Refused { status: 401..=403, .. } => Kind::Denied,
            Self::Refused { status: 404, .. } => Kind::NotFound,
            Self::Refused { status: 400 | 409 | 413 | 422, .. } => Kind::Usage,
            Self::Refused { status: 408 | 504, .. } | Self::Slow { .. } => Kind::Deadline,
            _ => Kind::Failed,
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Refused { status: 429, retry_after: Some(wait), .. } => {
                return vec![format!("the service asks to wait {} s", wait.as_secs())];
            }
            Self::Refused { status: 401..=403, .. } => match self.needed_permission() {
                Some(Permission::RunQueries) => {
                    "the key needs the permission Run Queries, and the team the Enterprise plan"
                }
                Some(permission) => {
                    return vec![format!("the key needs the permission {}", permission.name())];
                }
                None => "cruddur-obs honeycomb auth says whose the key is, and what it may do",
            },
            _ if self.is_too_large() => {
                "ask for less time with --since, or for fewer groups: drop a breakdown or add a filter"
            }
            Self::Refused { status: 429, .. } => "wait a minute and try again",
            Self::Unreachable { .. } => {
                "check the address; 'cruddur-obs backend serve' starts the embedded backend"
            }
            Self::Refused { status: 408 | 504, .. } => "ask for less time with --since",
            Self::Slow { .. } => "ask for less time with --since",
            _ => return Vec::new(),
        };
        vec![hint.to_owned()]
    }
}
