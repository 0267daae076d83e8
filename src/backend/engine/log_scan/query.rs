//! What a scan is asked, and what it answers.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::key::EventKey;
use crate::backend::store::StoreError;
use crate::base::Hint;
use crate::base::Kind;
use crate::dialect::filter_pattern::FilterPattern;
use crate::model::log_event::EVENT_OVERHEAD;

/// Which way a scan goes through time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the oldest event to the newest.
    Forward,
    /// From the newest event to the oldest.
    Backward,
}

/// Which events are asked for, and how many at most.
#[derive(Clone, Debug)]
pub struct LogQuery {
    /// Number of the group.
    pub group_id: i64,
    /// Numbers of the streams; none means all.
    pub streams: Option<Vec<i64>>,
    /// First event time that counts, milliseconds since the epoch.
    pub start_ms: Option<i64>,
    /// First event time that does not count any more, milliseconds since the epoch.
    pub end_ms: Option<i64>,
    /// Pattern that messages match.
    pub pattern: Option<FilterPattern>,
    /// Which way to go.
    pub direction: Direction,
    /// Place strictly after which, in the direction of travel, events count.
    pub after: Option<EventKey>,
    /// Largest number of events in the page.
    pub maximum_events: usize,
    /// Largest size of the page in bytes (messages and 26 for each event); one event is always
    /// in it, however large.
    pub maximum_bytes: usize,
    /// Oldest event time that retention leaves, milliseconds since the epoch.
    pub oldest_ms: Option<i64>,
    /// When to stop with what was found by then.
    pub deadline: Option<Instant>,
    /// Set by others to end the scan with an error.
    pub cancel: Option<Arc<AtomicBool>>,
}

impl LogQuery {
    /// Returns a query for all events of a group from the oldest on, without limits.
    #[must_use]
    pub const fn all(group_id: i64) -> Self {
        Self {
            group_id,
            streams: None,
            start_ms: None,
            end_ms: None,
            pattern: None,
            direction: Direction::Forward,
            after: None,
            maximum_events: usize::MAX,
            maximum_bytes: usize::MAX,
            oldest_ms: None,
            deadline: None,
            cancel: None,
        }
    }
}

/// A log event that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEvent {
    /// Its place in the order of events.
    pub key: EventKey,
    /// Number of its stream.
    pub stream_id: i64,
    /// Its text.
    pub message: String,
}

impl LogEvent {
    /// Returns what the event counts against the size of a page.
    pub(super) const fn page_bytes(&self) -> usize {
        self.message.len() + EVENT_OVERHEAD
    }
}

/// A page of events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogPage {
    /// The events in the direction of travel.
    pub events: Vec<LogEvent>,
    /// Place strictly after which to go on; none if there was nothing so far.
    pub position: Option<EventKey>,
    /// Whether nothing more is there at this moment.
    pub exhausted: bool,
    /// Rows that were looked at.
    pub scanned_rows: u64,
    /// Message bytes that were looked at.
    pub scanned_bytes: u64,
}

/// Why a scan gave no page.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ScanError {
    /// Somebody set the cancel flag.
    #[error("the scan was cancelled")]
    Cancelled,
    /// A unit of the scan broke off.
    #[error("a part of the scan broke off")]
    Broke,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Hint for ScanError {
    fn kind(&self) -> Kind {
        match self {
            Self::Cancelled => Kind::Interrupted,
            Self::Broke => Kind::Failed,
            Self::Store(error) => error.kind(),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Cancelled => Vec::new(),
            Self::Broke => vec!["repeat the request; if it fails again, report it".to_owned()],
            Self::Store(error) => error.hints(),
        }
    }
}
