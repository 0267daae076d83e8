//! `destroy`.

use clap::Args;

use super::apply::How;
use super::apply::run_with;
use super::scope;
use super::scope::Only;
use super::scope::Removal;
use super::session;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::services::plan::Goal;

/// Remove what was created for this project
///
/// Deletes what apply created, takes the mark off what it adopted, and gives reserved things their
/// vendor's values back. What is not marked as ours is left. Always asks; off a terminal that needs
/// --yes. A log group that holds events is deleted only with --delete-logs.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs destroy
  cruddur-obs destroy --only xray --yes
  cruddur-obs destroy --prune --delete-logs --yes")]
pub(crate) struct DestroyArgs {
    #[command(flatten)]
    only: Only,
    #[command(flatten)]
    removal: Removal,
}

pub(crate) async fn run(context: &Context, args: DestroyArgs) -> Result<Outcome, CommandError> {
    let manifest = session::load(context)?;
    let mut options = scope::options(Goal::Gone, &args.only, args.removal);
    let optional = session::narrow(context, &manifest, &args.only, &mut options)?;
    run_with(context, &manifest, &options, How { optional, ..How::default() }).await
}
