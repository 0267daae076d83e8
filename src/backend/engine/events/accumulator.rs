//! What is kept of the rows of one group and bucket for one aggregate.

use std::cmp::Ordering;

use super::key;
use super::sketch::Distinct;
use super::sketch::Sketch;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Scalar;

/// What is kept of some rows.
#[derive(Clone, Debug)]
pub(super) enum Accumulator {
    Count(u64),
    Sum(Sum),
    /// The least value, or the greatest.
    Extreme {
        wanted: Ordering,
        value: Option<Number>,
    },
    Distinct(Box<Distinct>),
    Values(Box<Values>),
    /// Begin, end and weight of spans.
    Intervals(Vec<Interval>),
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

/// A sum that is exact for whole numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub(super) whole: i128,
    pub(super) rest: f64,
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

/// Values with their weights, as they came or as a sketch.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    values: Vec<f64>,
    /// The weights, unless all are one.
    weights: Vec<u32>,
    sketch: Option<Sketch>,
    has_floats: bool,
}

impl Values {
    fn push(&mut self, number: Number, weight: u32) {
        self.has_floats |= matches!(number, Number::Float(_));
        let value = number.float();
        if let Some(sketch) = &mut self.sketch {
            sketch.push(value, u64::from(weight));
            return;
        }
        if weight != 1 && self.weights.is_empty() {
            self.weights = vec![1; self.values.len()];
        }
        self.values.push(value);
        if weight != 1 || !self.weights.is_empty() {
            self.weights.push(weight);
        }
    }

    fn kept(&self) -> impl Iterator<Item = (f64, u64)> {
        let weight = |place: usize| u64::from(self.weights.get(place).copied().unwrap_or(1));
        self.values.iter().enumerate().map(move |(place, &value)| (value, weight(place)))
    }

    fn estimate(&mut self) {
        let mut sketch = self.sketch.take().unwrap_or_default();
        for (value, weight) in self.kept() {
            sketch.push(value, weight);
        }
        self.values = Vec::new();
        self.weights = Vec::new();
        self.sketch = Some(sketch);
    }

    fn merge(&mut self, mut other: Self) {
        self.has_floats |= other.has_floats;
        if self.sketch.is_some() || other.sketch.is_some() {
            self.estimate();
            other.estimate();
            if let (Some(ours), Some(theirs)) = (&mut self.sketch, &other.sketch) {
                ours.merge(theirs);
            }
            return;
        }
        if !(self.weights.is_empty() && other.weights.is_empty()) {
            self.weights.resize(self.values.len(), 1);
            other.weights.resize(other.values.len(), 1);
            self.weights.append(&mut other.weights);
        }
        self.values.append(&mut other.values);
    }

    fn bytes(&self) -> usize {
        let kept = self.values.len() * 8 + self.weights.len() * 4;
        kept + self.sketch.as_ref().map_or(0, Sketch::bytes)
    }

    /// Adds the values to a list, in no order; says whether one of them is no whole number.
    pub(super) fn add_to(&self, list: &mut Vec<(f64, u64)>) -> bool {
        list.extend(self.kept());
        list.extend(self.sketch.iter().flat_map(Sketch::values));
        self.has_floats || self.sketch.is_some()
    }
}

/// What a row is for an aggregate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    pub(super) value: &'a Scalar<'a>,
    pub(super) weight: u32,
    pub(super) time_ns: i64,
    /// Whether values are estimated.
    pub(super) approximate: bool,
}

/// How much more an accumulator keeps.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Growth {
    pub(super) bytes: i64,
    pub(super) values: u64,
}

impl Growth {
    const fn value(bytes: i64) -> Self {
        Self { bytes, values: 1 }
    }
}

impl Accumulator {
    /// Creates what an operation starts with.
    pub(super) fn new(operation: Operation) -> Self {
        match operation {
            Operation::Count | Operation::CountOf => Self::Count(0),
            Operation::Sum | Operation::Average | Operation::RateSum | Operation::RateAverage => {
                Self::Sum(Sum::default())
            }
            Operation::Minimum => Self::Extreme { wanted: Ordering::Less, value: None },
            Operation::Maximum | Operation::RateMaximum => {
                Self::Extreme { wanted: Ordering::Greater, value: None }
            }
            Operation::CountDistinct => Self::Distinct(Box::default()),
            Operation::Percentile(_) | Operation::Heatmap => Self::Values(Box::default()),
            Operation::Concurrency => Self::Intervals(Vec::new()),
        }
    }

    /// Adds a row; what has no value, or for numbers no number, was left out by the caller for
    /// counts and is left out here for the rest.
    pub(super) fn push(&mut self, input: Input<'_>, scratch: &mut Vec<u8>) -> Growth {
        let weight = u64::from(input.weight);
        match self {
            Self::Count(count) => *count += weight,
            Self::Distinct(distinct) => {
                if input.value.is_null() {
                    return Growth::default();
                }
                scratch.clear();
                key::push(scratch, input.value);
                if distinct.push(key::hash(scratch)) {
                    if !input.approximate {
                        return Growth::value(16);
                    }
                    let before = distinct.bytes() as i64;
                    distinct.trim();
                    let bytes = 16 + distinct.bytes() as i64 - before;
                    return Growth { bytes, values: 0 };
                }
            }
            Self::Intervals(intervals) => {
                let Some(duration_ms) = Number::of(input.value) else {
                    return Growth::default();
                };
                #[expect(clippy::cast_possible_truncation, reason = "saturates")]
                let duration_ns = (duration_ms.float() * 1e6).round() as i64;
                // A span of no length is active at its own moment.
                let end_ns = input.time_ns.saturating_add(duration_ns.max(1));
                intervals.push(Interval { start_ns: input.time_ns, end_ns, weight });
                return Growth { bytes: size_of::<Interval>() as i64, values: 0 };
            }
            Self::Sum(_) | Self::Extreme { .. } | Self::Values(_) => {
                if let Some(number) = Number::of(input.value) {
                    return self.push_number(number, input);
                }
            }
        }
        Growth::default()
    }

    fn push_number(&mut self, number: Number, input: Input<'_>) -> Growth {
        match self {
            Self::Sum(sum) => {
                match number {
                    Number::Integer(number) => {
                        sum.whole += i128::from(number) * i128::from(input.weight);
                    }
                    Number::Float(number) => {
                        sum.rest += number * f64::from(input.weight);
                        sum.has_floats = true;
                    }
                }
                sum.weight += u64::from(input.weight);
            }
            Self::Extreme { wanted, value } => take_extreme(*wanted, value, number),
            Self::Values(values) => {
                let before = values.bytes() as i64;
                if input.approximate && values.sketch.is_none() {
                    values.estimate();
                }
                values.push(number, input.weight);
                let bytes = values.bytes() as i64 - before;
                return Growth { bytes, values: u64::from(values.sketch.is_none()) };
            }
            Self::Count(_) | Self::Distinct(_) | Self::Intervals(_) => {}
        }
        Growth::default()
    }

    /// Adds the rows of another of the same aggregate.
    pub(super) fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::Count(ours), Self::Count(theirs)) => *ours += theirs,
            (Self::Sum(ours), Self::Sum(theirs)) => ours.add(&theirs),
            (Self::Extreme { wanted, value }, Self::Extreme { value: Some(theirs), .. }) => {
                take_extreme(*wanted, value, theirs);
            }
            (Self::Distinct(ours), Self::Distinct(theirs)) => ours.merge(&theirs),
            (Self::Values(ours), Self::Values(theirs)) => ours.merge(*theirs),
            (Self::Intervals(ours), Self::Intervals(mut theirs)) => ours.append(&mut theirs),
            _ => {}
        }
    }

    /// Goes over to estimates.
    pub(super) fn estimate(&mut self) {
        match self {
            Self::Values(values) if values.sketch.is_none() => values.estimate(),
            Self::Distinct(distinct) => distinct.trim(),
            _ => {}
        }
    }

    /// Returns the bytes that it takes beside itself, roughly.
    pub(super) fn bytes(&self) -> i64 {
        let bytes = match self {
            Self::Count(_) | Self::Sum(_) | Self::Extreme { .. } => 0,
            Self::Distinct(distinct) => distinct.bytes(),
            Self::Values(values) => values.bytes(),
            Self::Intervals(intervals) => intervals.len() * size_of::<Interval>(),
        };
        i64::try_from(bytes).unwrap_or(i64::MAX)
    }
}

impl Sum {
    /// Adds another.
    pub(super) fn add(&mut self, other: &Self) {
        self.whole += other.whole;
        self.rest += other.rest;
        self.has_floats |= other.has_floats;
        self.weight += other.weight;
    }
}

/// Takes a number if it is better than the one so far.
pub(super) fn take_extreme(wanted: Ordering, value: &mut Option<Number>, number: Number) {
    if value.is_none_or(|best| number.scalar().sort_order(&best.scalar()) == wanted) {
        *value = Some(number);
    }
}
