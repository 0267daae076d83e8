//! The value of one aggregate over what was kept of some rows.

use std::cmp::Ordering;

use super::accumulator::Number;
use super::accumulator::Sum;
use super::accumulator::take_extreme;
use super::key;
use super::query::EventValue;
use super::sketch::Distinct;
use super::value_lists::ValueLists;
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

/// Returns the sum or the average of some cells.
pub(super) fn summed(sums: &[Sum], cells: &[u32], operation: Operation) -> Scalar<'static> {
    let mut sum = Sum::default();
    for &cell in cells {
        sum.add(&sums[cell as usize]);
    }
    if sum.weight == 0 {
        return Scalar::Null;
    }
    if matches!(operation, Operation::Average | Operation::RateAverage) {
        return finite(sum.float() / sum.weight as f64);
    }
    match i64::try_from(sum.whole) {
        Ok(whole) if !sum.has_floats => Scalar::Integer(whole),
        _ => finite(sum.float()),
    }
}

/// Returns the least or the greatest value of some cells.
pub(super) fn extreme(
    values: &[Option<Number>],
    cells: &[u32],
    wanted: Ordering,
) -> Scalar<'static> {
    let mut best = None;
    for value in cells.iter().filter_map(|&cell| values[cell as usize]) {
        take_extreme(wanted, &mut best, value);
    }
    best.map_or(Scalar::Null, Number::scalar)
}

/// Returns how many different values some cells have.
pub(super) fn distinct(all: &[Distinct], cells: &[u32]) -> u64 {
    match cells {
        [] => 0,
        [cell] => all[*cell as usize].count(),
        [first, rest @ ..] => {
            let mut joined = all[*first as usize].clone();
            rest.iter().for_each(|&cell| joined.merge(&all[cell as usize]));
            joined.count()
        }
    }
}

/// Values up to which they are sorted in a copy; more are searched where they are.
const SORTED_VALUES: usize = 1024 * 1024;

/// Returns the least value such that the rows up to it have at least a share of all.
pub(super) fn percentile(lists: &ValueLists, cells: &[u32], share: f64) -> Scalar<'static> {
    let has_floats = cells.iter().any(|&cell| lists.has_floats(cell as usize));
    let each = |f: &mut dyn FnMut(f64, u64)| {
        cells.iter().for_each(|&cell| lists.each(cell as usize, &mut *f));
    };
    let (mut count, mut total) = (0_usize, 0_u64);
    each(&mut |_, weight| {
        count += 1;
        total += weight;
    });
    if count == 0 {
        return Scalar::Null;
    }
    let rank = needed_weight(share, total);
    let found = if count > SORTED_VALUES {
        search(&each, rank)
    } else if lists.is_unweighted() {
        let mut values = Vec::with_capacity(count);
        each(&mut |value, _| values.push(value));
        let place = usize::try_from(rank).unwrap_or(count).min(count) - 1;
        *values.select_nth_unstable_by(place, f64::total_cmp).1
    } else {
        let mut values = Vec::with_capacity(count);
        each(&mut |value, weight| values.push((value, weight)));
        values.sort_unstable_by(|left, right| left.0.total_cmp(&right.0));
        let mut seen = 0;
        let reached = |&&(_, weight): &&(f64, u64)| {
            seen += weight;
            seen >= rank
        };
        values.iter().find(reached).map_or(0.0, |&(value, _)| value)
    };
    match key::whole(found) {
        Some(whole) if !has_floats => Scalar::Integer(whole),
        _ => Scalar::Float(found),
    }
}

/// Finds the value of a rank without a copy: by its highest 16 bits, then by the next.
fn search(each: &impl Fn(&mut dyn FnMut(f64, u64)), mut rank: u64) -> f64 {
    const DIGITS: u32 = 16;
    /// Turns floats into whole numbers of the same order.
    const fn ordered(value: f64) -> u64 {
        let bits = value.to_bits();
        if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
    }
    let (mut prefix, mut known) = (0_u64, 0);
    let mut weights = vec![0_u64; 1 << DIGITS];
    while known < u64::BITS {
        weights.fill(0);
        let shift = u64::BITS - known - DIGITS;
        each(&mut |value, weight| {
            let bits = ordered(value);
            if known == 0 || bits >> (u64::BITS - known) == prefix {
                weights[(bits >> shift) as usize % (1 << DIGITS)] += weight;
            }
        });
        let mut digit = 0;
        while digit + 1 < weights.len() && weights[digit] < rank {
            rank -= weights[digit];
            digit += 1;
        }
        prefix = prefix << DIGITS | digit as u64;
        known += DIGITS;
    }
    f64::from_bits(if prefix >> 63 == 1 { prefix & !(1 << 63) } else { !prefix })
}

/// Returns the smallest weight that is at least a share of all, and never none.
fn needed_weight(share: f64, total: u64) -> u64 {
    let exact = share * total as f64;
    // A share such as 0.07 is a little more than what was written; that must not cost a rank.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in 0..=total")]
    let rank = (exact * (1.0 - 1e-12)).ceil().max(0.0) as u64;
    rank.clamp(1, total.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::store::testing::Dice;

    #[test]
    fn a_search_finds_what_sorting_finds() {
        for seed in 0..10 {
            let mut dice = Dice::new(seed);
            let mut values: Vec<(f64, u64)> = (0..2_000)
                .map(|_| {
                    let bits = f64::from_bits(dice.below(u64::MAX));
                    let any = if bits.is_nan() { -0.0 } else { bits };
                    let value = match dice.below(3) {
                        0 => any,
                        1 => dice.below(10) as f64 - 5.0,
                        _ => dice.below(1_000) as f64 / 7.0,
                    };
                    (value, 1 + dice.below(3))
                })
                .collect();
            let each = |f: &mut dyn FnMut(f64, u64)| {
                values.iter().for_each(|&(value, weight)| f(value, weight));
            };
            let total: u64 = values.iter().map(|(_, weight)| weight).sum();
            let ranks = [1, 2, total / 3, total / 2, total - 1, total];
            let found = ranks.map(|rank| search(&each, rank));
            values.sort_unstable_by(|left, right| left.0.total_cmp(&right.0));
            for (rank, found) in ranks.into_iter().zip(found) {
                let mut seen = 0;
                let expected = values.iter().find(|(_, weight)| {
                    seen += weight;
                    seen >= rank
                });
                assert_eq!(found.to_bits(), expected.unwrap().0.to_bits(), "seed {seed}, {rank}");
            }
        }
    }
}
