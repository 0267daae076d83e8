//! A name that can be given in several places, of which one must be used.

use super::error::CommandError;

/// What is named, with its article.
pub(crate) struct Named(pub(crate) &'static str);

impl Named {
    /// Returns the name, or says that one is missing.
    pub(crate) fn required(&self, name: Option<String>) -> Result<String, CommandError> {
        name.ok_or_else(|| self.missing())
    }

    /// Says that the name is missing.
    pub(crate) fn missing(&self) -> CommandError {
        CommandError::usage(format!("{} is missing", self.0))
            .hint("give it as the first argument; --help shows the forms")
    }
}
