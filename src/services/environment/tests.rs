//! Planning, applying and syncing over places that are made up.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use super::*;
use crate::base::Clock;
use crate::base::ManualClock;
use crate::base::Milliseconds;
use crate::base::Place;
use crate::model::change_set::Action;
use crate::model::change_set::Address;
use crate::model::change_set::Change;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldValue;
use crate::model::variable::VALUE_FIELD;
use crate::model::variable::VALUE_SET;
use crate::model::variable::VariableTarget;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;
use crate::services::plan::plan;
use crate::services::resources::BoxFuture;
use crate::services::resources::Resource;

/// A place in memory.
struct Memory {
    target: VariableTarget,
    shows: bool,
    clock: Arc<ManualClock>,
    held: Mutex<BTreeMap<String, (String, Milliseconds)>>,
    refuses: Mutex<Option<TargetCause>>,
    under_way: AtomicUsize,
    most_at_once: AtomicUsize,
    writes: AtomicUsize,
}

impl Memory {
    fn put(&self, name: &str, value: &str) {
        let name = self.target.stored_name(name);
        self.held.lock().unwrap().insert(name, (value.to_owned(), self.clock.now()));
    }

    fn refuse(&self, cause: Option<TargetCause>) {
        *self.refuses.lock().unwrap() = cause;
    }

    fn refused(&self) -> Result<(), TargetError> {
        match *self.refuses.lock().unwrap() {
            Some(cause) => Err(TargetError::new(cause, "no")),
            None => Ok(()),
        }
    }
}

impl EnvironmentTarget for Memory {
    fn target(&self) -> &VariableTarget {
        &self.target
    }

    fn identity(&self) -> String {
        self.target.to_string()
    }

    fn shows_values(&self, _: Sensitivity) -> bool {
        self.shows
    }

    fn read(&self) -> BoxFuture<'_, Result<Vec<Held>, TargetError>> {
        Box::pin(async {
            self.refused()?;
            let held = self.held.lock().unwrap();
            let held = held.iter().map(|(name, (value, updated))| Held {
                name: name.clone(),
                sensitivity: None,
                value: self.shows.then(|| SecretString::from(value.as_str())),
                updated: (!self.shows).then_some(*updated),
            });
            Ok(held.collect())
        })
    }

    fn write<'a>(
        &'a self,
        name: &'a str,
        value: &'a SecretString,
        _: Sensitivity,
    ) -> BoxFuture<'a, Result<(), TargetError>> {
        Box::pin(async move {
            let now = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_at_once.fetch_max(now, Ordering::SeqCst);
            // Others get their turn as during a call.
            tokio::task::yield_now().await;
            self.under_way.fetch_sub(1, Ordering::SeqCst);
            self.refused()?;
            self.writes.fetch_add(1, Ordering::SeqCst);
            self.put(name, value.expose_secret());
            Ok(())
        })
    }

    fn remove<'a>(
        &'a self,
        name: &'a str,
        _: Sensitivity,
    ) -> BoxFuture<'a, Result<bool, TargetError>> {
        let name = self.target.stored_name(name);
        Box::pin(async move { Ok(self.held.lock().unwrap().remove(&name).is_some()) })
    }
}

struct World {
    clock: Arc<ManualClock>,
    state: tempfile::TempDir,
    readable: Arc<Memory>,
    hidden: Arc<Memory>,
}

impl World {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::new(1_000_000));
        let memory = |target: &str, shows| {
            Arc::new(Memory {
                target: VariableTarget::parse(target).unwrap(),
                shows,
                clock: Arc::clone(&clock),
                held: Mutex::default(),
                refuses: Mutex::default(),
                under_way: AtomicUsize::default(),
                most_at_once: AtomicUsize::default(),
                writes: AtomicUsize::default(),
            })
        };
        Self {
            state: tempfile::tempdir().unwrap(),
            readable: memory("dotenv:.env", true),
            hidden: memory("github", false),
            clock,
        }
    }

    fn fingerprints(&self) -> Arc<Fingerprints> {
        Arc::new(Fingerprints::open(Some(self.state.path().join("state"))).0)
    }

    fn placed(&self, name: &str, literal: Option<&str>) -> Vec<PlacedVariable> {
        let places = [Arc::clone(&self.readable), Arc::clone(&self.hidden)];
        places
            .into_iter()
            .map(|place| PlacedVariable {
                address: Address::variable(None, name, &place.target),
                name: name.to_owned(),
                sensitivity: Sensitivity::Secret,
                target: place,
                literal: literal.map(SecretString::from),
            })
            .collect()
    }

    fn variables(&self, placed: Vec<PlacedVariable>) -> Variables {
        Variables::new(placed, self.fingerprints(), Arc::clone(&self.clock) as Arc<dyn Clock>)
    }

    async fn sync(&self, wanted: &[Wanted]) -> Vec<Synced> {
        let options = SyncOptions {
            fingerprints: self.fingerprints(),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            rewrites: false,
        };
        sync(wanted, &options, std::future::pending()).await
    }
}

fn desired(placed: &[PlacedVariable]) -> Vec<Desired> {
    let of = |variable: &PlacedVariable| Desired {
        fields: vec![Field::new(VALUE_FIELD, FieldValue::Text(VALUE_SET.to_owned()))],
        place: Place { name: "f".to_owned(), line: 1, column: 1 },
        ..Desired::probe(variable.address.clone())
    };
    placed.iter().map(of).collect()
}

async fn planned(variables: &Variables, declared: &[Desired], goal: Goal) -> Vec<Change> {
    let reading = variables.read(declared).await.unwrap();
    plan(declared, &reading.observed, &PlanOptions::new(goal)).changes
}

fn shown(changes: &[Change]) -> Vec<String> {
    let of = |change: &Change| {
        let fields = change.fields.iter().map(|f| format!(" {} -> {}", f.before, f.after));
        format!("{} {}{}", change.action.name(), change.address.parent, fields.collect::<String>())
    };
    changes.iter().map(of).collect()
}

#[tokio::test]
async fn a_plan_reads_no_source_and_knows_what_was_written() {
    let world = World::new();
    let placed = world.placed("TOKEN", None);
    let declared = desired(&placed);
    let variables = world.variables(placed.clone());
    let changes = planned(&variables, &declared, Goal::Declared).await;
    assert_eq!(shown(&changes), ["create dotenv:.env none -> set", "create github none -> set"]);
    assert!(variables.create(&declared[0]).await.is_err(), "no value was read");
    for desired in &declared {
        variables.supply(desired.address.clone(), SecretString::from("hunter2"));
        variables.create(desired).await.unwrap();
    }
    // The next run, which knows no value.
    let variables = world.variables(placed.clone());
    let changes = planned(&variables, &declared, Goal::Declared).await;
    assert!(changes.iter().all(|c| c.action == Action::Unchanged && c.reason.is_none()));
    // Somebody else writes.
    world.clock.advance(600_000);
    world.readable.put("TOKEN", "other");
    world.hidden.put("TOKEN", "other");
    let changes = planned(&world.variables(placed.clone()), &declared, Goal::Declared).await;
    assert_eq!(
        shown(&changes),
        ["update dotenv:.env changed outside -> set", "update github changed outside -> set"]
    );
    assert!(!format!("{changes:?}").contains("hunter2"));
    let changes = planned(&variables, &declared, Goal::Gone).await;
    assert!(changes.iter().all(|change| change.action == Action::Delete));
    variables.delete(&declared[0].address).await.unwrap();
    assert!(variables.delete(&declared[0].address).await.is_err());
}

#[tokio::test]
async fn what_nobody_can_tell_is_no_change_unless_that_is_asked_for() {
    let world = World::new();
    world.readable.put("TOKEN", "x");
    world.hidden.put("token", "x");
    let placed = world.placed("TOKEN", None);
    let declared = desired(&placed);
    let changes = planned(&world.variables(placed.clone()), &declared, Goal::Declared).await;
    assert!(changes.iter().all(|change| change.action == Action::Unchanged));
    assert!(changes[0].reason.as_ref().unwrap().starts_with("unknown"));
    let rewriting = world.variables(placed).rewriting_unknown(true);
    let changes = planned(&rewriting, &declared, Goal::Declared).await;
    assert_eq!(shown(&changes)[1], "update github unknown -> set");
    // A literal is known: where it can be compared, it is.
    let literal = world.placed("TOKEN", Some("x"));
    let changes = planned(&world.variables(literal), &declared, Goal::Declared).await;
    assert_eq!(changes[0].reason, None);
    let literal = world.placed("TOKEN", Some("y"));
    let changes = planned(&world.variables(literal), &declared, Goal::Declared).await;
    assert_eq!(shown(&changes)[0], "update dotenv:.env differs -> set");
}

#[tokio::test]
async fn every_place_that_cannot_be_read_is_told() {
    let world = World::new();
    let placed = world.placed("TOKEN", None);
    let declared = desired(&placed);
    world.readable.refuse(Some(TargetCause::Broken));
    world.hidden.refuse(Some(TargetCause::Refused));
    let error = world.variables(placed).read(&declared).await.unwrap_err();
    assert_eq!(error.message, "github cannot be read: no");
    assert!(error.hints[0].contains("dotenv:.env"), "{:?}", error.hints);
}

#[tokio::test]
async fn a_second_pass_writes_nothing_and_a_failing_place_leaves_the_others_done() {
    let world = World::new();
    let wanted: Vec<Wanted> = (0..50)
        .flat_map(|n| world.placed(&format!("NAME_{n}"), None))
        .map(|variable| Wanted {
            value: SecretString::from(format!("value of {}", variable.name)),
            variable,
        })
        .collect();
    world.hidden.refuse(Some(TargetCause::Refused));
    let first = world.sync(&wanted).await;
    let done = |synced: &[Synced]| synced.iter().filter(|synced| synced.is_done()).count();
    assert_eq!(done(&first), 50);
    assert!(matches!(first[1], Synced::Failed(_)));
    world.hidden.refuse(None);
    let second = world.sync(&wanted).await;
    assert_eq!(done(&second), 100);
    assert!(matches!(second[0], Synced::Unchanged));
    assert!(matches!(second[1], Synced::Written { before: Standing::Missing }));
    let third = world.sync(&wanted).await;
    assert!(third.iter().all(|synced| matches!(synced, Synced::Unchanged)));
    assert_eq!(world.hidden.writes.load(Ordering::SeqCst), 50);
    assert_eq!(world.readable.writes.load(Ordering::SeqCst), 50);
    let at_once = world.hidden.most_at_once.load(Ordering::SeqCst);
    assert!((2..=8).contains(&at_once), "{at_once}");
    // A value that changed at its source, and one that somebody else wrote.
    world.clock.advance(600_000);
    world.hidden.put("NAME_1", "theirs");
    let mut wanted = wanted;
    wanted[1].value = SecretString::from("new");
    let fourth = world.sync(&wanted).await;
    assert!(matches!(fourth[1], Synced::Written { before: Standing::Differs }));
    assert!(matches!(fourth[3], Synced::Written { before: Standing::ChangedOutside }));
    assert_eq!(fourth.iter().filter(|s| matches!(s, Synced::Unchanged)).count(), 98);
}

#[tokio::test]
async fn what_is_found_to_be_right_is_known_from_then_on() {
    let world = World::new();
    world.readable.put("TOKEN", "x");
    let placed = world.placed("TOKEN", None);
    let here = &placed[..1];
    let wanted = [Wanted { variable: placed[0].clone(), value: SecretString::from("x") }];
    let before = planned(&world.variables(here.to_vec()), &desired(here), Goal::Declared).await;
    assert!(before[0].reason.is_some());
    assert!(matches!(world.sync(&wanted).await[0], Synced::Unchanged));
    let after = planned(&world.variables(here.to_vec()), &desired(here), Goal::Declared).await;
    assert_eq!(after[0].reason, None);
}

#[tokio::test]
async fn a_stop_begins_no_further_write() {
    let world = World::new();
    let wanted: Vec<Wanted> = world
        .placed("A", None)
        .into_iter()
        .map(|variable| Wanted { variable, value: SecretString::from("x") })
        .collect();
    let options = SyncOptions {
        fingerprints: world.fingerprints(),
        clock: Arc::clone(&world.clock) as Arc<dyn Clock>,
        rewrites: true,
    };
    let synced = sync(&wanted, &options, std::future::ready(())).await;
    assert!(synced.iter().all(|synced| matches!(synced, Synced::Stopped)));
    assert_eq!(world.readable.writes.load(Ordering::SeqCst), 0);
}
