//! Occurrences: what was sent about one thing that happened.
//!
//! They are kept up to a number of bytes and for a number of days. An item goes with the last of
//! its occurrences, so that what bounds these bounds all.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::Row;
use rusqlite::params;
use serde::Deserialize;
use serde::Serialize;
use serde_json::value::RawValue;

use super::items;
use super::meta;
use super::numbers;
use super::projects;
use crate::backend::store::StoreError;

/// Bytes that an occurrence counts beside its text: its row, its share of the indexes, its item.
const OVERHEAD: u64 = 512;

/// Occurrences that are deleted in one transaction.
const DELETED_AT_ONCE: i64 = 1_000;

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// Names of the counters: bytes of all occurrences, and how many went for want of room, or by age.
const BYTES: &str = "occurrence_bytes";
const EVICTED: &str = "evicted_occurrences";
const EXPIRED: &str = "expired_occurrences";

const COLUMNS: &str = "id, item_id, time, body";

/// What came; it was checked, and its item is known by environment and hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct NewOccurrence {
    /// Project that it belongs to.
    pub project_id: i64,
    /// Identifier, unique in its project.
    pub uuid: String,
    /// Environment in which it happened.
    pub environment: String,
    /// What occurrences of one item have in common.
    pub hash: String,
    /// What a new item is called.
    pub title: String,
    /// Level of a new item.
    pub level: i64,
    /// Platform of a new item.
    pub platform: Option<String>,
    /// Framework of a new item.
    pub framework: Option<String>,
    /// When it happened, in seconds since the epoch.
    pub time: i64,
    /// When it came, in milliseconds since the epoch.
    pub received_ms: i64,
    /// Version of the code.
    pub code_version: Option<String>,
    /// A digest of who met it.
    pub visitor: Option<String>,
    /// All that was sent, as JSON text.
    pub body: String,
}

/// An occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Number of the occurrence, never reused.
    pub id: i64,
    /// Item that it belongs to.
    pub item_id: i64,
    /// When it happened, in seconds since the epoch.
    pub time: i64,
    /// All that was sent, as JSON text.
    pub body: String,
}

impl NewOccurrence {
    /// Says whether it is one that a front has checked; what was kept meanwhile may be foreign.
    pub(super) fn is_sound(&self) -> bool {
        items::is_level(self.level)
            && (0..=LAST_SECOND).contains(&self.time)
            && (0..=LAST_SECOND * 1_000 + 999).contains(&self.received_ms)
            && !self.uuid.is_empty()
            && serde_json::from_str::<&RawValue>(&self.body).is_ok()
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Occurrence> {
    Ok(Occurrence { id: row.get(0)?, item_id: row.get(1)?, time: row.get(2)?, body: row.get(3)? })
}

/// Keeps an occurrence and counts it at its item; says whether it was new. The oldest go where
/// there are more than `cap_bytes` of them. One of a project that was forgotten meanwhile is
/// forgotten with it.
///
/// # Errors
/// The catalog failed.
pub fn take(
    connection: &Connection,
    new: &NewOccurrence,
    cap_bytes: u64,
) -> Result<bool, StoreError> {
    let known = connection
        .prepare_cached("SELECT 1 FROM occurrences WHERE project_id = ?1 AND uuid = ?2")?
        .exists(params![new.project_id, new.uuid])?;
    if known || !projects::exists(connection, new.project_id)? {
        return Ok(false);
    }
    let item = items::enter(connection, new)?;
    let is_new_visitor = match &new.visitor {
        None => false,
        Some(visitor) => !connection
            .prepare_cached("SELECT 1 FROM occurrences WHERE item_id = ?1 AND visitor = ?2")?
            .exists(params![item, visitor])?,
    };
    let bytes = new.body.len() as u64 + OVERHEAD;
    let id: i64 = connection
        .prepare_cached(
            "INSERT INTO occurrences (project_id, item_id, uuid, time, received_ms, code_version,
                 visitor, byte_count, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             RETURNING id",
        )?
        .query_row(
            params![
                new.project_id,
                item,
                new.uuid,
                new.time,
                new.received_ms,
                new.code_version,
                new.visitor,
                numbers::stored(bytes),
                new.body,
            ],
            |row| row.get(0),
        )?;
    items::count_occurrence(connection, item, id, new, is_new_visitor)?;
    let total = meta::count_of(connection, BYTES)?.saturating_add(bytes);
    meta::set_counter(connection, BYTES, numbers::stored(total))?;
    if total > cap_bytes {
        evict(connection, total - cap_bytes, id)?;
    }
    Ok(true)
}

/// Deletes some of the oldest occurrences beyond a number of bytes; says whether there may be
/// more.
///
/// # Errors
/// The catalog failed.
pub(crate) fn evict_excess(connection: &Connection, cap_bytes: u64) -> Result<bool, StoreError> {
    let total = meta::count_of(connection, BYTES)?;
    let newest: Option<i64> = connection
        .prepare_cached("SELECT max(id) FROM occurrences")?
        .query_row([], |row| row.get(0))?;
    match newest {
        Some(newest) if total > cap_bytes => evict(connection, total - cap_bytes, newest),
        _ => Ok(false),
    }
}

/// Deletes some of the oldest occurrences until so many bytes are free, and says whether it
/// deleted any; the newest one stays. A cap that was lowered by much is reached by steps.
fn evict(connection: &Connection, excess: u64, newest: i64) -> Result<bool, StoreError> {
    let mut freed = 0;
    let mut gone = 0;
    while freed < excess && gone < DELETED_AT_ONCE.unsigned_abs() {
        let oldest = connection
            .prepare_cached(
                "SELECT id, item_id, byte_count FROM occurrences WHERE id < ?1 ORDER BY id LIMIT 1",
            )?
            .query_row([newest], |row| Ok((row.get(0)?, row.get(1)?, numbers::count(row, 2)?)))
            .optional()?;
        let Some((id, item, bytes)) = oldest else { break };
        delete(connection, id, item)?;
        freed += bytes;
        gone += 1;
    }
    let left = meta::count_of(connection, BYTES)?.saturating_sub(freed);
    meta::set_counter(connection, BYTES, numbers::stored(left))?;
    meta::add_to(connection, EVICTED, gone)?;
    Ok(gone > 0)
}

/// Deletes some occurrences that came before a time; says whether there may be more.
///
/// # Errors
/// The catalog failed.
pub(crate) fn expire(connection: &Connection, before_ms: i64) -> Result<bool, StoreError> {
    let expired: Vec<(i64, i64, u64)> = connection
        .prepare_cached(
            "SELECT id, item_id, byte_count FROM occurrences WHERE received_ms < ?1
             ORDER BY received_ms LIMIT ?2",
        )?
        .query_map([before_ms, DELETED_AT_ONCE], |row| {
            Ok((row.get(0)?, row.get(1)?, numbers::count(row, 2)?))
        })?
        .collect::<Result<_, _>>()?;
    if expired.is_empty() {
        return Ok(false);
    }
    let mut freed: u64 = 0;
    for (id, item, bytes) in &expired {
        delete(connection, *id, *item)?;
        freed = freed.saturating_add(*bytes);
    }
    let left = meta::count_of(connection, BYTES)?.saturating_sub(freed);
    meta::set_counter(connection, BYTES, numbers::stored(left))?;
    meta::add_to(connection, EXPIRED, expired.len() as u64)?;
    Ok(true)
}

/// Deletes an occurrence, and its item if that was the last one.
fn delete(connection: &Connection, id: i64, item: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM occurrences WHERE id = ?1")?.execute([id])?;
    let is_left = connection
        .prepare_cached("SELECT 1 FROM occurrences WHERE item_id = ?1 LIMIT 1")?
        .exists([item])?;
    if is_left {
        items::forget_occurrence(connection, item, id)
    } else {
        items::delete(connection, item)
    }
}

/// Returns the occurrence of a number.
///
/// # Errors
/// The catalog failed.
pub fn find(
    connection: &Connection,
    project: i64,
    id: i64,
) -> Result<Option<Occurrence>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM occurrences WHERE project_id = ?1 AND id = ?2");
    Ok(connection.prepare_cached(&sql)?.query_row([project, id], from_row).optional()?)
}

/// Returns a page of occurrences of a project, or of one of its items, the newest first.
///
/// # Errors
/// The catalog failed.
pub fn page(
    connection: &Connection,
    project: i64,
    item: Option<i64>,
    skip: u64,
    limit: usize,
) -> Result<Vec<Occurrence>, StoreError> {
    let condition =
        if item.is_some() { "item_id = ?2 AND +project_id = ?1" } else { "project_id = ?1" };
    let sql = format!(
        "SELECT {COLUMNS} FROM occurrences WHERE {condition} ORDER BY id DESC LIMIT ?3 OFFSET ?4"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![project, item, limit, numbers::stored(skip)];
    let rows = statement.query_map(values, from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Figures of all occurrences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OccurrenceFigures {
    /// How many there are.
    pub count: u64,
    /// Bytes that they count for.
    pub bytes: u64,
    /// How many went for want of room.
    pub evicted: u64,
    /// How many went by age.
    pub expired: u64,
}

/// Returns the figures of all projects.
///
/// # Errors
/// The catalog failed.
pub fn figures(connection: &Connection) -> Result<OccurrenceFigures, StoreError> {
    let count = connection
        .prepare_cached("SELECT count(*) FROM occurrences")?
        .query_row([], |row| numbers::count(row, 0))?;
    Ok(OccurrenceFigures {
        count,
        bytes: meta::count_of(connection, BYTES)?,
        evicted: meta::count_of(connection, EVICTED)?,
        expired: meta::count_of(connection, EXPIRED)?,
    })
}

/// Deletes all items and occurrences, and sets the figures back.
pub(super) fn clear(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch("DELETE FROM occurrences; DELETE FROM items;")?;
    for counter in [BYTES, EVICTED, EXPIRED] {
        meta::set_counter(connection, counter, 0)?;
    }
    Ok(())
}

/// Counts what a foreign catalog says of occurrences that makes no sense.
pub(super) fn oddities(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT (SELECT count(*) FROM occurrences o LEFT JOIN items i ON i.id = o.item_id
                       WHERE i.project_id IS NOT o.project_id)
                    + (SELECT count(*) FROM occurrences
                       WHERE byte_count <> octet_length(body) + ?1 OR NOT json_valid(body)
                          OR time NOT BETWEEN 0 AND 253402300799
                          OR received_ms NOT BETWEEN 0 AND 253402300799999)
                    + (SELECT coalesce(sum(byte_count), 0) <> ?2 FROM occurrences)";
    let bytes = numbers::stored(meta::count_of(connection, BYTES)?);
    let values = [numbers::stored(OVERHEAD), bytes];
    Ok(connection.query_row(sql, values, |row| numbers::count(row, 0))?)
}
