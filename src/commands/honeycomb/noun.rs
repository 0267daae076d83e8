//! The verbs of `honeycomb`.

use clap::Subcommand;

use super::auth;
use super::auth::HoneycombAuthArgs;
use super::columns;
use super::columns::HoneycombColumnsArgs;
use super::datasets;
use super::datasets::HoneycombDatasetsArgs;
use super::queries;
use super::queries::HoneycombQueriesArgs;
use super::query;
use super::query::HoneycombQueryArgs;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;

/// Query Honeycomb, or the embedded backend in its place
#[derive(Subcommand, Debug)]
pub(crate) enum HoneycombCommand {
    Query(HoneycombQueryArgs),
    Queries(HoneycombQueriesArgs),
    Datasets(HoneycombDatasetsArgs),
    Columns(HoneycombColumnsArgs),
    Auth(HoneycombAuthArgs),
}

impl HoneycombCommand {
    pub(crate) async fn run(self, context: &Context) -> Result<Outcome, CommandError> {
        match self {
            Self::Query(args) => query::run(context, args).await,
            Self::Queries(args) => queries::run(context, args).await,
            Self::Datasets(args) => datasets::run(context, args).await,
            Self::Columns(args) => columns::run(context, args).await,
            Self::Auth(args) => auth::run(context, args).await,
        }
    }
}
