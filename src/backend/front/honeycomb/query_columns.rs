//! What datasets say of their columns, put into the plan of a query: saved calculated fields,
//! deleted columns, and definitions.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rusqlite::Connection;

use super::call::Failure;
use super::column_set::COLUMN_NOTES;
use super::column_set::ColumnNote;
use super::definitions::Definitions;
use super::saved_fields::SavedFields;
use super::saved_fields::columns_of;
use crate::backend::store::Scope;
use crate::backend::store::catalog::datasets::Dataset;
use crate::dialect::honeycomb::Spec;
use crate::dialect::plan::Computed;
use crate::dialect::plan::DATASET_COLUMN;
use crate::dialect::plan::EventQuery;
use crate::dialect::plan::Expression;
use crate::dialect::plan::Function;
use crate::dialect::plan::INGESTION_TIME_COLUMN;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::SpanColumns;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;

/// Most columns of one query whose values were deleted in part.
const MAXIMUM_DELETED: usize = 100;

/// Completes the plan of a query of the datasets; `parent` is what the query was asked of.
pub(super) fn complete(
    connection: &Connection,
    scope: &Scope,
    parent: &str,
    datasets: &[Dataset],
    spec: &Spec,
    plan: &mut EventQuery,
) -> Result<(), Failure> {
    let mut used: BTreeSet<String> = spec.columns().into_iter().map(ToOwned::to_owned).collect();
    let concurrency =
        plan.aggregates.iter().any(|aggregate| aggregate.operation == Operation::Concurrency);
    let mut span = Vec::new();
    if spec.is_relational() || concurrency {
        span = span_columns(connection, scope, datasets, plan)?;
        let names = &plan.span;
        let names = [&names.trace_id, &names.span_id, &names.parent_id, &names.duration];
        used.extend(names.into_iter().cloned());
        let named = span.iter().flat_map(|computed| columns_of(&computed.expression));
        used.extend(named.map(ToOwned::to_owned));
    }
    let fields = SavedFields::read(connection, scope, parent)?
        .needed(used.iter().map(String::as_str))
        .map_err(|disorder| {
            let text = format!("the query {disorder}");
            Problem::new(ProblemKind::ValidationFailed, text)
        })?;
    for field in &fields {
        used.extend(columns_of(&field.expression).into_iter().map(ToOwned::to_owned));
    }
    let deleted = deleted_columns(connection, scope, datasets, &used)?;
    // Each may use those before it.
    let own = std::mem::take(&mut plan.computed);
    plan.computed = deleted.into_iter().chain(fields).chain(span).chain(own).collect();
    Ok(())
}

/// Enters the columns that say what a row is in a trace. Where datasets differ, the columns are
/// computed; these are returned.
fn span_columns(
    connection: &Connection,
    scope: &Scope,
    datasets: &[Dataset],
    plan: &mut EventQuery,
) -> Result<Vec<Computed>, Failure> {
    let usual = SpanColumns::default();
    let mut wanted = [
        ("trace_id", usual.trace_id, &mut plan.span.trace_id),
        ("span_id", usual.span_id, &mut plan.span.span_id),
        ("parent_id", usual.parent_id, &mut plan.span.parent_id),
        ("duration_ms", usual.duration, &mut plan.span.duration),
    ];
    let mut names: BTreeMap<&str, BTreeMap<String, Vec<i64>>> = BTreeMap::new();
    for dataset in datasets {
        let definitions = Definitions::read(connection, scope, &dataset.slug)?;
        for (field, usual, _) in &wanted {
            let name = definitions.column(field).unwrap_or(usual).to_owned();
            names.entry(field).or_default().entry(name).or_default().push(dataset.id);
        }
    }
    let mut computed = Vec::new();
    for (field, _, column) in &mut wanted {
        let Some(by_name) = names.remove(field) else { continue };
        if let [only] = by_name.keys().collect::<Vec<_>>()[..] {
            (*column).clone_from(only);
            continue;
        }
        let mut arguments = Vec::new();
        for (name, ids) in by_name {
            arguments.push(is_of(&ids));
            arguments.push(Expression::Column(name));
        }
        // No field has a name like this one.
        let name = format!("$span.{field}");
        computed.push(Computed { name: name.clone(), expression: call(Function::If, arguments) });
        **column = name;
    }
    Ok(computed)
}

/// Makes columns that hide the values that were there when the column was deleted.
fn deleted_columns(
    connection: &Connection,
    scope: &Scope,
    datasets: &[Dataset],
    used: &BTreeSet<String>,
) -> Result<Vec<Computed>, Failure> {
    let mut conditions: BTreeMap<String, Vec<Expression>> = BTreeMap::new();
    for dataset in datasets {
        let notes: Vec<ColumnNote> = COLUMN_NOTES.list(connection, scope, &dataset.slug)?;
        for note in notes {
            let Some(deleted_ms) = note.deleted_ms.filter(|_| used.contains(&note.name)) else {
                continue;
            };
            let deleted_ns = deleted_ms.saturating_mul(1_000_000);
            let before = call(
                Function::LessOrEqual,
                vec![
                    Expression::Column(INGESTION_TIME_COLUMN.to_owned()),
                    Expression::Literal(Scalar::Integer(deleted_ns)),
                ],
            );
            let condition = call(Function::And, vec![is_of(&[dataset.id]), before]);
            let arguments = conditions.entry(note.name).or_default();
            arguments.extend([condition, Expression::Literal(Scalar::Null)]);
        }
    }
    if conditions.len() > MAXIMUM_DELETED {
        let text = format!("the query uses more than {MAXIMUM_DELETED} columns that were deleted");
        return Err(Problem::new(ProblemKind::ValidationFailed, text).into());
    }
    let hidden = conditions.into_iter().map(|(name, mut arguments)| {
        arguments.push(Expression::Column(name.clone()));
        Computed { name, expression: call(Function::If, arguments) }
    });
    Ok(hidden.collect())
}

/// Says whether a row is of one of the datasets.
fn is_of(ids: &[i64]) -> Expression {
    let column = Expression::Column(DATASET_COLUMN.to_owned());
    let ids = ids.iter().map(|id| Expression::Literal(Scalar::Integer(*id)));
    call(Function::In, std::iter::once(column).chain(ids).collect())
}

const fn call(function: Function, arguments: Vec<Expression>) -> Expression {
    Expression::Call { function, arguments }
}
