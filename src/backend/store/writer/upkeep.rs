//! The database's log: copied over while it grows, emptied when nothing happens.

use std::time::Duration;

use super::thread::Writer;
use crate::backend::store::database::BUSY_TIME;

/// Log bytes after which the log is copied into the database.
const COPY_BYTES: u64 = 16 * 1024 * 1024;

impl Writer {
    /// Does what is due after each round of requests.
    pub(super) fn upkeep(&mut self) {
        if self.log_bytes >= COPY_BYTES {
            // Readers that hold an older state make it copy less; the next round copies the rest.
            let _ = self.checkpoint("PASSIVE");
            self.log_bytes = 0;
        }
        let Some(interval) = self.shared.options.maintenance_interval else {
            return;
        };
        if self.last_upkeep.elapsed() >= interval && !self.closing() {
            self.last_upkeep = std::time::Instant::now();
            if let Err(error) = self.sweep() {
                self.remark_failure(&error);
            }
            self.jobs.look_for_compaction();
        }
    }

    /// Does what waits for a quiet moment.
    pub(super) fn rest(&mut self) {
        if self.log_used {
            self.empty_log();
        }
    }

    /// Copies the log into the database and makes it short.
    ///
    /// A reader that is in the middle of something makes it stay for the next quiet moment.
    pub(super) fn empty_log(&mut self) {
        if self.checkpoint("TRUNCATE").is_ok_and(|complete| complete) {
            self.log_used = false;
            self.log_bytes = 0;
        }
    }

    /// Copies the log, without waiting for readers; says whether all of it was copied.
    fn checkpoint(&self, mode: &str) -> rusqlite::Result<bool> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let sql = format!("PRAGMA wal_checkpoint({mode})");
        let busy = self.connection.query_row(&sql, [], |row| row.get::<_, i64>(0));
        self.connection.busy_timeout(BUSY_TIME)?;
        Ok(busy? == 0)
    }
}
