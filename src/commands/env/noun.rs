//! The verbs of `env`.

use clap::Subcommand;

use super::check;
use super::check::EnvCheckArgs;
use super::get;
use super::get::EnvGetArgs;
use super::list;
use super::list::EnvListArgs;
use super::set;
use super::set::EnvSetArgs;
use super::sync;
use super::sync::EnvSyncArgs;
use super::unset;
use super::unset::EnvUnsetArgs;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;

/// Put variables and secrets where they are needed, and compare
///
/// The project file says which variables there are, where their values come from and which places
/// they go to: gitpod, ona, github, codespaces, shell, direnv or dotenv:PATH. Values are never
/// shown, except by get --reveal and sync --target shell.
#[derive(Subcommand, Debug)]
pub(crate) enum EnvCommand {
    Set(EnvSetArgs),
    Get(EnvGetArgs),
    List(EnvListArgs),
    Check(EnvCheckArgs),
    Unset(EnvUnsetArgs),
    Sync(EnvSyncArgs),
}

impl EnvCommand {
    pub(crate) async fn run(self, context: &Context) -> Result<Outcome, CommandError> {
        match self {
            Self::Set(args) => set::run(context, args).await,
            Self::Get(args) => get::run(context, args).await,
            Self::List(args) => list::run(context, args).await,
            Self::Check(args) => check::run(context, args).await,
            Self::Unset(args) => unset::run(context, args).await,
            Self::Sync(args) => sync::run(context, args).await,
        }
    }
}
