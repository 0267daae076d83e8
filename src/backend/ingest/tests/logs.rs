//! Log records.

use super::*;
use crate::backend::ingest::Destination;
use crate::backend::ingest::log_events;
use crate::model::telemetry::LogRecord;
use crate::model::telemetry::Severity;

const RECEIVED: i64 = 99;

fn row(record: LogRecord) -> Event {
    let scope = Scope { name: "app".to_owned(), ..Scope::default() };
    let groups = [group(service("backend"), scope, vec![record])];
    events(log_events(&groups, Destination::default(), RECEIVED)).pop().unwrap()
}

#[test]
fn a_record_has_its_fixed_fields() {
    let event = row(LogRecord {
        time_ns: Some(5),
        body: text("line"),
        severity: Severity(13),
        severity_text: "WARNING".to_owned(),
        flags: 1,
        event_name: "login".to_owned(),
        attributes: attributes([("k", text("v"))]),
        ..LogRecord::default()
    });
    assert_eq!((event.dataset.as_str(), event.time_ns, event.sample_rate), ("backend", 5, 1));
    assert_fields(
        &event,
        [
            ("body", "'line'"),
            ("severity", "'warn'"),
            ("severity_code", "13"),
            ("severity_text", "'WARNING'"),
            ("flags", "1"),
            ("event.name", "'login'"),
            ("meta.signal_type", "'log'"),
            ("meta.annotation_type", "-"),
            ("trace.trace_id", "-"),
            ("trace.parent_id", "-"),
            ("service.name", "'backend'"),
            ("library.name", "'app'"),
            ("k", "'v'"),
        ],
    );
    assert_fields(
        &row(LogRecord::default()),
        [
            ("body", "-"),
            ("severity", "'unspecified'"),
            ("severity_code", "0"),
            ("severity_text", "-"),
            ("flags", "0"),
            ("event.name", "-"),
        ],
    );
}

#[test]
fn a_record_of_a_trace_is_an_annotation_of_its_span() {
    let event = row(LogRecord {
        trace_id: Some("0000000000000000f798a1e7f33c8af6".to_owned()),
        span_id: Some("eee19b7ec3c1b174".to_owned()),
        ..LogRecord::default()
    });
    assert_fields(
        &event,
        [
            ("trace.trace_id", "'f798a1e7f33c8af6'"),
            ("trace.parent_id", "'eee19b7ec3c1b174'"),
            ("trace.span_id", "-"),
            ("meta.annotation_type", "'span_event'"),
        ],
    );
}

#[test]
fn severities_have_names() {
    for (number, name) in [
        (0, "'unspecified'"),
        (1, "'trace'"),
        (4, "'trace'"),
        (5, "'debug'"),
        (9, "'info'"),
        (12, "'info'"),
        (13, "'warn'"),
        (17, "'error'"),
        (21, "'fatal'"),
        (24, "'fatal'"),
        (25, "'unspecified'"),
        (-1, "'unspecified'"),
    ] {
        let event = row(LogRecord { severity: Severity(number), ..LogRecord::default() });
        assert_fields(&event, [("severity", name), ("severity_code", &number.to_string())]);
    }
}

#[test]
fn a_body_is_kept_in_its_type() {
    let body = |body| row(LogRecord { body, ..LogRecord::default() });
    assert_fields(&body(AttributeValue::Integer(3)), [("body", "3")]);
    let list = AttributeValue::List(vec![AttributeValue::Integer(1)]);
    assert_fields(&body(list), [("body", "'[1]\n'")]);
    let inner = AttributeValue::Map(attributes([("ms", AttributeValue::Integer(2))]));
    let map = AttributeValue::Map(attributes([("message", text("slow")), ("http", inner)]));
    assert_fields(
        &body(map),
        [
            ("body", "'{\"http\":{\"ms\":2},\"message\":\"slow\"}\n'"),
            ("body.message", "'slow'"),
            ("body.http.ms", "2"),
        ],
    );
}

#[test]
fn a_record_has_some_time() {
    let time = |time_ns, observed_ns| {
        row(LogRecord { time_ns, observed_ns, ..LogRecord::default() }).time_ns
    };
    assert_eq!(time(Some(1), Some(2)), 1);
    assert_eq!(time(None, Some(2)), 2);
    assert_eq!(time(None, None), RECEIVED);
}

#[test]
fn records_go_to_their_service_or_the_header() {
    let dataset = |name: &str, header| {
        let groups = [group(service(name), Scope::default(), vec![LogRecord::default()])];
        let destination = Destination { classic: false, dataset: header };
        names(&log_events(&groups, destination, 0)).join(",")
    };
    assert_eq!(dataset(" app ", Some("header")), "app");
    assert_eq!(dataset("unknown_service:x", Some("header")), "header");
    assert_eq!(dataset("", Some(" ")), "unknown_log_source");
    assert_eq!(dataset("", None), "unknown_log_source");
}

#[test]
fn a_record_may_stand_for_many() {
    let attributes = attributes([("sampleRate", AttributeValue::Integer(7))]);
    assert_eq!(row(LogRecord { attributes, ..LogRecord::default() }).sample_rate, 7);
}
