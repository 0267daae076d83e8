//! Works through one hot batch or one row group.

use std::cell::Cell;
use std::ops::Range;

use arrow_array::RecordBatch;

use super::budget::Budget;
use super::columns::BatchColumns;
use super::needs::Needs;
use super::prepared::Prepared;
use super::query::EventQueryError;
use super::row_group::BATCH_ROWS;
use super::row_group::RowGroup;
use super::rows::StoredRow;
use super::rows::with_computed;
use super::selection;
use super::selection::Memos;
use super::units::Part;
use super::view::View;
use crate::backend::store::StoreError;
use crate::dialect::plan::Row;

/// A part of the rows of a row group at which reading all of them is no slower than skipping.
const DENSE_SHARE: usize = 4;

/// What is done with the rows of the datasets and the range.
pub(super) trait Pass: Send + 'static {
    /// Says whether it wants only the rows that pass the filter of the query.
    const FILTERED: bool;

    /// Returns what it reads.
    fn needs(query: &Prepared) -> &Needs;

    /// Learns the number of the unit whose rows come next.
    fn begin(&mut self, _unit: usize) {}

    /// Learns how many rows of the datasets and the range were looked at.
    fn examined(&mut self, _rows: usize) {}

    /// Takes what it wants of a row group whose rows all count from its statistics, if those are
    /// enough.
    fn take_statistics(&mut self, _group: &RowGroup, _query: &Prepared) -> bool {
        false
    }

    /// Takes rows, given by their places in the batch; `top` has their computed columns too.
    fn rows(&mut self, view: &View<'_>, top: &dyn Row, rows: &[u32]);

    /// Tells the budget what was kept.
    fn settle(&mut self, budget: &Budget) -> Result<(), EventQueryError>;
}

/// Hands the rows of a unit to a pass.
pub(super) fn scan<P: Pass>(
    part: &Part,
    query: &Prepared,
    pass: &mut P,
) -> Result<(), EventQueryError> {
    let mut memos = Memos::new(query.tests);
    match part {
        Part::Hot(batch) => {
            let rows = batch.rows()?;
            let mut start = 0;
            while start < rows.num_rows() && !query.idle() {
                let length = BATCH_ROWS.min(rows.num_rows() - start);
                let slice = rows.slice(start, length);
                let columns = BatchColumns::of(&slice, &query.stored, 1);
                let mut wanted = Vec::with_capacity(length);
                wanted.extend((0..length).filter(|&row| counts(query, &columns, row)).map(index));
                pass.examined(wanted.len());
                hand_over(query, &columns, wanted, P::FILTERED, &mut memos, pass)?;
                start += length;
            }
            Ok(())
        }
        Part::RowGroup(group) => scan_row_group(group, query, &mut memos, pass),
    }
}

fn scan_row_group<P: Pass>(
    group: &RowGroup,
    query: &Prepared,
    memos: &mut Memos,
    pass: &mut P,
) -> Result<(), EventQueryError> {
    let ranges = counted_rows(group, query)?;
    let count: usize = ranges.iter().map(Range::len).sum();
    pass.examined(count);
    if count == 0 {
        return Ok(());
    }
    let needs = P::needs(query);
    if !P::FILTERED || query.filter.is_always() {
        if P::FILTERED && count == group.rows() && pass.take_statistics(group, query) {
            return Ok(());
        }
        return each_batch(group, query, &ranges, needs, |columns, _| {
            hand_over(query, columns, all(columns.rows), false, memos, pass)
        });
    }
    if group.excluded_by(&query.filter, query)? {
        return Ok(());
    }
    if needs.within(&query.filter_needs) {
        return each_batch(group, query, &ranges, &query.filter_needs, |columns, _| {
            hand_over(query, columns, all(columns.rows), true, memos, pass)
        });
    }
    // Only what the filter reads is read of all rows.
    let mut selected: Vec<u32> = Vec::new();
    each_batch(group, query, &ranges, &query.filter_needs, |columns, start| {
        let mut rows = all(columns.rows);
        with_view(query, columns, |view, top| {
            selection::keep(&query.filter, view, top, memos, &mut rows);
        });
        selected.extend(rows.into_iter().map(|row| index(start) + row));
        Ok(())
    })?;
    if selected.is_empty() {
        return Ok(());
    }
    if selected.len() * DENSE_SHARE < count {
        let chosen = places_in_group(&ranges, &selected);
        return each_batch(group, query, &chosen, needs, |columns, _| {
            hand_over(query, columns, all(columns.rows), false, memos, pass)
        });
    }
    let mut rest = selected.as_slice();
    each_batch(group, query, &ranges, needs, |columns, start| {
        let end = index(start + columns.rows);
        let (here, later) = rest.split_at(rest.partition_point(|&row| row < end));
        rest = later;
        let rows = here.iter().map(|&row| row - index(start)).collect();
        hand_over(query, columns, rows, false, memos, pass)
    })
}

#[expect(clippy::cast_possible_truncation, reason = "row groups and batches have few rows")]
const fn index(row: usize) -> u32 {
    row as u32
}

fn all(rows: usize) -> Vec<u32> {
    (0..index(rows)).collect()
}

/// Reads rows of a row group, and hands on each batch with the number of rows before it.
fn each_batch(
    group: &RowGroup,
    query: &Prepared,
    ranges: &[Range<usize>],
    needs: &Needs,
    mut f: impl FnMut(&BatchColumns<'_>, usize) -> Result<(), EventQueryError>,
) -> Result<(), EventQueryError> {
    let rate = group.sample_rate();
    let mut start = 0;
    for batch in group.read(ranges, &group.columns(query, needs))? {
        query.check()?;
        if query.idle() {
            break;
        }
        let batch: RecordBatch = batch.map_err(StoreError::from)?;
        f(&BatchColumns::of(&batch, &query.stored, rate.unwrap_or(1)), start)?;
        start += batch.num_rows();
    }
    Ok(())
}

/// Finds the rows of the datasets and times that have not expired; in a sorted file they lie side
/// by side.
fn counted_rows(group: &RowGroup, query: &Prepared) -> Result<Vec<Range<usize>>, EventQueryError> {
    let count = group.rows();
    if group.covered && group.live {
        return Ok(std::iter::once(0..count).collect());
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let whole = std::iter::once(0..count).collect::<Vec<_>>();
    let mut start = 0;
    for batch in group.read(&whole, &group.deciding_columns())? {
        query.check()?;
        let batch = batch.map_err(StoreError::from)?;
        let columns = BatchColumns::of(&batch, &[], 1);
        for row in (0..columns.rows).filter(|&row| counts(query, &columns, row)) {
            match ranges.last_mut() {
                Some(last) if last.end == start + row => last.end += 1,
                _ => ranges.push(start + row..start + row + 1),
            }
        }
        start += columns.rows;
    }
    Ok(ranges)
}

/// Says whether a row is one of the datasets and the range, and not expired.
fn counts(query: &Prepared, columns: &BatchColumns<'_>, row: usize) -> bool {
    let (Some(datasets), Some(times)) = (columns.datasets, columns.times) else { return false };
    let Some(oldest) = query.datasets.get(&datasets[row]) else { return false };
    let taken = columns.ingestions.map(|taken| taken[row]);
    let expired = oldest.is_some_and(|oldest| taken.is_some_and(|taken| taken < oldest));
    !expired && query.overlaps_ns((times[row], times[row]))
}

/// Turns places among the rows of ranges into ranges of the row group.
fn places_in_group(ranges: &[Range<usize>], selected: &[u32]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut range, mut before) = (0, 0);
    for &place in selected {
        let place = place as usize;
        while place - before >= ranges[range].len() {
            before += ranges[range].len();
            range += 1;
        }
        let row = ranges[range].start + place - before;
        match found.last_mut() {
            Some(last) if last.end == row => last.end += 1,
            _ => found.push(row..row + 1),
        }
    }
    found
}

fn hand_over<P: Pass>(
    query: &Prepared,
    columns: &BatchColumns<'_>,
    mut rows: Vec<u32>,
    filter: bool,
    memos: &mut Memos,
    pass: &mut P,
) -> Result<(), EventQueryError> {
    query.check()?;
    with_view(query, columns, |view, top| {
        if filter {
            selection::keep(&query.filter, view, top, memos, &mut rows);
        }
        if !rows.is_empty() {
            pass.rows(view, top, &rows);
        }
    });
    pass.settle(&query.budget)
}

fn with_view(query: &Prepared, columns: &BatchColumns<'_>, mut f: impl FnMut(&View<'_>, &dyn Row)) {
    let row = Cell::new(0);
    let stored = StoredRow { columns, stored: &query.stored, row: &row };
    let view = View { query, columns, row: &row };
    with_computed(&query.query.computed, &stored, &row, &mut |top| f(&view, top));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_among_ranges_are_rows_of_the_group() {
        let ranges = [2..4, 10..13, 20..21];
        assert_eq!(places_in_group(&ranges, &[0, 1, 2, 4, 5]), [2..4, 10..11, 12..13, 20..21]);
        assert_eq!(places_in_group(&ranges, &[]), [] as [Range<usize>; 0]);
        let everything: Vec<u32> = (0..6).collect();
        assert_eq!(places_in_group(&ranges, &everything), ranges);
    }
}
