//! Which log group a verb means, and the errors about it.

use clap::Args;

use crate::base::did_you_mean;
use crate::clients::aws::AwsCallError;
use crate::clients::aws::Cause;
use crate::clients::aws::LogsClient;
use crate::commands::CommandError;
use crate::commands::aws_session::call_failed;
use crate::commands::named::Named;
use crate::model::log_group;
use crate::wire::logs::DescribeLogGroupsRequest;

/// Which log group a verb means.
#[derive(Args, Debug)]
pub(super) struct GroupName {
    /// Name of the log group
    name: Option<String>,
    /// Name of the log group, in the AWS CLI's way
    #[arg(long, conflicts_with = "name", hide_short_help = true)]
    log_group_name: Option<String>,
}

impl GroupName {
    /// Returns the name after checking it.
    pub(super) fn checked(self) -> Result<String, CommandError> {
        let name = Named("a log group name").required(self.name.or(self.log_group_name))?;
        check(&name)?;
        Ok(name)
    }
}

/// Checks a log group name.
pub(super) fn check(name: &str) -> Result<(), CommandError> {
    log_group::check_group_name("log group name", name).map_err(|violation| {
        CommandError::usage(violation.to_string())
            .hint("a name has 1 to 512 letters, digits and . - _ / #")
    })
}

/// Returns the group whose name is nearest, among those that share the start of a word with it.
async fn nearest(client: &LogsClient, group: &str) -> Option<String> {
    let bare = group.trim_matches('/');
    let start: String = bare.chars().take(3).collect();
    let request = DescribeLogGroupsRequest {
        log_group_name_pattern: (!start.is_empty()).then_some(start),
        ..DescribeLogGroupsRequest::default()
    };
    let page = client.describe_log_groups(request).await.ok()?;
    let names: Vec<&str> = page.log_groups.iter().map(|g| g.log_group_name.as_str()).collect();
    let with_slash = names.iter().find(|name| name.trim_matches('/') == bare);
    let nearest = with_slash.copied().or_else(|| did_you_mean(group, names.iter().copied()));
    nearest.map(str::to_owned)
}

/// Converts a failed call about `group`; a missing group gets the nearest name there is.
pub(super) async fn failed(client: &LogsClient, group: &str, error: AwsCallError) -> CommandError {
    if error.cause != Cause::NotFound {
        return call_failed(error);
    }
    let about_stream = error.message.contains("stream");
    let mut failed = call_failed(error);
    if about_stream {
        return failed.hint(format!("list them with: cruddur-obs logs streams {group}"));
    }
    if let Some(name) = nearest(client, group).await {
        failed = failed.hint(format!("did you mean {name}?"));
    }
    failed.hint(format!("create it with: cruddur-obs logs create-group {group}"))
}

/// Converts a failed call that needed no group to be created.
pub(super) async fn absent(client: &LogsClient, group: &str, error: AwsCallError) -> CommandError {
    let is_missing = error.cause == Cause::NotFound;
    let failed = call_failed(error);
    match nearest(client, group).await {
        Some(name) if is_missing => failed.hint(format!("did you mean {name}?")),
        _ => failed,
    }
}
