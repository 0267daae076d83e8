//! The lines of a dotenv file: what is an assignment, and where its value ends.

use std::ops::Range;

use super::document::DotenvError;

/// One assignment, as byte ranges of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assignment {
    /// The whole assignment with its lines, the last line break included.
    pub(super) lines: Range<usize>,
    /// What stands before the name: blanks and `export`.
    pub(super) lead: Range<usize>,
    /// The name.
    pub(super) name: Range<usize>,
    /// The value; none where there is only a name, whose value then comes from the environment.
    pub(super) value: Option<Value>,
    /// The comment behind the value.
    pub(super) comment: Option<Range<usize>>,
}

/// The value of an assignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) quote: Quote,
    /// The text inside of the quotes.
    pub(super) text: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    None,
    Single,
    Double,
}

/// Lists the assignments of a file. What is none is left alone, as a shell's `set -a` would be.
pub(super) fn scan(text: &str) -> Result<Vec<Assignment>, DotenvError> {
    let mut assignments = Vec::new();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while start < text.len() {
        let line_end = end_of_line(text, start);
        let found = assignment(text, start, line_end)?;
        start = found.as_ref().map_or(line_end, |assignment| assignment.lines.end);
        assignments.extend(found);
    }
    Ok(assignments)
}

/// Returns where the next line begins.
fn end_of_line(text: &str, start: usize) -> usize {
    text[start..].find('\n').map_or(text.len(), |length| start + length + 1)
}

fn assignment(
    text: &str,
    start: usize,
    line_end: usize,
) -> Result<Option<Assignment>, DotenvError> {
    let line = &text[start..line_end];
    let indent = line.len() - line.trim_start().len();
    let mut name_start = start + indent;
    if let Some(rest) = text[name_start..line_end].strip_prefix("export")
        && rest.starts_with([' ', '\t'])
    {
        name_start += "export".len() + rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }
    let rest = &text[name_start..line_end];
    let name_length = rest.find(|c: char| !is_name_character(c)).unwrap_or(rest.len());
    let name = name_start..name_start + name_length;
    if name.is_empty() {
        return Ok(None);
    }
    let lead = start..name_start;
    let after = &text[name.end..line_end];
    let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
    let sign = name.end + blanks;
    let bare = after.trim_end();
    if bare.is_empty() {
        let (value, comment) = (None, None);
        return Ok(Some(Assignment { lines: start..line_end, lead, name, value, comment }));
    }
    if !text[sign..].starts_with(['=', ':']) {
        return Ok(None);
    }
    let value_start = {
        let rest = &text[sign + 1..line_end];
        sign + 1 + rest.len() - rest.trim_start_matches([' ', '\t']).len()
    };
    let quote = match text.as_bytes().get(value_start) {
        Some(b'\'') => Quote::Single,
        Some(b'"') => Quote::Double,
        _ => {
            let (value, comment) = unquoted(text, value_start, line_end);
            if lead.len() > indent && holds_another(&text[value.clone()]) {
                let line = text[..value_start].matches('\n').count() + 1;
                return Err(DotenvError::SeveralOnLine { line });
            }
            let value = Some(Value { quote: Quote::None, text: value });
            return Ok(Some(Assignment { lines: start..line_end, lead, name, value, comment }));
        }
    };
    let line = || text[..value_start].matches('\n').count() + 1;
    let Some(escaped) = closing(text, value_start) else {
        return Err(DotenvError::Unclosed { line: line() });
    };
    // To some readers a backslash hides the quote behind it, to a shell it does not always. The
    // first reading that leaves nothing behind the closing quote is the one that was meant.
    let ends = [Some(escaped), first_quote(text, value_start)];
    let Some(end) = ends.into_iter().flatten().find(|end| is_last(text, end + 1)) else {
        return Err(DotenvError::TextBehindQuote { line: line() });
    };
    let last = end_of_line(text, end + 1);
    let behind = text[end + 1..last].trim_end();
    let comment = behind.find('#').map(|at| end + 1 + at..end + 1 + behind.len());
    let value = Some(Value { quote, text: value_start + 1..end });
    Ok(Some(Assignment { lines: start..last, lead, name, value, comment }))
}

/// Names as Compose takes them, which are more than those that a shell takes.
fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '[' | ']')
}

/// Returns the value up to a `#` behind a blank, and the comment from there.
fn unquoted(text: &str, start: usize, end: usize) -> (Range<usize>, Option<Range<usize>>) {
    let line = text[start..end].trim_end();
    let is_comment = |at: &usize| text[..start + *at].ends_with([' ', '\t']);
    let comment = line.match_indices('#').map(|(at, _)| at).find(is_comment);
    let value = line[..comment.unwrap_or(line.len())].trim_end();
    let comment = comment.map(|at| start + at..start + line.len());
    (start..start + value.len(), comment)
}

/// Says whether nothing but a comment stands on the rest of the line.
fn is_last(text: &str, start: usize) -> bool {
    let rest = text[start..end_of_line(text, start)].trim_end();
    rest.is_empty() || (rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#'))
}

/// Says whether `export` gives a value to a second name, as only a shell takes it.
fn holds_another(value: &str) -> bool {
    value.split([' ', '\t']).skip(1).any(|word| {
        word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        })
    })
}

/// Returns the first quote behind the one at `open`, whatever stands before it.
fn first_quote(text: &str, open: usize) -> Option<usize> {
    let quote = *text.as_bytes().get(open)?;
    let rest = text.as_bytes().get(open + 1..)?;
    rest.iter().position(|byte| *byte == quote).map(|at| open + 1 + at)
}

/// Returns where the quoted text that begins at `open` ends.
fn closing(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(open)?;
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            byte if *byte == quote => return Some(at),
            _ => at += 1,
        }
    }
    None
}
