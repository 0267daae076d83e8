//! Turns what was kept of the rows into values: groups in their order, series, TOTAL and OTHER.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::accumulator::Kept;
use super::accumulator::Number;
use super::concurrency::Sweep;
use super::prepared::Prepared;
use super::query::EventBucket;
use super::query::EventGroup;
use super::query::EventQueryError;
use super::query::EventResult;
use super::query::EventValue;
use super::table::GroupTable;
use super::values::count_of;
use super::values::distinct;
use super::values::extreme;
use super::values::finite;
use super::values::percentile;
use super::values::summed;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Row;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::evaluate;

/// Bytes that a value takes until the groups are sorted.
const VALUE_BYTES: usize = 64;

/// Groups after which somebody may have lost interest.
const LOOK_GROUPS: usize = 256;

/// Cells by bucket.
type Buckets = BTreeMap<i64, Vec<u32>>;

/// A group with all its values: aggregates, then formulas.
struct Finished {
    group: u32,
    keys: Vec<Scalar<'static>>,
    values: Vec<EventValue>,
}

/// Puts the result together.
pub(super) fn result(
    table: &GroupTable,
    prepared: &Prepared,
) -> Result<EventResult, EventQueryError> {
    let query = &prepared.query;
    let finisher = Finisher::new(table, prepared);
    let width = query.aggregates.len() + query.formulas.len();
    let bytes = table.groups.len() * (width + query.group_by.len() + 1) * VALUE_BYTES;
    prepared.budget.charge(i64::try_from(bytes).unwrap_or(i64::MAX))?;

    let mut groups = Vec::with_capacity(table.groups.len());
    for (group, buckets) in finisher.buckets.iter().enumerate() {
        if group % LOOK_GROUPS == 0 {
            prepared.check()?;
        }
        let values = finisher.whole(buckets);
        groups.push(Finished { group: group as u32, keys: table.groups.keys(group), values });
    }
    if groups.is_empty() && query.group_by.is_empty() {
        let values = finisher.whole(&Buckets::new());
        groups.push(Finished { group: u32::MAX, keys: Vec::new(), values });
    }
    let group_count = groups.len() as u64;
    let (mut shown, mut hidden): (Vec<Finished>, Vec<Finished>) =
        groups.into_iter().partition(|group| finisher.passes(group));
    shown.sort_by(|left, right| finisher.order(left, right));
    hidden.extend(shown.drain(query.limit.min(shown.len())..));

    let mut result = EventResult {
        group_count,
        rows_examined: table.rows_examined,
        rows_matched: table.rows_matched,
        weight_matched: table.weight_matched,
        approximate: prepared.budget.approximate(),
        ..EventResult::default()
    };
    if query.wants_other {
        let buckets = finisher.joined(hidden.iter().map(|group| group.group));
        result.other = Some(finisher.output(&finisher.whole(&buckets)));
    }
    if query.wants_total {
        let all = finisher.joined(0..table.groups.len() as u32);
        result.total = Some(finisher.output(&finisher.whole(&all)));
        if query.wants_series {
            result.total_series = finisher.series(&all, None);
        }
    }
    for (place, group) in shown.into_iter().enumerate() {
        if query.wants_series
            && let Some(buckets) = finisher.buckets.get(group.group as usize)
        {
            prepared.check()?;
            result.series.extend(finisher.series(buckets, Some(place)));
        }
        let values = finisher.output(&group.values);
        result.groups.push(EventGroup { keys: group.keys, values });
    }
    result.series.sort_by_key(|bucket| (bucket.start_ns, bucket.group));
    Ok(result)
}

struct Finisher<'a> {
    table: &'a GroupTable,
    prepared: &'a Prepared,
    /// The cells of each group.
    buckets: Vec<Buckets>,
    /// Places of the output among the values.
    output: Vec<Option<usize>>,
}

impl<'a> Finisher<'a> {
    fn new(table: &'a GroupTable, prepared: &'a Prepared) -> Self {
        let mut buckets = vec![Buckets::new(); table.groups.len()];
        for (cell, &(group, bucket)) in table.cells.all().iter().enumerate() {
            buckets[group as usize].entry(bucket).or_default().push(cell as u32);
        }
        let output = prepared.query.output.iter().map(|key| value_place(prepared, key));
        Self { table, prepared, buckets, output: output.collect() }
    }

    /// Returns the cells of several groups.
    fn joined(&self, groups: impl Iterator<Item = u32>) -> Buckets {
        let mut joined = Buckets::new();
        for buckets in groups.filter_map(|group| self.buckets.get(group as usize)) {
            for (&bucket, cells) in buckets {
                joined.entry(bucket).or_default().extend(cells);
            }
        }
        joined
    }

    /// Returns the values of all buckets together: aggregates, then formulas.
    fn whole(&self, buckets: &Buckets) -> Vec<EventValue> {
        let aggregates = self.prepared.query.aggregates.iter().enumerate();
        let values = aggregates.map(|(place, aggregate)| match base_of(aggregate.operation) {
            // That of the last bucket; the others are not asked for.
            Some(base) => {
                let last = buckets.last_key_value().map(|(&bucket, _)| bucket);
                EventValue::Scalar(
                    last.map_or(Scalar::Null, |bucket| self.change(place, base, buckets, bucket)),
                )
            }
            None if aggregate.operation == Operation::Concurrency => {
                let range = &self.prepared.query.range;
                let greatest =
                    self.sweep(place, buckets).greatest(&[(range.start_ns, range.end_ns)]);
                count_of(greatest.and_then(|greatest| greatest.first().copied()))
            }
            None => {
                let cells: Vec<u32> = buckets.values().flatten().copied().collect();
                self.of_cells(place, aggregate.operation, &cells)
            }
        });
        self.with_formulas(values.collect())
    }

    /// Returns the values of each bucket.
    fn series(&self, buckets: &Buckets, group: Option<usize>) -> Vec<EventBucket> {
        let query = &self.prepared.query;
        let ranges: Vec<(i64, i64)> = buckets.keys().map(|&bucket| self.range_of(bucket)).collect();
        let mut columns: Vec<Vec<EventValue>> = Vec::with_capacity(query.aggregates.len());
        for (place, aggregate) in query.aggregates.iter().enumerate() {
            let column = match base_of(aggregate.operation) {
                Some(base) => buckets
                    .keys()
                    .map(|&bucket| EventValue::Scalar(self.change(place, base, buckets, bucket)))
                    .collect(),
                None if aggregate.operation == Operation::Concurrency => {
                    let greatest = self.sweep(place, buckets).greatest(&ranges);
                    let of_range = |range| greatest.as_ref().and_then(|g| g.get(range).copied());
                    (0..ranges.len()).map(|range| count_of(of_range(range))).collect()
                }
                None => buckets
                    .values()
                    .map(|cells| self.of_cells(place, aggregate.operation, cells))
                    .collect(),
            };
            columns.push(column);
        }
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        ranges
            .into_iter()
            .map(|(start_ns, _)| {
                let values = columns.iter_mut().filter_map(Iterator::next).collect();
                let values = self.output(&self.with_formulas(values));
                EventBucket { start_ns, group, values }
            })
            .collect()
    }

    /// Returns a bucket's begin and end, cut to the range of the query.
    fn range_of(&self, bucket: i64) -> (i64, i64) {
        let query = &self.prepared.query;
        let width = query.granularity_ns.max(1);
        let start = bucket.saturating_mul(width);
        let end = start.saturating_add(width);
        (start.max(query.range.start_ns), end.min(query.range.end_ns))
    }

    /// Returns the change of an aggregate from the bucket before.
    fn change(
        &self,
        place: usize,
        base: Operation,
        buckets: &Buckets,
        bucket: i64,
    ) -> Scalar<'static> {
        let value = |bucket: i64| {
            let value = self.of_cells(place, base, buckets.get(&bucket)?);
            Number::of(&value.scalar())
        };
        let Some((before, after)) = value(bucket.wrapping_sub(1)).zip(value(bucket)) else {
            return Scalar::Null;
        };
        if let (Number::Integer(before), Number::Integer(after)) = (before, after)
            && let Some(change) = after.checked_sub(before)
        {
            return Scalar::Integer(change);
        }
        finite(after.float() - before.float())
    }

    fn sweep(&self, place: usize, buckets: &Buckets) -> Sweep {
        let cells = buckets.values().flatten();
        match self.table.kept(self.prepared, place) {
            Kept::Intervals(all) => Sweep::of(cells.flat_map(|&cell| &all[cell as usize])),
            _ => Sweep::default(),
        }
    }

    /// Returns the value of an aggregate over some cells.
    fn of_cells(&self, place: usize, operation: Operation, cells: &[u32]) -> EventValue {
        EventValue::Scalar(match self.table.kept(self.prepared, place) {
            Kept::Counts(counts) => {
                return count_of(Some(cells.iter().map(|&cell| counts[cell as usize]).sum()));
            }
            Kept::Distincts(all) => return count_of(Some(distinct(all, cells))),
            Kept::Sums(sums) => summed(sums, cells, operation),
            Kept::Extremes { wanted, values } => extreme(values, cells, *wanted),
            Kept::Values(lists) => match operation {
                Operation::Percentile(share) => percentile(lists, cells, share),
                _ => Scalar::Null,
            },
            Kept::Heatmap(counts) => {
                let edges = self.prepared.edges.get().and_then(|edges| edges[place]);
                let heatmap = edges.map(|edges| counts.heatmap(&edges, cells));
                return heatmap.map_or(EventValue::Scalar(Scalar::Null), EventValue::Heatmap);
            }
            Kept::Intervals(_) | Kept::Elsewhere => Scalar::Null,
        })
    }

    fn with_formulas(&self, aggregates: Vec<EventValue>) -> Vec<EventValue> {
        let query = &self.prepared.query;
        let keys: Vec<&str> = query.aggregates.iter().map(|each| each.key.as_str()).collect();
        let row = ValueRow { keys, values: &aggregates };
        let formulas: Vec<EventValue> = query
            .formulas
            .iter()
            .map(|formula| evaluate(&formula.expression, &row).into_owned())
            .map(EventValue::Scalar)
            .collect();
        let mut values = aggregates;
        values.extend(formulas);
        values
    }

    fn output(&self, values: &[EventValue]) -> Vec<EventValue> {
        let of = |place: &Option<usize>| place.and_then(|place| values.get(place).cloned());
        let null = EventValue::Scalar(Scalar::Null);
        self.output.iter().map(|place| of(place).unwrap_or_else(|| null.clone())).collect()
    }

    fn passes(&self, group: &Finished) -> bool {
        self.prepared.query.havings.iter().all(|having| {
            let place = value_place(self.prepared, &having.key);
            let value = place.and_then(|place| group.values.get(place));
            value.is_some_and(|value| {
                let value = value.scalar();
                let number = Number::of(&value).is_some();
                let order = value.sort_order(&Scalar::Float(having.value));
                number && having.comparison.accepts(Some(order))
            })
        })
    }

    fn order(&self, left: &Finished, right: &Finished) -> Ordering {
        let query = &self.prepared.query;
        for order in &query.orders {
            let (one, other) = match query.group_by.iter().position(|key| key.key == order.by) {
                Some(place) => (left.keys[place].borrowed(), right.keys[place].borrowed()),
                None => match value_place(self.prepared, &order.by) {
                    Some(place) => (left.values[place].scalar(), right.values[place].scalar()),
                    None => continue,
                },
            };
            let found = match (one.is_null(), other.is_null()) {
                (false, false) if order.descending => other.sort_order(&one),
                (false, false) => one.sort_order(&other),
                // Without a value is last in both directions.
                (one, other) => one.cmp(&other),
            };
            if found.is_ne() {
                return found;
            }
        }
        let keys = left.keys.iter().zip(&right.keys);
        keys.map(|(one, other)| one.sort_order(other))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// Returns what a rate is the change of.
const fn base_of(operation: Operation) -> Option<Operation> {
    match operation {
        Operation::RateSum => Some(Operation::Sum),
        Operation::RateAverage => Some(Operation::Average),
        Operation::RateMaximum => Some(Operation::Maximum),
        _ => None,
    }
}

/// Returns the place of a key among aggregates and then formulas.
fn value_place(prepared: &Prepared, key: &str) -> Option<usize> {
    let aggregates = prepared.query.aggregates.iter().map(|aggregate| &aggregate.key);
    let formulas = prepared.query.formulas.iter().map(|formula| &formula.key);
    aggregates.chain(formulas).position(|known| known == key)
}

/// The aggregates of a group as formulas see them.
struct ValueRow<'a> {
    keys: Vec<&'a str>,
    values: &'a [EventValue],
}

impl Row for ValueRow<'_> {
    fn value(&self, column: &str) -> Scalar<'_> {
        let place = self.keys.iter().position(|key| *key == column);
        place.map_or(Scalar::Null, |place| self.values[place].scalar())
    }
}
