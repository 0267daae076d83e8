//! Documents: everything else the fronts keep, as JSON text that the catalog does not read.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::Row;
use rusqlite::params;

use super::Scope;
use super::numbers;
use super::text::TextRange;
use crate::backend::store::StoreError;

const COLUMNS: &str = "kind, parent, name, body, created_ms, modified_ms, revision";

/// A document; kind, parent and name are its key within a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is, as in `xray_group`.
    pub kind: String,
    /// What it belongs to, or empty text.
    pub parent: String,
    /// Name, unique for its kind and parent.
    pub name: String,
    /// JSON text.
    pub body: String,
    /// Time of the first put in milliseconds since the epoch.
    pub created_ms: i64,
    /// Time of the last put in milliseconds since the epoch.
    pub modified_ms: i64,
    /// Number of puts so far.
    pub revision: i64,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Document> {
    Ok(Document {
        kind: row.get(0)?,
        parent: row.get(1)?,
        name: row.get(2)?,
        body: row.get(3)?,
        created_ms: row.get(4)?,
        modified_ms: row.get(5)?,
        revision: row.get(6)?,
    })
}

/// Inserts or replaces a document; returns it with its times and revision.
///
/// # Errors
/// The catalog failed.
pub fn put(
    connection: &Connection,
    scope: &Scope,
    kind: &str,
    parent: &str,
    name: &str,
    body: &str,
    now_ms: i64,
) -> Result<Document, StoreError> {
    let sql = format!(
        "INSERT INTO documents (account, region, kind, parent, name, body, created_ms,
             modified_ms, revision) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 1)
         ON CONFLICT (account, region, kind, parent, name) DO UPDATE SET
             body = excluded.body, modified_ms = excluded.modified_ms, revision = revision + 1
         RETURNING {COLUMNS}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![scope.account, scope.region, kind, parent, name, body, now_ms];
    Ok(statement.query_row(values, from_row)?)
}

/// Inserts a document; returns none if there is one already.
///
/// # Errors
/// The catalog failed.
pub fn insert(
    connection: &Connection,
    scope: &Scope,
    kind: &str,
    parent: &str,
    name: &str,
    body: &str,
    now_ms: i64,
) -> Result<Option<Document>, StoreError> {
    let sql = format!(
        "INSERT INTO documents (account, region, kind, parent, name, body, created_ms,
             modified_ms, revision) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 1)
         ON CONFLICT (account, region, kind, parent, name) DO NOTHING RETURNING {COLUMNS}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![scope.account, scope.region, kind, parent, name, body, now_ms];
    Ok(statement.query_row(values, from_row).optional()?)
}

/// Returns a document.
///
/// # Errors
/// The catalog failed.
pub fn find(
    connection: &Connection,
    scope: &Scope,
    kind: &str,
    parent: &str,
    name: &str,
) -> Result<Option<Document>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM documents
         WHERE account = ?1 AND region = ?2 AND kind = ?3 AND parent = ?4 AND name = ?5"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![scope.account, scope.region, kind, parent, name];
    Ok(statement.query_row(values, from_row).optional()?)
}

/// Returns up to `limit` documents of a kind in byte order of (parent, name), past `after`; without
/// a parent in byte order of (name, parent).
///
/// # Errors
/// The catalog failed.
pub fn page(
    connection: &Connection,
    scope: &Scope,
    kind: &str,
    parent: Option<&str>,
    prefix: Option<&str>,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<Document>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    if let Some(parent) = parent {
        let after = match after {
            Some((of, _)) if of > parent => return Ok(Vec::new()),
            Some((of, name)) if of == parent => Some(name),
            _ => None,
        };
        let range = TextRange::new(prefix, after, false);
        let sql = format!(
            "SELECT {COLUMNS} FROM documents
             WHERE account = ?1 AND region = ?2 AND kind = ?3 AND parent = ?4
               AND name >= ?5 AND name < ?6
             ORDER BY name LIMIT ?7"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let (account, region) = (&scope.account, &scope.region);
        let values = params![account, region, kind, parent, range.lower, range.upper(), limit];
        let rows = statement.query_map(values, from_row)?;
        return Ok(rows.collect::<Result<_, _>>()?);
    }
    let range = TextRange::new(prefix, None, false);
    // No key lies before the pair of two empty texts.
    let (past_parent, past_name, past) =
        after.map_or(("", "", ">="), |(parent, name)| (parent, name, ">"));
    let sql = format!(
        "SELECT {COLUMNS} FROM documents
         WHERE account = ?1 AND region = ?2 AND kind = ?3
           AND (name, parent) {past} (?5, ?4) AND name >= ?6 AND name < ?7
         ORDER BY name, parent LIMIT ?8"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let values = params![
        scope.account,
        scope.region,
        kind,
        past_parent,
        past_name,
        range.lower,
        range.upper(),
        limit
    ];
    let rows = statement.query_map(values, from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Deletes a document, says whether it existed.
///
/// # Errors
/// The catalog failed.
pub fn delete(
    connection: &Connection,
    scope: &Scope,
    kind: &str,
    parent: &str,
    name: &str,
) -> Result<bool, StoreError> {
    let changed = connection
        .prepare_cached(
            "DELETE FROM documents
             WHERE account = ?1 AND region = ?2 AND kind = ?3 AND parent = ?4 AND name = ?5",
        )?
        .execute(params![scope.account, scope.region, kind, parent, name])?;
    Ok(changed > 0)
}

/// Counts the documents of a kind, of one parent or of all.
///
/// # Errors
/// The catalog failed.
pub fn count(
    connection: &Connection,
    scope: &Scope,
    kind: &str,
    parent: Option<&str>,
) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT count(*) FROM documents
         WHERE account = ?1 AND region = ?2 AND kind = ?3 AND (?4 IS NULL OR parent = ?4)",
    )?;
    let values = params![scope.account, scope.region, kind, parent];
    Ok(statement.query_row(values, |row| numbers::count(row, 0))?)
}

/// Counts the documents of a kind and parent, and the bytes of their bodies.
///
/// # Errors
/// The catalog failed.
pub fn size(
    connection: &Connection,
    scope: &Scope,
    kind: &str,
    parent: &str,
) -> Result<(u64, u64), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT count(*), coalesce(sum(octet_length(body)), 0) FROM documents
         WHERE account = ?1 AND region = ?2 AND kind = ?3 AND parent = ?4",
    )?;
    let values = params![scope.account, scope.region, kind, parent];
    Ok(statement.query_row(values, |row| Ok((numbers::count(row, 0)?, numbers::count(row, 1)?)))?)
}

/// Deletes all documents of a kind that belong to `parent`; returns how many there were.
///
/// # Errors
/// The catalog failed.
pub fn delete_children(
    connection: &Connection,
    scope: &Scope,
    kind: &str,
    parent: &str,
) -> Result<usize, StoreError> {
    Ok(connection
        .prepare_cached(
            "DELETE FROM documents
             WHERE account = ?1 AND region = ?2 AND kind = ?3 AND parent = ?4",
        )?
        .execute(params![scope.account, scope.region, kind, parent])?)
}
