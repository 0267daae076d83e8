//! `xray`.

use crate::support::World;
use crate::support::masked;

const RULE: &str = "{
  \"SamplingRule\": {
    \"RuleName\": \"Cruddur\",
    \"ResourceARN\": \"*\",
    \"Priority\": 9000,
    \"FixedRate\": 0.1,
    \"ReservoirSize\": 5,
    \"ServiceName\": \"backend-flask\",
    \"ServiceType\": \"*\",
    \"Host\": \"*\",
    \"HTTPMethod\": \"*\",
    \"URLPath\": \"*\",
    \"Version\": 1
  }
}
";

fn run(world: &World, arguments: &[&str]) -> String {
    masked(&world.run(&[&["xray"], arguments].concat()))
}

fn create(world: &World, arguments: &[&str]) -> String {
    run(world, &[&["create-group", "Cruddur", "--filter-expression"], arguments].concat())
}

#[test]
fn a_second_create_changes_nothing() {
    let world = World::new();
    insta::assert_snapshot!(create(&world, &["service(\"backend-flask\")"]), @r#"
    {
        "Group": {
            "GroupName": "Cruddur",
            "GroupARN": "arn:aws:xray:us-east-1:000000000000:group/Cruddur/[SUFFIX]",
            "FilterExpression": "service(\"backend-flask\")",
            "InsightsConfiguration": {
                "InsightsEnabled": false,
                "NotificationsEnabled": false
            }
        }
    }
    ---
    target: local (embedded backend)
    created X-Ray group Cruddur
    --- 0
    "#);
    insta::assert_snapshot!(create(&world, &["service(\"backend-flask\")", "-o", "human"]), @r#"
    name:              Cruddur
    arn:               arn:aws:xray:us-east-1:000000000000:group/Cruddur/[SUFFIX]
    filter expression: service("backend-flask")
    insights:          off
    notifications:     off
    ---
    target: local (embedded backend)
    X-Ray group Cruddur exists and is as asked: unchanged
    --- 0
    "#);
}

#[test]
fn a_group_that_differs_is_an_error_unless_told() {
    let world = World::new();
    create(&world, &["ok"]);
    insta::assert_snapshot!(create(&world, &["fault"]), @r#"
    ---
    target: local (embedded backend)
    error: X-Ray group Cruddur exists and differs: filter expression "ok" instead of "fault"
    caused by: CreateGroup failed: Group Cruddur already exists
    error code: InvalidRequestException
    request id: [ID]
    hint: change it with --if-exists update, or keep it with --if-exists adopt
    --- 1
    "#);
    let human = |action| create(&world, &["fault", "--if-exists", action, "-o", "human"]);
    insta::assert_snapshot!(human("adopt"), @r#"
    name:              Cruddur
    arn:               arn:aws:xray:us-east-1:000000000000:group/Cruddur/[SUFFIX]
    filter expression: ok
    insights:          off
    notifications:     off
    ---
    target: local (embedded backend)
    X-Ray group Cruddur exists and is kept: filter expression "ok" instead of "fault"
    --- 0
    "#);
    insta::assert_snapshot!(human("update"), @r#"
    name:              Cruddur
    arn:               arn:aws:xray:us-east-1:000000000000:group/Cruddur/[SUFFIX]
    filter expression: fault
    insights:          off
    notifications:     off
    ---
    target: local (embedded backend)
    updated X-Ray group Cruddur: filter expression "ok" instead of "fault"
    --- 0
    "#);
    insta::assert_snapshot!(human("fail"), @"
    name:              Cruddur
    arn:               arn:aws:xray:us-east-1:000000000000:group/Cruddur/[SUFFIX]
    filter expression: fault
    insights:          off
    notifications:     off
    ---
    target: local (embedded backend)
    X-Ray group Cruddur exists and is as asked: unchanged
    --- 0
    ");
}

#[test]
fn a_bad_expression_is_shown_at_its_place() {
    let world = World::new();
    insta::assert_snapshot!(create(&world, &["http.url LIKE \"x\""]), @r#"
    ---
    error: "LIKE" is not an operator at column 10
     --> filter expression:1:10
      |
    1 | http.url LIKE "x"
      |          ^^^^
    hint: use CONTAINS, BEGINSWITH or ENDSWITH with plain text; there are no patterns
    --- 2
    "#);
    insta::assert_snapshot!(create(&world, &["fault AND responsecode(\"404\")"]), @r#"
    ---
    error: unknown word "responsecode" at column 11
     --> filter expression:1:11
      |
    1 | fault AND responsecode("404")
      |           ^^^^^^^^^^^^
    hint: did you mean http.status?
    --- 2
    "#);
    assert!(!world.path("home/.local").exists(), "nothing was opened for it");
    insta::assert_snapshot!(run(&world, &["create-group", "a b"]), @"
    ---
    error: GroupName 'a b' does not match [A-Za-z0-9_-]+
    hint: a name has 1 to 32 letters, digits, dashes and underscores
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["create-group"]), @"
    ---
    error: a group name is missing
    hint: give it as the first argument; --help shows the forms
    --- 2
    ");
}

#[test]
fn the_aws_spellings_work() {
    let world = World::new().write(
        "project/group.json",
        r#"{"GroupName":"FromFile","FilterExpression":"error","Tags":[{"Key":"a","Value":"b"}]}"#,
    );
    let group = run(
        &world,
        &[
            "create-group",
            "--group-name",
            "Cruddur",
            "--insights-configuration",
            "InsightsEnabled=true,NotificationsEnabled=false",
            "--tags",
            "Key=app,Value=cruddur",
        ],
    );
    insta::assert_snapshot!(group, @r#"
    {
        "Group": {
            "GroupName": "Cruddur",
            "GroupARN": "arn:aws:xray:us-east-1:000000000000:group/Cruddur/[SUFFIX]",
            "InsightsConfiguration": {
                "InsightsEnabled": true,
                "NotificationsEnabled": false
            }
        }
    }
    ---
    target: local (embedded backend)
    created X-Ray group Cruddur
    --- 0
    "#);
    let name = ["--query", "Group.GroupName", "-o", "text"];
    let from_file = ["create-group", "--cli-input-json", "file://group.json"];
    insta::assert_snapshot!(run(&world, &[&from_file[..], &name].concat()), @"
    FromFile
    ---
    target: local (embedded backend)
    created X-Ray group FromFile
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["get-groups", "-o", "human"]), @"
    GROUP     FILTER EXPRESSION  INSIGHTS
    Cruddur   (every trace)      on
    Default   (every trace)      off
    FromFile  error              off
    ---
    target: local (embedded backend)
    --- 0
    ");
    let rules = ["get-sampling-rules", "--query", "SamplingRuleRecords[].SamplingRule.RuleName"];
    insta::assert_snapshot!(run(&world, &rules), @r#"
    [
        "Default"
    ]
    ---
    target: local (embedded backend)
    --- 0
    "#);
}

#[test]
fn what_is_missing_is_code_3() {
    let world = World::new();
    insta::assert_snapshot!(run(&world, &["get-group", "Nope"]), @"
    ---
    target: local (embedded backend)
    error: GetGroup failed: Group not found
    error code: InvalidRequestException
    request id: [ID]
    --- 3
    ");
    for arguments in [
        &["update-group", "Nope", "--filter-expression", "ok"][..],
        &["delete-group", "Nope"],
        &["update-sampling-rule", "Nope", "--fixed-rate", "0.1"],
        &["delete-sampling-rule", "Nope"],
    ] {
        assert!(run(&world, arguments).ends_with("--- 3"), "{arguments:?}");
    }
}

#[test]
fn a_group_is_changed_and_deleted() {
    let world = World::new();
    create(&world, &["ok"]);
    let update = ["update-group", "Cruddur", "--filter-expression", "fault", "-o", "human"];
    insta::assert_snapshot!(run(&world, &update), @"
    name:              Cruddur
    arn:               arn:aws:xray:us-east-1:000000000000:group/Cruddur/[SUFFIX]
    filter expression: fault
    insights:          off
    notifications:     off
    ---
    target: local (embedded backend)
    updated X-Ray group Cruddur
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["update-group", "Cruddur"]), @"
    ---
    error: nothing to change is named
    hint: give --filter-expression or --insights-configuration
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["delete-group", "Cruddur"]), @"
    ---
    target: local (embedded backend)
    deleted X-Ray group Cruddur
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["delete-group", "Default"]), @"
    ---
    target: local (embedded backend)
    error: DeleteGroup failed: The default group cannot be deleted
    error code: InvalidRequestException
    request id: [ID]
    --- 2
    ");
}

#[test]
fn a_rule_comes_from_the_file_of_the_aws_cli() {
    let world = World::new().write("project/aws/json/xray.json", RULE);
    let create = |more: &[&str]| {
        let file = ["create-sampling-rule", "--cli-input-json", "file://aws/json/xray.json"];
        run(&world, &[&file[..], more].concat())
    };
    insta::assert_snapshot!(create(&[]), @r#"
    {
        "SamplingRuleRecord": {
            "SamplingRule": {
                "RuleName": "Cruddur",
                "RuleARN": "arn:aws:xray:us-east-1:000000000000:sampling-rule/Cruddur",
                "ResourceARN": "*",
                "Priority": 9000,
                "FixedRate": 0.1,
                "ReservoirSize": 5,
                "ServiceName": "backend-flask",
                "ServiceType": "*",
                "Host": "*",
                "HTTPMethod": "*",
                "URLPath": "*",
                "Version": 1,
                "Attributes": {}
            },
            "CreatedAt": "[TIME]",
            "ModifiedAt": "[TIME]"
        }
    }
    ---
    target: local (embedded backend)
    created sampling rule Cruddur
    --- 0
    "#);
    insta::assert_snapshot!(create(&["-o", "human"]), @"
    name:      Cruddur
    arn:       arn:aws:xray:us-east-1:000000000000:sampling-rule/Cruddur
    priority:  9000
    rate:      10%
    reservoir: 5/s
    matches:   service=backend-flask
    ---
    target: local (embedded backend)
    sampling rule Cruddur exists and is as asked: unchanged
    --- 0
    ");
    insta::assert_snapshot!(create(&["--priority", "1"]), @"
    ---
    target: local (embedded backend)
    error: sampling rule Cruddur exists and differs: priority 9000 instead of 1
    caused by: CreateSamplingRule failed: Sampling rule already exists
    error code: InvalidRequestException
    request id: [ID]
    hint: change it with --if-exists update, or keep it with --if-exists adopt
    --- 1
    ");
    let update = ["--priority", "1", "--if-exists", "update", "-o", "human"];
    insta::assert_snapshot!(create(&update), @"
    name:      Cruddur
    arn:       arn:aws:xray:us-east-1:000000000000:sampling-rule/Cruddur
    priority:  1
    rate:      10%
    reservoir: 5/s
    matches:   service=backend-flask
    ---
    target: local (embedded backend)
    updated sampling rule Cruddur: priority 9000 instead of 1
    --- 0
    ");
    let alone = ["create-sampling-rule", "Second", "--file", "aws/json/xray.json", "-o", "human"];
    assert!(run(&world, &alone).ends_with("--- 0"));
    insta::assert_snapshot!(run(&world, &["sampling-rules", "-o", "human"]), @"
    PRIORITY  RULE     RATE  RESERVOIR  MATCHES
           1  Cruddur   10%        5/s  service=backend-flask
        9000  Second    10%        5/s  service=backend-flask
       10000  Default    5%        1/s  every request
    ---
    target: local (embedded backend)
    --- 0
    ");
    let change = ["update-sampling-rule", "Cruddur", "--fixed-rate", "0.5", "-o", "human"];
    insta::assert_snapshot!(run(&world, &change), @"
    name:      Cruddur
    arn:       arn:aws:xray:us-east-1:000000000000:sampling-rule/Cruddur
    priority:  1
    rate:      50%
    reservoir: 5/s
    matches:   service=backend-flask
    ---
    target: local (embedded backend)
    updated sampling rule Cruddur
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["delete-sampling-rule", "Cruddur", "-o", "human"]), @"
    name:      Cruddur
    arn:       arn:aws:xray:us-east-1:000000000000:sampling-rule/Cruddur
    priority:  1
    rate:      50%
    reservoir: 5/s
    matches:   service=backend-flask
    ---
    target: local (embedded backend)
    deleted sampling rule Cruddur
    --- 0
    ");
}

#[test]
fn a_boost_is_compared_too() {
    let boost = "\"Version\": 1,\n    \"SamplingRateBoost\": {\"MaxRate\": 0.5, \"CooldownWindowMinutes\": 10}";
    let world = World::new()
        .write("project/plain.json", RULE)
        .write("project/boost.json", &RULE.replace("\"Version\": 1", boost));
    let create = |file: &str, more: &[&str]| {
        run(&world, &[&["create-sampling-rule", "--file", file], more].concat())
    };
    create("plain.json", &[]);
    insta::assert_snapshot!(create("boost.json", &[]), @"
    ---
    target: local (embedded backend)
    error: sampling rule Cruddur exists and differs: rate boost none instead of 0.5 every 10 min
    caused by: CreateSamplingRule failed: Sampling rule already exists
    error code: InvalidRequestException
    request id: [ID]
    hint: change it with --if-exists update, or keep it with --if-exists adopt
    --- 1
    ");
    assert!(create("boost.json", &["--if-exists", "update"]).contains("updated sampling rule"));
    assert!(create("boost.json", &[]).contains("unchanged"));
    assert!(create("plain.json", &[]).contains("unchanged"), "what is not named is not compared");
}

#[test]
fn a_rule_file_with_wrong_types_is_shown_at_its_place() {
    let world = World::new()
        .write("project/bad.json", "{\n  \"SamplingRule\": {\n    \"Priority\": \"high\"\n  }\n}\n")
        .write("project/cut.json", "{\n  \"SamplingRule\": {\n");
    let create = |file: &str| run(&world, &["create-sampling-rule", "--file", file]);
    insta::assert_snapshot!(create("bad.json"), @r#"
    ---
    error: bad.json is not the JSON that is expected here
     --> bad.json:3:22
      |
    3 |     "Priority": "high"
      |                      ^ invalid type: string "high", expected i64
    --- 2
    "#);
    insta::assert_snapshot!(create("cut.json"), @r#"
    ---
    error: cut.json is not the JSON that is expected here
     --> cut.json:2:21
      |
    2 |   "SamplingRule": {
      |                    ^ EOF while parsing an object
    --- 2
    "#);
    insta::assert_snapshot!(create("absent.json"), @"
    ---
    error: cannot read absent.json: No such file or directory (os error 2)
    hint: paths are relative to the working directory
    --- 3
    ");
    let limits = ["create-sampling-rule", "Cruddur", "--priority", "10000", "--fixed-rate", "1.5"];
    let limits = run(&world, &[&limits[..], &["--reservoir-size", "1"]].concat());
    insta::assert_snapshot!(limits, @"
    ---
    error: SamplingRule.FixedRate must be at most 1, not 1.5
    hint: also: SamplingRule.Priority must be at most 9999, not 10000
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["create-sampling-rule", "Cruddur"]), @"
    ---
    error: SamplingRule.Priority is missing
    hint: give it as a flag or in the file; --help lists the flags
    --- 2
    ");
}

#[test]
fn the_default_rule_keeps_its_place() {
    let world = World::new();
    insta::assert_snapshot!(run(&world, &["update-sampling-rule", "Default", "--priority", "1"]), @"
    ---
    target: local (embedded backend)
    error: UpdateSamplingRule failed: Invalid update request for default sampling rule
    error code: InvalidRequestException
    request id: [ID]
    --- 2
    ");
    let rate = ["update-sampling-rule", "Default", "--fixed-rate", "0.2", "-o", "human"];
    insta::assert_snapshot!(run(&world, &rate), @"
    name:      Default
    arn:       arn:aws:xray:us-east-1:000000000000:sampling-rule/Default
    priority:  10000
    rate:      20%
    reservoir: 1/s
    matches:   every request
    ---
    target: local (embedded backend)
    updated sampling rule Default
    --- 0
    ");
}
