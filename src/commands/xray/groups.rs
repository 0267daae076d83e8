//! `xray groups`.

use clap::Args;

use super::view;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;

/// List X-Ray groups
#[derive(Args, Debug)]
pub(crate) struct XrayGroupsArgs {}

pub(super) async fn run(context: &Context, session: &AwsSession) -> Result<Outcome, CommandError> {
    let groups = session.xray().get_groups().await.map_err(call_failed)?;
    context.ui.print(&view::groups(&groups))?;
    Ok(Outcome::Done)
}
