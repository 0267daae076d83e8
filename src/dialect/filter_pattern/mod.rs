//! The `CloudWatch` Logs filter-pattern language: text in, a matcher of log messages out.
//!
//! Owns the grammar, the meaning and the refusals of the patterns that `FilterLogEvents`, metric
//! filters, subscription filters and Live Tail share. It must not know where messages come from,
//! what a log group is, or what a caller does with a match: it sees one pattern and one message.
//!
//! The language has three forms, told apart by the outermost characters of the pattern: plain
//! terms, a JSON condition in `{…}`, and space-delimited slots in `[…]`. Rules follow the AWS
//! documentation, "Filter pattern syntax for metric filters, subscription filters, filter log
//! events, and Live Tail":
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>.

mod comparison;
mod comparison_syntax;
mod cursor;
mod delimited;
mod delimited_syntax;
mod error;
mod error_kind;
mod json;
mod json_reader;
mod json_selector;
mod json_syntax;
mod number;
mod pattern;
mod regex_subset;
mod terms;
mod tokens;

#[cfg(test)]
mod naive;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use error::PatternError;
pub use error_kind::PatternErrorKind;
pub use pattern::{DIMENSIONS_UNSUPPORTED, FilterPattern, Form, MAXIMUM_LENGTH};
