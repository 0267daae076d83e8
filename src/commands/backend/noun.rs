//! The verbs of `backend`.

use clap::Subcommand;

use super::env;
use super::env::BackendEnvArgs;
use super::export;
use super::export::BackendExportArgs;
use super::import;
use super::import::BackendImportArgs;
use super::reset;
use super::reset::BackendResetArgs;
use super::run;
use super::run::BackendRunArgs;
use super::serve;
use super::serve::BackendServeArgs;
use super::status;
use super::status::BackendStatusArgs;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;

/// Run and look at the embedded backend
#[derive(Subcommand, Debug)]
pub(crate) enum BackendCommand {
    Serve(Box<BackendServeArgs>),
    Run(BackendRunArgs),
    Env(BackendEnvArgs),
    Status(BackendStatusArgs),
    Reset(BackendResetArgs),
    Export(BackendExportArgs),
    Import(BackendImportArgs),
}

impl BackendCommand {
    /// Says whether the verb serves requests.
    pub(crate) const fn serves(&self) -> bool {
        matches!(self, Self::Serve(_) | Self::Run(_))
    }

    pub(crate) async fn run(self, context: &Context) -> Result<Outcome, CommandError> {
        match self {
            Self::Serve(args) => serve::run(context, *args).await,
            Self::Run(args) => run::run(context, args).await,
            Self::Env(args) => env::run(context, args).await,
            Self::Status(args) => status::run(context, args).await,
            Self::Reset(args) => reset::run(context, args).await,
            Self::Export(args) => export::run(context, args).await,
            Self::Import(args) => import::run(context, args).await,
        }
    }
}
