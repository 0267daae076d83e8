//! What the panels of a board show, and whose that is.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::honeycomb_service::annotation_of;
use super::honeycomb_service::panels;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::QueryAnnotation;

/// The saved queries of each name, with their dataset.
pub(super) type Shown = BTreeMap<String, String>;

/// What is known of the annotations of some datasets.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    /// By dataset, oldest first.
    pub(super) by_dataset: BTreeMap<String, Vec<QueryAnnotation>>,
    /// The ids of those that we made.
    pub(super) ours: BTreeSet<String>,
}

impl Annotations {
    /// Returns the annotations of saved queries: ours, or else those that others made.
    pub(super) fn named(&self, shown: &Shown) -> BTreeMap<String, Vec<QueryAnnotation>> {
        let of = |(name, dataset): (&String, &String)| {
            let all = self.by_dataset.get(dataset).into_iter().flatten();
            let mut found: Vec<QueryAnnotation> =
                all.filter(|annotation| annotation.name == *name).cloned().collect();
            if found.iter().any(|annotation| self.ours.contains(&annotation.id)) {
                found.retain(|annotation| self.ours.contains(&annotation.id));
            }
            (name.clone(), found)
        };
        shown.iter().map(of).collect()
    }

    /// Returns the annotations whose panels go: those of saved queries, and all that are ours.
    pub(super) fn taken(&self, shown: &Shown) -> Vec<QueryAnnotation> {
        let ours = self.by_dataset.values().flatten();
        let ours = ours.filter(|annotation| self.ours.contains(&annotation.id)).cloned();
        self.named(shown).into_values().flatten().chain(ours).collect()
    }

    /// Says whether a board shows nothing but what we made.
    pub(super) fn is_only_ours(&self, board: &Value) -> bool {
        panels(board)
            .iter()
            .all(|panel| annotation_of(panel).is_some_and(|id| self.ours.contains(id)))
    }
}

/// Returns the dataset of the query that a panel shows; one that the service does not tell is that
/// of the whole environment. None if the panel shows no query.
pub(super) fn dataset_of(panel: &Value) -> Option<&str> {
    let told = panel.get("query_panel")?.get("dataset").and_then(Value::as_str);
    Some(told.filter(|dataset| !dataset.is_empty()).unwrap_or(ALL_DATASETS))
}

/// Says whether a panel shows one of several annotations.
pub(super) fn shows(panel: &Value, annotations: &[QueryAnnotation]) -> bool {
    annotation_of(panel).is_some_and(|id| annotations.iter().any(|known| known.id == id))
}

/// Makes the panels of saved queries that a board does not show.
pub(super) fn missing_panels(
    board: &Value,
    annotations: &BTreeMap<String, Vec<QueryAnnotation>>,
) -> Result<Vec<Value>, CallError> {
    let mut missing = Vec::new();
    for (name, known) in annotations {
        let Some(annotation) = known.first() else {
            let reason = format!("the saved query {name} is not there, so that it cannot be shown");
            return Err(CallError::new(FailureCause::Refused, reason));
        };
        if !panels(board).iter().any(|panel| shows(panel, known)) {
            missing.push(json!({
                "type": "query",
                "query_panel": {
                    "query_id": annotation.query_id,
                    "query_annotation_id": annotation.id,
                    "query_style": "combo",
                },
            }));
        }
    }
    Ok(missing)
}
