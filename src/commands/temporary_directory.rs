//! A folder that is removed at the end.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::path::PathBuf;

use super::error::CommandError;
use crate::base::random_hex;

/// A folder that is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct TemporaryDirectory(PathBuf);

impl TemporaryDirectory {
    /// Creates a folder that only its owner may enter.
    pub(crate) fn create(name: &str) -> Result<Self, CommandError> {
        let suffix = random_hex(8).map_err(|error| CommandError::failed(error.to_string()))?;
        let path = std::env::temp_dir().join(format!("{name}-{suffix}"));
        std::fs::DirBuilder::new().mode(0o700).create(&path).map_err(|error| {
            CommandError::io(format!("cannot create the folder {}", path.display()), error)
        })?;
        Ok(Self(path))
    }

    /// Returns its path.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryDirectory {
    fn drop(&mut self) {
        // What cannot be removed now is left to the system's own cleaning.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
