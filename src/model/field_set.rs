//! The fields of one event while it is put together: names are distinct, a later value wins.

use std::collections::HashMap;

use super::event::FieldScalar;
use super::event::MAXIMUM_COLUMNS;
use super::event::MAXIMUM_FIELD_NAME_BYTES;
use super::event::MAXIMUM_TEXT_BYTES;
use super::event::cut_text;

/// From this many fields on names are looked up by hash; below, comparing them is cheaper.
const INDEX_FROM: usize = 48;

/// Distinct names with their values, in the order in which the names first came.
///
/// Bounded: at most [`MAXIMUM_COLUMNS`] names, and texts are cut.
#[derive(Clone, Debug, Default)]
pub struct FieldSet {
    fields: Vec<(String, FieldScalar)>,
    index: HashMap<String, usize>,
    refused: usize,
}

impl FieldSet {
    /// Creates an empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a field, in place of an earlier value of that name.
    ///
    /// A name that is empty is skipped; one that is too long or one too many is counted as
    /// [refused](Self::refused).
    pub fn set(&mut self, name: &str, mut value: FieldScalar) {
        if name.is_empty() {
            return;
        }
        if let FieldScalar::Text(text) = &mut value {
            cut_text(text);
        }
        if let Some(place) = self.place(name) {
            self.fields[place].1 = value;
            return;
        }
        if self.fields.len() >= MAXIMUM_COLUMNS || name.len() > MAXIMUM_FIELD_NAME_BYTES {
            self.refused += 1;
            return;
        }
        self.fields.push((name.to_owned(), value));
        if self.fields.len() > INDEX_FROM {
            // The first time all names are entered, afterwards the new one.
            for place in self.index.len()..self.fields.len() {
                self.index.insert(self.fields[place].0.clone(), place);
            }
        }
    }

    /// Sets a field to a text, of which no more is copied than is kept.
    pub fn text(&mut self, name: &str, text: &str) {
        let end = text.floor_char_boundary(MAXIMUM_TEXT_BYTES);
        self.set(name, FieldScalar::Text(text[..end].to_owned()));
    }

    /// Sets a field to a text unless that is empty.
    pub fn text_if_any(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.text(name, text);
        }
    }

    /// Sets a field to a whole number.
    pub fn integer(&mut self, name: &str, number: i64) {
        self.set(name, FieldScalar::Integer(number));
    }

    /// Sets a field to a number with a fraction; one that is not finite is left out.
    pub fn float(&mut self, name: &str, number: f64) {
        if number.is_finite() {
            self.set(name, FieldScalar::Float(number));
        }
    }

    /// Sets a field to true or false.
    pub fn flag(&mut self, name: &str, flag: bool) {
        self.set(name, FieldScalar::Flag(flag));
    }

    /// Returns the value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FieldScalar> {
        self.place(name).map(|place| &self.fields[place].1)
    }

    /// Takes a field out.
    pub fn take(&mut self, name: &str) -> Option<FieldScalar> {
        let place = self.place(name)?;
        let (_, value) = self.fields.remove(place);
        self.index.clear();
        if self.fields.len() > INDEX_FROM {
            let names = self.fields.iter().enumerate();
            self.index = names.map(|(place, (name, _))| (name.clone(), place)).collect();
        }
        Some(value)
    }

    /// Sets every field of `other`, whose values win.
    pub fn extend(&mut self, other: &Self) {
        for (name, value) in &other.fields {
            self.set(name, value.clone());
        }
    }

    /// Returns how many fields did not fit.
    #[must_use]
    pub const fn refused(&self) -> usize {
        self.refused
    }

    /// Returns the bytes of names and values.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.fields.iter().map(|(name, value)| name.len() + value.bytes()).sum()
    }

    /// Returns names and values.
    #[must_use]
    pub fn as_slice(&self) -> &[(String, FieldScalar)] {
        &self.fields
    }

    /// Returns names and values.
    #[must_use]
    pub fn into_fields(self) -> Vec<(String, FieldScalar)> {
        self.fields
    }

    fn place(&self, name: &str) -> Option<usize> {
        if self.fields.len() > INDEX_FROM {
            return self.index.get(name).copied();
        }
        self.fields.iter().position(|(known, _)| known == name)
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
                        set.integer(&name, number);
                        model.insert(name, number);
                    }
                    None => {
                        let expected = model.remove(&name).map(FieldScalar::Integer);
                        prop_assert_eq!(set.take(&name), expected);
                    }
                }
                prop_assert_eq!(set.as_slice().len(), model.len());
            }
            for (name, number) in &model {
                prop_assert_eq!(set.get(name), Some(&FieldScalar::Integer(*number)));
            }
        }
    }

    #[test]
    fn it_is_bounded() {
        let mut set = FieldSet::new();
        for number in 0..=MAXIMUM_COLUMNS {
            set.flag(&format!("f{number}"), true);
        }
        set.flag("f0", false);
        set.flag("", true);
        set.text(&"n".repeat(MAXIMUM_FIELD_NAME_BYTES + 1), "x");
        assert_eq!((set.as_slice().len(), set.refused()), (MAXIMUM_COLUMNS, 2));
        assert_eq!(set.get("f0"), Some(&FieldScalar::Flag(false)));
        set.text("f1", &"x".repeat(70_000));
        assert_eq!(set.get("f1").map(FieldScalar::bytes), Some(65_535));
        set.float("f2", f64::NAN);
        assert_eq!(set.get("f2"), Some(&FieldScalar::Flag(true)));
    }
}
