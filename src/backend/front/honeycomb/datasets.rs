//! `/1/datasets`.

use rusqlite::Connection;
use serde_json::json;

use super::annotations::ANNOTATIONS;
use super::burn_alerts::BURN_ALERTS;
use super::calculated_fields::CALCULATED_FIELDS;
use super::call::Call;
use super::call::Failure;
use super::column_set::COLUMN_NOTES;
use super::column_set::ColumnSet;
use super::dataset_notes::DatasetNote;
use super::kept::Kept;
use super::marker_settings::MARKER_SETTINGS;
use super::markers::MARKERS;
use super::queries::QUERIES;
use super::rows::timestamp;
use super::slos::SLOS;
use super::slos::check_dataset_unused;
use super::triggers::TRIGGERS;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::backend::store::catalog::datasets;
use crate::model::event;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::Dataset;
use crate::wire::honeycomb::DatasetSettings;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;
use crate::wire::honeycomb::SaveDataset;

/// What belongs to a dataset, and goes with it.
const BELONGING: [Kept; 9] = [
    QUERIES,
    ANNOTATIONS,
    MARKERS,
    MARKER_SETTINGS,
    COLUMN_NOTES,
    CALCULATED_FIELDS,
    TRIGGERS,
    SLOS,
    BURN_ALERTS,
];

/// Lists all datasets.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, Failure> {
    let found = call.read(|connection, scope| {
        let found = datasets::list(connection, scope)?.into_iter();
        found.map(|dataset| shown(connection, scope, dataset)).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(Answer::json(200, &json!(found)))
}

/// Shows one.
pub(super) fn get(call: &Call<'_>, slug: &str) -> Result<Answer, Failure> {
    let found = call.read(|connection, scope| {
        let dataset = find(connection, scope, slug)?;
        shown(connection, scope, dataset)
    })?;
    Ok(Answer::json(200, &json!(found)))
}

/// Creates one; an existing one of the name is answered as it is.
pub(super) fn create(call: &Call<'_>) -> Result<Answer, Failure> {
    let body = SaveDataset::read_new(&call.request.body)?;
    let now = call.now();
    let name = body.name.unwrap_or_default();
    let note = DatasetNote {
        description: body.description.unwrap_or_default(),
        expand_json_depth: body.expand_json_depth.unwrap_or_default(),
        ..DatasetNote::default()
    };
    let new = datasets::NewDataset {
        slug: event::slug(&name),
        name,
        retention_days: Some(event::RETENTION_DAYS),
        created_ms: now,
    };
    if new.slug == ALL_DATASETS {
        let text = "stands for all datasets";
        return Err(Problem::of_field("name", FieldCode::Invalid, text).into());
    }
    let (status, dataset) = call.write(move |connection, scope| {
        let Some(created) = datasets::create(connection, scope, &new)? else {
            let known = find(connection, scope, &new.slug)?;
            return Ok((200, shown(connection, scope, known)?));
        };
        if note != DatasetNote::default() {
            note.keep(connection, scope, &new.slug, now)?;
        }
        Ok((201, shown(connection, scope, created)?))
    })?;
    Ok(Answer::json(status, &json!(dataset)))
}

/// Writes one anew; what is left out gets its default.
pub(super) fn update(call: &Call<'_>, slug: &str) -> Result<Answer, Failure> {
    let body = SaveDataset::read_change(&call.request.body)?;
    let (slug, now) = (slug.to_owned(), call.now());
    let changed = call.write(move |connection, scope| {
        let dataset = find(connection, scope, &slug)?;
        let note = DatasetNote {
            description: body.description.unwrap_or_default(),
            expand_json_depth: body.expand_json_depth.unwrap_or_default(),
            delete_protected: body
                .settings
                .and_then(|settings| settings.delete_protected)
                .unwrap_or(true),
            ..DatasetNote::find(connection, scope, &dataset.slug)?
        };
        note.keep(connection, scope, &dataset.slug, now)?;
        shown(connection, scope, dataset)
    })?;
    Ok(Answer::json(200, &json!(changed)))
}

/// Deletes one with all its events, unless it is protected or an objective of several names it.
pub(super) fn delete(call: &Call<'_>, slug: &str) -> Result<Answer, Failure> {
    let slug = slug.to_owned();
    call.write(move |connection, scope| {
        let slug = find(connection, scope, &slug)?.slug;
        if DatasetNote::find(connection, scope, &slug)?.delete_protected {
            let text = format!(
                "dataset {slug} is protected from deletion: first PUT it with \
                 settings.delete_protected false"
            );
            return Err(Problem::new(ProblemKind::Conflict, text).into());
        }
        check_dataset_unused(connection, scope, &slug)?;
        datasets::delete(connection, scope, &slug)?;
        DatasetNote::delete(connection, scope, &slug)?;
        BELONGING.iter().try_for_each(|kept| kept.delete_all(connection, scope, &slug))
    })?;
    Ok(Answer::new(202, "application/json", ""))
}

fn find(connection: &Connection, scope: &Scope, name: &str) -> Result<datasets::Dataset, Failure> {
    datasets::find(connection, scope, &event::slug(name))?
        .ok_or_else(|| Failure::not_found("Dataset"))
}

fn shown(
    connection: &Connection,
    scope: &Scope,
    dataset: datasets::Dataset,
) -> Result<Dataset, Failure> {
    let note = DatasetNote::find(connection, scope, &dataset.slug)?;
    let columns = ColumnSet::read(connection, scope, &dataset.slug)?;
    Ok(Dataset {
        name: dataset.name,
        slug: dataset.slug,
        description: note.description,
        expand_json_depth: note.expand_json_depth,
        regular_columns_count: columns.count() as u64,
        settings: DatasetSettings { delete_protected: Some(note.delete_protected) },
        last_written_at: dataset.last_written_ms.map(timestamp),
        created_at: timestamp(dataset.created_ms),
    })
}
