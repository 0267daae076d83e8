//! The columns of a batch that a query needs: fields of whatever kinds, and what is fixed.

use arrow_array::Array as _;
use arrow_array::ArrayRef;
use arrow_array::BooleanArray;
use arrow_array::DictionaryArray;
use arrow_array::Float64Array;
use arrow_array::Int64Array;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::TimestampMillisecondArray;
use arrow_array::TimestampNanosecondArray;
use arrow_array::UInt32Array;
use arrow_array::types::Int32Type;

use super::prepared::StoredColumn;
use crate::backend::store::FieldKind;
use crate::dialect::plan::Scalar;

/// Texts as they are, or as places in a dictionary that many batches share.
#[derive(Clone, Copy, Debug)]
pub(super) enum Texts<'a> {
    Plain(&'a StringArray),
    Coded(&'a DictionaryArray<Int32Type>, &'a StringArray),
}

impl<'a> Texts<'a> {
    /// Returns the text of a row, if it has one.
    pub(super) fn value(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Plain(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::Coded(codes, texts) => codes.key(row).map(|code| texts.value(code)),
        }
    }

    fn has(&self, row: usize) -> bool {
        match self {
            Self::Plain(texts) => texts.is_valid(row),
            Self::Coded(codes, _) => codes.is_valid(row),
        }
    }
}

/// One field of a batch, of whatever kinds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FieldArrays<'a> {
    pub(super) texts: Option<Texts<'a>>,
    pub(super) integers: Option<&'a Int64Array>,
    pub(super) floats: Option<&'a Float64Array>,
    pub(super) flags: Option<&'a BooleanArray>,
}

impl<'a> FieldArrays<'a> {
    /// Returns the value of a row; a row has one of one kind at most.
    pub(super) fn value(&self, row: usize) -> Scalar<'a> {
        if let Some(text) = self.texts.and_then(|texts| texts.value(row)) {
            return Scalar::from(text);
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

    /// Says whether a row has a value.
    pub(super) fn has(&self, row: usize) -> bool {
        self.texts.is_some_and(|texts| texts.has(row))
            || self.integers.is_some_and(|integers| integers.is_valid(row))
            || self
                .floats
                .is_some_and(|floats| floats.is_valid(row) && floats.value(row).is_finite())
            || self.flags.is_some_and(|flags| flags.is_valid(row))
    }

    /// Returns the texts as places in a dictionary, if the field has nothing else.
    pub(super) fn only_coded(&self) -> Option<(&'a DictionaryArray<Int32Type>, &'a StringArray)> {
        match (self.texts, self.integers, self.floats, self.flags) {
            (Some(Texts::Coded(codes, texts)), None, None, None) => Some((codes, texts)),
            _ => None,
        }
    }

    /// Returns the texts, if the field has nothing else.
    pub(super) fn only_plain(&self) -> Option<&'a StringArray> {
        match (self.texts, self.integers, self.floats, self.flags) {
            (Some(Texts::Plain(texts)), None, None, None) => Some(texts),
            _ => None,
        }
    }
}

/// How many events each row stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum SampleRates<'a> {
    Same(u32),
    Each(&'a [u32]),
}

impl SampleRates<'_> {
    /// Returns the rate of a row.
    pub(super) fn of(&self, row: usize) -> u32 {
        match self {
            Self::Same(rate) => *rate,
            Self::Each(rates) => rates[row],
        }
    }
}

/// The columns of a batch that a query needs; what it does not need may be missing.
#[derive(Debug)]
pub(super) struct BatchColumns<'a> {
    pub(super) rows: usize,
    pub(super) datasets: Option<&'a [i64]>,
    pub(super) times: Option<&'a [i64]>,
    pub(super) ingestions: Option<&'a [i64]>,
    pub(super) sample_rates: SampleRates<'a>,
    /// In the order of the query's stored columns.
    fields: Vec<FieldArrays<'a>>,
}

impl<'a> BatchColumns<'a> {
    /// Finds the columns in a batch, which may have others too; `rate` is that of all rows of a
    /// batch without a column for it.
    pub(super) fn of(batch: &'a RecordBatch, stored: &[StoredColumn], rate: u32) -> Self {
        let datasets = find::<Int64Array>(batch, "#dataset");
        let times = find::<TimestampNanosecondArray>(batch, "#time");
        let ingestions = find::<TimestampMillisecondArray>(batch, "#ingestion");
        let rates = find::<UInt32Array>(batch, "#sample_rate");
        Self {
            rows: batch.num_rows(),
            datasets: datasets.map(|column| -> &[i64] { column.values() }),
            times: times.map(|column| -> &[i64] { column.values() }),
            ingestions: ingestions.map(|column| -> &[i64] { column.values() }),
            sample_rates: rates
                .map_or(SampleRates::Same(rate), |column| SampleRates::Each(column.values())),
            fields: stored.iter().map(|column| column.find_in(batch)).collect(),
        }
    }

    /// Returns a stored column.
    pub(super) fn field(&self, column: usize) -> &FieldArrays<'a> {
        &self.fields[column]
    }
}

impl StoredColumn {
    fn find_in<'a>(&self, batch: &'a RecordBatch) -> FieldArrays<'a> {
        let name = |kind: FieldKind| self.columns[kind as usize].as_str();
        FieldArrays {
            texts: find_column(batch, name(FieldKind::Text)).and_then(texts_of),
            integers: find(batch, name(FieldKind::Integer)),
            floats: find(batch, name(FieldKind::Float)),
            flags: find(batch, name(FieldKind::Flag)),
        }
    }
}

fn texts_of(column: &ArrayRef) -> Option<Texts<'_>> {
    let column = column.as_any();
    if let Some(codes) = column.downcast_ref::<DictionaryArray<Int32Type>>() {
        let texts = codes.values().as_any().downcast_ref()?;
        return Some(Texts::Coded(codes, texts));
    }
    column.downcast_ref().map(Texts::Plain)
}

/// Finds a column by name: the fixed ones come first, the others are sorted.
fn find_column<'a>(batch: &'a RecordBatch, name: &str) -> Option<&'a ArrayRef> {
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
    batch.columns().get(place)
}

fn find<'a, T: 'static>(batch: &'a RecordBatch, name: &str) -> Option<&'a T> {
    find_column(batch, name)?.as_any().downcast_ref()
}
