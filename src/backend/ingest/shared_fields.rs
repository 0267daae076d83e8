//! What every row of a resource and of a library carries, and how a trace id is written.

use super::attributes::set_attributes;
use crate::model::field_set::FieldSet;
use crate::model::telemetry::Resource;
use crate::model::telemetry::Scope;

/// Starts of the names of libraries that instrument others.
const INSTRUMENTATION_LIBRARIES: [&str; 9] = [
    "io.opentelemetry",
    "opentelemetry.instrumentation",
    "OpenTelemetry.Instrumentation",
    "OpenTelemetry::Instrumentation",
    "go.opentelemetry.io/contrib/instrumentation",
    "@opentelemetry/instrumentation",
    "io.opentelemetry.contrib.php",
    "github.com/open-telemetry/opentelemetry-collector",
    "@honeycombio/",
];

/// Returns the fields of a resource.
pub(super) fn of_resource(resource: &Resource) -> FieldSet<'_> {
    let mut fields = FieldSet::new();
    set_attributes(&mut fields, &resource.attributes);
    fields.text_if_any("resource.schema_url", &resource.schema_url);
    fields
}

/// Returns the fields of a resource and, winning over these, of one of its libraries.
pub(super) fn of_scope<'a>(resource: &FieldSet<'a>, scope: &'a Scope) -> FieldSet<'a> {
    let mut fields = resource.clone();
    fields.text_if_any("library.name", &scope.name);
    if INSTRUMENTATION_LIBRARIES.iter().any(|start| scope.name.starts_with(start)) {
        fields.flag("telemetry.instrumentation_library", true);
    }
    fields.text_if_any("library.version", &scope.version);
    set_attributes(&mut fields, &scope.attributes);
    fields.text_if_any("scope.schema_url", &scope.schema_url);
    fields
}

/// Returns a trace id as Honeycomb shows it: of 16 bytes that begin with 8 zeros the last 8.
pub(super) fn trace_id(hex: &str) -> &str {
    const ZEROS: &str = "0000000000000000";
    match hex.strip_prefix(ZEROS) {
        Some(rest) if rest.len() == ZEROS.len() => rest,
        _ => hex,
    }
}
