//! `GetLogEvents`: one stream, forwards or backwards from a position.

use std::time::Instant;

use super::error;
use super::event_query;
use super::target;
use crate::backend::engine::log_scan::Direction;
use crate::backend::engine::log_scan::EventKey;
use crate::backend::engine::log_scan::LogQuery;
use crate::backend::front::call::Call;
use crate::wire::aws::AwsError;
use crate::wire::logs::GetLogEventsRequest;
use crate::wire::logs::GetLogEventsResponse;
use crate::wire::logs::OutputLogEvent;

/// Where a page starts and which way it goes. The token holds nothing else, so that a client may
/// poll for ever with the one it has.
struct Position {
    direction: Direction,
    key: Option<EventKey>,
}

pub(super) fn run(
    call: &Call<'_>,
    input: GetLogEventsRequest,
) -> Result<GetLogEventsResponse, AwsError> {
    let group_name =
        target::name_or_identifier(call, input.log_group_name, input.log_group_identifier)?;
    let stream_name = target::stream_name(input.log_stream_name)?;
    let limit =
        target::page_size(input.limit, event_query::MAXIMUM_EVENTS, event_query::MAXIMUM_EVENTS)?;
    let start_ms = target::time("startTime", input.start_time)?;
    let end_ms = target::time("endTime", input.end_time)?;
    let mut position = match &input.next_token {
        Some(token) => parse_token(token).ok_or_else(error::bad_token)?,
        None if input.start_from_head.unwrap_or(false) => {
            Position { direction: Direction::Forward, key: None }
        }
        None => Position { direction: Direction::Backward, key: None },
    };
    let (group, stream) = call.read(|connection, scope| {
        let group = target::find_group(connection, scope, &group_name)?;
        let stream = target::find_stream(connection, &group, &stream_name)?;
        Ok((group, stream))
    })?;
    let query = LogQuery {
        group_id: group.id,
        streams: Some(vec![stream.id]),
        start_ms,
        end_ms,
        pattern: None,
        direction: position.direction,
        after: position.key,
        maximum_events: limit,
        maximum_bytes: event_query::MAXIMUM_BYTES,
        oldest_ms: event_query::oldest(call.now(), group.retention_days),
        deadline: Some(Instant::now() + event_query::SEARCH_TIME),
        cancel: None,
    };
    let page = event_query::scan(call, &query)?;
    if !page.exhausted {
        // A search that ran out of time found nothing yet; the same token would say it is the end.
        position.key = page.position;
    }
    let mut events = page.events;
    if position.direction == Direction::Backward {
        events.reverse();
    }
    let (backward, forward) = match (events.first(), events.last()) {
        (Some(first), Some(last)) => (first.key, last.key),
        _ => around(&position),
    };
    Ok(GetLogEventsResponse {
        events: events
            .into_iter()
            .map(|event| OutputLogEvent {
                timestamp: event.key.timestamp_ms,
                message: event.message,
                ingestion_time: event.key.ingestion_ms,
            })
            .collect(),
        next_forward_token: format!("f/{}", forward.to_digits()),
        next_backward_token: format!("b/{}", backward.to_digits()),
    })
}

/// Tokens of an empty page: the one in the direction of travel equals the token passed in, which
/// ends the client's loop, and the other one turns round and finds the event just passed.
fn around(position: &Position) -> (EventKey, EventKey) {
    let key = position.key.unwrap_or(EventKey { timestamp_ms: 0, ingestion_ms: 0, sequence: 0 });
    match position.direction {
        Direction::Forward => (EventKey { sequence: key.sequence.saturating_add(1), ..key }, key),
        Direction::Backward => (key, EventKey { sequence: key.sequence.saturating_sub(1), ..key }),
    }
}

fn parse_token(token: &str) -> Option<Position> {
    let (direction, digits) = token.split_once('/')?;
    let direction = match direction {
        "f" => Direction::Forward,
        "b" => Direction::Backward,
        _ => return None,
    };
    Some(Position { direction, key: Some(EventKey::from_digits(digits)?) })
}
