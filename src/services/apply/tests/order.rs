//! The order of steps, what stops them, and what a failure leaves.

use std::sync::Arc;
use std::sync::Mutex;

use super::world::Manners;
use super::world::State;
use super::world::World;
use super::world::declare;
use super::world::is_as_declared;
use super::world::thing;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::OnExists;
use crate::model::change_set::Ownership;
use crate::model::change_set::ResourceKind;
use crate::services::apply::ApplyOptions;
use crate::services::apply::Event;
use crate::services::apply::StepResult;
use crate::services::apply::apply;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;

fn group(name: &str) -> Address {
    Address::new(ResourceKind::LogGroup, name)
}

fn filter(of: &str, name: &str) -> Address {
    Address::below(ResourceKind::MetricFilter, of, name)
}

fn many() -> Vec<Desired> {
    let groups = (0..20).map(|n| declare(group(&format!("g{n}")), 1, 1, OnExists::Adopt));
    let filters = (0..20).map(|n| declare(filter(&format!("g{n}"), "f"), 1, 1, OnExists::Fail));
    groups.chain(filters).collect()
}

#[tokio::test]
async fn a_board_is_made_after_what_it_shows_and_goes_before_it() {
    let board = Address::new(ResourceKind::HoneycombBoard, "p");
    let query = |n| Address::below(ResourceKind::HoneycombQuery, "d", format!("q{n}"));
    let queries = (0..20).map(|n| declare(query(n), 1, 1, OnExists::Update));
    let declared: Vec<Desired> =
        queries.chain([declare(board.clone(), 20, 1, OnExists::Adopt)]).collect();
    // Answers get lost, so that steps take turns of different length.
    let manners = Manners { throttles: 60, loses: 40, ..Manners::default() };
    for seed in 1..20 {
        let world = World::new(State::new(), seed, manners);
        let report = world.run(&declared, Goal::Declared).await.unwrap();
        let made = world.order();
        let first = made.iter().position(|address| *address == board);
        let is_last = |first: usize| made[first..].iter().all(|address| *address == board);
        assert!(first.is_none_or(is_last), "{made:?}");
        world.calm();
        if !report.is_whole() {
            assert!(world.run(&declared, Goal::Declared).await.unwrap().is_whole());
        }
        let before = world.order().len();
        assert!(world.run(&declared, Goal::Gone).await.unwrap().is_whole());
        let gone = world.order().split_off(before);
        assert_eq!(gone.first(), Some(&board), "{gone:?}");
        assert_eq!(gone.len(), declared.len());
    }
}

#[tokio::test]
async fn what_hangs_on_a_thing_comes_after_it() {
    let world = World::new(State::new(), 1, Manners::default());
    let finished: Arc<Mutex<Vec<Address>>> = Arc::default();
    let begun: Arc<Mutex<Vec<(Address, usize)>>> = Arc::default();
    let (kept, started) = (Arc::clone(&finished), Arc::clone(&begun));
    let declared = many();
    let resources = world.resources();
    let plan = PlanOptions::new(Goal::Declared);
    let reading = resources.read(&declared, &plan).await.unwrap();
    let set = resources.plan(&declared, &reading, &plan);
    let options = ApplyOptions {
        tell: Arc::new(move |event| match event {
            Event::Started { address, .. } => {
                if let Some(parent) = address.parent_address() {
                    assert!(kept.lock().unwrap().contains(&parent), "{address} is early");
                }
                let done = kept.lock().unwrap().len();
                started.lock().unwrap().push((address.clone(), done));
            }
            Event::Done { address, .. } => kept.lock().unwrap().push(address.clone()),
            Event::Failed { .. } | Event::Verifying { .. } => {}
        }),
        ..world.options(plan)
    };
    let report =
        apply(&resources, &set.changes, &declared, &reading, &options, std::future::pending())
            .await;
    assert!(report.is_whole(), "{report:#?}");
    assert_eq!(finished.lock().unwrap().len(), 40);
    let begun = begun.lock().unwrap();
    let at_once = begun.iter().enumerate().map(|(place, (_, done))| place + 1 - done).max();
    assert_eq!(at_once, Some(8), "eight at once, and never more");
}

#[tokio::test]
async fn stopping_finishes_what_is_under_way_and_begins_nothing() {
    let world = World::new(State::new(), 1, Manners::default());
    let declared = many();
    let resources = world.resources();
    let plan = PlanOptions::new(Goal::Declared);
    let reading = resources.read(&declared, &plan).await.unwrap();
    let set = resources.plan(&declared, &reading, &plan);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let stop = Mutex::new(Some(stop));
    let options = ApplyOptions {
        tell: Arc::new(move |event| {
            if matches!(event, Event::Done { .. }) {
                drop(stop.lock().unwrap().take());
            }
        }),
        ..world.options(plan)
    };
    let stopped = async {
        let _ = stopped.await;
    };
    let report = apply(&resources, &set.changes, &declared, &reading, &options, stopped).await;
    assert!(report.stopped);
    assert_eq!(report.steps.len(), 40, "each change has its result");
    let done = report.done();
    assert!((1..20).contains(&done), "{done}");
    assert_eq!(world.state().len(), done, "what is under way is finished, not cut off");
    let why = |step: &crate::services::apply::Step| match &step.result {
        StepResult::Skipped(reason) => reason.clone(),
        other => panic!("{other:?}"),
    };
    assert!(report.left().all(|step| why(step) == "stopped before its turn"));
}

#[tokio::test]
async fn a_failure_stops_only_what_hangs_on_it() {
    // It appears after the plan and differs.
    let world = World::new(State::new(), 1, Manners::default());
    world.intrude(vec![(group("g1"), Some(2))]);
    let declared = [
        declare(group("g1"), 1, 1, OnExists::Fail),
        declare(filter("g1", "f"), 1, 1, OnExists::Fail),
        declare(group("g2"), 1, 1, OnExists::Fail),
    ];
    let report = world.run(&declared, Goal::Declared).await.unwrap();
    let result = |address: &Address| {
        &report.steps.iter().find(|step| step.address == *address).unwrap().result
    };
    match result(&group("g1")) {
        StepResult::Failed(error) => {
            assert_eq!(
                error.message,
                "it appeared since the plan and differs: a 2 instead of 1, b none instead of 1"
            );
        }
        other => panic!("{other:?}"),
    }
    match result(&filter("g1", "f")) {
        StepResult::Skipped(reason) => assert_eq!(reason, "log group g1 failed"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(result(&group("g2")), StepResult::Done(None)));
}

#[tokio::test]
async fn what_appears_and_is_as_declared_is_no_failure() {
    let world = World::new(State::new(), 1, Manners::default());
    let declared = [declare(group("g1"), 1, 1, OnExists::Fail)];
    let resources = world.resources();
    let plan = PlanOptions::new(Goal::Declared);
    let reading = resources.read(&declared, &plan).await.unwrap();
    let set = resources.plan(&declared, &reading, &plan);
    let other = World::new(
        State::from([(group("g1"), thing(1, 1, Ownership::Unmarked))]),
        1,
        Manners::default(),
    );
    let resources = other.resources();
    let options = other.options(plan);
    let report =
        apply(&resources, &set.changes, &declared, &reading, &options, std::future::pending())
            .await;
    let StepResult::Done(Some(note)) = &report.steps[0].result else { panic!("{report:?}") };
    assert_eq!(note, "somebody else made it meanwhile; it is not marked as ours");
    assert!(report.is_whole());
}

#[tokio::test]
async fn what_was_begun_before_an_answer_got_lost_is_finished() {
    // The group is made, its values are not: the answer between the two is lost.
    let world = World::new(State::new(), 1, Manners::default());
    world.lose_answer_of_write(1);
    let declared = [declare(group("g1"), 1, 1, OnExists::Fail)];
    let report = world.run(&declared, Goal::Declared).await.unwrap();
    let StepResult::Done(Some(note)) = &report.steps[0].result else { panic!("{report:?}") };
    assert_eq!(note, "an earlier attempt or another run had begun it");
    assert!(report.is_whole());
    assert!(is_as_declared(&world.state(), &declared[0]));

    // Everything is made, and only the last answer is lost.
    let world = World::new(State::new(), 1, Manners::default());
    world.lose_answer_of_write(2);
    let report = world.run(&declared, Goal::Declared).await.unwrap();
    let StepResult::Done(Some(note)) = &report.steps[0].result else { panic!("{report:?}") };
    assert_eq!(note, "an earlier attempt or another run had made it");
}
