//! What a value means: escapes between double quotes, and references to other variables.

use std::collections::BTreeMap;

/// Deepest nesting of defaults inside of references.
const MAXIMUM_DEPTH: u8 = 8;

/// How much all references of a file may bring, in bytes; more of them are left as written.
pub(super) const REFERENCED_BYTES: usize = 8 * 1024 * 1024;

/// Returns the text between single quotes: only the quote itself can be escaped.
pub(super) fn single_quoted(text: &str) -> String {
    text.replace("\\'", "'")
}

/// Resolves escapes; a dollar sign that was escaped is doubled, so that it begins no reference.
pub(super) fn unescaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        let Some(escaped) = rest.next() else {
            value.push('\\');
            break;
        };
        match escaped {
            'a' => value.push('\u{7}'),
            'b' => value.push('\u{8}'),
            'f' => value.push('\u{c}'),
            'n' => value.push('\n'),
            'r' => value.push('\r'),
            't' => value.push('\t'),
            'v' => value.push('\u{b}'),
            '$' => value.push_str("$$"),
            '"' | '\\' => value.push(escaped),
            other => {
                value.push('\\');
                value.push(other);
            }
        }
    }
    value
}

/// Resolves references to variables that stand above in the same file; others are empty.
///
/// What they bring is taken from `budget`.
pub(super) fn expanded(text: &str, known: &BTreeMap<String, String>, budget: &mut usize) -> String {
    let value = String::with_capacity(text.len());
    let mut expansion = Expansion { known, budget, value };
    expansion.text(text, 0);
    expansion.value
}

struct Expansion<'e> {
    known: &'e BTreeMap<String, String>,
    budget: &'e mut usize,
    value: String,
}

impl Expansion<'_> {
    fn text(&mut self, text: &str, depth: u8) {
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            self.value.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if *self.budget == 0 || depth > MAXIMUM_DEPTH {
                self.value.push('$');
            } else if let Some(behind) = rest.strip_prefix('$') {
                self.value.push('$');
                rest = behind;
            } else if let Some(behind) = rest.strip_prefix('{')
                && let Some(end) = closing_brace(behind)
            {
                self.reference(&behind[..end], depth);
                rest = &behind[end + 1..];
            } else {
                let length = name_length(rest);
                if length == 0 {
                    self.value.push('$');
                } else {
                    self.push(self.known.get(&rest[..length]).map_or("", String::as_str));
                }
                rest = &rest[length..];
            }
        }
        self.value.push_str(rest);
    }

    /// Resolves what stands between the braces of a reference.
    fn reference(&mut self, text: &str, depth: u8) {
        let (name, behind) = text.split_at(name_length(text));
        let held = self.known.get(name).map(String::as_str);
        let (given, rule) = match behind.strip_prefix(':') {
            // With the colon, an empty value counts as none.
            Some(rule) => (held.filter(|held| !held.is_empty()), rule),
            None => (held, behind),
        };
        match (rule.chars().next(), given) {
            (Some('+'), Some(_)) => self.text(&rule[1..], depth + 1),
            (Some('+'), None) => {}
            (Some('-'), None) => self.text(&rule[1..], depth + 1),
            (_, Some(given)) => self.push(given),
            (_, None) => {}
        }
    }

    fn push(&mut self, referenced: &str) {
        *self.budget = self.budget.saturating_sub(referenced.len());
        self.value.push_str(referenced);
    }
}

fn name_length(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len())
}

fn closing_brace(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' if at > 0 && bytes[at - 1] == b'$' => open += 1,
            b'}' if open == 0 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}
