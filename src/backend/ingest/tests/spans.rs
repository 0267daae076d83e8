//! Spans, their events and links.

use super::*;
use crate::backend::ingest::Destination;
use crate::backend::ingest::MAXIMUM_PROJECTED_BYTES;
use crate::backend::ingest::span_events;
use crate::backend::store::testing::collected_events;
use crate::model::telemetry::Span;
use crate::model::telemetry::SpanEvent;
use crate::model::telemetry::SpanKind;
use crate::model::telemetry::SpanLink;
use crate::model::telemetry::StatusCode;

const MILLISECOND: i64 = 1_000_000;

fn span() -> Span {
    Span {
        trace_id: "5b8efff798038103d269b633813fc60c".to_owned(),
        span_id: "eee19b7ec3c1b174".to_owned(),
        name: "GET /".to_owned(),
        start_ns: 1_000 * MILLISECOND,
        end_ns: 1_001 * MILLISECOND + 500_000,
        ..Span::default()
    }
}

fn project(span: Span) -> Vec<Event> {
    project_in(service("backend"), Scope::default(), span)
}

fn project_in(resource: Resource, scope: Scope, span: Span) -> Vec<Event> {
    events(span_events(&[group(resource, scope, vec![span])], Destination::default()))
}

/// The row of the span itself, which is the last.
fn row(span: Span) -> Event {
    project(span).pop().unwrap()
}

#[test]
fn a_span_has_its_fixed_fields() {
    let event = row(span());
    assert_eq!((event.time_ns, event.sample_rate), (1_000 * MILLISECOND, 1));
    assert_eq!(event.dataset, "backend");
    assert_fields(
        &event,
        [
            ("trace.trace_id", "'5b8efff798038103d269b633813fc60c'"),
            ("trace.span_id", "'eee19b7ec3c1b174'"),
            ("trace.parent_id", "-"),
            ("trace.trace_state", "-"),
            ("name", "'GET /'"),
            ("duration_ms", "1.5"),
            ("meta.invalid_duration", "-"),
            ("type", "'unspecified'"),
            ("span.kind", "'unspecified'"),
            ("status_code", "0"),
            ("status_message", "-"),
            ("error", "-"),
            ("span.num_events", "0"),
            ("span.num_links", "0"),
            ("meta.signal_type", "'trace'"),
            ("meta.annotation_type", "-"),
            ("library.name", "-"),
            ("telemetry.instrumentation_library", "-"),
            ("service.name", "'backend'"),
        ],
    );
}

#[test]
fn a_parent_and_a_trace_state_are_kept() {
    let parent_id = Some("0102030405060708".to_owned());
    let event = row(Span { parent_id, trace_state: "a=b".to_owned(), ..span() });
    assert_fields(
        &event,
        [("trace.parent_id", "'0102030405060708'"), ("trace.trace_state", "'a=b'")],
    );
}

#[test]
fn a_short_trace_id_loses_its_zeros() {
    for (sent, kept) in [
        ("0000000000000000f798a1e7f33c8af6", "'f798a1e7f33c8af6'"),
        ("f798a1e7f33c8af6", "'f798a1e7f33c8af6'"),
        ("00000000000000f0f798a1e7f33c8af6", "'00000000000000f0f798a1e7f33c8af6'"),
        ("00000000000000000000000000000000", "'0000000000000000'"),
        ("0000000000000000", "'0000000000000000'"),
    ] {
        let event = row(Span { trace_id: sent.to_owned(), ..span() });
        assert_fields(&event, [("trace.trace_id", kept)]);
    }
}

#[test]
fn a_duration_below_zero_is_zero_and_marked() {
    let event = row(Span { end_ns: 0, ..span() });
    assert_fields(&event, [("duration_ms", "0.0"), ("meta.invalid_duration", "true")]);
    let event = row(Span { start_ns: i64::MIN, end_ns: i64::MAX, ..span() });
    assert_fields(&event, [("meta.invalid_duration", "-")]);
    let event = row(Span { start_ns: 5, end_ns: 5, ..span() });
    assert_fields(&event, [("duration_ms", "0.0"), ("meta.invalid_duration", "-")]);
}

#[test]
fn kinds_have_names() {
    for (kind, name) in [
        (SpanKind::Client, "'client'"),
        (SpanKind::Server, "'server'"),
        (SpanKind::Producer, "'producer'"),
        (SpanKind::Consumer, "'consumer'"),
        (SpanKind::Internal, "'internal'"),
        (SpanKind::Unspecified, "'unspecified'"),
    ] {
        assert_fields(&row(Span { kind, ..span() }), [("type", name), ("span.kind", name)]);
    }
}

#[test]
fn only_an_error_is_an_error() {
    for (status, code, error) in [
        (StatusCode::Unset, "0", "-"),
        (StatusCode::Ok, "1", "-"),
        (StatusCode::Error, "2", "true"),
    ] {
        let status_message = "why".to_owned();
        let event = row(Span { status, status_message, ..span() });
        assert_fields(
            &event,
            [("status_code", code), ("error", error), ("status_message", "'why'")],
        );
    }
}

#[test]
fn a_library_is_named_and_known() {
    for (name, known) in [
        ("io.opentelemetry.spring", "true"),
        ("opentelemetry.instrumentation.flask", "true"),
        ("OpenTelemetry.Instrumentation.AspNetCore", "true"),
        ("OpenTelemetry::Instrumentation::Rack", "true"),
        ("go.opentelemetry.io/contrib/instrumentation/net/http", "true"),
        ("@opentelemetry/instrumentation-fetch", "true"),
        ("io.opentelemetry.contrib.php.slim", "true"),
        ("github.com/open-telemetry/opentelemetry-collector-contrib", "true"),
        ("@honeycombio/opentelemetry-web", "true"),
        ("my.opentelemetry.instrumentation", "-"),
        ("opentelemetry", "-"),
    ] {
        let scope = Scope { name: name.to_owned(), version: "1.2".to_owned(), ..Scope::default() };
        let event = project_in(service("backend"), scope, span()).pop().unwrap();
        assert_fields(
            &event,
            [
                ("library.name", &format!("'{name}'")),
                ("library.version", "'1.2'"),
                ("telemetry.instrumentation_library", known),
            ],
        );
    }
}

#[test]
fn what_is_written_later_wins() {
    let resource = Resource {
        attributes: attributes([
            ("name", text("resource")),
            ("b", text("resource")),
            ("c", text("resource")),
            ("resource.schema_url", text("attribute")),
        ]),
        schema_url: "https://resource".to_owned(),
    };
    let scope = Scope {
        name: "scope name".to_owned(),
        attributes: attributes([
            ("b", text("scope")),
            ("c", text("scope")),
            ("library.name", text("attribute")),
        ]),
        schema_url: "https://scope".to_owned(),
        ..Scope::default()
    };
    let attributes =
        attributes([("c", text("span")), ("status_code", text("span")), ("c", text("again"))]);
    let event = project_in(resource, scope, Span { attributes, ..span() }).pop().unwrap();
    assert_fields(
        &event,
        [
            ("name", "'resource'"),
            ("b", "'scope'"),
            ("c", "'again'"),
            ("status_code", "'span'"),
            ("library.name", "'attribute'"),
            ("resource.schema_url", "'https://resource'"),
            ("scope.schema_url", "'https://scope'"),
        ],
    );
}

#[test]
fn attributes_keep_their_types() {
    let deep = |value| AttributeValue::Map(attributes([("k", value)]));
    let mut nested = AttributeValue::Integer(7);
    for _ in 0..6 {
        nested = deep(nested);
    }
    let attributes = attributes([
        ("t", text("x")),
        ("empty text", text("")),
        ("i", AttributeValue::Integer(-1)),
        ("f", AttributeValue::Float(2.0)),
        ("nan", AttributeValue::Float(f64::NAN)),
        ("b", AttributeValue::Flag(false)),
        ("none", AttributeValue::Empty),
        ("", text("no name")),
        ("bytes", AttributeValue::Bytes(vec![1, 2, 3])),
        ("list", AttributeValue::List(vec![text("<a>"), AttributeValue::Integer(1)])),
        ("no list", AttributeValue::List(Vec::new())),
        ("map", AttributeValue::Map(attributes([("a", text("1")), ("", text("2"))]))),
        ("deep", nested),
        ("long", text(&"x".repeat(70_000))),
    ]);
    let event = row(Span { attributes, ..span() });
    assert_fields(
        &event,
        [
            ("t", "'x'"),
            ("empty text", "''"),
            ("i", "-1"),
            ("f", "2.0"),
            ("nan", "-"),
            ("b", "false"),
            ("none", "-"),
            ("", "-"),
            ("bytes", "'\"AQID\"\n'"),
            ("list", "'[\"<a>\",1]\n'"),
            ("no list", "'[]\n'"),
            ("map", "-"),
            ("map.a", "'1'"),
            ("map.", "-"),
            ("deep.k.k.k.k.k", "'{\"k\":7}\n'"),
            ("deep.k.k.k.k.k.k", "-"),
        ],
    );
    assert_eq!(shown(&event, "long").len(), 65_535 + 2);
}

#[test]
fn a_sample_rate_is_no_field() {
    let rated = |name, value| attributes([(name, value)]);
    let event = row(Span { attributes: rated("sampleRate", text("9.6")), ..span() });
    assert_eq!((event.sample_rate, &*shown(&event, "sampleRate")), (10, "-"));
    let event = row(Span { attributes: rated("SampleRate", AttributeValue::Integer(4)), ..span() });
    assert_eq!((event.sample_rate, &*shown(&event, "SampleRate")), (4, "-"));
    let event = row(Span { trace_state: "x=y,ot=th:8".to_owned(), ..span() });
    assert_eq!(event.sample_rate, 2);
    let resource = Resource { attributes: rated("sampleRate", text("3")), ..Resource::default() };
    let span = Span { events: vec![SpanEvent::default()], ..span() };
    let rates: Vec<_> = project_in(resource, Scope::default(), span)
        .iter()
        .map(|event| event.sample_rate)
        .collect();
    assert_eq!(rates, [3, 3]);
}

#[test]
fn a_span_takes_over_its_first_exception() {
    let exception = |message: &str| SpanEvent {
        name: "exception".to_owned(),
        attributes: attributes([
            ("exception.type", text("ValueError")),
            ("exception.message", text(message)),
            ("exception.stacktrace", text("at x")),
            ("exception.escaped", AttributeValue::Flag(true)),
            ("exception.other", text("stays")),
        ]),
        ..SpanEvent::default()
    };
    let other = SpanEvent {
        name: "log".to_owned(),
        attributes: attributes([("exception.type", text("not one"))]),
        ..SpanEvent::default()
    };
    let events = vec![other, exception("first"), exception("second")];
    let event = row(Span { events: events.clone(), ..span() });
    assert_fields(
        &event,
        [
            ("exception.type", "'ValueError'"),
            ("exception.message", "'first'"),
            ("exception.stacktrace", "'at x'"),
            ("exception.escaped", "true"),
            ("exception.other", "-"),
            ("error", "-"),
        ],
    );
    let own = attributes([("exception.message", text("own"))]);
    let event = row(Span { events, attributes: own, ..span() });
    assert_fields(&event, [("exception.message", "'own'"), ("exception.type", "'ValueError'")]);
}

#[test]
fn events_and_links_come_before_their_span() {
    let event = |time_ns, name: &str| SpanEvent {
        time_ns,
        name: name.to_owned(),
        attributes: attributes([("rows", AttributeValue::Integer(3)), ("b", text("event"))]),
    };
    let link = SpanLink {
        trace_id: "000000000000000000000000000000aa".to_owned(),
        span_id: "bb".to_owned(),
        attributes: attributes([("why", text("retry"))]),
    };
    let resource =
        Resource { attributes: attributes([("b", text("resource"))]), ..Resource::default() };
    let scope = Scope { name: "lib".to_owned(), ..Scope::default() };
    let span = Span {
        status: StatusCode::Error,
        attributes: attributes([("only", text("span"))]),
        events: vec![event(1_002 * MILLISECOND, "first"), event(0, "early")],
        links: vec![link],
        ..span()
    };
    let rows = project_in(resource, scope, span);
    let kinds: Vec<_> = rows.iter().map(|row| shown(row, "meta.annotation_type")).collect();
    assert_eq!(kinds, ["'span_event'", "'span_event'", "'link'", "-"]);
    assert_eq!((rows[0].time_ns, rows[2].time_ns), (1_002 * MILLISECOND, 1_000 * MILLISECOND));
    assert_fields(
        &rows[0],
        [
            ("trace.trace_id", "'5b8efff798038103d269b633813fc60c'"),
            ("trace.parent_id", "'eee19b7ec3c1b174'"),
            ("trace.span_id", "-"),
            ("name", "'first'"),
            ("parent_name", "'GET /'"),
            ("meta.signal_type", "'trace'"),
            ("meta.time_since_span_start_ms", "2.0"),
            ("meta.invalid_time_since_span_start", "-"),
            ("rows", "3"),
            ("b", "'event'"),
            ("only", "-"),
            ("library.name", "'lib'"),
            ("error", "true"),
        ],
    );
    assert_fields(
        &rows[1],
        [("meta.time_since_span_start_ms", "0.0"), ("meta.invalid_time_since_span_start", "true")],
    );
    assert_fields(
        &rows[2],
        [
            ("trace.parent_id", "'eee19b7ec3c1b174'"),
            ("trace.span_id", "-"),
            ("trace.link.trace_id", "'00000000000000aa'"),
            ("trace.link.span_id", "'bb'"),
            ("name", "-"),
            ("parent_name", "'GET /'"),
            ("meta.signal_type", "'trace'"),
            ("why", "'retry'"),
            ("b", "'resource'"),
            ("error", "true"),
        ],
    );
    assert_fields(&rows[3], [("span.num_events", "2"), ("span.num_links", "1")]);
}

#[test]
fn spans_go_to_their_service() {
    let header = Destination { classic: false, dataset: Some("header") };
    let classic = Destination { classic: true, ..header };
    for (name, dataset) in [
        (" My App ", "My App"),
        ("", "unknown_service"),
        ("  ", "unknown_service"),
        ("unknown_service:python", "unknown_service"),
        ("unknown_servicex", "unknown_service"),
    ] {
        let groups = [group(service(name), Scope::default(), vec![span()])];
        assert_eq!(names(&span_events(&groups, header)), [dataset]);
        assert_eq!(names(&span_events(&groups, classic)), ["header"]);
    }
    let typed = Resource {
        attributes: attributes([("service.name", AttributeValue::Integer(1))]),
        ..Resource::default()
    };
    let groups = [
        group(typed, Scope::default(), vec![span()]),
        group(service("My App"), Scope::default(), vec![span()]),
        group(service("my app"), Scope::default(), vec![span()]),
        group(service("empty"), Scope::default(), Vec::new()),
    ];
    let projection = span_events(&groups, Destination::default());
    assert_eq!(names(&projection), ["My App", "unknown_service"]);
    let events = collected_events(projection.events);
    assert_eq!(events.iter().filter(|event| event.dataset == "my-app").count(), 2);
}

#[test]
fn a_request_makes_no_more_rows_than_fit() {
    let long: Attributes =
        (0..10).map(|number| (format!("a{number}"), text(&"x".repeat(60_000)))).collect();
    let resource = Resource { attributes: long, ..Resource::default() };
    let most = MAXIMUM_PROJECTED_BYTES / 600_000;
    let groups = [group(resource, Scope::default(), vec![span(); most + 100])];
    let projection = span_events(&groups, Destination::default());
    let made = projection.events.len();
    assert!(made <= most && made > most - 10, "{made} of {most}");
    assert_eq!(projection.rejected, most + 100 - made);
    assert_eq!((projection.has_too_large, projection.has_too_many), (false, true));

    let many: Attributes =
        (0..3_000).map(|number| (format!("a{number}"), AttributeValue::Flag(true))).collect();
    let large: Attributes =
        (0..20).map(|number| (format!("a{number}"), text(&"x".repeat(60_000)))).collect();
    let spans = vec![Span { attributes: many, ..span() }, Span { attributes: large, ..span() }];
    let projection =
        span_events(&[group(service("s"), Scope::default(), spans)], Destination::default());
    assert_eq!((projection.rejected, projection.events.len()), (1, 1));
    assert_eq!((projection.has_too_large, projection.has_too_many), (true, false));
    assert!(projection.refused_fields > 1_000);
    assert_eq!(events(projection)[0].fields.len(), 2_000);
}
