//! The table of wide events against a plain vector, and its limits.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::backend::store::EventRefusal;
use crate::backend::store::FieldKind;
use crate::backend::store::Store;
use crate::backend::store::catalog::datasets;
use crate::backend::store::encoder::DAY_MS;
use crate::backend::store::testing::Dice;
use crate::backend::store::testing::EventRow;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::all_events;
use crate::backend::store::testing::append_events;
use crate::backend::store::testing::copy_crashed;
use crate::backend::store::testing::create_dataset;
use crate::backend::store::testing::options;
use crate::backend::store::testing::scope;
use crate::base::ManualClock;
use crate::model::event::Event;
use crate::model::event::FieldScalar;
use crate::model::event::MAXIMUM_COLUMNS;

const NAMES: [&str; 8] = ["a", "b", "a#int", "#", "#time", "duration_ms", "x y", "ä"];

fn value(dice: &mut Dice) -> FieldScalar {
    match dice.below(4) {
        0 => FieldScalar::Text("t".repeat(dice.below(40) as usize)),
        1 => FieldScalar::Integer(dice.below(1000) as i64 - 500),
        2 => FieldScalar::Float(dice.below(1000) as f64 / 8.0),
        _ => FieldScalar::Flag(dice.below(2) == 0),
    }
}

fn event(dice: &mut Dice, dataset: &str) -> Event {
    let time_ms = START_MS - dice.below(3 * DAY_MS as u64) as i64;
    let fields = (0..dice.below(6))
        .map(|_| (NAMES[dice.below(NAMES.len() as u64) as usize].to_owned(), value(dice)))
        .collect();
    Event {
        dataset: dataset.to_owned(),
        time_ns: time_ms * 1_000_000 + dice.below(1_000_000) as i64,
        sample_rate: dice.below(4) as u32,
        fields,
    }
}

/// A store and what must be in it.
struct World {
    root: tempfile::TempDir,
    directory: PathBuf,
    clock: Arc<ManualClock>,
    now: i64,
    store: Store,
    ids: HashMap<&'static str, i64>,
    rows: Vec<EventRow>,
}

const DATASETS: [(&str, Option<u32>); 3] = [("one", None), ("two", Some(1)), ("three", None)];

impl World {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let directory = root.path().join("0");
        std::fs::create_dir(&directory).unwrap();
        let clock = Arc::new(ManualClock::new(START_MS));
        let store = Store::open(options(&directory, &clock)).unwrap();
        let mut ids = HashMap::new();
        for (slug, retention) in DATASETS {
            ids.insert(slug, create_dataset(&store, slug, retention).id);
        }
        Self { root, directory, clock, now: START_MS, store, ids, rows: Vec::new() }
    }

    fn append(&mut self, dice: &mut Dice) {
        let events: Vec<Event> = (0..=dice.below(12))
            .map(|_| {
                let place = dice.below(DATASETS.len() as u64) as usize;
                event(dice, DATASETS[place].0)
            })
            .collect();
        let ack = append_events(&self.store, events.clone());
        assert_eq!(ack.results.len(), events.len());
        for (event, result) in events.into_iter().zip(ack.results) {
            let mut fields = BTreeMap::new();
            for (name, value) in event.fields {
                fields.entry(name).or_insert(value);
            }
            self.rows.push(EventRow {
                dataset: self.ids[event.dataset.as_str()],
                time_ns: event.time_ns,
                ingestion_ms: ack.ingestion_ms,
                sequence: result.unwrap(),
                sample_rate: event.sample_rate.max(1),
                fields,
            });
        }
    }

    fn delete(&mut self, dice: &mut Dice) {
        let (slug, retention) = DATASETS[dice.below(DATASETS.len() as u64) as usize];
        let deleted =
            self.store.write(move |connection| datasets::delete(connection, &scope(), slug));
        assert!(deleted.wait().unwrap());
        let old = self.ids.insert(slug, create_dataset(&self.store, slug, retention).id).unwrap();
        assert!(self.ids[slug] > old);
        self.rows.retain(|row| row.dataset != old);
    }

    fn crash(&mut self, number: u64) {
        let to = self.root.path().join(format!("crash{number}"));
        std::fs::create_dir(&to).unwrap();
        copy_crashed(&self.store, &self.directory.join("data"), &to.join("data"));
        self.store.close();
        self.store = Store::open(options(&to, &self.clock)).unwrap();
        self.directory = to;
    }

    fn check(&self, step: &str) {
        // What is expired may be there or not.
        let oldest = |row: &EventRow| {
            row.dataset != self.ids["two"] || row.ingestion_ms >= self.now - DAY_MS
        };
        let mut found = all_events(&self.store.snapshot()).unwrap();
        found.retain(oldest);
        let mut expected = self.rows.clone();
        expected.retain(oldest);
        // The events of a request are numbered dataset by dataset.
        expected.sort_by_key(|row| row.sequence);
        assert_eq!(found, expected, "{step}");
        for (slug, id) in &self.ids {
            let mut kinds: BTreeMap<String, Vec<FieldKind>> = BTreeMap::new();
            for row in self.rows.iter().filter(|row| row.dataset == *id) {
                for (name, value) in &row.fields {
                    kinds.entry(name.clone()).or_default().push(FieldKind::of(&value.into()));
                }
            }
            let columns = self.store.read(|connection| datasets::columns(connection, *id)).unwrap();
            for (name, mut kinds) in kinds {
                kinds.sort_unstable();
                kinds.dedup();
                let column = columns.iter().find(|column| column.name == name);
                assert!(
                    column.is_some_and(|c| kinds.iter().all(|kind| c.kinds.contains(kind))),
                    "{step}: {slug} {name}: {column:?}, {kinds:?}"
                );
            }
        }
    }
}

#[test]
fn wide_events_are_those_of_a_plain_vector() {
    for seed in 0..6 {
        let mut dice = Dice::new(seed);
        let mut world = World::new();
        for step in 0..40 {
            let action = dice.below(16);
            match action {
                0..=8 => world.append(&mut dice),
                9 | 10 => world.store.seal().wait().unwrap(),
                11 => world.store.compact().wait().unwrap(),
                12 => world.store.sweep().wait().unwrap(),
                13 => world.crash(step),
                14 => world.delete(&mut dice),
                _ => {
                    world.now += DAY_MS / 3;
                    world.clock.set(world.now);
                }
            }
            world.check(&format!("seed {seed}, step {step}, action {action}"));
        }
        world.store.seal().wait().unwrap();
        world.store.compact().wait().unwrap();
        world.store.sweep().wait().unwrap();
        world.check(&format!("seed {seed}, end"));
        let figures = world.store.statistics();
        assert_eq!((figures.hot_rows, figures.failed_jobs, figures.failed_commits), (0, 0, 0));
        let two = world.ids["two"];
        let rows = all_events(&world.store.snapshot()).unwrap();
        let expired = |row: &&EventRow| row.dataset == two && row.ingestion_ms < world.now - DAY_MS;
        assert_eq!(rows.iter().filter(expired).count(), 0);
    }
}

fn wide(names: std::ops::Range<usize>) -> Event {
    Event {
        dataset: "d".to_owned(),
        time_ns: START_MS * 1_000_000,
        sample_rate: 1,
        fields: names.map(|name| (format!("f{name}"), FieldScalar::Integer(1))).collect(),
    }
}

#[test]
fn an_event_that_is_refused_takes_no_other_with_it() {
    let directory = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(START_MS));
    let store = Store::open(options(directory.path(), &clock)).unwrap();
    let dataset = create_dataset(&store, "d", None);
    let missing = Event { dataset: "nowhere".to_owned(), ..wide(0..1) };
    let ack = append_events(
        &store,
        vec![
            wide(0..MAXIMUM_COLUMNS - 1),
            missing,
            wide(MAXIMUM_COLUMNS - 2..MAXIMUM_COLUMNS + 1),
            wide(MAXIMUM_COLUMNS - 1..MAXIMUM_COLUMNS),
            wide(MAXIMUM_COLUMNS..MAXIMUM_COLUMNS + 1),
            wide(5..9),
        ],
    );
    let results = [
        Ok(1),
        Err(EventRefusal::DatasetMissing),
        Err(EventRefusal::TooManyColumns),
        Ok(2),
        Err(EventRefusal::TooManyColumns),
        Ok(3),
    ];
    assert_eq!(ack.results, results);
    drop(store);
    let store = Store::open(options(directory.path(), &clock)).unwrap();
    let columns = store.read(|connection| datasets::columns(connection, dataset.id)).unwrap();
    assert_eq!(columns.len(), MAXIMUM_COLUMNS);
    let again = append_events(&store, vec![wide(MAXIMUM_COLUMNS..MAXIMUM_COLUMNS + 1)]);
    assert_eq!(again.results, [Err(EventRefusal::TooManyColumns)]);
    assert_eq!(all_events(&store.snapshot()).unwrap().len(), 3);
}

#[test]
fn a_deleted_column_is_entered_anew_by_the_next_event() {
    let directory = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(START_MS));
    let store = Store::open(options(directory.path(), &clock)).unwrap();
    let dataset = create_dataset(&store, "d", None);
    let names = || -> Vec<String> {
        let columns = store.read(|connection| datasets::columns(connection, dataset.id)).unwrap();
        columns.into_iter().map(|column| column.name).collect()
    };
    let delete = |name: &str| {
        let (id, name) = (dataset.id, name.to_owned());
        let deleted = store.write(move |connection| datasets::delete_column(connection, id, &name));
        deleted.wait().unwrap()
    };
    append_events(&store, vec![wide(0..3)]);
    let all = names();
    assert_eq!(all.len(), 3);
    let first = wide(0..1).fields[0].0.clone();
    assert!(delete(&first) && !delete("absent"));
    assert_eq!(names(), all[1..]);
    append_events(&store, vec![wide(1..2)]);
    assert_eq!(names(), all[1..]);
    append_events(&store, vec![wide(0..1)]);
    assert_eq!(names(), all, "{first} is back");
}

#[test]
fn a_dataset_that_is_created_before_the_batch_is_there() {
    let directory = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(START_MS));
    let store = Store::open(options(directory.path(), &clock)).unwrap();
    let new = datasets::NewDataset {
        slug: "d".to_owned(),
        name: "D".to_owned(),
        retention_days: Some(60),
        created_ms: START_MS,
    };
    let created = store.write(move |connection| datasets::create(connection, &scope(), &new));
    let batch = crate::backend::store::EventBatch::of(scope(), &[wide(0..2)]);
    let ack = store.append_events(batch).wait().unwrap();
    assert_eq!(ack.results, [Ok(1)]);
    let dataset = created.wait().unwrap().unwrap();
    let listed = store.read(|connection| datasets::list(connection, &scope())).unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].id, listed[0].last_written_ms), (dataset.id, Some(START_MS)));
}

#[test]
fn a_database_of_the_first_version_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(START_MS));
    drop(Store::open(options(directory.path(), &clock)).unwrap());
    let path = directory.path().join("data/store.sqlite");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "DROP TABLE access_tokens; DROP TABLE deploys; DROP TABLE arrivals;
             DROP TABLE occurrences; DROP TABLE items; DROP TABLE environments;
             DROP TABLE projects;
             DROP TABLE dataset_columns; DROP TABLE datasets;
             ALTER TABLE hot DROP COLUMN partition;
             ALTER TABLE manifest DROP COLUMN max_retention;
             DELETE FROM sqlite_sequence WHERE name = 'datasets';
             PRAGMA user_version = 1;",
        )
        .unwrap();
    connection.close().unwrap();
    let store = Store::open(options(directory.path(), &clock)).unwrap();
    create_dataset(&store, "d", None);
    assert_eq!(append_events(&store, vec![wide(0..2)]).results, [Ok(1)]);
    store.seal().wait().unwrap();
    assert_eq!(all_events(&store.snapshot()).unwrap().len(), 1);
}
