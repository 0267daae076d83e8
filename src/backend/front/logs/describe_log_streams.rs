//! `DescribeLogStreams`.

use super::error;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::catalog::log_streams::LogStream;
use crate::backend::store::catalog::log_streams::StreamPosition;
use crate::model::check_one_of;
use crate::model::log_group::check_stream_name;
use crate::wire::aws::AwsError;
use crate::wire::logs;
use crate::wire::logs::DescribeLogStreamsRequest;
use crate::wire::logs::DescribeLogStreamsResponse;
use crate::wire::logs::stream_arn;

pub(super) fn run(
    call: &Call<'_>,
    input: DescribeLogStreamsRequest,
) -> Result<DescribeLogStreamsResponse, AwsError> {
    let group_name =
        target::name_or_identifier(call, input.log_group_name, input.log_group_identifier)?;
    let limit = target::page_size(input.limit, 50, 50)?;
    let order = input.order_by.unwrap_or_else(|| "LogStreamName".to_owned());
    check_one_of("orderBy", &order, &["LogStreamName", "LastEventTime"])
        .map_err(|v| error::violation(&v))?;
    let by_time = order == "LastEventTime";
    let prefix = input.log_stream_name_prefix.unwrap_or_default();
    if !prefix.is_empty() {
        check_stream_name("logStreamNamePrefix", &prefix).map_err(|v| error::violation(&v))?;
        if by_time {
            return Err(error::invalid_parameter(
                "Cannot order by LastEventTime with a logStreamNamePrefix.",
            ));
        }
    }
    let descending = input.descending.unwrap_or(false);
    let direction = if descending { "descending" } else { "ascending" };
    let request = ["DescribeLogStreams", &group_name, &prefix, &order, direction];
    let after = match &input.next_token {
        Some(token) => Some(page_token::decode(&request, token).ok_or_else(error::bad_token)?),
        None => None,
    };
    call.read(|connection, scope| {
        let group = target::find_group(connection, scope, &group_name)?;
        let mut streams = if by_time {
            let after = match &after {
                Some(after) => Some(parse_position(after).ok_or_else(error::bad_token)?),
                None => None,
            };
            log_streams::page_by_last_event(
                connection,
                group.id,
                after.as_ref(),
                descending,
                limit + 1,
            )?
        } else {
            let prefix = (!prefix.is_empty()).then_some(prefix.as_str());
            log_streams::page_by_name(
                connection,
                group.id,
                prefix,
                after.as_deref(),
                descending,
                limit + 1,
            )?
        };
        let more = streams.len() > limit;
        streams.truncate(limit);
        let next_token = match streams.last() {
            Some(last) if more => {
                let position = if by_time { format_position(last) } else { last.name.clone() };
                Some(page_token::encode(&request, &position))
            }
            _ => None,
        };
        let log_streams = streams
            .into_iter()
            .map(|stream| {
                let arn = stream_arn(&scope.region, &scope.account, &group_name, &stream.name);
                encode(stream, arn)
            })
            .collect();
        Ok(DescribeLogStreamsResponse { log_streams, next_token })
    })
}

/// Position of a stream in the order of last event times: the time, or nothing, and the name.
fn format_position(stream: &LogStream) -> String {
    let time = stream.last_event_ms.map_or_else(String::new, |time| time.to_string());
    format!("{time}:{}", stream.name)
}

fn parse_position(text: &str) -> Option<StreamPosition> {
    let (time, name) = text.split_once(':')?;
    let last_event_ms = if time.is_empty() { None } else { Some(time.parse().ok()?) };
    Some(StreamPosition { last_event_ms, name: name.to_owned() })
}

/// The size of a stream has been 0 since June 2019.
fn encode(stream: LogStream, arn: String) -> logs::LogStream {
    logs::LogStream {
        log_stream_name: stream.name,
        creation_time: stream.created_ms,
        first_event_timestamp: stream.first_event_ms,
        last_event_timestamp: stream.last_event_ms,
        last_ingestion_time: stream.last_ingestion_ms,
        upload_sequence_token: stream.last_ingestion_ms.map(|time| format!("{time:056}")),
        arn,
        stored_bytes: 0,
    }
}
