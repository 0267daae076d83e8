//! An export on its way to the store, whichever transport it came by.

use crate::backend::front::call::Front;
use crate::backend::front::events_in::append_rows;
use crate::backend::front::message::Request;
use crate::backend::front::team_key;
use crate::backend::ingest;
use crate::backend::ingest::Destination;
use crate::backend::ingest::Projection;
use crate::backend::store::AppendError;
use crate::wire::honeycomb::DATASET_HEADER;
use crate::wire::honeycomb::KeyKind;
use crate::wire::otlp::Encoding;
use crate::wire::otlp::OtlpError;
use crate::wire::otlp::Rejected;
use crate::wire::otlp::Signal;
use crate::wire::otlp::read_logs;
use crate::wire::otlp::read_metrics;
use crate::wire::otlp::read_traces;

/// Stores what a body holds and waits until it is durable; returns what found no room.
pub(super) fn take(
    front: &Front,
    signal: Signal,
    request: &Request,
    body: &[u8],
    encoding: Encoding,
) -> Result<Option<Rejected>, OtlpError> {
    let kind = kind_of(front, request)?;
    if !kind.permissions().events {
        return Err(OtlpError::WrongKeyKind);
    }
    let destination =
        Destination { classic: kind.is_classic(), dataset: request.header(DATASET_HEADER) };
    if destination.classic && destination.dataset.is_none() {
        return Err(OtlpError::MissingDataset);
    }
    let received_ns = front.clock.now().saturating_mul(1_000_000);
    let projection = project(signal, body, encoding, destination, received_ns)?;
    let mut count = projection.rejected;
    let mut reasons = Vec::new();
    if projection.has_too_large {
        reasons.push("larger than an event may be".to_owned());
    }
    if projection.has_too_many {
        reasons.push("more than one request may hold, send fewer at a time".to_owned());
    }
    if !projection.events.is_empty() {
        let appended = append_rows(front, front.home(), projection.events, projection.names);
        let ack = appended.map_err(|error| match error {
            AppendError::TooLarge { .. } => OtlpError::TooLarge(error.to_string()),
            _ => OtlpError::Unavailable(error.to_string()),
        })?;
        for refusal in ack.results.iter().filter_map(|result| result.as_ref().err()) {
            count += 1;
            let reason = refusal.to_string();
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    Ok((count > 0).then(|| Rejected {
        count: i64::try_from(count).unwrap_or(i64::MAX),
        message: reasons.join("; "),
    }))
}

/// Returns what the sender may do; who carries the backend's token needs no key beside it.
fn kind_of(front: &Front, request: &Request) -> Result<KeyKind, OtlpError> {
    let Some(key) = team_key::key(request) else {
        let is_known = front.configuration.access.token.is_some();
        return if is_known { Ok(KeyKind::Configuration) } else { Err(OtlpError::MissingKey) };
    };
    team_key::kind_of(front, key).ok_or(OtlpError::UnknownKey)
}

fn project(
    signal: Signal,
    body: &[u8],
    encoding: Encoding,
    destination: Destination<'_>,
    received_ns: i64,
) -> Result<Projection, OtlpError> {
    Ok(match signal {
        Signal::Traces => {
            let groups = read_traces(body, encoding).map_err(OtlpError::Body)?;
            ingest::span_events(&groups, destination)
        }
        Signal::Logs => {
            let groups = read_logs(body, encoding).map_err(OtlpError::Body)?;
            ingest::log_events(&groups, destination, received_ns)
        }
        Signal::Metrics => {
            let groups = read_metrics(body, encoding).map_err(OtlpError::Body)?;
            ingest::metric_events(&groups, destination, received_ns)
        }
    })
}
