//! The rows of a batch one by one, as a plan sees them: logical columns, and computed ones over
//! them.

use std::cell::Cell;
use std::cell::RefCell;

use super::columns::BatchColumns;
use super::prepared::StoredColumn;
use crate::dialect::plan::Computed;
use crate::dialect::plan::DATASET_COLUMN;
use crate::dialect::plan::INGESTION_TIME_COLUMN;
use crate::dialect::plan::Row;
use crate::dialect::plan::SAMPLE_RATE_COLUMN;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::TIME_COLUMN;
use crate::dialect::plan::evaluate;

/// One row of a batch; which one can be changed.
#[derive(Debug)]
pub(super) struct StoredRow<'a> {
    pub(super) columns: &'a BatchColumns<'a>,
    pub(super) stored: &'a [StoredColumn],
    pub(super) row: &'a Cell<usize>,
}

impl Row for StoredRow<'_> {
    fn value(&self, column: &str) -> Scalar<'_> {
        let row = self.row.get();
        if let Some(place) = self.stored.iter().position(|stored| stored.name == column) {
            return self.columns.field(place).value(row);
        }
        match column {
            TIME_COLUMN => {
                self.columns.times.map_or(Scalar::Null, |times| Scalar::Integer(times[row]))
            }
            INGESTION_TIME_COLUMN => self.columns.ingestions.map_or(Scalar::Null, |times| {
                Scalar::Integer(times[row].saturating_mul(1_000_000))
            }),
            DATASET_COLUMN => self
                .columns
                .datasets
                .map_or(Scalar::Null, |datasets| Scalar::Integer(datasets[row])),
            SAMPLE_RATE_COLUMN => Scalar::Integer(i64::from(self.columns.sample_rates.of(row))),
            _ => Scalar::Null,
        }
    }
}

/// A row with one computed column more than another.
struct ComputedRow<'a> {
    lower: &'a (dyn Row + 'a),
    computed: &'a Computed,
    row: &'a Cell<usize>,
    /// The row that the value was computed for, and the value.
    known: RefCell<(usize, Scalar<'a>)>,
}

impl Row for ComputedRow<'_> {
    fn value(&self, column: &str) -> Scalar<'_> {
        if column != self.computed.name {
            return self.lower.value(column);
        }
        let row = self.row.get();
        let mut known = self.known.borrow_mut();
        if known.0 != row {
            // Without this an expression that uses another twice would double the work each time.
            *known = (row, evaluate(&self.computed.expression, self.lower));
        }
        known.1.clone()
    }
}

/// Calls `f` with a row that has the computed columns too, each made of those before it.
pub(super) fn with_computed<'a, T>(
    computed: &'a [Computed],
    lower: &'a (dyn Row + 'a),
    row: &'a Cell<usize>,
    f: &mut dyn FnMut(&dyn Row) -> T,
) -> T {
    let Some((first, rest)) = computed.split_first() else {
        return f(lower);
    };
    let known = RefCell::new((usize::MAX, Scalar::Null));
    let upper = ComputedRow { lower, computed: first, row, known };
    with_computed(rest, &upper, row, f)
}
