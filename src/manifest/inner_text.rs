//! Faults inside of a text that has a language of its own, such as a filter expression.

use std::ops::Range;

use toml::Spanned;

use super::reading::Reading;
use super::table::Table;

/// A part of a text in characters, counted from 1, and what is the matter with it.
pub(super) struct Fault {
    pub(super) column: usize,
    pub(super) length: usize,
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

/// Reports a fault where it stands in the file.
pub(super) fn report(
    table: &mut Table<'_, '_>,
    reading: &Reading,
    key: &str,
    text: &Spanned<String>,
    fault: Fault,
) {
    let path = table.path_of(key);
    let (range, place) = locate(&reading.document.text, text, &fault);
    table.problem(range, format!("`{path}`: {}{place}", fault.message), fault.hint);
}

/// Adds a remark where it stands in the file.
pub(super) fn remark(
    table: &Table<'_, '_>,
    reading: &mut Reading,
    key: &str,
    text: &Spanned<String>,
    fault: Fault,
) {
    let (range, place) = locate(&reading.document.text, text, &fault);
    let message = format!("`{}`: {}{place}", table.path_of(key), fault.message);
    reading.remark(range, message, fault.hint);
}

// The range of the part, or the whole text and words that tell the column.
fn locate(document: &str, text: &Spanned<String>, fault: &Fault) -> (Range<usize>, String) {
    let first = fault.column.saturating_sub(1);
    match character_offsets(document, &text.span(), text.get_ref()) {
        Some(offsets) => {
            let at = |index: usize| offsets.get(index).or(offsets.last()).copied();
            let start = at(first).unwrap_or(text.span().start);
            let end = at(first + fault.length).unwrap_or(text.span().end);
            (start..end.max(start), String::new())
        }
        None => (text.span(), format!(" at column {} of it", fault.column)),
    }
}

/// Returns where each character of a text stands in the file, and where it ends.
fn character_offsets(document: &str, span: &Range<usize>, decoded: &str) -> Option<Vec<usize>> {
    let raw = document.get(span.clone())?;
    let marks = ["'''", "\"\"\"", "'", "\""].into_iter().find(|marks| raw.starts_with(marks))?;
    let inner = raw.strip_prefix(marks)?.strip_suffix(marks)?;
    let mut start = span.start + marks.len();
    let mut inner_text = inner;
    if marks.len() == 3 {
        // The line break right behind the marks is no part of the text.
        inner_text = inner.strip_prefix("\r\n").or(inner.strip_prefix('\n')).unwrap_or(inner);
        start += inner.len() - inner_text.len();
    }
    let mut offsets = if inner_text == decoded {
        inner_text.char_indices().map(|(at, _)| start + at).collect()
    } else if marks == "\"" {
        escaped_offsets(inner_text, start)
    } else {
        return None;
    };
    offsets.push(start + inner_text.len());
    (offsets.len() == decoded.chars().count() + 1).then_some(offsets)
}

fn escaped_offsets(inner: &str, start: usize) -> Vec<usize> {
    let mut offsets = Vec::new();
    let mut characters = inner.char_indices();
    while let Some((at, character)) = characters.next() {
        offsets.push(start + at);
        if character == '\\' {
            let digits = match characters.next() {
                Some((_, 'x')) => 2,
                Some((_, 'u')) => 4,
                Some((_, 'U')) => 8,
                _ => 0,
            };
            for _ in 0..digits {
                characters.next();
            }
        }
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    // What the fourth character of the decoded text is in the file.
    fn fourth(document: &str) -> Option<&str> {
        let table: toml::Table = document.parse().unwrap();
        let decoded = table["a"].as_str().unwrap();
        let span = 4..document.trim_end().len();
        let offsets = character_offsets(document, &span, decoded)?;
        Some(&document[offsets[3]..offsets[4]])
    }

    #[test]
    fn characters_are_found_in_every_kind_of_string() {
        assert_eq!(fourth("a = 'abcd'"), Some("d"));
        assert_eq!(fourth("a = \"éécd\""), Some("d"));
        assert_eq!(fourth(r#"a = "a\"\u00e9d""#), Some("d"));
        assert_eq!(fourth(r#"a = "abc\"""#), Some("\\\""));
        assert_eq!(fourth("a = '''\nabcd'''"), Some("d"));
        assert_eq!(fourth("a = \"\"\"\r\nabcd\"\"\""), Some("d"));
        assert_eq!(fourth("a = \"\"\"ab\\\n  cd\"\"\""), None);
    }
}
