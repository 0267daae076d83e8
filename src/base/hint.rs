//! What an error means to the person at the keyboard.

/// What a failure means to the caller; `commands` maps it to a documented exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The work was tried and failed.
    Failed,
    /// The command line, a setting, a file or the target is wrong.
    Usage,
    /// A named thing does not exist, or nothing matched where that was asked to fail.
    NotFound,
    /// Authentication, permission or the plan of an account stands in the way.
    Denied,
    /// Some items were done and some were not.
    Partial,
    /// A deadline passed.
    Deadline,
    /// The person interrupted.
    Interrupted,
    /// The process was asked to terminate.
    Terminated,
}

/// An error that knows its kind and what to do next.
pub trait Hint: std::error::Error {
    /// Says what the failure means; most are plain failures.
    fn kind(&self) -> Kind {
        Kind::Failed
    }

    /// Returns the next steps, best first, each one sentence or one command to type.
    fn hints(&self) -> Vec<String> {
        Vec::new()
    }
}
