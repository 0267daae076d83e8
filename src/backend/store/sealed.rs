//! Sealed files as readers see them, and their end when the last snapshot lets go.

use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use parquet::arrow::arrow_reader::ArrowReaderOptions;
use parquet::errors::ParquetError;
use parquet::file::metadata::PageIndexPolicy;
use parquet::file::reader::ChunkReader;
use parquet::file::reader::Length;

use super::error::StoreError;
use super::files::Files;
use super::files::ReadableFile;
use super::footers::FooterCache;
use super::manifest::FileEntry;

/// A sealed file; immutable, and removed from the disk after it was dropped from the manifest.
#[derive(Debug)]
pub struct SealedFile {
    entry: FileEntry,
    path: PathBuf,
    files: Arc<dyn Files>,
    footers: Arc<FooterCache>,
    doomed: AtomicBool,
}

impl SealedFile {
    pub(crate) fn new(
        entry: FileEntry,
        path: PathBuf,
        files: Arc<dyn Files>,
        footers: Arc<FooterCache>,
    ) -> Self {
        Self { entry, path, files, footers, doomed: AtomicBool::new(false) }
    }

    pub(crate) fn entry(&self) -> &FileEntry {
        &self.entry
    }

    /// Returns where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the smallest and the largest event time of its rows.
    #[must_use]
    pub fn time_range(&self) -> (i64, i64) {
        (self.entry.min_time, self.entry.max_time)
    }

    /// Says whether the file holds rows of a partition: of a group or a dataset.
    #[must_use]
    pub fn has_partition(&self, id: i64) -> bool {
        self.entry.partition(id).is_some()
    }

    /// Opens the file for reading.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(&self) -> Result<SealedReader, StoreError> {
        let file =
            self.files.open(&self.path).map_err(|e| StoreError::io("open", &self.path, e))?;
        Ok(SealedReader { file })
    }

    /// Opens the file for reading it from its start to its end.
    pub(crate) fn open_sequential(&self) -> io::Result<SequentialReader> {
        Ok(SequentialReader::new(self.files.open(&self.path)?))
    }

    /// Returns the footer with its page index, from the cache or from `reader`.
    ///
    /// # Errors
    /// The footer cannot be read.
    pub fn footer(&self, reader: &SealedReader) -> Result<ArrowReaderMetadata, StoreError> {
        if let Some(footer) = self.footers.get(self.entry.id) {
            return Ok(footer);
        }
        let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
        let footer = ArrowReaderMetadata::load(reader, options).map_err(|e| self.error(e))?;
        self.footers.put(self.entry.id, footer.clone());
        Ok(footer)
    }

    /// Builds the error of a failed read of this file.
    #[must_use]
    pub fn error(&self, source: ParquetError) -> StoreError {
        StoreError::sealed(&self.path, source)
    }

    /// Marks the file for removal once nobody uses it.
    pub(crate) fn doom(&self) {
        self.doomed.store(true, Ordering::Release);
    }
}

impl Drop for SealedFile {
    fn drop(&mut self) {
        if self.doomed.load(Ordering::Acquire) {
            self.footers.forget(self.entry.id);
            // What cannot be removed now is removed at the next open, as it is in no manifest.
            let _ = self.files.remove(&self.path);
        }
    }
}

/// An open sealed file, as the Parquet library reads it.
#[derive(Clone)]
pub struct SealedReader {
    file: Arc<dyn ReadableFile>,
}

impl std::fmt::Debug for SealedReader {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SealedReader").field("bytes", &self.file.bytes()).finish()
    }
}

impl Length for SealedReader {
    fn len(&self) -> u64 {
        self.file.bytes()
    }
}

impl ChunkReader for SealedReader {
    type T = io::BufReader<SequentialReader>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let reader = SequentialReader { file: Arc::clone(&self.file), offset: start };
        Ok(io::BufReader::new(reader))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let end = start.saturating_add(length as u64);
        if end > self.file.bytes() {
            return Err(ParquetError::EOF(format!("bytes up to {end} are not in the file")));
        }
        let mut buffer = vec![0; length];
        self.file.read_at(&mut buffer, start)?;
        Ok(buffer.into())
    }
}

/// Reads a sealed file from one place on.
pub struct SequentialReader {
    file: Arc<dyn ReadableFile>,
    offset: u64,
}

impl SequentialReader {
    /// Reads from the start.
    pub(crate) fn new(file: Arc<dyn ReadableFile>) -> Self {
        Self { file, offset: 0 }
    }
}

impl Read for SequentialReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = self.file.bytes().saturating_sub(self.offset);
        let length = usize::try_from(rest).unwrap_or(usize::MAX).min(buffer.len());
        self.file.read_at(&mut buffer[..length], self.offset)?;
        self.offset += length as u64;
        Ok(length)
    }
}
