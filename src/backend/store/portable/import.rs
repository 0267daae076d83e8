//! Makes a data directory out of an export: all of it, or nothing.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use super::check;
use super::contents;
use super::document::CATALOG_NAME;
use super::document::Document;
use super::error::ImportError;
use super::foreign;
use super::replace;
use super::replace::Exchange;
use super::unpack;
use crate::backend::store::Store;
use crate::backend::store::catalog;
use crate::backend::store::database::DatabasePlace;
use crate::backend::store::directory::DataDirectory;
use crate::backend::store::directory::DirectoryLock;
use crate::backend::store::directory::LockOutcome;
use crate::backend::store::directory::sync_parent;
use crate::backend::store::error::StoreError;
use crate::backend::store::files::Files as _;
use crate::backend::store::files::OperatingSystemFiles;
use crate::backend::store::options::StoreOptions;
use crate::backend::store::schema;
use crate::base::Clock;
use crate::base::random_hex;

/// What was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Version of the program that wrote the export.
    pub tool_version: String,
    /// When the export was taken, in milliseconds since the epoch.
    pub created_ms: i64,
    /// Rows of log events; those of deleted streams and groups count until they are compacted.
    pub log_rows: u64,
    /// Log groups.
    pub log_groups: u64,
}

/// Says whether a directory, whose lock is held, holds anything that an import would replace.
///
/// # Errors
/// The directory cannot be looked at, or holds what no backend put there.
pub fn holds_data(directory: &DataDirectory, clock: Arc<dyn Clock>) -> Result<bool, ImportError> {
    contents::check(directory.path())?;
    let is_there = |name: &str| fs::symlink_metadata(directory.path().join(name)).is_ok();
    let folders = crate::backend::store::table::TableId::ALL;
    if !is_there(schema::DATABASE_NAME)
        && !folders.into_iter().any(|table| is_there(table.definition().name()))
    {
        return Ok(false);
    }
    let mut options = StoreOptions::new(directory.path().to_owned(), clock);
    options.maintenance_interval = None;
    // What cannot be opened may still be dear to somebody.
    let Ok(store) = Store::open(options) else { return Ok(true) };
    let totals = store.read(catalog::totals)?;
    let figures = store.statistics();
    store.close();
    Ok(totals != catalog::Totals::default() || figures.hot_rows > 0 || figures.file_rows > 0)
}

/// Replaces all that `directory` holds by the export that `archive` is.
///
/// A crash at any time leaves what was there before or all of the new. `goes_on` is asked often;
/// once it says no, nothing is changed and the import ends with an error.
///
/// # Errors
/// The export is refused, or the directory cannot be replaced; it is untouched then.
pub fn import(
    directory: &DataDirectory,
    lock: DirectoryLock,
    archive: &mut dyn Read,
    clock: Arc<dyn Clock>,
    goes_on: &dyn Fn() -> bool,
) -> Result<Imported, ImportError> {
    let steps = Steps { exchange: replace::exchange, reached: &mut |_| {} };
    import_in_steps(directory, lock, archive, clock, goes_on, steps)
}

/// How the directory is exchanged, and who is told how far the import is.
pub(super) struct Steps<'a> {
    pub(super) exchange: Exchange,
    pub(super) reached: &'a mut dyn FnMut(&str),
}

/// Does what [`import`] does, step by step.
pub(super) fn import_in_steps(
    directory: &DataDirectory,
    lock: DirectoryLock,
    archive: &mut dyn Read,
    clock: Arc<dyn Clock>,
    goes_on: &dyn Fn() -> bool,
    steps: Steps<'_>,
) -> Result<Imported, ImportError> {
    let current = fs::canonicalize(directory.path())
        .map_err(|error| StoreError::io("look at", directory.path(), error))?;
    let current = current.as_path();
    if current.file_name().is_none() {
        return Err(ImportError::MountPoint(current.to_owned()));
    }
    remove_leftovers(current);
    contents::check(current)?;
    let staged = Staged::create(current)?;
    let document = unpack::unpack(archive, &staged.0, goes_on)?;
    (steps.reached)("unpacked");
    build(&staged.0, &document, clock, goes_on)?;
    // Whoever comes after the exchange finds the new directory held until all is done.
    let new = DataDirectory::open(&staged.0)?;
    let LockOutcome::Held(new_lock) = DirectoryLock::try_acquire(&new)? else {
        return Err(StoreError::Stopped.into());
    };
    for path in [staged.0.as_path(), current] {
        let sync = if path == current {
            sync_parent(path)
        } else {
            OperatingSystemFiles.sync_directory(path)
        };
        sync.map_err(|error| StoreError::io("sync", path, error))?;
    }
    (steps.reached)("built");
    if !goes_on() {
        return Err(ImportError::Stopped);
    }
    replace::replace(current, &staged.0, steps.exchange)?;
    (steps.reached)("exchanged");
    drop(staged);
    // The old lock is that of a file which is gone by now; only then may others have the new one.
    drop(lock);
    drop(new_lock);
    (steps.reached)("done");
    Ok(Imported {
        log_rows: document.rows.values().sum(),
        log_groups: document.catalog_rows.get("log_groups").copied().unwrap_or(0),
        tool_version: document.tool_version,
        created_ms: document.created_ms,
    })
}

/// Turns unpacked members into a data directory, and opens it once to see that it is one.
fn build(
    folder: &Path,
    document: &Document,
    clock: Arc<dyn Clock>,
    goes_on: &dyn Fn() -> bool,
) -> Result<(), ImportError> {
    let foreign = folder.join(CATALOG_NAME);
    let database = DatabasePlace::File(folder.join(schema::DATABASE_NAME));
    foreign::adopt(&foreign, &database, document)?;
    remove_foreign(folder)?;
    check::check(&database.connect()?, folder, document, goes_on)?;
    let mut options = StoreOptions::new(folder.to_owned(), clock);
    options.maintenance_interval = None;
    let store = Store::open(options)?;
    store.read(catalog::totals)?;
    store.close();
    Ok(())
}

/// Removes the foreign catalog, and what the database library may have put beside it.
fn remove_foreign(folder: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        let path = folder.join(format!("{CATALOG_NAME}{suffix}"));
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io("remove", &path, error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A private folder beside the data directory; what it is at the end is removed.
struct Staged(PathBuf);

impl Staged {
    fn create(current: &Path) -> Result<Self, StoreError> {
        let suffix = random_hex(8).map_err(|_| StoreError::NoRandom)?;
        let path = current.with_file_name(format!("{}{suffix}", staged_prefix(current)));
        OperatingSystemFiles
            .create_directory(&path)
            .map_err(|error| StoreError::io("create", &path, error))?;
        Ok(Self(path))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next import.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn staged_prefix(current: &Path) -> String {
    format!(".{}.import-", current.file_name().unwrap_or_default().to_string_lossy())
}

/// Removes what imports that were killed left behind; the lock says that none goes on.
fn remove_leftovers(current: &Path) {
    let prefix = staged_prefix(current);
    let Some(parent) = current.parent() else { return };
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && entry.file_name().to_string_lossy().starts_with(&prefix) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
