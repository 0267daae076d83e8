//! What was exported is what is there after the import.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use super::world::SECRET;
use super::world::archive;
use super::world::beside;
use super::world::clock;
use super::world::data;
use super::world::exported;
use super::world::fill;
use super::world::fill_project;
use super::world::held;
use super::world::imported;
use super::world::lock;
use super::world::open;
use super::world::packed;
use super::world::parts;
use super::world::with_catalog;
use super::world::with_document;
use crate::backend::store::Export;
use crate::backend::store::Store;
use crate::backend::store::StoreOptions;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::holds_data;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::all_rows;
use crate::backend::store::testing::append;
use crate::backend::store::testing::create_group;
use crate::backend::store::testing::create_stream;
use crate::backend::store::testing::scope;
use crate::base::Hint as _;

#[test]
fn everything_is_there_again_and_numbers_go_on() {
    let root = tempfile::tempdir().unwrap();
    let (from, to) = (root.path().join("from"), root.path().join("to"));
    let store = open(&from);
    fill(&store, "word");
    let before = held(&store);
    let archive = exported(&store);
    assert_eq!(held(&store), before, "an export changes nothing");
    let names: Vec<String> = parts(&archive).into_iter().map(|part| part.name).collect();
    assert_eq!(names[..2], ["export.json", "catalog.sqlite"]);
    assert!(names[2..].iter().all(|name| name.starts_with("logs/2026-11-")), "{names:?}");
    let left: Vec<_> = std::fs::read_dir(data(&from)).unwrap().flatten().collect();
    assert!(left.iter().all(|entry| !entry.file_name().to_string_lossy().contains("catalog")));

    let done = imported(&to, &archive).unwrap();
    assert_eq!((done.log_groups, done.created_ms), (2, START_MS));
    assert!(beside(&to).is_empty());
    let copy = open(&to);
    assert_eq!(held(&copy), before);
    let next = |store: &Store| {
        let ack = append(store, "a", "s", &[(START_MS, "next")]);
        let group = create_group(store, "next");
        let stream = create_stream(store, group.id, "s");
        (ack.first_sequence, group.id, stream.id)
    };
    assert_eq!(next(&copy), next(&store));
    for store in [&copy, &store] {
        store.seal().wait().unwrap();
        store.compact().wait().unwrap();
        store.sweep().wait().unwrap();
        assert_eq!(store.statistics().failed_jobs, 0);
    }
    assert_eq!(held(&copy), held(&store));
    // An export of the copy is as good as one of the original.
    let again = root.path().join("again");
    imported(&again, &exported(&copy)).unwrap();
    assert_eq!(held(&open(&again)), held(&copy));
}

#[test]
fn tokens_that_somebody_made_are_not_handed_on() {
    let bytes = archive("new");
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("CREATE TABLE access_tokens") && !has(SECRET));
    let mut members = parts(&bytes);
    let sql = format!(
        "INSERT INTO access_tokens SELECT 9, project_id, '{SECRET}', NULL, name,
        'write', 1, NULL, NULL, 0, 0 FROM access_tokens"
    );
    with_catalog(&mut members, &sql);
    let root = tempfile::tempdir().unwrap();
    let error = imported(root.path(), &packed(&members)).unwrap_err();
    assert!(error.to_string().ends_with("it has not the rows that are announced"), "{error}");
}

#[test]
fn an_export_of_the_version_before_is_read() {
    let mut members = parts(&archive("new"));
    let projects = [
        "access_tokens",
        "deploys",
        "arrivals",
        "occurrences",
        "items",
        "environments",
        "projects",
    ];
    for table in projects {
        with_catalog(&mut members, &format!("DROP TABLE {table}"));
    }
    with_catalog(
        &mut members,
        "UPDATE counters SET value = 0 WHERE name IN ('occurrence_bytes', 'arrival_bytes');
         PRAGMA user_version = 2",
    );
    with_document(&mut members, |document| {
        document["schema_version"] = 2.into();
        let counts = document["catalog_rows"].as_object_mut().unwrap();
        counts.retain(|table, _| !projects.contains(&table.as_str()));
    });
    let root = tempfile::tempdir().unwrap();
    imported(root.path(), &packed(&members)).unwrap();
    let store = open(root.path());
    assert_eq!(all_rows(&store.snapshot()).unwrap().len(), 11);
    fill_project(&store, "more");

    with_catalog(&mut members, "PRAGMA user_version = 1");
    let error = imported(&root.path().join("other"), &packed(&members)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the export has schema version 1, this program reads 2 and later"
    );
    assert!(error.hints()[0].contains("export again"), "{:?}", error.hints());
}

#[test]
fn what_is_hot_is_sealed_into_the_export_alone() {
    let root = tempfile::tempdir().unwrap();
    let store = open(&root.path().join("from"));
    fill(&store, "hot");
    let figures = store.statistics();
    assert!(figures.hot_rows > 0);
    let mut archive = Vec::new();
    Export::of(store.shared()).unwrap().write_to(&mut archive, &|| true).unwrap();
    let now = store.statistics();
    assert_eq!((now.hot_rows, now.files), (figures.hot_rows, figures.files));
    let to = root.path().join("to");
    imported(&to, &archive).unwrap();
    let copy = open(&to);
    assert_eq!(copy.statistics().hot_rows, 0);
    assert_eq!(held(&copy), held(&store));
}

#[test]
fn an_empty_store_and_one_in_memory_can_be_handed_on() {
    let root = tempfile::tempdir().unwrap();
    let empty = Store::open(StoreOptions::in_memory(clock())).unwrap();
    imported(root.path(), &exported(&empty)).unwrap();
    let (directory, lock) = lock(root.path());
    assert!(!holds_data(&directory, clock()).unwrap());
    drop(lock);
    let done = imported(root.path(), &archive("memory")).unwrap();
    assert_eq!(done.log_groups, 2);
    let (directory, _lock) = super::world::lock(root.path());
    assert!(holds_data(&directory, clock()).unwrap());
    let rows = all_rows(&open(root.path()).snapshot()).unwrap();
    assert!(rows.len() == 11 && rows.iter().all(|row| row.5.starts_with("memory")), "{rows:?}");
}

#[test]
fn a_state_is_one_state_while_others_write() {
    let root = tempfile::tempdir().unwrap();
    let mut options = crate::backend::store::testing::options(root.path(), &clock());
    options.hot_cap_bytes = 128 * 1024;
    let store = Store::open(options).unwrap();
    for name in ["a", "b"] {
        let group = create_group(&store, name);
        create_stream(&store, group.id, "s");
    }
    let done = Arc::new(AtomicBool::new(false));
    let acknowledged = Arc::new(AtomicU64::new(0));
    let writer = {
        let (store, done, acknowledged) = (store.clone(), done.clone(), acknowledged.clone());
        std::thread::spawn(move || {
            for round in 0_u64.. {
                if done.load(Ordering::Relaxed) {
                    return;
                }
                let text = format!("{round} {}", "x".repeat(200));
                let events: Vec<_> = (0..20).map(|_| (START_MS, text.as_str())).collect();
                append(&store, if round % 2 == 0 { "a" } else { "b" }, "s", &events);
                acknowledged.store(round + 1, Ordering::SeqCst);
                if round % 16 == 15 {
                    drop(store.compact());
                }
            }
        })
    };
    for round in 0..12 {
        let least = acknowledged.load(Ordering::SeqCst);
        let archive = exported(&store);
        let to = root.path().join(format!("to-{round}"));
        imported(&to, &archive).unwrap();
        let copy = open(&to);
        let mut batches: HashMap<String, usize> = HashMap::new();
        for row in all_rows(&copy.snapshot()).unwrap() {
            let number = row.5.split(' ').next().unwrap().to_owned();
            *batches.entry(number).or_default() += 1;
        }
        assert!(batches.values().all(|count| *count == 20), "wholly in, or wholly out");
        assert!(batches.len() as u64 >= least, "what was acknowledged is in");
        // The catalog speaks of the same rows.
        let stored: i64 = ["a", "b"]
            .map(|name| copy.read(|c| log_groups::find(c, &scope(), name)).unwrap().unwrap())
            .iter()
            .map(|group| group.stored_bytes)
            .sum();
        let rows = all_rows(&copy.snapshot()).unwrap();
        assert_eq!(stored, rows.iter().map(|row| row.5.len() as i64 + 26).sum::<i64>());
    }
    done.store(true, Ordering::Relaxed);
    writer.join().unwrap();
}
