//! Stores with random rows, and random queries over them.

use std::sync::Arc;

use crate::backend::engine::events::DatasetSource;
use crate::backend::engine::events::EventRun;
use crate::backend::store::Store;
use crate::backend::store::testing::Dice;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::append_events;
use crate::backend::store::testing::create_dataset;
use crate::backend::store::testing::options;
use crate::base::ManualClock;
use crate::dialect::plan::Aggregate;
use crate::dialect::plan::Check;
use crate::dialect::plan::Coercion;
use crate::dialect::plan::Comparison;
use crate::dialect::plan::Computed;
use crate::dialect::plan::EventQuery;
use crate::dialect::plan::Expression;
use crate::dialect::plan::Formula;
use crate::dialect::plan::Function;
use crate::dialect::plan::GroupKey;
use crate::dialect::plan::Having;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Order;
use crate::dialect::plan::Predicate;
use crate::dialect::plan::Relation;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::SpanColumns;
use crate::dialect::plan::Test;
use crate::dialect::plan::TextTest;
use crate::dialect::plan::TimeRange;
use crate::model::event::Event;
use crate::model::event::FieldScalar;

const SECOND: i64 = 1_000_000_000;

/// Columns that queries name; some are computed, some are never there.
const COLUMNS: [&str; 10] = ["n", "m", "s", "f", "c", "t", "at", "taken", "absent", "$sample_rate"];

pub(super) struct World {
    _root: tempfile::TempDir,
    pub(super) store: Store,
    datasets: Vec<i64>,
}

fn pick<T: Clone>(dice: &mut Dice, all: &[T]) -> T {
    all[dice.below(all.len() as u64) as usize].clone()
}

fn number(dice: &mut Dice) -> FieldScalar {
    // Sums of eighths are exact in any order.
    if dice.below(2) == 0 {
        FieldScalar::Integer(dice.below(20) as i64 - 5)
    } else {
        FieldScalar::Float((dice.below(200) as f64 - 50.0) / 8.0)
    }
}

fn event(dice: &mut Dice, dataset: &str, span: usize) -> Event {
    let mut fields = Vec::new();
    if dice.below(4) > 0 {
        fields.push(("n".to_owned(), number(dice)));
    }
    if dice.below(4) > 0 {
        let value = match dice.below(4) {
            0 => FieldScalar::Text(pick(dice, &["1", "2.5", "x", "true", ""]).to_owned()),
            1 => FieldScalar::Flag(dice.below(2) == 0),
            _ => number(dice),
        };
        fields.push(("m".to_owned(), value));
    }
    if dice.below(3) > 0 {
        fields.push((
            "s".to_owned(),
            FieldScalar::Text(pick(dice, &["a", "b", "ab", "c"]).to_owned()),
        ));
    }
    if dice.below(3) > 0 {
        fields.push(("f".to_owned(), FieldScalar::Flag(dice.below(2) == 0)));
    }
    if dice.below(3) > 0 {
        fields.push(("duration_ms".to_owned(), FieldScalar::Integer(dice.below(9_000) as i64)));
    }
    let mut id = |name: &str, first: char, end: u64| {
        let number = dice.below(end + 2);
        if number < end {
            let text = FieldScalar::Text(format!("{first}{number}"));
            fields.push((name.to_owned(), text));
        }
    };
    id("trace.trace_id", 't', 6);
    id("trace.parent_id", 's', 60);
    fields.push(("trace.span_id".to_owned(), FieldScalar::Text(format!("s{span}"))));
    if dice.below(3) == 0 {
        let signal = FieldScalar::Text(pick(dice, &["log", "trace"]).to_owned());
        fields.push(("meta.signal_type".to_owned(), signal));
    }
    Event {
        dataset: dataset.to_owned(),
        time_ns: START_MS * 1_000_000 - dice.below(40) as i64 * SECOND + dice.below(3) as i64,
        sample_rate: pick(dice, &[1, 1, 1, 2, 7]),
        fields,
    }
}

impl World {
    pub(super) fn new(dice: &mut Dice) -> Self {
        let root = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(START_MS));
        let store = Store::open(options(root.path(), &clock)).unwrap();
        let names = ["one", "two", "three"];
        let datasets = names.map(|name| create_dataset(&store, name, None).id).to_vec();
        let mut spans = 0;
        for round in 0..12 {
            let mut events = Vec::new();
            for _ in 0..dice.below(30) {
                let dataset = pick(dice, &names);
                events.push(event(dice, dataset, spans));
                spans += 1;
            }
            // In seconds they are exact, and so are their sums.
            clock.set(START_MS + round * 125);
            append_events(&store, events);
            match dice.below(5) {
                0 => store.seal().wait().unwrap(),
                1 if round > 5 => store.compact().wait().unwrap(),
                _ => {}
            }
        }
        Self { _root: root, store, datasets }
    }

    /// Reads some of the datasets.
    pub(super) fn run(&self, dice: &mut Dice) -> EventRun {
        let oldest = (dice.below(3) == 0).then_some(START_MS + 4 * 125);
        let first = DatasetSource { id: self.datasets[0], oldest_ingestion_ms: oldest };
        let mut datasets = vec![first];
        if dice.below(2) == 0 {
            datasets.push(DatasetSource { id: self.datasets[2], oldest_ingestion_ms: None });
        }
        EventRun { datasets, ..EventRun::default() }
    }

    pub(super) fn query(&self, dice: &mut Dice) -> EventQuery {
        let mut query = plain_query();
        let end = START_MS * 1_000_000 - dice.below(15) as i64 * SECOND;
        query.range = TimeRange { start_ns: end - dice.below(40) as i64 * SECOND - 1, end_ns: end };
        query.computed = vec![
            computed("c", Function::Sum, &["n", "m"]),
            computed("t", Function::Coalesce, &["s", "c"]),
            // Hides the field that it is made of.
            computed("s", Function::Lower, &["s"]),
            computed("at", Function::EventTimestamp, &[]),
            computed("taken", Function::IngestTimestamp, &[]),
        ];
        query.computed.truncate(dice.below(6) as usize);
        query.filter = predicate(dice, 2);
        for place in 0..dice.below(3) {
            let column = pick(dice, &COLUMNS).to_owned();
            // Of several roots any may be taken, of one parent there is one.
            let relation = (dice.below(5) == 0).then_some(Relation::Parent);
            query.group_by.push(GroupKey { key: format!("k{place}"), column, relation });
        }
        query.aggregates = (0..=dice.below(6)).map(|place| aggregate(dice, place)).collect();
        let keys: Vec<String> = query.aggregates.iter().map(|each| each.key.clone()).collect();
        if dice.below(2) == 0 {
            let arguments =
                vec![Expression::Column(pick(dice, &keys)), Expression::Column(pick(dice, &keys))];
            let expression = Expression::Call { function: Function::Divide, arguments };
            query.formulas.push(Formula { key: "formula".to_owned(), expression });
        }
        let mut all = keys;
        all.extend(query.formulas.iter().map(|formula| formula.key.clone()));
        query.output.clone_from(&all);
        if dice.below(3) == 0 {
            let comparison = pick(dice, &[Comparison::Greater, Comparison::NotEqual]);
            query.havings.push(Having { key: pick(dice, &all), comparison, value: 2.0 });
        }
        all.extend(query.group_by.iter().map(|key| key.key.clone()));
        for _ in 0..dice.below(3) {
            query.orders.push(Order { by: pick(dice, &all), descending: dice.below(2) == 0 });
        }
        query.limit = 1 + dice.below(6) as usize;
        query.granularity_ns = pick(dice, &[SECOND, 5 * SECOND, 7 * SECOND]);
        query.weighted = dice.below(3) > 0;
        query.wants_series = dice.below(2) == 0;
        query.wants_total = dice.below(3) > 0;
        query.wants_other = dice.below(3) > 0;
        query
    }
}

/// Counts all rows.
pub(super) fn plain_query() -> EventQuery {
    EventQuery {
        range: TimeRange {
            start_ns: (START_MS - 3_600_000) * 1_000_000,
            end_ns: (START_MS + 3_600_000) * 1_000_000,
        },
        computed: Vec::new(),
        filter: Predicate::always(),
        group_by: Vec::new(),
        aggregates: vec![Aggregate {
            key: "COUNT".to_owned(),
            operation: Operation::Count,
            column: None,
            filter: None,
        }],
        formulas: Vec::new(),
        output: vec!["COUNT".to_owned()],
        havings: Vec::new(),
        orders: Vec::new(),
        limit: 1000,
        granularity_ns: SECOND,
        weighted: true,
        wants_series: false,
        wants_total: true,
        wants_other: true,
        span: SpanColumns::default(),
    }
}

fn computed(name: &str, function: Function, columns: &[&str]) -> Computed {
    let arguments = columns.iter().map(|column| Expression::Column((*column).to_owned())).collect();
    Computed { name: name.to_owned(), expression: Expression::Call { function, arguments } }
}

fn aggregate(dice: &mut Dice, place: u64) -> Aggregate {
    let operations = [
        Operation::Count,
        Operation::CountOf,
        Operation::Sum,
        Operation::Average,
        Operation::Minimum,
        Operation::Maximum,
        Operation::CountDistinct,
        Operation::Percentile(0.001),
        Operation::Percentile(0.5),
        Operation::Percentile(0.95),
        Operation::Heatmap,
        Operation::Concurrency,
        Operation::RateSum,
        Operation::RateAverage,
        Operation::RateMaximum,
    ];
    let operation = pick(dice, &operations);
    let bare = matches!(operation, Operation::Count | Operation::Concurrency);
    let column = (!bare).then(|| pick(dice, &COLUMNS).to_owned());
    let filter = (dice.below(4) == 0).then(|| predicate(dice, 1));
    Aggregate { key: format!("a{place}"), operation, column, filter }
}

fn predicate(dice: &mut Dice, depth: u32) -> Predicate {
    let parts = |dice: &mut Dice| (0..dice.below(3)).map(|_| predicate(dice, depth - 1)).collect();
    match if depth == 0 { 9 } else { dice.below(8) } {
        0 => Predicate::And(parts(dice)),
        1 => Predicate::Or(parts(dice)),
        2 => Predicate::Not(Box::new(predicate(dice, depth - 1))),
        3 if depth == 2 => {
            let relations =
                [Relation::Root, Relation::Parent, Relation::Child, Relation::Any, Relation::None];
            let relation = pick(dice, &relations);
            Predicate::Related { relation, predicate: Box::new(predicate(dice, 1)) }
        }
        3 | 4 => Predicate::always(),
        _ => {
            let values = [
                Scalar::from(1),
                Scalar::from("a"),
                Scalar::from(2.5),
                Scalar::from(true),
                Scalar::from("2.5"),
            ];
            let coercions = [Coercion::Stored, Coercion::Number, Coercion::Text, Coercion::Flag];
            let coercion = pick(dice, &coercions);
            let check = match dice.below(4) {
                0 => Check::Exists,
                1 => Check::InList { values: values[..3].to_vec(), coercion },
                2 => Check::Text { test: TextTest::Contains, text: "a".to_owned() },
                _ => {
                    let comparisons =
                        [Comparison::Equal, Comparison::NotEqual, Comparison::GreaterOrEqual];
                    let comparison = pick(dice, &comparisons);
                    Check::Compare { comparison, value: pick(dice, &values), coercion }
                }
            };
            Predicate::Test(Test {
                column: pick(dice, &COLUMNS).to_owned(),
                check,
                negated: dice.below(4) == 0,
                when_missing: dice.below(2) == 0,
            })
        }
    }
}
