//! Numbers for values: the same for what a query takes for the same value.

use std::hash::BuildHasher as _;
use std::sync::Arc;

use arrow_array::Array as _;
use arrow_array::ArrayRef;
use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::key;
use crate::dialect::plan::Scalar;

/// Bytes that a value takes beside its own.
const ENTRY_BYTES: usize = 48;

/// No number yet.
const UNKNOWN: u32 = u32::MAX;

const HASHER: FixedState = FixedState::with_seed(0x6372_7564);

/// Values with numbers from zero on, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Interner {
    /// Hash and number of each value.
    numbers: HashTable<(u64, u32)>,
    values: Values,
    /// Numbers of the texts of the dictionary that came last, which is held so that no other
    /// takes its place in memory.
    dictionary: Option<ArrayRef>,
    codes: Vec<u32>,
    null: Option<u32>,
    scratch: Vec<u8>,
}

/// The bytes of all values, and where each ends.
#[derive(Debug, Default)]
struct Values {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Values {
    fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.bytes[start..self.ends[number]]
    }
}

impl Interner {
    /// Returns how many values there are.
    pub(super) const fn len(&self) -> usize {
        self.values.ends.len()
    }

    /// Returns the bytes of a value, as [`key`] writes them.
    pub(super) fn value(&self, number: u32) -> &[u8] {
        self.values.get(number)
    }

    /// Returns the bytes that it takes.
    pub(super) const fn bytes(&self) -> usize {
        self.values.bytes.len() + self.values.ends.len() * ENTRY_BYTES + self.codes.len() * 4
    }

    /// Returns the number of a value.
    pub(super) fn number(&mut self, value: &Scalar<'_>) -> u32 {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        key::push(&mut scratch, value);
        let number = self.number_of_bytes(&scratch);
        self.scratch = scratch;
        number
    }

    /// Returns the number of no value.
    pub(super) fn null(&mut self) -> u32 {
        if let Some(number) = self.null {
            return number;
        }
        let number = self.number(&Scalar::Null);
        self.null = Some(number);
        number
    }

    /// Returns the number of a value given in bytes.
    #[expect(clippy::cast_possible_truncation, reason = "the memory of a query ends before")]
    pub(super) fn number_of_bytes(&mut self, value: &[u8]) -> u32 {
        let hash = HASHER.hash_one(value);
        let values = &self.values;
        let same = |&(known, number): &(u64, u32)| known == hash && values.get(number) == value;
        if let Some(&(_, number)) = self.numbers.find(hash, same) {
            return number;
        }
        let number = self.len() as u32;
        self.numbers.insert_unique(hash, (hash, number), |&(hash, _)| hash);
        self.values.bytes.extend_from_slice(value);
        self.values.ends.push(self.values.bytes.len());
        number
    }

    /// Prepares for rows with texts of a dictionary.
    pub(super) fn meet(&mut self, dictionary: &ArrayRef) {
        if !self.dictionary.as_ref().is_some_and(|known| Arc::ptr_eq(known, dictionary)) {
            self.dictionary = Some(Arc::clone(dictionary));
            self.codes.clear();
            self.codes.resize(dictionary.len(), UNKNOWN);
        }
    }

    /// Returns the number of a text of the dictionary that was met last.
    pub(super) fn number_of_code(&mut self, code: usize, text: &str) -> u32 {
        if self.codes[code] == UNKNOWN {
            self.codes[code] = self.number(&Scalar::from(text));
        }
        self.codes[code]
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::StringArray;

    use super::*;

    #[test]
    fn equal_values_have_one_number() {
        let mut interner = Interner::default();
        let values = [
            Scalar::from("a"),
            Scalar::from(1),
            Scalar::Null,
            Scalar::from(""),
            Scalar::from("1"),
            Scalar::from(true),
        ];
        let numbers: Vec<u32> = values.iter().map(|value| interner.number(value)).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5]);
        assert_eq!(interner.number(&Scalar::from(1.0)), 1);
        assert_eq!(interner.null(), 2);
        for (number, value) in numbers.into_iter().zip(&values) {
            assert_eq!(key::values(interner.value(number)), std::slice::from_ref(value));
        }
        let (first, second): (ArrayRef, ArrayRef) =
            (Arc::new(StringArray::from(vec!["b", "a"])), Arc::new(StringArray::from(vec!["a"])));
        interner.meet(&first);
        assert_eq!([interner.number_of_code(0, "b"), interner.number_of_code(1, "a")], [6, 0]);
        interner.meet(&second);
        assert_eq!(interner.number_of_code(0, "a"), 0);
        assert_eq!(interner.len(), 7);
    }
}
