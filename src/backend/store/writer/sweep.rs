//! Drops whole files: deleted, expired, or over the size cap; forgets deletions that left no row.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::PoisonError;

use super::swap::Swap;
use super::thread::Writer;
use crate::backend::store::catalog::tombstones;
use crate::backend::store::error::StoreError;
use crate::backend::store::sealed::SealedFile;
use crate::backend::store::table::TableId;
use crate::model::log_event::EVENT_OVERHEAD;

impl Writer {
    /// Drops what is of no use any more, and the oldest files beyond the size cap.
    pub(super) fn sweep(&mut self) -> Result<(), StoreError> {
        let oldest = self.oldest_by_group()?;
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
                            .is_some_and(|&time| file.entry().max_time < time)
                });
                if gone { expired.push(Arc::clone(file)) } else { kept.push(Arc::clone(file)) }
            }
            if !expired.is_empty() {
                self.drop_files(table, &expired)?;
                self.shared.counts.expired_files.add(expired.len() as u64);
            }
            drop(expired);
            self.evict(table, kept)?;
        }
        self.forget_deletions()
    }

    /// Says whether the sealed files take more space than they may.
    pub(super) fn over_size_cap(&self) -> bool {
        self.file_bytes() > self.shared.options.size_cap_bytes
    }

    fn file_bytes(&self) -> u64 {
        let files = self.tables.iter().flat_map(|table| table.files.iter());
        files.map(|file| file.entry().file_bytes).sum()
    }

    fn evict(&mut self, table: TableId, mut files: Vec<Arc<SealedFile>>) -> Result<(), StoreError> {
        let mut excess = self.file_bytes().saturating_sub(self.shared.options.size_cap_bytes);
        if excess == 0 {
            return Ok(());
        }
        files.sort_by_key(|file| (file.entry().max_time, file.entry().id));
        let mut evicted = Vec::new();
        for file in files {
            if excess == 0 {
                break;
            }
            excess = excess.saturating_sub(file.entry().file_bytes);
            evicted.push(file);
        }
        if evicted.is_empty() {
            return Ok(());
        }
        self.drop_files(table, &evicted)?;
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
