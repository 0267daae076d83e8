//! A failed call, told alike for every vendor.

use std::time::Duration;

use crate::base::Hint;
use crate::base::Kind;
use crate::clients::aws::AwsCallError;
use crate::clients::aws::Cause;
use crate::clients::honeycomb::HoneycombCallError;

/// Why a call failed, as far as applying must tell causes apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureCause {
    /// A thing of this name exists.
    Exists,
    /// The named thing does not exist.
    Missing,
    /// The vendor asks to wait, and nothing was done.
    Busy,
    /// No answer came back: it may have been done or not.
    Uncertain,
    /// The service does not know the operation.
    NotImplemented,
    /// What answered is not the vendor's own and failed: it may have been done or not, and asking
    /// again does not help.
    Foreign,
    /// Trying again does not help.
    Refused,
}

impl FailureCause {
    /// Says whether what was asked may have been done.
    #[must_use]
    pub const fn may_be_done(self) -> bool {
        matches!(self, Self::Uncertain | Self::Foreign)
    }
}

/// A failed call.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct CallError {
    /// Why, for programs.
    pub cause: FailureCause,
    /// Why, for people.
    pub message: String,
    /// What it means for the exit code.
    pub kind: Kind,
    /// What to do about it.
    pub hints: Vec<String>,
    /// The vendor's error code.
    pub code: Option<String>,
    /// The request's identifier.
    pub request_id: Option<String>,
    /// How long the vendor asks to wait before the next call.
    pub retry_after: Option<Duration>,
}

impl CallError {
    /// Creates an error that did not come from a call.
    #[must_use]
    pub fn new(cause: FailureCause, message: impl Into<String>) -> Self {
        Self {
            cause,
            message: message.into(),
            kind: Kind::Failed,
            hints: Vec::new(),
            code: None,
            request_id: None,
            retry_after: None,
        }
    }
}

impl Hint for CallError {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn hints(&self) -> Vec<String> {
        self.hints.clone()
    }
}

impl From<AwsCallError> for CallError {
    fn from(error: AwsCallError) -> Self {
        let cause = match error.cause {
            Cause::Exists => FailureCause::Exists,
            Cause::NotFound => FailureCause::Missing,
            Cause::Throttled | Cause::Conflict => FailureCause::Busy,
            Cause::TimedOut | Cause::Unavailable | Cause::Unreachable => FailureCause::Uncertain,
            Cause::NotImplemented => FailureCause::NotImplemented,
            Cause::Foreign => FailureCause::Foreign,
            _ => FailureCause::Refused,
        };
        Self {
            cause,
            message: error.to_string(),
            kind: error.kind(),
            hints: error.hints(),
            code: error.code,
            request_id: error.request_id,
            retry_after: None,
        }
    }
}

impl From<HoneycombCallError> for CallError {
    fn from(error: HoneycombCallError) -> Self {
        let (cause, code, retry_after) = match &error {
            HoneycombCallError::Refused { status, retry_after, .. } => {
                let cause = match status {
                    404 => FailureCause::Missing,
                    409 => FailureCause::Exists,
                    429 => FailureCause::Busy,
                    408 | 500 | 502..=504 => FailureCause::Uncertain,
                    501 => FailureCause::NotImplemented,
                    _ => FailureCause::Refused,
                };
                (cause, Some(status.to_string()), *retry_after)
            }
            HoneycombCallError::Unreachable { .. } | HoneycombCallError::Slow { .. } => {
                (FailureCause::Uncertain, None, None)
            }
            HoneycombCallError::Stranger { .. } => (FailureCause::Foreign, None, None),
        };
        Self {
            cause,
            message: error.to_string(),
            kind: error.kind(),
            hints: error.hints(),
            code,
            request_id: None,
            retry_after,
        }
    }
}
