//! Havings and orders, which name what the rest of the query calculates.

use serde_json::Value;

use super::calculations::Calculation;
use super::error::SpecPath;
use super::object::Object;
use super::object::Problems;
use super::object::mistyped;
use super::object::shown;
use super::operators;
use crate::base::did_you_mean;
use crate::dialect::plan::GroupKey;
use crate::dialect::plan::Having;
use crate::dialect::plan::Order;

/// What can be named.
pub(super) struct Names<'q> {
    pub(super) calculations: &'q [Calculation],
    pub(super) formulas: &'q [String],
    pub(super) breakdowns: &'q [GroupKey],
    pub(super) fields: &'q std::collections::BTreeSet<String>,
}

impl Names<'_> {
    fn calculation(&self, op: &str, column: Option<&str>) -> Option<&Calculation> {
        self.calculations.iter().find(|known| known.op == op && known.column.as_deref() == column)
    }

    /// Finds the calculation or formula of a name.
    fn named(&self, name: &str) -> Option<(&str, Option<&Calculation>)> {
        let calculation =
            self.calculations.iter().find(|known| known.name.as_deref() == Some(name));
        let formula = || self.formulas.iter().find(|known| *known == name);
        calculation
            .map(|found| (found.key.as_str(), Some(found)))
            .or_else(|| formula().map(|found| (found.as_str(), None)))
    }

    /// Says which calculation was perhaps meant.
    fn hint(&self, op: &str, column: Option<&str>) -> String {
        let written = column.map_or_else(|| op.to_owned(), |column| format!("{op}({column})"));
        match did_you_mean(&written, self.calculations.iter().map(|known| known.key.as_str())) {
            Some(nearest) => format!("did you mean {nearest}?"),
            None => format!("add {written} to calculations"),
        }
    }
}

/// Reads `havings`.
pub(super) fn read_havings(spec: &mut Object<'_>, names: &Names<'_>) -> Vec<Having> {
    spec.objects("havings").into_iter().filter_map(|having| read_having(having, names)).collect()
}

fn read_having(mut having: Object<'_>, names: &Names<'_>) -> Option<Having> {
    let problems = having.problems;
    let path = having.path.clone();
    let column = having.text("column");
    let named = column.and_then(|column| names.named(column));
    let op = match named {
        Some(_) => having.text("calculate_op"),
        None => having.required_text("calculate_op", "write COUNT, AVG, P95 …"),
    };
    let comparison = if having.get("op").is_some() {
        having.word("op", &operators::HAVINGS).and_then(operators::comparison)
    } else {
        problems.hinted(&having.path_of("op"), "is missing", "write =, !=, >, >=, < or <=");
        None
    };
    let value_path = having.path_of("value");
    let value = having.get("value");
    having.finish();
    let value = match value {
        Some(Value::Number(number)) => number.as_f64(),
        Some(other) => {
            problems.add(&value_path, mistyped("a number", other));
            None
        }
        None => {
            problems.hinted(&value_path, "is missing", "write the number it compares with");
            None
        }
    };
    let key = match (named, op) {
        (Some((key, Some(calculation))), Some(op)) if op != calculation.op => {
            let message = format!("is {op}, but {} calculates {}", shown(key), calculation.op);
            problems.add(&path.key("calculate_op"), message);
            return None;
        }
        (Some((key, calculation)), _) => {
            refuse_heatmap(calculation, &path, problems);
            key.to_owned()
        }
        (None, op) => {
            let op = op?;
            let Some(calculation) = names.calculation(op, column) else {
                problems.hinted(&path, "names no calculation", names.hint(op, column));
                return None;
            };
            refuse_heatmap(Some(calculation), &path, problems);
            calculation.key.clone()
        }
    };
    Some(Having { key, comparison: comparison?, value: value? })
}

fn refuse_heatmap(calculation: Option<&Calculation>, path: &SpecPath, problems: &Problems) {
    if calculation.is_some_and(Calculation::is_heatmap) {
        problems.hinted(path, "names a HEATMAP, which is no number", "use a percentile beside it");
    }
}

/// Reads `orders`.
pub(super) fn read_orders(spec: &mut Object<'_>, names: &Names<'_>) -> Vec<Order> {
    spec.objects("orders").into_iter().filter_map(|order| read_order(order, names)).collect()
}

fn read_order(mut order: Object<'_>, names: &Names<'_>) -> Option<Order> {
    let problems = order.problems;
    let path = order.path.clone();
    let column = order.text("column");
    let op = order.text("op");
    let has_either = order.get("column").or(order.get("op")).is_some();
    let direction = order.word("order", &["ascending", "descending"]);
    order.finish();
    let by = match (op, column) {
        (Some(op), column) => {
            let Some(calculation) = names.calculation(op, column) else {
                problems.hinted(&path, "names no calculation", names.hint(op, column));
                return None;
            };
            refuse_heatmap(Some(calculation), &path, problems);
            calculation.key.clone()
        }
        (None, Some(column)) => {
            if let Some(key) = names.breakdowns.iter().find(|known| known.key == column) {
                key.key.clone()
            } else if let Some((key, calculation)) = names.named(column) {
                refuse_heatmap(calculation, &path, problems);
                key.to_owned()
            } else {
                let column_path = path.key("column");
                let (message, hint) = refuse_column(column, names);
                problems.hinted(&column_path, message, hint);
                return None;
            }
        }
        (None, None) => {
            if !has_either {
                let hint = "write column for a breakdown, op and column for a calculation";
                problems.hinted(&path, "names nothing", hint);
            }
            return None;
        }
    };
    Some(Order { by, descending: direction == Some("descending") })
}

fn refuse_column(column: &str, names: &Names<'_>) -> (String, String) {
    if names.fields.contains(column) {
        let message = format!("{} is a calculated field and no breakdown", shown(column));
        return (message, "add it to breakdowns".to_owned());
    }
    if let Some(known) =
        names.calculations.iter().find(|known| known.column.as_deref() == Some(column))
    {
        let message = format!("{} is calculated and no breakdown", shown(column));
        return (message, format!("add \"op\": \"{}\"", known.op));
    }
    let message = format!("{} is no breakdown, calculation or formula", shown(column));
    let known = names.breakdowns.iter().map(|known| known.key.as_str());
    let known = known.chain(names.formulas.iter().map(String::as_str));
    let hint = did_you_mean(column, known)
        .map_or_else(|| "add it to breakdowns".to_owned(), |name| format!("did you mean {name}?"));
    (message, hint)
}
