//! `/1/queries/{dataset}`: specifications, which never change and are never deleted.

use serde_json::Value;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::kept::Kept;
use super::rows::new_identifier;
use super::rows::parent_of;
use crate::backend::front::message::Answer;
use crate::base::parse_json_object;
use crate::dialect::honeycomb::Spec;
use crate::dialect::honeycomb::SpecError;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::FieldProblem;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;

/// Specifications by dataset.
pub(super) const QUERIES: Kept = Kept::unlisted("honeycomb-query", "Query");

/// Keeps a specification that breaks no rule.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let spec: Value = parse_json_object(&call.request.body)
        .map_err(|_| Problem::new(ProblemKind::Unparseable, "could not parse request body"))?;
    Spec::read(&spec).map_err(|error| refused(&error))?;
    let (id, now) = (new_identifier(), call.now());
    let (name, dataset, kept) = (id.clone(), dataset.to_owned(), spec.clone());
    call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        QUERIES.insert(connection, scope, &parent, &name, &kept, now)
    })?;
    Ok(Answer::json(200, &with_id(spec, &id)))
}

/// Shows a specification.
pub(super) fn get(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    Ok(Answer::json(200, &with_id(find(call, dataset, id)?, id)))
}

/// Returns the specification of a query of a dataset.
pub(super) fn find(call: &Call<'_>, dataset: &str, id: &str) -> Result<Value, Failure> {
    call.read(|connection, scope| {
        let parent = parent_of(connection, scope, dataset)?;
        QUERIES.find(connection, scope, &parent, id)
    })
}

/// Tells of everything that is wrong with a specification.
pub(super) fn refused(error: &SpecError) -> Problem {
    let fields = error.problems().iter().map(|problem| FieldProblem {
        field: problem.path.to_string(),
        code: FieldCode::Invalid,
        description: match &problem.hint {
            Some(hint) => format!("{}; {hint}", problem.message),
            None => problem.message.clone(),
        },
    });
    Problem::validation(fields.collect())
}

/// Puts the identifier in front.
pub(super) fn with_id(spec: Value, id: &str) -> Value {
    let mut whole = json!({ "id": id });
    if let (Some(whole), Value::Object(members)) = (whole.as_object_mut(), spec) {
        whole.extend(members);
    }
    whole
}
