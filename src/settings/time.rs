//! Reading and showing times and durations.
//!
//! Here and not in the rooms below, because what a local time means depends on the time zone of
//! the person, which is a setting.

use std::time::Duration;

use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::Zoned;
use jiff::civil;
use jiff::tz::TimeZone;

use crate::base::Hint;
use crate::base::Kind;
use crate::base::Milliseconds;

use super::env;
use super::environment::Environment;

/// A text that is no time or no duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// No form of a time fits.
    #[error(
        "`{0}` is no time; accepted: 15m or 2h30m (ago), 2 hours ago, now, yesterday 14:00, 2026-11-20 14:00, 2026-11-20T14:00:00Z, seconds or milliseconds since 1970"
    )]
    Time(String),
    /// It is no duration.
    #[error("`{0}` is no duration; accepted: 90s, 5m, 2h30m, 7d, 2w (largest unit first)")]
    Duration(String),
    /// The time lies outside of what can be represented.
    #[error("`{0}` is too far away")]
    Range(String),
}

impl Hint for TimeError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// Returns the zone in which times are read and shown.
#[must_use]
pub fn time_zone(environment: &Environment, utc: bool) -> TimeZone {
    if utc {
        return TimeZone::UTC;
    }
    match environment.get(&env::TZ) {
        Some(name) => {
            let name = name.strip_prefix(':').unwrap_or(name);
            // As the C library does: a zone that nobody knows is UTC.
            TimeZone::get(name).or_else(|_| TimeZone::posix(name)).unwrap_or(TimeZone::UTC)
        }
        None => TimeZone::try_system().unwrap_or(TimeZone::UTC),
    }
}

/// Reads a time as people type it.
///
/// # Errors
/// The text has none of the accepted forms, which the message lists.
pub fn parse_time(
    text: &str,
    now: Milliseconds,
    zone: &TimeZone,
) -> Result<Milliseconds, TimeError> {
    let typed = text.trim();
    let wrong = || TimeError::Time(text.to_owned());
    let out_of_range = || TimeError::Range(text.to_owned());
    if let Some(offset) = relative(typed) {
        let offset = i64::try_from(offset?.as_millis()).map_err(|_| out_of_range())?;
        let moved = now.checked_sub(offset).ok_or_else(out_of_range)?;
        return Timestamp::from_millisecond(moved)
            .map(Timestamp::as_millisecond)
            .map_err(|_| out_of_range());
    }
    if let Some(epoch) = epoch(typed) {
        let epoch = epoch.ok_or_else(wrong)?;
        return Timestamp::from_millisecond(epoch)
            .map(Timestamp::as_millisecond)
            .map_err(|_| out_of_range());
    }
    if let Ok(timestamp) = typed.parse::<Timestamp>() {
        return Ok(timestamp.as_millisecond());
    }
    let today = || {
        Timestamp::from_millisecond(now)
            .map(|now| now.to_zoned(zone.clone()))
            .map_err(|_| out_of_range())
    };
    let local = match day_word(typed) {
        Some((days, rest)) => {
            let date = today()?.date().checked_sub(days.days()).map_err(|_| out_of_range())?;
            date.to_datetime(clock_time(rest).ok_or_else(wrong)?)
        }
        None => match clock_time(typed).filter(|_| typed.contains(':') && !typed.contains('-')) {
            Some(time) => today()?.date().to_datetime(time),
            None => civil_time(typed).ok_or_else(wrong)?,
        },
    };
    zone.to_zoned(local)
        .map(|zoned: Zoned| zoned.timestamp().as_millisecond())
        .map_err(|_| out_of_range())
}

/// Reads a duration such as `90s`, `5m`, `2h30m`, `7d` or `2w`.
///
/// # Errors
/// The text is no duration, or longer than can be represented.
pub fn parse_duration(text: &str) -> Result<Duration, TimeError> {
    duration(text.trim()).unwrap_or_else(|| Err(TimeError::Duration(text.to_owned())))
}

/// Shows a time in a zone, as RFC 3339 with milliseconds; the offset is always there.
#[must_use]
pub fn format_time(time: Milliseconds, zone: &TimeZone) -> String {
    let Ok(timestamp) = Timestamp::from_millisecond(time) else {
        return format!("{time} ms");
    };
    if *zone == TimeZone::UTC {
        return timestamp.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
    }
    timestamp.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S.%3f%:z").to_string()
}

// The units, largest first, with the words for "2 hours ago".
const UNITS: [(&str, u64, &[&str]); 6] = [
    ("w", 7 * 24 * 3600 * 1000, &["week", "weeks"]),
    ("d", 24 * 3600 * 1000, &["day", "days"]),
    ("h", 3600 * 1000, &["hour", "hours"]),
    ("m", 60 * 1000, &["minute", "minutes", "min", "mins"]),
    ("s", 1000, &["second", "seconds", "sec", "secs"]),
    ("ms", 1, &["millisecond", "milliseconds"]),
];

// `None` if the text does not look like a duration at all.
fn duration(text: &str) -> Option<Result<Duration, TimeError>> {
    let mut rest = text;
    let mut total: u64 = 0;
    let mut smallest = u64::MAX;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
        let (number, after) = rest.split_at(digits);
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        let (_, size, _) = UNITS.iter().find(|(name, _, _)| *name == unit)?;
        // "30m2h" and "1h1h" are more likely slips than wishes.
        if *size >= smallest {
            return None;
        }
        let product = number.parse::<u64>().ok().and_then(|number| number.checked_mul(*size));
        let Some(sum) = product.and_then(|product| total.checked_add(product)) else {
            return Some(Err(TimeError::Range(text.to_owned())));
        };
        (total, smallest, rest) = (sum, *size, after);
    }
    (smallest != u64::MAX).then(|| Ok(Duration::from_millis(total)))
}

// How long ago, for `now`, `15m`, `now-15m`, `15m ago`, `2 hours ago`.
fn relative(text: &str) -> Option<Result<Duration, TimeError>> {
    let lower = text.to_ascii_lowercase();
    if lower == "now" {
        return Some(Ok(Duration::ZERO));
    }
    if let Some(rest) = lower.strip_prefix("now-") {
        return duration(rest.trim());
    }
    let Some(rest) = lower.strip_suffix("ago") else { return duration(&lower) };
    let rest = rest.trim();
    if let Some(found) = duration(rest) {
        return Some(found);
    }
    let (number, word) = rest.split_once(' ')?;
    let (_, size, _) = UNITS.iter().find(|(_, _, words)| words.contains(&word.trim()))?;
    let number = if matches!(number, "a" | "an") { Some(1) } else { number.parse::<u64>().ok() }?;
    Some(
        number
            .checked_mul(*size)
            .map(Duration::from_millis)
            .ok_or_else(|| TimeError::Range(text.to_owned())),
    )
}

// Digits only: seconds or milliseconds since 1970; `Some(None)` if there are too few or too many
// digits to tell (a bare `15` is more likely a forgotten unit).
fn epoch(text: &str) -> Option<Option<Milliseconds>> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: Option<i64> = text.parse().ok();
    Some(match text.len() {
        9..=11 => number.map(|seconds| seconds * 1000),
        12..=14 => number,
        _ => None,
    })
}

fn day_word(text: &str) -> Option<(i32, &str)> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    match word.to_ascii_lowercase().as_str() {
        "today" => Some((0, rest.trim())),
        "yesterday" => Some((1, rest.trim())),
        _ => None,
    }
}

// The start of the day if nothing is said.
fn clock_time(text: &str) -> Option<civil::Time> {
    if text.is_empty() { Some(civil::Time::midnight()) } else { text.parse().ok() }
}

fn civil_time(text: &str) -> Option<civil::DateTime> {
    // A date needs its dashes: jiff also takes 20261120, which looks like a number of seconds.
    if !text.contains('-') {
        return None;
    }
    text.parse().ok().or_else(|| {
        text.parse::<civil::Date>().ok().map(|date| date.to_datetime(civil::Time::midnight()))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn read(text: &str) -> String {
        let now = "2026-11-21T04:41:20.500Z".parse::<Timestamp>().unwrap().as_millisecond();
        match parse_time(text, now, &paris()) {
            Ok(time) => format_time(time, &TimeZone::UTC),
            Err(error) => error.to_string().split(';').next().unwrap_or_default().to_owned(),
        }
    }

    #[test]
    fn reads_what_people_type() {
        for (text, expected) in [
            ("now", "2026-11-21T04:41:20.500Z"),
            ("15m", "2026-11-21T04:26:20.500Z"),
            ("2h30m", "2026-11-21T02:11:20.500Z"),
            ("now-2h30m", "2026-11-21T02:11:20.500Z"),
            ("7d", "2026-11-14T04:41:20.500Z"),
            ("2 hours ago", "2026-11-21T02:41:20.500Z"),
            ("an hour ago", "2026-11-21T03:41:20.500Z"),
            ("90s ago", "2026-11-21T04:39:50.500Z"),
            ("yesterday 14:00", "2026-11-20T13:00:00.000Z"),
            ("Yesterday", "2026-11-19T23:00:00.000Z"),
            ("today 05:00", "2026-11-21T04:00:00.000Z"),
            ("05:00", "2026-11-21T04:00:00.000Z"),
            ("2026-11-20 14:00", "2026-11-20T13:00:00.000Z"),
            ("2026-11-20T14:00:01.5", "2026-11-20T13:00:01.500Z"),
            ("2026-11-20", "2026-11-19T23:00:00.000Z"),
            ("2026-11-20T14:00:00Z", "2026-11-20T14:00:00.000Z"),
            ("2026-11-20T14:00:00+05:30", "2026-11-20T08:30:00.000Z"),
            ("2026-11-20 14:00Z", "2026-11-20T14:00:00.000Z"),
            ("1795233600", "2026-11-21T04:00:00.000Z"),
            ("1795233600123", "2026-11-21T04:00:00.123Z"),
            // The hour that does not exist, and the one that exists twice.
            ("2026-03-29 02:30", "2026-03-29T01:30:00.000Z"),
            ("2026-10-25 02:30", "2026-10-25T00:30:00.000Z"),
            ("15", "`15` is no time"),
            ("tomorrowish", "`tomorrowish` is no time"),
            ("", "`` is no time"),
            ("20261120", "`20261120` is no time"),
            ("99999999999w", "`99999999999w` is too far away"),
            ("9999999999999999999999s", "`9999999999999999999999s` is too far away"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn reads_durations() {
        for (text, seconds) in [
            ("90s", 90),
            ("5m", 300),
            ("2h30m", 9000),
            ("7d", 604_800),
            ("2w", 1_209_600),
            ("0s", 0),
        ] {
            assert_eq!(parse_duration(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        assert_eq!(parse_duration("1s250ms"), Ok(Duration::from_millis(1250)));
        for text in ["", "5", "m", "30m2h", "1h1h", "5 m", "-5m", "1.5h", "5M"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_zone_is_always_shown() {
        assert_eq!(format_time(1_795_233_600_123, &paris()), "2026-11-21T05:00:00.123+01:00");
        assert_eq!(format_time(1_795_233_600_123, &TimeZone::UTC), "2026-11-21T04:00:00.123Z");
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>(), now in any::<i64>()) {
            let _ = parse_time(&text, now, &paris());
            let _ = parse_duration(&text);
        }

        #[test]
        fn never_panics_on_what_looks_like_a_time(text in "(now-|yesterday |today )?[0-9]{0,20}([wdhms:T+-]{1,2}[0-9]{0,6}){0,4}( ago| hours ago)?", now in any::<i64>()) {
            let _ = parse_time(&text, now, &paris());
            let _ = parse_duration(&text);
        }

        #[test]
        fn what_is_shown_can_be_read(time in -60_000_000_000_000_i64..200_000_000_000_000) {
            for zone in [TimeZone::UTC, paris()] {
                let shown = format_time(time, &zone);
                // Before 1900 offsets have seconds, which RFC 3339 cannot say.
                if time > -2_000_000_000_000 {
                    prop_assert_eq!(parse_time(&shown, 0, &zone), Ok(time), "{}", shown);
                }
            }
        }
    }
}
