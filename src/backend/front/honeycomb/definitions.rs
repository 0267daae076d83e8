//! `/1/dataset_definitions/{dataset}`: which column holds what has a meaning.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::column_set::ColumnSet;
use super::dataset_notes::DatasetNote;
use super::rows::parent_of;
use super::saved_fields::SavedFields;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::DEFINITIONS;
use crate::wire::honeycomb::DefinitionColumn;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::FieldProblem;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;
use crate::wire::honeycomb::read_definitions;

/// The definitions of a dataset: what somebody said, else the first usual column that is there.
#[derive(Debug)]
pub(super) struct Definitions(BTreeMap<&'static str, DefinitionColumn>);

impl Definitions {
    /// Reads the definitions of a dataset, by its slug.
    pub(super) fn read(
        connection: &Connection,
        scope: &Scope,
        slug: &str,
    ) -> Result<Self, Failure> {
        let note = DatasetNote::find(connection, scope, slug)?;
        let names = Names::read(connection, scope, slug)?;
        let found = DEFINITIONS.iter().filter_map(|(field, usual)| {
            let said = note.definitions.get(*field).map(String::as_str);
            let name =
                said.or_else(|| usual.iter().copied().find(|name| names.columns.contains(name)))?;
            let column_type = names.type_of(name).unwrap_or("column").to_owned();
            Some((*field, DefinitionColumn { name: name.to_owned(), column_type }))
        });
        Ok(Self(found.collect()))
    }

    /// Returns the column of a definition.
    pub(super) fn column(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(|column| column.name.as_str())
    }

    /// Refuses to take away what a definition names.
    pub(super) fn check_unused(&self, name: &str) -> Result<(), Failure> {
        match self.0.iter().find(|(_, column)| column.name == name) {
            None => Ok(()),
            Some((field, _)) => {
                let text = format!(
                    "{name} is the column of the dataset definition {field}: define another first"
                );
                Err(Problem::new(ProblemKind::Conflict, text).into())
            }
        }
    }
}

/// What a definition can name.
struct Names {
    columns: ColumnSet,
    fields: SavedFields,
}

impl Names {
    fn read(connection: &Connection, scope: &Scope, slug: &str) -> Result<Self, Failure> {
        let columns = ColumnSet::read(connection, scope, slug)?;
        Ok(Self { columns, fields: SavedFields::read(connection, scope, slug)? })
    }

    fn type_of(&self, name: &str) -> Option<&'static str> {
        if self.columns.contains(name) {
            return Some("column");
        }
        self.fields.contains(name).then_some("derived_column")
    }
}

/// Shows the definitions of a dataset.
pub(super) fn get(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let found = call.read(|connection, scope| {
        let slug = slug_of(connection, scope, dataset)?;
        Definitions::read(connection, scope, &slug)
    })?;
    Ok(Answer::json(200, &json!(found.0)))
}

/// Changes those that are named.
pub(super) fn update(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let changed = read_definitions(&call.request.body)?;
    let (dataset, now) = (dataset.to_owned(), call.now());
    let shown = call.write(move |connection, scope| {
        let slug = slug_of(connection, scope, &dataset)?;
        let names = Names::read(connection, scope, &slug)?;
        let unknown =
            changed.iter().filter(|(_, name)| !name.is_empty() && names.type_of(name).is_none());
        let problems: Vec<FieldProblem> = unknown
            .map(|(field, _)| FieldProblem {
                field: format!("{field}.name"),
                code: FieldCode::Invalid,
                description: "names no column or calculated field of this dataset".to_owned(),
            })
            .collect();
        if !problems.is_empty() {
            return Err(Problem::validation(problems).into());
        }
        let mut note = DatasetNote::find(connection, scope, &slug)?;
        for (field, name) in changed {
            if name.is_empty() {
                note.definitions.remove(&field);
            } else {
                note.definitions.insert(field, name);
            }
        }
        note.keep(connection, scope, &slug, now)?;
        Definitions::read(connection, scope, &slug)
    })?;
    Ok(Answer::json(200, &json!(shown.0)))
}

/// Returns the slug of one dataset; all together have no definitions.
fn slug_of(connection: &Connection, scope: &Scope, dataset: &str) -> Result<String, Failure> {
    let slug = parent_of(connection, scope, dataset)?;
    if slug == ALL_DATASETS { Err(Failure::not_found("Dataset")) } else { Ok(slug) }
}
