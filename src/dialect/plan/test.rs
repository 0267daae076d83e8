//! What a condition says about one row.

use std::cmp::Ordering;

use super::evaluate::Row;
use super::evaluate::spelled_number;
use super::predicate::Check;
use super::predicate::Coercion;
use super::predicate::Comparison;
use super::predicate::Predicate;
use super::predicate::Relation;
use super::predicate::Test;
use super::predicate::TextTest;
use super::scalar::Scalar;

impl Predicate {
    /// Says whether a row meets the condition; `related` answers for the row's other spans.
    pub fn holds(&self, row: &dyn Row, related: &dyn Fn(Relation, &Self) -> bool) -> bool {
        match self {
            Self::And(all) => all.iter().all(|each| each.holds(row, related)),
            Self::Or(any) => any.iter().any(|each| each.holds(row, related)),
            Self::Not(other) => !other.holds(row, related),
            Self::Test(test) => test.holds(&row.value(&test.column)),
            Self::Related { relation, predicate } => related(*relation, predicate),
        }
    }
}

impl Test {
    /// Says whether the value of the column passes.
    #[must_use]
    pub fn holds(&self, value: &Scalar<'_>) -> bool {
        if value.is_null() { self.when_missing } else { self.check.passes(value) != self.negated }
    }
}

impl Check {
    fn passes(&self, value: &Scalar<'_>) -> bool {
        match self {
            Self::Exists => true,
            Self::Compare { comparison, value: literal, coercion } => {
                comparison.accepts(coercion.compare(value, literal))
            }
            Self::InList { values, coercion } => values
                .iter()
                .any(|literal| coercion.compare(value, literal) == Some(Ordering::Equal)),
            Self::Text { test, text: part } => value.as_text().is_some_and(|text| match test {
                TextTest::StartsWith => text.starts_with(part),
                TextTest::EndsWith => text.ends_with(part),
                TextTest::Contains => text.contains(part),
            }),
        }
    }
}

impl Comparison {
    /// Says whether the comparison holds for an order, or for values without one.
    #[must_use]
    pub fn accepts(self, order: Option<Ordering>) -> bool {
        match self {
            Self::NotEqual => order != Some(Ordering::Equal),
            Self::Equal => order.is_some_and(Ordering::is_eq),
            Self::Less => order.is_some_and(Ordering::is_lt),
            Self::LessOrEqual => order.is_some_and(Ordering::is_le),
            Self::Greater => order.is_some_and(Ordering::is_gt),
            Self::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
        }
    }
}

impl Coercion {
    /// Returns the order of a value and a literal; none if they cannot be compared so.
    #[must_use]
    pub fn compare(self, value: &Scalar<'_>, literal: &Scalar<'_>) -> Option<Ordering> {
        let coercion = match (self, value) {
            (Self::Stored, Scalar::Text(_)) => Self::Text,
            (Self::Stored, Scalar::Flag(_)) => Self::Flag,
            (Self::Stored, _) => Self::Number,
            (other, _) => other,
        };
        Some(coercion.read(value)?.sort_order(&coercion.read(literal)?))
    }

    fn read<'v>(self, value: &'v Scalar<'_>) -> Option<Scalar<'v>> {
        match self {
            Self::Text => value.as_text().map(Scalar::Text),
            Self::Flag => as_flag(value).map(Scalar::Flag),
            Self::Number | Self::Stored => as_number(value),
        }
    }
}

fn as_number(value: &Scalar<'_>) -> Option<Scalar<'static>> {
    match value {
        Scalar::Integer(number) => Some(Scalar::Integer(*number)),
        Scalar::Float(number) => Some(Scalar::Float(*number)),
        Scalar::Text(text) => spelled_number(text),
        _ => None,
    }
}

fn as_flag(value: &Scalar<'_>) -> Option<bool> {
    match value {
        Scalar::Flag(flag) => Some(*flag),
        Scalar::Text(text) if text == "true" => Some(true),
        Scalar::Text(text) if text == "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coercion_decides_what_is_compared() {
        use Coercion::{Flag, Number, Stored, Text};
        let cases: [(Coercion, Scalar<'_>, Scalar<'_>, Option<Ordering>); 12] = [
            (Stored, 200.into(), "200".into(), Some(Ordering::Equal)),
            (Stored, "200".into(), 200.into(), Some(Ordering::Equal)),
            (Stored, "9".into(), 10.into(), Some(Ordering::Greater)),
            (Stored, 9.into(), "10".into(), Some(Ordering::Less)),
            (Stored, 1.into(), "one".into(), None),
            (Stored, true.into(), "true".into(), Some(Ordering::Equal)),
            (Stored, true.into(), 1.into(), None),
            (Number, "9".into(), 10.into(), Some(Ordering::Less)),
            (Number, true.into(), 1.into(), None),
            (Number, "inf".into(), 1.into(), None),
            (Text, 1.5.into(), "1.5".into(), Some(Ordering::Equal)),
            (Flag, "false".into(), true.into(), Some(Ordering::Less)),
        ];
        for (coercion, value, literal, expected) in cases {
            assert_eq!(coercion.compare(&value, &literal), expected, "{value:?} {literal:?}");
        }
    }

    #[test]
    fn a_missing_value_passes_only_if_the_test_says_so() {
        let compare = Check::Compare {
            comparison: Comparison::NotEqual,
            value: 200.into(),
            coercion: Coercion::Stored,
        };
        let contains = Check::Text { test: TextTest::Contains, text: "0".to_owned() };
        let list =
            Check::InList { values: vec![1.into(), "200".into()], coercion: Coercion::Stored };
        // Each with what it says of 200, of "x" and of nothing.
        let cases = [
            (compare.clone(), false, false, [false, true, false]),
            (compare, false, true, [false, true, true]),
            (contains.clone(), false, false, [true, false, false]),
            (contains, true, false, [false, true, false]),
            (list.clone(), false, false, [true, false, false]),
            (list, true, true, [false, true, true]),
            (Check::Exists, false, false, [true, true, false]),
            (Check::Exists, true, true, [false, false, true]),
        ];
        for (check, negated, when_missing, expected) in cases {
            let test = Test { column: "x".to_owned(), check, negated, when_missing };
            let values = [Scalar::from(200), Scalar::from("x"), Scalar::Null];
            assert_eq!(values.map(|value| test.holds(&value)), expected, "{test:?}");
        }
    }
}
