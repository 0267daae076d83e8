//! Filters: of the query, or of one calculation.

use serde_json::Value;

use super::MAXIMUM_MEMBERS;
use super::error::SpecPath;
use super::object::Object;
use super::object::Problems;
use super::object::mistyped;
use super::operators::FilterKind;
use super::operators::FilterOperator;
use super::operators::split_relation;
use crate::dialect::plan::Check;
use crate::dialect::plan::Coercion;
use crate::dialect::plan::Predicate;
use crate::dialect::plan::Relation;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::Test;

/// What `filters` and `filter_combination` of an object say.
pub(super) struct Filters {
    /// Whether there are any.
    pub(super) are_given: bool,
    /// Where the first is that is about another span.
    pub(super) relational: Option<SpecPath>,
    /// All of them.
    pub(super) predicate: Predicate,
}

/// Reads `filters` and `filter_combination`.
pub(super) fn read(object: &mut Object<'_>) -> Filters {
    let combination = object.word("filter_combination", &["AND", "OR"]);
    let combination_path = object.path_of("filter_combination");
    let mut own = Vec::new();
    let mut related: Vec<(Relation, Vec<Predicate>)> = Vec::new();
    let mut relational = None;
    let filters = object.objects("filters");
    let are_given = !filters.is_empty();
    for filter in filters {
        let path = filter.path.clone();
        let Some((relation, test)) = read_filter(filter) else { continue };
        let test = Predicate::Test(test);
        match relation {
            None => own.push(test),
            Some(relation) => {
                relational = relational.or(Some(path));
                match related.iter_mut().find(|(known, _)| *known == relation) {
                    Some((_, tests)) => tests.push(test),
                    None => related.push((relation, vec![test])),
                }
            }
        }
    }
    if combination == Some("OR") && relational.is_some() {
        let message = "must be AND where a filter is about another span";
        object.problems.hinted(&combination_path, message, "make two queries of it");
    }
    // Filters about one relation are about one and the same span.
    own.extend(related.into_iter().map(|(relation, tests)| Predicate::Related {
        relation,
        predicate: Box::new(Predicate::And(tests)),
    }));
    let is_or = combination == Some("OR") && !own.is_empty();
    let predicate = if is_or { Predicate::Or(own) } else { Predicate::And(own) };
    Filters { are_given, relational, predicate }
}

fn read_filter(mut filter: Object<'_>) -> Option<(Option<Relation>, Test)> {
    let column = filter.required_text("column", "name the column that is tested");
    let name = filter.required_text("op", "write =, !=, >, exists, in, contains …");
    let value = filter.get("value");
    let value_path = filter.path_of("value");
    let op_path = filter.path_of("op");
    let problems = filter.problems;
    filter.finish();
    let operator = name.and_then(|name| {
        let found = FilterOperator::find(name);
        if found.is_none() {
            let (message, hint) = FilterOperator::refuse(name);
            problems.hinted(&op_path, message, hint);
        }
        found
    })?;
    let check = read_check(operator, value, &value_path, problems)?;
    let (relation, column) = split_relation(column?);
    let test = Test {
        column: column.to_owned(),
        check,
        negated: operator.negated,
        when_missing: operator.when_missing(),
    };
    Some((relation, test))
}

fn read_check(
    operator: &FilterOperator,
    value: Option<&Value>,
    path: &SpecPath,
    problems: &Problems,
) -> Option<Check> {
    let name = operator.name;
    if let FilterKind::Exists = operator.kind {
        if value.is_some() {
            let message = format!("must not be given with {name}");
            problems.hinted(path, message, "leave it out, or use = to compare");
        }
        return Some(Check::Exists);
    }
    let Some(value) = value else {
        let hint = "use exists or does-not-exist to ask whether there is a value";
        problems.hinted(path, format!("is missing, and {name} needs it"), hint);
        return None;
    };
    match operator.kind {
        FilterKind::Exists => None,
        FilterKind::Compare(comparison) => {
            let value = scalar(value).or_else(|| {
                let hint =
                    if value.is_array() { Some("use in for a list".to_owned()) } else { None };
                problems.push(path, mistyped("a text, a number, true or false", value), hint);
                None
            })?;
            Some(Check::Compare { comparison, value, coercion: Coercion::Stored })
        }
        FilterKind::Text(test) => match value.as_str() {
            Some(text) => Some(Check::Text { test, text: text.to_owned() }),
            None => {
                let hint =
                    scalar(value).and_then(|value| Some(format!("write \"{}\"", value.as_text()?)));
                problems.push(path, format!("{} for {name}", mistyped("a text", value)), hint);
                None
            }
        },
        FilterKind::InList => {
            let values = read_list(name, value, path, problems)?;
            Some(Check::InList { values, coercion: Coercion::Stored })
        }
    }
}

fn read_list(
    name: &str,
    value: &Value,
    path: &SpecPath,
    problems: &Problems,
) -> Option<Vec<Scalar<'static>>> {
    let values: Vec<Scalar<'static>> = match value {
        // Clients send "a,b" too.
        Value::String(text) => split_list(text).map(|part| part.to_owned().into()).collect(),
        Value::Array(elements) => {
            let read = elements.iter().enumerate().filter_map(|(index, element)| {
                let found = scalar(element);
                if found.is_none() {
                    let message = mistyped("a text, a number, true or false", element);
                    problems.add(&path.index(index), message);
                }
                found
            });
            let read: Vec<_> = read.collect();
            if read.len() < elements.len() {
                return None;
            }
            read
        }
        other => {
            let message = format!("{} for {name}", mistyped("a list", other));
            problems.hinted(path, message, "write [\"a\", \"b\"]");
            return None;
        }
    };
    match values.len() {
        0 => problems.add(path, format!("must not be empty for {name}")),
        1..=MAXIMUM_MEMBERS => {}
        count => {
            problems.add(path, format!("must have at most {MAXIMUM_MEMBERS} members, not {count}"))
        }
    }
    Some(values)
}

/// Splits the text form of a list.
pub(super) fn split_list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// Reads a value that is one of ours, and not null.
fn scalar(value: &Value) -> Option<Scalar<'static>> {
    match value {
        Value::String(text) => Some(text.clone().into()),
        Value::Bool(flag) => Some((*flag).into()),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Some(whole.into()),
            None => number.as_f64().filter(|any| any.is_finite()).map(Scalar::from),
        },
        _ => None,
    }
}
