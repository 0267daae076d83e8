//! The top-level keys of a Honeycomb query specification, inline or as a JSON file.
//!
//! Owns their types, which the schema tells too, and where the faults stand that the query language
//! finds in a specification of the right shape.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::json_object;
use super::json_object::JsonObject;
use super::table::Table;
use super::toml_values;
use crate::base::Fault;
use crate::dialect::honeycomb::MAXIMUM_LIMIT;
use crate::dialect::honeycomb::MAXIMUM_MEMBERS;
use crate::dialect::honeycomb::PathPart;
use crate::dialect::honeycomb::Spec;
use crate::dialect::honeycomb::SpecProblem;

/// The type of a value.
#[derive(Clone, Copy)]
enum Kind {
    Objects,
    Texts,
    Operator,
    Whole(i64, i64),
    Flag,
}

const SECONDS: Kind = Kind::Whole(0, i64::MAX);

const KEYS: [(&str, Kind, &str); 15] = [
    ("calculations", Kind::Objects, "What is calculated; the count of events by default."),
    ("filters", Kind::Objects, "Which events count."),
    ("filter_combination", Kind::Operator, "Whether all filters or any must hold."),
    ("breakdowns", Kind::Texts, "Columns to group by."),
    ("orders", Kind::Objects, "How rows are sorted."),
    ("havings", Kind::Objects, "Which rows are shown."),
    ("limit", Kind::Whole(1, MAXIMUM_LIMIT as i64), "Most rows."),
    ("time_range", SECONDS, "Seconds back; 7200 by default."),
    ("start_time", SECONDS, "Begin, in seconds since 1970."),
    ("end_time", SECONDS, "End, in seconds since 1970."),
    ("granularity", SECONDS, "Seconds of a point of the series; 0 chooses."),
    ("calculated_fields", Kind::Objects, "Fields made of other fields."),
    ("compare_time_offset_seconds", SECONDS, "Compares with this many seconds before."),
    ("formulas", Kind::Objects, "Values made of calculations."),
    ("usage_mode", Kind::Flag, "Whether sample rates are left out."),
];

/// Says whether a key of a table belongs to a specification.
pub(super) fn keys() -> impl Iterator<Item = &'static str> {
    KEYS.into_iter().map(|(key, _, _)| key)
}

/// Reads the specification that a table holds among other keys.
pub(super) fn read_inline(table: &mut Table<'_, '_>) -> Map<String, Value> {
    let mut spec = Map::new();
    let mut has_right_shape = true;
    for (key, kind, description) in KEYS {
        let value = table.value(
            key,
            description,
            || kind.describe(),
            |value| {
                let value = toml_values::json(value)?;
                kind.check(&value).map(|()| value)
            },
        );
        match value {
            Some(value) => {
                spec.insert(key.to_owned(), value.into_inner());
            }
            None => has_right_shape &= !table.has(key),
        }
    }
    if has_right_shape {
        for problem in problems(&spec) {
            let path = dotted(problem.path.parts(), |key| table.path_of(key));
            let message = format!("`{path}` {}", problem.message);
            table.problem(table.range_within(problem.path.parts()), message, problem.hint);
        }
    }
    spec
}

/// Reads the specification that a file holds.
pub(super) fn read_file(file: &mut JsonObject<'_>) -> Map<String, Value> {
    let mut spec = Map::new();
    let mut has_right_shape = true;
    for (key, kind, _) in KEYS {
        match file.value(key, |value| kind.check(&value).map(|()| value)) {
            Some(value) => {
                spec.insert(key.to_owned(), value.into_inner());
            }
            None => has_right_shape &= !file.has(key),
        }
    }
    if has_right_shape {
        for problem in problems(&spec) {
            let path = dotted(problem.path.parts(), str::to_owned);
            let message = format!("`{path}` {}", problem.message);
            file.problem(file.range_within(problem.path.parts()), message, problem.hint);
        }
    }
    file.finish();
    spec
}

/// Returns what the query language says against a specification.
fn problems(spec: &Map<String, Value>) -> Vec<SpecProblem> {
    match Spec::read(&Value::Object(spec.clone())) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().to_vec(),
    }
}

/// Writes a path as people do, `filters[0].op`; `first` writes its first key.
fn dotted(parts: &[PathPart], first: impl Fn(&str) -> String) -> String {
    let mut path = String::new();
    for part in parts {
        match part {
            PathPart::Index(index) => path.extend(["[", &index.to_string(), "]"]),
            PathPart::Key(key) if path.is_empty() => path = first(key),
            PathPart::Key(key) => path.extend([".", key]),
        }
    }
    path
}

impl Kind {
    fn describe(self) -> Value {
        let list = |items: &str| json!({ "type": "array", "items": { "type": items }, "maxItems": MAXIMUM_MEMBERS });
        match self {
            Self::Objects => list("object"),
            Self::Texts => list("string"),
            Self::Operator => json!({ "type": "string", "enum": ["AND", "OR"] }),
            Self::Whole(least, i64::MAX) => json!({ "type": "integer", "minimum": least }),
            Self::Whole(least, most) => {
                json!({ "type": "integer", "minimum": least, "maximum": most })
            }
            Self::Flag => json!({ "type": "boolean" }),
        }
    }

    fn check(self, value: &Value) -> Result<(), Fault> {
        let mistyped = |wanted| Err(json_object::mistyped(wanted, value));
        match self {
            Self::Objects => check_list(value, "a list of objects", Value::is_object),
            Self::Texts => check_list(value, "a list of texts", Value::is_string),
            Self::Operator => match value.as_str() {
                Some("AND" | "OR") => Ok(()),
                Some(_) => Err(Fault { message: "must be one of AND, OR".to_owned(), hint: None }),
                None => mistyped("a text"),
            },
            Self::Whole(least, most) => match value.as_i64() {
                Some(number) => super::rules::check_integer(number, &(least..=most)),
                None => mistyped("a whole number"),
            },
            Self::Flag if value.is_boolean() => Ok(()),
            Self::Flag => mistyped("true or false"),
        }
    }
}

fn check_list(
    value: &Value,
    wanted: &str,
    is_member: impl Fn(&Value) -> bool,
) -> Result<(), Fault> {
    let Value::Array(values) = value else {
        return Err(json_object::mistyped(wanted, value));
    };
    if let Some((index, other)) = values.iter().enumerate().find(|(_, value)| !is_member(value)) {
        let Fault { message, .. } = json_object::mistyped("one", other);
        let kind = message.rsplit("not ").next().unwrap_or_default().to_owned();
        let message = format!("must be {wanted}; number {} is {kind}", index + 1);
        return Err(Fault { message, hint: None });
    }
    super::rules::check_members(values.len(), MAXIMUM_MEMBERS, "members")
}
