//! Conditions on and columns of other spans of a row's trace.
//!
//! A first pass over the same datasets and range gathers which spans meet a condition, or what
//! they have in a column, by the ids that other rows know them by; the second pass looks it up.

use std::collections::HashMap;

use super::budget::Budget;
use super::key;
use super::prepared::BoundPredicate;
use super::prepared::Source;
use super::query::EventQueryError;
use super::scan::Pass;
use super::scan::View;
use crate::dialect::plan::Relation;
use crate::dialect::plan::Row;
use crate::dialect::plan::Scalar;

/// Bytes that an entry takes beside its value.
const ENTRY_BYTES: i64 = 48;

/// What the first pass has to find.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) relation: Relation,
    pub(super) what: WantedOf,
}

/// What is wanted of a span.
#[derive(Clone, Debug)]
pub(super) enum WantedOf {
    /// Whether it meets a condition.
    Condition(BoundPredicate),
    /// Its value of a column.
    Column(Source),
}

/// What the first pass found for one [`Wanted`]: values by the hash of ids.
pub(super) type Found = HashMap<u64, Box<[u8]>>;

/// Returns the ids by which a span is found by the rows that it is so related to.
fn offered(ids: &[Scalar<'_>; 3], relation: Relation) -> Option<u64> {
    let [trace, span, parent] = ids;
    match relation {
        Relation::Root => missing(parent).then(|| hash(trace, None)).flatten(),
        Relation::Parent => hash(trace, Some(span)),
        Relation::Child => hash(trace, Some(parent)),
        Relation::Any | Relation::None => hash(trace, None),
    }
}

/// Returns the ids by which a row finds the spans that are so related to it.
fn asked(ids: &[Scalar<'_>; 3], relation: Relation) -> Option<u64> {
    let [trace, span, parent] = ids;
    match relation {
        Relation::Root | Relation::Any | Relation::None => hash(trace, None),
        Relation::Parent => hash(trace, Some(parent)),
        Relation::Child => hash(trace, Some(span)),
    }
}

fn missing(id: &Scalar<'_>) -> bool {
    id.is_null() || matches!(id, Scalar::Text(text) if text.is_empty())
}

fn hash(trace: &Scalar<'_>, span: Option<&Scalar<'_>>) -> Option<u64> {
    if missing(trace) || span.is_some_and(missing) {
        return None;
    }
    let mut bytes = Vec::with_capacity(64);
    key::push(&mut bytes, trace);
    if let Some(span) = span {
        key::push(&mut bytes, span);
    }
    Some(key::hash(&bytes))
}

/// The first pass over the rows of a unit.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    pub(super) found: Vec<Found>,
    pending: i64,
    charged: i64,
}

impl Gathering {
    fn insert(&mut self, place: usize, ids: u64, value: &[u8]) {
        if self.found.len() <= place {
            self.found.resize_with(place + 1, Found::default);
        }
        if let std::collections::hash_map::Entry::Vacant(entry) = self.found[place].entry(ids) {
            entry.insert(value.into());
            self.pending += ENTRY_BYTES + value.len() as i64;
        }
    }

    /// Adds what another unit found; what came first stays.
    pub(super) fn merge(&mut self, other: Self, budget: &Budget) -> Result<(), EventQueryError> {
        for (place, found) in other.found.into_iter().enumerate() {
            for (ids, value) in found {
                self.insert(place, ids, &value);
            }
        }
        budget.charge(-other.charged)?;
        self.settle(budget)
    }
}

impl Pass for Gathering {
    fn row(&mut self, view: &View<'_>, top: &dyn Row) {
        let Some(ids) = view.ids(top) else { return };
        for (place, wanted) in view.query.wanted.iter().enumerate() {
            let Some(offered) = offered(&ids, wanted.relation) else { continue };
            match &wanted.what {
                WantedOf::Condition(condition) => {
                    if view.holds(condition, top) {
                        self.insert(place, offered, &[]);
                    }
                }
                WantedOf::Column(source) => {
                    let mut value = Vec::new();
                    key::push(&mut value, &view.value(source, top));
                    self.insert(place, offered, &value);
                }
            }
        }
    }

    fn settle(&mut self, budget: &Budget) -> Result<(), EventQueryError> {
        let pending = std::mem::take(&mut self.pending);
        self.charged += pending;
        budget.charge(pending)
    }
}

impl View<'_> {
    fn ids<'r>(&'r self, top: &'r dyn Row) -> Option<[Scalar<'r>; 3]> {
        let ids = self.query.ids.as_ref()?;
        Some(ids.each_ref().map(|source| self.value(source, top)))
    }

    /// Returns what the first pass found for a row.
    fn related(&self, place: usize, top: &dyn Row) -> Option<&[u8]> {
        let ids = asked(&self.ids(top)?, self.query.wanted.get(place)?.relation)?;
        let found = self.query.found.get()?.get(place)?;
        found.get(&ids).map(|value| &**value)
    }

    /// Says whether a condition on other spans holds for a row.
    pub(super) fn holds_related(&self, place: usize, top: &dyn Row) -> bool {
        let none = matches!(self.query.wanted.get(place), Some(wanted) if wanted.relation == Relation::None);
        self.related(place, top).is_some() != none
    }

    /// Adds the value that a related span has in a column.
    pub(super) fn push_related(&self, bytes: &mut Vec<u8>, place: usize, top: &dyn Row) {
        match self.related(place, top) {
            Some(value) => bytes.extend_from_slice(value),
            None => key::push(bytes, &Scalar::Null),
        }
    }
}
