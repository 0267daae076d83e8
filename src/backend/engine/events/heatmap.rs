//! The cells of a heatmap: the same for all groups and buckets of one aggregate.

use super::accumulator::Accumulator;
use super::query::Heatmap;

/// Most cells of a heatmap.
const MAXIMUM_CELLS: usize = 50;

/// Where the cells begin and end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edges {
    minimum: f64,
    step: f64,
    cells: usize,
}

impl Edges {
    /// Chooses edges so that all values have a cell; none if there is no value.
    pub(super) fn around<'a>(kept: impl Iterator<Item = &'a Accumulator>) -> Option<Self> {
        let mut ends: Option<(f64, f64)> = None;
        let mut values = Vec::new();
        for accumulator in kept {
            if let Accumulator::Values(part) = accumulator {
                values.clear();
                part.add_to(&mut values);
                for &(value, _) in &values {
                    let (low, high) = ends.unwrap_or((value, value));
                    ends = Some((low.min(value), high.max(value)));
                }
            }
        }
        let (low, high) = ends?;
        Some(Self::between(low, high))
    }

    /// Widths are 1, 2 or 5 times a power of ten, and edges multiples of them.
    pub(super) fn between(low: f64, high: f64) -> Self {
        let least = high / MAXIMUM_CELLS as f64 - low / MAXIMUM_CELLS as f64;
        let mut step = if least > 0.0 { 10_f64.powf(least.log10().floor()) } else { 1.0 };
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

    fn cell(&self, value: f64) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let cell = ((value / self.step).floor() - (self.minimum / self.step).round()) as usize;
        cell.min(self.cells - 1)
    }

    /// Counts values by cell.
    pub(super) fn heatmap<'a>(&self, kept: impl Iterator<Item = &'a Accumulator>) -> Heatmap {
        let mut counts = vec![0; self.cells];
        let mut values = Vec::new();
        for accumulator in kept {
            if let Accumulator::Values(part) = accumulator {
                values.clear();
                part.add_to(&mut values);
                for &(value, weight) in &values {
                    counts[self.cell(value)] += weight;
                }
            }
        }
        Heatmap { minimum: self.minimum, step: self.step, counts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_cell_and_edges_are_round() {
        for (low, high) in
            [(0.0, 0.0), (3.0, 3.0), (0.0, 99.0), (-7.5, 12.25), (1e-9, 3e-9), (-1e300, 1e300)]
        {
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
