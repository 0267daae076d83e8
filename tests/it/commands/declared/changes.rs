//! What plan, apply and status do and say.

use super::RULE;
use super::code;
use super::json;
use super::run;
use super::world;
use crate::support::World;

#[test]
fn a_fresh_machine_plans_applies_and_has_nothing_more_to_do() {
    let world = world();
    insta::assert_snapshot!(run(&world, &["plan"]), @r#"
    + create X-Ray group Cruddur  cruddur-obs.toml:3:14
        filter_expression  service("backend-flask")
        insights           on
    + create sampling rule Cruddur  cruddur-obs.toml:6:22
        priority        9000
        fixed_rate      0.1
        reservoir_size  5
        service_name    backend-flask
    ~ update sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  1 -> 2
    + create log group cruddur  cruddur-obs.toml:10:14
        retention  7 days
        tags.team  obs
    + create metric filter errors of cruddur  cruddur-obs.toml:13:16
        pattern      ERROR
        metric_name  errors
        namespace    cruddur
        value        1

    cost
      X-Ray group Cruddur    no traces of its own; insights are charged by the traces they look at
      sampling rule Cruddur  up to 12,960,000 traces a month (5 a second), and 10 % of further requests
      sampling rule Default  up to 5,184,000 traces a month (2 a second), and 5 % of further requests
      log group cruddur      stores the events of 7 days

    4 to create, 1 to update
    ---
    target: local (embedded backend)
    --- 0
    "#);
    insta::assert_snapshot!(run(&world, &["apply"]), @r#"
    + create X-Ray group Cruddur  cruddur-obs.toml:3:14
        filter_expression  service("backend-flask")
        insights           on
    + create sampling rule Cruddur  cruddur-obs.toml:6:22
        priority        9000
        fixed_rate      0.1
        reservoir_size  5
        service_name    backend-flask
    ~ update sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  1 -> 2
    + create log group cruddur  cruddur-obs.toml:10:14
        retention  7 days
        tags.team  obs
    + create metric filter errors of cruddur  cruddur-obs.toml:13:16
        pattern      ERROR
        metric_name  errors
        namespace    cruddur
        value        1

    cost
      X-Ray group Cruddur    no traces of its own; insights are charged by the traces they look at
      sampling rule Cruddur  up to 12,960,000 traces a month (5 a second), and 10 % of further requests
      sampling rule Default  up to 5,184,000 traces a month (2 a second), and 5 % of further requests
      log group cruddur      stores the events of 7 days

    4 to create, 1 to update
    ---
    target: local (embedded backend)
    created X-Ray group Cruddur
    created log group cruddur
    created metric filter errors of cruddur
    created sampling rule Cruddur
    updated sampling rule Default
    4 created, 1 updated; everything reads back as declared
    --- 0
    "#);
    insta::assert_snapshot!(run(&world, &["plan", "--detailed-exitcode"]), @"
    nothing to do: 5 unchanged
    ---
    target: local (embedded backend)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["apply", "-q"]), @"
    nothing to do: 5 unchanged
    ---
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["status"]), @"
    STATE  WHAT                             NOTE
    ok     X-Ray group Cruddur
    ok     sampling rule Cruddur
    ok     sampling rule Default
    ok     log group cruddur
    ok     metric filter errors of cruddur
    ---
    target: local (embedded backend)
    --- 0
    ");
    // The state is in the objects: another checkout of the project plans the same.
    insta::assert_snapshot!(run(&world, &["xray", "sampling-rules", "-o", "table"]), @"
    ┌──────────┬─────────┬──────┬───────────┬───────────────────────┐
    │ PRIORITY ┆ RULE    ┆ RATE ┆ RESERVOIR ┆ MATCHES               │
    ╞══════════╪═════════╪══════╪═══════════╪═══════════════════════╡
    │     9000 ┆ Cruddur ┆  10% ┆       5/s ┆ service=backend-flask │
    │    10000 ┆ Default ┆   5% ┆       2/s ┆ every request         │
    └──────────┴─────────┴──────┴───────────┴───────────────────────┘
    ---
    target: local (embedded backend)
    --- 0
    ");
}

#[test]
fn drift_is_shown_with_a_code_of_its_own() {
    let world = world();
    assert_eq!(code(&world, &["apply"]), Some(0));
    assert_eq!(code(&world, &["status", "--detailed-exitcode"]), Some(0));
    world.run(&["logs", "retention", "cruddur", "never"]);
    world.run(&["xray", "delete-group", "Cruddur"]);
    insta::assert_snapshot!(run(&world, &["status", "--detailed-exitcode"]), @"
    STATE    WHAT                             NOTE
    missing  X-Ray group Cruddur
    ok       sampling rule Cruddur
    ok       sampling rule Default
    differs  log group cruddur                retention: never expires, declared 7 days
    ok       metric filter errors of cruddur
    ---
    target: local (embedded backend)
    --- 10
    ");
    insta::assert_snapshot!(run(&world, &["plan", "--detailed-exitcode", "-o", "plain"]), @r#"
    create	xray.groups.Cruddur	filter_expression	none	service("backend-flask")	
    create	xray.groups.Cruddur	insights	none	on	
    unchanged	xray.sampling_rules.Cruddur				
    unchanged	xray.sampling_rules.Default				
    update	logs.groups.cruddur	retention	never expires	7 days	
    unchanged	logs.groups.cruddur.metric_filters.errors				
    ---
    target: local (embedded backend)
    --- 10
    "#);
    assert_eq!(code(&world, &["plan"]), Some(0));
    assert_eq!(code(&world, &["apply"]), Some(0));
    assert_eq!(code(&world, &["status", "--detailed-exitcode"]), Some(0));
}

#[test]
fn what_the_file_does_not_name_stays_as_it_is() {
    let world = World::new().project(
        "[project]\nname = \"p\"\n[xray.sampling_rules.R]\npriority = 5\nfixed_rate = 0.5\n\
         reservoir_size = 1\non_exists = \"adopt\"\n[logs.groups.g]\n\
         metric_filters.errors.pattern = \"FATAL\"\n",
    );
    let rule = ["xray", "create-sampling-rule", "R", "--priority", "5", "--fixed-rate", "0.1"];
    let globs = ["--reservoir-size", "1", "--host", "api.*", "--url-path", "/pay/*"];
    assert_eq!(code(&world, &[&rule[..], &globs].concat()), Some(0));
    insta::assert_snapshot!(run(&world, &["apply", "-o", "plain"]), @r#"
    adopted	sampling rule R	
    created	log group g	
    created	metric filter errors of g	
    ---
    warning: cruddur-obs.toml:8:14: log group g names no retention: a new one never expires
    hint: add retention = "30d", or retention = "never" if that is meant
    target: local (embedded backend)
    adopted sampling rule R
    created log group g
    created metric filter errors of g
    2 created, 1 adopted; everything reads back as declared
    --- 0
    "#);
    let shown = json(&world, &["xray", "sampling-rules"]);
    let kept = &shown["SamplingRuleRecords"][0]["SamplingRule"];
    assert_eq!((&kept["Host"], &kept["URLPath"]), (&"api.*".into(), &"/pay/*".into()));
}

#[test]
fn programs_read_plans_and_reports() {
    let world = world();
    let plan = json(&world, &["plan"]);
    insta::assert_snapshot!(plan["changes"][0], @r#"{"address":"xray.groups.Cruddur","action":"create","fields":[{"field":"filter_expression","before":null,"after":"service(\"backend-flask\")"},{"field":"insights","before":null,"after":true}],"cost":"no traces of its own; insights are charged by the traces they look at","place":"cruddur-obs.toml:3:14"}"#);
    assert_eq!(plan["format_version"], 1);
    assert_eq!(plan["has_changes"], true);
    assert_eq!(plan["summary"]["create"], 4);
    let report = json(&world, &["apply"]);
    insta::assert_snapshot!(report["steps"][0], @r#"{"address":"xray.groups.Cruddur","action":"create","result":"done","note":null,"error":null}"#);
    insta::assert_snapshot!(report["summary"], @r#"{"create":4,"adopt":0,"update":1,"restore":0,"release":0,"delete":0,"unchanged":0,"orphan":0,"left":0}"#);
    assert_eq!((&report["changed"], &report["converged"]), (&true.into(), &true.into()));
    let again = json(&world, &["apply"]);
    assert_eq!(again["changed"], false);
    assert_eq!(again["steps"], serde_json::json!([]));
    insta::assert_snapshot!(run(&world, &["plan", "-q", "--query", "summary.unchanged"]), @"
    5
    ---
    --- 0
    ");
}

#[test]
fn a_plan_is_markdown_for_pull_requests() {
    let world = world();
    insta::assert_snapshot!(run(&world, &["plan", "-q", "--markdown", "-"]), @r#"
    ### cruddur-obs plan: 4 to create, 1 to update

    cruddur on profile local, account 000000000000, region us-east-1

    | | what | change | declared at |
    | --- | --- | --- | --- |
    | + create | X-Ray group Cruddur | filter\_expression: `service("backend-flask")`<br>insights: `on` | `cruddur-obs.toml:3` |
    | + create | sampling rule Cruddur | priority: `9000`<br>fixed\_rate: `0.1`<br>reservoir\_size: `5`<br>service\_name: `backend-flask`<br>service\_type: `*`<br>host: `*`<br>http\_method: `*`<br>url\_path: `*`<br>resource\_arn: `*` | `cruddur-obs.toml:6` |
    | \~ update | sampling rule Default | reservoir\_size: `1` → `2` | `cruddur-obs.toml:8` |
    | + create | log group cruddur | retention: `7 days`<br>tags.team: `obs` | `cruddur-obs.toml:10` |
    | + create | metric filter errors of cruddur | pattern: `ERROR`<br>metric\_name: `errors`<br>namespace: `cruddur`<br>value: `1` | `cruddur-obs.toml:13` |

    <details><summary>cost</summary>

    | what | cost |
    | --- | --- |
    | X-Ray group Cruddur | no traces of its own; insights are charged by the traces they look at |
    | sampling rule Cruddur | up to 12,960,000 traces a month (5 a second), and 10 % of further requests |
    | sampling rule Default | up to 5,184,000 traces a month (2 a second), and 5 % of further requests |
    | log group cruddur | stores the events of 7 days |

    </details>

    ---
    --- 0
    "#);
    world.run(&["plan", "--markdown", "summary.md"]);
    world.run(&["plan", "--markdown", "summary.md"]);
    let text = std::fs::read_to_string(world.path("project/summary.md")).unwrap();
    assert_eq!(text.matches("### cruddur-obs plan").count(), 2, "a summary is added to");
}

#[test]
fn a_wrong_file_tells_all_mistakes_before_anybody_is_called() {
    let world = World::new().project(
        "[project]\nname = \"x\"\n[rolbar]\n[profiles.aws]\nregion = \"Paris\"\n[logs.groups.a]\nretention = \"8d\"\n",
    );
    insta::assert_snapshot!(run(&world, &["apply"]), @r#"
    ---
    error: cruddur-obs.toml has 3 problems
     --> cruddur-obs.toml:3:2
      |
    3 | [rolbar]
      |  ^^^^^^ unknown key `rolbar`; did you mean `rollbar`?
     --> cruddur-obs.toml:5:10
      |
    5 | region = "Paris"
      |          ^^^^^^^ `profiles.aws.region` must be a region such as eu-west-3
     --> cruddur-obs.toml:7:13
      |
    7 | retention = "8d"
      |             ^^^^ `logs.groups.a.retention` is refused: retention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days; the nearest is 7d
    --- 2
    "#);
    insta::assert_snapshot!(World::new().run(&["plan"]), @r#"
    ---
    error: there is no cruddur-obs.toml here or above
    hint: write one, or name one with --file; for instance:
        [project]
        name = "cruddur"
        [logs.groups.cruddur]
        retention = "7d"
    --- 2
    "#);
    insta::assert_snapshot!(World::new().run(&["plan", "--file", "none.toml"]), @"
    ---
    error: cannot read none.toml: there is no such file
    --- 2
    ");
    let unnamed = World::new().project("[honeycomb]\ndataset = \"x\"\n");
    insta::assert_snapshot!(unnamed.run(&["plan"]), @"
    nothing to do
    ---
    --- 0
    ");
}

#[test]
fn the_page_about_the_file_shows_one_that_works() {
    let page = include_str!("../../../../docs/project-file.md");
    let block = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let world = World::new().project(block).write("project/aws/json/xray.json", RULE);
    let shown = world.run(&["plan", "--against", "local", "-o", "plain"]);
    assert!(shown.ends_with("--- 0"), "{shown}");
    assert!(shown.contains("rehearsed: 8 changes applied"), "{shown}");
}
