//! Values as JSON text in the form that Honeycomb's translator writes: names in order, no escapes
//! for HTML, a line feed at the end, and no more than a field holds.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::model::event::MAXIMUM_TEXT_BYTES;
use crate::model::event::cut_text;
use crate::model::telemetry::AttributeValue;

/// Returns the JSON text of a value, cut where it is too long.
pub(super) fn json_text(value: &AttributeValue) -> String {
    let mut text = String::new();
    write(&mut text, value);
    text.push('\n');
    cut_text(&mut text);
    text
}

/// Writes on until the text is full; what follows would be cut.
fn write(text: &mut String, value: &AttributeValue) {
    if text.len() > MAXIMUM_TEXT_BYTES {
        return;
    }
    match value {
        AttributeValue::Empty => text.push_str("null"),
        AttributeValue::Text(given) => write_text(text, given),
        AttributeValue::Integer(integer) => text.push_str(&integer.to_string()),
        AttributeValue::Float(float) => text.push_str(&number(*float)),
        AttributeValue::Flag(flag) => text.push_str(if *flag { "true" } else { "false" }),
        AttributeValue::Bytes(bytes) => {
            let end = bytes.len().min(MAXIMUM_TEXT_BYTES);
            write_text(text, &STANDARD.encode(&bytes[..end]));
        }
        AttributeValue::List(values) => write_list(text, values),
        AttributeValue::Map(members) => write_map(text, members),
    }
}

fn write_list(text: &mut String, values: &[AttributeValue]) {
    text.push('[');
    for (place, value) in values.iter().enumerate() {
        if text.len() > MAXIMUM_TEXT_BYTES {
            return;
        }
        if place > 0 {
            text.push(',');
        }
        write(text, value);
    }
    text.push(']');
}

fn write_map(text: &mut String, members: &[(String, AttributeValue)]) {
    let members: BTreeMap<&str, &AttributeValue> =
        members.iter().map(|(name, value)| (name.as_str(), value)).collect();
    text.push('{');
    for (place, (name, value)) in members.into_iter().enumerate() {
        if text.len() > MAXIMUM_TEXT_BYTES {
            return;
        }
        if place > 0 {
            text.push(',');
        }
        write_text(text, name);
        text.push(':');
        write(text, value);
    }
    text.push('}');
}

fn write_text(text: &mut String, given: &str) {
    let end = given.floor_char_boundary(MAXIMUM_TEXT_BYTES);
    text.push_str(&serde_json::Value::from(&given[..end]).to_string());
}

/// Whole numbers have no fraction; very large and very small ones have an exponent.
fn number(float: f64) -> String {
    if !float.is_finite() {
        return "null".to_owned();
    }
    let size = float.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = format!("{float:e}");
        return if size > 1.0 { text.replace('e', "e+") } else { text };
    }
    float.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> AttributeValue {
        AttributeValue::Text(value.to_owned())
    }

    #[test]
    fn it_is_the_text_of_the_translator() {
        let list = AttributeValue::List(vec![
            text("<a & \"b\">"),
            AttributeValue::Integer(-1),
            AttributeValue::Float(1.0),
            AttributeValue::Float(0.25),
            AttributeValue::Float(1e21),
            AttributeValue::Float(2.5e-9),
            AttributeValue::Float(f64::NAN),
            AttributeValue::Flag(true),
            AttributeValue::Empty,
            AttributeValue::Bytes(vec![0, 1, 2]),
        ]);
        let expected =
            r#"["<a & \"b\">",-1,1,0.25,1e+21,2.5e-9,null,true,null,"AAEC"]"#.to_owned() + "\n";
        assert_eq!(json_text(&list), expected);
        let map = AttributeValue::Map(vec![
            ("b".to_owned(), text("2")),
            ("a".to_owned(), text("1")),
            ("b".to_owned(), text("3")),
        ]);
        assert_eq!(json_text(&map), "{\"a\":\"1\",\"b\":\"3\"}\n");
    }

    #[test]
    fn it_is_cut_between_characters() {
        let long = AttributeValue::List(vec![text(&"ä".repeat(100_000)); 3]);
        let cut = json_text(&long);
        assert!(cut.len() <= MAXIMUM_TEXT_BYTES && cut.len() > MAXIMUM_TEXT_BYTES - 3);
        let many = AttributeValue::List(vec![AttributeValue::Integer(1); 100_000]);
        assert_eq!(json_text(&many).len(), MAXIMUM_TEXT_BYTES);
        let bytes = AttributeValue::Bytes(vec![0; 1_000_000]);
        assert_eq!(json_text(&bytes).len(), MAXIMUM_TEXT_BYTES);
    }
}
