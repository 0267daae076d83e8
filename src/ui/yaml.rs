//! A YAML emitter for JSON values: block style, every string in double quotes.
//!
//! Double quotes everywhere, because YAML would read `no`, `1.10`, `12:30` and `~` as something
//! else than text, each version differently.

use std::fmt::Write as _;

use serde_json::Value;

/// Writes one document, ended by a newline.
pub(crate) fn write_document(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => write_members(members, 0, out),
        Value::Array(elements) if !elements.is_empty() => write_elements(elements, 0, out),
        _ => {
            write_scalar(value, out);
            out.push('\n');
        }
    }
}

fn write_members(members: &serde_json::Map<String, Value>, depth: usize, out: &mut String) {
    for (index, (key, value)) in members.iter().enumerate() {
        // The first member of a list element stands on the line of the dash.
        if index > 0 || !out.ends_with("- ") {
            indent(depth, out);
        }
        write_key(key, out);
        out.push(':');
        match value {
            Value::Object(inner) if !inner.is_empty() => {
                out.push('\n');
                write_members(inner, depth + 1, out);
            }
            Value::Array(inner) if !inner.is_empty() => {
                out.push('\n');
                write_elements(inner, depth + 1, out);
            }
            _ => {
                out.push(' ');
                write_scalar(value, out);
                out.push('\n');
            }
        }
    }
}

fn write_elements(elements: &[Value], depth: usize, out: &mut String) {
    for (index, element) in elements.iter().enumerate() {
        if index > 0 || !out.ends_with("- ") {
            indent(depth, out);
        }
        out.push_str("- ");
        match element {
            Value::Object(inner) if !inner.is_empty() => write_members(inner, depth + 1, out),
            Value::Array(inner) if !inner.is_empty() => write_elements(inner, depth + 1, out),
            _ => {
                write_scalar(element, out);
                out.push('\n');
            }
        }
    }
}

fn indent(depth: usize, out: &mut String) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

fn write_key(key: &str, out: &mut String) {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let plain = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        && !WORDS.contains(&key.to_ascii_lowercase().as_str());
    if plain { out.push_str(key) } else { write_string(key, out) }
}

fn write_scalar(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => write_number(&number.to_string(), out),
        Value::String(text) => write_string(text, out),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
    }
}

// YAML 1.1 readers take `1e300` for text: they want a point and a sign.
fn write_number(text: &str, out: &mut String) {
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return out.push_str(text);
    };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['-', '+']) { "" } else { "+" };
    // Writing into a string cannot fail.
    let _ = write!(out, "{mantissa}{point}e{sign}{exponent}");
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if super::escape::is_dangerous(character) => {
                let _ = match u32::from(character) {
                    code @ 0..=0xff => write!(out, "\\x{code:02x}"),
                    code @ 0x100..=0xffff => write!(out, "\\u{code:04x}"),
                    code => write!(out, "\\U{code:08x}"),
                };
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn yaml(value: &Value) -> String {
        let mut out = String::new();
        write_document(value, &mut out);
        out
    }

    #[test]
    fn writes_blocks() {
        let value = json!({
            "a": {"b": [1, {"c": null, "d": []}, [2, [3]], "no"]},
            "n": 1e300,
            "y": {},
            "z": "a\u{1b}: \"b\"\n\u{2028}",
        });
        insta::assert_snapshot!(yaml(&value), @r#"
        a:
          b:
            - 1
            - c: null
              d: []
            - - 2
              - - 3
            - "no"
        "n": 1.0e+300
        "y": {}
        z: "a\x1b: \"b\"\n\u2028"
        "#);
        assert_eq!(yaml(&json!([])), "[]\n");
        assert_eq!(yaml(&json!("x")), "\"x\"\n");
    }

    proptest! {
        #[test]
        fn a_string_stays_on_its_line_and_harmless(text in any::<String>()) {
            let out = yaml(&json!([text]));
            prop_assert_eq!(out.matches('\n').count(), 1);
            prop_assert!(!out.trim_end_matches('\n').contains(super::super::escape::is_dangerous));
        }
    }
}
