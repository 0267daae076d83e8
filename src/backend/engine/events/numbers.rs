//! The numbers that rows have in a column.

use arrow_array::Array as _;

use super::accumulator::Number;
use super::prepared::Source;
use super::view::View;
use crate::dialect::plan::Row;

/// Calls `f` with each number: its place among the rows, its row, and itself.
pub(super) fn each_number(
    view: &View<'_>,
    source: &Source,
    top: &dyn Row,
    rows: &[u32],
    mut f: impl FnMut(usize, usize, Number),
) {
    let Source::Stored(place) = source else {
        for (place, &row) in rows.iter().enumerate() {
            view.row.set(row as usize);
            if let Some(number) = Number::of(&view.value(source, top)) {
                f(place, row as usize, number);
            }
        }
        return;
    };
    let field = view.columns.field(*place);
    let rows = || rows.iter().enumerate().map(|(place, &row)| (place, row as usize));
    match (field.integers, field.floats) {
        (None, None) => {}
        (Some(integers), None) => {
            for (place, row) in rows().filter(|&(_, row)| integers.is_valid(row)) {
                f(place, row, Number::Integer(integers.value(row)));
            }
        }
        (None, Some(floats)) => {
            for (place, row) in rows().filter(|&(_, row)| floats.is_valid(row)) {
                let number = floats.value(row);
                if number.is_finite() {
                    f(place, row, Number::Float(number));
                }
            }
        }
        (Some(_), Some(_)) => {
            for (place, row) in rows() {
                if let Some(number) = Number::of(&field.value(row)) {
                    f(place, row, number);
                }
            }
        }
    }
}
