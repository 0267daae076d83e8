//! The data of one event to fields.

use std::borrow::Cow;

use serde_json::Map;
use serde_json::Value;

use crate::model::event::FieldScalar;
use crate::model::event::MAXIMUM_COLUMNS;
use crate::model::field_set::FieldSet;

/// Deepest level to which a dataset may have nested objects expanded.
pub const MAXIMUM_EXPAND_JSON_DEPTH: u8 = 10;

/// Why one event is refused while others of its batch are taken; the texts are the vendor's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventFault {
    /// There is no data.
    #[error("Request body should not be empty.")]
    Empty,
    /// There are more than 2,000 fields.
    #[error("Event has too many columns.")]
    TooManyColumns,
    /// It is no object, or its data is none.
    #[error("Request body is malformed and cannot be read.")]
    Malformed,
    /// It is larger than 1 MB.
    #[error("Request body is too large.")]
    TooLarge,
}

/// Turns the data of an event into fields: nulls are dropped, nested objects get dotted names down
/// to `expand_json_depth`, and what is still nested is kept as JSON text.
///
/// # Errors
/// There are no fields, or too many.
pub(super) fn fields(
    data: &Map<String, Value>,
    expand_json_depth: u8,
) -> Result<Vec<(String, FieldScalar)>, EventFault> {
    if data.is_empty() {
        return Err(EventFault::Empty);
    }
    let mut fields = FieldSet::new();
    let depth = expand_json_depth.min(MAXIMUM_EXPAND_JSON_DEPTH);
    for (name, value) in data {
        set(&mut fields, Cow::Borrowed(name), value, depth);
        if fields.refused() > 0 && fields.as_slice().len() >= MAXIMUM_COLUMNS {
            return Err(EventFault::TooManyColumns);
        }
    }
    Ok(fields.into_fields())
}

fn set<'a>(fields: &mut FieldSet<'a>, name: Cow<'a, str>, value: &'a Value, depth: u8) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => fields.flag(name, *flag),
        Value::String(text) => fields.text(name, text.as_str()),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => fields.integer(name, integer),
            (None, Some(float)) => fields.float(name, float),
            (None, None) => {}
        },
        Value::Object(members) if depth > 0 => {
            for (member, value) in members {
                set(fields, format!("{name}.{member}").into(), value, depth - 1);
            }
        }
        Value::Object(_) | Value::Array(_) => {
            fields.text(name, value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(data: &Value, depth: u8) -> Vec<(String, FieldScalar)> {
        fields(data.as_object().unwrap(), depth).unwrap()
    }

    fn text(name: &str, text: &str) -> (String, FieldScalar) {
        (name.to_owned(), FieldScalar::Text(text.to_owned()))
    }

    #[test]
    fn nested_values_follow_the_depth() {
        let data =
            json!({ "a": { "b": { "c": 1 }, "n": null }, "l": [1, { "x": "<" }], "z": null });
        let list = text("l", r#"[1,{"x":"<"}]"#);
        assert_eq!(of(&data, 0), [text("a", r#"{"b":{"c":1},"n":null}"#), list.clone()]);
        assert_eq!(of(&data, 1), [text("a.b", r#"{"c":1}"#), list.clone()]);
        let deep = ("a.b.c".to_owned(), FieldScalar::Integer(1));
        assert_eq!(of(&data, 2), [deep.clone(), list.clone()]);
        assert_eq!(of(&data, 200), [deep, list]);
    }

    #[test]
    fn scalars_keep_their_types() {
        let data = json!({ "i": -3, "u": u64::MAX, "f": 2.0, "b": true, "t": "x", "": 1 });
        assert_eq!(
            of(&data, 0),
            [
                ("i".to_owned(), FieldScalar::Integer(-3)),
                ("u".to_owned(), FieldScalar::Float(u64::MAX as f64)),
                ("f".to_owned(), FieldScalar::Float(2.0)),
                ("b".to_owned(), FieldScalar::Flag(true)),
                text("t", "x"),
            ]
        );
    }

    #[test]
    fn the_number_of_fields_is_bounded() {
        let data = |count: usize| -> Map<String, Value> {
            (0..count).map(|number| (format!("f{number}"), json!(1))).collect()
        };
        assert_eq!(fields(&data(MAXIMUM_COLUMNS), 0).map(|fields| fields.len()), Ok(2_000));
        assert_eq!(fields(&data(MAXIMUM_COLUMNS + 1), 0), Err(EventFault::TooManyColumns));
        assert_eq!(fields(&Map::new(), 0), Err(EventFault::Empty));
        let nested = json!({ "a": data(MAXIMUM_COLUMNS + 1) });
        assert_eq!(fields(nested.as_object().unwrap(), 1), Err(EventFault::TooManyColumns));
        assert!(fields(nested.as_object().unwrap(), 0).is_ok());
    }
}
