//! `rollbar` on an account: tokens, arrival, pages, refusals.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use super::rollbar::run;
use crate::stub::Reply;
use crate::stub::Stub;
use crate::support::PATIENCE;
use crate::support::World;
use crate::support::wait;

const SEND: &str = "0123456789abcdef0123456789abcdef";
const READ: &str = "fedcba9876543210fedcba9876543210";

const PROJECT: &str = r#"project.name = "cruddur"
[profiles.prod]
region = "eu-west-3"
[rollbar]
environment = "cruddur"
"#;

/// A world on profile `prod`, whose API is the stub; it may send.
fn sender(stub: &Stub) -> World {
    World::new()
        .project(PROJECT)
        .set("CRUDDUR_OBS_PROFILE", "prod")
        .set("ROLLBAR_ACCESS_TOKEN", SEND)
        .set("ROLLBAR_API_BASE", stub.url())
}

/// A world that may also read.
fn world(stub: &Stub) -> World {
    sender(stub).set("ROLLBAR_READ_TOKEN", READ)
}

fn json_of(world: &World, arguments: &[&str]) -> (i32, Value) {
    let output = world.output(&[&["rollbar"], arguments, &["-o", "json"]].concat());
    let value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code().unwrap(), value)
}

fn good(result: &Value) -> Reply {
    Reply::json(200, &json!({ "err": 0, "result": result }))
}

fn bad(status: u16, message: &str) -> Reply {
    Reply::json(status, &json!({ "err": 1, "message": message }))
}

fn accepted() -> Reply {
    good(&json!({ "id": null, "uuid": null }))
        .with_header("x-rate-limit-limit", "5000")
        .with_header("x-rate-limit-remaining", "4999")
        .with_header("x-rate-limit-reset", "1795233600")
        .with_header("x-rate-limit-remaining-seconds", "60")
}

fn item() -> Value {
    json!({
        "id": 700, "counter": 7, "title": "cruddur-obs test message", "environment": "cruddur",
        "level": "warning", "status": "active", "total_occurrences": 3, "framework": "unknown",
        "first_occurrence_timestamp": 1_795_233_600, "last_occurrence_timestamp": 1_795_233_660,
        "a_new_member": [1.5, null],
    })
}

/// Stores what is asked for after a number of looks.
fn arriving(after: usize) -> Stub {
    let uuid: Arc<Mutex<String>> = Arc::default();
    Stub::start(move |line, before| match line.split_once("/api/1").unwrap_or_default().1 {
        "/item/" => accepted(),
        path if path.starts_with("/item/?uuid=") && before < after => {
            bad(404, "UUID did not match any occurrence")
        }
        path if path.starts_with("/item/?uuid=") => {
            path.split('=').next_back().unwrap().clone_into(&mut uuid.lock().unwrap());
            good(&item())
        }
        "/item/700/instances/?page=1" => {
            let uuid = uuid.lock().unwrap().clone();
            let other = json!({ "id": 71, "data": { "uuid": "x" } });
            let own = json!({ "id": 70, "data": { "uuid": uuid } });
            good(&json!({ "page": 1, "instances": [other, own] }))
        }
        _ => bad(404, "not found"),
    })
}

/// Checks that nobody is told a token, in whichever place.
fn assert_silent(world: &World, arguments: &[&str]) {
    for further in [&["-vv"][..], &["-o", "json"], &["-o", "yaml"]] {
        let told = world.run(&[&["rollbar"], arguments, further].concat());
        assert!(!told.contains(SEND) && !told.contains(READ), "{told}");
    }
}

#[test]
fn a_message_that_is_read_back_is_proven() {
    let stub = arriving(1);
    let world = world(&stub);
    insta::assert_snapshot!(run(&world, &["test"]), @"
    accepted:    yes (HTTP 200)
    proven:      yes, it was read after [TIME]
    uuid:        [ID]
    environment: cruddur
    level:       warning
    rate limit:  4999 of 5000 left, until [TIME]
    item:        #7 (3 occurrences)
    occurrence:  70
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable ROLLBAR_API_BASE)
    accepted (HTTP 200), uuid [ID]
    --- 0
    ");
    let heard = stub.heard();
    let sent: Vec<&String> = heard.iter().filter(|text| text.starts_with("POST")).collect();
    assert!(sent[0].contains(&format!("x-rollbar-access-token: {SEND}")), "{}", sent[0]);
    let read = heard.iter().filter(|text| text.starts_with("GET"));
    assert!(read.clone().count() >= 3);
    for text in read {
        assert!(text.contains(&format!("x-rollbar-access-token: {READ}")), "{text}");
    }
    let body: Value = serde_json::from_str(sent[0].split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert_eq!(body["data"]["environment"], "cruddur");
    assert_eq!(body["data"]["fingerprint"], "cruddur-obs-test");
    assert_eq!(body.get("access_token"), None, "the token is in the header alone");
}

#[test]
fn without_a_token_that_reads_nothing_is_proven() {
    let stub = arriving(0);
    let world = sender(&stub);
    let (code, value) = json_of(&world, &["test", "--level", "error", "--message", "it's\nme"]);
    assert_eq!((code, &value["accepted"], &value["proven"]), (0, &json!(true), &json!(false)));
    assert_eq!((&value["level"], &value["item"]), (&json!("error"), &Value::Null));
    assert_eq!(value["rate_limit"]["remaining_seconds"], 60);
    assert_eq!(stub.asked(), ["POST /api/1/item/"]);
    insta::assert_snapshot!(run(&world, &["test", "-q"]), @"
    accepted:    yes (HTTP 200)
    proven:      no
    uuid:        [ID]
    environment: cruddur
    level:       warning
    rate limit:  4999 of 5000 left, until [TIME]
    ---
    --- 0
    ");
    let told = run(&world, &["test"]);
    assert!(told.contains("accepted, not proven") && told.contains("ROLLBAR_READ_TOKEN"), "{told}");
}

#[test]
fn a_message_that_does_not_arrive_is_a_deadline() {
    let stub = arriving(usize::MAX);
    let world = world(&stub);
    let (code, value) = json_of(&world, &["test", "--timeout", "300ms"]);
    assert_eq!((code, &value["accepted"], &value["proven"]), (124, &json!(true), &json!(false)));
    insta::assert_snapshot!(run(&world, &["test", "--timeout", "300ms", "--query", "proven"]), @"
    false
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable ROLLBAR_API_BASE)
    accepted (HTTP 200), uuid [ID]
    error: accepted, but it could not be read within [TIME]
    hint: the service takes items that it drops later: when they are over a limit, or filtered
    hint: is ROLLBAR_READ_TOKEN of the same project as ROLLBAR_ACCESS_TOKEN?
    hint: wait longer with --timeout
    --- 124
    ");
}

#[test]
fn an_interrupted_wait_says_what_is_known() {
    let stub = arriving(usize::MAX);
    let world = world(&stub);
    let mut command = world.program();
    command.args(["rollbar", "test", "-o", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let deadline = Instant::now() + PATIENCE;
    while stub.asked().len() < 3 {
        assert!(Instant::now() < deadline, "nobody looks for the message");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let id = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    assert_eq!(wait(&mut child), Some(130));
    let value: Value = serde_json::from_reader(child.stdout.take().unwrap()).unwrap();
    assert_eq!((&value["accepted"], &value["proven"]), (&json!(true), &json!(false)));
}

#[test]
fn a_busy_service_is_asked_again() {
    let stub = Stub::start(|line, before| match line {
        "POST /api/1/item/" => accepted(),
        line if line.starts_with("GET /api/1/item/?uuid=") && before == 0 => bad(502, "gateway"),
        line if line.starts_with("GET /api/1/item/?uuid=") => good(&item()),
        _ => bad(404, "not found"),
    });
    let (code, value) = json_of(&world(&stub), &["test", "--timeout", "2500ms"]);
    assert_eq!((code, &value["proven"]), (0, &json!(true)), "the item is there: {value}");
    assert_eq!(value["occurrence_id"], Value::Null);
}

#[test]
fn what_is_accepted_under_another_uuid_is_no_proof() {
    let stub = Stub::start(|_, _| good(&json!({ "uuid": "00000000000000000000000000000000" })));
    let told = run(&world(&stub), &["test"]);
    assert!(told.contains("accepted under another uuid") && told.ends_with("--- 1"), "{told}");
}

#[test]
fn a_refused_token_is_told_by_its_variable_and_never_shown() {
    let unknown = Stub::start(|line, _| match line.split(' ').next() {
        Some("POST") => bad(403, &format!("access token not found: {SEND}")),
        _ => bad(401, &format!("invalid access token {READ}")),
    });
    let world_of = world(&unknown);
    insta::assert_snapshot!(run(&world_of, &["test"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable ROLLBAR_API_BASE)
    error: http://127.0.0.1:[PORT] does not know the token of ROLLBAR_ACCESS_TOKEN
    hint: the service's words: CreateItem failed: access token not found: ****
    hint: copy it again from Project Settings, Project Access Tokens; it may be disabled
    hint: a key of a classic Honeycomb team looks the same
    --- 4
    ");
    insta::assert_snapshot!(run(&world_of, &["items"]), @"
    ---
    environment cruddur; --all-environments shows the others
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable ROLLBAR_API_BASE)
    error: http://127.0.0.1:[PORT] does not know the token of ROLLBAR_READ_TOKEN
    hint: the service's words: ListItems failed: invalid access token ****
    hint: copy it again from Project Settings, Project Access Tokens; it may be disabled
    hint: a key of a classic Honeycomb team looks the same
    --- 4
    ");
    for arguments in [&["test"][..], &["items"], &["item", "7"], &["occurrence", "7"]] {
        assert_silent(&world_of, arguments);
    }
    let text = "insufficient privileges: post_server_item scope is required but the access token only has read.";
    let lacking = Stub::start(move |_, _| bad(403, text));
    let told = run(&world(&lacking), &["deploy", "--revision", "abc"]);
    assert!(told.contains("ROLLBAR_ACCESS_TOKEN lacks the scope post_server_item"), "{told}");
    assert!(told.contains(text) && told.ends_with("--- 4"), "{told}");
}

#[test]
fn accepted_and_then_refused_is_still_accepted() {
    let stub = Stub::start(|line, _| match line {
        "POST /api/1/item/" => accepted(),
        _ => bad(403, "insufficient privileges: read scope is required"),
    });
    let world = world(&stub);
    let (code, value) = json_of(&world, &["test"]);
    assert_eq!((code, &value["accepted"], &value["proven"]), (4, &json!(true), &json!(false)));
    let told = run(&world, &["test"]);
    assert!(told.contains("ROLLBAR_READ_TOKEN lacks the scope read"), "{told}");
}

#[test]
fn tokens_in_data_are_cut_out_too() {
    let stub = Stub::start(|line, _| match line.split_once("/api/1").unwrap_or_default().1 {
        "/instance/31" => good(&json!({
            "id": 31, "item_id": 7, "timestamp": 1_795_233_600,
            "data": { "uuid": "u", "custom": { SEND: READ }, "body": { "message": { "body": READ } } },
        })),
        _ => bad(404, "not found"),
    });
    let world = world(&stub);
    assert_silent(&world, &["occurrence", "31"]);
    let (code, value) = json_of(&world, &["occurrence", "31"]);
    assert_eq!((code, &value["data"]["body"]["message"]["body"]), (0, &json!("****")));
}

#[test]
fn what_cannot_be_a_token_is_not_sent() {
    let stub = arriving(0);
    let key = format!("hcaik_{}", "a1".repeat(29));
    let world = world(&stub).set("ROLLBAR_ACCESS_TOKEN", &key);
    let told = run(&world, &["test"]);
    assert!(told.contains("holds a Honeycomb ingest or configuration key"), "{told}");
    assert!(told.ends_with("--- 2") && !told.contains(&key), "{told}");
    let world = world.set("ROLLBAR_READ_TOKEN", "eu-west-3");
    let told = run(&world, &["items"]);
    assert!(told.contains("ROLLBAR_READ_TOKEN holds the name of a region"), "{told}");
    assert_eq!(stub.asked(), [""; 0]);
    let nobody = World::new().project(PROJECT).set("CRUDDUR_OBS_PROFILE", "prod");
    let told = run(&nobody, &["items"]);
    assert!(told.contains("set ROLLBAR_READ_TOKEN") && told.ends_with("--- 4"), "{told}");
    let told = run(&nobody, &["deploy", "--revision", "a"]);
    assert!(told.contains("set ROLLBAR_ACCESS_TOKEN") && told.ends_with("--- 4"), "{told}");
}

#[test]
fn a_token_without_a_profile_stops_the_command() {
    let world = World::new().set("ROLLBAR_ACCESS_TOKEN", SEND);
    let told = run(&world, &["test"]);
    assert!(told.contains("Rollbar credentials are visible (ROLLBAR_ACCESS_TOKEN)"), "{told}");
    assert!(told.ends_with("--- 2") && !told.contains(SEND), "{told}");
}

/// Two hundred and fifty items on three pages.
fn many() -> Stub {
    Stub::start(|line, _| {
        let Some((_, page)) = line.split_once("?page=") else { return bad(404, "not found") };
        let page: i64 = page.split('&').next().unwrap().parse().unwrap();
        let first = (page - 1) * 100;
        let items: Vec<Value> = (first..(first + 100).min(250))
            .map(|place| {
                json!({
                    "id": place + 1000, "counter": place + 1, "title": format!("T{place}"),
                    "last_occurrence_timestamp": 1_795_233_600 - place * 60,
                })
            })
            .collect();
        good(&json!({ "page": page, "total_count": 250, "items": items }))
    })
}

#[test]
fn every_page_is_read_or_as_many_as_are_asked_for() {
    let stub = many();
    let world = world(&stub);
    let lines = |arguments: &[&str]| {
        let output = world.output(&[&["rollbar", "items", "-o", "ndjson"], arguments].concat());
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap().lines().count()
    };
    assert_eq!(lines(&[]), 250);
    assert_eq!(
        stub.asked(),
        [1, 2, 3, 1].map(|page| format!("GET /api/1/items/?page={page}&environment=cruddur"))
    );
    assert_eq!(lines(&["--limit", "120", "--all-environments"]), 120);
    assert_eq!(stub.asked()[4..].len(), 2);
    assert_eq!(lines(&["--since", "2026-11-21T03:30:00Z", "--until", "2026-11-21T04:00:00Z"]), 30);
    let told = run(&world, &["items", "--limit", "1"]);
    assert!(told.contains("there are more than these 1"), "{told}");
}

#[test]
fn a_throttled_page_is_waited_for() {
    let stub = Stub::start(|_, before| match before {
        0 | 1 => bad(429, "slow down").with_header("retry-after", "0"),
        _ => good(&json!({ "page": 1, "total_count": 1, "items": [item()] })),
    });
    let told = run(&world(&stub), &["items"]);
    assert!(told.contains("waiting 0 s, as the service asks") && told.ends_with("--- 0"), "{told}");
    let stub = Stub::start(|_, _| bad(429, "slow down").with_header("retry-after", "86400"));
    let told = run(&world(&stub), &["items"]);
    assert!(told.contains("used up for 86400 s") && told.ends_with("--- 1"), "{told}");
    assert_eq!(stub.asked().len(), 1);
}

#[test]
fn an_empty_list_is_ok_unless_it_is_asked_to_fail() {
    let stub = Stub::start(|_, _| good(&json!({ "page": 1, "total_count": 0, "items": [] })));
    let world = world(&stub);
    insta::assert_snapshot!(run(&world, &["items", "--environment", "a", "--level", "error", "--level", "critical", "--status", "active", "--search", "x y"]), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable ROLLBAR_API_BASE)
    --- 0
    ");
    assert_eq!(
        stub.asked(),
        [
            "GET /api/1/items/?page=1&environment=a&level=error&level=critical&status=active&query=x%20y"
        ]
    );
    let told = run(&world, &["items", "--fail-on-empty"]);
    assert!(told.contains("no item was found") && told.ends_with("--- 3"), "{told}");
}

#[test]
fn an_item_is_found_by_number_id_and_uuid() {
    let stub = Stub::start(|line, _| match line.split_once("/api/1").unwrap_or_default().1 {
        "/item?counter=7" | "/item/700" => good(&item()),
        path if path.starts_with("/item/?uuid=4b2f") => good(&item()),
        path if path.starts_with("/item/?uuid=") => bad(404, "UUID did not match any occurrence"),
        "/item/700/instances/?page=1" => {
            let one = |id: i64| {
                json!({
                    "id": id, "timestamp": 1_795_233_600,
                    "data": { "uuid": "u", "level": "warning", "environment": "cruddur",
                        "person": { "id": "9" }, "body": { "message": { "body": "a\u{1b}[2J" } } },
                })
            };
            good(&json!({ "page": 1, "instances": [one(71), one(70)] }))
        }
        _ => bad(404, "Item not found"),
    });
    let world = world(&stub);
    insta::assert_snapshot!(run(&world, &["item", "#7"]), @r"
    warning cruddur-obs test message
    item           #7 (id 700)
    status         active
    environment    cruddur
    framework      unknown
    occurrences    3
    first seen     [TIME]
    last seen      [TIME]

    [TIME]  71  a\u{1b}[2J  9
    [TIME]  70  a\u{1b}[2J  9
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable ROLLBAR_API_BASE)
    --- 0
    ");
    let uuid = "4B2F9A0E-5a52-4c4c-9d1a-0f3f3c8f5a01";
    for named in [&["700"][..], &["700", "--id"], &[uuid]] {
        let (code, value) = json_of(&world, &[&["item"], named].concat());
        assert_eq!((code, &value["item"]), (0, &item()), "{named:?}");
        assert_eq!(value["occurrences"].as_array().unwrap().len(), 2);
    }
    let (_, value) = json_of(&world, &["item", "7", "--occurrences", "1"]);
    assert_eq!(value["occurrences"][0]["id"], 71);
    for named in ["8", "00000000-0000-4000-8000-000000000000"] {
        let told = run(&world, &["item", named]);
        assert!(told.contains("error: there is no") && told.ends_with("--- 3"), "{told}");
    }
    let told = run(&world, &["item", "x"]);
    assert!(told.contains("neither a number nor the uuid") && told.ends_with("--- 2"), "{told}");
}

#[test]
fn an_occurrence_is_found_on_any_page() {
    let uuid = "4b2f9a0e-5a52-4c4c-9d1a-0f3f3c8f5a01";
    let stub = Stub::start(move |line, _| {
        let path = line.split_once("/api/1").unwrap_or_default().1;
        if path.starts_with("/item/?uuid=") {
            return good(&item());
        }
        if let Some(page) = path.strip_prefix("/item/700/instances/?page=") {
            let page: i64 = page.parse().unwrap();
            let instances: Vec<Value> = (0..if page > 3 { 0 } else { 20 })
                .map(|place| {
                    let id = 1000 - page * 20 - place;
                    let uuid = if id == 930 { uuid.to_owned() } else { format!("u{id}") };
                    json!({ "id": id, "data": { "uuid": uuid } })
                })
                .collect();
            return good(&json!({ "page": page, "instances": instances }));
        }
        match path {
            "/instance/930" => good(&json!({
                "id": 930, "item_id": 700, "timestamp": 1_795_233_600,
                "data": { "uuid": uuid, "body": { "message": { "body": "here" } }, "n": 1e300 },
            })),
            _ => bad(404, "not found"),
        }
    });
    let world = world(&stub);
    let (code, value) = json_of(&world, &["occurrence", uuid]);
    assert_eq!((code, &value["data"]["n"]), (0, &json!(1e300)));
    let missing = uuid.replace("4b2f", "4b2e");
    let told = run(&world, &["occurrence", &missing]);
    assert!(told.contains("among its newest") && told.ends_with("--- 3"), "{told}");
    let told = run(&world, &["occurrence", "931"]);
    assert!(told.contains("there is no occurrence 931") && told.ends_with("--- 3"), "{told}");
}

#[test]
fn one_occurrence_that_cannot_be_read_spoils_no_page() {
    let uuid = "4b2f9a0e-5a52-4c4c-9d1a-0f3f3c8f5a01";
    let digits = uuid.replace('-', "");
    let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    let body = format!(
        r#"{{"err":0,"result":{{"page":1,"instances":[
            {{"id":72,"timestamp":1795233600,"data":{{"uuid":"d","x":{deep}}}}},
            {{"id":71,"timestamp":1795233600,"data":{{"uuid":"{digits}","body":{{"message":{{"body":"here"}}}}}}}}
        ]}}}}"#
    );
    let stub = Stub::start(move |line, _| match line.split_once("/api/1").unwrap_or_default().1 {
        "/item?counter=7" => good(&item()),
        path if path.starts_with("/item/?uuid=") => good(&item()),
        "/item/700/instances/?page=1" => {
            Reply { status: 200, headers: Vec::new(), body: body.clone() }
        }
        "/instance/71" => good(&json!({ "id": 71, "data": { "uuid": digits } })),
        _ => bad(404, "not found"),
    });
    let world = world(&stub);
    let (code, value) = json_of(&world, &["item", "7"]);
    assert_eq!((code, value["occurrences"].as_array().unwrap().len()), (0, 2));
    assert_eq!(
        (&value["occurrences"][0]["id"], &value["occurrences"][0]["data"]),
        (&json!(72), &Value::Null)
    );
    assert_eq!(value["occurrences"][1]["data"]["body"]["message"]["body"], "here");
    // A uuid is the same with dashes and without.
    assert_eq!(json_of(&world, &["occurrence", uuid]).1["id"], 71);
}

#[test]
fn a_deploy_is_told_in_both_forms_and_changed() {
    let stub = Stub::start(|line, before| match (line, before) {
        ("POST /api/1/deploy", 0) => Reply::json(200, &json!({ "data": { "deploy_id": 12 } })),
        ("POST /api/1/deploy", 1) => Reply::json(200, &json!({ "deploy_id": 13 })),
        ("POST /api/1/deploy", 2) => good(&json!({ "deploy_id": 14 })),
        ("PATCH /api/1/deploy/12", _) => good(&json!({})),
        ("PATCH /api/1/deploy/13", _) => Reply::json(200, &json!({ "err": 1, "message": "no" })),
        _ => bad(422, "Missing 'environment' key. Missing 'revision' or 'head_long' key"),
    });
    let world = sender(&stub);
    insta::assert_snapshot!(run(&world, &["deploy", "--revision", "9f8e7d6", "--user", "ann"]), @"
    12
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable ROLLBAR_API_BASE)
    told of deploy 12: 9f8e7d6 in cruddur
    --- 0
    ");
    let body = stub.heard()[0].split("\r\n\r\n").nth(1).unwrap().to_owned();
    assert_eq!(
        serde_json::from_str::<Value>(&body).unwrap(),
        json!({ "environment": "cruddur", "revision": "9f8e7d6", "local_username": "ann" })
    );
    for id in [13, 14] {
        let (code, value) = json_of(
            &world,
            &["deploy", "--revision", "a", "--status", "started", "--comment", "c"],
        );
        assert_eq!(
            (code, &value["deploy_id"], &value["status"]),
            (0, &json!(id), &json!("started"))
        );
    }
    let told = run(&world, &["deploy", "--id", "12", "--status", "succeeded"]);
    assert!(told.starts_with("12\n") && told.ends_with("--- 0"), "{told}");
    let told = run(&world, &["deploy", "--id", "13", "--status", "failed"]);
    assert!(told.contains("UpdateDeploy failed: no") && told.ends_with("--- 1"), "{told}");
    let told = run(&world, &["deploy", "--revision", "a"]);
    assert!(told.contains("Missing 'environment' key") && told.ends_with("--- 2"), "{told}");
    for wrong in [
        &["deploy", "--id", "1"][..],
        &["deploy", "--id", "0", "--status", "failed"],
        &["deploy", "--id", "1", "--status", "failed", "--revision", "a"],
        &["deploy", "--status", "gone", "--revision", "a"],
        &["deploy", "--revision", &"a".repeat(41)],
    ] {
        assert!(run(&world, wrong).ends_with("--- 2"), "{wrong:?}");
    }
}

#[test]
fn the_revision_is_that_of_the_job_or_of_the_repository() {
    let commit = "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432";
    let stub = Stub::start(|_, _| Reply::json(200, &json!({ "data": { "deploy_id": 12 } })));
    let world = sender(&stub);
    let told = run(&world, &["deploy"]);
    assert!(told.contains("name it with --revision") && told.ends_with("--- 2"), "{told}");
    let world = world
        .write("project/.git/HEAD", "ref: refs/heads/main\n")
        .write("project/.git/refs/heads/main", commit);
    assert_eq!(json_of(&world, &["deploy"]).1["revision"], commit);
    let world = world
        .set("GITHUB_SHA", &"a".repeat(40))
        .set("GITHUB_ACTOR", "ann")
        .set("GITHUB_SERVER_URL", "https://github.com")
        .set("GITHUB_REPOSITORY", "ann/cruddur")
        .set("GITHUB_RUN_ID", "17");
    let (_, value) = json_of(&world, &["deploy"]);
    assert_eq!(value["revision"], "a".repeat(40));
    assert_eq!(value["local_username"], "ann");
    assert_eq!(value["comment"], "https://github.com/ann/cruddur/actions/runs/17");
}

#[test]
fn answers_that_are_none_are_errors() {
    let answers: [(u16, &str, &str); 6] = [
        (200, "<html>", "is not Rollbar's API"),
        (200, "{}", "has no result"),
        (200, "{\"err\":0,\"result\":{\"page\":1}}", "has no list"),
        (200, "{\"err\":0,\"result\":{\"items\":[{\"id\":\"x\"}]}}", "is not Rollbar's API"),
        (301, "", "HTTP status 301"),
        (200, "{\"err\":1,\"message\":\"over quota\"}", "ListItems failed: over quota"),
    ];
    for (status, body, expected) in answers {
        let stub =
            Stub::start(move |_, _| Reply { status, headers: Vec::new(), body: body.to_owned() });
        let told = run(&world(&stub), &["items"]);
        assert!(told.contains(expected) && told.ends_with("--- 1"), "{body}: {told}");
    }
    let deep = format!("{{\"result\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let stub = Stub::start(move |_, _| Reply { status: 200, headers: vec![], body: deep.clone() });
    assert!(run(&world(&stub), &["items"]).ends_with("--- 1"));
    let stub = Stub::start(|_, _| bad(429, "rate limit").with_header("retry-after", "30"));
    let told = run(&world(&stub), &["test"]);
    assert!(told.contains("used up for 30 s") && told.ends_with("--- 1"), "{told}");
}
