//! A position in the text of a pattern, and the lexemes that all three forms share.
//!
//! Owns blanks, quoted text and the delimiters of regular expressions. It must not know which form
//! is being read.

use regex::Regex;

use super::error::PatternError;
use super::error_kind::PatternErrorKind;
use super::regex_subset;

/// Tells whether a character separates lexemes of a pattern.
pub(super) fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// Reads a pattern from left to right.
#[derive(Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    position: usize,
}

impl<'t> Cursor<'t> {
    /// Starts at byte `position` of `text`, which must begin where the pattern begins so that
    /// columns come out right.
    pub(super) fn new(text: &'t str, position: usize) -> Self {
        Self { text, position }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.position..).unwrap_or_default()
    }

    pub(super) fn is_done(&self) -> bool {
        self.position >= self.text.len()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.position += character.len_utf8();
        Some(character)
    }

    /// Steps over `lexeme` if it comes next.
    pub(super) fn eat(&mut self, lexeme: &str) -> bool {
        let found = self.rest().starts_with(lexeme);
        if found {
            self.position += lexeme.len();
        }
        found
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|character| !wanted(character)).unwrap_or(rest.len());
        self.position += length;
        rest.get(..length).unwrap_or_default()
    }

    pub(super) fn skip_blanks(&mut self) {
        self.take_while(is_blank);
    }

    /// Returns the text from byte `start` to here.
    pub(super) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.position).unwrap_or_default()
    }

    /// Builds an error that spans from byte `start` to here.
    pub(super) fn fail(&self, kind: PatternErrorKind, start: usize) -> PatternError {
        PatternError::new(kind, self.text, start..self.position)
    }

    /// Builds an error that spans what comes next, up to a blank or one of `stops`.
    pub(super) fn fail_next(&mut self, kind: PatternErrorKind, stops: &[char]) -> PatternError {
        let start = self.position;
        self.bump();
        self.take_while(|character| !is_blank(character) && !stops.contains(&character));
        self.fail(kind, start)
    }

    /// Reads a double-quoted text; a backslash escapes only a quote and itself.
    pub(super) fn quoted(&mut self) -> Result<String, PatternError> {
        let start = self.position;
        self.bump();
        let mut text = String::new();
        loop {
            match self.bump() {
                None => return Err(self.fail(PatternErrorKind::UnclosedQuote, start)),
                Some('"') => return Ok(text),
                Some('\\') if self.eat("\"") => text.push('"'),
                Some('\\') if self.eat("\\") => text.push('\\'),
                Some(character) => text.push(character),
            }
        }
    }

    /// Reads a regular expression between percent signs.
    pub(super) fn regex(&mut self) -> Result<Regex, PatternError> {
        let start = self.position;
        self.bump();
        let inner = self.position;
        let body = self.take_while(|character| character != '%');
        if !self.eat("%") {
            return Err(self.fail(PatternErrorKind::UnclosedRegex, start));
        }
        regex_subset::compile(body).map_err(|(kind, span)| {
            PatternError::new(kind, self.text, inner + span.start..inner + span.end)
        })
    }
}
