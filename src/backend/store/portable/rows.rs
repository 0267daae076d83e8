//! Copies the rows of a catalog into an empty one, value by value.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::backend::store::error::StoreError;
use crate::backend::store::schema::OLDEST_VERSION;

/// How many of the tables the schema of version 2 has.
const TABLES_OF_VERSION_2: usize = 9;

/// The tables of an export. Hot batches are none of them: they become sealed files.
const TABLES: [&str; 16] = [
    "meta",
    "counters",
    "log_groups",
    "log_streams",
    "documents",
    "tombstones",
    "manifest",
    "datasets",
    "dataset_columns",
    "projects",
    "environments",
    "items",
    "occurrences",
    "arrivals",
    "deploys",
    "access_tokens",
];

/// Returns the tables of an export whose catalog has a schema of that version.
///
/// What both have is the same in them.
pub(super) fn tables_of(version: i64) -> &'static [&'static str] {
    if version == OLDEST_VERSION { &TABLES[..TABLES_OF_VERSION_2] } else { &TABLES }
}

/// Copies every row of some of the exported tables, and the numbers that must not be given out
/// again.
///
/// The names of tables and columns are those of `to`, which our own schema made. Tokens that
/// somebody made are left out: an export is handed on, and whoever has a token may use it.
pub(super) fn copy(from: &Connection, to: &Connection, tables: &[&str]) -> Result<(), StoreError> {
    for table in tables {
        let condition = if *table == "access_tokens" { "token IS NULL" } else { "true" };
        copy_table(from, to, table, condition)?;
    }
    to.execute("DELETE FROM sqlite_sequence", [])?;
    copy_table(from, to, "sqlite_sequence", "true")
}

fn copy_table(
    from: &Connection,
    to: &Connection,
    table: &str,
    condition: &str,
) -> Result<(), StoreError> {
    let columns: Vec<String> = to
        .prepare(&format!("SELECT * FROM {table} LIMIT 0"))?
        .column_names()
        .map(str::to_owned)
        .collect();
    let marks = vec!["?"; columns.len()].join(", ");
    let columns = columns.join(", ");
    let mut insert = to.prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({marks})"))?;
    let mut select = from.prepare(&format!("SELECT {columns} FROM {table} WHERE {condition}"))?;
    let width = select.column_count();
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let values: Vec<Value> =
            (0..width).map(|column| row.get(column)).collect::<Result<_, _>>()?;
        insert.execute(params_from_iter(values))?;
    }
    Ok(())
}

/// Counts the rows of some of the exported tables.
pub(super) fn count(
    connection: &Connection,
    tables: &[&str],
) -> Result<BTreeMap<String, u64>, StoreError> {
    let count = |table: &&str| -> Result<(String, u64), StoreError> {
        let sql = format!("SELECT count(*) FROM {table}");
        let rows: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
        Ok(((*table).to_owned(), rows.unsigned_abs()))
    };
    tables.iter().map(count).collect()
}
