//! Texts and times as people read them.

use std::time::Duration;

use crate::commands::Context;
use crate::ui::Tone;

/// Shows a time, given in seconds since 1970.
pub(super) fn time(context: &Context, seconds: Option<i64>) -> String {
    let known = seconds.filter(|seconds| *seconds > 0);
    known.map(|seconds| context.format_time(seconds.saturating_mul(1000))).unwrap_or_default()
}

/// Shows how long something took.
pub(super) fn duration(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        return format!("{} ms", duration.as_millis());
    }
    format!("{:.1} s", duration.as_secs_f64())
}

/// Counts things.
pub(super) fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Cuts a text to a most number of characters, and says so.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => {
            let left = u64::try_from(text[end..].chars().count()).unwrap_or(u64::MAX);
            let left = counted(left, "more character", "more characters");
            format!("{}… ({left}, with -o json)", &text[..end])
        }
    }
}

/// Returns how a level stands out.
pub(super) fn tone(level: &str) -> Tone {
    match level {
        "critical" | "error" => Tone::Bad,
        "warning" => Tone::Warning,
        "debug" => Tone::Faint,
        _ => Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("héé", 3), "héé");
        assert_eq!(cut("héé", 2), "hé… (1 more character, with -o json)");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn short_times_are_told_in_milliseconds() {
        assert_eq!(duration(Duration::from_micros(12_900)), "12 ms");
        assert_eq!(duration(Duration::from_millis(2_049)), "2.0 s");
    }

    #[test]
    fn times_that_are_none_are_empty() {
        let context = Context::for_tests();
        assert_eq!(time(&context, None), "");
        assert_eq!(time(&context, Some(0)), "");
        assert_eq!(time(&context, Some(1_795_233_600)), "2026-11-21T04:00:00.000Z");
        assert_eq!(time(&context, Some(i64::MAX)), format!("{} ms", i64::MAX));
    }
}
