//! `plan --against local`: the whole file, applied to a fresh backend in memory.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::ci;
use super::document;
use super::events;
use super::markdown;
use super::plan::Checked;
use super::session;
use super::session::Session;
use super::view;
use crate::base::Kind;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::findings;
use crate::commands::local_backend;
use crate::model::change_set::Section;
use crate::services::apply::ApplyOptions;
use crate::services::apply::apply;
use crate::services::plan::PlanOptions;

pub(super) async fn run(
    context: &Context,
    checked: &Checked,
    options: &PlanOptions,
    into: Option<&Path>,
) -> Result<Outcome, CommandError> {
    let home = session::home(context)?;
    let backend = local_backend::in_memory(&context.clock, home.clone()).await?;
    context.ui.status("target: rehearsal on a fresh backend in memory");
    if options.sections.contains(&Section::Env) {
        context.ui.hint("variables are checked only: a rehearsal reads no value and no place");
    }
    let session = Session::rehearsing(context, backend, &home, &checked.manifest, options).await?;
    let result = rehearse(context, &session, checked, options, into).await;
    session.close(context).await;
    let outcome = result?;
    findings::refuse(&checked.found)?;
    Ok(outcome)
}

async fn rehearse(
    context: &Context,
    session: &Session,
    Checked { manifest, found }: &Checked,
    options: &PlanOptions,
    into: Option<&Path>,
) -> Result<Outcome, CommandError> {
    let (set, reading) = session.plan(context, options).await?;
    ci::planned(context, &set);
    let value = document::plan(manifest, &session.place, options, &set, &reading.notes, found);
    let text = markdown::plan(manifest, &session.place, &set, found);
    view::show_plan(context, &set, value, into.map(|path| (path, text.as_str())))?;
    context.ui.add_summary(&text, "*This is not all: the whole plan is in the log of this step.*");
    let how = ApplyOptions {
        plan: options.clone(),
        timer: Arc::clone(&session.timer),
        tell: Arc::new(|_| {}),
        verify_time: Duration::from_secs(5),
        watch_time: Duration::ZERO,
    };
    let stop = async {
        context.shutdown.requested().await;
    };
    let report =
        apply(&session.resources, &set.changes, &session.declared, &reading, &how, stop).await;
    if report.stopped {
        return Ok(Outcome::Done);
    }
    ci::mark_failures(context, &report, manifest)?;
    let refused: Vec<String> = report
        .left()
        .filter_map(|step| {
            let place = manifest
                .resources
                .iter()
                .find(|desired| desired.address == step.address)
                .map(|desired| desired.place.to_string())?;
            let why = match &step.result {
                crate::services::apply::StepResult::Failed(error) => error.to_string(),
                crate::services::apply::StepResult::Skipped(reason) => reason.clone(),
                crate::services::apply::StepResult::Done(_) => return None,
            };
            Some(format!("{place}: {} cannot be made: {why}", step.address.title()))
        })
        .collect();
    if let [first, rest @ ..] = refused.as_slice() {
        let mut error = CommandError::new(Kind::Failed, first.clone());
        for line in rest {
            error = error.hint(format!("also: {line}"));
        }
        return Err(error.context("the rehearsal failed"));
    }
    if let Some(error) = report.unverified {
        return Err(events::call_failed(error).context("the rehearsal could not be read back"));
    }
    if !report.unconverged.is_empty() {
        return Err(CommandError::failed(format!(
            "the rehearsal does not read back as declared: {} changes are left",
            report.unconverged.len()
        )));
    }
    context.ui.status(&format!(
        "rehearsed: {} changes applied, a second plan is empty, nothing was kept",
        report.done()
    ));
    Ok(Outcome::Done)
}
