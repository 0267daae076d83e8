//! The values of the variables that an apply writes: read from their sources, and checked, before
//! anything is written.

use super::session::Session;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::env_values::Values;
use crate::manifest::Manifest;
use crate::model::change_set::Action;
use crate::model::change_set::Change;
use crate::model::change_set::ChangeSet;
use crate::services::environment::PlacedVariable;
use crate::services::environment::warnings;

/// Reads the values of the variables that are created or updated, and says what a person should
/// know before.
pub(super) async fn values(
    context: &Context,
    session: &Session,
    manifest: &Manifest,
    set: &ChangeSet,
    allows_odd: bool,
) -> Result<(), CommandError> {
    let Some(variables) = &session.variables else { return Ok(()) };
    let is_written =
        |change: &&Change| matches!(change.action, Action::Create | Action::Update | Action::Adopt);
    let written: Vec<PlacedVariable> = set
        .changes
        .iter()
        .filter(is_written)
        .filter_map(|change| variables.get(&change.address).cloned())
        .collect();
    if written.is_empty() {
        return Ok(());
    }
    for warning in warnings(&written.iter().collect::<Vec<_>>()).await {
        context.ui.warning(&warning);
    }
    for wanted in Values::new(context, allows_odd).wanted(manifest, written).await? {
        variables.supply(wanted.variable.address, wanted.value);
    }
    Ok(())
}
