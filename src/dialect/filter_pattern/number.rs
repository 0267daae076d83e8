//! Numbers as filter patterns compare them.
//!
//! Owns the number syntax and the order of numbers. It must not know operators or fields.

use std::cmp::Ordering;

/// A number of a pattern or of a message; whole numbers stay exact, so that long identifiers do
/// not become equal by rounding.
#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    Whole(i128),
    Real(f64),
}

impl Number {
    /// Reads an optional sign, digits, an optional fraction and an optional exponent, and nothing
    /// else: no blanks, no `inf`, no bare point.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (unsigned, None),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let exponent_digits =
            exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
        if !is_digits(whole)
            || !fraction.is_none_or(is_digits)
            || !exponent_digits.is_none_or(is_digits)
        {
            return None;
        }
        if fraction.is_none()
            && exponent.is_none()
            && let Ok(whole) = text.parse()
        {
            return Some(Self::Whole(whole));
        }
        text.parse().ok().map(Self::Real)
    }

    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(left), Self::Whole(right)) => Some(left.cmp(&right)),
            (left, right) => left.real().partial_cmp(&right.real()),
        }
    }

    pub(super) fn equals(self, other: Self) -> bool {
        self.compare(other) == Some(Ordering::Equal)
    }

    /// Returns the digits a text comparison sees: JSON's own spelling of the value.
    pub(super) fn text(self) -> String {
        match self {
            Self::Whole(whole) => whole.to_string(),
            Self::Real(real) => serde_json::Number::from_f64(real)
                .map_or_else(|| real.to_string(), |number| number.to_string()),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a mixed comparison is one of reals")]
    fn real(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Real(real) => real,
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
