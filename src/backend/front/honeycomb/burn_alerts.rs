//! `/1/burn_alerts/{dataset}`. They are kept and checked; nothing measures their objectives.

use rusqlite::Connection;
use serde_json::json;

use super::alerts;
use super::alerts::AlertPlace;
use super::call::Call;
use super::call::Failure;
use super::kept::Kept;
use super::rows::new_identifier;
use super::rows::parameter;
use super::rows::parent_of;
use super::rows::timestamp;
use super::slos::SLOS;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::wire::honeycomb::BurnAlert;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::Slo;

/// Burn alerts by dataset, which is that of the objective.
pub(super) const BURN_ALERTS: Kept = Kept::new("honeycomb-burn-alert", "Burn alert");

/// Lists the alerts of a dataset, or with `slo_id` those of one objective.
pub(super) fn list(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let slo_id = parameter(&call.request.query, "slo_id").filter(|id| !id.is_empty());
    let found = call.read(|connection, scope| {
        let parent = parent_of(connection, scope, dataset)?;
        let mut found: Vec<BurnAlert> = alerts::list(connection, scope, BURN_ALERTS, &parent)?;
        if let Some(slo_id) = &slo_id {
            SLOS.find::<Slo>(connection, scope, &parent, slo_id)?;
            found.retain(|alert| alert.slo.id == *slo_id);
        }
        Ok(found)
    })?;
    Ok(Answer::json(200, &json!(found)))
}

/// Creates one.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let now = call.now();
    let id = new_identifier();
    let alert = BurnAlert {
        id: id.clone(),
        created_at: timestamp(now),
        updated_at: timestamp(now),
        ..BurnAlert::read(&call.request.body)?
    };
    let dataset = dataset.to_owned();
    let shown = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        check_slo(connection, scope, &parent, &alert)?;
        let place = AlertPlace { kept: BURN_ALERTS, parent: &parent, id: &id };
        alerts::keep(connection, scope, &place, alert, now)
    })?;
    Ok(Answer::json(201, &json!(shown)))
}

/// Writes one anew; the objective stays.
pub(super) fn update(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let read = BurnAlert::read(&call.request.body)?;
    let (dataset, id, now) = (dataset.to_owned(), id.to_owned(), call.now());
    let shown = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let kept: BurnAlert = BURN_ALERTS.find(connection, scope, &parent, &id)?;
        if !read.slo.id.is_empty() && read.slo != kept.slo {
            return Err(Problem::of_field("slo.id", FieldCode::Invalid, "cannot change").into());
        }
        let alert = BurnAlert {
            id: kept.id,
            slo: kept.slo,
            created_at: kept.created_at,
            updated_at: timestamp(now),
            ..read
        };
        let place = AlertPlace { kept: BURN_ALERTS, parent: &parent, id: &id };
        alerts::keep(connection, scope, &place, alert, now)
    })?;
    Ok(Answer::json(200, &json!(shown)))
}

fn check_slo(
    connection: &Connection,
    scope: &Scope,
    parent: &str,
    alert: &BurnAlert,
) -> Result<(), Failure> {
    if alert.slo.id.is_empty() {
        return Err(Problem::of_field("slo.id", FieldCode::Missing, "cannot be blank").into());
    }
    match SLOS.find_optional::<Slo>(connection, scope, parent, &alert.slo.id)? {
        Some(_) => Ok(()),
        None => {
            let text = "names no SLO of this dataset";
            Err(Problem::of_field("slo.id", FieldCode::Invalid, text).into())
        }
    }
}
