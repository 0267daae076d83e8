//! One value of a row, a literal or a result.

use std::borrow::Cow;
use std::cmp::Ordering;

/// One value; it may borrow its text from a row or a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Scalar<'a> {
    /// No value: the column is absent, or nothing could be computed.
    #[default]
    Null,
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// Any other number; never NaN or infinite in a plan.
    Float(f64),
    /// True or false.
    Flag(bool),
}

impl<'a> Scalar<'a> {
    /// Creates a text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Says whether there is no value.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the number, if it is one; text that spells a number is none.
    #[must_use]
    pub const fn as_number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "a sum or a mean of large integers")]
            Self::Integer(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns the same value, borrowing from nothing.
    #[must_use]
    pub fn into_owned(self) -> Scalar<'static> {
        match self {
            Self::Null => Scalar::Null,
            Self::Text(text) => Scalar::Text(Cow::Owned(text.into_owned())),
            Self::Integer(number) => Scalar::Integer(number),
            Self::Float(number) => Scalar::Float(number),
            Self::Flag(flag) => Scalar::Flag(flag),
        }
    }

    /// Returns the same value, borrowing its text from this one.
    #[must_use]
    pub fn borrowed(&self) -> Scalar<'_> {
        match self {
            Self::Null => Scalar::Null,
            Self::Text(text) => Scalar::Text(Cow::Borrowed(text)),
            Self::Integer(number) => Scalar::Integer(*number),
            Self::Float(number) => Scalar::Float(*number),
            Self::Flag(flag) => Scalar::Flag(*flag),
        }
    }

    /// Orders values of any kinds for sorting: flags, numbers, text by its bytes, and no value
    /// last; whole and other numbers compare exactly.
    ///
    /// [`super::Order`] says where no value stands in a descending order.
    #[must_use]
    pub fn sort_order(&self, other: &Scalar<'_>) -> Ordering {
        match (self, other) {
            (Self::Flag(left), Scalar::Flag(right)) => left.cmp(right),
            (Self::Text(left), Scalar::Text(right)) => left.as_bytes().cmp(right.as_bytes()),
            (Self::Integer(left), Scalar::Integer(right)) => left.cmp(right),
            (Self::Float(left), Scalar::Float(right)) => total(*left, *right),
            (Self::Integer(left), Scalar::Float(right)) => compare_exactly(*left, *right),
            (Self::Float(left), Scalar::Integer(right)) => compare_exactly(*right, *left).reverse(),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Flag(_) => 0,
            Self::Integer(_) | Self::Float(_) => 1,
            Self::Text(_) => 2,
            Self::Null => 3,
        }
    }
}

/// Orders floats with zero equal to negative zero.
fn total(left: f64, right: f64) -> Ordering {
    left.partial_cmp(&right).unwrap_or_else(|| left.total_cmp(&right))
}

/// Compares a whole number with any other, also where a float cannot hold it.
fn compare_exactly(integer: i64, float: f64) -> Ordering {
    /// The first float beyond all integers.
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if float.is_nan() || float >= BEYOND {
        return Ordering::Less;
    }
    if float < -BEYOND {
        return Ordering::Greater;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked above")]
    let whole = float.trunc() as i64;
    integer.cmp(&whole).then_with(|| total(0.0, float.fract()))
}

impl From<i64> for Scalar<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for Scalar<'_> {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

impl From<bool> for Scalar<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<'a> From<&'a str> for Scalar<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Scalar<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_orders_kinds_and_compares_numbers_exactly() {
        let sorted = [
            Scalar::from(false),
            Scalar::from(true),
            Scalar::from(f64::MIN),
            Scalar::from(i64::MIN),
            Scalar::from(-0.5),
            Scalar::from(0),
            Scalar::from(0.5),
            Scalar::from(9_007_199_254_740_992.0),
            Scalar::from(9_007_199_254_740_993),
            Scalar::from(i64::MAX),
            Scalar::from(9_223_372_036_854_775_808.0),
            Scalar::from(""),
            Scalar::from("Z"),
            Scalar::from("a"),
            Scalar::Null,
        ];
        for (left_index, left) in sorted.iter().enumerate() {
            for (right_index, right) in sorted.iter().enumerate() {
                assert_eq!(
                    left.sort_order(right),
                    left_index.cmp(&right_index),
                    "{left:?} {right:?}"
                );
            }
        }
        assert_eq!(Scalar::from(0.0).sort_order(&Scalar::from(-0.0)), Ordering::Equal);
        assert_eq!(Scalar::from(2).sort_order(&Scalar::from(2.0)), Ordering::Equal);
    }
}
