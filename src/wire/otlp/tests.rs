//! Recorded bodies, the two encodings against each other, and bodies that are none.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::model::telemetry::AttributeValue;
use crate::model::telemetry::MetricValue;
use crate::model::telemetry::SpanKind;
use crate::model::telemetry::StatusCode;

macro_rules! recorded {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recorded/", $name)).as_slice()
    };
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::Text(value.to_owned())
}

/// The JSON names every member, so equality with it proves the tags.
#[test]
fn both_encodings_say_the_same() {
    let (binary, json) = (Encoding::Protobuf, Encoding::Json);
    let spans = read_traces(recorded!("traces-every-member.binpb"), binary).unwrap();
    assert_eq!(spans, read_traces(recorded!("traces-every-member.json"), json).unwrap());
    let records = read_logs(recorded!("logs-every-member.binpb"), binary).unwrap();
    assert_eq!(records, read_logs(recorded!("logs-every-member.json"), json).unwrap());
    let points = read_metrics(recorded!("metrics-every-member.binpb"), binary).unwrap();
    assert_eq!(points, read_metrics(recorded!("metrics-every-member.json"), json).unwrap());

    let span = &spans[0].scopes[0].items[0];
    assert!(spans[0].resource.schema_url.starts_with("schema_url"));
    assert!(spans[0].scopes[0].scope.version.starts_with("version"));
    assert_eq!((span.trace_id.len(), span.span_id.len()), (32, 16));
    assert_eq!(span.parent_id.as_ref().map(String::len), Some(16));
    assert_eq!((span.kind, span.status), (SpanKind::Server, StatusCode::Error));
    assert!(span.name.starts_with("name") && span.trace_state.starts_with("trace_state"));
    assert!(span.start_ns > 0 && span.end_ns > span.start_ns);
    assert!(span.status_message.starts_with("message"));
    assert_eq!((span.events.len(), span.links.len()), (1, 1));
    assert_eq!(span.links[0].trace_id.len(), 32);
    let values: Vec<_> = span.attributes[1..].iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(
        values,
        [
            text("s"),
            AttributeValue::Flag(false),
            AttributeValue::Integer(-(1 << 62)),
            AttributeValue::Float(-0.5),
            AttributeValue::Bytes(vec![0, 255]),
            AttributeValue::List(vec![AttributeValue::Integer(1), text("two")]),
            AttributeValue::Map(vec![("in".to_owned(), AttributeValue::Flag(true))]),
            AttributeValue::Empty,
        ]
    );
    let record = &records[0].scopes[0].items[0];
    assert!(record.time_ns < record.observed_ns && record.time_ns.is_some());
    assert_eq!((record.severity.0, record.body.as_text()), (2, Some("the body")));
    assert!(record.event_name.starts_with("event_name") && record.flags > 0);
    assert_eq!(record.trace_id.as_ref().map(String::len), Some(32));
    let values: Vec<_> = points[0].scopes[0].items.iter().map(|point| &point.value).collect();
    assert!(matches!(
        values[..],
        [
            MetricValue::Integer(-7),
            MetricValue::Integer(-7),
            MetricValue::Histogram(_),
            MetricValue::Histogram(_),
            MetricValue::Summary(_),
            MetricValue::Float(2.5),
        ]
    ));
}

#[test]
fn the_python_exporter_is_understood() {
    let groups = read_traces(recorded!("traces.binpb"), Encoding::Protobuf).unwrap();
    let service = ("service.name".to_owned(), text("backend-flask"));
    assert!(groups[0].resource.attributes.contains(&service));
    let scope = &groups[0].scopes[0];
    assert_eq!(scope.scope.name, "opentelemetry.instrumentation.flask");
    let (child, parent) = (&scope.items[0], &scope.items[1]);
    assert_eq!(child.parent_id.as_ref(), Some(&parent.span_id));
    assert_eq!((parent.parent_id.as_ref(), parent.kind), (None, SpanKind::Server));
    assert_eq!(parent.end_ns - parent.start_ns, 10_250_000);
    assert_eq!(child.events[1].name, "exception");
    assert_eq!(child.links[0].span_id, parent.span_id);
    let records = read_logs(recorded!("logs.binpb"), Encoding::Protobuf).unwrap();
    let record = &records[0].scopes[0].items[0];
    assert_eq!(record.trace_id.as_ref(), Some(&parent.trace_id));
    assert_eq!(record.severity.name(), "warn");
    assert!(matches!(record.body, AttributeValue::Map(_)));
    let points = read_metrics(recorded!("metrics.binpb"), Encoding::Protobuf).unwrap();
    let names: Vec<_> = points[0].scopes[0].items.iter().map(|point| &*point.name).collect();
    assert_eq!(names, ["requests", "latency", "open"]);
}

#[test]
fn json_is_read_as_exporters_write_it() {
    let body = json!({
        "resource_spans": [{
            "resource": null,
            "instrumentationLibrarySpans": ["is ignored"],
            "scopeSpans": [{
                "spans": [{
                    "traceId": "5B8EFFF798038103D269B633813FC60C",
                    "span_id": "7uGbfsPBsXQ=",
                    "parentSpanId": "",
                    "name": null,
                    "kind": "SPAN_KIND_CLIENT",
                    "startTimeUnixNano": "1544712660000000000",
                    "end_time_unix_nano": 1_544_712_661_000_000_000_u64,
                    "status": { "code": "STATUS_CODE_OK", "unknown": {} },
                    "attributes": [
                        { "key": "text", "value": { "intValue": "12" } },
                        { "key": "number", "value": { "int_value": 12 } },
                        { "key": "whole", "value": { "intValue": 1e3 } },
                        { "key": "infinite", "value": { "doubleValue": "Infinity" } },
                        { "key": "bytes", "value": { "bytesValue": "_w" } },
                        { "key": "none", "value": { "stringValue": null } },
                        { "key": "null", "value": null },
                        { "value": { "boolValue": true } },
                    ],
                }, { "kind": 2, "status": { "code": 2.0 } }, { "kind": "server" }, {
                    "kind": "SPAN_KIND_OF_TOMORROW",
                }],
            }],
        }],
    });
    let groups = read_traces(body.to_string().as_bytes(), Encoding::Json).unwrap();
    let spans = &groups[0].scopes[0].items;
    assert_eq!(spans[0].trace_id, "5b8efff798038103d269b633813fc60c");
    assert_eq!((&*spans[0].span_id, &spans[0].parent_id), ("eee19b7ec3c1b174", &None));
    assert_eq!((spans[0].kind, spans[0].status), (SpanKind::Client, StatusCode::Ok));
    assert_eq!(spans[0].end_ns - spans[0].start_ns, 1_000_000_000);
    let values: Vec<_> = spans[0].attributes.iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(
        values,
        [
            AttributeValue::Integer(12),
            AttributeValue::Integer(12),
            AttributeValue::Integer(1000),
            AttributeValue::Float(f64::INFINITY),
            AttributeValue::Bytes(vec![255]),
            AttributeValue::Empty,
            AttributeValue::Empty,
            AttributeValue::Flag(true),
        ]
    );
    assert_eq!((spans[1].kind, spans[1].status), (SpanKind::Server, StatusCode::Error));
    assert_eq!((spans[2].kind, spans[3].kind), (SpanKind::Server, SpanKind::Unspecified));

    let body = r#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[
        {"severityNumber":"SEVERITY_NUMBER_ERROR2"},{"severityNumber":"17"},{"severityNumber":"FATAL"}]}]}]}"#;
    let groups = read_logs(body.as_bytes(), Encoding::Json).unwrap();
    let severities: Vec<_> =
        groups[0].scopes[0].items.iter().map(|record| record.severity.0).collect();
    assert_eq!(severities, [18, 17, 21]);
}

#[test]
fn exponential_buckets_have_bounds() {
    let body = json!({ "resourceMetrics": [{ "scopeMetrics": [{ "metrics": [{
        "name": "m",
        "exponentialHistogram": { "dataPoints": [{
            "count": "6", "scale": 0, "zeroCount": 1,
            "positive": { "offset": 1, "bucketCounts": ["1", 2] },
            "negative": { "offset": 0, "bucketCounts": [2] },
        }, { "flags": 1 }] },
    }] }] }] });
    let groups = read_metrics(body.to_string().as_bytes(), Encoding::Json).unwrap();
    // The second point says that it has no value.
    let [point] = &groups[0].scopes[0].items[..] else { panic!("one point") };
    let MetricValue::Histogram(histogram) = &point.value else { panic!("a histogram") };
    let bounds: Vec<_> =
        histogram.buckets.iter().map(|bucket| (bucket.upper_bound, bucket.count)).collect();
    assert_eq!(bounds, [(-1.0, 2), (0.0, 1), (4.0, 1), (8.0, 2)]);
}

#[test]
fn what_is_no_export_is_an_error() {
    for (body, encoding) in [
        (&b"[]"[..], Encoding::Json),
        (b"", Encoding::Json),
        (b"{\"resourceSpans\":[1]}", Encoding::Json),
        (
            b"{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"xyz\"}]}]}]}",
            Encoding::Json,
        ),
        (b"{\"resourceSpans\":\xff}", Encoding::Json),
        (b"{}", Encoding::Protobuf),
        (b"\x0a\x02\x1a\x00\x00", Encoding::Protobuf),
        (b"\x08\x01", Encoding::Protobuf),
    ] {
        let error = OtlpError::Body(read_traces(body, encoding).unwrap_err());
        assert_eq!((error.http_status(), error.status().code), (400, 13), "{body:?}");
        assert_eq!(error.to_string(), "failed to parse OTLP request body");
    }
    assert_eq!(read_traces(b"{}", Encoding::Json).unwrap(), []);
    assert_eq!(read_traces(b"", Encoding::Protobuf).unwrap(), []);
    let large = vec![b' '; MAXIMUM_BODY_BYTES + 1];
    let error = OtlpError::Body(read_logs(&large, Encoding::Json).unwrap_err());
    assert_eq!((error.http_status(), error.status().code), (413, 8));
}

/// JSON of the right outline with any values in it.
fn any_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|flag| json!(flag)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| json!(number)),
        "[0-9a-fA-F=_x.-]{0,34}".prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let name = prop::sample::select(vec![
            "resourceSpans",
            "scopeSpans",
            "spans",
            "traceId",
            "kind",
            "attributes",
            "key",
            "value",
            "intValue",
            "arrayValue",
            "values",
            "resourceMetrics",
            "scopeMetrics",
            "metrics",
            "exponentialHistogram",
            "dataPoints",
            "positive",
            "bucketCounts",
            "scale",
            "offset",
            "resourceLogs",
            "scopeLogs",
            "logRecords",
            "body",
            "timeUnixNano",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            prop::collection::vec((name, inner), 0..4).prop_map(|members| {
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn arbitrary_bodies_do_no_harm(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        value in any_value(),
        cut in any::<prop::sample::Index>(),
        flip in any::<(prop::sample::Index, u8)>(),
    ) {
        let mut bent = recorded!("metrics-every-member.binpb").to_vec();
        let place = flip.0.index(bent.len());
        bent[place] = flip.1;
        bent.truncate(cut.index(bent.len()) + 1);
        for body in [&bytes[..], &bent, value.to_string().as_bytes()] {
            for encoding in [Encoding::Protobuf, Encoding::Json] {
                let _ = read_traces(body, encoding);
                let _ = read_logs(body, encoding);
                let _ = read_metrics(body, encoding);
            }
        }
    }
}
