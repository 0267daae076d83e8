//! One log line as `logs tail` shows it.

use std::borrow::Cow;
use std::cell::RefCell;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::base::Milliseconds;
use crate::ui::Line;
use crate::ui::Record;
use crate::ui::Tone;

/// One event; programs see the members of `FilterLogEvents` and the group.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TailLine<'a> {
    pub(super) log_group_name: &'a str,
    pub(super) log_stream_name: &'a str,
    pub(super) timestamp: i64,
    pub(super) ingestion_time: i64,
    pub(super) event_id: &'a str,
    pub(super) message: &'a str,
    #[serde(skip)]
    pub(super) style: &'a LineStyle,
}

/// How lines look, and the second shown last: most lines share it, and a time zone is slow to ask.
pub(super) struct LineStyle {
    pub(super) zone: TimeZone,
    pub(super) is_short: bool,
    pub(super) shows_group: bool,
    last_second: RefCell<(i64, String, String)>,
}

impl LineStyle {
    pub(super) fn new(zone: TimeZone, is_short: bool, shows_group: bool) -> Self {
        let last_second = RefCell::new((i64::MIN, String::new(), String::new()));
        Self { zone, is_short, shows_group, last_second }
    }

    /// Writes a time as `2026-11-21T05:00:00.123+00:00`, or short without fraction.
    fn time(&self, time: Milliseconds) -> String {
        let second = time.div_euclid(1000);
        let mut last = self.last_second.borrow_mut();
        if last.0 != second {
            let Ok(stamp) = Timestamp::from_second(second) else { return time.to_string() };
            let zoned = stamp.to_zoned(self.zone.clone());
            *last = (
                second,
                zoned.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
                zoned.strftime("%:z").to_string(),
            );
        }
        if self.is_short {
            format!("{}{}", last.1, last.2)
        } else {
            format!("{}.{:03}{}", last.1, time.rem_euclid(1000), last.2)
        }
    }
}

impl Record for TailLine<'_> {
    const COLUMNS: &'static [&'static str] = &["TIME", "GROUP", "STREAM", "MESSAGE"];

    fn write_line(&self, line: &mut Line<'_>) {
        line.push_toned(Tone::Faint, &self.style.time(self.timestamp));
        line.push(" ");
        if self.style.shows_group {
            line.push_toned(Tone::Name, self.log_group_name);
            line.push(" ");
        }
        if !self.style.is_short {
            line.push_toned(Tone::Name, self.log_stream_name);
            line.push(" ");
        }
        let message = self.message.trim_end();
        match level(message) {
            Tone::Plain => line.push_lines(message),
            tone => line.push_toned_lines(tone, message),
        }
    }

    fn cells(&self) -> Vec<Cow<'_, str>> {
        vec![
            Cow::Owned(self.style.time(self.timestamp)),
            Cow::Borrowed(self.log_group_name),
            Cow::Borrowed(self.log_stream_name),
            Cow::Borrowed(self.message.trim_end()),
        ]
    }
}

/// A record for programs when something other than a line happens.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TailNoticeRecord<'a> {
    pub(super) notice: &'a str,
    pub(super) log_group_name: &'a str,
    pub(super) detail: &'a str,
}

impl Record for TailNoticeRecord<'_> {
    const COLUMNS: &'static [&'static str] = TailLine::COLUMNS;

    fn write_line(&self, line: &mut Line<'_>) {
        line.push("--- ");
        line.push(self.detail);
    }

    fn cells(&self) -> Vec<Cow<'_, str>> {
        vec![
            Cow::Borrowed(""),
            Cow::Borrowed(self.log_group_name),
            Cow::Borrowed(""),
            Cow::Borrowed(self.detail),
        ]
    }
}

/// How far into a line a level is looked for, in bytes.
const LEVEL_DEPTH: usize = 512;

/// Returns the tone of the level that a line names: `ERROR`, `level=warn`, `"level":"info"`.
fn level(message: &str) -> Tone {
    let head = &message.as_bytes()[..message.len().min(LEVEL_DEPTH)];
    let mut start = 0;
    for end in 0..=head.len() {
        if head.get(end).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let word = &head[start..end];
        start = end + 1;
        let is_named = end > word.len() && is_after_level(&head[..end - word.len()]);
        if !(is_named || word.iter().all(u8::is_ascii_uppercase)) {
            continue;
        }
        let is = |names: &[&str]| names.iter().any(|n| word.eq_ignore_ascii_case(n.as_bytes()));
        if is(&["error", "err", "fatal", "critical", "panic", "alert", "emerg"]) {
            return Tone::Bad;
        }
        if is(&["warn", "warning"]) {
            return Tone::Warning;
        }
        if is(&["info", "notice"]) {
            return Tone::Plain;
        }
        if is(&["debug", "trace"]) {
            return Tone::Faint;
        }
    }
    Tone::Plain
}

/// Says whether text ends in a key that names a level, as JSON or logfmt write it.
fn is_after_level(before: &[u8]) -> bool {
    let trimmed = before.trim_ascii_end();
    let trimmed = trimmed.strip_suffix(b"\"").unwrap_or(trimmed).trim_ascii_end();
    let Some(key) = trimmed.strip_suffix(b":").or_else(|| trimmed.strip_suffix(b"=")) else {
        return false;
    };
    let key = key.trim_ascii_end();
    let key = key.strip_suffix(b"\"").unwrap_or(key);
    ["level", "lvl", "severity", "loglevel", "levelname"].iter().any(|name| {
        key.len() >= name.len()
            && key[key.len() - name.len()..].eq_ignore_ascii_case(name.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_recognised_with_no_format_file() {
        for (line, tone) in [
            ("ERROR boot failed", Tone::Bad),
            ("[2026-11-21] WARN disk full", Tone::Warning),
            (r#"{"level":"error","msg":"x"}"#, Tone::Bad),
            (r#"{"severity": "WARNING"}"#, Tone::Warning),
            ("ts=1 level=debug msg=x", Tone::Faint),
            ("level=info msg=\"an error came\"", Tone::Plain),
            ("an error in lower case", Tone::Plain),
            ("INFO then ERROR", Tone::Plain),
            ("", Tone::Plain),
            ("é", Tone::Plain),
        ] {
            assert_eq!(level(line), tone, "{line}");
        }
    }

    #[test]
    fn times_carry_their_zone() {
        let style = LineStyle::new(TimeZone::UTC, false, false);
        assert_eq!(style.time(1_796_300_000_123), "2026-12-03T12:13:20.123+00:00");
        assert_eq!(style.time(1_796_300_000_999), "2026-12-03T12:13:20.999+00:00");
        assert_eq!(style.time(-1), "1969-12-31T23:59:59.999+00:00");
        let short = LineStyle::new(TimeZone::UTC, true, false);
        assert_eq!(short.time(0), "1970-01-01T00:00:00+00:00");
    }
}
