//! `/1/triggers/{dataset}`. They are kept and checked; nothing runs them.

use rusqlite::Connection;
use serde_json::Value;
use serde_json::json;

use super::alerts;
use super::alerts::AlertPlace;
use super::call::Call;
use super::call::Failure;
use super::kept::Kept;
use super::queries::QUERIES;
use super::queries::refused;
use super::rows::new_identifier;
use super::rows::parent_of;
use super::rows::timestamp;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::base::Milliseconds;
use crate::dialect::honeycomb::Spec;
use crate::dialect::honeycomb::SpecError;
use crate::dialect::honeycomb::check_trigger_query;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::Trigger;

/// Triggers by dataset.
pub(super) const TRIGGERS: Kept = Kept::new("honeycomb-trigger", "Trigger");

/// Lists the triggers of a dataset, or those of the environment.
pub(super) fn list(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let found: Vec<Trigger> = call.read(|connection, scope| {
        let parent = parent_of(connection, scope, dataset)?;
        alerts::list(connection, scope, TRIGGERS, &parent)
    })?;
    Ok(Answer::json(200, &json!(found)))
}

/// Creates one.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let read = read(call)?;
    let (dataset, now) = (dataset.to_owned(), call.now());
    let shown = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let trigger = Trigger {
            id: new_identifier(),
            dataset_slug: parent.clone(),
            created_at: timestamp(now),
            updated_at: timestamp(now),
            ..read
        };
        check_kept_query(connection, scope, &parent, &trigger)?;
        keep(connection, scope, trigger, now)
    })?;
    Ok(Answer::json(201, &json!(shown)))
}

/// Writes one anew; what is left out gets its default.
pub(super) fn update(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let read = read(call)?;
    let (dataset, id, now) = (dataset.to_owned(), id.to_owned(), call.now());
    let shown = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let known: Trigger = TRIGGERS.find(connection, scope, &parent, &id)?;
        let trigger = Trigger {
            id: known.id,
            dataset_slug: known.dataset_slug,
            created_at: known.created_at,
            updated_at: timestamp(now),
            ..read
        };
        check_kept_query(connection, scope, &parent, &trigger)?;
        keep(connection, scope, trigger, now)
    })?;
    Ok(Answer::json(200, &json!(shown)))
}

fn keep(
    connection: &Connection,
    scope: &Scope,
    trigger: Trigger,
    now: Milliseconds,
) -> Result<Trigger, Failure> {
    let (parent, id) = (trigger.dataset_slug.clone(), trigger.id.clone());
    let place = AlertPlace { kept: TRIGGERS, parent: &parent, id: &id };
    alerts::keep(connection, scope, &place, trigger, now)
}

fn read(call: &Call<'_>) -> Result<Trigger, Failure> {
    let trigger = Trigger::read(&call.request.body)?;
    if let Some(query) = &trigger.query {
        let read = Spec::read(query).map(|_| ());
        read.and_then(|()| check_trigger_query(query, trigger.frequency))
            .map_err(|error| of_query(&error))?;
    }
    Ok(trigger)
}

/// Refuses the identifier of a query that is not there, or is not for a trigger.
fn check_kept_query(
    connection: &Connection,
    scope: &Scope,
    parent: &str,
    trigger: &Trigger,
) -> Result<(), Failure> {
    let Some(id) = &trigger.query_id else { return Ok(()) };
    let query: Option<Value> = QUERIES.find_optional(connection, scope, parent, id)?;
    let told = match query {
        None => "names no query of this dataset".to_owned(),
        Some(query) => match check_trigger_query(&query, trigger.frequency) {
            Ok(()) => return Ok(()),
            Err(error) => format!("names a query that a trigger cannot run: {error}"),
        },
    };
    Err(Problem::of_field("query_id", FieldCode::Invalid, &told).into())
}

/// Tells of the query in the body, by paths of the body.
fn of_query(error: &SpecError) -> Problem {
    let mut problem = refused(error);
    for field in &mut problem.fields {
        field.field = format!("query{}", field.field.trim_start_matches('$'));
    }
    problem
}
