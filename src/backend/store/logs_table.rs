//! The `logs` table: one row per log event of any group.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::LazyLock;

use arrow_array::Int64Array;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::TimestampMillisecondArray;
use arrow_array::UInt64Array;
use arrow_array::builder::StringBuilder;
use arrow_schema::DataType;
use arrow_schema::Field;
use arrow_schema::Schema;
use arrow_schema::SchemaRef;
use arrow_schema::TimeUnit;
use parquet::basic::Encoding;
use parquet::file::properties::EnabledStatistics;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use super::dead::DeadIds;
use super::encoder::ROW_OVERHEAD_BYTES;
use super::error::StoreError;
use super::table::Bounds;
use super::table::RowGroupLimits;
use super::table::SortKey;
use super::table::Table;
use super::table::column;
use super::table::file_properties;
use super::table::ordered;
use super::table::same_columns;
use super::table::with_differences;

/// Column numbers of the `logs` table.
pub mod columns {
    /// Number of the log group.
    pub const GROUP_ID: usize = 0;
    /// Number of the log stream.
    pub const STREAM_ID: usize = 1;
    /// Event time, milliseconds, UTC.
    pub const TIMESTAMP: usize = 2;
    /// Time at which the event was taken, milliseconds, UTC.
    pub const INGESTION: usize = 3;
    /// Number of the event, never reused.
    pub const SEQUENCE: usize = 4;
    /// Text of the event.
    pub const MESSAGE: usize = 5;
}

/// Rows of a data page; a multiple of the encoder's step, so that the limit is met exactly.
const PAGE_ROWS: usize = 8 * 1024;

/// Rows of a page of the columns that scans enter by: their bounds are what pages are skipped by.
const ENTRY_PAGE_ROWS: usize = 2 * 1024;

/// The `logs` table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogsTable;

static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let time = DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()));
    Arc::new(Schema::new(vec![
        Field::new("group_id", DataType::Int64, false),
        Field::new("stream_id", DataType::Int64, false),
        Field::new("timestamp", time.clone(), false),
        Field::new("ingestion", time, false),
        Field::new("sequence", DataType::UInt64, false),
        Field::new("message", DataType::Utf8, false),
    ]))
});

/// The columns of a batch of log events.
#[derive(Clone, Copy, Debug)]
pub struct LogColumns<'a> {
    /// Number of the log group of each row.
    pub group_ids: &'a [i64],
    /// Number of the log stream of each row.
    pub stream_ids: &'a [i64],
    /// Event time of each row.
    pub timestamps: &'a [i64],
    /// Time at which each row was taken.
    pub ingestions: &'a [i64],
    /// Number of each row.
    pub sequences: &'a [u64],
    /// Text of each row.
    pub messages: &'a StringArray,
}

impl<'a> LogColumns<'a> {
    /// Takes the columns from a batch that has all of them.
    ///
    /// # Errors
    /// The batch is not one of the `logs` table.
    pub fn of(batch: &'a RecordBatch) -> Result<Self, StoreError> {
        Ok(Self {
            group_ids: int64(batch, columns::GROUP_ID)?,
            stream_ids: int64(batch, columns::STREAM_ID)?,
            timestamps: times(batch, columns::TIMESTAMP)?.values(),
            ingestions: times(batch, columns::INGESTION)?.values(),
            sequences: column::<UInt64Array>(batch, columns::SEQUENCE)?.values(),
            messages: column::<StringArray>(batch, columns::MESSAGE)?,
        })
    }
}

fn int64(batch: &RecordBatch, index: usize) -> Result<&[i64], StoreError> {
    Ok(column::<Int64Array>(batch, index)?.values())
}

fn times(batch: &RecordBatch, index: usize) -> Result<&TimestampMillisecondArray, StoreError> {
    column::<TimestampMillisecondArray>(batch, index)
}

impl Table for LogsTable {
    fn name(&self) -> &'static str {
        "logs"
    }

    fn schema(&self) -> SchemaRef {
        Arc::clone(&SCHEMA)
    }

    fn fits(&self, schema: &Schema) -> bool {
        let (ours, theirs) = (SCHEMA.fields(), schema.fields());
        ours.len() == theirs.len() && same_columns(ours, theirs)
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            partition: columns::GROUP_ID,
            time: columns::TIMESTAMP,
            ticks: 1,
            retention: columns::TIMESTAMP,
            sequence: columns::SEQUENCE,
        }
    }

    fn times<'a>(&self, batch: &'a RecordBatch) -> Result<Cow<'a, [i64]>, StoreError> {
        Ok(Cow::Borrowed(times(batch, columns::TIMESTAMP)?.values()))
    }

    fn retention_times<'a>(&self, batch: &'a RecordBatch) -> Result<Cow<'a, [i64]>, StoreError> {
        self.times(batch)
    }

    fn partitions<'a>(&self, batch: &'a RecordBatch) -> Result<&'a [i64], StoreError> {
        int64(batch, columns::GROUP_ID)
    }

    fn sort_keys(&self, batch: &RecordBatch) -> Result<Vec<SortKey>, StoreError> {
        let rows = LogColumns::of(batch)?;
        Ok((0..batch.num_rows())
            .map(|row| {
                let (group_id, timestamp) = (rows.group_ids[row], rows.timestamps[row]);
                [ordered(group_id), ordered(timestamp), rows.sequences[row], 0]
            })
            .collect())
    }

    fn row_bytes(&self, batch: &RecordBatch) -> Result<Vec<u64>, StoreError> {
        let messages = column::<StringArray>(batch, columns::MESSAGE)?;
        let widths = messages.value_offsets().windows(2);
        Ok(widths.map(|pair| u64::from((pair[1] - pair[0]).cast_unsigned())).collect())
    }

    fn memory_bytes(&self, batch: &RecordBatch) -> Result<u64, StoreError> {
        let texts: u64 = self.row_bytes(batch)?.iter().sum();
        Ok(texts + batch.num_rows() as u64 * ROW_OVERHEAD_BYTES)
    }

    fn hot_partition(&self, _: &RecordBatch) -> Result<i64, StoreError> {
        Ok(0)
    }

    fn dead_rows(
        &self,
        batch: &RecordBatch,
        dead: &DeadIds,
    ) -> Result<Option<Vec<bool>>, StoreError> {
        if dead.is_empty() {
            return Ok(None);
        }
        let groups = int64(batch, columns::GROUP_ID)?;
        let streams = int64(batch, columns::STREAM_ID)?;
        let rows: Vec<bool> =
            groups.iter().zip(streams).map(|(&group, &stream)| dead.has(group, stream)).collect();
        Ok(rows.contains(&true).then_some(rows))
    }

    fn row_group_limits(&self) -> RowGroupLimits {
        RowGroupLimits { rows: 128 * 1024, bytes: 32 * 1024 * 1024 }
    }

    fn writer_properties(&self) -> WriterProperties {
        let path = |name: &str| ColumnPath::from(name);
        let key = [columns::GROUP_ID, columns::TIMESTAMP, columns::SEQUENCE];
        let mut builder = file_properties(key, PAGE_ROWS)
            .set_column_statistics_enabled(path("message"), EnabledStatistics::None)
            .set_column_dictionary_enabled(path("message"), false)
            .set_column_encoding(path("message"), Encoding::PLAIN);
        for name in ["group_id", "timestamp"] {
            builder = builder
                .set_column_statistics_enabled(path(name), EnabledStatistics::Page)
                .set_column_data_page_row_count_limit(path(name), ENTRY_PAGE_ROWS);
        }
        with_differences(builder, &["timestamp", "ingestion", "sequence"]).build()
    }
}

/// Log events that will become one batch.
#[derive(Debug)]
pub(crate) struct LogRows {
    group_ids: Vec<i64>,
    stream_ids: Vec<i64>,
    timestamps: Vec<i64>,
    sequences: Vec<u64>,
    messages: StringBuilder,
}

impl LogRows {
    /// Creates an empty collection with room for that many rows and message bytes.
    pub(crate) fn with_capacity(rows: usize, bytes: usize) -> Self {
        Self {
            group_ids: Vec::with_capacity(rows),
            stream_ids: Vec::with_capacity(rows),
            timestamps: Vec::with_capacity(rows),
            sequences: Vec::with_capacity(rows),
            messages: StringBuilder::with_capacity(rows, bytes),
        }
    }

    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.group_ids.len()
    }

    /// Adds a row.
    pub(crate) fn push(
        &mut self,
        group_id: i64,
        stream_id: i64,
        timestamp: i64,
        sequence: u64,
        message: &str,
    ) {
        self.group_ids.push(group_id);
        self.stream_ids.push(stream_id);
        self.timestamps.push(timestamp);
        self.sequences.push(sequence);
        self.messages.append_value(message);
    }

    /// Returns the rows as a batch, all taken at `ingestion`.
    pub(crate) fn finish(mut self, ingestion: i64) -> Result<RecordBatch, StoreError> {
        let rows = self.len();
        let time = |values: Vec<i64>| TimestampMillisecondArray::from(values).with_timezone("UTC");
        Ok(RecordBatch::try_new(
            Arc::clone(&SCHEMA),
            vec![
                Arc::new(Int64Array::from(self.group_ids)),
                Arc::new(Int64Array::from(self.stream_ids)),
                Arc::new(time(self.timestamps)),
                Arc::new(time(vec![ingestion; rows])),
                Arc::new(UInt64Array::from(self.sequences)),
                Arc::new(self.messages.finish()),
            ],
        )?)
    }
}
