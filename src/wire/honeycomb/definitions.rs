//! Dataset definitions: which column holds what the service gives a meaning to.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use super::Members;
use super::Problem;

/// What has a meaning, with the columns that hold it unless somebody says otherwise, the likeliest
/// first. The names OpenTelemetry uses come before those of other senders.
pub const DEFINITIONS: [(&str, &[&str]); 16] = [
    ("span_id", &["trace.span_id", "id"]),
    ("trace_id", &["trace.trace_id", "traceId"]),
    ("parent_id", &["trace.parent_id", "parentId"]),
    ("name", &["name"]),
    ("service_name", &["service.name", "service_name", "serviceName"]),
    ("duration_ms", &["duration_ms", "durationMs", "request_processing_time"]),
    ("span_kind", &["span.kind", "meta.span_type"]),
    ("annotation_type", &["meta.annotation_type"]),
    ("link_span_id", &["trace.link.span_id"]),
    ("link_trace_id", &["trace.link.trace_id"]),
    ("error", &["error"]),
    ("status", &["http.status_code", "response.status_code", "elb_status_code"]),
    ("route", &["http.route", "route", "request_path"]),
    ("user", &["user.id", "user.email", "request.user.id", "request.user.username"]),
    ("log_severity", &["severity"]),
    ("log_message", &["body"]),
];

/// The column of a definition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct DefinitionColumn {
    /// Name of the column.
    pub name: String,
    /// `column`, or `derived_column` for a calculated field.
    pub column_type: String,
}

/// Reads the body of `PATCH /1/dataset_definitions`: the named columns, where empty text stands
/// for the default.
///
/// # Errors
/// The body is no object, or members of it are wrong.
pub fn read_definitions(body: &[u8]) -> Result<BTreeMap<String, String>, Problem> {
    Members::read(body, |members| {
        let changed = DEFINITIONS.iter().filter_map(|(field, _)| {
            let name = members.object(field)?.text("name", 1_024).unwrap_or_default();
            Some(((*field).to_owned(), name))
        });
        changed.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_changes() {
        let body =
            br#"{"name":{"name":"n","column_type":"column"},"error":{"name":""},"user":null}"#;
        let read = read_definitions(body).unwrap();
        let read: Vec<(&str, &str)> =
            read.iter().map(|(field, name)| (field.as_str(), name.as_str())).collect();
        assert_eq!(read, [("error", ""), ("name", "n")]);
        assert!(read_definitions(br#"{"name":"n"}"#).is_err());
    }
}
