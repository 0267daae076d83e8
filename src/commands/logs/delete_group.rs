//! `logs delete-group`.

use clap::Args;

use super::group_name;
use super::group_name::GroupName;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;

/// Delete a log group and all its events
///
/// At a terminal it asks before a group with events is deleted; elsewhere the line is enough, as in
/// the AWS CLI.
#[derive(Args, Debug)]
pub(crate) struct LogsDeleteGroupArgs {
    #[command(flatten)]
    group: GroupName,
}

pub(super) async fn run(
    context: &Context,
    args: LogsDeleteGroupArgs,
) -> Result<Outcome, CommandError> {
    let name = args.group.checked()?;
    let session = AwsSession::open(context).await?;
    let result = delete(context, &session, &name).await;
    session.close(context).await;
    result
}

async fn delete(
    context: &Context,
    session: &AwsSession,
    name: &str,
) -> Result<Outcome, CommandError> {
    session.guard_writes().await?;
    let client = session.logs();
    let found = client.find_log_group(name).await.map_err(call_failed)?;
    let bytes = found.and_then(|group| group.stored_bytes).unwrap_or_default();
    if bytes > 0 && context.ui.can_prompt() {
        let question = format!("delete log group {name} with {bytes} bytes of events?");
        if !context.ui.confirm(&question)? {
            return Err(CommandError::failed(format!("log group {name} was not deleted")));
        }
    }
    if let Err(error) = client.delete_log_group(name).await {
        return Err(group_name::absent(&client, name, error).await);
    }
    context.ui.status(&format!("deleted log group {name}"));
    Ok(Outcome::Done)
}
