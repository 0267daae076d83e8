//! Runs of doubling size: small hot batches are put together, so that few are left.

use std::sync::Arc;

use arrow_array::RecordBatch;

use super::thread::Writer;
use crate::backend::store::error::StoreError;
use crate::backend::store::hot::HotBatch;
use crate::backend::store::hot::HotEntry;
use crate::backend::store::table::TableId;
use crate::backend::store::union;

/// Batches of this size are not put together any more: rewriting them costs more than it saves.
const RUN_BYTES: u64 = 1024 * 1024;

impl Writer {
    /// Joins new rows with the last batches as long as these are small and of like size.
    ///
    /// Returns the joined rows and the numbers of the batches that they replace.
    pub(super) fn join_runs(
        &self,
        mut entry: HotEntry,
        fresh: &RecordBatch,
    ) -> Result<(HotEntry, RecordBatch, Vec<i64>), StoreError> {
        let table = entry.table;
        let hot = &self.tables[table.index()].hot;
        let mut joined: Vec<&Arc<HotBatch>> = Vec::new();
        for batch in hot.iter().rev() {
            let last = batch.entry();
            if last.partition != entry.partition {
                continue;
            }
            let like = last.bytes <= entry.bytes.saturating_mul(2);
            if !like || last.bytes.max(entry.bytes) >= RUN_BYTES || self.jobs.seals(last.id) {
                break;
            }
            entry.rows += last.rows;
            entry.bytes += last.bytes;
            entry.min_time = entry.min_time.min(last.min_time);
            entry.max_time = entry.max_time.max(last.max_time);
            entry.purged = entry.purged.min(last.purged);
            joined.push(batch);
        }
        if joined.is_empty() {
            return Ok((entry, fresh.clone(), Vec::new()));
        }
        let mut parts = Vec::with_capacity(joined.len() + 1);
        for batch in joined.iter().rev() {
            parts.push(batch.rows()?);
        }
        parts.push(fresh);
        let rows = union::concatenate(&table.definition().schema(), &parts)?;
        entry.bytes = table.definition().memory_bytes(&rows)?;
        Ok((entry, rows, joined.iter().map(|batch| batch.entry().id).collect()))
    }

    /// Takes batches out of the hot log and puts one in.
    pub(super) fn replace_batches(
        &mut self,
        table: TableId,
        removed: &[i64],
        added: Option<HotBatch>,
    ) {
        let hot = &mut self.tables[table.index()].hot;
        let mut batches: Vec<Arc<HotBatch>> = hot
            .iter()
            .filter(|batch| !removed.contains(&batch.entry().id))
            .map(Arc::clone)
            .collect();
        batches.extend(added.map(Arc::new));
        *hot = Arc::new(batches);
    }
}

/// Returns what the database says of a new batch.
pub(super) fn describe(
    table: TableId,
    rows: &RecordBatch,
    purged: i64,
) -> Result<HotEntry, StoreError> {
    let definition = table.definition();
    let times = definition.times(rows)?;
    Ok(HotEntry {
        id: 0,
        table,
        partition: definition.hot_partition(rows)?,
        rows: rows.num_rows() as u64,
        bytes: definition.memory_bytes(rows)?,
        min_time: times.iter().copied().min().unwrap_or(i64::MAX),
        max_time: times.iter().copied().max().unwrap_or(i64::MIN),
        purged,
    })
}
