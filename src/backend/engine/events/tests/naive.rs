//! The same queries done row by row, as their definition reads.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::backend::engine::events::EventBucket;
use crate::backend::engine::events::EventGroup;
use crate::backend::engine::events::EventResult;
use crate::backend::engine::events::EventRun;
use crate::backend::engine::events::EventValue;
use crate::backend::engine::events::Heatmap;
use crate::backend::engine::events::heatmap::Edges;
use crate::backend::engine::events::heatmap::HeatmapCounts;
use crate::backend::store::testing::EventRow;
use crate::dialect::plan::Aggregate;
use crate::dialect::plan::EventQuery;
use crate::dialect::plan::INGESTION_TIME_COLUMN;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Predicate;
use crate::dialect::plan::Relation;
use crate::dialect::plan::Row;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::TIME_COLUMN;
use crate::dialect::plan::evaluate;
use crate::model::event::FieldScalar;

/// A row with its computed columns.
#[derive(Clone, Debug)]
struct PlainRow {
    values: BTreeMap<String, Scalar<'static>>,
    time_ns: i64,
    weight: u64,
    rate: u64,
}

impl Row for PlainRow {
    fn value(&self, column: &str) -> Scalar<'_> {
        self.values.get(column).map_or(Scalar::Null, Scalar::borrowed)
    }
}

fn plain(row: &EventRow, query: &EventQuery) -> PlainRow {
    let mut values = BTreeMap::new();
    for (name, value) in &row.fields {
        let value = match value {
            FieldScalar::Text(text) => Scalar::text(text.clone()),
            FieldScalar::Integer(number) => Scalar::Integer(*number),
            FieldScalar::Float(number) => Scalar::Float(*number),
            FieldScalar::Flag(flag) => Scalar::Flag(*flag),
        };
        values.insert(name.clone(), value);
    }
    let rate = u64::from(row.sample_rate);
    values.insert(TIME_COLUMN.to_owned(), Scalar::from(row.time_ns));
    let taken = Scalar::from(row.ingestion_ms * 1_000_000);
    values.insert(INGESTION_TIME_COLUMN.to_owned(), taken);
    values.insert("$sample_rate".to_owned(), Scalar::from(i64::from(row.sample_rate)));
    let weight = if query.weighted { rate } else { 1 };
    let mut plain = PlainRow { values, time_ns: row.time_ns, weight, rate };
    for computed in &query.computed {
        let value = evaluate(&computed.expression, &plain).into_owned();
        plain.values.insert(computed.name.clone(), value);
    }
    plain
}

type Rows<'a> = Vec<&'a PlainRow>;

struct Naive<'a> {
    query: &'a EventQuery,
    all: &'a [PlainRow],
}

fn number(row: &PlainRow, column: Option<&str>) -> Option<f64> {
    row.value(column?).as_number()
}

fn some(value: impl Into<Scalar<'static>>) -> EventValue {
    EventValue::Scalar(value.into())
}

const NOTHING: EventValue = EventValue::Scalar(Scalar::Null);

impl Naive<'_> {
    fn bucket(&self, row: &PlainRow) -> i64 {
        row.time_ns.div_euclid(self.query.granularity_ns)
    }

    fn counted<'r>(&self, rows: &Rows<'r>, aggregate: &Aggregate) -> Rows<'r> {
        let holds = |row: &&PlainRow| {
            aggregate.filter.as_ref().is_none_or(|filter| filter.holds(*row, &|_, _| false))
        };
        rows.iter().copied().filter(holds).collect()
    }

    /// Returns the value over rows, of which those in a range of time are looked at for spans.
    fn value(
        &self,
        aggregate: &Aggregate,
        operation: Operation,
        rows: &Rows<'_>,
        group: &Rows<'_>,
        (start, end): (i64, i64),
    ) -> EventValue {
        let rows = self.counted(rows, aggregate);
        let column = aggregate.column.as_deref();
        let mut numbers: Vec<(f64, u64)> =
            rows.iter().filter_map(|row| Some((number(row, column)?, row.weight))).collect();
        numbers.sort_by(|left, right| left.0.total_cmp(&right.0));
        let sum: f64 = numbers.iter().map(|(x, weight)| x * *weight as f64).sum();
        let total: u64 = numbers.iter().map(|(_, weight)| weight).sum();
        let pick = |place: Option<&(f64, u64)>| place.map_or(NOTHING, |(x, _)| some(*x));
        let has_column = |row: &&&PlainRow| !row.value(column.unwrap_or_default()).is_null();
        let weight = |rows: &mut dyn Iterator<Item = &&PlainRow>| -> i64 {
            rows.map(|row| row.weight as i64).sum()
        };
        match operation {
            Operation::Count => some(weight(&mut rows.iter())),
            Operation::CountOf => some(weight(&mut rows.iter().filter(has_column))),
            Operation::Sum if numbers.is_empty() => NOTHING,
            Operation::Sum => some(sum),
            Operation::Average if numbers.is_empty() => NOTHING,
            Operation::Average => some(sum / total as f64),
            Operation::Minimum => pick(numbers.first()),
            Operation::Maximum => pick(numbers.last()),
            Operation::CountDistinct => {
                let mut values: Vec<Scalar<'_>> =
                    rows.iter().filter(has_column).map(|row| row.value(column.unwrap())).collect();
                values.sort_by(|left, right| left.sort_order(right));
                values.dedup_by(|left, right| left.sort_order(right).is_eq());
                some(values.len() as i64)
            }
            Operation::Percentile(share) => {
                let mut seen = 0.0;
                pick(numbers.iter().find(|(_, weight)| {
                    seen += *weight as f64;
                    seen >= share * total as f64 - 1e-9
                }))
            }
            Operation::Heatmap => self.heatmap(aggregate, &numbers),
            Operation::Concurrency => self.concurrency(aggregate, group, start, end),
            Operation::RateSum | Operation::RateAverage | Operation::RateMaximum => unreachable!(),
        }
    }

    fn heatmap(&self, aggregate: &Aggregate, numbers: &[(f64, u64)]) -> EventValue {
        let all = self.counted(&self.all.iter().collect(), aggregate);
        let column = aggregate.column.as_deref();
        let all: Vec<f64> = all.iter().filter_map(|row| number(row, column)).collect();
        if all.is_empty() {
            return NOTHING;
        }
        let low = all.iter().copied().fold(f64::INFINITY, f64::min);
        let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let edges = Edges::between(low, high);
        let Heatmap { minimum, step, mut counts } = HeatmapCounts::default().heatmap(&edges, &[]);
        for (x, weight) in numbers {
            let cell = (0..counts.len()).find(|cell| *x < minimum + (*cell + 1) as f64 * step);
            counts[cell.unwrap()] += weight;
        }
        EventValue::Heatmap(Heatmap { minimum, step, counts })
    }

    fn concurrency(
        &self,
        aggregate: &Aggregate,
        group: &Rows<'_>,
        start: i64,
        end: i64,
    ) -> EventValue {
        let spans: Vec<(i64, i64, u64)> = self
            .counted(group, aggregate)
            .iter()
            .filter_map(|row| {
                let duration = number(row, Some("duration_ms"))?;
                let length = ((duration * 1e6) as i64).max(1);
                Some((row.time_ns, row.time_ns + length, row.weight))
            })
            .collect();
        if spans.is_empty() {
            return NOTHING;
        }
        let begins = spans.iter().map(|span| span.0).filter(|time| (start..end).contains(time));
        let most = begins.chain([start]).map(|moment| -> i64 {
            let active = spans.iter().filter(|span| span.0 <= moment && moment < span.1);
            active.map(|span| span.2 as i64).sum()
        });
        some(most.max().unwrap())
    }

    fn base(operation: Operation) -> Option<Operation> {
        Some(match operation {
            Operation::RateSum => Operation::Sum,
            Operation::RateAverage => Operation::Average,
            Operation::RateMaximum => Operation::Maximum,
            _ => return None,
        })
    }

    /// Returns the values of a bucket of a group, or of all of it.
    fn values(&self, group: &Rows<'_>, bucket: Option<i64>) -> Vec<EventValue> {
        let query = self.query;
        let of_bucket = |bucket: i64| -> Rows<'_> {
            group.iter().copied().filter(|row| self.bucket(row) == bucket).collect()
        };
        let rows = bucket.map_or_else(|| group.clone(), of_bucket);
        let range = bucket.map_or((query.range.start_ns, query.range.end_ns), |bucket| {
            let start = bucket * query.granularity_ns;
            let end = start + query.granularity_ns;
            (start.max(query.range.start_ns), end.min(query.range.end_ns))
        });
        let mut values: Vec<EventValue> = Vec::new();
        for aggregate in &query.aggregates {
            let Some(base) = Self::base(aggregate.operation) else {
                let value = self.value(aggregate, aggregate.operation, &rows, group, range);
                values.push(value);
                continue;
            };
            let last = bucket.or_else(|| group.iter().map(|row| self.bucket(row)).max());
            let of = |bucket: i64| {
                let value = self.value(aggregate, base, &of_bucket(bucket), group, range);
                value.scalar().as_number()
            };
            let change = last.and_then(|last| Some(of(last)? - of(last - 1)?));
            values.push(change.map_or(NOTHING, some));
        }
        let mut row = PlainRow { values: BTreeMap::new(), time_ns: 0, weight: 0, rate: 0 };
        for (aggregate, value) in query.aggregates.iter().zip(&values) {
            row.values.insert(aggregate.key.clone(), value.scalar().into_owned());
        }
        for formula in &query.formulas {
            values.push(EventValue::Scalar(evaluate(&formula.expression, &row).into_owned()));
        }
        values
    }

    fn series(&self, group: &Rows<'_>, place: Option<usize>) -> Vec<EventBucket> {
        let buckets: BTreeSet<i64> = group.iter().map(|row| self.bucket(row)).collect();
        let start =
            |bucket: i64| (bucket * self.query.granularity_ns).max(self.query.range.start_ns);
        buckets
            .into_iter()
            .map(|bucket| EventBucket {
                start_ns: start(bucket),
                group: place,
                values: self.values(group, Some(bucket)),
            })
            .collect()
    }
}

/// Returns the spans that are so related to a row.
fn spans_of<'a>(
    row: &'a PlainRow,
    relation: Relation,
    all: &'a [PlainRow],
) -> Box<dyn Iterator<Item = &'a PlainRow> + 'a> {
    let [trace, span, parent] =
        ["trace.trace_id", "trace.span_id", "trace.parent_id"].map(|id| row.value(id));
    if trace.is_null() {
        return Box::new(std::iter::empty());
    }
    let spans = all.iter().filter(move |other| other.value("trace.trace_id") == trace);
    Box::new(spans.filter(move |other| match relation {
        Relation::Root => {
            other.value("trace.parent_id").is_null()
                && other.value("meta.signal_type") != Scalar::from("log")
        }
        Relation::Parent => !parent.is_null() && other.value("trace.span_id") == parent,
        Relation::Child => other.value("trace.parent_id") == span,
        Relation::Any | Relation::None => true,
    }))
}

/// Returns what a query has to give over all rows of the store.
pub(super) fn expected(rows: &[EventRow], query: &EventQuery, run: &EventRun) -> EventResult {
    let counts = |row: &&EventRow| {
        let time = row.time_ns;
        let source = run.datasets.iter().find(|dataset| dataset.id == row.dataset);
        query.range.start_ns <= time
            && time < query.range.end_ns
            && source.is_some_and(|source| {
                source.oldest_ingestion_ms.is_none_or(|oldest| row.ingestion_ms >= oldest)
            })
    };
    let examined: Vec<PlainRow> = rows.iter().filter(counts).map(|row| plain(row, query)).collect();
    let rows_examined = examined.len() as u64;
    let related = |row: &PlainRow, relation, predicate: &Predicate| {
        let mut spans = spans_of(row, relation, &examined);
        let found = spans.any(|span| predicate.holds(span, &|_, _| false));
        found != (relation == Relation::None)
    };
    let all: Vec<PlainRow> = examined
        .iter()
        .filter(|row| query.filter.holds(*row, &|relation, inner| related(row, relation, inner)))
        .cloned()
        .collect();
    let naive = Naive { query, all: &all };
    let mut groups: Vec<(Vec<Scalar<'static>>, Rows<'_>)> = Vec::new();
    for row in &all {
        let keys: Vec<Scalar<'static>> = query
            .group_by
            .iter()
            .map(|key| {
                let mut span = key.relation.map(|relation| spans_of(row, relation, &examined));
                match &mut span {
                    None => row.value(&key.column).into_owned(),
                    Some(spans) => spans
                        .next()
                        .map_or(Scalar::Null, |span| span.value(&key.column).into_owned()),
                }
            })
            .map(|value| match value {
                Scalar::Float(x) if x.fract() == 0.0 => Scalar::Integer(x as i64),
                other => other,
            })
            .collect();
        match groups.iter_mut().find(|(known, _)| *known == keys) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((keys, vec![row])),
        }
    }
    if groups.is_empty() && query.group_by.is_empty() {
        groups.push((Vec::new(), Vec::new()));
    }
    let group_count = groups.len() as u64;
    let place_of = |key: &str| query.output.iter().position(|output| output == key).unwrap();
    let mut finished: Vec<(Vec<Scalar<'static>>, Rows<'_>, Vec<EventValue>)> = groups
        .into_iter()
        .map(|(keys, rows)| {
            let values = naive.values(&rows, None);
            (keys, rows, values)
        })
        .collect();
    finished.sort_by(|left, right| {
        for order in &query.orders {
            let of = |side: &(Vec<Scalar<'static>>, Rows<'_>, Vec<EventValue>)| match query
                .group_by
                .iter()
                .position(|key| key.key == order.by)
            {
                Some(place) => side.0[place].clone(),
                None => side.2[place_of(&order.by)].scalar().into_owned(),
            };
            let (one, other) = (of(left), of(right));
            let mut found = one.sort_order(&other);
            if order.descending && !one.is_null() && !other.is_null() {
                found = found.reverse();
            }
            if found.is_ne() {
                return found;
            }
        }
        let keys = left.0.iter().zip(&right.0);
        keys.map(|(one, other)| one.sort_order(other))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let passes = |values: &[EventValue]| {
        query.havings.iter().all(|having| {
            let value = values[place_of(&having.key)].scalar().as_number();
            let order = value.map(|value| value.total_cmp(&having.value));
            value.is_some() && having.comparison.accepts(order)
        })
    };
    let mut result = EventResult {
        group_count,
        rows_examined,
        rows_matched: all.len() as u64,
        weight_matched: all.iter().map(|row| row.rate).sum(),
        ..EventResult::default()
    };
    let mut hidden: Rows<'_> = Vec::new();
    for (keys, rows, values) in finished {
        if !passes(&values) || result.groups.len() == query.limit {
            hidden.extend(rows);
            continue;
        }
        if query.wants_series {
            result.series.extend(naive.series(&rows, Some(result.groups.len())));
        }
        result.groups.push(EventGroup { keys, values });
    }
    result.series.sort_by_key(|bucket| (bucket.start_ns, bucket.group));
    if query.wants_other {
        result.other = Some(naive.values(&hidden, None));
    }
    if query.wants_total {
        let everything: Rows<'_> = all.iter().collect();
        result.total = Some(naive.values(&everything, None));
        if query.wants_series {
            result.total_series = naive.series(&everything, None);
        }
    }
    result
}
