//! What the store must know of a table of rows: its columns, its order, its partitions.
//!
//! Hot log, sealing and compaction work on any table through this trait; a second table is one
//! more implementation and one more entry in [`TableId::ALL`].

use std::borrow::Cow;
use std::fmt::Debug;

use arrow_array::Array as _;
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use arrow_schema::FieldRef;
use arrow_schema::Schema;
use arrow_schema::SchemaRef;
use parquet::basic::Compression;
use parquet::basic::Encoding;
use parquet::basic::ZstdLevel;
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::EnabledStatistics;
use parquet::file::properties::WriterProperties;
use parquet::file::properties::WriterPropertiesBuilder;
use parquet::schema::types::ColumnPath;

use super::dead::DeadIds;
use super::error::StoreError;
use super::events_table::EventsTable;
use super::logs_table::LogsTable;

/// A table of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TableId {
    /// Log events of all groups.
    Logs,
    /// Wide events of all datasets.
    Events,
}

impl TableId {
    /// All tables.
    pub(crate) const ALL: [Self; 2] = [Self::Logs, Self::Events];

    /// Returns the place of the table in arrays by table.
    pub(crate) const fn index(self) -> usize {
        self as usize
    }

    /// Returns what the store must know of the table.
    pub(crate) fn definition(self) -> &'static dyn Table {
        match self {
            Self::Logs => &LogsTable,
            Self::Events => &EventsTable,
        }
    }

    /// Returns the table of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.definition().name() == name)
    }
}

/// Key by which the rows of a file are sorted; its parts compare as unsigned numbers.
pub(crate) type SortKey = [u64; 4];

/// Turns a signed number into an unsigned one of the same order.
pub(crate) const fn ordered(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

/// Returns a column of a batch by its number.
///
/// # Errors
/// There is none, or it has another type.
pub(crate) fn column<T: 'static>(batch: &RecordBatch, index: usize) -> Result<&T, StoreError> {
    let column = batch.columns().get(index);
    column.and_then(|column| column.as_any().downcast_ref()).ok_or_else(|| {
        let text = format!("column {index} of a table is missing or has another type");
        ArrowError::SchemaError(text).into()
    })
}

/// Says whether columns have the same names and types.
pub(crate) fn same_columns<'a>(
    ours: impl IntoIterator<Item = &'a FieldRef>,
    theirs: impl IntoIterator<Item = &'a FieldRef>,
) -> bool {
    ours.into_iter().zip(theirs).all(|(a, b)| {
        (a.name(), a.data_type(), a.is_nullable()) == (b.name(), b.data_type(), b.is_nullable())
    })
}

/// Returns what the files of all tables have in common; `key` are the columns of their order.
pub(crate) fn file_properties(key: [usize; 3], page_rows: usize) -> WriterPropertiesBuilder {
    let sorting = key.map(|index| SortingColumn {
        column_idx: i32::try_from(index).unwrap_or_default(),
        descending: false,
        nulls_first: false,
    });
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).unwrap_or_default()))
        .set_data_page_row_count_limit(page_rows)
        .set_max_row_group_row_count(None)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_sorting_columns(Some(sorting.to_vec()))
}

/// Lets columns of rising numbers be stored as differences.
pub(crate) fn with_differences(
    builder: WriterPropertiesBuilder,
    columns: &[&'static str],
) -> WriterPropertiesBuilder {
    columns.iter().fold(builder, |builder, name| {
        let path = ColumnPath::from(*name);
        builder
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED)
    })
}

/// The fixed columns of a table that tell what the manifest says of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) partition: usize,
    pub(crate) time: usize,
    /// Units of the time column in a millisecond.
    pub(crate) ticks: i64,
    /// By which rows expire; in milliseconds.
    pub(crate) retention: usize,
    pub(crate) sequence: usize,
}

/// How large a row group becomes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowGroupLimits {
    pub(crate) rows: u64,
    /// Bytes before encoding.
    pub(crate) bytes: u64,
}

/// What the store must know of a table.
pub(crate) trait Table: Send + Sync + Debug {
    /// Returns the name: folder of its files, mark of its rows in hot log and manifest.
    fn name(&self) -> &'static str;

    /// Returns the columns that every batch begins with.
    fn schema(&self) -> SchemaRef;

    /// Says whether a batch or file of these columns can be one of the table.
    fn fits(&self, schema: &Schema) -> bool;

    /// Returns which columns tell what the manifest says of a file.
    fn bounds(&self) -> Bounds;

    /// Returns the event times of a batch in milliseconds, which decide the day of a row.
    fn times<'a>(&self, batch: &'a RecordBatch) -> Result<Cow<'a, [i64]>, StoreError>;

    /// Returns the times in milliseconds by which rows expire.
    fn retention_times<'a>(&self, batch: &'a RecordBatch) -> Result<Cow<'a, [i64]>, StoreError>;

    /// Returns the partition of each row: the group, or the dataset.
    ///
    /// No two partitions have one number, whatever their tables.
    fn partitions<'a>(&self, batch: &'a RecordBatch) -> Result<&'a [i64], StoreError>;

    /// Returns the key of each row.
    fn sort_keys(&self, batch: &RecordBatch) -> Result<Vec<SortKey>, StoreError>;

    /// Returns the bytes that each row counts for its partition.
    fn row_bytes(&self, batch: &RecordBatch) -> Result<Vec<u64>, StoreError>;

    /// Returns the bytes that a batch takes in memory.
    fn memory_bytes(&self, batch: &RecordBatch) -> Result<u64, StoreError>;

    /// Returns the partition of all rows of a hot batch; zero if batches hold several.
    fn hot_partition(&self, batch: &RecordBatch) -> Result<i64, StoreError>;

    /// Says for each row whether it belongs to something deleted; none if no row does.
    fn dead_rows(
        &self,
        batch: &RecordBatch,
        dead: &DeadIds,
    ) -> Result<Option<Vec<bool>>, StoreError>;

    /// Returns how large a row group of its files becomes.
    fn row_group_limits(&self) -> RowGroupLimits;

    /// Returns how its files are encoded.
    fn writer_properties(&self) -> WriterProperties;
}
