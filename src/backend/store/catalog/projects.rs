//! Projects, and the environments that were named in them.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::Row;
use rusqlite::params;

use super::Scope;
use crate::backend::store::StoreError;

const COLUMNS: &str = "id, name, created_ms, modified_ms";

/// A project: whose items are numbered together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Number of the project, never reused.
    pub id: i64,
    /// Name, unique in its scope.
    pub name: String,
    /// Creation time in milliseconds since the epoch.
    pub created_ms: i64,
    /// Time of the last change in milliseconds since the epoch.
    pub modified_ms: i64,
}

/// An environment, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Number of the environment, never reused.
    pub id: i64,
    /// Name, unique in its project.
    pub name: String,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Project> {
    Ok(Project {
        id: row.get(0)?,
        name: row.get(1)?,
        created_ms: row.get(2)?,
        modified_ms: row.get(3)?,
    })
}

/// Returns the project of that name.
///
/// # Errors
/// The catalog failed.
pub fn find(
    connection: &Connection,
    scope: &Scope,
    name: &str,
) -> Result<Option<Project>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM projects WHERE account = ?1 AND region = ?2 AND name = ?3");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![scope.account, scope.region, name], from_row).optional()?)
}

/// Creates a project; returns none if one of that name exists.
///
/// # Errors
/// The catalog failed.
pub fn create(
    connection: &Connection,
    scope: &Scope,
    name: &str,
    now_ms: i64,
) -> Result<Option<Project>, StoreError> {
    let sql = format!(
        "INSERT INTO projects (account, region, name, item_count, created_ms, modified_ms)
         VALUES (?1, ?2, ?3, 0, ?4, ?4)
         ON CONFLICT (account, region, name) DO NOTHING RETURNING {COLUMNS}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![scope.account, scope.region, name, now_ms];
    Ok(statement.query_row(values, from_row).optional()?)
}

/// Says whether there is a project of that number.
pub(super) fn exists(connection: &Connection, id: i64) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached("SELECT 1 FROM projects WHERE id = ?1")?.exists([id])?)
}

/// Returns the next number of an item, from 1.
pub(super) fn next_counter(connection: &Connection, project: i64) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached(
            "UPDATE projects SET item_count = item_count + 1 WHERE id = ?1 RETURNING item_count",
        )?
        .query_row([project], |row| row.get(0))?)
}

/// Returns the environments of a project, in byte order of their names.
///
/// # Errors
/// The catalog failed.
pub fn environments(
    connection: &Connection,
    project: i64,
    limit: usize,
) -> Result<Vec<Environment>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(
        "SELECT id, name FROM environments WHERE project_id = ?1 ORDER BY name LIMIT ?2",
    )?;
    let rows = statement.query_map([project, limit], |row| {
        Ok(Environment { id: row.get(0)?, name: row.get(1)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes that an environment was named.
pub(super) fn enter_environment(
    connection: &Connection,
    project: i64,
    name: &str,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO environments (project_id, name) VALUES (?1, ?2)
             ON CONFLICT (project_id, name) DO NOTHING",
        )?
        .execute(params![project, name])?;
    Ok(())
}

/// Forgets an environment that nothing is in any more.
pub(super) fn leave_environment(
    connection: &Connection,
    project: i64,
    name: &str,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "DELETE FROM environments WHERE project_id = ?1 AND name = ?2
               AND NOT EXISTS (SELECT 1 FROM items WHERE project_id = ?1 AND environment = ?2)
               AND NOT EXISTS (SELECT 1 FROM deploys WHERE project_id = ?1 AND environment = ?2)",
        )?
        .execute(params![project, name])?;
    Ok(())
}
