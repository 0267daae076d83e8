//! A query as the units need it.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::budget::Budget;
use super::query::EventQueryError;
use super::query::EventRun;
use super::relations::Found;
use super::relations::Wanted;
use super::relations::WantedOf;
use crate::backend::store::FieldKind;
use crate::backend::store::Snapshot;
use crate::backend::store::column_name;
use crate::dialect::plan::DATASET_COLUMN;
use crate::dialect::plan::EventQuery;
use crate::dialect::plan::GroupKey;
use crate::dialect::plan::INGESTION_TIME_COLUMN;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Predicate;
use crate::dialect::plan::SAMPLE_RATE_COLUMN;
use crate::dialect::plan::TIME_COLUMN;
use crate::dialect::plan::Test;

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
    /// What a first pass has to find of other spans.
    pub(super) wanted: Vec<Wanted>,
    /// Where ids of trace, span and parent come from, if something is wanted.
    pub(super) ids: Option<[Source; 3]>,
    /// What the first pass found, in the order of `wanted`.
    pub(super) found: OnceLock<Vec<Found>>,
    /// Whether rows are told apart by bucket.
    pub(super) buckets: bool,
    pub(super) needs_ingestion: bool,
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
    Test(Source, Test),
    /// A condition on other spans, by its place in what is wanted.
    Related(usize),
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
        let needs_ingestion = names.contains(INGESTION_TIME_COLUMN)
            || run.datasets.iter().any(|dataset| dataset.oldest_ingestion_ms.is_some());
        let stored: Vec<StoredColumn> = names
            .into_iter()
            .filter(|name| !FIXED_COLUMNS.contains(name))
            .map(|name| StoredColumn {
                name: name.to_owned(),
                columns: FieldKind::ALL.map(|kind| column_name(name, kind)),
            })
            .collect();
        let mut bind = Binder { query, stored: &stored, wanted: Vec::new() };
        let filter = bind.predicate(&query.filter)?;
        let keys = query.group_by.iter().map(|key| bind.key(key)).collect();
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
        let rates = |operation| {
            matches!(
                operation,
                Operation::RateSum | Operation::RateAverage | Operation::RateMaximum
            )
        };
        let buckets = query.wants_series
            || query.aggregates.iter().any(|aggregate| rates(aggregate.operation));
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
            needs_ingestion,
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
            Predicate::Test(test) => BoundPredicate::Test(self.source(&test.column), test.clone()),
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

/// Returns all columns that a query names, whether stored or not.
fn columns_of(query: &EventQuery) -> BTreeSet<&str> {
    let mut columns = BTreeSet::new();
    for computed in &query.computed {
        computed.expression.collect_columns(&mut columns);
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

/// Returns the columns that hold the ids of a trace, a span, and the span's parent.
fn id_columns(query: &EventQuery) -> [&str; 3] {
    [&query.span.trace_id, &query.span.span_id, &query.span.parent_id]
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
