//! The built-in queries: what a Flask and React application is asked most.
//!
//! They bridge the old and the new names of OpenTelemetry's HTTP attributes with `COALESCE`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::expression::parse_expression;
use super::expression::render_expression;
use crate::dialect::plan::Expression;
use crate::dialect::plan::Function;
use crate::dialect::plan::Scalar;

/// A query that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// Its name.
    pub name: &'static str,
    /// What it shows, in one sentence.
    pub description: &'static str,
    /// The dataset that it is about; `__all__` is the whole environment.
    pub dataset: &'static str,
    /// Its specification as JSON.
    pub text: &'static str,
}

/// The built-in queries.
pub static BUILT_INS: [BuiltIn; 15] = [
    BuiltIn {
        name: "latency-by-user",
        description: "How long requests take, by user.",
        dataset: "backend-flask",
        text: include_str!("../../../templates/honeycomb/queries/latency-by-user.json"),
    },
    BuiltIn {
        name: "recent-traces",
        description: "The newest traces first.",
        dataset: "__all__",
        text: include_str!("../../../templates/honeycomb/queries/recent-traces.json"),
    },
    BuiltIn {
        name: "non-200",
        description: "Answers other than 200, by status and route.",
        dataset: "backend-flask",
        text: include_str!("../../../templates/honeycomb/queries/non-200.json"),
    },
    BuiltIn {
        name: "root-spans-by-user-agent",
        description: "Requests by the browser or program that sent them.",
        dataset: "backend-flask",
        text: include_str!("../../../templates/honeycomb/queries/root-spans-by-user-agent.json"),
    },
    BuiltIn {
        name: "duration-heatmap-by-url",
        description: "How durations are spread, by URL.",
        dataset: "__all__",
        text: include_str!("../../../templates/honeycomb/queries/duration-heatmap-by-url.json"),
    },
    BuiltIn {
        name: "error-rate-by-route",
        description: "The share of requests that fail, by route.",
        dataset: "backend-flask",
        text: include_str!("../../../templates/honeycomb/queries/error-rate-by-route.json"),
    },
    BuiltIn {
        name: "slow-routes",
        description: "The routes with the slowest requests.",
        dataset: "backend-flask",
        text: include_str!("../../../templates/honeycomb/queries/slow-routes.json"),
    },
    BuiltIn {
        name: "throughput-by-service",
        description: "Spans per minute, by service.",
        dataset: "__all__",
        text: include_str!("../../../templates/honeycomb/queries/throughput-by-service.json"),
    },
    BuiltIn {
        name: "exceptions",
        description: "Exceptions, by service, type and message.",
        dataset: "__all__",
        text: include_str!("../../../templates/honeycomb/queries/exceptions.json"),
    },
    BuiltIn {
        name: "outgoing-calls",
        description: "Calls to others, by the time they take in sum.",
        dataset: "backend-flask",
        text: include_str!("../../../templates/honeycomb/queries/outgoing-calls.json"),
    },
    BuiltIn {
        name: "browser-fetches",
        description: "Fetches of the browser, by URL and status.",
        dataset: "frontend-react-js",
        text: include_str!("../../../templates/honeycomb/queries/browser-fetches.json"),
    },
    BuiltIn {
        name: "joined-traces",
        description: "Traces with more than one service: browser and backend are joined.",
        dataset: "__all__",
        text: include_str!("../../../templates/honeycomb/queries/joined-traces.json"),
    },
    BuiltIn {
        name: "concurrency",
        description: "How many requests run at once.",
        dataset: "backend-flask",
        text: include_str!("../../../templates/honeycomb/queries/concurrency.json"),
    },
    BuiltIn {
        name: "client-errors-by-peer",
        description: "Answers 400 to 499, by who asked.",
        dataset: "backend-flask",
        text: include_str!("../../../templates/honeycomb/queries/client-errors-by-peer.json"),
    },
    BuiltIn {
        name: "version-compare",
        description: "Latency by version of the service; a page compares it with the day before.",
        dataset: "backend-flask",
        text: include_str!("../../../templates/honeycomb/queries/version-compare.json"),
    },
];

impl BuiltIn {
    /// Finds a query by its name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        BUILT_INS.iter().find(|query| query.name == name)
    }

    /// Returns the specification.
    #[must_use]
    pub fn spec(&self) -> Value {
        // A test reads them all.
        serde_json::from_str(self.text).unwrap_or_default()
    }
}

/// Leaves out of every `COALESCE` of a specification's calculated fields what needs a column that
/// is not known, because the service may refuse columns that it has never seen; and filters that
/// such a column does not exist, which hold for every event. Elsewhere in an expression such a
/// column is what it is for every event: `null`.
///
/// Expressions that stay as they are keep their text; a `COALESCE` of nothing becomes `null`.
#[must_use]
pub fn without_unknown_columns(spec: &Value, known: &BTreeSet<String>) -> Value {
    let mut spec = spec.clone();
    let fields = spec.get("calculated_fields").and_then(Value::as_array).into_iter().flatten();
    let names = fields.filter_map(|field| field.get("name").and_then(Value::as_str));
    let known: BTreeSet<&str> = known.iter().map(String::as_str).chain(names).collect();
    let known: BTreeSet<String> = known.into_iter().map(ToOwned::to_owned).collect();
    // One that holds decides all that is combined by OR.
    let is_and = spec.get("filter_combination").is_none_or(|combination| combination == "AND");
    if let Some(filters) = spec.get_mut("filters").and_then(Value::as_array_mut).filter(|_| is_and)
    {
        let text = |filter: &Value, key: &str| {
            filter.get(key).and_then(Value::as_str).map(ToOwned::to_owned)
        };
        filters.retain(|filter| {
            text(filter, "op").as_deref() != Some("does-not-exist")
                || text(filter, "column").is_none_or(|column| known.contains(&column))
        });
    }
    let fields = spec.get_mut("calculated_fields").and_then(Value::as_array_mut);
    for field in fields.into_iter().flatten() {
        let Some(text) = field.get_mut("expression") else { continue };
        let Some(expression) = text.as_str().and_then(|text| parse_expression(text).ok()) else {
            continue;
        };
        let reduced = nulled(reduced(&expression, &known), &known);
        if reduced != expression {
            *text = Value::String(render_expression(&reduced));
        }
    }
    spec
}

fn reduced(expression: &Expression, known: &BTreeSet<String>) -> Expression {
    let Expression::Call { function, arguments } = expression else { return expression.clone() };
    let arguments = arguments.iter().map(|argument| reduced(argument, known));
    if *function != Function::Coalesce {
        return Expression::Call { function: function.clone(), arguments: arguments.collect() };
    }
    let usable = |argument: &Expression| {
        let mut columns = BTreeSet::new();
        argument.collect_columns(&mut columns);
        columns.into_iter().all(|column| known.contains(column))
    };
    let arguments: Vec<Expression> = arguments.filter(usable).collect();
    if arguments.is_empty() {
        return Expression::Literal(Scalar::Null);
    }
    Expression::Call { function: Function::Coalesce, arguments }
}

/// Writes `null` for columns that are not known.
fn nulled(expression: Expression, known: &BTreeSet<String>) -> Expression {
    match expression {
        Expression::Column(name) if !known.contains(&name) => Expression::Literal(Scalar::Null),
        Expression::Call { function, arguments } => {
            let arguments = arguments.into_iter().map(|argument| nulled(argument, known));
            Expression::Call { function, arguments: arguments.collect() }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::dialect::honeycomb::Answer;
    use crate::dialect::honeycomb::Spec;
    use crate::dialect::honeycomb::canonical;

    #[test]
    fn all_are_legal_and_have_a_plan() {
        let answer = Answer { series: true, total: true, other: true, limit: None };
        for query in &BUILT_INS {
            let value = query.spec();
            let spec = Spec::read(&value).unwrap_or_else(|error| panic!("{}: {error}", query.name));
            let plan = spec.lower(1_800_000_000_000_000_000, &answer);
            assert!(!plan.aggregates.is_empty() && !plan.output.is_empty(), "{}", query.name);
            assert!(!spec.columns().is_empty(), "{}", query.name);
            assert_eq!(canonical(&canonical(&value)), canonical(&value), "{}", query.name);
            assert!(BuiltIn::find(query.name) == Some(query));
            assert!(query.description.ends_with('.'));
        }
    }

    #[test]
    fn unknown_columns_are_left_out() {
        let known = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let full_url = BuiltIn::find("duration-heatmap-by-url").unwrap().spec();
        let expression = |spec: &Value| spec["calculated_fields"][0]["expression"].clone();
        let all = ["http.url", "url.full", "http.scheme", "http.host", "http.target"];
        assert_eq!(without_unknown_columns(&full_url, &known(&all)), full_url);
        assert_eq!(
            expression(&without_unknown_columns(&full_url, &known(&all[1..4]))),
            "COALESCE($url.full)"
        );
        assert_eq!(expression(&without_unknown_columns(&full_url, &known(&[]))), "null");
        let roots = BuiltIn::find("concurrency").unwrap().spec();
        let filters = |spec: &Value| spec["filters"].as_array().map(Vec::len);
        assert_eq!(filters(&roots), Some(2));
        assert_eq!(filters(&without_unknown_columns(&roots, &known(&["trace.trace_id"]))), Some(1));
        let both = ["trace.trace_id", "trace.parent_id"];
        assert_eq!(filters(&without_unknown_columns(&roots, &known(&both))), Some(2));
        let nested = json!({ "calculated_fields": [
            { "name": "a", "expression": "IF(COALESCE($x, $b) = 1, $y)" },
            { "name": "b", "expression": "COALESCE($x, 1)" },
            { "name": "c", "expression": "IF(" },
            { "name": "d", "expression": "IF(BOOL($error), 1, 0)" },
        ] });
        assert_eq!(
            without_unknown_columns(&nested, &known(&["y"])),
            json!({ "calculated_fields": [
                { "name": "a", "expression": "IF(EQUALS(COALESCE($b), 1), $y)" },
                { "name": "b", "expression": "COALESCE(1)" },
                { "name": "c", "expression": "IF(" },
                { "name": "d", "expression": "IF(BOOL(null), 1, 0)" },
            ] })
        );
    }
}
