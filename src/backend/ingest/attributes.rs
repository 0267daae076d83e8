//! Attributes to fields: scalars as they are, maps as dotted names, all else as JSON text.

use super::json_text::json_text;
use crate::model::event::FieldScalar;
use crate::model::event::MAXIMUM_FIELD_NAME_BYTES;
use crate::model::field_set::FieldSet;
use crate::model::telemetry::AttributeValue;

/// How deep maps become dotted names; deeper ones are JSON text.
const MAXIMUM_DEPTH: usize = 5;

/// Sets the fields of attributes, which win over earlier ones.
pub(super) fn set_attributes(fields: &mut FieldSet, attributes: &[(String, AttributeValue)]) {
    for (name, value) in attributes {
        set_attribute(fields, name, value);
    }
}

/// Sets the field or fields of one attribute.
pub(super) fn set_attribute(fields: &mut FieldSet, name: &str, value: &AttributeValue) {
    set_at_depth(fields, name, value, 0);
}

fn set_at_depth(fields: &mut FieldSet, name: &str, value: &AttributeValue, depth: usize) {
    if name.is_empty() {
        return;
    }
    match value {
        AttributeValue::Empty => {}
        AttributeValue::Text(text) => fields.text(name, text),
        AttributeValue::Integer(integer) => fields.integer(name, *integer),
        AttributeValue::Float(float) => fields.float(name, *float),
        AttributeValue::Flag(flag) => fields.flag(name, *flag),
        // Names only get longer further down; what is refused in the end is not put together.
        AttributeValue::Map(members)
            if depth < MAXIMUM_DEPTH && name.len() <= MAXIMUM_FIELD_NAME_BYTES =>
        {
            for (member, value) in members.iter().filter(|(member, _)| !member.is_empty()) {
                set_at_depth(fields, &format!("{name}.{member}"), value, depth + 1);
            }
        }
        AttributeValue::Map(_) | AttributeValue::List(_) | AttributeValue::Bytes(_) => {
            fields.set(name, FieldScalar::Text(json_text(value)));
        }
    }
}
