//! `xray get-group`.

use clap::Args;

use super::selector::GroupName;
use super::view;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;
use crate::wire::xray::GroupSelector;

/// Show one X-Ray group
#[derive(Args, Debug)]
pub(crate) struct XrayGetGroupArgs {
    #[command(flatten)]
    group: GroupName,
}

impl XrayGetGroupArgs {
    pub(super) fn prepare(self) -> Result<GroupSelector, CommandError> {
        self.group.selector()
    }
}

pub(super) async fn run(
    context: &Context,
    session: &AwsSession,
    selector: GroupSelector,
) -> Result<Outcome, CommandError> {
    let group = session.xray().get_group(selector).await.map_err(call_failed)?;
    context.ui.print(&view::group(&group))?;
    Ok(Outcome::Done)
}
