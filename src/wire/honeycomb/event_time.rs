//! Times of events, in every form that senders use.

/// Digits of whole seconds; of a longer number the rest is the fraction.
const SECOND_DIGITS: usize = 10;

/// Digits of a fraction that count.
const FRACTION_DIGITS: usize = 9;

/// Reads a time as nanoseconds since the epoch: RFC 3339 with any fraction, or the epoch's
/// seconds, whole or decimal. Of a number with more than ten digits before the point the first ten
/// are the seconds, so that milli-, micro- and nanoseconds are understood too.
///
/// Nothing is a time that cannot be read or that lies outside of the years 1678 to 2262; the event
/// then has the time of its arrival.
#[must_use]
pub fn parse_event_time(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return of_epoch(text);
    }
    of_rfc3339(text).or_else(|| of_exponent(text))
}

fn of_epoch(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || fraction.contains('.') {
        return None;
    }
    let (seconds, more) = whole.split_at_checked(SECOND_DIGITS).unwrap_or((whole, ""));
    nanoseconds(seconds.parse().ok()?, &format!("{more}{fraction}"))
}

/// Numbers that a JSON writer put as `1.5e9`.
fn of_exponent(text: &str) -> Option<i64> {
    let seconds: f64 = text.parse().ok()?;
    let is_time = seconds.is_finite() && seconds > 0.0 && seconds < 1e22;
    is_time.then(|| of_epoch(&seconds.to_string())).flatten()
}

fn nanoseconds(seconds: i64, fraction: &str) -> Option<i64> {
    let end = fraction.len().min(FRACTION_DIGITS);
    let fraction = format!("{:0<FRACTION_DIGITS$}", &fraction[..end]);
    seconds.checked_mul(1_000_000_000)?.checked_add(fraction.parse().ok()?)
}

fn of_rfc3339(text: &str) -> Option<i64> {
    // More than nine digits of a fraction are legal, but not for the parser.
    let short = match text.split_once('.') {
        Some((start, rest)) => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let kept = digits.min(FRACTION_DIGITS);
            format!("{start}.{}{}", &rest[..kept], &rest[digits..])
        }
        None => text.to_owned(),
    };
    let time: jiff::Timestamp = short.parse().ok()?;
    i64::try_from(time.as_nanosecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_form_is_read() {
        let seconds = 1_535_589_382_i64;
        let at = |fraction: i64| Some(seconds * 1_000_000_000 + fraction);
        for (text, time) in [
            ("2018-08-30T00:36:22Z", at(0)),
            ("2018-08-30T00:36:22.5Z", at(500_000_000)),
            ("2018-08-30T02:36:22.641+02:00", at(641_000_000)),
            ("2018-08-30T00:36:22.123456789123Z", at(123_456_789)),
            ("2018-08-30T00:36:22.641000Z", at(641_000_000)),
            ("1535589382", at(0)),
            ("1535589382641", at(641_000_000)),
            ("1535589382641123", at(641_123_000)),
            ("1535589382641123456", at(641_123_456)),
            ("1535589382.641", at(641_000_000)),
            ("1535589382641.5", at(641_500_000)),
            ("1.535589382e9", at(0)),
            (" 1535589382 ", at(0)),
            ("12", Some(12_000_000_000)),
            ("", None),
            (".", None),
            ("1.2.3", None),
            ("-1", None),
            ("2018-08-30", None),
            ("2018-08-30T00:36:22", None),
            ("yesterday", None),
            ("9999-01-01T00:00:00Z", None),
            ("9999999999", None),
            ("NaN", None),
            ("inf", None),
            ("1e400", None),
            ("2018-08-30T00:36:22.é", None),
        ] {
            assert_eq!(parse_event_time(text), time, "{text}");
        }
    }
}
