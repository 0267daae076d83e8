//! What the official Python exporter sent, all the way to rows.

use super::*;
use crate::backend::ingest::Destination;
use crate::backend::ingest::log_events;
use crate::backend::ingest::metric_events;
use crate::backend::ingest::span_events;
use crate::wire::otlp::Encoding;
use crate::wire::otlp::read_logs;
use crate::wire::otlp::read_metrics;
use crate::wire::otlp::read_traces;

macro_rules! recorded {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recorded/", $name)).as_slice()
    };
}

#[test]
fn spans_of_the_python_exporter() {
    let groups = read_traces(recorded!("traces.binpb"), Encoding::Protobuf).unwrap();
    let rows = events(span_events(&groups, Destination::default()));
    let kinds: Vec<_> = rows.iter().map(|row| shown(row, "meta.annotation_type")).collect();
    assert_eq!(kinds, ["'span_event'", "'span_event'", "'link'", "-", "-"]);
    assert_fields(&rows[0], [("name", "'query'"), ("rows", "3"), ("error", "true")]);
    assert_fields(
        &rows[3],
        [
            ("name", "'home-activities'"),
            ("duration_ms", "4.5"),
            ("app.user_id", "'andrewbrown'"),
            ("exception.type", "'ValueError'"),
            ("exception.message", "'boom <x>'"),
            ("exception.escaped", "'False'"),
            ("status_code", "2"),
            ("status_message", "'ValueError: boom'"),
            ("error", "true"),
        ],
    );
    assert_eq!(shown(&rows[3], "trace.parent_id"), shown(&rows[4], "trace.span_id"));
    assert_fields(
        &rows[4],
        [
            ("trace.parent_id", "-"),
            ("span.kind", "'server'"),
            ("duration_ms", "10.25"),
            ("http.status_code", "500"),
            ("ratio", "0.5"),
            ("cached", "false"),
            ("tags", "'[\"a\",\"b\"]\n'"),
            ("service.name", "'backend-flask'"),
            ("library.name", "'opentelemetry.instrumentation.flask'"),
            ("library.version", "'0.66b2'"),
            ("telemetry.instrumentation_library", "true"),
            ("error", "-"),
        ],
    );
    assert_eq!(rows[4].time_ns, 1_764_000_000_000_000_000);
}

#[test]
fn log_records_of_the_python_exporter() {
    let groups = read_logs(recorded!("logs.binpb"), Encoding::Protobuf).unwrap();
    let rows = events(log_events(&groups, Destination::default(), 0));
    assert_fields(
        &rows[0],
        [
            ("body", "'{\"message\":\"slow\",\"ms\":120}\n'"),
            ("body.message", "'slow'"),
            ("body.ms", "120"),
            ("severity", "'warn'"),
            ("severity_text", "'WARN'"),
            ("meta.annotation_type", "'span_event'"),
        ],
    );
    assert_fields(&rows[1], [("body", "'plain line'"), ("trace.trace_id", "-")]);
}

#[test]
fn metrics_of_the_python_exporter() {
    let groups = read_metrics(recorded!("metrics.binpb"), Encoding::Protobuf).unwrap();
    let rows = events(metric_events(&groups, Destination::default(), 0));
    assert_eq!(rows.len(), 2);
    assert_fields(
        &rows[0],
        [
            ("route", "'/a'"),
            ("requests", "3"),
            ("latency.count", "4"),
            ("latency.sum", "338.0"),
            ("latency.avg", "84.5"),
            ("latency.p50", "25.0"),
        ],
    );
    assert_fields(&rows[1], [("route", "'/b'"), ("open", "1.5")]);
}
