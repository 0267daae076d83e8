//! `/1/columns/{dataset}`.

use rusqlite::Connection;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::column_set::COLUMN_NOTES;
use super::column_set::ColumnNote;
use super::column_set::ColumnSet;
use super::definitions::Definitions;
use super::names::check_free;
use super::rows::parameter;
use super::rows::parent_of;
use super::rows::resolve;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::backend::store::catalog::datasets;
use crate::base::Milliseconds;
use crate::model::event;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::COLUMN_TYPES;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;
use crate::wire::honeycomb::SaveColumn;

const DAY: Milliseconds = 24 * 60 * 60 * 1_000;

/// Lists the columns of a dataset, or of all; with `key_name` the one of that name.
pub(super) fn list(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let columns = read(call, dataset)?;
    Ok(match parameter(&call.request.query, "key_name") {
        Some(name) => Answer::json(200, &json!(columns.show(&name)?)),
        None => Answer::json(200, &json!(columns.shown())),
    })
}

/// Shows one.
pub(super) fn get(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let columns = read(call, dataset)?;
    Ok(Answer::json(200, &json!(columns.show(columns.name_of(id)?)?)))
}

fn read(call: &Call<'_>, dataset: &str) -> Result<ColumnSet, Failure> {
    call.read(|connection, scope| {
        let parent = parent_of(connection, scope, dataset)?;
        ColumnSet::read(connection, scope, &parent)
    })
}

/// Makes one before any event has it.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let body = SaveColumn::read_new(&call.request.body)?;
    let (dataset, now) = (dataset.to_owned(), call.now());
    let shown = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let name = body.key_name.unwrap_or_default();
        check_free(connection, scope, &parent, &name)?;
        let columns = ColumnSet::read(connection, scope, &parent)?;
        if parent != ALL_DATASETS && columns.count() >= event::MAXIMUM_COLUMNS {
            let text = "Dataset has too many columns.";
            return Err(Problem::new(ProblemKind::ValidationFailed, text).into());
        }
        // What was deleted before stays deleted.
        let deleted: Option<ColumnNote> =
            COLUMN_NOTES.find_optional(connection, scope, &parent, &name)?;
        let note = ColumnNote {
            made: true,
            hidden: body.hidden.unwrap_or_default(),
            description: body.description.unwrap_or_default(),
            column_type: body.column_type.or_else(|| Some(COLUMN_TYPES[0].to_owned())),
            made_ms: now,
            changed_ms: now,
            deleted_ms: deleted.and_then(|note| note.deleted_ms),
            name,
        };
        COLUMN_NOTES.put(connection, scope, &parent, &note.name, &note, now)?;
        ColumnSet::read(connection, scope, &parent)?.show(&note.name)
    })?;
    Ok(Answer::json(201, &json!(shown)))
}

/// Changes one; its name stays.
pub(super) fn update(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let body = SaveColumn::read_change(&call.request.body)?;
    let (dataset, id, now) = (dataset.to_owned(), id.to_owned(), call.now());
    let shown = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let columns = ColumnSet::read(connection, scope, &parent)?;
        let name = columns.name_of(&id)?;
        if body.key_name.as_ref().is_some_and(|changed| changed != name) {
            return Err(Problem::of_field("key_name", FieldCode::Invalid, "cannot change").into());
        }
        let known = columns.note(name);
        let note = ColumnNote {
            hidden: body.hidden.unwrap_or(known.hidden),
            description: body.description.unwrap_or(known.description),
            column_type: body.column_type.or(known.column_type),
            changed_ms: now,
            ..known
        };
        COLUMN_NOTES.put(connection, scope, &parent, name, &note, now)?;
        ColumnSet::read(connection, scope, &parent)?.show(name)
    })?;
    Ok(Answer::json(200, &json!(shown)))
}

/// Deletes one with its values, in all datasets if it is asked of all.
pub(super) fn delete(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let (dataset, id, now) = (dataset.to_owned(), id.to_owned(), call.now());
    call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let columns = ColumnSet::read(connection, scope, &parent)?;
        let name = columns.name_of(&id)?;
        for dataset in resolve(connection, scope, &parent)? {
            Definitions::read(connection, scope, &dataset.slug)?.check_unused(name)?;
            delete_from(connection, scope, &dataset, name, now)?;
        }
        if parent == ALL_DATASETS
            && COLUMN_NOTES.find_optional::<ColumnNote>(connection, scope, &parent, name)?.is_some()
        {
            COLUMN_NOTES.delete(connection, scope, &parent, name)?;
        }
        Ok::<_, Failure>(())
    })?;
    Ok(Answer::new(204, "application/json", ""))
}

/// Deletes a column from one dataset, if it is there.
fn delete_from(
    connection: &Connection,
    scope: &Scope,
    dataset: &datasets::Dataset,
    name: &str,
    now: Milliseconds,
) -> Result<(), Failure> {
    let parent = dataset.slug.as_str();
    let note: Option<ColumnNote> = COLUMN_NOTES.find_optional(connection, scope, parent, name)?;
    let was_seen = datasets::delete_column(connection, dataset.id, name)?;
    // Ingestion times never run backwards, the clock may.
    let last_ms = now.max(dataset.last_written_ms.unwrap_or(now));
    let before = note.as_ref().and_then(|note| note.deleted_ms);
    let deleted_ms = if was_seen { Some(last_ms) } else { before };
    match (deleted_ms, note) {
        (None, None) => {}
        (None, Some(_)) => COLUMN_NOTES.delete(connection, scope, parent, name)?,
        (deleted_ms, _) => {
            let note = ColumnNote { name: name.to_owned(), deleted_ms, ..ColumnNote::default() };
            COLUMN_NOTES.put(connection, scope, parent, name, &note, now)?;
        }
    }
    forget_expired(connection, scope, dataset, now)
}

/// Forgets deletions whose last values have expired by themselves.
fn forget_expired(
    connection: &Connection,
    scope: &Scope,
    dataset: &datasets::Dataset,
    now: Milliseconds,
) -> Result<(), Failure> {
    let Some(days) = dataset.retention_days else { return Ok(()) };
    let oldest = now - i64::from(days) * DAY;
    let notes: Vec<ColumnNote> = COLUMN_NOTES.list(connection, scope, &dataset.slug)?;
    let expired = notes.iter().filter(|note| {
        let is_bare = !note.made && note.changed_ms == 0;
        is_bare && note.deleted_ms.is_some_and(|deleted| deleted < oldest)
    });
    for note in expired {
        COLUMN_NOTES.delete(connection, scope, &dataset.slug, &note.name)?;
    }
    Ok(())
}
