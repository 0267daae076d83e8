//! `/1/datasets`.

use serde_json::json;

use super::annotations::ANNOTATIONS;
use super::call::Call;
use super::call::Failure;
use super::kept::Kept;
use super::marker_settings::MARKER_SETTINGS;
use super::markers::MARKERS;
use super::queries::QUERIES;
use super::rows::timestamp;
use crate::backend::front::message::Answer;
use crate::backend::store::catalog::datasets;
use crate::base::parse_json_object;
use crate::model::event;
use crate::wire::honeycomb::Dataset;
use crate::wire::honeycomb::DatasetSettings;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::FieldProblem;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;
use crate::wire::honeycomb::SaveDataset;

/// What belongs to a dataset, and goes with it.
const BELONGING: [Kept; 4] = [QUERIES, ANNOTATIONS, MARKERS, MARKER_SETTINGS];

/// Lists all datasets.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, Failure> {
    let found = call.read(|connection, scope| {
        let mut found = Vec::new();
        for dataset in datasets::list(connection, scope)? {
            let count = datasets::columns(connection, dataset.id)?.len();
            found.push(shown(dataset, count));
        }
        Ok(found)
    })?;
    Ok(Answer::json(200, &json!(found)))
}

/// Shows one.
pub(super) fn get(call: &Call<'_>, slug: &str) -> Result<Answer, Failure> {
    let slug = event::slug(slug);
    let found = call.read(|connection, scope| {
        let dataset = datasets::find(connection, scope, &slug)?
            .ok_or_else(|| Failure::not_found("Dataset"))?;
        let count = datasets::columns(connection, dataset.id)?.len();
        Ok(shown(dataset, count))
    })?;
    Ok(Answer::json(200, &json!(found)))
}

/// Creates one; an existing one of the name is answered as it is.
pub(super) fn create(call: &Call<'_>) -> Result<Answer, Failure> {
    let body: SaveDataset = parse_json_object(&call.request.body)
        .map_err(|_| Problem::new(ProblemKind::Unparseable, "could not parse request body"))?;
    let name = body.name.unwrap_or_default();
    let length = name.chars().count();
    if length == 0 || length > event::MAXIMUM_DATASET_NAME_LENGTH {
        return Err(Problem::validation(vec![FieldProblem {
            field: "name".to_owned(),
            code: if length == 0 { FieldCode::Missing } else { FieldCode::Invalid },
            description: format!(
                "must have 1 to {} characters",
                event::MAXIMUM_DATASET_NAME_LENGTH
            ),
        }])
        .into());
    }
    let slug = event::slug(&name);
    let new = datasets::NewDataset {
        slug: slug.clone(),
        name,
        retention_days: Some(event::RETENTION_DAYS),
        created_ms: call.now(),
    };
    let (status, dataset) = call.write(move |connection, scope| {
        if let Some(created) = datasets::create(connection, scope, &new)? {
            return Ok((201, created));
        }
        let known = datasets::find(connection, scope, &slug)?;
        Ok((200, known.ok_or_else(|| Failure::not_found("Dataset"))?))
    })?;
    Ok(Answer::json(status, &json!(shown(dataset, 0))))
}

/// Deletes one with all its events.
pub(super) fn delete(call: &Call<'_>, slug: &str) -> Result<Answer, Failure> {
    let slug = event::slug(slug);
    call.write(move |connection, scope| {
        if !datasets::delete(connection, scope, &slug)? {
            return Err(Failure::not_found("Dataset"));
        }
        BELONGING.iter().try_for_each(|kept| kept.delete_all(connection, scope, &slug))
    })?;
    Ok(Answer::new(202, "application/json", ""))
}

fn shown(dataset: datasets::Dataset, columns: usize) -> Dataset {
    Dataset {
        name: dataset.name,
        slug: dataset.slug,
        regular_columns_count: columns as u64,
        settings: DatasetSettings { delete_protected: Some(false) },
        last_written_at: dataset.last_written_ms.map(timestamp),
        created_at: timestamp(dataset.created_ms),
        ..Dataset::default()
    }
}
