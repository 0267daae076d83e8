//! The verbs of `rollbar`.

use clap::Subcommand;

use super::deploy;
use super::deploy::RollbarDeployArgs;
use super::item;
use super::item::RollbarItemArgs;
use super::items;
use super::items::RollbarItemsArgs;
use super::occurrence;
use super::occurrence::RollbarOccurrenceArgs;
use super::test;
use super::test::RollbarTestArgs;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;

/// Prove that errors reach Rollbar, or the embedded backend in its place, and read them
#[derive(Subcommand, Debug)]
pub(crate) enum RollbarCommand {
    Test(RollbarTestArgs),
    Items(RollbarItemsArgs),
    Item(RollbarItemArgs),
    Occurrence(RollbarOccurrenceArgs),
    Deploy(RollbarDeployArgs),
}

impl RollbarCommand {
    pub(crate) async fn run(self, context: &Context) -> Result<Outcome, CommandError> {
        match self {
            Self::Test(args) => test::run(context, args).await,
            Self::Items(args) => items::run(context, args).await,
            Self::Item(args) => item::run(context, args).await,
            Self::Occurrence(args) => occurrence::run(context, args).await,
            Self::Deploy(args) => deploy::run(context, args).await,
        }
    }
}
