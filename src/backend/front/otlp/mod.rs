//! OTLP over HTTP: `POST /v1/traces`, `/v1/metrics` and `/v1/logs`.

use super::call::Front;
use super::events_in;
use super::honeycomb;
use super::message::Answer;
use super::message::Request;
use crate::backend::ingest;
use crate::backend::ingest::Destination;
use crate::backend::ingest::Projection;
use crate::wire::aws::AwsError;
use crate::wire::honeycomb::DATASET_HEADER;
use crate::wire::otlp::Encoding;
use crate::wire::otlp::OtlpError;
use crate::wire::otlp::Rejected;
use crate::wire::otlp::Signal;
use crate::wire::otlp::Status;
use crate::wire::otlp::export_response;
use crate::wire::otlp::read_logs;
use crate::wire::otlp::read_metrics;
use crate::wire::otlp::read_traces;

/// Returns what a path takes.
pub(super) fn signal_of(path: &str) -> Option<Signal> {
    match path {
        "/v1/traces" => Some(Signal::Traces),
        "/v1/metrics" => Some(Signal::Metrics),
        "/v1/logs" => Some(Signal::Logs),
        _ => None,
    }
}

/// Takes an export; answers when it is durable.
pub(super) fn answer(
    front: &Front,
    signal: Signal,
    encoding: Option<Encoding>,
    request: &Request,
) -> Answer {
    let taken = match encoding {
        Some(encoding) => {
            take(front, signal, request, encoding).map(|rejected| (encoding, rejected))
        }
        None => Err(OtlpError::UnsupportedContentType),
    };
    match taken {
        Ok((encoding, rejected)) => Answer::new(
            200,
            encoding.content_type(),
            export_response(signal, rejected.as_ref(), encoding),
        ),
        Err(error) => {
            let (content_type, body) = error.answer(encoding);
            Answer::new(error.http_status(), content_type, body)
        }
    }
}

/// Refuses an export before it is read, in the encoding that its sender speaks.
pub(super) fn refuse(error: &AwsError, encoding: Option<Encoding>) -> Answer {
    let encoding = encoding.unwrap_or(Encoding::Json);
    // The codes that gRPC's own table gives these.
    let code = match error.status {
        401 => 16,
        403 => 7,
        413 => 8,
        503 => 14,
        status if status >= 500 => 13,
        _ => 3,
    };
    let status = Status { code, message: error.message.clone() };
    Answer::new(error.status, encoding.content_type(), status.body(encoding))
}

fn take(
    front: &Front,
    signal: Signal,
    request: &Request,
    encoding: Encoding,
) -> Result<Option<Rejected>, OtlpError> {
    let key = honeycomb::key(request).ok_or(OtlpError::MissingKey)?;
    let kind = honeycomb::kind_of(front, key).ok_or(OtlpError::UnknownKey)?;
    if !kind.permissions().events {
        return Err(OtlpError::UnknownKey);
    }
    let destination =
        Destination { classic: kind.is_classic(), dataset: request.header(DATASET_HEADER) };
    if destination.classic && destination.dataset.is_none() {
        return Err(OtlpError::MissingDataset);
    }
    let received_ns = front.clock.now().saturating_mul(1_000_000);
    let projection = project(signal, &request.body, encoding, destination, received_ns)?;
    let mut count = projection.rejected;
    if !projection.events.is_empty() {
        let ack = events_in::append_rows(front, front.home(), projection.events, projection.names)
            .map_err(|error| OtlpError::Unavailable(error.to_string()))?;
        count += ack.results.iter().filter(|result| result.is_err()).count();
    }
    Ok((count > 0).then(|| Rejected {
        count: i64::try_from(count).unwrap_or(i64::MAX),
        message: "larger than an event may be, or more columns than a dataset may have".to_owned(),
    }))
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
