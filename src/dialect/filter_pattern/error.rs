//! The refusal of a filter pattern: what is wrong, where, and what AWS says about it.
//!
//! Owns positions and the vendor's texts. It must not know how a pattern is parsed.

use std::ops::Range;

use thiserror::Error;

use super::error_kind::PatternErrorKind;
use super::pattern::MAXIMUM_LENGTH;
use crate::base::{Hint, Kind};

/// The longest piece of a pattern that a message repeats.
const SHOWN_CHARACTERS: usize = 60;

/// Reports why a text is not a filter pattern, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.sentence())]
pub struct PatternError {
    kind: PatternErrorKind,
    column: usize,
    token: String,
    /// The whole text that AWS repeats in its own message, where it repeats one.
    quoted_by_vendor: Option<String>,
}

impl PatternError {
    /// Builds the error for the bytes `span` of `source`.
    pub(super) fn new(kind: PatternErrorKind, source: &str, span: Range<usize>) -> Self {
        let column = source.get(..span.start).map_or(0, |before| before.chars().count()) + 1;
        let token = source.get(span).unwrap_or_default().to_owned();
        Self { kind, column, token, quoted_by_vendor: None }
    }

    /// Adds the text that AWS repeats in its message.
    pub(super) fn quoting(mut self, text: &str) -> Self {
        self.quoted_by_vendor = Some(text.to_owned());
        self
    }

    /// Returns the rule that the pattern breaks.
    #[must_use]
    pub fn reason(&self) -> PatternErrorKind {
        self.kind
    }

    /// Returns where the refused part starts, in characters, counted from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// Returns how many characters to underline, at least 1.
    #[must_use]
    pub fn length(&self) -> usize {
        self.token.chars().count().max(1)
    }

    /// Returns the refused part of the pattern; empty when the pattern ended too early.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns the text AWS answers with, where `general` is what the operation says when AWS
    /// gives no detail ("Invalid filter pattern", "Invalid metric filter pattern").
    ///
    /// The detailed texts are those seen in answers of the service; the length text is its common
    /// constraint message.
    #[must_use]
    pub fn vendor_message(&self, general: &str) -> String {
        use PatternErrorKind as Reason;
        match (self.kind, &self.quoted_by_vendor) {
            (Reason::UnclosedBrace, _) => {
                "If a filter pattern starts with '{' it must end with '}'".to_owned()
            }
            (Reason::UnclosedBracket, _) => {
                "If a filter pattern starts with '[' it must end with ']'".to_owned()
            }
            (Reason::TooLong, Some(text)) => format!(
                "1 validation error detected: Value '{text}' at 'filterPattern' failed to satisfy \
                 constraint: Member must have length less than or equal to {MAXIMUM_LENGTH}"
            ),
            (Reason::UnquotedTerm | Reason::RegexCharacter | Reason::RegexEscape, Some(term)) => {
                format!("Invalid character(s) in term '{term}'")
            }
            _ => general.to_owned(),
        }
    }

    fn sentence(&self) -> String {
        let (kind, column) = (self.kind, self.column);
        if kind == PatternErrorKind::TooLong {
            return kind.to_string();
        }
        if self.token.is_empty() {
            return format!("{kind} at column {column}");
        }
        format!("{kind} at column {column}: {}", self.shown_token())
    }

    /// Returns the token fit for one line of a terminal.
    fn shown_token(&self) -> String {
        let printable = |character: char| {
            if character.is_control() { '\u{fffd}' } else { character }
        };
        let mut shown: String = self.token.chars().take(SHOWN_CHARACTERS).map(printable).collect();
        if self.token.chars().nth(SHOWN_CHARACTERS).is_some() {
            shown.push('…');
        }
        shown
    }
}

impl Hint for PatternError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }

    fn hints(&self) -> Vec<String> {
        vec![self.kind.hint(&self.token)]
    }
}
