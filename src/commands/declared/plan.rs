//! `plan`.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use super::document;
use super::outcome::refuse_conflicts;
use super::rehearsal;
use super::saved_plan;
use super::scope;
use super::scope::Only;
use super::scope::Removal;
use super::session;
use super::session::Place;
use super::session::Session;
use super::view;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::manifest::Manifest;
use crate::model::change_set::ChangeSet;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;
use crate::services::resources::Reading;

/// Show what apply would change
///
/// Reads the project file and what is there, and changes nothing. --against local needs no
/// credentials: it applies the whole file to a fresh backend in memory.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs plan
  cruddur-obs plan --against local
  cruddur-obs plan --detailed-exitcode --output json
  cruddur-obs plan --out cruddur.plan && cruddur-obs apply cruddur.plan")]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    only: Only,
    #[command(flatten)]
    removal: Removal,
    /// Keep the plan in this file, for apply
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Exit with 10 if there are changes
    #[arg(long)]
    detailed_exitcode: bool,
    /// Write the plan as Markdown into this file; - is stdout
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Rehearse on a backend of its own
    #[arg(
        long,
        value_enum,
        value_name = "WHERE",
        conflicts_with_all = ["out", "detailed_exitcode", "prune", "delete_logs"]
    )]
    against: Option<Against>,
}

/// Where a plan is rehearsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Against {
    /// A fresh embedded backend in memory
    Local,
}

pub(crate) async fn run(context: &Context, args: PlanArgs) -> Result<Outcome, CommandError> {
    let manifest = session::load(context)?;
    session::warn_of(context, &manifest);
    if let Some(path) = &args.out {
        saved_plan::check_target(path)?;
    }
    let mut options = scope::options(Goal::Declared, &args.only, args.removal);
    let optional = session::narrow(context, &manifest, &args.only, &mut options)?;
    if args.against == Some(Against::Local) {
        return rehearsal::run(context, &manifest, &options, args.markdown.as_deref()).await;
    }
    if options.sections.is_empty() {
        let nothing = (ChangeSet::default(), Reading::default());
        return show(context, &session::nowhere(context)?, &manifest, &options, &args, nothing);
    }
    let session = Session::open(context, &manifest, &options, optional, &[]).await?;
    let planned = session.plan(context, &manifest, &options).await;
    let place = session.place.clone();
    session.close(context).await;
    show(context, &place, &manifest, &options, &args, planned?)
}

fn show(
    context: &Context,
    place: &Place,
    manifest: &Manifest,
    options: &PlanOptions,
    args: &PlanArgs,
    (set, reading): (ChangeSet, Reading),
) -> Result<Outcome, CommandError> {
    for note in &reading.notes {
        context.ui.warning(note);
    }
    let value = document::plan(manifest, place, options, &set, &reading.notes);
    if let Some(path) = &args.out {
        saved_plan::write(path, &value)?;
        context.ui.status(&format!("the plan is in {}", path.display()));
    }
    view::show_plan(context, manifest, place, &set, value, args.markdown.as_deref())?;
    refuse_conflicts(context, &set)?;
    if set.has_changes() && args.detailed_exitcode {
        return Ok(Outcome::Changes);
    }
    Ok(Outcome::Done)
}
