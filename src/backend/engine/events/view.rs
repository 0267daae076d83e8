//! One row of a batch, with its computed values.

use std::cell::Cell;

use super::columns::BatchColumns;
use super::prepared::BoundPredicate;
use super::prepared::Prepared;
use super::prepared::Source;
use crate::dialect::plan::Row;
use crate::dialect::plan::Scalar;

/// A batch and one row of it; which one can be changed.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) query: &'a Prepared,
    pub(super) columns: &'a BatchColumns<'a>,
    pub(super) row: &'a Cell<usize>,
}

impl<'a> View<'a> {
    /// Returns a value of the row.
    pub(super) fn value<'r>(&self, source: &Source, top: &'r dyn Row) -> Scalar<'r>
    where
        'a: 'r,
    {
        match source {
            Source::Stored(place) => self.columns.field(*place).value(self.row.get()),
            Source::Named(name) => top.value(name),
        }
    }

    /// Says whether a condition holds for the row.
    pub(super) fn holds(&self, predicate: &BoundPredicate, top: &dyn Row) -> bool {
        match predicate {
            BoundPredicate::And(all) => all.iter().all(|each| self.holds(each, top)),
            BoundPredicate::Or(any) => any.iter().any(|each| self.holds(each, top)),
            BoundPredicate::Not(other) => !self.holds(other, top),
            BoundPredicate::Test(test) => test.holds(&self.value(&test.source, top)),
            BoundPredicate::Related(place) => self.holds_related(*place, top),
        }
    }
}
