//! What one commit will do, collected inside its transaction.

use std::collections::HashMap;
use std::collections::HashSet;

use arrow_array::Array as _;
use arrow_array::BooleanArray;
use arrow_array::RecordBatch;
use arrow_select::filter::filter_record_batch;
use rusqlite::Connection;

use super::datasets::DatasetCache;
use super::datasets::Entered;
use super::datasets::TouchedColumns;
use super::request::Change;
use super::streams::StreamCache;
use super::streams::StreamIds;
use crate::backend::store::append::EventAck;
use crate::backend::store::append::EventRefusal;
use crate::backend::store::append::LogAck;
use crate::backend::store::append::LogBatch;
use crate::backend::store::append::PreparedEvents;
use crate::backend::store::catalog::datasets;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::catalog::log_streams::StreamTouch;
use crate::backend::store::catalog::tombstones::Tombstone;
use crate::backend::store::error::AppendError;
use crate::backend::store::error::StoreError;
use crate::backend::store::event_rows;
use crate::backend::store::event_rows::MAXIMUM_CELLS;
use crate::backend::store::logs_table::LogRows;
use crate::backend::store::pending::Completer;
use crate::backend::store::table::TableId;
use crate::backend::store::union;
use crate::model::log_event::EVENT_OVERHEAD;

/// An append that was put into the commit.
pub(super) enum StagedAppend {
    Logs(LogAck, Completer<Result<LogAck, AppendError>>),
    Events(EventAck, Completer<Result<EventAck, AppendError>>),
}

impl StagedAppend {
    /// Answers, once the commit has succeeded or failed.
    pub(super) fn complete(self, committed: Result<(), AppendError>) {
        match self {
            Self::Logs(ack, answer) => answer.complete(committed.map(|()| ack)),
            Self::Events(ack, answer) => answer.complete(committed.map(|()| ack)),
        }
    }
}

/// Rows of one table that a commit adds.
pub(super) struct FreshRows {
    pub(super) table: TableId,
    pub(super) rows: RecordBatch,
}

/// What a commit will do.
pub(super) struct Stage {
    pub(super) changes: Vec<Box<dyn Change>>,
    pub(super) appends: Vec<StagedAppend>,
    logs: LogRows,
    /// Wide events by dataset.
    events: HashMap<i64, Vec<RecordBatch>>,
    /// Bytes of log messages.
    pub(super) message_bytes: u64,
    pub(super) tombstones: Vec<Tombstone>,
    pub(super) ingestion: i64,
    pub(super) next_sequence: u64,
    touches: HashMap<i64, (i64, StreamTouch)>,
    touched_datasets: HashSet<i64>,
    touched_columns: TouchedColumns,
}

impl Stage {
    /// Creates a stage with room for log events.
    pub(super) fn new(rows: usize, bytes: usize, ingestion: i64, next_sequence: u64) -> Self {
        Self {
            changes: Vec::new(),
            appends: Vec::new(),
            logs: LogRows::with_capacity(rows, bytes),
            events: HashMap::new(),
            message_bytes: bytes as u64,
            tombstones: Vec::new(),
            ingestion,
            next_sequence,
            touches: HashMap::new(),
            touched_datasets: HashSet::new(),
            touched_columns: TouchedColumns::new(),
        }
    }

    /// Adds log events, or answers if their stream is missing.
    pub(super) fn append_logs(
        &mut self,
        connection: &Connection,
        streams: &mut StreamCache,
        batch: LogBatch,
        answer: Completer<Result<LogAck, AppendError>>,
    ) -> Result<(), StoreError> {
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
                        answer.complete(Err(error));
                        return Ok(());
                    }
                }
            }
        };
        let first = self.next_sequence;
        for (timestamp, message) in &batch.events {
            let sequence = self.next_sequence;
            self.logs.push(ids.group_id, ids.stream_id, *timestamp, sequence, message);
            self.next_sequence += 1;
        }
        self.touch(ids, &batch.events);
        let ack = LogAck {
            first_sequence: first,
            last_sequence: self.next_sequence.saturating_sub(1),
            ingestion_ms: self.ingestion,
        };
        self.appends.push(StagedAppend::Logs(ack, answer));
        Ok(())
    }

    /// Adds the wide events whose datasets exist and take their columns.
    pub(super) fn append_events(
        &mut self,
        connection: &Connection,
        known: &mut DatasetCache,
        batch: PreparedEvents,
        answer: Completer<Result<EventAck, AppendError>>,
    ) -> Result<(), StoreError> {
        let mut results = vec![Err(EventRefusal::DatasetMissing); batch.count];
        for part in batch.parts {
            let (scope, touched) = (&batch.scope, &mut self.touched_columns);
            let entered = known.enter(
                connection,
                scope,
                &part.dataset,
                &part.rows,
                self.ingestion,
                touched,
            )?;
            let Some(Entered { dataset, refused }) = entered else { continue };
            let (rows, places) = match refused {
                None => (part.rows, part.places),
                Some(refused) => {
                    let places = part.places.iter().zip(&refused);
                    for (&place, _) in places.clone().filter(|(_, refused)| **refused) {
                        results[place as usize] = Err(EventRefusal::TooManyColumns);
                    }
                    let kept = places.filter(|(_, refused)| !**refused).map(|(&place, _)| place);
                    let mask =
                        BooleanArray::from_iter(refused.iter().map(|refused| Some(!refused)));
                    (
                        without_empty_columns(&filter_record_batch(&part.rows, &mask)?)?,
                        kept.collect(),
                    )
                }
            };
            if rows.num_rows() == 0 {
                continue;
            }
            let first = self.next_sequence;
            self.next_sequence += rows.num_rows() as u64;
            for (place, sequence) in places.into_iter().zip(first..) {
                results[place as usize] = Ok(sequence);
            }
            self.touched_datasets.insert(dataset);
            let rows = event_rows::complete(&rows, dataset, self.ingestion, first)?;
            self.events.entry(dataset).or_default().push(rows);
        }
        let ack = EventAck { results, ingestion_ms: self.ingestion };
        self.appends.push(StagedAppend::Events(ack, answer));
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

    /// Returns the rows as one batch for the logs and some for each dataset.
    pub(super) fn take_rows(&mut self) -> Result<Vec<FreshRows>, StoreError> {
        let mut fresh = Vec::new();
        let logs = std::mem::replace(&mut self.logs, LogRows::with_capacity(0, 0));
        if logs.len() > 0 {
            fresh.push(FreshRows { table: TableId::Logs, rows: logs.finish(self.ingestion)? });
        }
        for parts in std::mem::take(&mut self.events).into_values() {
            for rows in concatenate(&parts)? {
                fresh.push(FreshRows { table: TableId::Events, rows });
            }
        }
        Ok(fresh)
    }

    /// Writes what was added to streams, groups and datasets.
    pub(super) fn store_touches(&self, connection: &Connection) -> Result<(), StoreError> {
        let mut groups: HashMap<i64, i64> = HashMap::new();
        for (&stream_id, &(group_id, touch)) in &self.touches {
            log_streams::touch(connection, stream_id, touch, self.ingestion)?;
            *groups.entry(group_id).or_default() += touch.bytes;
        }
        for (group_id, bytes) in groups {
            log_groups::add_stored_bytes(connection, group_id, bytes)?;
        }
        for &id in &self.touched_datasets {
            datasets::touch(connection, id, self.ingestion)?;
        }
        for (&id, columns) in &self.touched_columns {
            for (name, &kinds) in columns {
                datasets::touch_column(connection, id, name, kinds, self.ingestion)?;
            }
        }
        Ok(())
    }
}

/// Puts the batches of a dataset together, as far as one batch may hold them.
fn concatenate(parts: &[RecordBatch]) -> Result<Vec<RecordBatch>, StoreError> {
    let fixed = TableId::Events.definition().schema();
    let mut joined = Vec::new();
    let mut group: Vec<&RecordBatch> = Vec::new();
    let (mut columns, mut rows) = (HashSet::new(), 0);
    for part in parts {
        let fields = part.schema_ref().fields();
        let new = fields.iter().filter(|field| !columns.contains(field.name())).count();
        let cells = (rows + part.num_rows()) * (columns.len() + new);
        if !group.is_empty() && cells > MAXIMUM_CELLS {
            joined.push(union::concatenate(&fixed, &std::mem::take(&mut group))?);
            columns.clear();
            rows = 0;
        }
        columns.extend(fields.iter().map(|field| field.name()));
        rows += part.num_rows();
        group.push(part);
    }
    match group.as_slice() {
        [] => {}
        [one] => joined.push((*one).clone()),
        several => joined.push(union::concatenate(&fixed, several)?),
    }
    Ok(joined)
}

/// Leaves out the fields that no row has.
fn without_empty_columns(rows: &RecordBatch) -> Result<RecordBatch, StoreError> {
    let fixed = TableId::Events.definition().schema().fields().len();
    let kept = (0..rows.num_columns())
        .filter(|&place| place < fixed || rows.column(place).null_count() < rows.num_rows());
    Ok(rows.project(&kept.collect::<Vec<_>>())?)
}
