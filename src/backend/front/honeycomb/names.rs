//! Names that columns and calculated fields share.

use rusqlite::Connection;

use super::calculated_fields::CALCULATED_FIELDS;
use super::call::Failure;
use super::column_set::ColumnSet;
use crate::backend::store::Scope;
use crate::backend::store::catalog::datasets;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::CalculatedField;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;

/// Refuses a name that a column or calculated field of the dataset has, or one that holds for all
/// datasets; a name for all datasets must be free in each.
pub(super) fn check_free(
    connection: &Connection,
    scope: &Scope,
    parent: &str,
    name: &str,
) -> Result<(), Failure> {
    let conflict = |what: &str| {
        let text = format!("there is a {what} of this name already");
        Err(Problem::new(ProblemKind::Conflict, text).into())
    };
    if ColumnSet::read(connection, scope, parent)?.contains(name) {
        return conflict("column");
    }
    let mut parents = vec![parent.to_owned(), ALL_DATASETS.to_owned()];
    if parent == ALL_DATASETS {
        parents.extend(datasets::list(connection, scope)?.into_iter().map(|found| found.slug));
    }
    for parent in parents {
        let fields: Vec<CalculatedField> = CALCULATED_FIELDS.list(connection, scope, &parent)?;
        if fields.iter().any(|field| field.alias == name) {
            return conflict("calculated field");
        }
    }
    Ok(())
}
