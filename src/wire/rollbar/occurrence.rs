//! Occurrences, which the API calls instances.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use super::lenient::or_default;

/// An occurrence as it is answered, and read by clients; `data` is what was sent, and `metadata`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(bound(deserialize = "D: Default + Deserialize<'de>"))]
pub struct Occurrence<D = Value> {
    #[serde(default, deserialize_with = "or_default")]
    pub id: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub project_id: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub item_id: i64,
    /// Seconds since 1970.
    #[serde(default, deserialize_with = "or_default")]
    pub timestamp: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub version: i64,
    #[serde(default)]
    pub data: D,
    #[serde(default, deserialize_with = "or_default")]
    pub billable: i64,
}

/// A page of occurrences, the newest first, of at most [`OCCURRENCES_PER_PAGE`]; pages count
/// from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(bound(deserialize = "D: Default + Deserialize<'de>"))]
pub struct OccurrencePage<D = Value> {
    #[serde(default, deserialize_with = "or_default")]
    pub page: u64,
    #[serde(default = "Vec::new")]
    pub instances: Vec<Occurrence<D>>,
}

/// Most occurrences of a page.
pub const OCCURRENCES_PER_PAGE: usize = 20;
