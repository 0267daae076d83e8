//! Log groups and metric filters.

use super::declared;
use super::parse;
use super::problems_of_project;
use super::warnings;

#[test]
fn groups_and_filters_have_defaults() {
    let text = r#"project.name = "p"
[logs.groups."/orders/api"]
retention = "2w"
class = "STANDARD"
tags.team = "a"
metric_filters.errors.pattern = "ERROR"
[logs.groups."/orders/api".metric_filters.slow]
pattern = "{ $.ms > 500 }"
metric_name = "slow-requests"
namespace = "Orders"
value = "$.ms"
unit = "Milliseconds"
dimensions.path = "$.path"
[logs.groups.kept]
retention = "never"
on_exists = "fail"
[logs.groups.number]
retention = 30
"#;
    insta::assert_snapshot!(declared(&parse(text).unwrap()), @r#"
    cruddur-obs.toml:2:14 logs.groups."/orders/api" [retention=14 days class=STANDARD tags.team=a] Adopt
    cruddur-obs.toml:14:14 logs.groups.kept [retention=never expires] Fail
    cruddur-obs.toml:17:14 logs.groups.number [retention=30 days] Adopt
    cruddur-obs.toml:6:16 logs.groups."/orders/api".metric_filters.errors [pattern=ERROR] new [metric_name=errors namespace=p value=1] Update
    cruddur-obs.toml:7:43 logs.groups."/orders/api".metric_filters.slow [pattern={ $.ms > 500 } metric_name=slow-requests namespace=Orders value=$.ms default_value=none unit=Milliseconds dimensions=path=$.path] Update
    "#);
}

#[test]
fn retention_is_one_of_the_list() {
    let text = "[logs.groups.a]\nretention = \"8d\"\n[logs.groups.b]\nretention = 0\n[logs.groups.c]\nretention = \"a while\"\n[logs.groups.d]\nretention = 1.5\n[logs.groups.\"a b\"]\nretention = 7\n[logs.groups.\"aws/x\"]\nretention = 7\n";
    insta::assert_snapshot!(problems_of_project(text), @r#"
    cruddur-obs.toml:3:13 `logs.groups.a.retention` is refused: retention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days | the nearest is 7d
    cruddur-obs.toml:5:13 `logs.groups.b.retention` is refused: retention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days | the nearest is 1d
    cruddur-obs.toml:7:13 `logs.groups.c.retention` is refused: write days as 7d, weeks as 2w, or never | -
    cruddur-obs.toml:9:13 `logs.groups.d.retention` must be days or a text such as 7d, not a number with a point | -
    cruddur-obs.toml:10:14 the name of a log group must match [\.\-_/#A-Za-z0-9]+ | a name has 1 to 512 letters, digits and . - _ / #, and does not begin with aws/
    cruddur-obs.toml:12:14 the name of a log group is refused: Log groups starting with AWS/ are reserved for AWS. | a name has 1 to 512 letters, digits and . - _ / #, and does not begin with aws/
    "#);
}

#[test]
fn filters_follow_the_rules_of_the_service() {
    let text = r#"[logs.groups.a]
retention = 7
[logs.groups.a.metric_filters.pattern]
pattern = '{ $.a = '
[logs.groups.a.metric_filters.none]
[logs.groups.a.metric_filters.value]
pattern = "[ip, size]"
value = "$sze"
unit = "milliseconds"
[logs.groups.a.metric_filters.dimensions]
pattern = "ERROR"
dimensions.a = "b"
[logs.groups.a.metric_filters.default]
pattern = "{ $.a = 1 }"
default_value = 0
dimensions.a = "$.a"
[logs.groups.a.metric_filters."a:b"]
pattern = ""
[logs.groups.a.metric_filters."a$b"]
pattern = ""
"#;
    insta::assert_snapshot!(problems_of_project(text), @r#"
    cruddur-obs.toml:5:12 `logs.groups.a.metric_filters.pattern.pattern`: filter pattern starts with '{' but does not end with '}' | end a JSON pattern with '}', or quote a term: "{"
    cruddur-obs.toml:6:31 `logs.groups.a.metric_filters.none.pattern` is missing | -
    cruddur-obs.toml:9:9 `logs.groups.a.metric_filters.value.value` must be a number or a field of the pattern | write "1" to count events, or a field: $ip, $size
    cruddur-obs.toml:10:8 `logs.groups.a.metric_filters.value.unit` must be one of Seconds, Microseconds, Milliseconds, Bytes, Kilobytes, Megabytes, Gigabytes, Terabytes, Bits, Kilobits, Megabits, Gigabits, Terabits, Percent, Count, Bytes/Second, Kilobytes/Second, Megabytes/Second, Gigabytes/Second, Terabytes/Second, Bits/Second, Kilobits/Second, Megabits/Second, Gigabits/Second, Terabits/Second, Count/Second, None | did you mean `Milliseconds`?
    cruddur-obs.toml:13:1 `logs.groups.a.metric_filters.dimensions.dimensions` is refused: The specified filter pattern does not support dimensions | -
    cruddur-obs.toml:17:1 `logs.groups.a.metric_filters.default.dimensions` is refused: Invalid metric transformation: dimensions and default value are mutually exclusive properties. | -
    cruddur-obs.toml:18:31 the name of a metric filter must match [^:*]* | -
    cruddur-obs.toml:18:31 `logs.groups.a.metric_filters."a:b".metric_name`, which is a:b by default, must match [^:*$]* | name a metric_name
    cruddur-obs.toml:20:31 `logs.groups.a.metric_filters."a$b".metric_name`, which is a$b by default, must match [^:*$]* | name a metric_name
    "#);
}

#[test]
fn filters_are_counted() {
    let regex: String =
        (0..6).map(|i| format!("metric_filters.r{i}.pattern = \"%x%\"\n")).collect();
    let many: String = (0..101).map(|i| format!("metric_filters.f{i}.pattern = \"x\"\n")).collect();
    let text =
        format!("[logs.groups.a]\nretention = 7\n{regex}[logs.groups.b]\nretention = 7\n{many}");
    insta::assert_snapshot!(problems_of_project(&text), @"
    cruddur-obs.toml:9:16 a log group may have at most 5 metric filters with a regular expression, not 6 | write terms instead of %…% where they do
    cruddur-obs.toml:12:1 a log group may have at most 100 metric filters, not 101 | -
    ");
}

#[test]
fn a_group_without_retention_is_remarked() {
    insta::assert_snapshot!(warnings("[logs.groups.a]\n[logs.groups.b]\nretention = 7\n"), @r#"cruddur-obs.toml:2:14 log group a names no retention: a new one never expires | add retention = "30d", or retention = "never" if that is meant"#);
}
