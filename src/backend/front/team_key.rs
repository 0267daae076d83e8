//! The key that Honeycomb's senders and OTLP's exporters carry.

use super::call::Front;
use super::message::Request;
use crate::wire::honeycomb::KEY_HEADER;
use crate::wire::honeycomb::KeyKind;
use crate::wire::honeycomb::OLD_KEY_HEADER;

/// Returns the key that a request carries.
pub(super) fn key(request: &Request) -> Option<&str> {
    request.header(KEY_HEADER).or_else(|| request.header(OLD_KEY_HEADER))
}

/// Returns the key that a request carries as a bearer token.
pub(super) fn bearer(request: &Request) -> Option<&str> {
    request.header("authorization")?.strip_prefix("Bearer ")
}

/// Returns what a key is; the backend's own token may do everything, whatever it looks like.
pub(super) fn kind_of(front: &Front, key: &str) -> Option<KeyKind> {
    if front.configuration.access.token.is_some() {
        return Some(KeyKind::Configuration);
    }
    KeyKind::of_key(key)
}
