//! What callers hand in to be appended, and what they get back.

use super::catalog::Scope;
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
#[derive(Clone, Debug, PartialEq)]
pub struct EventBatch {
    /// Whose datasets they go into.
    pub scope: Scope,
    /// The events, of any datasets of the scope.
    pub events: Vec<Event>,
}

impl EventBatch {
    /// Returns the bytes of names and values.
    pub(crate) fn bytes(&self) -> usize {
        self.events.iter().map(Event::bytes).sum()
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
}
