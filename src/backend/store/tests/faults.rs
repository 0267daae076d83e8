//! Failing files and power cuts at every step of sealing and compaction.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::backend::store::Store;
use crate::backend::store::StoreError;
use crate::backend::store::StoreOptions;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::files::testing::FaultyFiles;
use crate::backend::store::files::testing::PowerCutFiles;
use crate::backend::store::testing::Row;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::all_rows;
use crate::backend::store::testing::batch;
use crate::backend::store::testing::create_group;
use crate::backend::store::testing::create_stream;
use crate::backend::store::testing::options;
use crate::base::ManualClock;

const DAY_MS: i64 = 86_400_000;

fn plain_options(directory: &Path) -> StoreOptions {
    options(directory, &Arc::new(ManualClock::new(START_MS)))
}

/// Appends, seals, deletes, compacts and sweeps; returns the rows that must be there.
///
/// Files may fail at any step; the database does not.
fn scenario(store: &Store) -> Vec<Row> {
    let group = create_group(store, "g");
    let stream = create_stream(store, group.id, "s").id;
    let lost = create_stream(store, group.id, "lost").id;
    let mut expected = Vec::new();
    for round in 0..3_i64 {
        for (name, stream_id) in [("s", stream), ("lost", lost)] {
            let times = [START_MS + round, START_MS - DAY_MS + round];
            let text = format!("{name} {round}");
            let events: Vec<(i64, &str)> =
                times.iter().map(|time| (*time, text.as_str())).collect();
            let acknowledged = store.append_logs(batch("g", name, &events)).wait();
            let Ok(ack) = acknowledged else { continue };
            for (place, time) in times.into_iter().enumerate() {
                let sequence = ack.first_sequence + place as u64;
                let row = (group.id, stream_id, time, ack.ingestion_ms, sequence, text.clone());
                expected.push(row);
            }
        }
        let _ = store.seal().wait();
    }
    let delete = store.write(move |connection| log_streams::delete(connection, group.id, "lost"));
    assert!(delete.wait().unwrap());
    expected.retain(|row| row.1 != lost);
    let _ = store.compact().wait();
    let _ = store.sweep().wait();
    expected
}

/// Checks that the files of a directory are those of the manifest.
fn check_no_strays(store: &Store, directory: &Path) {
    let mut known: Vec<String> = store
        .snapshot()
        .sealed_logs()
        .iter()
        .map(|file| file.path().file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    let mut found: Vec<String> = fs::read_dir(directory.join("data/logs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    known.sort();
    found.sort();
    assert_eq!(found, known);
}

#[test]
fn one_failing_call_loses_nothing_and_ends_nothing() {
    for failing in 1.. {
        let root = tempfile::tempdir().unwrap();
        let files = Arc::new(FaultyFiles::new(failing));
        let mut options = plain_options(root.path());
        options.files = Arc::<FaultyFiles>::clone(&files);
        let store = match Store::open(options) {
            Ok(store) => store,
            Err(error) => {
                assert!(matches!(error, StoreError::Io { .. }), "call {failing}: {error}");
                continue;
            }
        };
        let expected = scenario(&store);
        // The failing call may be one of this check itself.
        let found = all_rows(&store.snapshot()).or_else(|_| all_rows(&store.snapshot()));
        assert_eq!(found.unwrap(), expected, "call {failing}");
        if files.has_failed() {
            store.seal().wait().unwrap();
            store.compact().wait().unwrap();
            assert_eq!(store.statistics().hot_rows, 0);
        }
        drop(store);
        let store = Store::open(plain_options(root.path())).unwrap();
        assert_eq!(all_rows(&store.snapshot()).unwrap(), expected, "call {failing}");
        check_no_strays(&store, root.path());
        if !files.has_failed() {
            assert!(failing > 40, "only {failing} calls were made");
            return;
        }
    }
}

#[test]
fn a_power_cut_at_any_step_loses_nothing_and_doubles_nothing() {
    for cut_at in 1.. {
        let root = tempfile::tempdir().unwrap();
        let survivors = root.path().join("survivors");
        fs::create_dir(&survivors).unwrap();
        let files = Arc::new(PowerCutFiles::new(
            &root.path().join("data"),
            &survivors.join("data"),
            cut_at,
        ));
        let mut options = plain_options(root.path());
        options.files = Arc::<PowerCutFiles>::clone(&files);
        let Ok(store) = Store::open(options) else {
            drop(Store::open(plain_options(&survivors)).unwrap());
            continue;
        };
        let expected = scenario(&store);
        if !files.is_cut() {
            assert!(cut_at > 40, "only {cut_at} calls were made");
            return;
        }
        drop(store);
        let recovered = Store::open(plain_options(&survivors)).unwrap();
        let found = all_rows(&recovered.snapshot()).unwrap();
        // At the cut, later appends were not made yet: what is there is a beginning of it all.
        let made: Vec<&Row> = found.iter().filter(|row| row.5.starts_with("s ")).collect();
        assert!(made.iter().zip(&expected).all(|(found, made)| *found == made), "cut {cut_at}");
        let sequences: Vec<u64> = found.iter().map(|row| row.4).collect();
        let whole: Vec<u64> = (1..=sequences.last().copied().unwrap_or(0)).collect();
        let deleted = made.len() == expected.len() && found.len() == expected.len();
        assert!(sequences == whole || deleted, "cut {cut_at}: {found:?}");
        check_no_strays(&recovered, &survivors);
        recovered.seal().wait().unwrap();
        recovered.compact().wait().unwrap();
        assert_eq!(all_rows(&recovered.snapshot()).unwrap(), found, "cut {cut_at}");
    }
}
