//! What a query must be for a trigger to run it again and again.

use serde_json::Value;

use super::MAXIMUM_MEMBERS;
use super::error::SpecError;
use super::error::SpecPath;
use super::error::SpecProblem;
use super::times::DEFAULT_TIME_RANGE;

/// Most seconds that the query of a trigger is about.
const MAXIMUM_TRIGGER_RANGE: i64 = 86_400;

/// How many times as long as the time between two runs it may be about.
const MAXIMUM_RANGE_TO_FREQUENCY: i64 = 4;

/// Members that a trigger's query must not have.
const REFUSED: [&str; 5] = ["orders", "limit", "start_time", "end_time", "usage_mode"];

/// Calculations that are no single number.
const REFUSED_OPERATIONS: [&str; 2] = ["HEATMAP", "CONCURRENCY"];

/// Checks a specification, which must be legal, as the query of a trigger that runs every
/// `frequency` seconds.
///
/// # Errors
/// Everything about it that a trigger must not have.
pub fn check_trigger_query(spec: &Value, frequency: i64) -> Result<(), SpecError> {
    let whole = SpecPath::default();
    let mut problems = Vec::new();
    let mut refuse = |path: SpecPath, message: String, hint: &str| {
        problems.push(SpecProblem { path, message, hint: Some(hint.to_owned()), part: None });
    };
    for member in REFUSED {
        if is_said(spec.get(member)) {
            let message = "is not for the query of a trigger".to_owned();
            refuse(whole.key(member), message, "leave it out");
        }
    }
    let (calculations, formulas) = (list(spec, "calculations"), list(spec, "formulas"));
    for (place, calculation) in calculations.iter().enumerate() {
        let operation = calculation.get("op").and_then(Value::as_str).unwrap_or_default();
        if REFUSED_OPERATIONS.contains(&operation) {
            let path = whole.key("calculations").index(place).key("op");
            let message = format!("{operation} is no number that a trigger can compare");
            refuse(path, message, "choose another calculation");
        }
    }
    match (calculations.len(), formulas.len()) {
        (0 | 1, 0) | (0..=MAXIMUM_MEMBERS, 1) => {}
        (count, 0) => {
            let message = format!("has {count} members, a trigger compares one");
            refuse(whole.key("calculations"), message, "leave one, or add one formula of them");
        }
        (_, count) => {
            let message = format!("has {count} members, a trigger compares one");
            refuse(whole.key("formulas"), message, "leave one");
        }
    }
    if list(spec, "havings").len() > 1 {
        let message = "has more than one member".to_owned();
        refuse(whole.key("havings"), message, "a trigger's query has one at most");
    }
    let range = spec.get("time_range").and_then(Value::as_i64).unwrap_or(DEFAULT_TIME_RANGE);
    let most = frequency.saturating_mul(MAXIMUM_RANGE_TO_FREQUENCY).min(MAXIMUM_TRIGGER_RANGE);
    if range > most {
        let message = format!("is {range} s, more than a day or four times the frequency");
        refuse(whole.key("time_range"), message, &format!("choose at most {most}"));
    }
    if problems.is_empty() { Ok(()) } else { Err(SpecError::new(problems)) }
}

/// Says whether a member says anything.
fn is_said(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::Array(members)) => !members.is_empty(),
        Some(_) => true,
    }
}

fn list<'v>(spec: &'v Value, member: &str) -> &'v [Value] {
    spec.get(member).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dialect::honeycomb::Spec;

    fn wrong(spec: &Value, frequency: i64) -> Vec<String> {
        Spec::read(spec).unwrap();
        match check_trigger_query(spec, frequency) {
            Ok(()) => Vec::new(),
            Err(error) => error.problems().iter().map(|found| found.path.to_string()).collect(),
        }
    }

    #[test]
    fn a_trigger_compares_one_number() {
        let count = json!({ "op": "COUNT", "name": "c" });
        let sum = json!({ "op": "SUM", "column": "d", "name": "s" });
        let formula = |name: &str| json!({ "name": name, "expression": "DIV($s, $c)" });
        let both = json!([count, sum]);
        let right = [
            json!({}),
            json!({ "calculations": [sum], "orders": [], "usage_mode": false }),
            json!({ "calculations": both, "formulas": [formula("f")] }),
        ];
        for spec in right {
            assert_eq!(wrong(&spec, 1_800), [""; 0], "{spec}");
        }
        let refused = [
            (json!({ "calculations": both }), "$.calculations"),
            (
                json!({ "calculations": both, "formulas": [formula("f"), formula("g")] }),
                "$.formulas",
            ),
            (json!({ "calculations": [{ "op": "CONCURRENCY" }] }), "$.calculations[0].op"),
            (
                json!({ "calculations": [{ "op": "HEATMAP", "column": "d" }] }),
                "$.calculations[0].op",
            ),
            (json!({ "orders": [{ "op": "COUNT" }] }), "$.orders"),
            (json!({ "limit": 10 }), "$.limit"),
            (json!({ "usage_mode": true }), "$.usage_mode"),
            (json!({ "start_time": 1_795_000_000, "time_range": 60 }), "$.start_time"),
            (json!({ "end_time": 1_795_000_000, "time_range": 60 }), "$.end_time"),
            (
                json!({ "havings": [
                    { "calculate_op": "COUNT", "op": ">", "value": 1 },
                    { "calculate_op": "COUNT", "op": "<", "value": 9 },
                ] }),
                "$.havings",
            ),
        ];
        for (spec, place) in refused {
            assert_eq!(wrong(&spec, 1_800), [place], "{spec}");
        }
    }

    #[test]
    fn the_range_follows_the_frequency() {
        let of = |range: i64, frequency| wrong(&json!({ "time_range": range }), frequency);
        assert_eq!(of(240, 60), [""; 0]);
        assert_eq!(of(241, 60), ["$.time_range"]);
        assert_eq!(of(86_400, 86_400), [""; 0]);
        assert_eq!(of(86_401, 86_400), ["$.time_range"]);
        assert_eq!(wrong(&json!({}), 900), ["$.time_range"]);
        assert_eq!(wrong(&json!({}), 1_800), [""; 0]);
    }
}
