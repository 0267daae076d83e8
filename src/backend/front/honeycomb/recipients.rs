//! `/1/recipients`: whom triggers and burn alerts tell. Nobody is told anything from here.

use rusqlite::Connection;
use serde_json::Value;
use serde_json::json;

use super::burn_alerts::BURN_ALERTS;
use super::call::Call;
use super::call::Failure;
use super::kept::Kept;
use super::rows::new_identifier;
use super::rows::timestamp;
use super::triggers::TRIGGERS;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::base::Milliseconds;
use crate::wire::honeycomb::AlertRecipient;
use crate::wire::honeycomb::BurnAlert;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;
use crate::wire::honeycomb::Recipient;
use crate::wire::honeycomb::Trigger;

/// Recipients of the team.
pub(super) const RECIPIENTS: Kept = Kept::new("honeycomb-recipient", "Recipient");

/// Lists all.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, Failure> {
    let found: Vec<Value> =
        call.read(|connection, scope| RECIPIENTS.list(connection, scope, ""))?;
    Ok(Answer::json(200, &json!(found)))
}

/// Shows one.
pub(super) fn get(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    let found: Value = call.read(|connection, scope| RECIPIENTS.find(connection, scope, "", id))?;
    Ok(Answer::json(200, &found))
}

/// Creates one.
pub(super) fn create(call: &Call<'_>) -> Result<Answer, Failure> {
    let read = Recipient::read(&call.request.body)?;
    let now = call.now();
    let made = call.write(move |connection, scope| {
        check_new(connection, scope, &read)?;
        insert(connection, scope, read, now)
    })?;
    Ok(Answer::json(201, &json!(made)))
}

/// Writes one anew; the type stays.
pub(super) fn update(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    let read = Recipient::read(&call.request.body)?;
    let (id, now) = (id.to_owned(), call.now());
    let changed = call.write(move |connection, scope| {
        let known: Recipient = RECIPIENTS.find(connection, scope, "", &id)?;
        if read.recipient_type != known.recipient_type {
            return Err(Problem::of_field("type", FieldCode::Invalid, "cannot change").into());
        }
        let recipient = Recipient {
            id: known.id,
            created_at: known.created_at,
            updated_at: timestamp(now),
            ..read
        };
        check_new(connection, scope, &recipient)?;
        RECIPIENTS.replace(connection, scope, "", &id, &recipient, now)?;
        Ok(recipient)
    })?;
    Ok(Answer::json(200, &json!(changed)))
}

/// Deletes one, unless an alert names it.
pub(super) fn delete(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    let id = id.to_owned();
    call.write(move |connection, scope| {
        RECIPIENTS.find::<Value>(connection, scope, "", &id)?;
        let is_named = |recipients: &[AlertRecipient]| recipients.iter().any(|one| one.id == id);
        let trigger = TRIGGERS
            .first_of_all(connection, scope, |found: &Trigger| is_named(&found.recipients))?
            .map(|found| format!("trigger {}", found.id));
        let user = match trigger {
            Some(trigger) => Some(trigger),
            None => BURN_ALERTS
                .first_of_all(connection, scope, |found: &BurnAlert| is_named(&found.recipients))?
                .map(|found| format!("burn alert {}", found.id)),
        };
        if let Some(user) = user {
            let text = format!("{user} tells this recipient: take it from there first");
            return Err(Problem::new(ProblemKind::Conflict, text).into());
        }
        RECIPIENTS.delete(connection, scope, "", &id)
    })?;
    Ok(Answer::new(204, "application/json", ""))
}

/// Refuses a second recipient of the same details.
fn check_new(connection: &Connection, scope: &Scope, recipient: &Recipient) -> Result<(), Failure> {
    let known: Vec<Recipient> = RECIPIENTS.list(connection, scope, "")?;
    let is_same = |known: &&Recipient| {
        known.id != recipient.id
            && known.recipient_type == recipient.recipient_type
            && known.details == recipient.details
    };
    match known.iter().find(is_same) {
        None => Ok(()),
        Some(same) => {
            let text = format!("recipient {} has the same type and details", same.id);
            Err(Problem::new(ProblemKind::Conflict, text).into())
        }
    }
}

/// Keeps a new one.
pub(super) fn insert(
    connection: &Connection,
    scope: &Scope,
    read: Recipient,
    now: Milliseconds,
) -> Result<Recipient, Failure> {
    let recipient = Recipient {
        id: new_identifier(),
        created_at: timestamp(now),
        updated_at: timestamp(now),
        ..read
    };
    RECIPIENTS.insert(connection, scope, "", &recipient.id, &recipient, now)?;
    Ok(recipient)
}
