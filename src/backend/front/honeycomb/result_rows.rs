//! From what the engine found to the rows of an answer.

use serde_json::Value;
use serde_json::json;

use crate::backend::engine::events::EventBucket;
use crate::backend::engine::events::EventResult;
use crate::backend::engine::events::EventValue;
use crate::dialect::plan::EventQuery;
use crate::dialect::plan::Scalar;
use crate::wire::honeycomb::QueryResultData;
use crate::wire::honeycomb::ResultRow;
use crate::wire::honeycomb::Row;
use crate::wire::honeycomb::SeriesPoint;

/// Makes the rows of an answer; a breakdown without a value has no member.
pub(super) fn data(query: &EventQuery, result: &EventResult) -> QueryResultData {
    let row = |group: Option<usize>, values: &[EventValue]| {
        let keys = group.and_then(|place| result.groups.get(place)).map(|group| &group.keys);
        let keys = query.group_by.iter().zip(keys.into_iter().flatten());
        let mut row: Row = keys
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.key.clone(), of_scalar(value)))
            .collect();
        row.extend(query.output.iter().cloned().zip(values.iter().map(of_value)));
        row
    };
    let points = |buckets: &[EventBucket]| -> Vec<SeriesPoint> {
        let points = buckets.iter().map(|bucket| SeriesPoint {
            time: jiff::Timestamp::from_nanosecond(i128::from(bucket.start_ns))
                .map(|time| time.to_string())
                .unwrap_or_default(),
            data: row(bucket.group, &bucket.values),
        });
        points.collect()
    };
    let groups = result.groups.iter().enumerate();
    QueryResultData {
        series: points(&result.series),
        results: groups
            .map(|(place, group)| ResultRow { data: row(Some(place), &group.values) })
            .collect(),
        total_by_aggregate: result.total.as_ref().map(|values| row(None, values)),
        total_by_aggregate_series: (query.wants_total && query.wants_series)
            .then(|| points(&result.total_series)),
        other_by_aggregate: result.other.as_ref().map(|values| row(None, values)),
    }
}

/// Counts the values that the rows of an answer have; every cell of a heatmap is one.
pub(super) fn values(query: &EventQuery, result: &EventResult) -> usize {
    let of_values = |values: &[EventValue]| -> usize {
        let cells = values.iter().map(|value| match value {
            EventValue::Scalar(_) => 1,
            EventValue::Heatmap(map) => map.counts.len(),
        });
        query.group_by.len() + cells.sum::<usize>()
    };
    let buckets = result.series.iter().chain(&result.total_series);
    let groups = result.groups.iter().map(|group| of_values(&group.values));
    groups.chain(buckets.map(|bucket| of_values(&bucket.values))).sum()
}

/// Estimates how much room a result takes.
pub(super) fn estimated_bytes(data: &QueryResultData) -> usize {
    /// Bytes of a value, and of one in a list.
    const VALUE: usize = size_of::<Value>() + 32;
    let of_value = |value: &Value| match value.get("counts").and_then(Value::as_array) {
        Some(counts) => 5 * VALUE + counts.len() * size_of::<Value>(),
        None => VALUE + value.as_str().map_or(0, str::len),
    };
    let of_row =
        |row: &Row| row.iter().map(|(key, value)| key.len() + of_value(value)).sum::<usize>();
    let results = data.results.iter().map(|row| of_row(&row.data));
    let totals = data.total_by_aggregate_series.iter().flatten();
    let series = data.series.iter().chain(totals).map(|point| of_row(&point.data));
    results.chain(series).sum()
}

fn of_scalar(value: &Scalar<'_>) -> Value {
    match value {
        Scalar::Null => Value::Null,
        Scalar::Text(text) => json!(text),
        Scalar::Integer(number) => json!(number),
        Scalar::Float(number) => json!(number),
        Scalar::Flag(flag) => json!(flag),
    }
}

fn of_value(value: &EventValue) -> Value {
    match value {
        EventValue::Scalar(scalar) => of_scalar(scalar),
        EventValue::Heatmap(map) => json!({
            "min_value": map.minimum,
            "step_size": map.step,
            "counts": map.counts,
        }),
    }
}
