//! X-Ray filter expressions: the text of one, checked in full, and the tree it stands for.
//!
//! Owns the words of the language, its grammar, the rules on where a word may stand, and what to
//! tell whoever wrote an expression that breaks them. Must not know traces, groups, requests or
//! terminals: evaluation takes the tree and lives with the traces.
//!
//! Source of the rules: "X-Ray filter expression syntax", AWS documentation,
//! <https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html>.

mod advice;
mod canonical;
mod comparison;
mod complex;
mod error;
mod expression;
mod keyword;
mod lexer;
mod parser;
mod refusal;
mod tree;
mod values;
mod warning;

#[cfg(test)]
mod tests;

pub use error::ExpressionError;
pub use expression::{FilterExpression, MAX_DEPTH, MAX_LENGTH};
pub use keyword::{FlagKeyword, GroupField, NumberKeyword, TextKeyword};
pub use tree::{
    AnnotationTest, Comparison, DelayPart, FailurePart, Node, NodeSelector, NumberOperator,
    NumberTest, RootCausePath, TextOperator, TextTest,
};
pub use warning::{Warning, WarningKind};
