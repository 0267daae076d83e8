//! `config show`.

use crate::support::World;

const PROJECT: &str = "[project]\nname = \"cruddur\"\ndefault_profile = \"aws\"\n\n[profiles.aws]\naws_profile = \"cruddur\"\naccount = \"123456789012\"\nregion = \"eu-west-3\"\n";

#[test]
fn an_empty_folder_has_defaults() {
    insta::assert_snapshot!(World::new().run(&["config", "show", "--origin", "-o", "plain"]), @"
    user_file	[ROOT]/home/.config/cruddur-obs/config.toml	default
    profile	local	default
    region	us-east-1	default
    data_dir	[ROOT]/home/.local/share/cruddur-obs/default	default
    output	plain	flag --output
    color	auto	default
    raw	false	default
    utc	false	default
    ci	auto	default
    no_input	false	default
    quiet	false	default
    verbose	0	default
    ---
    --- 0
    ");
}

#[test]
fn every_layer_is_named() {
    let world = World::new()
        .project(PROJECT)
        .write(
            "home/.config/cruddur-obs/config.toml",
            "[profiles.aws]\nendpoints.logs = \"https://logs.example\"\n",
        )
        .set("CRUDDUR_OBS_UTC", "1")
        .set("AWS_ENDPOINT_URL_XRAY", "http://127.0.0.1:9");
    insta::assert_snapshot!(world.run(&["config", "show", "--origin", "--data-dir", "/data", "-o", "plain"]), @"
    project_file	[ROOT]/project/cruddur-obs.toml	default
    user_file	[ROOT]/home/.config/cruddur-obs/config.toml	default
    project.name	cruddur	cruddur-obs.toml:2:8
    profile	aws	cruddur-obs.toml:3:19
    aws_profile	cruddur	cruddur-obs.toml:6:15
    account	123456789012	cruddur-obs.toml:7:11
    region	eu-west-3	cruddur-obs.toml:8:10
    endpoints.logs	https://logs.example	[ROOT]/home/.config/cruddur-obs/config.toml:2:18
    endpoints.xray	http://127.0.0.1:9	variable AWS_ENDPOINT_URL_XRAY
    data_dir	/data	flag --data-dir
    output	plain	flag --output
    color	auto	default
    raw	false	default
    utc	true	variable CRUDDUR_OBS_UTC
    ci	auto	default
    no_input	false	default
    quiet	false	default
    verbose	0	default
    ---
    --- 0
    ");
}

#[test]
fn the_aws_configuration_is_the_last_to_name_a_region() {
    let world = World::new()
        .project("[profiles.live]\naws_profile = \"cruddur\"\n")
        .write("home/.aws/config", "[profile cruddur]\nregion = eu-central-1\n");
    let query = "settings[?name=='region'].[value, origin] | [0]";
    insta::assert_snapshot!(world.run(&["config", "show", "--profile", "live", "--query", query, "-o", "text"]), @"
    eu-central-1	AWS configuration, profile cruddur
    ---
    --- 0
    ");
}

#[test]
fn formats_show_the_same() {
    let world = World::new().project(PROJECT);
    let query = "settings[?name=='account' || name=='region']";
    let run = |format: &str| world.run(&["config", "show", "--query", query, "-o", format]);
    let all: Vec<String> = ["human", "table", "plain", "json", "ndjson", "yaml", "csv"]
        .iter()
        .map(|format| run(format))
        .collect();
    insta::assert_snapshot!(all.join("\n\n"), @r#"
    name     origin                 value
    account  cruddur-obs.toml:7:11  123456789012
    region   cruddur-obs.toml:8:10  eu-west-3
    ---
    --- 0

    ┌─────────┬───────────────────────┬──────────────┐
    │ name    ┆ origin                ┆ value        │
    ╞═════════╪═══════════════════════╪══════════════╡
    │ account ┆ cruddur-obs.toml:7:11 ┆ 123456789012 │
    │ region  ┆ cruddur-obs.toml:8:10 ┆ eu-west-3    │
    └─────────┴───────────────────────┴──────────────┘
    ---
    --- 0

    account	cruddur-obs.toml:7:11	123456789012
    region	cruddur-obs.toml:8:10	eu-west-3
    ---
    --- 0

    [
        {
            "name": "account",
            "origin": "cruddur-obs.toml:7:11",
            "value": "123456789012"
        },
        {
            "name": "region",
            "origin": "cruddur-obs.toml:8:10",
            "value": "eu-west-3"
        }
    ]
    ---
    --- 0

    {"name":"account","origin":"cruddur-obs.toml:7:11","value":"123456789012"}
    {"name":"region","origin":"cruddur-obs.toml:8:10","value":"eu-west-3"}
    ---
    --- 0

    - name: "account"
      origin: "cruddur-obs.toml:7:11"
      value: "123456789012"
    - name: "region"
      origin: "cruddur-obs.toml:8:10"
      value: "eu-west-3"
    ---
    --- 0

    name,origin,value
    account,cruddur-obs.toml:7:11,123456789012
    region,cruddur-obs.toml:8:10,eu-west-3
    ---
    --- 0
    "#);
}

#[test]
fn problems_of_the_project_file_are_told_at_once() {
    let world = World::new().project("[project]\nnane = \"x\"\n[profiles.aws]\nregion = 3\nendpoint = \"https://evil.example\"\n[wheels]\n");
    insta::assert_snapshot!(world.run(&["config", "show"]), @r#"
    ---
    error: cruddur-obs.toml has 4 problems
     --> cruddur-obs.toml:2:1
      |
    2 | nane = "x"
      | ^^^^ unknown key `project.nane`; did you mean `name`?
     --> cruddur-obs.toml:4:10
      |
    4 | region = 3
      |          ^ `profiles.aws.region` must be a text, not a number; put it in quotes: region = "…"
     --> cruddur-obs.toml:6:2
      |
    6 | [wheels]
      |  ^^^^^^ unknown key `wheels`; known here: project, profiles, xray, logs, honeycomb, rollbar, env, services, apply
     --> cruddur-obs.toml:5:1: `profiles.aws.endpoint` is not legal here: endpoints and hosts are not read from the project file, so that a pull request cannot send keys elsewhere; use --endpoint-url, CRUDDUR_OBS_ENDPOINT_URL, or endpoint in [profiles.NAME] of the user file
    --- 2
    "#);
}

#[test]
fn a_single_problem_is_the_title() {
    let world = World::new().project("[profiles.aws]\nacount = \"1\"\n");
    insta::assert_snapshot!(world.run(&["config", "show"]), @r#"
    ---
    error: cruddur-obs.toml:2:1: unknown key `profiles.aws.acount`
     --> cruddur-obs.toml:2:1
      |
    2 | acount = "1"
      | ^^^^^^
    hint: did you mean `account`?
    --- 2
    "#);
}

#[test]
fn the_line_of_a_possible_secret_is_not_shown() {
    let world = World::new().project("[project]\napi_key = \"hcaik_verysecret\"\n");
    let shown = world.run(&["config", "show"]);
    assert!(!shown.contains("verysecret"), "{shown}");
    insta::assert_snapshot!(shown, @"
    ---
    error: cruddur-obs.toml:2:1: `project.api_key` is not legal here: the project file is committed, and no secret belongs in it
    hint: set the vendor's own variable instead (cruddur-obs help environment), and revoke a value that was committed
    --- 2
    ");
}

#[test]
fn a_named_file_must_exist() {
    insta::assert_snapshot!(World::new().run(&["config", "show", "--file", "other.toml"]), @"
    ---
    error: cannot read other.toml: there is no such file
    --- 2
    ");
    let world = World::new().set("CRUDDUR_OBS_FILE", "/dev/null");
    insta::assert_snapshot!(world.run(&["config", "show", "--query", "settings[0]"]), @"
    name:   project_file
    origin: variable CRUDDUR_OBS_FILE
    value:  /dev/null
    ---
    --- 0
    ");
}

#[test]
fn data_on_a_runner_is_fenced() {
    let world =
        World::new().project("[project]\nname = \"::add-mask::x\"\n").set("GITHUB_ACTIONS", "true");
    let shown =
        world.run(&["config", "show", "--query", "settings[?name=='project.name'].value | [0]"]);
    let marker = shown
        .split("::stop-commands::")
        .nth(1)
        .and_then(|rest| rest.lines().next())
        .unwrap()
        .to_owned();
    assert_eq!(marker.len(), 32);
    insta::assert_snapshot!(shown.replace(&marker, "[MARKER]"), @"
    ::stop-commands::[MARKER]
    ::add-mask::x
    ::[MARKER]::
    ---
    --- 0
    ");
}

#[test]
fn errors_on_a_runner_are_annotations() {
    let world = World::new().project("[project]\nnane = \"x\"\n").set("GITHUB_ACTIONS", "true");
    insta::assert_snapshot!(world.run(&["config", "show"]), @r#"
    ---
    error: cruddur-obs.toml:2:1: unknown key `project.nane`
     --> cruddur-obs.toml:2:1
      |
    2 | nane = "x"
      | ^^^^
    hint: did you mean `name`?
    ::error file=cruddur-obs.toml,line=2,col=1,title=cruddur-obs::cruddur-obs.toml:2:1: unknown key `project.nane`%0Ahint: did you mean `name`?
    --- 2
    "#);
}

#[test]
fn what_commands_would_complain_about_is_a_warning() {
    let world = World::new()
        .set("AWS_REGION", "Paris")
        .write("home/.aws/config", "[profile work]\nregion = eu-west-1\n");
    let query = "settings[?name=='profile'].value | [0]";
    insta::assert_snapshot!(world.run(&["config", "show", "--profile", "work", "--query", query]), @r#"
    work
    ---
    warning: there is no profile `work` (flag --profile)
    hint: the AWS configuration has a profile of this name; declare it in cruddur-obs.toml:
        [profiles.work]
        aws_profile = "work"
    warning: `Paris` (variable AWS_REGION) must be a region such as eu-west-3
    --- 0
    "#);
}

#[test]
fn the_schema_is_the_committed_one() {
    let shown = World::new().output(&["config", "schema"]).stdout;
    let committed = include_str!("../../../docs/cruddur-obs.schema.json");
    assert!(
        shown == committed.as_bytes(),
        "cruddur-obs config schema > docs/cruddur-obs.schema.json"
    );
}
