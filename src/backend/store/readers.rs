//! A small pool of connections for short reads.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;

use rusqlite::Connection;

use super::error::StoreError;
use super::schema::open_reader;

/// Connections that are kept for the next read.
const MAXIMUM_IDLE: usize = 4;

/// Connections that only read.
#[derive(Debug)]
pub(crate) struct ReaderPool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl ReaderPool {
    /// Creates a pool over the database at `path`; opens nothing yet.
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, idle: Mutex::default() }
    }

    /// Returns where the database is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `f` on one connection, inside one read transaction.
    pub(crate) fn with<T, E: From<StoreError>>(
        &self,
        f: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open_reader(&self.path)?,
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

    /// Closes the connections that nobody uses.
    pub(crate) fn close_idle(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
