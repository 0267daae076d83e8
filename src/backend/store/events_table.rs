//! The `events` table: one row per wide event of any dataset.
//!
//! Beside the fixed columns a batch has the columns of the fields that its rows have; see
//! [`field_names`](super::field_names).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::LazyLock;

use arrow_array::Array as _;
use arrow_array::ArrayRef;
use arrow_array::Int64Array;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::TimestampMillisecondArray;
use arrow_array::TimestampNanosecondArray;
use arrow_array::UInt32Array;
use arrow_array::UInt64Array;
use arrow_array::builder::BooleanBuilder;
use arrow_array::builder::Float64Builder;
use arrow_array::builder::Int64Builder;
use arrow_array::builder::StringBuilder;
use arrow_schema::DataType;
use arrow_schema::Field;
use arrow_schema::Schema;
use arrow_schema::SchemaRef;
use arrow_schema::TimeUnit;
use parquet::file::properties::WriterProperties;

use super::dead::DeadIds;
use super::encoder::ROW_OVERHEAD_BYTES;
use super::error::StoreError;
use super::field_names::FieldKind;
use super::field_names::column_name;
use super::field_names::field_of;
use super::table::Bounds;
use super::table::SortKey;
use super::table::Table;
use super::table::column;
use super::table::file_properties;
use super::table::ordered;
use super::table::same_columns;
use super::table::with_differences;
use crate::model::event::FieldScalar;

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

    fn writer_properties(&self) -> WriterProperties {
        let key = [columns::DATASET, columns::TIME, columns::SEQUENCE];
        let builder = file_properties(key, PAGE_ROWS);
        with_differences(builder, &["#time", "#ingestion", "#sequence"]).build()
    }
}

/// Events of one dataset that will become one batch.
#[derive(Debug)]
pub(crate) struct EventRows {
    dataset: i64,
    times: Vec<i64>,
    sequences: Vec<u64>,
    sample_rates: Vec<u32>,
    fields: HashMap<String, FieldColumns>,
}

/// The columns of one field, by kind.
#[derive(Debug, Default)]
struct FieldColumns {
    columns: [Option<ColumnBuilder>; 4],
    /// Number of rows up to and with the last one that has the field.
    rows: usize,
}

#[derive(Debug)]
enum ColumnBuilder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Float(Float64Builder),
    Flag(BooleanBuilder),
}

impl ColumnBuilder {
    fn new(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Text => Self::Text(StringBuilder::with_capacity(0, 0)),
            FieldKind::Integer => Self::Integer(Int64Builder::with_capacity(0)),
            FieldKind::Float => Self::Float(Float64Builder::with_capacity(0)),
            FieldKind::Flag => Self::Flag(BooleanBuilder::with_capacity(0)),
        }
    }

    /// Adds nulls until there are that many rows.
    fn fill(&mut self, rows: usize) {
        use arrow_array::builder::ArrayBuilder as _;
        match self {
            Self::Text(builder) => builder.append_nulls(rows - builder.len()),
            Self::Integer(builder) => builder.append_nulls(rows - builder.len()),
            Self::Float(builder) => builder.append_nulls(rows - builder.len()),
            Self::Flag(builder) => builder.append_nulls(rows - builder.len()),
        }
    }

    fn push(&mut self, value: &FieldScalar) {
        match (self, value) {
            (Self::Text(builder), FieldScalar::Text(value)) => builder.append_value(value),
            (Self::Integer(builder), FieldScalar::Integer(value)) => builder.append_value(*value),
            (Self::Float(builder), FieldScalar::Float(value)) => builder.append_value(*value),
            (Self::Flag(builder), FieldScalar::Flag(value)) => builder.append_value(*value),
            // The builder was chosen by the kind of the value; its row stays null otherwise.
            _ => {}
        }
    }

    fn finish(mut self, rows: usize) -> ArrayRef {
        self.fill(rows);
        match self {
            Self::Text(mut builder) => Arc::new(builder.finish()),
            Self::Integer(mut builder) => Arc::new(builder.finish()),
            Self::Float(mut builder) => Arc::new(builder.finish()),
            Self::Flag(mut builder) => Arc::new(builder.finish()),
        }
    }
}

impl EventRows {
    /// Creates an empty collection for a dataset.
    pub(crate) fn new(dataset: i64) -> Self {
        Self {
            dataset,
            times: Vec::new(),
            sequences: Vec::new(),
            sample_rates: Vec::new(),
            fields: HashMap::new(),
        }
    }

    /// Adds an event.
    pub(crate) fn push(
        &mut self,
        time_ns: i64,
        sample_rate: u32,
        sequence: u64,
        fields: &[(String, FieldScalar)],
    ) {
        let before = self.times.len();
        self.times.push(time_ns);
        self.sequences.push(sequence);
        self.sample_rates.push(sample_rate.max(1));
        for (name, value) in fields {
            let kind = FieldKind::of(value);
            let field = match self.fields.get_mut(name.as_str()) {
                Some(field) => field,
                None => self.fields.entry(name.clone()).or_default(),
            };
            if field.rows > before {
                // The name came before in this event.
                continue;
            }
            field.rows = before + 1;
            let column =
                field.columns[kind as usize].get_or_insert_with(|| ColumnBuilder::new(kind));
            column.fill(before);
            column.push(value);
        }
    }

    /// Returns the number of rows.
    pub(crate) const fn len(&self) -> usize {
        self.times.len()
    }

    /// Returns the number of values, null ones counted.
    pub(crate) fn cells(&self) -> usize {
        self.times.len() * (self.fields.len() + columns::COUNT)
    }

    /// Returns the rows as a batch, all taken at `ingestion`.
    pub(crate) fn finish(self, ingestion: i64) -> Result<RecordBatch, StoreError> {
        let rows = self.times.len();
        let mut further: BTreeMap<String, (FieldKind, ArrayRef)> = BTreeMap::new();
        for (name, field) in self.fields {
            for (kind, column) in FieldKind::ALL.into_iter().zip(field.columns) {
                if let Some(column) = column {
                    further.insert(column_name(&name, kind), (kind, column.finish(rows)));
                }
            }
        }
        let mut fields: Vec<Arc<Field>> = SCHEMA.fields().iter().map(Arc::clone).collect();
        let times = TimestampNanosecondArray::from(self.times).with_timezone("UTC");
        let ingestions =
            TimestampMillisecondArray::from(vec![ingestion; rows]).with_timezone("UTC");
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(vec![self.dataset; rows])),
            Arc::new(times),
            Arc::new(ingestions),
            Arc::new(UInt64Array::from(self.sequences)),
            Arc::new(UInt32Array::from(self.sample_rates)),
        ];
        for (name, (kind, array)) in further {
            fields.push(Arc::new(Field::new(name, kind.data_type(), true)));
            arrays.push(array);
        }
        Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?)
    }
}
