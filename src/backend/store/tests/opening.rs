//! What is refused at open, and that it is left alone.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use crate::backend::store::Store;
use crate::backend::store::StoreError;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::append;
use crate::backend::store::testing::create_group;
use crate::backend::store::testing::create_stream;
use crate::backend::store::testing::options;
use crate::base::Hint as _;
use crate::base::ManualClock;

fn open(directory: &Path) -> Result<Store, StoreError> {
    Store::open(options(directory, &Arc::new(ManualClock::new(START_MS))))
}

/// Makes a store with one sealed file and returns that file's path.
fn filled(directory: &Path) -> std::path::PathBuf {
    let store = open(directory).unwrap();
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    append(&store, "g", "s", &[(START_MS, "x")]);
    store.seal().wait().unwrap();
    let path = store.snapshot().sealed_logs()[0].path().to_owned();
    append(&store, "g", "s", &[(START_MS, "y")]);
    path
}

#[test]
fn a_damaged_foreign_or_newer_database_is_refused_and_kept() {
    let directory = tempfile::tempdir().unwrap();
    filled(directory.path());
    let database = directory.path().join("data/store.sqlite");
    let good = fs::read(&database).unwrap();
    let refuse = |bytes: &[u8]| {
        fs::write(&database, bytes).unwrap();
        let error = open(directory.path()).unwrap_err();
        assert_eq!(fs::read(&database).unwrap(), bytes, "{error}");
        assert!(!error.hints().is_empty(), "{error}");
        error
    };
    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    assert!(matches!(refuse(&newer), StoreError::NewerSchema { found: 99, .. }));
    let mut foreign = good.clone();
    foreign[68..72].copy_from_slice(&7_u32.to_be_bytes());
    assert!(matches!(refuse(&foreign), StoreError::NotOurs { .. }));
    let mut noise = good.clone();
    noise[..100].fill(b'x');
    assert!(matches!(refuse(&noise), StoreError::Damaged { .. }));
    assert!(matches!(refuse(&good[..150]), StoreError::Damaged { .. }));
    fs::write(&database, &good).unwrap();
    assert!(open(directory.path()).is_ok());
}

#[test]
fn missing_or_short_files_are_an_error_and_strays_are_removed() {
    let directory = tempfile::tempdir().unwrap();
    let file = filled(directory.path());
    let good = fs::read(&file).unwrap();
    fs::write(&file, &good[..good.len() - 1]).unwrap();
    assert!(matches!(open(directory.path()), Err(StoreError::Damaged { .. })));
    fs::remove_file(&file).unwrap();
    assert!(matches!(open(directory.path()), Err(StoreError::FileMissing { .. })));
    fs::write(&file, &good).unwrap();
    let folder = file.parent().unwrap();
    for stray in ["2026-01-01-00000009.parquet", "x.parquet.tmp", "notes.txt"] {
        fs::write(folder.join(stray), "x").unwrap();
    }
    drop(open(directory.path()).unwrap());
    assert!(file.exists() && folder.join("notes.txt").exists());
    assert_eq!(fs::read_dir(folder).unwrap().count(), 2);
}

#[test]
fn files_without_their_database_are_not_swept_away() {
    let directory = tempfile::tempdir().unwrap();
    let file = filled(directory.path());
    let database = directory.path().join("data/store.sqlite");
    fs::remove_file(&database).unwrap();
    assert!(matches!(open(directory.path()), Err(StoreError::DatabaseMissing { .. })));
    fs::write(&database, "").unwrap();
    assert!(matches!(open(directory.path()), Err(StoreError::DatabaseMissing { .. })));
    assert!(file.exists());
}

#[test]
fn links_and_open_permissions_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    filled(directory.path());
    let data = directory.path().join("data");
    let refused = || matches!(open(directory.path()), Err(StoreError::Refused { .. }));
    for path in [data.clone(), data.join("logs"), data.join("store.sqlite")] {
        let before = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
        assert!(refused(), "{}", path.display());
        fs::set_permissions(&path, before).unwrap();
        let moved = directory.path().join("moved");
        fs::rename(&path, &moved).unwrap();
        std::os::unix::fs::symlink(&moved, &path).unwrap();
        assert!(refused(), "{}", path.display());
        fs::remove_file(&path).unwrap();
        fs::rename(&moved, &path).unwrap();
    }
    assert!(open(directory.path()).is_ok());
}
