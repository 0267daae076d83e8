//! Works through one hot batch or one row group.

use std::cell::Cell;
use std::ops::Range;

use arrow_array::Int64Array;
use arrow_array::RecordBatch;
use arrow_array::TimestampNanosecondArray;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_reader::RowSelection;

use super::accumulator::Input;
use super::budget::Budget;
use super::key;
use super::prepared::BoundPredicate;
use super::prepared::KeySource;
use super::prepared::Prepared;
use super::prepared::Source;
use super::query::EventQueryError;
use super::rows::BatchColumns;
use super::rows::StoredRow;
use super::rows::with_computed;
use super::table::GroupTable;
use super::units::Part;
use super::units::RowGroup;
use crate::backend::store::StoreError;
use crate::backend::store::event_columns;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Row;
use crate::dialect::plan::Scalar;

/// Rows after which a unit looks whether it is still wanted.
const BATCH_ROWS: usize = 8192;

/// Hands the rows of a unit to a pass.
pub(super) fn scan(
    part: &Part,
    query: &Prepared,
    pass: &mut impl Pass,
) -> Result<(), EventQueryError> {
    match part {
        Part::Hot(batch) => {
            let rows = batch.rows()?;
            let mut start = 0;
            while start < rows.num_rows() && !query.idle() {
                let length = BATCH_ROWS.min(rows.num_rows() - start);
                scan_batch(&rows.slice(start, length), query, pass)?;
                start += length;
            }
        }
        Part::RowGroup(group) => {
            let ranges = wanted_rows(group, query)?;
            if !ranges.is_empty() {
                for batch in read(group, &ranges, &columns(group, query), BATCH_ROWS)? {
                    if query.idle() {
                        break;
                    }
                    scan_batch(&batch.map_err(StoreError::from)?, query, pass)?;
                }
            }
        }
    }
    Ok(())
}

/// Finds the rows of the datasets and times, which lie side by side in a sorted file.
fn wanted_rows(group: &RowGroup, query: &Prepared) -> Result<Vec<Range<usize>>, EventQueryError> {
    let count = group.rows();
    if group.covered {
        return Ok(std::iter::once(0..count).collect());
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let whole = std::iter::once(0..count).collect::<Vec<_>>();
    let mut start = 0;
    for batch in read(group, &whole, &[event_columns::DATASET, event_columns::TIME], BATCH_ROWS)? {
        query.check()?;
        let batch = batch.map_err(StoreError::from)?;
        let datasets = values::<Int64Array>(&batch, 0)?.values();
        let times = values::<TimestampNanosecondArray>(&batch, 1)?.values();
        for (row, (dataset, &time)) in datasets.iter().zip(times).enumerate() {
            if !(query.overlaps_ns((time, time)) && query.datasets.contains_key(dataset)) {
                continue;
            }
            match ranges.last_mut() {
                Some(last) if last.end == start + row => last.end += 1,
                _ => ranges.push(start + row..start + row + 1),
            }
        }
        start += batch.num_rows();
    }
    Ok(ranges)
}

fn values<T: 'static>(batch: &RecordBatch, index: usize) -> Result<&T, StoreError> {
    batch.column(index).as_any().downcast_ref().ok_or_else(|| {
        arrow_schema::ArrowError::SchemaError(format!("column {index} has another type")).into()
    })
}

/// Returns the columns of a file that the query needs.
fn columns(group: &RowGroup, query: &Prepared) -> Vec<usize> {
    let mut columns = vec![event_columns::DATASET, event_columns::TIME, event_columns::SAMPLE_RATE];
    if query.needs_ingestion {
        columns.push(event_columns::INGESTION);
    }
    let fields = group.file.footer.schema().fields();
    let further = &fields[event_columns::COUNT.min(fields.len())..];
    for name in query.stored.iter().flat_map(|stored| &stored.columns) {
        if let Ok(place) = further.binary_search_by(|field| field.name().cmp(name)) {
            columns.push(event_columns::COUNT + place);
        }
    }
    columns
}

fn read(
    group: &RowGroup,
    rows: &[Range<usize>],
    columns: &[usize],
    batch_rows: usize,
) -> Result<ParquetRecordBatchReader, StoreError> {
    let file = &group.file;
    let mask = ProjectionMask::leaves(file.footer.parquet_schema(), columns.iter().copied());
    let mut builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
        file.reader.clone(),
        file.footer.clone(),
    )
    .with_row_groups(vec![group.number])
    .with_projection(mask)
    .with_batch_size(batch_rows);
    if rows.len() != 1 || rows[0].len() != group.rows() {
        let ranges = rows.iter().cloned();
        builder =
            builder.with_row_selection(RowSelection::from_consecutive_ranges(ranges, group.rows()));
    }
    builder.build().map_err(|error| file.file.error(error))
}

fn scan_batch(
    batch: &RecordBatch,
    query: &Prepared,
    pass: &mut impl Pass,
) -> Result<(), EventQueryError> {
    query.check()?;
    let columns = BatchColumns::of(batch, &query.stored)?;
    let row = Cell::new(0);
    let stored = StoredRow { columns: &columns, stored: &query.stored, row: &row };
    let view = View { query, columns: &columns, row: &row };
    with_computed(&query.query.computed, &stored, &row, &mut |top| {
        for place in 0..columns.times.len() {
            if view.counts(place) {
                row.set(place);
                pass.row(&view, top);
            }
        }
    });
    pass.settle(&query.budget)
}

/// What is done with the rows of the datasets and the range.
pub(super) trait Pass {
    /// Takes one row; `top` has its computed columns too.
    fn row(&mut self, view: &View<'_>, top: &dyn Row);

    /// Tells the budget what was kept.
    fn settle(&mut self, budget: &Budget) -> Result<(), EventQueryError>;
}

/// One row of a batch.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) query: &'a Prepared,
    columns: &'a BatchColumns<'a>,
    row: &'a Cell<usize>,
}

impl<'a> View<'a> {
    /// Says whether a row is one of the datasets and the range, and not expired.
    fn counts(&self, row: usize) -> bool {
        let time = self.columns.times[row];
        let Some(oldest) = self.query.datasets.get(&self.columns.datasets[row]) else {
            return false;
        };
        let taken = self.columns.ingestions.map(|times| times[row]);
        let expired = oldest.is_some_and(|oldest| taken.is_some_and(|taken| taken < oldest));
        !expired && self.query.overlaps_ns((time, time))
    }

    /// Returns a value of the row.
    pub(super) fn value<'r>(&self, source: &Source, top: &'r dyn Row) -> Scalar<'r>
    where
        'a: 'r,
    {
        match source {
            Source::Stored(place) => self.columns.value(*place, self.row.get()),
            Source::Named(name) => top.value(name),
        }
    }

    /// Says whether a condition holds for the row.
    pub(super) fn holds(&self, predicate: &BoundPredicate, top: &dyn Row) -> bool {
        match predicate {
            BoundPredicate::And(all) => all.iter().all(|each| self.holds(each, top)),
            BoundPredicate::Or(any) => any.iter().any(|each| self.holds(each, top)),
            BoundPredicate::Not(other) => !self.holds(other, top),
            BoundPredicate::Test(source, test) => test.holds(&self.value(source, top)),
            BoundPredicate::Related(place) => self.holds_related(*place, top),
        }
    }
}

/// Groups and aggregates the rows that pass the filter.
#[derive(Debug)]
pub(super) struct Aggregation {
    pub(super) table: GroupTable,
    key: Vec<u8>,
}

impl Aggregation {
    /// Creates one without rows.
    pub(super) fn new(query: &Prepared) -> Self {
        Self { table: GroupTable::new(query.query.aggregates.len()), key: Vec::new() }
    }
}

impl Pass for Aggregation {
    fn row(&mut self, view: &View<'_>, top: &dyn Row) {
        self.table.rows_examined += 1;
        if !view.holds(&view.query.filter, top) {
            return;
        }
        let query = &view.query.query;
        let row = view.row.get();
        let (time_ns, rate) = (view.columns.times[row], view.columns.sample_rates[row]);
        self.table.rows_matched += 1;
        self.table.weight_matched += u64::from(rate);
        self.key.clear();
        for source in &view.query.keys {
            match source {
                KeySource::Own(source) => key::push(&mut self.key, &view.value(source, top)),
                KeySource::Related(place) => view.push_related(&mut self.key, *place, top),
            }
        }
        let weight = if query.weighted { rate } else { 1 };
        let approximate = view.query.budget.approximate();
        let cell = self.table.cell(&self.key, view.query.bucket(time_ns), &query.aggregates);
        for (place, aggregate) in query.aggregates.iter().enumerate() {
            if let Some(filter) = &view.query.aggregate_filters[place]
                && !view.holds(filter, top)
            {
                continue;
            }
            let value = match &view.query.inputs[place] {
                Some(source) => view.value(source, top),
                None => Scalar::Null,
            };
            if aggregate.operation == Operation::CountOf && value.is_null() {
                continue;
            }
            self.table.push(cell, place, Input { value: &value, weight, time_ns, approximate });
        }
    }

    fn settle(&mut self, budget: &Budget) -> Result<(), EventQueryError> {
        self.table.settle(budget)
    }
}
