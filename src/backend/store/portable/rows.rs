//! Copies the rows of a catalog into an empty one, value by value.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use crate::backend::store::error::StoreError;

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

/// Copies every row of the exported tables, and the numbers that must not be given out again.
///
/// The names of tables and columns are those of `to`, which our own schema made.
pub(super) fn copy(from: &Connection, to: &Connection) -> Result<(), StoreError> {
    for table in TABLES {
        copy_table(from, to, table)?;
    }
    to.execute("DELETE FROM sqlite_sequence", [])?;
    copy_table(from, to, "sqlite_sequence")
}

fn copy_table(from: &Connection, to: &Connection, table: &str) -> Result<(), StoreError> {
    let columns: Vec<String> = to
        .prepare(&format!("SELECT * FROM {table} LIMIT 0"))?
        .column_names()
        .map(str::to_owned)
        .collect();
    let marks = vec!["?"; columns.len()].join(", ");
    let columns = columns.join(", ");
    let mut insert = to.prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({marks})"))?;
    let mut select = from.prepare(&format!("SELECT {columns} FROM {table}"))?;
    let width = select.column_count();
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let values: Vec<Value> =
            (0..width).map(|column| row.get(column)).collect::<Result<_, _>>()?;
        insert.execute(params_from_iter(values))?;
    }
    Ok(())
}

/// Counts the rows of the exported tables.
pub(super) fn count(connection: &Connection) -> Result<BTreeMap<String, u64>, StoreError> {
    let count = |table: &str| -> Result<(String, u64), StoreError> {
        let sql = format!("SELECT count(*) FROM {table}");
        let rows: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
        Ok((table.to_owned(), rows.unsigned_abs()))
    };
    TABLES.into_iter().map(count).collect()
}
