//! The groups of a query, or of one unit of it, with what is kept for each.

use std::collections::HashMap;

use super::accumulator::Accumulator;
use super::accumulator::Growth;
use super::accumulator::Input;
use super::budget::Budget;
use super::query::EventQueryError;
use crate::dialect::plan::Aggregate;

/// Bytes that a group takes beside its key.
const GROUP_BYTES: usize = 64;

/// Groups by key, each with its buckets of time.
#[derive(Debug, Default)]
pub(super) struct GroupTable {
    /// Number of each group by its key.
    pub(super) groups: HashMap<Box<[u8]>, u32>,
    /// Number of each cell by group and bucket.
    pub(super) cells: HashMap<(u32, i64), u32>,
    /// The accumulators of all cells, those of a cell side by side.
    pub(super) accumulators: Vec<Accumulator>,
    /// Number of accumulators of a cell.
    width: usize,
    pending: Growth,
    charged: i64,
    pub(super) rows_examined: u64,
    pub(super) rows_matched: u64,
    pub(super) weight_matched: u64,
    scratch: Vec<u8>,
}

impl GroupTable {
    /// Creates an empty table.
    pub(super) fn new(aggregates: usize) -> Self {
        Self { width: aggregates, ..Self::default() }
    }

    /// Returns the cell of a group and a bucket, creating both as needed.
    pub(super) fn cell(&mut self, key: &[u8], bucket: i64, aggregates: &[Aggregate]) -> usize {
        let group = match self.groups.get(key) {
            Some(&group) => group,
            None => {
                let group = self.groups.len() as u32;
                self.groups.insert(key.into(), group);
                self.pending.bytes += (key.len() + GROUP_BYTES) as i64;
                group
            }
        };
        let next = self.cells.len() as u32;
        let cell = *self.cells.entry((group, bucket)).or_insert(next);
        if cell == next {
            let fresh = aggregates.iter().map(|aggregate| Accumulator::new(aggregate.operation));
            self.accumulators.extend(fresh);
            self.pending.bytes += (32 + self.width * size_of::<Accumulator>()) as i64;
        }
        cell as usize
    }

    /// Adds a row to one aggregate of a cell.
    pub(super) fn push(&mut self, cell: usize, aggregate: usize, input: Input<'_>) {
        let accumulator = &mut self.accumulators[cell * self.width + aggregate];
        let growth = accumulator.push(input, &mut self.scratch);
        self.pending.bytes += growth.bytes;
        self.pending.values += growth.values;
    }

    /// Returns the accumulators of a cell.
    pub(super) fn of_cell(&self, cell: u32) -> &[Accumulator] {
        let start = cell as usize * self.width;
        &self.accumulators[start..start + self.width]
    }

    /// Tells the budget what was added.
    pub(super) fn settle(&mut self, budget: &Budget) -> Result<(), EventQueryError> {
        let pending = std::mem::take(&mut self.pending);
        self.charged += pending.bytes;
        budget.count_values(pending.values);
        budget.charge(pending.bytes)
    }

    /// Adds all rows of another table of the same query.
    pub(super) fn merge(
        &mut self,
        other: Self,
        aggregates: &[Aggregate],
        budget: &Budget,
    ) -> Result<(), EventQueryError> {
        self.rows_examined += other.rows_examined;
        self.rows_matched += other.rows_matched;
        self.weight_matched += other.weight_matched;
        let mut keys: Vec<&[u8]> = vec![&[]; other.groups.len()];
        for (key, &group) in &other.groups {
            keys[group as usize] = key;
        }
        let mut targets: Vec<usize> = vec![0; other.cells.len()];
        let mut ordered: Vec<(&(u32, i64), &u32)> = other.cells.iter().collect();
        ordered.sort_unstable_by_key(|(_, cell)| **cell);
        for (&(group, bucket), &cell) in ordered {
            targets[cell as usize] = self.cell(keys[group as usize], bucket, aggregates);
        }
        let width = self.width.max(1);
        for (place, accumulator) in other.accumulators.into_iter().enumerate() {
            let target = &mut self.accumulators[targets[place / width] * width + place % width];
            let before = target.bytes();
            target.merge(accumulator);
            self.pending.bytes += target.bytes() - before;
        }
        budget.charge(-other.charged)?;
        self.settle(budget)
    }

    /// Goes over to estimates.
    pub(super) fn estimate(&mut self, budget: &Budget) -> Result<(), EventQueryError> {
        for accumulator in &mut self.accumulators {
            let before = accumulator.bytes();
            accumulator.estimate();
            self.pending.bytes += accumulator.bytes() - before;
        }
        self.settle(budget)
    }
}
