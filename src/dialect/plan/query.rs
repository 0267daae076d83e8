//! An aggregating query over events.

use super::expression::Expression;
use super::predicate::Comparison;
use super::predicate::Predicate;
use super::predicate::Relation;

/// An aggregating query: rows in a time range are filtered, grouped and aggregated; groups are
/// filtered, sorted and cut.
///
/// The order of work:
/// 1. Rows whose time lies in `range` get their `computed` columns, in order, and are kept if
///    `filter` holds.
/// 2. They are grouped by `group_by`; a missing value is a value of its own. Without keys there is
///    exactly one group, also when no row is left.
/// 3. Every group gets its `aggregates`, then its `formulas`.
/// 4. Groups that break one of `havings` are not shown; the rest is sorted by `orders` and cut to
///    `limit`.
/// 5. TOTAL aggregates the rows of all groups, OTHER those of all groups that are not shown, for
///    whichever reason; so TOTAL is what is shown and OTHER together. Both get formulas too, and
///    neither respects `havings`. They are computed from rows, never from rounded group values.
/// 6. The series holds, for each shown group, the same aggregates and formulas per bucket of
///    `granularity_ns`; buckets begin at multiples of it since 1970 and are cut to the range. A
///    bucket without rows has no entry for the group.
#[derive(Clone, Debug, PartialEq)]
pub struct EventQuery {
    /// When.
    pub range: TimeRange,
    /// Columns made of other columns; each may use those before it. One that has the name of a
    /// stored column hides it.
    pub computed: Vec<Computed>,
    /// Which rows count.
    pub filter: Predicate,
    /// What they are grouped by.
    pub group_by: Vec<GroupKey>,
    /// What is calculated for a group; never empty.
    pub aggregates: Vec<Aggregate>,
    /// What is calculated from aggregates.
    pub formulas: Vec<Formula>,
    /// The keys of the aggregates or formulas that an answer has, in its order; the others only
    /// feed formulas, havings and orders.
    pub output: Vec<String>,
    /// Which groups are shown; all must hold.
    pub havings: Vec<Having>,
    /// How groups are sorted, most important first; what is still equal is sorted by the group's
    /// keys, ascending.
    pub orders: Vec<Order>,
    /// Most groups that are shown; at least 1.
    pub limit: usize,
    /// How wide a bucket of the series is, positive; also what rates and the series are made of.
    pub granularity_ns: i64,
    /// Whether a row counts as many times as its sample rate says; else once.
    pub weighted: bool,
    /// Whether the series is wanted.
    pub wants_series: bool,
    /// Whether TOTAL is wanted.
    pub wants_total: bool,
    /// Whether OTHER is wanted.
    pub wants_other: bool,
    /// Which columns say what a row is in a trace.
    pub span: SpanColumns,
}

/// The columns, stored or computed, that say what a row is in a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanColumns {
    /// The trace.
    pub trace_id: String,
    /// The span.
    pub span_id: String,
    /// The span above it.
    pub parent_id: String,
    /// For how long it was active, in milliseconds.
    pub duration: String,
}

impl Default for SpanColumns {
    fn default() -> Self {
        Self {
            trace_id: "trace.trace_id".to_owned(),
            span_id: "trace.span_id".to_owned(),
            parent_id: "trace.parent_id".to_owned(),
            duration: "duration_ms".to_owned(),
        }
    }
}

/// A range of time, in nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    /// The first moment inside.
    pub start_ns: i64,
    /// The first moment behind; not before `start_ns`.
    pub end_ns: i64,
}

/// A column made of other columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// Its name.
    pub name: String,
    /// How it is made.
    pub expression: Expression,
}

/// What rows are grouped by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupKey {
    /// The key in the answer.
    pub key: String,
    /// The column.
    pub column: String,
    /// Whose column; the row's own if none. Only `Root` and `Parent`, which are one span at most.
    pub relation: Option<Relation>,
}

/// What is calculated for a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// The key in the answer, unique among aggregates and formulas.
    pub key: String,
    /// What.
    pub operation: Operation,
    /// Of which column; none for `Count` and `Concurrency` only.
    pub column: Option<String>,
    /// Which rows of the group count; all if none.
    pub filter: Option<Predicate>,
}

/// What is calculated from the rows of a group.
///
/// `w` is a row's sample rate, or 1 if the query is not weighted, and `x` its value. Values that are
/// missing or no numbers are left out of all numeric operations; text that spells a number is
/// none. Without any value left a numeric operation gives no value, and counts give 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    /// Σw.
    Count,
    /// Σw over the rows that have the column.
    CountOf,
    /// Σw·x.
    Sum,
    /// Σw·x / Σw.
    Average,
    /// The least x.
    Minimum,
    /// The greatest x.
    Maximum,
    /// How many different values; not weighted. Values of different kinds differ, but whole and
    /// other numbers that are equal do not.
    CountDistinct,
    /// The value at this share, between 0 and 1, of Σw in ascending order: the least x such that
    /// the rows up to it have at least that share.
    Percentile(f64),
    /// How many rows lie where between the least and the greatest x; Σw per cell.
    Heatmap,
    /// How many spans are active at once: the greatest number, weighted, at any moment of the
    /// bucket, or of the range for the group's own value. A span is active from its time for its
    /// duration.
    Concurrency,
    /// The change of `Sum` from the bucket before; the group's own value is that of its last
    /// bucket. The first bucket has none.
    RateSum,
    /// The same of `Average`.
    RateAverage,
    /// The same of `Maximum`.
    RateMaximum,
}

/// What is calculated from aggregates.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The key in the answer, unique among aggregates and formulas.
    pub key: String,
    /// How; its columns are keys of aggregates.
    pub expression: Expression,
}

/// Which groups are shown; one without a value is not.
#[derive(Clone, Debug, PartialEq)]
pub struct Having {
    /// The key of an aggregate, or of a formula.
    pub key: String,
    /// How it compares,
    pub comparison: Comparison,
    /// with what.
    pub value: f64,
}

/// How groups are sorted; one without a value comes last in both directions, and values of several
/// kinds are ordered by [`super::Scalar::sort_order`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The key of a group key, an aggregate or a formula.
    pub by: String,
    /// Whether the greatest comes first.
    pub descending: bool,
}
