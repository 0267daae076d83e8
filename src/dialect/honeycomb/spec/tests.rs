use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::dialect::plan::EventQuery;
use crate::dialect::plan::Row;
use crate::dialect::plan::Scalar;

const NOW: i64 = 1_800_000_000;

/// Returns what is wrong with a specification, a line each.
fn problems(spec: &Value) -> String {
    match Spec::read(spec) {
        Ok(_) => "legal".to_owned(),
        Err(error) => {
            let lines = error
                .problems()
                .iter()
                .map(|problem| format!("{problem} | {}", problem.hint.as_deref().unwrap_or("-")));
            lines.collect::<Vec<_>>().join("\n")
        }
    }
}

fn each(specs: &[Value]) -> String {
    specs
        .iter()
        .map(|spec| format!("{spec}\n    {}\n", problems(spec).replace('\n', "\n    ")))
        .collect()
}

fn plan(spec: &Value) -> EventQuery {
    let answer = Answer { series: false, total: false, other: false, limit: None };
    Spec::read(spec).unwrap_or_else(|error| panic!("{error}")).lower(NOW * 1_000_000_000, &answer)
}

#[test]
fn what_is_legal() {
    for spec in [
        json!({}),
        json!({ "calculations": null, "filters": null, "limit": null, "time_range": null }),
        json!({ "calculations": [{ "op": "COUNT", "column": "x" }, { "op": "COUNT" }] }),
        json!({ "filters": [{ "column": "x", "op": "exists", "value": null }] }),
        json!({ "filters": [{ "column": "x", "op": "in", "value": "a, b" }] }),
        json!({ "limit": 1000.0, "granularity": 0, "usage_mode": true }),
        json!({ "time_range": 1000, "granularity": 1 }),
        json!({ "time_range": 86400, "granularity": 87 }),
        json!({ "time_range": 5000, "compare_time_offset_seconds": 5000 }),
        json!({ "start_time": 10, "end_time": 10 }),
        json!({ "start_time": 10, "time_range": 5 }),
        json!({ "end_time": 10, "time_range": 5 }),
        json!({ "start_time": 10, "granularity": 100_000 }),
        json!({ "orders": [{ "op": "COUNT" }], "havings": [{ "calculate_op": "COUNT", "op": ">", "value": 1 }] }),
        json!({
            "calculations": [{ "op": "AVG", "column": "x", "name": "mean" }],
            "formulas": [{ "name": "double", "expression": "$mean * 2" }],
            "havings": [
                { "calculate_op": "AVG", "column": "x", "op": ">", "value": 1.5 },
                { "calculate_op": "AVG", "column": "mean", "op": ">", "value": 1 },
                { "column": "double", "op": "<", "value": 9 },
                { "calculate_op": "AVG", "column": "double", "op": "<", "value": 9 },
            ],
            "orders": [{ "column": "mean" }, { "column": "double", "order": "descending" }, { "op": "AVG", "column": "x" }],
        }),
    ] {
        assert_eq!(problems(&spec), "legal", "{spec}");
    }
}

#[test]
fn shapes() {
    insta::assert_snapshot!(each(&[
        json!([]), json!("x"),
        json!({ "calculatons": [], "colour": 1, "id": "abc" }),
        json!({ "calculations": {}, "filters": [1], "breakdowns": ["a", 1, "", "a"], "orders": "x", "limit": "5" }),
        json!({ "limit": 0 }), json!({ "limit": 1001 }), json!({ "limit": 1.5 }), json!({ "usage_mode": 1 }),
        json!({ "filter_combination": "and" }), json!({ "filter_combination": "XOR" }),
        json!({ "breakdowns": (0..101).map(|i| format!("c{i}")).collect::<Vec<_>>() }),
        json!({ "calculations": vec![json!({ "op": "COUNT", "name": "x" }); 2] }),
    ]), @r#"
    []
        $ must be an object, not a list | -
    "x"
        $ must be an object, not a text | -
    {"calculatons":[],"colour":1,"id":"abc"}
        $.calculatons is unknown | did you mean calculations?
        $.colour is unknown | known here: calculated_fields, calculations, filter_combination, filters, breakdowns, formulas, havings, orders, limit, time_range, start_time, end_time, granularity, compare_time_offset_seconds, usage_mode
        $.id is unknown | known here: calculated_fields, calculations, filter_combination, filters, breakdowns, formulas, havings, orders, limit, time_range, start_time, end_time, granularity, compare_time_offset_seconds, usage_mode
    {"calculations":{},"filters":[1],"breakdowns":["a",1,"","a"],"orders":"x","limit":"5"}
        $.calculations must be a list, not an object | -
        $.filters[0] must be an object, not a number | -
        $.breakdowns[1] must be the name of a column, not a number | -
        $.breakdowns[2] must not be empty | -
        $.breakdowns[3] names "a" a second time | -
        $.orders must be a list, not a text | -
        $.limit must be a whole number, not a text | -
    {"limit":0}
        $.limit must be 1 to 1000, not 0 | -
    {"limit":1001}
        $.limit must be 1 to 1000, not 1001 | -
    {"limit":1.5}
        $.limit must be a whole number, not 1.5 | -
    {"usage_mode":1}
        $.usage_mode must be true or false, not a number | -
    {"filter_combination":"and"}
        $.filter_combination must be one of AND, OR, not "and" | did you mean AND?
    {"filter_combination":"XOR"}
        $.filter_combination must be one of AND, OR, not "XOR" | -
    {"breakdowns":["c0","c1","c2","c3","c4","c5","c6","c7","c8","c9","c10","c11","c12","c13","c14","c15","c16","c17","c18","c19","c20","c21","c22","c23","c24","c25","c26","c27","c28","c29","c30","c31","c32","c33","c34","c35","c36","c37","c38","c39","c40","c41","c42","c43","c44","c45","c46","c47","c48","c49","c50","c51","c52","c53","c54","c55","c56","c57","c58","c59","c60","c61","c62","c63","c64","c65","c66","c67","c68","c69","c70","c71","c72","c73","c74","c75","c76","c77","c78","c79","c80","c81","c82","c83","c84","c85","c86","c87","c88","c89","c90","c91","c92","c93","c94","c95","c96","c97","c98","c99","c100"]}
        $.breakdowns must have at most 100 members, not 101 | -
    {"calculations":[{"op":"COUNT","name":"x"},{"op":"COUNT","name":"x"}]}
        $.calculations[1] has the name "x", which is already that of a calculation | give it another name
    "#);
}

#[test]
fn calculations() {
    insta::assert_snapshot!(each(&[
        json!({ "calculations": [{}, { "op": "" }, { "op": 1 }, { "op": "p95", "column": "x" }, { "op": "MEDIAN", "column": "x" }, { "op": "NOPE" }] }),
        json!({ "calculations": [{ "op": "P95" }, { "op": "CONCURRENCY", "column": "x" }, { "op": "COUNT_DATAPOINTS" }] }),
        json!({ "calculations": [{ "op": "AVG", "column": "x" }, { "op": "AVG", "column": "x" }] }),
        json!({ "calculations": [{ "op": "AVG", "column": "root.x" }, { "op": "AVG", "column": "x", "colunm": 1 }] }),
        json!({ "calculations": [{ "op": "COUNT", "filters": [{ "column": "x", "op": "exists" }] }] }),
        json!({ "calculations": [{ "op": "COUNT", "name": "n", "filters": [{ "column": "any.x", "op": "exists" }] }] }),
        json!({ "calculations": [{ "op": "COUNT", "name": "x".repeat(256) }] }),
        json!({ "calculations": [{ "op": "COUNT", "name": "route" }], "breakdowns": ["route"] }),
    ]), @r#"
    {"calculations":[{},{"op":""},{"op":1},{"op":"p95","column":"x"},{"op":"MEDIAN","column":"x"},{"op":"NOPE"}]}
        $.calculations[0].op is missing | write COUNT, AVG, P95 …
        $.calculations[1].op must not be empty | -
        $.calculations[2].op must be a text, not a number | -
        $.calculations[3].op "p95" is no calculation | did you mean P95?
        $.calculations[4].op "MEDIAN" is no calculation | did you mean P50?
        $.calculations[5].op "NOPE" is no calculation | known: COUNT, CONCURRENCY, SUM, AVG, MIN, MAX, COUNT_DISTINCT, P001, P01, P05, P10, P20, P25, P50, P75, P80, P90, P95, P99, P999, HEATMAP, RATE_AVG, RATE_SUM, RATE_MAX
    {"calculations":[{"op":"P95"},{"op":"CONCURRENCY","column":"x"},{"op":"COUNT_DATAPOINTS"}]}
        $.calculations[0].column is missing, and P95 needs it | such as duration_ms
        $.calculations[1].column must not be given with CONCURRENCY | leave it out
        $.calculations[2].op COUNT_DATAPOINTS works on metrics datasets only | use COUNT or SUM
    {"calculations":[{"op":"AVG","column":"x"},{"op":"AVG","column":"x"}]}
        $.calculations[1] has the name "AVG(x)", which is already that of a calculation | give it another name
    {"calculations":[{"op":"AVG","column":"root.x"},{"op":"AVG","column":"x","colunm":1}]}
        $.calculations[0].column is of another span, which only filters and breakdowns can be about | calculate "x"
        $.calculations[1].colunm is unknown | did you mean column?
    {"calculations":[{"op":"COUNT","filters":[{"column":"x","op":"exists"}]}]}
        $.calculations[0].name is missing, and filters need it | the name is what results show
    {"calculations":[{"op":"COUNT","name":"n","filters":[{"column":"any.x","op":"exists"}]}]}
        $.calculations[0].filters[0] is about another span, which only filters of the query can be | -
    {"calculations":[{"op":"COUNT","name":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}]}
        $.calculations[0].name must have at most 255 characters | -
    {"calculations":[{"op":"COUNT","name":"route"}],"breakdowns":["route"]}
        $.calculations[0] has the name "route", which is already that of a breakdown | give it another name
    "#);
}

#[test]
fn filters() {
    insta::assert_snapshot!(each(&[
        json!({ "filters": [{}, { "column": "x" }, { "op": "exists" }, { "column": "", "op": "exists" }] }),
        json!({ "filters": [{ "column": "x", "op": "==", "value": 1 }, { "column": "x", "op": "EXISTS" }, { "column": "x", "op": "does_not_contain", "value": "a" }, { "column": "x", "op": "~", "value": 1 }] }),
        json!({ "filters": [{ "column": "x", "op": "exists", "value": 1 }, { "column": "x", "op": "=" }, { "column": "x", "op": ">", "value": null }] }),
        json!({ "filters": [{ "column": "x", "op": "=", "value": [1] }, { "column": "x", "op": "=", "value": {} }] }),
        json!({ "filters": [{ "column": "x", "op": "contains", "value": 5 }, { "column": "x", "op": "starts-with", "value": [] }] }),
        json!({ "filters": [{ "column": "x", "op": "in", "value": [] }, { "column": "x", "op": "in", "value": " , " }, { "column": "x", "op": "not-in", "value": [1, null, [2]] }, { "column": "x", "op": "in", "value": 7 }] }),
        json!({ "filters": [{ "column": "root.x", "op": "exists" }], "filter_combination": "OR" }),
    ]), @r#"
    {"filters":[{},{"column":"x"},{"op":"exists"},{"column":"","op":"exists"}]}
        $.filters[0].column is missing | name the column that is tested
        $.filters[0].op is missing | write =, !=, >, exists, in, contains …
        $.filters[1].op is missing | write =, !=, >, exists, in, contains …
        $.filters[2].column is missing | name the column that is tested
        $.filters[3].column must not be empty | -
    {"filters":[{"column":"x","op":"==","value":1},{"column":"x","op":"EXISTS"},{"column":"x","op":"does_not_contain","value":"a"},{"column":"x","op":"~","value":1}]}
        $.filters[0].op "==" is no filter operator | did you mean =?
        $.filters[1].op "EXISTS" is no filter operator | did you mean exists?
        $.filters[2].op "does_not_contain" is no filter operator | did you mean does-not-contain?
        $.filters[3].op "~" is no filter operator | known: =, !=, >, >=, <, <=, starts-with, does-not-start-with, ends-with, does-not-end-with, contains, does-not-contain, exists, does-not-exist, in, not-in
    {"filters":[{"column":"x","op":"exists","value":1},{"column":"x","op":"="},{"column":"x","op":">","value":null}]}
        $.filters[0].value must not be given with exists | leave it out, or use = to compare
        $.filters[1].value is missing, and = needs it | use exists or does-not-exist to ask whether there is a value
        $.filters[2].value is missing, and > needs it | use exists or does-not-exist to ask whether there is a value
    {"filters":[{"column":"x","op":"=","value":[1]},{"column":"x","op":"=","value":{}}]}
        $.filters[0].value must be a text, a number, true or false, not a list | use in for a list
        $.filters[1].value must be a text, a number, true or false, not an object | -
    {"filters":[{"column":"x","op":"contains","value":5},{"column":"x","op":"starts-with","value":[]}]}
        $.filters[0].value must be a text, not a number for contains | write "5"
        $.filters[1].value must be a text, not a list for starts-with | -
    {"filters":[{"column":"x","op":"in","value":[]},{"column":"x","op":"in","value":" , "},{"column":"x","op":"not-in","value":[1,null,[2]]},{"column":"x","op":"in","value":7}]}
        $.filters[0].value must not be empty for in | -
        $.filters[1].value must not be empty for in | -
        $.filters[2].value[1] must be a text, a number, true or false, not null | -
        $.filters[2].value[2] must be a text, a number, true or false, not a list | -
        $.filters[3].value must be a list, not a number for in | write ["a", "b"]
    {"filters":[{"column":"root.x","op":"exists"}],"filter_combination":"OR"}
        $.filter_combination must be AND where a filter is about another span | make two queries of it
    "#);
}

#[test]
fn relations() {
    insta::assert_snapshot!(each(&[
        json!({ "breakdowns": ["root.a", "parent.b"] }),
        json!({ "breakdowns": ["any.a", "child.b", "none.c"] }),
        json!({
            "filters": [{ "column": "any.error", "op": "=", "value": true }],
            "calculations": [{ "op": "COUNT", "name": "n", "filters": [{ "column": "x", "op": "exists" }] }],
            "formulas": [{ "name": "f", "expression": "$n" }],
        }),
    ]), @r#"
    {"breakdowns":["root.a","parent.b"]}
        legal
    {"breakdowns":["any.a","child.b","none.c"]}
        $.breakdowns[0] is about any number of spans, which cannot group an event | group by root. or parent., or by the event's own
        $.breakdowns[1] is about any number of spans, which cannot group an event | group by root. or parent., or by the event's own
        $.breakdowns[2] is about any number of spans, which cannot group an event | group by root. or parent., or by the event's own
    {"filters":[{"column":"any.error","op":"=","value":true}],"calculations":[{"op":"COUNT","name":"n","filters":[{"column":"x","op":"exists"}]}],"formulas":[{"name":"f","expression":"$n"}]}
        $.filters[0] is about another span, which cannot stand beside formulas | -
        $.filters[0] is about another span, which cannot stand beside filters of calculations | -
    "#);
}

#[test]
fn references() {
    insta::assert_snapshot!(each(&[
        json!({ "havings": [{}, { "calculate_op": "COUNT" }, { "calculate_op": "COUNT", "op": "exists", "value": "1" }] }),
        json!({ "havings": [{ "calculate_op": "AVG", "column": "x", "op": ">", "value": 1 }], "calculations": [{ "op": "P95", "column": "x" }] }),
        json!({ "havings": [{ "calculate_op": "SUM", "column": "n", "op": ">", "value": 1 }], "calculations": [{ "op": "AVG", "column": "x", "name": "n" }] }),
        json!({ "havings": [{ "calculate_op": "HEATMAP", "column": "x", "op": ">", "value": 1 }], "orders": [{ "op": "HEATMAP", "column": "x" }], "calculations": [{ "op": "HEATMAP", "column": "x" }] }),
        json!({ "orders": [{}, { "order": "down" }, { "column": "route" }, { "op": "P95", "column": "x" }, { "column": "rout" }], "breakdowns": ["rout2"] }),
        json!({ "orders": [{ "column": "f" }], "calculated_fields": [{ "name": "f", "expression": "1" }] }),
        json!({ "orders": [{ "column": "x" }], "calculations": [{ "op": "AVG", "column": "x" }] }),
        json!({ "orders": [{ "op": "PP95", "column": "x" }], "calculations": [{ "op": "PP95", "column": "x" }] }),
    ]), @r#"
    {"havings":[{},{"calculate_op":"COUNT"},{"calculate_op":"COUNT","op":"exists","value":"1"}]}
        $.havings[0].calculate_op is missing | write COUNT, AVG, P95 …
        $.havings[0].op is missing | write =, !=, >, >=, < or <=
        $.havings[0].value is missing | write the number it compares with
        $.havings[1].op is missing | write =, !=, >, >=, < or <=
        $.havings[1].value is missing | write the number it compares with
        $.havings[2].op must be one of =, !=, >, >=, <, <=, not "exists" | -
        $.havings[2].value must be a number, not a text | -
    {"havings":[{"calculate_op":"AVG","column":"x","op":">","value":1}],"calculations":[{"op":"P95","column":"x"}]}
        $.havings[0] names no calculation | add AVG(x) to calculations
    {"havings":[{"calculate_op":"SUM","column":"n","op":">","value":1}],"calculations":[{"op":"AVG","column":"x","name":"n"}]}
        $.havings[0].calculate_op is SUM, but "n" calculates AVG | -
    {"havings":[{"calculate_op":"HEATMAP","column":"x","op":">","value":1}],"orders":[{"op":"HEATMAP","column":"x"}],"calculations":[{"op":"HEATMAP","column":"x"}]}
        $.havings[0] names a HEATMAP, which is no number | use a percentile beside it
        $.orders[0] names a HEATMAP, which is no number | use a percentile beside it
    {"orders":[{},{"order":"down"},{"column":"route"},{"op":"P95","column":"x"},{"column":"rout"}],"breakdowns":["rout2"]}
        $.orders[0] names nothing | write column for a breakdown, op and column for a calculation
        $.orders[1].order must be one of ascending, descending, not "down" | -
        $.orders[1] names nothing | write column for a breakdown, op and column for a calculation
        $.orders[2].column "route" is no breakdown, calculation or formula | did you mean rout2?
        $.orders[3] names no calculation | add P95(x) to calculations
        $.orders[4].column "rout" is no breakdown, calculation or formula | did you mean rout2?
    {"orders":[{"column":"f"}],"calculated_fields":[{"name":"f","expression":"1"}]}
        $.orders[0].column "f" is a calculated field and no breakdown | add it to breakdowns
    {"orders":[{"column":"x"}],"calculations":[{"op":"AVG","column":"x"}]}
        $.orders[0].column "x" is calculated and no breakdown | add "op": "AVG"
    {"orders":[{"op":"PP95","column":"x"}],"calculations":[{"op":"PP95","column":"x"}]}
        $.calculations[0].op "PP95" is no calculation | did you mean P95?
    "#);
}

#[test]
fn computed_values() {
    insta::assert_snapshot!(each(&[
        json!({ "calculated_fields": [{}, { "name": "a" }, { "name": "b", "expression": "IFF($x, 1)" }, { "expression": "1" }] }),
        json!({ "calculated_fields": [{ "name": "a", "expression": "1" }, { "name": "a", "expression": "2" }] }),
        json!({ "calculated_fields": [{ "name": "a", "expression": "COALESCE($a, 1)" }] }),
        json!({ "calculated_fields": [{ "name": "a", "expression": "$b" }, { "name": "b", "expression": "$a" }, { "name": "c", "expression": "$d" }] }),
        json!({ "formulas": [{ "name": "f", "expression": "$COUNT / $erorrs" }], "calculations": [{ "op": "COUNT", "name": "errors" }] }),
        json!({ "formulas": [{ "name": "n", "expression": "$n" }], "calculations": [{ "op": "COUNT", "name": "n" }] }),
        json!({ "formulas": [{ "name": "f", "expression": "EVENT_TIMESTAMP()" }, { "name": "g", "expression": "$n +" }], "calculations": [{ "op": "COUNT", "name": "n" }, { "op": "HEATMAP", "column": "x" }] }),
    ]), @r#"
    {"calculated_fields":[{},{"name":"a"},{"name":"b","expression":"IFF($x, 1)"},{"expression":"1"}]}
        $.calculated_fields[0].name is missing | it is what results show
        $.calculated_fields[0].expression is missing | such as IF($error, 1, 0)
        $.calculated_fields[1].expression is missing | such as IF($error, 1, 0)
        $.calculated_fields[2].expression column 1: unknown function IFF | did you mean IF?
        $.calculated_fields[3].name is missing | it is what results show
    {"calculated_fields":[{"name":"a","expression":"1"},{"name":"a","expression":"2"}]}
        $.calculated_fields[1].name "a" is the name of two calculated fields | -
    {"calculated_fields":[{"name":"a","expression":"COALESCE($a, 1)"}]}
        $.calculated_fields[0].expression uses itself | give the field a name that no column of its expression has
    {"calculated_fields":[{"name":"a","expression":"$b"},{"name":"b","expression":"$a"},{"name":"c","expression":"$d"}]}
        $.calculated_fields[0].expression uses "b", which is made of it in turn | give the field a name that no column of its expression has
        $.calculated_fields[1].expression uses "a", which is made of it in turn | give the field a name that no column of its expression has
    {"formulas":[{"name":"f","expression":"$COUNT / $erorrs"}],"calculations":[{"op":"COUNT","name":"errors"}]}
        $.formulas[0].expression "COUNT" is not the name of a calculation | give the calculation a name, and write $name here
        $.formulas[0].expression "erorrs" is not the name of a calculation | did you mean $errors?
    {"formulas":[{"name":"n","expression":"$n"}],"calculations":[{"op":"COUNT","name":"n"}]}
        $.formulas[0].name has the name "n", which is already that of a calculation | give it another name
    {"formulas":[{"name":"f","expression":"EVENT_TIMESTAMP()"},{"name":"g","expression":"$n +"}],"calculations":[{"op":"COUNT","name":"n"},{"op":"HEATMAP","column":"x"}]}
        $.formulas[0].expression is about calculations, which have no time of their own | -
        $.formulas[1].expression column 5: the expression ends where a value is expected | -
        $.calculations[1] is a HEATMAP, which cannot stand beside formulas | -
    "#);
}

#[test]
fn times() {
    insta::assert_snapshot!(each(&[
        json!({ "time_range": 1, "start_time": 2, "end_time": 3 }),
        json!({ "start_time": 3, "end_time": 2 }),
        json!({ "time_range": 0 }), json!({ "start_time": -1 }), json!({ "end_time": 1e300 }),
        json!({ "time_range": 9_223_372_036_854_775_807_i64 }),
        json!({ "granularity": 7 }), json!({ "granularity": 7201 }), json!({ "granularity": -1 }),
        json!({ "start_time": 100, "end_time": 200, "granularity": 101 }),
        json!({ "compare_time_offset_seconds": 3600 }), json!({ "compare_time_offset_seconds": 9000 }),
    ]), @r#"
    {"time_range":1,"start_time":2,"end_time":3}
        $.time_range must not be given beside start_time and end_time | leave one of the three out
    {"start_time":3,"end_time":2}
        $.start_time must not be after end_time, which is 2 | -
    {"time_range":0}
        $.time_range must be 1 to 9223372035, not 0 | -
    {"start_time":-1}
        $.start_time must be 0 to 9223372035, not -1 | -
    {"end_time":1e+300}
        $.end_time must be a whole number, not 1e+300 | -
    {"time_range":9223372036854775807}
        $.time_range must be 1 to 9223372035, not 9223372036854775807 | -
    {"granularity":7}
        $.granularity must be 8 to 7200 for a range of 7200 seconds, not 7 | leave it out, or write 0, to have it chosen
    {"granularity":7201}
        $.granularity must be 8 to 7200 for a range of 7200 seconds, not 7201 | leave it out, or write 0, to have it chosen
    {"granularity":-1}
        $.granularity must be 0 to 9223372035, not -1 | -
    {"start_time":100,"end_time":200,"granularity":101}
        $.granularity must be 1 to 100 for a range of 100 seconds, not 101 | leave it out, or write 0, to have it chosen
    {"compare_time_offset_seconds":3600}
        $.compare_time_offset_seconds must be at least the range of 7200 seconds, not 3600 | -
    {"compare_time_offset_seconds":9000}
        $.compare_time_offset_seconds must be one of 1800, 3600, 7200, 28800, 86400, 604800, 2419200, 15724800 or the range, not 9000 | -
    "#);
}

#[test]
fn a_plan_says_everything() {
    let spec = json!({
        "calculated_fields": [
            { "name": "b", "expression": "$a + 1" },
            { "name": "a", "expression": "INT($x)" },
        ],
        "calculations": [
            { "op": "COUNT", "name": "errors", "filters": [{ "column": "error", "op": "=", "value": true }] },
            { "op": "COUNT", "name": "all" },
        ],
        "formulas": [{ "name": "rate", "expression": "$errors / $all" }],
        "filters": [{ "column": "b", "op": "!=", "value": 3 }, { "column": "y", "op": "not-in", "value": "p,q" }],
        "filter_combination": "OR",
        "breakdowns": ["route"],
        "havings": [{ "calculate_op": "COUNT", "column": "all", "op": ">=", "value": 5 }],
        "limit": 10,
        "time_range": 3600,
        "usage_mode": true,
    });
    assert_eq!(Spec::read(&spec).unwrap().columns(), ["error", "route", "x", "y"].into());
    insta::assert_debug_snapshot!(plan(&spec), @r#"
    EventQuery {
        range: TimeRange {
            start_ns: 1799996400000000000,
            end_ns: 1800000000000000000,
        },
        computed: [
            Computed {
                name: "a",
                expression: Call {
                    function: Integer,
                    arguments: [
                        Column(
                            "x",
                        ),
                    ],
                },
            },
            Computed {
                name: "b",
                expression: Call {
                    function: Sum,
                    arguments: [
                        Column(
                            "a",
                        ),
                        Literal(
                            Integer(
                                1,
                            ),
                        ),
                    ],
                },
            },
        ],
        filter: Or(
            [
                Test(
                    Test {
                        column: "b",
                        check: Compare {
                            comparison: NotEqual,
                            value: Integer(
                                3,
                            ),
                            coercion: Stored,
                        },
                        negated: false,
                        when_missing: false,
                    },
                ),
                Test(
                    Test {
                        column: "y",
                        check: InList {
                            values: [
                                Text(
                                    "p",
                                ),
                                Text(
                                    "q",
                                ),
                            ],
                            coercion: Stored,
                        },
                        negated: true,
                        when_missing: false,
                    },
                ),
            ],
        ),
        group_by: [
            GroupKey {
                key: "route",
                column: "route",
                relation: None,
            },
        ],
        aggregates: [
            Aggregate {
                key: "errors",
                operation: Count,
                column: None,
                filter: Some(
                    And(
                        [
                            Test(
                                Test {
                                    column: "error",
                                    check: Compare {
                                        comparison: Equal,
                                        value: Flag(
                                            true,
                                        ),
                                        coercion: Stored,
                                    },
                                    negated: false,
                                    when_missing: false,
                                },
                            ),
                        ],
                    ),
                ),
            },
            Aggregate {
                key: "all",
                operation: Count,
                column: None,
                filter: None,
            },
        ],
        formulas: [
            Formula {
                key: "rate",
                expression: Call {
                    function: Divide,
                    arguments: [
                        Column(
                            "errors",
                        ),
                        Column(
                            "all",
                        ),
                    ],
                },
            },
        ],
        output: [
            "rate",
        ],
        havings: [
            Having {
                key: "all",
                comparison: GreaterOrEqual,
                value: 5.0,
            },
        ],
        orders: [
            Order {
                by: "rate",
                descending: true,
            },
        ],
        limit: 10,
        granularity_ns: 15000000000,
        weighted: false,
        wants_series: false,
        wants_total: false,
        wants_other: false,
        span: SpanColumns {
            trace_id: "trace.trace_id",
            span_id: "trace.span_id",
            parent_id: "trace.parent_id",
            duration: "duration_ms",
        },
    }
    "#);
}

#[test]
fn relational_filters_of_one_kind_are_about_one_span() {
    let spec = json!({
        "filters": [
            { "column": "any.name", "op": "=", "value": "db" },
            { "column": "root.error", "op": "exists" },
            { "column": "any.duration_ms", "op": ">", "value": 5 },
            { "column": "service.name", "op": "does-not-exist" },
        ],
        "breakdowns": ["root.name"],
    });
    assert!(Spec::read(&spec).unwrap().is_relational());
    let columns = Spec::read(&spec)
        .map(|spec| spec.columns().into_iter().map(ToOwned::to_owned).collect::<Vec<_>>());
    assert_eq!(columns.unwrap(), ["duration_ms", "error", "name", "service.name"]);
    let plan = plan(&spec);
    insta::assert_debug_snapshot!((plan.filter, plan.group_by), @r#"
    (
        And(
            [
                Test(
                    Test {
                        column: "service.name",
                        check: Exists,
                        negated: true,
                        when_missing: true,
                    },
                ),
                Related {
                    relation: Any,
                    predicate: And(
                        [
                            Test(
                                Test {
                                    column: "name",
                                    check: Compare {
                                        comparison: Equal,
                                        value: Text(
                                            "db",
                                        ),
                                        coercion: Stored,
                                    },
                                    negated: false,
                                    when_missing: false,
                                },
                            ),
                            Test(
                                Test {
                                    column: "duration_ms",
                                    check: Compare {
                                        comparison: Greater,
                                        value: Integer(
                                            5,
                                        ),
                                        coercion: Stored,
                                    },
                                    negated: false,
                                    when_missing: false,
                                },
                            ),
                        ],
                    ),
                },
                Related {
                    relation: Root,
                    predicate: And(
                        [
                            Test(
                                Test {
                                    column: "error",
                                    check: Exists,
                                    negated: false,
                                    when_missing: false,
                                },
                            ),
                        ],
                    ),
                },
            ],
        ),
        [
            GroupKey {
                key: "root.name",
                column: "name",
                relation: Some(
                    Root,
                ),
            },
        ],
    )
    "#);
}

#[test]
fn only_does_not_exist_holds_without_a_value() {
    struct Event(Scalar<'static>);
    impl Row for Event {
        fn value(&self, _: &str) -> Scalar<'_> {
            self.0.borrowed()
        }
    }
    // Each with what it says of 404, of "GET", of true and of nothing.
    let cases = [
        ("=", json!(404), [true, false, false, false]),
        ("=", json!("404"), [true, false, false, false]),
        ("=", json!(true), [false, false, true, false]),
        ("!=", json!("GET"), [true, false, true, false]),
        (">", json!(403.5), [true, true, false, false]),
        (">=", json!("404"), [true, true, false, false]),
        ("<", json!("H"), [false, true, false, false]),
        ("<=", json!(404), [true, false, false, false]),
        ("starts-with", json!("4"), [true, false, false, false]),
        ("does-not-start-with", json!("4"), [false, true, true, false]),
        ("ends-with", json!("T"), [false, true, false, false]),
        ("does-not-end-with", json!("T"), [true, false, true, false]),
        ("contains", json!("ru"), [false, false, true, false]),
        ("does-not-contain", json!("ru"), [true, true, false, false]),
        ("exists", Value::Null, [true, true, true, false]),
        ("does-not-exist", Value::Null, [false, false, false, true]),
        ("in", json!(["GET", 404]), [true, true, false, false]),
        ("in", json!("GET, true"), [false, true, true, false]),
        ("not-in", json!([404, "POST"]), [false, true, true, false]),
    ];
    for (op, value, expected) in cases {
        let spec = json!({ "filters": [{ "column": "x", "op": op, "value": value }] });
        let filter = plan(&spec).filter;
        let values = [Scalar::from(404), Scalar::from("GET"), Scalar::from(true), Scalar::Null];
        let found = values.map(|value| filter.holds(&Event(value), &|_, _| false));
        assert_eq!(found, expected, "{spec}");
    }
}

#[test]
fn times_resolve_against_now() {
    let of = |spec: Value| {
        let plan = plan(&spec);
        let seconds = |ns: i64| ns / 1_000_000_000;
        (seconds(plan.range.start_ns), seconds(plan.range.end_ns), seconds(plan.granularity_ns))
    };
    assert_eq!(of(json!({})), (NOW - 7200, NOW, 30));
    assert_eq!(of(json!({ "time_range": 600 })), (NOW - 600, NOW, 5));
    assert_eq!(
        of(json!({ "start_time": 100, "end_time": 200, "granularity": 10 })),
        (100, 200, 10)
    );
    assert_eq!(of(json!({ "start_time": 100, "time_range": 600 })), (100, 700, 5));
    assert_eq!(of(json!({ "end_time": 10_000, "time_range": 600 })), (9400, 10_000, 5));
    assert_eq!(of(json!({ "end_time": 10_000 })), (2800, 10_000, 30));
    assert_eq!(of(json!({ "start_time": NOW - 60, "granularity": 20 })), (NOW - 60, NOW, 20));
    assert_eq!(of(json!({ "start_time": NOW + 60 })), (NOW + 60, NOW + 60, 0));
    assert_eq!(of(json!({ "start_time": 0, "granularity": 1 })).2, 1_800_000);
}

#[test]
fn the_first_number_is_the_default_order() {
    let order = |spec: Value| {
        plan(&spec).orders.into_iter().map(|order| (order.by, order.descending)).collect::<Vec<_>>()
    };
    assert_eq!(order(json!({})), [("COUNT".to_owned(), true)]);
    let heatmap = json!({ "op": "HEATMAP", "column": "x" });
    assert_eq!(order(json!({ "calculations": [heatmap] })), []);
    assert_eq!(
        order(json!({ "calculations": [heatmap, { "op": "MAX", "column": "x" }] })),
        [("MAX(x)".to_owned(), true)]
    );
    assert_eq!(
        order(json!({ "breakdowns": ["b"], "orders": [{ "column": "b" }] })),
        [("b".to_owned(), false)]
    );
}

#[test]
fn canonical_forms_of_the_same_are_equal() {
    let full = json!({
        "id": "abc", "calculations": [{ "op": "COUNT", "column": null }], "filters": [
            { "op": "in", "column": "x", "value": "a, b" }, { "column": "y", "op": "exists", "value": null },
        ],
        "filter_combination": "AND", "breakdowns": [], "orders": [{ "op": "COUNT", "order": "ascending" }],
        "havings": null, "limit": 1000.0, "time_range": 7200, "granularity": 0, "usage_mode": false,
    });
    let short = json!({
        "filters": [{ "column": "x", "op": "in", "value": ["a", "b"] }, { "column": "y", "op": "exists" }],
        "orders": [{ "op": "COUNT" }],
    });
    assert_eq!(canonical(&full), short);
    assert_eq!(canonical(&short), short);
    let from_a_start = json!({ "start_time": 5, "time_range": 7200 });
    assert_eq!(canonical(&from_a_start), from_a_start);
    assert_eq!(canonical(&json!([1.0, null])), json!([1, null]));
    let plan_of = |spec: &Value| plan(&canonical(spec));
    let legal = json!({ "calculations": [{ "op": "COUNT" }], "limit": 1000, "end_time": 9000, "time_range": 7200 });
    assert_eq!(plan_of(&legal), plan(&legal));
}

fn any_json() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "op",
        "column",
        "name",
        "value",
        "expression",
        "calculations",
        "filters",
        "orders",
        "havings",
        "formulas",
        "calculated_fields",
        "breakdowns",
        "calculate_op",
        "time_range",
        "start_time",
        "end_time",
        "granularity",
        "limit",
        "COUNT",
        "AVG",
        "HEATMAP",
        "=",
        "in",
        "exists",
        "root.x",
        "any.",
        "x",
        "$x",
        "$COUNT",
        "compare_time_offset_seconds",
        "filter_combination",
        "OR",
        "order",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_i64..9000).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.clone().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((words.clone(), inner), 0..6).prop_map(|members| members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<serde_json::Map<_, _>>()
                .into()),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_panics(value in any_json(), now in any::<i64>()) {
        let answer = Answer { series: true, total: true, other: true, limit: None };
        match Spec::read(&value) {
            Ok(spec) => {
                let plan = spec.lower(now, &answer);
                prop_assert!(plan.range.start_ns <= plan.range.end_ns && plan.granularity_ns > 0);
                let _ = spec.columns();
            }
            Err(error) => prop_assert!(!error.problems().is_empty()),
        }
        let once = canonical(&value);
        prop_assert_eq!(canonical(&once), once);
    }
}
