//! Calculations.

use super::error::SpecPath;
use super::filters;
use super::object::Object;
use super::object::shown;
use super::operators::Column;
use super::operators::Operator;
use super::operators::split_relation;
use crate::dialect::plan::Aggregate;
use crate::dialect::plan::Operation;

/// What havings, orders and formulas can refer to; also what is wrong, so that a reference to it is
/// not wrong too.
#[derive(Clone, Debug)]
pub(super) struct Calculation {
    pub(super) op: String,
    pub(super) column: Option<String>,
    pub(super) name: Option<String>,
    pub(super) key: String,
    pub(super) path: SpecPath,
}

impl Calculation {
    pub(super) fn is_heatmap(&self) -> bool {
        self.op == "HEATMAP"
    }
}

/// The calculations of a query.
#[derive(Default)]
pub(super) struct Calculations {
    pub(super) aggregates: Vec<Aggregate>,
    pub(super) references: Vec<Calculation>,
    /// Where the first filter of a calculation is.
    pub(super) filtered: Option<SpecPath>,
}

/// Reads `calculations`; without any it is the count.
pub(super) fn read(spec: &mut Object<'_>) -> Calculations {
    let mut calculations = Calculations::default();
    let path = spec.path_of("calculations");
    let objects = spec.objects("calculations");
    let is_given = !objects.is_empty();
    for object in objects {
        read_one(object, &mut calculations);
    }
    if !is_given {
        let key = "COUNT".to_owned();
        calculations.aggregates.push(Aggregate {
            key: key.clone(),
            operation: Operation::Count,
            column: None,
            filter: None,
        });
        let reference = Calculation { op: key.clone(), column: None, name: None, key, path };
        calculations.references.push(reference);
    }
    calculations
}

fn read_one(mut object: Object<'_>, calculations: &mut Calculations) {
    let problems = object.problems;
    let path = object.path.clone();
    let op = object.required_text("op", "write COUNT, AVG, P95 …");
    let column = object.text("column");
    let name = object.name("name");
    let (op_path, column_path) = (object.path_of("op"), object.path_of("column"));
    let filters = filters::read(&mut object);
    if filters.are_given {
        let filters_path = object.path_of("filters");
        if name.is_none() {
            let hint = "the name is what results show";
            problems.hinted(&object.path_of("name"), "is missing, and filters need it", hint);
        }
        if let Some(relational) = &filters.relational {
            problems
                .add(relational, "is about another span, which only filters of the query can be");
        }
        calculations.filtered.get_or_insert(filters_path);
    }
    object.finish();
    let Some(op) = op else { return };
    let key = match (name, column) {
        (Some(name), _) => name.to_owned(),
        (None, Some(column)) => format!("{op}({column})"),
        (None, None) => op.to_owned(),
    };
    calculations.references.push(Calculation {
        op: op.to_owned(),
        column: column.map(ToOwned::to_owned),
        name: name.map(ToOwned::to_owned),
        key: key.clone(),
        path,
    });
    let Some(operator) = Operator::find(op) else {
        let (message, hint) = Operator::refuse(op);
        problems.hinted(&op_path, message, hint);
        return;
    };
    match (operator.column, column) {
        (Column::Always, None) => {
            let hint = "such as duration_ms";
            problems.hinted(&column_path, format!("is missing, and {op} needs it"), hint);
        }
        (Column::Never, Some(_)) => {
            problems.hinted(&column_path, format!("must not be given with {op}"), "leave it out");
        }
        _ => {}
    }
    if let Some((Some(_), rest)) = column.map(split_relation) {
        let message = "is of another span, which only filters and breakdowns can be about";
        problems.hinted(&column_path, message, format!("calculate {}", shown(rest)));
    }
    let operation = match (operator.operation, column) {
        (Operation::Count, Some(_)) => Operation::CountOf,
        (operation, _) => operation,
    };
    calculations.aggregates.push(Aggregate {
        key,
        operation,
        column: column.map(ToOwned::to_owned),
        filter: filters.are_given.then_some(filters.predicate),
    });
}
