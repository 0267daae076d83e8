//! The catalog as a whole: counts over all accounts and regions, and forgetting everything.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::params;

use super::arrivals;
use super::datasets;
use super::items;
use super::log_groups;
use super::numbers;
use super::occurrences;
use super::occurrences::OccurrenceFigures;
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
    /// Items of all projects.
    pub items: u64,
    /// Their occurrences.
    pub occurrences: OccurrenceFigures,
    /// Occurrences that wait to be seen.
    pub arrivals: u64,
    /// Occurrences that waited and could not be stored.
    pub dropped_arrivals: u64,
    /// Deploys of all projects.
    pub deploys: u64,
    /// Access tokens that somebody made.
    pub access_tokens: u64,
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
        items: count("SELECT count(*) FROM items")?,
        occurrences: occurrences::figures(connection)?,
        arrivals: count("SELECT count(*) FROM arrivals")?,
        dropped_arrivals: arrivals::dropped(connection)?,
        deploys: count("SELECT count(*) FROM deploys")?,
        access_tokens: count("SELECT count(*) FROM access_tokens WHERE derived IS NULL")?,
        documents: rows.collect::<Result<_, _>>()?,
    })
}

/// Deletes every group, stream, dataset, event, document and item; numbers go on and are not used
/// again.
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
    occurrences::clear(connection)?;
    arrivals::clear(connection)?;
    connection.execute_batch(
        "DELETE FROM deploys; DELETE FROM environments;
         DELETE FROM access_tokens; DELETE FROM projects;",
    )?;
    Ok(())
}

/// Looks at items and what belongs to them, so that a foreign catalog with values of no sense is
/// found out.
pub(crate) fn check_items(connection: &Connection) -> Result<(), StoreError> {
    let odd: u64 = connection.query_row(
        "SELECT (SELECT count(*) FROM projects
                 WHERE item_count < 0 OR item_count > (1 << 53) OR name = '')
              + (SELECT count(*) FROM access_tokens
                 WHERE (token IS NULL) = (derived IS NULL) OR enabled NOT IN (0, 1)
                    OR (window_seconds IS NULL) <> (window_calls IS NULL)
                    OR window_seconds NOT BETWEEN 1 AND 2592000 OR window_calls < 1)
              + (SELECT count(*) FROM deploys
                 WHERE start_time NOT BETWEEN 0 AND 253402300799
                    OR finish_time NOT BETWEEN 0 AND 506804601598)",
        [],
        |row| numbers::count(row, 0),
    )?;
    let odd = odd
        + items::oddities(connection)?
        + occurrences::oddities(connection)?
        + arrivals::oddities(connection)?;
    if odd == 0 { Ok(()) } else { Err(rusqlite::Error::InvalidQuery.into()) }
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
