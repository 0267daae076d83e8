//! A query as the units need it.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Instant;

use memchr::memmem::Finder;

use super::budget::Budget;
use super::heatmap::Edges;
use super::needs::Needs;
use super::needs::needs_of;
use super::query::EventQueryError;
use super::query::EventRun;
use super::relations::Found;
use super::relations::Wanted;
use super::relations::WantedOf;
use crate::backend::store::FieldKind;
use crate::backend::store::Snapshot;
use crate::backend::store::column_name;
use crate::dialect::plan::Aggregate;
use crate::dialect::plan::Check;
use crate::dialect::plan::DATASET_COLUMN;
use crate::dialect::plan::EventQuery;
use crate::dialect::plan::GroupKey;
use crate::dialect::plan::INGESTION_TIME_COLUMN;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Predicate;
use crate::dialect::plan::SAMPLE_RATE_COLUMN;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::TIME_COLUMN;
use crate::dialect::plan::Test;
use crate::dialect::plan::TextTest;

/// Columns that every row has, and that are no fields.
const FIXED_COLUMNS: [&str; 4] =
    [TIME_COLUMN, INGESTION_TIME_COLUMN, SAMPLE_RATE_COLUMN, DATASET_COLUMN];

/// A field that the query reads.
#[derive(Clone, Debug)]
pub(super) struct StoredColumn {
    pub(super) name: String,
    /// Its columns by kind.
    pub(super) columns: [String; 4],
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// A field, by its place among the stored columns.
    Stored(usize),
    /// A computed or fixed column.
    Named(String),
}

/// What a row is grouped by.
#[derive(Clone, Debug)]
pub(super) enum KeySource {
    /// A value of its own.
    Own(Source),
    /// One of another span, by its place in what is wanted.
    Related(usize),
}

/// A query as the units need it.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) query: EventQuery,
    /// The oldest ingestion time of each dataset that is read.
    pub(super) datasets: HashMap<i64, Option<i64>>,
    pub(super) stored: Vec<StoredColumn>,
    pub(super) filter: BoundPredicate,
    pub(super) keys: Vec<KeySource>,
    /// For each aggregate where its value comes from.
    pub(super) inputs: Vec<Option<Source>>,
    pub(super) aggregate_filters: Vec<Option<BoundPredicate>>,
    /// For each aggregate the one that keeps its values: itself, or an earlier one of the same.
    pub(super) keepers: Vec<usize>,
    /// Number of tests in all conditions.
    pub(super) tests: usize,
    /// What the filter reads.
    pub(super) filter_needs: Needs,
    /// What grouping and aggregating read beside the filter.
    pub(super) group_needs: Needs,
    /// What the first pass over other spans reads.
    pub(super) relation_needs: Needs,
    /// What the search for the ends of heatmaps reads beside the filter.
    pub(super) heatmap_needs: Needs,
    /// The cells of each heatmap, once they are known.
    pub(super) edges: OnceLock<Vec<Option<Edges>>>,
    /// What a first pass has to find of other spans.
    pub(super) wanted: Vec<Wanted>,
    /// Where ids of trace, span and parent come from, if something is wanted.
    pub(super) ids: Option<[Source; 4]>,
    /// What the first pass found, in the order of `wanted`.
    pub(super) found: OnceLock<Vec<Found>>,
    /// Whether rows are told apart by bucket.
    pub(super) buckets: bool,
    pub(super) budget: Budget,
    deadline: Option<Instant>,
    cancel: Option<Arc<AtomicBool>>,
    done: AtomicBool,
}

/// A predicate whose columns were found.
#[derive(Clone, Debug)]
pub(super) enum BoundPredicate {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Test(Box<BoundTest>),
    /// A condition on other spans, by its place in what is wanted.
    Related(usize),
}

/// A test whose column was found.
#[derive(Clone, Debug)]
pub(super) struct BoundTest {
    /// Its place among all tests of the query.
    pub(super) place: usize,
    pub(super) source: Source,
    pub(super) test: Test,
    /// Finds the text that a test looks for anywhere.
    pub(super) finder: Option<Finder<'static>>,
}

impl BoundTest {
    /// Says whether a value passes.
    pub(super) fn holds(&self, value: &Scalar<'_>) -> bool {
        match (&self.finder, value) {
            (Some(finder), Scalar::Text(text)) => {
                finder.find(text.as_bytes()).is_some() != self.test.negated
            }
            _ => self.test.holds(value),
        }
    }
}

impl BoundPredicate {
    /// Says whether it holds for every row.
    pub(super) fn is_always(&self) -> bool {
        matches!(self, Self::And(all) if all.is_empty())
    }
}

impl Prepared {
    pub(super) fn new(
        snapshot: &Snapshot,
        query: &EventQuery,
        run: &EventRun,
    ) -> Result<Self, EventQueryError> {
        let mut names = columns_of(query);
        if relates(query) {
            names.extend(id_columns(query));
        }
        let stored: Vec<StoredColumn> = names
            .into_iter()
            .filter(|name| !FIXED_COLUMNS.contains(name))
            .map(|name| StoredColumn {
                name: name.to_owned(),
                columns: FieldKind::ALL.map(|kind| column_name(name, kind)),
            })
            .collect();
        let mut bind = Binder { query, stored: &stored, wanted: Vec::new(), tests: 0 };
        let filter = bind.predicate(&query.filter)?;
        let keys: Vec<KeySource> = query.group_by.iter().map(|key| bind.key(key)).collect();
        let mut inputs = Vec::with_capacity(query.aggregates.len());
        let mut aggregate_filters = Vec::with_capacity(query.aggregates.len());
        for aggregate in &query.aggregates {
            let column = match aggregate.operation {
                Operation::Concurrency => Some(query.span.duration.as_str()),
                _ => aggregate.column.as_deref(),
            };
            inputs.push(column.map(|column| bind.source(column)));
            let filter = aggregate.filter.as_ref();
            aggregate_filters.push(filter.map(|filter| bind.predicate(filter)).transpose()?);
        }
        let wanted = std::mem::take(&mut bind.wanted);
        let ids = (!wanted.is_empty()).then(|| id_columns(query).map(|column| bind.source(column)));
        let tests = bind.tests;
        let keepers = keepers(query);
        let of = |source: &Source| needs_of(query, &stored, source);
        let mut id_needs = Needs::default();
        ids.iter().flatten().for_each(|source| id_needs.add(&of(source)));
        let mut filter_needs = Needs::default();
        filter.add_needs(&of, &id_needs, &mut filter_needs);
        let mut relation_needs = id_needs.clone();
        for wanted in &wanted {
            match &wanted.what {
                WantedOf::Condition(condition) => {
                    condition.add_needs(&of, &id_needs, &mut relation_needs);
                }
                WantedOf::Column(source) => relation_needs.add(&of(source)),
            }
        }
        let (mut group_needs, mut heatmap_needs) = (Needs::default(), Needs::default());
        for key in &keys {
            match key {
                KeySource::Own(source) => group_needs.add(&of(source)),
                KeySource::Related(_) => group_needs.add(&id_needs),
            }
        }
        for (place, aggregate) in query.aggregates.iter().enumerate() {
            let mut needs = Needs::default();
            if let Some(filter) = &aggregate_filters[place] {
                filter.add_needs(&of, &id_needs, &mut needs);
            }
            inputs[place].iter().for_each(|source| needs.add(&of(source)));
            needs.time |= aggregate.operation == Operation::Concurrency;
            if aggregate.operation == Operation::Heatmap {
                heatmap_needs.add(&needs);
            }
            group_needs.add(&needs);
        }
        let rates = |operation| {
            matches!(
                operation,
                Operation::RateSum | Operation::RateAverage | Operation::RateMaximum
            )
        };
        let buckets = query.wants_series
            || query.aggregates.iter().any(|aggregate| rates(aggregate.operation));
        group_needs.time |= buckets;
        let datasets = run
            .datasets
            .iter()
            .filter(|dataset| !snapshot.dead().has_group(dataset.id))
            .map(|dataset| (dataset.id, dataset.oldest_ingestion_ms))
            .collect();
        Ok(Self {
            filter,
            keys,
            inputs,
            aggregate_filters,
            buckets,
            wanted,
            ids,
            found: OnceLock::new(),
            keepers,
            tests,
            filter_needs,
            group_needs,
            relation_needs,
            heatmap_needs,
            edges: OnceLock::new(),
            datasets,
            stored,
            query: query.clone(),
            budget: Budget::new(run.limits),
            deadline: run.deadline,
            cancel: run.cancel.clone(),
            done: AtomicBool::new(false),
        })
    }

    /// Returns the bucket of an event time.
    pub(super) fn bucket(&self, time_ns: i64) -> i64 {
        if self.buckets { time_ns.div_euclid(self.query.granularity_ns.max(1)) } else { 0 }
    }

    /// Says whether rows with event times in a range of milliseconds can count.
    pub(super) fn overlaps(&self, (first_ms, last_ms): (i64, i64)) -> bool {
        const MILLISECOND: i64 = 1_000_000;
        let last_ns = last_ms.saturating_mul(MILLISECOND).saturating_add(MILLISECOND - 1);
        self.overlaps_ns((first_ms.saturating_mul(MILLISECOND), last_ns))
    }

    /// The same in nanoseconds.
    pub(super) const fn overlaps_ns(&self, (first_ns, last_ns): (i64, i64)) -> bool {
        first_ns < self.query.range.end_ns && last_ns >= self.query.range.start_ns
    }

    /// Says why a unit has to stop, if it has to.
    pub(super) fn check(&self) -> Result<(), EventQueryError> {
        if self.cancel.as_ref().is_some_and(|cancel| cancel.load(Ordering::Relaxed)) {
            return Err(EventQueryError::Cancelled);
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(EventQueryError::TimedOut);
        }
        Ok(())
    }

    /// Says whether a unit may be skipped because nobody waits for it.
    pub(super) fn idle(&self) -> bool {
        self.done.load(Ordering::Relaxed)
    }

    /// Lets the units that still wait be skipped.
    pub(super) fn finish(&self) {
        self.done.store(true, Ordering::Relaxed);
    }
}

struct Binder<'a> {
    query: &'a EventQuery,
    stored: &'a [StoredColumn],
    wanted: Vec<Wanted>,
    tests: usize,
}

impl Binder<'_> {
    fn source(&self, column: &str) -> Source {
        let hidden = self.query.computed.iter().any(|computed| computed.name == column);
        let place = self.stored.iter().position(|stored| stored.name == column);
        match place {
            Some(place) if !hidden => Source::Stored(place),
            _ => Source::Named(column.to_owned()),
        }
    }

    fn key(&mut self, key: &GroupKey) -> KeySource {
        let source = self.source(&key.column);
        match key.relation {
            None => KeySource::Own(source),
            Some(relation) => {
                self.wanted.push(Wanted { relation, what: WantedOf::Column(source) });
                KeySource::Related(self.wanted.len() - 1)
            }
        }
    }

    fn predicate(&mut self, predicate: &Predicate) -> Result<BoundPredicate, EventQueryError> {
        let mut all = |parts: &[Predicate]| -> Result<Vec<BoundPredicate>, EventQueryError> {
            parts.iter().map(|part| self.predicate(part)).collect()
        };
        Ok(match predicate {
            Predicate::And(parts) => BoundPredicate::And(all(parts)?),
            Predicate::Or(parts) => BoundPredicate::Or(all(parts)?),
            Predicate::Not(part) => BoundPredicate::Not(Box::new(self.predicate(part)?)),
            Predicate::Test(test) => {
                self.tests += 1;
                let finder = match &test.check {
                    Check::Text { test: TextTest::Contains, text } => {
                        Some(Finder::new(text).into_owned())
                    }
                    _ => None,
                };
                let (place, source) = (self.tests - 1, self.source(&test.column));
                let test = BoundTest { place, source, test: test.clone(), finder };
                BoundPredicate::Test(Box::new(test))
            }
            Predicate::Related { relation, predicate } => {
                let before = self.wanted.len();
                let what = WantedOf::Condition(self.predicate(predicate)?);
                if self.wanted.len() > before {
                    return Err(EventQueryError::Unsupported("spans related to related spans"));
                }
                self.wanted.push(Wanted { relation: *relation, what });
                BoundPredicate::Related(before)
            }
        })
    }
}

/// Returns for each aggregate the first that keeps the same values.
fn keepers(query: &EventQuery) -> Vec<usize> {
    let all = &query.aggregates;
    let same = |one: &Aggregate, other: &Aggregate| {
        let percentiles = [one, other]
            .iter()
            .all(|aggregate| matches!(aggregate.operation, Operation::Percentile(_)));
        percentiles && one.column == other.column && one.filter == other.filter
    };
    let keeper = |place: usize| (0..place).find(|&first| same(&all[first], &all[place]));
    (0..all.len()).map(|place| keeper(place).unwrap_or(place)).collect()
}

/// Returns all columns that a query names, whether stored or not.
fn columns_of(query: &EventQuery) -> BTreeSet<&str> {
    let mut columns = BTreeSet::new();
    for computed in &query.computed {
        computed.expression.collect_reads(&mut columns);
    }
    add_tested(&query.filter, &mut columns);
    columns.extend(query.group_by.iter().map(|key| key.column.as_str()));
    for aggregate in &query.aggregates {
        columns.extend(aggregate.column.as_deref());
        if aggregate.operation == Operation::Concurrency {
            columns.insert(&query.span.duration);
        }
        if let Some(filter) = &aggregate.filter {
            add_tested(filter, &mut columns);
        }
    }
    columns
}

/// Returns the columns that hold the ids of a trace, a span, and the span's parent; and what the
/// row is, since the record of a log has no parent id either if it belongs to a trace and to none
/// of its spans.
fn id_columns(query: &EventQuery) -> [&str; 4] {
    [&query.span.trace_id, &query.span.span_id, &query.span.parent_id, "meta.signal_type"]
}

/// Says whether a query looks at other spans than the row's own.
fn relates(query: &EventQuery) -> bool {
    fn has_related(predicate: &Predicate) -> bool {
        match predicate {
            Predicate::And(parts) | Predicate::Or(parts) => parts.iter().any(has_related),
            Predicate::Not(part) => has_related(part),
            Predicate::Test(_) => false,
            Predicate::Related { .. } => true,
        }
    }
    let filters = query.aggregates.iter().filter_map(|aggregate| aggregate.filter.as_ref());
    query.group_by.iter().any(|key| key.relation.is_some())
        || filters.chain([&query.filter]).any(has_related)
}

fn add_tested<'a>(predicate: &'a Predicate, columns: &mut BTreeSet<&'a str>) {
    match predicate {
        Predicate::And(parts) | Predicate::Or(parts) => {
            parts.iter().for_each(|part| add_tested(part, columns));
        }
        Predicate::Not(part) | Predicate::Related { predicate: part, .. } => {
            add_tested(part, columns);
        }
        Predicate::Test(test) => {
            columns.insert(&test.column);
        }
    }
}
