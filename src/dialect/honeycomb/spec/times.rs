//! When a query is about, and how fine its series is.

use super::object::Object;
use crate::dialect::plan::TimeRange;

/// How many seconds a query is about that does not say.
pub const DEFAULT_TIME_RANGE: i64 = 7200;

/// The last second whose nanoseconds a plan can hold, in 2262.
const LAST_SECOND: i64 = i64::MAX / NANOSECONDS - 1;

const NANOSECONDS: i64 = 1_000_000_000;

/// Most points of a series whose width is not chosen.
const AUTOMATIC_POINTS: i64 = 240;

const OFFSETS: [i64; 8] = [1800, 3600, 7200, 28_800, 86_400, 604_800, 2_419_200, 15_724_800];

/// When a query is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Times {
    range: Option<i64>,
    start: Option<i64>,
    end: Option<i64>,
    granularity: Option<i64>,
    pub(super) compare_offset: Option<i64>,
}

impl Times {
    /// Reads the members that are about time.
    pub(super) fn read(spec: &mut Object<'_>) -> Self {
        let times = Self {
            range: spec.whole("time_range", 1..=LAST_SECOND),
            start: spec.whole("start_time", 0..=LAST_SECOND),
            end: spec.whole("end_time", 0..=LAST_SECOND),
            granularity: spec.whole("granularity", 0..=LAST_SECOND).filter(|seconds| *seconds > 0),
            compare_offset: spec.whole("compare_time_offset_seconds", 1..=LAST_SECOND),
        };
        times.check(spec);
        times
    }

    fn check(&self, spec: &Object<'_>) {
        let problems = spec.problems;
        match (self.range, self.start, self.end) {
            (Some(_), Some(_), Some(_)) => {
                let message = "must not be given beside start_time and end_time";
                problems.hinted(&spec.path_of("time_range"), message, "leave one of the three out");
                return;
            }
            (None, Some(start), Some(end)) if start > end => {
                let message = format!("must not be after end_time, which is {end}");
                problems.add(&spec.path_of("start_time"), message);
                return;
            }
            _ => {}
        }
        let Some(seconds) = self.known_seconds() else { return };
        let finest = seconds.div_euclid(1000) + i64::from(seconds % 1000 > 0);
        let finest = finest.max(1);
        if let Some(granularity) = self.granularity
            && !(finest..=seconds.max(1)).contains(&granularity)
        {
            let message = format!(
                "must be {finest} to {seconds} for a range of {seconds} seconds, not {granularity}"
            );
            let hint = "leave it out, or write 0, to have it chosen";
            problems.hinted(&spec.path_of("granularity"), message, hint);
        }
        if let Some(offset) = self.compare_offset {
            let path = spec.path_of("compare_time_offset_seconds");
            if offset < seconds {
                let message =
                    format!("must be at least the range of {seconds} seconds, not {offset}");
                problems.add(&path, message);
            } else if offset != seconds && !OFFSETS.contains(&offset) {
                let offsets: Vec<String> = OFFSETS.iter().map(ToString::to_string).collect();
                let message =
                    format!("must be one of {} or the range, not {offset}", offsets.join(", "));
                problems.add(&path, message);
            }
        }
    }

    /// Returns how many seconds the query is about, unless only now tells.
    fn known_seconds(&self) -> Option<i64> {
        match (self.range, self.start, self.end) {
            (Some(range), _, _) => Some(range),
            (None, Some(start), Some(end)) => Some(end - start),
            (None, Some(_), None) => None,
            (None, None, _) => Some(DEFAULT_TIME_RANGE),
        }
    }

    /// Returns the range and the width of a bucket, in nanoseconds.
    pub(super) fn resolve(&self, now_ns: i64) -> (TimeRange, i64) {
        let start_of = |seconds: i64| seconds.saturating_mul(NANOSECONDS);
        let length = self.range.unwrap_or(DEFAULT_TIME_RANGE).saturating_mul(NANOSECONDS);
        let (start_ns, end_ns) = match (self.start, self.end) {
            (Some(start), Some(end)) => (start_of(start), start_of(end)),
            (Some(start), None) => {
                let end = self.range.map_or(now_ns, |_| start_of(start).saturating_add(length));
                (start_of(start), end)
            }
            (None, end) => {
                let end = end.map_or(now_ns, start_of);
                (end.saturating_sub(length), end)
            }
        };
        let range = TimeRange { start_ns, end_ns: end_ns.max(start_ns) };
        let length = range.end_ns.saturating_sub(range.start_ns);
        let granularity = match self.granularity {
            // A range that begins somewhere and ends now is only known now.
            Some(seconds) if self.known_seconds().is_none() => {
                seconds.saturating_mul(NANOSECONDS).max(length / 1000 + 1)
            }
            Some(seconds) => seconds.saturating_mul(NANOSECONDS),
            None => automatic(length),
        };
        (range, granularity)
    }
}

/// Chooses the finest round width that has few enough points.
fn automatic(length_ns: i64) -> i64 {
    const MILLISECONDS: i64 = 1_000_000;
    const STEPS: [i64; 28] = {
        const S: i64 = 1000;
        const M: i64 = 60 * S;
        const H: i64 = 60 * M;
        const D: i64 = 24 * H;
        [
            1,
            2,
            5,
            10,
            20,
            50,
            100,
            200,
            500,
            S,
            2 * S,
            5 * S,
            10 * S,
            15 * S,
            30 * S,
            M,
            2 * M,
            5 * M,
            10 * M,
            15 * M,
            30 * M,
            H,
            2 * H,
            3 * H,
            6 * H,
            12 * H,
            D,
            7 * D,
        ]
    };
    let fits = |step: &i64| length_ns / (step * MILLISECONDS) <= AUTOMATIC_POINTS;
    let step = STEPS.into_iter().find(fits).map(|step| step * MILLISECONDS);
    step.unwrap_or(length_ns / AUTOMATIC_POINTS + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_automatic_width_is_round_and_has_few_points() {
        let cases = [
            (0, 1_000_000),
            (NANOSECONDS, 5_000_000),
            (60 * NANOSECONDS, 500_000_000),
            (600 * NANOSECONDS, 5 * NANOSECONDS),
            (7200 * NANOSECONDS, 30 * NANOSECONDS),
            (86_400 * NANOSECONDS, 600 * NANOSECONDS),
            (7 * 86_400 * NANOSECONDS, 3600 * NANOSECONDS),
        ];
        for (length, step) in cases {
            assert_eq!(automatic(length), step, "{length}");
        }
        assert!(i64::MAX / automatic(i64::MAX) <= AUTOMATIC_POINTS);
    }
}
