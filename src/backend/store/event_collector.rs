//! The wide events of one request, by dataset.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::event_rows::EventRows;
use crate::model::event::Event;
use crate::model::field_set::FieldValue;

/// Values of one request at most, null ones counted: many fields that few rows have make columns
/// that are many times the size of what was sent.
const MAXIMUM_REQUEST_CELLS: usize = 4 * 1024 * 1024;

/// Most rows that there is room for from the start.
const MAXIMUM_EXPECTED_ROWS: usize = 8 * 1024;

/// Rows of one dataset.
#[derive(Debug)]
pub struct DatasetRows {
    /// Slug of the dataset, as the catalog has it.
    pub dataset: String,
    /// The rows.
    pub rows: EventRows,
}

/// Collects the rows of a request by dataset.
#[derive(Debug, Default)]
pub struct EventCollector {
    open: Vec<DatasetRows>,
    places: HashMap<String, usize, FixedState>,
    full: Vec<DatasetRows>,
    count: u32,
    expected: usize,
    /// Values so far, null ones counted.
    cells: usize,
}

impl EventCollector {
    /// Creates an empty collection for about that many events of each dataset.
    #[must_use]
    pub fn expecting(events: usize) -> Self {
        Self { expected: events.min(MAXIMUM_EXPECTED_ROWS), ..Self::default() }
    }

    /// Returns the number of a dataset.
    pub fn dataset(&mut self, slug: &str) -> usize {
        if let Some(place) = self.places.get(slug) {
            return *place;
        }
        self.places.insert(slug.to_owned(), self.open.len());
        let rows = EventRows::expecting(self.expected);
        self.open.push(DatasetRows { dataset: slug.to_owned(), rows });
        self.open.len() - 1
    }

    /// Adds an event to a dataset; its place is how many came before it.
    pub fn push<'f>(
        &mut self,
        dataset: usize,
        time_ns: i64,
        sample_rate: u32,
        fields: impl Iterator<Item = (&'f str, FieldValue<'f>)>,
    ) {
        let open = &mut self.open[dataset];
        let before = open.rows.cells();
        open.rows.push(self.count, time_ns, sample_rate, fields);
        self.cells += open.rows.cells() - before;
        self.count += 1;
        if open.rows.is_full() {
            let empty = EventRows::expecting(self.expected);
            let (dataset, rows) = (open.dataset.clone(), std::mem::replace(&mut open.rows, empty));
            self.full.push(DatasetRows { dataset, rows });
        }
    }

    /// Adds an event.
    pub fn push_event(&mut self, event: &Event) {
        let dataset = self.dataset(&event.dataset);
        let fields = event.fields.iter().map(|(name, value)| (name.as_str(), value.into()));
        self.push(dataset, event.time_ns, event.sample_rate, fields);
    }

    /// Says whether a request should bring no more events.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.cells > MAXIMUM_REQUEST_CELLS
    }

    /// Returns how many events there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count as usize
    }

    /// Says whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns the bytes of names and values, or of all values with the null ones if that is more.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.full.iter().chain(&self.open).map(|part| part.rows.bytes()).sum()
    }

    /// Returns the rows, those of a dataset in their order.
    #[must_use]
    pub fn finish(self) -> Vec<DatasetRows> {
        let mut all = self.full;
        all.extend(self.open.into_iter().filter(|part| !part.rows.is_empty()));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::store::event_rows::CELL_BYTES;
    use crate::backend::store::event_rows::MAXIMUM_CELLS;

    #[test]
    fn null_values_count_too() {
        let mut collector = EventCollector::default();
        let dataset = collector.dataset("d");
        let mut events = 0;
        while !collector.is_full() {
            let name = format!("f{}", events % 1_900);
            let fields = [(name.as_str(), FieldValue::Integer(1))];
            collector.push(dataset, events, 1, fields.into_iter());
            events += 1;
        }
        // With one value each they are some hundred times as many when written out.
        assert!((2_000..6_000).contains(&events), "{events}");
        assert!(collector.bytes() > MAXIMUM_REQUEST_CELLS * CELL_BYTES / 2);
        let parts = collector.finish();
        assert!(parts.len() > 1);
        let rows: usize = parts.iter().map(|part| part.rows.len()).sum();
        assert_eq!(rows as i64, events);
        for DatasetRows { rows, .. } in parts {
            let (batch, places) = rows.finish().unwrap();
            assert!(batch.num_rows() == places.len());
            assert!(batch.num_rows() * batch.num_columns() < MAXIMUM_CELLS + 4_000);
        }
    }
}
