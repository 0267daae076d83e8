//! Honeycomb's query specification and its calculated-field language.
//!
//! Owns what a legal specification is, how it lowers to the logical plan, and the built-in
//! queries. Where the documentation leaves a question open, docs/compatibility.md says what was
//! chosen. Must not know datasets, the API's answers or its errors.

mod builtin;
mod expression;
mod spec;

pub use builtin::BUILT_INS;
pub use builtin::BuiltIn;
pub use builtin::without_unknown_columns;
pub use expression::ExpressionError;
pub use expression::MAXIMUM_EXPRESSION_LENGTH;
pub use expression::parse_expression;
pub use expression::render_expression;
pub use spec::Answer;
pub use spec::DEFAULT_LIMIT;
pub use spec::DEFAULT_TIME_RANGE;
pub use spec::MAXIMUM_LIMIT;
pub use spec::MAXIMUM_MEMBERS;
pub use spec::PathPart;
pub use spec::Quantity;
pub use spec::Spec;
pub use spec::SpecError;
pub use spec::SpecPath;
pub use spec::SpecProblem;
pub use spec::canonical;
pub use spec::check_trigger_query;
