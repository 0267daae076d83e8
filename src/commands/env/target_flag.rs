//! Which variables a verb works on, and at which places.

use clap::Args;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::env_variables::Places;
use crate::commands::env_variables::Selection;
use crate::commands::env_variables::WhyLeftOut;
use crate::manifest;
use crate::manifest::Manifest;
use crate::manifest::Variable;
use crate::model::variable;
use crate::model::variable::VariableTarget;
use crate::services::environment::TargetCause;
use crate::services::environment::TargetError;

/// Places and an owner.
#[derive(Args, Debug, Clone, Default)]
pub(super) struct TargetFlag {
    /// Work on this place only: gitpod, ona, github, codespaces, direnv or dotenv:PATH; can be given
    /// several times
    #[arg(long = "target", value_name = "TARGET", value_parser = read)]
    pub(super) targets: Vec<VariableTarget>,
    /// Work on the variables of this service only
    #[arg(long, value_name = "SERVICE")]
    pub(super) service: Option<String>,
    #[command(flatten)]
    pub(super) repository: RepositoryFlag,
}

/// A repository.
#[derive(Args, Debug, Clone, Default)]
pub(super) struct RepositoryFlag {
    /// The repository of github, codespaces and gitpod, instead of the git remote's
    #[arg(long, value_name = "[HOST/]OWNER/NAME")]
    pub(super) repository: Option<String>,
}

impl RepositoryFlag {
    /// Prepares places.
    pub(super) fn places<'c>(&self, context: &'c Context) -> Result<Places<'c>, CommandError> {
        Ok(Places::new(context)?.of_repository(self.repository.as_deref()))
    }
}

impl TargetFlag {
    /// Returns what is selected together with names.
    pub(super) fn selection<'s>(&'s self, names: &'s [String]) -> Selection<'s> {
        Selection {
            names,
            service: self.service.as_deref(),
            targets: &self.targets,
            repository: self.repository.repository.as_deref(),
        }
    }
}

/// Reads a place as it is written in the project file.
pub(super) fn read(text: &str) -> Result<VariableTarget, String> {
    manifest::read_target(text)
}

/// Reads the project file, if there is one.
pub(super) fn load(context: &Context) -> Result<Option<Manifest>, CommandError> {
    match context.project_file() {
        Some((path, name)) => Ok(Some(Manifest::load(&path, name)?)),
        None => Ok(None),
    }
}

/// Reads the project file, which a verb needs.
pub(super) fn required(context: &Context) -> Result<Manifest, CommandError> {
    load(context)?.ok_or_else(|| {
        CommandError::usage("there is no cruddur-obs.toml here or above").hint(
            "write one, or name one with --file; for instance:\n[env.HONEYCOMB_API_KEY]\n\
             secret = true\nfrom = \"env:HONEYCOMB_API_KEY\"\ntargets = [\"dotenv:.env\"]",
        )
    })
}

/// Checks names that a person typed.
pub(super) fn check_names(names: &[String]) -> Result<(), CommandError> {
    for name in names {
        variable::check_name("the name of a variable", name)
            .map_err(|broken| CommandError::usage(broken.to_string()))?;
    }
    Ok(())
}

/// Finds the one declaration of a name; several need a word about the service.
pub(super) fn one_declared<'m>(
    manifest: Option<&'m Manifest>,
    name: &str,
    service: Option<&str>,
) -> Result<Option<&'m Variable>, CommandError> {
    let names = [name.to_owned()];
    let selection = Selection { names: &names, service, ..Selection::default() };
    let declared = manifest.map(|manifest| manifest.env.as_slice()).unwrap_or_default();
    let found: Vec<&Variable> = declared.iter().filter(|v| selection.takes(v)).collect();
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => {
            let owners: Vec<&str> =
                several.iter().filter_map(|variable| variable.service.as_deref()).collect();
            Err(CommandError::usage(format!("{name} is declared {} times", several.len()))
                .hint(format!("say whose is meant with --service: {}", owners.join(", "))))
        }
    }
}

/// Converts the reason why a place that a person named is not worked on.
pub(super) fn refused(target: &VariableTarget, why: WhyLeftOut) -> TargetError {
    match why {
        WhyLeftOut::LocalProfile => TargetError::new(
            TargetCause::Unavailable,
            format!("{target} is not on this machine, and the profile is local"),
        )
        .hint("name an account profile with --profile"),
        WhyLeftOut::Unreachable(error) => error,
    }
}
