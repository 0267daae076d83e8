//! Conditions on and columns of other spans of a row's trace.
//!
//! A first pass over the same datasets and range gathers which spans meet a condition, or what
//! they have in a column, by the ids that other rows know them by; the second pass looks it up.

use std::collections::HashMap;

use super::budget::Budget;
use super::key;
use super::needs::Needs;
use super::prepared::BoundPredicate;
use super::prepared::Prepared;
use super::prepared::Source;
use super::query::EventQueryError;
use super::scan::Pass;
use super::view::View;
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
pub(super) type Found = HashMap<u64, Value>;

/// A value of a span, and the unit that it was found in.
#[derive(Debug)]
pub(super) struct Value {
    unit: usize,
    bytes: Box<[u8]>,
}

/// Returns the ids by which a span is found by the rows that it is so related to.
fn offered(ids: &[Scalar<'_>; 4], relation: Relation) -> Option<u64> {
    let [trace, span, parent, signal] = ids;
    match relation {
        Relation::Root => (missing(parent) && !is_log(signal)).then(|| hash(trace, None)).flatten(),
        Relation::Parent => hash(trace, Some(span)),
        Relation::Child => hash(trace, Some(parent)),
        Relation::Any | Relation::None => hash(trace, None),
    }
}

/// Returns the ids by which a row finds the spans that are so related to it.
fn asked(ids: &[Scalar<'_>; 4], relation: Relation) -> Option<u64> {
    let [trace, span, parent, _] = ids;
    match relation {
        Relation::Root | Relation::Any | Relation::None => hash(trace, None),
        Relation::Parent => hash(trace, Some(parent)),
        Relation::Child => hash(trace, Some(span)),
    }
}

fn missing(id: &Scalar<'_>) -> bool {
    id.is_null() || matches!(id, Scalar::Text(text) if text.is_empty())
}

fn is_log(signal: &Scalar<'_>) -> bool {
    matches!(signal, Scalar::Text(text) if text == "log")
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

/// The first pass; of several spans the first one counts, whichever thread found it.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    pub(super) found: Vec<Found>,
    unit: usize,
    pending: i64,
    charged: i64,
}

impl Gathering {
    fn insert(&mut self, place: usize, ids: u64, unit: usize, value: &[u8]) {
        use std::collections::hash_map::Entry;
        if self.found.len() <= place {
            self.found.resize_with(place + 1, Found::default);
        }
        match self.found[place].entry(ids) {
            Entry::Vacant(entry) => {
                entry.insert(Value { unit, bytes: value.into() });
                self.pending += ENTRY_BYTES + value.len() as i64;
            }
            Entry::Occupied(mut entry) if unit < entry.get().unit => {
                self.pending += value.len() as i64 - entry.get().bytes.len() as i64;
                entry.insert(Value { unit, bytes: value.into() });
            }
            Entry::Occupied(_) => {}
        }
    }

    /// Adds what another thread found.
    pub(super) fn merge(&mut self, other: Self, budget: &Budget) -> Result<(), EventQueryError> {
        for (place, found) in other.found.into_iter().enumerate() {
            for (ids, value) in found {
                self.insert(place, ids, value.unit, &value.bytes);
            }
        }
        budget.charge(-other.charged)?;
        self.settle(budget)
    }
}

impl Pass for Gathering {
    const FILTERED: bool = false;

    fn needs(query: &Prepared) -> &Needs {
        &query.relation_needs
    }

    fn begin(&mut self, unit: usize) {
        self.unit = unit;
    }

    fn rows(&mut self, view: &View<'_>, top: &dyn Row, rows: &[u32]) {
        let mut value = Vec::new();
        for &row in rows {
            view.row.set(row as usize);
            let Some(ids) = view.ids(top) else { return };
            for (place, wanted) in view.query.wanted.iter().enumerate() {
                let Some(offered) = offered(&ids, wanted.relation) else { continue };
                value.clear();
                match &wanted.what {
                    WantedOf::Condition(condition) => {
                        if !view.holds(condition, top) {
                            continue;
                        }
                    }
                    WantedOf::Column(source) => key::push(&mut value, &view.value(source, top)),
                }
                self.insert(place, offered, self.unit, &value);
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
    fn ids<'r>(&'r self, top: &'r dyn Row) -> Option<[Scalar<'r>; 4]> {
        let ids = self.query.ids.as_ref()?;
        Some(ids.each_ref().map(|source| self.value(source, top)))
    }

    /// Returns what the first pass found for a row.
    fn related(&self, place: usize, top: &dyn Row) -> Option<&[u8]> {
        let ids = asked(&self.ids(top)?, self.query.wanted.get(place)?.relation)?;
        let found = self.query.found.get()?.get(place)?;
        found.get(&ids).map(|value| &*value.bytes)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_of_a_trace_is_no_root() {
        let of = |signal: &'static str, parent: Scalar<'static>, relation| {
            offered(&[Scalar::from("t"), Scalar::Null, parent, Scalar::from(signal)], relation)
        };
        assert!(of("trace", Scalar::Null, Relation::Root).is_some());
        assert!(of("trace", Scalar::from(""), Relation::Root).is_some());
        assert_eq!(of("trace", Scalar::from("s"), Relation::Root), None);
        assert_eq!(of("log", Scalar::Null, Relation::Root), None);
        assert!(of("log", Scalar::Null, Relation::Any).is_some());
    }
}
