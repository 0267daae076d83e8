//! Appends, commits, seals, answers.

use std::sync::Arc;

use crate::backend::store::AppendError;
use crate::backend::store::Pending;
use crate::backend::store::Received;
use crate::backend::store::Store;
use crate::backend::store::StoreError;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::catalog::meta;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::all_rows;
use crate::backend::store::testing::append;
use crate::backend::store::testing::batch;
use crate::backend::store::testing::copy_crashed;
use crate::backend::store::testing::create_group;
use crate::backend::store::testing::create_stream;
use crate::backend::store::testing::options;
use crate::backend::store::testing::scope;
use crate::base::ManualClock;

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(START_MS))
}

#[test]
fn appended_events_get_numbers_and_touch_their_stream() {
    let store = Store::in_memory(clock()).unwrap();
    let group = create_group(&store, "g");
    let stream = create_stream(&store, group.id, "s");
    let ack = append(&store, "g", "s", &[(START_MS + 5, "five"), (START_MS + 1, "one")]);
    assert_eq!((ack.first_sequence, ack.last_sequence, ack.ingestion_ms), (1, 2, START_MS));
    let rows = all_rows(&store.snapshot()).unwrap();
    assert_eq!(rows[0], (group.id, stream.id, START_MS + 5, START_MS, 1, "five".to_owned()));
    assert_eq!(rows[1].5, "one");
    let found = store.read(|connection| log_streams::find(connection, group.id, "s")).unwrap();
    let found = found.unwrap();
    assert_eq!(found.first_event_ms, Some(START_MS + 1));
    assert_eq!(found.last_event_ms, Some(START_MS + 5));
    assert_eq!(found.last_ingestion_ms, Some(START_MS));
    assert_eq!(found.stored_bytes, 7 + 2 * 26);
    let found = store.read(|connection| log_groups::find(connection, &scope(), "g")).unwrap();
    assert_eq!(found.unwrap().stored_bytes, 7 + 2 * 26);
}

#[test]
fn missing_group_and_stream_are_told_apart() {
    let store = Store::in_memory(clock()).unwrap();
    let append = |group: &str| store.append_logs(batch(group, "s", &[(START_MS, "x")])).wait();
    assert!(matches!(append("g"), Err(AppendError::GroupMissing)));
    let group = create_group(&store, "g");
    assert!(matches!(append("g"), Err(AppendError::StreamMissing)));
    create_stream(&store, group.id, "s");
    assert!(append("g").is_ok());
    store.write(move |connection| log_streams::delete(connection, group.id, "s")).wait().unwrap();
    assert!(matches!(append("g"), Err(AppendError::StreamMissing)));
    store.write(|connection| log_groups::delete(connection, &scope(), "g")).wait().unwrap();
    assert!(matches!(append("g"), Err(AppendError::GroupMissing)));
    assert!(all_rows(&store.snapshot()).unwrap().is_empty());
}

#[test]
fn requests_of_one_commit_are_done_in_order() {
    let store = Store::in_memory(clock()).unwrap();
    let group = create_group(&store, "g");
    let created =
        store.write(move |connection| log_streams::create(connection, group.id, "s", START_MS));
    let first = store.append_logs(batch("g", "s", &[(START_MS, "kept")]));
    let deleted = store.write(move |connection| log_streams::delete(connection, group.id, "s"));
    let second = store.append_logs(batch("g", "s", &[(START_MS, "refused")]));
    assert!(created.wait().unwrap().is_some());
    assert!(first.wait().is_ok());
    assert!(deleted.wait().unwrap());
    assert!(matches!(second.wait(), Err(AppendError::StreamMissing)));
    assert!(all_rows(&store.snapshot()).unwrap().is_empty());
}

#[test]
fn a_failed_change_takes_back_only_itself() {
    let store = Store::in_memory(clock()).unwrap();
    let set = |key: &'static str, fail: bool| -> Pending<Result<(), StoreError>> {
        store.write(move |connection| {
            meta::set(connection, key, "1")?;
            if fail { Err(StoreError::Stopped) } else { Ok(()) }
        })
    };
    let (a, b, c) = (set("a", false), set("b", true), set("c", false));
    let d: Pending<Result<(), StoreError>> = store.write(|_| panic!("a bad change"));
    assert!(a.wait().is_ok());
    assert!(matches!(b.wait(), Err(StoreError::Stopped)));
    assert!(c.wait().is_ok());
    assert!(matches!(d.wait(), Err(StoreError::ChangeBroke(_))));
    let get = |key| store.read(|connection| meta::get(connection, key)).unwrap();
    assert_eq!((get("a"), get("b"), get("c")), (Some("1".into()), None, Some("1".into())));
    let broken = store.write(|connection| Ok::<_, StoreError>(connection.execute_batch("COMMIT")?));
    assert!(broken.wait().is_err());
    assert!(set("e", false).wait().is_ok());
}

#[test]
fn a_failed_commit_keeps_nothing_and_ends_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(options(directory.path(), &clock())).unwrap();
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    append(&store, "g", "s", &[(START_MS, "before")]);
    let limit = |pages: i64| {
        store
            .write(move |connection| {
                let sql = format!("PRAGMA max_page_count = {pages}");
                Ok::<i64, StoreError>(connection.query_row(&sql, [], |row| row.get(0))?)
            })
            .wait()
            .unwrap()
    };
    limit(1);
    let long = "x".repeat(1_000_000);
    let failed = store.append_logs(batch("g", "s", &[(START_MS, long.as_str())])).wait();
    assert!(matches!(failed, Err(AppendError::Store(StoreError::CommitFailed(_)))), "{failed:?}");
    assert_eq!(store.statistics().failed_commits, 1);
    limit(1_000_000);
    let ack = append(&store, "g", "s", &[(START_MS, "after")]);
    let rows = all_rows(&store.snapshot()).unwrap();
    let texts: Vec<&str> = rows.iter().map(|row| row.5.as_str()).collect();
    assert_eq!(texts, ["before", "after"]);
    drop(store);
    let store = Store::open(options(directory.path(), &clock())).unwrap();
    let again = append(&store, "g", "s", &[(START_MS, "again")]);
    assert!(again.first_sequence > ack.last_sequence);
    assert_eq!(all_rows(&store.snapshot()).unwrap().len(), 3);
}

#[test]
fn order_survives_a_clock_that_goes_back_and_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let clock = clock();
    let open = || Store::open(options(directory.path(), &clock)).unwrap();
    let store = open();
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    clock.set(START_MS + 100);
    let first = append(&store, "g", "s", &[(START_MS, "1")]);
    clock.set(START_MS);
    let second = append(&store, "g", "s", &[(START_MS, "2")]);
    store.seal().wait().unwrap();
    assert_eq!(store.statistics().hot_rows, 0);
    assert_eq!(store.statistics().file_rows, 2);
    store.close();
    assert!(store.append_logs(batch("g", "s", &[])).wait().is_err());
    let store = open();
    let third = append(&store, "g", "s", &[(START_MS, "3")]);
    for (earlier, later) in [(first, second), (second, third)] {
        assert!(earlier.last_sequence < later.first_sequence);
        assert!(earlier.ingestion_ms <= later.ingestion_ms);
    }
}

#[test]
fn a_crash_loses_nothing_that_was_acknowledged() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(options(directory.path(), &clock())).unwrap();
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    for round in 0..20 {
        append(&store, "g", "s", &[(START_MS + round, "a"), (START_MS - round * 3_600_000, "b")]);
        if round == 9 {
            store.seal().wait().unwrap();
        }
    }
    let before = all_rows(&store.snapshot()).unwrap();
    assert_eq!(before.len(), 40);
    let crashed = directory.path().join("crashed");
    copy_crashed(&store, &directory.path().join("data"), &crashed.join("data"));
    let recovered = Store::open(options(&crashed, &clock())).unwrap();
    assert_eq!(all_rows(&recovered.snapshot()).unwrap(), before);
}

#[test]
fn single_commits_leave_few_batches() {
    let store = Store::in_memory(clock()).unwrap();
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    for round in 0..1000 {
        append(&store, "g", "s", &[(START_MS + round, "a")]);
    }
    let figures = store.statistics();
    assert!(figures.hot_batches <= 12, "{figures:?}");
    assert_eq!(figures.hot_rows, 1000);
    let rows = all_rows(&store.snapshot()).unwrap();
    assert!(rows.iter().enumerate().all(|(place, row)| row.2 == START_MS + place as i64));
}

#[test]
fn appends_wait_for_room_and_all_arrive() {
    let directory = tempfile::tempdir().unwrap();
    let mut options = options(directory.path(), &clock());
    options.hot_cap_bytes = 20_000;
    let store = Store::open(options).unwrap();
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    let text = "x".repeat(1000);
    let pending: Vec<_> = (0..200)
        .map(|round| store.append_logs(batch("g", "s", &[(START_MS + round, text.as_str())])))
        .collect();
    for pending in pending {
        pending.wait().unwrap();
        assert!(store.statistics().hot_bytes <= 20_000);
    }
    let large = "y".repeat(50_000);
    append(&store, "g", "s", &[(START_MS, large.as_str())]);
    assert_eq!(all_rows(&store.snapshot()).unwrap().len(), 201);
    assert!(store.statistics().seals > 5);
}

#[test]
fn a_full_disk_refuses_events_and_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let mut options = options(directory.path(), &clock());
    options.disk_reserve_bytes = Some(u64::MAX);
    let store = Store::open(options).unwrap();
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    let refused = store.append_logs(batch("g", "s", &[(START_MS, "x")])).wait();
    assert!(matches!(refused, Err(AppendError::DiskFull { .. })));
    assert!(
        store.write(|connection| log_groups::delete(connection, &scope(), "g")).wait().unwrap()
    );
    assert_eq!(store.statistics().refused_batches, 1);
    assert_eq!(store.statistics().queued_bytes, 0);
}

#[test]
fn subscribers_get_batches_or_learn_what_they_lost() {
    let directory = tempfile::tempdir().unwrap();
    let mut options = options(directory.path(), &clock());
    options.subscription_bytes = 10;
    let store = Store::open(options).unwrap();
    let group = create_group(&store, "g");
    create_stream(&store, group.id, "s");
    append(&store, "g", "s", &[(START_MS, "before")]);
    let mut quick = store.subscribe();
    let mut slow = store.subscribe();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for text in ["one two", "three four", "five six"] {
        append(&store, "g", "s", &[(START_MS, text)]);
        let received = runtime.block_on(quick.receive());
        let Some(Received::Batch(rows)) = received else { panic!("{received:?}") };
        assert_eq!(rows.num_rows(), 1);
    }
    assert!(quick.try_receive().is_none());
    assert!(matches!(slow.try_receive(), Some(Received::Lost { rows: 2 })));
    assert!(matches!(slow.try_receive(), Some(Received::Batch(_))));
    assert!(slow.try_receive().is_none());
    store.close();
    assert!(runtime.block_on(quick.receive()).is_none());
}

#[test]
fn sealed_files_are_one_a_day_in_order_and_private() {
    use std::os::unix::fs::MetadataExt as _;
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(options(directory.path(), &clock())).unwrap();
    for name in ["b", "a"] {
        let group = create_group(&store, name);
        create_stream(&store, group.id, "s");
    }
    append(&store, "a", "s", &[(START_MS + 1, "a1"), (START_MS - 1, "a0"), (START_MS, "a2")]);
    append(&store, "b", "s", &[(START_MS + 1, "b1")]);
    store.seal().wait().unwrap();
    let mut names: Vec<String> = std::fs::read_dir(directory.path().join("data/logs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["2026-11-20-00000001.parquet", "2026-11-21-00000002.parquet"]);
    for path in ["data/store.sqlite", "data/store.sqlite-wal", "data/store.sqlite-shm"] {
        let metadata = std::fs::metadata(directory.path().join(path)).unwrap();
        assert_eq!(metadata.mode() & 0o777, 0o600, "{path}");
    }
    let file = directory.path().join("data/logs").join(&names[1]);
    assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(
        std::fs::File::open(file).unwrap(),
    );
    let rows = reader.unwrap().build().unwrap().next().unwrap().unwrap();
    let columns = crate::backend::store::LogColumns::of(&rows).unwrap();
    let texts: Vec<&str> = (0..3).map(|row| columns.messages.value(row)).collect();
    assert_eq!(texts, ["b1", "a2", "a1"]);
}
