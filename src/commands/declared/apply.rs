//! `apply`.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::announce;
use super::announce::AnnounceFlags;
use super::announce::Announcements;
use super::announce::Announcer;
use super::ci;
use super::document;
use super::events;
use super::markdown;
use super::outcome;
use super::outcome::conclude;
use super::outcome::refuse_conflicts;
use super::saved_plan;
use super::saved_plan::SavedPlan;
use super::scope;
use super::scope::Only;
use super::scope::Removal;
use super::session;
use super::session::Optional;
use super::session::Session;
use super::supply;
use super::view;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::manifest::Manifest;
use crate::model::change_set::Change;
use crate::model::change_set::ChangeSet;
use crate::services::apply::ApplyOptions;
use crate::services::apply::Report;
use crate::services::apply::Step;
use crate::services::apply::apply;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;
use crate::services::resources::Reading;
use crate::ui::Format;

/// How long what was done may take to show.
const VERIFY_TIME: Duration = Duration::from_secs(30);

/// How long deleted log groups are watched in an account, where producers need a moment to come
/// back, and on a local backend.
const ACCOUNT_WATCH_TIME: Duration = Duration::from_secs(2);
const LOCAL_WATCH_TIME: Duration = Duration::from_millis(200);

/// Make what is there as the project file declares it
///
/// A second run changes nothing. Asks at a terminal; off a terminal it runs if it only creates,
/// adopts or updates, and needs --yes to take anything away. --marker and --deploy tell Honeycomb
/// and Rollbar of the commit when something changed and everything was done.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs apply
  cruddur-obs apply --only logs --yes
  cruddur-obs apply cruddur.plan --marker --deploy")]
pub(crate) struct ApplyArgs {
    /// A plan that was kept with plan --out; nothing else is done
    #[arg(value_name = "PLANFILE", conflicts_with = "only")]
    plan: Option<PathBuf>,
    #[command(flatten)]
    only: Only,
    #[command(flatten)]
    removal: Removal,
    #[command(flatten)]
    announce: AnnounceFlags,
    /// Write variables, too, that are there with a value that nobody can tell
    #[arg(long, conflicts_with = "plan")]
    rewrite_secrets: bool,
    /// Take values that are hardly meant: empty, in quotes, with outer blanks, placeholders
    #[arg(long)]
    allow_odd_value: bool,
}

pub(crate) async fn run(context: &Context, args: ApplyArgs) -> Result<Outcome, CommandError> {
    let saved = args.plan.as_deref().map(saved_plan::read).transpose()?;
    let manifest = session::load(context)?;
    session::warn_of(context, &manifest)?;
    let announcements = Announcements::of(args.announce, &manifest)?;
    let mut options = scope::options(Goal::Declared, &args.only, args.removal);
    options.rewrite_unknown = args.rewrite_secrets;
    let optional = session::narrow(context, &manifest, &args.only, &mut options)?;
    if let Some(saved) = &saved {
        saved.check_file(&manifest)?;
        options = saved.options(args.removal)?;
    } else if args.removal.deletes_logs_of_nothing() {
        return Err(CommandError::usage("--delete-logs means nothing here without --prune")
            .hint("apply deletes only what --prune names; destroy takes --delete-logs alone"));
    }
    let how = How {
        optional,
        saved: saved.as_ref(),
        announcements,
        allows_odd_values: args.allow_odd_value,
    };
    run_with(context, &manifest, &options, how).await
}

/// How a goal is reached.
#[derive(Clone, Debug, Default)]
pub(super) struct How<'s> {
    /// The vendors that are looked at for what is left there alone.
    pub(super) optional: Optional,
    /// The plan beside which nothing is done.
    pub(super) saved: Option<&'s SavedPlan>,
    /// Whom to tell.
    pub(super) announcements: Announcements,
    /// Whether values are taken that are hardly meant.
    pub(super) allows_odd_values: bool,
}

/// Plans for a goal, asks, and does it.
pub(super) async fn run_with(
    context: &Context,
    manifest: &Manifest,
    options: &PlanOptions,
    how: How<'_>,
) -> Result<Outcome, CommandError> {
    if options.sections.is_empty() {
        let (report, set) = (Report::default(), ChangeSet::default());
        let mut value = document::report(&session::nowhere(context)?, &report, &set);
        announce::add_to(&mut value, &[]);
        ci::applied(context, &report);
        context.ui.status("nothing to do");
        if !is_for_people(context) {
            context.ui.print(&view::report(value, &report))?;
        }
        return Ok(Outcome::Done);
    }
    let further = how.announcements.vendors();
    let session = Session::open(context, manifest, options, how.optional, &further).await?;
    let result = match Announcer::open(context, &session, &how.announcements).await {
        Ok(announcer) => {
            let result = work(context, &session, manifest, options, &how, &announcer).await;
            announcer.close().await;
            result
        }
        Err(error) => Err(error),
    };
    session.close(context).await;
    result
}

async fn work(
    context: &Context,
    session: &Session,
    manifest: &Manifest,
    options: &PlanOptions,
    how: &How<'_>,
    announcer: &Announcer,
) -> Result<Outcome, CommandError> {
    if let Some(saved) = how.saved {
        saved.check_place(&session.place)?;
    }
    let (mut set, mut reading) = session.plan(context, options).await?;
    for note in &reading.notes {
        context.ui.warning(note);
    }
    let mut overtaken = Vec::new();
    if let Some(saved) = how.saved {
        overtaken = saved.keep_planned(&mut set);
    }
    let for_people = is_for_people(context);
    let value = document::plan(manifest, &session.place, options, &set, &reading.notes, &[]);
    if for_people || set.conflicts().next().is_some() {
        view::show_plan(context, &set, value, None)?;
        context.ui.flush()?;
    } else if set.has_changes() && context.ui.can_prompt() && !context.ui.options().yes {
        view::say_plan(context, &set);
    }
    let verb = verb(options);
    if let Err(conflicts) = refuse_conflicts(context, &set) {
        ci::applied(context, &Report::default());
        let text = markdown::plan(manifest, &session.place, &set, &[]);
        context.ui.add_summary(&text, REST_IN_LOG);
        return Err(conflicts);
    }
    for change in &set.changes {
        if let Some(lost) = &change.loses {
            context.ui.warning(&format!("{}: {lost}", change.address.title()));
        }
    }
    if asks(context, session, &set, options)? {
        // Minutes may have passed; what somebody else changed meanwhile is left alone.
        let (fresh, fresh_reading) = session.plan(context, options).await?;
        overtaken.extend(keep_same(&mut set, &fresh));
        reading = fresh_reading;
    }
    supply::values(context, session, manifest, &set, how.allows_odd_values).await?;
    let report = execute(context, session, options, &set, &reading, overtaken).await;
    ci::applied(context, &report);
    let text = markdown::report(verb, manifest, &session.place, (&report, &set));
    context.ui.add_summary(&text, REST_IN_LOG);
    let is_empty = report.steps.is_empty();
    let told = match report.is_whole() && !report.stopped && report.done() > 0 {
        true => announcer.announce(context, &outcome::sentence(&report)).await,
        false => Vec::new(),
    };
    if !for_people || (!is_empty && !report.is_whole()) {
        let mut value = document::report(&session.place, &report, &set);
        announce::add_to(&mut value, &told);
        context.ui.print(&view::report(value, &report))?;
    }
    if is_empty {
        return Ok(Outcome::Done);
    }
    let outcome = conclude(context, &report, manifest)?;
    announce::conclude(told)?;
    Ok(outcome)
}

/// Where the rest of a summary is that was cut.
const REST_IN_LOG: &str = "*This is not all: the rest is in the log of this step.*";

/// Returns the word for what reaches a goal.
const fn verb(options: &PlanOptions) -> &'static str {
    match options.goal {
        Goal::Declared => "apply",
        Goal::Gone => "destroy",
    }
}

/// Says whether people read the result, rather than a program.
fn is_for_people(context: &Context) -> bool {
    matches!(context.ui.format(), Format::Human) && context.ui.options().query.is_none()
}

/// Asks where a person must or can agree; says whether somebody was asked.
fn asks(
    context: &Context,
    session: &Session,
    set: &ChangeSet,
    options: &PlanOptions,
) -> Result<bool, CommandError> {
    if !set.has_changes() || context.ui.options().yes {
        return Ok(false);
    }
    let takes_away = set.changes.iter().any(Change::needs_consent);
    if !takes_away && options.goal == Goal::Declared && !context.ui.can_prompt() {
        return Ok(false);
    }
    let place = &session.place;
    let where_to =
        if session.is_local() { format!("profile {}", place.profile) } else { place.title() };
    let verb = verb(options);
    if context.ui.confirm(&format!("{verb} on {where_to}: {}?", view::sentence(set)))? {
        return Ok(true);
    }
    Err(CommandError::failed("nothing was applied"))
}

/// Keeps of a set what a fresh plan has too, and returns the rest as steps that were stopped.
fn keep_same(set: &mut ChangeSet, fresh: &ChangeSet) -> Vec<Step> {
    let (same, other): (Vec<Change>, Vec<Change>) =
        std::mem::take(&mut set.changes).into_iter().partition(|change| {
            !change.action.is_change() || fresh.changes.iter().any(|other| other.is_same(change))
        });
    set.changes = same;
    other.into_iter().map(|change| saved_plan::overtaken(change.address, change.action)).collect()
}

async fn execute(
    context: &Context,
    session: &Session,
    options: &PlanOptions,
    set: &ChangeSet,
    reading: &Reading,
    overtaken: Vec<Step>,
) -> Report {
    let say = context.ui.status_sink();
    let how = ApplyOptions {
        plan: options.clone(),
        timer: Arc::clone(&session.timer),
        tell: Arc::new(move |event| {
            if let (Some(say), Some(text)) = (&say, events::describe(event)) {
                say(&text);
            }
        }),
        verify_time: VERIFY_TIME,
        watch_time: if session.is_local() { LOCAL_WATCH_TIME } else { ACCOUNT_WATCH_TIME },
    };
    let stop = async {
        context.shutdown.requested().await;
    };
    let mut report =
        apply(&session.resources, &set.changes, &session.declared, reading, &how, stop).await;
    report.steps.extend(overtaken);
    report
}
