//! Where the members of a JSON object and the elements of a list stand. Works on text that is known to be JSON.

use std::ops::Range;

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) key: Range<usize>,
    pub(super) value: Range<usize>,
}

/// Lists the members of the object that begins at `start`.
pub(super) fn members(text: &str, start: usize) -> Vec<Member> {
    let bytes = text.as_bytes();
    let mut members = Vec::new();
    let mut at = start + 1;
    loop {
        at = skip(bytes, at, |byte| byte.is_ascii_whitespace() || byte == b',');
        if bytes.get(at) != Some(&b'"') {
            return members;
        }
        let key = at..end_of_value(bytes, at);
        at = skip(bytes, key.end, |byte| byte.is_ascii_whitespace() || byte == b':');
        let value = at..end_of_value(bytes, at);
        at = value.end;
        members.push(Member { key, value });
    }
}

/// Lists the elements of the list that begins at `start`.
pub(super) fn elements(text: &str, start: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut elements = Vec::new();
    let mut at = start + 1;
    loop {
        at = skip(bytes, at, |byte| byte.is_ascii_whitespace() || byte == b',');
        if matches!(bytes.get(at), None | Some(b']' | b'}' | b':')) {
            return elements;
        }
        let value = at..end_of_value(bytes, at);
        at = value.end;
        elements.push(value);
    }
}

fn skip(bytes: &[u8], from: usize, skipped: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| skipped(**byte)).count()
}

// Nesting is counted, not followed: a text from outside may nest deeply.
fn end_of_value(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_text(bytes, at),
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                if depth == 0 {
                    return at;
                }
                depth -= 1;
                at += 1;
            }
            _ if depth > 0 => at += 1,
            b',' | b':' => return at,
            byte if byte.is_ascii_whitespace() => return at,
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_whatever_they_hold() {
        let text = r#"  { "a" : [1, {"x": "}"}], "b\"":"é,", "c":-1.5e3 , "d": {} }"#;
        let found: Vec<_> = members(text, 2)
            .into_iter()
            .map(|member| (&text[member.key], &text[member.value]))
            .collect();
        assert_eq!(
            found,
            [
                ("\"a\"", "[1, {\"x\": \"}\"}]"),
                ("\"b\\\"\"", "\"é,\""),
                ("\"c\"", "-1.5e3"),
                ("\"d\"", "{}")
            ]
        );
        assert_eq!(members("{}", 0), []);
    }

    #[test]
    fn elements_are_found_whatever_they_are() {
        let text = r#"[ 1, "a]", {"x": [2]} ,[], null]"#;
        let found: Vec<_> = elements(text, 0).into_iter().map(|at| &text[at]).collect();
        assert_eq!(found, ["1", "\"a]\"", "{\"x\": [2]}", "[]", "null"]);
        assert!(elements("[]", 0).is_empty());
    }
}
