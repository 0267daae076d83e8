//! Where the database is: a file, or the memory of this process.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::OpenFlags;

use super::error::StoreError;
use crate::base::random_hex;

/// How long a connection waits for another one that has the database locked.
pub(crate) const BUSY_TIME: Duration = Duration::from_secs(10);

/// Where a database is.
#[derive(Clone, Debug)]
pub(crate) enum DatabasePlace {
    /// A file.
    File(PathBuf),
    /// Memory that all connections of this process share under one name, until the last is closed.
    Memory(PathBuf),
}

impl DatabasePlace {
    /// Makes up a place in memory that nobody else uses.
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        let name = random_hex(16).map_err(|_| StoreError::NoRandom)?;
        // Names that begin with a slash are those that connections share.
        Ok(Self::Memory(PathBuf::from(format!("/cruddur-obs-{name}"))))
    }

    /// Returns the path of the file, or the name in memory.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Memory(path) => path,
        }
    }

    /// Says whether the database is in memory.
    pub(crate) const fn is_in_memory(&self) -> bool {
        matches!(self, Self::Memory(_))
    }

    /// Opens a connection; a file must exist.
    ///
    /// # Errors
    /// The database cannot be opened.
    pub(crate) fn connect(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = match self {
            Self::File(path) => Connection::open_with_flags(path, flags)?,
            Self::Memory(name) => {
                let name = format!("file:{}?vfs=memdb", name.display());
                let flags = flags | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_URI;
                Connection::open_with_flags(name, flags)?
            }
        };
        // Memory has no log beside the database: readers wait for the writer and it for them.
        connection.busy_timeout(BUSY_TIME)?;
        connection.set_prepared_statement_cache_capacity(64);
        // What does not fit a sort's memory would go to a file elsewhere.
        connection.pragma_update(None, "temp_store", "memory")?;
        Ok(connection)
    }
}
