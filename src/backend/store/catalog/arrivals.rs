//! What was acknowledged and is not to be seen before a time: occurrences that arrive late.

use rusqlite::Connection;
use rusqlite::ErrorCode;
use rusqlite::params;

use super::meta;
use super::numbers;
use super::occurrences;
use super::occurrences::NewOccurrence;
use super::projects;
use crate::backend::store::StoreError;

/// Most bytes that wait.
pub const MAXIMUM_WAITING_BYTES: u64 = 64 * 1024 * 1024;

/// Bytes that an arrival counts beside its text.
const OVERHEAD: u64 = 128;

/// Name of the counter of bytes that wait.
const BYTES: &str = "arrival_bytes";

/// Name of the counter of arrivals that could not be stored.
const DROPPED: &str = "dropped_occurrences";

/// Something that waits.
struct Arrival {
    id: i64,
    project_id: i64,
    bytes: u64,
    body: String,
}

/// Puts an occurrence behind all that waits; false if there is no room. One of a project that was
/// forgotten meanwhile is forgotten with it.
///
/// # Errors
/// The catalog failed.
pub fn put(connection: &Connection, new: &NewOccurrence) -> Result<bool, StoreError> {
    if !projects::exists(connection, new.project_id)? {
        return Ok(true);
    }
    let Ok(body) = serde_json::to_string(new) else { return Ok(false) };
    let bytes = body.len() as u64 + OVERHEAD;
    let waiting = meta::count_of(connection, BYTES)?.saturating_add(bytes);
    if waiting > MAXIMUM_WAITING_BYTES {
        return Ok(false);
    }
    connection
        .prepare_cached(
            "INSERT INTO arrivals (project_id, received_ms, byte_count, body)
             VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![new.project_id, new.received_ms, numbers::stored(bytes), body])?;
    meta::set_counter(connection, BYTES, numbers::stored(waiting))?;
    Ok(true)
}

/// Returns the bytes of all that waits.
///
/// # Errors
/// The catalog failed.
pub fn waiting_bytes(connection: &Connection) -> Result<u64, StoreError> {
    meta::count_of(connection, BYTES)
}

/// Says whether anything has waited since before a time.
///
/// # Errors
/// The catalog failed.
pub fn is_due(connection: &Connection, before_ms: i64) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM arrivals WHERE received_ms <= ?1 LIMIT 1")?
        .exists([before_ms])?)
}

/// Stores some of what has waited since before a time, in the order in which it came; says how
/// many arrivals are out of the way.
///
/// One that cannot be stored stands in nobody's way: it is dropped and counted.
///
/// # Errors
/// The catalog failed.
pub fn settle(
    connection: &Connection,
    before_ms: i64,
    limit: usize,
    cap_bytes: u64,
) -> Result<usize, StoreError> {
    let due = take_due(connection, before_ms, limit)?;
    let mut dropped = 0;
    for arrival in &due {
        if !store(connection, arrival, cap_bytes)? {
            dropped += 1;
        }
    }
    meta::add_to(connection, DROPPED, dropped)?;
    Ok(due.len())
}

/// Stores an arrival; false if it cannot be, whatever is tried.
fn store(connection: &Connection, arrival: &Arrival, cap_bytes: u64) -> Result<bool, StoreError> {
    let Some(new) = read(arrival.project_id, &arrival.body) else { return Ok(false) };
    connection.prepare_cached("SAVEPOINT arrival")?.execute([])?;
    let taken = occurrences::take(connection, &new, cap_bytes);
    if taken.is_err() {
        connection.prepare_cached("ROLLBACK TO arrival")?.execute([])?;
    }
    connection.prepare_cached("RELEASE arrival")?.execute([])?;
    match taken {
        // One that is there already, or whose project is gone, is not lost.
        Ok(_) => Ok(true),
        Err(error) if is_its_own_fault(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Reads what waits; none if nobody was told that it is kept.
fn read(project_id: i64, body: &str) -> Option<NewOccurrence> {
    let new: NewOccurrence = serde_json::from_str(body).ok()?;
    (new.project_id == project_id && new.is_sound()).then_some(new)
}

/// Says whether a row does not fit the tables, which another try would not change.
fn is_its_own_fault(error: &StoreError) -> bool {
    let StoreError::Catalog(source) = error else { return false };
    matches!(
        source.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig)
    )
}

fn take_due(
    connection: &Connection,
    before_ms: i64,
    limit: usize,
) -> Result<Vec<Arrival>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let due: Vec<Arrival> = connection
        .prepare_cached(
            "SELECT id, project_id, byte_count, body FROM arrivals WHERE received_ms <= ?1
             ORDER BY received_ms, id LIMIT ?2",
        )?
        .query_map([before_ms, limit], |row| {
            let bytes = numbers::count(row, 2)?;
            Ok(Arrival { id: row.get(0)?, project_id: row.get(1)?, bytes, body: row.get(3)? })
        })?
        .collect::<Result<_, _>>()?;
    let mut freed: u64 = 0;
    for arrival in &due {
        connection.prepare_cached("DELETE FROM arrivals WHERE id = ?1")?.execute([arrival.id])?;
        freed = freed.saturating_add(arrival.bytes);
    }
    if !due.is_empty() {
        let left = meta::count_of(connection, BYTES)?.saturating_sub(freed);
        meta::set_counter(connection, BYTES, numbers::stored(left))?;
    }
    Ok(due)
}

/// Returns how many could not be stored.
pub(super) fn dropped(connection: &Connection) -> Result<u64, StoreError> {
    meta::count_of(connection, DROPPED)
}

/// Forgets all that waits, and sets the figures back.
pub(super) fn clear(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch("DELETE FROM arrivals")?;
    for counter in [BYTES, DROPPED] {
        meta::set_counter(connection, counter, 0)?;
    }
    Ok(())
}

/// Counts what a foreign catalog says of arrivals that makes no sense.
pub(super) fn oddities(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT (SELECT count(*) FROM arrivals a LEFT JOIN projects p ON p.id = a.project_id
                       WHERE p.id IS NULL OR byte_count <> octet_length(body) + ?1
                          OR received_ms NOT BETWEEN 0 AND 253402300799999)
                    + (SELECT coalesce(sum(byte_count), 0) <> ?2 FROM arrivals)";
    let bytes = numbers::stored(meta::count_of(connection, BYTES)?);
    let values = [numbers::stored(OVERHEAD), bytes];
    let mut odd = connection.query_row(sql, values, |row| numbers::count(row, 0))?;
    let mut statement = connection.prepare("SELECT project_id, body FROM arrivals")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let body: String = row.get(1)?;
        odd += u64::from(read(row.get(0)?, &body).is_none());
    }
    Ok(odd)
}
