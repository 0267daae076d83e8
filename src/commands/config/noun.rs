//! The verbs of `config`.

use clap::Subcommand;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;

use super::schema;
use super::schema::ConfigSchemaArgs;
use super::show;
use super::show::ConfigShowArgs;

/// Look at the settings
#[derive(Subcommand, Debug)]
pub(crate) enum ConfigCommand {
    Show(ConfigShowArgs),
    Schema(ConfigSchemaArgs),
}

impl ConfigCommand {
    pub(crate) async fn run(self, context: &Context) -> Result<Outcome, CommandError> {
        match self {
            Self::Show(args) => show::run(context, args).await,
            Self::Schema(args) => schema::run(context, args).await,
        }
    }
}
