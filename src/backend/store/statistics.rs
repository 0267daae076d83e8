//! What the store counts about itself.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// Figures of a store; the counts start with the process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreStatistics {
    /// Unsealed rows.
    pub hot_rows: u64,
    /// Bytes of unsealed rows in memory.
    pub hot_bytes: u64,
    /// Unsealed batches.
    pub hot_batches: u64,
    /// Sealed files.
    pub files: u64,
    /// Rows in sealed files.
    pub file_rows: u64,
    /// Bytes of sealed files on the disk.
    pub file_bytes: u64,
    /// Bytes of the database and its log on the disk.
    pub database_bytes: u64,
    /// Commits that succeeded.
    pub commits: u64,
    /// Commits that failed and kept nothing.
    pub failed_commits: u64,
    /// Events taken.
    pub appended_rows: u64,
    /// Batches refused because the disk is almost full.
    pub refused_batches: u64,
    /// Bytes of events that wait for the writer.
    pub queued_bytes: u64,
    /// Times that unsealed rows were sealed.
    pub seals: u64,
    /// Times that files were merged or rewritten.
    pub compactions: u64,
    /// Sealing or compaction jobs that failed.
    pub failed_jobs: u64,
    /// What the last failed job said.
    pub last_job_error: Option<String>,
    /// Files dropped because all their rows were deleted or expired.
    pub expired_files: u64,
    /// Files dropped because of the size cap.
    pub evicted_files: u64,
    /// Rows in them.
    pub evicted_rows: u64,
    /// Largest event time among them, milliseconds since the epoch.
    pub evicted_through_ms: Option<i64>,
}

/// A count that several threads raise.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn add(&self, amount: u64) {
        self.0.fetch_add(amount, Ordering::Relaxed);
    }

    pub(crate) fn subtract(&self, amount: u64) {
        self.0.fetch_sub(amount, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The counts behind [`StoreStatistics`].
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) commits: Count,
    pub(crate) failed_commits: Count,
    pub(crate) appended_rows: Count,
    pub(crate) refused_batches: Count,
    pub(crate) queued_bytes: Count,
    pub(crate) seals: Count,
    pub(crate) compactions: Count,
    pub(crate) failed_jobs: Count,
    pub(crate) expired_files: Count,
    pub(crate) evicted_files: Count,
    pub(crate) evicted_rows: Count,
}
