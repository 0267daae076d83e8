//! What several resources need: identifiers, times, datasets by name.

use rusqlite::Connection;
use sha2::Digest as _;

use super::call::Failure;
use crate::backend::store::Scope;
use crate::backend::store::catalog::datasets;
use crate::base::Milliseconds;
use crate::base::fill_random;
use crate::base::percent_decoded;
use crate::model::event;
use crate::wire::honeycomb::ALL_DATASETS;

/// Letters and digits of identifiers.
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Characters of an identifier.
const IDENTIFIER_LENGTH: usize = 11;

/// Returns a new identifier.
pub(super) fn new_identifier() -> String {
    let mut bytes = [0_u8; IDENTIFIER_LENGTH];
    // Without random bytes identifiers would repeat, which the catalog refuses.
    let _ = fill_random(&mut bytes);
    spelled(&bytes)
}

/// Returns the identifier of something that has none of its own.
pub(super) fn identifier_of(parts: &[&str]) -> String {
    let digest = sha2::Sha256::digest(parts.join("\u{0}").as_bytes());
    spelled(&digest[..IDENTIFIER_LENGTH])
}

fn spelled(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()])).collect()
}

/// Writes a time as the API does.
pub(super) fn timestamp(time: Milliseconds) -> String {
    jiff::Timestamp::from_millisecond(time).map(|time| time.to_string()).unwrap_or_default()
}

/// Returns the datasets that a name stands for.
pub(super) fn resolve(
    connection: &Connection,
    scope: &Scope,
    name: &str,
) -> Result<Vec<datasets::Dataset>, Failure> {
    let slug = event::slug(name);
    if slug == ALL_DATASETS {
        return Ok(datasets::list(connection, scope)?);
    }
    let found = datasets::find(connection, scope, &slug)?;
    found.map(|dataset| vec![dataset]).ok_or_else(|| Failure::not_found("Dataset"))
}

/// Returns the name under which the resources of a dataset are kept, which is its slug.
///
/// # Errors
/// There is no such dataset.
pub(super) fn parent_of(
    connection: &Connection,
    scope: &Scope,
    name: &str,
) -> Result<String, Failure> {
    let slug = event::slug(name);
    if slug != ALL_DATASETS && datasets::find(connection, scope, &slug)?.is_none() {
        return Err(Failure::not_found("Dataset"));
    }
    Ok(slug)
}

/// Returns a parameter of a query string, decoded.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (percent_decoded(key) == name).then(|| percent_decoded(&value.replace('+', " ")))
    })
}
