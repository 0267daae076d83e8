//! Datasets of wide events, and the columns that were seen in them.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::Row;
use rusqlite::params;

use super::Scope;
use super::meta;
use super::numbers;
use super::tombstones;
use crate::backend::store::FieldKind;
use crate::backend::store::StoreError;
use crate::backend::store::schema::FIRST_DATASET;

/// Name of the counter of deleted columns.
const COLUMN_DELETIONS: &str = "column_deletions";

const COLUMNS: &str = "id, slug, name, retention_days, created_ms, last_written_ms";

/// A dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// Number of the dataset, never reused, and never the number of a log group.
    pub id: i64,
    /// Slug, unique in its scope.
    pub slug: String,
    /// Name as its first sender wrote it.
    pub name: String,
    /// Days for which events are kept after they were taken; none means for ever.
    pub retention_days: Option<u32>,
    /// Creation time in milliseconds since the epoch.
    pub created_ms: i64,
    /// Time at which its last event was taken.
    pub last_written_ms: Option<i64>,
}

/// What a new dataset is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDataset {
    /// Slug, unique in its scope.
    pub slug: String,
    /// Name to be shown.
    pub name: String,
    /// Days for which events are kept after they were taken; none means for ever.
    pub retention_days: Option<u32>,
    /// Creation time in milliseconds since the epoch.
    pub created_ms: i64,
}

/// A column of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetColumn {
    /// Name of the field.
    pub name: String,
    /// Kinds of values that were seen, in the order of [`FieldKind::ALL`].
    pub kinds: Vec<FieldKind>,
    /// Time at which the first of its events was taken.
    pub created_ms: i64,
    /// Time at which its last event was taken, exact to a minute.
    pub last_written_ms: i64,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Dataset> {
    Ok(Dataset {
        id: row.get(0)?,
        slug: row.get(1)?,
        name: row.get(2)?,
        retention_days: row.get(3)?,
        created_ms: row.get(4)?,
        last_written_ms: row.get(5)?,
    })
}

/// Creates a dataset; returns none if one of that slug exists.
///
/// # Errors
/// The catalog failed.
pub fn create(
    connection: &Connection,
    scope: &Scope,
    new: &NewDataset,
) -> Result<Option<Dataset>, StoreError> {
    let sql = format!(
        "INSERT INTO datasets (account, region, slug, name, retention_days, created_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (account, region, slug) DO NOTHING
         RETURNING {COLUMNS}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![
        scope.account,
        scope.region,
        new.slug,
        new.name,
        new.retention_days,
        new.created_ms
    ];
    Ok(statement.query_row(values, from_row).optional()?)
}

/// Returns the dataset of that slug.
///
/// # Errors
/// The catalog failed.
pub fn find(
    connection: &Connection,
    scope: &Scope,
    slug: &str,
) -> Result<Option<Dataset>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM datasets WHERE account = ?1 AND region = ?2 AND slug = ?3");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![scope.account, scope.region, slug], from_row).optional()?)
}

/// Returns all datasets of a scope, in byte order of their slugs.
///
/// # Errors
/// The catalog failed.
pub fn list(connection: &Connection, scope: &Scope) -> Result<Vec<Dataset>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM datasets WHERE account = ?1 AND region = ?2 ORDER BY slug");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![scope.account, scope.region], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes name and retention of a dataset; says whether it still exists.
///
/// # Errors
/// The catalog failed.
pub fn update(connection: &Connection, dataset: &Dataset) -> Result<bool, StoreError> {
    let changed = connection
        .prepare_cached("UPDATE datasets SET name = ?2, retention_days = ?3 WHERE id = ?1")?
        .execute(params![dataset.id, dataset.name, dataset.retention_days])?;
    Ok(changed > 0)
}

/// Returns the columns of a dataset, in byte order of their names.
///
/// # Errors
/// The catalog failed.
pub fn columns(connection: &Connection, id: i64) -> Result<Vec<DatasetColumn>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT name, kinds, created_ms, last_written_ms FROM dataset_columns
         WHERE dataset_id = ?1 ORDER BY name",
    )?;
    let rows = statement.query_map([id], |row| {
        let kinds: u8 = row.get(1)?;
        Ok(DatasetColumn {
            name: row.get(0)?,
            kinds: FieldKind::ALL.into_iter().filter(|kind| kinds & kind.bit() != 0).collect(),
            created_ms: row.get(2)?,
            last_written_ms: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Deletes a column from the list; says whether it was there. What was stored of it stays, and an
/// event that has it enters it anew.
///
/// # Errors
/// The catalog failed.
pub fn delete_column(connection: &Connection, id: i64, name: &str) -> Result<bool, StoreError> {
    let deleted = connection
        .prepare_cached("DELETE FROM dataset_columns WHERE dataset_id = ?1 AND name = ?2")?
        .execute(params![id, name])?;
    if deleted > 0 {
        let count = column_deletions(connection)?;
        meta::set_counter(connection, COLUMN_DELETIONS, count + 1)?;
    }
    Ok(deleted > 0)
}

/// Returns how often columns were deleted, by which the writer sees that what it knows is old.
pub(crate) fn column_deletions(connection: &Connection) -> Result<i64, StoreError> {
    Ok(meta::counter(connection, COLUMN_DELETIONS)?.unwrap_or(0))
}

/// Deletes a dataset and its columns; says whether it existed.
///
/// Its events are invisible to every later snapshot; their space is freed by compaction.
///
/// # Errors
/// The catalog failed.
pub fn delete(connection: &Connection, scope: &Scope, slug: &str) -> Result<bool, StoreError> {
    let Some(dataset) = find(connection, scope, slug)? else {
        return Ok(false);
    };
    connection
        .prepare_cached("DELETE FROM dataset_columns WHERE dataset_id = ?1")?
        .execute([dataset.id])?;
    connection.prepare_cached("DELETE FROM datasets WHERE id = ?1")?.execute([dataset.id])?;
    tombstones::insert(connection, dataset.id, None, 0)?;
    Ok(true)
}

/// Returns the retention of every dataset that has one, as number and days.
pub(crate) fn retentions(connection: &Connection) -> Result<Vec<(i64, u32)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, retention_days FROM datasets WHERE retention_days IS NOT NULL",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A column as the writer knows it: name, set of kinds, time of the last write.
pub(crate) type KnownColumn = (String, u8, i64);

/// Returns number and columns of a dataset for the writer.
pub(crate) fn resolve(
    connection: &Connection,
    scope: &Scope,
    slug: &str,
) -> Result<Option<(i64, Vec<KnownColumn>)>, StoreError> {
    let Some(dataset) = find(connection, scope, slug)? else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(
        "SELECT name, kinds, last_written_ms FROM dataset_columns WHERE dataset_id = ?1",
    )?;
    let rows =
        statement.query_map([dataset.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(Some((dataset.id, rows.collect::<Result<_, _>>()?)))
}

/// Writes that a dataset got events.
pub(crate) fn touch(connection: &Connection, id: i64, time_ms: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE datasets SET last_written_ms = ?2 WHERE id = ?1")?
        .execute(params![id, time_ms])?;
    Ok(())
}

/// Writes that a column got values of those kinds.
pub(crate) fn touch_column(
    connection: &Connection,
    id: i64,
    name: &str,
    kinds: u8,
    time_ms: i64,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO dataset_columns (dataset_id, name, kinds, created_ms, last_written_ms)
             VALUES (?1, ?2, ?3, ?4, ?4)
             ON CONFLICT (dataset_id, name) DO UPDATE
             SET kinds = kinds | excluded.kinds, last_written_ms = excluded.last_written_ms",
        )?
        .execute(params![id, name, kinds, time_ms])?;
    Ok(())
}

/// Reads everything once, so that a foreign catalog with values of no sense is found out.
pub(crate) fn check(connection: &Connection) -> Result<(), StoreError> {
    retentions(connection)?;
    let odd: u64 = connection.query_row(
        "SELECT (SELECT count(*) FROM datasets WHERE id < ?1)
              + (SELECT count(*) FROM log_groups WHERE id >= ?1)
              + (SELECT count(*) FROM dataset_columns WHERE kinds NOT BETWEEN 1 AND 15)
              + (SELECT count(*) FROM sqlite_sequence WHERE name = 'datasets' AND seq < ?1 - 1)
              + (SELECT count(*) = 0 FROM sqlite_sequence WHERE name = 'datasets')",
        [FIRST_DATASET],
        |row| numbers::count(row, 0),
    )?;
    if odd == 0 { Ok(()) } else { Err(rusqlite::Error::InvalidQuery.into()) }
}
