//! Writing values to their places, and what became of each.

use std::sync::Arc;

use super::results::Row;
use crate::commands::Context;
use crate::commands::env_variables;
use crate::services::environment::PlacedVariable;
use crate::services::environment::SyncOptions;
use crate::services::environment::Wanted;
use crate::services::environment::sync;
use crate::services::environment::warnings;

/// Says what a person should know before, and writes; `rewrites` also what is there already.
pub(super) async fn write(context: &Context, wanted: Vec<Wanted>, rewrites: bool) -> Vec<Row> {
    let variables: Vec<&PlacedVariable> = wanted.iter().map(|wanted| &wanted.variable).collect();
    for warning in warnings(&variables).await {
        context.ui.warning(&warning);
    }
    let fingerprints = env_variables::fingerprints(context);
    let options = SyncOptions { fingerprints, clock: Arc::clone(&context.clock), rewrites };
    let stop = async {
        context.shutdown.requested().await;
    };
    let progress = context.ui.progress("writing variables to their places");
    let synced = sync(&wanted, &options, stop).await;
    drop(progress);
    let rows = wanted.into_iter().zip(&synced);
    rows.map(|(wanted, synced)| Row::of_synced(wanted.variable.address, synced)).collect()
}
