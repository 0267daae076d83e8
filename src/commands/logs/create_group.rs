//! `logs create-group`.

use clap::Args;
use clap::ValueEnum;

use super::group_name;
use super::group_name::GroupName;
use super::retention::parse_days;
use crate::clients::aws::AwsCallError;
use crate::clients::aws::Cause;
use crate::clients::aws::LogsClient;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;
use crate::commands::tag_flags;
use crate::model::log_group;
use crate::wire::logs::CreateLogGroupRequest;

/// Create a log group
///
/// A second run with the same fields changes nothing and succeeds. A group that exists is adopted:
/// only the retention is changed, and only where it is named.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs logs create-group cruddur --retention 7d
  cruddur-obs logs create-log-group --log-group-name cruddur")]
pub(crate) struct LogsCreateGroupArgs {
    #[command(flatten)]
    group: GroupName,
    /// How long events are kept, for instance 7d; without it they never expire
    #[arg(long, value_name = "DAYS")]
    retention: Option<String>,
    /// The log class [possible values: STANDARD, INFREQUENT_ACCESS, DELIVERY, ESSENTIALS]
    #[arg(long = "class", visible_alias = "log-group-class", value_name = "CLASS")]
    class: Option<String>,
    /// KMS key of the group, in the AWS CLI's way
    #[arg(long, value_name = "KEY", hide_short_help = true)]
    kms_key_id: Option<String>,
    /// Tags: NAME=TEXT,NAME=TEXT or JSON
    #[arg(long, value_name = "TAG", num_args = 1..)]
    tags: Vec<String>,
    /// What to do when the group exists and differs [default: adopt]
    #[arg(long, value_enum, value_name = "ACTION")]
    if_exists: Option<IfExists>,
}

/// What to do when the group exists and differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum IfExists {
    /// Change the retention if it is named, keep the rest
    Adopt,
    /// The same: a log group has nothing else that can change here
    Update,
    /// Fail
    Fail,
}

pub(super) async fn run(
    context: &Context,
    args: LogsCreateGroupArgs,
) -> Result<Outcome, CommandError> {
    let name = args.group.checked()?;
    log_group::check_group_name_is_free("log group name", &name)
        .map_err(|violation| CommandError::usage(violation.to_string()))?;
    let retention = args.retention.as_deref().map(parse_days).transpose()?;
    if let Some(class) = &args.class {
        log_group::check_class("--class", class)
            .map_err(|violation| CommandError::usage(violation.to_string()))?;
    }
    let tags = tag_flags::parse(&args.tags)?;
    let request = CreateLogGroupRequest {
        log_group_name: Some(name.clone()),
        kms_key_id: args.kms_key_id,
        tags: (!tags.is_empty()).then_some(tags),
        log_group_class: args.class.clone(),
        deletion_protection_enabled: None,
    };
    let session = AwsSession::open(context).await?;
    let wanted = Wanted { name, retention, class: args.class, if_exists: args.if_exists };
    let result = create(context, &session, request, wanted).await;
    session.close(context).await;
    result
}

struct Wanted {
    name: String,
    retention: Option<u32>,
    class: Option<String>,
    if_exists: Option<IfExists>,
}

async fn create(
    context: &Context,
    session: &AwsSession,
    request: CreateLogGroupRequest,
    wanted: Wanted,
) -> Result<Outcome, CommandError> {
    session.guard_writes().await?;
    let client = session.logs();
    let name = &wanted.name;
    match client.create_log_group(request).await {
        Ok(()) => {
            if let Some(days) = wanted.retention {
                client.put_retention_policy(name, days).await.map_err(|error| {
                    call_failed(error)
                        .context(format!("log group {name} was created, but keeps events for ever"))
                        .hint(format!("try: cruddur-obs logs retention {name} {days}d"))
                })?;
            }
            context.ui.status(&format!("created log group {name}{}", kept(wanted.retention)));
            Ok(Outcome::Done)
        }
        Err(error) if matches!(error.cause, Cause::Exists) => {
            adopt(context, &client, error, &wanted).await
        }
        Err(error) => Err(group_name::failed(&client, name, error).await),
    }
}

/// Makes a group that exists as it is asked for.
async fn adopt(
    context: &Context,
    client: &LogsClient,
    error: AwsCallError,
    wanted: &Wanted,
) -> Result<Outcome, CommandError> {
    let name = &wanted.name;
    let existing = client.find_log_group(name).await.map_err(call_failed)?.ok_or_else(|| {
        CommandError::failed(format!("log group {name} exists, but is not among the groups"))
            .hint("try again in a moment")
    })?;
    if let Some(class) = wanted.class.as_ref().filter(|class| **class != existing.log_group_class) {
        return Err(CommandError::failed(format!(
            "log group {name} exists with class {}, which cannot become {class}",
            existing.log_group_class
        ))
        .hint("leave --class out to adopt the group, or choose another name"));
    }
    let Some(days) = wanted.retention.filter(|days| existing.retention_in_days != Some(*days))
    else {
        context.ui.status(&format!("log group {name} exists and is as asked: unchanged"));
        return Ok(Outcome::Done);
    };
    let before = existing
        .retention_in_days
        .map_or_else(|| "for ever".to_owned(), |days| format!("{days} days"));
    if wanted.if_exists == Some(IfExists::Fail) {
        return Err(call_failed(error)
            .context(format!(
                "log group {name} exists and differs: events are kept {before} instead of {days} \
                 days"
            ))
            .hint("without --if-exists fail it is adopted"));
    }
    client.put_retention_policy(name, days).await.map_err(call_failed)?;
    context.ui.status(&format!(
        "adopted log group {name}: events are kept {days} days instead of {before}"
    ));
    Ok(Outcome::Done)
}

fn kept(retention: Option<u32>) -> String {
    retention.map_or_else(
        || "; its events never expire".to_owned(),
        |days| format!("; events are kept {days} days"),
    )
}
