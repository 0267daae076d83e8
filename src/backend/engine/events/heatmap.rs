//! Heatmaps: a first pass finds the least and the greatest value of each, which fixes the cells;
//! then rows are counted. The cells are the same for all groups and buckets of one aggregate.

use std::collections::HashMap;

use super::budget::Budget;
use super::needs::Needs;
use super::numbers::each_number;
use super::prepared::Prepared;
use super::prepared::Source;
use super::query::EventQueryError;
use super::query::Heatmap;
use super::row_group::RowGroup;
use super::scan::Pass;
use super::view::View;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Row;

/// Most cells of a heatmap.
pub(super) const MAXIMUM_CELLS: usize = 50;

/// Where the cells begin and end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edges {
    minimum: f64,
    step: f64,
    cells: usize,
}

impl Edges {
    /// Widths are 1, 2 or 5 times a power of ten, and edges multiples of them.
    pub(super) fn between(low: f64, high: f64) -> Self {
        let least = high / MAXIMUM_CELLS as f64 - low / MAXIMUM_CELLS as f64;
        let mut step = if least > 0.0 { 10_f64.powf(least.log10().floor()) } else { 1.0 };
        // The power of the smallest differences is none any more.
        step = step.max(f64::MIN_POSITIVE);
        for factor in [2.0, 2.5, 2.0, 2.0] {
            if Self::count(low, high, step) <= MAXIMUM_CELLS {
                break;
            }
            step *= factor;
        }
        let minimum = (low / step).floor() * step;
        let cells = Self::count(low, high, step).clamp(1, MAXIMUM_CELLS);
        Self { minimum, step, cells }
    }

    fn count(low: f64, high: f64, step: f64) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let count = ((high / step).floor() - (low / step).floor()) as usize;
        count.saturating_add(1)
    }

    /// Returns the cell of a value.
    pub(super) fn cell(&self, value: f64) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let cell = ((value / self.step).floor() - (self.minimum / self.step).round()) as usize;
        cell.min(self.cells - 1)
    }
}

/// The least and the greatest value of each heatmap, among the rows that it counts.
#[derive(Debug)]
pub(super) struct Ends(Vec<Option<(f64, f64)>>);

impl Ends {
    /// Creates those of no rows.
    pub(super) fn new(query: &Prepared) -> Self {
        Self(vec![None; query.query.aggregates.len()])
    }

    fn widen(&mut self, place: usize, least: f64, most: f64) {
        let (low, high) = self.0[place].unwrap_or((least, most));
        self.0[place] = Some((low.min(least), high.max(most)));
    }

    /// Adds the rows of another.
    pub(super) fn merge(&mut self, other: &Self) {
        for (place, ends) in other.0.iter().enumerate() {
            if let Some((low, high)) = *ends {
                self.widen(place, low, high);
            }
        }
    }

    /// Chooses the cells; none where there is no value.
    pub(super) fn edges(&self) -> Vec<Option<Edges>> {
        self.0.iter().map(|ends| ends.map(|(low, high)| Edges::between(low, high))).collect()
    }
}

/// Returns the places of the heatmaps among the aggregates.
pub(super) fn heatmaps(query: &Prepared) -> impl Iterator<Item = usize> {
    let aggregates = query.query.aggregates.iter().enumerate();
    aggregates
        .filter(|(_, aggregate)| aggregate.operation == Operation::Heatmap)
        .map(|(place, _)| place)
}

impl Pass for Ends {
    const FILTERED: bool = true;

    fn needs(query: &Prepared) -> &Needs {
        &query.heatmap_needs
    }

    fn take_statistics(&mut self, group: &RowGroup, query: &Prepared) -> bool {
        let known: Option<Vec<_>> = heatmaps(query)
            .map(|place| {
                let filtered = query.aggregate_filters[place].is_some();
                match &query.inputs[place] {
                    Some(Source::Stored(stored)) if !filtered => {
                        Some((place, group.extremes(&query.stored[*stored])?))
                    }
                    _ => None,
                }
            })
            .collect();
        for &(place, ends) in known.iter().flatten() {
            if let Some((low, high)) = ends {
                self.widen(place, low, high);
            }
        }
        known.is_some()
    }

    fn rows(&mut self, view: &View<'_>, top: &dyn Row, rows: &[u32]) {
        for place in heatmaps(view.query) {
            let Some(source) = &view.query.inputs[place] else { continue };
            let filter = view.query.aggregate_filters[place].as_ref();
            let mut ends: Option<(f64, f64)> = None;
            each_number(view, source, top, rows, |_, row, number| {
                let meets = |filter| {
                    view.row.set(row);
                    view.holds(filter, top)
                };
                if filter.is_none_or(meets) {
                    let value = number.float();
                    let (low, high) = ends.unwrap_or((value, value));
                    ends = Some((low.min(value), high.max(value)));
                }
            });
            if let Some((low, high)) = ends {
                self.widen(place, low, high);
            }
        }
    }

    fn settle(&mut self, _budget: &Budget) -> Result<(), EventQueryError> {
        Ok(())
    }
}

/// Cells of a heatmap that a number of a group's cell leaves room for.
const CELL_BITS: u32 = 8;

/// Bytes that a count takes.
const COUNT_BYTES: usize = 24;

/// How many rows have values in each cell of the heatmaps of each group and bucket.
#[derive(Debug, Default)]
pub(super) struct HeatmapCounts(HashMap<u64, u64, foldhash::fast::FixedState>);

impl HeatmapCounts {
    /// Counts a row; returns the bytes that this took more.
    pub(super) fn push(&mut self, cell: u32, edges: &Edges, value: f64, weight: u32) -> usize {
        let key = u64::from(cell) << CELL_BITS | edges.cell(value) as u64;
        let before = self.0.len();
        *self.0.entry(key).or_default() += u64::from(weight);
        (self.0.len() - before) * COUNT_BYTES
    }

    /// Adds the counts of another; `targets` has the cell here for each cell there.
    pub(super) fn merge(&mut self, other: &Self, targets: &[u32]) {
        for (key, count) in &other.0 {
            let target = targets[(key >> CELL_BITS) as usize];
            let key = u64::from(target) << CELL_BITS | (key & ((1 << CELL_BITS) - 1));
            *self.0.entry(key).or_default() += count;
        }
    }

    /// Returns the heatmap of some cells.
    pub(super) fn heatmap(&self, edges: &Edges, cells: &[u32]) -> Heatmap {
        let mut counts = vec![0; edges.cells];
        for &cell in cells {
            for (place, count) in counts.iter_mut().enumerate() {
                let key = u64::from(cell) << CELL_BITS | place as u64;
                *count += self.0.get(&key).copied().unwrap_or_default();
            }
        }
        Heatmap { minimum: edges.minimum, step: edges.step, counts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_cell_and_edges_are_round() {
        for (low, high) in [
            (0.0, 0.0),
            (3.0, 3.0),
            (0.0, 99.0),
            (-7.5, 12.25),
            (1e-9, 3e-9),
            (-1e300, 1e300),
            (0.0, 2.5e-322),
        ] {
            let edges = Edges::between(low, high);
            assert!((1..=MAXIMUM_CELLS).contains(&edges.cells), "{low} {high}: {edges:?}");
            assert!(edges.minimum <= low, "{low} {high}: {edges:?}");
            assert_eq!(edges.cell(low), 0, "{low} {high}: {edges:?}");
            assert_eq!(edges.cell(high), edges.cells - 1, "{low} {high}: {edges:?}");
        }
        let edges = Edges::between(0.0, 99.0);
        assert_eq!((edges.minimum, edges.step, edges.cells), (0.0, 2.0, 50));
    }
}
