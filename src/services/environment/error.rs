//! Why a place could not be read or written.

use std::time::Duration;

use crate::base::Hint;
use crate::base::Kind;
use crate::services::resources::CallError;
use crate::services::resources::FailureCause;

/// Why a place could not be read or written, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetCause {
    /// The place cannot be reached from here: no workspace, no token, no such program.
    Unavailable,
    /// The place does not let us: the token is wrong or may not do that.
    Refused,
    /// What is named is not there: the repository, the environment, the variable.
    Missing,
    /// The place does not take the name or the value.
    Invalid,
    /// The place asks to wait, and nothing was done.
    Busy,
    /// No answer came back: it may have been done or not.
    Uncertain,
    /// What is there cannot be understood, or changed while we worked.
    Broken,
}

/// Why a place could not be read or written. Its texts never hold a value.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct TargetError {
    /// Why, for programs.
    pub cause: TargetCause,
    /// Why, for people: a lower-case fragment.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
    /// The place's own error code.
    pub code: Option<String>,
    /// The request's identifier.
    pub request_id: Option<String>,
    /// How long the place asks to wait before the next call.
    pub retry_after: Option<Duration>,
}

impl TargetError {
    /// Creates an error.
    #[must_use]
    pub fn new(cause: TargetCause, message: impl Into<String>) -> Self {
        Self {
            cause,
            message: message.into(),
            hints: Vec::new(),
            code: None,
            request_id: None,
            retry_after: None,
        }
    }

    /// Adds a next step.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl Hint for TargetError {
    fn kind(&self) -> Kind {
        match self.cause {
            TargetCause::Unavailable | TargetCause::Invalid => Kind::Usage,
            TargetCause::Refused => Kind::Denied,
            TargetCause::Missing => Kind::NotFound,
            TargetCause::Busy | TargetCause::Uncertain | TargetCause::Broken => Kind::Failed,
        }
    }

    fn hints(&self) -> Vec<String> {
        self.hints.clone()
    }
}

impl From<TargetError> for CallError {
    fn from(error: TargetError) -> Self {
        let cause = match error.cause {
            TargetCause::Missing => FailureCause::Missing,
            TargetCause::Busy => FailureCause::Busy,
            TargetCause::Uncertain => FailureCause::Uncertain,
            TargetCause::Unavailable
            | TargetCause::Refused
            | TargetCause::Invalid
            | TargetCause::Broken => FailureCause::Refused,
        };
        Self {
            cause,
            kind: error.kind(),
            message: error.message,
            hints: error.hints,
            code: error.code,
            request_id: error.request_id,
            retry_after: error.retry_after,
        }
    }
}
