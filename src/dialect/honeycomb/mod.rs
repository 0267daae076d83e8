//! Honeycomb's query specification and its calculated-field language.
//!
//! Owns what a legal specification is, how it lowers to the logical plan, and the built-in
//! queries. Where the documentation leaves a question open, docs/compatibility.md says what was
//! chosen. Must not know datasets, the API's answers or its errors.

mod expression;

pub use expression::ExpressionError;
pub use expression::MAXIMUM_EXPRESSION_LENGTH;
pub use expression::parse_expression;
pub use expression::render_expression;
