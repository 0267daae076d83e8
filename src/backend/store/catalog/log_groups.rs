//! Log groups.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::Row;
use rusqlite::params;

use super::Scope;
use super::numbers;
use super::text::TextRange;
use super::tombstones;
use crate::backend::store::StoreError;

const COLUMNS: &str = "id, name, class, retention_days, kms_key_id, deletion_protection, \
                       bearer_token_authentication, created_ms, stored_bytes";

/// A log group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogGroup {
    /// Number of the group, never reused.
    pub id: i64,
    /// Name, unique in its scope.
    pub name: String,
    /// Class, as in `STANDARD`.
    pub class: String,
    /// Days for which events are kept; none means for ever.
    pub retention_days: Option<u32>,
    /// Key that the owner named; nothing is encrypted with it.
    pub kms_key_id: Option<String>,
    /// Whether deleting the group is refused by the front.
    pub deletion_protection: bool,
    /// Whether events may be sent with a bearer token.
    pub bearer_token_authentication: bool,
    /// Creation time in milliseconds since the epoch.
    pub created_ms: i64,
    /// Message bytes that are stored in the group.
    pub stored_bytes: i64,
}

/// What a new log group is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLogGroup {
    /// Name, unique in its scope.
    pub name: String,
    /// Class, as in `STANDARD`.
    pub class: String,
    /// Days for which events are kept; none means for ever.
    pub retention_days: Option<u32>,
    /// Key that the owner named.
    pub kms_key_id: Option<String>,
    /// Whether deleting the group is refused by the front.
    pub deletion_protection: bool,
    /// Whether events may be sent with a bearer token.
    pub bearer_token_authentication: bool,
    /// Creation time in milliseconds since the epoch.
    pub created_ms: i64,
}

/// Which log groups a page shows; what is none does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupFilter {
    /// Text that names start with.
    pub prefix: Option<String>,
    /// Text that names contain, letter case counted.
    pub contains: Option<String>,
    /// Class of the groups.
    pub class: Option<String>,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<LogGroup> {
    Ok(LogGroup {
        id: row.get(0)?,
        name: row.get(1)?,
        class: row.get(2)?,
        retention_days: row.get(3)?,
        kms_key_id: row.get(4)?,
        deletion_protection: row.get(5)?,
        bearer_token_authentication: row.get(6)?,
        created_ms: row.get(7)?,
        stored_bytes: row.get(8)?,
    })
}

/// Creates a group; returns none if one of that name exists.
///
/// # Errors
/// The catalog failed.
pub fn create(
    connection: &Connection,
    scope: &Scope,
    new: &NewLogGroup,
) -> Result<Option<LogGroup>, StoreError> {
    let sql = format!(
        "INSERT INTO log_groups (account, region, name, class, retention_days, kms_key_id,
             deletion_protection, bearer_token_authentication, created_ms, stored_bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)
         ON CONFLICT (account, region, name) DO NOTHING
         RETURNING {COLUMNS}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![
        scope.account,
        scope.region,
        new.name,
        new.class,
        new.retention_days,
        new.kms_key_id,
        new.deletion_protection,
        new.bearer_token_authentication,
        new.created_ms,
    ];
    Ok(statement.query_row(values, from_row).optional()?)
}

/// Returns the group of that name.
///
/// # Errors
/// The catalog failed.
pub fn find(
    connection: &Connection,
    scope: &Scope,
    name: &str,
) -> Result<Option<LogGroup>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM log_groups WHERE account = ?1 AND region = ?2 AND name = ?3"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![scope.account, scope.region, name], from_row).optional()?)
}

/// Returns up to `limit` groups with names after `after`, in byte order of their names.
///
/// # Errors
/// The catalog failed.
pub fn page(
    connection: &Connection,
    scope: &Scope,
    filter: &GroupFilter,
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<LogGroup>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM log_groups
         WHERE account = ?1 AND region = ?2
           AND name >= ?3 AND name < ?4
           AND (?5 IS NULL OR instr(name, ?5) > 0)
           AND (?6 IS NULL OR class = ?6)
         ORDER BY name LIMIT ?7"
    );
    let range = TextRange::new(filter.prefix.as_deref(), after, false);
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![
        scope.account,
        scope.region,
        range.lower,
        range.upper(),
        filter.contains,
        filter.class,
        i64::try_from(limit).unwrap_or(i64::MAX),
    ];
    let rows = statement.query_map(values, from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes the changeable fields of `group` (all but id, name, creation time and stored bytes).
///
/// Says whether the group still exists.
///
/// # Errors
/// The catalog failed.
pub fn update(connection: &Connection, group: &LogGroup) -> Result<bool, StoreError> {
    let changed = connection
        .prepare_cached(
            "UPDATE log_groups SET class = ?2, retention_days = ?3, kms_key_id = ?4,
                 deletion_protection = ?5, bearer_token_authentication = ?6 WHERE id = ?1",
        )?
        .execute(params![
            group.id,
            group.class,
            group.retention_days,
            group.kms_key_id,
            group.deletion_protection,
            group.bearer_token_authentication,
        ])?;
    Ok(changed > 0)
}

/// Deletes a group and its streams, says whether it existed.
///
/// Its events are invisible to every later snapshot; their space is freed by compaction. What
/// the fronts keep about a group in documents is theirs to delete.
///
/// # Errors
/// The catalog failed.
pub fn delete(connection: &Connection, scope: &Scope, name: &str) -> Result<bool, StoreError> {
    let Some(group) = find(connection, scope, name)? else {
        return Ok(false);
    };
    connection
        .prepare_cached("DELETE FROM log_streams WHERE group_id = ?1")?
        .execute([group.id])?;
    connection.prepare_cached("DELETE FROM log_groups WHERE id = ?1")?.execute([group.id])?;
    tombstones::insert(connection, group.id, None, group.stored_bytes)?;
    Ok(true)
}

/// Counts the groups of a scope.
///
/// # Errors
/// The catalog failed.
pub fn count(connection: &Connection, scope: &Scope) -> Result<u64, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT count(*) FROM log_groups WHERE account = ?1 AND region = ?2")?;
    Ok(statement.query_row(params![scope.account, scope.region], |row| numbers::count(row, 0))?)
}

/// Returns the retention of every group that has one, as group number and days.
pub(crate) fn retentions(connection: &Connection) -> Result<Vec<(i64, u32)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, retention_days FROM log_groups WHERE retention_days IS NOT NULL",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Changes the stored bytes of a group by `change`, never below zero.
pub(crate) fn add_stored_bytes(
    connection: &Connection,
    id: i64,
    change: i64,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE log_groups SET stored_bytes = max(0, stored_bytes + ?2) WHERE id = ?1",
        )?
        .execute(params![id, change])?;
    Ok(())
}
