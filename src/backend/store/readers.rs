//! A small pool of connections for short reads.

use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;

use rusqlite::Connection;

use super::database::DatabasePlace;
use super::error::StoreError;
use super::schema::open_reader;

/// Connections that are kept for the next read.
const MAXIMUM_IDLE: usize = 4;

/// Connections that only read.
#[derive(Debug)]
pub(crate) struct ReaderPool {
    place: DatabasePlace,
    idle: Mutex<Vec<Connection>>,
    /// Keeps a database in memory alive for readers that come after the writer has gone.
    _anchor: Mutex<Option<Connection>>,
}

impl ReaderPool {
    /// Creates a pool over the database; opens nothing of a file yet.
    ///
    /// # Errors
    /// A database in memory cannot be opened.
    pub(crate) fn new(place: DatabasePlace) -> Result<Self, StoreError> {
        let anchor = if place.is_in_memory() { Some(place.connect()?) } else { None };
        Ok(Self { place, idle: Mutex::default(), _anchor: Mutex::new(anchor) })
    }

    /// Returns where the database is: the path of its file, or its name in memory.
    pub(crate) fn path(&self) -> &Path {
        self.place.path()
    }

    /// Runs `f` on one connection, inside one read transaction.
    pub(crate) fn with<T, E: From<StoreError>>(
        &self,
        f: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open_reader(&self.place)?,
        };
        connection.execute_batch("BEGIN").map_err(StoreError::from)?;
        let outcome = f(&connection);
        // A connection that cannot end its read is closed with it.
        if connection.execute_batch("ROLLBACK").is_ok() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < MAXIMUM_IDLE {
                idle.push(connection);
            }
        }
        outcome
    }

    /// Returns how many bytes the database takes in memory; none if it is a file.
    pub(crate) fn memory_bytes(&self) -> Option<u64> {
        if !self.place.is_in_memory() {
            return None;
        }
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let bytes = self.with(|connection| -> Result<i64, StoreError> {
            Ok(connection.query_row(sql, [], |row| row.get(0))?)
        });
        Some(bytes.unwrap_or(0).unsigned_abs())
    }

    /// Closes the connections that nobody uses.
    pub(crate) fn close_idle(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
