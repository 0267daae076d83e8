//! `POST /api/1/item/`: one occurrence comes.

use serde_json::json;

use super::call::Failure;
use super::call::show;
use super::holder;
use super::holder::Holder;
use super::project;
use super::rates::Usage;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::backend::store::AppendError;
use crate::backend::store::catalog::arrivals;
use crate::backend::store::catalog::occurrences;
use crate::backend::store::catalog::occurrences::NewOccurrence;
use crate::base::random_hex;
use crate::wire::rollbar::AcceptedItem;
use crate::wire::rollbar::CallLimit;
use crate::wire::rollbar::CheckedItem;
use crate::wire::rollbar::Level;
use crate::wire::rollbar::Parameters;
use crate::wire::rollbar::Problem;
use crate::wire::rollbar::ReceivedItem;
use crate::wire::rollbar::Reception;
use crate::wire::rollbar::TokenScope;
use crate::wire::rollbar::payload_of;
use crate::wire::rollbar::uuid_key;

/// Random bytes of an identifier.
const UUID_BYTES: usize = 16;

/// Arrivals that are stored in one transaction.
const STORED_AT_ONCE: usize = 100;

/// Arrivals that are stored when another one comes: more than one, so that none pile up.
const SETTLED_BY_A_CALL: usize = 8;

/// Platform and framework of what the service says itself.
const SYSTEM: &str = "rollbar-system";

/// Takes one occurrence; the answer says that it is queued, and follows the disk all the same.
pub(super) fn post(front: &Front, request: &Request) -> Result<Answer, Failure> {
    let content_type = request.header("content-type").unwrap_or_default();
    let (payload, form_token) = payload_of(&request.body, content_type);
    if payload.len() > front.configuration.rollbar.item_limit_bytes {
        return Err(Problem::too_large().into());
    }
    let received = ReceivedItem::read(&payload);
    let parameters = Parameters::parse(&request.query);
    let in_payload = received.as_ref().ok().and_then(ReceivedItem::token);
    let given = holder::header(request)
        .or(in_payload)
        .or(form_token.as_deref())
        .or_else(|| parameters.get("access_token"));
    let Some(given) = given.map(str::to_owned) else {
        // Without a payload there is nowhere else to look for one.
        received?;
        return Err(Problem::no_token().into());
    };
    let project = project::ensure(front)?.id;
    let holder =
        holder::find(front, project, &given)?.ok_or_else(|| Problem::unknown_sender(&given))?;
    holder.check_enabled()?;
    let senders = [TokenScope::PostServerItem, TokenScope::PostClientItem];
    if !senders.into_iter().any(|scope| holder.may(scope)) {
        return Err(Problem::lacks(senders[0].word(), &holder.scopes()).into());
    }
    let received = received?;
    let needed = senders[usize::from(received.is_of_client())];
    if !holder.may(needed) {
        return Err(Problem::lacks(needed.word(), &holder.scopes()).into());
    }
    let now = front.clock.now();
    let uuid = random_hex(UUID_BYTES)?;
    let item = received.check(Reception { now, remote: request.remote, uuid })?;
    let usage = limit_of(front, &holder).map(|limit| front.rollbar_rates.take(&given, limit, now));
    if let Some(usage) = usage.filter(|usage| usage.is_over) {
        if usage.is_first_over {
            // The sender is told of the limit, whether the item about it can be kept or not.
            let _ = tell_of_limit(front, project, &item, &usage);
        }
        return Err(Failure::TooOften(usage.headers()));
    }
    let accepted = AcceptedItem { id: None, uuid: Some(item.uuid.clone()) };
    keep(front, occurrence(project, item, now))?;
    let mut answer = show(&accepted)?;
    answer.headers.extend(usage.map(|usage| usage.headers()).unwrap_or_default());
    Ok(answer)
}

/// Returns how often a token may send: as it says itself, else as the backend was started.
fn limit_of(front: &Front, holder: &Holder) -> Option<CallLimit> {
    let own = match holder {
        Holder::Project(token) => token.limit,
        Holder::Everything => None,
    };
    let own = own.map(|(window_size, window_count)| CallLimit { window_size, window_count });
    own.or(front.configuration.rollbar.rate_limit)
}

fn occurrence(project: i64, item: CheckedItem, now: i64) -> NewOccurrence {
    NewOccurrence {
        project_id: project,
        uuid: uuid_key(&item.uuid),
        environment: item.environment,
        hash: item.hash,
        title: item.title,
        level: item.level.number(),
        platform: item.platform,
        framework: item.framework,
        time: item.timestamp,
        received_ms: now,
        code_version: item.code_version,
        visitor: item.visitor,
        body: item.text,
    }
}

/// Keeps an occurrence at once, or where it waits to be seen.
fn keep(front: &Front, new: NewOccurrence) -> Result<(), Failure> {
    let delay = front.configuration.rollbar.arrival_delay_ms;
    let before = front.clock.now() - delay;
    let cap = front.store.occurrence_cap_bytes();
    let written = front.store.write_telemetry(new.body.len(), move |connection| {
        // What is due makes room, whether anybody reads or not.
        arrivals::settle(connection, before, SETTLED_BY_A_CALL, cap)?;
        if delay <= 0 {
            // What was there already is acknowledged like the rest, and not kept again.
            occurrences::take(connection, &new, cap)?;
            return Ok(None);
        }
        // An error would take back what was settled.
        let is_kept = arrivals::put(connection, &new)?;
        Ok::<_, Failure>(if is_kept { None } else { Some(arrivals::waiting_bytes(connection)?) })
    });
    match written.wait()? {
        None => Ok(()),
        Some(queued_bytes) => Err(Failure::Full(AppendError::Busy { queued_bytes })),
    }
}

/// Stores what has waited for long enough to be seen.
pub(super) fn settle(front: &Front) -> Result<(), Failure> {
    let before = front.clock.now() - front.configuration.rollbar.arrival_delay_ms;
    let cap = front.store.occurrence_cap_bytes();
    while front
        .store
        .read(|connection| -> Result<_, Failure> { Ok(arrivals::is_due(connection, before)?) })?
    {
        let stored = front.store.write(move |connection| -> Result<_, Failure> {
            Ok(arrivals::settle(connection, before, STORED_AT_ONCE, cap)?)
        });
        stored.wait()?;
    }
    Ok(())
}

/// Files the one item by which people learn that a token sends too much.
fn tell_of_limit(
    front: &Front,
    project: i64,
    refused: &CheckedItem,
    usage: &Usage,
) -> Result<(), Failure> {
    let now = front.clock.now();
    let uuid = random_hex(UUID_BYTES)?;
    let text = format!(
        "A token sends more than its {} items in {} seconds: further items are dropped.",
        usage.limit.window_count, usage.limit.window_size
    );
    let data = json!({
        "environment": refused.environment,
        "level": Level::Warning.word(),
        "timestamp": now.div_euclid(1_000),
        "platform": SYSTEM,
        "framework": SYSTEM,
        "fingerprint": "rate-limit",
        "uuid": uuid,
        "body": { "message": { "body": text } },
    });
    let payload = json!({ "data": data }).to_string();
    let received = ReceivedItem::read(payload.as_bytes())?;
    let item = received.check(Reception { now, remote: None, uuid })?;
    keep(front, occurrence(project, item, now))
}
