//! `status`: drift.

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::ci;
use super::document;
use super::markdown;
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
use crate::model::change_set::Action;
use crate::model::change_set::Change;
use crate::model::change_set::ChangeSet;
use crate::model::change_set::FieldChange;
use crate::services::plan::Goal;
use crate::services::resources::Reading;
use crate::ui::Annotation;
use crate::ui::AnnotationLevel;
use crate::ui::Column;
use crate::ui::Report;

/// Show how what is there differs from the project file
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs status
  cruddur-obs status --detailed-exitcode --output json")]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    only: Only,
    /// Exit with 10 if anything differs
    #[arg(long)]
    detailed_exitcode: bool,
}

pub(crate) async fn run(context: &Context, args: StatusArgs) -> Result<Outcome, CommandError> {
    let manifest = session::load(context)?;
    let mut options = scope::options(Goal::Declared, &args.only, Removal::default());
    let optional = session::narrow(context, &manifest, &args.only, &mut options)?;
    if options.sections.is_empty() {
        let nothing = (ChangeSet::default(), Reading::default());
        return show(context, &manifest, &session::nowhere(context)?, &args, nothing);
    }
    let session = Session::open(context, &manifest, &options, optional, &[]).await?;
    let planned = session.plan(context, &options).await;
    let place = session.place.clone();
    session.close(context).await;
    show(context, &manifest, &place, &args, planned?)
}

fn show(
    context: &Context,
    manifest: &Manifest,
    place: &Place,
    args: &StatusArgs,
    (set, reading): (ChangeSet, Reading),
) -> Result<Outcome, CommandError> {
    for note in &reading.notes {
        context.ui.warning(note);
    }
    let is_other = |change: &&Change| change.action != Action::Unchanged;
    let differs = set.changes.iter().any(|change| is_other(&change));
    let things: Vec<Value> = set
        .changes
        .iter()
        .map(|change| {
            json!({
                "address": change.address,
                "state": state(change),
                "fields": change.fields,
                "note": change.reason,
            })
        })
        .collect();
    let value = json!({
        "format_version": document::FORMAT_VERSION,
        "tool_version": env!("CARGO_PKG_VERSION"),
        "target": document::target(place),
        "differs": differs,
        "things": things,
    });
    let row =
        |change: &Change| vec![state(change).to_owned(), change.address.title(), note(change)];
    let rows: Vec<Vec<String>> = set.changes.iter().map(row).collect();
    let differing: Vec<Vec<String>> = set.changes.iter().filter(is_other).map(row).collect();
    let sentence = match differing.len() {
        0 => format!("all of {} as declared", rows.len()),
        count => format!("{count} of {} not as declared", rows.len()),
    };
    ci::compared(context, differs, &set);
    context.ui.add_summary(
        &markdown::status(manifest, place, &sentence, &differing),
        "*This is not all: the rest is in the log of this step.*",
    );
    let columns = ["STATE", "WHAT", "NOTE"].map(Column::left).to_vec();
    context.ui.print(&Report::table(value, columns, rows))?;
    context.ui.annotate(set.changes.iter().filter(is_other).flat_map(drift).collect())?;
    if differs && args.detailed_exitcode {
        return Ok(Outcome::Changes);
    }
    Ok(Outcome::Done)
}

/// Says how a thing stands.
const fn state(change: &Change) -> &'static str {
    match change.action {
        Action::Unchanged => "ok",
        Action::Create => "missing",
        Action::Adopt | Action::Update => "differs",
        Action::Conflict => "conflict",
        Action::Orphan => "orphan",
        Action::Restore | Action::Release | Action::Delete => "to go",
    }
}

/// Marks each field that differs at the line that declares it.
fn drift(change: &Change) -> Vec<Annotation> {
    let title = change.address.title();
    let mark = |message: String| {
        ci::remark(AnnotationLevel::Warning, "drift", message, change.place.as_ref())
    };
    if change.action == Action::Create || change.fields.is_empty() {
        return vec![mark(format!("{title}: {}", state(change)))];
    }
    change.fields.iter().map(|field| mark(format!("{title}: {}", difference(field)))).collect()
}

fn difference(field: &FieldChange) -> String {
    let (before, after) = (view::shown(&field.before), view::shown(&field.after));
    format!("{}: {before}, declared {after}", field.field)
}

fn note(change: &Change) -> String {
    if change.action == Action::Create {
        return String::new();
    }
    let fields = change.fields.iter().map(difference);
    let parts: Vec<String> = fields.chain(change.reason.clone()).collect();
    parts.join("; ")
}
