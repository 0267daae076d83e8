//! The file and the target together: everything that a plan needs.

use std::sync::Arc;

use crate::backend::Home;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::aws_session::AwsSession;
use crate::manifest::Finding;
use crate::manifest::Manifest;
use crate::model::change_set::ChangeSet;
use crate::model::change_set::Section;
use crate::services::apply::Resources;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;
use crate::services::resources::Caller;
use crate::services::resources::LogGroups;
use crate::services::resources::Marks;
use crate::services::resources::MetricFilters;
use crate::services::resources::Reading;
use crate::services::resources::RealTimer;
use crate::services::resources::Resource;
use crate::services::resources::SamplingRules;
use crate::services::resources::Timer;
use crate::services::resources::Waiting;
use crate::services::resources::XrayGroups;
use crate::services::resources::rates;

use super::events;
use super::scope::Only;

/// The sections that this version acts on.
const ACTED_ON: [Section; 2] = [Section::Xray, Section::Logs];

/// Reads and checks the project file; before the settings, which know only a part of it and would
/// tell of that part's mistakes alone.
pub(super) fn load(context: &Context) -> Result<Manifest, CommandError> {
    let Some((path, name)) = context.project_file() else {
        return Err(CommandError::usage("there is no cruddur-obs.toml here or above").hint(
            "write one, or name one with --file; for instance:\n[project]\nname = \"cruddur\"\n\
             [logs.groups.cruddur]\nretention = \"7d\"",
        ));
    };
    Ok(Manifest::load(&path, name)?)
}

/// Says what is legal and likely not meant.
pub(super) fn warn_of(context: &Context, manifest: &Manifest) {
    for finding in &manifest.warnings {
        warn(context, finding);
    }
}

fn warn(context: &Context, finding: &Finding) {
    context.ui.warning(&format!("{}: {}", finding.place, finding.message));
    if let Some(hint) = &finding.hint {
        context.ui.hint(hint);
    }
}

/// Where a plan holds, for people, for programs and for the guard of a saved plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) profile: String,
    pub(super) account: String,
    pub(super) region: String,
    /// Addresses that are not the vendor's own; for a local backend, its data directory.
    pub(super) endpoint: Option<String>,
}

/// The kinds over one target.
pub(super) struct Session {
    aws: AwsSession,
    pub(super) resources: Resources,
    pub(super) timer: Arc<dyn Timer>,
    pub(super) place: Place,
    is_local: bool,
}

impl Session {
    /// Opens the target, and compares account and region with what the profile declares.
    pub(super) async fn open(
        context: &Context,
        manifest: &Manifest,
        may_delete: bool,
    ) -> Result<Self, CommandError> {
        let aws = AwsSession::open_without_repeats(context).await?;
        match Self::over(context, aws, manifest, may_delete).await {
            Ok(session) => Ok(session),
            Err((aws, error)) => {
                aws.close(context).await;
                Err(error)
            }
        }
    }

    /// Works on a target that is open already.
    pub(super) async fn over(
        context: &Context,
        aws: AwsSession,
        manifest: &Manifest,
        may_delete: bool,
    ) -> Result<Self, (AwsSession, CommandError)> {
        if let Err(error) = aws.guard_writes().await {
            return Err((aws, error));
        }
        let account = match aws.account().await {
            Ok(account) => account,
            Err(error) => return Err((aws, error)),
        };
        let place = Place {
            profile: aws.profile().to_owned(),
            account,
            region: aws.region().to_owned(),
            endpoint: aws.foreign_endpoint().or_else(|| data_place(context, &aws)),
        };
        let timer: Arc<dyn Timer> = Arc::new(RealTimer::default());
        let is_local = aws.is_local();
        let caller = |rates| {
            let caller = Caller::new(Arc::clone(&timer));
            let caller = if is_local { caller } else { caller.within(rates) };
            match context.ui.status_sink() {
                Some(say) => {
                    caller.telling(move |waiting: &Waiting| say(&events::waiting(waiting)))
                }
                None => caller,
            }
        };
        let (logs, xray) = (caller(rates::logs), caller(rates::xray));
        let project = manifest.project.as_ref().map(|name| name.value.clone());
        let marks = Marks::new(project.unwrap_or_default());
        let kinds: Vec<Arc<dyn Resource>> = vec![
            Arc::new(XrayGroups::new(aws.xray(), xray.clone(), marks.clone())),
            Arc::new(SamplingRules::new(aws.xray(), xray, marks.clone())),
            Arc::new(
                LogGroups::new(aws.logs(), logs.clone(), marks).looking_for_events(may_delete),
            ),
            Arc::new(MetricFilters::new(aws.logs(), logs)),
        ];
        Ok(Self { aws, resources: Resources::new(kinds), timer, place, is_local })
    }

    /// Says whether the target is an embedded or local backend.
    pub(super) const fn is_local(&self) -> bool {
        self.is_local
    }

    /// Reads everything and plans.
    pub(super) async fn plan(
        &self,
        context: &Context,
        manifest: &Manifest,
        options: &PlanOptions,
    ) -> Result<(ChangeSet, Reading), CommandError> {
        let progress = context.ui.progress("reading what is there");
        let reading = self.resources.read(&manifest.resources, options).await;
        drop(progress);
        let reading = reading.map_err(events::call_failed)?;
        let set = self.resources.plan(&manifest.resources, &reading, options);
        Ok((set, reading))
    }

    /// Ends the target.
    pub(super) async fn close(self, context: &Context) {
        self.aws.close(context).await;
    }
}

/// Says what of the file this version only checks, and leaves out vendors that nothing is declared
/// for, so that a file without them needs no credentials of theirs.
pub(super) fn narrow(
    context: &Context,
    manifest: &Manifest,
    only: &Only,
    options: &mut PlanOptions,
) -> Result<(), CommandError> {
    let declares = |section: Section| {
        manifest.resources.iter().any(|desired| desired.address.kind.section() == section)
    };
    let later: Vec<String> = manifest
        .checked_only()
        .into_iter()
        .filter(|(section, _)| options.sections.contains(section))
        .map(|(section, count)| format!("{} ({count})", section.name()))
        .collect();
    if !later.is_empty() {
        context
            .ui
            .hint(&format!("checked, but not acted on by this version: {}", later.join(", ")));
    }
    options.sections.retain(|section| ACTED_ON.contains(section));
    // Both are AWS: where one is declared, what was removed from the other is looked for too. A file
    // that declares neither needs no credentials of theirs, unless something is to be taken away.
    let takes_away = options.prune || options.goal == Goal::Gone;
    let is_local = context.settings()?.profile().value == "local";
    if !only.is_named() && !takes_away && !is_local && !ACTED_ON.into_iter().any(declares) {
        options.sections.clear();
        context
            .ui
            .hint("nothing is declared for AWS; --only xray,logs looks for what is left there");
    }
    if manifest.project.is_none() {
        // Nothing can have been marked.
        if takes_away {
            return Err(CommandError::usage(
                "the project file names no project, so that nothing is marked as ours",
            )
            .hint("add: [project] name = \"…\""));
        }
        options.sections.retain(|section| declares(*section));
    }
    Ok(())
}

/// Returns the data directory that a local target stands for.
fn data_place(context: &Context, aws: &AwsSession) -> Option<String> {
    let directory = context.settings().ok()?.data_directory()?.value;
    aws.is_local().then(|| format!("data directory {}", directory.display()))
}

/// Returns the place of a plan that calls nobody.
pub(super) fn nowhere(context: &Context) -> Result<Place, CommandError> {
    let profile = context.settings()?.profile().value;
    Ok(Place { profile, account: String::new(), region: String::new(), endpoint: None })
}

/// The home of a rehearsal.
pub(super) fn home(context: &Context) -> Result<Home, CommandError> {
    Ok(Home { region: context.settings()?.local_region()?.value, ..Home::default() })
}
