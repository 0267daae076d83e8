//! What is sent to `POST /item/`, and what it answers.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

use super::Level;

/// A payload with a message; the token goes into its header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemPayload {
    pub data: ItemData,
}

/// What is told about one occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemData {
    pub environment: String,
    pub level: Level,
    /// Seconds since 1970.
    pub timestamp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_version: Option<String>,
    /// Version 4, with dashes; the occurrence is found by it.
    pub uuid: String,
    /// Occurrences with the same one are one item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub notifier: Notifier,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<Server>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub custom: Map<String, Value>,
    pub body: ItemBody,
}

/// Who sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notifier {
    pub name: String,
    pub version: String,
}

/// Where it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Server {
    pub host: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemBody {
    pub message: MessageBody,
}

/// A message, with more about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MessageBody {
    pub body: String,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The result of a payload that was taken: queued, not yet stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct AcceptedItem {
    pub id: Option<i64>,
    /// The one that was sent, or one made up.
    pub uuid: Option<String>,
}
