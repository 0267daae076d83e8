//! Tokens in the files of the project.

use super::finding::Finding;
use super::project_files::ProjectFile;
use super::registry::LIKELY_TOKEN_IN_SOURCE;
use super::registry::TOKEN_IN_SOURCE;
use crate::model::secret_shape;

/// Longest line that is looked at; a longer one was packed by a tool.
const MAXIMUM_LINE: usize = 4 * 1024;

/// Shortest token whose end is shown.
const SHOWN_FROM: usize = 20;

/// Finds the tokens of a file.
pub(super) fn tokens(file: &ProjectFile) -> Vec<Finding> {
    if file.text.lines().any(|line| line.len() > MAXIMUM_LINE) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for token in secret_shape::tokens(&file.text) {
        let check = if token.is_sure { &TOKEN_IN_SOURCE } else { &LIKELY_TOKEN_IN_SOURCE };
        let message = format!("{}{}", token.kind, end_of(&file.text[token.range.clone()]));
        found.push(Finding::new(check, message, file.place(token.range.start)));
    }
    found
}

// So much tells people which one it is, and nobody what it is.
fn end_of(token: &str) -> String {
    let length = token.chars().count();
    let end: String = token.chars().skip(length.saturating_sub(4)).collect();
    let is_word = end.chars().all(|c| c.is_ascii_alphanumeric());
    if length < SHOWN_FROM || !is_word { String::new() } else { format!(" that ends in {end}") }
}
