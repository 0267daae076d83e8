//! Scans some pages of a sealed file, decoding as few columns and rows as it can.

use std::ops::Range;

use arrow_array::Array;
use arrow_array::Int64Array;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::TimestampMillisecondArray;
use arrow_array::UInt64Array;
use arrow_select::concat::concat_batches;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_reader::RowSelection;

use super::collector::UnitResult;
use super::collector::take_page;
use super::key::EventKey;
use super::matcher::Matcher;
use super::prepared::Prepared;
use super::query::Direction;
use super::query::LogEvent;
use super::query::ScanError;
use super::units::Pages;
use crate::backend::store::StoreError;
use crate::backend::store::log_columns;

/// Columns of the key and the stream.
const KEY_COLUMNS: [usize; 4] =
    [log_columns::STREAM_ID, log_columns::TIMESTAMP, log_columns::INGESTION, log_columns::SEQUENCE];

/// Returns the first events of the pages that match.
pub(super) fn scan(pages: &Pages, query: &Prepared) -> Result<UnitResult, ScanError> {
    let candidates = candidates(pages, query)?;
    let result = match &query.matcher {
        Some(matcher) => scan_with_pattern(pages, query, matcher, &candidates)?,
        None => scan_without_pattern(pages, query, &candidates)?,
    };
    Ok(result)
}

/// Rows of a row group that may be in the page, as rising ranges.
type Ranges = Vec<Range<usize>>;

fn count(ranges: &[Range<usize>]) -> usize {
    ranges.iter().map(ExactSizeIterator::len).sum()
}

/// Finds the rows that group, time, stream and place let through.
fn candidates(pages: &Pages, query: &Prepared) -> Result<Ranges, ScanError> {
    if pages.covered && !query.filters_streams() {
        return Ok(vec![pages.rows.clone()]);
    }
    let mut columns = vec![log_columns::GROUP_ID, log_columns::TIMESTAMP];
    let with_keys = query.needs_keys(pages.times);
    if with_keys {
        columns.extend([log_columns::INGESTION, log_columns::SEQUENCE]);
    }
    if query.filters_streams() {
        columns.push(log_columns::STREAM_ID);
    }
    let batch = read(pages, std::slice::from_ref(&pages.rows), &columns)?;
    let groups = int64(&batch, "group_id")?;
    let times = times(&batch, "timestamp")?;
    let streams = query.filters_streams().then(|| int64(&batch, "stream_id")).transpose()?;
    let keys = if with_keys { Some(Keys::of(&batch)?) } else { None };
    let mut ranges = Ranges::new();
    for row in 0..batch.num_rows() {
        let passes = groups[row] == query.group_id
            && query.has_time(times[row])
            && streams.is_none_or(|streams| query.has_stream(streams[row]))
            && keys.as_ref().is_none_or(|keys| query.is_past(&keys.key(row)));
        if passes {
            let row = pages.rows.start + row;
            match ranges.last_mut() {
                Some(last) if last.end == row => last.end += 1,
                _ => ranges.push(row..row + 1),
            }
        }
    }
    Ok(ranges)
}

fn scan_with_pattern(
    pages: &Pages,
    query: &Prepared,
    matcher: &Matcher,
    candidates: &[Range<usize>],
) -> Result<UnitResult, ScanError> {
    let scanned_rows = count(candidates) as u64;
    if scanned_rows == 0 {
        return Ok(UnitResult::default());
    }
    let batch = read(pages, candidates, &[log_columns::MESSAGE])?;
    let messages = strings(&batch)?;
    let scanned_bytes = text_bytes(messages);
    let matching = matcher.all(messages);
    let (mut events, mut cut) = (Vec::new(), false);
    if !matching.is_empty() {
        let rows = rows_at(candidates, &matching);
        let keys = read(pages, &rows, &KEY_COLUMNS)?;
        let keys = Keys::of(&keys)?;
        let found = matching.iter().enumerate().map(|(place, &row)| (place, messages.value(row)));
        (events, cut) = page_of(found, &keys, query);
    }
    Ok(UnitResult { events, cut, scanned_rows, scanned_bytes })
}

/// Reads from the end at which the page begins, and no more rows than the page is likely to hold.
fn scan_without_pattern(
    pages: &Pages,
    query: &Prepared,
    candidates: &[Range<usize>],
) -> Result<UnitResult, ScanError> {
    let mut result = UnitResult::default();
    let mut rest = candidates.to_vec();
    let mut bytes = 0_usize;
    while !rest.is_empty() && !result.cut {
        let room_rows = query.maximum_events.saturating_sub(result.events.len());
        let room_bytes = query.maximum_bytes.saturating_sub(bytes);
        let likely = room_bytes / pages.average_bytes().max(1);
        // An eighth more than likely, so that one read mostly does.
        let wanted = likely.saturating_add(likely / 8).saturating_add(16);
        let rows = split_first(&mut rest, wanted.min(room_rows.saturating_add(1)), query.direction);
        let mut columns = KEY_COLUMNS.to_vec();
        columns.push(log_columns::MESSAGE);
        let batch = read(pages, &rows, &columns)?;
        let messages = strings(&batch)?;
        let keys = Keys::of(&batch)?;
        result.scanned_rows += batch.num_rows() as u64;
        result.scanned_bytes += text_bytes(messages);
        let found = (0..batch.num_rows()).map(|row| (row, messages.value(row)));
        let (events, cut) = page_of(found, &keys, query);
        for event in events {
            let sum = bytes.saturating_add(event.page_bytes());
            let full = result.events.len() >= query.maximum_events || sum > query.maximum_bytes;
            if full && !result.events.is_empty() {
                result.cut = true;
                break;
            }
            bytes = sum;
            result.events.push(event);
        }
        result.cut |= cut;
    }
    Ok(result)
}

/// Turns found rows into events, in the direction of travel and no more than a page holds.
fn page_of<'a>(
    found: impl DoubleEndedIterator<Item = (usize, &'a str)>,
    keys: &Keys<'_>,
    query: &Prepared,
) -> (Vec<LogEvent>, bool) {
    let event = |(row, message): (usize, &str)| LogEvent {
        key: keys.key(row),
        stream_id: keys.streams.map_or(0, |streams| streams[row]),
        message: message.to_owned(),
    };
    match query.direction {
        Direction::Forward => take_page(found.map(event), query),
        Direction::Backward => take_page(found.rev().map(event), query),
    }
}

/// Takes up to `wanted` rows from the end at which travel begins.
fn split_first(rest: &mut Ranges, wanted: usize, direction: Direction) -> Ranges {
    let mut taken = Ranges::new();
    let mut missing = wanted.max(1);
    while missing > 0 {
        let next = match direction {
            Direction::Forward => rest.first_mut(),
            Direction::Backward => rest.last_mut(),
        };
        let Some(range) = next else { break };
        let length = range.len().min(missing);
        missing -= length;
        let part = match direction {
            Direction::Forward => {
                let part = range.start..range.start + length;
                range.start = part.end;
                part
            }
            Direction::Backward => {
                let part = range.end - length..range.end;
                range.end = part.start;
                part
            }
        };
        if range.start == range.end {
            match direction {
                Direction::Forward => drop(rest.remove(0)),
                Direction::Backward => drop(rest.pop()),
            }
        }
        taken.push(part);
    }
    if direction == Direction::Backward {
        taken.reverse();
    }
    taken
}

/// Returns the ranges of the rows at some places among the candidates.
fn rows_at(candidates: &[Range<usize>], places: &[usize]) -> Ranges {
    let mut rows = Ranges::new();
    let mut ranges = candidates.iter();
    let mut range = ranges.next();
    let mut before = 0;
    for &place in places {
        while let Some(current) = range
            && place >= before + current.len()
        {
            before += current.len();
            range = ranges.next();
        }
        let Some(current) = range else { break };
        let row = current.start + (place - before);
        match rows.last_mut() {
            Some(last) if last.end == row => last.end += 1,
            _ => rows.push(row..row + 1),
        }
    }
    rows
}

/// Reads some columns of some rows.
fn read(
    pages: &Pages,
    rows: &[Range<usize>],
    columns: &[usize],
) -> Result<RecordBatch, StoreError> {
    let file = &pages.file;
    let total = file.footer.metadata().row_group(pages.row_group).num_rows();
    let total = usize::try_from(total).unwrap_or_default();
    let mask = ProjectionMask::leaves(file.footer.parquet_schema(), columns.iter().copied());
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(
        file.reader.clone(),
        file.footer.clone(),
    )
    .with_row_groups(vec![pages.row_group])
    .with_projection(mask)
    .with_row_selection(RowSelection::from_consecutive_ranges(rows.iter().cloned(), total))
    .with_batch_size(count(rows).max(1))
    .build()
    .map_err(|error| file.file.error(error))?;
    let schema = arrow_array::RecordBatchReader::schema(&reader);
    let mut batches = Vec::new();
    for batch in reader {
        batches.push(batch?);
    }
    match batches.len() {
        1 => Ok(batches.swap_remove(0)),
        _ => Ok(concat_batches(&schema, &batches)?),
    }
}

/// The keys and streams of the rows of a batch.
struct Keys<'a> {
    times: &'a [i64],
    ingestions: &'a [i64],
    sequences: &'a [u64],
    streams: Option<&'a [i64]>,
}

impl<'a> Keys<'a> {
    fn of(batch: &'a RecordBatch) -> Result<Self, StoreError> {
        Ok(Self {
            times: times(batch, "timestamp")?,
            ingestions: times(batch, "ingestion")?,
            sequences: column::<UInt64Array>(batch, "sequence")?.values(),
            streams: int64(batch, "stream_id").ok(),
        })
    }

    fn key(&self, row: usize) -> EventKey {
        EventKey {
            timestamp_ms: self.times[row],
            ingestion_ms: self.ingestions[row],
            sequence: self.sequences[row],
        }
    }
}

fn column<'a, T: 'static>(batch: &'a RecordBatch, name: &str) -> Result<&'a T, StoreError> {
    batch.column_by_name(name).and_then(|column| column.as_any().downcast_ref()).ok_or_else(|| {
        let text = format!("column {name} is missing or has another type");
        arrow_schema::ArrowError::SchemaError(text).into()
    })
}

fn int64<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a [i64], StoreError> {
    Ok(column::<Int64Array>(batch, name)?.values())
}

fn times<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a [i64], StoreError> {
    Ok(column::<TimestampMillisecondArray>(batch, name)?.values())
}

fn strings(batch: &RecordBatch) -> Result<&StringArray, StoreError> {
    column::<StringArray>(batch, "message")
}

fn text_bytes(messages: &StringArray) -> u64 {
    let offsets = messages.value_offsets();
    match (offsets.first(), offsets.last()) {
        (Some(first), Some(last)) => u64::from((last - first).cast_unsigned()),
        _ => 0,
    }
}
