//! `FilterLogEvents`: one group, all or some of its streams, in time order.

use std::collections::HashMap;
use std::time::Instant;

use rusqlite::Connection;

use super::error;
use super::event_query;
use super::target;
use crate::backend::engine::log_scan::Direction;
use crate::backend::engine::log_scan::EventKey;
use crate::backend::engine::log_scan::LogEvent;
use crate::backend::engine::log_scan::LogQuery;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::catalog;
use crate::backend::store::catalog::log_groups::LogGroup;
use crate::backend::store::catalog::log_streams;
use crate::base::Milliseconds;
use crate::dialect::filter_pattern::FilterPattern;
use crate::model::Violation;
use crate::model::check_count;
use crate::model::log_group::check_stream_name;
use crate::model::metric_filter::check_pattern_length;
use crate::wire::aws::AwsError;
use crate::wire::logs::FilterLogEventsRequest;
use crate::wire::logs::FilterLogEventsResponse;
use crate::wire::logs::FilteredLogEvent;

/// Newest-first searches may not start before 2024-01-01T00:00:00Z.
const EARLIEST_BACKWARD_START: Milliseconds = 1_704_067_200_000;

/// How many streams one look-up of a prefix reads.
const STREAM_CHUNK: usize = 1_000;

pub(super) fn run(
    call: &Call<'_>,
    input: FilterLogEventsRequest,
) -> Result<FilterLogEventsResponse, AwsError> {
    check(&input).map_err(|v| error::violation(&v))?;
    let limit =
        target::page_size(input.limit, event_query::MAXIMUM_EVENTS, event_query::MAXIMUM_EVENTS)?;
    let start_ms = target::time("startTime", input.start_time)?;
    let end_ms = target::time("endTime", input.end_time)?;
    let direction = direction(input.start_from_head, start_ms)?;
    let text = input.filter_pattern.unwrap_or_default();
    let pattern = FilterPattern::parse(&text)
        .map_err(|e| error::invalid_parameter(e.vendor_message("Invalid filter pattern")))?;
    let names = input.log_stream_names;
    let prefix = input.log_stream_name_prefix;
    if names.is_some() && prefix.is_some() {
        return Err(error::invalid_parameter(
            "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.",
        ));
    }
    let group_name =
        target::name_or_identifier(call, input.log_group_name, input.log_group_identifier)?;
    let request = request_hash(&group_name, &text, names.as_deref(), prefix.as_deref(), direction);
    let after = match &input.next_token {
        Some(token) => Some(parse_token(token, &request).ok_or_else(error::bad_token)?),
        None => None,
    };
    let (group, streams) = call.read(|connection, scope| {
        let group = target::find_group(connection, scope, &group_name)?;
        let streams = streams(connection, &group, names.as_deref(), prefix.as_deref())?;
        Ok((group, streams))
    })?;
    let query = LogQuery {
        group_id: group.id,
        streams,
        start_ms,
        // The service includes the end here, and excludes it in GetLogEvents.
        end_ms: end_ms.map(|end| end.saturating_add(1)),
        pattern: Some(pattern),
        direction,
        after,
        maximum_events: limit,
        maximum_bytes: event_query::MAXIMUM_BYTES,
        oldest_ms: event_query::oldest(call.now(), group.retention_days),
        deadline: Some(Instant::now() + event_query::SEARCH_TIME),
        cancel: None,
    };
    let page = event_query::scan(call, &query)?;
    let next_token = match page.position {
        Some(position) if !page.exhausted => Some(format!("{}{request}", position.to_digits())),
        _ => None,
    };
    let events = call.read(|connection, _| name_streams(connection, page.events))?;
    Ok(FilterLogEventsResponse { events, searched_log_streams: Vec::new(), next_token })
}

fn check(input: &FilterLogEventsRequest) -> Result<(), Violation> {
    check_pattern_length("filterPattern", input.filter_pattern.as_deref().unwrap_or_default())?;
    if let Some(names) = &input.log_stream_names {
        check_count("logStreamNames", names.len(), 1, 100, || format!("[{}]", names.join(", ")))?;
        for name in names {
            check_stream_name("logStreamNames", name)?;
        }
    }
    if let Some(prefix) = &input.log_stream_name_prefix {
        check_stream_name("logStreamNamePrefix", prefix)?;
    }
    Ok(())
}

fn direction(
    start_from_head: Option<bool>,
    start_ms: Option<Milliseconds>,
) -> Result<Direction, AwsError> {
    if start_from_head.unwrap_or(true) {
        return Ok(Direction::Forward);
    }
    if start_ms.is_some_and(|start| start >= EARLIEST_BACKWARD_START) {
        return Ok(Direction::Backward);
    }
    Err(error::invalid_parameter(
        "startFromHead can be false only with a startTime of 2024-01-01T00:00:00Z or later.",
    ))
}

/// Returns the streams to search; `None` is all of them.
fn streams(
    connection: &Connection,
    group: &LogGroup,
    names: Option<&[String]>,
    prefix: Option<&str>,
) -> Result<Option<Vec<i64>>, AwsError> {
    if let Some(names) = names {
        let found = names
            .iter()
            .map(|name| target::find_stream(connection, group, name).map(|stream| stream.id))
            .collect::<Result<_, AwsError>>()?;
        return Ok(Some(found));
    }
    let Some(prefix) = prefix else { return Ok(None) };
    let mut found = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let chunk = log_streams::page_by_name(
            connection,
            group.id,
            Some(prefix),
            after.as_deref(),
            false,
            STREAM_CHUNK,
        )?;
        found.extend(chunk.iter().map(|stream| stream.id));
        match chunk.last() {
            Some(last) if chunk.len() == STREAM_CHUNK => after = Some(last.name.clone()),
            _ => return Ok(Some(found)),
        }
    }
}

/// The bounds are not part of it: a tail moves `startTime` and goes on with its token.
fn request_hash(
    group: &str,
    pattern: &str,
    names: Option<&[String]>,
    prefix: Option<&str>,
    direction: Direction,
) -> String {
    let names = names.map_or_else(String::new, |names| names.join("\u{0}"));
    let direction = match direction {
        Direction::Forward => "forward",
        Direction::Backward => "backward",
    };
    page_token::hash(&[
        "FilterLogEvents",
        group,
        pattern,
        &names,
        prefix.unwrap_or_default(),
        direction,
    ])
}

fn parse_token(token: &str, request: &str) -> Option<EventKey> {
    EventKey::from_digits(token.strip_suffix(request)?)
}

/// A stream that was deleted after the scan takes its events with it.
fn name_streams(
    connection: &Connection,
    events: Vec<LogEvent>,
) -> Result<Vec<FilteredLogEvent>, AwsError> {
    let mut names: HashMap<i64, Option<String>> = HashMap::new();
    let mut encoded = Vec::with_capacity(events.len());
    for event in events {
        let name = match names.get(&event.stream_id) {
            Some(name) => name.clone(),
            None => {
                let name = catalog::stream_name(connection, event.stream_id)?;
                names.insert(event.stream_id, name.clone());
                name
            }
        };
        if let Some(log_stream_name) = name {
            encoded.push(FilteredLogEvent {
                log_stream_name,
                timestamp: event.key.timestamp_ms,
                event_id: event.key.to_digits(),
                message: event.message,
                ingestion_time: event.key.ingestion_ms,
            });
        }
    }
    Ok(encoded)
}
