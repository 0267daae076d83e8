//! Queries over random rows against a naive implementation, and what stops a query.

mod naive;
mod pruning;
mod random;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use self::naive::expected;
use self::random::World;
use self::random::plain_query;
use super::DatasetSource;
use super::EventLimits;
use super::EventQueryError;
use super::EventResult;
use super::EventRun;
use super::EventValue;
use super::execute;
use crate::backend::engine::EnginePool;
use crate::backend::store::testing::Dice;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::all_events;
use crate::dialect::plan::Aggregate;
use crate::dialect::plan::Computed;
use crate::dialect::plan::DATASET_COLUMN;
use crate::dialect::plan::EventQuery;
use crate::dialect::plan::Expression;
use crate::dialect::plan::GroupKey;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Predicate;
use crate::dialect::plan::Relation;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::SpanColumns;

fn same(left: &EventValue, right: &EventValue) -> bool {
    match (left, right) {
        (EventValue::Scalar(left), EventValue::Scalar(right)) => {
            left.is_null() == right.is_null() && left.sort_order(right).is_eq()
        }
        (left, right) => left == right,
    }
}

fn check_values(found: &[EventValue], expected: &[EventValue], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!(same(found, expected), "{what}, output {place}: {found:?}, not {expected:?}");
    }
}

fn check(found: &EventResult, expected: &EventResult, what: &str) {
    let keys = |result: &EventResult| -> Vec<Vec<Scalar<'static>>> {
        result.groups.iter().map(|group| group.keys.clone()).collect()
    };
    assert_eq!(keys(found), keys(expected), "{what}");
    for (place, (found, expected)) in found.groups.iter().zip(&expected.groups).enumerate() {
        check_values(&found.values, &expected.values, &format!("{what}, group {place}"));
    }
    for (name, found, expected) in
        [("total", &found.total, &expected.total), ("other", &found.other, &expected.other)]
    {
        assert_eq!(found.is_some(), expected.is_some(), "{what}, {name}");
        if let (Some(found), Some(expected)) = (found, expected) {
            check_values(found, expected, &format!("{what}, {name}"));
        }
    }
    for (found, expected) in
        [(&found.series, &expected.series), (&found.total_series, &expected.total_series)]
    {
        let places = |series: &[super::EventBucket]| -> Vec<(i64, Option<usize>)> {
            series.iter().map(|bucket| (bucket.start_ns, bucket.group)).collect()
        };
        assert_eq!(places(found), places(expected), "{what}, series");
        for (found, expected) in found.iter().zip(expected) {
            let what = format!("{what}, bucket {} of {:?}", found.start_ns, found.group);
            check_values(&found.values, &expected.values, &what);
        }
    }
    let counts = |result: &EventResult| {
        (result.group_count, result.rows_examined, result.rows_matched, result.weight_matched)
    };
    assert_eq!(counts(found), counts(expected), "{what}");
}

#[test]
fn queries_give_what_a_naive_implementation_gives() {
    let pool = EnginePool::with_threads(2).unwrap();
    let (mut matched, mut groups, mut buckets) = (0, 0, 0);
    for seed in 0..4 {
        let mut dice = Dice::new(seed);
        let world = World::new(&mut dice);
        let snapshot = world.store.snapshot();
        let rows = all_events(&snapshot).unwrap();
        for number in 0..40 {
            let query = world.query(&mut dice);
            let run = world.run(&mut dice);
            let found = execute(&snapshot, &query, &run, &pool).unwrap();
            let expected = expected(&rows, &query, &run);
            check(&found, &expected, &format!("seed {seed}, query {number}: {query:?}"));
            assert!(!found.approximate);
            matched += found.rows_matched;
            groups += found.groups.len();
            buckets += found.series.len();
        }
    }
    let enough = matched > 1_000 && groups > 160 && buckets > 200;
    assert!(enough, "the queries say little: {matched} rows, {groups} groups, {buckets} buckets");
}

#[test]
fn a_query_says_which_columns_make_a_trace() {
    let pool = EnginePool::with_threads(2).unwrap();
    let mut dice = Dice::new(11);
    let world = World::new(&mut dice);
    let snapshot = world.store.snapshot();
    let run = world.run(&mut dice);
    let mut query = plain_query();
    query.filter =
        Predicate::Related { relation: Relation::Parent, predicate: Box::new(Predicate::always()) };
    query.aggregates.push(Aggregate {
        key: "CONCURRENCY".to_owned(),
        operation: Operation::Concurrency,
        column: None,
        filter: None,
    });
    query.output.push("CONCURRENCY".to_owned());
    let usual = execute(&snapshot, &query, &run, &pool).unwrap();
    assert!(usual.rows_matched > 0);
    let other = SpanColumns {
        trace_id: "a".to_owned(),
        span_id: "b".to_owned(),
        parent_id: "$span.parent_id".to_owned(),
        duration: "d".to_owned(),
    };
    let copies = [
        (&other.trace_id, &query.span.trace_id),
        (&other.span_id, &query.span.span_id),
        (&other.parent_id, &query.span.parent_id),
        (&other.duration, &query.span.duration),
    ];
    let copies = copies.map(|(name, of)| Computed {
        name: name.clone(),
        expression: Expression::Column(of.clone()),
    });
    let renamed = EventQuery { computed: copies.to_vec(), span: other, ..query.clone() };
    check(&execute(&snapshot, &renamed, &run, &pool).unwrap(), &usual, "renamed");
    let absent = SpanColumns { parent_id: "absent".to_owned(), ..SpanColumns::default() };
    let absent = EventQuery { span: absent, ..query };
    assert_eq!(execute(&snapshot, &absent, &run, &pool).unwrap().rows_matched, 0);
}

#[test]
fn rows_know_their_dataset() {
    let pool = EnginePool::with_threads(1).unwrap();
    let mut dice = Dice::new(13);
    let world = World::new(&mut dice);
    let snapshot = world.store.snapshot();
    let run = world.run(&mut dice);
    let mut query = plain_query();
    query.computed.push(Computed {
        name: "dataset".to_owned(),
        expression: Expression::Column(DATASET_COLUMN.to_owned()),
    });
    let column = "dataset".to_owned();
    query.group_by.push(GroupKey { key: column.clone(), column, relation: None });
    let found = execute(&snapshot, &query, &run, &pool).unwrap();
    let mut groups: Vec<i64> = found
        .groups
        .iter()
        .map(|group| match group.keys[0] {
            Scalar::Integer(id) => id,
            ref other => panic!("{other:?}"),
        })
        .collect();
    groups.sort_unstable();
    let mut expected: Vec<i64> = run.datasets.iter().map(|dataset| dataset.id).collect();
    expected.sort_unstable();
    assert_eq!(groups, expected);
}

#[test]
fn too_many_values_are_estimated() {
    let pool = EnginePool::with_threads(2).unwrap();
    let mut dice = Dice::new(7);
    let world = World::new(&mut dice);
    let snapshot = world.store.snapshot();
    let rows = all_events(&snapshot).unwrap();
    let operations = [
        Operation::Percentile(0.5),
        Operation::Percentile(0.99),
        Operation::Percentile(0.01),
        Operation::CountDistinct,
        Operation::Sum,
    ];
    let mut query = plain_query();
    query.aggregates = operations
        .iter()
        .enumerate()
        .map(|(place, operation)| Aggregate {
            key: place.to_string(),
            operation: *operation,
            column: Some("n".to_owned()),
            filter: None,
        })
        .collect();
    query.output = query.aggregates.iter().map(|aggregate| aggregate.key.clone()).collect();
    let mut run = world.run(&mut dice);
    run.limits.exact_values = 20;
    let found = execute(&snapshot, &query, &run, &pool).unwrap();
    assert!(found.approximate);
    let exact = expected(&rows, &query, &run);
    let number = |result: &EventResult, place: usize| {
        result.groups[0].values[place].scalar().as_number().unwrap()
    };
    for place in 0..operations.len() {
        let (found, exact) = (number(&found, place), number(&exact, place));
        assert!((found - exact).abs() <= exact.abs() * 0.0051, "{place}: {found}, not {exact}");
    }
}

#[test]
fn a_query_ends_when_it_has_to() {
    let pool = EnginePool::with_threads(1).unwrap();
    let mut dice = Dice::new(3);
    let world = World::new(&mut dice);
    let snapshot = world.store.snapshot();
    let run = world.run(&mut dice);
    let ends = |query: &EventQuery, run: &EventRun| {
        execute(&snapshot, query, run, &pool).unwrap_err().to_string()
    };
    let cancelled = EventRun { cancel: Some(Arc::new(AtomicBool::new(true))), ..run.clone() };
    assert_eq!(ends(&plain_query(), &cancelled), "the query was cancelled");
    let late = EventRun { deadline: Some(Instant::now()), ..run.clone() };
    assert_eq!(ends(&plain_query(), &late), "the query did not end in time");
    let limits = EventLimits { memory_bytes: 1000, ..EventLimits::default() };
    let mut grouped = plain_query();
    grouped.group_by.push(GroupKey {
        key: "$sample_rate".to_owned(),
        column: "n".to_owned(),
        relation: None,
    });
    let small = EventRun { limits, ..run.clone() };
    assert_eq!(ends(&grouped, &small), "the query needs more than 1000 bytes of memory");
    let relate =
        |predicate| Predicate::Related { relation: Relation::Root, predicate: Box::new(predicate) };
    let mut related = plain_query();
    related.filter = relate(relate(Predicate::always()));
    let error = execute(&snapshot, &related, &run, &pool).unwrap_err();
    assert!(matches!(error, EventQueryError::Unsupported(_)), "{error}");
    // The pool is free again.
    assert!(execute(&snapshot, &grouped, &run, &pool).is_ok());
}

#[test]
fn nothing_is_one_empty_group() {
    let pool = EnginePool::with_threads(1).unwrap();
    let mut dice = Dice::new(5);
    let world = World::new(&mut dice);
    let snapshot = world.store.snapshot();
    let nowhere = EventRun {
        datasets: vec![DatasetSource { id: 1, oldest_ingestion_ms: None }],
        ..EventRun::default()
    };
    let found = execute(&snapshot, &plain_query(), &nowhere, &pool).unwrap();
    assert_eq!(found.groups.len(), 1);
    assert_eq!(found.groups[0].values, [EventValue::Scalar(Scalar::Integer(0))]);
    assert_eq!(found.rows_examined, 0);
    assert!(plain_query().range.start_ns < START_MS * 1_000_000);
}
