//! Whole bodies of JSON with the edges of every table of the mapping, all the way to rows.

use std::fmt::Write as _;

use base64::Engine as _;

use super::*;
use crate::backend::ingest::Destination;
use crate::backend::ingest::log_events;
use crate::backend::ingest::metric_events;
use crate::backend::ingest::span_events;
use crate::wire::otlp::Encoding;
use crate::wire::otlp::read_logs;
use crate::wire::otlp::read_metrics;
use crate::wire::otlp::read_traces;

const RECEIVED: i64 = 1_764_000_009_000_000_000;

/// Every row with all of its fields, in order.
fn drawn(projection: Projection) -> String {
    let mut drawn = String::new();
    let mut events = collected_events(projection.events);
    events.sort_by(|left, right| left.dataset.cmp(&right.dataset));
    for event in &events {
        let dataset = &projection.names[&event.dataset];
        let _ = writeln!(drawn, "{dataset} at {} x{}", event.time_ns, event.sample_rate);
        for (name, _) in &event.fields {
            let _ = writeln!(drawn, "  {name} = {}", shown(event, name).replace('\n', "\\n"));
        }
    }
    let _ = writeln!(drawn, "rejected: {}", projection.rejected);
    drawn
}

#[test]
fn spans_with_all_their_edges() {
    let body = include_bytes!("golden/traces.json");
    let groups = read_traces(body, Encoding::Json).unwrap();
    insta::assert_snapshot!(drawn(span_events(&groups, Destination::default())));
}

#[test]
fn log_records_with_all_their_edges() {
    let body = include_bytes!("golden/logs.json");
    let groups = read_logs(body, Encoding::Json).unwrap();
    insta::assert_snapshot!(drawn(log_events(&groups, Destination::default(), RECEIVED)));
}

#[test]
fn metric_points_with_all_their_edges() {
    let body = include_bytes!("golden/metrics.json");
    let groups = read_metrics(body, Encoding::Json).unwrap();
    insta::assert_snapshot!(drawn(metric_events(&groups, Destination::default(), RECEIVED)));
}

#[test]
fn identifiers_that_were_read_as_base64_are_put_right() {
    // Their hex text, taken for base64, is half as long again as they are.
    let member = |tag: u8, bytes: &[u8]| [&[tag << 3 | 2, bytes.len() as u8], bytes].concat();
    let misread = |hex: &str| base64::engine::general_purpose::STANDARD.decode(hex).unwrap();
    let trace_id = member(1, &misread("5b8efff798038103d269b633813fc60c"));
    let span_id = member(2, &misread("eee19b7ec3c1b174"));
    let parent_id = member(4, &misread("eee19b7ec3c1b173"));
    let span = member(2, &[trace_id, span_id, parent_id].concat());
    let body = member(1, &member(2, &span));
    let rows = events(span_events(
        &read_traces(&body, Encoding::Protobuf).unwrap(),
        Destination::default(),
    ));
    assert_fields(
        &rows[0],
        [
            ("trace.trace_id", "'5b8efff798038103d269b633813fc60c'"),
            ("trace.span_id", "'eee19b7ec3c1b174'"),
            ("trace.parent_id", "'eee19b7ec3c1b173'"),
        ],
    );
}

#[test]
fn a_classic_key_sends_everything_to_its_header() {
    let classic = Destination { classic: true, dataset: Some("header") };
    let spans = read_traces(include_bytes!("golden/traces.json"), Encoding::Json).unwrap();
    assert_eq!(names(&span_events(&spans, classic)), ["header"]);
    let points = read_metrics(include_bytes!("golden/metrics.json"), Encoding::Json).unwrap();
    assert_eq!(names(&metric_events(&points, classic, RECEIVED)), ["header"]);
}
