//! The data directory: who may own it, and which process holds it.
//!
//! Knows nothing of what is kept in the directory. One process at a time holds the lock; it
//! publishes its address so that others can talk to it instead.

use std::fs;
use std::io;
use std::io::Write as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;

use super::error::StoreError;
use super::files::create_private;
use crate::base::random_hex;

pub(crate) const LOCK_NAME: &str = "lock";
pub(crate) const HOLDER_NAME: &str = "holder.json";

/// How often a lock file is opened that turns out to be another directory's.
const LOCK_ATTEMPTS: u32 = 10;

/// A holder's file longer than this is not one of ours.
const MAXIMUM_HOLDER_BYTES: u64 = 4096;

/// A directory that was checked: it is ours, and nobody else may write in it.
#[derive(Clone, Debug)]
pub struct DataDirectory {
    path: PathBuf,
}

impl DataDirectory {
    /// Opens the directory, creating it with mode 0700 if it does not exist.
    ///
    /// # Errors
    /// The path is a symbolic link or no directory, belongs to another user, may be written by
    /// others, or cannot be created.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        match fs::symlink_metadata(path) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                bring_back(path);
                if fs::symlink_metadata(path).is_err() {
                    create_directory(path)?;
                }
            }
            Err(error) => return Err(StoreError::io("look at", path, error)),
        }
        check_directory(path)?;
        Ok(Self { path: path.to_owned() })
    }

    /// Returns where the directory is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Returns where a directory is put aside while another takes its name, if names cannot be
/// exchanged at once.
pub(crate) fn displaced_name(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.replaced"))
}

/// Gives a directory its name back that was put aside when everything broke off.
fn bring_back(path: &Path) {
    let aside = displaced_name(path);
    if check_directory(&aside).is_ok() {
        // If the other directory came to its name meanwhile, this fails and all is well.
        let _ = fs::rename(&aside, path);
    }
}

fn create_directory(path: &Path) -> Result<(), StoreError> {
    let new_names: Vec<&Path> = path
        .ancestors()
        .take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists())
        .collect();
    let built = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    built
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o700)))
        .and_then(|()| new_names.iter().try_for_each(|name| sync_parent(name)))
        .map_err(|error| StoreError::io("create", path, error))
}

/// Waits until the name of a new folder is on the disk: what is in it would be lost without.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => fs::File::open(parent)?.sync_all(),
        _ => fs::File::open(".")?.sync_all(),
    }
}

/// Refuses a directory that is a link, belongs to another user, or may be written by others.
pub(crate) fn check_directory(path: &Path) -> Result<(), StoreError> {
    let metadata =
        fs::symlink_metadata(path).map_err(|error| StoreError::io("look at", path, error))?;
    if !metadata.is_dir() {
        let reason =
            if metadata.is_symlink() { "it is a symbolic link" } else { "it is no directory" };
        return Err(refused(path, reason.to_owned()));
    }
    check_owner(path, &metadata)
}

/// Refuses a file that is a link, belongs to another user, or may be written by others.
///
/// A file that does not exist passes.
pub(crate) fn check_file(path: &Path) -> Result<bool, StoreError> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(StoreError::io("look at", path, error)),
    };
    if !metadata.is_file() {
        return Err(refused(path, "it is no plain file".to_owned()));
    }
    check_owner(path, &metadata)?;
    Ok(true)
}

fn check_owner(path: &Path, metadata: &fs::Metadata) -> Result<(), StoreError> {
    let user = rustix::process::geteuid().as_raw();
    if metadata.uid() != user {
        let reason = format!("it belongs to user {}, this process is user {user}", metadata.uid());
        return Err(refused(path, reason));
    }
    let mode = metadata.mode() & 0o777;
    if mode & 0o022 != 0 {
        return Err(refused(path, format!("others may write in it (mode {mode:03o})")));
    }
    Ok(())
}

fn refused(path: &Path, reason: String) -> StoreError {
    StoreError::Refused { path: path.to_owned(), reason }
}

/// The process that holds a data directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Process number.
    pub pid: u32,
    /// Where it listens, as host and port.
    pub address: String,
    /// Random text that the process at that address must repeat.
    pub nonce: String,
}

/// What came of asking for the lock.
#[derive(Debug)]
pub enum LockOutcome {
    /// This process holds the directory now.
    Held(DirectoryLock),
    /// Another process holds it; it may not have published its address yet.
    HeldBy(Option<Holder>),
}

/// The right to use a data directory, until it is dropped.
#[derive(Debug)]
pub struct DirectoryLock {
    // The operating system releases the lock when the file is closed, also after a crash.
    _file: fs::File,
    directory: PathBuf,
}

impl DirectoryLock {
    /// Tries to take the lock, without waiting.
    ///
    /// # Errors
    /// The lock file is not ours or cannot be opened.
    pub fn try_acquire(directory: &DataDirectory) -> Result<LockOutcome, StoreError> {
        let path = directory.path.join(LOCK_NAME);
        let mut file = open_lock_file(&path)?;
        let mut locked = file.try_lock();
        // An import may have put another directory, with another lock, in the place of the one
        // whose file was opened.
        for _ in 0..LOCK_ATTEMPTS {
            if locked.is_err() || is_at(&file, &path) {
                break;
            }
            file = open_lock_file(&path)?;
            locked = file.try_lock();
        }
        match locked {
            Ok(()) => {
                let lock = Self { _file: file, directory: directory.path.clone() };
                // What a crashed holder left behind must not be mistaken for this process.
                lock.withdraw()?;
                Ok(LockOutcome::Held(lock))
            }
            Err(fs::TryLockError::WouldBlock) => Ok(LockOutcome::HeldBy(read_holder(directory))),
            Err(fs::TryLockError::Error(error)) => Err(StoreError::io("lock", &path, error)),
        }
    }

    /// Tells others where this process listens, in one step: they see all of it or nothing.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn publish(&self, address: &str, nonce: &str) -> Result<(), StoreError> {
        let holder = Holder {
            pid: std::process::id(),
            address: address.to_owned(),
            nonce: nonce.to_owned(),
        };
        let target = self.directory.join(HOLDER_NAME);
        let suffix = random_hex(8).map_err(|_| StoreError::NoRandom)?;
        let temporary = self.directory.join(format!("{HOLDER_NAME}.{suffix}.tmp"));
        let written =
            write_holder(&temporary, &holder).and_then(|()| fs::rename(&temporary, &target));
        written.map_err(|error| {
            let _ = fs::remove_file(&temporary);
            StoreError::io("write", &target, error)
        })
    }

    /// Removes what [`Self::publish`] wrote; others then see a holder without an address.
    ///
    /// # Errors
    /// The file cannot be removed.
    pub fn withdraw(&self) -> Result<(), StoreError> {
        let path = self.directory.join(HOLDER_NAME);
        match fs::remove_file(&path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(StoreError::io("remove", &path, error)),
        }
    }
}

impl Drop for DirectoryLock {
    fn drop(&mut self) {
        // Before the lock goes: afterwards the file may be another process's.
        let _ = self.withdraw();
    }
}

/// Says whether the file of that name is the open one.
fn is_at(file: &fs::File, path: &Path) -> bool {
    let same = |open: fs::Metadata, named: fs::Metadata| {
        (open.dev(), open.ino()) == (named.dev(), named.ino())
    };
    file.metadata().ok().zip(fs::symlink_metadata(path).ok()).is_some_and(|(a, b)| same(a, b))
}

fn open_lock_file(path: &Path) -> Result<fs::File, StoreError> {
    if check_file(path)? {
        return fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(path)
            .map_err(|error| StoreError::io("open", path, error));
    }
    match create_private(path) {
        Ok(file) => Ok(file),
        // Another process created it in this moment.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(path)
            .map_err(|error| StoreError::io("open", path, error)),
        Err(error) => Err(StoreError::io("create", path, error)),
    }
}

fn write_holder(path: &Path, holder: &Holder) -> io::Result<()> {
    let mut file = create_private(path)?;
    file.write_all(&serde_json::to_vec(holder)?)
}

fn read_holder(directory: &DataDirectory) -> Option<Holder> {
    let path = directory.path.join(HOLDER_NAME);
    // A holder's file that is not ours or not readable is the same as none.
    if !check_file(&path).ok()? || fs::metadata(&path).ok()?.len() > MAXIMUM_HOLDER_BYTES {
        return None;
    }
    serde_json::from_slice(&fs::read(&path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn directory_and_files_are_private_from_creation() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a/b");
        let directory = DataDirectory::open(&path).unwrap();
        assert_eq!(mode(&path), 0o700);
        let LockOutcome::Held(lock) = DirectoryLock::try_acquire(&directory).unwrap() else {
            panic!("the lock is free");
        };
        lock.publish("127.0.0.1:1", "n").unwrap();
        assert_eq!(mode(&path.join(LOCK_NAME)), 0o600);
        assert_eq!(mode(&path.join(HOLDER_NAME)), 0o600);
    }

    #[test]
    fn unsafe_directories_are_refused() {
        let root = tempfile::tempdir().unwrap();
        let open = root.path().join("open");
        fs::create_dir(&open).unwrap();
        for unsafe_mode in [0o770, 0o702, 0o720] {
            fs::set_permissions(&open, fs::Permissions::from_mode(unsafe_mode)).unwrap();
            let error = DataDirectory::open(&open).unwrap_err();
            assert!(matches!(error, StoreError::Refused { .. }), "{error}");
        }
        fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(DataDirectory::open(&open).is_ok());

        let link = root.path().join("link");
        std::os::unix::fs::symlink(&open, &link).unwrap();
        assert!(matches!(DataDirectory::open(&link), Err(StoreError::Refused { .. })));
        let file = root.path().join("file");
        fs::write(&file, "x").unwrap();
        assert!(matches!(DataDirectory::open(&file), Err(StoreError::Refused { .. })));
        if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(&open, Some(12345), None).unwrap();
            assert!(matches!(DataDirectory::open(&open), Err(StoreError::Refused { .. })));
        }
    }

    #[test]
    fn one_handle_holds_the_lock_and_the_other_learns_the_address() {
        let root = tempfile::tempdir().unwrap();
        let directory = DataDirectory::open(&root.path().join("data")).unwrap();
        fs::write(directory.path().join(HOLDER_NAME), r#"{"pid":1,"address":"old","nonce":"x"}"#)
            .unwrap();
        let LockOutcome::Held(lock) = DirectoryLock::try_acquire(&directory).unwrap() else {
            panic!("the lock is free");
        };
        let LockOutcome::HeldBy(None) = DirectoryLock::try_acquire(&directory).unwrap() else {
            panic!("held, and what a crashed holder left is gone");
        };
        lock.publish("127.0.0.1:4570", "abc").unwrap();
        lock.publish("127.0.0.1:4571", "abd").unwrap();
        let LockOutcome::HeldBy(Some(holder)) = DirectoryLock::try_acquire(&directory).unwrap()
        else {
            panic!("held and published");
        };
        assert_eq!(holder.address, "127.0.0.1:4571");
        assert_eq!(holder.nonce, "abd");
        assert_eq!(holder.pid, std::process::id());
        drop(lock);
        assert!(!directory.path().join(HOLDER_NAME).exists());
        assert!(directory.path().join(LOCK_NAME).exists());
        let again = DirectoryLock::try_acquire(&directory).unwrap();
        assert!(matches!(again, LockOutcome::Held(_)));
    }
}
