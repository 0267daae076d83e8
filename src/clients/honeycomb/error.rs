//! A failed Honeycomb call, told so that a person can act on it.

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
}

impl Hint for HoneycombCallError {
    fn kind(&self) -> Kind {
        match self {
            Self::Refused { status: 401..=403, .. } => Kind::Denied,
            Self::Refused { status: 404, .. } => Kind::NotFound,
            Self::Refused { status: 400 | 409 | 422, .. } => Kind::Usage,
            Self::Refused { status: 408 | 504, .. } | Self::Slow { .. } => Kind::Deadline,
            _ => Kind::Failed,
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Refused { status: 401, .. } => {
                "check that the key is of this region and may do this; EU keys need HONEYCOMB_API_ENDPOINT=https://api.eu1.honeycomb.io"
            }
            Self::Refused { status: 402 | 403, .. } => {
                "the key needs the permission Run Queries, and the team the Enterprise plan"
            }
            Self::Refused { status: 429, .. } => "wait a minute and try again",
            Self::Unreachable { .. } => {
                "check the address; 'cruddur-obs backend serve' starts the embedded backend"
            }
            Self::Refused { status: 408 | 504, .. } => "ask for less time with --since",
            Self::Slow { .. } => "ask for less time with --since, or give more with --timeout",
            _ => return Vec::new(),
        };
        vec![hint.to_owned()]
    }
}
