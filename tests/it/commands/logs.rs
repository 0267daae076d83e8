//! `logs`.

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Stdio;

use crate::support::World;
use crate::support::masked;
use crate::support::wait;

fn run(world: &World, arguments: &[&str]) -> String {
    masked(&world.run(&[&["logs"], arguments].concat()))
}

fn put(world: &World, stream: &str, lines: &str) -> String {
    masked(&world.run_with(&["logs", "put", "cruddur", "--stream", stream], lines))
}

/// A world with the group `cruddur` and, if there are any, lines in it.
fn cruddur(lines: &str) -> World {
    let world = World::new();
    assert!(run(&world, &["create-group", "cruddur"]).ends_with("--- 0"));
    if !lines.is_empty() {
        assert!(put(&world, "web", lines).ends_with("--- 0"));
    }
    world
}

#[test]
fn a_second_create_changes_nothing() {
    let world = World::new();
    insta::assert_snapshot!(run(&world, &["create-group", "cruddur", "--retention", "7d"]), @"
    ---
    target: local (embedded backend)
    created log group cruddur; events are kept 7 days
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["create-group", "cruddur", "--retention", "1w"]), @"
    ---
    target: local (embedded backend)
    log group cruddur exists and is as asked: unchanged
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["create-group", "cruddur"]), @"
    ---
    target: local (embedded backend)
    log group cruddur exists and is as asked: unchanged
    --- 0
    ");
    let equal = ["create-group", "cruddur", "--retention", "7d", "--if-exists", "fail"];
    insta::assert_snapshot!(run(&world, &equal), @"
    ---
    target: local (embedded backend)
    log group cruddur exists and is as asked: unchanged
    --- 0
    ");
    let fail = ["create-group", "cruddur", "--retention", "30d", "--if-exists", "fail"];
    insta::assert_snapshot!(run(&world, &fail), @"
    ---
    target: local (embedded backend)
    error: log group cruddur exists and differs: events are kept 7 days instead of 30 days
    caused by: CreateLogGroup failed: The specified log group already exists
    error code: ResourceAlreadyExistsException
    request id: [ID]
    hint: without --if-exists fail it is adopted
    --- 1
    ");
    insta::assert_snapshot!(run(&world, &["create-group", "cruddur", "--retention", "30d"]), @"
    ---
    target: local (embedded backend)
    adopted log group cruddur: events are kept 30 days instead of 7 days
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["create-group", "cruddur", "--class", "DELIVERY"]), @"
    ---
    target: local (embedded backend)
    error: log group cruddur exists with class STANDARD, which cannot become DELIVERY
    hint: leave --class out to adopt the group, or choose another name
    --- 1
    ");
}

#[test]
fn what_cannot_be_a_group_is_found_before_anything_opens() {
    let world = World::new();
    insta::assert_snapshot!(run(&world, &["create-group", "a b"]), @r#"
    ---
    error: log group name 'a b' does not match [\.\-_/#A-Za-z0-9]+
    hint: a name has 1 to 512 letters, digits and . - _ / #
    --- 2
    "#);
    insta::assert_snapshot!(run(&world, &["create-group", "cruddur", "--retention", "8d"]), @"
    ---
    error: retention must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 days
    hint: the nearest is 7d
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["create-group", "aws/spans"]), @"
    ---
    error: Log groups starting with AWS/ are reserved for AWS.
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["put", "cruddur"]), @"
    ---
    error: a stream name is missing
    hint: for instance: --stream web
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["tail"]), @"
    ---
    error: no log group is named
    hint: list them with: cruddur-obs logs groups
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["tail", "cruddur", "--filter", "{ $.a = }"]), @"
    ---
    error: expected a value at column 9
     --> --filter:1:9
      |
    1 | { $.a = }
      |         ^
    hint: write a quoted text, a number or %a regular expression%
    --- 2
    ");
    assert!(!world.path("home/.local").exists());
}

#[test]
fn the_aws_spellings_work() {
    let world = World::new();
    let create = ["create-log-group", "--log-group-name", "cruddur", "--tags", "app=cruddur"];
    insta::assert_snapshot!(run(&world, &create), @"
    ---
    target: local (embedded backend)
    created log group cruddur; its events never expire
    --- 0
    ");
    let stream = ["create-log-stream", "--log-group-name", "cruddur", "--log-stream-name", "web"];
    insta::assert_snapshot!(run(&world, &stream), @"
    ---
    target: local (embedded backend)
    created stream web in log group cruddur
    --- 0
    ");
    let keep = ["put-retention-policy", "--log-group-name", "cruddur", "--retention-in-days", "7"];
    insta::assert_snapshot!(run(&world, &keep), @"
    ---
    target: local (embedded backend)
    events of log group cruddur are kept 7 days
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["describe-log-groups"]), @r#"
    {
        "logGroups": [
            {
                "logGroupName": "cruddur",
                "creationTime": [MS],
                "retentionInDays": 7,
                "metricFilterCount": 0,
                "arn": "arn:aws:logs:us-east-1:000000000000:log-group:cruddur:*",
                "storedBytes": 0,
                "logGroupClass": "STANDARD",
                "logGroupArn": "arn:aws:logs:us-east-1:000000000000:log-group:cruddur",
                "deletionProtectionEnabled": false,
                "bearerTokenAuthenticationEnabled": false
            }
        ]
    }
    ---
    target: local (embedded backend)
    --- 0
    "#);
    insta::assert_snapshot!(run(&world, &["describe-log-streams", "--log-group-name", "cruddur"]), @r#"
    {
        "logStreams": [
            {
                "logStreamName": "web",
                "creationTime": [MS],
                "arn": "arn:aws:logs:us-east-1:000000000000:log-group:cruddur:log-stream:web",
                "storedBytes": 0
            }
        ]
    }
    ---
    target: local (embedded backend)
    --- 0
    "#);
    let forget = ["delete-retention-policy", "--log-group-name", "cruddur"];
    insta::assert_snapshot!(run(&world, &forget), @"
    ---
    target: local (embedded backend)
    events of log group cruddur are kept for ever
    --- 0
    ");
    let delete = ["delete-log-group", "--log-group-name", "cruddur"];
    insta::assert_snapshot!(run(&world, &delete), @"
    ---
    target: local (embedded backend)
    deleted log group cruddur
    --- 0
    ");
}

#[test]
fn lines_go_in_and_come_out() {
    let world = cruddur("");
    insta::assert_snapshot!(put(&world, "web", "one\n\ntwo\r\nthree"), @"
    ---
    target: local (embedded backend)
    created stream web
    sent 3 events to cruddur web
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["tail", "cruddur"]), @"
    [TIME] web one
    [TIME] web two
    [TIME] web three
    ---
    target: local (embedded backend)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["tail", "cruddur", "--filter", "t", "--format", "short"]), @"
    [TIME] two
    [TIME] three
    ---
    target: local (embedded backend)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["tail", "cruddur", "--max", "1", "-o", "ndjson", "--query", "message"]), @r#"
    "one"
    ---
    target: local (embedded backend)
    --- 0
    "#);
    insta::assert_snapshot!(run(&world, &["streams", "cruddur", "-o", "human"]), @"
    STREAM  FIRST EVENT               LAST EVENT                LAST INGESTED
    web     [TIME]  [TIME]  [TIME]
    ---
    target: local (embedded backend)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["groups", "-o", "human"]), @"
    GROUP        KEPT  BYTES  FILTERS  CREATED
    cruddur  for ever     89        0  [TIME]
    ---
    target: local (embedded backend)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["tail", "cruddur", "--filter", "nothing", "--fail-on-empty"]), @"
    ---
    target: local (embedded backend)
    error: no event was found
    hint: look further back with --since
    --- 3
    ");
    let tail = ["tail", "cruddur", "--filter", "nothing"];
    insta::assert_snapshot!(run(&world, &tail), @"
    ---
    target: local (embedded backend)
    --- 0
    ");
}

#[test]
fn a_missing_group_is_code_3_with_the_nearest_name() {
    let world = cruddur("");
    insta::assert_snapshot!(run(&world, &["tail", "crudur"]), @"
    ---
    target: local (embedded backend)
    error: FilterLogEvents failed: The specified log group does not exist.
    error code: ResourceNotFoundException
    request id: [ID]
    hint: did you mean cruddur?
    hint: create it with: cruddur-obs logs create-group crudur
    --- 3
    ");
    insta::assert_snapshot!(run(&world, &["tail", "/cruddur", "-f"]), @"
    ---
    target: local (embedded backend)
    hint: this command runs the backend itself while it follows; 'cruddur-obs backend serve' keeps one running
    error: FilterLogEvents failed: The specified log group does not exist.
    error code: ResourceNotFoundException
    request id: [ID]
    hint: did you mean cruddur?
    hint: create it with: cruddur-obs logs create-group /cruddur
    --- 3
    ");
    insta::assert_snapshot!(run(&world, &["streams", "crudur"]), @"
    ---
    target: local (embedded backend)
    error: DescribeLogStreams failed: The specified log group does not exist.
    error code: ResourceNotFoundException
    request id: [ID]
    hint: did you mean cruddur?
    hint: create it with: cruddur-obs logs create-group crudur
    --- 3
    ");
    insta::assert_snapshot!(run(&world, &["retention", "crudur", "7d"]), @"
    ---
    target: local (embedded backend)
    error: PutRetentionPolicy failed: The specified log group does not exist.
    error code: ResourceNotFoundException
    request id: [ID]
    hint: did you mean cruddur?
    hint: create it with: cruddur-obs logs create-group crudur
    --- 3
    ");
    let put = world.run_with(&["logs", "put", "crudur", "--stream", "web"], "x\n");
    insta::assert_snapshot!(masked(&put), @"
    ---
    target: local (embedded backend)
    error: PutLogEvents failed: The specified log group does not exist.
    error code: ResourceNotFoundException
    request id: [ID]
    hint: did you mean cruddur?
    hint: create it with: cruddur-obs logs create-group crudur
    --- 3
    ");
    insta::assert_snapshot!(run(&world, &["tail", "cruddur", "--stream", "absent"]), @"
    ---
    target: local (embedded backend)
    error: FilterLogEvents failed: The specified log stream does not exist.
    error code: ResourceNotFoundException
    request id: [ID]
    hint: list them with: cruddur-obs logs streams cruddur
    --- 3
    ");
}

#[test]
fn data_in_another_region_is_pointed_at() {
    let world = World::new();
    run(&world, &["create-group", "cruddur", "--region", "eu-west-3"]);
    insta::assert_snapshot!(run(&world, &["groups", "-o", "plain"]), @"
    ---
    target: local (embedded backend)
    hint: nothing in region us-east-1, but eu-west-3 has log groups
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["tail", "cruddur"]), @"
    ---
    target: local (embedded backend)
    hint: nothing in region us-east-1, but eu-west-3 has log group cruddur
    hint: nothing in region us-east-1, but eu-west-3 has log groups
    error: FilterLogEvents failed: The specified log group does not exist.
    error code: ResourceNotFoundException
    request id: [ID]
    hint: create it with: cruddur-obs logs create-group cruddur
    --- 3
    ");
    insta::assert_snapshot!(run(&world, &["groups", "--prefix", "other", "--region", "eu-west-3", "-o", "plain"]), @"
    ---
    target: local (embedded backend), region eu-west-3
    --- 0
    ");
}

#[test]
fn retention_is_set_and_removed() {
    let world = cruddur("");
    insta::assert_snapshot!(run(&world, &["retention", "cruddur", "2w"]), @"
    ---
    target: local (embedded backend)
    events of log group cruddur are kept 14 days
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["retention", "cruddur", "never"]), @"
    ---
    target: local (embedded backend)
    events of log group cruddur are kept for ever
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["retention", "cruddur", "soon"]), @"
    ---
    error: `soon` is no retention
    hint: write a number of days such as 7d, a number of weeks such as 2w, or never
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["retention", "cruddur"]), @"
    ---
    error: a retention is missing
    hint: give it after the log group's name, for instance 7d, or never
    --- 2
    ");
}

#[test]
fn off_a_terminal_the_line_is_enough_to_delete_a_group() {
    let world = cruddur("hello\n");
    insta::assert_snapshot!(run(&world, &["delete-group", "cruddur"]), @"
    ---
    target: local (embedded backend)
    deleted log group cruddur
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["delete-group", "cruddur", "--yes"]), @"
    ---
    target: local (embedded backend)
    error: DeleteLogGroup failed: The specified log group does not exist.
    error code: ResourceNotFoundException
    request id: [ID]
    --- 3
    ");
}

#[test]
fn visible_credentials_without_a_profile_stop_the_command() {
    let world = World::new().set("AWS_ACCESS_KEY_ID", "AKIA").set("AWS_SECRET_ACCESS_KEY", "x");
    insta::assert_snapshot!(run(&world, &["create-group", "cruddur", "--retention", "7d"]), @r#"
    ---
    error: no profile is named, but AWS credentials are visible (AWS_ACCESS_KEY_ID): say which target is meant
    hint: for the embedded backend: cruddur-obs --profile local logs create-group cruddur --retention 7d
    hint: for the account:          cruddur-obs --profile aws logs create-group cruddur --retention 7d
    hint: declare it first in cruddur-obs.toml:
        [profiles.aws]
        account = "123456789012"
        region = "eu-west-3"
    --- 2
    "#);
    insta::assert_snapshot!(run(&world, &["tail", "cruddur", "--filter", "a b"]), @r#"
    ---
    error: no profile is named, but AWS credentials are visible (AWS_ACCESS_KEY_ID): say which target is meant
    hint: for the embedded backend: cruddur-obs --profile local logs tail cruddur --filter 'a b'
    hint: for the account:          cruddur-obs --profile aws logs tail cruddur --filter 'a b'
    hint: declare it first in cruddur-obs.toml:
        [profiles.aws]
        account = "123456789012"
        region = "eu-west-3"
    --- 2
    "#);
    let named = run(&world, &["create-group", "cruddur", "--profile", "local"]);
    assert!(named.ends_with("--- 0"), "{named}");
}

#[test]
fn nobody_at_the_endpoint_is_code_1() {
    // A port that was just free may be taken by another test; the first one never is.
    let url = "http://127.0.0.1:1";
    let world = World::new();
    insta::assert_snapshot!(run(&world, &["tail", "cruddur", "--endpoint-url", url]), @"
    ---
    target: local, endpoint http://127.0.0.1:[PORT] (flag --endpoint-url)
    error: FilterLogEvents failed: http://127.0.0.1:[PORT] cannot be reached: Connection refused (os error 111)
    hint: check that something listens at http://127.0.0.1:[PORT]; 'cruddur-obs backend serve' starts the embedded backend
    --- 1
    ");
}

/// Starts a tail whose lines are read as they come.
fn follow(world: &World, arguments: &[&str]) -> (Child, BufReader<ChildStdout>) {
    let mut command = world.program();
    command.args(["logs", "tail", "cruddur", "--quiet"]).args(arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap());
    (child, lines)
}

fn next(lines: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    masked(line.trim_end())
}

fn said(child: &mut Child) -> String {
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    said
}

#[test]
fn a_tail_follows_until_it_has_enough() {
    let world = cruddur("first\n");
    let _server = world.serve(&[]);
    let (mut tail, mut lines) = follow(&world, &["-f", "--max", "3"]);
    assert_eq!(next(&mut lines), "[TIME] web first");
    put(&world, "web", "second\n");
    assert_eq!(next(&mut lines), "[TIME] web second");
    put(&world, "new-stream", "third\nfourth\n");
    assert_eq!(next(&mut lines), "[TIME] new-stream third");
    assert_eq!(wait(&mut tail), Some(0));
    assert_eq!(next(&mut lines), "");
}

#[test]
fn a_tail_survives_the_backend_that_it_used() {
    let world = cruddur("first\n");
    let server = world.serve(&[]);
    let (mut tail, mut lines) = follow(&world, &["-f", "--max", "2"]);
    assert_eq!(next(&mut lines), "[TIME] web first");
    // It gets no time to say goodbye.
    drop(server);
    put(&world, "web", "second\n");
    assert_eq!(next(&mut lines), "[TIME] web second");
    assert_eq!(wait(&mut tail), Some(0));
}

#[test]
fn a_tail_waits_for_a_line() {
    let world = cruddur("starting\n");
    let _server = world.serve(&[]);
    let (mut tail, mut lines) =
        follow(&world, &["--wait-for", "\"server started\"", "--for", "60s"]);
    assert_eq!(next(&mut lines), "[TIME] web starting");
    put(&world, "web", "server started\n");
    assert_eq!(next(&mut lines), "[TIME] web server started");
    assert_eq!(wait(&mut tail), Some(0));
}

#[test]
fn a_line_that_does_not_come_is_code_124() {
    let world = cruddur("starting\n");
    let ends = |arguments: &[&str]| run(&world, &[&["tail", "cruddur"], arguments].concat());
    insta::assert_snapshot!(ends(&["--wait-for", "never", "--for", "1s"]), @"
    [TIME] web starting
    ---
    target: local (embedded backend)
    hint: this command runs the backend itself while it follows; 'cruddur-obs backend serve' keeps one running
    error: the awaited line did not come
    --- 124
    ");
    assert!(ends(&["--wait-for", "never", "--idle", "1s"]).ends_with("--- 124"));
    insta::assert_snapshot!(ends(&["--for", "1s"]), @"
    [TIME] web starting
    ---
    target: local (embedded backend)
    hint: this command runs the backend itself while it follows; 'cruddur-obs backend serve' keeps one running
    --- 0
    ");
    assert!(ends(&["--idle", "1s"]).ends_with("--- 0"));
}

#[test]
fn a_reader_that_goes_is_success() {
    let lines: String = (0..2_000).map(|number| format!("line {number}\n")).collect();
    let world = cruddur(&lines);
    let (mut once, reader) = follow(&world, &[]);
    drop(reader);
    assert_eq!(wait(&mut once), Some(0));
    assert_eq!(said(&mut once), "");
    let _server = world.serve(&[]);
    let (mut tail, mut reader) = follow(&world, &["-f"]);
    assert_eq!(next(&mut reader), "[TIME] web line 0");
    drop(reader);
    put(&world, "web", "one more\n");
    assert_eq!(wait(&mut tail), Some(0));
    assert_eq!(said(&mut tail), "");
}

#[test]
fn groups_come_from_stdin_and_merge_in_time_order() {
    let world = cruddur("first\n");
    run(&world, &["create-group", "other"]);
    masked(&world.run_with(&["logs", "put", "other", "--stream", "s"], "second\n"));
    put(&world, "web", "third\n");
    let tail = ["logs", "tail", "--groups-from", "-"];
    insta::assert_snapshot!(masked(&world.run_with(&tail, "cruddur\n\nother\n")), @"
    [TIME] cruddur web first
    [TIME] other s second
    [TIME] cruddur web third
    ---
    target: local (embedded backend)
    --- 0
    ");
}

#[test]
fn what_was_written_cannot_command_the_terminal() {
    let world = cruddur("\u{1b}]0;title\u{7}\u{202e}x\n");
    let human = world.output(&["logs", "tail", "cruddur", "--color", "always"]);
    assert!(human.status.success());
    let json = run(&world, &["tail", "cruddur", "-o", "ndjson", "--query", "message"]);
    assert!(json.contains("\\u001b]0;title"), "{json}");
}
