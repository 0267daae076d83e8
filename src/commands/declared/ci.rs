//! What a CI job gets besides the output: values for its later steps, and remarks at the lines of
//! the project file. Nothing happens where no CI system asks for it.

use crate::base::Place;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::manifest::Manifest;
use crate::model::change_set::Action;
use crate::model::change_set::Address;
use crate::model::change_set::ChangeSet;
use crate::services::apply::Report;
use crate::services::apply::StepResult;
use crate::ui::Annotation;
use crate::ui::AnnotationLevel;

/// Sets the outputs of a plan: what it would do.
pub(super) fn planned(context: &Context, set: &ChangeSet) {
    outputs(context, set.has_changes(), |action| set.summary().of(action));
}

/// Sets the outputs of a look at what differs, whether apply could do anything about it or not.
pub(super) fn compared(context: &Context, differs: bool, set: &ChangeSet) {
    outputs(context, differs, |action| set.summary().of(action));
}

/// Sets the outputs of what was done.
pub(super) fn applied(context: &Context, report: &Report) {
    outputs(context, report.done() > 0, |action| {
        report.steps.iter().filter(|step| step.action == action && step.is_done()).count()
    });
}

fn outputs(context: &Context, changed: bool, count: impl Fn(Action) -> usize) {
    let sum = |actions: &[Action]| actions.iter().map(|action| count(*action)).sum::<usize>();
    context.ui.output("changed", changed.to_string());
    for (name, actions) in [
        ("added", [Action::Create].as_slice()),
        ("adopted", &[Action::Adopt]),
        ("updated", &[Action::Update, Action::Restore]),
        ("removed", &[Action::Delete, Action::Release]),
    ] {
        context.ui.output(name, sum(actions).to_string());
    }
}

/// Makes a remark at a place of the project file.
pub(super) fn remark(
    level: AnnotationLevel,
    title: &str,
    message: String,
    place: Option<&Place>,
) -> Annotation {
    let place = place.map(|place| (place.name.clone(), place.line, place.column));
    Annotation { level, title: title.to_owned(), message, place }
}

/// Marks what could not be done, or does not show, at the lines that declare it.
pub(super) fn mark_failures(
    context: &Context,
    report: &Report,
    manifest: &Manifest,
) -> Result<(), CommandError> {
    let place_of = |address: &Address| {
        let declared = manifest.resources.iter().find(|desired| desired.address == *address);
        declared.map(|desired| &desired.place)
    };
    let error = |title: &str, message: String, address: &Address| {
        remark(AnnotationLevel::Error, title, message, place_of(address))
    };
    let mut found = Vec::new();
    for step in &report.steps {
        let (title, why) = match &step.result {
            StepResult::Done(_) => continue,
            StepResult::Failed(why) => {
                (format!("failed to {}", step.action.name()), why.to_string())
            }
            StepResult::Skipped(why) => {
                (format!("not tried to {}", step.action.name()), why.clone())
            }
        };
        found.push(error(&title, format!("{}: {why}", step.address.title()), &step.address));
    }
    for change in &report.unconverged {
        let message = format!("{} was applied and does not show", change.address.title());
        found.push(error("does not show", message, &change.address));
    }
    for (address, cause) in &report.resurrected {
        found.push(error("came back", format!("{}: {cause}", address.title()), address));
    }
    Ok(context.ui.annotate(found)?)
}
