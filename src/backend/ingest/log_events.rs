//! Log records to rows.

use super::Destination;
use super::Projection;
use super::attributes::set_attribute;
use super::attributes::set_attributes;
use super::json_text::json_text;
use super::rows::Rows;
use super::sample_rate;
use super::shared_fields;
use super::shared_fields::trace_id;
use crate::model::field_set::FieldSet;
use crate::model::telemetry::AttributeValue;
use crate::model::telemetry::LogRecord;
use crate::model::telemetry::ResourceGroup;

/// Turns log records into rows; one without any time gets `received_ns`.
#[must_use]
pub fn log_events(
    groups: &[ResourceGroup<LogRecord>],
    destination: Destination<'_>,
    received_ns: i64,
) -> Projection {
    let mut rows = Rows::default();
    for group in groups {
        let resource = shared_fields::of_resource(&group.resource);
        let dataset = rows.dataset(&destination.of_logs(&resource));
        for scope in &group.scopes {
            let shared = shared_fields::of_scope(&resource, &scope.scope);
            for record in &scope.items {
                if rows.is_full() {
                    rows.reject();
                    continue;
                }
                let mut fields = of_record(&shared, record);
                let rate = sample_rate::take(&mut fields, "");
                let time = record.time_ns.or(record.observed_ns).unwrap_or(received_ns);
                if !rows.push(dataset, time, rate, &fields) {
                    rows.reject();
                }
            }
        }
    }
    rows.finish()
}

fn of_record<'a>(shared: &'a FieldSet<'_>, record: &'a LogRecord) -> FieldSet<'a> {
    let mut fields = FieldSet::new();
    fields.text("severity", record.severity.name());
    fields.integer("severity_code", record.severity.0.into());
    fields.text_if_any("severity_text", &record.severity_text);
    fields.integer("flags", record.flags.into());
    fields.text_if_any("event.name", &record.event_name);
    fields.text("meta.signal_type", "log");
    if let Some(id) = &record.trace_id {
        fields.text("trace.trace_id", trace_id(id));
        fields.text("meta.annotation_type", "span_event");
    }
    if let Some(id) = &record.span_id {
        fields.text("trace.parent_id", id.as_str());
    }
    set_attribute(&mut fields, "body", &record.body);
    if matches!(record.body, AttributeValue::Map(_)) {
        fields.text("body", json_text(&record.body));
    }
    fields.extend(shared);
    set_attributes(&mut fields, &record.attributes);
    fields
}
