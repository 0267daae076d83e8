//! Turns what was kept of the rows into values: groups in their order, series, TOTAL and OTHER.

use std::cell::OnceCell;
use std::cmp::Ordering;

use super::accumulator::Kept;
use super::accumulator::Number;
use super::concurrency::Sweep;
use super::heatmap::MAXIMUM_CELLS;
use super::layout::Layout;
use super::layout::Slice;
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

/// Bytes that a cell takes beside its group.
const CELL_BYTES: usize = 12;

/// Groups after which somebody may have lost interest.
const LOOK_GROUPS: u32 = 256;

/// A group with the values that decide whether and where it is shown.
struct Candidate {
    group: u32,
    /// Aggregates, then formulas; null where nothing asks for it yet.
    values: Vec<EventValue>,
    /// The values of its keys, once they were asked for.
    keys: OnceCell<Vec<Scalar<'static>>>,
}

/// Puts the result together.
pub(super) fn result(
    table: &GroupTable,
    prepared: &Prepared,
) -> Result<EventResult, EventQueryError> {
    let query = &prepared.query;
    let layout = Layout::of(table);
    let finisher = Finisher::new(table, prepared);
    let deciding = finisher.deciding();
    let width = query.aggregates.len() + query.formulas.len();
    let bytes = table.groups.len() * (width + query.group_by.len() + 1) * VALUE_BYTES
        + layout.cells.len() * CELL_BYTES;
    prepared.budget.charge(i64::try_from(bytes).unwrap_or(i64::MAX))?;

    let mut groups = Vec::with_capacity(table.groups.len());
    for group in 0..table.groups.len() as u32 {
        if group.is_multiple_of(LOOK_GROUPS) {
            prepared.check()?;
        }
        let values = finisher.whole(layout.group(group), Some(&deciding));
        groups.push(Candidate { group, values, keys: OnceCell::new() });
    }
    if groups.is_empty() && query.group_by.is_empty() {
        let values = finisher.whole(Slice::EMPTY, Some(&deciding));
        groups.push(Candidate { group: u32::MAX, values, keys: OnceCell::new() });
    }
    let group_count = groups.len() as u64;
    let (mut shown, mut hidden): (Vec<Candidate>, Vec<Candidate>) =
        groups.into_iter().partition(|group| finisher.passes(group));
    let limit = query.limit.min(shown.len());
    // What is not shown need not be in order.
    if limit > 0 && limit < shown.len() {
        shown.select_nth_unstable_by(limit - 1, |left, right| finisher.order(left, right));
    }
    hidden.extend(shown.drain(limit..));
    shown.sort_unstable_by(|left, right| finisher.order(left, right));

    let mut buckets: usize =
        shown.iter().map(|group| layout.group(group.group).buckets.len()).sum();
    buckets += if query.wants_total { layout.cells.len() } else { 0 };
    if query.wants_series {
        let bytes = buckets.saturating_mul(finisher.output_bytes());
        prepared.budget.charge(i64::try_from(bytes).unwrap_or(i64::MAX))?;
    }

    let mut result = EventResult {
        group_count,
        rows_examined: table.rows_examined,
        rows_matched: table.rows_matched,
        weight_matched: table.weight_matched,
        approximate: prepared.budget.approximate(),
        ..EventResult::default()
    };
    if query.wants_other {
        let (buckets, cells) = layout.joined(hidden.iter().map(|group| group.group));
        let slice = Slice { buckets: &buckets, cells: &cells };
        result.other = Some(finisher.output(&finisher.whole(slice, None)));
    }
    if query.wants_total {
        let (buckets, cells) = layout.joined(0..table.groups.len() as u32);
        let slice = Slice { buckets: &buckets, cells: &cells };
        result.total = Some(finisher.output(&finisher.whole(slice, None)));
        if query.wants_series {
            result.total_series = finisher.series(slice, None);
        }
    }
    for (place, candidate) in shown.into_iter().enumerate() {
        prepared.check()?;
        let slice = layout.group(candidate.group);
        if query.wants_series {
            result.series.extend(finisher.series(slice, Some(place)));
        }
        let values = finisher.output(&finisher.whole(slice, None));
        result.groups.push(EventGroup { keys: finisher.keys(&candidate).to_vec(), values });
    }
    result.series.sort_by_key(|bucket| (bucket.start_ns, bucket.group));
    Ok(result)
}

/// Where an order finds what it compares.
#[derive(Clone, Copy)]
enum OrderBy {
    Key(usize),
    Value(usize),
}

struct Finisher<'a> {
    table: &'a GroupTable,
    prepared: &'a Prepared,
    /// Places of the output among the values.
    output: Vec<Option<usize>>,
    /// What groups are ordered by, and whether the greatest comes first.
    orders: Vec<(OrderBy, bool)>,
    havings: Vec<Option<usize>>,
}

impl<'a> Finisher<'a> {
    fn new(table: &'a GroupTable, prepared: &'a Prepared) -> Self {
        let query = &prepared.query;
        let order_by = |by: &str| match query.group_by.iter().position(|key| key.key == by) {
            Some(place) => Some(OrderBy::Key(place)),
            None => value_place(prepared, by).map(OrderBy::Value),
        };
        let orders = query.orders.iter();
        Self {
            table,
            prepared,
            output: query.output.iter().map(|key| value_place(prepared, key)).collect(),
            orders: orders
                .filter_map(|order| Some((order_by(&order.by)?, order.descending)))
                .collect(),
            havings: query
                .havings
                .iter()
                .map(|having| value_place(prepared, &having.key))
                .collect(),
        }
    }

    /// Says which aggregates decide whether and where a group is shown.
    fn deciding(&self) -> Vec<bool> {
        let aggregates = self.prepared.query.aggregates.len();
        let mut deciding = vec![false; aggregates];
        let orders = self.orders.iter().filter_map(|(by, _)| match by {
            OrderBy::Value(place) => Some(*place),
            OrderBy::Key(_) => None,
        });
        for place in orders.chain(self.havings.iter().flatten().copied()) {
            match deciding.get_mut(place) {
                Some(aggregate) => *aggregate = true,
                // A formula may be made of any of them.
                None => deciding.fill(true),
            }
        }
        deciding
    }

    /// Returns the bytes of the values of a bucket.
    fn output_bytes(&self) -> usize {
        let aggregates = &self.prepared.query.aggregates;
        let heatmaps = aggregates.iter().filter(|each| each.operation == Operation::Heatmap);
        self.output.len() * VALUE_BYTES + heatmaps.count() * MAXIMUM_CELLS * size_of::<u64>()
    }

    fn keys<'c>(&self, candidate: &'c Candidate) -> &'c [Scalar<'static>] {
        candidate.keys.get_or_init(|| match self.prepared.query.group_by.is_empty() {
            true => Vec::new(),
            false => self.table.groups.keys(candidate.group as usize),
        })
    }

    /// Returns the values of all buckets together: aggregates, then formulas. Of the aggregates
    /// only the `wanted` ones are calculated; the others are null.
    fn whole(&self, slice: Slice<'_>, wanted: Option<&[bool]>) -> Vec<EventValue> {
        let aggregates = self.prepared.query.aggregates.iter().enumerate();
        let values = aggregates.map(|(place, aggregate)| {
            if wanted.is_some_and(|wanted| !wanted[place]) {
                return EventValue::Scalar(Scalar::Null);
            }
            match base_of(aggregate.operation) {
                // That of the last bucket; the others are not asked for.
                Some(base) => EventValue::Scalar(
                    slice
                        .buckets
                        .last()
                        .map_or(Scalar::Null, |&bucket| self.change(place, base, slice, bucket)),
                ),
                None if aggregate.operation == Operation::Concurrency => {
                    let range = &self.prepared.query.range;
                    let greatest =
                        self.sweep(place, slice).greatest(&[(range.start_ns, range.end_ns)]);
                    count_of(greatest.and_then(|greatest| greatest.first().copied()))
                }
                None => self.of_cells(place, aggregate.operation, slice.cells),
            }
        });
        self.with_formulas(values.collect())
    }

    /// Returns the values of each bucket.
    fn series(&self, slice: Slice<'_>, group: Option<usize>) -> Vec<EventBucket> {
        let query = &self.prepared.query;
        let ranges: Vec<(i64, i64)> =
            slice.each().map(|(bucket, _)| self.range_of(bucket)).collect();
        let mut columns: Vec<Vec<EventValue>> = Vec::with_capacity(query.aggregates.len());
        for (place, aggregate) in query.aggregates.iter().enumerate() {
            let column = match base_of(aggregate.operation) {
                Some(base) => slice
                    .each()
                    .map(|(bucket, _)| EventValue::Scalar(self.change(place, base, slice, bucket)))
                    .collect(),
                None if aggregate.operation == Operation::Concurrency => {
                    let greatest = self.sweep(place, slice).greatest(&ranges);
                    let of_range = |range| greatest.as_ref().and_then(|g| g.get(range).copied());
                    (0..ranges.len()).map(|range| count_of(of_range(range))).collect()
                }
                None => slice
                    .each()
                    .map(|(_, cells)| self.of_cells(place, aggregate.operation, cells))
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
        slice: Slice<'_>,
        bucket: i64,
    ) -> Scalar<'static> {
        let value = |bucket: i64| match slice.of(bucket) {
            [] => None,
            cells => Number::of(&self.of_cells(place, base, cells).scalar()),
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

    fn sweep(&self, place: usize, slice: Slice<'_>) -> Sweep {
        let cells = slice.cells.iter();
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

    fn passes(&self, group: &Candidate) -> bool {
        self.prepared.query.havings.iter().zip(&self.havings).all(|(having, place)| {
            let value = place.and_then(|place| group.values.get(place));
            value.is_some_and(|value| {
                let value = value.scalar();
                let number = Number::of(&value).is_some();
                let order = value.sort_order(&Scalar::Float(having.value));
                number && having.comparison.accepts(Some(order))
            })
        })
    }

    fn order(&self, left: &Candidate, right: &Candidate) -> Ordering {
        for &(by, descending) in &self.orders {
            let found = match by {
                OrderBy::Value(place) => directed(
                    &left.values[place].scalar(),
                    &right.values[place].scalar(),
                    descending,
                ),
                OrderBy::Key(place) => {
                    directed(&self.keys(left)[place], &self.keys(right)[place], descending)
                }
            };
            if found.is_ne() {
                return found;
            }
        }
        let keys = self.keys(left).iter().zip(self.keys(right));
        keys.map(|(one, other)| one.sort_order(other))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// Orders two values; one that is missing is last in both directions.
fn directed(left: &Scalar<'_>, right: &Scalar<'_>, descending: bool) -> Ordering {
    match (left.is_null(), right.is_null()) {
        (false, false) if descending => right.sort_order(left),
        (false, false) => left.sort_order(right),
        (left, right) => left.cmp(&right),
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
