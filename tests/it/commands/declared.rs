//! `plan`, `apply`, `destroy`, `status` on the embedded backend.

use std::collections::BTreeSet;

use crate::support::World;
use crate::support::masked;

const RULE: &str = r#"{"SamplingRule":{"RuleName":"Cruddur","ResourceARN":"*","Priority":9000,
    "FixedRate":0.1,"ReservoirSize":5,"ServiceName":"backend-flask","ServiceType":"*","Host":"*",
    "HTTPMethod":"*","URLPath":"*","Version":1}}"#;

const FILE: &str = r#"[project]
name = "cruddur"
[xray.groups.Cruddur]
filter_expression = 'service("backend-flask")'
insights = true
[xray.sampling_rules.Cruddur]
file = "aws/json/xray.json"
[xray.sampling_rules.Default]
reservoir_size = 2
[logs.groups.cruddur]
retention = "7d"
tags.team = "obs"
metric_filters.errors.pattern = "ERROR"
"#;

fn world() -> World {
    World::new().project(FILE).write("project/aws/json/xray.json", RULE)
}

fn rewrite(world: World, from: &str, to: &str) -> World {
    let text = std::fs::read_to_string(world.path("project/cruddur-obs.toml")).unwrap();
    assert!(text.contains(from), "{from}");
    let changed = text.replace(from, to);
    world.project(&changed)
}

/// Runs a command, and sorts what it says of steps: those that do not hang on each other are done
/// at once, in any order.
fn run(world: &World, arguments: &[&str]) -> String {
    let shown = masked(&world.run(arguments));
    let is_step = |line: &&str| {
        ["created ", "adopted ", "updated ", "restored ", "released ", "deleted "]
            .iter()
            .any(|word| line.starts_with(word))
    };
    let Some((data, messages)) = shown.split_once("---\n") else { return shown };
    let mut steps: Vec<&str> = messages.lines().filter(is_step).collect();
    steps.sort_unstable();
    let mut sorted = steps.into_iter();
    let lines = messages
        .lines()
        .map(|line| if is_step(&line) { sorted.next().unwrap_or_default() } else { line });
    format!("{data}---\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// Runs a command that must succeed, and returns its JSON.
fn json(world: &World, arguments: &[&str]) -> serde_json::Value {
    let output = world.output(&[arguments, &["--output", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn code(world: &World, arguments: &[&str]) -> Option<i32> {
    world.output(arguments).status.code()
}

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
fn what_exists_is_adopted_changed_or_respected_as_the_file_says() {
    let world = world();
    world.run(&["logs", "create-group", "cruddur", "--retention", "30d"]);
    world.run(&["xray", "create-group", "Cruddur", "--filter-expression", "fault"]);
    insta::assert_snapshot!(run(&world, &["apply", "--only", "logs"]), @"
    > adopt log group cruddur  cruddur-obs.toml:10:14
        retention  30 days -> 7 days
        tags.team  none -> obs
    + create metric filter errors of cruddur  cruddur-obs.toml:13:16
        pattern      ERROR
        metric_name  errors
        namespace    cruddur
        value        1

    cost
      log group cruddur  stores the events of 7 days

    1 to create, 1 to adopt
    ---
    target: local (embedded backend)
    adopted log group cruddur
    created metric filter errors of cruddur
    1 created, 1 adopted; everything reads back as declared
    --- 0
    ");
    // An X-Ray group may be what others depend on.
    insta::assert_snapshot!(run(&world, &["apply"]), @r#"
    ! conflict X-Ray group Cruddur  cruddur-obs.toml:3:14
        filter_expression  fault -> service("backend-flask")
        insights           off -> on
        it was there before, is not ours, and differs
        hint: on_exists = "adopt" takes it over, on_exists = "update" only changes it
    + create sampling rule Cruddur  cruddur-obs.toml:6:22
        priority        9000
        fixed_rate      0.1
        reservoir_size  5
        service_name    backend-flask
    ~ update sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  1 -> 2

    cost
      X-Ray group Cruddur    no traces of its own; insights are charged by the traces they look at
      sampling rule Cruddur  up to 12,960,000 traces a month (5 a second), and 10 % of further requests
      sampling rule Default  up to 5,184,000 traces a month (2 a second), and 5 % of further requests

    1 to create, 1 to update, 1 conflict, 2 unchanged
    ---
    target: local (embedded backend)
    error: 1 conflict: X-Ray group Cruddur: it was there before, is not ours, and differs
    hint: on_exists = "adopt" takes it over, on_exists = "update" only changes it
    --- 1
    "#);
    let world = rewrite(world, "insights = true", "insights = true\non_exists = \"update\"");
    assert_eq!(code(&world, &["apply"]), Some(0));
    insta::assert_snapshot!(run(&world, &["destroy", "--yes"]), @"
    = unchanged X-Ray group Cruddur  cruddur-obs.toml:3:14
        it is not marked as ours, and is left
    - delete sampling rule Cruddur  cruddur-obs.toml:7:22
    ^ restore sampling rule Default  cruddur-obs.toml:9:22
        reservoir_size  2 -> 1
    < release log group cruddur  cruddur-obs.toml:11:14
        it was there before: it is left, and no longer marked as ours
    - delete metric filter errors of cruddur  cruddur-obs.toml:14:16

    1 to restore, 1 to release, 2 to delete, 1 unchanged
    ---
    target: local (embedded backend)
    deleted metric filter errors of cruddur
    deleted sampling rule Cruddur
    released log group cruddur
    restored sampling rule Default
    1 restored, 1 released, 2 deleted; everything reads back as declared
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["logs", "groups", "-o", "plain"]), @"
    cruddur	7d	0	0	[TIME]
    ---
    target: local (embedded backend)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["xray", "groups", "-o", "plain"]), @r#"
    Cruddur	service("backend-flask")	on
    Default	(every trace)	off
    ---
    target: local (embedded backend)
    --- 0
    "#);
}

#[test]
fn another_projects_things_are_left_alone() {
    let world = world();
    assert_eq!(code(&world, &["apply"]), Some(0));
    let world = rewrite(world, "name = \"cruddur\"", "name = \"other\"");
    let world = rewrite(world, "7d", "14d");
    let data = data_directory(&world);
    let shown = world.run(&["plan", "--only", "logs", "--data-dir", &data, "-o", "plain"]);
    insta::assert_snapshot!(shown, @"
    conflict	logs.groups.cruddur	retention	7 days	14 days	it belongs to project cruddur, and differs
    unchanged	logs.groups.cruddur.metric_filters.errors				log group cruddur belongs to project cruddur, and it is as declared
    ---
    target: local (embedded backend)
    error: 1 conflict: log group cruddur: it belongs to project cruddur, and differs
    hint: choose another name, or remove it from the other project first
    --- 1
    ");
    let shown =
        world.run(&["destroy", "--yes", "--only", "logs", "--data-dir", &data, "-o", "plain"]);
    insta::assert_snapshot!(shown, @"
    ---
    target: local (embedded backend)
    --- 0
    ");
}

/// A project's name is part of where its data is; tests that change it keep the place.
fn data_directory(world: &World) -> String {
    let home = world.path("home/.local/share/cruddur-obs");
    let only = std::fs::read_dir(home).unwrap().next().unwrap().unwrap();
    only.path().display().to_string()
}

#[test]
fn what_is_declared_no_more_is_an_orphan_until_it_is_pruned() {
    let world = world();
    assert_eq!(code(&world, &["apply"]), Some(0));
    let world = rewrite(world, "[logs.groups.cruddur]", "[logs.groups.renamed]");
    insta::assert_snapshot!(run(&world, &["apply", "-o", "plain"]), @"
    created	log group renamed	
    created	metric filter errors of renamed	
    ---
    target: local (embedded backend)
    created log group renamed
    created metric filter errors of renamed
    2 created; everything reads back as declared
    --- 0
    ");
    world.run_with(&["logs", "put", "cruddur", "--stream", "s"], "hello\n");
    insta::assert_snapshot!(run(&world, &["apply", "--prune", "--yes", "-o", "plain"]), @"
    unchanged	xray.groups.Cruddur				
    unchanged	xray.sampling_rules.Cruddur				
    unchanged	xray.sampling_rules.Default				
    conflict	logs.groups.cruddur				it holds events
    unchanged	logs.groups.renamed				
    unchanged	logs.groups.renamed.metric_filters.errors				
    ---
    target: local (embedded backend)
    error: 1 conflict: log group cruddur: it holds events
    hint: --delete-logs deletes it with its events, --only works on the rest
    --- 1
    ");
    // Off a terminal nothing is taken away without being told to.
    insta::assert_snapshot!(run(&world, &["apply", "--prune", "--delete-logs", "-o", "plain"]), @"
    ---
    target: local (embedded backend)
    warning: log group cruddur: its events are deleted with it
    error: cannot ask `apply on profile local: 1 to delete, 5 unchanged?` here: there is no terminal
    hint: answer on the command line: --yes
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["apply", "--prune", "--delete-logs", "--yes", "-o", "plain"]), @"
    deleted	log group cruddur	
    ---
    target: local (embedded backend)
    warning: log group cruddur: its events are deleted with it
    deleted log group cruddur
    1 deleted; everything reads back as declared
    --- 0
    "
    );
    assert_eq!(code(&world, &["status", "--detailed-exitcode"]), Some(0));
}

#[test]
fn destroying_needs_an_answer_and_leaves_events() {
    let world = world();
    assert_eq!(code(&world, &["apply"]), Some(0));
    insta::assert_snapshot!(run(&world, &["destroy"]), @"
    - delete X-Ray group Cruddur  cruddur-obs.toml:3:14
    - delete sampling rule Cruddur  cruddur-obs.toml:6:22
    ^ restore sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  2 -> 1
    - delete log group cruddur  cruddur-obs.toml:10:14
    - delete metric filter errors of cruddur  cruddur-obs.toml:13:16
        it goes with log group cruddur

    1 to restore, 4 to delete
    ---
    target: local (embedded backend)
    error: cannot ask `destroy on profile local: 1 to restore, 4 to delete?` here: there is no terminal
    hint: answer on the command line: --yes
    --- 2
    ");
    world.run_with(&["logs", "put", "cruddur", "--stream", "s"], "hello\n");
    insta::assert_snapshot!(run(&world, &["destroy", "--yes", "-o", "plain"]), @"
    delete	xray.groups.Cruddur				
    delete	xray.sampling_rules.Cruddur				
    restore	xray.sampling_rules.Default	reservoir_size	2	1	
    conflict	logs.groups.cruddur				it holds events
    delete	logs.groups.cruddur.metric_filters.errors				
    ---
    target: local (embedded backend)
    error: 1 conflict: log group cruddur: it holds events
    hint: --delete-logs deletes it with its events, --only works on the rest
    --- 1
    ");
    insta::assert_snapshot!(run(&world, &["destroy", "--yes", "--delete-logs"]), @"
    - delete X-Ray group Cruddur  cruddur-obs.toml:3:14
    - delete sampling rule Cruddur  cruddur-obs.toml:6:22
    ^ restore sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  2 -> 1
    - delete log group cruddur  cruddur-obs.toml:10:14
        its events are deleted with it
    - delete metric filter errors of cruddur  cruddur-obs.toml:13:16
        it goes with log group cruddur

    1 to restore, 4 to delete
    ---
    target: local (embedded backend)
    warning: log group cruddur: its events are deleted with it
    deleted X-Ray group Cruddur
    deleted log group cruddur
    deleted sampling rule Cruddur
    restored sampling rule Default
    1 restored, 4 deleted; everything reads back as declared
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["destroy", "--yes"]), @"
    nothing to do: 1 unchanged
    ---
    target: local (embedded backend)
    --- 0
    ");
    assert_eq!(json(&world, &["logs", "groups"])["logGroups"], serde_json::json!([]));
}

#[test]
fn a_saved_plan_is_applied_as_it_is_or_not_at_all() {
    let world = world();
    insta::assert_snapshot!(run(&world, &["plan", "--out", "cruddur.plan", "-q", "-o", "plain"]), @r#"
    create	xray.groups.Cruddur	filter_expression	none	service("backend-flask")	
    create	xray.groups.Cruddur	insights	none	on	
    create	xray.sampling_rules.Cruddur	priority	none	9000	
    create	xray.sampling_rules.Cruddur	fixed_rate	none	0.1	
    create	xray.sampling_rules.Cruddur	reservoir_size	none	5	
    create	xray.sampling_rules.Cruddur	service_name	none	backend-flask	
    create	xray.sampling_rules.Cruddur	service_type	none	*	
    create	xray.sampling_rules.Cruddur	host	none	*	
    create	xray.sampling_rules.Cruddur	http_method	none	*	
    create	xray.sampling_rules.Cruddur	url_path	none	*	
    create	xray.sampling_rules.Cruddur	resource_arn	none	*	
    update	xray.sampling_rules.Default	reservoir_size	1	2	
    create	logs.groups.cruddur	retention	none	7 days	
    create	logs.groups.cruddur	tags.team	none	obs	
    create	logs.groups.cruddur.metric_filters.errors	pattern	none	ERROR	
    create	logs.groups.cruddur.metric_filters.errors	metric_name	none	errors	
    create	logs.groups.cruddur.metric_filters.errors	namespace	none	cruddur	
    create	logs.groups.cruddur.metric_filters.errors	value	none	1	
    ---
    --- 0
    "#);
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(world.path("project/cruddur.plan")).unwrap().permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
    let refused =
        |arguments: &[&str]| run(&world, &[&["apply", "cruddur.plan"], arguments].concat());
    insta::assert_snapshot!(refused(&["--region", "eu-west-1"]), @"
    ---
    target: local (embedded backend), region eu-west-1
    error: the plan was made for region us-east-1, this is eu-west-1
    hint: make a new plan: cruddur-obs plan --out FILE
    --- 2
    ");
    insta::assert_snapshot!(refused(&["--only", "logs"]), @"
    ---
    error: the argument '[PLANFILE]' cannot be used with '--only <PART>'

    Usage: cruddur-obs apply <PLANFILE>

    For more information, try '--help'.
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["apply", "missing.plan"]), @"
    ---
    error: cannot read the plan missing.plan: No such file or directory (os error 2)
    hint: make a new one with: cruddur-obs plan --out FILE
    --- 3
    ");
    insta::assert_snapshot!(run(&world, &["apply", "cruddur-obs.toml"]), @"
    ---
    error: cruddur-obs.toml is no plan: expected value at line 1 column 2
    hint: make a new one with: cruddur-obs plan --out FILE
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["apply", "aws/json/xray.json"]), @"
    ---
    error: aws/json/xray.json is no plan of this version
    hint: make a new one with: cruddur-obs plan --out FILE
    --- 2
    ");
    // Somebody makes one of the things meanwhile, and another one as it was planned.
    world.run(&["xray", "create-group", "Cruddur", "--filter-expression", "fault"]);
    world.run(&["logs", "create-group", "cruddur", "--retention", "7d", "--tags", "team=obs"]);
    insta::assert_snapshot!(refused(&[]), @"
    + create sampling rule Cruddur  cruddur-obs.toml:6:22
        priority        9000
        fixed_rate      0.1
        reservoir_size  5
        service_name    backend-flask
    ~ update sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  1 -> 2
    = unchanged log group cruddur  cruddur-obs.toml:10:14
        it was there before and is as declared; it is not marked as ours
    + create metric filter errors of cruddur  cruddur-obs.toml:13:16
        pattern      ERROR
        metric_name  errors
        namespace    cruddur
        value        1

    cost
      sampling rule Cruddur  up to 12,960,000 traces a month (5 a second), and 10 % of further requests
      sampling rule Default  up to 5,184,000 traces a month (2 a second), and 5 % of further requests

    2 to create, 1 to update, 1 unchanged
    RESULT            WHAT                             NOTE
    created           sampling rule Cruddur
    updated           sampling rule Default
    created           metric filter errors of cruddur
    failed to create  X-Ray group Cruddur              it has changed since the plan was made
    ---
    target: local (embedded backend)
    created metric filter errors of cruddur
    created sampling rule Cruddur
    updated sampling rule Default
    error: 1 of 4 changes could not be applied
    hint: plan again, and look at what has changed
    hint: the same command goes on where this one ended
    --- 5
    ");
    let world = rewrite(world, "7d", "14d");
    insta::assert_snapshot!(run(&world, &["apply", "cruddur.plan"]), @"
    ---
    error: the project file, or a file that it names, has changed since the plan was made
    hint: make a new plan: cruddur-obs plan --out FILE
    --- 2
    ");
    let rule = RULE.replace("0.1", "0.2");
    let world = rewrite(world, "14d", "7d").write("project/aws/json/xray.json", &rule);
    assert_eq!(code(&world, &["apply", "cruddur.plan"]), Some(2), "a file it names has changed");
}

#[test]
fn a_rehearsal_needs_no_credentials_and_keeps_nothing() {
    // Keys are around, and nobody says which target is meant: a rehearsal does not care.
    let world = world().set("AWS_ACCESS_KEY_ID", "AKIA").set("CI", "true");
    let before = files(&world);
    insta::assert_snapshot!(run(&world, &["plan", "--against", "local"]), @r#"
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
    target: rehearsal on a fresh backend in memory
    rehearsed: 5 changes applied, a second plan is empty, nothing was kept
    --- 0
    "#);
    assert_eq!(files(&world), before, "nothing is written");
    assert_eq!(code(&world, &["plan", "--against", "local", "--out", "x"]), Some(2));
    assert_eq!(code(&world, &["plan"]), Some(2), "the guard holds otherwise");
    let world = rewrite(world, "\"ERROR\"", "\"%(a%\"");
    assert_eq!(code(&world, &["plan", "--against", "local"]), Some(2));
}

fn files(world: &World) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![world.path("")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            found.insert(path.display().to_string());
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found
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
    let page = include_str!("../../../docs/project-file.md");
    let block = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let world = World::new().project(block).write("project/aws/json/xray.json", RULE);
    let shown = world.run(&["plan", "--against", "local", "-o", "plain"]);
    assert!(shown.ends_with("--- 0"), "{shown}");
    assert!(shown.contains("rehearsed: 6 changes applied"), "{shown}");
}

#[test]
fn an_account_is_compared_before_anything_is_read_or_written() {
    let profile = "[profiles.live]\naccount = \"123456789012\"\nregion = \"eu-west-3\"\n";
    let account_world = || {
        World::new()
            .project(&format!("{FILE}{profile}"))
            .write("project/aws/json/xray.json", RULE)
            .set("AWS_SECRET_ACCESS_KEY", "secret")
            .set("AWS_EC2_METADATA_DISABLED", "true")
            .set("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    };
    let on_account = |world: &World, arguments: &[&str]| {
        run(world, &[&["--profile", "live"], arguments].concat())
    };
    let none = account_world();
    insta::assert_snapshot!(on_account(&none, &["plan"]), @"
    ---
    target: profile live, account 123456789012, region eu-west-3, endpoint http://127.0.0.1:[PORT] (variable AWS_ENDPOINT_URL)
    error: GetCallerIdentity failed: no AWS credentials were found
    hint: set AWS_PROFILE or aws_profile of the profile, or run 'aws sso login'
    --- 4
    ");
    let server_world = World::new();
    let server = server_world.serve(&[]);
    let wrong = account_world().set("AWS_ACCESS_KEY_ID", "999999999999");
    let wrong = wrong.set("AWS_ENDPOINT_URL", &server.url());
    insta::assert_snapshot!(on_account(&wrong, &["apply"]), @"
    ---
    target: profile live, account 123456789012, region eu-west-3, endpoint http://127.0.0.1:[PORT] (variable AWS_ENDPOINT_URL)
    error: profile live declares account 123456789012 (cruddur-obs.toml:15:11), but the credentials belong to account 999999999999 (arn:aws:iam::999999999999:user/cruddur-obs)
    hint: use the credentials of the declared account, or another --profile
    --- 2
    ");
    let right = account_world().set("AWS_ACCESS_KEY_ID", "123456789012");
    let right = right.set("AWS_ENDPOINT_URL", &server.url());
    insta::assert_snapshot!(on_account(&right, &["apply", "--region", "eu-west-1"]), @"
    ---
    target: profile live, account 123456789012, region eu-west-1, endpoint http://127.0.0.1:[PORT] (variable AWS_ENDPOINT_URL)
    error: profile live declares region eu-west-3 (cruddur-obs.toml:16:10), but the command would write to eu-west-1 (flag --region)
    hint: drop the other region, or name a profile that declares it
    --- 2
    ");
    let applied = on_account(&right, &["apply", "-o", "plain"]);
    insta::assert_snapshot!(applied, @"
    created	X-Ray group Cruddur	
    created	sampling rule Cruddur	
    updated	sampling rule Default	
    created	log group cruddur	
    created	metric filter errors of cruddur	
    ---
    target: profile live, account 123456789012, region eu-west-3, endpoint http://127.0.0.1:[PORT] (variable AWS_ENDPOINT_URL)
    created X-Ray group Cruddur
    created log group cruddur
    created metric filter errors of cruddur
    created sampling rule Cruddur
    updated sampling rule Default
    4 created, 1 updated; everything reads back as declared
    --- 0
    ");
    assert!(on_account(&right, &["plan", "--detailed-exitcode"]).ends_with("--- 0"));
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
fn events_of_others_are_not_deleted_without_a_word() {
    let world =
        World::new().project("[project]\nname = \"p\"\n[logs.groups.old]\nretention = \"1d\"\n");
    world.run(&["logs", "create-group", "old"]);
    world.run_with(&["logs", "put", "old", "--stream", "s"], "hello\n");
    insta::assert_snapshot!(run(&world, &["apply"]), @"
    > adopt log group old  cruddur-obs.toml:3:14
        retention  never expires -> 1 day
        its events older than 1 day are deleted

    cost
      log group old  stores the events of 1 day

    1 to adopt
    ---
    target: local (embedded backend)
    warning: log group old: its events older than 1 day are deleted
    error: cannot ask `apply on profile local: 1 to adopt?` here: there is no terminal
    hint: answer on the command line: --yes
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["apply", "--yes", "-o", "plain"]), @"
    adopted	log group old	
    ---
    target: local (embedded backend)
    warning: log group old: its events older than 1 day are deleted
    adopted log group old
    1 adopted; everything reads back as declared
    --- 0
    ");
    // What is ours by now is ours to shorten; it is said.
    let world = rewrite(world, "1d", "never");
    assert_eq!(code(&world, &["apply"]), Some(0));
    let world = rewrite(world, "never", "3d");
    insta::assert_snapshot!(run(&world, &["apply", "-o", "plain"]), @"
    updated	log group old	
    ---
    target: local (embedded backend)
    warning: log group old: its events older than 3 days are deleted
    updated log group old
    1 updated; everything reads back as declared
    --- 0
    ");
}

#[test]
fn projects_whose_names_differ_in_case_are_two() {
    let text = "[project]\nname = \"Shop\"\n[logs.groups.a]\nretention = \"7d\"\n[xray.groups.G]\n";
    let world = World::new().project(text);
    assert_eq!(code(&world, &["apply"]), Some(0));
    let data = data_directory(&world);
    let world = world.project("[project]\nname = \"shop\"\n[logs.groups.b]\n[xray.groups.H]\n");
    let apply = ["apply", "--prune", "--yes", "-q", "-o", "plain", "--data-dir", &data];
    insta::assert_snapshot!(run(&world, &apply), @"
    created	X-Ray group H	
    created	log group b	
    ---
    warning: cruddur-obs.toml:3:14: log group b names no retention: a new one never expires
    --- 0
    ");
}

#[test]
fn a_project_that_declares_nothing_more_can_still_be_removed() {
    let world = world();
    assert_eq!(code(&world, &["apply"]), Some(0));
    let world = world.project("[project]\nname = \"cruddur\"\n");
    insta::assert_snapshot!(run(&world, &["status", "-q", "--detailed-exitcode"]), @"
    STATE   WHAT                   NOTE
    orphan  X-Ray group Cruddur    it is ours, but is declared no more; --prune removes it
    orphan  sampling rule Cruddur  it is ours, but is declared no more; --prune removes it
    orphan  log group cruddur      it is ours, but is declared no more; --prune removes it
    ---
    --- 10
    ");
    insta::assert_snapshot!(run(&world, &["destroy", "--prune", "--yes", "-q", "-o", "plain"]), @"
    deleted	X-Ray group Cruddur	
    deleted	sampling rule Cruddur	
    deleted	log group cruddur	
    ---
    --- 0
    ");
    // The reserved rule is not named any more, and keeps its value.
    assert_eq!(code(&world, &["status", "--detailed-exitcode"]), Some(0));
}

#[test]
fn a_plan_does_not_replace_what_is_no_plan() {
    let world = world();
    insta::assert_snapshot!(run(&world, &["plan", "--out", "cruddur-obs.toml"]), @"
    ---
    error: cruddur-obs.toml exists and is no plan
    hint: choose another name, or remove it first
    --- 2
    ");
    assert_eq!(code(&world, &["plan", "-q", "--out", "p.plan"]), Some(0));
    assert_eq!(code(&world, &["plan", "-q", "--out", "p.plan"]), Some(0));
    // What a plan takes away must be said again by whoever applies it.
    assert_eq!(code(&world, &["plan", "-q", "--prune", "--out", "p.plan"]), Some(0));
    insta::assert_snapshot!(run(&world, &["apply", "p.plan"]), @"
    ---
    error: the plan was made with --prune
    hint: say --prune again if that is meant
    --- 2
    ");
    assert_eq!(code(&world, &["apply", "p.plan", "--prune"]), Some(0));
    // The same plan from a folder below.
    std::fs::create_dir(world.path("project/below")).unwrap();
    let fifo = world.path("project/pipe");
    assert!(std::process::Command::new("mkfifo").arg(fifo).status().unwrap().success());
    insta::assert_snapshot!(run(&world, &["apply", "pipe"]), @"
    ---
    error: cannot read the plan pipe: it is no regular file
    hint: make a new one with: cruddur-obs plan --out FILE
    --- 1
    ");
}
