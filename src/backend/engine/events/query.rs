//! What a query over wide events is run with, and what it gives.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use crate::backend::store::StoreError;
use crate::base::Hint;
use crate::base::Kind;
use crate::dialect::plan::Scalar;

const MEBIBYTE: u64 = 1024 * 1024;

/// A dataset that a query reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatasetSource {
    /// Its number.
    pub id: i64,
    /// Rows that were taken before this time have expired; none if nothing expires.
    pub oldest_ingestion_ms: Option<i64>,
}

/// How much a query may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventLimits {
    /// Values that are kept for percentiles and distinct counts before all of them are estimated:
    /// as many as fit 128 MiB at 12 bytes each, a value and its weight.
    pub exact_values: u64,
    /// Bytes of groups, values and sketches beyond which the query fails.
    pub memory_bytes: u64,
}

impl Default for EventLimits {
    fn default() -> Self {
        Self { exact_values: 128 * MEBIBYTE / 12, memory_bytes: 192 * MEBIBYTE }
    }
}

/// What a query is run with.
#[derive(Clone, Debug, Default)]
pub struct EventRun {
    /// What it reads.
    pub datasets: Vec<DatasetSource>,
    /// How much it may use.
    pub limits: EventLimits,
    /// When it ends with an error if it is not done.
    pub deadline: Option<Instant>,
    /// Set by somebody who does not want the result any more.
    pub cancel: Option<Arc<AtomicBool>>,
}

/// The value of an aggregate or formula.
#[derive(Clone, Debug, PartialEq)]
pub enum EventValue {
    /// One value, perhaps null.
    Scalar(Scalar<'static>),
    /// How many rows have which values.
    Heatmap(Heatmap),
}

impl EventValue {
    /// Returns the value for comparisons; that of a heatmap is null.
    #[must_use]
    pub fn scalar(&self) -> Scalar<'_> {
        match self {
            Self::Scalar(scalar) => scalar.borrowed(),
            Self::Heatmap(_) => Scalar::Null,
        }
    }
}

/// How many rows have which values; all heatmaps of one aggregate have the same cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Heatmap {
    /// Lower edge of the first cell.
    pub minimum: f64,
    /// Width of a cell.
    pub step: f64,
    /// Rows of each cell, weighted.
    pub counts: Vec<u64>,
}

/// A group that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct EventGroup {
    /// The values of its keys, in the order of the query's `group_by`; null where missing.
    pub keys: Vec<Scalar<'static>>,
    /// The values of the query's `output`, in its order.
    pub values: Vec<EventValue>,
}

/// The values of one bucket of time.
#[derive(Clone, Debug, PartialEq)]
pub struct EventBucket {
    /// When the bucket begins; not before the range.
    pub start_ns: i64,
    /// The place of its group among the shown ones; none for TOTAL.
    pub group: Option<usize>,
    /// The values of the query's `output`, in its order.
    pub values: Vec<EventValue>,
}

/// What a query gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventResult {
    /// The shown groups, in their order.
    pub groups: Vec<EventGroup>,
    /// The buckets of the shown groups, by time and then by group.
    pub series: Vec<EventBucket>,
    /// All rows together, if that was wanted.
    pub total: Option<Vec<EventValue>>,
    /// The buckets of all rows together, if TOTAL and the series were wanted.
    pub total_series: Vec<EventBucket>,
    /// The rows of the groups that are not shown, if that was wanted.
    pub other: Option<Vec<EventValue>>,
    /// Number of groups before havings and limit.
    pub group_count: u64,
    /// Rows of the datasets and the range that were looked at.
    pub rows_examined: u64,
    /// Rows that passed the filter.
    pub rows_matched: u64,
    /// The sample rates of these, summed.
    pub weight_matched: u64,
    /// Whether percentiles are within 0.5 % and distinct counts within about 2 %,
    /// because there were too many values to keep.
    pub approximate: bool,
}

/// Why a query gave no result.
#[derive(Clone, Debug, thiserror::Error)]
pub enum EventQueryError {
    /// Somebody set the cancel flag.
    #[error("the query was cancelled")]
    Cancelled,
    /// The deadline passed.
    #[error("the query did not end in time")]
    TimedOut,
    /// A unit of the query broke off.
    #[error("a part of the query broke off")]
    Broke,
    /// The engine cannot do this.
    #[error("{0} are not supported")]
    Unsupported(&'static str),
    /// It needs more memory than it may use.
    #[error("the query needs more than {limit_bytes} bytes of memory")]
    Memory {
        /// Bytes that a query may use.
        limit_bytes: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Hint for EventQueryError {
    fn kind(&self) -> Kind {
        match self {
            Self::Cancelled => Kind::Interrupted,
            Self::Unsupported(_) => Kind::Usage,
            Self::TimedOut | Self::Broke | Self::Memory { .. } => Kind::Failed,
            Self::Store(error) => error.kind(),
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Cancelled => return Vec::new(),
            Self::TimedOut => "ask for a shorter time range",
            Self::Broke => "repeat the query; if it fails again, report it",
            Self::Unsupported(_) => "ask without them",
            Self::Memory { .. } => "group by columns with fewer values, or a shorter time range",
            Self::Store(error) => return error.hints(),
        };
        vec![hint.to_owned()]
    }
}
