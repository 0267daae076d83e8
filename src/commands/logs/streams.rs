//! `logs streams`.

use clap::Args;
use serde_json::json;

use super::group_name;
use super::group_name::GroupName;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::ui::Column;
use crate::ui::Report;
use crate::wire::logs::DescribeLogStreamsRequest;
use crate::wire::logs::LogStream;

/// List the streams of a log group, the last written first
#[derive(Args, Debug)]
pub(crate) struct LogsStreamsArgs {
    #[command(flatten)]
    group: GroupName,
    /// Only streams whose names start so; they are listed by name
    #[arg(long, visible_alias = "log-stream-name-prefix", value_name = "TEXT")]
    prefix: Option<String>,
    /// Order: LastEventTime or LogStreamName
    #[arg(long, value_name = "ORDER", conflicts_with = "prefix", value_parser = ["LastEventTime", "LogStreamName"])]
    order_by: Option<String>,
    /// Newest or last name first
    #[arg(long)]
    descending: bool,
}

pub(super) async fn run(context: &Context, args: LogsStreamsArgs) -> Result<Outcome, CommandError> {
    let name = args.group.checked()?;
    let is_aws = context.command_line.iter().any(|word| word == "describe-log-streams");
    let session = AwsSession::open(context).await?;
    let order = match (&args.prefix, args.order_by) {
        (Some(_), _) => "LogStreamName".to_owned(),
        (None, Some(order)) => order,
        // A line of the AWS CLI keeps the order that it has there.
        (None, None) if is_aws => "LogStreamName".to_owned(),
        (None, None) => "LastEventTime".to_owned(),
    };
    let descending = args.descending || (!is_aws && order == "LastEventTime");
    let result = list(context, &session, &name, args.prefix, &order, descending).await;
    session.close(context).await;
    result
}

async fn list(
    context: &Context,
    session: &AwsSession,
    group: &str,
    prefix: Option<String>,
    order: &str,
    descending: bool,
) -> Result<Outcome, CommandError> {
    let client = session.logs();
    let mut streams: Vec<LogStream> = Vec::new();
    let mut next_token = None;
    loop {
        let request = DescribeLogStreamsRequest {
            log_group_name: Some(group.to_owned()),
            log_stream_name_prefix: prefix.clone(),
            order_by: Some(order.to_owned()),
            descending: Some(descending),
            next_token,
            ..DescribeLogStreamsRequest::default()
        };
        let page = match client.describe_log_streams(request).await {
            Ok(page) => page,
            Err(error) => return Err(group_name::failed(&client, group, error).await),
        };
        streams.extend(page.log_streams);
        next_token = page.next_token;
        if next_token.is_none() {
            break;
        }
    }
    context.ui.print(&view(context, &streams))?;
    Ok(Outcome::Done)
}

fn view(context: &Context, streams: &[LogStream]) -> Report {
    let columns = vec![
        Column::left("STREAM"),
        Column::left("FIRST EVENT"),
        Column::left("LAST EVENT"),
        Column::left("LAST INGESTED"),
    ];
    let time = |time: Option<i64>| time.map_or_else(|| "-".to_owned(), |t| context.format_time(t));
    let rows = streams.iter().map(|stream| {
        vec![
            stream.log_stream_name.clone(),
            time(stream.first_event_timestamp),
            time(stream.last_event_timestamp),
            time(stream.last_ingestion_time),
        ]
    });
    Report::table(json!({ "logStreams": streams }), columns, rows.collect()).json_when_piped()
}
