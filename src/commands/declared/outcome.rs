//! What became of a plan, as an exit code and the words that go with it.

use crate::base::Hint as _;
use crate::base::Kind;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::manifest::Manifest;
use crate::model::change_set::Action;
use crate::model::change_set::Change;
use crate::model::change_set::ChangeSet;
use crate::services::apply::Report;
use crate::services::apply::StepResult;
use crate::services::resources::CallError;
use crate::ui::AnnotationLevel;

use super::ci;
use super::events;

/// Says how it ended.
pub(super) fn conclude(
    context: &Context,
    report: &Report,
    manifest: &Manifest,
) -> Result<Outcome, CommandError> {
    let (done, total) = (report.done(), report.steps.len());
    ci::mark_failures(context, report, manifest)?;
    if report.stopped {
        context.ui.status(&format!("stopped: {done} of {total} changes are done"));
        for step in report.left() {
            context.ui.status(&format!("left: {} {}", step.action.name(), step.address.title()));
        }
        // The driver knows why it was stopped, and with which code that ends.
        return Ok(Outcome::Done);
    }
    let failed: Vec<&CallError> = report
        .steps
        .iter()
        .filter_map(|step| match &step.result {
            StepResult::Failed(error) => Some(error),
            StepResult::Done(_) | StepResult::Skipped(_) => None,
        })
        .collect();
    if let Some(first) = failed.first() {
        let left = total - done;
        let kind = if done > 0 { Kind::Partial } else { first.kind() };
        let changes = if total == 1 { "change" } else { "changes" };
        let mut error =
            CommandError::new(kind, format!("{left} of {total} {changes} could not be applied"));
        let mut hints: Vec<String> = failed.iter().flat_map(|error| error.hints()).collect();
        hints.dedup();
        for hint in hints {
            error = error.hint(hint);
        }
        return Err(error.hint("the same command goes on where this one ended"));
    }
    if let Some(error) = &report.unverified {
        return Err(events::call_failed(error.clone())
            .context(format!("applied ({done} of {total}), but it could not be read back")));
    }
    if let Some((address, cause)) = report.resurrected.first() {
        return Err(CommandError::failed(format!("{} came back: {cause}", address.title())));
    }
    if !report.unconverged.is_empty() {
        let count = report.unconverged.len();
        let (things, do_not) =
            if count == 1 { ("change", "does not") } else { ("changes", "do not") };
        return Err(CommandError::failed(format!(
            "applied, but {count} {things} {do_not} show when read back"
        ))
        .hint("look again with: cruddur-obs status; if it stays, somebody else changes it too"));
    }
    context.ui.status(&format!("{}; everything reads back as declared", sentence(report)));
    Ok(Outcome::Done)
}

/// Refuses to begin while a person has to decide.
pub(super) fn refuse_conflicts(context: &Context, set: &ChangeSet) -> Result<(), CommandError> {
    let conflicts: Vec<&Change> = set.conflicts().collect();
    let said = |change: &Change| {
        format!("{}: {}", change.address.title(), change.reason.as_deref().unwrap_or_default())
    };
    let remark = |change: &&Change| {
        ci::remark(AnnotationLevel::Error, "conflict", said(change), change.place.as_ref())
    };
    context.ui.annotate(conflicts.iter().map(remark).collect())?;
    let Some((first, rest)) = conflicts.split_first() else { return Ok(()) };
    let count = conflicts.len();
    let conflicts = if count == 1 { "conflict" } else { "conflicts" };
    let mut error = CommandError::failed(format!("{count} {conflicts}: {}", said(first)));
    for change in rest {
        error = error.hint(format!("also: {}", said(change)));
    }
    if let Some(hint) = &first.hint {
        error = error.hint(hint);
    }
    Err(error)
}

/// Sums up what was done.
pub(super) fn sentence(report: &Report) -> String {
    let counts: Vec<String> = Action::ALL
        .into_iter()
        .filter_map(|action| {
            let count = report.steps.iter().filter(|s| s.action == action && s.is_done()).count();
            (count > 0).then(|| format!("{count} {}", events::done(action)))
        })
        .collect();
    counts.join(", ")
}
