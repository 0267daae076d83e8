//! Named values of declared and of existing things, and how they differ.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde::Serializer;

/// The value of one field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Nothing is set.
    Absent,
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A share or another number with a point.
    Number(f64),
    /// On or off.
    Flag(bool),
    /// A number of days; none is for ever.
    Days(Option<u32>),
    /// Names with texts.
    Map(BTreeMap<String, String>),
}

impl FieldValue {
    /// Creates a text, or nothing.
    #[must_use]
    pub fn text(value: Option<impl Into<String>>) -> Self {
        value.map_or(Self::Absent, |value| Self::Text(value.into()))
    }
}

/// Writes the value as people read it.
impl fmt::Display for FieldValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => formatter.write_str("none"),
            Self::Text(text) => formatter.write_str(text),
            Self::Integer(number) => number.fmt(formatter),
            Self::Number(number) => number.fmt(formatter),
            Self::Flag(true) => formatter.write_str("on"),
            Self::Flag(false) => formatter.write_str("off"),
            Self::Days(None) => formatter.write_str("never expires"),
            Self::Days(Some(1)) => formatter.write_str("1 day"),
            Self::Days(Some(days)) => write!(formatter, "{days} days"),
            Self::Map(map) if map.is_empty() => formatter.write_str("none"),
            Self::Map(map) => {
                let pairs: Vec<String> =
                    map.iter().map(|(name, text)| format!("{name}={text}")).collect();
                formatter.write_str(&pairs.join(", "))
            }
        }
    }
}

/// Writes the plain JSON value.
impl Serialize for FieldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Days(None) => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Days(Some(days)) => serializer.serialize_u32(*days),
            Self::Map(map) => map.serialize(serializer),
        }
    }
}

/// A named value.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The key in the project file, dotted where nested.
    pub name: String,
    /// The value.
    pub value: FieldValue,
}

impl Field {
    /// Creates a field.
    #[must_use]
    pub fn new(name: impl Into<String>, value: FieldValue) -> Self {
        Self { name: name.into(), value }
    }
}

/// A field that is to get another value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// The key in the project file, dotted where nested.
    pub field: String,
    /// The value that is there.
    pub before: FieldValue,
    /// The value that is declared.
    pub after: FieldValue,
}

impl FieldChange {
    /// Lists the fields of `desired` whose value in `observed` is another; a field that is not
    /// observed is absent.
    #[must_use]
    pub fn between(observed: &[Field], desired: &[Field]) -> Vec<Self> {
        let value_of = |name: &str| {
            let found = observed.iter().find(|field| field.name == name);
            found.map_or(FieldValue::Absent, |field| field.value.clone())
        };
        desired
            .iter()
            .map(|field| Self {
                before: value_of(&field.name),
                field: field.name.clone(),
                after: field.value.clone(),
            })
            .filter(|change| change.before != change.after)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_fields_differ() {
        let text = |text: &str| FieldValue::Text(text.to_owned());
        let observed = [
            Field::new("filter_expression", text("ok")),
            Field::new("insights", FieldValue::Flag(true)),
        ];
        let desired =
            [Field::new("filter_expression", text("fault")), Field::new("tags.team", text("obs"))];
        let changes = FieldChange::between(&observed, &desired);
        let names: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(names, ["filter_expression", "tags.team"]);
        assert_eq!(changes[1].before, FieldValue::Absent);
        assert!(FieldChange::between(&observed, &observed[1..]).is_empty());
    }
}
