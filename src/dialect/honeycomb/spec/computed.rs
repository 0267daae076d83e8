//! Calculated fields and formulas: what has a name and an expression.

use std::collections::BTreeSet;

use super::error::SpecPath;
use super::error::SpecProblem;
use super::object::Object;
use super::object::Problems;
use super::object::shown;
use crate::base::did_you_mean;
use crate::dialect::honeycomb::expression::ExpressionError;
use crate::dialect::honeycomb::expression::parse_expression;
use crate::dialect::plan::Computed;
use crate::dialect::plan::Expression;
use crate::dialect::plan::Formula;
use crate::dialect::plan::Function;

/// A name with its expression, and where they stand.
struct Named {
    name: String,
    expression: Expression,
    path: SpecPath,
}

/// Reads `calculated_fields`, each behind those that it uses; also returns all names that are
/// written, right or wrong.
pub(super) fn read_fields(spec: &mut Object<'_>) -> (Vec<Computed>, BTreeSet<String>) {
    let problems = spec.problems;
    let mut names = BTreeSet::new();
    let mut fields = Vec::new();
    for object in spec.objects("calculated_fields") {
        let path = object.path_of("name");
        let (name, expression) = read_named(object, "IF($error, 1, 0)");
        let Some(name) = name else { continue };
        if !names.insert(name.clone()) {
            problems.add(&path, format!("{} is the name of two calculated fields", shown(&name)));
        } else if let Some((expression, path)) = expression {
            fields.push(Named { name, expression, path });
        }
    }
    (in_order(fields, problems), names)
}

/// Puts each field behind those that it uses.
fn in_order(mut fields: Vec<Named>, problems: &Problems) -> Vec<Computed> {
    let mut ordered: Vec<Computed> = Vec::new();
    while !fields.is_empty() {
        let waiting: BTreeSet<String> = fields.iter().map(|field| field.name.clone()).collect();
        let uses = |field: &Named| {
            columns_of(&field.expression).into_iter().find(|column| waiting.contains(column))
        };
        let (ready, blocked): (Vec<Named>, Vec<Named>) =
            fields.into_iter().partition(|field| uses(field).is_none());
        if ready.is_empty() {
            for field in &blocked {
                let other = uses(field).unwrap_or_default();
                let message = if other == field.name {
                    "uses itself".to_owned()
                } else {
                    format!("uses {}, which is made of it in turn", shown(&other))
                };
                let hint = "give the field a name that no column of its expression has";
                problems.hinted(&field.path, message, hint);
            }
            break;
        }
        let ready = ready.into_iter();
        ordered.extend(ready.map(|Named { name, expression, .. }| Computed { name, expression }));
        fields = blocked;
    }
    ordered
}

/// Reads `formulas` over the names of calculations.
pub(super) fn read_formulas(spec: &mut Object<'_>, names: &[String]) -> Vec<(Formula, SpecPath)> {
    let problems = spec.problems;
    let mut formulas = Vec::new();
    for object in spec.objects("formulas") {
        let name_path = object.path_of("name");
        let (name, expression) = read_named(object, "$errors / $all");
        let Some((expression, path)) = expression else { continue };
        for column in columns_of(&expression) {
            if names.contains(&column) {
                continue;
            }
            let message = format!("{} is not the name of a calculation", shown(&column));
            let hint = match did_you_mean(&column, names.iter().map(String::as_str)) {
                Some(nearest) => format!("did you mean ${nearest}?"),
                None => "give the calculation a name, and write $name here".to_owned(),
            };
            problems.hinted(&path, message, hint);
        }
        if uses_time(&expression) {
            problems.add(&path, "is about calculations, which have no time of their own");
        }
        if let Some(key) = name {
            formulas.push((Formula { key, expression }, name_path));
        }
    }
    formulas
}

fn read_named(
    mut object: Object<'_>,
    example: &str,
) -> (Option<String>, Option<(Expression, SpecPath)>) {
    if object.get("name").is_none() {
        object.problems.hinted(&object.path_of("name"), "is missing", "it is what results show");
    }
    let name = object.name("name").map(ToOwned::to_owned);
    let text = object.required_text("expression", &format!("such as {example}"));
    let path = object.path_of("expression");
    let problems = object.problems;
    object.finish();
    let expression = text.and_then(|text| match parse_expression(text) {
        Ok(expression) => Some((expression, path)),
        Err(error) => {
            problems.put(problem_of(&error, path));
            None
        }
    });
    (name, expression)
}

fn problem_of(error: &ExpressionError, path: SpecPath) -> SpecProblem {
    SpecProblem {
        path,
        message: format!("column {}: {}", error.column(), error.message()),
        hint: error.next_step().map(ToOwned::to_owned),
        part: Some((error.column(), error.length())),
    }
}

/// Returns the columns of an expression, sorted.
pub(super) fn columns_of(expression: &Expression) -> Vec<String> {
    let mut columns = BTreeSet::new();
    expression.collect_columns(&mut columns);
    columns.into_iter().map(ToOwned::to_owned).collect()
}

fn uses_time(expression: &Expression) -> bool {
    match expression {
        Expression::Call { function, arguments } => {
            matches!(function, Function::EventTimestamp | Function::IngestTimestamp)
                || arguments.iter().any(uses_time)
        }
        _ => false,
    }
}
