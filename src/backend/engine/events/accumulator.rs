//! What is kept of the rows of each group and bucket for one aggregate.

use std::cmp::Ordering;

use super::heatmap::HeatmapCounts;
use super::sketch::Distinct;
use super::value_lists::ValueLists;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Scalar;

/// What is kept for one aggregate, by cell.
#[derive(Debug)]
pub(super) enum Kept {
    Counts(Vec<u64>),
    Sums(Vec<Sum>),
    /// The least values, or the greatest.
    Extremes {
        wanted: Ordering,
        values: Vec<Option<Number>>,
    },
    Distincts(Vec<Distinct>),
    Values(Box<ValueLists>),
    Heatmap(HeatmapCounts),
    /// Begin, end and weight of spans.
    Intervals(Vec<Vec<Interval>>),
    /// An earlier aggregate keeps the same.
    Elsewhere,
}

/// A number as it is stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Integer(i64),
    Float(f64),
}

impl Number {
    /// Returns the number that a value is; a float that is none is none here either.
    pub(super) const fn of(value: &Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Integer(number) => Some(Self::Integer(*number)),
            Scalar::Float(number) if number.is_finite() => Some(Self::Float(*number)),
            _ => None,
        }
    }

    pub(super) const fn float(self) -> f64 {
        match self {
            Self::Integer(number) => number as f64,
            Self::Float(number) => number,
        }
    }

    pub(super) const fn scalar(self) -> Scalar<'static> {
        match self {
            Self::Integer(number) => Scalar::Integer(number),
            Self::Float(number) => Scalar::Float(number),
        }
    }
}

/// A sum that is exact for whole numbers, and for others so close to it that the order in which
/// they came makes no difference: what rounding cuts off is kept beside, after Dekker's
/// "A floating-point technique for extending the available precision".
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub(super) whole: i128,
    rest: f64,
    cut_off: f64,
    pub(super) has_floats: bool,
    pub(super) weight: u64,
}

/// When a span was active, and how many it stands for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interval {
    pub(super) start_ns: i64,
    pub(super) end_ns: i64,
    pub(super) weight: u64,
}

impl Kept {
    /// Creates what an operation starts with.
    pub(super) fn new(operation: Operation) -> Self {
        match operation {
            Operation::Count | Operation::CountOf => Self::Counts(Vec::new()),
            Operation::Sum | Operation::Average | Operation::RateSum | Operation::RateAverage => {
                Self::Sums(Vec::new())
            }
            Operation::Minimum => Self::Extremes { wanted: Ordering::Less, values: Vec::new() },
            Operation::Maximum | Operation::RateMaximum => {
                Self::Extremes { wanted: Ordering::Greater, values: Vec::new() }
            }
            Operation::CountDistinct => Self::Distincts(Vec::new()),
            Operation::Percentile(_) => Self::Values(Box::default()),
            Operation::Heatmap => Self::Heatmap(HeatmapCounts::default()),
            Operation::Concurrency => Self::Intervals(Vec::new()),
        }
    }

    /// Makes room for cells.
    pub(super) fn resize(&mut self, cells: usize) {
        match self {
            Self::Counts(counts) => counts.resize(cells, 0),
            Self::Sums(sums) => sums.resize_with(cells, Sum::default),
            Self::Extremes { values, .. } => values.resize(cells, None),
            Self::Distincts(distincts) => distincts.resize_with(cells, Distinct::default),
            Self::Intervals(intervals) => intervals.resize_with(cells, Vec::new),
            Self::Values(values) => values.resize(cells),
            Self::Heatmap(_) | Self::Elsewhere => {}
        }
    }

    /// Returns the bytes that each cell takes beside the values of its rows.
    pub(super) const fn cell_bytes(&self) -> usize {
        match self {
            Self::Counts(_) => size_of::<u64>(),
            Self::Sums(_) => size_of::<Sum>(),
            Self::Extremes { .. } => size_of::<Option<Number>>(),
            Self::Distincts(_) => size_of::<Distinct>(),
            Self::Intervals(_) => size_of::<Vec<Interval>>(),
            Self::Values(_) => ValueLists::CELL_BYTES,
            Self::Heatmap(_) | Self::Elsewhere => 0,
        }
    }

    /// Adds the rows of the cells of another of the same aggregate; `targets` has the cell here
    /// for each cell there. Returns the bytes that values of both take more together.
    pub(super) fn merge(&mut self, other: Self, targets: &[u32]) -> i64 {
        match (self, other) {
            (Self::Counts(ours), Self::Counts(theirs)) => {
                pairs(theirs, targets, |target, count| ours[target] += count);
            }
            (Self::Sums(ours), Self::Sums(theirs)) => {
                pairs(theirs, targets, |target, sum| ours[target].add(&sum));
            }
            (Self::Extremes { wanted, values }, Self::Extremes { values: theirs, .. }) => {
                pairs(theirs, targets, |target, value| {
                    if let Some(value) = value {
                        take_extreme(*wanted, &mut values[target], value);
                    }
                });
            }
            (Self::Distincts(ours), Self::Distincts(theirs)) => {
                pairs(theirs, targets, |target, distinct| ours[target].merge(&distinct));
            }
            (Self::Intervals(ours), Self::Intervals(theirs)) => {
                pairs(theirs, targets, |target, mut all| ours[target].append(&mut all));
            }
            (Self::Values(ours), Self::Values(theirs)) => return ours.merge(*theirs, targets),
            (Self::Heatmap(ours), Self::Heatmap(theirs)) => ours.merge(&theirs, targets),
            _ => {}
        }
        0
    }

    /// Goes over to estimates; returns the bytes that it took more.
    pub(super) fn estimate(&mut self) -> i64 {
        match self {
            Self::Values(values) => {
                let before = values.bytes() as i64;
                values.estimate();
                values.bytes() as i64 - before
            }
            Self::Distincts(distincts) => {
                let mut grown = 0;
                for distinct in distincts {
                    let before = distinct.bytes() as i64;
                    distinct.trim();
                    grown += distinct.bytes() as i64 - before;
                }
                grown
            }
            _ => 0,
        }
    }
}

fn pairs<T>(theirs: Vec<T>, targets: &[u32], mut f: impl FnMut(usize, T)) {
    for (value, &target) in theirs.into_iter().zip(targets) {
        f(target as usize, value);
    }
}

impl Sum {
    /// Adds a number.
    pub(super) fn push(&mut self, number: Number, weight: u32) {
        match number {
            Number::Integer(number) => self.whole += i128::from(number) * i128::from(weight),
            Number::Float(number) => {
                self.push_rest(number * f64::from(weight));
                self.has_floats = true;
            }
        }
        self.weight += u64::from(weight);
    }

    fn push_rest(&mut self, number: f64) {
        let sum = self.rest + number;
        let part = sum - self.rest;
        let lost = (self.rest - (sum - part)) + (number - part);
        // Beyond the largest float there is nothing to lose.
        if lost.is_finite() {
            self.cut_off += lost;
        }
        self.rest = sum;
    }

    /// Adds another.
    pub(super) fn add(&mut self, other: &Self) {
        self.whole += other.whole;
        self.push_rest(other.rest);
        self.cut_off += other.cut_off;
        self.has_floats |= other.has_floats;
        self.weight += other.weight;
    }

    /// Returns the whole sum as a float.
    pub(super) fn float(&self) -> f64 {
        if !self.has_floats {
            return self.whole as f64;
        }
        let mut sum = *self;
        // Whole numbers beyond what a float holds lose less if they come in two parts.
        let high = sum.whole as f64;
        #[expect(clippy::cast_possible_truncation, reason = "a rounded whole number")]
        let low = (sum.whole - high as i128) as f64;
        sum.push_rest(high);
        sum.push_rest(low);
        sum.rest + sum.cut_off
    }
}

/// Takes a number if it is better than the one so far.
pub(super) fn take_extreme(wanted: Ordering, value: &mut Option<Number>, number: Number) {
    if value.is_none_or(|best| number.scalar().sort_order(&best.scalar()) == wanted) {
        *value = Some(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_do_not_depend_on_the_order() {
        let numbers = [1e16, 0.1, -1e16, 0.2, 3e-9, 1e8, -0.7, 123.456, -1e8, 0.3];
        let sum = |order: &mut dyn Iterator<Item = &f64>| {
            let (mut one, mut two) = (Sum::default(), Sum::default());
            for (place, &number) in order.enumerate() {
                if place % 3 == 0 { &mut one } else { &mut two }.push(Number::Float(number), 1);
            }
            one.add(&two);
            one.push(Number::Integer(i64::MAX), 1);
            one.push(Number::Integer(-i64::MAX), 1);
            one.float()
        };
        let forward = sum(&mut numbers.iter());
        assert_eq!(forward, sum(&mut numbers.iter().rev()));
        assert_eq!(forward, 123.356_000_003);
        let mut huge = Sum::default();
        huge.push(Number::Float(f64::MAX), 3);
        assert!(huge.float().is_infinite());
    }
}
