//! Writes one sealed file: temporary name, encode, sync, rename, sync the folder.
//!
//! Nothing here touches the manifest: a file counts only once the writer has committed its row.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;

use super::error::StoreError;
use super::files::Files;
use super::files::WritableFile;
use super::manifest::FileEntry;
use super::manifest::Partition;
use super::table::TableId;

/// Bytes that a row counts beside its own text.
pub(crate) const ROW_OVERHEAD_BYTES: u64 = 44;

/// Ending of a file that is not complete.
pub(crate) const TEMPORARY_SUFFIX: &str = ".tmp";

/// Ending of a sealed file.
pub(crate) const FILE_SUFFIX: &str = ".parquet";

/// Where and how sealed files are written.
#[derive(Clone, Debug)]
pub(crate) struct FilePlace {
    pub(crate) files: Arc<dyn Files>,
    /// Data directory; each table has a folder in it.
    pub(crate) directory: PathBuf,
    pub(crate) next_file: Arc<AtomicI64>,
    /// Set when the store closes: long jobs stop.
    pub(crate) stopping: Arc<AtomicBool>,
}

impl FilePlace {
    /// Returns the folder of a table.
    pub(crate) fn folder(&self, table: TableId) -> PathBuf {
        self.directory.join(table.definition().name())
    }

    /// Returns an error if the store closes.
    pub(crate) fn check_stopping(&self) -> Result<(), StoreError> {
        if self.stopping.load(Ordering::Relaxed) { Err(StoreError::Stopped) } else { Ok(()) }
    }

    /// Removes files that no manifest will name; what cannot be removed goes at the next open.
    pub(crate) fn discard(&self, entries: &[FileEntry]) {
        for entry in entries {
            let _ = self.files.remove(&self.folder(entry.table).join(&entry.name));
        }
    }
}

/// A sealed file that is being written; dropped before its end, it leaves nothing behind.
pub(crate) struct FileEncoder<'a> {
    place: &'a FilePlace,
    table: TableId,
    writer: Option<ArrowWriter<Box<dyn WritableFile>>>,
    temporary: PathBuf,
    entry: FileEntry,
    partitions: BTreeMap<i64, (u64, u64)>,
    group_rows: u64,
    group_bytes: u64,
}

impl<'a> FileEncoder<'a> {
    /// Creates a file for rows of one day, with those columns.
    pub(crate) fn create(
        place: &'a FilePlace,
        table: TableId,
        schema: &SchemaRef,
        day: i64,
        purged: i64,
    ) -> Result<Self, StoreError> {
        let id = place.next_file.fetch_add(1, Ordering::SeqCst);
        let name = format!("{}-{id:08}{FILE_SUFFIX}", day_name(day));
        let temporary = place.folder(table).join(format!("{name}{TEMPORARY_SUFFIX}"));
        let file = place
            .files
            .create(&temporary)
            .map_err(|error| StoreError::io("create", &temporary, error))?;
        let definition = table.definition();
        let properties = definition.writer_properties();
        let mut encoder = Self {
            place,
            table,
            writer: None,
            temporary,
            entry: FileEntry {
                id,
                table,
                name,
                day,
                rows: 0,
                raw_bytes: 0,
                file_bytes: 0,
                min_time: i64::MAX,
                max_time: i64::MIN,
                max_retention: i64::MIN,
                purged,
                partitions: Vec::new(),
            },
            partitions: BTreeMap::new(),
            group_rows: 0,
            group_bytes: 0,
        };
        let writer = ArrowWriter::try_new(file, Arc::clone(schema), Some(properties))
            .map_err(|error| StoreError::sealed(&encoder.temporary, error))?;
        encoder.writer = Some(writer);
        Ok(encoder)
    }

    /// Adds rows, which follow those before in the order of the table.
    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        let definition = self.table.definition();
        let limits = definition.row_group_limits();
        let widths = definition.row_bytes(batch)?;
        let partitions = definition.partitions(batch)?;
        let times = definition.times(batch)?;
        let retention_times = definition.retention_times(batch)?;
        let mut start = 0;
        for row in 0..batch.num_rows() {
            let bytes = widths[row] + ROW_OVERHEAD_BYTES;
            if self.group_rows > 0
                && (self.group_rows >= limits.rows || self.group_bytes + bytes > limits.bytes)
            {
                self.encode(&batch.slice(start, row - start))?;
                self.with_writer(ArrowWriter::flush)?;
                start = row;
                (self.group_rows, self.group_bytes) = (0, 0);
            }
            self.group_rows += 1;
            self.group_bytes += bytes;
            self.entry.rows += 1;
            self.entry.raw_bytes += bytes;
            self.entry.min_time = self.entry.min_time.min(times[row]);
            self.entry.max_time = self.entry.max_time.max(times[row]);
            self.entry.max_retention = self.entry.max_retention.max(retention_times[row]);
            let partition = self.partitions.entry(partitions[row]).or_default();
            partition.0 += 1;
            partition.1 += widths[row];
        }
        self.encode(&batch.slice(start, batch.num_rows() - start))
    }

    fn encode(&mut self, rows: &RecordBatch) -> Result<(), StoreError> {
        if rows.num_rows() == 0 {
            return Ok(());
        }
        self.with_writer(|writer| writer.write(rows))
    }

    fn with_writer(
        &mut self,
        f: impl FnOnce(&mut ArrowWriter<Box<dyn WritableFile>>) -> parquet::errors::Result<()>,
    ) -> Result<(), StoreError> {
        let writer = self.writer.as_mut().ok_or(StoreError::Stopped)?;
        f(writer).map_err(|error| StoreError::sealed(&self.temporary, error))
    }

    /// Finishes the file and gives it its name; after this it survives a power cut.
    pub(crate) fn finish(mut self) -> Result<FileEntry, StoreError> {
        let mut writer = self.writer.take().ok_or(StoreError::Stopped)?;
        writer.finish().map_err(|error| StoreError::sealed(&self.temporary, error))?;
        self.entry.file_bytes = writer.bytes_written() as u64;
        writer
            .sync()
            .and_then(|()| writer.inner_mut().sync())
            .map_err(|error| StoreError::io("write", &self.temporary, error))?;
        drop(writer);

        let folder = self.place.folder(self.table);
        let target = folder.join(&self.entry.name);
        self.place
            .files
            .rename(&self.temporary, &target)
            .map_err(|error| StoreError::io("rename", &self.temporary, error))?;
        if let Err(error) = self.place.files.sync_directory(&folder) {
            let _ = self.place.files.remove(&target);
            return Err(StoreError::io("sync", &folder, error));
        }
        // The temporary name is gone; nothing is left for `drop` to remove.
        self.temporary = PathBuf::new();
        self.entry.partitions = std::mem::take(&mut self.partitions)
            .into_iter()
            .map(|(id, (rows, bytes))| Partition { id, rows, bytes })
            .collect();
        Ok(self.entry.clone())
    }
}

impl Drop for FileEncoder<'_> {
    fn drop(&mut self) {
        if !self.temporary.as_os_str().is_empty() {
            let _ = self.place.files.remove(&self.temporary);
        }
    }
}

/// Milliseconds of a day.
pub(crate) const DAY_MS: i64 = 86_400_000;

/// Returns the day of an event time, in days since the epoch.
pub(crate) const fn day_of(time_ms: i64) -> i64 {
    time_ms.div_euclid(DAY_MS)
}

/// Returns a day as year, month and day of month; days outside of four-digit years as a number.
fn day_name(day: i64) -> String {
    const FIRST_DAY: i64 = -719_162;
    const LAST_DAY: i64 = 2_932_896;
    if !(FIRST_DAY..=LAST_DAY).contains(&day) {
        return format!("day{day}");
    }
    // Days are counted in 400-year eras that begin on the first of March, so that the leap day
    // is the last of its year.
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{of_month:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_calendar_names() {
        assert_eq!(day_name(0), "1970-01-01");
        assert_eq!(day_name(-1), "1969-12-31");
        assert_eq!(day_name(11_016), "2000-02-29");
        assert_eq!(day_name(20_778), "2026-11-21");
        assert_eq!(day_name(-719_162), "0001-01-01");
        assert_eq!(day_name(2_932_896), "9999-12-31");
        assert_eq!(day_name(2_932_897), "day2932897");
        assert_eq!(day_of(-1), -1);
    }
}
