//! Merges small files of one day and rewrites files that hold much that is dead.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BinaryHeap;
use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::dead::DeadIds;
use super::encoder::FileEncoder;
use super::encoder::FilePlace;
use super::encoder::ROW_OVERHEAD_BYTES;
use super::error::StoreError;
use super::manifest::FileEntry;
use super::sealed::SealedFile;
use super::sealing::CHUNK_BYTES;
use super::sealing::CHUNK_ROWS;
use super::table::SortKey;
use super::table::TableId;
use super::union::Union;
use crate::model::log_event::EVENT_OVERHEAD;

/// Files that are merged at a time: each keeps a page per column in memory.
const MAXIMUM_INPUTS: usize = 8;

/// Rows that are read from a file at a time.
const READ_ROWS: usize = 2048;

/// Bytes of the smallest class of files; each further class is four times as large.
const CLASS_BYTES: u64 = 4 * 1024 * 1024;

/// How much gain a compaction must promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Eagerness {
    /// Somebody asked: any gain will do.
    Asked,
    /// The store has time.
    Quiet,
    /// Sealing or ingest need the machine.
    Busy,
}

impl Eagerness {
    /// Returns how many files of one size class are merged.
    const fn least_files(self) -> usize {
        match self {
            Self::Asked => 2,
            Self::Quiet => 4,
            Self::Busy => 8,
        }
    }

    /// Returns the least share of a file that must be dead, as one part of so many.
    const fn dead_share(self) -> u64 {
        match self {
            Self::Asked => u64::MAX,
            Self::Quiet => 4,
            Self::Busy => 2,
        }
    }
}

/// What is to be compacted: files of one day.
#[derive(Debug)]
pub(crate) struct CompactionTask {
    pub(crate) table: TableId,
    pub(crate) inputs: Vec<Arc<SealedFile>>,
    pub(crate) dead: Arc<DeadIds>,
    /// Number of the last deletion in `dead`.
    pub(crate) purged: i64,
    /// Oldest time by which rows expire that is kept, by partition.
    pub(crate) oldest: HashMap<i64, i64>,
}

/// What came of a compaction.
#[derive(Debug)]
pub(crate) struct Compacted {
    /// The new file, unless no row was left.
    pub(crate) added: Option<FileEntry>,
    /// Bytes of expired rows, by partition.
    pub(crate) freed: Vec<(i64, u64)>,
}

/// Chooses the files that are best compacted next; none if nothing is worth it.
pub(crate) fn choose(
    files: &[Arc<SealedFile>],
    dead: &DeadIds,
    oldest: &HashMap<i64, i64>,
    cap_bytes: u64,
    eagerness: Eagerness,
) -> Vec<Arc<SealedFile>> {
    let mut days: BTreeMap<i64, Vec<&Arc<SealedFile>>> = BTreeMap::new();
    for file in files {
        let entry = file.entry();
        let gone = dead_bytes(entry, dead, oldest);
        if gone > 0 && gone >= entry.raw_bytes / eagerness.dead_share() {
            return vec![Arc::clone(file)];
        }
        days.entry(entry.day).or_default().push(file);
    }
    for day in days.values_mut() {
        day.sort_by_key(|file| (file.entry().min_time, file.entry().id));
        let chosen = if eagerness == Eagerness::Asked {
            let mut smallest = day.clone();
            smallest.sort_by_key(|file| (file.entry().raw_bytes, file.entry().id));
            fitting(&smallest, cap_bytes)
        } else {
            best_class(day, cap_bytes, eagerness.least_files())
        };
        if chosen.len() >= eagerness.least_files() {
            return chosen;
        }
    }
    Vec::new()
}

/// Returns the files of the smallest size class that has enough of them.
fn best_class(
    day: &[&Arc<SealedFile>],
    cap_bytes: u64,
    least_files: usize,
) -> Vec<Arc<SealedFile>> {
    let mut classes: BTreeMap<u32, Vec<&Arc<SealedFile>>> = BTreeMap::new();
    for file in day {
        let class = (file.entry().raw_bytes / CLASS_BYTES).max(1).ilog(4);
        classes.entry(class).or_default().push(file);
    }
    classes
        .values()
        .map(|class| fitting(class, cap_bytes))
        .find(|chosen| chosen.len() >= least_files)
        .unwrap_or_default()
}

/// Takes files from the front as long as they fit into one.
fn fitting(files: &[&Arc<SealedFile>], cap_bytes: u64) -> Vec<Arc<SealedFile>> {
    let mut bytes = 0_u64;
    files
        .iter()
        .take(MAXIMUM_INPUTS)
        .take_while(|file| {
            bytes = bytes.saturating_add(file.entry().raw_bytes);
            bytes <= cap_bytes
        })
        .map(|file| Arc::clone(file))
        .collect()
}

/// Estimates how much of a file a rewrite would free.
///
/// A rewrite brings every part of this to zero, so that no file is chosen twice for one reason.
fn dead_bytes(entry: &FileEntry, dead: &DeadIds, oldest: &HashMap<i64, i64>) -> u64 {
    let whole = |rows: u64, bytes: u64| bytes + rows * ROW_OVERHEAD_BYTES;
    let partitions: u64 = entry
        .partitions
        .iter()
        .filter(|partition| {
            dead.has_group(partition.id)
                || oldest.get(&partition.id).is_some_and(|&time| entry.max_retention < time)
        })
        .map(|partition| whole(partition.rows, partition.bytes))
        .sum();
    let streams: u64 = dead
        .tombstones()
        .iter()
        .filter(|tombstone| tombstone.id > entry.purged && tombstone.stream_id.is_some())
        .filter_map(|tombstone| {
            let partition = entry.partition(tombstone.group_id)?;
            // How much of the stream lies in this file is not known; at most all of it does.
            Some(tombstone.bytes.max(0).cast_unsigned().min(partition.bytes))
        })
        .sum();
    partitions + streams
}

/// Writes the living rows of a task to one file.
pub(crate) fn compact(place: &FilePlace, task: &CompactionTask) -> Result<Compacted, StoreError> {
    let day = task.inputs.first().map_or(0, |file| file.entry().day);
    let mut merge = Merge::open(task)?;
    let schema = Arc::clone(merge.union.schema());
    let mut encoder: Option<FileEncoder<'_>> = None;
    while let Some(rows) = merge.next_rows()? {
        place.check_stopping()?;
        let encoder = match &mut encoder {
            Some(encoder) => encoder,
            none => none.insert(FileEncoder::create(place, task.table, &schema, day, task.purged)?),
        };
        encoder.write(&rows)?;
    }
    let added = encoder.map(FileEncoder::finish).transpose()?;
    Ok(Compacted { added, freed: merge.freed.into_iter().collect() })
}

/// Several sorted files read as one.
struct Merge<'a> {
    task: &'a CompactionTask,
    /// The columns of all files; its sources are the cursors.
    union: Union,
    cursors: Vec<Cursor<'a>>,
    /// The next row of every file that has one.
    heap: BinaryHeap<Reverse<(SortKey, usize)>>,
    freed: HashMap<i64, u64>,
}

struct Cursor<'a> {
    file: &'a SealedFile,
    reader: ParquetRecordBatchReader,
    batch: Option<RecordBatch>,
    keys: Vec<SortKey>,
    widths: Vec<u64>,
    dropped: Option<Vec<bool>>,
    row: usize,
}

impl<'a> Merge<'a> {
    fn open(task: &'a CompactionTask) -> Result<Self, StoreError> {
        let mut opened = Vec::with_capacity(task.inputs.len());
        for file in &task.inputs {
            let reader = file.open()?;
            let footer = file.footer(&reader)?;
            opened.push((file, reader, footer));
        }
        let schemas: Vec<SchemaRef> =
            opened.iter().map(|(_, _, footer)| Arc::clone(footer.schema())).collect();
        let fields = schemas.iter().map(|schema| schema.fields());
        let union = Union::of(&task.table.definition().schema(), fields);
        let read_rows = union.row_limit(READ_ROWS);
        let mut merge = Self {
            task,
            union,
            cursors: Vec::new(),
            heap: BinaryHeap::new(),
            freed: HashMap::new(),
        };
        for (file, reader, footer) in opened {
            let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(reader, footer)
                .with_batch_size(read_rows)
                .build()
                .map_err(|error| file.error(error))?;
            merge.cursors.push(Cursor {
                file,
                reader,
                batch: None,
                keys: Vec::new(),
                widths: Vec::new(),
                dropped: None,
                row: 0,
            });
        }
        for cursor in 0..merge.cursors.len() {
            merge.load(cursor)?;
        }
        Ok(merge)
    }

    /// Reads the next batch of a file that has a living row, and enters that row.
    fn load(&mut self, cursor: usize) -> Result<(), StoreError> {
        let definition = self.task.table.definition();
        let state = &mut self.cursors[cursor];
        loop {
            state.batch = None;
            let Some(batch) = state.reader.next() else {
                return Ok(());
            };
            let batch = batch?;
            state.keys = definition.sort_keys(&batch)?;
            state.widths = definition.row_bytes(&batch)?;
            state.dropped = definition.dead_rows(&batch, &self.task.dead)?;
            drop_expired(self.task, &batch, state, &mut self.freed)?;
            state.batch = Some(batch);
            state.row = 0;
            if state.skip_dropped() {
                self.heap.push(Reverse((state.keys[state.row], cursor)));
                return Ok(());
            }
        }
    }

    /// Returns the next rows in order; none at the end.
    fn next_rows(&mut self) -> Result<Option<RecordBatch>, StoreError> {
        let most = self.union.row_limit(CHUNK_ROWS);
        let mut batches: Vec<(usize, RecordBatch)> = Vec::new();
        let mut places: Vec<Option<usize>> = vec![None; self.cursors.len()];
        let mut rows: Vec<(usize, usize)> = Vec::new();
        let mut bytes = 0;
        while rows.len() < most && bytes < CHUNK_BYTES {
            let Some(Reverse((_, cursor))) = self.heap.pop() else {
                break;
            };
            let state = &mut self.cursors[cursor];
            let Some(batch) = &state.batch else {
                return Err(StoreError::damaged(state.file.path(), "a batch went missing"));
            };
            let place = *places[cursor].get_or_insert_with(|| {
                batches.push((cursor, batch.clone()));
                batches.len() - 1
            });
            rows.push((place, state.row));
            bytes += state.widths[state.row] + ROW_OVERHEAD_BYTES;
            state.row += 1;
            if state.skip_dropped() {
                self.heap.push(Reverse((state.keys[state.row], cursor)));
            } else {
                places[cursor] = None;
                self.load(cursor)?;
            }
        }
        if rows.is_empty() {
            return Ok(None);
        }
        let batches: Vec<(usize, &RecordBatch)> =
            batches.iter().map(|(source, batch)| (*source, batch)).collect();
        Ok(Some(self.union.interleave(&batches, &rows)?))
    }
}

impl Cursor<'_> {
    /// Goes to the next row that is kept; says whether there is one in this batch.
    fn skip_dropped(&mut self) -> bool {
        if let Some(dropped) = &self.dropped {
            while dropped.get(self.row).is_some_and(|dropped| *dropped) {
                self.row += 1;
            }
        }
        self.row < self.keys.len()
    }
}

/// Marks expired rows as dropped and counts their bytes.
fn drop_expired(
    task: &CompactionTask,
    batch: &RecordBatch,
    state: &mut Cursor<'_>,
    freed: &mut HashMap<i64, u64>,
) -> Result<(), StoreError> {
    if task.oldest.is_empty() {
        return Ok(());
    }
    let definition = task.table.definition();
    let partitions = definition.partitions(batch)?;
    let times = definition.retention_times(batch)?;
    for row in 0..batch.num_rows() {
        let Some(&oldest) = task.oldest.get(&partitions[row]) else {
            continue;
        };
        if times[row] >= oldest {
            continue;
        }
        let dropped = state.dropped.get_or_insert_with(|| vec![false; batch.num_rows()]);
        if !dropped[row] {
            dropped[row] = true;
            *freed.entry(partitions[row]).or_default() += state.widths[row] + EVENT_OVERHEAD as u64;
        }
    }
    Ok(())
}
