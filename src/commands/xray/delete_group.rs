//! `xray delete-group`.

use clap::Args;

use super::selector::GroupName;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;
use crate::wire::xray::GroupSelector;

/// Delete an X-Ray group
#[derive(Args, Debug)]
pub(crate) struct XrayDeleteGroupArgs {
    #[command(flatten)]
    group: GroupName,
}

impl XrayDeleteGroupArgs {
    pub(super) fn prepare(self) -> Result<GroupSelector, CommandError> {
        self.group.selector()
    }
}

pub(super) async fn run(
    context: &Context,
    session: &AwsSession,
    selector: GroupSelector,
) -> Result<Outcome, CommandError> {
    session.guard_writes().await?;
    let name = selector.group_name.clone().or(selector.group_arn.clone()).unwrap_or_default();
    session.xray().delete_group(selector).await.map_err(call_failed)?;
    context.ui.status(&format!("deleted X-Ray group {name}"));
    Ok(Outcome::Done)
}
