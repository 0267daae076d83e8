//! Metric points to rows: points of one second that are described alike share one.

use std::collections::HashMap;

use super::Destination;
use super::Projection;
use super::attributes::set_attributes;
use super::rows::Room;
use super::rows::Rows;
use super::shared_fields;
use crate::model::field_set::FieldSet;
use crate::model::telemetry::Histogram;
use crate::model::telemetry::MetricPoint;
use crate::model::telemetry::MetricValue;
use crate::model::telemetry::ResourceGroup;
use crate::model::telemetry::Summary;

const NANOSECONDS_PER_SECOND: i64 = 1_000_000_000;

/// Suffixes of percentiles with the part of the values that lies below them.
const PERCENTILES: [(&str, f64); 11] = [
    ("p001", 0.001),
    ("p01", 0.01),
    ("p05", 0.05),
    ("p10", 0.10),
    ("p25", 0.25),
    ("p50", 0.50),
    ("p75", 0.75),
    ("p90", 0.90),
    ("p95", 0.95),
    ("p99", 0.99),
    ("p999", 0.999),
];

/// Most fields that a point makes: count, sum, average and the percentiles.
const MAXIMUM_VALUES: usize = 3 + PERCENTILES.len();

/// What points that share a row have in common.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    second: i64,
    resource: usize,
    attributes: String,
}

/// A row that points still come to.
struct Row {
    second: i64,
    fields: FieldSet<'static>,
    points: usize,
}

/// Turns metric points into rows; a point without a time gets `received_ns`.
#[must_use]
pub fn metric_events(
    groups: &[ResourceGroup<MetricPoint>],
    destination: Destination<'_>,
    received_ns: i64,
) -> Projection {
    let mut resources: HashMap<String, usize> = HashMap::new();
    let mut places: HashMap<Key, usize> = HashMap::new();
    let mut merged: Vec<Row> = Vec::new();
    let mut rows = Rows::default();
    // Rows are built up before they are pushed, so they need room of their own.
    let mut room = Room::default();
    for group in groups {
        let resource = shared_fields::of_resource(&group.resource);
        let next = resources.len();
        let number = *resources.entry(description(&resource)).or_insert(next);
        for point in group.scopes.iter().flat_map(|scope| &scope.items) {
            if room.is_used_up() {
                rows.reject();
                continue;
            }
            let mut attributes = FieldSet::new();
            set_attributes(&mut attributes, &point.attributes);
            let second = point.time_ns.unwrap_or(received_ns).div_euclid(NANOSECONDS_PER_SECOND);
            let key = Key { second, resource: number, attributes: description(&attributes) };
            let place = *places.entry(key).or_insert_with(|| {
                let fields = of_point(&attributes, &resource);
                room.take(fields.as_slice().len(), fields.bytes());
                merged.push(Row { second, fields, points: 0 });
                merged.len() - 1
            });
            room.take(MAXIMUM_VALUES, MAXIMUM_VALUES * point.name.len());
            set_value(&mut merged[place].fields, &point.name, &point.value);
            merged[place].points += 1;
        }
    }
    let dataset = rows.dataset(&destination.of_metrics());
    for row in merged {
        let time = row.second.saturating_mul(NANOSECONDS_PER_SECOND);
        if !rows.push(dataset, time, 1, &row.fields) {
            (0..row.points).for_each(|_| rows.reject());
        }
    }
    rows.finish()
}

/// Text that is equal for equal fields in any order.
fn description(fields: &FieldSet<'_>) -> String {
    let mut fields: Vec<_> = fields.as_slice().iter().collect();
    fields.sort_by(|left, right| left.0.cmp(&right.0));
    format!("{fields:?}")
}

/// What describes the resource wins over what describes the point.
fn of_point(attributes: &FieldSet<'_>, resource: &FieldSet<'_>) -> FieldSet<'static> {
    let mut fields = FieldSet::new();
    fields.text("meta.signal_type", "metric");
    fields.text("meta.annotation_type", "metric_event");
    fields.extend(attributes);
    fields.extend(resource);
    fields.into_owned()
}

fn set_value(fields: &mut FieldSet<'_>, name: &str, value: &MetricValue) {
    match value {
        MetricValue::Integer(integer) => fields.integer(name.to_owned(), *integer),
        MetricValue::Float(float) => fields.float(name.to_owned(), *float),
        MetricValue::Histogram(histogram) => set_histogram(fields, name, histogram),
        MetricValue::Summary(summary) => set_summary(fields, name, summary),
    }
}

fn set_histogram(fields: &mut FieldSet<'_>, name: &str, histogram: &Histogram) {
    set_count_and_sum(fields, name, histogram.count, histogram.sum);
    for (suffix, part) in PERCENTILES {
        if let Some(value) = percentile(histogram, part) {
            fields.float(format!("{name}.{suffix}"), value);
        }
    }
}

fn set_count_and_sum(fields: &mut FieldSet<'_>, name: &str, count: u64, sum: Option<f64>) {
    fields.integer(format!("{name}.count"), i64::try_from(count).unwrap_or(i64::MAX));
    if let Some(sum) = sum {
        fields.float(format!("{name}.sum"), sum);
        // Of no values there is no average: what is not finite is left out.
        fields.float(format!("{name}.avg"), sum / count as f64);
    }
}

/// Returns the bound of the last bucket that lies wholly below the percentile, as the service's
/// translator does: a bound that values passed, never a value between bounds.
fn percentile(histogram: &Histogram, part: f64) -> Option<f64> {
    if histogram.count == 0 {
        return None;
    }
    let mut bound = histogram.buckets.first()?.upper_bound;
    let mut below = 0_u64;
    for bucket in &histogram.buckets {
        below = below.saturating_add(bucket.count);
        if below as f64 / histogram.count as f64 > part {
            break;
        }
        if bucket.upper_bound.is_finite() {
            bound = bucket.upper_bound;
        }
    }
    Some(bound)
}

fn set_summary(fields: &mut FieldSet<'_>, name: &str, summary: &Summary) {
    set_count_and_sum(fields, name, summary.count, Some(summary.sum));
    for &(quantile, value) in &summary.quantiles {
        if let Some(suffix) = quantile_suffix(quantile)
            && value.is_finite()
        {
            fields.float(format!("{name}.{suffix}"), value);
        }
    }
}

/// `0.5` is `p50`, `0.999` is `p999`; the ends are `min` and `max`.
fn quantile_suffix(quantile: f64) -> Option<String> {
    if quantile == 0.0 {
        return Some("min".to_owned());
    }
    if quantile == 1.0 {
        return Some("max".to_owned());
    }
    let text = format!("{quantile:.3}");
    let digits = text.strip_prefix("0.").filter(|_| quantile > 0.0)?;
    Some(format!("p{}", digits.strip_suffix('0').unwrap_or(digits)))
}
