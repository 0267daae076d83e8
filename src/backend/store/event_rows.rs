//! Wide events on their way to the store, column by column: whoever brings them builds the columns,
//! so that the writer has only to put batches together.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::Int64Array;
use arrow_array::RecordBatch;
use arrow_array::TimestampMillisecondArray;
use arrow_array::TimestampNanosecondArray;
use arrow_array::UInt32Array;
use arrow_array::UInt64Array;
use arrow_array::builder::BooleanBuilder;
use arrow_array::builder::Float64Builder;
use arrow_array::builder::Int64Builder;
use arrow_array::builder::StringBuilder;
use arrow_schema::Field;
use arrow_schema::Schema;
use foldhash::fast::FixedState;

use super::error::StoreError;
use super::events_table::EventsTable;
use super::events_table::columns;
use super::field_names::FieldKind;
use super::field_names::column_name;
use super::table::Table as _;
use crate::model::field_set::FieldValue;

/// Values of one batch of wide events at most, null ones counted.
pub(crate) const MAXIMUM_CELLS: usize = 2 * 1024 * 1024;

/// Bytes of a value that is null.
pub(crate) const CELL_BYTES: usize = 8;

/// Bytes of a text for which there is room from the start.
const TEXT_BYTES: usize = 16;

/// Fields up to which there is room from the start for the rows that are expected.
const ROOMY_FIELDS: usize = 128;

/// Events of one dataset that will become one batch.
#[derive(Debug, Default)]
pub struct EventRows {
    times: Vec<i64>,
    sample_rates: Vec<u32>,
    /// The place of each event in its request.
    places: Vec<u32>,
    fields: Vec<FieldColumns>,
    index: HashMap<String, u32, FixedState>,
    /// The fields of the event before: the next often has the same in the same order.
    order: Vec<u32>,
    bytes: usize,
    /// How many rows there will probably be.
    expected: usize,
    /// Number of columns, of all kinds of all fields.
    columns: usize,
}

/// The columns of one field, by kind.
#[derive(Debug)]
struct FieldColumns {
    name: String,
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
    fn new(kind: FieldKind, rows: usize) -> Self {
        match kind {
            FieldKind::Text => Self::Text(StringBuilder::with_capacity(rows, rows * TEXT_BYTES)),
            FieldKind::Integer => Self::Integer(Int64Builder::with_capacity(rows)),
            FieldKind::Float => Self::Float(Float64Builder::with_capacity(rows)),
            FieldKind::Flag => Self::Flag(BooleanBuilder::with_capacity(rows)),
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

    fn push(&mut self, value: &FieldValue<'_>) {
        match (self, value) {
            (Self::Text(builder), FieldValue::Text(value)) => builder.append_value(value),
            (Self::Integer(builder), FieldValue::Integer(value)) => builder.append_value(*value),
            (Self::Float(builder), FieldValue::Float(value)) => builder.append_value(*value),
            (Self::Flag(builder), FieldValue::Flag(value)) => builder.append_value(*value),
            // The builder was chosen by the kind of the value; its row stays null otherwise.
            _ => {}
        }
    }

    fn finish(mut self, rows: usize) -> ArrayRef {
        self.fill(rows);
        match self {
            Self::Text(mut builder) => shrunk(builder.finish()),
            Self::Integer(mut builder) => shrunk(builder.finish()),
            Self::Float(mut builder) => shrunk(builder.finish()),
            Self::Flag(mut builder) => shrunk(builder.finish()),
        }
    }
}

/// Gives back the room that an array does not use: it may be held for long.
fn shrunk(mut array: impl Array + 'static) -> ArrayRef {
    array.shrink_to_fit();
    Arc::new(array)
}

impl EventRows {
    /// Creates an empty collection for about that many rows.
    pub(crate) fn expecting(expected: usize) -> Self {
        Self { expected, ..Self::default() }
    }

    /// Adds an event; `place` is its place in its request. Of a name that comes twice the first
    /// value counts.
    pub fn push<'f>(
        &mut self,
        place: u32,
        time_ns: i64,
        sample_rate: u32,
        fields: impl Iterator<Item = (&'f str, FieldValue<'f>)>,
    ) {
        let before = self.times.len();
        self.times.push(time_ns);
        self.sample_rates.push(sample_rate.max(1));
        self.places.push(place);
        // Room for many rows in many columns would be more than their values.
        let rows = if self.fields.len() < ROOMY_FIELDS { self.expected } else { 0 };
        let mut new = 0;
        for (number, (name, value)) in fields.enumerate() {
            self.bytes += name.len() + value.bytes();
            let field = self.field(number, name);
            if field.rows > before {
                continue;
            }
            field.rows = before + 1;
            let kind = FieldKind::of(&value);
            let slot = &mut field.columns[kind as usize];
            new += usize::from(slot.is_none());
            let column = slot.get_or_insert_with(|| ColumnBuilder::new(kind, rows));
            column.fill(before);
            column.push(&value);
        }
        self.columns += new;
    }

    /// Returns the columns of a field, which is that of the event before at the same number or is
    /// looked up.
    fn field(&mut self, number: usize, name: &str) -> &mut FieldColumns {
        let expected = self.order.get(number).copied();
        let place = match expected {
            Some(place) if self.fields[place as usize].name == name => place,
            _ => {
                let place = match self.index.get(name) {
                    Some(&place) => place,
                    None => self.add_field(name),
                };
                match self.order.get_mut(number) {
                    Some(expected) => *expected = place,
                    None => self.order.push(place),
                }
                place
            }
        };
        &mut self.fields[place as usize]
    }

    #[expect(clippy::cast_possible_truncation, reason = "a request has far fewer names")]
    fn add_field(&mut self, name: &str) -> u32 {
        let place = self.fields.len() as u32;
        self.index.insert(name.to_owned(), place);
        self.fields.push(FieldColumns {
            name: name.to_owned(),
            columns: [None, None, None, None],
            rows: 0,
        });
        place
    }

    /// Returns the number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.times.len()
    }

    /// Says whether there are no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// Returns the number of values, null ones counted.
    pub(crate) const fn cells(&self) -> usize {
        self.times.len() * (self.columns + columns::COUNT)
    }

    /// Says whether it should take no more rows: it has as many values as a batch may have.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.cells() > MAXIMUM_CELLS
    }

    /// Returns the bytes of names and values, or of all values with the null ones if that is more.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes.max(self.cells() * CELL_BYTES)
    }

    /// Turns the rows into a batch, in which what only the writer knows is zero, and the places of
    /// the rows in their request.
    pub(crate) fn finish(self) -> Result<(RecordBatch, Vec<u32>), StoreError> {
        let rows = self.times.len();
        let mut further: BTreeMap<String, (FieldKind, ArrayRef)> = BTreeMap::new();
        for field in self.fields {
            for (kind, column) in FieldKind::ALL.into_iter().zip(field.columns) {
                if let Some(column) = column {
                    further.insert(column_name(&field.name, kind), (kind, column.finish(rows)));
                }
            }
        }
        let mut fields: Vec<Arc<Field>> = EventsTable.schema().fields().iter().cloned().collect();
        let times = TimestampNanosecondArray::from(self.times).with_timezone("UTC");
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(vec![0; rows])),
            Arc::new(times),
            ingestion_column(rows, 0),
            Arc::new(UInt64Array::from(vec![0; rows])),
            Arc::new(UInt32Array::from(self.sample_rates)),
        ];
        for (name, (kind, array)) in further {
            fields.push(Arc::new(Field::new(name, kind.data_type(), true)));
            arrays.push(array);
        }
        Ok((RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?, self.places))
    }
}

fn ingestion_column(rows: usize, ingestion: i64) -> ArrayRef {
    Arc::new(TimestampMillisecondArray::from(vec![ingestion; rows]).with_timezone("UTC"))
}

/// Puts into a batch what only the writer knows: dataset, time of ingestion, and numbers from
/// `first_sequence` on.
pub(crate) fn complete(
    batch: &RecordBatch,
    dataset: i64,
    ingestion: i64,
    first_sequence: u64,
) -> Result<RecordBatch, StoreError> {
    let rows = batch.num_rows();
    let mut arrays = batch.columns().to_vec();
    arrays[columns::DATASET] = Arc::new(Int64Array::from(vec![dataset; rows]));
    arrays[columns::INGESTION] = ingestion_column(rows, ingestion);
    let sequences = first_sequence..first_sequence + rows as u64;
    arrays[columns::SEQUENCE] = Arc::new(UInt64Array::from_iter_values(sequences));
    Ok(RecordBatch::try_new(batch.schema(), arrays)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_columns_of_their_own() {
        let mut rows = EventRows::default();
        let values = [
            FieldValue::Integer(1),
            FieldValue::Float(0.5),
            FieldValue::Flag(true),
            FieldValue::Text("x".into()),
        ];
        for (place, value) in values.iter().enumerate() {
            let fields = [("f", value.borrowed()), ("f", FieldValue::Integer(9))];
            rows.push(place as u32, 0, 1, fields.into_iter());
        }
        assert_eq!(rows.cells(), 4 * (4 + columns::COUNT));
        let (batch, places) = rows.finish().unwrap();
        assert_eq!((batch.num_columns(), places), (columns::COUNT + 4, vec![0, 1, 2, 3]));
        let nulls =
            (columns::COUNT..batch.num_columns()).map(|place| batch.column(place).null_count());
        assert!(nulls.eq([3; 4]));
    }
}
