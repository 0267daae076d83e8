//! What needs no token: whether the API is there, and recordings of sessions, which nobody keeps.

use super::call::Failure;
use super::call::show;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;

/// `GET /api/1/status/ping`.
pub(super) fn ping(_front: &Front, _request: &Request) -> Result<Answer, Failure> {
    Ok(Answer::text(200, "pong"))
}

/// `POST /api/1/session/`: browsers send what people did; it is dropped.
pub(super) fn swallow(_front: &Front, _request: &Request) -> Result<Answer, Failure> {
    show(&serde_json::json!({}))
}
