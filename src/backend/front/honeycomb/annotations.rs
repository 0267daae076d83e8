//! `/1/query_annotations/{dataset}`: the names of saved queries.

use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::queries;
use super::rows::new_identifier;
use super::rows::timestamp;
use crate::backend::front::message::Answer;
use crate::backend::store::catalog::documents;
use crate::base::parse_json_object;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::FieldProblem;
use crate::wire::honeycomb::MAXIMUM_ANNOTATION_DESCRIPTION;
use crate::wire::honeycomb::MAXIMUM_ANNOTATION_NAME;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;
use crate::wire::honeycomb::QueryAnnotation;
use crate::wire::honeycomb::SaveQueryAnnotation;

/// Kind of the documents that hold annotations; their parent is the dataset.
const KIND: &str = "honeycomb-query-annotation";

/// Most annotations of a dataset that are listed.
const MAXIMUM_LISTED: usize = 10_000;

/// Lists the annotations of a dataset.
pub(super) fn list(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let found = call.read(|connection, scope| {
        let page =
            documents::page(connection, scope, KIND, Some(dataset), None, None, MAXIMUM_LISTED)?;
        Ok(page)
    })?;
    let shown: Vec<QueryAnnotation> =
        found.iter().filter_map(|document| serde_json::from_str(&document.body).ok()).collect();
    Ok(Answer::json(200, &json!(shown)))
}

/// Shows one.
pub(super) fn get(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    Ok(Answer::json(200, &json!(find(call, dataset, id)?)))
}

/// Gives a query a name.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let body = read(call)?;
    let query_id = body.query_id.clone().unwrap_or_default();
    queries::find(call, dataset, &query_id)
        .map_err(|_| invalid("query_id", "names no query of this dataset"))?;
    let now = timestamp(call.now());
    let annotation = QueryAnnotation {
        id: new_identifier(),
        name: body.name.unwrap_or_default(),
        description: body.description.unwrap_or_default(),
        query_id,
        source: "query".to_owned(),
        created_at: now.clone(),
        updated_at: now,
    };
    keep(call, dataset, &annotation)?;
    Ok(Answer::json(201, &json!(annotation)))
}

/// Changes name and description; the query stays.
pub(super) fn update(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let body = read(call)?;
    let known = find(call, dataset, id)?;
    if body.query_id.as_ref().is_some_and(|query| *query != known.query_id) {
        return Err(invalid("query_id", "cannot change"));
    }
    let annotation = QueryAnnotation {
        name: body.name.unwrap_or(known.name),
        description: body.description.unwrap_or(known.description),
        updated_at: timestamp(call.now()),
        ..known
    };
    keep(call, dataset, &annotation)?;
    Ok(Answer::json(200, &json!(annotation)))
}

/// Deletes one.
pub(super) fn delete(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let (parent, name) = (dataset.to_owned(), id.to_owned());
    let deleted = call.write(move |connection, scope| {
        Ok(documents::delete(connection, scope, KIND, &parent, &name)?)
    })?;
    if deleted {
        Ok(Answer::new(204, "application/json", ""))
    } else {
        Err(Failure::not_found("Annotation"))
    }
}

fn read(call: &Call<'_>) -> Result<SaveQueryAnnotation, Failure> {
    let body: SaveQueryAnnotation = parse_json_object(&call.request.body)
        .map_err(|_| Problem::new(ProblemKind::Unparseable, "could not parse request body"))?;
    let length = |text: &Option<String>| text.as_ref().map(|text| text.chars().count());
    match length(&body.name) {
        None | Some(0) => return Err(invalid("name", "cannot be blank")),
        Some(length) if length > MAXIMUM_ANNOTATION_NAME => {
            return Err(invalid("name", "is too long"));
        }
        Some(_) => {}
    }
    if length(&body.description).is_some_and(|length| length > MAXIMUM_ANNOTATION_DESCRIPTION) {
        return Err(invalid("description", "is too long"));
    }
    Ok(body)
}

fn find(call: &Call<'_>, dataset: &str, id: &str) -> Result<QueryAnnotation, Failure> {
    let document =
        call.read(|connection, scope| Ok(documents::find(connection, scope, KIND, dataset, id)?))?;
    document
        .and_then(|document| serde_json::from_str(&document.body).ok())
        .ok_or_else(|| Failure::not_found("Annotation"))
}

fn keep(call: &Call<'_>, dataset: &str, annotation: &QueryAnnotation) -> Result<(), Failure> {
    let (parent, name, now) = (dataset.to_owned(), annotation.id.clone(), call.now());
    let body = json!(annotation).to_string();
    call.write(move |connection, scope| {
        documents::put(connection, scope, KIND, &parent, &name, &body, now)?;
        Ok(())
    })
}

fn invalid(field: &str, description: &str) -> Failure {
    Problem::validation(vec![FieldProblem {
        field: field.to_owned(),
        code: FieldCode::Invalid,
        description: description.to_owned(),
    }])
    .into()
}
