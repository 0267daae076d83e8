//! What triggers and burn alerts share: the recipients that they tell.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::kept::Kept;
use super::recipients;
use super::recipients::RECIPIENTS;
use super::rows::parent_of;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::base::Milliseconds;
use crate::wire::honeycomb::AlertRecipient;
use crate::wire::honeycomb::BurnAlert;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::FieldProblem;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::Recipient;
use crate::wire::honeycomb::Trigger;

/// A resource that tells recipients.
pub(super) trait Alert: Serialize + DeserializeOwned {
    fn recipients(&mut self) -> &mut [AlertRecipient];
}

impl Alert for Trigger {
    fn recipients(&mut self) -> &mut [AlertRecipient] {
        &mut self.recipients
    }
}

impl Alert for BurnAlert {
    fn recipients(&mut self) -> &mut [AlertRecipient] {
        &mut self.recipients
    }
}

/// Returns the alerts of a dataset, or of the environment, with their recipients.
pub(super) fn list<T: Alert>(
    connection: &Connection,
    scope: &Scope,
    kept: Kept,
    parent: &str,
) -> Result<Vec<T>, Failure> {
    let mut found: Vec<T> = kept.list(connection, scope, parent)?;
    let known = KnownRecipients::read(connection, scope)?;
    found.iter_mut().for_each(|alert| known.show(alert.recipients()));
    Ok(found)
}

/// Shows one.
pub(super) fn show<T: Alert>(
    call: &Call<'_>,
    kept: Kept,
    dataset: &str,
    id: &str,
) -> Result<Answer, Failure> {
    let found = call.read(|connection, scope| {
        let parent = parent_of(connection, scope, dataset)?;
        let mut alert: T = kept.find(connection, scope, &parent, id)?;
        KnownRecipients::read(connection, scope)?.show(alert.recipients());
        Ok(alert)
    })?;
    Ok(Answer::json(200, &json!(found)))
}

/// Where an alert is kept.
pub(super) struct AlertPlace<'p> {
    pub(super) kept: Kept,
    pub(super) parent: &'p str,
    pub(super) id: &'p str,
}

/// Keeps one, after its recipients were found or made; returns it as answers show it.
pub(super) fn keep<T: Alert>(
    connection: &Connection,
    scope: &Scope,
    place: &AlertPlace<'_>,
    mut alert: T,
    now: Milliseconds,
) -> Result<T, Failure> {
    let mut known = KnownRecipients::read(connection, scope)?;
    known.settle(connection, scope, alert.recipients(), now)?;
    place.kept.put(connection, scope, place.parent, place.id, &alert, now)?;
    known.show(alert.recipients());
    Ok(alert)
}

/// All recipients by identifier, for the alerts that name them.
#[derive(Debug)]
struct KnownRecipients(BTreeMap<String, Recipient>);

impl KnownRecipients {
    fn read(connection: &Connection, scope: &Scope) -> Result<Self, Failure> {
        let found: Vec<Recipient> = RECIPIENTS.list(connection, scope, "")?;
        Ok(Self(found.into_iter().map(|one| (one.id.clone(), one)).collect()))
    }

    /// Completes what alerts name, as answers show it.
    fn show(&self, recipients: &mut [AlertRecipient]) {
        for recipient in recipients {
            if let Some(known) = self.0.get(&recipient.id) {
                recipient.recipient_type.clone_from(&known.recipient_type);
                recipient.target = known.target().to_owned();
            }
        }
    }

    /// Gives every recipient of an alert its identifier; an address or channel that is not known
    /// becomes a recipient.
    fn settle(
        &mut self,
        connection: &Connection,
        scope: &Scope,
        recipients: &mut [AlertRecipient],
        now: Milliseconds,
    ) -> Result<(), Failure> {
        let mut problems = Vec::new();
        let mut settled: Vec<String> = Vec::with_capacity(recipients.len());
        for (place, recipient) in recipients.iter_mut().enumerate() {
            let mut refuse = |member: &str, description: &str| {
                problems.push(FieldProblem {
                    field: format!("recipients[{place}].{member}"),
                    code: FieldCode::Invalid,
                    description: description.to_owned(),
                });
            };
            let by_target = recipient.id.is_empty();
            if by_target {
                match self.find_or_make(connection, scope, recipient, now)? {
                    Ok(id) => recipient.id = id,
                    Err(description) => refuse("target", description),
                }
            } else if !self.0.contains_key(&recipient.id) {
                refuse("id", "names no recipient");
            }
            if !recipient.id.is_empty() && settled.contains(&recipient.id) {
                refuse(if by_target { "target" } else { "id" }, "stands twice");
            }
            settled.push(recipient.id.clone());
            recipient.recipient_type.clear();
            recipient.target.clear();
        }
        if problems.is_empty() { Ok(()) } else { Err(Problem::validation(problems).into()) }
    }

    /// Returns the identifier of the recipient of a type and target, or why there is none.
    fn find_or_make(
        &mut self,
        connection: &Connection,
        scope: &Scope,
        wanted: &AlertRecipient,
        now: Milliseconds,
    ) -> Result<Result<String, &'static str>, Failure> {
        let (kind, target) = (&wanted.recipient_type, &wanted.target);
        let known = self.0.values();
        let known = known.filter(|one| one.recipient_type == *kind && one.target() == target);
        let mut known = known.map(|one| one.id.clone());
        match (known.next(), known.next()) {
            (Some(id), None) => return Ok(Ok(id)),
            (Some(_), Some(_)) => return Ok(Err("names several recipients: give the id of one")),
            (None, _) => {}
        }
        let Some(new) = Recipient::of_target(kind, target) else {
            return Ok(Err(
                "names no recipient, and one of this type needs more details: make it \
                           by POST /1/recipients",
            ));
        };
        // What makes a recipient here must be what makes one there.
        let body = json!({ "type": new.recipient_type, "details": new.details }).to_string();
        if Recipient::read(body.as_bytes()).is_err() {
            return Ok(Err("is no address of this type"));
        }
        let made = recipients::insert(connection, scope, new, now)?;
        let id = made.id.clone();
        self.0.insert(id.clone(), made);
        Ok(Ok(id))
    }
}
