//! `logs groups`.

use clap::Args;
use serde_json::json;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;
use crate::ui::Column;
use crate::ui::Report;
use crate::wire::logs::DescribeLogGroupsRequest;
use crate::wire::logs::LogGroup;

/// List log groups
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs logs groups
  cruddur-obs logs groups --prefix /cruddur
  cruddur-obs logs describe-log-groups --log-group-name-prefix /cruddur --query 'logGroups[].arn'")]
pub(crate) struct LogsGroupsArgs {
    /// Only groups whose names start so
    #[arg(visible_alias = "log-group-name-prefix", long, value_name = "TEXT")]
    prefix: Option<String>,
    /// Only groups whose names contain this
    #[arg(
        visible_alias = "log-group-name-pattern",
        long,
        value_name = "TEXT",
        conflicts_with = "prefix"
    )]
    pattern: Option<String>,
    /// Only groups of this class
    #[arg(visible_alias = "log-group-class", long, value_name = "CLASS")]
    class: Option<String>,
}

pub(super) async fn run(context: &Context, args: LogsGroupsArgs) -> Result<Outcome, CommandError> {
    let session = AwsSession::open(context).await?;
    let result = list(context, &session, args).await;
    session.close(context).await;
    result
}

async fn list(
    context: &Context,
    session: &AwsSession,
    args: LogsGroupsArgs,
) -> Result<Outcome, CommandError> {
    let client = session.logs();
    let mut groups: Vec<LogGroup> = Vec::new();
    let mut next_token = None;
    loop {
        let page = client
            .describe_log_groups(DescribeLogGroupsRequest {
                log_group_name_prefix: args.prefix.clone(),
                log_group_name_pattern: args.pattern.clone(),
                log_group_class: args.class.clone(),
                next_token,
                ..DescribeLogGroupsRequest::default()
            })
            .await
            .map_err(call_failed)?;
        groups.extend(page.log_groups);
        next_token = page.next_token;
        if next_token.is_none() {
            break;
        }
    }
    context.ui.print(&view(context, &groups))?;
    Ok(Outcome::Done)
}

fn view(context: &Context, groups: &[LogGroup]) -> Report {
    let columns = vec![
        Column::left("GROUP"),
        Column::right("KEPT"),
        Column::right("BYTES"),
        Column::right("FILTERS"),
        Column::left("CREATED"),
    ];
    let rows = groups.iter().map(|group| {
        vec![
            group.log_group_name.clone(),
            group
                .retention_in_days
                .map_or_else(|| "for ever".to_owned(), |days| format!("{days}d")),
            group.stored_bytes.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string()),
            group.metric_filter_count.to_string(),
            context.format_time(group.creation_time),
        ]
    });
    Report::table(json!({ "logGroups": groups }), columns, rows.collect()).json_when_piped()
}
