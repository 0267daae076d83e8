//! From the messages to the model: spans, log records and what they share.

use super::identifier;
use super::messages as m;
use crate::model::telemetry::AttributeValue;
use crate::model::telemetry::Attributes;
use crate::model::telemetry::LogRecord;
use crate::model::telemetry::Resource;
use crate::model::telemetry::ResourceGroup;
use crate::model::telemetry::Scope;
use crate::model::telemetry::ScopeGroup;
use crate::model::telemetry::Severity;
use crate::model::telemetry::Span;
use crate::model::telemetry::SpanEvent;
use crate::model::telemetry::SpanKind;
use crate::model::telemetry::SpanLink;
use crate::model::telemetry::StatusCode;

pub(super) fn spans(request: m::ExportTraceServiceRequest) -> Vec<ResourceGroup<Span>> {
    let groups = request.resource_spans.into_iter().map(|group| ResourceGroup {
        resource: resource(group.resource, group.schema_url),
        scopes: scopes(group.scope_spans, |group| {
            (scope(group.scope, group.schema_url), group.spans.into_iter().map(span).collect())
        }),
    });
    groups.collect()
}

pub(super) fn log_records(request: m::ExportLogsServiceRequest) -> Vec<ResourceGroup<LogRecord>> {
    let groups = request.resource_logs.into_iter().map(|group| ResourceGroup {
        resource: resource(group.resource, group.schema_url),
        scopes: scopes(group.scope_logs, |group| {
            let records = group.log_records.into_iter().map(log_record);
            (scope(group.scope, group.schema_url), records.collect())
        }),
    });
    groups.collect()
}

/// Takes the groups of a resource apart, each into its library and what that sent.
pub(super) fn scopes<M, T>(
    groups: Vec<M>,
    parts: impl Fn(M) -> (Scope, Vec<T>),
) -> Vec<ScopeGroup<T>> {
    let parts = groups.into_iter().map(parts);
    parts.map(|(scope, items)| ScopeGroup { scope, items }).collect()
}

pub(super) fn resource(resource: Option<m::Resource>, schema_url: String) -> Resource {
    let attributes = attributes(resource.unwrap_or_default().attributes);
    Resource { attributes, schema_url }
}

pub(super) fn scope(scope: Option<m::InstrumentationScope>, schema_url: String) -> Scope {
    let m::InstrumentationScope { name, version, attributes: given } = scope.unwrap_or_default();
    Scope { name, version, attributes: attributes(given), schema_url }
}

fn span(span: m::Span) -> Span {
    let status = span.status.unwrap_or_default();
    Span {
        trace_id: identifier::trace_id(&span.trace_id),
        span_id: identifier::span_id(&span.span_id),
        parent_id: known(&span.parent_span_id).map(identifier::span_id),
        trace_state: span.trace_state,
        name: span.name,
        kind: match span.kind {
            1 => SpanKind::Internal,
            2 => SpanKind::Server,
            3 => SpanKind::Client,
            4 => SpanKind::Producer,
            5 => SpanKind::Consumer,
            _ => SpanKind::Unspecified,
        },
        start_ns: time(span.start_time_unix_nano),
        end_ns: time(span.end_time_unix_nano),
        status: match status.code {
            1 => StatusCode::Ok,
            2 => StatusCode::Error,
            _ => StatusCode::Unset,
        },
        status_message: status.message,
        attributes: attributes(span.attributes),
        events: span.events.into_iter().map(event).collect(),
        links: span.links.into_iter().map(link).collect(),
    }
}

fn event(event: m::Event) -> SpanEvent {
    SpanEvent {
        time_ns: time(event.time_unix_nano),
        name: event.name,
        attributes: attributes(event.attributes),
    }
}

fn link(link: m::Link) -> SpanLink {
    SpanLink {
        trace_id: identifier::trace_id(&link.trace_id),
        span_id: identifier::span_id(&link.span_id),
        attributes: attributes(link.attributes),
    }
}

fn log_record(record: m::LogRecord) -> LogRecord {
    LogRecord {
        time_ns: known_time(record.time_unix_nano),
        observed_ns: known_time(record.observed_time_unix_nano),
        severity: Severity(record.severity_number),
        severity_text: record.severity_text,
        body: record.body.map(value).unwrap_or_default(),
        attributes: attributes(record.attributes),
        flags: record.flags,
        trace_id: known(&record.trace_id).map(identifier::trace_id),
        span_id: known(&record.span_id).map(identifier::span_id),
        event_name: record.event_name,
    }
}

/// An identifier of zeros says that there is none, as an empty one does.
fn known(identifier: &[u8]) -> Option<&[u8]> {
    identifier.iter().any(|byte| *byte != 0).then_some(identifier)
}

/// Times past the year 2262 do not fit and become the last that does.
pub(super) fn time(nanoseconds: u64) -> i64 {
    i64::try_from(nanoseconds).unwrap_or(i64::MAX)
}

pub(super) fn known_time(nanoseconds: u64) -> Option<i64> {
    (nanoseconds != 0).then(|| time(nanoseconds))
}

pub(super) fn attributes(attributes: Vec<m::KeyValue>) -> Attributes {
    attributes
        .into_iter()
        .map(|attribute| (attribute.key, attribute.value.map(value).unwrap_or_default()))
        .collect()
}

/// The depth of values is bounded by the readers.
fn value(any: m::AnyValue) -> AttributeValue {
    match any {
        m::AnyValue { string_value: Some(text), .. } => AttributeValue::Text(text),
        m::AnyValue { bool_value: Some(flag), .. } => AttributeValue::Flag(flag),
        m::AnyValue { int_value: Some(integer), .. } => AttributeValue::Integer(integer),
        m::AnyValue { double_value: Some(float), .. } => AttributeValue::Float(float),
        m::AnyValue { array_value: Some(list), .. } => {
            AttributeValue::List(list.values.into_iter().map(value).collect())
        }
        m::AnyValue { kvlist_value: Some(map), .. } => AttributeValue::Map(attributes(map.values)),
        m::AnyValue { bytes_value: Some(bytes), .. } => AttributeValue::Bytes(bytes),
        _ => AttributeValue::Empty,
    }
}
