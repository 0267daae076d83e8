//! The rows of a batch as a plan sees them: logical columns, and computed ones over them.

use std::cell::Cell;
use std::cell::RefCell;

use arrow_array::Array as _;
use arrow_array::BooleanArray;
use arrow_array::Float64Array;
use arrow_array::Int64Array;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::TimestampMillisecondArray;
use arrow_array::TimestampNanosecondArray;
use arrow_array::UInt32Array;

use super::prepared::StoredColumn;
use crate::backend::store::FieldKind;
use crate::backend::store::StoreError;
use crate::dialect::plan::Computed;
use crate::dialect::plan::DATASET_COLUMN;
use crate::dialect::plan::INGESTION_TIME_COLUMN;
use crate::dialect::plan::Row;
use crate::dialect::plan::SAMPLE_RATE_COLUMN;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::TIME_COLUMN;
use crate::dialect::plan::evaluate;

/// One field of a batch, of whatever kinds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FieldArrays<'a> {
    texts: Option<&'a StringArray>,
    integers: Option<&'a Int64Array>,
    floats: Option<&'a Float64Array>,
    flags: Option<&'a BooleanArray>,
}

impl<'a> FieldArrays<'a> {
    /// Returns the value of a row; a row has one of one kind at most.
    pub(super) fn value(&self, row: usize) -> Scalar<'a> {
        if let Some(texts) = self.texts
            && texts.is_valid(row)
        {
            return Scalar::from(texts.value(row));
        }
        if let Some(integers) = self.integers
            && integers.is_valid(row)
        {
            return Scalar::Integer(integers.value(row));
        }
        if let Some(floats) = self.floats
            && floats.is_valid(row)
        {
            let value = floats.value(row);
            return if value.is_finite() { Scalar::Float(value) } else { Scalar::Null };
        }
        if let Some(flags) = self.flags
            && flags.is_valid(row)
        {
            return Scalar::Flag(flags.value(row));
        }
        Scalar::Null
    }
}

/// The columns of a batch that a query needs.
#[derive(Debug)]
pub(super) struct BatchColumns<'a> {
    pub(super) datasets: &'a [i64],
    pub(super) times: &'a [i64],
    pub(super) ingestions: Option<&'a [i64]>,
    pub(super) sample_rates: &'a [u32],
    /// In the order of the query's stored columns.
    fields: Vec<FieldArrays<'a>>,
}

impl<'a> BatchColumns<'a> {
    /// Finds the columns in a batch, which may have others too.
    pub(super) fn of(batch: &'a RecordBatch, stored: &[StoredColumn]) -> Result<Self, StoreError> {
        let ingestions = find::<TimestampMillisecondArray>(batch, "#ingestion");
        let fields = stored.iter().map(|column| column.find_in(batch)).collect();
        Ok(Self {
            datasets: required::<Int64Array>(batch, "#dataset")?.values(),
            times: required::<TimestampNanosecondArray>(batch, "#time")?.values(),
            ingestions: ingestions.map(|times| -> &[i64] { times.values() }),
            sample_rates: required::<UInt32Array>(batch, "#sample_rate")?.values(),
            fields,
        })
    }

    /// Returns the value of a stored column.
    pub(super) fn value(&self, column: usize, row: usize) -> Scalar<'a> {
        self.fields[column].value(row)
    }
}

impl StoredColumn {
    fn find_in<'a>(&self, batch: &'a RecordBatch) -> FieldArrays<'a> {
        let name = |kind: FieldKind| self.columns[kind as usize].as_str();
        FieldArrays {
            texts: find(batch, name(FieldKind::Text)),
            integers: find(batch, name(FieldKind::Integer)),
            floats: find(batch, name(FieldKind::Float)),
            flags: find(batch, name(FieldKind::Flag)),
        }
    }
}

/// Finds a column by name: the fixed ones come first, the others are sorted.
fn find<'a, T: 'static>(batch: &'a RecordBatch, name: &str) -> Option<&'a T> {
    let fields = batch.schema_ref().fields();
    let fixed = fields
        .iter()
        .take_while(|field| field.name().starts_with('#') && !field.name().starts_with("##"));
    let fixed = fixed.count();
    let place = match fields[..fixed].iter().position(|field| field.name() == name) {
        Some(place) => place,
        None => {
            let further = &fields[fixed..];
            fixed + further.binary_search_by(|field| field.name().as_str().cmp(name)).ok()?
        }
    };
    batch.column(place).as_any().downcast_ref()
}

fn required<'a, T: 'static>(batch: &'a RecordBatch, name: &str) -> Result<&'a T, StoreError> {
    find(batch, name).ok_or_else(|| {
        let text = format!("column {name} is missing or has another type");
        arrow_schema::ArrowError::SchemaError(text).into()
    })
}

/// One row of a batch; which one can be changed.
#[derive(Debug)]
pub(super) struct StoredRow<'a> {
    pub(super) columns: &'a BatchColumns<'a>,
    pub(super) stored: &'a [StoredColumn],
    pub(super) row: &'a Cell<usize>,
}

impl Row for StoredRow<'_> {
    fn value(&self, column: &str) -> Scalar<'_> {
        let row = self.row.get();
        if let Some(place) = self.stored.iter().position(|stored| stored.name == column) {
            return self.columns.value(place, row);
        }
        match column {
            TIME_COLUMN => Scalar::Integer(self.columns.times[row]),
            INGESTION_TIME_COLUMN => self.columns.ingestions.map_or(Scalar::Null, |times| {
                Scalar::Integer(times[row].saturating_mul(1_000_000))
            }),
            DATASET_COLUMN => Scalar::Integer(self.columns.datasets[row]),
            SAMPLE_RATE_COLUMN => Scalar::Integer(i64::from(self.columns.sample_rates[row])),
            _ => Scalar::Null,
        }
    }
}

/// A row with one computed column more than another.
struct ComputedRow<'a> {
    lower: &'a (dyn Row + 'a),
    computed: &'a Computed,
    row: &'a Cell<usize>,
    /// The row that the value was computed for, and the value.
    known: RefCell<(usize, Scalar<'a>)>,
}

impl Row for ComputedRow<'_> {
    fn value(&self, column: &str) -> Scalar<'_> {
        if column != self.computed.name {
            return self.lower.value(column);
        }
        let row = self.row.get();
        let mut known = self.known.borrow_mut();
        if known.0 != row {
            // Without this an expression that uses another twice would double the work each time.
            *known = (row, evaluate(&self.computed.expression, self.lower));
        }
        known.1.clone()
    }
}

/// Calls `f` with a row that has the computed columns too, each made of those before it.
pub(super) fn with_computed<'a, T>(
    computed: &'a [Computed],
    lower: &'a (dyn Row + 'a),
    row: &'a Cell<usize>,
    f: &mut dyn FnMut(&dyn Row) -> T,
) -> T {
    let Some((first, rest)) = computed.split_first() else {
        return f(lower);
    };
    let known = RefCell::new((usize::MAX, Scalar::Null));
    let upper = ComputedRow { lower, computed: first, row, known };
    with_computed(rest, &upper, row, f)
}
