//! Which rows of a batch meet a condition, column by column where that is possible.

use std::sync::Arc;

use arrow_array::Array as _;
use arrow_array::ArrayRef;
use arrow_array::DictionaryArray;
use arrow_array::StringArray;
use arrow_array::types::Int32Type;

use super::columns::FieldArrays;
use super::prepared::BoundPredicate;
use super::prepared::BoundTest;
use super::prepared::Source;
use super::view::View;
use crate::dialect::plan::Check;
use crate::dialect::plan::Row;
use crate::dialect::plan::Scalar;

/// What tests said of the texts of the dictionaries that they met last.
#[derive(Debug)]
pub(super) struct Memos(Vec<Memo>);

/// What one test said of the texts of one dictionary.
#[derive(Debug, Default)]
struct Memo {
    /// Held so that no other dictionary takes its place in memory.
    texts: Option<ArrayRef>,
    outcomes: Vec<Option<bool>>,
}

impl Memos {
    /// Creates some for that many tests.
    pub(super) fn new(tests: usize) -> Self {
        Self((0..tests).map(|_| Memo::default()).collect())
    }
}

impl Memo {
    fn holds(&mut self, test: &BoundTest, texts: &StringArray, code: usize) -> bool {
        *self.outcomes[code].get_or_insert_with(|| test.holds(&Scalar::from(texts.value(code))))
    }

    fn meet(&mut self, codes: &DictionaryArray<Int32Type>) {
        if !self.texts.as_ref().is_some_and(|texts| Arc::ptr_eq(texts, codes.values())) {
            self.texts = Some(Arc::clone(codes.values()));
            self.outcomes.clear();
            self.outcomes.resize(codes.values().len(), None);
        }
    }
}

/// Keeps the rows that meet a condition.
pub(super) fn keep(
    predicate: &BoundPredicate,
    view: &View<'_>,
    top: &dyn Row,
    memos: &mut Memos,
    rows: &mut Vec<u32>,
) {
    match predicate {
        BoundPredicate::And(all) => {
            for each in all {
                if rows.is_empty() {
                    return;
                }
                keep(each, view, top, memos, rows);
            }
        }
        BoundPredicate::Test(test) => match test.source {
            Source::Stored(place) => {
                keep_tested(view.columns.field(place), test, &mut memos.0[test.place], rows);
            }
            Source::Named(_) => keep_one_by_one(predicate, view, top, rows),
        },
        BoundPredicate::Or(_) | BoundPredicate::Not(_) | BoundPredicate::Related(_) => {
            keep_one_by_one(predicate, view, top, rows);
        }
    }
}

fn keep_one_by_one(
    predicate: &BoundPredicate,
    view: &View<'_>,
    top: &dyn Row,
    rows: &mut Vec<u32>,
) {
    rows.retain(|&row| {
        view.row.set(row as usize);
        view.holds(predicate, top)
    });
}

fn keep_tested(field: &FieldArrays<'_>, test: &BoundTest, memo: &mut Memo, rows: &mut Vec<u32>) {
    if test.test.check == Check::Exists {
        let (present, missing) = (!test.test.negated, test.test.when_missing);
        rows.retain(|&row| if field.has(row as usize) { present } else { missing });
    } else if let Some((codes, texts)) = field.only_coded() {
        memo.meet(codes);
        rows.retain(|&row| match codes.key(row as usize) {
            Some(code) => memo.holds(test, texts, code),
            None => test.test.when_missing,
        });
    } else {
        rows.retain(|&row| test.holds(&field.value(row as usize)));
    }
}
