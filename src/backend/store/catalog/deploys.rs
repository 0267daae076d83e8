//! Deploys: which revision went where, and when.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::Row;
use rusqlite::params;

use super::numbers;
use super::projects;
use crate::backend::store::StoreError;

/// Deploys of a project that are kept; the oldest goes.
const MAXIMUM_DEPLOYS: i64 = 10_000;

const COLUMNS: &str = "id, environment, revision, comment, local_username, username, status, \
                       start_time, finish_time";

/// A deploy; times are in seconds since the epoch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deploy {
    /// Number of the deploy, never reused.
    pub id: i64,
    /// Where it went.
    pub environment: String,
    /// What went there.
    pub revision: String,
    /// What was said about it.
    pub comment: Option<String>,
    /// Who did it, on their machine.
    pub local_username: Option<String>,
    /// Who did it, at the service.
    pub username: Option<String>,
    /// What came of it.
    pub status: String,
    /// When it began.
    pub start_time: i64,
    /// When it ended.
    pub finish_time: Option<i64>,
}

impl Deploy {
    /// Returns the bytes of its texts.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let names = [&self.comment, &self.local_username, &self.username];
        let named: usize = names.into_iter().flatten().map(String::len).sum();
        self.environment.len() + self.revision.len() + self.status.len() + named
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Deploy> {
    Ok(Deploy {
        id: row.get(0)?,
        environment: row.get(1)?,
        revision: row.get(2)?,
        comment: row.get(3)?,
        local_username: row.get(4)?,
        username: row.get(5)?,
        status: row.get(6)?,
        start_time: row.get(7)?,
        finish_time: row.get(8)?,
    })
}

/// Keeps a deploy and returns its number.
///
/// # Errors
/// The catalog failed.
pub fn create(connection: &Connection, project: i64, new: &Deploy) -> Result<i64, StoreError> {
    projects::enter_environment(connection, project, &new.environment)?;
    let id = connection
        .prepare_cached(
            "INSERT INTO deploys (project_id, environment, revision, comment, local_username,
                 username, status, start_time, finish_time)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id",
        )?
        .query_row(
            params![
                project,
                new.environment,
                new.revision,
                new.comment,
                new.local_username,
                new.username,
                new.status,
                new.start_time,
                new.finish_time,
            ],
            |row| row.get(0),
        )?;
    let over: Option<(i64, String)> = connection
        .prepare_cached(
            "SELECT id, environment FROM deploys WHERE project_id = ?1
             ORDER BY id DESC LIMIT 1 OFFSET ?2",
        )?
        .query_row([project, MAXIMUM_DEPLOYS], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((oldest, environment)) = over {
        connection.prepare_cached("DELETE FROM deploys WHERE id = ?1")?.execute([oldest])?;
        projects::leave_environment(connection, project, &environment)?;
    }
    Ok(id)
}

/// Returns the deploy of a number.
///
/// # Errors
/// The catalog failed.
pub fn find(connection: &Connection, project: i64, id: i64) -> Result<Option<Deploy>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM deploys WHERE project_id = ?1 AND id = ?2");
    Ok(connection.prepare_cached(&sql)?.query_row([project, id], from_row).optional()?)
}

/// Writes what came of a deploy.
///
/// # Errors
/// The catalog failed.
pub fn update(connection: &Connection, deploy: &Deploy) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE deploys SET comment = ?2, status = ?3, finish_time = ?4 WHERE id = ?1",
        )?
        .execute(params![deploy.id, deploy.comment, deploy.status, deploy.finish_time])?;
    Ok(())
}

/// Returns a page of deploys, the newest first.
///
/// # Errors
/// The catalog failed.
pub fn page(
    connection: &Connection,
    project: i64,
    skip: u64,
    limit: usize,
) -> Result<Vec<Deploy>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM deploys WHERE project_id = ?1 ORDER BY id DESC LIMIT ?2 OFFSET ?3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![project, limit, numbers::stored(skip)], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns the latest deploy of a revision to an environment.
///
/// # Errors
/// The catalog failed.
pub fn latest(
    connection: &Connection,
    project: i64,
    revision: &str,
    environment: &str,
) -> Result<Option<Deploy>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM deploys WHERE project_id = ?1 AND revision = ?2
           AND environment = ?3 ORDER BY id DESC LIMIT 1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![project, revision, environment], from_row).optional()?)
}
