//! The values of many cells, each cell's in blocks that grow, all blocks in a few large pieces.
//!
//! A value costs its own bytes and little more, adding one never moves those before it, and two
//! collections are put together without copying.

use super::sketch::Sketch;

/// Words of a piece; the largest block is much smaller.
const PIECE_WORDS: usize = 8 * 1024;

/// Words of the first and the largest block of a cell; the first word of a block is its head.
const FIRST_WORDS: u32 = 4;
const LARGEST_WORDS: u32 = 256;

/// No block.
const NONE: u32 = u32::MAX;

/// Most pieces: the number of a word has 32 bits.
const MAXIMUM_PIECES: usize = (NONE as usize) / PIECE_WORDS;

/// The values of one cell.
#[derive(Clone, Copy, Debug)]
struct List {
    first: u32,
    last: u32,
    /// Words of the last block, and how many of them are in use, its head among them.
    words: u32,
    used: u32,
}

const EMPTY: List = List { first: NONE, last: NONE, words: 0, used: 0 };

/// The head of a block: where the next one is, and how many words of this one are in use.
const fn head(next: u32, used: u32) -> f64 {
    f64::from_bits(((next as u64) << 32) | used as u64)
}

#[expect(clippy::cast_possible_truncation, reason = "the halves of a word")]
const fn read_head(word: f64) -> (u32, u32) {
    ((word.to_bits() >> 32) as u32, word.to_bits() as u32)
}

fn all_one(pieces: usize) -> Vec<Box<[u32]>> {
    (0..pieces).map(|_| vec![1; PIECE_WORDS].into_boxed_slice()).collect()
}

/// Values with their weights by cell, as they came or as sketches.
#[derive(Debug, Default)]
pub(super) struct ValueLists {
    lists: Vec<List>,
    /// Whether a value of the cell is no whole number.
    has_floats: Vec<bool>,
    pieces: Vec<Box<[f64]>>,
    /// The weights of the values, in the same places; empty if all are one.
    weights: Vec<Box<[u32]>>,
    /// Words of the last piece that are in use.
    used: usize,
    sketches: Option<Vec<Option<Box<Sketch>>>>,
}

impl ValueLists {
    /// Bytes that each cell takes beside its values.
    pub(super) const CELL_BYTES: usize = size_of::<List>() + 1;

    /// Makes room for cells.
    pub(super) fn resize(&mut self, cells: usize) {
        self.lists.resize(cells, EMPTY);
        self.has_floats.resize(cells, false);
        if let Some(sketches) = &mut self.sketches {
            sketches.resize_with(cells, || None);
        }
    }

    /// Adds a value to a cell; returns the bytes that this took more.
    pub(super) fn push(&mut self, cell: usize, value: f64, weight: u32, whole: bool) -> usize {
        self.has_floats[cell] |= !whole;
        if let Some(sketches) = &mut self.sketches {
            let sketch = sketches[cell].get_or_insert_default();
            let before = sketch.bytes();
            sketch.push(value, u64::from(weight));
            return sketch.bytes() - before;
        }
        let mut taken = 0;
        let mut list = self.lists[cell];
        if list.used == list.words {
            taken = self.grow(&mut list);
        }
        let word = (list.last + list.used) as usize;
        self.pieces[word / PIECE_WORDS][word % PIECE_WORDS] = value;
        if weight != 1 && self.weights.is_empty() {
            self.weights = all_one(self.pieces.len());
            taken += self.pieces.len() * PIECE_WORDS * 4;
        }
        if !self.weights.is_empty() {
            self.weights[word / PIECE_WORDS][word % PIECE_WORDS] = weight;
        }
        list.used += 1;
        self.lists[cell] = list;
        taken
    }

    /// Gives a list a further block.
    #[expect(clippy::cast_possible_truncation, reason = "as many pieces as words have numbers")]
    fn grow(&mut self, list: &mut List) -> usize {
        let words = (list.words * 2).clamp(FIRST_WORDS, LARGEST_WORDS);
        let mut taken = 0;
        if self.pieces.is_empty() || self.used + words as usize > PIECE_WORDS {
            self.pieces.push(vec![0.0; PIECE_WORDS].into_boxed_slice());
            taken = PIECE_WORDS * 8;
            if !self.weights.is_empty() {
                self.weights.push(vec![1; PIECE_WORDS].into_boxed_slice());
                taken += PIECE_WORDS * 4;
            }
            self.used = 0;
        }
        let start = ((self.pieces.len() - 1) * PIECE_WORDS + self.used) as u32;
        self.used += words as usize;
        if list.last == NONE {
            list.first = start;
        } else {
            *self.word(list.last) = head(start, list.used);
        }
        (list.last, list.words, list.used) = (start, words, 1);
        taken
    }

    fn word(&mut self, word: u32) -> &mut f64 {
        &mut self.pieces[word as usize / PIECE_WORDS][word as usize % PIECE_WORDS]
    }

    /// Says whether no more values should be added exactly.
    pub(super) fn is_full(&self) -> bool {
        self.pieces.len() >= MAXIMUM_PIECES
    }

    /// Returns the exact values of a cell block by block, each with its weights unless all are one.
    fn blocks(&self, cell: usize) -> impl Iterator<Item = (&[f64], Option<&[u32]>)> {
        let list = self.lists[cell];
        let mut next = list.first;
        std::iter::from_fn(move || {
            if next == NONE {
                return None;
            }
            let (piece, start) = (next as usize / PIECE_WORDS, next as usize % PIECE_WORDS);
            let words = &self.pieces[piece];
            let (after, used) =
                if next == list.last { (NONE, list.used) } else { read_head(words[start]) };
            let range = start + 1..start + used as usize;
            next = after;
            Some((&words[range.clone()], self.weights.get(piece).map(|weights| &weights[range])))
        })
    }

    /// Calls `f` with the values of a cell and their weights, in no order.
    pub(super) fn each(&self, cell: usize, mut f: impl FnMut(f64, u64)) {
        for (values, weights) in self.blocks(cell) {
            match weights {
                Some(weights) => values
                    .iter()
                    .zip(weights)
                    .for_each(|(&value, &weight)| f(value, u64::from(weight))),
                None => values.iter().for_each(|&value| f(value, 1)),
            }
        }
        if let Some(sketch) = self.sketches.as_ref().and_then(|all| all[cell].as_ref()) {
            sketch.values().for_each(|(value, weight)| f(value, weight));
        }
    }

    /// Says whether all weights are one.
    pub(super) const fn is_unweighted(&self) -> bool {
        self.weights.is_empty() && self.sketches.is_none()
    }

    /// Says whether a value of a cell is no whole number, or may be none.
    pub(super) fn has_floats(&self, cell: usize) -> bool {
        self.has_floats[cell] || self.sketches.is_some()
    }

    /// Goes over to estimates.
    pub(super) fn estimate(&mut self) {
        if self.sketches.is_some() {
            return;
        }
        let mut sketches: Vec<Option<Box<Sketch>>> = Vec::with_capacity(self.lists.len());
        for cell in 0..self.lists.len() {
            let mut sketch: Option<Box<Sketch>> = None;
            self.each(cell, |value, weight| {
                sketch.get_or_insert_default().push(value, weight);
            });
            sketches.push(sketch);
        }
        *self = Self {
            has_floats: std::mem::take(&mut self.has_floats),
            lists: vec![EMPTY; sketches.len()],
            sketches: Some(sketches),
            ..Self::default()
        };
    }

    /// Takes the values of other cells; `targets` has the cell here for each cell there. Returns
    /// the bytes that both take more together.
    pub(super) fn merge(&mut self, other: Self, targets: &[u32]) -> i64 {
        let before = self.bytes() + other.bytes();
        self.take(other, targets);
        self.bytes() as i64 - before as i64
    }

    #[expect(clippy::cast_possible_truncation, reason = "as many pieces as words have numbers")]
    fn take(&mut self, mut other: Self, targets: &[u32]) {
        if self.pieces.len() + other.pieces.len() > MAXIMUM_PIECES {
            self.estimate();
        }
        if self.sketches.is_some() || other.sketches.is_some() {
            self.estimate();
            other.estimate();
        }
        for (cell, &target) in targets.iter().enumerate() {
            self.has_floats[target as usize] |= other.has_floats[cell];
        }
        if let (Some(ours), Some(theirs)) = (&mut self.sketches, other.sketches.take()) {
            for (sketch, &target) in theirs.into_iter().zip(targets) {
                let Some(sketch) = sketch else { continue };
                match &mut ours[target as usize] {
                    Some(target) => target.merge(&sketch),
                    target @ None => *target = Some(sketch),
                }
            }
            return;
        }
        if self.weights.is_empty() != other.weights.is_empty() {
            let weighted = if self.weights.is_empty() { &mut *self } else { &mut other };
            weighted.weights = all_one(weighted.pieces.len());
        }
        let offset = (self.pieces.len() * PIECE_WORDS) as u32;
        // Whose last piece comes last is filled further; the other's stays as it is.
        self.used = if other.pieces.is_empty() { self.used } else { other.used };
        self.pieces.append(&mut other.pieces);
        self.weights.append(&mut other.weights);
        for (list, &target) in other.lists.iter().zip(targets) {
            if list.first == NONE {
                continue;
            }
            let mut block = list.first + offset;
            while block != list.last + offset {
                let word = self.word(block);
                let (next, used) = read_head(*word);
                *word = head(next + offset, used);
                block = next + offset;
            }
            let ours = self.lists[target as usize];
            let moved = List { first: list.first + offset, last: list.last + offset, ..*list };
            self.lists[target as usize] = if ours.last == NONE {
                moved
            } else {
                *self.word(ours.last) = head(moved.first, ours.used);
                List { first: ours.first, ..moved }
            };
        }
    }

    /// Returns the bytes that the values take.
    pub(super) fn bytes(&self) -> usize {
        let sketches = self.sketches.iter().flatten().flatten();
        self.pieces.len() * PIECE_WORDS * 8
            + self.weights.len() * PIECE_WORDS * 4
            + sketches.map(|sketch| sketch.bytes()).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::store::testing::Dice;

    fn sorted(lists: &ValueLists, cell: usize) -> Vec<(i64, u64)> {
        let mut values = Vec::new();
        #[expect(clippy::cast_possible_truncation, reason = "small whole numbers")]
        lists.each(cell, |value, weight| values.push((value as i64, weight)));
        values.sort_unstable();
        values
    }

    #[test]
    fn every_cell_has_its_values_also_after_merges() {
        for seed in 0..20 {
            let mut dice = Dice::new(seed);
            let cells = 1 + dice.below(30) as usize;
            let weighted = dice.below(2) == 0;
            let mut all: Vec<Vec<(i64, u64)>> = vec![Vec::new(); cells];
            let mut whole = ValueLists::default();
            whole.resize(cells);
            for _ in 0..4 {
                let mut part = ValueLists::default();
                part.resize(cells);
                // Cells are numbered the other way round there.
                let targets: Vec<u32> = (0..cells as u32).rev().collect();
                for _ in 0..dice.below(20_000) {
                    // A few cells have most of the values.
                    let cell =
                        (dice.below(cells as u64) * dice.below(cells as u64)) as usize / cells;
                    let value = dice.below(1_000) as i64;
                    let weight = if weighted { 1 + dice.below(3) } else { 1 };
                    part.push(cell, value as f64, weight as u32, true);
                    all[cells - 1 - cell].push((value, weight));
                }
                whole.merge(part, &targets);
                let (cell, value) = (dice.below(cells as u64) as usize, 7);
                whole.push(cell, 7.0, 1, true);
                all[cell].push((value, 1));
            }
            for (cell, values) in all.iter_mut().enumerate() {
                values.sort_unstable();
                assert_eq!(&sorted(&whole, cell), values, "seed {seed}, cell {cell}");
            }
            let kept: usize = all.iter().map(Vec::len).sum();
            let bytes = whole.pieces.len() * PIECE_WORDS * 8;
            assert!(bytes <= kept * 8 * 3 / 2 + (5 + 4 * cells) * PIECE_WORDS * 8, "{bytes}");
        }
    }

    #[test]
    fn estimates_count_all_values() {
        let mut lists = ValueLists::default();
        lists.resize(2);
        for number in 0..1_000 {
            lists.push(number % 2, number as f64, 3, true);
        }
        lists.estimate();
        lists.push(1, 5.0, 2, true);
        let mut weight = 0;
        lists.each(1, |_, each| weight += each);
        assert_eq!(weight, 1_502);
        assert!(lists.has_floats(0) && !lists.is_unweighted());
    }
}
