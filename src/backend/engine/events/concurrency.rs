//! How many spans are active at once.

use super::accumulator::Interval;

/// Begins and ends of spans in their order.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    /// Moment, and how many more or fewer are active from then on.
    points: Vec<(i64, i128)>,
}

impl Sweep {
    /// Orders the begins and ends of spans.
    pub(super) fn of<'a>(intervals: impl Iterator<Item = &'a Interval>) -> Self {
        let mut points = Vec::new();
        for interval in intervals {
            points.push((interval.start_ns, i128::from(interval.weight)));
            points.push((interval.end_ns, -i128::from(interval.weight)));
        }
        // Of one moment the ends come first: a span is not active any more at its end.
        points.sort_unstable();
        Self { points }
    }

    /// Returns the greatest number at any moment of each range; the ranges rise and do not
    /// overlap. None if there is no span at all.
    pub(super) fn greatest(&self, ranges: &[(i64, i64)]) -> Option<Vec<u64>> {
        if self.points.is_empty() {
            return None;
        }
        let mut points = self.points.iter().peekable();
        let mut level = 0_i128;
        let mut greatest = Vec::with_capacity(ranges.len());
        for &(start, end) in ranges {
            while let Some((_, change)) = points.next_if(|(time, _)| *time <= start) {
                level += change;
            }
            let mut most = level;
            while let Some((_, change)) = points.next_if(|(time, _)| *time < end) {
                level += change;
                most = most.max(level);
            }
            greatest.push(u64::try_from(most).unwrap_or_default());
        }
        Some(greatest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_from_their_begin_until_before_their_end() {
        let spans = [(0, 10, 1), (10, 20, 1), (5, 12, 2), (100, 101, 1)]
            .map(|(start_ns, end_ns, weight)| Interval { start_ns, end_ns, weight });
        let sweep = Sweep::of(spans.iter());
        let ranges = [(0, 5), (5, 10), (10, 20), (20, 100), (100, 200)];
        assert_eq!(sweep.greatest(&ranges), Some(vec![1, 3, 3, 0, 1]));
        assert_eq!(Sweep::default().greatest(&ranges), None);
    }
}
