//! How a value is made of the values of a row.

use std::collections::BTreeSet;

use regex::Regex;
use regex::RegexBuilder;

use super::scalar::Scalar;

/// How much memory a compiled pattern may need.
const MAXIMUM_PATTERN_BYTES: usize = 1024 * 1024;

/// How a value is made of the values of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// The value of a column; null if the row has none.
    Column(String),
    /// Always the same.
    Literal(Scalar<'static>),
    /// What a function makes of values.
    Call {
        /// The function.
        function: Function,
        /// As many as the function takes.
        arguments: Vec<Self>,
    },
}

impl Expression {
    /// Adds the columns that the value is made of.
    pub fn collect_columns<'e>(&'e self, columns: &mut BTreeSet<&'e str>) {
        match self {
            Self::Column(column) => {
                columns.insert(column);
            }
            Self::Literal(_) => {}
            Self::Call { arguments, .. } => {
                for argument in arguments {
                    argument.collect_columns(columns);
                }
            }
        }
    }
}

/// A function on values.
///
/// A value is *true* if it is true, a number other than zero, or the text `true`. *Null* is no
/// value. Where a function needs a number and gets what is none, the outcome is null.
#[derive(Clone, Debug, PartialEq)]
pub enum Function {
    /// Pairs of condition and value, then perhaps a default: the value of the first true condition.
    If,
    /// A value, pairs of case and value, then perhaps a default: the value of the first equal case.
    Switch,
    /// The first value that is neither null nor empty text.
    Coalesce,
    /// Whether the first is less; false unless both are numbers, texts or flags.
    Less,
    /// Whether the first is less or equal; false as for `Less`.
    LessOrEqual,
    /// Whether the first is greater; false as for `Less`.
    Greater,
    /// Whether the first is greater or equal; false as for `Less`.
    GreaterOrEqual,
    /// Whether both are equal; false for values of different kinds, true for two nulls.
    Equal,
    /// Whether both are not equal.
    NotEqual,
    /// Whether the first equals one of the others.
    In,
    /// Whether the value is not null.
    Exists,
    /// Whether the value is not true.
    Not,
    /// Whether all values are true.
    And,
    /// Whether one value is true.
    Or,
    /// The least of those that are numbers.
    Minimum,
    /// The greatest of those that are numbers.
    Maximum,
    /// The sum; null if one is none.
    Sum,
    /// The first less the second.
    Subtract,
    /// The product; null if one is none.
    Multiply,
    /// The first divided by the second, never as whole numbers; null for division by zero.
    Divide,
    /// The rest of a division, with the sign of the first; null for division by zero.
    Remainder,
    /// The logarithm to base 10; null unless the number is positive.
    Logarithm,
    /// A number, a size, and perhaps least and greatest: the bucket as text.
    Bucket,
    /// Whole number, towards zero, of a number, of text that spells one, or of a flag.
    Integer,
    /// Number, of the same.
    Float,
    /// Whether the value is true.
    Flag,
    /// Text, in canonical spelling; null stays null.
    Text,
    /// The texts of all values one after another; null is empty.
    Concatenate,
    /// Whether the first begins with the second.
    StartsWith,
    /// Whether the first ends with the second.
    EndsWith,
    /// Whether the second is a part of the first.
    Contains,
    /// Lower case.
    Lower,
    /// The number of characters.
    CharacterCount,
    /// The number of bytes in UTF-8.
    ByteCount,
    /// Whether the pattern is found in the text.
    PatternFound(Pattern),
    /// The pattern's first group in the text, or the whole match of one without groups.
    PatternValue(Pattern),
    /// How often the pattern is found in the text.
    PatternCount(Pattern),
    /// Seconds since 1970 of a text in RFC 3339, or of a number that is them already.
    UnixTimestamp,
    /// Seconds since 1970 of the row's own time, with fraction.
    EventTimestamp,
    /// Seconds since 1970 of when the row was received, with fraction.
    IngestTimestamp,
    /// A time in seconds since 1970, the second, formatted by the first, a `strftime` format; UTC.
    FormatTime,
}

/// A regular expression, compiled once.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

/// Why a regular expression is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PatternError(String);

impl Pattern {
    /// Compiles a pattern in the syntax that RE2 and the `regex` crate share.
    ///
    /// # Errors
    ///
    /// Fails if the pattern is none, or compiles to more than 1 MiB.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        RegexBuilder::new(text).size_limit(MAXIMUM_PATTERN_BYTES).build().map(Self).map_err(
            |error| match error {
                regex::Error::CompiledTooBig(_) => {
                    PatternError("the pattern compiles to more than 1 MiB".to_owned())
                }
                // The library draws the pattern over several lines; its last says what is wrong.
                other => {
                    let text = other.to_string();
                    let last = text.lines().last().unwrap_or_default();
                    PatternError(last.trim_start_matches("error: ").to_owned())
                }
            },
        )
    }

    /// Returns the pattern as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns the compiled pattern.
    #[must_use]
    pub const fn regex(&self) -> &Regex {
        &self.0
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}
