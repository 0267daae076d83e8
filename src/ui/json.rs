//! JSON as the AWS CLI writes it: four spaces, keys and lists on lines of their own.
//!
//! The same on a terminal and in a pipe, so that what one sees is what a script gets.

use serde::Serialize as _;
use serde_json::Value;
use serde_json::ser::PrettyFormatter;

/// Writes one document, ended by a newline.
pub(crate) fn write_document(value: &Value, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let formatter = PrettyFormatter::with_indent(b"    ");
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, formatter))?;
    out.push(b'\n');
    Ok(())
}

/// Writes the elements of the value's only list, one per line, or the value itself as one line.
pub(crate) fn write_lines(value: &Value, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let elements = match value {
        Value::Array(elements) => Some(elements),
        Value::Object(members) => {
            let mut lists = members.values().filter_map(Value::as_array);
            // With several lists nothing says which one is meant.
            lists.next().filter(|_| lists.next().is_none())
        }
        _ => None,
    };
    for element in elements.map_or_else(|| std::slice::from_ref(value), Vec::as_slice) {
        serde_json::to_writer(&mut *out, element)?;
        out.push(b'\n');
    }
    Ok(())
}

/// Spells `##[`, which GitHub's runner takes for a command anywhere in a line, with a JSON escape.
///
/// Outside of strings these characters cannot stand in JSON or in our YAML, so the value that a
/// reader gets is the same.
pub(crate) fn spell_runner_commands(text: &mut Vec<u8>) {
    if text.windows(3).any(|window| window == b"##[") {
        *text = String::from_utf8_lossy(text).replace("##[", "#\\u0023[").into_bytes();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(value: &Value) -> String {
        let mut out = Vec::new();
        write_lines(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn looks_as_the_aws_cli_writes_it() {
        let mut out = Vec::new();
        write_document(&json!({"Group": {"Name": "größe", "Tags": []}}), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        {
            "Group": {
                "Name": "größe",
                "Tags": []
            }
        }
        "#);
    }

    #[test]
    fn one_line_per_element_of_the_only_list() {
        assert_eq!(lines(&json!([1, "a"])), "1\n\"a\"\n");
        assert_eq!(
            lines(&json!({"groups": [{"a": 1}, {"a": 2}], "next": null})),
            "{\"a\":1}\n{\"a\":2}\n"
        );
        assert_eq!(lines(&json!({"a": [1], "b": [2]})), "{\"a\":[1],\"b\":[2]}\n");
        assert_eq!(lines(&json!({"groups": []})), "");
    }

    #[test]
    fn the_spelling_keeps_the_value() {
        let value = json!({"message": "##[add-mask]x ###["});
        let mut text = serde_json::to_vec(&value).unwrap();
        spell_runner_commands(&mut text);
        assert!(!String::from_utf8_lossy(&text).contains("##["));
        assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), value);
    }
}
