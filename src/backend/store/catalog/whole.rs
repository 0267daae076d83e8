//! The catalog as a whole: counts over all accounts and regions, and forgetting everything.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::params;

use super::datasets;
use super::log_groups;
use super::scope::Scope;
use crate::backend::store::StoreError;

/// How much there is of each kind, over all accounts and regions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Log groups.
    pub log_groups: u64,
    /// Log streams.
    pub log_streams: u64,
    /// Datasets of wide events.
    pub datasets: u64,
    /// Kinds of documents with their counts.
    pub documents: Vec<(String, u64)>,
}

/// Counts everything.
///
/// # Errors
/// The database fails.
pub fn totals(connection: &Connection) -> Result<Totals, StoreError> {
    let count = |sql: &str| -> Result<u64, StoreError> {
        let count: i64 = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    };
    let mut statement = connection
        .prepare_cached("SELECT kind, count(*) FROM documents GROUP BY kind ORDER BY kind")?;
    let rows =
        statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
    Ok(Totals {
        log_groups: count("SELECT count(*) FROM log_groups")?,
        log_streams: count("SELECT count(*) FROM log_streams")?,
        datasets: count("SELECT count(*) FROM datasets")?,
        documents: rows.collect::<Result<_, _>>()?,
    })
}

/// Deletes every group, stream, dataset, event and document; numbers go on and are not used again.
///
/// # Errors
/// The database fails.
pub fn clear(connection: &Connection) -> Result<(), StoreError> {
    let groups: Vec<(Scope, String)> = connection
        .prepare_cached("SELECT account, region, name FROM log_groups")?
        .query_map([], |row| {
            Ok((Scope { account: row.get(0)?, region: row.get(1)? }, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    for (scope, name) in groups {
        log_groups::delete(connection, &scope, &name)?;
    }
    let found: Vec<(Scope, String)> = connection
        .prepare_cached("SELECT account, region, slug FROM datasets")?
        .query_map([], |row| {
            Ok((Scope { account: row.get(0)?, region: row.get(1)? }, row.get(2)?))
        })?
        .collect::<Result<_, _>>()?;
    for (scope, slug) in found {
        datasets::delete(connection, &scope, &slug)?;
    }
    connection.prepare_cached("DELETE FROM documents")?.execute([])?;
    Ok(())
}

/// Returns the name of a stream, if it still exists.
///
/// # Errors
/// The database fails.
pub fn stream_name(connection: &Connection, id: i64) -> Result<Option<String>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT name FROM log_streams WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?)
}

/// Returns up to five other regions of the account that have log groups, or the named one.
///
/// # Errors
/// The database fails.
pub fn other_regions(
    connection: &Connection,
    scope: &Scope,
    group: Option<&str>,
) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT region FROM log_groups
         WHERE account = ?1 AND region <> ?2 AND (?3 IS NULL OR name = ?3)
         ORDER BY region LIMIT 5",
    )?;
    let rows =
        statement.query_map(params![scope.account, scope.region, group], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
