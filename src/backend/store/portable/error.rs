//! Why an export was not imported.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::document::FORMAT_VERSION;
use crate::backend::store::error::StoreError;
use crate::backend::store::schema::OLDEST_VERSION;
use crate::backend::store::schema::SCHEMA_VERSION;
use crate::base::Hint;
use crate::base::Kind;

/// Why an export was not imported; what was there before is untouched.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read to its end.
    #[error("the export cannot be read")]
    Unreadable(#[source] Arc<io::Error>),
    /// The file ends too early.
    #[error("the export is cut off {0}")]
    Truncated(String),
    /// The file is something else.
    #[error("this is no export of cruddur-obs: {0}")]
    NotAnExport(String),
    /// A newer version wrote it.
    #[error("the export has {what} {found}, this program knows up to {known}")]
    Newer {
        /// Which version.
        what: &'static str,
        /// The version that it has.
        found: i64,
        /// The highest version that this program can read.
        known: i64,
    },
    /// A version wrote it that is too old.
    #[error("the export has schema version {found}, this program reads {OLDEST_VERSION} and later")]
    Older {
        /// The version that it has.
        found: i64,
    },
    /// A member is not what it must be.
    #[error("member {name} of the export is refused: {reason}")]
    Member {
        /// Its name, as far as it can be shown.
        name: String,
        /// Why it is refused.
        reason: String,
    },
    /// The catalog is damaged, or not one of ours.
    #[error("the catalog of the export is refused: {0}")]
    Catalog(String),
    /// The directory holds what no backend put there; it would be lost.
    #[error("{} holds {name}, which is not the backend's", path.display())]
    Strange {
        /// The directory.
        path: PathBuf,
        /// Something that is in it.
        name: String,
    },
    /// There is not enough room for it.
    #[error("the export needs {needed} bytes beside the data directory, {free} are free")]
    NoRoom {
        /// Bytes that it needs.
        needed: u64,
        /// Bytes that are free for this user.
        free: u64,
    },
    /// The data directory cannot be exchanged, because it is a file system of its own.
    #[error("the data directory {} cannot be exchanged: it is a mount point", .0.display())]
    MountPoint(PathBuf),
    /// The wish to stop came before everything was in place.
    #[error("the import was stopped")]
    Stopped,
    /// The files or the database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ImportError {
    /// Builds the error of a failed read of the export.
    pub(super) fn unreadable(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            return Self::Truncated("inside of a member's header".to_owned());
        }
        Self::Unreadable(Arc::new(error))
    }

    /// Builds the error of a refused member.
    pub(super) fn member(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Member { name: name.into(), reason: reason.into() }
    }

    /// Refuses a version that this program does not know.
    pub(super) fn check_versions(format: u32, schema: i64) -> Result<(), Self> {
        let format = ("format version", i64::from(format), i64::from(FORMAT_VERSION));
        for (what, found, known) in [format, ("schema version", schema, SCHEMA_VERSION)] {
            if found > known {
                return Err(Self::Newer { what, found, known });
            }
            if found < 1 {
                return Err(Self::NotAnExport(format!("it has {what} {found}")));
            }
        }
        Ok(())
    }
}

impl From<rusqlite::Error> for ImportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Hint for ImportError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotAnExport(_)
            | Self::Newer { .. }
            | Self::Older { .. }
            | Self::Strange { .. }
            | Self::MountPoint(_) => Kind::Usage,
            Self::Store(error) => error.kind(),
            _ => Kind::Failed,
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self {
            Self::NotAnExport(_) => "give a file that 'cruddur-obs backend export' wrote",
            Self::Newer { .. } => "use the newer version of this program",
            Self::Older { .. } => {
                "import it with the version that wrote it, serve that folder with this version, \
                 and export again"
            }
            Self::Truncated(_) | Self::Member { .. } | Self::Catalog(_) => {
                "export again, or fetch the file again; nothing was changed"
            }
            Self::NoRoom { .. } => "free space, or import into a folder on another disk",
            Self::Strange { .. } => "name a folder of its own with --data-dir",
            Self::MountPoint(_) => "name a folder below it with --data-dir",
            Self::Unreadable(_) | Self::Stopped => "nothing was changed; import again",
            Self::Store(error) => return error.hints(),
        };
        vec![hint.to_owned()]
    }
}
