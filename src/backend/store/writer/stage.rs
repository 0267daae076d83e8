//! What one commit will do, collected inside its transaction.

use std::collections::HashMap;

use arrow_array::RecordBatch;
use rusqlite::Connection;

use super::request::AppendRequest;
use super::request::Change;
use super::streams::StreamCache;
use super::streams::StreamIds;
use crate::backend::store::append::LogAck;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::catalog::log_streams::StreamTouch;
use crate::backend::store::catalog::tombstones::Tombstone;
use crate::backend::store::error::AppendError;
use crate::backend::store::error::StoreError;
use crate::backend::store::logs_table::LogRows;
use crate::backend::store::pending::Completer;
use crate::model::log_event::EVENT_OVERHEAD;

/// An append that was put into the commit.
pub(super) struct StagedAppend {
    pub(super) ack: LogAck,
    pub(super) answer: Completer<Result<LogAck, AppendError>>,
}

/// What a commit will do.
pub(super) struct Stage {
    pub(super) changes: Vec<Box<dyn Change>>,
    pub(super) appends: Vec<StagedAppend>,
    rows: Option<LogRows>,
    pub(super) message_bytes: u64,
    pub(super) tombstones: Vec<Tombstone>,
    pub(super) ingestion: i64,
    pub(super) next_sequence: u64,
    touches: HashMap<i64, (i64, StreamTouch)>,
}

impl Stage {
    pub(super) fn new(rows: usize, bytes: usize, ingestion: i64, next_sequence: u64) -> Self {
        Self {
            changes: Vec::new(),
            appends: Vec::new(),
            rows: (rows > 0).then(|| LogRows::with_capacity(rows, bytes)),
            message_bytes: bytes as u64,
            tombstones: Vec::new(),
            ingestion,
            next_sequence,
            touches: HashMap::new(),
        }
    }

    /// Adds the events of a request, or answers it if its stream is missing.
    pub(super) fn append(
        &mut self,
        connection: &Connection,
        streams: &mut StreamCache,
        request: AppendRequest,
    ) -> Result<(), StoreError> {
        let batch = request.batch;
        let names = [batch.account, batch.region, batch.group, batch.stream];
        let ids = match streams.get(&names) {
            Some(ids) => ids,
            None => {
                let [account, region, group, stream] = &names;
                match log_streams::resolve(connection, account, region, group, stream)? {
                    Ok((group_id, stream_id)) => {
                        let ids = StreamIds { group_id, stream_id };
                        streams.put(names, ids);
                        ids
                    }
                    Err(group_exists) => {
                        let error = if group_exists {
                            AppendError::StreamMissing
                        } else {
                            AppendError::GroupMissing
                        };
                        request.ack.complete(Err(error));
                        return Ok(());
                    }
                }
            }
        };
        let first = self.next_sequence;
        if let Some(rows) = &mut self.rows {
            for (timestamp, message) in &batch.events {
                rows.push(ids.group_id, ids.stream_id, *timestamp, self.next_sequence, message);
                self.next_sequence += 1;
            }
        }
        self.touch(ids, &batch.events);
        let ack = LogAck {
            first_sequence: first,
            last_sequence: self.next_sequence.saturating_sub(1),
            ingestion_ms: self.ingestion,
        };
        self.appends.push(StagedAppend { ack, answer: request.ack });
        Ok(())
    }

    fn touch(&mut self, ids: StreamIds, events: &[(i64, String)]) {
        if events.is_empty() {
            return;
        }
        let unseen = StreamTouch { first_event_ms: i64::MAX, last_event_ms: i64::MIN, bytes: 0 };
        let touch = &mut self.touches.entry(ids.stream_id).or_insert((ids.group_id, unseen)).1;
        for (timestamp, message) in events {
            touch.first_event_ms = touch.first_event_ms.min(*timestamp);
            touch.last_event_ms = touch.last_event_ms.max(*timestamp);
            touch.bytes += i64::try_from(message.len() + EVENT_OVERHEAD).unwrap_or(i64::MAX);
        }
    }

    /// Returns the rows as one batch, if there are any.
    pub(super) fn take_rows(&mut self) -> Result<Option<RecordBatch>, StoreError> {
        match self.rows.take() {
            Some(rows) if rows.len() > 0 => Ok(Some(rows.finish(self.ingestion)?)),
            _ => Ok(None),
        }
    }

    /// Writes what was added to streams and groups, one statement each.
    pub(super) fn store_touches(&self, connection: &Connection) -> Result<(), StoreError> {
        let mut groups: HashMap<i64, i64> = HashMap::new();
        for (&stream_id, &(group_id, touch)) in &self.touches {
            log_streams::touch(connection, stream_id, touch, self.ingestion)?;
            *groups.entry(group_id).or_default() += touch.bytes;
        }
        for (group_id, bytes) in groups {
            log_groups::add_stored_bytes(connection, group_id, bytes)?;
        }
        Ok(())
    }
}
