//! A store in memory: what it shares with one in a directory, and what it must not leave.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use crate::backend::store::Store;
use crate::backend::store::StoreOptions;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::encoder::DAY_MS;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::all_rows;
use crate::backend::store::testing::append;
use crate::backend::store::testing::create_group;
use crate::backend::store::testing::create_stream;
use crate::backend::store::testing::scope;
use crate::base::ManualClock;

fn open() -> (Store, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(START_MS));
    let mut options = StoreOptions::in_memory(clock.clone());
    options.maintenance_interval = None;
    (Store::open(options).unwrap(), clock)
}

#[test]
fn seals_compacts_and_sweeps() {
    let (store, clock) = open();
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    for round in 0..3 {
        append(&store, "g", "s", &[(START_MS + round, "a"), (START_MS - DAY_MS, "b")]);
        store.seal().wait().unwrap();
    }
    let held = store.snapshot();
    let rows = all_rows(&held).unwrap();
    store.compact().wait().unwrap();
    assert_eq!((store.statistics().files, rows.len()), (2, 6));
    assert_eq!(all_rows(&store.snapshot()).unwrap(), rows);
    assert_eq!(all_rows(&held).unwrap(), rows, "a snapshot keeps its files");
    let changed = store.write(|connection| {
        let mut found = log_groups::find(connection, &scope(), "g")?.unwrap();
        found.retention_days = Some(1);
        log_groups::update(connection, &found)
    });
    assert!(changed.wait().unwrap());
    clock.set(START_MS + 3);
    store.sweep().wait().unwrap();
    assert_eq!((store.statistics().files, store.statistics().failed_jobs), (1, 0));
    assert_eq!(all_rows(&store.snapshot()).unwrap().len(), 3);
}

#[test]
fn reads_go_on_while_the_writer_writes() {
    let (store, _) = open();
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    let done = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..6)
        .map(|_| {
            let (store, done) = (store.clone(), done.clone());
            std::thread::spawn(move || {
                let mut count = 0;
                while !done.load(Ordering::Relaxed) {
                    let seen = store.read(|connection| {
                        let first = log_streams::find(connection, 1, "s")?.unwrap();
                        let second = log_streams::find(connection, 1, "s")?.unwrap();
                        assert_eq!(first.stored_bytes, second.stored_bytes, "one state");
                        Ok::<_, crate::backend::store::StoreError>(first.stored_bytes)
                    });
                    assert!(seen.unwrap() >= count);
                    count = seen_bytes(&store);
                }
            })
        })
        .collect();
    for round in 0..300 {
        append(&store, "g", "s", &[(START_MS + round, "a line")]);
    }
    done.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.join().unwrap();
    }
    assert_eq!(store.statistics().failed_commits, 0);
    assert_eq!(all_rows(&store.snapshot()).unwrap().len(), 300);
}

fn seen_bytes(store: &Store) -> i64 {
    let found = store.read(|connection| log_groups::find(connection, &scope(), "g"));
    found.unwrap().unwrap().stored_bytes
}

#[test]
fn reads_outlive_the_writer_and_stores_know_nothing_of_each_other() {
    let (store, _) = open();
    let (other, _) = open();
    create_group(&store, "g");
    store.close();
    let find = |store: &Store| {
        store.read(|connection| log_groups::find(connection, &scope(), "g")).unwrap()
    };
    assert!(find(&store).is_some() && find(&other).is_none());
    assert!(store.statistics().database_bytes > 0);
}
