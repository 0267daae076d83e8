//! From the messages to the model: metrics, point by point.

use std::sync::Arc;

use super::from_messages::attributes;
use super::from_messages::known_time;
use super::from_messages::resource;
use super::from_messages::scope;
use super::from_messages::scopes;
use super::messages as m;
use crate::model::telemetry::Bucket;
use crate::model::telemetry::Histogram;
use crate::model::telemetry::MetricPoint;
use crate::model::telemetry::MetricValue;
use crate::model::telemetry::ResourceGroup;
use crate::model::telemetry::Summary;

/// Bit of a point's flags: no value was recorded.
const NO_RECORDED_VALUE: u32 = 1;

pub(super) fn points(request: m::ExportMetricsServiceRequest) -> Vec<ResourceGroup<MetricPoint>> {
    let groups = request.resource_metrics.into_iter().map(|group| ResourceGroup {
        resource: resource(group.resource, group.schema_url),
        scopes: scopes(group.scope_metrics, |group| {
            let points = group.metrics.into_iter().flat_map(metric);
            (scope(group.scope, group.schema_url), points.collect())
        }),
    });
    groups.collect()
}

fn metric(metric: m::Metric) -> Vec<MetricPoint> {
    let m::Metric { name, unit, gauge, sum, histogram, exponential_histogram, summary } = metric;
    // A long name costs no more for having many points.
    let (name, unit): (Arc<str>, Arc<str>) = (name.into(), unit.into());
    let mut points = Vec::new();
    let mut add = |time: u64, given: Vec<m::KeyValue>, flags: u32, value: Option<MetricValue>| {
        let Some(value) = value.filter(|_| flags & NO_RECORDED_VALUE == 0) else { return };
        points.push(MetricPoint {
            name: name.clone(),
            unit: unit.clone(),
            time_ns: known_time(time),
            attributes: attributes(given),
            value,
        });
    };
    for point in [gauge, sum].into_iter().flatten().flat_map(|points| points.data_points) {
        let value = point
            .as_int
            .map(MetricValue::Integer)
            .or_else(|| point.as_double.map(MetricValue::Float));
        add(point.time_unix_nano, point.attributes, point.flags, value);
    }
    for point in histogram.into_iter().flat_map(|points| points.data_points) {
        let value = MetricValue::Histogram(Histogram {
            count: point.count,
            sum: point.sum,
            minimum: point.min,
            maximum: point.max,
            buckets: explicit_buckets(&point.explicit_bounds, &point.bucket_counts),
        });
        add(point.time_unix_nano, point.attributes, point.flags, Some(value));
    }
    for mut point in exponential_histogram.into_iter().flat_map(|points| points.data_points) {
        let given = std::mem::take(&mut point.attributes);
        let value = MetricValue::Histogram(Histogram {
            count: point.count,
            sum: point.sum,
            minimum: point.min,
            maximum: point.max,
            buckets: exponential_buckets(&point),
        });
        add(point.time_unix_nano, given, point.flags, Some(value));
    }
    for point in summary.into_iter().flat_map(|points| points.data_points) {
        let value = MetricValue::Summary(Summary {
            count: point.count,
            sum: point.sum,
            quantiles: point.quantile_values.iter().map(|at| (at.quantile, at.value)).collect(),
        });
        add(point.time_unix_nano, point.attributes, point.flags, Some(value));
    }
    points
}

/// The last bucket has no bound of its own.
fn explicit_buckets(bounds: &[f64], counts: &[u64]) -> Vec<Bucket> {
    let bounds = bounds.iter().copied().chain(std::iter::once(f64::INFINITY));
    counts.iter().zip(bounds).map(|(&count, upper_bound)| Bucket { upper_bound, count }).collect()
}

/// Bucket `i` holds what lies above `base^i` and at or below `base^(i+1)`, where
/// `base = 2^(2^-scale)`; negative values mirror it.
fn exponential_buckets(point: &m::ExponentialHistogramDataPoint) -> Vec<Bucket> {
    let step = (-f64::from(point.scale)).exp2();
    let bound = |offset: i32, place: usize| {
        let index = f64::from(offset) + place as f64;
        (index * step).exp2()
    };
    let mut buckets = Vec::new();
    if let Some(negative) = &point.negative {
        for (place, &count) in negative.bucket_counts.iter().enumerate().rev() {
            buckets.push(Bucket { upper_bound: -bound(negative.offset, place), count });
        }
    }
    if point.zero_count > 0 {
        buckets.push(Bucket { upper_bound: 0.0, count: point.zero_count });
    }
    if let Some(positive) = &point.positive {
        for (place, &count) in positive.bucket_counts.iter().enumerate() {
            buckets.push(Bucket { upper_bound: bound(positive.offset, place + 1), count });
        }
    }
    buckets
}
