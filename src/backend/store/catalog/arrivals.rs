//! What was acknowledged and is not to be seen before a time.

use rusqlite::Connection;
use rusqlite::params;

use crate::backend::store::StoreError;

/// Most that wait.
pub const MAXIMUM_WAITING: u64 = 10_000;

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its number, in the order in which it came.
    pub id: i64,
    /// What it is, as its sender's front wrote it.
    pub body: String,
}

/// Puts something behind all that waits; false if there is no room.
///
/// # Errors
/// The catalog failed.
pub fn put(connection: &Connection, received_ms: i64, body: &str) -> Result<bool, StoreError> {
    let waiting: i64 = connection
        .prepare_cached("SELECT count(*) FROM arrivals")?
        .query_row([], |row| row.get(0))?;
    if waiting.unsigned_abs() >= MAXIMUM_WAITING {
        return Ok(false);
    }
    connection
        .prepare_cached("INSERT INTO arrivals (received_ms, body) VALUES (?1, ?2)")?
        .execute(params![received_ms, body])?;
    Ok(true)
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

/// Takes out some of what has waited since before a time, in the order in which it came.
///
/// # Errors
/// The catalog failed.
pub fn take_due(
    connection: &Connection,
    before_ms: i64,
    limit: usize,
) -> Result<Vec<Arrival>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let due: Vec<Arrival> = connection
        .prepare_cached(
            "SELECT id, body FROM arrivals WHERE received_ms <= ?1 ORDER BY id LIMIT ?2",
        )?
        .query_map([before_ms, limit], |row| Ok(Arrival { id: row.get(0)?, body: row.get(1)? }))?
        .collect::<Result<_, _>>()?;
    for arrival in &due {
        connection.prepare_cached("DELETE FROM arrivals WHERE id = ?1")?.execute([arrival.id])?;
    }
    Ok(due)
}
