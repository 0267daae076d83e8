//! The database: its tables, its version, and how it is opened.
//!
//! A database that is damaged, newer than this program or another program's is refused and left
//! as it is.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::ErrorCode;

use super::database::DatabasePlace;
use super::directory::check_file;
use super::directory::sync_parent;
use super::error::StoreError;
use super::files::create_private;

/// Name of the database in the data directory.
pub(crate) const DATABASE_NAME: &str = "store.sqlite";

/// Beginning of the name of a copy of the catalog that is being made.
pub(crate) const COPY_PREFIX: &str = "catalog-";

/// End of that name.
pub(crate) const COPY_SUFFIX: &str = ".tmp";

/// Marks a database as ours: the letters `cobs`.
pub(crate) const APPLICATION_ID: i64 = 0x636f_6273;

/// Version of the tables below.
pub(crate) const SCHEMA_VERSION: i64 = 3;

/// Oldest version of the tables that an export may have.
pub(crate) const OLDEST_VERSION: i64 = 2;

/// Where the numbers of datasets begin.
///
/// Groups and datasets are partitions of their tables, and what is deleted is known by the
/// number of its partition: none may be both.
pub(crate) const FIRST_DATASET: i64 = 1 << 40;

const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE log_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,
    class TEXT NOT NULL, retention_days INTEGER, kms_key_id TEXT,
    deletion_protection INTEGER NOT NULL, bearer_token_authentication INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, stored_bytes INTEGER NOT NULL,
    UNIQUE (account, region, name)) STRICT;
CREATE TABLE log_streams (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER NOT NULL REFERENCES log_groups (id), name TEXT NOT NULL,
    created_ms INTEGER NOT NULL, first_event_ms INTEGER, last_event_ms INTEGER,
    last_ingestion_ms INTEGER, stored_bytes INTEGER NOT NULL,
    UNIQUE (group_id, name)) STRICT;
CREATE INDEX log_streams_by_last_event ON log_streams (group_id, last_event_ms, name);
CREATE TABLE documents (
    account TEXT NOT NULL, region TEXT NOT NULL, kind TEXT NOT NULL, parent TEXT NOT NULL,
    name TEXT NOT NULL, body TEXT NOT NULL, created_ms INTEGER NOT NULL,
    modified_ms INTEGER NOT NULL, revision INTEGER NOT NULL,
    PRIMARY KEY (account, region, kind, parent, name)) STRICT;
CREATE TABLE tombstones (
    id INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER NOT NULL, stream_id INTEGER,
    bytes INTEGER NOT NULL) STRICT;
CREATE TABLE schemas (id INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE hot (
    id INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL,
    schema_id INTEGER NOT NULL REFERENCES schemas (id), row_count INTEGER NOT NULL,
    byte_count INTEGER NOT NULL, min_time INTEGER NOT NULL, max_time INTEGER NOT NULL,
    purged INTEGER NOT NULL, body BLOB NOT NULL, partition INTEGER NOT NULL) STRICT;
CREATE TABLE manifest (
    id INTEGER PRIMARY KEY, table_name TEXT NOT NULL, file_name TEXT NOT NULL UNIQUE,
    day INTEGER NOT NULL, row_count INTEGER NOT NULL, raw_bytes INTEGER NOT NULL,
    file_bytes INTEGER NOT NULL, min_time INTEGER NOT NULL, max_time INTEGER NOT NULL,
    purged INTEGER NOT NULL, partitions BLOB NOT NULL, max_retention INTEGER NOT NULL) STRICT;
";

/// What version 2 added.
const DATASETS: &str = "
CREATE TABLE datasets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL, region TEXT NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL,
    retention_days INTEGER, created_ms INTEGER NOT NULL, last_written_ms INTEGER,
    UNIQUE (account, region, slug)) STRICT;
CREATE TABLE dataset_columns (
    dataset_id INTEGER NOT NULL REFERENCES datasets (id), name TEXT NOT NULL,
    kinds INTEGER NOT NULL, created_ms INTEGER NOT NULL, last_written_ms INTEGER NOT NULL,
    PRIMARY KEY (dataset_id, name)) STRICT, WITHOUT ROWID;
";

/// What version 3 added.
const PROJECTS: &str = "
CREATE TABLE projects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, item_count INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL,
    UNIQUE (account, region, name)) STRICT;
CREATE TABLE environments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id), name TEXT NOT NULL,
    UNIQUE (project_id, name)) STRICT;
CREATE TABLE items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id), counter INTEGER NOT NULL,
    environment TEXT NOT NULL, hash TEXT NOT NULL,
    title TEXT NOT NULL, title_locked INTEGER NOT NULL,
    level INTEGER NOT NULL, level_locked INTEGER NOT NULL, status INTEGER NOT NULL,
    platform TEXT, framework TEXT, total INTEGER NOT NULL, visitors INTEGER NOT NULL,
    first_id INTEGER NOT NULL, first_time INTEGER NOT NULL,
    last_id INTEGER NOT NULL, last_time INTEGER NOT NULL,
    activating_id INTEGER, activated_time INTEGER NOT NULL, resolved_time INTEGER,
    resolved_in_version TEXT, assigned_user_id INTEGER, team_id INTEGER,
    snoozed INTEGER NOT NULL,
    UNIQUE (project_id, counter), UNIQUE (project_id, environment, hash)) STRICT;
CREATE INDEX items_by_last_time ON items (project_id, last_time, id);
CREATE TABLE occurrences (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL, item_id INTEGER NOT NULL REFERENCES items (id),
    uuid TEXT NOT NULL, time INTEGER NOT NULL, received_ms INTEGER NOT NULL,
    code_version TEXT, visitor TEXT, byte_count INTEGER NOT NULL, body TEXT NOT NULL,
    UNIQUE (project_id, uuid)) STRICT;
CREATE INDEX occurrences_by_project ON occurrences (project_id, id);
CREATE INDEX occurrences_by_item ON occurrences (item_id, id);
CREATE INDEX occurrences_by_visitor ON occurrences (item_id, visitor) WHERE visitor IS NOT NULL;
CREATE INDEX occurrences_by_time ON occurrences (project_id, time, item_id, visitor);
CREATE INDEX occurrences_by_reception ON occurrences (received_ms, item_id, byte_count);
CREATE INDEX occurrences_by_version ON occurrences (project_id, code_version, time)
    WHERE code_version IS NOT NULL;
CREATE TABLE arrivals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id), received_ms INTEGER NOT NULL,
    byte_count INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX arrivals_by_reception ON arrivals (received_ms, id);
CREATE TABLE deploys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id),
    environment TEXT NOT NULL, revision TEXT NOT NULL, comment TEXT, local_username TEXT,
    username TEXT, status TEXT NOT NULL, start_time INTEGER NOT NULL, finish_time INTEGER) STRICT;
CREATE INDEX deploys_by_project ON deploys (project_id, id);
CREATE INDEX deploys_by_revision ON deploys (project_id, revision, environment, id);
CREATE INDEX deploys_by_environment ON deploys (project_id, environment);
CREATE TABLE access_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id), token TEXT UNIQUE, derived TEXT,
    name TEXT NOT NULL, scopes TEXT NOT NULL, enabled INTEGER NOT NULL,
    window_seconds INTEGER, window_calls INTEGER,
    created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL,
    UNIQUE (project_id, derived)) STRICT;
";

/// Turns a database of version 1 into one of version 2.
const FROM_VERSION_1: &str = "
ALTER TABLE hot ADD COLUMN partition INTEGER NOT NULL DEFAULT 0;
ALTER TABLE manifest ADD COLUMN max_retention INTEGER NOT NULL DEFAULT 0;
UPDATE manifest SET max_retention = max_time;
";

/// Opens the database for the writer, creating it if it does not exist.
///
/// # Errors
/// The file is refused, damaged, newer or another program's.
pub(crate) fn open_writer(place: &DatabasePlace, durable: bool) -> Result<Connection, StoreError> {
    if let DatabasePlace::File(path) = place {
        prepare_file(path)?;
    }
    let mut connection = place.connect()?;
    prepare(&mut connection, place, durable).map_err(|error| name_damage(error, place.path()))?;
    Ok(connection)
}

fn prepare_file(path: &Path) -> Result<(), StoreError> {
    if !check_file(path)? {
        let created = create_private(path).and_then(|file| file.sync_all());
        created.map_err(|error| StoreError::io("create", path, error))?;
        sync_parent(path).map_err(|error| StoreError::io("create", path, error))?;
    }
    for suffix in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        check_file(Path::new(&name))?;
    }
    Ok(())
}

/// Opens the database for short reads.
///
/// # Errors
/// The database cannot be opened.
pub(crate) fn open_reader(place: &DatabasePlace) -> Result<Connection, StoreError> {
    let connection = place.connect()?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -1024)?;
    Ok(connection)
}

fn prepare(
    connection: &mut Connection,
    place: &DatabasePlace,
    durable: bool,
) -> Result<(), StoreError> {
    let path = place.path();
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let application_id = number("application_id")?;
    let version = number("user_version")?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let fresh = application_id == 0 && version == 0 && tables == 0;
    if !fresh && application_id != APPLICATION_ID {
        return Err(StoreError::NotOurs { path: path.to_owned() });
    }
    if version > SCHEMA_VERSION {
        let path = path.to_owned();
        return Err(StoreError::NewerSchema { path, found: version, known: SCHEMA_VERSION });
    }
    if !place.is_in_memory() {
        connection.pragma_update(None, "journal_mode", "wal")?;
    }
    connection.pragma_update(None, "synchronous", if durable { "full" } else { "off" })?;
    connection.pragma_update(None, "secure_delete", false)?;
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "cache_size", -4096)?;
    if fresh {
        let transaction = connection.transaction()?;
        create_tables(&transaction)?;
        transaction.commit()?;
    } else if version < SCHEMA_VERSION {
        let transaction = connection.transaction()?;
        if version < 2 {
            transaction.execute_batch(FROM_VERSION_1)?;
            create_datasets(&transaction)?;
        }
        transaction.execute_batch(PROJECTS)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Makes the tables of an empty database.
pub(crate) fn create_tables(connection: &Connection) -> Result<(), StoreError> {
    create_tables_of(connection, SCHEMA_VERSION)
}

/// Makes the tables that an empty database has in a version that exports may have.
pub(crate) fn create_tables_of(connection: &Connection, version: i64) -> Result<(), StoreError> {
    connection.execute_batch(TABLES)?;
    create_datasets(connection)?;
    if version > OLDEST_VERSION {
        connection.execute_batch(PROJECTS)?;
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", version)?;
    Ok(())
}

fn create_datasets(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(DATASETS)?;
    connection.execute(
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('datasets', ?1)",
        [FIRST_DATASET - 1],
    )?;
    Ok(())
}

/// Turns the library's words for a broken file into an error that names the file.
pub(crate) fn name_damage(error: StoreError, path: &Path) -> StoreError {
    if let StoreError::Catalog(source) = &error
        && let Some(code) = source.sqlite_error_code()
        && matches!(code, ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
    {
        return StoreError::damaged(path, source.to_string());
    }
    error
}
