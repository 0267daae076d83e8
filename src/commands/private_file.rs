//! Files that only their owner may read, with errors that name the file.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::error::CommandError;
use crate::base;

/// Writes `text` beside `path` and renames it, so that nobody ever sees half of it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), CommandError> {
    let mut file = PrivateFile::create(path)?;
    file.write(text.as_bytes())?;
    file.finish(true)
}

/// A file that is written beside its name; dropped before its end, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct PrivateFile {
    file: base::PrivateFile,
    path: PathBuf,
}

impl PrivateFile {
    /// Creates it beside `path`.
    pub(crate) fn create(path: &Path) -> Result<Self, CommandError> {
        let file = base::PrivateFile::create(path).map_err(|error| failed(path, error))?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// Adds bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), CommandError> {
        self.file.write(bytes).map_err(|error| failed(&self.path, error))
    }

    /// Gives it its name; one that exists already is replaced only if `replaces`.
    pub(crate) fn finish(self, replaces: bool) -> Result<(), CommandError> {
        let Self { file, path } = self;
        file.finish(replaces).map_err(|error| failed(&path, error))
    }
}

fn failed(path: &Path, error: io::Error) -> CommandError {
    CommandError::io(format!("cannot write {}", path.display()), error)
}
