//! A plan in a file, and the guards that keep it from being applied elsewhere or later.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use super::document;
use super::document::FORMAT_VERSION;
use super::scope::Removal;
use super::session::Place;
use crate::base::Kind;
use crate::base::open_regular;
use crate::base::parse_json_object;
use crate::commands::CommandError;
use crate::commands::private_file;
use crate::manifest::Manifest;
use crate::model::change_set::Action;
use crate::model::change_set::Address;
use crate::model::change_set::Change;
use crate::model::change_set::ChangeSet;
use crate::model::change_set::Section;
use crate::services::apply::Step;
use crate::services::apply::StepResult;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;
use crate::services::resources::CallError;
use crate::services::resources::FailureCause;

/// Largest plan that is read, in bytes.
const MAXIMUM_BYTES: u64 = 64 * 1024 * 1024;

/// Refuses to replace what is no plan.
pub(super) fn check_target(path: &Path) -> Result<(), CommandError> {
    if std::fs::symlink_metadata(path).is_err() || read(path).is_ok() {
        return Ok(());
    }
    Err(CommandError::usage(format!("{} exists and is no plan", path.display()))
        .hint("choose another name, or remove it first"))
}

/// Writes a plan, for its owner only.
pub(super) fn write(path: &Path, plan: &Value) -> Result<(), CommandError> {
    private_file::write(path, &format!("{plan:#}\n"))
}

/// A plan that was kept.
#[derive(Debug, Deserialize)]
pub(super) struct SavedPlan {
    format_version: u32,
    tool_version: String,
    project_file_sha256: String,
    goal: String,
    target: SavedTarget,
    sections: BTreeSet<String>,
    prune: bool,
    delete_logs: bool,
    changes: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct SavedTarget {
    profile: String,
    account: String,
    region: String,
    honeycomb: Option<String>,
    #[serde(default)]
    variables: Option<String>,
    endpoint: Option<String>,
}

/// Reads a plan.
pub(super) fn read(path: &Path) -> Result<SavedPlan, CommandError> {
    let name = path.display();
    let again = "make a new one with: cruddur-obs plan --out FILE";
    let failed = |error: std::io::Error| {
        let missing = error.kind() == std::io::ErrorKind::NotFound;
        let kind = if missing { Kind::NotFound } else { Kind::Failed };
        CommandError::new(kind, format!("cannot read the plan {name}: {error}")).hint(again)
    };
    let mut bytes = Vec::new();
    let file = open_regular(path).map_err(failed)?;
    file.take(MAXIMUM_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAXIMUM_BYTES {
        return Err(CommandError::usage(format!("{name} is too large for a plan")).hint(again));
    }
    let value: Value = parse_json_object(&bytes)
        .map_err(|error| CommandError::usage(format!("{name} is no plan: {error}")).hint(again))?;
    let version = value.get("format_version").and_then(Value::as_u64);
    if version != Some(u64::from(FORMAT_VERSION)) {
        return Err(CommandError::usage(format!("{name} is no plan of this version")).hint(again));
    }
    serde_json::from_value(value)
        .map_err(|error| CommandError::usage(format!("{name} is no plan: {error}")).hint(again))
}

impl SavedPlan {
    /// Compares what can be compared before anybody is called.
    pub(super) fn check_file(&self, manifest: &Manifest) -> Result<(), CommandError> {
        debug_assert_eq!(self.format_version, FORMAT_VERSION);
        if self.tool_version != env!("CARGO_PKG_VERSION") {
            return Err(stale(format!(
                "the plan was made by version {}, this is {}",
                self.tool_version,
                env!("CARGO_PKG_VERSION")
            )));
        }
        if self.project_file_sha256 != manifest.fingerprint() {
            return Err(stale(
                "the project file, or a file that it names, has changed since the plan was made"
                    .to_owned(),
            ));
        }
        if self.goal != document::goal(Goal::Declared) {
            return Err(stale(format!("the plan is for another goal: {}", self.goal)));
        }
        Ok(())
    }

    /// Compares where the plan was made with where it would be applied.
    pub(super) fn check_place(&self, place: &Place) -> Result<(), CommandError> {
        let none = || "the vendor's own".to_owned();
        let nobody = || "none".to_owned();
        let facts = [
            ("profile", self.target.profile.clone(), place.profile.clone()),
            ("account", self.target.account.clone(), place.account.clone()),
            ("region", self.target.region.clone(), place.region.clone()),
            (
                "Honeycomb environment",
                self.target.honeycomb.clone().unwrap_or_else(nobody),
                place.honeycomb.clone().unwrap_or_else(nobody),
            ),
            (
                "variables at",
                self.target.variables.clone().unwrap_or_else(nobody),
                place.variables.clone().unwrap_or_else(nobody),
            ),
            (
                "endpoint",
                self.target.endpoint.clone().unwrap_or_else(none),
                place.endpoint.clone().unwrap_or_else(none),
            ),
        ];
        match facts.iter().find(|(_, planned, now)| planned != now) {
            Some((name, planned, now)) => {
                Err(stale(format!("the plan was made for {name} {planned}, this is {now}")))
            }
            None => Ok(()),
        }
    }

    /// Returns what the plan was made for. What takes things away must be said again: a file that
    /// came from elsewhere is no word of the person who applies it.
    pub(super) fn options(&self, removal: Removal) -> Result<PlanOptions, CommandError> {
        for (flag, planned, said) in [
            ("--prune", self.prune, removal.prunes()),
            ("--delete-logs", self.delete_logs, removal.deletes_logs()),
        ] {
            if planned && !said {
                return Err(CommandError::usage(format!("the plan was made with {flag}"))
                    .hint(format!("say {flag} again if that is meant")));
            }
            if said && !planned {
                return Err(CommandError::usage(format!("the plan was made without {flag}"))
                    .hint("leave it out, or make a new plan with it"));
            }
        }
        let known = |name: &String| Section::ALL.into_iter().any(|section| section.name() == *name);
        if let Some(unknown) = self.sections.iter().find(|name| !known(name)) {
            return Err(stale(format!(
                "the plan is about a section `{unknown}` that nobody knows"
            )));
        }
        let sections = Section::ALL.into_iter().filter(|s| self.sections.contains(s.name()));
        Ok(PlanOptions {
            sections: sections.collect(),
            prune: self.prune,
            delete_logs: self.delete_logs,
            ..PlanOptions::new(Goal::Declared)
        })
    }

    /// Keeps of a fresh set what was planned, and returns what was planned but has been overtaken.
    ///
    /// What somebody else has done as it was planned is left in the set as unchanged.
    pub(super) fn keep_planned(&self, set: &mut ChangeSet) -> Vec<Step> {
        let mut stopped = Vec::new();
        for change in std::mem::take(&mut set.changes) {
            match self.planned(&change) {
                Some(_) if self.contains(&change) => set.changes.push(change),
                Some(action) if change.action != Action::Unchanged => {
                    stopped.push(overtaken(change.address, action));
                }
                None if change.action.is_change() => {}
                Some(_) | None => set.changes.push(change),
            }
        }
        stopped
    }

    /// Says whether exactly this was planned; where it is declared and what it costs is no part.
    fn contains(&self, change: &Change) -> bool {
        let change = json!(change);
        let is_same = |planned: &&Value| {
            ["address", "action", "fields"].iter().all(|key| planned.get(key) == change.get(key))
        };
        self.changes.iter().any(|planned| is_same(&planned))
    }

    /// Returns what was planned for the thing of a change, if that was anything to do.
    fn planned(&self, change: &Change) -> Option<Action> {
        let address = json!(change.address);
        let planned = self.changes.iter().find(|p| p.get("address") == Some(&address))?;
        let action = Action::of_name(planned.get("action")?.as_str()?)?;
        action.is_change().then_some(action)
    }
}

/// Makes the step of a change that is stopped because its thing has changed.
pub(super) fn overtaken(address: Address, action: Action) -> Step {
    let error = CallError {
        hints: vec!["plan again, and look at what has changed".to_owned()],
        ..CallError::new(FailureCause::Refused, "it has changed since the plan was made")
    };
    Step { address, action, result: StepResult::Failed(error) }
}

fn stale(reason: String) -> CommandError {
    CommandError::usage(reason).hint("make a new plan: cruddur-obs plan --out FILE")
}
