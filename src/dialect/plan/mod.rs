//! The logical plan that the analytic query languages lower to, and the engine executes.
//!
//! Owns plain types whose meaning is stated here and nowhere else: what a comparison does with a
//! missing value or one of another type is written into the plan by the dialect, so that the
//! engine knows no dialect. Must not know stores, rows on disk, or any vendor's answer.

mod evaluate;
mod expression;
mod predicate;
mod query;
mod scalar;
mod test;

pub use evaluate::Row;
pub use evaluate::evaluate;
pub use expression::Expression;
pub use expression::Function;
pub use expression::Pattern;
pub use expression::PatternError;
pub use predicate::Check;
pub use predicate::Coercion;
pub use predicate::Comparison;
pub use predicate::Predicate;
pub use predicate::Relation;
pub use predicate::Test;
pub use predicate::TextTest;
pub use query::Aggregate;
pub use query::Computed;
pub use query::EventQuery;
pub use query::Formula;
pub use query::GroupKey;
pub use query::Having;
pub use query::Operation;
pub use query::Order;
pub use query::SpanColumns;
pub use query::TimeRange;
pub use scalar::Scalar;

/// The column that holds a row's own time, in nanoseconds since 1970; an integer.
pub const TIME_COLUMN: &str = "$time";

/// The column that holds when a row was received, in nanoseconds since 1970; an integer.
pub const INGESTION_TIME_COLUMN: &str = "$ingestion_time";

/// The column that holds how many events a row stands for; an integer of at least 1.
pub const SAMPLE_RATE_COLUMN: &str = "$sample_rate";

/// The column that holds the number of a row's dataset; an integer.
pub const DATASET_COLUMN: &str = "$dataset";
