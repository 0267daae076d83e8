//! Whatever happens: everything is as declared or is told not to be, and the rest is untouched.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join;
use proptest::prelude::*;

use super::world::Manners;
use super::world::State;
use super::world::World;
use super::world::declare;
use super::world::is_as_declared;
use super::world::thing;
use crate::model::change_set::Action;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::OnExists;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;
use crate::model::change_set::ResourceKind;
use crate::services::apply::Report;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;

fn group(number: u8) -> Address {
    Address::new(ResourceKind::LogGroup, format!("g{number}"))
}

fn filter(group: u8, number: u8) -> Address {
    Address::below(ResourceKind::MetricFilter, format!("g{group}"), format!("f{number}"))
}

fn query(number: u8) -> Address {
    Address::below(ResourceKind::HoneycombQuery, "d", format!("q{number}"))
}

fn board() -> Address {
    Address::new(ResourceKind::HoneycombBoard, "p")
}

fn on_exists() -> impl Strategy<Value = OnExists> {
    prop_oneof![Just(OnExists::Adopt), Just(OnExists::Update), Just(OnExists::Fail)]
}

fn ownership() -> impl Strategy<Value = Ownership> {
    prop_oneof![
        Just(Ownership::Unmarked),
        Just(Ownership::Ours(Origin::Created)),
        Just(Ownership::Ours(Origin::Adopted)),
        Just(Ownership::Others("other".to_owned())),
    ]
}

/// Declares some of eight groups, filters on those that are declared, and saved queries with the
/// board that shows them.
fn declared() -> impl Strategy<Value = Vec<Desired>> {
    let groups = prop::collection::btree_map(0..8_u8, (0..3_i64, 0..3_i64, on_exists()), 0..6);
    let filters = prop::collection::btree_set((0..8_u8, 0..2_u8), 0..6);
    let queries = prop::collection::btree_map(0..4_u8, 0..3_i64, 0..4);
    (groups, filters, queries).prop_map(|(groups, filters, queries)| {
        let shown = i64::try_from(queries.len()).unwrap();
        let shows = (shown > 0).then(|| declare(board(), shown, 1, OnExists::Adopt));
        let queries = queries.into_iter().map(|(n, a)| declare(query(n), a, 1, OnExists::Update));
        let known: BTreeSet<u8> = groups.keys().copied().collect();
        let made = groups.into_iter().map(|(n, (a, b, on))| declare(group(n), a, b, on));
        let hung = filters
            .into_iter()
            .filter(|(of, _)| known.contains(of))
            .map(|(of, n)| declare(filter(of, n), 1, 1, OnExists::Fail));
        made.chain(hung).chain(queries).chain(shows).collect()
    })
}

fn state() -> impl Strategy<Value = State> {
    let groups = prop::collection::btree_map(0..8_u8, (0..3_i64, 0..3_i64, ownership()), 0..8);
    let filters = prop::collection::btree_set((0..8_u8, 0..2_u8), 0..4);
    let queries = prop::collection::btree_map(0..4_u8, 0..3_i64, 0..4);
    let boards = prop::option::of((0..3_i64, ownership()));
    (groups, filters, queries, boards).prop_map(|(groups, filters, queries, boards)| {
        let mut state = State::new();
        state.extend(queries.into_iter().map(|(n, a)| (query(n), thing(a, 1, Ownership::ByName))));
        state.extend(boards.map(|(a, owner)| (board(), thing(a, 1, owner))));
        for (of, number) in filters.into_iter().filter(|(of, _)| groups.contains_key(of)) {
            state.insert(filter(of, number), thing(0, 1, Ownership::ByName));
        }
        state.extend(groups.into_iter().map(|(n, (a, b, owner))| (group(n), thing(a, b, owner))));
        state
    })
}

fn manners() -> impl Strategy<Value = Manners> {
    (0..120_u8, 0..100_u8, 0..3000_u64).prop_map(|(throttles, loses, lag)| Manners {
        throttles,
        loses,
        lag: Duration::from_millis(lag),
    })
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// What reports say is not as declared.
fn told(reports: &[Option<Report>]) -> BTreeSet<Address> {
    let mut told = BTreeSet::new();
    for report in reports.iter().flatten() {
        told.extend(report.left().map(|step| step.address.clone()));
        told.extend(report.unconverged.iter().map(|change| change.address.clone()));
    }
    told
}

/// What a plan says a person must decide, or what nobody can read: not a matter of applying.
fn undecided(world: &World, declared: &[Desired]) -> BTreeSet<Address> {
    let options = PlanOptions::new(Goal::Declared);
    let set = block_on(async {
        let resources = world.resources();
        let reading = resources.read(declared, &options).await.unwrap();
        resources.plan(declared, &reading, &options)
    });
    set.conflicts().map(|change| change.address.clone()).collect()
}

fn check(
    world: &World,
    before: &State,
    declared: &[Desired],
    reports: &[Option<Report>],
) -> Result<(), TestCaseError> {
    world.calm();
    let after = world.state();
    let (told, undecided) = (told(reports), undecided(world, declared));
    let is_whole = reports.iter().all(|report| report.as_ref().is_some_and(Report::is_whole));
    let all_read = reports.iter().all(Option::is_some);
    let unverified = reports.iter().flatten().any(|report| report.unverified.is_some());
    for desired in declared {
        let address = &desired.address;
        let is_right = is_as_declared(&after, desired);
        let is_told = told.contains(address) || undecided.contains(address);
        prop_assert!(
            is_right || is_told || !all_read || unverified,
            "{address} is {:?}, and nobody says so: {reports:#?}",
            after.get(address)
        );
    }
    let is_declared = |address: &Address| declared.iter().any(|d| d.address == *address);
    for (address, thing) in before.iter().filter(|(address, _)| !is_declared(address)) {
        prop_assert_eq!(after.get(address), Some(thing), "{} was touched", address);
    }
    prop_assert!(world.written().iter().all(is_declared), "{:?}", world.written());
    for (address, thing) in &after {
        // A field that the file does not name stays.
        if let Some(known) = before.get(address) {
            prop_assert_eq!(thing.values.get("c"), known.values.get("c"));
        }
    }
    let adopted = reports.iter().flatten().flat_map(|report| &report.steps);
    for step in adopted.filter(|step| step.is_done() && step.action == Action::Adopt) {
        let owner = after.get(&step.address).map(|thing| &thing.ownership);
        prop_assert_eq!(owner, Some(&Ownership::Ours(Origin::Adopted)), "{}", step.address);
    }
    if is_whole {
        let second = block_on(world.run(declared, Goal::Declared)).unwrap();
        prop_assert!(second.steps.is_empty(), "a second run does {:#?}", second.steps);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn one_run_converges_or_says_what_it_could_not_do(
        before in state(), declared in declared(), manners in manners(), seed in any::<u64>(),
    ) {
        let world = World::new(before.clone(), seed, manners);
        let report = block_on(world.run(&declared, Goal::Declared));
        check(&world, &before, &declared, &[report])?;
    }

    #[test]
    fn with_good_manners_everything_is_done_and_shows(
        before in state(), declared in declared(), gone in any::<bool>(),
    ) {
        let world = World::new(before, 1, Manners::default());
        let goal = if gone { Goal::Gone } else { Goal::Declared };
        let report = block_on(world.run(&declared, goal)).unwrap();
        prop_assert!(report.is_whole(), "{report:#?}");
    }

    #[test]
    fn two_runs_at_once_leave_one_result(
        before in state(), declared in declared(), manners in manners(), seed in any::<u64>(),
    ) {
        let world = World::new(before.clone(), seed, manners);
        let runs = join(
            world.run(&declared, Goal::Declared),
            world.run(&declared, Goal::Declared),
        );
        let (one, two) = block_on(runs);
        check(&world, &before, &declared, &[one, two])?;
    }

    #[test]
    fn what_somebody_else_does_meanwhile_is_told(
        before in state(), declared in declared(), seed in any::<u64>(),
        acts in prop::collection::vec((0..8_u8, prop::option::of(0..3_i64)), 1..6),
    ) {
        // Reads are fresh: with old ones nobody could know.
        let manners = Manners { throttles: 60, loses: 60, lag: Duration::ZERO };
        let world = World::new(before, seed, manners);
        let acts: Vec<_> = acts.into_iter().map(|(n, value)| (group(n), value)).collect();
        world.intrude(acts);
        let report = block_on(world.run(&declared, Goal::Declared));
        let Some(report) = report else { return Ok(()) };
        world.calm();
        let (after, told) = (world.state(), told(&[Some(report.clone())]));
        let undecided = undecided(&world, &declared);
        // What was as declared when it was read, and was changed later, is the next run's business.
        let tried: BTreeSet<&Address> = report.steps.iter().map(|step| &step.address).collect();
        for desired in declared.iter().filter(|desired| tried.contains(&desired.address)) {
            let address = &desired.address;
            prop_assert!(
                is_as_declared(&after, desired) || told.contains(address)
                    || undecided.contains(address) || report.unverified.is_some(),
                "{address}: {report:#?}"
            );
        }
    }

    #[test]
    fn destroying_leaves_what_was_not_created(
        before in state(), declared in declared(), manners in manners(), seed in any::<u64>(),
    ) {
        let world = World::new(before.clone(), seed, manners);
        let report = block_on(world.run(&declared, Goal::Gone));
        let Some(report) = report else { return Ok(()) };
        world.calm();
        let after = world.state();
        let told = told(std::slice::from_ref(&Some(report.clone())));
        for (address, thing) in &before {
            let is_declared = declared.iter().any(|desired| desired.address == *address);
            let parent_goes = address.parent_address().is_some_and(|parent| {
                before.get(&parent).is_some_and(|p| p.ownership == Ownership::Ours(Origin::Created))
                    && declared.iter().any(|desired| desired.address == parent)
            });
            let is_others = address.parent_address().is_some_and(|parent| {
                before.get(&parent).is_some_and(|p| matches!(p.ownership, Ownership::Others(_)))
            });
            let goes = is_declared && !is_others && matches!(
                thing.ownership,
                Ownership::Ours(Origin::Created) | Ownership::ByName
            );
            if goes {
                prop_assert!(
                    !after.contains_key(address) || told.contains(address)
                        || report.unverified.is_some(),
                    "{address} is still there"
                );
            } else if !parent_goes {
                let now = after.get(address);
                prop_assert!(now.is_some(), "{} is gone", address);
                prop_assert_eq!(&now.unwrap().values, &thing.values);
            }
        }
        if report.is_whole() {
            let second = block_on(world.run(&declared, Goal::Gone)).unwrap();
            prop_assert!(second.steps.is_empty(), "{:#?}", second.steps);
        }
    }
}

#[test]
fn a_group_that_its_producer_makes_again_is_named() {
    let name = "/aws/lambda/orders";
    let address = Address::new(ResourceKind::LogGroup, name);
    let declared = [declare(address.clone(), 1, 1, OnExists::Adopt)];
    let before = State::from([(address.clone(), thing(1, 1, Ownership::Ours(Origin::Created)))]);
    let world = World::new(before, 7, Manners::default());
    world.produce(name);
    let report = block_on(world.run(&declared, Goal::Gone)).unwrap();
    assert_eq!(report.steps.len(), 1);
    assert!(report.steps[0].is_done());
    assert_eq!(report.steps[0].action, Action::Delete);
    assert_eq!(report.resurrected.len(), 1);
    assert!(report.resurrected[0].1.contains("Lambda function orders"), "{report:?}");
    assert!(!report.is_whole());
}
