//! `logs retention`.

use clap::Args;

use super::group_name;
use super::group_name::GroupName;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::model::log_group;
use crate::settings::parse_duration;

/// Seconds of a day.
const DAY_SECONDS: u64 = 86_400;

/// Say how long the events of a log group are kept
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs logs retention cruddur 7d
  cruddur-obs logs retention cruddur never
  cruddur-obs logs put-retention-policy --log-group-name cruddur --retention-in-days 7")]
pub(crate) struct LogsRetentionArgs {
    #[command(flatten)]
    group: GroupName,
    /// How long, for instance 7d or 2w, or never
    days: Option<String>,
    /// How long in days, in the AWS CLI's way
    #[arg(long, conflicts_with = "days", value_name = "DAYS", hide_short_help = true)]
    retention_in_days: Option<String>,
}

/// Keep the events of a log group for ever
#[derive(Args, Debug)]
pub(crate) struct LogsDeleteRetentionPolicyArgs {
    #[command(flatten)]
    group: GroupName,
}

pub(super) async fn run(
    context: &Context,
    args: LogsRetentionArgs,
) -> Result<Outcome, CommandError> {
    let name = args.group.checked()?;
    let text = args.days.or(args.retention_in_days).ok_or_else(|| {
        CommandError::usage("a retention is missing")
            .hint("give it after the log group's name, for instance 7d, or never")
    })?;
    let days = if text == "never" { None } else { Some(parse_days(&text)?) };
    set(context, &name, days).await
}

pub(super) async fn delete(
    context: &Context,
    args: LogsDeleteRetentionPolicyArgs,
) -> Result<Outcome, CommandError> {
    set(context, &args.group.checked()?, None).await
}

async fn set(context: &Context, name: &str, days: Option<u32>) -> Result<Outcome, CommandError> {
    let session = AwsSession::open(context).await?;
    let result = put(context, &session, name, days).await;
    session.close(context).await;
    result
}

async fn put(
    context: &Context,
    session: &AwsSession,
    name: &str,
    days: Option<u32>,
) -> Result<Outcome, CommandError> {
    session.guard_writes().await?;
    let client = session.logs();
    let sent = match days {
        Some(days) => client.put_retention_policy(name, days).await,
        None => client.delete_retention_policy(name).await,
    };
    if let Err(error) = sent {
        return Err(group_name::failed(&client, name, error).await);
    }
    let kept = days.map_or_else(|| "for ever".to_owned(), |days| format!("{days} days"));
    context.ui.status(&format!("events of log group {name} are kept {kept}"));
    Ok(Outcome::Done)
}

/// Reads `7d`, `2w` or `7`.
pub(super) fn parse_days(text: &str) -> Result<u32, CommandError> {
    let wrong = || {
        CommandError::usage(format!("`{text}` is no retention"))
            .hint("write a number of days such as 7d, a number of weeks such as 2w, or never")
    };
    let days = match text.parse::<i64>() {
        Ok(days) => days,
        Err(_) => {
            let seconds = parse_duration(text).map_err(|_| wrong())?.as_secs();
            if seconds % DAY_SECONDS != 0 {
                return Err(wrong());
            }
            i64::try_from(seconds / DAY_SECONDS).map_err(|_| wrong())?
        }
    };
    log_group::check_retention("retention", days).map_err(|violation| {
        CommandError::usage(violation.to_string())
            .hint(format!("the nearest is {}d", log_group::nearest_retention(days)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, days) in [("7d", 7), ("7", 7), ("2w", 14), ("365d", 365)] {
            assert_eq!(parse_days(text).unwrap(), days, "{text}");
        }
        for bad in ["", "8d", "36h", "-7", "7x", "0"] {
            assert!(parse_days(bad).is_err(), "{bad}");
        }
    }
}
