//! How a verb ends when it does not fail.

use super::exit_code;

/// How a verb ends when it does not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// There are changes, and `--detailed-exitcode` asked to be told.
    Changes,
    /// A code that the verb alone knows: a child's, or a failed check whose report is the output.
    Code(u8),
}

impl Outcome {
    /// Returns the exit code.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Done => exit_code::OK,
            Self::Changes => exit_code::CHANGES,
            Self::Code(code) => code,
        }
    }
}
