//! Why an expression is refused.

use std::ops::Range;

use crate::base::Hint;
use crate::base::Kind;

/// Why an expression is refused, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {message}")]
pub struct ExpressionError {
    column: usize,
    length: usize,
    message: String,
    hint: Option<String>,
}

impl ExpressionError {
    /// Creates an error about a range of bytes of the source.
    pub(super) fn new(source: &str, range: &Range<usize>, message: impl Into<String>) -> Self {
        let before = source.get(..range.start).unwrap_or(source);
        let part = source.get(range.clone()).unwrap_or_default();
        Self {
            column: before.chars().count() + 1,
            length: part.chars().count().max(1),
            message: message.into(),
            hint: None,
        }
    }

    /// Adds the next step.
    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Returns the column, in characters from 1.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }

    /// Returns how many characters are meant, at least 1.
    #[must_use]
    pub const fn length(&self) -> usize {
        self.length
    }

    /// Returns what is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the next step.
    #[must_use]
    pub fn next_step(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl Hint for ExpressionError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }

    fn hints(&self) -> Vec<String> {
        self.hint.iter().cloned().collect()
    }
}
