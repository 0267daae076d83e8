//! Putting and reading log events.

use aws_sdk_cloudwatchlogs::types;

use super::error::AwsCallError;
use super::logs::LogsClient;
use super::logs_groups::narrow;
use crate::wire::logs::FilterLogEventsRequest;
use crate::wire::logs::PutLogEventsResponse;
use crate::wire::logs::RejectedLogEventsInfo;

/// One page of a search.
#[derive(Debug, Default)]
pub struct EventPage {
    /// The events, in time order.
    pub events: Vec<TailedEvent>,
    /// Where the next page starts; only its absence ends the search.
    pub next_token: Option<String>,
}

/// One event of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TailedEvent {
    /// The stream.
    pub stream: String,
    /// When it happened, in milliseconds since the epoch.
    pub timestamp: i64,
    /// When the service took it, in milliseconds since the epoch.
    pub ingestion_time: i64,
    /// The line.
    pub message: String,
    /// The event's identifier, the same in every call.
    pub event_id: String,
}

impl LogsClient {
    /// `FilterLogEvents`, one page.
    ///
    /// # Errors
    /// The call fails.
    pub async fn filter_log_events(
        &self,
        input: FilterLogEventsRequest,
    ) -> Result<EventPage, AwsCallError> {
        let output = self
            .inner
            .filter_log_events()
            .set_log_group_name(input.log_group_name)
            .set_log_group_identifier(input.log_group_identifier)
            .set_log_stream_names(input.log_stream_names)
            .set_log_stream_name_prefix(input.log_stream_name_prefix)
            .set_start_time(input.start_time)
            .set_end_time(input.end_time)
            .set_filter_pattern(input.filter_pattern)
            .set_next_token(input.next_token)
            .set_limit(narrow(input.limit))
            .set_start_from_head(input.start_from_head)
            .send()
            .await
            .map_err(self.destination.failed("FilterLogEvents"))?;
        let events = output.events.unwrap_or_default().into_iter().map(|event| TailedEvent {
            stream: event.log_stream_name.unwrap_or_default(),
            timestamp: event.timestamp.unwrap_or_default(),
            ingestion_time: event.ingestion_time.unwrap_or_default(),
            message: event.message.unwrap_or_default(),
            event_id: event.event_id.unwrap_or_default(),
        });
        Ok(EventPage { events: events.collect(), next_token: output.next_token })
    }

    /// `PutLogEvents` of (timestamp, message) pairs.
    ///
    /// # Errors
    /// The call fails.
    pub async fn put_log_events(
        &self,
        group: &str,
        stream: &str,
        events: &[(i64, String)],
    ) -> Result<PutLogEventsResponse, AwsCallError> {
        let mut call = self.inner.put_log_events().log_group_name(group).log_stream_name(stream);
        for (timestamp, message) in events {
            let event = types::InputLogEvent::builder().timestamp(*timestamp).message(message);
            // Both required members are set, so building cannot fail.
            if let Ok(event) = event.build() {
                call = call.log_events(event);
            }
        }
        let output = call.send().await.map_err(self.destination.failed("PutLogEvents"))?;
        let index = |value: Option<i32>| value.and_then(|value| usize::try_from(value).ok());
        Ok(PutLogEventsResponse {
            next_sequence_token: output.next_sequence_token,
            rejected_log_events_info: output.rejected_log_events_info.map(|info| {
                RejectedLogEventsInfo {
                    too_new_log_event_start_index: index(info.too_new_log_event_start_index),
                    too_old_log_event_end_index: index(info.too_old_log_event_end_index),
                    expired_log_event_end_index: index(info.expired_log_event_end_index),
                }
            }),
            rejected_entity_info: None,
        })
    }
}
