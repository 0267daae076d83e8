//! Retention, size cap, compaction, and what deletions leave behind.

use std::path::Path;

use crate::backend::store::Store;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::all_rows;
use crate::backend::store::testing::append;
use crate::backend::store::testing::create_group;
use crate::backend::store::testing::create_stream;
use crate::backend::store::testing::open_with as open;
use crate::backend::store::testing::options;
use crate::backend::store::testing::scope;

const DAY_MS: i64 = 86_400_000;

fn files_on_disk(directory: &Path) -> usize {
    std::fs::read_dir(directory.join("data/logs")).unwrap().count()
}

fn stored_bytes(store: &Store, group: &str) -> i64 {
    let found = store.read(|connection| log_groups::find(connection, &scope(), group)).unwrap();
    found.unwrap().stored_bytes
}

fn retain(store: &Store, group: &'static str, days: u32) {
    let changed = store.write(move |connection| {
        let mut found = log_groups::find(connection, &scope(), group)?.unwrap();
        found.retention_days = Some(days);
        log_groups::update(connection, &found)
    });
    assert!(changed.wait().unwrap());
}

#[test]
fn small_files_of_a_day_become_one_and_the_old_ones_go() {
    let directory = tempfile::tempdir().unwrap();
    let (store, _) = open(directory.path(), |_| {});
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    for round in 0..3 {
        append(&store, "g", "s", &[(START_MS + round, "a"), (START_MS + DAY_MS, "b")]);
        store.seal().wait().unwrap();
    }
    let held = store.snapshot();
    let rows = all_rows(&held).unwrap();
    store.compact().wait().unwrap();
    assert_eq!(store.statistics().files, 2);
    assert_eq!(all_rows(&store.snapshot()).unwrap(), rows);
    // A snapshot keeps its files readable until it goes.
    assert_eq!(files_on_disk(directory.path()), 8);
    assert_eq!(all_rows(&held).unwrap(), rows);
    drop(held);
    assert_eq!(files_on_disk(directory.path()), 2);
}

#[test]
fn expired_rows_go_with_their_file_or_at_compaction() {
    let directory = tempfile::tempdir().unwrap();
    let (store, clock) = open(directory.path(), |_| {});
    for name in ["short", "long"] {
        let group = create_group(&store, name);
        create_stream(&store, group.id, "s");
    }
    retain(&store, "short", 1);
    append(&store, "short", "s", &[(START_MS - DAY_MS, "12345"), (START_MS, "67")]);
    append(&store, "long", "s", &[(START_MS, "kept")]);
    store.seal().wait().unwrap();
    assert_eq!(stored_bytes(&store, "short"), 7 + 2 * 26);
    clock.set(START_MS + 1);
    store.sweep().wait().unwrap();
    let figures = store.statistics();
    assert_eq!((figures.files, figures.expired_files), (1, 1));
    assert_eq!(stored_bytes(&store, "short"), 2 + 26);
    clock.set(START_MS + DAY_MS + 1);
    store.sweep().wait().unwrap();
    assert_eq!(store.statistics().files, 1);
    store.compact().wait().unwrap();
    let rows = all_rows(&store.snapshot()).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((stored_bytes(&store, "short"), stored_bytes(&store, "long")), (0, 4 + 26));
    assert_eq!(files_on_disk(directory.path()), 1);
}

#[test]
fn the_size_cap_evicts_the_oldest_files_and_counts_them() {
    let directory = tempfile::tempdir().unwrap();
    let (store, _) = open(directory.path(), |options| options.size_cap_bytes = 9_000);
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    for day in 0..6 {
        append(&store, "g", "s", &[(START_MS + day * DAY_MS, "x")]);
        store.seal().wait().unwrap();
    }
    let figures = store.statistics();
    assert!(figures.file_bytes <= 9_000 && figures.files >= 2, "{figures:?}");
    assert_eq!(figures.evicted_files + figures.files, 6);
    assert_eq!(figures.evicted_rows, figures.evicted_files);
    let through = START_MS + (figures.evicted_files as i64 - 1) * DAY_MS;
    assert_eq!(figures.evicted_through_ms, Some(through));
    assert!(all_rows(&store.snapshot()).unwrap().iter().all(|row| row.2 > through));
}

#[test]
fn deletions_are_forgotten_once_no_row_is_left() {
    let directory = tempfile::tempdir().unwrap();
    let (store, clock) = open(directory.path(), |_| {});
    for name in ["a", "b"] {
        let group = create_group(&store, name);
        create_stream(&store, group.id, "s");
        create_stream(&store, group.id, "t");
        append(&store, name, "s", &[(START_MS, "s")]);
        append(&store, name, "t", &[(START_MS, "t")]);
        store.seal().wait().unwrap();
    }
    let a = store.read(|connection| log_groups::find(connection, &scope(), "a")).unwrap().unwrap();
    store.write(move |connection| log_streams::delete(connection, a.id, "s")).wait().unwrap();
    store.write(|connection| log_groups::delete(connection, &scope(), "b")).wait().unwrap();
    append(&store, "a", "t", &[(START_MS, "u")]);
    drop(store);
    let store = Store::open(options(directory.path(), &clock)).unwrap();
    let texts = |store: &Store| -> Vec<String> {
        all_rows(&store.snapshot()).unwrap().into_iter().map(|row| row.5).collect()
    };
    assert_eq!(texts(&store), ["t", "u"]);
    store.sweep().wait().unwrap();
    let tombstones = || {
        store.read(|connection| {
            let sql = "SELECT count(*) FROM tombstones";
            Ok::<i64, crate::backend::store::StoreError>(
                connection.query_row(sql, [], |row| row.get(0))?,
            )
        })
    };
    // The file of group b went as a whole, that of group a still holds the deleted stream.
    assert_eq!((tombstones().unwrap(), store.statistics().files), (1, 1));
    store.compact().wait().unwrap();
    store.sweep().wait().unwrap();
    assert_eq!(tombstones().unwrap(), 0);
    assert!(store.snapshot().dead().streams_of(a.id).is_none());
    assert_eq!(texts(&store), ["t", "u"]);
    assert_eq!(store.statistics().file_rows, 1);
}

#[test]
fn a_queue_that_is_full_refuses_and_a_closing_store_finishes_what_waits() {
    let directory = tempfile::tempdir().unwrap();
    let (store, clock) = open(directory.path(), |options| {
        options.queue_cap_bytes = 10_000;
        options.hot_cap_bytes = 4_000;
    });
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    let text = "x".repeat(1000);
    let batch = || crate::backend::store::testing::batch("g", "s", &[(START_MS, text.as_str())]);
    let waiting: Vec<_> = (0..300).map(|_| store.append_logs(batch())).collect();
    store.close();
    let answers: Vec<bool> = waiting.into_iter().map(|pending| pending.wait().is_ok()).collect();
    let taken = answers.iter().filter(|taken| **taken).count();
    assert!((5..300).contains(&taken), "{taken}");
    assert_eq!(store.statistics().queued_bytes, 0);
    drop(store);
    let store = Store::open(options(directory.path(), &clock)).unwrap();
    assert_eq!(all_rows(&store.snapshot()).unwrap().len(), taken);
}
