//! A failed Rollbar call, told so that a person can act on it.

use std::time::Duration;

use crate::base::Hint;
use crate::base::Kind;
use crate::clients::HttpFailure;
use crate::wire::rollbar::TokenScope;

/// A failed Rollbar call.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RollbarCallError {
    /// Nothing came back.
    #[error(transparent)]
    Unanswered(#[from] HttpFailure),
    /// The answer is not what the API gives.
    #[error("what answers at {url} is not Rollbar's API: {reason}")]
    Stranger {
        /// The address.
        url: String,
        /// What is odd.
        reason: String,
    },
    /// The service refused; the message holds no token.
    #[error("{operation} failed: {message}")]
    Refused {
        /// What was asked.
        operation: &'static str,
        /// The scope that it needs.
        scope: TokenScope,
        /// The HTTP status.
        status: u16,
        /// The service's own words.
        message: String,
        /// How long the service asks to wait.
        retry_after: Option<Duration>,
    },
    /// There is no token for the call.
    #[error("there is no Rollbar token with the scope {}", scope.word())]
    NoToken {
        /// The scope that it needs.
        scope: TokenScope,
    },
}

/// What is wrong with a token that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenFault {
    /// The service does not know it.
    Unknown,
    /// It may not do this.
    LacksScope,
}

impl RollbarCallError {
    /// Says what is wrong with the token, if the service refused it and says why.
    ///
    /// Which of the two statuses an endpoint answers is not settled, so the words decide.
    #[must_use]
    pub fn token_fault(&self) -> Option<TokenFault> {
        let Self::Refused { status: status @ (401 | 403), message, .. } = self else { return None };
        let message = message.to_ascii_lowercase();
        if message.contains("insufficient privileges") || message.contains("scope") {
            return Some(TokenFault::LacksScope);
        }
        (*status == 401 || message.contains("token")).then_some(TokenFault::Unknown)
    }

    /// Returns the scope that the call needs.
    #[must_use]
    pub const fn scope(&self) -> Option<TokenScope> {
        match self {
            Self::Refused { scope, .. } | Self::NoToken { scope } => Some(*scope),
            _ => None,
        }
    }

    /// Says whether there is no such thing.
    #[must_use]
    pub const fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// Says whether too many calls were made.
    #[must_use]
    pub const fn is_throttled(&self) -> bool {
        matches!(self, Self::Refused { status: 429, .. })
    }

    /// Says whether the same call may work a little later.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unanswered(HttpFailure::Unreachable { .. })
                | Self::Refused { status: 408 | 429 | 500..=599, .. }
        )
    }

    /// Returns how long the service asks to wait.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl Hint for RollbarCallError {
    fn kind(&self) -> Kind {
        match self {
            Self::NoToken { .. } | Self::Refused { status: 401..=403, .. } => Kind::Denied,
            Self::Refused { status: 404, .. } => Kind::NotFound,
            Self::Refused { status: 400 | 413 | 422, .. } => Kind::Usage,
            Self::Refused { status: 408 | 504, .. } => Kind::Deadline,
            _ => Kind::Failed,
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Refused { status: 429, retry_after: Some(wait), .. } => {
                return vec![format!("the token's limit is used up for {} s", wait.as_secs())];
            }
            Self::Refused { status: 429, .. } => {
                "the token's limit, or that of the account, is used up: wait and try again"
            }
            Self::Unanswered(HttpFailure::Unreachable { .. }) => {
                "check the address; 'cruddur-obs backend serve' starts the embedded backend"
            }
            _ => return Vec::new(),
        };
        vec![hint.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, message: &str) -> RollbarCallError {
        RollbarCallError::Refused {
            operation: "GetItem",
            scope: TokenScope::Read,
            status,
            message: message.to_owned(),
            retry_after: None,
        }
    }

    #[test]
    fn words_tell_an_unknown_token_from_one_that_may_not() {
        let lacking = "insufficient privileges: read scope is required but the access token only has post_server_item.";
        for status in [401, 403] {
            assert_eq!(refused(status, lacking).token_fault(), Some(TokenFault::LacksScope));
            for unknown in ["invalid access token", "access token not found: ****"] {
                assert_eq!(refused(status, unknown).token_fault(), Some(TokenFault::Unknown));
            }
        }
        assert_eq!(refused(401, "no").token_fault(), Some(TokenFault::Unknown));
        assert_eq!(refused(403, "your plan has no such thing").token_fault(), None);
        assert_eq!(refused(404, "access token not found").token_fault(), None);
    }

    #[test]
    fn what_passes_is_told_from_what_stays() {
        for status in [408, 429, 500, 502, 504] {
            assert!(refused(status, "").is_passing(), "{status}");
        }
        for status in [400, 401, 403, 404, 413, 422] {
            assert!(!refused(status, "").is_passing(), "{status}");
        }
    }
}
