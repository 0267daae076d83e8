//! `POST /1/events/{dataset}` and `POST /1/batch/{dataset}`.

use std::collections::BTreeMap;

use super::call::Call;
use super::call::Failure;
use super::dataset_notes::DatasetNote;
use crate::backend::front::events_in::append;
use crate::backend::front::message::Answer;
use crate::backend::store::AppendError;
use crate::backend::store::EventRefusal;
use crate::model::event;
use crate::model::event::Event;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::DecodedEvent;
use crate::wire::honeycomb::EVENT_TIME_HEADER;
use crate::wire::honeycomb::EventEncoding;
use crate::wire::honeycomb::EventOutcome;
use crate::wire::honeycomb::EventsError;
use crate::wire::honeycomb::SAMPLE_RATE_HEADER;
use crate::wire::honeycomb::decode_batch;
use crate::wire::honeycomb::decode_event;
use crate::wire::honeycomb::encode_outcomes;

/// Takes one event.
pub(super) fn event(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    Ok(match take_event(call, dataset) {
        Ok(()) => Answer::new(200, "application/json", ""),
        Err(error) => Answer::json(error.status(), &error.body()),
    })
}

fn take_event(call: &Call<'_>, dataset: &str) -> Result<(), EventsError> {
    let request = call.request;
    let slug = checked_slug(dataset)?;
    let decoded = decode_event(
        &request.body,
        encoding(call),
        request.header(EVENT_TIME_HEADER),
        request.header(SAMPLE_RATE_HEADER),
        expand_json_depth(call, &slug)?,
    )?;
    let events = vec![event_of(call, &slug, decoded)];
    let names = BTreeMap::from([(slug, dataset.to_owned())]);
    match append(call.front, &call.front.home(), &events, &names) {
        Ok(ack) => match ack.results.first() {
            Some(Ok(_)) => Ok(()),
            Some(Err(EventRefusal::TooManyColumns)) => Err(EventsError::DatasetTooManyColumns),
            // Deleted at this very moment; another try creates it again.
            Some(Err(EventRefusal::DatasetMissing | EventRefusal::NoRoom)) | None => {
                Err(EventsError::RateLimited)
            }
        },
        Err(error) => Err(refused(&error)),
    }
}

/// Takes many events, each by itself.
pub(super) fn batch(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let encoding = encoding(call);
    Ok(match take_batch(call, dataset, encoding) {
        Ok(outcomes) => {
            Answer::new(200, encoding.content_type(), encode_outcomes(&outcomes, encoding))
        }
        Err(error) => Answer::json(error.status(), &error.body()),
    })
}

fn take_batch(
    call: &Call<'_>,
    dataset: &str,
    encoding: EventEncoding,
) -> Result<Vec<EventOutcome>, EventsError> {
    let slug = checked_slug(dataset)?;
    let depth = expand_json_depth(call, &slug)?;
    let decoded = decode_batch(&call.request.body, encoding, depth)?;
    let mut outcomes = Vec::with_capacity(decoded.len());
    let mut events = Vec::with_capacity(decoded.len());
    let mut places = Vec::with_capacity(decoded.len());
    for (place, decoded) in decoded.into_iter().enumerate() {
        match decoded {
            Ok(decoded) => {
                events.push(event_of(call, &slug, decoded));
                places.push(place);
                outcomes.push(EventOutcome::Accepted);
            }
            Err(fault) => outcomes.push(fault.into()),
        }
    }
    if events.is_empty() {
        return Ok(outcomes);
    }
    let names = BTreeMap::from([(slug, dataset.to_owned())]);
    match append(call.front, &call.front.home(), &events, &names) {
        Ok(ack) => {
            for (place, result) in places.into_iter().zip(ack.results) {
                if let Err(refusal) = result {
                    let status = if refusal == EventRefusal::NoRoom { 429 } else { 400 };
                    outcomes[place] = EventOutcome::Refused { status, error: refusal.to_string() };
                }
            }
        }
        Err(error) => {
            let error = refused(&error);
            for place in places {
                outcomes[place] =
                    EventOutcome::Refused { status: error.status(), error: error.to_string() };
            }
        }
    }
    Ok(outcomes)
}

/// Tells the sender whether another try makes sense: only this API's 429 is tried again.
const fn refused(error: &AppendError) -> EventsError {
    match error {
        AppendError::TooLarge { .. } => EventsError::TooLarge,
        _ => EventsError::RateLimited,
    }
}

fn encoding(call: &Call<'_>) -> EventEncoding {
    EventEncoding::of_content_type(call.request.header("content-type").unwrap_or_default())
}

fn checked_slug(dataset: &str) -> Result<String, EventsError> {
    let length = dataset.chars().count();
    if length == 0 || length > event::MAXIMUM_DATASET_NAME_LENGTH {
        return Err(EventsError::Malformed);
    }
    let slug = event::slug(dataset);
    if slug == ALL_DATASETS { Err(EventsError::ReservedDataset) } else { Ok(slug) }
}

/// Returns how deep nested objects become columns of a dataset.
fn expand_json_depth(call: &Call<'_>, slug: &str) -> Result<u8, EventsError> {
    let note = call.read(|connection, scope| DatasetNote::find(connection, scope, slug));
    // A catalog that cannot be read now can perhaps be read later.
    note.map(|note| note.expand_json_depth).map_err(|_| EventsError::RateLimited)
}

fn event_of(call: &Call<'_>, slug: &str, decoded: DecodedEvent) -> Event {
    Event {
        dataset: slug.to_owned(),
        time_ns: decoded.time_ns.unwrap_or_else(|| call.now().saturating_mul(1_000_000)),
        sample_rate: decoded.sample_rate,
        fields: decoded.fields,
    }
}
