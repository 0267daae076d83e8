//! Items: occurrences of one kind, counted together.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use super::lenient::or_default;
use super::level;
use super::status;

/// An item as it is answered, and read by clients; times are seconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Item {
    #[serde(deserialize_with = "or_default")]
    pub id: i64,
    /// Number within the project, from 1; people know an item by it.
    #[serde(deserialize_with = "or_default")]
    pub counter: i64,
    pub public_item_id: Option<i64>,
    #[serde(deserialize_with = "or_default")]
    pub project_id: i64,
    #[serde(deserialize_with = "or_default")]
    pub environment: String,
    #[serde(deserialize_with = "or_default")]
    pub title: String,
    /// A word of [`Status`](super::Status), or another that the service has.
    #[serde(deserialize_with = "status::read")]
    pub status: Option<String>,
    /// A word of [`Level`](super::Level).
    #[serde(deserialize_with = "level::read")]
    pub level: Option<String>,
    pub platform: Option<String>,
    pub framework: Option<String>,
    pub hash: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub total_occurrences: u64,
    /// Distinct persons or addresses.
    pub unique_occurrences: Option<u64>,
    pub first_occurrence_id: Option<i64>,
    pub first_occurrence_timestamp: Option<i64>,
    pub last_occurrence_id: Option<i64>,
    pub last_occurrence_timestamp: Option<i64>,
    pub activating_occurrence_id: Option<i64>,
    pub last_activated_timestamp: Option<i64>,
    pub last_resolved_timestamp: Option<i64>,
    pub resolved_in_version: Option<String>,
    pub assigned_user_id: Option<i64>,
    pub group_item_id: Option<i64>,
    #[serde(deserialize_with = "or_default")]
    pub group_status: i64,
    #[serde(deserialize_with = "or_default")]
    pub level_lock: i64,
    #[serde(deserialize_with = "or_default")]
    pub title_lock: i64,
    pub controlling_id: Option<i64>,
    pub integrations_data: Option<Value>,
    pub last_modified_by: Option<i64>,
}

/// A page of items, of at most [`ITEMS_PER_PAGE`]; pages count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct ItemPage {
    #[serde(deserialize_with = "or_default")]
    pub page: u64,
    /// Items on all pages; none above a hundred thousand.
    pub total_count: Option<u64>,
    #[serde(deserialize_with = "or_default")]
    pub items: Vec<Item>,
}

/// Most items of a page.
pub const ITEMS_PER_PAGE: usize = 100;
