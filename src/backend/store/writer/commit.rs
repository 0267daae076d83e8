//! One commit: changes and appends in the order of their arrival, all or nothing.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::sync::Arc;

use arrow_array::RecordBatch;

use super::merge;
use super::request::AppendPayload;
use super::request::AppendRequest;
use super::request::Change;
use super::stage::FreshRows;
use super::stage::Stage;
use super::thread::Item;
use super::thread::Writer;
use crate::backend::store::catalog::meta;
use crate::backend::store::catalog::tombstones;
use crate::backend::store::encoder::ROW_OVERHEAD_BYTES;
use crate::backend::store::error::AppendError;
use crate::backend::store::error::StoreError;
use crate::backend::store::hot;
use crate::backend::store::hot::BatchEncoder;
use crate::backend::store::hot::HotBatch;
use crate::backend::store::hot::HotEntry;
use crate::backend::store::table::TableId;

/// Name of the counter of sequences that were given out.
pub(crate) const NEXT_SEQUENCE: &str = "next_sequence";

/// Name of the counter that keeps the last ingestion time.
pub(crate) const LAST_INGESTION: &str = "last_ingestion_ms";

/// Log bytes that a commit costs beside its rows, roughly.
const COMMIT_LOG_BYTES: u64 = 48 * 1024;

/// What a commit made of the hot log.
pub(super) struct StoredRows {
    pub(super) table: TableId,
    /// The rows as they came, for subscribers.
    pub(super) fresh: RecordBatch,
    pub(super) batch: HotBatch,
    /// Older batches that the new one contains.
    pub(super) replaced: Vec<i64>,
}

impl Writer {
    /// Commits what waits and answers everybody.
    pub(super) fn commit(&mut self, items: Vec<Item>) {
        let mut items = self.admit(items);
        if items.is_empty() {
            return;
        }
        let (mut rows, mut bytes) = (0, 0);
        let (mut log_rows, mut log_bytes) = (0, 0);
        for item in &items {
            bytes += item.bytes();
            if let Item::Append(append) = item {
                rows += append.rows();
                if matches!(append.payload, AppendPayload::Logs { .. }) {
                    log_rows += append.rows();
                    log_bytes += append.bytes;
                }
            }
        }
        let ingestion = self.shared.options.clock.now().max(self.last_ingestion);
        let mut stage = Stage::new(log_rows, log_bytes, ingestion, self.next_sequence);
        // Numbers are used up whatever becomes of the commit.
        self.next_sequence += rows as u64;
        self.shared.counts.queued_bytes.subtract(bytes as u64);
        match self.transact(&mut stage, &mut items) {
            Ok(stored) => self.committed(stage, stored),
            Err(error) => self.broke(stage, items, error),
        }
    }

    /// Lets in what can be committed now; the rest waits for room, or is refused.
    fn admit(&mut self, items: Vec<Item>) -> VecDeque<Item> {
        let mut room = self.shared.options.hot_cap_bytes.saturating_sub(self.hot_bytes());
        let mut empty = self.tables.iter().all(|table| table.hot.is_empty());
        let mut admitted = VecDeque::with_capacity(items.len());
        let waiting = std::mem::take(&mut self.deferred).into_iter().map(Item::Append);
        let mut full_disk = None;
        for item in waiting.chain(items) {
            let Item::Append(append) = item else {
                admitted.push_back(item);
                continue;
            };
            if let Some(refusal) = full_disk.get_or_insert_with(|| self.shared.disk_refusal()) {
                self.shared.counts.refused_batches.add(1);
                self.refuse(append, refusal.clone());
                continue;
            }
            let bytes = append.bytes as u64 + append.rows() as u64 * ROW_OVERHEAD_BYTES;
            // A batch larger than the whole cap is let in alone.
            if self.deferred.is_empty() && (bytes <= room || empty) {
                room = room.saturating_sub(bytes);
                empty = false;
                admitted.push_back(Item::Append(append));
            } else {
                self.deferred.push_back(append);
            }
        }
        admitted
    }

    /// Answers an append that will not be committed.
    pub(super) fn refuse(&self, append: AppendRequest, error: AppendError) {
        self.shared.counts.queued_bytes.subtract(append.bytes as u64);
        append.fail(error);
    }

    fn transact(
        &mut self,
        stage: &mut Stage,
        items: &mut VecDeque<Item>,
    ) -> Result<Vec<StoredRows>, StoreError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        // Deletions up to here are older than every row of this commit.
        let purged = self.last_tombstone;
        let mut last_tombstone = purged;
        while let Some(item) = items.pop_front() {
            match item {
                Item::Append(append) => match append.payload {
                    AppendPayload::Logs { batch, ack } => {
                        stage.append_logs(&self.connection, &mut self.streams, batch, ack)?;
                    }
                    AppendPayload::Events { batch, ack } => {
                        stage.append_events(&self.connection, &mut self.datasets, batch, ack)?;
                    }
                },
                Item::Change(change) => {
                    self.log_bytes += change.bytes() as u64;
                    let kept = self.apply(stage, change)?;
                    if kept {
                        let new = tombstones::after(&self.connection, last_tombstone)?;
                        last_tombstone = new.last().map_or(last_tombstone, |last| last.id);
                        self.streams.forget(&new);
                        self.datasets.forget(&new);
                        self.datasets.forget_deleted_columns(&self.connection)?;
                        stage.tombstones.extend(new);
                    }
                }
            }
        }
        let stored = self.store_rows(stage, purged)?;
        self.connection.execute_batch("COMMIT")?;
        Ok(stored)
    }

    /// Makes a change inside its own savepoint.
    fn apply(&self, stage: &mut Stage, mut change: Box<dyn Change>) -> Result<bool, StoreError> {
        self.connection.prepare_cached("SAVEPOINT change")?.execute([])?;
        let kept = change.apply(&self.connection);
        stage.changes.push(change);
        if self.connection.is_autocommit() {
            return Err(StoreError::ChangeBroke("it ended the transaction"));
        }
        if !kept {
            self.connection.prepare_cached("ROLLBACK TO change")?.execute([])?;
        }
        self.connection.prepare_cached("RELEASE change")?.execute([])?;
        Ok(kept)
    }

    fn store_rows(
        &mut self,
        stage: &mut Stage,
        purged: i64,
    ) -> Result<Vec<StoredRows>, StoreError> {
        let fresh = stage.take_rows()?;
        if fresh.is_empty() {
            return Ok(Vec::new());
        }
        stage.store_touches(&self.connection)?;
        let next = i64::try_from(stage.next_sequence).unwrap_or(i64::MAX);
        meta::set_counter(&self.connection, NEXT_SEQUENCE, next)?;
        meta::set_counter(&self.connection, LAST_INGESTION, stage.ingestion)?;
        let mut stored = Vec::with_capacity(fresh.len());
        let mut joined = HashSet::new();
        for FreshRows { table, rows: fresh } in fresh {
            let described = merge::describe(table, &fresh, purged)?;
            // A batch that was joined in this commit is not there any more to be joined again.
            let (entry, rows, replaced) = if joined.insert((table, described.partition)) {
                self.join_runs(described, &fresh)?
            } else {
                (described, fresh.clone(), Vec::new())
            };
            let batch = self.store_batch(entry, rows)?;
            for id in &replaced {
                hot::remove(&self.connection, *id)?;
            }
            stored.push(StoredRows { table, fresh, batch, replaced });
        }
        Ok(stored)
    }

    /// Writes a batch as one row of the database.
    fn store_batch(
        &mut self,
        mut entry: HotEntry,
        rows: RecordBatch,
    ) -> Result<HotBatch, StoreError> {
        let encoder = &mut self.encoders[entry.table.index()];
        if encoder.fields() != rows.schema_ref().fields() {
            *encoder = BatchEncoder::new(rows.schema_ref())?;
        }
        let body = encoder.encode(&rows)?;
        let schema_id = hot::schema_id(&self.connection, encoder.schema())?;
        entry.id = hot::insert(&self.connection, &entry, schema_id, &body)?;
        self.log_bytes += body.len() as u64;
        Ok(HotBatch::loaded(entry, rows, Arc::clone(&self.shared.readers)))
    }

    fn committed(&mut self, stage: Stage, stored: Vec<StoredRows>) {
        self.log_bytes += COMMIT_LOG_BYTES;
        self.log_used = true;
        self.shared.counts.commits.add(1);
        if !stored.is_empty() {
            self.last_ingestion = stage.ingestion;
        }
        if let Some(last) = stage.tombstones.last() {
            self.last_tombstone = last.id;
            Arc::make_mut(&mut self.dead).extend(&stage.tombstones);
        }
        if !stored.is_empty() || !stage.tombstones.is_empty() {
            let mut followed = Vec::new();
            for stored in stored {
                self.shared.counts.appended_rows.add(stored.fresh.num_rows() as u64);
                self.replace_batches(stored.table, &stored.replaced, Some(stored.batch));
                if stored.table == TableId::Logs {
                    followed.push(stored.fresh);
                }
            }
            self.publish();
            for fresh in followed {
                self.shared.feed.publish(fresh, stage.message_bytes);
            }
        }
        for change in stage.changes {
            change.complete(Ok(()));
        }
        for append in stage.appends {
            append.complete(Ok(()));
        }
    }

    /// Takes everything back: nobody is told that anything was kept.
    fn broke(&mut self, stage: Stage, rest: VecDeque<Item>, error: StoreError) {
        self.roll_back();
        self.shared.counts.failed_commits.add(1);
        let error = StoreError::CommitFailed(Arc::new(error));
        for change in stage.changes {
            change.complete(Err(error.clone()));
        }
        for append in stage.appends {
            append.complete(Err(error.clone().into()));
        }
        for item in rest {
            match item {
                Item::Change(change) => change.complete(Err(error.clone())),
                Item::Append(append) => append.fail(error.clone().into()),
            }
        }
    }

    /// Ends a transaction that failed.
    pub(super) fn roll_back(&mut self) {
        if !self.connection.is_autocommit() {
            // If even this fails, the next BEGIN fails too and says so.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        self.streams.clear();
        self.datasets.clear();
    }
}
