//! Which dataset telemetry goes to.

use crate::model::event::MAXIMUM_DATASET_NAME_LENGTH;
use crate::model::field_set::FieldSet;
use crate::model::field_set::FieldValue;

/// Start of the name that an SDK gives a service without one.
const UNKNOWN_SERVICE: &str = "unknown_service";

/// What a request says about where its telemetry goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Destination<'a> {
    /// Whether the key is of a classic team, which has no environments.
    pub classic: bool,
    /// The `x-honeycomb-dataset` header.
    pub dataset: Option<&'a str>,
}

impl Destination<'_> {
    /// Returns the dataset of the spans of a resource.
    pub(super) fn of_spans(&self, resource: &FieldSet<'_>) -> String {
        if self.classic
            && let Some(name) = self.header()
        {
            return name;
        }
        service_name(resource).unwrap_or_else(|| UNKNOWN_SERVICE.to_owned())
    }

    /// Returns the dataset of the log records of a resource.
    pub(super) fn of_logs(&self, resource: &FieldSet<'_>) -> String {
        service_name(resource)
            .or_else(|| self.header())
            .unwrap_or_else(|| "unknown_log_source".to_owned())
    }

    /// Returns the dataset of metrics.
    pub(super) fn of_metrics(&self) -> String {
        self.header().unwrap_or_else(|| "unknown_metrics".to_owned())
    }

    fn header(&self) -> Option<String> {
        self.dataset.and_then(name)
    }
}

fn service_name(resource: &FieldSet<'_>) -> Option<String> {
    match resource.get("service.name") {
        Some(FieldValue::Text(text)) if !text.starts_with(UNKNOWN_SERVICE) => name(text),
        _ => None,
    }
}

/// Returns a name without blanks round it, cut to what a dataset may have; none if it is blank.
fn name(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.chars().take(MAXIMUM_DATASET_NAME_LENGTH).collect())
}
