//! Datasets and their columns by name, so that an append needs no look-up.

use std::collections::HashMap;
use std::collections::HashSet;

use rusqlite::Connection;

use crate::backend::store::append::EventRefusal;
use crate::backend::store::catalog::Scope;
use crate::backend::store::catalog::datasets;
use crate::backend::store::catalog::tombstones::Tombstone;
use crate::backend::store::error::StoreError;
use crate::backend::store::field_names::FieldKind;
use crate::model::event::Event;
use crate::model::event::MAXIMUM_COLUMNS;

/// Datasets kept at most; beyond it all are forgotten, which is rare and harmless.
const MAXIMUM_DATASETS: usize = 1_000;

/// How old the time of a column's last write may be before it is written again.
const TOUCH_INTERVAL_MS: i64 = 60_000;

/// Columns that a commit has to write, by dataset: the kinds of values by name.
pub(super) type TouchedColumns = HashMap<i64, HashMap<String, u8>>;

/// Datasets that were resolved before; only deletions can make one wrong.
#[derive(Debug, Default)]
pub(super) struct DatasetCache {
    known: HashMap<Scope, HashMap<String, KnownDataset>>,
    count: usize,
    /// Deletions of columns that were seen.
    column_deletions: i64,
}

#[derive(Debug)]
struct KnownDataset {
    id: i64,
    columns: HashMap<String, Column>,
}

#[derive(Clone, Copy, Debug)]
struct Column {
    kinds: u8,
    written_ms: i64,
}

impl DatasetCache {
    /// Finds the dataset of an event and enters the event's columns.
    ///
    /// Returns the number of the dataset; what of the columns is to be written goes to `touched`.
    pub(super) fn enter(
        &mut self,
        connection: &Connection,
        scope: &Scope,
        event: &Event,
        now_ms: i64,
        touched: &mut TouchedColumns,
    ) -> Result<Result<i64, EventRefusal>, StoreError> {
        if !self.knows(scope, &event.dataset) {
            let Some((id, columns)) = datasets::resolve(connection, scope, &event.dataset)? else {
                return Ok(Err(EventRefusal::DatasetMissing));
            };
            let column = |(name, kinds, written_ms)| (name, Column { kinds, written_ms });
            let columns = columns.into_iter().map(column).collect();
            self.put(scope, &event.dataset, KnownDataset { id, columns });
        }
        let known = self.known.get_mut(scope).and_then(|datasets| datasets.get_mut(&event.dataset));
        let Some(known) = known else {
            return Ok(Err(EventRefusal::DatasetMissing));
        };
        let new: HashSet<&str> = event
            .fields
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| !known.columns.contains_key(*name))
            .collect();
        if !new.is_empty() && known.columns.len() + new.len() > MAXIMUM_COLUMNS {
            return Ok(Err(EventRefusal::TooManyColumns));
        }
        known.enter(event, now_ms, touched);
        Ok(Ok(known.id))
    }

    fn knows(&self, scope: &Scope, slug: &str) -> bool {
        self.known.get(scope).is_some_and(|datasets| datasets.contains_key(slug))
    }

    fn put(&mut self, scope: &Scope, slug: &str, known: KnownDataset) {
        if self.count >= MAXIMUM_DATASETS {
            self.clear();
        }
        self.count += 1;
        self.known.entry(scope.clone()).or_default().insert(slug.to_owned(), known);
    }

    /// Forgets what was deleted.
    pub(super) fn forget(&mut self, tombstones: &[Tombstone]) {
        if tombstones.is_empty() {
            return;
        }
        let gone: HashSet<i64> = tombstones.iter().map(|tombstone| tombstone.group_id).collect();
        for datasets in self.known.values_mut() {
            datasets.retain(|_, known| !gone.contains(&known.id));
        }
        self.count = self.known.values().map(HashMap::len).sum();
    }

    /// Forgets everything if columns were deleted, so that they are entered again when they come.
    pub(super) fn forget_deleted_columns(
        &mut self,
        connection: &Connection,
    ) -> Result<(), StoreError> {
        let count = datasets::column_deletions(connection)?;
        if count != self.column_deletions {
            self.clear();
            self.column_deletions = count;
        }
        Ok(())
    }

    /// Forgets everything, after a commit that may have entered what it then lost.
    pub(super) fn clear(&mut self) {
        self.known.clear();
        self.count = 0;
    }
}

impl KnownDataset {
    fn enter(&mut self, event: &Event, now_ms: i64, touched: &mut TouchedColumns) {
        for (name, value) in &event.fields {
            let kind = FieldKind::of(value).bit();
            let column = match self.columns.get_mut(name.as_str()) {
                Some(column) => column,
                None => self
                    .columns
                    .entry(name.clone())
                    .or_insert(Column { kinds: 0, written_ms: i64::MIN }),
            };
            let due = now_ms.saturating_sub(column.written_ms) >= TOUCH_INTERVAL_MS;
            if column.kinds & kind == 0 || due {
                column.kinds |= kind;
                column.written_ms = now_ms;
                let columns = touched.entry(self.id).or_default();
                *columns.entry(name.clone()).or_default() |= column.kinds;
            }
        }
    }
}
