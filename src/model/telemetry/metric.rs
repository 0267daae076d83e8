//! Points of metrics.

use std::sync::Arc;

use super::Attributes;

/// One value of a metric at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricPoint {
    /// Name of the metric.
    pub name: Arc<str>,
    /// Its unit; may be empty.
    pub unit: Arc<str>,
    /// When.
    pub time_ns: Option<i64>,
    /// What describes the point.
    pub attributes: Attributes,
    /// The value.
    pub value: MetricValue,
}

/// The value of a point.
#[derive(Clone, Debug, PartialEq)]
pub enum MetricValue {
    /// A whole number of a gauge or sum.
    Integer(i64),
    /// A number with a fraction, of a gauge or sum.
    Float(f64),
    /// A distribution by buckets.
    Histogram(Histogram),
    /// A distribution by quantiles.
    Summary(Summary),
}

/// A distribution by buckets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    /// Number of values.
    pub count: u64,
    /// Their sum.
    pub sum: Option<f64>,
    /// The least value.
    pub minimum: Option<f64>,
    /// The greatest value.
    pub maximum: Option<f64>,
    /// How many values lie where, from the least bound up.
    pub buckets: Vec<Bucket>,
}

/// How many values lie at or below a bound and above that of the bucket before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// The bound; infinite for the last bucket.
    pub upper_bound: f64,
    /// Number of values.
    pub count: u64,
}

/// A distribution by quantiles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Number of values.
    pub count: u64,
    /// Their sum.
    pub sum: f64,
    /// Quantiles from 0 to 1, each with its value.
    pub quantiles: Vec<(f64, f64)>,
}
