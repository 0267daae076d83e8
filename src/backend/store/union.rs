//! Batches of different columns taken as one: what a batch has not is null.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::Array;
use arrow_array::ArrayRef;
use arrow_array::RecordBatch;
use arrow_array::new_null_array;
use arrow_schema::Field;
use arrow_schema::Fields;
use arrow_schema::Schema;
use arrow_schema::SchemaRef;
use arrow_select::concat::concat;
use arrow_select::interleave::interleave;

use super::error::StoreError;

/// Marks a column that a source has not.
const MISSING: u32 = u32::MAX;

/// Values of one batch at most, null ones counted: rows and columns together bound memory.
const MAXIMUM_CELLS: usize = 4 * 1024 * 1024;

/// The columns of several sources.
pub(crate) struct Union {
    schema: SchemaRef,
    /// For each source the number of its layout.
    layouts: Vec<usize>,
    /// For each layout the place of every column of the union in it.
    places: Vec<Vec<u32>>,
}

impl Union {
    /// Joins the columns of sources: first the fixed ones, then the others by name.
    pub(crate) fn of<'a>(fixed: &Schema, sources: impl Iterator<Item = &'a Fields>) -> Self {
        let mut numbers: HashMap<&Fields, usize> = HashMap::new();
        let mut distinct: Vec<&Fields> = Vec::new();
        let mut layouts = Vec::new();
        for fields in sources {
            let number = *numbers.entry(fields).or_insert_with(|| {
                distinct.push(fields);
                distinct.len() - 1
            });
            layouts.push(number);
        }
        let mut further: BTreeMap<&str, &Arc<Field>> = BTreeMap::new();
        let mut indexes: Vec<HashMap<&str, u32>> = Vec::with_capacity(distinct.len());
        for fields in &distinct {
            let mut index = HashMap::with_capacity(fields.len());
            for (place, field) in fields.iter().enumerate() {
                index.insert(field.name().as_str(), place as u32);
                if place >= fixed.fields().len() {
                    further.entry(field.name()).or_insert(field);
                }
            }
            indexes.push(index);
        }
        let fields: Vec<Arc<Field>> =
            fixed.fields().iter().chain(further.into_values()).map(Arc::clone).collect();
        let places = indexes
            .iter()
            .map(|index| {
                let place = |field: &Arc<Field>| index.get(field.name().as_str()).copied();
                fields.iter().map(|field| place(field).unwrap_or(MISSING)).collect()
            })
            .collect();
        Self { schema: Arc::new(Schema::new(fields)), layouts, places }
    }

    /// Returns the columns of the union.
    pub(crate) const fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Returns how many rows a batch of all columns may have.
    pub(crate) fn row_limit(&self, wanted: usize) -> usize {
        wanted.min(MAXIMUM_CELLS / self.schema.fields().len().max(1)).max(1)
    }

    /// Takes rows out of batches, each given with the number of its source.
    pub(crate) fn interleave(
        &self,
        parts: &[(usize, &RecordBatch)],
        rows: &[(usize, usize)],
    ) -> Result<RecordBatch, StoreError> {
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(self.schema.fields().len());
        let mut mapped: Vec<(usize, usize)> = Vec::new();
        for (number, field) in self.schema.fields().iter().enumerate() {
            let found: Vec<Option<&ArrayRef>> =
                parts.iter().map(|(source, batch)| self.column(*source, batch, number)).collect();
            let missing = found.iter().filter(|column| column.is_none()).count();
            if missing == found.len() {
                columns.push(new_null_array(field.data_type(), rows.len()));
                continue;
            }
            let null = (missing > 0).then(|| new_null_array(field.data_type(), 1));
            let arrays: Vec<&dyn Array> = found
                .iter()
                .filter_map(|column| column.or(null.as_ref()).map(|column| column.as_ref()))
                .collect();
            let taken = if missing == 0 {
                interleave(&arrays, rows)?
            } else {
                mapped.clear();
                let place = |&(part, row): &(usize, usize)| {
                    if found[part].is_some() { (part, row) } else { (part, 0) }
                };
                mapped.extend(rows.iter().map(place));
                interleave(&arrays, &mapped)?
            };
            columns.push(taken);
        }
        Ok(RecordBatch::try_new(Arc::clone(&self.schema), columns)?)
    }

    fn column<'a>(
        &self,
        source: usize,
        batch: &'a RecordBatch,
        number: usize,
    ) -> Option<&'a ArrayRef> {
        let place = self.places[self.layouts[source]][number];
        batch.columns().get(place as usize)
    }
}

/// Puts batches one after the other.
pub(crate) fn concatenate(
    fixed: &Schema,
    parts: &[&RecordBatch],
) -> Result<RecordBatch, StoreError> {
    let schemas: Vec<SchemaRef> = parts.iter().map(|part| part.schema()).collect();
    let union = Union::of(fixed, schemas.iter().map(|schema| schema.fields()));
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(union.schema.fields().len());
    for (number, field) in union.schema.fields().iter().enumerate() {
        let found: Vec<ArrayRef> = parts
            .iter()
            .enumerate()
            .map(|(source, part)| match union.column(source, part, number) {
                Some(column) => Arc::clone(column),
                None => new_null_array(field.data_type(), part.num_rows()),
            })
            .collect();
        let arrays: Vec<&dyn Array> = found.iter().map(|column| column.as_ref()).collect();
        columns.push(concat(&arrays)?);
    }
    Ok(RecordBatch::try_new(Arc::clone(&union.schema), columns)?)
}
