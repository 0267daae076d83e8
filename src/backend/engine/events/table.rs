//! The groups of a query with what is kept for each, as one thread of work gathers them.

use super::accumulator::Interval;
use super::accumulator::Kept;
use super::accumulator::Number;
use super::accumulator::take_extreme;
use super::budget::Budget;
use super::groups::Cells;
use super::groups::Groups;
use super::key;
use super::needs::Needs;
use super::numbers::each_number;
use super::prepared::Prepared;
use super::prepared::Source;
use super::query::EventQueryError;
use super::scan::Pass;
use super::view::View;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Row;
use crate::dialect::plan::Scalar;

/// Bytes that a value of a distinct count takes.
const DISTINCT_BYTES: usize = 16;

/// Groups and cells with what is kept for them; the pass that aggregates.
#[derive(Debug)]
pub(super) struct GroupTable {
    pub(super) groups: Groups,
    pub(super) cells: Cells,
    kept: Vec<Kept>,
    /// Whether cells are told apart by bucket; if not they are the groups.
    buckets: bool,
    /// Bytes that the values of rows take.
    bytes: i64,
    /// Bytes that the budget knows of, and values that it does not know of.
    charged: i64,
    values: u64,
    estimated: bool,
    pub(super) rows_examined: u64,
    pub(super) rows_matched: u64,
    pub(super) weight_matched: u64,
    /// The cells of the rows of a batch, and those of the rows that an aggregate counts.
    found: Vec<u32>,
    scratch: Vec<u8>,
}

impl GroupTable {
    /// Creates an empty table.
    pub(super) fn new(query: &Prepared) -> Self {
        let aggregates = query.query.aggregates.iter().enumerate();
        let kept = aggregates.map(|(place, aggregate)| match query.keepers[place] {
            keeper if keeper == place => Kept::new(aggregate.operation),
            _ => Kept::Elsewhere,
        });
        Self {
            groups: Groups::new(query.keys.len()),
            cells: Cells::default(),
            kept: kept.collect(),
            buckets: query.buckets,
            bytes: 0,
            charged: 0,
            values: 0,
            estimated: false,
            rows_examined: 0,
            rows_matched: 0,
            weight_matched: 0,
            found: Vec::new(),
            scratch: Vec::new(),
        }
    }

    /// Returns what is kept for an aggregate.
    pub(super) fn kept(&self, query: &Prepared, aggregate: usize) -> &Kept {
        &self.kept[query.keepers[aggregate]]
    }

    fn resize(&mut self) {
        let cells = self.cells.all().len();
        self.kept.iter_mut().for_each(|kept| {
            kept.resize(cells);
        });
    }

    /// Adds the rows of a batch to one aggregate; `cells` are those of the rows.
    fn push(&mut self, place: usize, view: &View<'_>, top: &dyn Row, rows: &[u32], cells: &[u32]) {
        let query = view.query;
        let rates = view.columns.sample_rates;
        let weighted = query.query.weighted;
        let weight = |row: usize| if weighted { rates.of(row) } else { 1 };
        let source = query.inputs[place].as_ref();
        let Self { kept, bytes, values, scratch, estimated, .. } = self;
        match (&mut kept[place], source) {
            (Kept::Counts(counts), source) => {
                let of_values = query.query.aggregates[place].operation == Operation::CountOf;
                for (&row, &cell) in rows.iter().zip(cells) {
                    let row = row as usize;
                    let has = |source| has(view, source, top, row);
                    if !of_values || source.is_some_and(has) {
                        counts[cell as usize] += u64::from(weight(row));
                    }
                }
            }
            (Kept::Sums(sums), Some(source)) => {
                each_number(view, source, top, rows, |place, row, number| {
                    sums[cells[place] as usize].push(number, weight(row));
                });
            }
            (Kept::Extremes { wanted, values }, Some(source)) => {
                each_number(view, source, top, rows, |place, _, number| {
                    take_extreme(*wanted, &mut values[cells[place] as usize], number);
                });
            }
            (Kept::Values(lists), Some(source)) => {
                let before = *values;
                let mut taken = 0;
                each_number(view, source, top, rows, |place, row, number| {
                    let whole = matches!(number, Number::Integer(_));
                    taken += lists.push(cells[place] as usize, number.float(), weight(row), whole);
                    *values += 1;
                });
                *bytes += taken as i64;
                if lists.is_full() {
                    lists.estimate();
                }
                if *estimated {
                    *values = before;
                }
            }
            (Kept::Heatmap(counts), Some(source)) => {
                let edges = query.edges.get().and_then(|edges| edges[place]);
                let Some(edges) = edges else { return };
                each_number(view, source, top, rows, |place, row, number| {
                    let taken = counts.push(cells[place], &edges, number.float(), weight(row));
                    *bytes += taken as i64;
                });
            }
            (Kept::Intervals(all), Some(source)) => {
                let Some(times) = view.columns.times else { return };
                each_number(view, source, top, rows, |place, row, duration_ms| {
                    #[expect(clippy::cast_possible_truncation, reason = "saturates")]
                    let duration_ns = (duration_ms.float() * 1e6).round() as i64;
                    let start_ns = times[row];
                    // A span of no length is active at its own moment.
                    let end_ns = start_ns.saturating_add(duration_ns.max(1));
                    let weight = u64::from(weight(row));
                    all[cells[place] as usize].push(Interval { start_ns, end_ns, weight });
                    *bytes += size_of::<Interval>() as i64;
                });
            }
            (Kept::Distincts(distincts), Some(source)) => {
                for (&row, &cell) in rows.iter().zip(cells) {
                    view.row.set(row as usize);
                    let value = view.value(source, top);
                    if value.is_null() {
                        continue;
                    }
                    scratch.clear();
                    key::push(scratch, &value);
                    let distinct = &mut distincts[cell as usize];
                    if distinct.push(key::hash(scratch)) {
                        *bytes += DISTINCT_BYTES as i64;
                        if *estimated {
                            let before = distinct.bytes() as i64;
                            distinct.trim();
                            *bytes += distinct.bytes() as i64 - before;
                        } else {
                            *values += 1;
                        }
                    }
                }
            }
            (Kept::Elsewhere, _) | (_, None) => {}
        }
    }

    /// Adds all rows of another table of the same query.
    pub(super) fn merge(&mut self, other: Self, budget: &Budget) -> Result<(), EventQueryError> {
        self.rows_examined += other.rows_examined;
        self.rows_matched += other.rows_matched;
        self.weight_matched += other.weight_matched;
        if other.estimated != self.estimated {
            self.estimate();
        }
        let groups = self.groups.merge(&other.groups);
        let mut targets: Vec<u32> =
            other.cells.all().iter().map(|&(group, _)| groups[group as usize]).collect();
        if self.buckets {
            self.cells.find(&mut targets, other.cells.all().iter().map(|&(_, bucket)| bucket));
        } else {
            self.cells.of_groups(self.groups.len());
        }
        self.resize();
        for (ours, theirs) in self.kept.iter_mut().zip(other.kept) {
            self.bytes += ours.merge(theirs, &targets);
        }
        self.bytes += other.bytes;
        budget.charge(-other.charged)?;
        self.settle(budget)
    }

    /// Goes over to estimates.
    fn estimate(&mut self) {
        self.estimated = true;
        for kept in &mut self.kept {
            self.bytes += kept.estimate();
        }
    }
}

fn has(view: &View<'_>, source: &Source, top: &dyn Row, row: usize) -> bool {
    match source {
        Source::Stored(place) => view.columns.field(*place).has(row),
        Source::Named(_) => {
            view.row.set(row);
            !matches!(view.value(source, top), Scalar::Null)
        }
    }
}

impl Pass for GroupTable {
    const FILTERED: bool = true;

    fn needs(query: &Prepared) -> &Needs {
        &query.group_needs
    }

    fn examined(&mut self, rows: usize) {
        self.rows_examined += rows as u64;
    }

    fn rows(&mut self, view: &View<'_>, top: &dyn Row, rows: &[u32]) {
        let query = view.query;
        let rates = view.columns.sample_rates;
        self.rows_matched += rows.len() as u64;
        self.weight_matched +=
            rows.iter().map(|&row| u64::from(rates.of(row as usize))).sum::<u64>();
        let mut found = std::mem::take(&mut self.found);
        self.groups.find(view, top, rows, &mut found);
        if query.buckets {
            let times = view.columns.times.unwrap_or_default();
            let bucket =
                |&row: &u32| query.bucket(times.get(row as usize).copied().unwrap_or_default());
            self.cells.find(&mut found, rows.iter().map(bucket));
        } else {
            self.cells.of_groups(self.groups.len());
        }
        self.resize();
        for place in 0..query.inputs.len() {
            match &query.aggregate_filters[place] {
                None => self.push(place, view, top, rows, &found),
                Some(filter) => {
                    let meets = |(row, _): &(&u32, &u32)| {
                        view.row.set(**row as usize);
                        view.holds(filter, top)
                    };
                    let (rows, cells): (Vec<u32>, Vec<u32>) =
                        rows.iter().zip(&found).filter(meets).unzip();
                    self.push(place, view, top, &rows, &cells);
                }
            }
        }
        self.found = found;
    }

    fn settle(&mut self, budget: &Budget) -> Result<(), EventQueryError> {
        budget.count_values(std::mem::take(&mut self.values));
        if budget.approximate() && !self.estimated {
            self.estimate();
        }
        let mut fixed = self.groups.bytes() + self.cells.bytes();
        let cells = self.cells.all().len();
        fixed += self.kept.iter().map(|kept| kept.cell_bytes() * cells).sum::<usize>();
        let bytes = fixed as i64 + self.bytes;
        let grown = bytes - self.charged;
        self.charged = bytes;
        budget.charge(grown)
    }
}
