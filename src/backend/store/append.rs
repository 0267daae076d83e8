//! What callers hand in to be appended, and what they get back.

use arrow_array::RecordBatch;

use super::catalog::Scope;
use super::error::StoreError;
use super::event_collector::DatasetRows;
use super::event_collector::EventCollector;
use crate::model::event::Event;
use crate::model::event::MAXIMUM_COLUMNS;

/// Log events for one stream, already checked by the front; their order is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogBatch {
    /// Account that owns the group.
    pub account: String,
    /// Region that the group is in.
    pub region: String,
    /// Name of the group.
    pub group: String,
    /// Name of the stream.
    pub stream: String,
    /// Event time in milliseconds since the epoch, and text.
    pub events: Vec<(i64, String)>,
}

impl LogBatch {
    /// Returns the bytes of the texts.
    pub(crate) fn message_bytes(&self) -> usize {
        self.events.iter().map(|(_, message)| message.len()).sum()
    }
}

/// The place that a batch got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogAck {
    /// Number of its first event; the others follow without a gap.
    pub first_sequence: u64,
    /// Number of its last event; below the first if the batch was empty.
    pub last_sequence: u64,
    /// Time at which the events were taken, milliseconds since the epoch.
    pub ingestion_ms: i64,
}

/// Wide events, already checked by the front; their datasets exist by the time of the commit.
///
/// A dataset that [`catalog::datasets::create`](super::catalog::datasets::create) was queued for
/// before the batch is there.
#[derive(Debug)]
pub struct EventBatch {
    /// Whose datasets they go into.
    pub scope: Scope,
    /// The events, of any datasets of the scope.
    pub events: EventCollector,
}

impl EventBatch {
    /// Puts events together.
    pub fn of(scope: Scope, events: &[Event]) -> Self {
        let mut collector = EventCollector::default();
        events.iter().for_each(|event| collector.push_event(event));
        Self { scope, events: collector }
    }
}

/// The events of a batch as the writer takes them.
#[derive(Debug)]
pub(crate) struct PreparedEvents {
    pub(crate) scope: Scope,
    pub(crate) count: usize,
    pub(crate) parts: Vec<EventPart>,
}

/// Events of one dataset.
#[derive(Debug)]
pub(crate) struct EventPart {
    pub(crate) dataset: String,
    pub(crate) rows: RecordBatch,
    /// The place of each row in its request.
    pub(crate) places: Vec<u32>,
}

impl PreparedEvents {
    /// Finishes the columns.
    pub(crate) fn of(batch: EventBatch) -> Result<Self, StoreError> {
        let count = batch.events.len();
        let mut parts = Vec::new();
        for DatasetRows { dataset, rows } in batch.events.finish() {
            let (rows, places) = rows.finish()?;
            parts.push(EventPart { dataset, rows, places });
        }
        Ok(Self { scope: batch.scope, count, parts })
    }
}

/// What became of the events of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventAck {
    /// For each event in its order: the number it got, or why it was refused.
    pub results: Vec<Result<u64, EventRefusal>>,
    /// Time at which the events were taken, milliseconds since the epoch.
    pub ingestion_ms: i64,
}

/// Why one event of a batch was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventRefusal {
    /// There is no dataset of that slug.
    #[error("the dataset does not exist")]
    DatasetMissing,
    /// The dataset would have more columns than it may.
    #[error("the dataset has {MAXIMUM_COLUMNS} columns, more are not taken")]
    TooManyColumns,
    /// There was no room for it after others of its batch.
    #[error("the backend had no room for it, send it again later")]
    NoRoom,
}
