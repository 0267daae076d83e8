//! Estimates of what is too much to keep; they merge, and the order of values makes no difference.

use std::collections::BTreeMap;
use std::collections::HashSet;

/// How far an estimated value may be from the true one, as a share of it.
const ACCURACY: f64 = 0.005;

/// Values closer to zero than this are zero.
const SMALLEST: f64 = 1e-300;

/// Numbers in buckets whose edges grow by a fixed factor, after Masson, Rim and Lee: "DDSketch".
#[derive(Clone, Debug, Default)]
pub(super) struct Sketch {
    negative: BTreeMap<i32, u64>,
    zero: u64,
    positive: BTreeMap<i32, u64>,
}

fn factor() -> f64 {
    (1.0 + ACCURACY) / (1.0 - ACCURACY)
}

fn bucket(magnitude: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "logarithms of floats are small")]
    let bucket = (magnitude.ln() / factor().ln()).ceil() as i32;
    bucket
}

fn middle(bucket: i32) -> f64 {
    2.0 * factor().powi(bucket) / (factor() + 1.0)
}

impl Sketch {
    /// Adds a value.
    pub(super) fn push(&mut self, value: f64, weight: u64) {
        if value.abs() < SMALLEST {
            self.zero += weight;
        } else if value > 0.0 {
            *self.positive.entry(bucket(value)).or_default() += weight;
        } else {
            *self.negative.entry(bucket(-value)).or_default() += weight;
        }
    }

    /// Adds all values of another.
    pub(super) fn merge(&mut self, other: &Self) {
        self.zero += other.zero;
        for (ours, theirs) in
            [(&mut self.positive, &other.positive), (&mut self.negative, &other.negative)]
        {
            for (&bucket, &weight) in theirs {
                *ours.entry(bucket).or_default() += weight;
            }
        }
    }

    /// Returns its values in rising order with their weights.
    pub(super) fn values(&self) -> impl Iterator<Item = (f64, u64)> {
        let negative = self.negative.iter().rev().map(|(&b, &weight)| (-middle(b), weight));
        let positive = self.positive.iter().map(|(&b, &weight)| (middle(b), weight));
        let zero = (self.zero > 0).then_some((0.0, self.zero));
        negative.chain(zero).chain(positive)
    }

    /// Returns the bytes that it takes, roughly.
    pub(super) fn bytes(&self) -> usize {
        (self.negative.len() + self.positive.len()) * 24
    }
}

/// Hashes that a trimmed set keeps.
const KEPT_HASHES: usize = 4096;

/// Different values by their hashes: all of them, or the smallest ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Distinct {
    hashes: HashSet<u64>,
    /// The largest hash that is kept, once not all are.
    bound: Option<u64>,
}

impl Distinct {
    /// Adds a value; says whether it was new.
    pub(super) fn push(&mut self, hash: u64) -> bool {
        self.bound.is_none_or(|bound| hash <= bound) && self.hashes.insert(hash)
    }

    /// Adds all values of another.
    pub(super) fn merge(&mut self, other: &Self) {
        if other.bound.is_some() {
            self.bound = Some(self.bound.unwrap_or(u64::MAX).min(other.bound.unwrap_or(u64::MAX)));
        }
        self.hashes.extend(&other.hashes);
        if let Some(bound) = self.bound {
            self.hashes.retain(|&hash| hash <= bound);
            self.trim();
        }
    }

    /// Lets go of all but the smallest hashes, if there are many.
    pub(super) fn trim(&mut self) {
        if self.hashes.len() <= KEPT_HASHES * 2
            && (self.bound.is_none() || self.hashes.len() <= KEPT_HASHES)
        {
            return;
        }
        let mut sorted: Vec<u64> = self.hashes.drain().collect();
        sorted.sort_unstable();
        sorted.truncate(KEPT_HASHES);
        self.bound = sorted.last().copied();
        self.hashes = sorted.into_iter().collect();
    }

    /// Returns how many different values there were.
    pub(super) fn count(&self) -> u64 {
        let kept = self.hashes.len() as u64;
        match self.bound {
            None => kept,
            Some(bound) => {
                let share = bound as f64 / u64::MAX as f64;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a positive estimate"
                )]
                let estimate = ((kept.saturating_sub(1)) as f64 / share).round() as u64;
                estimate
            }
        }
    }

    /// Returns the bytes that it takes, roughly.
    pub(super) fn bytes(&self) -> usize {
        self.hashes.len() * 16
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::engine::events::key;

    #[test]
    fn values_are_within_the_accuracy_whatever_the_order() {
        let mut whole = Sketch::default();
        let (mut left, mut right) = (Sketch::default(), Sketch::default());
        for number in -5_000..5_000_i32 {
            let value = f64::from(number) * 0.37;
            whole.push(value, 1);
            if number % 3 == 0 { left.push(value, 1) } else { right.push(value, 1) }
        }
        right.merge(&left);
        let all: Vec<(f64, u64)> = whole.values().collect();
        assert_eq!(all, right.values().collect::<Vec<_>>());
        assert!(all.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let mut seen = 0;
        for (estimate, weight) in all {
            seen += weight;
            let exact = (seen as f64 - 1.0 - 5_000.0) * 0.37;
            assert!((estimate - exact).abs() <= exact.abs() * (ACCURACY * 2.0) + 1e-9);
        }
        assert_eq!(seen, 10_000);
    }

    #[test]
    fn trimmed_sets_estimate_and_merge() {
        let (mut one, mut two) = (Distinct::default(), Distinct::default());
        for number in 0..60_000_u64 {
            let hash = key::hash(&number.to_le_bytes());
            one.push(hash);
            if number >= 30_000 {
                two.push(hash);
            }
        }
        assert_eq!(one.count(), 60_000);
        one.trim();
        two.trim();
        let estimate = one.count() as f64;
        assert!((estimate - 60_000.0).abs() < 60_000.0 * 0.06, "{estimate}");
        two.merge(&one);
        assert_eq!(two.count(), one.count());
    }
}
