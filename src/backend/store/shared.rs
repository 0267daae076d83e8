//! What the handles, the writer and the jobs share.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::RwLock;

use super::error::AppendError;
use super::footers::FooterCache;
use super::occurrence_bounds::OccurrenceBounds;
use super::options::StoreOptions;
use super::readers::ReaderPool;
use super::snapshot::Snapshot;
use super::statistics::Counts;
use super::statistics::StoreStatistics;
use super::subscription::Feed;

/// State that is read without asking the writer.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: StoreOptions,
    pub(crate) occurrence_bounds: OccurrenceBounds,
    pub(crate) readers: Arc<ReaderPool>,
    pub(crate) footers: Arc<FooterCache>,
    pub(crate) feed: Arc<Feed>,
    pub(crate) counts: Counts,
    pub(crate) remarks: Mutex<Remarks>,
    snapshot: RwLock<Arc<Snapshot>>,
}

/// Figures that are no counts.
#[derive(Debug, Default)]
pub(crate) struct Remarks {
    pub(crate) last_job_error: Option<String>,
    pub(crate) evicted_through_ms: Option<i64>,
}

impl Shared {
    pub(crate) fn new(
        options: StoreOptions,
        occurrence_bounds: OccurrenceBounds,
        readers: Arc<ReaderPool>,
        footers: Arc<FooterCache>,
        snapshot: Snapshot,
    ) -> Self {
        Self {
            occurrence_bounds,
            readers,
            footers,
            feed: Arc::new(Feed::new(options.subscription_bytes)),
            counts: Counts::default(),
            remarks: Mutex::default(),
            snapshot: RwLock::new(Arc::new(snapshot)),
            options,
        }
    }

    /// Returns the newest snapshot.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes a snapshot the newest; the one before lives on while somebody uses it.
    pub(crate) fn publish(&self, snapshot: Snapshot) {
        let snapshot = Arc::new(snapshot);
        let mut newest = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *newest, snapshot);
        drop(newest);
        // Dropped outside of the lock: it may remove files.
        drop(old);
    }

    /// Returns the figures of this moment.
    pub(crate) fn statistics(&self) -> StoreStatistics {
        let snapshot = self.snapshot();
        let mut figures = StoreStatistics::default();
        for table in &snapshot.tables {
            figures.hot_batches += table.hot.len() as u64;
            figures.files += table.files.len() as u64;
            for batch in table.hot.iter() {
                figures.hot_rows += batch.entry().rows;
                figures.hot_bytes += batch.entry().bytes;
            }
            for file in table.files.iter() {
                figures.file_rows += file.entry().rows;
                figures.file_bytes += file.entry().file_bytes;
            }
        }
        figures.database_bytes = self.database_bytes();
        let counts = &self.counts;
        figures.commits = counts.commits.get();
        figures.failed_commits = counts.failed_commits.get();
        figures.appended_rows = counts.appended_rows.get();
        figures.refused_batches = counts.refused_batches.get();
        figures.queued_bytes = counts.queued_bytes.get();
        figures.seals = counts.seals.get();
        figures.compactions = counts.compactions.get();
        figures.failed_jobs = counts.failed_jobs.get();
        figures.expired_files = counts.expired_files.get();
        figures.evicted_files = counts.evicted_files.get();
        figures.evicted_rows = counts.evicted_rows.get();
        let remarks = self.remarks.lock().unwrap_or_else(PoisonError::into_inner);
        figures.last_job_error.clone_from(&remarks.last_job_error);
        figures.evicted_through_ms = remarks.evicted_through_ms;
        figures
    }

    /// Says why no more telemetry can be kept, if the disk is almost full.
    pub(crate) fn disk_refusal(&self) -> Option<AppendError> {
        let reserve_bytes = self.options.reserve();
        // A disk that cannot be asked is found out about by the commit.
        let free_bytes = self.options.files.free_space(&self.options.directory).ok()?;
        (free_bytes < reserve_bytes).then_some(AppendError::DiskFull { free_bytes, reserve_bytes })
    }

    fn database_bytes(&self) -> u64 {
        if let Some(bytes) = self.readers.memory_bytes() {
            return bytes;
        }
        let path = self.readers.path();
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        [path.as_os_str(), &log]
            .into_iter()
            .filter_map(|path| std::fs::metadata(path).ok())
            .map(|metadata| metadata.len())
            .sum()
    }
}
