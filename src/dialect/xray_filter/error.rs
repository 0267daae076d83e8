//! Why an expression is refused, where, and what to write instead.
//!
//! Owns the error's shape. The sentences stand where the faults are found. Must not know how a
//! terminal or a server shows it.

use thiserror::Error;

use crate::base::{Hint, Kind};

use super::lexer::Span;

/// The refusal of a filter expression.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message} at column {column}")]
pub struct ExpressionError {
    message: String,
    column: usize,
    length: usize,
    /// The text that the vendor's message quotes: set where that message is known.
    symbol: Option<String>,
    hints: Vec<String>,
}

impl ExpressionError {
    /// Refuses a part of `source`; the span's length is at least one, for a caret to fit.
    pub(super) fn new(source: &str, span: Span, message: impl Into<String>) -> Self {
        let (column, length) = span.columns(source);
        Self { message: message.into(), column, length, symbol: None, hints: Vec::new() }
    }

    /// Marks the error as one for which the vendor's text is known to quote `symbol`.
    pub(super) fn on_symbol(mut self, symbol: impl Into<String>) -> Self {
        self.symbol = Some(symbol.into());
        self
    }

    /// Adds a next step.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Returns what is wrong, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns where the fault begins, in characters, from 1; one past the text at its end.
    pub fn column(&self) -> usize {
        self.column
    }

    /// Returns how many characters to underline, at least 1.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Returns the text that the service's own answer carries, as far as it is known.
    ///
    /// X-Ray names a symbol it cannot take and its offset in characters, which counts from 0. For
    /// other faults its words are not known, and this module's stand in.
    pub fn vendor_message(&self) -> String {
        match &self.symbol {
            Some(symbol) => {
                let position = self.column.saturating_sub(1);
                format!("Invalid input symbol: '{symbol}' at position {position}")
            }
            None => self.to_string(),
        }
    }
}

impl Hint for ExpressionError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }

    fn hints(&self) -> Vec<String> {
        self.hints.clone()
    }
}
