//! `honeycomb` on an account: plans, permissions, regions, limits and kept answers.

use serde_json::Value;
use serde_json::json;

use crate::stub::Reply;
use crate::stub::Stub;
use crate::support::World;
use crate::support::honeycomb;
use crate::support::masked;

const KEY: &str = "0123456789abcdef012345";

const PROJECT: &str = r#"project.name = "cruddur"
[profiles.prod]
region = "eu-west-3"
[honeycomb.queries.count]
dataset = "backend-flask"
calculations = [{ op = "COUNT" }]
[honeycomb.queries.roots]
dataset = "backend-flask"
filters = [{ column = "root.name", op = "exists" }]
"#;

/// A world on profile `prod`, whose API is the stub.
fn world(stub: &Stub) -> World {
    World::new()
        .project(PROJECT)
        .set("CRUDDUR_OBS_PROFILE", "prod")
        .set("HONEYCOMB_CONFIGURATION_KEY", KEY)
        .set("HONEYCOMB_API_ENDPOINT", stub.url())
}

fn run(world: &World, arguments: &[&str]) -> String {
    masked(&world.run(&[&["honeycomb"], arguments].concat()))
}

fn auth(access: &Value) -> Reply {
    let body = json!({
        "id": "hcxlk_1",
        "type": "configuration",
        "api_key_access": access,
        "team": { "name": "Cruddur", "slug": "cruddur" },
        "environment": { "name": "test", "slug": "test" },
    });
    Reply::json(200, &body)
}

/// Answers as an Enterprise team's API.
fn enterprise(line: &str) -> Reply {
    match line {
        "GET /1/auth" => auth(&json!({ "queries": true, "columns": true })),
        "GET /1/datasets" => Reply::json(200, &json!([{ "slug": "backend-flask" }])),
        "GET /1/columns/backend-flask" => Reply::json(200, &json!([{ "key_name": "name" }])),
        "POST /1/queries/backend-flask" => Reply::json(200, &json!({ "id": "q1" })),
        "POST /1/query_results/backend-flask" => {
            Reply::json(201, &json!({ "id": "r1", "complete": false }))
        }
        "GET /1/query_results/backend-flask/r1" => {
            let page = "https://ui.honeycomb.io/cruddur/environments/test/datasets/backend-flask";
            let body = json!({
                "id": "r1",
                "complete": true,
                "data": { "results": [{ "data": { "COUNT": 7 } }], "series": [] },
                "links": { "query_url": format!("{page}/result/r1") },
            });
            Reply::json(200, &body)
        }
        _ => Reply::json(404, &json!({ "error": "not found" })),
    }
}

fn problem(status: u16, detail: &str) -> Reply {
    Reply::json(status, &json!({ "status": status, "title": "no", "detail": detail }))
}

fn counted(stub: &Stub) -> usize {
    let asked = stub.asked();
    asked.iter().filter(|line| line.starts_with("POST /1/query_results")).count()
}

#[test]
fn an_answer_names_the_page_that_works_on_every_plan() {
    let stub = Stub::start(|line, _| enterprise(line));
    let world = world(&stub);
    let output = world.output(&["honeycomb", "query", "count", "-o", "json"]);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        value["ui_url"],
        "https://ui.honeycomb.io/cruddur/environments/test/datasets/backend-flask?query=%7B%22calculations%22%3A%5B%7B%22op%22%3A%22COUNT%22%7D%5D%7D"
    );
    insta::assert_snapshot!(run(&world, &["query", "count", "--no-cache"]), @"
    COUNT
        7
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    --- 0
    ");
}

#[test]
fn an_answer_is_kept_as_long_as_the_service_would_give_the_same() {
    let stub = Stub::start(|line, _| enterprise(line));
    let world = world(&stub);
    // Far from the present, so that the minute may pass meanwhile.
    let query = ["honeycomb", "query", "count", "--since", "3h", "--until", "2h", "-o", "json"];
    let fixed = ["1795680000", "1795683600"];
    let query = [&query[..4], &[fixed[0], query[5], fixed[1]], &query[7..]].concat();
    let first = world.output(&query);
    let second = world.output(&query);
    assert_eq!(first.stdout, second.stdout);
    assert_eq!(counted(&stub), 1);
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.contains("this answer is kept from 20") && said.contains("--no-cache"), "{said}");
    world.output(&[query.clone(), vec!["--no-cache"]].concat());
    assert_eq!(counted(&stub), 2);
    let other = world.output(&[&query[..3], &["--dataset", "backend-flask"], &query[3..]].concat());
    assert!(other.status.success());
    assert_eq!(counted(&stub), 3, "another dataset may have been meant");
    for folder in [".cache/cruddur-obs/honeycomb", ".local/state/cruddur-obs/honeycomb"] {
        for entry in std::fs::read_dir(world.path("home").join(folder)).unwrap() {
            use std::os::unix::fs::PermissionsExt as _;
            let path = entry.unwrap().path();
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", path.display());
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(!text.contains(KEY) && !path.display().to_string().contains(KEY));
        }
    }
}

#[test]
fn a_plan_without_the_query_api_gives_the_page() {
    let stub = Stub::start(|line, _| match line {
        "POST /1/query_results/backend-flask" => problem(403, "not on your plan"),
        _ => enterprise(line),
    });
    insta::assert_snapshot!(run(&world(&stub), &["query", "count"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: the team's plan has no query API, which is a part of Enterprise
    hint: the service's words: CreateQueryResult failed: not on your plan
    --- 4
    ");
}

#[test]
fn a_team_without_enterprise_saves_queries_and_runs_none() {
    let world = World::new().project(PROJECT);
    let server = world.serve(&["--honeycomb-plan", "free"]);
    let sent = honeycomb(&server.url(), "POST", "/1/events/backend-flask", r#"{"name":"GET /"}"#);
    assert_eq!(sent.0, 200);
    let world = world
        .set("CRUDDUR_OBS_PROFILE", "prod")
        .set("HONEYCOMB_CONFIGURATION_KEY", KEY)
        .set("HONEYCOMB_API_ENDPOINT", &server.url());
    insta::assert_snapshot!(run(&world, &["query", "count"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: the team's plan has no query API, which is a part of Enterprise
    hint: the service's words: CreateQueryResult failed: query results are not part of this team's plan, they need Enterprise
    --- 4
    ");
    let pushed = run(&world, &["push"]);
    assert!(pushed.contains("3 created; everything reads back as declared"), "{pushed}");
}

#[test]
fn a_query_that_takes_too_much_says_how_much() {
    let failing = |status: u16, words: &'static str| {
        Stub::start(move |line, _| match line {
            "GET /1/query_results/backend-flask/r1" => {
                Reply::json(status, &json!({ "error": words }))
            }
            _ => enterprise(line),
        })
    };
    let slow = failing(504, "the query did not end within 10 s");
    insta::assert_snapshot!(run(&world(&slow), &["query", "count"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: GetQueryResult failed: the query did not end within 10 s
    hint: ask for less time with --since
    --- 124
    ");
    let large = failing(422, "the query needs more than 134217728 bytes of memory");
    insta::assert_snapshot!(run(&world(&large), &["query", "count"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: GetQueryResult failed: the query needs more than 134217728 bytes of memory
    hint: ask for less time with --since, or for fewer groups: drop a breakdown or add a filter
    --- 1
    ");
}

#[test]
fn a_missing_permission_is_named() {
    let stub = Stub::start(|line, _| match line {
        "GET /1/auth" => auth(&json!({ "queries": false, "columns": true })),
        "POST /1/query_results/backend-flask" => problem(401, "no"),
        _ => enterprise(line),
    });
    insta::assert_snapshot!(run(&world(&stub), &["query", "count"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: the key of HONEYCOMB_CONFIGURATION_KEY (hcxlk_1) lacks the permission Run Queries
    hint: give it to the key in Honeycomb: Environment Settings, API Keys
    --- 4
    ");
    let stub = Stub::start(|line, _| match line {
        "GET /1/auth" => auth(&json!({ "queries": true, "columns": false })),
        "POST /1/queries/backend-flask" => problem(403, "no"),
        _ => enterprise(line),
    });
    insta::assert_snapshot!(run(&world(&stub), &["query", "count"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: the key of HONEYCOMB_CONFIGURATION_KEY (hcxlk_1) lacks the permission Manage Queries and Columns
    hint: give it to the key in Honeycomb: Environment Settings, API Keys
    --- 4
    ");
}

#[test]
fn a_key_that_the_region_does_not_know_is_told() {
    let stub = Stub::start(|_, _| {
        Reply::json(401, &json!({ "error": "unknown API key - check your credentials" }))
    });
    insta::assert_snapshot!(run(&world(&stub), &["query", "count"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: http://127.0.0.1:[PORT] does not know the key of HONEYCOMB_CONFIGURATION_KEY
    hint: the service's words: ListDatasets failed: unknown API key - check your credentials
    hint: copy the key again; it may be disabled or deleted
    --- 4
    ");
    insta::assert_snapshot!(run(&world(&stub), &["datasets"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: http://127.0.0.1:[PORT] does not know the key of HONEYCOMB_CONFIGURATION_KEY
    hint: the service's words: ListDatasets failed: unknown API key - check your credentials
    hint: copy the key again; it may be disabled or deleted
    --- 4
    ");
}

#[test]
fn the_services_wish_to_wait_is_obeyed() {
    let limit = "This endpoint allows 10 requests per minute.";
    let stub = Stub::start(move |line, before| match line {
        "POST /1/query_results/backend-flask" if before == 0 => {
            problem(429, limit).with_header("retry-after", "0")
        }
        _ => enterprise(line),
    });
    let shown = run(&world(&stub), &["query", "count", "-o", "ndjson"]);
    insta::assert_snapshot!(shown, @r#"
    {"COUNT":7}
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    waiting 0 s, as the service asks: This endpoint allows 10 requests per minute.
    --- 0
    "#);
    assert_eq!(counted(&stub), 2);
}

#[test]
fn a_wait_of_an_hour_is_a_persons_to_decide() {
    let stub = Stub::start(|line, _| match line {
        "POST /1/query_results/backend-flask" => {
            problem(429, "slow down").with_header("retry-after", "3600")
        }
        _ => enterprise(line),
    });
    insta::assert_snapshot!(run(&world(&stub), &["query", "count"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: CreateQueryResult failed: slow down
    hint: the service asks to wait 3600 s
    --- 1
    ");
}

#[test]
fn commands_share_the_accounts_limit() {
    let stub = Stub::start(|line, _| enterprise(line));
    let world = world(&stub);
    for _ in 0..8 {
        let output = world.output(&["honeycomb", "query", "count", "--no-cache"]);
        assert!(output.status.success());
    }
    // The ninth waits for a minute, which nobody here has.
    let waits = ["query", "count", "--no-cache", "--timeout", "1s"];
    let shown = run(&world, &waits);
    let shown = regex::Regex::new(r"waiting \d+ s").unwrap().replace(&shown, "waiting [N] s");
    insta::assert_snapshot!(shown, @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    waiting [N] s for the account's limit: at most 8 queries a minute, by all commands with this key
    error: the deadline passed after 1s
    hint: give more time with --timeout
    --- 124
    ");
    assert_eq!(counted(&stub), 8);
    // Another key has a limit of its own.
    let other = world.set("HONEYCOMB_CONFIGURATION_KEY", "another-configuration-key");
    assert!(other.output(&["honeycomb", "query", "roots", "--no-cache"]).status.success());
    let shown = run(&other, &["query", "roots", "--no-cache", "--timeout", "1s"]);
    assert!(shown.contains("other spans of a trace may run once a minute"), "{shown}");
}

#[test]
fn open_knows_the_pages_of_honeycombs_own_api_only() {
    let stub = Stub::start(|line, _| enterprise(line));
    let world = world(&stub);
    insta::assert_snapshot!(run(&world, &["open", "count"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: http://127.0.0.1:[PORT] has no pages that are known
    hint: cruddur-obs honeycomb query shows the result here
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["open", "cuont", "--profile", "local"]), @"
    ---
    error: there is no query called cuont
    hint: did you mean `count`?
    --- 3
    ");
    insta::assert_snapshot!(run(&world, &["open", "count", "--profile", "local"]), @"
    ---
    target: local (embedded backend)
    error: the embedded backend has no pages
    hint: cruddur-obs honeycomb query shows the result here
    hint: with --profile NAME of an account this prints the address of Honeycomb's page
    --- 2
    ");
    assert_eq!(counted(&stub), 0);
}

#[test]
fn markers_are_made_listed_and_deleted() {
    let stub = Stub::start(|line, _| match line {
        "POST /1/markers/__all__" => Reply::json(201, &json!({ "id": "m1", "message": "x" })),
        "GET /1/markers/__all__" => Reply::json(
            200,
            &json!([{ "id": "m1", "message": "1.4.2", "type": "deploy", "start_time": 1_795_680_000 }]),
        ),
        "DELETE /1/markers/__all__/m1" => Reply::json(200, &json!({})),
        _ => problem(404, "Marker not found"),
    });
    let world = world(&stub);
    insta::assert_snapshot!(run(&world, &["marker", "--message", "1.4.2", "--type", "deploy"]), @"
    m1
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["marker", "--list"]), @"
    ID  START                     END  TYPE    MESSAGE  URL
    m1  [TIME]       deploy  1.4.2
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["marker", "--delete", "m1"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    deleted marker m1
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["marker", "--delete", "m2"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: DeleteMarker failed: Marker not found
    --- 3
    ");
    insta::assert_snapshot!(run(&world, &["marker", "--delete", "../x"]), @"
    ---
    error: invalid value '../x' for '--delete <ID>': an id has letters and digits only

    For more information, try '--help'.
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["marker"]), @"
    ---
    error: the following required arguments were not provided:
      --message <TEXT>

    Usage: cruddur-obs honeycomb marker --profile <NAME> --message <TEXT>

    For more information, try '--help'.
    --- 2
    ");
    let backwards = ["marker", "--type", "x", "--start", "1795680000", "--end", "1795679999"];
    insta::assert_snapshot!(run(&world, &backwards), @"
    ---
    error: --end lies before --start
    hint: without --start a marker begins now
    --- 2
    ");
}
