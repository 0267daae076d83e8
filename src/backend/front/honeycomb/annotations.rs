//! `/1/query_annotations/{dataset}`: the names of saved queries.

use serde_json::Value;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::kept::Kept;
use super::queries::QUERIES;
use super::rows::new_identifier;
use super::rows::parent_of;
use super::rows::timestamp;
use crate::backend::front::message::Answer;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::QueryAnnotation;
use crate::wire::honeycomb::SaveQueryAnnotation;

/// Annotations by dataset.
pub(super) const ANNOTATIONS: Kept = Kept::new("honeycomb-query-annotation", "Annotation");

/// Gives a query a name.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let body = SaveQueryAnnotation::read(&call.request.body)?;
    let now = call.now();
    let annotation = QueryAnnotation {
        id: new_identifier(),
        name: body.name.unwrap_or_default(),
        description: body.description.unwrap_or_default(),
        query_id: body.query_id.unwrap_or_default(),
        source: "query".to_owned(),
        created_at: timestamp(now),
        updated_at: timestamp(now),
    };
    let (dataset, kept) = (dataset.to_owned(), annotation.clone());
    call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let query: Option<Value> =
            QUERIES.find_optional(connection, scope, &parent, &kept.query_id)?;
        if query.is_none() {
            let text = "names no query of this dataset";
            return Err(Problem::of_field("query_id", FieldCode::Invalid, text).into());
        }
        ANNOTATIONS.insert(connection, scope, &parent, &kept.id, &kept, now)
    })?;
    Ok(Answer::json(201, &json!(annotation)))
}

/// Changes name and description; the query stays.
pub(super) fn update(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let body = SaveQueryAnnotation::read(&call.request.body)?;
    let (dataset, id, now) = (dataset.to_owned(), id.to_owned(), call.now());
    let changed = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let known: QueryAnnotation = ANNOTATIONS.find(connection, scope, &parent, &id)?;
        if body.query_id.is_some_and(|query| query != known.query_id) {
            let text = "cannot change";
            return Err(Problem::of_field("query_id", FieldCode::Invalid, text).into());
        }
        let annotation = QueryAnnotation {
            name: body.name.unwrap_or(known.name),
            description: body.description.unwrap_or(known.description),
            updated_at: timestamp(now),
            ..known
        };
        ANNOTATIONS.replace(connection, scope, &parent, &id, &annotation, now)?;
        Ok(annotation)
    })?;
    Ok(Answer::json(200, &json!(changed)))
}
