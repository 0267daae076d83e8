//! Marks of deleted groups and streams whose rows are still in hot batches or sealed files.

use rusqlite::Connection;
use rusqlite::params;

use crate::backend::store::StoreError;

/// A deleted group or stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tombstone {
    /// Rising number of the deletion, never reused.
    pub(crate) id: i64,
    /// Group of the deleted stream, or the deleted group itself.
    pub(crate) group_id: i64,
    /// Deleted stream; none if the whole group went.
    pub(crate) stream_id: Option<i64>,
    /// Message bytes that were stored under it.
    pub(crate) bytes: i64,
}

pub(super) fn insert(
    connection: &Connection,
    group_id: i64,
    stream_id: Option<i64>,
    bytes: i64,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO tombstones (group_id, stream_id, bytes) VALUES (?1, ?2, ?3)")?
        .execute(params![group_id, stream_id, bytes])?;
    Ok(())
}

/// Returns the tombstones with a number above `after`, in the order of their numbers.
pub(crate) fn after(connection: &Connection, after: i64) -> Result<Vec<Tombstone>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, group_id, stream_id, bytes FROM tombstones WHERE id > ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([after], |row| {
        Ok(Tombstone {
            id: row.get(0)?,
            group_id: row.get(1)?,
            stream_id: row.get(2)?,
            bytes: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Removes a tombstone whose rows are all gone.
pub(crate) fn remove(connection: &Connection, id: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM tombstones WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Returns the highest number ever given.
pub(crate) fn last_id(connection: &Connection) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'tombstones'), 0)",
    )?;
    Ok(statement.query_row([], |row| row.get(0))?)
}
