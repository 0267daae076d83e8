//! How a store is set up.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::files::Files;
use super::files::MemoryFiles;
use super::files::OperatingSystemFiles;
use crate::base::Clock;

const MEBIBYTE: u64 = 1024 * 1024;

/// Bytes of messages that one batch may have.
pub(crate) const MAXIMUM_BATCH_BYTES: u64 = 256 * MEBIBYTE;

/// Largest cap of unsealed and of queued rows: a column of one commit holds less than 2 GiB.
const MAXIMUM_CAP_BYTES: u64 = 1024 * MEBIBYTE;

/// How a store is set up; [`StoreOptions::new`] gives the defaults.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Data directory, checked or created at open.
    pub directory: PathBuf,
    /// Whether there is no such directory: everything is in memory and goes with the store.
    pub(crate) in_memory: bool,
    /// Operations on sealed files.
    pub files: Arc<dyn Files>,
    /// Source of ingestion times.
    pub clock: Arc<dyn Clock>,
    /// Bytes of unsealed rows beyond which events wait; sealing starts at half of it.
    pub hot_cap_bytes: u64,
    /// Bytes of sealed files beyond which the oldest are evicted.
    pub size_cap_bytes: u64,
    /// Bytes of occurrences of items beyond which the oldest are deleted; none means as the
    /// directory was told last.
    pub occurrence_cap_bytes: Option<u64>,
    /// Days for which occurrences are kept after they came, and zero for ever; none means as the
    /// directory was told last.
    pub occurrence_retention_days: Option<u32>,
    /// Free bytes on the disk below which events are refused; none means the larger of 512 MiB
    /// and four times the hot cap.
    pub disk_reserve_bytes: Option<u64>,
    /// Bytes of events that may wait for the writer.
    pub queue_cap_bytes: u64,
    /// Bytes of rows (before encoding) that a compacted file holds at most.
    pub compaction_cap_bytes: u64,
    /// Bytes of file footers that are kept.
    pub footer_cache_bytes: usize,
    /// Bytes of committed events that are held for slow subscribers before they lose some.
    pub subscription_bytes: u64,
    /// Time between sweeps and compactions by the store itself; none means only when asked.
    pub maintenance_interval: Option<Duration>,
    /// Whether an answer waits for the disk; a store of no use after a crash need not.
    pub durable: bool,
}

impl StoreOptions {
    /// Returns the defaults for a directory.
    #[must_use]
    pub fn new(directory: PathBuf, clock: Arc<dyn Clock>) -> Self {
        Self {
            directory,
            in_memory: false,
            files: Arc::new(OperatingSystemFiles),
            clock,
            hot_cap_bytes: 64 * MEBIBYTE,
            size_cap_bytes: 10 * 1024 * MEBIBYTE,
            occurrence_cap_bytes: None,
            occurrence_retention_days: None,
            disk_reserve_bytes: None,
            queue_cap_bytes: 64 * MEBIBYTE,
            compaction_cap_bytes: 512 * MEBIBYTE,
            footer_cache_bytes: 16 * 1024 * 1024,
            subscription_bytes: 16 * MEBIBYTE,
            maintenance_interval: Some(Duration::from_secs(60)),
            durable: true,
        }
    }

    /// Returns the options of a store that is empty at first, reads and writes no file, and is
    /// gone when it closes.
    #[must_use]
    pub fn in_memory(clock: Arc<dyn Clock>) -> Self {
        Self {
            in_memory: true,
            files: Arc::new(MemoryFiles::default()),
            size_cap_bytes: 256 * MEBIBYTE,
            durable: false,
            ..Self::new(PathBuf::from("memory"), clock)
        }
    }

    /// Returns the options with what memory structures cannot hold cut off.
    pub(crate) fn within_limits(mut self) -> Self {
        self.hot_cap_bytes = self.hot_cap_bytes.min(MAXIMUM_CAP_BYTES);
        self.queue_cap_bytes = self.queue_cap_bytes.min(MAXIMUM_CAP_BYTES);
        self
    }

    /// Returns the bytes of occurrences that are kept where nobody ever said how many.
    pub(crate) const fn usual_occurrence_cap(&self) -> u64 {
        if self.in_memory { 64 * MEBIBYTE } else { 1024 * MEBIBYTE }
    }

    /// Returns the free bytes below which events are refused.
    pub(crate) fn reserve(&self) -> u64 {
        let default = (512 * MEBIBYTE).max(self.hot_cap_bytes.saturating_mul(4));
        self.disk_reserve_bytes.unwrap_or(default)
    }
}
