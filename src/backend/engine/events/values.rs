//! The value of one aggregate over what was kept of some rows.

use std::cmp::Ordering;

use super::accumulator::Accumulator;
use super::accumulator::Number;
use super::accumulator::Sum;
use super::accumulator::take_extreme;
use super::key;
use super::query::EventValue;
use super::sketch::Distinct;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Scalar;

/// Returns a count as a value; null if there is none.
pub(super) fn count_of(count: Option<u64>) -> EventValue {
    EventValue::Scalar(
        count.map_or(Scalar::Null, |count| {
            Scalar::Integer(i64::try_from(count).unwrap_or(i64::MAX))
        }),
    )
}

/// Returns a number; null if it is none.
pub(super) fn finite(number: f64) -> Scalar<'static> {
    if number.is_finite() { Scalar::Float(number) } else { Scalar::Null }
}

/// Returns the sum or the average.
pub(super) fn summed<'a>(
    kept: impl Iterator<Item = &'a Accumulator>,
    operation: Operation,
) -> Scalar<'static> {
    let mut sum = Sum::default();
    for accumulator in kept {
        if let Accumulator::Sum(part) = accumulator {
            sum.add(part);
        }
    }
    if sum.weight == 0 {
        return Scalar::Null;
    }
    let float = sum.whole as f64 + sum.rest;
    if operation == Operation::Average {
        return finite(float / sum.weight as f64);
    }
    match i64::try_from(sum.whole) {
        Ok(whole) if !sum.has_floats => Scalar::Integer(whole),
        _ => finite(float),
    }
}

/// Returns the least or the greatest value.
pub(super) fn extreme<'a>(
    kept: impl Iterator<Item = &'a Accumulator>,
    operation: Operation,
) -> Scalar<'static> {
    let wanted = if operation == Operation::Minimum { Ordering::Less } else { Ordering::Greater };
    let mut best = None;
    for accumulator in kept {
        if let Accumulator::Extreme { value: Some(value), .. } = accumulator {
            take_extreme(wanted, &mut best, *value);
        }
    }
    best.map_or(Scalar::Null, Number::scalar)
}

/// Returns how many different values there are.
pub(super) fn distinct<'a>(mut kept: impl Iterator<Item = &'a Accumulator>) -> u64 {
    let Some(Accumulator::Distinct(first)) = kept.next() else { return 0 };
    let mut second = kept.next();
    if second.is_none() {
        return first.count();
    }
    let mut all: Distinct = (**first).clone();
    while let Some(accumulator) = second {
        if let Accumulator::Distinct(other) = accumulator {
            all.merge(other);
        }
        second = kept.next();
    }
    all.count()
}

/// Returns the least value such that the rows up to it have at least a share of all.
pub(super) fn percentile<'a>(
    kept: impl Iterator<Item = &'a Accumulator>,
    share: f64,
) -> Scalar<'static> {
    let mut values = Vec::new();
    let mut has_floats = false;
    for accumulator in kept {
        if let Accumulator::Values(part) = accumulator {
            has_floats |= part.add_to(&mut values);
        }
    }
    values.sort_unstable_by(|left, right| left.0.total_cmp(&right.0));
    let total: u64 = values.iter().map(|(_, weight)| weight).sum();
    let rank = needed_weight(share, total);
    let mut seen = 0;
    for (value, weight) in values {
        seen += weight;
        if seen >= rank {
            return match key::whole(value) {
                Some(whole) if !has_floats => Scalar::Integer(whole),
                _ => Scalar::Float(value),
            };
        }
    }
    Scalar::Null
}

/// Returns the smallest weight that is at least a share of all, and never none.
fn needed_weight(share: f64, total: u64) -> u64 {
    let exact = share * total as f64;
    // A share such as 0.07 is a little more than what was written; that must not cost a rank.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in 0..=total")]
    let rank = (exact * (1.0 - 1e-12)).ceil().max(0.0) as u64;
    rank.clamp(1, total.max(1))
}
