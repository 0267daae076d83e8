//! How long a service asks to wait (RFC 9110, section 10.2.3).

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use crate::base::Milliseconds;

/// Reads a header: a number of seconds, or the date from which on to try again, seen from `now`.
///
/// A date that has passed is no wait; what is neither is nothing.
pub(super) fn parse_retry_after(text: &str, now: Milliseconds) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date: Timestamp = DateTimeParser::new().parse_timestamp(text).ok()?;
    let wait = date.as_millisecond().saturating_sub(now);
    Some(Duration::from_millis(u64::try_from(wait).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_read() {
        let now = 784_111_777_000;
        let seconds = |text| parse_retry_after(text, now).map(|wait| wait.as_secs());
        assert_eq!(seconds("0"), Some(0));
        assert_eq!(seconds(" 17 "), Some(17));
        assert_eq!(seconds("99999999999999999999999"), Some(u64::MAX));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:42 GMT"), Some(5));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:32 GMT"), Some(0));
        for odd in ["", "-1", "1.5", "soon", "Sun, 06 Nov"] {
            assert_eq!(seconds(odd), None, "{odd}");
        }
    }
}
