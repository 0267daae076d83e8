//! `/1/slos/{dataset}`. Objectives are kept and checked; nothing measures them.

use rusqlite::Connection;
use serde_json::Value;
use serde_json::json;

use super::boards::BOARDS;
use super::burn_alerts::BURN_ALERTS;
use super::call::Call;
use super::call::Failure;
use super::kept::Kept;
use super::rows::new_identifier;
use super::rows::parameter;
use super::rows::parent_of;
use super::rows::timestamp;
use super::saved_fields::SavedFields;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::backend::store::catalog::datasets;
use crate::model::event;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::Board;
use crate::wire::honeycomb::BurnAlert;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::FieldProblem;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;
use crate::wire::honeycomb::Slo;

/// Objectives by dataset.
pub(super) const SLOS: Kept = Kept::new("honeycomb-slo", "SLO");

/// What a detailed answer says of an objective that nothing measures.
const NOT_EVALUATED: &str = "not_evaluated";

/// Lists the objectives of a dataset, or those of the environment.
pub(super) fn list(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let found: Vec<Slo> = call.read(|connection, scope| {
        let parent = parent_of(connection, scope, dataset)?;
        SLOS.list(connection, scope, &parent)
    })?;
    let shown: Vec<Value> = found.iter().map(|slo| shown(call, slo)).collect();
    Ok(Answer::json(200, &json!(shown)))
}

/// Shows one.
pub(super) fn get(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let found: Slo = call.read(|connection, scope| {
        let parent = parent_of(connection, scope, dataset)?;
        SLOS.find(connection, scope, &parent, id)
    })?;
    Ok(Answer::json(200, &shown(call, &found)))
}

/// Creates one.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let now = call.now();
    let mut slo = Slo {
        id: new_identifier(),
        created_at: timestamp(now),
        updated_at: timestamp(now),
        ..Slo::read(&call.request.body)?
    };
    let dataset = dataset.to_owned();
    let made = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        check(connection, scope, &parent, &mut slo)?;
        SLOS.insert(connection, scope, &parent, &slo.id, &slo, now)?;
        Ok(slo)
    })?;
    Ok(Answer::json(201, &json!(made)))
}

/// Writes one anew; what is left out gets its default.
pub(super) fn update(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let read = Slo::read(&call.request.body)?;
    let (dataset, id, now) = (dataset.to_owned(), id.to_owned(), call.now());
    let changed = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let known: Slo = SLOS.find(connection, scope, &parent, &id)?;
        let mut slo =
            Slo { id: known.id, created_at: known.created_at, updated_at: timestamp(now), ..read };
        check(connection, scope, &parent, &mut slo)?;
        SLOS.replace(connection, scope, &parent, &id, &slo, now)?;
        Ok(slo)
    })?;
    Ok(Answer::json(200, &json!(changed)))
}

/// Deletes one, unless a burn alert or a board names it.
pub(super) fn delete(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let (dataset, id) = (dataset.to_owned(), id.to_owned());
    call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        SLOS.find::<Slo>(connection, scope, &parent, &id)?;
        let alerts: Vec<BurnAlert> = BURN_ALERTS.list(connection, scope, &parent)?;
        let alert = alerts.iter().find(|alert| alert.slo.id == id);
        let user = match alert {
            Some(alert) => Some(format!("burn alert {}", alert.id)),
            None => BOARDS
                .first_of_all(connection, scope, |board: &Board| {
                    let slos = board.panels.iter().filter_map(|panel| panel.slo_panel.as_ref());
                    slos.into_iter().any(|panel| panel.slo_id == id)
                })?
                .map(|board| format!("board {}", board.id)),
        };
        if let Some(user) = user {
            let text = format!("{user} is about this SLO: delete or change that first");
            return Err(Problem::new(ProblemKind::Conflict, text).into());
        }
        SLOS.delete(connection, scope, &parent, &id)
    })?;
    Ok(Answer::new(204, "application/json", ""))
}

/// Refuses to take away the calculated field of an objective.
pub(super) fn check_field_unused(
    connection: &Connection,
    scope: &Scope,
    parent: &str,
    alias: &str,
) -> Result<(), Failure> {
    let is_user = |slo: &Slo| slo.sli.alias == alias;
    let user = if parent == ALL_DATASETS {
        SLOS.first_of_all(connection, scope, is_user)?
    } else {
        let own: Vec<Slo> = SLOS.list(connection, scope, parent)?;
        own.into_iter().find(is_user)
    };
    refuse_while_used(user.as_ref(), alias)
}

/// Refuses to take away a dataset that an objective of several is about.
pub(super) fn check_dataset_unused(
    connection: &Connection,
    scope: &Scope,
    slug: &str,
) -> Result<(), Failure> {
    let shared: Vec<Slo> = SLOS.list(connection, scope, ALL_DATASETS)?;
    let is_named = |slo: &&Slo| slo.dataset_slugs.iter().flatten().any(|named| named == slug);
    refuse_while_used(shared.iter().find(is_named), slug)
}

fn refuse_while_used(user: Option<&Slo>, what: &str) -> Result<(), Failure> {
    let Some(user) = user else { return Ok(()) };
    let text = format!("SLO {} is about {what}: delete or change that first", user.id);
    Err(Problem::new(ProblemKind::Conflict, text).into())
}

/// Checks what an objective names, and gives its datasets their slugs.
fn check(
    connection: &Connection,
    scope: &Scope,
    parent: &str,
    slo: &mut Slo,
) -> Result<(), Failure> {
    let mut problems = Vec::new();
    let mut refuse = |field: String, code: FieldCode, description: &str| {
        problems.push(FieldProblem { field, code, description: description.to_owned() });
    };
    if !SavedFields::read(connection, scope, parent)?.contains(&slo.sli.alias) {
        let description = if parent == ALL_DATASETS {
            "names no calculated field of __all__"
        } else {
            "names no calculated field of this dataset or of __all__"
        };
        refuse("sli.alias".to_owned(), FieldCode::Invalid, description);
    }
    let slugs = slo.dataset_slugs.iter_mut().flatten();
    for (place, slug) in slugs.enumerate() {
        *slug = event::slug(slug);
        if datasets::find(connection, scope, slug)?.is_none() {
            let field = format!("dataset_slugs[{place}]");
            refuse(field, FieldCode::Invalid, "names no dataset");
        }
    }
    match &slo.dataset_slugs {
        None if parent == ALL_DATASETS => {
            let description = "must name the datasets of an SLO of __all__";
            refuse("dataset_slugs".to_owned(), FieldCode::Missing, description);
        }
        Some(slugs) if parent != ALL_DATASETS && *slugs != [parent] => {
            let description = "must be the dataset of the path: create the SLO in __all__ instead";
            refuse("dataset_slugs".to_owned(), FieldCode::Invalid, description);
        }
        _ => {}
    }
    if problems.is_empty() { Ok(()) } else { Err(Problem::validation(problems).into()) }
}

fn shown(call: &Call<'_>, slo: &Slo) -> Value {
    let mut shown = json!(slo);
    if parameter(&call.request.query, "detailed").as_deref() == Some("true") {
        shown["status"] = json!(NOT_EVALUATED);
        for key in ["compliance", "budget_remaining", "burn_rate"] {
            shown[key] = Value::Null;
        }
    }
    shown
}
