//! The JSON forms of plans and reports. They are a contract: members are only ever added.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::session::Place;
use crate::commands::findings;
use crate::manifest::Manifest;
use crate::model::change_set::Action;
use crate::model::change_set::ChangeSet;
use crate::services::apply::Report;
use crate::services::apply::Step;
use crate::services::apply::StepResult;
use crate::services::checks::Finding;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;

/// Version of the forms; it changes when a member goes or means something else.
pub(super) const FORMAT_VERSION: u32 = 1;

/// Returns the plan as a document.
pub(super) fn plan(
    manifest: &Manifest,
    place: &Place,
    options: &PlanOptions,
    set: &ChangeSet,
    notes: &[String],
    found: &[Finding],
) -> Value {
    let sections: Vec<&str> = options.sections.iter().map(|section| section.name()).collect();
    let warnings: Vec<Value> = manifest
        .warnings
        .iter()
        .map(|finding| {
            json!({
                "message": finding.message,
                "hint": finding.hint,
                "place": finding.place.to_string(),
            })
        })
        .collect();
    json!({
        "format_version": FORMAT_VERSION,
        "tool_version": env!("CARGO_PKG_VERSION"),
        "project": manifest.project.as_ref().map(|name| &name.value),
        "project_file_sha256": manifest.fingerprint(),
        "goal": goal(options.goal),
        "target": target(place),
        "sections": sections,
        "prune": options.prune,
        "delete_logs": options.delete_logs,
        "has_changes": set.has_changes(),
        "summary": set.summary(),
        "changes": set.changes,
        "warnings": warnings,
        "findings": findings::documents(found),
        "notes": notes,
    })
}

/// Returns what became of a plan as a document.
pub(super) fn report(place: &Place, report: &Report, set: &ChangeSet) -> Value {
    let unconverged: Vec<Value> = report.unconverged.iter().map(|change| json!(change)).collect();
    let resurrected: Vec<Value> = report
        .resurrected
        .iter()
        .map(|(address, cause)| json!({ "address": address, "likely_cause": cause }))
        .collect();
    json!({
        "format_version": FORMAT_VERSION,
        "tool_version": env!("CARGO_PKG_VERSION"),
        "target": target(place),
        "changed": report.done() > 0,
        "converged": report.is_whole(),
        "stopped": report.stopped,
        "summary": done(report, set),
        "steps": report.steps.iter().map(step).collect::<Vec<_>>(),
        "unconverged": unconverged,
        "resurrected": resurrected,
        "unverified": report.unverified.as_ref().map(ToString::to_string),
    })
}

/// Returns the word for a goal.
pub(super) const fn goal(goal: Goal) -> &'static str {
    match goal {
        Goal::Declared => "declared",
        Goal::Gone => "gone",
    }
}

/// Returns where a plan holds.
pub(super) fn target(place: &Place) -> Value {
    json!({
        "profile": place.profile,
        "account": place.account,
        "region": place.region,
        "honeycomb": place.honeycomb,
        "variables": place.variables,
        "endpoint": place.endpoint,
    })
}

/// Counts what was done by action, and what was not.
fn done(report: &Report, set: &ChangeSet) -> Value {
    let mut counts = Map::new();
    for action in Action::ALL.into_iter().filter(|action| action.is_change()) {
        let count = report.steps.iter().filter(|s| s.action == action && s.is_done()).count();
        counts.insert(action.name().to_owned(), json!(count));
    }
    counts.insert("unchanged".to_owned(), json!(set.summary().of(Action::Unchanged)));
    counts.insert("orphan".to_owned(), json!(set.summary().of(Action::Orphan)));
    counts.insert("left".to_owned(), json!(report.left().count()));
    Value::Object(counts)
}

fn step(step: &Step) -> Value {
    let (result, note, error) = match &step.result {
        StepResult::Done(note) => ("done", note.clone(), Value::Null),
        StepResult::Failed(error) => (
            "failed",
            None,
            json!({
                "message": error.message,
                "code": error.code,
                "request_id": error.request_id,
                "hints": error.hints,
            }),
        ),
        StepResult::Skipped(reason) => ("skipped", Some(reason.clone()), Value::Null),
    };
    json!({
        "address": step.address,
        "action": step.action,
        "result": result,
        "note": note,
        "error": error,
    })
}
