//! Values as bytes: equal bytes for what a query takes for the same value.
//!
//! Whole numbers and others that are equal have the same bytes, and there is one zero.

use std::hash::Hasher as _;

use crate::dialect::plan::Scalar;

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INTEGER: u8 = 3;
const FLOAT: u8 = 4;
const TEXT: u8 = 5;

/// Adds a value.
pub(super) fn push(bytes: &mut Vec<u8>, value: &Scalar<'_>) {
    match value {
        Scalar::Null => bytes.push(NULL),
        Scalar::Flag(flag) => bytes.push(if *flag { TRUE } else { FALSE }),
        Scalar::Integer(number) => {
            bytes.push(INTEGER);
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        Scalar::Float(number) => match whole(*number) {
            Some(whole) => push(bytes, &Scalar::Integer(whole)),
            None => {
                bytes.push(FLOAT);
                bytes.extend_from_slice(&number.to_bits().to_le_bytes());
            }
        },
        Scalar::Text(text) => {
            bytes.push(TEXT);
            bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
}

/// Returns the whole number that a float is, if it is one.
pub(super) fn whole(number: f64) -> Option<i64> {
    /// The first float beyond all whole numbers.
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    let whole = number as i64;
    (number.fract() == 0.0 && (-BEYOND..BEYOND).contains(&number)).then_some(whole)
}

/// Reads all values.
pub(super) fn values(mut bytes: &[u8]) -> Vec<Scalar<'static>> {
    let mut values = Vec::new();
    while let Some((kind, rest)) = bytes.split_first() {
        bytes = rest;
        let mut eight = || {
            let (number, rest) = bytes.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
            bytes = rest;
            *number
        };
        values.push(match *kind {
            FALSE => Scalar::Flag(false),
            TRUE => Scalar::Flag(true),
            INTEGER => Scalar::Integer(i64::from_le_bytes(eight())),
            FLOAT => Scalar::Float(f64::from_bits(u64::from_le_bytes(eight()))),
            TEXT => {
                let length = usize::try_from(u64::from_le_bytes(eight())).unwrap_or(usize::MAX);
                let (text, rest) = bytes.split_at(length.min(bytes.len()));
                bytes = rest;
                Scalar::text(String::from_utf8_lossy(text).into_owned())
            }
            _ => Scalar::Null,
        });
    }
    values
}

/// Returns a number for bytes that is the same in every run and spread evenly.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    #[expect(deprecated, reason = "the only hasher of the standard library with fixed keys")]
    let mut hasher = std::hash::SipHasher::new_with_keys(0x6372_7564, 0x6f62_7365);
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_and_equal_numbers_are_one() {
        let all = [
            Scalar::Null,
            Scalar::from(true),
            Scalar::from(false),
            Scalar::from(i64::MIN),
            Scalar::from(0.5),
            Scalar::from("text"),
            Scalar::from(""),
        ];
        let mut bytes = Vec::new();
        for value in &all {
            push(&mut bytes, value);
        }
        assert_eq!(values(&bytes), all);
        let of = |value: Scalar<'_>| {
            let mut bytes = Vec::new();
            push(&mut bytes, &value);
            bytes
        };
        assert_eq!(of(Scalar::from(2)), of(Scalar::from(2.0)));
        assert_eq!(of(Scalar::from(0.0)), of(Scalar::from(-0.0)));
        assert_ne!(of(Scalar::from(i64::MAX)), of(Scalar::from(9_223_372_036_854_775_808.0)));
        assert_ne!(of(Scalar::from("1")), of(Scalar::from(1)));
    }
}
