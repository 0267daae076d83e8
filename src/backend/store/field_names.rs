//! Names of the columns in which the fields of wide events are stored.
//!
//! A field has one column per kind that was seen of it: `name` for texts, `name#int`,
//! `name#float`, `name#bool`. A `#` of the field's own name is doubled. Fixed columns begin with
//! one single `#`, which no column of a field does: a field has a name.

use std::borrow::Cow;

use arrow_schema::DataType;

use crate::model::field_set::FieldValue;

/// Kind of the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldKind {
    /// Texts.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers with a fraction.
    Float,
    /// True and false.
    Flag,
}

impl FieldKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Text, Self::Integer, Self::Float, Self::Flag];

    /// Returns the kind of a value.
    #[must_use]
    pub const fn of(value: &FieldValue<'_>) -> Self {
        match value {
            FieldValue::Text(_) => Self::Text,
            FieldValue::Integer(_) => Self::Integer,
            FieldValue::Float(_) => Self::Float,
            FieldValue::Flag(_) => Self::Flag,
        }
    }

    const fn suffix(self) -> &'static str {
        match self {
            Self::Text => "",
            Self::Integer => "#int",
            Self::Float => "#float",
            Self::Flag => "#bool",
        }
    }

    /// Returns the type of the column.
    pub(crate) const fn data_type(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Integer => DataType::Int64,
            Self::Float => DataType::Float64,
            Self::Flag => DataType::Boolean,
        }
    }

    /// Returns the bit of the kind in a set of kinds.
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Returns the name of the column of a field's values of one kind.
#[must_use]
pub fn column_name(field: &str, kind: FieldKind) -> String {
    let mut name = if field.contains('#') { field.replace('#', "##") } else { field.to_owned() };
    name.push_str(kind.suffix());
    name
}

/// Returns the field and the kind of a column; none if it is a fixed column or no column of ours.
#[must_use]
pub fn field_of(column: &str) -> Option<(Cow<'_, str>, FieldKind)> {
    let bytes = column.as_bytes();
    let (mut place, mut doubled) = (0, false);
    while let Some(found) = column[place..].find('#') {
        let mark = place + found;
        if bytes.get(mark + 1) != Some(&b'#') {
            // The first mark that is not doubled begins the suffix.
            let kind = FieldKind::ALL.into_iter().find(|kind| kind.suffix() == &column[mark..])?;
            return named(&column[..mark], doubled).map(|name| (name, kind));
        }
        doubled = true;
        place = mark + 2;
    }
    named(column, doubled).map(|name| (name, FieldKind::Text))
}

fn named(name: &str, doubled: bool) -> Option<Cow<'_, str>> {
    if name.is_empty() {
        return None;
    }
    Some(if doubled { name.replace("##", "#").into() } else { name.into() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fixed_columns_are_no_fields() {
        for name in ["#dataset", "#time", "#int", "", "a#other", "a#int#int"] {
            assert_eq!(field_of(name), None, "{name}");
        }
        assert_eq!(column_name("a#int", FieldKind::Text), "a##int");
        assert_eq!(column_name("a#", FieldKind::Integer), "a###int");
    }

    proptest! {
        #[test]
        fn names_come_back(field in "[a#. int]{1,12}", kind in 0..4_usize) {
            let kind = FieldKind::ALL[kind];
            let column = column_name(&field, kind);
            prop_assert_eq!(field_of(&column), Some((field.into(), kind)));
        }
    }
}
