//! The page about the mapping says what the mapping does.

use std::collections::BTreeSet;

use super::*;
use crate::backend::ingest::Destination;
use crate::backend::ingest::log_events;
use crate::backend::ingest::metric_events;
use crate::backend::ingest::span_events;
use crate::model::telemetry::LogRecord;
use crate::model::telemetry::MetricPoint;
use crate::model::telemetry::MetricValue;
use crate::model::telemetry::Span;
use crate::model::telemetry::SpanEvent;
use crate::model::telemetry::SpanLink;
use crate::model::telemetry::StatusCode;

const PAGE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/mapping.md"));

/// Column and kind of row, of all rows of the table.
fn documented() -> BTreeSet<(String, String)> {
    let rows = PAGE.lines().skip_while(|line| !line.starts_with("| Column")).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let pairs = rows.flat_map(|line| {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let column = cells[1].trim_matches('`').to_owned();
        let kinds: Vec<_> = cells[2].split(", ").map(str::to_owned).collect();
        kinds.into_iter().map(move |kind| (column.clone(), kind))
    });
    pairs.collect()
}

/// The same of rows in which everything is set.
fn made() -> BTreeSet<(String, String)> {
    let set = || "x".to_owned();
    let resource = || Resource { schema_url: set(), ..service("s") };
    let scope = || Scope {
        name: "io.opentelemetry".to_owned(),
        version: set(),
        schema_url: set(),
        ..Scope::default()
    };
    let exception = SpanEvent {
        name: "exception".to_owned(),
        attributes: attributes([("exception.type", text("E"))]),
        ..SpanEvent::default()
    };
    let span = Span {
        parent_id: Some(set()),
        trace_state: set(),
        status: StatusCode::Error,
        status_message: set(),
        events: vec![SpanEvent::default(), exception],
        links: vec![SpanLink::default()],
        ..Span::default()
    };
    let record = LogRecord {
        trace_id: Some(set()),
        span_id: Some(set()),
        severity_text: set(),
        event_name: set(),
        body: text("b"),
        ..LogRecord::default()
    };
    let point = MetricPoint {
        name: "m".into(),
        unit: "".into(),
        time_ns: None,
        attributes: Vec::new(),
        value: MetricValue::Integer(1),
    };
    let to = Destination::default();
    let mut spans = events(span_events(&[group(resource(), scope(), vec![span])], to));
    // The exception's own attribute is no column of the mapping.
    spans.remove(1);
    let mut rows: Vec<_> = ["event", "link", "span"].into_iter().zip(spans).collect();
    let records = [group(resource(), scope(), vec![record])];
    rows.extend(events(log_events(&records, to, 0)).into_iter().map(|row| ("log", row)));
    let points = [group(resource(), scope(), vec![point])];
    rows.extend(events(metric_events(&points, to, 0)).into_iter().map(|row| ("metric", row)));
    let pairs = rows.into_iter().flat_map(|(kind, row)| {
        row.fields.into_iter().map(move |(name, _)| (name, kind.to_owned()))
    });
    pairs.filter(|(name, _)| name != "m").collect()
}

#[test]
fn the_table_lists_what_is_made() {
    assert_eq!(documented(), made());
}
