//! The verbs of `honeycomb`.

use clap::Subcommand;

use super::auth;
use super::auth::HoneycombAuthArgs;
use super::columns;
use super::columns::HoneycombColumnsArgs;
use super::datasets;
use super::datasets::HoneycombDatasetsArgs;
use super::marker;
use super::marker::HoneycombMarkerArgs;
use super::open;
use super::open::HoneycombOpenArgs;
use super::push::HoneycombPushArgs;
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
    Open(HoneycombOpenArgs),
    Push(HoneycombPushArgs),
    Datasets(HoneycombDatasetsArgs),
    Columns(HoneycombColumnsArgs),
    Marker(HoneycombMarkerArgs),
    Auth(HoneycombAuthArgs),
}

impl HoneycombCommand {
    /// Runs the verb; `push` applies the part of the project file that is Honeycomb's, and is
    /// handed in because nouns do not know what stands beside them.
    pub(crate) async fn run(
        self,
        context: &Context,
        push: impl AsyncFnOnce(&Context) -> Result<Outcome, CommandError>,
    ) -> Result<Outcome, CommandError> {
        match self {
            Self::Query(args) => query::run(context, args).await,
            Self::Queries(args) => queries::run(context, args).await,
            Self::Open(args) => open::run(context, args).await,
            Self::Push(HoneycombPushArgs {}) => push(context).await,
            Self::Datasets(args) => datasets::run(context, args).await,
            Self::Columns(args) => columns::run(context, args).await,
            Self::Marker(args) => marker::run(context, args).await,
            Self::Auth(args) => auth::run(context, args).await,
        }
    }
}
