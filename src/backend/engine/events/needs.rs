//! What of a row has to be read.

use std::collections::BTreeSet;

use super::prepared::BoundPredicate;
use super::prepared::Source;
use super::prepared::StoredColumn;
use crate::dialect::plan::DATASET_COLUMN;
use crate::dialect::plan::EventQuery;
use crate::dialect::plan::INGESTION_TIME_COLUMN;
use crate::dialect::plan::TIME_COLUMN;

/// What a pass reads of a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    /// Places among the stored columns.
    pub(super) stored: BTreeSet<usize>,
    pub(super) time: bool,
    pub(super) ingestion: bool,
    pub(super) dataset: bool,
}

impl Needs {
    /// Says whether another pass reads all of it too.
    pub(super) fn within(&self, other: &Self) -> bool {
        self.stored.is_subset(&other.stored)
            && self.time <= other.time
            && self.ingestion <= other.ingestion
            && self.dataset <= other.dataset
    }

    /// Reads what another pass reads too.
    pub(super) fn add(&mut self, other: &Self) {
        self.stored.extend(&other.stored);
        self.time |= other.time;
        self.ingestion |= other.ingestion;
        self.dataset |= other.dataset;
    }
}

impl BoundPredicate {
    /// Adds what a condition reads; `of` says it of a value, and `ids` of conditions on other spans.
    pub(super) fn add_needs(&self, of: &impl Fn(&Source) -> Needs, ids: &Needs, needs: &mut Needs) {
        match self {
            Self::And(parts) | Self::Or(parts) => {
                parts.iter().for_each(|part| part.add_needs(of, ids, needs));
            }
            Self::Not(part) => part.add_needs(of, ids, needs),
            Self::Test(test) => needs.add(&of(&test.source)),
            Self::Related(_) => needs.add(ids),
        }
    }
}

/// Returns what a value is made of.
pub(super) fn needs_of(query: &EventQuery, stored: &[StoredColumn], source: &Source) -> Needs {
    let mut needs = Needs::default();
    match source {
        Source::Stored(place) => {
            needs.stored.insert(*place);
        }
        Source::Named(name) => {
            let mut names = BTreeSet::from([name.as_str()]);
            // Each may use those before it, so that one way back finds all.
            for computed in query.computed.iter().rev() {
                if names.remove(computed.name.as_str()) {
                    computed.expression.collect_reads(&mut names);
                }
            }
            for name in names {
                match name {
                    TIME_COLUMN => needs.time = true,
                    INGESTION_TIME_COLUMN => needs.ingestion = true,
                    DATASET_COLUMN => needs.dataset = true,
                    _ => needs.stored.extend(stored.iter().position(|stored| stored.name == name)),
                }
            }
        }
    }
    needs
}
