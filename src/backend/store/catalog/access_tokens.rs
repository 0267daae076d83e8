//! Access tokens of projects: what each may do, and how often.

use std::fmt;

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::Row;
use rusqlite::params;

use crate::backend::store::StoreError;

/// Tokens that a project may have.
pub const MAXIMUM_TOKENS: usize = 1_000;

const COLUMNS: &str = "id, token, derived, name, scopes, enabled, window_seconds, window_calls, \
                       created_ms, modified_ms";

/// A token.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AccessToken {
    /// Number of the token, never reused.
    pub id: i64,
    /// The token itself; none if it follows from the backend's secret, which is not kept.
    pub token: Option<String>,
    /// What tells tokens apart that follow from the secret.
    pub derived: Option<String>,
    /// What it is called.
    pub name: String,
    /// What it may do, as words joined by commas.
    pub scopes: String,
    /// Whether it may be used.
    pub is_enabled: bool,
    /// Seconds in which calls are counted, and how many are allowed; none means without end.
    pub limit: Option<(i64, i64)>,
    /// Creation time in milliseconds since the epoch.
    pub created_ms: i64,
    /// Time of the last change in milliseconds since the epoch.
    pub modified_ms: i64,
}

// A token is never shown.
impl fmt::Debug for AccessToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AccessToken")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("scopes", &self.scopes)
            .field("is_enabled", &self.is_enabled)
            .finish_non_exhaustive()
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<AccessToken> {
    let window: Option<i64> = row.get(6)?;
    Ok(AccessToken {
        id: row.get(0)?,
        token: row.get(1)?,
        derived: row.get(2)?,
        name: row.get(3)?,
        scopes: row.get(4)?,
        is_enabled: row.get(5)?,
        limit: window.zip(row.get(7)?),
        created_ms: row.get(8)?,
        modified_ms: row.get(9)?,
    })
}

/// Keeps a token and returns its number; none if there is one like it.
///
/// # Errors
/// The catalog failed.
pub fn create(
    connection: &Connection,
    project: i64,
    new: &AccessToken,
) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached(
            "INSERT INTO access_tokens (project_id, token, derived, name, scopes, enabled,
                 window_seconds, window_calls, created_ms, modified_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT DO NOTHING RETURNING id",
        )?
        .query_row(
            params![
                project,
                new.token,
                new.derived,
                new.name,
                new.scopes,
                new.is_enabled,
                new.limit.map(|(seconds, _)| seconds),
                new.limit.map(|(_, calls)| calls),
                new.created_ms,
                new.modified_ms,
            ],
            |row| row.get(0),
        )
        .optional()?)
}

/// Returns the tokens of a project, in the order in which they were made.
///
/// # Errors
/// The catalog failed.
pub fn list(connection: &Connection, project: i64) -> Result<Vec<AccessToken>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM access_tokens WHERE project_id = ?1 ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([project], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns a token by itself.
///
/// # Errors
/// The catalog failed.
pub fn find(
    connection: &Connection,
    project: i64,
    token: &str,
) -> Result<Option<AccessToken>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM access_tokens WHERE project_id = ?1 AND token = ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![project, token], from_row).optional()?)
}

/// Returns a token that follows from the backend's secret, by what tells it apart.
///
/// # Errors
/// The catalog failed.
pub fn find_derived(
    connection: &Connection,
    project: i64,
    derived: &str,
) -> Result<Option<AccessToken>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM access_tokens WHERE project_id = ?1 AND derived = ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![project, derived], from_row).optional()?)
}

/// Writes name, scopes, state and limit of a token.
///
/// # Errors
/// The catalog failed.
pub fn update(connection: &Connection, token: &AccessToken) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE access_tokens SET name = ?2, scopes = ?3, enabled = ?4, window_seconds = ?5,
                 window_calls = ?6, modified_ms = ?7 WHERE id = ?1",
        )?
        .execute(params![
            token.id,
            token.name,
            token.scopes,
            token.is_enabled,
            token.limit.map(|(seconds, _)| seconds),
            token.limit.map(|(_, calls)| calls),
            token.modified_ms,
        ])?;
    Ok(())
}

/// Deletes a token.
///
/// # Errors
/// The catalog failed.
pub fn delete(connection: &Connection, id: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM access_tokens WHERE id = ?1")?.execute([id])?;
    Ok(())
}
