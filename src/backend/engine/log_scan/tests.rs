//! The random model test: a store against a plain vector.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::Direction;
use super::EventKey;
use super::LogEvent;
use super::LogPage;
use super::LogQuery;
use super::ScanError;
use super::scan;
use crate::backend::engine::EnginePool;
use crate::backend::store::Store;
use crate::backend::store::StoreOptions;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::append;
use crate::backend::store::testing::copy_crashed;
use crate::backend::store::testing::create_group;
use crate::backend::store::testing::create_stream;
use crate::backend::store::testing::options;
use crate::backend::store::testing::scope;
use crate::base::Clock as _;
use crate::base::ManualClock;
use crate::dialect::filter_pattern::FilterPattern;

const DAY_MS: i64 = 86_400_000;
const GROUPS: [&str; 3] = ["a", "b", "c"];
const STREAMS: [&str; 3] = ["x", "y", "z"];
const WORDS: [&str; 8] = ["error", "warn", "info", "timeout", "user", "id=42", "err", "or"];

/// A small generator of numbers, so that a seed repeats a run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        (self.next() >> 11) % limit
    }

    fn chance(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// What a group is in the model.
struct ModelGroup {
    id: i64,
    retention_days: Option<u32>,
    streams: HashMap<&'static str, i64>,
}

/// The store beside its model.
struct World {
    random: Random,
    root: tempfile::TempDir,
    /// Where the store is; none if it is in memory.
    home: Option<PathBuf>,
    homes: u32,
    clock: Arc<ManualClock>,
    store: Store,
    pool: EnginePool,
    groups: HashMap<&'static str, ModelGroup>,
    events: Vec<(i64, LogEvent)>,
}

fn small(mut options: StoreOptions) -> StoreOptions {
    options.hot_cap_bytes = 256 * 1024;
    options.compaction_cap_bytes = 2 * 1024 * 1024;
    options
}

impl World {
    fn new(seed: u64) -> Self {
        let root = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(START_MS));
        let home = root.path().join("0");
        let store = Store::open(small(options(&home, &clock))).unwrap();
        Self::over(seed, root, Some(home), clock, store)
    }

    fn in_memory(seed: u64) -> Self {
        let clock = Arc::new(ManualClock::new(START_MS));
        let mut options = small(StoreOptions::in_memory(clock.clone()));
        options.maintenance_interval = None;
        let store = Store::open(options).unwrap();
        Self::over(seed, tempfile::tempdir().unwrap(), None, clock, store)
    }

    fn over(
        seed: u64,
        root: tempfile::TempDir,
        home: Option<PathBuf>,
        clock: Arc<ManualClock>,
        store: Store,
    ) -> Self {
        Self {
            random: Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
            root,
            home,
            homes: 1,
            clock,
            store,
            pool: EnginePool::with_threads(2).unwrap(),
            groups: HashMap::new(),
            events: Vec::new(),
        }
    }

    fn step(&mut self) {
        match self.random.below(40) {
            0..=17 => self.put(),
            18..=27 => self.read_pages(),
            28 => self.delete_group(),
            29 | 30 => self.delete_stream(),
            31 => self.set_retention(),
            32..=34 => self.store.seal().wait().unwrap(),
            35 => self.store.compact().wait().unwrap(),
            36 => self.store.sweep().wait().unwrap(),
            37 => self.clock.advance(self.random.0.cast_signed().rem_euclid(DAY_MS / 2)),
            38 => self.crash(),
            _ => self.reopen(),
        }
    }

    fn stream_id(&mut self, group: &'static str, stream: &'static str) -> (i64, i64) {
        let store = &self.store;
        let entry = self.groups.entry(group).or_insert_with(|| ModelGroup {
            id: create_group(store, group).id,
            retention_days: None,
            streams: HashMap::new(),
        });
        let group_id = entry.id;
        let stream_id = *entry
            .streams
            .entry(stream)
            .or_insert_with(|| create_stream(store, group_id, stream).id);
        (group_id, stream_id)
    }

    fn put(&mut self) {
        let (group, stream) = (self.random.pick(&GROUPS), self.random.pick(&STREAMS));
        let (group_id, stream_id) = self.stream_id(group, stream);
        let count = if self.random.chance(4) { 200 } else { 1 + self.random.below(20) };
        let now = self.clock.now();
        let base = if self.random.chance(4) { now - 3 * DAY_MS } else { now };
        let mut events = Vec::new();
        for _ in 0..count {
            // Few different times, so that ties are common.
            let time = base - self.random.below(50).cast_signed() * 1000;
            let mut text = format!("\"{}\"", self.random.pick(&WORDS));
            for _ in 0..self.random.below(4) {
                text = format!("{text} \"{}\"", self.random.pick(&WORDS));
            }
            if self.random.chance(50) {
                text = text.repeat(200);
            }
            events.push((time, text));
        }
        let borrowed: Vec<(i64, &str)> =
            events.iter().map(|(time, text)| (*time, text.as_str())).collect();
        let ack = append(&self.store, group, stream, &borrowed);
        assert_eq!(ack.last_sequence, ack.first_sequence + count - 1);
        if let Some((_, last)) = self.events.last() {
            assert!(last.key.sequence < ack.first_sequence);
            assert!(last.key.ingestion_ms <= ack.ingestion_ms);
        }
        for (place, (timestamp_ms, message)) in events.into_iter().enumerate() {
            let sequence = ack.first_sequence + place as u64;
            let key = EventKey { timestamp_ms, ingestion_ms: ack.ingestion_ms, sequence };
            self.events.push((group_id, LogEvent { key, stream_id, message }));
        }
    }

    fn delete_group(&mut self) {
        let name = self.random.pick(&GROUPS);
        let deleted =
            self.store.write(move |connection| log_groups::delete(connection, &scope(), name));
        let known = self.groups.remove(name);
        assert_eq!(deleted.wait().unwrap(), known.is_some());
        if let Some(group) = known {
            assert!(self.page(&LogQuery::all(group.id)).events.is_empty());
            self.events.retain(|(group_id, _)| *group_id != group.id);
        }
    }

    fn delete_stream(&mut self) {
        let (group, stream) = (self.random.pick(&GROUPS), self.random.pick(&STREAMS));
        let Some(group) = self.groups.get_mut(group) else {
            return;
        };
        let id = group.id;
        let deleted =
            self.store.write(move |connection| log_streams::delete(connection, id, stream));
        let known = group.streams.remove(stream);
        assert_eq!(deleted.wait().unwrap(), known.is_some());
        if let Some(stream_id) = known {
            self.events.retain(|(_, event)| event.stream_id != stream_id);
        }
    }

    fn set_retention(&mut self) {
        let name = self.random.pick(&GROUPS);
        let Some(group) = self.groups.get_mut(name) else {
            return;
        };
        // Only ever shortened: what a longer one would show again may be gone.
        let days = group.retention_days.map_or(2, |_| 1);
        group.retention_days = Some(days);
        self.store
            .write(move |connection| {
                let mut found = log_groups::find(connection, &scope(), name)?.unwrap();
                found.retention_days = Some(days);
                log_groups::update(connection, &found)
            })
            .wait()
            .unwrap();
    }

    fn crash(&mut self) {
        // What is in memory is meant to be lost.
        let Some(home) = &self.home else { return };
        let next = self.root.path().join(self.homes.to_string());
        self.homes += 1;
        copy_crashed(&self.store, &home.join("data"), &next.join("data"));
        self.store = Store::open(small(options(&next, &self.clock))).unwrap();
        std::fs::remove_dir_all(home).unwrap();
        self.home = Some(next);
    }

    fn reopen(&mut self) {
        let Some(home) = &self.home else { return };
        self.store.close();
        self.store = Store::open(small(options(home, &self.clock))).unwrap();
    }

    fn page(&self, query: &LogQuery) -> LogPage {
        scan(&self.store.snapshot(), query, &self.pool).unwrap()
    }

    fn random_query(&mut self) -> Option<LogQuery> {
        let group = self.groups.get(self.random.pick(&GROUPS))?;
        let mut query = LogQuery::all(group.id);
        query.oldest_ms =
            group.retention_days.map(|days| self.clock.now() - i64::from(days) * DAY_MS);
        if self.random.chance(3) {
            let ids: Vec<i64> = group.streams.values().copied().collect();
            query.streams = Some(ids.into_iter().filter(|_| self.random.chance(2)).collect());
        }
        let now = self.clock.now();
        if self.random.chance(3) {
            query.start_ms = Some(now - self.random.below(60).cast_signed() * 1000);
        }
        if self.random.chance(3) {
            query.end_ms = Some(now - self.random.below(40).cast_signed() * 1000);
        }
        if self.random.chance(2) {
            let mut text = format!("\"{}\"", self.random.pick(&WORDS));
            if self.random.chance(2) {
                text = format!("{text} \"{}\"", self.random.pick(&WORDS));
            }
            query.pattern = Some(FilterPattern::parse(&text).unwrap());
        }
        if self.random.chance(2) {
            query.direction = Direction::Backward;
        }
        query.maximum_events = match self.random.below(4) {
            0 => 1 + self.random.below(10) as usize,
            1 => 100,
            2 => 1000,
            _ => usize::MAX,
        };
        if self.random.chance(3) {
            query.maximum_bytes = 1 + self.random.below(20_000) as usize;
        }
        Some(query)
    }

    /// Returns what the model says to a query, without its limits.
    fn expected(&self, query: &LogQuery) -> Vec<LogEvent> {
        let mut events: Vec<LogEvent> = self
            .events
            .iter()
            .filter(|(group_id, event)| {
                let time = event.key.timestamp_ms;
                *group_id == query.group_id
                    && query.streams.as_ref().is_none_or(|ids| ids.contains(&event.stream_id))
                    && query.start_ms.is_none_or(|start| time >= start)
                    && query.oldest_ms.is_none_or(|oldest| time >= oldest)
                    && query.end_ms.is_none_or(|end| time < end)
                    && query.pattern.as_ref().is_none_or(|pattern| pattern.matches(&event.message))
                    && query.after.is_none_or(|after| match query.direction {
                        Direction::Forward => event.key > after,
                        Direction::Backward => event.key < after,
                    })
            })
            .map(|(_, event)| event.clone())
            .collect();
        events.sort_by_key(|event| event.key);
        if query.direction == Direction::Backward {
            events.reverse();
        }
        events
    }

    fn read_pages(&mut self) {
        let Some(mut query) = self.random_query() else {
            return;
        };
        for _ in 0..6 {
            let expected = self.expected(&query);
            let page = self.page(&query);
            check_page(&page, &expected, &query);
            if page.exhausted {
                return;
            }
            query.after = page.position;
            // Tokens stay good whatever happens to the files in between.
            match self.random.below(8) {
                0 => self.store.seal().wait().unwrap(),
                1 => self.store.compact().wait().unwrap(),
                2 => self.put(),
                3 => self.crash(),
                _ => {}
            }
        }
    }
}

fn check_page(page: &LogPage, expected: &[LogEvent], query: &LogQuery) {
    let count = page.events.len();
    assert!(count <= query.maximum_events, "{query:?}");
    assert!(count <= expected.len(), "{query:?}");
    assert_eq!(page.events, expected[..count], "{query:?}");
    let bytes: usize = page.events.iter().map(|event| event.message.len() + 26).sum();
    assert!(count <= 1 || bytes <= query.maximum_bytes, "{query:?}");
    if page.exhausted {
        assert_eq!(count, expected.len(), "{query:?}");
    } else {
        assert!(count > 0, "{query:?}");
        assert!(count == query.maximum_events || count < expected.len(), "{query:?}");
    }
    let last = page.events.last().map(|event| event.key).or(query.after);
    assert_eq!(page.position, last, "{query:?}");
}

fn run(seed: u64, mut world: World, steps: usize) {
    for step in 0..steps {
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.step()));
        assert!(outcome.is_ok(), "seed {seed}, step {step}");
    }
    for group in world.groups.values() {
        for direction in [Direction::Forward, Direction::Backward] {
            let mut query = LogQuery::all(group.id);
            query.direction = direction;
            query.oldest_ms =
                group.retention_days.map(|days| world.clock.now() - i64::from(days) * DAY_MS);
            check_page(&world.page(&query), &world.expected(&query), &query);
        }
    }
}

#[test]
fn a_store_is_a_sorted_list() {
    for seed in 1..=6 {
        run(seed, World::new(seed), 200);
    }
}

#[test]
fn a_store_in_memory_is_a_sorted_list() {
    for seed in 11..=16 {
        let world = World::in_memory(seed);
        let store = world.store.clone();
        run(seed, world, 200);
        let figures = store.statistics();
        assert!(figures.seals > 0 && figures.compactions > 0, "{figures:?}");
        assert_eq!((figures.failed_commits, figures.failed_jobs), (0, 0), "{figures:?}");
    }
}

#[test]
#[ignore = "long; run by hand with more seeds"]
fn a_store_is_a_sorted_list_for_long() {
    for seed in 1000..1200 {
        run(seed, World::new(seed), 400);
        run(seed, World::in_memory(seed), 400);
    }
}

#[test]
fn a_deadline_gives_a_part_and_a_cancelled_scan_an_error() {
    let mut world = World::new(7);
    for _ in 0..60 {
        world.put();
        world.clock.advance(DAY_MS / 8);
        if world.random.chance(4) {
            world.store.seal().wait().unwrap();
        }
    }
    for direction in [Direction::Forward, Direction::Backward] {
        let group_id = world.groups["a"].id;
        let mut query = LogQuery::all(group_id);
        query.direction = direction;
        query.pattern = Some(FilterPattern::parse("error").unwrap());
        query.deadline = Some(Instant::now());
        let all = world.expected(&query);
        let mut found = Vec::new();
        let mut rounds = 0;
        loop {
            let page = world.page(&query);
            found.extend(page.events);
            query.after = page.position;
            rounds += 1;
            if page.exhausted {
                break;
            }
        }
        assert_eq!(found, all);
        assert!(rounds > 1);
        query.after = None;
        query.cancel = Some(Arc::new(AtomicBool::new(true)));
        let cancelled = scan(&world.store.snapshot(), &query, &world.pool);
        assert!(matches!(cancelled, Err(ScanError::Cancelled)));
    }
}
