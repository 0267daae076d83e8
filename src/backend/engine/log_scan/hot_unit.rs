//! Scans one hot batch.

use super::collector::UnitResult;
use super::collector::take_page;
use super::key::EventKey;
use super::key::TravelKey;
use super::prepared::Prepared;
use super::query::LogEvent;
use super::query::ScanError;
use crate::backend::store::HotBatch;
use crate::backend::store::LogColumns;

/// Of a batch with at least one row in this many of the group, all texts are searched at once.
const DENSE: usize = 4;

/// Returns the first events of the batch that match.
pub(super) fn scan(batch: &HotBatch, query: &Prepared) -> Result<UnitResult, ScanError> {
    let rows = LogColumns::of(batch.rows()?)?;
    let count = rows.group_ids.len();
    let mut scanned_bytes = 0;
    let mut candidates = Vec::new();
    for row in 0..count {
        if rows.group_ids[row] == query.group_id
            && query.has_time(rows.timestamps[row])
            && (!query.filters_streams() || query.has_stream(rows.stream_ids[row]))
            && (query.after.is_none() || query.is_past(&key_of(&rows, row)))
        {
            candidates.push(row);
            scanned_bytes += rows.messages.value_length(row).unsigned_abs() as u64;
        }
    }
    let scanned_rows = candidates.len() as u64;
    if let Some(matcher) = &query.matcher {
        if candidates.len() * DENSE >= count {
            let matching = matcher.all(rows.messages);
            candidates = common(&candidates, &matching);
        } else {
            candidates.retain(|&row| matcher.one(rows.messages.value(row)));
        }
    }
    let ordered = first_in_order(&rows, candidates, query);
    let events = ordered.into_iter().map(|(_, row)| LogEvent {
        key: key_of(&rows, row),
        stream_id: rows.stream_ids[row],
        message: rows.messages.value(row).to_owned(),
    });
    let (events, cut) = take_page(events, query);
    Ok(UnitResult { events, cut, scanned_rows, scanned_bytes })
}

fn key_of(rows: &LogColumns<'_>, row: usize) -> EventKey {
    EventKey {
        timestamp_ms: rows.timestamps[row],
        ingestion_ms: rows.ingestions[row],
        sequence: rows.sequences[row],
    }
}

/// Returns the rows that come first in the direction of travel, in that order.
///
/// One row more than a page can hold is kept, so that the page knows that it was cut.
fn first_in_order(
    rows: &LogColumns<'_>,
    candidates: Vec<usize>,
    query: &Prepared,
) -> Vec<(TravelKey, usize)> {
    let mut keyed: Vec<(TravelKey, usize)> =
        candidates.into_iter().map(|row| (query.travel(&key_of(rows, row)), row)).collect();
    let limit = query.maximum_events.saturating_add(1);
    if keyed.len() > limit {
        keyed.select_nth_unstable(limit - 1);
        keyed.truncate(limit);
    }
    keyed.sort_unstable();
    keyed
}

/// Returns what two rising lists have in common.
fn common(left: &[usize], right: &[usize]) -> Vec<usize> {
    let mut rest = left;
    let mut both = Vec::new();
    for &row in right {
        let place = rest.partition_point(|&other| other < row);
        rest = &rest[place..];
        if rest.first() == Some(&row) {
            both.push(row);
        }
    }
    both
}
