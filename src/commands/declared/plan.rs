//! `plan`.

use std::path::PathBuf;

use clap::Args;
use clap::ValueEnum;

use super::ci;
use super::document;
use super::markdown;
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
use crate::commands::findings;
use crate::manifest::Manifest;
use crate::model::change_set::ChangeSet;
use crate::model::change_set::Section;
use crate::services::checks::Finding;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;
use crate::services::resources::Reading;

/// Show what apply would change
///
/// Reads the project file and what is there, and changes nothing. Checks the files of the project
/// for mistakes that every service accepts. --against local needs no credentials: it applies the
/// whole file to a fresh backend in memory.
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
    session::warn_of(context, &manifest)?;
    if let Some(path) = &args.out {
        saved_plan::check_target(path)?;
    }
    let found = if args.only.sections().contains(&Section::Env) {
        findings::look(context, &manifest)?
    } else {
        Vec::new()
    };
    let checked = Checked { manifest, found };
    let mut options = scope::options(Goal::Declared, &args.only, args.removal);
    let optional = session::narrow(context, &checked.manifest, &args.only, &mut options)?;
    if args.against == Some(Against::Local) {
        return rehearsal::run(context, &checked, &options, args.markdown.as_deref()).await;
    }
    if options.sections.is_empty() {
        let nothing = (ChangeSet::default(), Reading::default());
        return show(context, &session::nowhere(context)?, &checked, &options, &args, nothing);
    }
    let session = Session::open(context, &checked.manifest, &options, optional, &[]).await?;
    let planned = session.plan(context, &options).await;
    let place = session.place.clone();
    session.close(context).await;
    show(context, &place, &checked, &options, &args, planned?)
}

/// The project file, and what the checks of the project found.
pub(super) struct Checked {
    pub(super) manifest: Manifest,
    pub(super) found: Vec<Finding>,
}

fn show(
    context: &Context,
    place: &Place,
    Checked { manifest, found }: &Checked,
    options: &PlanOptions,
    args: &PlanArgs,
    (set, reading): (ChangeSet, Reading),
) -> Result<Outcome, CommandError> {
    for note in &reading.notes {
        context.ui.warning(note);
    }
    ci::planned(context, &set);
    let value = document::plan(manifest, place, options, &set, &reading.notes, found);
    let mut whole = "the log of this step".to_owned();
    if let Some(path) = &args.out {
        saved_plan::write(path, &value)?;
        context.ui.status(&format!("the plan is in {}", path.display()));
        // Later steps may work in another folder.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        context.ui.output("plan_file", path.display().to_string());
        whole = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    }
    let text = markdown::plan(manifest, place, &set, found);
    let markdown = args.markdown.as_deref().map(|path| (path, text.as_str()));
    view::show_plan(context, &set, value, markdown)?;
    context.ui.add_summary(&text, &format!("*This is not all: the whole plan is in {whole}.*"));
    refuse_conflicts(context, &set)?;
    findings::refuse(found)?;
    if set.has_changes() && args.detailed_exitcode {
        return Ok(Outcome::Changes);
    }
    Ok(Outcome::Done)
}
