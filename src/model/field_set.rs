//! The fields of one event while it is put together: names are distinct, a later value wins.

use std::borrow::Cow;
use std::collections::HashMap;

use super::event::FieldScalar;
use super::event::MAXIMUM_COLUMNS;
use super::event::MAXIMUM_FIELD_NAME_BYTES;
use super::event::MAXIMUM_TEXT_BYTES;

/// From this many fields on names are looked up by hash; below, comparing them is cheaper.
const INDEX_FROM: usize = 48;

/// A value of a field; it may borrow its text from what was sent.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Flag(bool),
}

impl FieldValue<'_> {
    /// Returns the bytes that the value counts for its event.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Integer(_) | Self::Float(_) => 8,
            Self::Flag(_) => 1,
        }
    }

    /// Returns the same value, borrowing its text from this one.
    #[must_use]
    pub fn borrowed(&self) -> FieldValue<'_> {
        match self {
            Self::Text(text) => FieldValue::Text(Cow::Borrowed(text)),
            Self::Integer(number) => FieldValue::Integer(*number),
            Self::Float(number) => FieldValue::Float(*number),
            Self::Flag(flag) => FieldValue::Flag(*flag),
        }
    }
}

impl<'a> From<&'a FieldScalar> for FieldValue<'a> {
    fn from(value: &'a FieldScalar) -> Self {
        match value {
            FieldScalar::Text(text) => Self::Text(Cow::Borrowed(text)),
            FieldScalar::Integer(number) => Self::Integer(*number),
            FieldScalar::Float(number) => Self::Float(*number),
            FieldScalar::Flag(flag) => Self::Flag(*flag),
        }
    }
}

impl From<FieldValue<'_>> for FieldScalar {
    fn from(value: FieldValue<'_>) -> Self {
        match value {
            FieldValue::Text(text) => Self::Text(text.into_owned()),
            FieldValue::Integer(number) => Self::Integer(number),
            FieldValue::Float(number) => Self::Float(number),
            FieldValue::Flag(flag) => Self::Flag(flag),
        }
    }
}

/// Distinct names with their values, in the order in which the names first came.
///
/// Names and texts may be borrowed from what was sent. Bounded: at most [`MAXIMUM_COLUMNS`] names,
/// and texts are cut.
#[derive(Clone, Debug, Default)]
pub struct FieldSet<'a> {
    fields: Vec<(Cow<'a, str>, FieldValue<'a>)>,
    /// A number for each name; names with different ones differ.
    marks: Vec<u64>,
    index: HashMap<Cow<'a, str>, usize>,
    bytes: usize,
    refused: usize,
}

/// Returns the length and the end of a name: fields often begin alike.
fn mark(name: &str) -> u64 {
    let name = name.as_bytes();
    let end = match name.last_chunk::<7>() {
        Some(end) => [end[0], end[1], end[2], end[3], end[4], end[5], end[6], 0],
        None => {
            let mut end = [0; 8];
            end[..name.len()].copy_from_slice(name);
            end
        }
    };
    u64::from_le_bytes(end) | (name.len() as u64) << 56
}

impl<'a> FieldSet<'a> {
    /// Creates an empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an empty set with room for that many fields.
    #[must_use]
    pub fn with_capacity(fields: usize) -> Self {
        let fields = fields.min(MAXIMUM_COLUMNS);
        Self {
            fields: Vec::with_capacity(fields),
            marks: Vec::with_capacity(fields),
            ..Self::default()
        }
    }

    /// Sets a field, in place of an earlier value of that name.
    ///
    /// A name that is empty is skipped; one that is too long or one too many is counted as
    /// [refused](Self::refused).
    pub fn set(&mut self, name: impl Into<Cow<'a, str>>, mut value: FieldValue<'a>) {
        let name = name.into();
        if name.is_empty() {
            return;
        }
        if let FieldValue::Text(text) = &mut value {
            cut(text);
        }
        let mark = mark(&name);
        if let Some(place) = self.place(&name, mark) {
            let before = std::mem::replace(&mut self.fields[place].1, value);
            self.bytes = self.bytes - before.bytes() + self.fields[place].1.bytes();
            return;
        }
        if self.fields.len() >= MAXIMUM_COLUMNS || name.len() > MAXIMUM_FIELD_NAME_BYTES {
            self.refused += 1;
            return;
        }
        self.bytes += name.len() + value.bytes();
        self.fields.push((name, value));
        self.marks.push(mark);
        if self.fields.len() > INDEX_FROM {
            // The first time all names are entered, afterwards the new one.
            for place in self.index.len()..self.fields.len() {
                self.index.insert(self.fields[place].0.clone(), place);
            }
        }
    }

    /// Sets a field to a text, of which no more is kept than fits.
    pub fn text(&mut self, name: impl Into<Cow<'a, str>>, text: impl Into<Cow<'a, str>>) {
        self.set(name, FieldValue::Text(text.into()));
    }

    /// Sets a field to a text unless that is empty.
    pub fn text_if_any(&mut self, name: impl Into<Cow<'a, str>>, text: &'a str) {
        if !text.is_empty() {
            self.text(name, text);
        }
    }

    /// Sets a field to a whole number.
    pub fn integer(&mut self, name: impl Into<Cow<'a, str>>, number: i64) {
        self.set(name, FieldValue::Integer(number));
    }

    /// Sets a field to a number with a fraction; one that is not finite is left out.
    pub fn float(&mut self, name: impl Into<Cow<'a, str>>, number: f64) {
        if number.is_finite() {
            self.set(name, FieldValue::Float(number));
        }
    }

    /// Sets a field to true or false.
    pub fn flag(&mut self, name: impl Into<Cow<'a, str>>, flag: bool) {
        self.set(name, FieldValue::Flag(flag));
    }

    /// Returns the value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FieldValue<'a>> {
        self.place(name, mark(name)).map(|place| &self.fields[place].1)
    }

    /// Takes a field out.
    pub fn take(&mut self, name: &str) -> Option<FieldValue<'a>> {
        let place = self.place(name, mark(name))?;
        let (name, value) = self.fields.remove(place);
        self.marks.remove(place);
        self.bytes -= name.len() + value.bytes();
        self.index.clear();
        if self.fields.len() > INDEX_FROM {
            let names = self.fields.iter().enumerate();
            self.index = names.map(|(place, (name, _))| (name.clone(), place)).collect();
        }
        Some(value)
    }

    /// Sets every field of `other`, whose values win.
    pub fn extend(&mut self, other: &'a FieldSet<'_>) {
        for (name, value) in &other.fields {
            self.set(&**name, value.borrowed());
        }
    }

    /// Returns the same fields, borrowing from nothing.
    #[must_use]
    pub fn into_owned(self) -> FieldSet<'static> {
        let owned = |(name, value): (Cow<'_, str>, FieldValue<'_>)| {
            let value = match value {
                FieldValue::Text(text) => FieldValue::Text(Cow::Owned(text.into_owned())),
                FieldValue::Integer(number) => FieldValue::Integer(number),
                FieldValue::Float(number) => FieldValue::Float(number),
                FieldValue::Flag(flag) => FieldValue::Flag(flag),
            };
            (Cow::Owned(name.into_owned()), value)
        };
        let index = self.index.into_iter();
        FieldSet {
            fields: self.fields.into_iter().map(owned).collect(),
            marks: self.marks,
            index: index.map(|(name, place)| (Cow::Owned(name.into_owned()), place)).collect(),
            bytes: self.bytes,
            refused: self.refused,
        }
    }

    /// Returns how many fields did not fit.
    #[must_use]
    pub const fn refused(&self) -> usize {
        self.refused
    }

    /// Returns the bytes of names and values.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns names and values.
    #[must_use]
    pub fn as_slice(&self) -> &[(Cow<'a, str>, FieldValue<'a>)] {
        &self.fields
    }

    /// Returns names and values, borrowing from nothing.
    #[must_use]
    pub fn into_fields(self) -> Vec<(String, FieldScalar)> {
        let fields = self.fields.into_iter();
        fields.map(|(name, value)| (name.into_owned(), value.into())).collect()
    }

    fn place(&self, name: &str, mark: u64) -> Option<usize> {
        if self.fields.len() > INDEX_FROM {
            return self.index.get(name).copied();
        }
        let mut from = 0;
        while let Some(found) = self.marks[from..].iter().position(|known| *known == mark) {
            if self.fields[from + found].0 == name {
                return Some(from + found);
            }
            from += found + 1;
        }
        None
    }
}

/// Cuts a text at [`MAXIMUM_TEXT_BYTES`], between two characters.
fn cut(text: &mut Cow<'_, str>) {
    if text.len() > MAXIMUM_TEXT_BYTES {
        let end = text.floor_char_boundary(MAXIMUM_TEXT_BYTES);
        match text {
            Cow::Borrowed(text) => *text = &text[..end],
            Cow::Owned(text) => text.truncate(end),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_map(steps in prop::collection::vec((0_u8..120, any::<Option<i64>>()), 0..400)) {
            let (mut set, mut model) = (FieldSet::new(), HashMap::new());
            for (name, value) in steps {
                let name = format!("f{name}");
                match value {
                    Some(number) => {
                        set.integer(name.clone(), number);
                        model.insert(name, number);
                    }
                    None => {
                        let expected = model.remove(&name).map(FieldScalar::Integer);
                        prop_assert_eq!(set.take(&name).map(FieldScalar::from), expected);
                    }
                }
                prop_assert_eq!(set.as_slice().len(), model.len());
                let bytes: usize = model.keys().map(|name: &String| name.len() + 8).sum();
                prop_assert_eq!(set.bytes(), bytes);
            }
            for (name, number) in &model {
                prop_assert_eq!(set.get(name), Some(&FieldValue::Integer(*number)));
            }
        }
    }

    #[test]
    fn it_is_bounded() {
        let mut set = FieldSet::new();
        for number in 0..=MAXIMUM_COLUMNS {
            set.flag(format!("f{number}"), true);
        }
        set.flag("f0", false);
        set.flag("", true);
        set.text("n".repeat(MAXIMUM_FIELD_NAME_BYTES + 1), "x");
        assert_eq!((set.as_slice().len(), set.refused()), (MAXIMUM_COLUMNS, 2));
        assert_eq!(set.get("f0"), Some(&FieldValue::Flag(false)));
        set.text("f1", "x".repeat(70_000));
        assert_eq!(set.get("f1").map(FieldValue::bytes), Some(65_535));
        set.float("f2", f64::NAN);
        assert_eq!(set.get("f2"), Some(&FieldValue::Flag(true)));
    }
}
