//! `logs create-stream`.

use clap::Args;

use super::group_name;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::named::Named;

/// Create a log stream in a group
#[derive(Args, Debug)]
pub(crate) struct LogsCreateStreamArgs {
    /// Name of the log group
    name: Option<String>,
    /// Name of the stream
    stream: Option<String>,
    /// Name of the log group, in the AWS CLI's way
    #[arg(long, conflicts_with = "name", hide_short_help = true)]
    log_group_name: Option<String>,
    /// Name of the stream, in the AWS CLI's way
    #[arg(long, conflicts_with = "stream", hide_short_help = true)]
    log_stream_name: Option<String>,
}

pub(super) async fn run(
    context: &Context,
    args: LogsCreateStreamArgs,
) -> Result<Outcome, CommandError> {
    let group = Named("a log group name").required(args.name.or(args.log_group_name))?;
    group_name::check(&group)?;
    let stream = args.stream.or(args.log_stream_name).ok_or_else(|| {
        CommandError::usage("a stream name is missing").hint("give it after the log group's name")
    })?;
    let session = AwsSession::open(context).await?;
    let result = create(context, &session, &group, &stream).await;
    session.close(context).await;
    result
}

async fn create(
    context: &Context,
    session: &AwsSession,
    group: &str,
    stream: &str,
) -> Result<Outcome, CommandError> {
    session.guard_writes().await?;
    let client = session.logs();
    if let Err(error) = client.create_log_stream(group, stream).await {
        return Err(group_name::failed(&client, group, error).await);
    }
    context.ui.status(&format!("created stream {stream} in log group {group}"));
    Ok(Outcome::Done)
}
