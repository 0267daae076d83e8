//! What callers hand in to be appended, and what they get back.

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
