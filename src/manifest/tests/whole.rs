//! The example of the design, every mistake at once, and what every kind of file gives.

use super::Folder;
use super::declared;
use super::problems;
use super::problems_of_project;
use super::told_warnings;

const EXAMPLE: &str = include_str!("../../../tests/clients/data/example.toml");

fn example() -> Folder {
    Folder::new(&[
        ("aws/json/xray.json", include_str!("../../../templates/cruddur/aws/json/xray.json")),
        ("queries/latency-by-user.json", r#"{"calculations":[{"op":"COUNT"}],"limit":10}"#),
    ])
}

#[test]
fn the_example_declares_what_it_says() {
    let manifest = example().parse(EXAMPLE).unwrap();
    insta::assert_snapshot!(declared(&manifest), @r#"
    cruddur-obs.toml:8:14 xray.groups.Cruddur [filter_expression=service("backend-flask")] Fail
    cruddur-obs.toml:10:22 xray.sampling_rules.Cruddur [priority=9000 fixed_rate=0.1 reservoir_size=5 service_name=backend-flask service_type=* host=* http_method=* url_path=* resource_arn=*] Fail
    cruddur-obs.toml:12:14 logs.groups.cruddur [retention=7 days] Adopt
    cruddur-obs.toml:14:16 logs.groups.cruddur.metric_filters.errors [pattern=ERROR] new [metric_name=errors namespace=cruddur value=1] Update
    cruddur-obs.toml:15:20 honeycomb.queries.latency-by-user [calculations=none filters=none filter_combination=none breakdowns=none orders=none havings=none limit=10 time_range=none start_time=none end_time=none granularity=none calculated_fields=none compare_time_offset_seconds=none formulas=none usage_mode=none surplus=none] Update
    cruddur-obs.toml:15:20 honeycomb.board [queries=latency-by-user=backend-flask surplus=none] Adopt
    cruddur-obs.toml:23:12 env.HONEYCOMB_API_KEY.targets.gitpod [value=set] Update
    cruddur-obs.toml:23:22 env.HONEYCOMB_API_KEY.targets.github [value=set] Update
    cruddur-obs.toml:23:32 env.HONEYCOMB_API_KEY.targets."dotenv:.env" [value=set] Update
    cruddur-obs.toml:26:12 services.backend-flask.env.OTEL_SERVICE_NAME.targets."dotenv:backend-flask/.env" [value=set] Update
    "#);
    insta::assert_snapshot!(told_warnings(&manifest), @"");
    assert_eq!(manifest.project.as_ref().unwrap().value, "cruddur");
    assert_eq!(manifest.honeycomb.queries[0].spec["limit"], 10);
    assert_eq!(manifest.rollbar.environment.as_ref().unwrap().value, "production");
    assert_eq!(manifest.services[0].value, "backend-flask");
    assert_eq!(manifest.env.len(), 2);
    let names: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["aws/json/xray.json", "queries/latency-by-user.json"]);
}

#[test]
fn the_fingerprint_is_of_all_files() {
    let first = example().parse(EXAMPLE).unwrap().fingerprint();
    assert_eq!(first.len(), 64);
    assert_eq!(first, example().parse(EXAMPLE).unwrap().fingerprint());
    assert_ne!(first, example().parse(&format!("{EXAMPLE}\n")).unwrap().fingerprint());
    let other = example();
    std::fs::write(other.0.path().join("queries/latency-by-user.json"), "{\"limit\":11}").unwrap();
    assert_ne!(first, other.parse(EXAMPLE).unwrap().fingerprint());
}

#[test]
fn ten_mistakes_are_ten_problems() {
    let text = r#"[project]
name = "cruddur"
nam = "cruddur"
[xray.groups."a b"]
[xray.groups.Cruddur]
filter_expression = 'servce("x")'
insights = "yes"
[xray.sampling_rules.One]
priority = 0
fixed_rate = 2
[logs.groups.cruddur]
retention = "8d"
class = "STANDART"
metric_filters.errors.pattern = "{ $.a = "
"#;
    let told = problems(text);
    assert_eq!(told.lines().count(), 10, "{told}");
    insta::assert_snapshot!(told, @r#"
    cruddur-obs.toml:3:1 unknown key `project.nam` | did you mean `name`?
    cruddur-obs.toml:4:14 the name of an X-Ray group must match [A-Za-z0-9_-]+ | a name has 1 to 32 letters, digits, dashes and underscores
    cruddur-obs.toml:6:22 `xray.groups.Cruddur.filter_expression`: unknown word "servce" | did you mean service?
    cruddur-obs.toml:7:12 `xray.groups.Cruddur.insights` must be true or false, not a text | write it without quotes
    cruddur-obs.toml:8:22 `xray.sampling_rules.One.reservoir_size` is missing | or name a file that has it
    cruddur-obs.toml:9:12 `xray.sampling_rules.One.priority` must be at least 1, not 0 | -
    cruddur-obs.toml:10:14 `xray.sampling_rules.One.fixed_rate` must be from 0 to 1, not 2 | -
    cruddur-obs.toml:12:13 `logs.groups.cruddur.retention` is refused: retention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days | the nearest is 7d
    cruddur-obs.toml:13:9 `logs.groups.cruddur.class` must be one of STANDARD, INFREQUENT_ACCESS, DELIVERY, ESSENTIALS | did you mean `STANDARD`?
    cruddur-obs.toml:14:34 `logs.groups.cruddur.metric_filters.errors.pattern`: filter pattern starts with '{' but does not end with '}' | end a JSON pattern with '}', or quote a term: "{"
    "#);
}

#[test]
fn tabs_windows_line_ends_and_a_mark_keep_columns_right() {
    let text = "\u{feff}[project]\r\n\tname\t= \"cruddur\"\r\n[rollbar]\r\n\tenvironment = 1\r\n";
    insta::assert_snapshot!(problems(text), @r#"cruddur-obs.toml:4:16 `rollbar.environment` must be a text, not a number | put it in quotes: environment = "…""#);
}

#[test]
fn a_key_given_twice_is_told_with_the_first() {
    let text = "[xray.groups.A]\ninsights = true\n[xray.groups.B]\n[xray.groups.A]\n[rollbar]\nenvironment = \"a\"\nenvironment = \"b\"\n";
    insta::assert_snapshot!(problems(text), @"
    cruddur-obs.toml:4:14 `xray.groups.A` is given twice | the first stands at cruddur-obs.toml:1:14
    cruddur-obs.toml:7:1 `rollbar.environment` is given twice | the first stands at cruddur-obs.toml:6:1
    ");
}

#[test]
fn tables_and_values_are_not_mixed_up() {
    let text = "xray = 1\nlogs.groups = []\nservices.a = \"x\"\n[[profiles]]\n[env.A]\ntargets = \"shell\"\nvalue = 1\n";
    insta::assert_snapshot!(problems(text), @r#"
    cruddur-obs.toml:1:8 `xray` must be a table, not a number | -
    cruddur-obs.toml:2:15 `logs.groups` must be a table, not a list | -
    cruddur-obs.toml:3:14 `services.a` must be a table, not a text | -
    cruddur-obs.toml:4:1 `profiles` must be a table, not a list | -
    cruddur-obs.toml:6:11 `env.A.targets` must be a list, not a text | put it in brackets: targets = ["…"]
    cruddur-obs.toml:7:9 `env.A.value` must be a text, not a number | put it in quotes: value = "…"
    "#);
}

#[test]
fn keys_that_could_send_keys_elsewhere_are_refused() {
    let text = "[honeycomb]\napi_host = \"http://evil\"\n[rollbar]\naccess_token = \"abc\"\n[profiles.aws]\nendpoint = \"x\"\n[xray]\nhots = 1\n[xray.sampling_rules.Default]\nhosts = \"*\"\n";
    insta::assert_snapshot!(problems_of_project(text), @"
    cruddur-obs.toml:3:1 `honeycomb.api_host` is not legal here: endpoints and hosts are not read from the project file, so that a pull request cannot send keys elsewhere | use --endpoint-url, CRUDDUR_OBS_ENDPOINT_URL, or endpoint in [profiles.NAME] of the user file (hidden)
    cruddur-obs.toml:5:1 `rollbar.access_token` is not legal here: the project file is committed, and no secret belongs in it | set the vendor's own variable instead (cruddur-obs help environment), and revoke a value that was committed (hidden)
    cruddur-obs.toml:7:1 `profiles.aws.endpoint` is not legal here: endpoints and hosts are not read from the project file, so that a pull request cannot send keys elsewhere | use --endpoint-url, CRUDDUR_OBS_ENDPOINT_URL, or endpoint in [profiles.NAME] of the user file (hidden)
    cruddur-obs.toml:9:1 unknown key `xray.hots` | known here: groups, sampling_rules
    cruddur-obs.toml:11:1 unknown key `xray.sampling_rules.Default.hosts` | known here: fixed_rate, reservoir_size
    ");
}

#[test]
fn what_is_marked_needs_the_name_of_the_project() {
    insta::assert_snapshot!(problems("[logs.groups.a]\nretention = 7\n"), @r#"cruddur-obs.toml:1:14 `project.name` is missing; a is marked with it | add [project] with name = "…""#);
    insta::assert_snapshot!(problems("[project]\n[xray.groups.A]\n"), @r#"cruddur-obs.toml:1:2 `project.name` is missing; A is marked with it | add [project] with name = "…""#);
    insta::assert_snapshot!(problems("[project]\nname = \"a*b\"\n[xray.groups.A]\n"), @"cruddur-obs.toml:2:8 `project.name` must be legal in a tag: letters, digits, spaces and _ . : / = + - @ | -");
    assert_eq!(problems("[rollbar]\nenvironment = \"x\"\n"), "");
}

#[test]
fn honeycomb_queries_have_one_specification() {
    let text = r#"[honeycomb.queries.none]
dataset = "d"
[honeycomb.queries.both]
dataset = "d"
file = "q.json"
limit = 5
[honeycomb.queries.inline]
calculations = [{ op = "COUNT" }, 3]
filter_combination = "XOR"
limit = 5000
breakdowns = "name"
calculatons = []
"#;
    let folder = Folder::new(&[("q.json", "{}")]);
    insta::assert_snapshot!(folder.problems(text), @"
    cruddur-obs.toml:1:20 the query none has no specification | name a file that has it, or write calculations, filters, … here
    cruddur-obs.toml:6:1 `honeycomb.queries.both.limit` stands beside `file` | keep the specification either in the file or here
    cruddur-obs.toml:7:20 the query inline names no dataset | add dataset to it or to [honeycomb]; __all__ is the whole environment
    cruddur-obs.toml:8:16 `honeycomb.queries.inline.calculations` must be a list of objects; number 2 is a number | -
    cruddur-obs.toml:9:22 `honeycomb.queries.inline.filter_combination` must be one of AND, OR | -
    cruddur-obs.toml:10:9 `honeycomb.queries.inline.limit` must be at most 1000, not 5000 | -
    cruddur-obs.toml:11:14 `honeycomb.queries.inline.breakdowns` must be a list of texts, not a text | -
    cruddur-obs.toml:12:1 unknown key `honeycomb.queries.inline.calculatons` | did you mean `calculations`?
    ");
}

#[test]
fn the_query_language_checks_specifications() {
    let text = r#"honeycomb.dataset = "d"
[honeycomb.queries.times]
time_range = 60
start_time = 1
end_time = 2
[honeycomb.queries.inline]
calculations = [{ op = "COUNT" }, { op = "p95", column = "duration_ms" }]
breakdowns = [
  "route",
  "any.name",
]
orders = [{ op = "AVG", column = "duration_ms" }]
granularity = 1
[[honeycomb.queries.tables.filters]]
column = "error"
[[honeycomb.queries.tables.calculated_fields]]
name = "status"
expression = "COALESCE($a, $b"
[honeycomb.queries.file]
file = "q.json"
"#;
    let file = r#"{
  "calculations": [{ "op": "COUNT", "filters": [
    { "column": "x", "op": "exists", "value": 1 }
  ] }],
  "filters": [{ "column": "y", "op": "==", "value": "a]" }],
  "havings": [{ "calculate_op": "COUNT", "op": ">", "value": 5, "colour": 1 }]
}"#;
    let folder = Folder::new(&[("q.json", file)]);
    insta::assert_snapshot!(folder.problems(text), @r#"
    cruddur-obs.toml:3:14 `honeycomb.queries.times.time_range` must not be given beside start_time and end_time | leave one of the three out
    cruddur-obs.toml:7:42 `honeycomb.queries.inline.calculations[1].op` "p95" is no calculation | did you mean P95?
    cruddur-obs.toml:10:3 `honeycomb.queries.inline.breakdowns[1]` is about any number of spans, which cannot group an event | group by root. or parent., or by the event's own
    cruddur-obs.toml:12:11 `honeycomb.queries.inline.orders[0]` names no calculation | did you mean p95(duration_ms)?
    cruddur-obs.toml:13:15 `honeycomb.queries.inline.granularity` must be 8 to 7200 for a range of 7200 seconds, not 1 | leave it out, or write 0, to have it chosen
    cruddur-obs.toml:14:1 `honeycomb.queries.tables.filters[0].op` is missing | write =, !=, >, exists, in, contains …
    cruddur-obs.toml:18:14 `honeycomb.queries.tables.calculated_fields[0].expression` column 1: the call is never closed | add the missing )
    q.json:2:20 `calculations[0].name` is missing, and filters need it | the name is what results show
    q.json:3:47 `calculations[0].filters[0].value` must not be given with exists | leave it out, or use = to compare
    q.json:5:38 `filters[0].op` "==" is no filter operator | did you mean =?
    q.json:6:75 `havings[0].colour` is unknown | did you mean column?
    "#);
}

#[test]
fn an_inline_specification_becomes_json() {
    let text = "honeycomb.dataset = \"d\"\n[honeycomb.queries.q]\nbreakdowns = [\"a\"]\n[[honeycomb.queries.q.calculations]]\nop = \"P90\"\ncolumn = \"duration_ms\"\n";
    let manifest = super::parse(text).unwrap();
    let spec = serde_json::Value::Object(manifest.honeycomb.queries[0].spec.clone());
    assert_eq!(
        spec,
        serde_json::json!({
            "calculations": [{ "op": "P90", "column": "duration_ms" }],
            "breakdowns": ["a"],
        })
    );
}

/// A file with something of everything.
pub(super) const EVERYTHING: &str = r#"[project]
name = "cruddur"
default_profile = "local"
[profiles.aws]
aws_profile = "cruddur"
account = "123456789012"
region = "eu-west-3"
[xray.groups.Cruddur]
filter_expression = "service(\"backend-flask\") { fault }"
insights = true
notifications = true
tags.team = "é"
[xray.sampling_rules.Cruddur]
priority = 9000
fixed_rate = 0.1
reservoir_size = 5
attributes.a = "b"
rate_boost = { max_rate = 0.5, cooldown_minutes = 3 }
[logs.groups."/a/b"]
retention = "7d"
[logs.groups."/a/b".metric_filters.slow]
pattern = '''
{ $.ms > 5 }'''
value = "$.ms"
[honeycomb]
dataset = "d"
[honeycomb.queries.q]
calculations = [{ op = "COUNT" }]
limit = 10
[rollbar]
environment = "production"
[apply]
marker = true
deploy = true
[env.KEY]
secret = true
from = "env:KEY"
targets = ["gitpod", "dotenv:.env"]
[services.s.env.OTEL_SERVICE_NAME]
value = "s"
targets = ["dotenv:s/.env"]
"#;

#[test]
fn everything_at_once_is_legal() {
    assert_eq!(problems(EVERYTHING), "");
}

#[test]
fn a_deploy_needs_its_environment() {
    let text = "[apply]\nmarker = false\ndeploy = true\n";
    insta::assert_snapshot!(problems(text), @"cruddur-obs.toml:3:1 `apply.deploy` needs the environment | add [rollbar] with environment = \"…\"");
    assert_eq!(problems(&text.replace("true", "false")), "");
    let wrong = format!("[rollbar]\nenvironment = 1\n{text}");
    assert_eq!(problems(&wrong).lines().count(), 1, "what is wrong is not missing");
}

#[test]
fn what_the_schema_refuses_is_refused_here_too() {
    let files = include_str!("../../../tests/clients/data/wrong.txt");
    for file in files.split("=== ").skip(1) {
        let (name, text) = file.split_once('\n').unwrap();
        let told = problems(text);
        assert_eq!(told.lines().count(), 1, "{name}: {told}");
    }
}
