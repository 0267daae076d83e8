//! The file and the target together: everything that a plan needs.

use std::sync::Arc;

use crate::backend::Home;
use crate::clients::honeycomb::Permission;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::aws_session::AwsSession;
use crate::commands::backend_slot::BackendSlot;
use crate::commands::env_variables;
use crate::commands::env_variables::Placements;
use crate::commands::env_variables::Selection;
use crate::commands::honeycomb_session::Session as HoneycombSession;
use crate::commands::local_backend::LocalBackend;
use crate::manifest::Finding;
use crate::manifest::Manifest;
use crate::model::change_set::ChangeSet;
use crate::model::change_set::Desired;
use crate::model::change_set::ResourceKind;
use crate::model::change_set::Section;
use crate::services::apply::Resources;
use crate::services::environment::Variables;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;
use crate::services::resources::Caller;
use crate::services::resources::HoneycombBoards;
use crate::services::resources::HoneycombQueries;
use crate::services::resources::HoneycombService;
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
use crate::settings::Target;
use crate::settings::Vendor;
use crate::ui::AnnotationLevel;

use super::ci;
use super::events;
use super::scope::Only;

/// The sections that this version acts on.
const ACTED_ON: [Section; 4] = [Section::Xray, Section::Logs, Section::Honeycomb, Section::Env];

/// Those of AWS.
const AWS: [Section; 2] = [Section::Xray, Section::Logs];

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
pub(super) fn warn_of(context: &Context, manifest: &Manifest) -> Result<(), CommandError> {
    for finding in &manifest.warnings {
        warn(context, finding);
    }
    let remarks = manifest.warnings.iter().map(|finding| {
        let hint = finding.hint.as_ref().map_or_else(String::new, |hint| format!("\nhint: {hint}"));
        let message = format!("{}{hint}", finding.message);
        ci::remark(AnnotationLevel::Warning, "project file", message, Some(&finding.place))
    });
    Ok(context.ui.annotate(remarks.collect())?)
}

fn warn(context: &Context, finding: &Finding) {
    context.ui.warning(&format!("{}: {}", finding.place, finding.message));
    if let Some(hint) = &finding.hint {
        context.ui.hint(hint);
    }
}

impl Place {
    /// Returns what people call it.
    pub(super) fn title(&self) -> String {
        let parts = [
            ("account", self.account.as_str()),
            ("region", self.region.as_str()),
            ("Honeycomb environment", self.honeycomb.as_deref().unwrap_or_default()),
            ("variables at", self.variables.as_deref().unwrap_or_default()),
        ];
        let mut title = format!("profile {}", self.profile);
        for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
            title += &format!(", {name} {value}");
        }
        title
    }
}

/// Where a plan holds, for people, for programs and for the guard of a saved plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) profile: String,
    pub(super) account: String,
    pub(super) region: String,
    /// Team and environment of a Honeycomb account.
    pub(super) honeycomb: Option<String>,
    /// The places of variables that are not on this machine.
    pub(super) variables: Option<String>,
    /// Addresses that are not the vendor's own; for a local backend, its data directory.
    pub(super) endpoint: Option<String>,
}

/// The kinds over one target.
pub(super) struct Session {
    aws: Option<AwsSession>,
    honeycomb: Option<HoneycombSession>,
    pub(super) resources: Resources,
    /// What is declared and can be worked on here.
    pub(super) declared: Vec<Desired>,
    /// The variables at their places; none where they are not worked on.
    pub(super) variables: Option<Arc<Variables>>,
    pub(super) timer: Arc<dyn Timer>,
    pub(super) place: Place,
    pub(super) target: Target,
    /// What is left out, and why.
    notes: Vec<String>,
}

/// The vendors that nothing is declared for: what is left there is looked for if they can be called.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Optional {
    aws: bool,
    honeycomb: bool,
}

/// A target with all that was opened for it.
struct World<'t> {
    target: &'t Target,
    vendors: Vendors,
    placements: Placements,
}

/// The vendors of a target, as far as a plan needs them.
struct Vendors {
    aws: Option<AwsSession>,
    honeycomb: Option<HoneycombSession>,
}

impl Session {
    /// Opens the target, and compares account and region with what the profile declares; `further`
    /// are vendors that others will call there. A vendor that a plan needs and that cannot be called is an error here, before anything is written;
    /// one that is optional is left out, which is said.
    pub(super) async fn open(
        context: &Context,
        manifest: &Manifest,
        options: &PlanOptions,
        optional: Optional,
        further: &[Vendor],
    ) -> Result<Self, CommandError> {
        let wants_aws = AWS.into_iter().any(|section| options.sections.contains(&section));
        let wants_honeycomb = options.sections.contains(&Section::Honeycomb);
        let named = [
            (wants_aws && !optional.aws, Vendor::Aws),
            (wants_honeycomb && !optional.honeycomb, Vendor::Honeycomb),
        ];
        let mut called: Vec<Vendor> =
            named.into_iter().filter(|(wanted, _)| *wanted).map(|(_, vendor)| vendor).collect();
        for vendor in further {
            if !called.contains(vendor) {
                called.push(*vendor);
            }
        }
        let target = context.target(&called)?;
        let mut vendors = Vendors { aws: None, honeycomb: None };
        if wants_aws {
            match AwsSession::of_target_without_repeats(context, &target).await {
                Ok(aws) => vendors.aws = Some(aws),
                Err(error) if optional.aws => left_out(context, "AWS", &error),
                Err(error) => return Err(error),
            }
        }
        if wants_honeycomb {
            // Two sessions of one command share the backend that it found or embeds.
            let shared = match &vendors.aws {
                Some(aws) if target.endpoints.honeycomb.is_none() => aws.backend(),
                _ => None,
            };
            let honeycomb = match shared {
                Some(backend) => HoneycombSession::over_backend(context, backend),
                None => HoneycombSession::of_target(context, &target).await,
            };
            match honeycomb {
                Ok(honeycomb) => vendors.honeycomb = Some(honeycomb),
                Err(error) if optional.honeycomb => left_out(context, "Honeycomb", &error),
                Err(error) => {
                    vendors.close(context).await;
                    return Err(error);
                }
            }
        }
        let placements = match options.sections.contains(&Section::Env) {
            true => placements(context, manifest).await,
            false => Ok(Placements::default()),
        };
        match placements {
            Ok(placements) => {
                let world = World { target: &target, vendors, placements };
                Self::over(context, world, manifest, options, optional).await
            }
            Err(error) => {
                vendors.close(context).await;
                Err(error)
            }
        }
    }

    /// Works on a backend that this process runs for a rehearsal.
    pub(super) async fn rehearsing(
        context: &Context,
        backend: LocalBackend,
        home: &Home,
        manifest: &Manifest,
        options: &PlanOptions,
    ) -> Result<Self, CommandError> {
        let aws = AwsSession::over_backend(context, backend, home).await;
        let target = aws.target().clone();
        let honeycomb =
            aws.backend().map(|backend| HoneycombSession::over_backend(context, backend));
        let mut vendors = Vendors { aws: Some(aws), honeycomb: None };
        match honeycomb.transpose() {
            Ok(honeycomb) => vendors.honeycomb = honeycomb,
            Err(error) => {
                vendors.close(context).await;
                return Err(error);
            }
        }
        // Their values are not read, and their places are no part of a backend.
        let placements = Placements::default();
        let world = World { target: &target, vendors, placements };
        Self::over(context, world, manifest, options, Optional::default()).await
    }

    async fn over(
        context: &Context,
        world: World<'_>,
        manifest: &Manifest,
        options: &PlanOptions,
        optional: Optional,
    ) -> Result<Self, CommandError> {
        let World { target, mut vendors, placements } = world;
        let mut place = match vendors.place(context, target, optional).await {
            Ok(place) => place,
            Err(error) => {
                vendors.close(context).await;
                return Err(error);
            }
        };
        let timer: Arc<dyn Timer> = Arc::new(RealTimer::default());
        let is_local = target.is_local();
        let caller = |rates| {
            let caller = Caller::new(Arc::clone(&timer));
            let caller = if is_local { caller } else { caller.within(rates) };
            match context.ui.status_sink() {
                Some(say) => caller.telling(move |waiting: &Waiting| say(&waiting.to_string())),
                None => caller,
            }
        };
        let project = manifest.project.as_ref().map(|name| name.value.clone());
        let marks = Marks::new(project.unwrap_or_default());
        let mut kinds: Vec<Arc<dyn Resource>> = Vec::new();
        if let Some(aws) = &vendors.aws {
            let (logs, xray) = (caller(rates::logs), caller(rates::xray));
            let may_delete = options.prune || options.goal == Goal::Gone;
            let groups = LogGroups::new(aws.logs(), logs.clone(), marks.clone());
            kinds.push(Arc::new(XrayGroups::new(aws.xray(), xray.clone(), marks.clone())));
            kinds.push(Arc::new(SamplingRules::new(aws.xray(), xray, marks.clone())));
            kinds.push(Arc::new(groups.looking_for_events(may_delete)));
            kinds.push(Arc::new(MetricFilters::new(aws.logs(), logs)));
        }
        if let Some(honeycomb) = &vendors.honeycomb {
            let caller = caller(rates::honeycomb);
            let service = HoneycombService::new(honeycomb.client.clone(), caller);
            kinds.push(Arc::new(HoneycombQueries::new(service.clone(), marks.clone())));
            kinds.push(Arc::new(HoneycombBoards::new(service, marks)));
        }
        let notes = placements.note_of_local().into_iter().collect();
        let variables = variables(context, placements, options);
        place.variables = variables.as_ref().and_then(|variables| variables.remote_places());
        kinds.extend(variables.clone().map(|variables| variables as Arc<dyn Resource>));
        let can_be_worked_on = |desired: &&Desired| {
            desired.address.kind != ResourceKind::Variable
                || variables.as_ref().is_some_and(|known| known.get(&desired.address).is_some())
        };
        let declared = manifest.resources.iter().filter(can_be_worked_on).cloned().collect();
        let Vendors { aws, honeycomb } = vendors;
        let resources = Resources::new(kinds);
        let target = target.clone();
        Ok(Self { aws, honeycomb, resources, declared, variables, timer, place, target, notes })
    }

    /// Says whether the target is an embedded or local backend.
    pub(super) const fn is_local(&self) -> bool {
        self.target.is_local()
    }

    /// Returns the backend of a local target that this session found or embeds.
    pub(super) fn backend(&self) -> Option<&BackendSlot> {
        let aws = self.aws.as_ref().and_then(AwsSession::backend);
        aws.or_else(|| self.honeycomb.as_ref().and_then(HoneycombSession::backend))
    }

    /// Reads everything and plans.
    pub(super) async fn plan(
        &self,
        context: &Context,
        options: &PlanOptions,
    ) -> Result<(ChangeSet, Reading), CommandError> {
        let progress = context.ui.progress("reading what is there");
        let reading = self.resources.read(&self.declared, options).await;
        drop(progress);
        let mut reading = reading.map_err(events::call_failed)?;
        reading.notes.extend(self.notes.iter().cloned());
        let set = self.resources.plan(&self.declared, &reading, options);
        Ok((set, reading))
    }

    /// Ends the target.
    pub(super) async fn close(self, context: &Context) {
        Vendors { aws: self.aws, honeycomb: self.honeycomb }.close(context).await;
    }
}

impl Vendors {
    /// Works out where the plan holds, and that it may be applied there.
    async fn place(
        &mut self,
        context: &Context,
        target: &Target,
        optional: Optional,
    ) -> Result<Place, CommandError> {
        let mut place = nowhere(context)?;
        place.profile.clone_from(&target.profile.value);
        let mut foreign = Vec::new();
        if let Some(aws) = &self.aws {
            match account_of(aws).await {
                Ok(account) => {
                    place.account = account;
                    aws.region().clone_into(&mut place.region);
                    foreign.extend(aws.foreign_endpoint());
                }
                Err(error) if optional.aws => {
                    left_out(context, "AWS", &error);
                    if let Some(aws) = self.aws.take() {
                        aws.close(context).await;
                    }
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(honeycomb) = &self.honeycomb {
            let needed = [Permission::ManageQueries, Permission::ManageBoards];
            match honeycomb.environment(&needed).await {
                Ok(environment) => place.honeycomb = environment,
                Err(error) if optional.honeycomb => {
                    left_out(context, "Honeycomb", &error);
                    if let Some(honeycomb) = self.honeycomb.take() {
                        honeycomb.close().await;
                    }
                }
                Err(error) => return Err(error),
            }
        }
        if self.honeycomb.is_some() {
            let endpoint = target.endpoints.honeycomb.as_ref();
            foreign.extend(endpoint.map(|endpoint| format!("honeycomb {}", endpoint.value)));
        }
        place.endpoint = match foreign.is_empty() {
            true => data_place(context, target),
            false => Some(foreign.join(", ")),
        };
        Ok(place)
    }

    async fn close(self, context: &Context) {
        if let Some(honeycomb) = self.honeycomb {
            honeycomb.close().await;
        }
        if let Some(aws) = self.aws {
            aws.close(context).await;
        }
    }
}

/// Finds the places of the declared variables; one that cannot be reached is an error here, before
/// anything is written.
async fn placements(context: &Context, manifest: &Manifest) -> Result<Placements, CommandError> {
    let placements = env_variables::place(context, manifest, Selection::default()).await?;
    for variable in &placements.variables {
        if let Some(literal) = &variable.literal {
            variable.check(literal).map_err(|broken| CommandError::usage(broken.to_string()))?;
        }
    }
    match placements.unreachable() {
        None => Ok(placements),
        Some((address, error)) => {
            let what = format!("{} is declared, and cannot be reached", address.title());
            Err(CommandError::from(error.clone()).context(what).hint(
                "write the places that can be reached with env sync --target, and plan the rest \
                 with --only xray,logs,honeycomb",
            ))
        }
    }
}

/// Makes the kind of variables, if there are any to work on.
fn variables(
    context: &Context,
    placements: Placements,
    options: &PlanOptions,
) -> Option<Arc<Variables>> {
    if placements.variables.is_empty() {
        return None;
    }
    let (fingerprints, clock) = (env_variables::fingerprints(context), Arc::clone(&context.clock));
    let variables = Variables::new(placements.variables, fingerprints, clock);
    Some(Arc::new(variables.rewriting_unknown(options.rewrite_unknown)))
}

/// Returns the account of AWS, after checking that it may be written to.
async fn account_of(aws: &AwsSession) -> Result<String, CommandError> {
    aws.guard_writes().await?;
    aws.account().await
}

fn left_out(context: &Context, vendor: &str, error: &CommandError) {
    context.ui.warning(&format!(
        "the project file declares nothing for {vendor}, and what may be left there was not \
         looked for: {error}"
    ));
}

/// Says what of the file this version only checks, and leaves out vendors that nothing is declared
/// for and that cannot be called, so that a file without them needs no credentials of theirs.
/// Returns the vendors that are looked at for what is left there alone.
pub(super) fn narrow(
    context: &Context,
    manifest: &Manifest,
    only: &Only,
    options: &mut PlanOptions,
) -> Result<Optional, CommandError> {
    let declares = |section: Section| {
        manifest.resources.iter().any(|desired| desired.address.kind.section() == section)
    };
    options.sections.retain(|section| ACTED_ON.contains(section));
    let takes_away = options.prune || options.goal == Goal::Gone;
    let is_local = context.settings()?.profile().value == "local";
    let mut optional = Optional::default();
    if !only.is_named() {
        // Both are AWS: where one is declared, what was removed from the other is looked for too;
        // what is to be taken away may be declared no more. Whether AWS can be called is known
        // after a call only, which a mere plan does not make.
        if !is_local && !AWS.into_iter().any(declares) {
            optional.aws = takes_away;
            if !takes_away {
                options.sections.retain(|section| !AWS.contains(section));
            }
        }
        if !declares(Section::Honeycomb) {
            match HoneycombSession::missing_key(context).filter(|_| !is_local) {
                None => optional.honeycomb = true,
                Some(error) => {
                    options.sections.remove(&Section::Honeycomb);
                    if takes_away && manifest.project.is_some() {
                        left_out(context, "Honeycomb", &error);
                    }
                }
            }
        }
        // Nothing of a variable that is no longer declared tells whose it was.
        if !declares(Section::Env) {
            options.sections.remove(&Section::Env);
        }
        if options.sections.is_empty() {
            context
                .ui
                .hint("nothing is declared; --only xray,logs,honeycomb looks for what is left");
        }
    }
    if manifest.project.is_none() {
        // Nothing can have been marked; variables are not, and the file names them.
        let has_variables_only =
            Section::ALL.into_iter().all(|section| declares(section) == (section == Section::Env));
        if takes_away && !has_variables_only {
            return Err(CommandError::usage(
                "the project file names no project, so that nothing is marked as ours",
            )
            .hint("add: [project] name = \"…\""));
        }
        options.sections.retain(|section| declares(*section));
    }
    Ok(optional)
}

/// Returns the data directory that a local target stands for.
fn data_place(context: &Context, target: &Target) -> Option<String> {
    let directory = context.settings().ok()?.data_directory()?.value;
    target.is_local().then(|| format!("data directory {}", directory.display()))
}

/// Returns the place of a plan that calls nobody.
pub(super) fn nowhere(context: &Context) -> Result<Place, CommandError> {
    let profile = context.settings()?.profile().value;
    let (account, region) = (String::new(), String::new());
    let (honeycomb, variables, endpoint) = (None, None, None);
    Ok(Place { profile, account, region, honeycomb, variables, endpoint })
}

/// The home of a rehearsal.
pub(super) fn home(context: &Context) -> Result<Home, CommandError> {
    Ok(Home { region: context.settings()?.local_region()?.value, ..Home::default() })
}
