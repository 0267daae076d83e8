//! Moments as vendors write them.

use jiff::Timestamp;

use crate::base::Milliseconds;

/// Reads a moment (RFC 3339); what is none is nothing.
pub(super) fn milliseconds(text: &str) -> Option<Milliseconds> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read() {
        assert_eq!(milliseconds("1970-01-01T00:00:01Z"), Some(1_000));
        assert_eq!(milliseconds("1970-01-01T01:00:00.5+01:00"), Some(500));
        assert_eq!(milliseconds("yesterday"), None);
    }
}
