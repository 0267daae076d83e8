//! Exchanges batches and files for others, in one transaction and one snapshot.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::thread::Writer;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::meta;
use crate::backend::store::error::StoreError;
use crate::backend::store::hot;
use crate::backend::store::manifest;
use crate::backend::store::manifest::FileEntry;
use crate::backend::store::sealed::SealedFile;
use crate::backend::store::table::TableId;

/// Name of the counter of file numbers that were given out.
pub(crate) const NEXT_FILE: &str = "next_file";

/// What is exchanged; rows that leave and do not come back are gone.
#[derive(Debug)]
pub(super) struct Swap {
    pub(super) table: TableId,
    pub(super) batches: Vec<i64>,
    pub(super) files: Vec<i64>,
    pub(super) added: Vec<FileEntry>,
    /// Bytes that partitions lose; of logs their groups are told.
    pub(super) freed: Vec<(i64, u64)>,
}

impl Writer {
    /// Makes the exchange durable and visible.
    ///
    /// If the commit fails, the added files stay on the disk: the database's log may still hold
    /// the commit and replay it after a crash. The next open removes them if it did not.
    pub(super) fn swap(&mut self, swap: Swap) -> Result<(), StoreError> {
        if let Err(error) = self.store_swap(&swap) {
            self.roll_back();
            self.shared.counts.failed_commits.add(1);
            return Err(StoreError::CommitFailed(Arc::new(error)));
        }
        self.shared.counts.commits.add(1);
        self.log_bytes += 16 * 1024 * (1 + swap.batches.len() as u64);
        self.log_used = true;
        self.replace_batches(swap.table, &swap.batches, None);
        self.replace_files(swap.table, &swap.files, swap.added);
        self.publish();
        Ok(())
    }

    fn store_swap(&self, swap: &Swap) -> Result<(), StoreError> {
        let connection = &self.connection;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for id in &swap.batches {
            hot::remove(connection, *id)?;
        }
        for id in &swap.files {
            manifest::remove(connection, *id)?;
        }
        for entry in &swap.added {
            manifest::insert(connection, entry)?;
        }
        if swap.table == TableId::Logs {
            for (group_id, bytes) in &swap.freed {
                let bytes = i64::try_from(*bytes).unwrap_or(i64::MAX);
                log_groups::add_stored_bytes(connection, *group_id, -bytes)?;
            }
        } else if !swap.batches.is_empty() {
            hot::forget_schemas(connection)?;
        }
        let next = self.place.next_file.load(Ordering::SeqCst);
        meta::set_counter(connection, NEXT_FILE, next)?;
        Ok(connection.execute_batch("COMMIT")?)
    }

    fn replace_files(&mut self, table: TableId, removed: &[i64], added: Vec<FileEntry>) {
        if removed.is_empty() && added.is_empty() {
            return;
        }
        let folder = self.place.folder(table);
        let files = &mut self.tables[table.index()].files;
        let mut kept = Vec::with_capacity(files.len() + added.len());
        for file in files.iter() {
            if removed.contains(&file.entry().id) {
                file.doom();
            } else {
                kept.push(Arc::clone(file));
            }
        }
        for entry in added {
            let path = folder.join(&entry.name);
            let (operations, footers) = (&self.place.files, &self.shared.footers);
            let file = SealedFile::new(entry, path, Arc::clone(operations), Arc::clone(footers));
            kept.push(Arc::new(file));
        }
        *files = Arc::new(kept);
    }
}
