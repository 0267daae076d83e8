//! What can go wrong in the store, and what to do about it.
//!
//! Errors are cheap to clone, because one failed commit answers every request that was in it.

use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_schema::ArrowError;
use parquet::errors::ParquetError;

use crate::base::Hint;
use crate::base::Kind;

/// Why the store could not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The data directory, or something in it, is not safe to use.
    #[error("data directory {} is refused: {reason}", path.display())]
    Refused {
        /// What was looked at.
        path: PathBuf,
        /// Why it is refused.
        reason: String,
    },
    /// A file operation failed.
    #[error("could not {action} {}", path.display())]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// What it was tried on.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: Arc<io::Error>,
    },
    /// The catalog refused a statement.
    #[error("the catalog failed")]
    Catalog(#[source] Arc<rusqlite::Error>),
    /// Rows could not be converted, joined or decoded.
    #[error("rows could not be converted")]
    Rows(#[source] Arc<ArrowError>),
    /// A sealed file could not be read or written.
    #[error("sealed file {} could not be read or written", path.display())]
    Sealed {
        /// The file.
        path: PathBuf,
        /// What the Parquet library said.
        #[source]
        source: Arc<ParquetError>,
    },
    /// The database or a file holds something it cannot hold.
    #[error("{} is damaged: {detail}", path.display())]
    Damaged {
        /// The damaged file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The database was written by a newer version of this program.
    #[error("{} has schema version {found}, this program knows up to {known}", path.display())]
    NewerSchema {
        /// The database.
        path: PathBuf,
        /// The version that it has.
        found: i64,
        /// The highest version that this program can read.
        known: i64,
    },
    /// A file of the database's name belongs to another program.
    #[error("{} is a database of another program", path.display())]
    NotOurs {
        /// The database.
        path: PathBuf,
    },
    /// There are sealed files but no database that knows them.
    #[error("{} is missing although sealed files exist in {}", path.display(), files.display())]
    DatabaseMissing {
        /// Where the database should be.
        path: PathBuf,
        /// The folder with sealed files.
        files: PathBuf,
    },
    /// The manifest names a file that does not exist.
    #[error("sealed file {} is missing", path.display())]
    FileMissing {
        /// The file.
        path: PathBuf,
    },
    /// A commit failed; nothing that was in it was kept.
    #[error("the commit failed")]
    CommitFailed(#[source] Arc<Self>),
    /// A catalog change panicked and was rolled back, or ended the writer's transaction.
    #[error("a catalog change broke off: {0}")]
    ChangeBroke(&'static str),
    /// The store is closed, or its writer has stopped.
    #[error("the store is closed")]
    Closed,
    /// A job was stopped because the store closes.
    #[error("the job was stopped")]
    Stopped,
    /// Memory and database were never seen to agree.
    #[error("the store does not come to rest")]
    Unsettled,
    /// The operating system gave no thread.
    #[error("no thread could be started")]
    NoThread(#[source] Arc<io::Error>),
    /// The operating system gave no random bytes.
    #[error("no random name could be made")]
    NoRandom,
}

impl StoreError {
    /// Builds the error of a failed file operation.
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.to_owned(), source: Arc::new(source) }
    }

    /// Builds the error of a sealed file that the Parquet library refused.
    pub(crate) fn sealed(path: &Path, source: ParquetError) -> Self {
        Self::Sealed { path: path.to_owned(), source: Arc::new(source) }
    }

    /// Builds the error of a damaged file.
    pub(crate) fn damaged(path: &Path, detail: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), detail: detail.into() }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Catalog(Arc::new(error))
    }
}

impl From<ArrowError> for StoreError {
    fn from(error: ArrowError) -> Self {
        Self::Rows(Arc::new(error))
    }
}

impl Hint for StoreError {
    fn kind(&self) -> Kind {
        match self {
            Self::Refused { .. } | Self::NewerSchema { .. } | Self::NotOurs { .. } => Kind::Usage,
            _ => Kind::Failed,
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::Refused { .. } => {
                "choose a directory of your own with --data-dir, or run chmod 700 on it"
            }
            Self::Io { .. } | Self::NoThread(_) => "free space or raise the limit, then try again",
            Self::Damaged { .. } | Self::FileMissing { .. } => {
                "restore the data directory from a copy, or move it away and start with an empty one"
            }
            Self::NewerSchema { .. } => {
                "use the newer version of this program, or another directory with --data-dir"
            }
            Self::NotOurs { .. } => "choose another directory with --data-dir",
            Self::DatabaseMissing { .. } => {
                "restore the database beside its files, or move the files away to start empty"
            }
            Self::CommitFailed(source) => return source.hints(),
            Self::Unsettled => "try again when less is written",
            Self::Closed | Self::Stopped => "start the backend again and repeat the request",
            Self::Catalog(_)
            | Self::Rows(_)
            | Self::Sealed { .. }
            | Self::ChangeBroke(_)
            | Self::NoRandom => return Vec::new(),
        };
        vec![hint.to_owned()]
    }
}

/// Why log events were not taken; none of the batch was kept.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AppendError {
    /// There is no log group of that name.
    #[error("the log group does not exist")]
    GroupMissing,
    /// There is no log stream of that name in the group.
    #[error("the log stream does not exist")]
    StreamMissing,
    /// The disk has less room left than the store keeps in reserve.
    #[error("the disk is almost full: {free_bytes} bytes are free, {reserve_bytes} are kept back")]
    DiskFull {
        /// Bytes that are free for this user.
        free_bytes: u64,
        /// Bytes below which events are refused.
        reserve_bytes: u64,
    },
    /// More events wait to be written than the store keeps in memory.
    #[error("{queued_bytes} bytes wait to be written already")]
    Busy {
        /// Bytes that wait.
        queued_bytes: u64,
    },
    /// The batch is larger than the store takes at once.
    #[error("the batch has {bytes} bytes, at most {maximum_bytes} are taken at once")]
    TooLarge {
        /// Bytes of the messages.
        bytes: u64,
        /// Bytes that are taken at once.
        maximum_bytes: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Hint for AppendError {
    fn kind(&self) -> Kind {
        match self {
            Self::GroupMissing | Self::StreamMissing => Kind::NotFound,
            Self::DiskFull { .. } | Self::Busy { .. } | Self::TooLarge { .. } => Kind::Failed,
            Self::Store(error) => error.kind(),
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::GroupMissing => vec!["create the log group first".to_owned()],
            Self::StreamMissing => vec!["create the log stream first".to_owned()],
            Self::DiskFull { .. } => {
                vec!["free disk space, or move the data directory with --data-dir".to_owned()]
            }
            Self::TooLarge { .. } => vec!["send fewer events at once".to_owned()],
            Self::Busy { .. } => vec!["send the events again in a moment".to_owned()],
            Self::Store(error) => error.hints(),
        }
    }
}
