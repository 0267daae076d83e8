//! Bounds of text ranges in byte order, the order of the catalog's keys.

use rusqlite::types::ToSqlOutput;
use rusqlite::types::Value;

/// Names from a lower bound (included) to an upper bound (excluded).
///
/// One bound on each side, so that the index is entered and left at the right place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TextRange {
    pub(super) lower: String,
    upper: Option<String>,
}

impl TextRange {
    /// Returns the range of texts that start with `prefix` and lie past `after`.
    pub(super) fn new(prefix: Option<&str>, after: Option<&str>, descending: bool) -> Self {
        let prefix = prefix.unwrap_or_default();
        let (mut lower, mut upper) = (prefix.to_owned(), end_of_prefix(prefix));
        if let Some(after) = after {
            if descending {
                if upper.as_deref().is_none_or(|upper| after < upper) {
                    upper = Some(after.to_owned());
                }
            } else {
                // The smallest text greater than another is that text and a zero byte.
                lower = lower.max(format!("{after}\0"));
            }
        }
        Self { lower, upper }
    }

    /// Returns the upper bound as a value for SQL.
    pub(super) fn upper(&self) -> ToSqlOutput<'static> {
        // In the order of SQLite every blob follows every text.
        let open = Value::Blob(Vec::new());
        ToSqlOutput::Owned(self.upper.clone().map_or(open, Value::Text))
    }
}

/// Returns the smallest text greater than every text that starts with `prefix`, if there is one.
fn end_of_prefix(prefix: &str) -> Option<String> {
    let mut characters: Vec<char> = prefix.chars().collect();
    while let Some(last) = characters.pop() {
        if let Some(next) = next_character(last) {
            characters.push(next);
            return Some(characters.into_iter().collect());
        }
    }
    None
}

fn next_character(character: char) -> Option<char> {
    // The code points between these two are no characters.
    if character == '\u{d7ff}' {
        return Some('\u{e000}');
    }
    char::from_u32(u32::from(character) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_prefix_follows_all_its_texts() {
        assert_eq!(end_of_prefix("ab").as_deref(), Some("ac"));
        assert_eq!(end_of_prefix("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(end_of_prefix("\u{10ffff}"), None);
        assert_eq!(end_of_prefix(""), None);
        assert_eq!(end_of_prefix("\u{d7ff}").as_deref(), Some("\u{e000}"));
    }

    #[test]
    fn a_range_has_one_bound_on_each_side() {
        let range = TextRange::new(Some("b"), Some("bc"), false);
        assert_eq!((range.lower.as_str(), range.upper.as_deref()), ("bc\0", Some("c")));
        let range = TextRange::new(Some("b"), Some("a"), false);
        assert_eq!((range.lower.as_str(), range.upper.as_deref()), ("b", Some("c")));
        let range = TextRange::new(Some("b"), Some("bc"), true);
        assert_eq!((range.lower.as_str(), range.upper.as_deref()), ("b", Some("bc")));
        let range = TextRange::new(None, None, true);
        assert_eq!((range.lower.as_str(), range.upper.as_deref()), ("", None));
    }
}
