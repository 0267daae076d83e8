//! What is to be read.

use std::time::Duration;

use crate::base::Milliseconds;
use crate::dialect::filter_pattern::FilterPattern;
use crate::wire::logs::FilterLogEventsRequest;

/// Most stream names in one request.
const MAXIMUM_STREAM_NAMES: usize = 100;

/// What is to be read.
#[derive(Clone, Debug)]
pub struct TailRequest {
    /// The groups, by name or ARN.
    pub groups: Vec<String>,
    /// First time, included.
    pub since: Milliseconds,
    /// Last time, included.
    pub until: Option<Milliseconds>,
    /// The filter pattern, evaluated by the service.
    pub filter: Option<String>,
    /// Only these streams.
    pub streams: Vec<String>,
    /// Only streams whose names start so.
    pub stream_prefix: Option<String>,
    /// Most events to show.
    pub maximum: Option<u64>,
    /// How to go on after what is there; `None` ends.
    pub following: Option<Following>,
}

/// How to go on after what is there.
#[derive(Clone, Debug)]
pub struct Following {
    /// Time between two polls.
    pub interval: Duration,
    /// How far a poll reads back; widened by itself to the lag that is seen.
    pub overlap: Milliseconds,
    /// Ends after this long.
    pub duration: Option<Duration>,
    /// Ends when nothing came for this long.
    pub idle: Option<Duration>,
    /// Ends when a line matches.
    pub wait_for: Option<FilterPattern>,
}

/// One thing that can be asked for in one request: a group, or up to a hundred of its streams.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The group as the user wrote it.
    pub(super) group: String,
    streams: Option<Vec<String>>,
    stream_prefix: Option<String>,
}

impl TailRequest {
    /// Splits the request so that each part fits one call.
    pub(super) fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        for group in &self.groups {
            let part = |streams| Part {
                group: group.clone(),
                streams,
                stream_prefix: self.stream_prefix.clone(),
            };
            if self.streams.is_empty() {
                parts.push(part(None));
            }
            for chunk in self.streams.chunks(MAXIMUM_STREAM_NAMES) {
                parts.push(part(Some(chunk.to_vec())));
            }
        }
        parts
    }

    /// Returns the call that reads a part from `start` on.
    pub(super) fn call(&self, part: &Part, start: Milliseconds) -> FilterLogEventsRequest {
        let is_arn = part.group.starts_with("arn:");
        FilterLogEventsRequest {
            log_group_name: (!is_arn).then(|| part.group.clone()),
            log_group_identifier: is_arn.then(|| part.group.clone()),
            log_stream_names: part.streams.clone(),
            log_stream_name_prefix: part.stream_prefix.clone(),
            start_time: Some(start.max(0)),
            end_time: self.until,
            filter_pattern: self.filter.clone(),
            ..FilterLogEventsRequest::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_hundred_streams_become_several_calls() {
        let request = TailRequest {
            groups: vec!["a".to_owned(), "b".to_owned()],
            since: 0,
            until: None,
            filter: None,
            streams: (0..250).map(|i| format!("s{i}")).collect(),
            stream_prefix: None,
            maximum: None,
            following: None,
        };
        let parts = request.parts();
        assert_eq!(parts.len(), 6);
        let sizes: Vec<usize> =
            parts.iter().filter_map(|part| part.streams.as_ref()).map(Vec::len).collect();
        assert_eq!(sizes, [100, 100, 50, 100, 100, 50]);
    }
}
