//! X-Ray groups and sampling rules.

use super::Folder;
use super::declared;
use super::parse;
use super::problems_of_project;
use super::told_warnings;
use super::warnings;

#[test]
fn an_expression_is_refused_at_its_column() {
    let text = r#"[xray.groups.A]
filter_expression = 'service("x") AND '
[xray.groups.B]
filter_expression = "service(\"é\") { falt }"
[xray.groups.C]
filter_expression = """service(\
  "x") {"""
"#;
    insta::assert_snapshot!(problems_of_project(text), @r#"
    cruddur-obs.toml:3:38 `xray.groups.A.filter_expression`: expected a condition after "AND" | add a condition such as fault, or remove AND
    cruddur-obs.toml:5:39 `xray.groups.B.filter_expression`: unknown word "falt" | did you mean fault?
    cruddur-obs.toml:7:21 `xray.groups.C.filter_expression`: expected a condition after "{" at column 15 of it | add a condition such as fault, or remove {
    "#);
}

#[test]
fn the_reserved_group_has_only_insights() {
    let text = "[xray.groups.Default]\nfilter_expression = 'ok'\ninsights = true\ntags.a = \"b\"\n";
    insta::assert_snapshot!(problems_of_project(text), @"
    cruddur-obs.toml:3:1 `xray.groups.Default.filter_expression` is not legal here: the group Default always holds every trace; only its insights can change | declare a group of another name
    cruddur-obs.toml:5:1 unknown key `xray.groups.Default.tags` | known here: insights, notifications
    ");
    let good =
        "project.name = \"p\"\n[xray.groups.Default]\ninsights = true\nnotifications = true\n";
    insta::assert_snapshot!(declared(&parse(good).unwrap()), @"cruddur-obs.toml:2:14 xray.groups.Default [insights=on notifications=on] Adopt reserved");
}

#[test]
fn notifications_need_insights() {
    let text = "[xray.groups.A]\nnotifications = true\n[xray.groups.B]\ninsights = false\nnotifications = true\n[xray.groups.C]\nnotifications = false\n";
    insta::assert_snapshot!(problems_of_project(text), @"
    cruddur-obs.toml:3:17 `xray.groups.A.notifications` needs insights | add insights = true
    cruddur-obs.toml:6:17 `xray.groups.B.notifications` needs insights | add insights = true
    ");
}

#[test]
fn tags_have_limits() {
    let many: String = (0..49).map(|i| format!("tags.k{i} = \"v\"\n")).collect();
    let text = format!(
        "[xray.groups.A]\n{many}[xray.groups.B]\ntags.\"aws:x\" = \"v\"\ntags.\"a*\" = \"v\"\ntags.a = 1\ntags.b = \"{}\"\ntags.\"cruddur-obs:project\" = \"x\"\n[xray.groups.C]\non_exists = \"adpt\"\n",
        "v".repeat(257)
    );
    insta::assert_snapshot!(problems_of_project(&text), @r#"
    cruddur-obs.toml:3:1 `xray.groups.A.tags` may have at most 48 members, not 49 | -
    cruddur-obs.toml:53:6 the name of `xray.groups.B.tags."aws:x"` is refused: aws: prefixed tag key names are not allowed for external use. | -
    cruddur-obs.toml:54:6 the name of `xray.groups.B.tags."a*"` must hold only letters, digits, spaces and _ . : / = + - @ | -
    cruddur-obs.toml:55:10 `xray.groups.B.tags.a` must be a text, not a number | put it in quotes: a = "…"
    cruddur-obs.toml:56:10 `xray.groups.B.tags.b` must have at most 256 characters, not 257 | -
    cruddur-obs.toml:57:6 the name of `xray.groups.B.tags."cruddur-obs:project"` is refused: tags that begin with cruddur-obs: are set by cruddur-obs itself | -
    cruddur-obs.toml:59:13 `xray.groups.C.on_exists` must be one of adopt, update, fail | did you mean `adopt`?
    "#);
}

#[test]
fn a_rule_is_made_of_its_keys() {
    let text = r#"project.name = "p"
[xray.sampling_rules.One]
priority = 1
fixed_rate = 1
reservoir_size = 0
host = "*.example"
attributes.tier = "gold"
rate_boost = { max_rate = 0.5, cooldown_minutes = 10 }
tags.team = "a"
on_exists = "update"
[xray.sampling_rules.Default]
fixed_rate = 0.1
"#;
    insta::assert_snapshot!(declared(&parse(text).unwrap()), @"
    cruddur-obs.toml:2:22 xray.sampling_rules.One [priority=1 fixed_rate=1 reservoir_size=0 host=*.example attributes=tier=gold rate_boost=cooldown_minutes=10, max_rate=0.5 tags.team=a] new [service_name=* service_type=* http_method=* url_path=* resource_arn=*] Update
    cruddur-obs.toml:11:22 xray.sampling_rules.Default [fixed_rate=0.1] Adopt reserved
    ");
}

#[test]
fn the_limits_of_a_rule_are_told() {
    let long = "x".repeat(65);
    let text = format!(
        r#"[xray.sampling_rules.One]
priority = 10_000
fixed_rate = nan
reservoir_size = -1
host = "{long}"
http_method = "{long}"
attributes = {{ a = "", b = "1", c = "1", d = "1", e = "1", f = "1" }}
rate_boost = {{ max_rate = 2 }}
[xray.sampling_rules.Two]
servce_name = "x"
[xray.sampling_rules.Default]
priority = 5
"#
    );
    insta::assert_snapshot!(problems_of_project(&text), @"
    cruddur-obs.toml:3:12 `xray.sampling_rules.One.priority` must be at most 9999, not 10000 | -
    cruddur-obs.toml:4:14 `xray.sampling_rules.One.fixed_rate` must be from 0 to 1, not NaN | -
    cruddur-obs.toml:5:18 `xray.sampling_rules.One.reservoir_size` must be at least 0, not -1 | -
    cruddur-obs.toml:6:8 `xray.sampling_rules.One.host` must have at most 64 characters, not 65 | -
    cruddur-obs.toml:7:15 `xray.sampling_rules.One.http_method` must have at most 10 characters, not 65 | -
    cruddur-obs.toml:8:1 `xray.sampling_rules.One.attributes` may have at most 5 members, not 6 | -
    cruddur-obs.toml:8:20 `xray.sampling_rules.One.attributes.a` must not be empty | -
    cruddur-obs.toml:9:1 `xray.sampling_rules.One.rate_boost.cooldown_minutes` is missing | -
    cruddur-obs.toml:9:27 `xray.sampling_rules.One.rate_boost.max_rate` must be from 0 to 1, not 2 | -
    cruddur-obs.toml:10:22 `xray.sampling_rules.Two.priority` is missing | or name a file that has it
    cruddur-obs.toml:10:22 `xray.sampling_rules.Two.fixed_rate` is missing | or name a file that has it
    cruddur-obs.toml:10:22 `xray.sampling_rules.Two.reservoir_size` is missing | or name a file that has it
    cruddur-obs.toml:11:1 unknown key `xray.sampling_rules.Two.servce_name` | did you mean `service_name`?
    cruddur-obs.toml:13:1 `xray.sampling_rules.Default.priority` is not legal here: the rule Default is tried last for every request; only fixed_rate and reservoir_size can change | declare a rule of another name
    ");
}

#[test]
fn a_rule_file_is_read_with_its_places() {
    let folder = Folder::new(&[(
        "rule.json",
        r#"{
  "SamplingRule": {
    "RuleName": "Other", "Version": 2,
    "Priority": "9000",
    "FixedRate": 1.5,
    "ServiceNme": "x",
    "Host": "é", "Host": "b",
    "Attributes": {"k": 1},
    "SamplingRateBoost": {"MaxRate": 0.5}
  },
  "Tags": []
}"#,
    )]);
    let text = "project.name = \"p\"\n[xray.sampling_rules.One]\nfile = \"rule.json\"\nreservoir_size = true\n";
    insta::assert_snapshot!(folder.problems(text), @r#"
    cruddur-obs.toml:4:18 `xray.sampling_rules.One.reservoir_size` must be a whole number, not true or false | -
    rule.json:3:17 `SamplingRule.RuleName` must be One, the name in the project file, not Other | change one of the two, or leave RuleName out
    rule.json:3:37 `SamplingRule.Version` must be 1, not 2 | there is no other version
    rule.json:4:17 `SamplingRule.Priority` must be a whole number, not a text | -
    rule.json:5:18 `SamplingRule.FixedRate` must be from 0 to 1, not 1.5 | -
    rule.json:6:5 unknown member `SamplingRule.ServiceNme` | did you mean `ServiceName`?
    rule.json:7:18 `SamplingRule.Host` is given twice | the first stands at rule.json:7:5
    rule.json:8:25 `SamplingRule.Attributes.k` must be a text, not a number | -
    rule.json:9:26 `SamplingRule.SamplingRateBoost.CooldownWindowMinutes` is missing | -
    rule.json:11:3 `Tags` is not legal here: tags are read from the project file | write tags.KEY = "…" below [xray.sampling_rules.NAME]
    "#);
}

#[test]
fn inline_keys_win_over_the_file() {
    let folder = Folder::new(&[(
        "rule.json",
        r#"{"RuleName": "One", "Priority": 9, "FixedRate": 0.5, "ReservoirSize": 3, "ServiceName": "s", "Version": 1}"#,
    )]);
    let text =
        "project.name = \"p\"\n[xray.sampling_rules.One]\nfile = \"rule.json\"\npriority = 4\n";
    insta::assert_snapshot!(declared(&folder.parse(text).unwrap()), @"cruddur-obs.toml:2:22 xray.sampling_rules.One [priority=4 fixed_rate=0.5 reservoir_size=3 service_name=s] new [service_type=* host=* http_method=* url_path=* resource_arn=*] Fail");
}

#[test]
fn rules_that_hide_each_other_are_remarked() {
    let rule = |name: &str, priority: i64, more: &str| {
        format!(
            "[xray.sampling_rules.{name}]\npriority = {priority}\nfixed_rate = 0.1\nreservoir_size = 1\n{more}"
        )
    };
    let text = [
        rule("B", 5, ""),
        rule("A", 5, "host = \"a\"\n"),
        rule("C", 9, ""),
        rule("D", 4, "attributes.a = \"b\"\n"),
    ];
    insta::assert_snapshot!(warnings(&text.concat()), @"
    cruddur-obs.toml:7:12 sampling rule A has the priority 5 of B at cruddur-obs.toml:3:12 | A is tried before B, by name; give each a priority of its own
    cruddur-obs.toml:11:22 sampling rule C is never tried: B comes before it and takes every request | give B the higher priority number
    ");
}

#[test]
fn services_that_nobody_declares_are_remarked() {
    let text = r#"[xray.groups.A]
filter_expression = 'service("backend-flsk") OR service("web")'
[xray.sampling_rules.One]
priority = 1
fixed_rate = 0.1
reservoir_size = 1
service_name = "front*"
[services.backend-flask.env.OTEL_SERVICE_NAME]
value = "web"
targets = ["shell"]
[services.web.env.OTEL_SERVICE_NAME]
value = "web"
targets = ["dotenv:web/.env"]
"#;
    insta::assert_snapshot!(warnings(text), @"
    cruddur-obs.toml:3:21 no service is called backend-flsk | did you mean backend-flask?
    cruddur-obs.toml:8:16 sampling rule One: no service matches front* | services here: backend-flask, web
    ");
    let without = text.split("[services").next().unwrap();
    assert_eq!(warnings(without), "");
}

#[test]
fn odd_expressions_and_quotas_are_remarked() {
    let text = "[xray.groups.A]\nfilter_expression = 'ok OR error AND fault'\n";
    insta::assert_snapshot!(warnings(text), @"cruddur-obs.toml:3:28 `xray.groups.A.filter_expression`: AND and OR are mixed without parentheses; AND is taken first | write ok OR (error AND fault), or place the parentheses otherwise");
    let many: String = (0..26).map(|i| format!("[xray.groups.g{i}]\n")).collect();
    insta::assert_snapshot!(warnings(&many), @"cruddur-obs.toml:27:14 an account may have 25 X-Ray groups in a region at first | ask AWS to raise the quota, or merge groups");
}

#[test]
fn a_remark_on_a_rule_file_stands_in_that_file() {
    let text = r#"{"Priority": 9, "FixedRate": 0.5, "ReservoirSize": 3}"#;
    let folder = Folder::new(&[("a.json", text), ("b.json", text)]);
    let manifest = folder
        .parse("project.name = \"p\"\n[xray.sampling_rules.A]\nfile = \"a.json\"\nhost = \"x\"\n[xray.sampling_rules.B]\nfile = \"b.json\"\n")
        .unwrap();
    insta::assert_snapshot!(told_warnings(&manifest), @"b.json:1:14 sampling rule B has the priority 9 of A at a.json:1:14 | A is tried before B, by name; give each a priority of its own");
}
