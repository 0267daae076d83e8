//! Where a key that is given twice was given first.
//!
//! The TOML reader tells the second place only. The text is read again with the second key renamed:
//! the table that then holds the new name holds the first one too.

use std::ops::Range;

use toml::de::DeTable;
use toml::de::DeValue;

/// A name that no file has.
const STAND_IN: &str = "cruddur-obs--the-key-that-is-given-twice";

/// The first of two equal keys.
pub(super) struct FirstKey {
    /// Its dotted path.
    pub(super) path: String,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

/// Finds the first key that equals the one at `second`.
pub(super) fn find_first(text: &str, second: &Range<usize>) -> Option<FirstKey> {
    let raw = text.get(second.clone())?;
    let name_text = format!("{raw} = 0");
    let (name_table, _) = DeTable::parse_recoverable(&name_text);
    let name = name_table.get_ref().keys().next()?.get_ref().to_string();
    let renamed = format!("{}{STAND_IN}{}", &text[..second.start], &text[second.end..]);
    let (root, _) = DeTable::parse_recoverable(&renamed);
    find_in_table(root.get_ref(), "", &name)
}

/// Joins a path and a key; a key that is no bare one is put in quotes.
pub(super) fn join(path: &str, key: &str) -> String {
    let is_bare =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let key = if is_bare { key.to_owned() } else { format!("{key:?}") };
    if path.is_empty() { key } else { format!("{path}.{key}") }
}

fn find_in_table(table: &DeTable<'_>, path: &str, name: &str) -> Option<FirstKey> {
    if table.contains_key(STAND_IN) {
        let (key, _) = table.get_key_value(name)?;
        return Some(FirstKey { path: join(path, name), range: key.span() });
    }
    table
        .iter()
        .find_map(|(key, value)| find_in_value(value.get_ref(), &join(path, key.get_ref()), name))
}

fn find_in_value(value: &DeValue<'_>, path: &str, name: &str) -> Option<FirstKey> {
    match value {
        DeValue::Table(table) => find_in_table(table, path, name),
        DeValue::Array(values) => {
            values.iter().find_map(|value| find_in_value(value.get_ref(), path, name))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str, second: &str) -> Option<(String, usize)> {
        let start = text.rfind(second).unwrap();
        find_first(text, &(start..start + second.len()))
            .map(|first| (first.path, first.range.start))
    }

    #[test]
    fn finds_keys_headers_and_dotted_keys() {
        let found = |path: &str, at| Some((path.to_owned(), at));
        assert_eq!(first("a = 1\n[x]\nb = 1\n\"b\" = 2\n", "\"b\""), found("x.b", 10));
        assert_eq!(first("[x.y]\n[z]\n[x.y]\n", "y"), found("x.y", 3));
        assert_eq!(first("x.a.b = 1\nx.a.b = 2\n", "b"), found("x.a.b", 4));
        assert_eq!(first("x = { \"a b\" = 1, \"a b\" = 2 }\n", "\"a b\""), found("x.\"a b\"", 6));
        assert_eq!(first("a = 1\n", "a"), None);
    }
}
