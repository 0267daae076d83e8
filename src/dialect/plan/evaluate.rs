//! What an expression yields for one row.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::INGESTION_TIME_COLUMN;
use super::TIME_COLUMN;
use super::expression::Expression;
use super::expression::Function;
use super::scalar::Scalar;

/// A row of a table, real or not.
pub trait Row {
    /// Returns the value of a column; null if the row has none.
    fn value(&self, column: &str) -> Scalar<'_>;
}

/// Returns what an expression yields for a row.
///
/// It recurses as deep as the expression is nested, which whoever parses it must bound.
#[must_use]
pub fn evaluate<'r>(expression: &'r Expression, row: &'r dyn Row) -> Scalar<'r> {
    match expression {
        Expression::Column(column) => row.value(column),
        Expression::Literal(value) => value.borrowed(),
        Expression::Call { function, arguments } => {
            let result = Call { arguments, row }.result(function);
            match result {
                Scalar::Float(number) if !number.is_finite() => Scalar::Null,
                other => other,
            }
        }
    }
}

/// The arguments of a function, evaluated when they are asked for.
struct Call<'r> {
    arguments: &'r [Expression],
    row: &'r dyn Row,
}

impl<'r> Call<'r> {
    fn result(&self, function: &Function) -> Scalar<'r> {
        match function {
            Function::If => self.choose(|condition| condition.is_true(), 0),
            Function::Switch => {
                let value = self.text(0);
                self.choose(|case| value.is_some() && case.as_text() == value, 1)
            }
            Function::Coalesce => self.all().find(|value| !is_empty(value)).unwrap_or_default(),
            Function::Less => self.compare(Ordering::is_lt),
            Function::LessOrEqual => self.compare(Ordering::is_le),
            Function::Greater => self.compare(Ordering::is_gt),
            Function::GreaterOrEqual => self.compare(Ordering::is_ge),
            Function::Equal => (self.get(0).sort_order(&self.get(1)).is_eq()).into(),
            Function::In => {
                let value = self.get(0);
                self.all().skip(1).any(|other| value.sort_order(&other).is_eq()).into()
            }
            Function::Exists => (!self.get(0).is_null()).into(),
            Function::Not => (!self.get(0).is_true()).into(),
            Function::And => self.all().all(|value| value.is_true()).into(),
            Function::Or => self.all().any(|value| value.is_true()).into(),
            Function::Minimum => self.extreme(Ordering::Less),
            Function::Maximum => self.extreme(Ordering::Greater),
            Function::Sum => self.fold(i64::checked_add, |left, right| left + right),
            Function::Multiply => self.fold(i64::checked_mul, |left, right| left * right),
            Function::Subtract => self.fold(i64::checked_sub, |left, right| left - right),
            Function::Divide => self.fold(|_, _| None, |left, right| left / right),
            Function::Remainder => self.fold(i64::checked_rem, |left, right| left % right),
            Function::Logarithm => self.number(0).map_or(Scalar::Null, |x| x.log10().into()),
            Function::Bucket => self.bucket().unwrap_or_default(),
            Function::Integer => self.get(0).to_whole().into(),
            Function::Float => self.number(0).unwrap_or_default().into(),
            Function::Flag => self.get(0).is_true().into(),
            Function::Text => Scalar::Text(self.text(0).unwrap_or_default()),
            Function::Concatenate => {
                self.all().filter_map(Scalar::into_text).collect::<String>().into()
            }
            Function::StartsWith => self.texts(|text, part| text.starts_with(part)),
            Function::EndsWith => self.texts(|text, part| text.ends_with(part)),
            Function::Contains => self.texts(|text, part| text.contains(part)),
            Function::Lower => self.of_text(|text| text.to_lowercase().into()),
            Function::CharacterCount => self.of_text(|text| count(text.chars().count())),
            Function::ByteCount => self.of_text(|text| count(text.len())),
            Function::PatternFound(pattern) => {
                self.text(0).is_some_and(|text| pattern.regex().is_match(&text)).into()
            }
            Function::PatternCount(pattern) => {
                self.of_text(|text| count(pattern.regex().find_iter(text).count()))
            }
            Function::PatternValue(pattern) => self.of_text(|text| {
                let groups = pattern.regex().captures(text);
                let found = groups.as_ref().and_then(|groups| {
                    if groups.len() > 1 { groups.get(1) } else { groups.get(0) }
                });
                found.map_or("", |found| found.as_str()).to_owned().into()
            }),
            Function::UnixTimestamp => match self.get(0) {
                Scalar::Text(text) => text
                    .parse::<Timestamp>()
                    .map_or(Scalar::Null, |time| seconds(time.as_nanosecond())),
                number => number.as_number().map_or(Scalar::Null, Scalar::from),
            },
            Function::EventTimestamp => self.own_time(TIME_COLUMN),
            Function::IngestTimestamp => self.own_time(INGESTION_TIME_COLUMN),
            Function::FormatTime => self.format_time().unwrap_or_default(),
        }
    }

    fn get(&self, index: usize) -> Scalar<'r> {
        self.arguments.get(index).map_or(Scalar::Null, |argument| evaluate(argument, self.row))
    }

    fn all(&self) -> impl Iterator<Item = Scalar<'r>> {
        self.arguments.iter().map(|argument| evaluate(argument, self.row))
    }

    fn number(&self, index: usize) -> Option<f64> {
        self.get(index).to_number()?.as_number()
    }

    fn text(&self, index: usize) -> Option<Cow<'r, str>> {
        self.get(index).into_text()
    }

    /// Returns the value behind the first argument that `accepts`, of pairs from `first`.
    fn choose(&self, accepts: impl Fn(&Scalar<'_>) -> bool, first: usize) -> Scalar<'r> {
        let pairs = self.arguments.get(first..).unwrap_or_default();
        for pair in pairs.chunks(2) {
            match pair {
                [condition, value] if accepts(&evaluate(condition, self.row)) => {
                    return evaluate(value, self.row);
                }
                [default] => return evaluate(default, self.row),
                _ => {}
            }
        }
        Scalar::Null
    }

    fn compare(&self, accepts: fn(Ordering) -> bool) -> Scalar<'r> {
        let (left, right) = (self.get(0), self.get(1));
        let comparable = match (&left, &right) {
            (Scalar::Text(_), Scalar::Text(_)) => true,
            _ => left.as_number().is_some() && right.as_number().is_some(),
        };
        (comparable && accepts(left.sort_order(&right))).into()
    }

    fn extreme(&self, wanted: Ordering) -> Scalar<'r> {
        let mut best = Scalar::Null;
        for value in self.all().filter(|value| !is_empty(value)) {
            let replaces =
                best.is_null() || (best.is_kind_of(&value) && value.sort_order(&best) == wanted);
            if replaces {
                best = value;
            }
        }
        best
    }

    /// Combines numbers from left to right: as whole numbers where that has a result.
    fn fold(
        &self,
        whole: impl Fn(i64, i64) -> Option<i64>,
        any: impl Fn(f64, f64) -> f64,
    ) -> Scalar<'r> {
        let mut result: Option<Scalar<'r>> = None;
        for value in self.all() {
            let Some(number) = value.to_number() else { return Scalar::Null };
            result = Some(match (result, number) {
                (None, number) => number,
                (Some(left), right) => {
                    let both_whole = match (&left, &right) {
                        (Scalar::Integer(left), Scalar::Integer(right)) => whole(*left, *right),
                        _ => None,
                    };
                    let (Some(left), Some(right)) = (left.as_number(), right.as_number()) else {
                        return Scalar::Null;
                    };
                    both_whole.map_or_else(|| any(left, right).into(), Scalar::Integer)
                }
            });
        }
        result.unwrap_or_default()
    }

    fn bucket(&self) -> Option<Scalar<'r>> {
        let (value, size) = (self.number(0)?, self.number(1)?);
        let bound = |index: usize| {
            self.arguments.get(index).map_or(Some(None), |_| self.number(index).map(Some))
        };
        let (least, most) = (bound(2)?, bound(3)?);
        if size <= 0.0 {
            return None;
        }
        let name = match (least, most) {
            (Some(least), _) if value < least => format!("< {}", spelled(least)),
            (_, Some(most)) if value >= most => format!(">= {}", spelled(most)),
            _ => {
                let start = least.unwrap_or_default();
                let low = start + ((value - start) / size).floor() * size;
                let high = most.map_or(low + size, |most| most.min(low + size));
                format!("{} - {}", spelled(low), spelled(high))
            }
        };
        Some(name.into())
    }

    fn texts(&self, holds: impl Fn(&str, &str) -> bool) -> Scalar<'r> {
        let both = self.text(0).zip(self.text(1));
        both.is_some_and(|(text, part)| holds(&text, &part)).into()
    }

    fn of_text(&self, make: impl Fn(&str) -> Scalar<'static>) -> Scalar<'r> {
        self.text(0).map_or(Scalar::Null, |text| make(&text))
    }

    fn own_time(&self, column: &str) -> Scalar<'r> {
        match self.row.value(column) {
            Scalar::Integer(nanoseconds) => seconds(i128::from(nanoseconds)),
            _ => Scalar::Null,
        }
    }

    fn format_time(&self) -> Option<Scalar<'r>> {
        let format = self.text(0)?;
        let seconds = self.number(1)?;
        #[expect(clippy::cast_possible_truncation, reason = "a time too far away is refused")]
        let time = Timestamp::from_nanosecond((seconds * 1e9).round() as i128).ok()?;
        let time = time.to_zoned(TimeZone::UTC);
        jiff::fmt::strtime::format(format.as_bytes(), &time).ok().map(Scalar::from)
    }
}

impl<'a> Scalar<'a> {
    /// Says whether the value counts as true.
    #[must_use]
    pub fn is_true(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Flag(flag) => *flag,
            Self::Integer(number) => *number != 0,
            Self::Float(number) => *number != 0.0,
            Self::Text(text) => text == "true",
        }
    }

    /// Returns the number that the value counts as in arithmetic; none for null.
    fn to_number(&self) -> Option<Scalar<'static>> {
        match self {
            Self::Null => None,
            Self::Integer(number) => Some(Scalar::Integer(*number)),
            Self::Float(number) => Some(Scalar::Float(*number)),
            Self::Flag(_) => Some(Scalar::Integer(0)),
            Self::Text(text) => Some(spelled_number(text).unwrap_or(Scalar::Integer(0))),
        }
    }

    fn to_whole(&self) -> i64 {
        match self.to_number() {
            Some(Scalar::Integer(number)) => number,
            #[expect(clippy::cast_possible_truncation, reason = "saturates, as documented")]
            Some(Scalar::Float(number)) => number as i64,
            _ => 0,
        }
    }

    /// Returns the value in its canonical spelling; none for null.
    #[must_use]
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        self.borrowed().into_text()
    }

    /// Turns the value into its canonical spelling; none for null.
    #[must_use]
    pub fn into_text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Null => None,
            Self::Text(text) => Some(text),
            Self::Integer(number) => Some(number.to_string().into()),
            Self::Float(number) => Some(spelled(number).into()),
            Self::Flag(flag) => Some(if flag { "true" } else { "false" }.into()),
        }
    }

    fn is_kind_of(&self, other: &Scalar<'_>) -> bool {
        matches!((self, other), (Self::Text(_), Scalar::Text(_)) | (Self::Flag(_), Scalar::Flag(_)))
            || (self.as_number().is_some() && other.as_number().is_some())
    }
}

/// Returns the number that a text spells, whole if it has no point and exponent.
pub(super) fn spelled_number(text: &str) -> Option<Scalar<'static>> {
    // The standard library reads words such as `inf` too.
    if !text.ends_with(|last: char| last.is_ascii_digit() || last == '.') {
        return None;
    }
    if let Ok(number) = text.parse::<i64>() {
        return Some(Scalar::Integer(number));
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Scalar::Float)
}

fn spelled(number: f64) -> String {
    // There is one zero.
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

fn is_empty(value: &Scalar<'_>) -> bool {
    value.is_null() || matches!(value, Scalar::Text(text) if text.is_empty())
}

fn count(number: usize) -> Scalar<'static> {
    Scalar::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn seconds(nanoseconds: i128) -> Scalar<'static> {
    #[expect(clippy::cast_precision_loss, reason = "seconds with fraction are a float")]
    Scalar::Float(nanoseconds as f64 / 1e9)
}
