//! A row group of a sealed file: what its statistics say, and its rows.

use std::ops::Range;
use std::sync::Arc;

use arrow_schema::DataType;
use arrow_schema::Field;
use arrow_schema::Schema;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use parquet::arrow::arrow_reader::ArrowReaderOptions;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::arrow_reader::RowSelection;
use parquet::basic::Encoding;
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;

use super::accumulator::Number;
use super::needs::Needs;
use super::prepared::BoundPredicate;
use super::prepared::BoundTest;
use super::prepared::Prepared;
use super::prepared::Source;
use super::prepared::StoredColumn;
use crate::backend::engine::open_file::OpenFile;
use crate::backend::engine::open_file::chunk_range;
use crate::backend::store::FieldKind;
use crate::backend::store::StoreError;
use crate::backend::store::event_columns;
use crate::dialect::plan::Check;
use crate::dialect::plan::Coercion;
use crate::dialect::plan::Comparison;
use crate::dialect::plan::Scalar;

/// Most rows that are read at a time; after them a unit looks whether it is still wanted.
pub(super) const BATCH_ROWS: usize = 8192;

/// Fewest rows that are read at a time.
const LEAST_BATCH_ROWS: usize = 128;

/// Bytes that are read at a time, if they are not of very few rows.
const BATCH_BYTES: usize = 8 * 1024 * 1024;

/// A row group of a file.
#[derive(Debug)]
pub(super) struct RowGroup {
    pub(super) file: Arc<OpenFile>,
    pub(super) number: usize,
    /// Whether all rows are of one wanted dataset and lie in the range.
    pub(super) covered: bool,
    /// Whether no row has expired.
    pub(super) live: bool,
}

impl RowGroup {
    /// Takes a row group if it can hold rows of the query.
    pub(super) fn of(file: &Arc<OpenFile>, number: usize, query: &Prepared) -> Option<Self> {
        let group = file.footer.metadata().row_group(number);
        let (first, last) = chunk_range(group, event_columns::DATASET);
        let times = chunk_range(group, event_columns::TIME);
        let wanted = || query.datasets.iter().filter(|&(&id, _)| first <= id && id <= last);
        if wanted().next().is_none() || !query.overlaps_ns(times) {
            return None;
        }
        let whole = query.overlaps_ns((times.0, times.0)) && query.overlaps_ns((times.1, times.1));
        let (oldest, _) = chunk_range(group, event_columns::INGESTION);
        let live = wanted().all(|(_, bound)| bound.is_none_or(|bound| bound <= oldest));
        Some(Self { file: Arc::clone(file), number, covered: first == last && whole, live })
    }

    fn metadata(&self) -> &RowGroupMetaData {
        self.file.footer.metadata().row_group(self.number)
    }

    /// Returns the number of its rows.
    pub(super) fn rows(&self) -> usize {
        usize::try_from(self.metadata().num_rows()).unwrap_or_default()
    }

    /// Returns the sample rate of all rows, if it is one.
    pub(super) fn sample_rate(&self) -> Option<u32> {
        match self.metadata().column(event_columns::SAMPLE_RATE).statistics() {
            Some(Statistics::Int32(statistics)) => {
                match (statistics.min_opt(), statistics.max_opt()) {
                    (Some(least), Some(most)) if least == most => Some(least.cast_unsigned()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Returns the columns that say whether a row counts.
    pub(super) fn deciding_columns(&self) -> Vec<usize> {
        let mut columns = vec![event_columns::DATASET, event_columns::TIME];
        if !self.live {
            columns.push(event_columns::INGESTION);
        }
        columns
    }

    /// Returns the columns of the file that are to be read.
    pub(super) fn columns(&self, query: &Prepared, needs: &Needs) -> Vec<usize> {
        let mut columns = Vec::new();
        if needs.dataset {
            columns.push(event_columns::DATASET);
        }
        if needs.time {
            columns.push(event_columns::TIME);
        }
        if needs.ingestion {
            columns.push(event_columns::INGESTION);
        }
        if self.sample_rate().is_none() {
            columns.push(event_columns::SAMPLE_RATE);
        }
        for &place in &needs.stored {
            columns.extend(self.chunks(&query.stored[place]).into_iter().flatten());
        }
        columns
    }

    /// Returns the column of each kind of a field, if the file has one.
    fn chunks(&self, stored: &StoredColumn) -> [Option<usize>; 4] {
        let fields = self.file.footer.schema().fields();
        let further = &fields[event_columns::COUNT.min(fields.len())..];
        stored.columns.each_ref().map(|name| {
            let place = further.binary_search_by(|field| field.name().cmp(name)).ok()?;
            Some(event_columns::COUNT + place)
        })
    }

    /// Returns how many rows of some columns are read at a time: few where they are large.
    fn batch_rows(&self, columns: &[usize]) -> usize {
        let bytes = columns.iter().map(|&place| self.metadata().column(place).uncompressed_size());
        let bytes = usize::try_from(bytes.sum::<i64>()).unwrap_or(usize::MAX).max(1);
        let rows = self.rows().saturating_mul(BATCH_BYTES) / bytes;
        rows.clamp(LEAST_BATCH_ROWS, BATCH_ROWS)
    }

    /// Reads some rows of some columns.
    pub(super) fn read(
        &self,
        rows: &[Range<usize>],
        columns: &[usize],
    ) -> Result<ParquetRecordBatchReader, StoreError> {
        self.build(rows, columns, self.batch_rows(columns))
            .map_err(|error| self.file.file.error(error))
    }

    fn build(
        &self,
        rows: &[Range<usize>],
        columns: &[usize],
        batch_rows: usize,
    ) -> Result<ParquetRecordBatchReader, ParquetError> {
        let footer = self.with_dictionaries(columns)?;
        let mask = ProjectionMask::leaves(footer.parquet_schema(), columns.iter().copied());
        let mut builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.reader.clone(), footer)
                .with_row_groups(vec![self.number])
                .with_projection(mask)
                .with_batch_size(batch_rows);
        if rows.len() != 1 || rows[0].len() != self.rows() {
            let ranges = rows.iter().cloned();
            let selection = RowSelection::from_consecutive_ranges(ranges, self.rows());
            builder = builder.with_row_selection(selection);
        }
        builder.build()
    }

    /// Returns the footer with the columns of texts that are stored as places in a dictionary read
    /// as such.
    fn with_dictionaries(&self, columns: &[usize]) -> Result<ArrowReaderMetadata, ParquetError> {
        let footer = &self.file.footer;
        let schema = footer.schema();
        let coded = |place: &usize| {
            schema.field(*place).data_type() == &DataType::Utf8
                && is_dictionary(self.metadata().column(*place))
        };
        let coded: Vec<usize> = columns.iter().copied().filter(|place| coded(place)).collect();
        if coded.is_empty() {
            return Ok(footer.clone());
        }
        let mut fields = schema.fields().to_vec();
        for place in coded {
            let field = &fields[place];
            let kind = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            fields[place] = Arc::new(Field::new(field.name(), kind, field.is_nullable()));
        }
        let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
        ArrowReaderMetadata::try_new(Arc::clone(footer.metadata()), options)
    }

    /// Says whether statistics and filters of the file prove that no row meets a condition.
    pub(super) fn excluded_by(
        &self,
        predicate: &BoundPredicate,
        query: &Prepared,
    ) -> Result<bool, StoreError> {
        match predicate {
            BoundPredicate::And(all) => {
                for each in all {
                    if self.excluded_by(each, query)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            BoundPredicate::Test(test) => match test.source {
                Source::Stored(place) => self
                    .excludes(test, &query.stored[place])
                    .map_err(|error| self.file.file.error(error)),
                Source::Named(_) => Ok(false),
            },
            BoundPredicate::Or(_) | BoundPredicate::Not(_) | BoundPredicate::Related(_) => {
                Ok(false)
            }
        }
    }

    fn excludes(&self, test: &BoundTest, stored: &StoredColumn) -> Result<bool, ParquetError> {
        let test = &test.test;
        let chunks = self.chunks(stored);
        let held: Vec<(FieldKind, usize)> = FieldKind::ALL
            .into_iter()
            .zip(chunks)
            .filter_map(|(kind, place)| Some((kind, place?)))
            .filter(|&(_, place)| !self.is_empty(place))
            .collect();
        if held.is_empty() {
            return Ok(!test.when_missing);
        }
        let full = held.iter().any(|&(_, place)| self.is_full(place));
        match &test.check {
            Check::Exists => Ok(test.negated && full),
            _ if test.negated || (test.when_missing && !full) => Ok(false),
            Check::Compare { comparison, value, coercion } => match held.as_slice() {
                [(FieldKind::Integer | FieldKind::Float, place)] => {
                    Ok(*coercion != Coercion::Text && self.is_beyond(*place, *comparison, value))
                }
                [(FieldKind::Text, place)] if *comparison == Comparison::Equal => {
                    if *coercion != Coercion::Text && *coercion != Coercion::Stored {
                        return Ok(false);
                    }
                    value.as_text().map_or(Ok(false), |text| self.lacks(*place, &text))
                }
                _ => Ok(false),
            },
            Check::InList { .. } | Check::Text { .. } => Ok(false),
        }
    }

    fn nulls(&self, place: usize) -> Option<u64> {
        self.metadata().column(place).statistics()?.null_count_opt()
    }

    fn is_empty(&self, place: usize) -> bool {
        self.nulls(place) == Some(self.rows() as u64)
    }

    /// Says whether every row has a value. That of a float may be none, so floats are never full.
    fn is_full(&self, place: usize) -> bool {
        let float = self.file.footer.schema().field(place).data_type() == &DataType::Float64;
        !float && self.nulls(place) == Some(0)
    }

    /// Says whether no number of a column compares so with a literal.
    fn is_beyond(&self, place: usize, comparison: Comparison, literal: &Scalar<'_>) -> bool {
        if !matches!(literal, Scalar::Integer(_) | Scalar::Float(_)) {
            return false;
        }
        let Some((least, most)) = self.ends(place) else { return false };
        let (least, most) = (least.scalar().sort_order(literal), most.scalar().sort_order(literal));
        match comparison {
            Comparison::Equal => least.is_gt() || most.is_lt(),
            Comparison::NotEqual => false,
            Comparison::Less => least.is_ge(),
            Comparison::LessOrEqual => least.is_gt(),
            Comparison::Greater => most.is_le(),
            Comparison::GreaterOrEqual => most.is_lt(),
        }
    }

    /// Returns bounds of the numbers of a column.
    fn ends(&self, place: usize) -> Option<(Number, Number)> {
        match self.metadata().column(place).statistics()? {
            Statistics::Int64(statistics) => {
                let (least, most) = (statistics.min_opt()?, statistics.max_opt()?);
                Some((Number::Integer(*least), Number::Integer(*most)))
            }
            Statistics::Double(statistics) => {
                let (least, most) = (statistics.min_opt()?, statistics.max_opt()?);
                let finite = least.is_finite() && most.is_finite();
                finite.then_some((Number::Float(*least), Number::Float(*most)))
            }
            _ => None,
        }
    }

    /// Returns the least and the greatest number of a field; none if the statistics do not say,
    /// `Some(None)` if it has no number.
    pub(super) fn extremes(&self, stored: &StoredColumn) -> Option<Option<(f64, f64)>> {
        let mut ends: Option<(f64, f64)> = None;
        let chunks = self.chunks(stored);
        for kind in [FieldKind::Integer, FieldKind::Float] {
            let Some(place) = chunks[kind as usize] else { continue };
            if self.is_empty(place) {
                continue;
            }
            let (least, most) = self.ends(place)?;
            let (least, most) = (least.float(), most.float());
            let (low, high) = ends.unwrap_or((least, most));
            ends = Some((low.min(least), high.max(most)));
        }
        Some(ends)
    }

    /// Says whether a column certainly lacks a text.
    fn lacks(&self, place: usize, text: &str) -> Result<bool, ParquetError> {
        let chunk = self.metadata().column(place);
        if let Some(Statistics::ByteArray(statistics)) = chunk.statistics()
            && let (Some(least), Some(most)) = (statistics.min_opt(), statistics.max_opt())
            && (text.as_bytes() < least.data()
                || (statistics.max_is_exact() && text.as_bytes() > most.data()))
        {
            return Ok(true);
        }
        if chunk.bloom_filter_offset().is_none() {
            return Ok(false);
        }
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
            self.file.reader.clone(),
            self.file.footer.clone(),
        );
        let filter = builder.get_row_group_column_bloom_filter(self.number, place)?;
        Ok(filter.is_some_and(|filter| !filter.check(text)))
    }
}

/// Says whether all values of a column are places in its dictionary.
fn is_dictionary(chunk: &ColumnChunkMetaData) -> bool {
    chunk.dictionary_page_offset().is_some()
        && chunk.page_encoding_stats_mask().is_some_and(|mask| {
            mask.is_only(Encoding::RLE_DICTIONARY) || mask.is_only(Encoding::PLAIN_DICTIONARY)
        })
}
