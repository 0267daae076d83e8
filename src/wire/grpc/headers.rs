//! What stands in headers and trailers.

use std::fmt::Write as _;
use std::time::Duration;

/// Encodes a sentence for the trailer `grpc-message`: printable ASCII stays, all else and `%` is
/// escaped.
#[must_use]
pub fn encoded_message(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if matches!(byte, b' '..=b'~') && byte != b'%' {
            encoded.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Reads the header `grpc-timeout`: at most eight digits and a unit.
#[must_use]
pub fn time_limit(header: &str) -> Option<Duration> {
    let unit = header.chars().last().filter(char::is_ascii)?;
    let digits = &header[..header.len() - 1];
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let count = digits.parse().ok()?;
    Some(match unit {
        'H' => Duration::from_secs(count * 3_600),
        'M' => Duration::from_secs(count * 60),
        'S' => Duration::from_secs(count),
        'm' => Duration::from_millis(count),
        'u' => Duration::from_micros(count),
        'n' => Duration::from_nanos(count),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_stay_readable() {
        assert_eq!(
            encoded_message("missing 'x-honeycomb-team' header"),
            "missing 'x-honeycomb-team' header"
        );
        assert_eq!(encoded_message("100 %\n\u{e9}"), "100 %25%0A%C3%A9");
    }

    #[test]
    fn deadlines_have_a_unit() {
        for (header, limit) in [
            ("10S", Some(Duration::from_secs(10))),
            ("9999999m", Some(Duration::from_millis(9_999_999))),
            ("99999999H", Some(Duration::from_secs(99_999_999 * 3_600))),
            ("2M", Some(Duration::from_secs(120))),
            ("1u", Some(Duration::from_micros(1))),
            ("1n", Some(Duration::from_nanos(1))),
            ("123456789S", None),
            ("S", None),
            ("", None),
            ("10", None),
            ("-1S", None),
            ("1s", None),
            ("1\u{e9}", None),
        ] {
            assert_eq!(time_limit(header), limit, "{header}");
        }
    }
}
