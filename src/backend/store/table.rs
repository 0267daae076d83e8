//! What the store must know of a table of rows: its columns, its order, its partitions.
//!
//! Hot log, sealing and compaction work on any table through this trait; a second table is one
//! more implementation and one more entry in [`TableId::ALL`].

use std::fmt::Debug;

use arrow_array::RecordBatch;
use arrow_array::TimestampMillisecondArray;
use arrow_schema::SchemaRef;
use parquet::file::properties::WriterProperties;

use super::dead::DeadIds;
use super::error::StoreError;
use super::logs_table::LogsTable;

/// A table of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TableId {
    /// Log events of all groups.
    Logs,
}

impl TableId {
    /// All tables.
    pub(crate) const ALL: [Self; 1] = [Self::Logs];

    /// Returns the place of the table in arrays by table.
    pub(crate) const fn index(self) -> usize {
        self as usize
    }

    /// Returns what the store must know of the table.
    pub(crate) fn definition(self) -> &'static dyn Table {
        match self {
            Self::Logs => &LogsTable,
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

/// What the store must know of a table.
pub(crate) trait Table: Send + Sync + Debug {
    /// Returns the name: folder of its files, mark of its rows in hot log and manifest.
    fn name(&self) -> &'static str;

    /// Returns the columns that a new batch has.
    fn schema(&self) -> SchemaRef;

    /// Returns the event times of a batch, which decide the day of a row.
    fn times<'a>(
        &self,
        batch: &'a RecordBatch,
    ) -> Result<&'a TimestampMillisecondArray, StoreError>;

    /// Returns the partition of each row (for logs: the group).
    fn partitions<'a>(&self, batch: &'a RecordBatch) -> Result<&'a [i64], StoreError>;

    /// Returns the key of each row.
    fn sort_keys(&self, batch: &RecordBatch) -> Result<Vec<SortKey>, StoreError>;

    /// Returns the bytes that each row counts for its partition.
    fn row_bytes(&self, batch: &RecordBatch) -> Result<Vec<u64>, StoreError>;

    /// Says for each row whether it belongs to something deleted; none if no row does.
    fn dead_rows(
        &self,
        batch: &RecordBatch,
        dead: &DeadIds,
    ) -> Result<Option<Vec<bool>>, StoreError>;

    /// Returns how its files are encoded.
    fn writer_properties(&self) -> WriterProperties;
}
