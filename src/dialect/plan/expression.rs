//! How a value is made of the values of a row.

use std::collections::BTreeSet;

use regex::Regex;
use regex::RegexBuilder;

use super::INGESTION_TIME_COLUMN;
use super::TIME_COLUMN;
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
    /// Adds the columns that the value names.
    pub fn collect_columns<'e>(&'e self, columns: &mut BTreeSet<&'e str>) {
        self.each(&mut |part| {
            if let Self::Column(column) = part {
                columns.insert(column);
            }
        });
    }

    /// Adds the columns that the value is made of: those that it names, and those of every row
    /// that its functions read.
    pub fn collect_reads<'e>(&'e self, columns: &mut BTreeSet<&'e str>) {
        self.each(&mut |part| match part {
            Self::Column(column) => {
                columns.insert(column);
            }
            Self::Call { function: Function::EventTimestamp, .. } => {
                columns.insert(TIME_COLUMN);
            }
            Self::Call { function: Function::IngestTimestamp, .. } => {
                columns.insert(INGESTION_TIME_COLUMN);
            }
            Self::Call { .. } | Self::Literal(_) => {}
        });
    }

    fn each<'e>(&'e self, f: &mut impl FnMut(&'e Self)) {
        f(self);
        if let Self::Call { arguments, .. } = self {
            arguments.iter().for_each(|argument| argument.each(f));
        }
    }
}

/// A function on values.
///
/// *Null* is no value. A value is *true* if it is true, a number other than zero, or the text
/// `true`. As a *number* text counts as what it spells, other text and flags as zero; null stays
/// null. As *text* numbers and flags are in their canonical spelling. What is no finite number is
/// null.
#[derive(Clone, Debug, PartialEq)]
pub enum Function {
    /// Pairs of condition and value, then perhaps a default: the value of the first true condition.
    If,
    /// A value, pairs of case and value, then perhaps a default: the value of the first case with
    /// the same text.
    Switch,
    /// The first value that is neither null nor empty text.
    Coalesce,
    /// Whether the first is less; false unless both are numbers or both are texts.
    Less,
    /// Whether the first is less or equal; false as for `Less`.
    LessOrEqual,
    /// Whether the first is greater; false as for `Less`.
    Greater,
    /// Whether the first is greater or equal; false as for `Less`.
    GreaterOrEqual,
    /// Whether both are equal; false for values of different kinds, true for two nulls. Whole and
    /// other numbers are of one kind.
    Equal,
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
    /// The least of those that are of the kind of the first value that is neither null nor empty.
    Minimum,
    /// The greatest of the same.
    Maximum,
    /// The sum of numbers; null if one is null.
    Sum,
    /// The first number less the second; null as for `Sum`.
    Subtract,
    /// The product; null as for `Sum`.
    Multiply,
    /// The first number divided by the second, never as whole numbers; null for division by zero.
    Divide,
    /// The rest of a division, with the sign of the first; null for division by zero.
    Remainder,
    /// The logarithm to base 10; null unless the number is positive.
    Logarithm,
    /// A number, a size, and perhaps least and greatest: the bucket as text, such as `0 - 10`,
    /// `< 0` or `>= 30`; null unless the size is positive. Without a least, buckets begin at
    /// multiples of the size.
    Bucket,
    /// The number without its fraction; null is 0.
    Integer,
    /// The number; null is 0.
    Float,
    /// Whether the value is true.
    Flag,
    /// The text; null is empty.
    Text,
    /// The texts of all values one after another; null is empty.
    Concatenate,
    /// Whether the first text begins with the second; false if one is null.
    StartsWith,
    /// Whether the first text ends with the second; false if one is null.
    EndsWith,
    /// Whether the second text is a part of the first; false if one is null.
    Contains,
    /// The text in lower case.
    Lower,
    /// The number of characters of the text.
    CharacterCount,
    /// The number of bytes of the text in UTF-8.
    ByteCount,
    /// Whether the pattern is found in the text; false for null.
    PatternFound(Pattern),
    /// The pattern's first group in the text, or the whole match of one without groups; empty if
    /// it is not found.
    PatternValue(Pattern),
    /// How often the pattern is found in the text.
    PatternCount(Pattern),
    /// Seconds since 1970, with fraction, of a text in RFC 3339; null for any other. A number is
    /// taken for such seconds already.
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
