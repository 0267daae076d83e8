//! Spans to rows: first a span's events, then its links, then the span.

use super::Destination;
use super::Projection;
use super::attributes::set_attributes;
use super::rows::Rows;
use super::sample_rate;
use super::shared_fields;
use super::shared_fields::trace_id;
use crate::model::field_set::FieldSet;
use crate::model::telemetry::AttributeValue;
use crate::model::telemetry::ResourceGroup;
use crate::model::telemetry::Span;
use crate::model::telemetry::SpanEvent;
use crate::model::telemetry::SpanLink;
use crate::model::telemetry::StatusCode;

/// Attributes of an exception that its span takes over.
const OF_EXCEPTION: [&str; 4] =
    ["exception.type", "exception.message", "exception.stacktrace", "exception.escaped"];

/// Fields that a span has beside its attributes.
const OWN_FIELDS: usize = 16;

/// Turns spans into rows.
#[must_use]
pub fn span_events(groups: &[ResourceGroup<Span>], destination: Destination<'_>) -> Projection {
    // Of a few resources each has about as many.
    let spans: usize =
        groups.iter().flat_map(|group| &group.scopes).map(|scope| scope.items.len()).sum();
    let mut rows = Rows::expecting(spans / groups.len().max(1));
    for group in groups {
        let resource = shared_fields::of_resource(&group.resource);
        let dataset = rows.dataset(&destination.of_spans(&resource));
        for scope in &group.scopes {
            let shared = shared_fields::of_scope(&resource, &scope.scope);
            for span in &scope.items {
                if rows.is_full() || !push_span(&mut rows, dataset, &shared, span) {
                    rows.reject();
                }
            }
        }
    }
    rows.finish()
}

/// Adds the rows of a span; says whether all found room.
fn push_span(rows: &mut Rows, dataset: usize, shared: &FieldSet<'_>, span: &Span) -> bool {
    let mut fields = of_span(shared, span);
    let rate = sample_rate::take(&mut fields, &span.trace_state);
    let events = span
        .events
        .iter()
        .all(|event| rows.push(dataset, event.time_ns, rate, &of_event(shared, span, event)));
    // A link has no time of its own.
    events
        && span
            .links
            .iter()
            .all(|link| rows.push(dataset, span.start_ns, rate, &of_link(shared, span, link)))
        && rows.push(dataset, span.start_ns, rate, &fields)
}

fn of_span<'a>(shared: &'a FieldSet<'_>, span: &'a Span) -> FieldSet<'a> {
    let mut fields =
        FieldSet::with_capacity(OWN_FIELDS + shared.as_slice().len() + span.attributes.len());
    fields.text("trace.trace_id", trace_id(&span.trace_id));
    fields.text("trace.span_id", span.span_id.as_str());
    if let Some(parent_id) = &span.parent_id {
        fields.text("trace.parent_id", parent_id.as_str());
    }
    fields.text_if_any("trace.trace_state", &span.trace_state);
    fields.text("name", span.name.as_str());
    set_elapsed(&mut fields, "duration_ms", "meta.invalid_duration", span.start_ns, span.end_ns);
    fields.text("type", span.kind.name());
    fields.text("span.kind", span.kind.name());
    fields.integer("status_code", span.status.number());
    fields.text_if_any("status_message", &span.status_message);
    if span.status == StatusCode::Error {
        fields.flag("error", true);
    }
    fields.integer("span.num_events", count(&span.events));
    fields.integer("span.num_links", count(&span.links));
    fields.text("meta.signal_type", "trace");
    fields.extend(shared);
    set_attributes(&mut fields, &span.attributes);
    if let Some(exception) = span.events.iter().find(|event| event.name == "exception") {
        take_over(&mut fields, exception);
    }
    fields
}

/// What an exception says is looked for on the span that it ended.
fn take_over<'a>(fields: &mut FieldSet<'a>, exception: &'a SpanEvent) {
    for (name, value) in &exception.attributes {
        if !OF_EXCEPTION.contains(&name.as_str()) || fields.get(name).is_some() {
            continue;
        }
        match value {
            AttributeValue::Flag(flag) => fields.flag(name.as_str(), *flag),
            // SDKs in Python write the flag as `"False"`.
            AttributeValue::Text(text) => fields.text(name.as_str(), text.as_str()),
            _ => {}
        }
    }
}

fn of_event<'a>(shared: &'a FieldSet<'_>, span: &'a Span, event: &'a SpanEvent) -> FieldSet<'a> {
    let mut fields = of_annotation(span, "span_event");
    fields.text("name", event.name.as_str());
    let (name, invalid) = ("meta.time_since_span_start_ms", "meta.invalid_time_since_span_start");
    set_elapsed(&mut fields, name, invalid, span.start_ns, event.time_ns);
    finish_annotation(fields, shared, span, &event.attributes)
}

fn of_link<'a>(shared: &'a FieldSet<'_>, span: &'a Span, link: &'a SpanLink) -> FieldSet<'a> {
    let mut fields = of_annotation(span, "link");
    fields.text("trace.link.trace_id", trace_id(&link.trace_id));
    fields.text("trace.link.span_id", link.span_id.as_str());
    finish_annotation(fields, shared, span, &link.attributes)
}

fn of_annotation<'a>(span: &'a Span, kind: &'a str) -> FieldSet<'a> {
    let mut fields = FieldSet::new();
    fields.text("trace.trace_id", trace_id(&span.trace_id));
    fields.text("trace.parent_id", span.span_id.as_str());
    fields.text("parent_name", span.name.as_str());
    fields.text("meta.annotation_type", kind);
    fields.text("meta.signal_type", "trace");
    fields
}

fn finish_annotation<'a>(
    mut fields: FieldSet<'a>,
    shared: &'a FieldSet<'_>,
    span: &Span,
    attributes: &'a [(String, AttributeValue)],
) -> FieldSet<'a> {
    fields.extend(shared);
    set_attributes(&mut fields, attributes);
    if span.status == StatusCode::Error {
        fields.flag("error", true);
    }
    fields
}

/// Sets the milliseconds between two times; what runs backwards is 0 and marked.
fn set_elapsed<'a>(fields: &mut FieldSet<'a>, name: &'a str, invalid: &'a str, from: i64, to: i64) {
    let nanoseconds = i128::from(to) - i128::from(from);
    if nanoseconds < 0 {
        fields.flag(invalid, true);
    }
    fields.float(name, nanoseconds.max(0) as f64 / 1e6);
}

fn count<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}
