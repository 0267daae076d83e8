//! A crash at any step leaves what was there before, or all of the new.

use std::path::Path;

use rustix::io::Errno;

use super::world::archive;
use super::world::beside;
use super::world::clock;
use super::world::data;
use super::world::fill;
use super::world::held;
use super::world::imported;
use super::world::lock;
use super::world::open;
use crate::backend::store::DataDirectory;
use crate::backend::store::DirectoryLock;
use crate::backend::store::ImportError;
use crate::backend::store::Imported;
use crate::backend::store::LockOutcome;
use crate::backend::store::directory::displaced_name;
use crate::backend::store::portable::import::Steps;
use crate::backend::store::portable::import::import_in_steps;
use crate::backend::store::portable::replace;

fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Imports into the directory below `root`.
fn import_with(
    root: &Path,
    bytes: &[u8],
    exchange: replace::Exchange,
    goes_on: &dyn Fn() -> bool,
    reached: &mut dyn FnMut(&str),
) -> Result<Imported, ImportError> {
    let (directory, guard) = lock(root);
    let steps = Steps { exchange, reached };
    import_in_steps(&directory, guard, &mut &*bytes, clock(), goes_on, steps)
}

/// Imports and looks at what a crash at each step would have left.
fn crash_everywhere(exchange: replace::Exchange) {
    let root = tempfile::tempdir().unwrap();
    let home = root.path().join("home");
    let store = open(&home);
    fill(&store, "old");
    let old = held(&store);
    drop(store);
    let bytes = archive("new");
    let mut survivors = Vec::new();
    import_with(&home, &bytes, exchange, &|| true, &mut |step| {
        let to = root.path().join(step);
        copy_tree(&home, &to);
        survivors.push((step.to_owned(), to));
    })
    .unwrap();
    let new = held(&open(&home));
    assert_ne!(new, old);
    let steps: Vec<&str> = survivors.iter().map(|(step, _)| step.as_str()).collect();
    assert_eq!(steps, ["unpacked", "built", "exchanged", "done"]);
    for (step, root) in survivors {
        let expected = if matches!(step.as_str(), "unpacked" | "built") { &old } else { &new };
        assert_eq!(&held(&open(&root)), expected, "{step}");
        // The next import takes away what the crash left, and is not led astray by it.
        imported(&root, &archive("next")).unwrap();
        assert!(beside(&root).is_empty(), "{step}");
        assert!(held(&open(&root)).rows.iter().all(|row| row.5.starts_with("next")));
    }
}

#[test]
fn a_crash_leaves_the_old_or_the_new() {
    crash_everywhere(replace::exchange);
}

#[test]
fn a_crash_leaves_the_old_or_the_new_where_names_cannot_be_exchanged() {
    crash_everywhere(|_, _| Err(Errno::INVAL));
}

#[test]
fn a_directory_that_was_put_aside_comes_back() {
    let root = tempfile::tempdir().unwrap();
    let store = open(root.path());
    fill(&store, "old");
    let old = held(&store);
    drop(store);
    let path = data(root.path());
    std::fs::rename(&path, displaced_name(&path)).unwrap();
    assert_eq!(held(&open(root.path())), old);
    assert!(beside(root.path()).is_empty());
}

#[test]
fn a_failed_exchange_changes_nothing() {
    let root = tempfile::tempdir().unwrap();
    let store = open(root.path());
    fill(&store, "old");
    let old = held(&store);
    drop(store);
    for (error, is_mount) in [(Errno::BUSY, true), (Errno::ACCESS, false)] {
        let exchange: replace::Exchange =
            if is_mount { |_, _| Err(Errno::BUSY) } else { |_, _| Err(Errno::ACCESS) };
        let bytes = archive("new");
        let refused =
            import_with(root.path(), &bytes, exchange, &|| true, &mut |_| {}).unwrap_err();
        assert_eq!(matches!(refused, ImportError::MountPoint(_)), is_mount, "{error}: {refused}");
        assert!(beside(root.path()).is_empty());
        assert_eq!(held(&open(root.path())), old);
    }
}

#[test]
fn who_waited_for_the_old_lock_gets_the_new_one() {
    let root = tempfile::tempdir().unwrap();
    fill(&open(root.path()), "old");
    let bytes = archive("new");
    let (directory, guard) = lock(root.path());
    let waiting = std::thread::spawn({
        let path = data(root.path());
        move || {
            let directory = DataDirectory::open(&path).unwrap();
            loop {
                if let LockOutcome::Held(lock) = DirectoryLock::try_acquire(&directory).unwrap() {
                    return lock;
                }
            }
        }
    });
    let steps = Steps { exchange: replace::exchange, reached: &mut |_| {} };
    import_in_steps(&directory, guard, &mut bytes.as_slice(), clock(), &|| true, steps).unwrap();
    let lock = waiting.join().unwrap();
    let other = DirectoryLock::try_acquire(&directory).unwrap();
    assert!(matches!(other, LockOutcome::HeldBy(_)), "there is one lock");
    drop(lock);
}

#[test]
fn a_stopped_import_changes_nothing() {
    let root = tempfile::tempdir().unwrap();
    fill(&open(root.path()), "old");
    let old = held(&open(root.path()));
    let bytes = archive("new");
    for after in 0..40 {
        let asked = std::cell::Cell::new(0);
        let goes_on = || {
            asked.set(asked.get() + 1);
            asked.get() <= after
        };
        let outcome = import_with(root.path(), &bytes, replace::exchange, &goes_on, &mut |_| {});
        assert!(beside(root.path()).is_empty());
        match outcome {
            Err(ImportError::Stopped) => assert_eq!(held(&open(root.path())), old),
            Ok(_) => return assert!(after > 5, "{after}"),
            Err(error) => panic!("{error}"),
        }
    }
    panic!("it never ended");
}
