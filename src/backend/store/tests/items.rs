//! Projects: items and occurrences against a plain model, their bounds, and what is left of them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::backend::store::AppendError;
use crate::backend::store::Store;
use crate::backend::store::catalog;
use crate::backend::store::catalog::items;
use crate::backend::store::catalog::items::Item;
use crate::backend::store::catalog::items::ItemFilter;
use crate::backend::store::catalog::occurrence_reports;
use crate::backend::store::catalog::occurrences;
use crate::backend::store::catalog::occurrences::NewOccurrence;
use crate::backend::store::catalog::projects;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::open_with as open;
use crate::backend::store::testing::scope;
use crate::base::ManualClock;

const SECOND: i64 = START_MS / 1_000;
const DAY_MS: i64 = 86_400_000;

pub(super) fn in_memory() -> Store {
    Store::in_memory(Arc::new(ManualClock::new(START_MS))).unwrap()
}

pub(super) fn project(store: &Store) -> i64 {
    let created =
        store.write(|connection| projects::create(connection, &scope(), "p", START_MS)).wait();
    created.unwrap().unwrap().id
}

pub(super) fn new(
    project: i64,
    uuid: impl ToString,
    environment: &str,
    hash: &str,
) -> NewOccurrence {
    NewOccurrence {
        project_id: project,
        uuid: uuid.to_string(),
        environment: environment.to_owned(),
        hash: hash.to_owned(),
        title: format!("title of {hash}"),
        level: 40,
        time: SECOND,
        received_ms: START_MS,
        body: "{}".to_owned(),
        ..NewOccurrence::default()
    }
}

fn take(store: &Store, new: NewOccurrence) -> bool {
    let cap = store.occurrence_cap_bytes();
    let bytes = new.body.len();
    let taken = store.write_telemetry(bytes, move |connection| -> Result<_, AppendError> {
        Ok(occurrences::take(connection, &new, cap)?)
    });
    taken.wait().unwrap()
}

fn all(store: &Store, project: i64) -> Vec<Item> {
    let filter = ItemFilter::default();
    store.read(|connection| items::page(connection, project, &filter, 0, 1_000)).unwrap()
}

fn one(store: &Store, project: i64, counter: i64) -> Item {
    store.read(|connection| items::find_by_counter(connection, project, counter)).unwrap().unwrap()
}

/// Random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What must be known of an item.
#[derive(Debug, Default, PartialEq)]
struct Expected {
    counter: i64,
    total: u64,
    visitors: BTreeSet<u64>,
    first: i64,
    last: i64,
}

#[test]
fn items_count_what_a_plain_model_counts() {
    let directory = tempfile::tempdir().unwrap();
    let (mut store, _) = open(directory.path(), |_| {});
    let project = project(&store);
    let mut dice = Dice(7);
    let mut model: BTreeMap<(String, String), Expected> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for round in 0..600 {
        let uuid = dice.below(400);
        let environment = ["production", "staging"][dice.below(2) as usize];
        let hash = format!("h{}", dice.below(7));
        let visitor = dice.below(4);
        let time = SECOND + dice.below(100) as i64;
        let occurrence = NewOccurrence {
            time,
            visitor: (visitor > 0).then(|| visitor.to_string()),
            ..new(project, uuid, environment, &hash)
        };
        let is_new = seen.insert(uuid);
        assert_eq!(take(&store, occurrence), is_new, "{uuid}");
        if is_new {
            let known = model.len() as i64;
            let expected = model.entry((environment.to_owned(), hash)).or_insert(Expected {
                counter: known + 1,
                first: time,
                last: time,
                ..Expected::default()
            });
            expected.total += 1;
            expected.last = expected.last.max(time);
            if visitor > 0 {
                expected.visitors.insert(visitor);
            }
        }
        if round == 300 {
            drop(store);
            store = open(directory.path(), |_| {}).0;
        }
    }
    let found = all(&store, project);
    assert_eq!(found.len(), model.len());
    assert!(found.windows(2).all(|pair| pair[0].last_time >= pair[1].last_time));
    for item in found {
        let expected = &model[&(item.environment.clone(), item.hash.clone())];
        assert_eq!(
            (item.counter, item.total, item.visitors, item.first_time, item.last_time),
            (
                expected.counter,
                expected.total,
                expected.visitors.len() as u64,
                expected.first,
                expected.last,
            )
        );
        let read = |skip, limit| {
            let page = |connection: &rusqlite::Connection| {
                occurrences::page(connection, project, Some(item.id), skip, limit)
            };
            store.read(page).unwrap()
        };
        let occurrences = read(0, 1_000);
        assert_eq!(occurrences.len() as u64, item.total);
        assert!(occurrences.windows(2).all(|pair| pair[0].id > pair[1].id), "the newest first");
        assert_eq!(read(1, 2), occurrences[1..occurrences.len().min(3)]);
        assert_eq!(occurrences.last().unwrap().id, item.first_id);
        assert!(occurrences.iter().any(|o| o.id == item.last_id && o.time == item.last_time));
    }
    let totals = store.read(catalog::totals).unwrap();
    assert_eq!(totals.occurrences.count, seen.len() as u64);
    let names = store.read(|connection| projects::environments(connection, project, 9)).unwrap();
    let names: Vec<String> = names.into_iter().map(|environment| environment.name).collect();
    assert_eq!(names, ["production", "staging"]);
    store.read(catalog::check_items).unwrap();
}

#[test]
fn another_occurrence_makes_a_resolved_item_active() {
    let store = in_memory();
    let project = project(&store);
    take(&store, new(project, 1, "e", "h"));
    let first = one(&store, project, 1);
    assert_eq!((first.status, first.activating_id), (items::ACTIVE, Some(first.first_id)));
    let decide = |status: i64| {
        let item = Item { status, resolved_time: Some(SECOND + 1), ..one(&store, project, 1) };
        store.write(move |connection| items::update(connection, &item)).wait().unwrap();
    };
    for (round, status) in [items::RESOLVED, 3, 5].into_iter().enumerate() {
        decide(status);
        let time = SECOND + 10 + round as i64;
        let received_ms = START_MS + 5_000;
        let again = new(project, 10 + round, "e", "h");
        take(&store, NewOccurrence { time, received_ms, level: 10, ..again });
        let item = one(&store, project, 1);
        assert_eq!(item.level, 40, "the level of the first occurrence stays");
        if status == items::RESOLVED {
            assert_eq!((item.status, item.activated_time), (items::ACTIVE, SECOND + 5));
            assert_eq!(item.activating_id, Some(item.last_id));
            assert_eq!(item.resolved_time, Some(SECOND + 1));
        } else {
            assert_eq!(item.status, status, "it stays as somebody wants it");
        }
    }
}

#[test]
fn the_oldest_go_where_there_is_no_room() {
    let directory = tempfile::tempdir().unwrap();
    let (store, _) = open(directory.path(), |options| options.occurrence_cap_bytes = Some(10_000));
    let project = project(&store);
    let body = format!("{{\"text\":\"{}\"}}", "x".repeat(1_000));
    for number in 0..30 {
        let hash = format!("h{number}");
        let environment = if number < 25 { "early" } else { "late" };
        take(
            &store,
            NewOccurrence { body: body.clone(), ..new(project, number, environment, &hash) },
        );
        let figures = store.read(occurrences::figures).unwrap();
        assert!(figures.bytes <= 10_000, "{figures:?}");
        assert_eq!(figures.count + figures.evicted, number + 1);
        store.read(catalog::check_items).unwrap();
    }
    let left = all(&store, project);
    assert_eq!(left.len(), 6);
    assert!(left.iter().all(|item| item.counter > 24), "an item goes with its last occurrence");
    let names = store.read(|connection| projects::environments(connection, project, 9)).unwrap();
    assert_eq!(names.len(), 2);
    let huge = NewOccurrence { body: "x".repeat(20_000), ..new(project, "huge", "late", "huge") };
    take(&store, NewOccurrence { body: format!("\"{}\"", huge.body), ..huge });
    let left = all(&store, project);
    assert_eq!((left.len(), left[0].counter), (1, 31), "the newest stays, whatever its size");
    let names = store.read(|connection| projects::environments(connection, project, 9)).unwrap();
    assert_eq!(names.len(), 1, "an environment of nothing is forgotten");
    let again = store.read(|connection| items::find_by_uuid(connection, project, "3")).unwrap();
    assert_eq!(again, None);
}

#[test]
fn occurrences_go_when_they_are_too_old() {
    let directory = tempfile::tempdir().unwrap();
    let (store, clock) = open(directory.path(), |options| {
        options.occurrence_retention_days = Some(2);
    });
    let project = project(&store);
    for day in 0..4_i64 {
        let received_ms = START_MS + day * DAY_MS;
        let hash = if day < 2 { "old" } else { "both" };
        take(&store, NewOccurrence { received_ms, ..new(project, day, "e", hash) });
    }
    take(&store, NewOccurrence { received_ms: START_MS, ..new(project, "x", "e", "both") });
    clock.set(START_MS + 2 * DAY_MS);
    store.sweep().wait().unwrap();
    assert_eq!(store.read(occurrences::figures).unwrap().expired, 0);
    clock.set(START_MS + 3 * DAY_MS + 1);
    store.sweep().wait().unwrap();
    let figures = store.read(occurrences::figures).unwrap();
    assert_eq!((figures.count, figures.expired), (2, 3));
    let left = all(&store, project);
    assert_eq!((left.len(), left[0].hash.as_str(), left[0].total), (1, "both", 3));
    store.read(catalog::check_items).unwrap();
    let (store, clock) = open(&directory.path().join("other"), |options| {
        options.occurrence_retention_days = Some(0);
    });
    let project = super::items::project(&store);
    take(&store, new(project, 1, "e", "h"));
    clock.set(START_MS + 10_000 * DAY_MS);
    store.sweep().wait().unwrap();
    assert_eq!(all(&store, project).len(), 1);
}

#[test]
fn an_item_names_occurrences_that_are_there() {
    let directory = tempfile::tempdir().unwrap();
    let (store, clock) = open(directory.path(), |options| {
        options.occurrence_retention_days = Some(2);
    });
    let project = project(&store);
    for (day, late) in [(0, 9), (1, 5), (2, 1)] {
        let received_ms = START_MS + day * DAY_MS;
        take(
            &store,
            NewOccurrence { received_ms, time: SECOND + late, ..new(project, day, "e", "h") },
        );
    }
    let before = one(&store, project, 1);
    assert_eq!(before.last_id, before.first_id, "the latest came first");
    assert_eq!(before.activating_id, Some(before.first_id));
    clock.set(START_MS + 2 * DAY_MS + 1);
    store.sweep().wait().unwrap();
    let item = one(&store, project, 1);
    assert_eq!(item.total, 3, "what was ever counted");
    let kept =
        |connection: &rusqlite::Connection| occurrences::page(connection, project, None, 0, 9);
    let kept = store.read(kept).unwrap();
    assert_eq!((item.last_id, item.last_time), (kept[0].id, SECOND + 1));
    assert_eq!((item.first_id, item.first_time), (kept[1].id, SECOND + 5));
    assert_eq!(item.activating_id, None);
    store.read(catalog::check_items).unwrap();
}

#[test]
fn bounds_hold_for_whoever_says_none() {
    let directory = tempfile::tempdir().unwrap();
    let fill = |store: &Store| {
        let project = project(store);
        for number in 0..4_000 {
            take(store, new(project, number, "e", "h"));
        }
    };
    let (store, _) = open(directory.path(), |options| options.occurrence_retention_days = Some(0));
    fill(&store);
    drop(store);
    let (store, clock) = open(directory.path(), |_| {});
    clock.set(START_MS + 1_000 * DAY_MS);
    store.sweep().wait().unwrap();
    assert_eq!(store.read(occurrences::figures).unwrap().count, 4_000);
    drop(store);

    // A cap that was lowered by much is reached by steps, of which one call makes one.
    drop(open(directory.path(), |options| options.occurrence_cap_bytes = Some(5_200)));
    let (store, _) = open(directory.path(), |_| {});
    let project = store.read(|connection| projects::find(connection, &scope(), "p"));
    take(&store, new(project.unwrap().unwrap().id, "last", "e", "h"));
    assert_eq!(store.read(occurrences::figures).unwrap().count, 3_001);
    store.sweep().wait().unwrap();
    let figures = store.read(occurrences::figures).unwrap();
    assert_eq!((figures.count, figures.evicted), (10, 3_991));
    store.read(catalog::check_items).unwrap();
}

#[test]
fn a_full_disk_takes_no_occurrence() {
    let directory = tempfile::tempdir().unwrap();
    let (store, _) = open(directory.path(), |options| options.disk_reserve_bytes = Some(u64::MAX));
    let project = project(&store);
    let refused = store.write_telemetry(2, move |connection| -> Result<_, AppendError> {
        Ok(occurrences::take(connection, &new(project, 1, "e", "h"), u64::MAX)?)
    });
    assert!(matches!(refused.wait(), Err(AppendError::DiskFull { .. })));
    assert_eq!(store.statistics().refused_batches, 1);
    assert!(all(&store, project).is_empty());
}

#[test]
fn too_much_at_once_waits_for_nobody() {
    let directory = tempfile::tempdir().unwrap();
    let (store, _) = open(directory.path(), |options| options.queue_cap_bytes = 100);
    let (hold, held) = std::sync::mpsc::channel::<()>();
    let first = store.write_telemetry(80, move |_| -> Result<(), AppendError> {
        let _ = held.recv();
        Ok(())
    });
    let second = store.write_telemetry(80, |_| -> Result<(), AppendError> { Ok(()) });
    assert!(matches!(second.wait(), Err(AppendError::Busy { queued_bytes: 80 })));
    hold.send(()).unwrap();
    first.wait().unwrap();
    let third = store.write_telemetry(80, |_| -> Result<(), AppendError> { Ok(()) });
    third.wait().unwrap();
    assert_eq!(store.statistics().queued_bytes, 0);
}

#[test]
fn filters_let_through_what_they_name() {
    let store = in_memory();
    let project = project(&store);
    for (number, (environment, level, framework)) in
        [("a", 10, Some("flask")), ("a", 40, None), ("b", 40, Some("flask")), ("c", 50, None)]
            .into_iter()
            .enumerate()
    {
        let framework = framework.map(str::to_owned);
        let hash = format!("Hash {number}");
        take(
            &store,
            NewOccurrence { level, framework, ..new(project, number, environment, &hash) },
        );
    }
    let counters = |filter: ItemFilter| -> Vec<i64> {
        let found =
            store.read(|connection| items::page(connection, project, &filter, 0, 9)).unwrap();
        let count = store.read(|connection| items::count(connection, project, &filter)).unwrap();
        assert_eq!(count, found.len() as u64);
        let mut counters: Vec<i64> = found.into_iter().map(|item| item.counter).collect();
        counters.sort_unstable();
        counters
    };
    let none = ItemFilter::default;
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(counters(none()), [1, 2, 3, 4]);
    assert_eq!(counters(ItemFilter { levels: vec![40, 50], ..none() }), [2, 3, 4]);
    assert_eq!(counters(ItemFilter { environments: names(&["a", "c"]), ..none() }), [1, 2, 4]);
    assert_eq!(counters(ItemFilter { frameworks: names(&["flask"]), ..none() }), [1, 3]);
    assert_eq!(counters(ItemFilter { text: Some("hash 2".to_owned()), ..none() }), [3]);
    assert_eq!(counters(ItemFilter { text: Some("%".to_owned()), ..none() }), [0_i64; 0]);
    assert_eq!(counters(ItemFilter { statuses: vec![2], ..none() }), [0_i64; 0]);
    assert_eq!(counters(ItemFilter { is_snoozed: Some(false), levels: vec![10], ..none() }), [1]);
    let id = one(&store, project, 2).id;
    assert_eq!(counters(ItemFilter { ids: vec![id, 99], ..none() }), [2]);
    let item = Item { assigned_user_id: Some(7), team_id: Some(8), ..one(&store, project, 3) };
    store.write(move |connection| items::update(connection, &item)).wait().unwrap();
    assert_eq!(counters(ItemFilter { assigned_user_id: Some(7), ..none() }), [3]);
    assert_eq!(counters(ItemFilter { team_id: Some(8), ..none() }), [3]);
}

#[test]
fn reports_count_within_their_time() {
    let store = in_memory();
    let project = project(&store);
    for number in 0..6_i64 {
        let environment = if number % 3 == 0 { "a" } else { "b" };
        let occurrence = NewOccurrence {
            time: SECOND + number * 100,
            visitor: Some((number % 2).to_string()),
            code_version: Some(format!("v{}", number / 4)),
            ..new(project, number, environment, environment)
        };
        take(&store, occurrence);
    }
    let names = |names: &[&str]| -> Vec<String> { names.iter().map(|n| (*n).to_owned()).collect() };
    let most = |from: i64, environments: &[&str]| -> Vec<(u64, u64)> {
        let found = store.read(|connection| {
            occurrence_reports::most_frequent(
                connection,
                project,
                from..SECOND + 600,
                &names(environments),
                9,
            )
        });
        found.unwrap().into_iter().map(|row| (row.occurrences, row.visitors)).collect()
    };
    assert_eq!(most(SECOND, &[]), [(4, 2), (2, 2)]);
    assert_eq!(most(SECOND + 100, &[]), [(4, 2), (1, 1)]);
    assert_eq!(most(SECOND, &["a"]), [(2, 2)]);
    assert!(most(SECOND, &["c"]).is_empty() && most(SECOND + 501, &[]).is_empty());
    let end = store.read(|connection| {
        occurrence_reports::most_frequent(connection, project, SECOND..SECOND + 100, &[], 9)
    });
    assert_eq!(end.unwrap().len(), 1, "what comes later is none of it");
    let counts = |environments: &[&str]| {
        let times = SECOND..SECOND + 500;
        let found = store.read(|connection| {
            occurrence_reports::counts(connection, project, None, times, 300, &names(environments))
        });
        found.unwrap()
    };
    assert_eq!(SECOND % 300, 0);
    assert_eq!(counts(&[]), [(SECOND, 3), (SECOND + 300, 2)]);
    assert_eq!(counts(&["a"]), [(SECOND, 1), (SECOND + 300, 1)]);
    let sighting = |version: &str, environment: &str| {
        let seen = store.read(|connection| {
            occurrence_reports::sighting(connection, project, version, environment)
        });
        seen.unwrap().map(|seen| (seen.first.1, seen.last.1))
    };
    assert_eq!(sighting("v0", "b"), Some((SECOND + 100, SECOND + 200)));
    assert_eq!((sighting("v2", "b"), sighting("v1", "a")), (None, None));
}

#[test]
fn a_reset_forgets_items_and_no_number_comes_twice() {
    let store = in_memory();
    let first = project(&store);
    take(&store, new(first, 1, "e", "h"));
    let before = one(&store, first, 1);
    store.write(catalog::clear).wait().unwrap();
    assert_eq!(store.read(catalog::totals).unwrap(), catalog::Totals::default());
    let late = take(&store, new(first, 2, "e", "h"));
    assert!(!late, "what was on its way is forgotten as well");
    assert_eq!(store.read(catalog::totals).unwrap(), catalog::Totals::default());
    let second = project(&store);
    assert!(second > first);
    take(&store, new(second, 1, "e", "h"));
    let after = one(&store, second, 1);
    assert!(after.id > before.id && after.first_id > before.first_id);
}

#[test]
fn a_database_of_the_second_version_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    drop(open(directory.path(), |_| {}));
    let path = directory.path().join("data/store.sqlite");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DROP TABLE access_tokens; DROP TABLE deploys; DROP TABLE arrivals;
             DROP TABLE occurrences; DROP TABLE items; DROP TABLE environments;
             DROP TABLE projects; PRAGMA user_version = 2;",
        )
        .unwrap();
    connection.close().unwrap();
    let (store, _) = open(directory.path(), |_| {});
    let project = project(&store);
    assert!(take(&store, new(project, 1, "e", "h")));
    drop(store);
    let (store, _) = open(directory.path(), |_| {});
    assert_eq!(all(&store, project).len(), 1);
}
