//! The mapping row by row, with its edges; the tables are those of `docs/mapping.md`.

mod golden;
mod logs;
mod metrics;
mod page;
mod recorded;
mod spans;

use super::Projection;
use crate::backend::store::testing::collected_events;
use crate::model::event::Event;
use crate::model::event::FieldScalar;
use crate::model::telemetry::AttributeValue;
use crate::model::telemetry::Attributes;
use crate::model::telemetry::Resource;
use crate::model::telemetry::ResourceGroup;
use crate::model::telemetry::Scope;
use crate::model::telemetry::ScopeGroup;

fn text(value: &str) -> AttributeValue {
    AttributeValue::Text(value.to_owned())
}

fn attributes<const N: usize>(attributes: [(&str, AttributeValue); N]) -> Attributes {
    attributes.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

fn service(name: &str) -> Resource {
    Resource { attributes: attributes([("service.name", text(name))]), schema_url: String::new() }
}

fn group<T>(resource: Resource, scope: Scope, items: Vec<T>) -> ResourceGroup<T> {
    ResourceGroup { resource, scopes: vec![ScopeGroup { scope, items }] }
}

/// The events of the only dataset.
fn events(projection: Projection) -> Vec<Event> {
    assert_eq!(projection.names.len(), 1);
    collected_events(projection.events)
}

/// The names of the datasets, in the order of their slugs.
fn names(projection: &Projection) -> Vec<&str> {
    projection.names.values().map(String::as_str).collect()
}

/// A field as text, with its type; `-` if it is absent.
fn shown(event: &Event, name: &str) -> String {
    let mut values = event.fields.iter().filter(|(known, _)| known == name);
    let value = values.next().map(|(_, value)| value);
    assert!(values.next().is_none(), "{name} comes twice");
    match value {
        None => "-".to_owned(),
        Some(FieldScalar::Text(text)) => format!("'{text}'"),
        Some(FieldScalar::Integer(integer)) => format!("{integer}"),
        Some(FieldScalar::Float(float)) => format!("{float:?}"),
        Some(FieldScalar::Flag(flag)) => format!("{flag}"),
    }
}

/// Asserts fields as [`shown`].
#[track_caller]
fn assert_fields<const N: usize>(event: &Event, expected: [(&str, &str); N]) {
    for (name, value) in expected {
        assert_eq!(shown(event, name), value, "{name} of {event:#?}");
    }
}
