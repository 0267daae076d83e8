//! Turns hot batches into sealed files, one or more a day of event time.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::dead::DeadIds;
use super::encoder::FileEncoder;
use super::encoder::FilePlace;
use super::encoder::ROW_OVERHEAD_BYTES;
use super::encoder::day_of;
use super::error::StoreError;
use super::hot::HotBatch;
use super::manifest::FileEntry;
use super::table::SortKey;
use super::table::TableId;
use super::union::Union;

/// Rows that are put together at a time.
pub(crate) const CHUNK_ROWS: usize = 4096;

/// Bytes that are put together at a time.
pub(crate) const CHUNK_BYTES: u64 = 2 * 1024 * 1024;

/// What is to be sealed.
#[derive(Debug)]
pub(crate) struct SealTask {
    pub(crate) table: TableId,
    pub(crate) batches: Vec<Arc<HotBatch>>,
    pub(crate) dead: Arc<DeadIds>,
    /// Number of the last deletion in `dead`.
    pub(crate) purged: i64,
}

/// A row's place, in the order in which rows are sealed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    day: i64,
    key: SortKey,
    batch: u32,
    row: u32,
    bytes: u32,
}

/// Writes the rows of a task to files; removes what it wrote if it fails.
pub(crate) fn seal(place: &FilePlace, task: &SealTask) -> Result<Vec<FileEntry>, StoreError> {
    let mut batches = Vec::with_capacity(task.batches.len());
    for batch in &task.batches {
        batches.push(batch.rows()?);
    }
    let rows = sorted_places(task, &batches)?;
    let schemas: Vec<SchemaRef> = batches.iter().map(|batch| batch.schema()).collect();
    let fields = schemas.iter().map(|schema| schema.fields());
    let union = Union::of(&task.table.definition().schema(), fields);
    let sources: Vec<(usize, &RecordBatch)> = batches.into_iter().enumerate().collect();
    let mut written = Vec::new();
    for day in rows.chunk_by(|left, right| left.day == right.day) {
        match seal_day(place, task, &union, &sources, day) {
            Ok(entry) => written.push(entry),
            Err(error) => {
                place.discard(&written);
                return Err(error);
            }
        }
    }
    Ok(written)
}

fn sorted_places(task: &SealTask, batches: &[&RecordBatch]) -> Result<Vec<Place>, StoreError> {
    let definition = task.table.definition();
    let mut places = Vec::with_capacity(batches.iter().map(|batch| batch.num_rows()).sum());
    for (number, batch) in batches.iter().enumerate() {
        let keys = definition.sort_keys(batch)?;
        let widths = definition.row_bytes(batch)?;
        let dead = definition.dead_rows(batch, &task.dead)?;
        let times = definition.times(batch)?;
        for (row, key) in keys.into_iter().enumerate() {
            if dead.as_ref().is_some_and(|dead| dead[row]) {
                continue;
            }
            places.push(Place {
                day: day_of(times[row]),
                key,
                batch: number as u32,
                row: row as u32,
                bytes: u32::try_from(widths[row]).unwrap_or(u32::MAX),
            });
        }
    }
    places.sort_unstable();
    Ok(places)
}

fn seal_day(
    place: &FilePlace,
    task: &SealTask,
    union: &Union,
    batches: &[(usize, &RecordBatch)],
    rows: &[Place],
) -> Result<FileEntry, StoreError> {
    let day = rows.first().map_or(0, |row| row.day);
    let mut encoder = FileEncoder::create(place, task.table, union.schema(), day, task.purged)?;
    let mut rest = rows;
    while !rest.is_empty() {
        let (chunk, tail) = rest.split_at(chunk_length(rest, union.row_limit(CHUNK_ROWS)));
        rest = tail;
        let indices: Vec<(usize, usize)> =
            chunk.iter().map(|row| (row.batch as usize, row.row as usize)).collect();
        encoder.write(&union.interleave(batches, &indices)?)?;
    }
    encoder.finish()
}

fn chunk_length(rows: &[Place], most: usize) -> usize {
    let mut bytes = 0;
    for (count, row) in rows.iter().take(most).enumerate() {
        bytes += u64::from(row.bytes) + ROW_OVERHEAD_BYTES;
        if bytes > CHUNK_BYTES {
            return count.max(1);
        }
    }
    rows.len().min(most)
}
