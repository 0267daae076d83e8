//! Files that only their owner may read, written whole or not at all.

use std::fs::File;
use std::fs::OpenOptions;
use std::fs::Permissions;
use std::io;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::path::PathBuf;

use rustix::fs::CWD;
use rustix::fs::RenameFlags;
use rustix::fs::renameat_with;
use rustix::io::Errno;

use super::error::CommandError;
use crate::base::random_hex;

/// Writes `text` beside `path` and renames it, so that nobody ever sees half of it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), CommandError> {
    let mut file = PrivateFile::create(path)?;
    file.write(text.as_bytes())?;
    file.finish(true)
}

/// A file that is written beside its name; dropped before its end, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct PrivateFile {
    file: File,
    beside: PathBuf,
    path: PathBuf,
}

impl PrivateFile {
    /// Creates it beside `path`.
    pub(crate) fn create(path: &Path) -> Result<Self, CommandError> {
        // Nobody can have put a link under a name that nobody knows before.
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", random_hex(8)?));
        let beside = path.with_file_name(name);
        let create = || {
            let mut options = OpenOptions::new();
            let file = options.write(true).create_new(true).mode(0o600).open(&beside)?;
            // The umask may have taken the owner's own rights.
            file.set_permissions(Permissions::from_mode(0o600))?;
            Ok(file)
        };
        let file = create().map_err(|error| failed(path, error))?;
        Ok(Self { file, beside, path: path.to_owned() })
    }

    /// Adds bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), CommandError> {
        self.file.write_all(bytes).map_err(|error| failed(&self.path, error))
    }

    /// Gives it its name; one that exists already is replaced only if `replaces`.
    pub(crate) fn finish(self, replaces: bool) -> Result<(), CommandError> {
        let finish = || {
            self.file.sync_all()?;
            if replaces {
                return std::fs::rename(&self.beside, &self.path);
            }
            match renameat_with(CWD, &self.beside, CWD, &self.path, RenameFlags::NOREPLACE) {
                // Not every file system can do that; somebody would have to be very quick.
                Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
                    if std::fs::symlink_metadata(&self.path).is_ok() {
                        return Err(io::ErrorKind::AlreadyExists.into());
                    }
                    std::fs::rename(&self.beside, &self.path)
                }
                renamed => Ok(renamed?),
            }
        };
        finish().map_err(|error| failed(&self.path, error))
    }
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        // After its renaming there is nothing of that name.
        let _ = std::fs::remove_file(&self.beside);
    }
}

fn failed(path: &Path, error: io::Error) -> CommandError {
    CommandError::io(format!("cannot write {}", path.display()), error)
}
