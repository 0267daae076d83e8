//! Log streams.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::Row;
use rusqlite::params;
use rusqlite::types::Value;

use super::log_groups;
use super::numbers;
use super::text::TextRange;
use super::tombstones;
use crate::backend::store::StoreError;

const COLUMNS: &str = "id, group_id, name, created_ms, first_event_ms, last_event_ms, \
                       last_ingestion_ms, stored_bytes";

/// A log stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogStream {
    /// Number of the stream, never reused.
    pub id: i64,
    /// Number of its group.
    pub group_id: i64,
    /// Name, unique in its group.
    pub name: String,
    /// Creation time in milliseconds since the epoch.
    pub created_ms: i64,
    /// Smallest event time so far.
    pub first_event_ms: Option<i64>,
    /// Largest event time so far.
    pub last_event_ms: Option<i64>,
    /// Time at which the last events were taken.
    pub last_ingestion_ms: Option<i64>,
    /// Message bytes that were ever stored in the stream.
    pub stored_bytes: i64,
}

/// Where a page ordered by last event time goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamPosition {
    /// Last event time of the last stream shown.
    pub last_event_ms: Option<i64>,
    /// Name of the last stream shown.
    pub name: String,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<LogStream> {
    Ok(LogStream {
        id: row.get(0)?,
        group_id: row.get(1)?,
        name: row.get(2)?,
        created_ms: row.get(3)?,
        first_event_ms: row.get(4)?,
        last_event_ms: row.get(5)?,
        last_ingestion_ms: row.get(6)?,
        stored_bytes: row.get(7)?,
    })
}

/// Creates a stream; returns none if one of that name exists.
///
/// # Errors
/// The catalog failed, or there is no such group.
pub fn create(
    connection: &Connection,
    group_id: i64,
    name: &str,
    created_ms: i64,
) -> Result<Option<LogStream>, StoreError> {
    let sql = format!(
        "INSERT INTO log_streams (group_id, name, created_ms, stored_bytes)
         VALUES (?1, ?2, ?3, 0) ON CONFLICT (group_id, name) DO NOTHING RETURNING {COLUMNS}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![group_id, name, created_ms], from_row).optional()?)
}

/// Returns the stream of that name.
///
/// # Errors
/// The catalog failed.
pub fn find(
    connection: &Connection,
    group_id: i64,
    name: &str,
) -> Result<Option<LogStream>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM log_streams WHERE group_id = ?1 AND name = ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![group_id, name], from_row).optional()?)
}

/// Returns up to `limit` streams in byte order of their names, strictly past `after`.
///
/// # Errors
/// The catalog failed.
pub fn page_by_name(
    connection: &Connection,
    group_id: i64,
    prefix: Option<&str>,
    after: Option<&str>,
    descending: bool,
    limit: usize,
) -> Result<Vec<LogStream>, StoreError> {
    let order = if descending { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {COLUMNS} FROM log_streams
         WHERE group_id = ?1 AND name >= ?2 AND name < ?3 ORDER BY name {order} LIMIT ?4"
    );
    let range = TextRange::new(prefix, after, descending);
    let mut statement = connection.prepare_cached(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows =
        statement.query_map(params![group_id, range.lower, range.upper(), limit], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns up to `limit` streams by their last event time, strictly past `after`.
///
/// Ties are in the order of names; streams without events come last in both directions.
///
/// # Errors
/// The catalog failed.
pub fn page_by_last_event(
    connection: &Connection,
    group_id: i64,
    after: Option<&StreamPosition>,
    descending: bool,
    limit: usize,
) -> Result<Vec<LogStream>, StoreError> {
    let mut found = Vec::new();
    let after_time = after.map(|position| position.last_event_ms);
    if !matches!(after_time, Some(None)) {
        found = page_with_events(connection, group_id, after, descending, limit)?;
    }
    if found.len() < limit {
        let name = after.filter(|at| at.last_event_ms.is_none()).map(|at| at.name.as_str());
        let rest = limit - found.len();
        found.extend(page_without_events(connection, group_id, name, descending, rest)?);
    }
    Ok(found)
}

fn page_with_events(
    connection: &Connection,
    group_id: i64,
    after: Option<&StreamPosition>,
    descending: bool,
    limit: usize,
) -> Result<Vec<LogStream>, StoreError> {
    let (past, order) = if descending { ("<", "DESC") } else { (">", "ASC") };
    let sql = format!(
        "SELECT {COLUMNS} FROM log_streams
         WHERE group_id = ?1 AND last_event_ms IS NOT NULL
           AND (last_event_ms, name) {past} (?2, ?3)
         ORDER BY last_event_ms {order}, name {order} LIMIT ?4"
    );
    // Before the first or after the last of all; an empty blob follows every text.
    let open = if descending {
        (i64::MAX, Value::Blob(Vec::new()))
    } else {
        (i64::MIN, Value::Text(String::new()))
    };
    let (time, name) = after
        .and_then(|at| Some((at.last_event_ms?, Value::Text(at.name.clone()))))
        .unwrap_or(open);
    let mut statement = connection.prepare_cached(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![group_id, time, name, limit], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn page_without_events(
    connection: &Connection,
    group_id: i64,
    after: Option<&str>,
    descending: bool,
    limit: usize,
) -> Result<Vec<LogStream>, StoreError> {
    let order = if descending { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT {COLUMNS} FROM log_streams
         WHERE group_id = ?1 AND last_event_ms IS NULL AND name >= ?2 AND name < ?3
         ORDER BY name {order} LIMIT ?4"
    );
    let range = TextRange::new(None, after, descending);
    let mut statement = connection.prepare_cached(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows =
        statement.query_map(params![group_id, range.lower, range.upper(), limit], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Deletes a stream, says whether it existed.
///
/// Its events are invisible to every later snapshot; their space is freed by compaction.
///
/// # Errors
/// The catalog failed.
pub fn delete(connection: &Connection, group_id: i64, name: &str) -> Result<bool, StoreError> {
    let Some(stream) = find(connection, group_id, name)? else {
        return Ok(false);
    };
    connection.prepare_cached("DELETE FROM log_streams WHERE id = ?1")?.execute([stream.id])?;
    log_groups::add_stored_bytes(connection, group_id, -stream.stored_bytes)?;
    tombstones::insert(connection, group_id, Some(stream.id), stream.stored_bytes)?;
    Ok(true)
}

/// Counts the streams of a group.
///
/// # Errors
/// The catalog failed.
pub fn count(connection: &Connection, group_id: i64) -> Result<u64, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT count(*) FROM log_streams WHERE group_id = ?1")?;
    Ok(statement.query_row([group_id], |row| numbers::count(row, 0))?)
}

/// What one commit adds to a stream.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StreamTouch {
    pub(crate) first_event_ms: i64,
    pub(crate) last_event_ms: i64,
    pub(crate) bytes: i64,
}

/// Records what a commit added to a stream.
pub(crate) fn touch(
    connection: &Connection,
    id: i64,
    touch: StreamTouch,
    ingestion_ms: i64,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE log_streams SET
                 first_event_ms = min(coalesce(first_event_ms, ?2), ?2),
                 last_event_ms = max(coalesce(last_event_ms, ?3), ?3),
                 last_ingestion_ms = ?4, stored_bytes = stored_bytes + ?5
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            touch.first_event_ms,
            touch.last_event_ms,
            ingestion_ms,
            touch.bytes
        ])?;
    Ok(())
}

/// Returns group and stream numbers by names; `Ok(Err(group_exists))` if one is missing.
pub(crate) fn resolve(
    connection: &Connection,
    account: &str,
    region: &str,
    group: &str,
    stream: &str,
) -> Result<Result<(i64, i64), bool>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT g.id, s.id FROM log_groups g
         LEFT JOIN log_streams s ON s.group_id = g.id AND s.name = ?4
         WHERE g.account = ?1 AND g.region = ?2 AND g.name = ?3",
    )?;
    let found: Option<(i64, Option<i64>)> = statement
        .query_row(params![account, region, group, stream], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(match found {
        None => Err(false),
        Some((_, None)) => Err(true),
        Some((group_id, Some(stream_id))) => Ok((group_id, stream_id)),
    })
}
