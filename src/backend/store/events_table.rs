//! The `events` table: one row per wide event of any dataset.
//!
//! Beside the fixed columns a batch has the columns of the fields that its rows have; see
//! [`field_names`](super::field_names).

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::LazyLock;

use arrow_array::Array as _;
use arrow_array::Int64Array;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::TimestampMillisecondArray;
use arrow_array::TimestampNanosecondArray;
use arrow_array::UInt32Array;
use arrow_array::UInt64Array;
use arrow_schema::DataType;
use arrow_schema::Field;
use arrow_schema::Schema;
use arrow_schema::SchemaRef;
use arrow_schema::TimeUnit;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use super::dead::DeadIds;
use super::encoder::ROW_OVERHEAD_BYTES;
use super::error::StoreError;
use super::field_names::field_of;
use super::table::Bounds;
use super::table::RowGroupLimits;
use super::table::SortKey;
use super::table::Table;
use super::table::column;
use super::table::file_properties;
use super::table::ordered;
use super::table::same_columns;
use super::table::with_differences;

/// Column numbers of the fixed columns of the `events` table.
pub mod columns {
    /// Number of the dataset.
    pub const DATASET: usize = 0;
    /// Event time, nanoseconds, UTC.
    pub const TIME: usize = 1;
    /// Time at which the event was taken, milliseconds, UTC.
    pub const INGESTION: usize = 2;
    /// Number of the event, never reused.
    pub const SEQUENCE: usize = 3;
    /// How many events the row stands for.
    pub const SAMPLE_RATE: usize = 4;
    /// How many fixed columns there are.
    pub const COUNT: usize = 5;
}

/// Nanoseconds of a millisecond.
const MILLISECOND: i64 = 1_000_000;

/// The field by which single rows are looked for.
const TRACE_ID: &str = "trace.trace_id";

/// Fields whose values seldom come twice, so that a dictionary of them is no gain.
const UNIQUE_FIELDS: [&str; 3] = [TRACE_ID, "trace.span_id", "trace.parent_id"];

/// How many row groups are read in vain for an identifier that they have not.
const BLOOM_FILTER_ERRORS: f64 = 0.001;

/// Rows of a data page.
const PAGE_ROWS: usize = 8 * 1024;

/// The `events` table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EventsTable;

static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let time = |unit| DataType::Timestamp(unit, Some("UTC".into()));
    Arc::new(Schema::new(vec![
        Field::new("#dataset", DataType::Int64, false),
        Field::new("#time", time(TimeUnit::Nanosecond), false),
        Field::new("#ingestion", time(TimeUnit::Millisecond), false),
        Field::new("#sequence", DataType::UInt64, false),
        Field::new("#sample_rate", DataType::UInt32, false),
    ]))
});

/// The fixed columns of a batch of events.
#[derive(Clone, Copy, Debug)]
pub struct EventColumns<'a> {
    /// Number of the dataset of each row.
    pub datasets: &'a [i64],
    /// Event time of each row, in nanoseconds.
    pub times: &'a [i64],
    /// Time at which each row was taken, in milliseconds.
    pub ingestions: &'a [i64],
    /// Number of each row.
    pub sequences: &'a [u64],
    /// How many events each row stands for.
    pub sample_rates: &'a [u32],
}

impl<'a> EventColumns<'a> {
    /// Takes the fixed columns from a batch that has all of them.
    ///
    /// # Errors
    /// The batch is not one of the `events` table.
    pub fn of(batch: &'a RecordBatch) -> Result<Self, StoreError> {
        Ok(Self {
            datasets: column::<Int64Array>(batch, columns::DATASET)?.values(),
            times: column::<TimestampNanosecondArray>(batch, columns::TIME)?.values(),
            ingestions: column::<TimestampMillisecondArray>(batch, columns::INGESTION)?.values(),
            sequences: column::<UInt64Array>(batch, columns::SEQUENCE)?.values(),
            sample_rates: column::<UInt32Array>(batch, columns::SAMPLE_RATE)?.values(),
        })
    }
}

impl Table for EventsTable {
    fn name(&self) -> &'static str {
        "events"
    }

    fn schema(&self) -> SchemaRef {
        Arc::clone(&SCHEMA)
    }

    fn fits(&self, schema: &Schema) -> bool {
        let fields = schema.fields();
        fields.len() >= columns::COUNT
            && same_columns(SCHEMA.fields(), fields)
            && fields[columns::COUNT..].windows(2).all(|pair| pair[0].name() < pair[1].name())
            && fields[columns::COUNT..].iter().all(|field| {
                field.is_nullable()
                    && field_of(field.name())
                        .is_some_and(|(_, kind)| kind.data_type() == *field.data_type())
            })
    }

    fn bounds(&self) -> Bounds {
        Bounds {
            partition: columns::DATASET,
            time: columns::TIME,
            ticks: MILLISECOND,
            retention: columns::INGESTION,
            sequence: columns::SEQUENCE,
        }
    }

    fn times<'a>(&self, batch: &'a RecordBatch) -> Result<Cow<'a, [i64]>, StoreError> {
        let times = column::<TimestampNanosecondArray>(batch, columns::TIME)?.values();
        Ok(times.iter().map(|time| time.div_euclid(MILLISECOND)).collect())
    }

    fn retention_times<'a>(&self, batch: &'a RecordBatch) -> Result<Cow<'a, [i64]>, StoreError> {
        let times = column::<TimestampMillisecondArray>(batch, columns::INGESTION)?.values();
        Ok(Cow::Borrowed(times))
    }

    fn partitions<'a>(&self, batch: &'a RecordBatch) -> Result<&'a [i64], StoreError> {
        Ok(column::<Int64Array>(batch, columns::DATASET)?.values())
    }

    fn sort_keys(&self, batch: &RecordBatch) -> Result<Vec<SortKey>, StoreError> {
        let rows = EventColumns::of(batch)?;
        Ok((0..batch.num_rows())
            .map(|row| {
                [ordered(rows.datasets[row]), ordered(rows.times[row]), rows.sequences[row], 0]
            })
            .collect())
    }

    fn row_bytes(&self, batch: &RecordBatch) -> Result<Vec<u64>, StoreError> {
        let mut bytes = vec![0; batch.num_rows()];
        for column in batch.columns().iter().skip(columns::COUNT) {
            if let Some(texts) = column.as_any().downcast_ref::<StringArray>() {
                for (bytes, pair) in bytes.iter_mut().zip(texts.value_offsets().windows(2)) {
                    *bytes += u64::from((pair[1] - pair[0]).cast_unsigned());
                }
                continue;
            }
            let width = if column.data_type() == &DataType::Boolean { 1 } else { 8 };
            for (row, bytes) in bytes.iter_mut().enumerate() {
                *bytes += if column.is_null(row) { 0 } else { width };
            }
        }
        Ok(bytes)
    }

    fn memory_bytes(&self, batch: &RecordBatch) -> Result<u64, StoreError> {
        // Null values take room too, and batches may be much wider than their rows.
        let rows = batch.num_rows() as u64;
        let mut bytes = rows * ROW_OVERHEAD_BYTES;
        for column in batch.columns().iter().skip(columns::COUNT) {
            bytes += rows.div_ceil(8);
            bytes += match column.as_any().downcast_ref::<StringArray>() {
                Some(texts) => {
                    let offsets = texts.value_offsets();
                    let ends = (offsets.first().copied(), offsets.last().copied());
                    let (first, last) = (ends.0.unwrap_or_default(), ends.1.unwrap_or_default());
                    u64::from((last - first).cast_unsigned()) + 4 * rows
                }
                None if column.data_type() == &DataType::Boolean => rows.div_ceil(8),
                None => 8 * rows,
            };
        }
        Ok(bytes)
    }

    fn hot_partition(&self, batch: &RecordBatch) -> Result<i64, StoreError> {
        Ok(self.partitions(batch)?.first().copied().unwrap_or_default())
    }

    fn dead_rows(
        &self,
        batch: &RecordBatch,
        dead: &DeadIds,
    ) -> Result<Option<Vec<bool>>, StoreError> {
        if dead.is_empty() {
            return Ok(None);
        }
        let datasets = self.partitions(batch)?;
        let rows: Vec<bool> = datasets.iter().map(|&dataset| dead.has_group(dataset)).collect();
        Ok(rows.contains(&true).then_some(rows))
    }

    fn row_group_limits(&self) -> RowGroupLimits {
        // Each row group has dictionaries of its own, which a query reads and looks up once: fewer
        // are better. Encoded it takes a tenth of this in memory until it is written.
        RowGroupLimits { rows: 512 * 1024, bytes: 160 * 1024 * 1024 }
    }

    fn writer_properties(&self) -> WriterProperties {
        let key = [columns::DATASET, columns::TIME, columns::SEQUENCE];
        let builder = file_properties(key, PAGE_ROWS)
            // A filter shrinks to what the values of its row group need.
            .set_column_bloom_filter_enabled(ColumnPath::from(TRACE_ID), true)
            .set_column_bloom_filter_fpp(ColumnPath::from(TRACE_ID), BLOOM_FILTER_ERRORS)
            .set_column_bloom_filter_max_ndv(ColumnPath::from(TRACE_ID), 512 * 1024);
        let builder = UNIQUE_FIELDS.iter().fold(builder, |builder, name| {
            builder.set_column_dictionary_enabled(ColumnPath::from(*name), false)
        });
        with_differences(builder, &["#time", "#ingestion", "#sequence"]).build()
    }
}
