//! The declared variables at the places that a command works on.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;

use super::context::Context;
use super::env_targets;
use super::env_targets::Wish;
use super::error::CommandError;
use crate::manifest::Manifest;
use crate::manifest::ValueSource;
use crate::manifest::Variable;
use crate::model::change_set::Address;
use crate::model::variable::VariableTarget;
use crate::services::environment::EnvironmentTarget;
use crate::services::environment::Fingerprints;
use crate::services::environment::PlacedVariable;
use crate::services::environment::Sensitivity;
use crate::services::environment::TargetError;

/// The folder of what is remembered of writes, below that of the whole tool.
const FOLDER: &str = "environment";

/// What a command works on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Selection<'s> {
    /// The names; none are all.
    pub(crate) names: &'s [String],
    /// The service that owns them; none are all, and the shared ones.
    pub(crate) service: Option<&'s str>,
    /// The places; none are all.
    pub(crate) targets: &'s [VariableTarget],
    /// The repository, instead of the one that is found.
    pub(crate) repository: Option<&'s str>,
}

impl Selection<'_> {
    /// Says whether a declared variable is meant.
    pub(crate) fn takes(&self, variable: &Variable) -> bool {
        let name = &variable.name.value;
        (self.names.is_empty() || self.names.contains(name))
            && self.service.is_none_or(|service| variable.service.as_deref() == Some(service))
    }

    /// Says whether a place is meant.
    pub(crate) fn reaches(&self, target: &VariableTarget) -> bool {
        self.targets.is_empty() || self.targets.contains(target)
    }
}

/// A variable that is not worked on at a place.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) address: Address,
    pub(crate) why: WhyLeftOut,
}

/// Why a variable is not worked on at a place.
#[derive(Clone, Debug)]
pub(crate) enum WhyLeftOut {
    /// Nothing leaves the machine on the profile `local`.
    LocalProfile,
    /// The place cannot be reached from here.
    Unreachable(TargetError),
}

/// The declared variables at the places that a command works on.
#[derive(Debug, Default)]
pub(crate) struct Placements {
    pub(crate) variables: Vec<PlacedVariable>,
    pub(crate) left_out: Vec<LeftOut>,
}

impl Placements {
    /// Says what stays on the machine because of the profile, if anything.
    pub(crate) fn note_of_local(&self) -> Option<String> {
        let is_local = |left: &&LeftOut| matches!(left.why, WhyLeftOut::LocalProfile);
        let mut places: Vec<&str> = self
            .left_out
            .iter()
            .filter(is_local)
            .map(|left| left.address.parent.as_str())
            .collect();
        places.sort_unstable();
        places.dedup();
        (!places.is_empty()).then(|| {
            format!(
                "left out, because nothing leaves this machine on the profile local: {}; name an \
                 account profile with --profile",
                places.join(", ")
            )
        })
    }

    /// Returns the first place that cannot be reached, and why.
    pub(crate) fn unreachable(&self) -> Option<(&Address, &TargetError)> {
        self.left_out.iter().find_map(|left| match &left.why {
            WhyLeftOut::Unreachable(error) => Some((&left.address, error)),
            WhyLeftOut::LocalProfile => None,
        })
    }
}

/// Finds the places of the declared variables that a command works on. A shell is no place: it is
/// told.
pub(crate) async fn place(
    context: &Context,
    manifest: &Manifest,
    selection: Selection<'_>,
) -> Result<Placements, CommandError> {
    let mut places = Places::new(context)?.of_repository(selection.repository);
    for variable in manifest.env.iter().filter(|variable| selection.takes(variable)) {
        let targets = variable.targets.iter().map(|target| &target.value);
        for target in targets.filter(|target| selection.reaches(target)) {
            let kinds = places.kinds.entry(target.clone()).or_default();
            kinds.insert(Sensitivity::of(variable.is_secret));
        }
    }
    let mut placements = Placements::default();
    for desired in &manifest.resources {
        let Some((variable, target)) = declared(manifest, &desired.address) else { continue };
        if selection.takes(variable) && selection.reaches(target) {
            let address = desired.address.clone();
            match places.open(target).await {
                Ok(place) => placements.variables.push(placed(variable, address, place)),
                Err(why) => placements.left_out.push(LeftOut { address, why }),
            }
        }
    }
    Ok(placements)
}

/// Finds the variable and the target of an address.
pub(crate) fn declared<'m>(
    manifest: &'m Manifest,
    address: &Address,
) -> Option<(&'m Variable, &'m VariableTarget)> {
    let owner = (!address.owner.is_empty()).then_some(&address.owner);
    let variable = manifest.env.iter().find(|variable| {
        variable.name.value == address.name && variable.service.as_ref() == owner
    })?;
    let target = variable.targets.iter().find(|t| t.value.to_string() == address.parent)?;
    Some((variable, &target.value))
}

/// Puts a declared variable at a place.
pub(crate) fn placed(
    variable: &Variable,
    address: Address,
    target: Arc<dyn EnvironmentTarget>,
) -> PlacedVariable {
    let literal = match &variable.source {
        Some(ValueSource::Literal(text)) => Some(SecretString::from(text.as_str())),
        _ => None,
    };
    PlacedVariable {
        address,
        name: variable.name.value.clone(),
        sensitivity: Sensitivity::of(variable.is_secret),
        target,
        literal,
    }
}

/// Places, each prepared once.
pub(crate) struct Places<'c> {
    context: &'c Context,
    project: PathBuf,
    is_local: bool,
    repository: Option<String>,
    /// What is worked on at a place; at those that are not here, both kinds are.
    kinds: BTreeMap<VariableTarget, BTreeSet<Sensitivity>>,
    known: BTreeMap<VariableTarget, Result<Arc<dyn EnvironmentTarget>, WhyLeftOut>>,
}

impl<'c> Places<'c> {
    pub(crate) fn new(context: &'c Context) -> Result<Self, CommandError> {
        let is_local = context.settings()?.profile().value == "local";
        let project = project_folder(context);
        let (kinds, known) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { context, project, is_local, repository: None, kinds, known })
    }

    /// Names the repository, instead of the one that is found.
    pub(crate) fn of_repository(self, repository: Option<&str>) -> Self {
        Self { repository: repository.map(ToOwned::to_owned), ..self }
    }

    /// Says that only such variables are worked on at a place.
    pub(crate) fn limit(&mut self, target: &VariableTarget, sensitivity: Sensitivity) {
        self.kinds.insert(target.clone(), BTreeSet::from([sensitivity]));
    }

    /// Prepares a place; on the profile `local` only what stays on the machine.
    pub(crate) async fn open(
        &mut self,
        target: &VariableTarget,
    ) -> Result<Arc<dyn EnvironmentTarget>, WhyLeftOut> {
        if let Some(known) = self.known.get(target) {
            return known.clone();
        }
        let opened = if self.is_local && !target.is_local() {
            Err(WhyLeftOut::LocalProfile)
        } else {
            let kinds = self.kinds.get(target);
            let wish = Wish {
                repository: self.repository.as_deref(),
                kinds: kinds
                    .map_or(Sensitivity::ALL.to_vec(), |kinds| kinds.iter().copied().collect()),
            };
            let opened = env_targets::open(self.context, &self.project, target, &wish).await;
            opened.map_err(WhyLeftOut::Unreachable)
        };
        self.known.insert(target.clone(), opened.clone());
        opened
    }
}

/// Returns the folder of the project: that of its file, or the working directory.
pub(crate) fn project_folder(context: &Context) -> PathBuf {
    let file = context.project_file().map(|(path, _)| path);
    let folder = file.as_deref().and_then(Path::parent).map(ToOwned::to_owned);
    folder
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| context.locations.working_directory.clone())
}

/// Returns what was last written where; what cannot be used is told.
pub(crate) fn fingerprints(context: &Context) -> Arc<Fingerprints> {
    let folder = context.locations.state_home.as_ref().map(|home| home.join(FOLDER));
    let (fingerprints, note) = Fingerprints::open(folder);
    if let Some(note) = note {
        context.ui.warning(&note);
        context.ui.hint("it is made anew when something is written; remove it if this stays");
    }
    Arc::new(fingerprints)
}
