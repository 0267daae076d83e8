//! Bodies of all requests but those that bring items.

use http::Method;
use serde_json::Map;
use serde_json::Value;

use crate::backend::front::message::Request;
use crate::wire::rollbar::Problem;
use crate::wire::rollbar::read_members;

/// Largest body, in bytes.
const MAXIMUM_BYTES: usize = 100_000;

/// Reads the members of a body, if the request has one.
pub(super) fn members(request: &Request) -> Result<Map<String, Value>, Problem> {
    if request.method == Method::GET {
        return Ok(Map::new());
    }
    if request.body.len() > MAXIMUM_BYTES {
        return Err(Problem::too_large());
    }
    read_members(&request.body, request.header("content-type").unwrap_or_default())
}
