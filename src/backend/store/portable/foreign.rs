//! The catalog of an export: a database that somebody else made.
//!
//! Nothing in it is run. Its schema must be ours word for word, of this version or the one before,
//! and its rows are copied into a database that our own schema made.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;

use super::document::Document;
use super::error::ImportError;
use super::rows;
use crate::backend::store::database::DatabasePlace;
use crate::backend::store::error::StoreError;
use crate::backend::store::schema;
use crate::backend::store::schema::APPLICATION_ID;
use crate::backend::store::schema::OLDEST_VERSION;
use crate::backend::store::schema::SCHEMA_VERSION;

/// An object of a schema: type, name, table and text.
type SchemaRow = (String, String, String, Option<String>);

/// Makes the database of a data directory out of the catalog of an export.
pub(super) fn adopt(
    catalog: &Path,
    database: &DatabasePlace,
    document: &Document,
) -> Result<(), ImportError> {
    let from = open(catalog)?;
    let mut to = schema::open_writer(database, true)?;
    let tables = rows::tables_of(check(&from, &to).map_err(refused)?);
    let transaction = to.transaction()?;
    rows::copy(&from, &transaction, tables).map_err(|error| refused(error.into()))?;
    if rows::count(&transaction, tables)? != document.catalog_rows {
        return Err(ImportError::Catalog("it has not the rows that are announced".to_owned()));
    }
    transaction.commit()?;
    let busy: i64 = to.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy != 0 {
        return Err(ImportError::Catalog("it cannot be written to its file".to_owned()));
    }
    Ok(())
}

/// Opens it so that nothing in it can do anything.
fn open(catalog: &Path) -> Result<Connection, ImportError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let prepare = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(catalog, flags)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        connection.pragma_update(None, "mmap_size", 0)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        Ok(connection)
    };
    prepare().map_err(|error| refused(error.into()))
}

/// Checks what it is before anything else of it is read, and returns the version of its schema;
/// `ours` is a database of the newest one.
fn check(from: &Connection, ours: &Connection) -> Result<i64, ImportError> {
    let number = |name: &str| from.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if number("application_id")? != APPLICATION_ID {
        return Err(ImportError::Catalog("it is a database of another program".to_owned()));
    }
    let found = number("user_version")?;
    let expected = match found {
        SCHEMA_VERSION => schema_of(ours)?,
        OLDEST_VERSION => {
            let place = DatabasePlace::in_memory()?;
            let connection = place.connect()?;
            schema::create_tables_of(&connection, OLDEST_VERSION)?;
            schema_of(&connection)?
        }
        _ if found < OLDEST_VERSION => return Err(ImportError::Older { found }),
        _ => return Err(ImportError::Catalog(format!("it has schema version {found}"))),
    };
    if schema_of(from)? != expected {
        return Err(ImportError::Catalog("its tables are not ours".to_owned()));
    }
    // From here on every statement runs over tables, indexes and conditions of our own making.
    let verdict: String = from.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(ImportError::Catalog(verdict));
    }
    let hot: i64 = from.query_row(
        "SELECT (SELECT count(*) FROM hot) + (SELECT count(*) FROM schemas)",
        [],
        |row| row.get(0),
    )?;
    if hot != 0 {
        return Err(ImportError::Catalog("it holds rows that are not sealed".to_owned()));
    }
    Ok(found)
}

fn schema_of(connection: &Connection) -> rusqlite::Result<Vec<SchemaRow>> {
    let mut statement = connection
        .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")?;
    let rows =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    rows.collect()
}

/// Turns what the database library says of foreign bytes into words about the export.
fn refused(error: ImportError) -> ImportError {
    match error {
        ImportError::Store(StoreError::Catalog(source)) => ImportError::Catalog(source.to_string()),
        other => other,
    }
}
