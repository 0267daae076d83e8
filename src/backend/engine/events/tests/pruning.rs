//! What statistics and filters of a file say about conditions.

use std::sync::Arc;

use crate::backend::engine::events::DatasetSource;
use crate::backend::engine::events::EventRun;
use crate::backend::engine::events::prepared::Prepared;
use crate::backend::engine::events::tests::random::plain_query;
use crate::backend::engine::events::units;
use crate::backend::engine::events::units::Part;
use crate::backend::store::Store;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::append_events;
use crate::backend::store::testing::create_dataset;
use crate::backend::store::testing::options;
use crate::base::ManualClock;
use crate::dialect::plan::Check;
use crate::dialect::plan::Coercion;
use crate::dialect::plan::Comparison;
use crate::dialect::plan::Predicate;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::Test;
use crate::model::event::Event;
use crate::model::event::FieldScalar;

fn test(column: &str, check: Check, negated: bool, when_missing: bool) -> Predicate {
    Predicate::Test(Test { column: column.to_owned(), check, negated, when_missing })
}

fn compare(column: &str, comparison: Comparison, value: impl Into<Scalar<'static>>) -> Predicate {
    let check = Check::Compare { comparison, value: value.into(), coercion: Coercion::Stored };
    test(column, check, false, false)
}

#[test]
fn a_row_group_without_a_match_is_left_out_and_no_other() {
    let root = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(START_MS));
    let store = Store::open(options(root.path(), &clock)).unwrap();
    let dataset = create_dataset(&store, "d", None).id;
    let event = |number: i64| {
        let text = |text: String| FieldScalar::Text(text);
        let mut fields = vec![
            ("n".to_owned(), FieldScalar::Integer(number)),
            ("f".to_owned(), FieldScalar::Float(number as f64 + 0.5)),
            ("trace.trace_id".to_owned(), text(format!("id{}", number * 7919 % 100))),
            ("m".to_owned(), text("x".to_owned())),
        ];
        if number == 3 {
            fields[3].1 = FieldScalar::Integer(7);
        }
        if number % 2 == 0 {
            fields.push(("half".to_owned(), FieldScalar::Flag(true)));
        }
        Event { dataset: "d".to_owned(), time_ns: START_MS * 1_000_000, sample_rate: 1, fields }
    };
    append_events(&store, (10..60).chain([3]).map(event).collect());
    store.seal().wait().unwrap();
    let snapshot = store.snapshot();
    let datasets = vec![DatasetSource { id: dataset, oldest_ingestion_ms: None }];
    let excluded = |filter: &Predicate| {
        let mut query = plain_query();
        query.filter = filter.clone();
        let run = EventRun { datasets: datasets.clone(), ..EventRun::default() };
        let prepared = Prepared::new(&snapshot, &query, &run).unwrap();
        let mut parts: Vec<Part> = units::list(&snapshot, &prepared)
            .into_iter()
            .flat_map(|candidate| units::expand(candidate, &prepared).unwrap())
            .collect();
        let Some(Part::RowGroup(group)) = parts.pop() else { panic!("there is a row group") };
        assert!(parts.is_empty());
        group.excluded_by(&prepared.filter, &prepared).unwrap()
    };
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let exists = |column, negated| test(column, Check::Exists, negated, negated);
    let left_out = [
        compare("n", Greater, 59),
        compare("n", GreaterOrEqual, 60),
        compare("n", Less, 3),
        compare("n", LessOrEqual, 2.5),
        compare("n", Equal, 60),
        compare("f", Greater, 59.5),
        compare("trace.trace_id", Equal, "id100"),
        compare("trace.trace_id", Equal, "a"),
        compare("trace.trace_id", Equal, "z"),
        compare("absent", NotEqual, 1),
        exists("absent", false),
        exists("n", true),
        Predicate::And(vec![compare("n", Greater, 5), compare("n", Greater, 59)]),
    ];
    for filter in &left_out {
        assert!(excluded(filter), "{filter:?}");
    }
    let read = [
        compare("n", Greater, 58),
        compare("n", GreaterOrEqual, 59),
        compare("n", LessOrEqual, 3),
        compare("n", Equal, 5),
        compare("n", NotEqual, 1),
        compare("n", Equal, "60"),
        compare("f", GreaterOrEqual, 59.5),
        compare("m", Equal, "y"),
        compare("m", Equal, 7),
        exists("half", true),
        exists("half", false),
        exists("absent", true),
        exists("f", true),
        Predicate::Or(vec![compare("n", Greater, 59)]),
        Predicate::Not(Box::new(compare("n", Greater, 5))),
    ];
    for filter in &read {
        assert!(!excluded(filter), "{filter:?}");
    }
    for number in 10..60 {
        let id = format!("id{}", number * 7919 % 100);
        assert!(!excluded(&compare("trace.trace_id", Equal, id)));
    }
}
