//! What a scan is made of: hot batches and page ranges of sealed files, by their first key.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use parquet::file::metadata::RowGroupMetaData;
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::file::page_index::offset_index::OffsetIndexMetaData;

use super::key::TravelKey;
use super::prepared::Prepared;
use crate::backend::engine::open_file::OpenFile;
use crate::backend::engine::open_file::chunk_range;
use crate::backend::store::HotBatch;
use crate::backend::store::SealedFile;
use crate::backend::store::Snapshot;
use crate::backend::store::StoreError;
use crate::backend::store::log_columns;
use crate::model::log_event::EVENT_OVERHEAD;

/// Rows of a unit where a file has no page index.
const UNIT_ROWS: usize = 16 * 1024;

/// A part of the data and the first key that it can hold.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) first_key: TravelKey,
    pub(super) part: Part,
}

/// What a unit reads.
#[derive(Debug)]
pub(super) enum Part {
    /// A file that was not looked into yet; it turns into pages.
    File(Arc<SealedFile>),
    /// Unsealed rows.
    Hot(Arc<HotBatch>),
    /// Some pages of a file.
    Pages(Pages),
}

/// Rows of one row group of a file.
#[derive(Debug)]
pub(super) struct Pages {
    pub(super) file: Arc<OpenFile>,
    pub(super) row_group: usize,
    pub(super) rows: Range<usize>,
    /// Event times that the rows have at least and at most.
    pub(super) times: (i64, i64),
    /// Whether all rows belong to the group and lie in the asked range.
    pub(super) covered: bool,
}

impl Unit {
    /// Returns how much of a page the unit is likely to fill; zero if nothing tells.
    pub(super) fn likely_share(&self, query: &Prepared) -> f64 {
        match &self.part {
            Part::Pages(pages)
                if pages.covered && query.matcher.is_none() && !query.filters_streams() =>
            {
                let rows = pages.rows.len() as f64;
                let bytes = rows * pages.average_bytes() as f64;
                (rows / query.maximum_events as f64).max(bytes / query.maximum_bytes as f64)
            }
            _ => 0.0,
        }
    }
}

impl Pages {
    /// Returns what an event of the row group counts for a page on average.
    pub(super) fn average_bytes(&self) -> usize {
        let row_group = self.file.footer.metadata().row_group(self.row_group);
        let bytes = row_group.column(log_columns::MESSAGE).uncompressed_size();
        let average = bytes / row_group.num_rows().max(1);
        usize::try_from(average).unwrap_or_default() + EVENT_OVERHEAD
    }
}

// Heaps give their largest element first; the unit with the smallest key is the largest.
impl Ord for Unit {
    fn cmp(&self, other: &Self) -> Ordering {
        other.first_key.cmp(&self.first_key)
    }
}

impl PartialOrd for Unit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Unit {}

/// Lists the batches and files that can hold events of the query.
pub(super) fn list(snapshot: &Snapshot, query: &Prepared) -> Vec<Unit> {
    let files = snapshot
        .sealed_logs()
        .iter()
        .filter(|file| file.has_partition(query.group_id) && query.overlaps(file.time_range()))
        .map(|file| Unit {
            first_key: query.first_key(file.time_range()),
            part: Part::File(Arc::clone(file)),
        });
    let hot = snapshot.hot_logs().iter().filter(|batch| query.overlaps(batch.time_range())).map(
        |batch| Unit {
            first_key: query.first_key(batch.time_range()),
            part: Part::Hot(Arc::clone(batch)),
        },
    );
    files.chain(hot).collect()
}

/// Looks into a file and returns its units.
pub(super) fn expand(file: &Arc<SealedFile>, query: &Prepared) -> Result<Vec<Unit>, StoreError> {
    let file = OpenFile::of(file)?;
    let metadata = file.footer.metadata();
    let mut units = Vec::new();
    for (number, row_group) in metadata.row_groups().iter().enumerate() {
        let groups = chunk_range(row_group, log_columns::GROUP_ID);
        let times = chunk_range(row_group, log_columns::TIMESTAMP);
        if !holds(groups, query.group_id) || !query.overlaps(times) {
            continue;
        }
        let index = metadata.page_index_for_row_group(number);
        let count = row_count(row_group);
        let ranges =
            |column| page_ranges(index.column_index(column), index.offset_index(column), count);
        let group_pages = ranges(log_columns::GROUP_ID);
        let time_pages = ranges(log_columns::TIMESTAMP);
        // No two units share a page of messages, which cost most to read.
        for rows in unit_rows(index.offset_index(log_columns::MESSAGE), count) {
            let groups = joined(&group_pages, &rows).unwrap_or(groups);
            let times = joined(&time_pages, &rows).unwrap_or(times);
            if !holds(groups, query.group_id) || !query.overlaps(times) {
                continue;
            }
            let covered = groups == (query.group_id, query.group_id) && query.covers(times);
            let pages = Pages { file: Arc::clone(&file), row_group: number, rows, times, covered };
            units.push(Unit { first_key: query.first_key(times), part: Part::Pages(pages) });
        }
    }
    Ok(units)
}

const fn holds((first, last): (i64, i64), value: i64) -> bool {
    first <= value && value <= last
}

fn row_count(row_group: &RowGroupMetaData) -> usize {
    usize::try_from(row_group.num_rows()).unwrap_or_default()
}

/// The rows of a page and the values that they have at least and at most.
struct PageRange {
    rows: Range<usize>,
    values: (i64, i64),
}

fn page_rows(offsets: &OffsetIndexMetaData, count: usize) -> Vec<Range<usize>> {
    let starts: Vec<usize> = offsets
        .page_locations()
        .iter()
        .map(|page| usize::try_from(page.first_row_index).unwrap_or_default())
        .collect();
    let ends = starts.iter().copied().skip(1).chain([count]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn page_ranges(
    values: Option<&ColumnIndexMetaData>,
    offsets: Option<&OffsetIndexMetaData>,
    count: usize,
) -> Vec<PageRange> {
    let (Some(ColumnIndexMetaData::INT64(values)), Some(offsets)) = (values, offsets) else {
        return Vec::new();
    };
    let range = |(page, rows)| {
        let values = match (values.min_value(page), values.max_value(page)) {
            (Some(first), Some(last)) => (*first, *last),
            _ => (i64::MIN, i64::MAX),
        };
        PageRange { rows, values }
    };
    page_rows(offsets, count).into_iter().enumerate().map(range).collect()
}

/// Cuts the rows of a row group at the pages of a column.
fn unit_rows(offsets: Option<&OffsetIndexMetaData>, count: usize) -> Vec<Range<usize>> {
    match offsets {
        Some(offsets) => page_rows(offsets, count),
        None => (0..count).step_by(UNIT_ROWS).map(|row| row..count.min(row + UNIT_ROWS)).collect(),
    }
}

/// Returns the values that some rows have at least and at most, from the pages that hold them.
fn joined(pages: &[PageRange], rows: &Range<usize>) -> Option<(i64, i64)> {
    let first = pages.partition_point(|page| page.rows.end <= rows.start);
    pages[first..]
        .iter()
        .take_while(|page| page.rows.start < rows.end)
        .map(|page| page.values)
        .reduce(|left, right| (left.0.min(right.0), left.1.max(right.1)))
}
