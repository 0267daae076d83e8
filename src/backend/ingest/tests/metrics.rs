//! Metric points.

use super::*;
use crate::backend::ingest::Destination;
use crate::backend::ingest::metric_events;
use crate::model::telemetry::Bucket;
use crate::model::telemetry::Histogram;
use crate::model::telemetry::MetricPoint;
use crate::model::telemetry::MetricValue;
use crate::model::telemetry::Summary;

const SECOND: i64 = 1_000_000_000;

fn point(name: &str, time_ns: i64, route: &str, value: MetricValue) -> MetricPoint {
    MetricPoint {
        name: name.into(),
        unit: "1".into(),
        time_ns: Some(time_ns),
        attributes: attributes([("route", text(route))]),
        value,
    }
}

fn project(points: Vec<MetricPoint>) -> Vec<Event> {
    let scope = Scope { name: "meter".to_owned(), ..Scope::default() };
    let groups = [group(service("backend"), scope, points)];
    events(metric_events(&groups, Destination::default(), 7 * SECOND + 1))
}

#[test]
fn points_of_one_second_that_are_described_alike_share_a_row() {
    let one = MetricValue::Integer(1);
    let rows = project(vec![
        point("a", 5 * SECOND, "/x", one.clone()),
        point("b", 5 * SECOND + 999_999_999, "/x", MetricValue::Float(2.5)),
        point("a", 5 * SECOND, "/y", one.clone()),
        point("a", 6 * SECOND, "/x", one.clone()),
        point("a", 5 * SECOND, "/x", MetricValue::Integer(9)),
        MetricPoint { time_ns: None, ..point("a", 0, "/x", one) },
    ]);
    let shape: Vec<_> = rows
        .iter()
        .map(|row| (row.time_ns / SECOND, shown(row, "route"), shown(row, "a")))
        .collect();
    let expected = [(5, "'/x'", "9"), (5, "'/y'", "1"), (6, "'/x'", "1"), (7, "'/x'", "1")];
    assert_eq!(shape, expected.map(|(time, route, a)| (time, route.to_owned(), a.to_owned())));
    assert_fields(
        &rows[0],
        [
            ("b", "2.5"),
            ("meta.signal_type", "'metric'"),
            ("meta.annotation_type", "'metric_event'"),
            ("service.name", "'backend'"),
            ("library.name", "-"),
            ("unit", "-"),
        ],
    );
}

#[test]
fn alike_is_what_has_equal_attributes_in_any_order() {
    let described =
        |attributes| MetricPoint { attributes, ..point("a", 0, "", MetricValue::Integer(1)) };
    let (x, y) = (("x", text("1")), ("y", text("2")));
    let rows = project(vec![
        described(attributes([x.clone(), y.clone()])),
        described(attributes([y, x])),
        described(attributes([("x", AttributeValue::Integer(1)), ("y", text("2"))])),
    ]);
    assert_eq!(rows.len(), 2);
    let points = || vec![point("a", 0, "/", MetricValue::Integer(1))];
    let groups = [
        group(service("one"), Scope::default(), points()),
        group(service("two"), Scope::default(), points()),
        group(service("one"), Scope { name: "other".to_owned(), ..Scope::default() }, points()),
    ];
    assert_eq!(events(metric_events(&groups, Destination::default(), 0)).len(), 2);
}

#[test]
fn a_histogram_has_a_column_for_each_figure() {
    let bucket = |upper_bound, count| Bucket { upper_bound, count };
    let histogram = |sum, buckets| {
        let count = 100;
        MetricValue::Histogram(Histogram { count, sum, buckets, ..Histogram::default() })
    };
    let buckets =
        vec![bucket(5.0, 10), bucket(10.0, 80), bucket(25.0, 9), bucket(f64::INFINITY, 1)];
    let rows = project(vec![point("h", 0, "/", histogram(Some(250.0), buckets))]);
    assert_fields(
        &rows[0],
        [
            ("h", "-"),
            ("h.count", "100"),
            ("h.sum", "250.0"),
            ("h.avg", "2.5"),
            ("h.p001", "5.0"),
            ("h.p01", "5.0"),
            ("h.p05", "5.0"),
            ("h.p10", "5.0"),
            ("h.p25", "5.0"),
            ("h.p50", "5.0"),
            ("h.p75", "5.0"),
            ("h.p90", "10.0"),
            ("h.p95", "10.0"),
            ("h.p99", "25.0"),
            ("h.p999", "25.0"),
            ("h.min", "-"),
        ],
    );
    let rows = project(vec![point("h", 0, "/", histogram(None, Vec::new()))]);
    assert_fields(&rows[0], [("h.count", "100"), ("h.sum", "-"), ("h.avg", "-"), ("h.p50", "-")]);
    let empty = MetricValue::Histogram(Histogram {
        sum: Some(0.0),
        buckets: vec![bucket(1.0, 0)],
        ..Histogram::default()
    });
    let rows = project(vec![point("h", 0, "/", empty)]);
    assert_fields(&rows[0], [("h.count", "0"), ("h.sum", "0.0"), ("h.avg", "-"), ("h.p50", "-")]);
}

#[test]
fn a_summary_has_its_quantiles() {
    let quantiles = vec![
        (0.0, 1.0),
        (0.001, 2.0),
        (0.01, 3.0),
        (0.5, 4.0),
        (0.95, 5.0),
        (0.999, 6.0),
        (1.0, 7.0),
        (-0.5, 8.0),
        (f64::NAN, 9.0),
        (1.5, 10.0),
    ];
    let summary = MetricValue::Summary(Summary { count: 4, sum: 10.0, quantiles });
    let rows = project(vec![point("s", 0, "/", summary)]);
    assert_fields(
        &rows[0],
        [
            ("s.count", "4"),
            ("s.sum", "10.0"),
            ("s.avg", "2.5"),
            ("s.min", "1.0"),
            ("s.p001", "2.0"),
            ("s.p01", "3.0"),
            ("s.p50", "4.0"),
            ("s.p95", "5.0"),
            ("s.p999", "6.0"),
            ("s.max", "7.0"),
        ],
    );
    let made = rows[0].fields.iter().filter(|(name, _)| name.starts_with("s.")).count();
    assert_eq!(made, 10);
}

#[test]
fn what_describes_the_resource_wins() {
    let sent = MetricPoint {
        attributes: attributes([("service.name", text("point")), ("a", text("attribute"))]),
        ..point("a", 0, "", MetricValue::Integer(1))
    };
    let rows = project(vec![sent]);
    assert_fields(&rows[0], [("service.name", "'backend'"), ("a", "1")]);
}

#[test]
fn metrics_go_to_the_header_or_to_one_place() {
    let dataset = |header| {
        let points = vec![point("a", 0, "/", MetricValue::Integer(1))];
        let groups = [group(service("backend"), Scope::default(), points)];
        let destination = Destination { classic: false, dataset: header };
        names(&metric_events(&groups, destination, 0)).join(",")
    };
    assert_eq!(dataset(Some("My Metrics")), "My Metrics");
    assert_eq!(dataset(Some("  ")), "unknown_metrics");
    assert_eq!(dataset(None), "unknown_metrics");
}
