//! Single values kept beside the tables: home, schema marks and the like.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::params;

use super::numbers;
use crate::backend::store::StoreError;

/// Returns the value of `key`.
///
/// # Errors
/// The catalog failed.
pub fn get(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// Sets the value of `key`.
///
/// # Errors
/// The catalog failed.
pub fn set(connection: &Connection, key: &str, value: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO meta (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute(params![key, value])?;
    Ok(())
}

/// Removes `key`; says whether it existed.
///
/// # Errors
/// The catalog failed.
pub fn remove(connection: &Connection, key: &str) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([key])? > 0)
}

/// Returns a number that the store keeps for itself (the next sequence and the like).
pub(crate) fn counter(connection: &Connection, name: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT value FROM counters WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// Returns a number of things that are counted; what was never counted is none.
pub(super) fn count_of(connection: &Connection, name: &str) -> Result<u64, StoreError> {
    let value = counter(connection, name)?.unwrap_or(0);
    Ok(u64::try_from(value).unwrap_or(0))
}

/// Counts some more.
pub(super) fn add_to(connection: &Connection, name: &str, amount: u64) -> Result<(), StoreError> {
    if amount == 0 {
        return Ok(());
    }
    let value = count_of(connection, name)?.saturating_add(amount);
    set_counter(connection, name, numbers::stored(value))
}

/// Sets a number that the store keeps for itself.
pub(crate) fn set_counter(
    connection: &Connection,
    name: &str,
    value: i64,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO counters (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?
        .execute(params![name, value])?;
    Ok(())
}
