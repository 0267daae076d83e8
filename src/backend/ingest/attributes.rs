//! Attributes to fields: scalars as they are, maps as dotted names, all else as JSON text.

use std::borrow::Cow;

use super::json_text::json_text;
use crate::model::event::MAXIMUM_FIELD_NAME_BYTES;
use crate::model::field_set::FieldSet;
use crate::model::telemetry::AttributeValue;

/// How deep maps become dotted names; deeper ones are JSON text.
const MAXIMUM_DEPTH: usize = 5;

/// Sets the fields of attributes, which win over earlier ones.
pub(super) fn set_attributes<'a>(
    fields: &mut FieldSet<'a>,
    attributes: &'a [(String, AttributeValue)],
) {
    for (name, value) in attributes {
        set_attribute(fields, name, value);
    }
}

/// Sets the field or fields of one attribute.
pub(super) fn set_attribute<'a>(
    fields: &mut FieldSet<'a>,
    name: &'a str,
    value: &'a AttributeValue,
) {
    set_at_depth(fields, Cow::Borrowed(name), value, 0);
}

fn set_at_depth<'a>(
    fields: &mut FieldSet<'a>,
    name: Cow<'a, str>,
    value: &'a AttributeValue,
    depth: usize,
) {
    if name.is_empty() {
        return;
    }
    match value {
        AttributeValue::Empty => {}
        AttributeValue::Text(text) => fields.text(name, text.as_str()),
        AttributeValue::Integer(integer) => fields.integer(name, *integer),
        AttributeValue::Float(float) => fields.float(name, *float),
        AttributeValue::Flag(flag) => fields.flag(name, *flag),
        // Names only get longer further down; what is refused in the end is not put together.
        AttributeValue::Map(members)
            if depth < MAXIMUM_DEPTH && name.len() <= MAXIMUM_FIELD_NAME_BYTES =>
        {
            for (member, value) in members.iter().filter(|(member, _)| !member.is_empty()) {
                set_at_depth(fields, format!("{name}.{member}").into(), value, depth + 1);
            }
        }
        AttributeValue::Map(_) | AttributeValue::List(_) | AttributeValue::Bytes(_) => {
            fields.text(name, json_text(value));
        }
    }
}
