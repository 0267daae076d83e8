//! `/1/derived_columns/{dataset}`: calculated fields that are saved.

use rusqlite::Connection;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::definitions::Definitions;
use super::kept::Kept;
use super::names::check_free;
use super::rows::new_identifier;
use super::rows::parameter;
use super::rows::parent_of;
use super::rows::resolve;
use super::saved_fields::SavedFields;
use super::slos::check_field_unused;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::dialect::honeycomb::ExpressionError;
use crate::dialect::honeycomb::parse_expression;
use crate::wire::honeycomb::CalculatedField;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::FieldProblem;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;

/// Calculated fields by dataset.
pub(super) const CALCULATED_FIELDS: Kept =
    Kept::new("honeycomb-calculated-field", "Derived column");

/// Lists the fields of a dataset, or those of the environment; with `alias` the one of that name.
pub(super) fn list(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let found: Vec<CalculatedField> = call.read(|connection, scope| {
        let parent = parent_of(connection, scope, dataset)?;
        CALCULATED_FIELDS.list(connection, scope, &parent)
    })?;
    match parameter(&call.request.query, "alias") {
        Some(alias) => {
            let one = found.iter().find(|field| field.alias == alias);
            let one = one.ok_or_else(|| Failure::not_found("Derived column"))?;
            Ok(Answer::json(200, &json!(one)))
        }
        None => Ok(Answer::json(200, &json!(found))),
    }
}

/// Creates one.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let field = CalculatedField { id: new_identifier(), ..read(call)? };
    let (dataset, kept, now) = (dataset.to_owned(), field.clone(), call.now());
    call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        check_free(connection, scope, &parent, &kept.alias)?;
        check_uses(connection, scope, &parent, &kept)?;
        CALCULATED_FIELDS.insert(connection, scope, &parent, &kept.id, &kept, now)
    })?;
    Ok(Answer::json(201, &json!(field)))
}

/// Changes expression and description; the name stays.
pub(super) fn update(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let read = read(call)?;
    let (dataset, id, now) = (dataset.to_owned(), id.to_owned(), call.now());
    let changed = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let known: CalculatedField = CALCULATED_FIELDS.find(connection, scope, &parent, &id)?;
        if read.alias != known.alias {
            return Err(Problem::of_field("alias", FieldCode::Invalid, "cannot change").into());
        }
        let field = CalculatedField { id: known.id, ..read };
        check_uses(connection, scope, &parent, &field)?;
        CALCULATED_FIELDS.replace(connection, scope, &parent, &id, &field, now)?;
        Ok(field)
    })?;
    Ok(Answer::json(200, &json!(changed)))
}

/// Deletes one, unless a definition or an objective names it.
pub(super) fn delete(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let (dataset, id) = (dataset.to_owned(), id.to_owned());
    call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let known: CalculatedField = CALCULATED_FIELDS.find(connection, scope, &parent, &id)?;
        for dataset in resolve(connection, scope, &parent)? {
            Definitions::read(connection, scope, &dataset.slug)?.check_unused(&known.alias)?;
        }
        check_field_unused(connection, scope, &parent, &known.alias)?;
        CALCULATED_FIELDS.delete(connection, scope, &parent, &id)
    })?;
    Ok(Answer::new(204, "application/json", ""))
}

fn read(call: &Call<'_>) -> Result<CalculatedField, Failure> {
    let field = CalculatedField::read(&call.request.body)?;
    parse_expression(&field.expression).map_err(|error| unparseable(&error))?;
    Ok(field)
}

/// Tells where an expression cannot be read; unlike other wrong members this is 400.
fn unparseable(error: &ExpressionError) -> Problem {
    let mut description = error.to_string();
    if let Some(hint) = error.next_step() {
        description += &format!("; {hint}");
    }
    let field = FieldProblem {
        field: "expression".to_owned(),
        code: FieldCode::Invalid,
        description: description.clone(),
    };
    Problem { kind: ProblemKind::Unparseable, error: description, fields: vec![field] }
}

/// Refuses a field that uses itself by way of others.
fn check_uses(
    connection: &Connection,
    scope: &Scope,
    parent: &str,
    field: &CalculatedField,
) -> Result<(), Failure> {
    let mut fields = SavedFields::read(connection, scope, parent)?;
    fields.put(parent, field.clone());
    fields.needed([field.alias.as_str()]).map(|_| ()).map_err(|disorder| {
        Problem::of_field("expression", FieldCode::Invalid, &disorder.to_string()).into()
    })
}
