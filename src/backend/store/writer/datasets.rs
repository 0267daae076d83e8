//! Datasets and their columns by name, so that an append needs no look-up.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::HashSet;

use arrow_array::Array as _;
use arrow_array::ArrayRef;
use arrow_array::RecordBatch;
use rusqlite::Connection;

use crate::backend::store::catalog::Scope;
use crate::backend::store::catalog::datasets;
use crate::backend::store::catalog::tombstones::Tombstone;
use crate::backend::store::error::StoreError;
use crate::backend::store::field_names::FieldKind;
use crate::backend::store::field_names::field_of;
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

/// Where rows go.
#[derive(Debug)]
pub(super) struct Entered {
    /// Number of the dataset.
    pub(super) dataset: i64,
    /// Which rows have columns for which there is no room; none if all fit.
    pub(super) refused: Option<Vec<bool>>,
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
    /// Finds a dataset and enters the columns of rows, as far as it takes more; none if there is
    /// no such dataset.
    ///
    /// What of the columns is to be written goes to `touched`.
    pub(super) fn enter(
        &mut self,
        connection: &Connection,
        scope: &Scope,
        slug: &str,
        rows: &RecordBatch,
        now_ms: i64,
        touched: &mut TouchedColumns,
    ) -> Result<Option<Entered>, StoreError> {
        if !self.knows(scope, slug) {
            let Some((id, columns)) = datasets::resolve(connection, scope, slug)? else {
                return Ok(None);
            };
            let column = |(name, kinds, written_ms)| (name, Column { kinds, written_ms });
            let columns = columns.into_iter().map(column).collect();
            self.put(scope, slug, KnownDataset { id, columns });
        }
        let known = self.known.get_mut(scope).and_then(|datasets| datasets.get_mut(slug));
        Ok(known.map(|known| known.enter_rows(rows, now_ms, touched)))
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
    fn enter_rows(
        &mut self,
        rows: &RecordBatch,
        now_ms: i64,
        touched: &mut TouchedColumns,
    ) -> Entered {
        let fields = rows.schema_ref().fields().iter().zip(rows.columns());
        let columns: Vec<_> =
            fields.filter_map(|(field, values)| Some((field_of(field.name())?, values))).collect();
        let unknown = |name: &Cow<'_, str>| !self.columns.contains_key(&**name);
        let new: HashSet<&str> = columns
            .iter()
            .filter(|((name, _), _)| unknown(name))
            .map(|((name, _), _)| &**name)
            .collect();
        let fits = new.is_empty() || self.columns.len() + new.len() <= MAXIMUM_COLUMNS;
        let refused = (!fits).then(|| self.refused_rows(&columns, rows.num_rows()));
        for ((name, kind), values) in &columns {
            let kept = refused.as_ref().is_none_or(|refused| {
                (0..refused.len()).any(|row| !refused[row] && values.is_valid(row))
            });
            if kept {
                self.enter(name, *kind, now_ms, touched);
            }
        }
        Entered { dataset: self.id, refused }
    }

    /// Says which rows have columns for which there is no room after the rows before.
    fn refused_rows(
        &self,
        columns: &[((Cow<'_, str>, FieldKind), &ArrayRef)],
        rows: usize,
    ) -> Vec<bool> {
        let mut taken: HashSet<&str> = HashSet::new();
        let unknown: Vec<(&str, &ArrayRef)> = columns
            .iter()
            .filter(|((name, _), _)| !self.columns.contains_key(&**name))
            .map(|((name, _), values)| (&**name, *values))
            .collect();
        let refuse = |row| {
            let new: HashSet<&str> = unknown
                .iter()
                .filter(|(name, values)| values.is_valid(row) && !taken.contains(name))
                .map(|(name, _)| *name)
                .collect();
            let refused =
                !new.is_empty() && self.columns.len() + taken.len() + new.len() > MAXIMUM_COLUMNS;
            if !refused {
                taken.extend(new);
            }
            refused
        };
        (0..rows).map(refuse).collect()
    }

    fn enter(&mut self, name: &str, kind: FieldKind, now_ms: i64, touched: &mut TouchedColumns) {
        let column = match self.columns.get_mut(name) {
            Some(column) => column,
            None => self
                .columns
                .entry(name.to_owned())
                .or_insert(Column { kinds: 0, written_ms: i64::MIN }),
        };
        let due = now_ms.saturating_sub(column.written_ms) >= TOUCH_INTERVAL_MS;
        if column.kinds & kind.bit() == 0 || due {
            column.kinds |= kind.bit();
            column.written_ms = now_ms;
            let columns = touched.entry(self.id).or_default();
            *columns.entry(name.to_owned()).or_default() |= column.kinds;
        }
    }
}
