//! `PutLogEvents`.

use super::error;
use super::target;
use crate::backend::engine::log_scan::EventKey;
use crate::backend::front::call::Call;
use crate::backend::store::LogBatch;
use crate::backend::store::catalog::log_groups;
use crate::model::Violation;
use crate::model::check_length;
use crate::model::check_range;
use crate::model::log_event;
use crate::model::log_event::BatchError;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::logs::Entity;
use crate::wire::logs::InputLogEvent;
use crate::wire::logs::PutLogEventsRequest;
use crate::wire::logs::PutLogEventsResponse;
use crate::wire::logs::RejectedEntityInfo;
use crate::wire::logs::RejectedLogEventsInfo;

pub(super) fn run(
    call: &Call<'_>,
    input: PutLogEventsRequest,
) -> Result<PutLogEventsResponse, AwsError> {
    let group = target::group_name(input.log_group_name)?;
    let stream = target::stream_name(input.log_stream_name)?;
    let events = required("logEvents", input.log_events).map_err(|v| error::violation(&v))?;
    let mut events = decode(events)?;
    let rejected_entity_info = input.entity.as_ref().and_then(check_entity);
    let now = call.now();
    let retention = call
        .read(|connection, scope| Ok(log_groups::find(connection, scope, &group)?))?
        .ok_or_else(error::group_missing)?
        .retention_days;
    let sizes: Vec<(i64, usize)> = events.iter().map(|(time, text)| (*time, text.len())).collect();
    let accepted = log_event::check_batch(&sizes, now, retention).map_err(refuse)?;
    let rejected = RejectedLogEventsInfo {
        too_new_log_event_start_index: accepted.too_new_start,
        too_old_log_event_end_index: accepted.too_old_end,
        expired_log_event_end_index: accepted.expired_end,
    };
    let is_rejected = accepted.too_new_start.is_some()
        || accepted.too_old_end.is_some()
        || accepted.expired_end.is_some();
    events.truncate(accepted.end);
    events.drain(..accepted.start.min(events.len()));
    let last_time = events.last().map_or(now, |(time, _)| *time);
    // A batch of which nothing is stored must still name a stream that exists.
    let batch = LogBatch {
        account: call.scope.account.clone(),
        region: call.scope.region.clone(),
        group,
        stream,
        events,
    };
    let acknowledged = call.front.store.append_logs(batch).wait().map_err(error::append)?;
    let token = EventKey {
        timestamp_ms: last_time,
        ingestion_ms: acknowledged.ingestion_ms,
        sequence: acknowledged.last_sequence,
    };
    Ok(PutLogEventsResponse {
        next_sequence_token: Some(token.to_digits()),
        rejected_log_events_info: is_rejected.then_some(rejected),
        rejected_entity_info,
    })
}

fn decode(events: Vec<InputLogEvent>) -> Result<Vec<(i64, String)>, AwsError> {
    let mut decoded = Vec::with_capacity(events.len());
    for (index, event) in events.into_iter().enumerate() {
        match event {
            InputLogEvent { timestamp: Some(time @ 0..), message: Some(message) }
                if !message.is_empty() =>
            {
                decoded.push((time, message));
            }
            event => decoded.push(explain(index, event).map_err(|v| error::violation(&v))?),
        }
    }
    Ok(decoded)
}

/// Says what is wrong with an event; the names of members are too slow to make for each.
fn explain(index: usize, event: InputLogEvent) -> Result<(i64, String), Violation> {
    let path = |member: &str| format!("logEvents.{}.member.{member}", index + 1);
    let time = required(&path("timestamp"), event.timestamp)?;
    check_range(&path("timestamp"), time, 0, i64::MAX)?;
    let message = required(&path("message"), event.message)?;
    check_length(&path("message"), &message, 1, usize::MAX)?;
    Ok((time, message))
}

fn refuse(reason: BatchError) -> AwsError {
    error::invalid_parameter(match reason {
        BatchError::Empty => "1 validation error detected: Value '[]' at 'logEvents' failed to \
             satisfy constraint: Member must have length greater than or equal to 1"
            .to_owned(),
        BatchError::TooManyEvents(_) => format!(
            "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: \
             Member must have length less than or equal to {}",
            log_event::MAXIMUM_BATCH_EVENTS
        ),
        BatchError::TooManyBytes(bytes) => format!(
            "Upload too large: {bytes} bytes exceeds limit of {}",
            log_event::MAXIMUM_BATCH_BYTES
        ),
        BatchError::EventTooLarge { bytes, .. } => format!(
            "Log event too large: {bytes} bytes exceeds limit of {}",
            log_event::MAXIMUM_EVENT_BYTES
        ),
        BatchError::NotChronological(_) => {
            "Log events in a single PutLogEvents request must be in chronological order.".to_owned()
        }
        BatchError::SpanTooLong => "The batch of log events in a single PutLogEvents request \
             cannot span more than 24 hours."
            .to_owned(),
    })
}

/// An entity that breaks a rule is dropped and told; the events are stored all the same.
fn check_entity(entity: &Entity) -> Option<RejectedEntityInfo> {
    let keys = entity.key_attributes.as_ref();
    let attributes = entity.attributes.as_ref();
    let error_type = if keys.is_none() {
        "MissingRequiredFields"
    } else if keys.is_some_and(|keys| !(2..=4).contains(&keys.len())) {
        "InvalidKeyAttributes"
    } else if attributes.is_some_and(|attributes| attributes.len() > 10) {
        "InvalidAttributes"
    } else {
        return None;
    };
    Some(RejectedEntityInfo { error_type })
}
