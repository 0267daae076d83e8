//! `export.json`, the first member of an export: what it is, and what else is in it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

/// Name of the first member.
pub(super) const DOCUMENT_NAME: &str = "export.json";

/// Name of the second member, a SQLite database.
pub(super) const CATALOG_NAME: &str = "catalog.sqlite";

/// What the first member must say that it is.
pub(super) const FORMAT: &str = "cruddur-obs export";

/// Version of the layout of an export.
pub(super) const FORMAT_VERSION: u32 = 1;

/// Most bytes of the first member: some hundred bytes for each sealed file.
pub(super) const MAXIMUM_DOCUMENT_BYTES: u64 = 64 * 1024 * 1024;

/// Length of a checksum in hexadecimal digits.
pub(super) const CHECKSUM_DIGITS: usize = 64;

/// What an export says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Document {
    /// Always [`FORMAT`].
    pub(super) format: String,
    pub(super) format_version: u32,
    /// Version of the program that wrote it.
    pub(super) tool_version: String,
    /// Version of the catalog's tables.
    pub(super) schema_version: i64,
    /// When its state was taken, in milliseconds since the epoch.
    pub(super) created_ms: i64,
    /// Rows of the catalog's tables, by table.
    pub(super) catalog_rows: BTreeMap<String, u64>,
    /// Rows in all sealed files, by table.
    pub(super) rows: BTreeMap<String, u64>,
    /// All further members, in their order.
    pub(super) members: Vec<MemberEntry>,
}

/// What an export says of one of its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MemberEntry {
    pub(super) name: String,
    pub(super) bytes: u64,
    /// SHA-256 in hexadecimal digits.
    pub(super) sha256: String,
    /// Rows, if it is a sealed file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rows: Option<u64>,
}

impl Document {
    /// Writes it as it goes into an export.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        // Plain structures of text and numbers always have a form.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text.into_bytes()
    }
}
