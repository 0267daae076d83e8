//! Files that only their owner may read, written whole or not at all.

use std::ffi::OsStr;
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

use super::identifiers::random_hex;

/// Random bytes in the name of a file that is being written.
const RANDOM_BYTES: usize = 8;

/// The end of the name of a file that is being written.
const SUFFIX: &str = ".new";

/// A file that is written beside its name; dropped before its end, it leaves nothing behind.
#[derive(Debug)]
pub struct PrivateFile {
    file: File,
    beside: PathBuf,
    path: PathBuf,
}

impl PrivateFile {
    /// Creates it beside `path`.
    ///
    /// # Errors
    /// The folder takes no new file.
    pub fn create(path: &Path) -> io::Result<Self> {
        // Nobody can have put a link under a name that nobody knows before.
        let mut name = path.file_name().unwrap_or_default().to_owned();
        let random = random_hex(RANDOM_BYTES).map_err(io::Error::other)?;
        name.push(format!(".{random}{SUFFIX}"));
        let beside = path.with_file_name(name);
        let mut options = OpenOptions::new();
        let file = options.write(true).create_new(true).mode(0o600).open(&beside)?;
        let created = Self { file, beside, path: path.to_owned() };
        // The umask may have taken the owner's own rights.
        created.file.set_permissions(Permissions::from_mode(0o600))?;
        Ok(created)
    }

    /// Says whether a file is what a writer of `of` leaves beside it when it is killed.
    #[must_use]
    pub fn is_leftover(name: &OsStr, of: &str) -> bool {
        let random = || {
            let rest = name.to_str()?.strip_prefix(of)?.strip_prefix('.')?;
            rest.strip_suffix(SUFFIX)
        };
        random().is_some_and(|random| {
            random.len() == 2 * RANDOM_BYTES
                && random.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        })
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// The disk is full, or fails.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Gives it its name; one that exists already is replaced only if `replaces`.
    ///
    /// # Errors
    /// The name is taken, or the disk fails.
    pub fn finish(self, replaces: bool) -> io::Result<()> {
        self.file.sync_all()?;
        self.rename(replaces)
    }

    /// Gives it its name without waiting for the disk, for what may be lost.
    ///
    /// # Errors
    /// As [`Self::finish`].
    pub fn finish_soon(self) -> io::Result<()> {
        self.rename(true)
    }

    fn rename(&self, replaces: bool) -> io::Result<()> {
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
    }
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        // After its renaming there is nothing of that name.
        let _ = std::fs::remove_file(&self.beside);
    }
}
