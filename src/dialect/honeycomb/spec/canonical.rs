//! One form for specifications that say the same.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::filters::split_list;
use super::specification::DEFAULT_LIMIT;
use super::times::DEFAULT_TIME_RANGE;

/// Returns a specification without what is default, empty or assigned by the service, and with its
/// members in one order, so that two that say the same are equal.
///
/// Lists keep their order. It takes any value, also one that is no legal specification.
#[must_use]
pub fn canonical(spec: &Value) -> Value {
    let mut spec = cleaned(spec);
    let Value::Object(members) = &mut spec else { return spec };
    // The service assigns it.
    members.remove("id");
    drop_default(members, "filter_combination", &json!("AND"));
    drop_default(members, "calculations", &json!([{ "op": "COUNT" }]));
    drop_default(members, "limit", &json!(DEFAULT_LIMIT));
    drop_default(members, "granularity", &json!(0));
    drop_default(members, "compare_time_offset_seconds", &json!(0));
    drop_default(members, "usage_mode", &json!(false));
    // From a start without an end the range is up to now, and not the default.
    if !members.contains_key("start_time") {
        drop_default(members, "time_range", &json!(DEFAULT_TIME_RANGE));
    }
    each(members, "filters", canonical_filter);
    each(members, "orders", |order| drop_default(order, "order", &json!("ascending")));
    each(members, "calculations", |calculation| {
        drop_default(calculation, "filter_combination", &json!("AND"));
        each(calculation, "filters", canonical_filter);
    });
    spec
}

fn canonical_filter(filter: &mut Map<String, Value>) {
    let is_list = matches!(filter.get("op").and_then(Value::as_str), Some("in" | "not-in"));
    if let Some(Value::String(text)) = filter.get("value")
        && is_list
    {
        let values: Vec<Value> = split_list(text).map(Value::from).collect();
        filter.insert("value".to_owned(), Value::Array(values));
    }
}

fn each(members: &mut Map<String, Value>, key: &str, change: impl Fn(&mut Map<String, Value>)) {
    let Some(Value::Array(elements)) = members.get_mut(key) else { return };
    elements.iter_mut().filter_map(Value::as_object_mut).for_each(change);
}

fn drop_default(members: &mut Map<String, Value>, key: &str, default: &Value) {
    if members.get(key) == Some(default) {
        members.remove(key);
    }
}

/// Sorts members, leaves out null and empty lists, and writes whole numbers without a point.
fn cleaned(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut kept: Vec<(&String, Value)> = members
                .iter()
                .map(|(key, value)| (key, cleaned(value)))
                .filter(|(_, value)| !value.is_null() && *value != json!([]))
                .collect();
            kept.sort_by_key(|(key, _)| *key);
            Value::Object(kept.into_iter().map(|(key, value)| (key.clone(), value)).collect())
        }
        Value::Array(elements) => Value::Array(elements.iter().map(cleaned).collect()),
        Value::Number(number) if number.is_f64() => {
            super::object::whole_float(value).map_or_else(|| value.clone(), Value::from)
        }
        other => other.clone(),
    }
}
