//! Numbers for groups and for the cells that they have in each bucket of time.

use std::collections::HashMap;

use arrow_array::Array as _;
use foldhash::fast::FixedState;

use super::interner::Interner;
use super::key;
use super::prepared::KeySource;
use super::prepared::Source;
use super::view::View;
use crate::dialect::plan::Row;
use crate::dialect::plan::Scalar;

/// Bytes that a pair of numbers takes, in a list and a hash table that both have room to grow.
const PAIR_BYTES: usize = 48;

/// Bytes that a group and a bucket take in the same.
const CELL_BYTES: usize = 88;

/// The groups: with one key its values, with more of them pairs of what the keys before are and a
/// value of the next.
#[derive(Debug)]
pub(super) struct Groups {
    values: Vec<Interner>,
    pairs: Vec<Pairs<u32>>,
    /// Whether there is a row; without keys it is the only group.
    any: bool,
    scratch: Vec<u8>,
}

/// Numbers of pairs.
#[derive(Debug)]
struct Pairs<T> {
    numbers: HashMap<(u32, T), u32, FixedState>,
    all: Vec<(u32, T)>,
}

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self { numbers: HashMap::default(), all: Vec::new() }
    }
}

impl<T: Copy + Eq + std::hash::Hash> Pairs<T> {
    #[expect(clippy::cast_possible_truncation, reason = "the memory of a query ends before")]
    fn number(&mut self, pair: (u32, T)) -> u32 {
        let next = self.all.len() as u32;
        let number = *self.numbers.entry(pair).or_insert(next);
        if number == next {
            self.all.push(pair);
        }
        number
    }
}

impl Groups {
    /// Creates an empty collection of groups by that many keys.
    pub(super) fn new(keys: usize) -> Self {
        Self {
            values: (0..keys).map(|_| Interner::default()).collect(),
            pairs: (1..keys).map(|_| Pairs::default()).collect(),
            any: false,
            scratch: Vec::new(),
        }
    }

    /// Returns how many groups there are.
    pub(super) fn len(&self) -> usize {
        match (self.values.first(), self.pairs.last()) {
            (None, _) => usize::from(self.any),
            (Some(values), None) => values.len(),
            (_, Some(pairs)) => pairs.all.len(),
        }
    }

    /// Returns the bytes that they take.
    pub(super) fn bytes(&self) -> usize {
        let values: usize = self.values.iter().map(Interner::bytes).sum();
        let pairs: usize = self.pairs.iter().map(|pairs| pairs.all.len()).sum();
        values + pairs * PAIR_BYTES
    }

    /// Returns the values of the keys of a group.
    pub(super) fn keys(&self, group: usize) -> Vec<Scalar<'static>> {
        #[expect(clippy::cast_possible_truncation, reason = "numbers have 32 bits")]
        let mut number = group as u32;
        let mut places = Vec::with_capacity(self.values.len());
        for pairs in self.pairs.iter().rev() {
            let (before, value) = pairs.all[number as usize];
            places.push(value);
            number = before;
        }
        places.push(number);
        let places = places.into_iter().rev();
        self.values
            .iter()
            .zip(places)
            .flat_map(|(all, place)| key::values(all.value(place)))
            .collect()
    }

    /// Finds the groups of rows, creating them as needed.
    pub(super) fn find(
        &mut self,
        view: &View<'_>,
        top: &dyn Row,
        rows: &[u32],
        found: &mut Vec<u32>,
    ) {
        self.any = true;
        found.clear();
        if view.query.keys.is_empty() {
            found.resize(rows.len(), 0);
        }
        let mut numbers = Vec::new();
        for (place, source) in view.query.keys.iter().enumerate() {
            let into = if place == 0 { &mut *found } else { &mut numbers };
            into.clear();
            self.find_values(place, source, view, top, rows, into);
            if place > 0 {
                let pairs = &mut self.pairs[place - 1];
                for (found, &value) in found.iter_mut().zip(&numbers) {
                    *found = pairs.number((*found, value));
                }
            }
        }
    }

    fn find_values(
        &mut self,
        place: usize,
        source: &KeySource,
        view: &View<'_>,
        top: &dyn Row,
        rows: &[u32],
        found: &mut Vec<u32>,
    ) {
        let values = &mut self.values[place];
        let source = match source {
            KeySource::Own(source) => source,
            KeySource::Related(wanted) => {
                for &row in rows {
                    view.row.set(row as usize);
                    self.scratch.clear();
                    view.push_related(&mut self.scratch, *wanted, top);
                    found.push(values.number_of_bytes(&self.scratch));
                }
                return;
            }
        };
        if let Source::Stored(column) = source
            && let Some((codes, texts)) = view.columns.field(*column).only_coded()
        {
            values.meet(codes.values());
            found.extend(rows.iter().map(|&row| match codes.key(row as usize) {
                Some(code) => values.number_of_code(code, texts.value(code)),
                None => values.null(),
            }));
            return;
        }
        if let Source::Stored(column) = source
            && let Some(texts) = view.columns.field(*column).only_plain()
        {
            found.extend(rows.iter().map(|&row| match texts.is_valid(row as usize) {
                true => values.number(&Scalar::from(texts.value(row as usize))),
                false => values.null(),
            }));
            return;
        }
        for &row in rows {
            view.row.set(row as usize);
            found.push(values.number(&view.value(source, top)));
        }
    }

    /// Adds other groups by the same keys; returns the group here for each there.
    pub(super) fn merge(&mut self, other: &Self) -> Vec<u32> {
        self.any |= other.any;
        let mut targets = Vec::new();
        for (place, theirs) in other.values.iter().enumerate() {
            let ours = &mut self.values[place];
            #[expect(clippy::cast_possible_truncation, reason = "numbers have 32 bits")]
            let values: Vec<u32> = (0..theirs.len() as u32)
                .map(|number| ours.number_of_bytes(theirs.value(number)))
                .collect();
            if place == 0 {
                targets = values;
                continue;
            }
            let pairs = &mut self.pairs[place - 1];
            targets = other.pairs[place - 1]
                .all
                .iter()
                .map(|&(before, value)| {
                    pairs.number((targets[before as usize], values[value as usize]))
                })
                .collect();
        }
        if other.values.is_empty() {
            targets.resize(other.len(), 0);
        }
        targets
    }
}

/// The cells of groups in buckets of time.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pairs: Pairs<i64>,
}

impl Cells {
    /// Returns group and bucket of every cell.
    pub(super) fn all(&self) -> &[(u32, i64)] {
        &self.pairs.all
    }

    /// Returns the bytes that they take.
    pub(super) const fn bytes(&self) -> usize {
        self.pairs.all.len() * CELL_BYTES
    }

    /// Turns groups into their cells in the one bucket that there is.
    #[expect(clippy::cast_possible_truncation, reason = "numbers have 32 bits")]
    pub(super) fn of_groups(&mut self, groups: usize) {
        let known = self.pairs.all.len();
        self.pairs.all.extend((known..groups).map(|group| (group as u32, 0)));
    }

    /// Turns groups into their cells in buckets.
    pub(super) fn find(&mut self, groups: &mut [u32], buckets: impl Iterator<Item = i64>) {
        // Rows come in the order of their times, so that the same is often asked for again.
        let mut last = None;
        for (group, bucket) in groups.iter_mut().zip(buckets) {
            let pair = (*group, bucket);
            *group = match last {
                Some((known, cell)) if known == pair => cell,
                _ => self.pairs.number(pair),
            };
            last = Some((pair, *group));
        }
    }
}
