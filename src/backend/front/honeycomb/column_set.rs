//! The columns of a dataset: those that events brought, those that were made by a call, and what is
//! kept of both.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Deserialize;
use serde::Serialize;

use super::call::Failure;
use super::kept::Kept;
use super::rows::identifier_of;
use super::rows::timestamp;
use crate::backend::store::FieldKind;
use crate::backend::store::Scope;
use crate::backend::store::catalog::datasets;
use crate::backend::store::catalog::datasets::DatasetColumn;
use crate::base::Milliseconds;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::Column;

/// Notes by dataset and name of the column.
pub(super) const COLUMN_NOTES: Kept = Kept::new("honeycomb-column", "Column");

/// What is kept of a column beside its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct ColumnNote {
    pub(super) name: String,
    /// Whether the column is there even if no event has it.
    pub(super) made: bool,
    pub(super) hidden: bool,
    pub(super) description: String,
    /// The type that somebody gave it; else that of its values.
    #[serde(rename = "type")]
    pub(super) column_type: Option<String>,
    pub(super) made_ms: Milliseconds,
    pub(super) changed_ms: Milliseconds,
    /// Values that were taken up to this time are deleted.
    pub(super) deleted_ms: Option<Milliseconds>,
}

/// A column that is there.
#[derive(Clone, Debug, Default)]
struct State {
    seen: Option<DatasetColumn>,
    note: Option<ColumnNote>,
}

/// The columns of a dataset, or of all.
#[derive(Debug)]
pub(super) struct ColumnSet {
    parent: String,
    columns: BTreeMap<String, State>,
}

impl ColumnSet {
    /// Reads the columns of a dataset, by its slug, or of all datasets.
    pub(super) fn read(
        connection: &Connection,
        scope: &Scope,
        parent: &str,
    ) -> Result<Self, Failure> {
        let mut columns: BTreeMap<String, State> = BTreeMap::new();
        if parent == ALL_DATASETS {
            for dataset in datasets::list(connection, scope)? {
                for (name, state) in Self::read(connection, scope, &dataset.slug)?.columns {
                    columns.entry(name).or_insert(state);
                }
            }
        } else if let Some(dataset) = datasets::find(connection, scope, parent)? {
            for column in datasets::columns(connection, dataset.id)? {
                let state = State { seen: Some(column.clone()), note: None };
                columns.insert(column.name, state);
            }
        }
        let notes: Vec<ColumnNote> = COLUMN_NOTES.list(connection, scope, parent)?;
        for note in notes {
            if note.made || columns.contains_key(&note.name) {
                let state = columns.entry(note.name.clone()).or_default();
                state.note = Some(note);
            }
        }
        Ok(Self { parent: parent.to_owned(), columns })
    }

    pub(super) fn count(&self) -> usize {
        self.columns.len()
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.columns.contains_key(name)
    }

    /// Returns the name of the column with an identifier.
    pub(super) fn name_of(&self, id: &str) -> Result<&str, Failure> {
        let found = self.columns.keys().find(|name| identifier_of(&[&self.parent, name]) == id);
        found.map(String::as_str).ok_or_else(|| Failure::not_found("Column"))
    }

    /// Returns what is kept of a column, to be changed.
    pub(super) fn note(&self, name: &str) -> ColumnNote {
        let note = self.columns.get(name).and_then(|state| state.note.clone());
        note.unwrap_or_else(|| ColumnNote { name: name.to_owned(), ..ColumnNote::default() })
    }

    /// Shows all, by name.
    pub(super) fn shown(&self) -> Vec<Column> {
        self.columns.iter().map(|(name, state)| state.shown(&self.parent, name)).collect()
    }

    /// Shows one.
    pub(super) fn show(&self, name: &str) -> Result<Column, Failure> {
        let state = self.columns.get(name).ok_or_else(|| Failure::not_found("Column"))?;
        Ok(state.shown(&self.parent, name))
    }
}

impl State {
    fn shown(&self, parent: &str, name: &str) -> Column {
        let note = self.note.clone().unwrap_or_default();
        let seen_ms = self.seen.as_ref().map(|seen| seen.created_ms);
        let made_ms = note.made.then_some(note.made_ms);
        let created_ms = seen_ms.into_iter().chain(made_ms).min().unwrap_or_default();
        let kinds = self.seen.as_ref().map_or(&[][..], |seen| &seen.kinds);
        Column {
            id: identifier_of(&[parent, name]),
            key_name: name.to_owned(),
            hidden: note.hidden,
            description: note.description,
            column_type: note.column_type.unwrap_or_else(|| type_of(kinds).to_owned()),
            last_written: self.seen.as_ref().map(|seen| timestamp(seen.last_written_ms)),
            created_at: timestamp(created_ms),
            updated_at: timestamp(note.changed_ms.max(created_ms)),
        }
    }
}

/// Returns the type that holds all kinds of values of a column.
fn type_of(kinds: &[FieldKind]) -> &'static str {
    match kinds {
        [FieldKind::Integer] => "integer",
        [FieldKind::Flag] => "boolean",
        [] => "string",
        _ if kinds.iter().all(|kind| matches!(kind, FieldKind::Integer | FieldKind::Float)) => {
            "float"
        }
        _ => "string",
    }
}
