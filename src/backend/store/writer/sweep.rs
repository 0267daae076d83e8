//! Drops whole files: deleted, expired, or over the size cap; forgets deletions that left no row.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::PoisonError;

use rusqlite::Connection;

use super::swap::Swap;
use super::thread::Writer;
use crate::backend::store::catalog::occurrences;
use crate::backend::store::catalog::tombstones;
use crate::backend::store::encoder::DAY_MS;
use crate::backend::store::error::StoreError;
use crate::backend::store::sealed::SealedFile;
use crate::backend::store::table::TableId;
use crate::model::log_event::EVENT_OVERHEAD;

/// Transactions of one sweep that delete occurrences; what is left waits for the next, so that
/// nobody waits for long.
const MAXIMUM_EXPIRING: usize = 16;

/// Files of a table.
type TableFiles = (TableId, Vec<Arc<SealedFile>>);

impl Writer {
    /// Drops what is of no use any more, and the oldest files beyond the size cap.
    pub(super) fn sweep(&mut self) -> Result<(), StoreError> {
        let oldest = self.oldest_by_partition()?;
        let mut left = Vec::new();
        for table in TableId::ALL {
            let mut expired = Vec::new();
            let mut kept = Vec::new();
            for file in self.tables[table.index()].files.iter() {
                if self.jobs.compacts(file.entry().id) {
                    continue;
                }
                let gone = file.entry().partitions.iter().all(|partition| {
                    self.dead.has_group(partition.id)
                        || oldest
                            .get(&partition.id)
                            .is_some_and(|&time| file.entry().max_retention < time)
                });
                if gone { expired.push(Arc::clone(file)) } else { kept.push(Arc::clone(file)) }
            }
            if !expired.is_empty() {
                self.drop_files(table, &expired)?;
                self.shared.counts.expired_files.add(expired.len() as u64);
            }
            drop(expired);
            left.push((table, kept));
        }
        self.evict(left)?;
        self.forget_deletions()?;
        self.delete_occurrences()
    }

    /// Deletes occurrences that are older than they are kept, then the oldest beyond their cap.
    fn delete_occurrences(&mut self) -> Result<(), StoreError> {
        let bounds = self.shared.occurrence_bounds;
        if let Some(days) = bounds.retention_days {
            let before = self.shared.options.clock.now() - i64::from(days) * DAY_MS;
            self.delete_in_steps(|connection| occurrences::expire(connection, before))?;
        }
        self.delete_in_steps(|connection| occurrences::evict_excess(connection, bounds.cap_bytes))
    }

    fn delete_in_steps(
        &mut self,
        delete: impl Fn(&Connection) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        for _ in 0..MAXIMUM_EXPIRING {
            let transaction = self.connection.unchecked_transaction()?;
            let is_more = delete(&transaction)?;
            transaction.commit()?;
            if !is_more {
                break;
            }
            self.log_used = true;
        }
        Ok(())
    }

    /// Says whether the sealed files take more space than they may.
    pub(super) fn over_size_cap(&self) -> bool {
        self.file_bytes() > self.shared.options.size_cap_bytes
    }

    fn file_bytes(&self) -> u64 {
        let files = self.tables.iter().flat_map(|table| table.files.iter());
        files.map(|file| file.entry().file_bytes).sum()
    }

    /// Drops the oldest files of the table that takes most space until the cap is kept.
    fn evict(&mut self, mut tables: Vec<TableFiles>) -> Result<(), StoreError> {
        let mut excess = self.file_bytes().saturating_sub(self.shared.options.size_cap_bytes);
        for (_, files) in &mut tables {
            // The oldest is the last, from where they are taken.
            files.sort_by_key(|file| Reverse((file.entry().max_time, file.entry().id)));
        }
        let mut evicted: Vec<TableFiles> =
            tables.iter().map(|(table, _)| (*table, Vec::new())).collect();
        while excess > 0 {
            let size = |files: &[Arc<SealedFile>]| -> u64 {
                files.iter().map(|file| file.entry().file_bytes).sum()
            };
            let largest = (0..tables.len()).max_by_key(|&place| size(&tables[place].1));
            let Some((place, file)) =
                largest.and_then(|place| Some((place, tables[place].1.pop()?)))
            else {
                break;
            };
            excess = excess.saturating_sub(file.entry().file_bytes);
            evicted[place].1.push(file);
        }
        for (table, files) in evicted {
            if !files.is_empty() {
                self.evict_files(table, &files)?;
            }
        }
        Ok(())
    }

    fn evict_files(
        &mut self,
        table: TableId,
        evicted: &[Arc<SealedFile>],
    ) -> Result<(), StoreError> {
        self.drop_files(table, evicted)?;
        let counts = &self.shared.counts;
        counts.evicted_files.add(evicted.len() as u64);
        counts.evicted_rows.add(evicted.iter().map(|file| file.entry().rows).sum());
        let through = evicted.iter().map(|file| file.entry().max_time).max();
        let mut remarks = self.shared.remarks.lock().unwrap_or_else(PoisonError::into_inner);
        remarks.evicted_through_ms = remarks.evicted_through_ms.max(through);
        Ok(())
    }

    fn drop_files(&mut self, table: TableId, files: &[Arc<SealedFile>]) -> Result<(), StoreError> {
        let mut freed: HashMap<i64, u64> = HashMap::new();
        for partition in files.iter().flat_map(|file| &file.entry().partitions) {
            *freed.entry(partition.id).or_default() +=
                partition.bytes + partition.rows * EVENT_OVERHEAD as u64;
        }
        self.swap(Swap {
            table,
            batches: Vec::new(),
            files: files.iter().map(|file| file.entry().id).collect(),
            added: Vec::new(),
            freed: freed.into_iter().collect(),
        })
    }

    /// Forgets deletions of which no row is left anywhere.
    fn forget_deletions(&mut self) -> Result<(), StoreError> {
        let hot = || self.tables.iter().flat_map(|table| table.hot.iter());
        let files = || self.tables.iter().flat_map(|table| table.files.iter());
        let gone: Vec<i64> = self
            .dead
            .tombstones()
            .iter()
            .filter(|tombstone| {
                hot().all(|batch| batch.entry().purged >= tombstone.id)
                    && files().all(|file| {
                        file.entry().purged >= tombstone.id
                            || file.entry().partition(tombstone.group_id).is_none()
                    })
            })
            .map(|tombstone| tombstone.id)
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        let transaction = self.connection.unchecked_transaction()?;
        for id in &gone {
            tombstones::remove(&transaction, *id)?;
        }
        transaction.commit()?;
        self.dead = Arc::new(self.dead.without(&gone));
        self.publish();
        Ok(())
    }
}
