//! What lets pages of a web application send telemetry, as the
//! [Fetch standard](https://fetch.spec.whatwg.org/#http-cors-protocol) has it.
//!
//! Only ingest routes, only origins that may send; the origin is named, never `*`, and credentials
//! are never allowed.

use http::Method;

use super::access;
use super::message::Answer;
use super::message::Request;
use crate::backend::configuration::Access;

/// Headers that exporters, Honeycomb's and Rollbar's senders and their instrumentation set.
const REQUEST_HEADERS: &str = "authorization, baggage, content-encoding, content-type, traceparent, \
     tracestate, x-amzn-trace-id, x-honeycomb-dataset, x-honeycomb-event-time, \
     x-honeycomb-samplerate, x-honeycomb-team, x-honeycomb-useragent, x-hny-team, \
     x-requested-with, x-rollbar-access-token";

/// What a page may read of an answer beside the usual headers.
const ANSWER_HEADERS: &str = "x-amzn-requestid";

/// How long a browser may remember the answer to a preflight, in seconds; Chromium's most.
const REMEMBERED_SECONDS: &str = "7200";

/// Returns the origin of the page that sends telemetry, if it may.
pub(super) fn cross_origin(request: &Request, access: &Access) -> Option<String> {
    let origin = request.header("origin")?;
    let allowed = access::is_ingest(request)
        && access::may_send(origin, access)
        && access::check(request, access).is_ok();
    allowed.then(|| origin.to_owned())
}

/// Says whether a browser asks what a page may send.
pub(super) fn is_preflight(request: &Request) -> bool {
    request.method == Method::OPTIONS
        && access::is_ingest(request)
        && request.header("origin").is_some()
        && request.header("access-control-request-method").is_some()
}

/// Answers it; who asks has been checked.
pub(super) fn preflight(request: &Request) -> Answer {
    let answer = Answer::new(204, "text/plain; charset=utf-8", "")
        .with_header("access-control-allow-methods", "POST")
        .with_header("access-control-allow-headers", REQUEST_HEADERS)
        .with_header("access-control-max-age", REMEMBERED_SECONDS);
    // A page from the net reaches a local address only so.
    match request.header("access-control-request-private-network") {
        Some(_) => answer.with_header("access-control-allow-private-network", "true"),
        None => answer,
    }
}

/// Lets the page read an answer, an error too: else it would see a network failure.
pub(super) fn allow(answer: &mut Answer, origin: &str) {
    answer.headers.push(("access-control-allow-origin", origin.to_owned()));
    answer.headers.push(("access-control-expose-headers", ANSWER_HEADERS.to_owned()));
    answer.headers.push(("vary", "origin".to_owned()));
}
