//! `rollbar` on the embedded backend.

use serde_json::Value;
use serde_json::json;

use crate::support::Server;
use crate::support::World;
use crate::support::masked;
use crate::support::rollbar;

const PROJECT: &str = "project.name = \"cruddur\"\n[rollbar]\nenvironment = \"cruddur\"\n";

/// Runs a verb, without what differs from run to run.
pub(super) fn run(world: &World, arguments: &[&str]) -> String {
    let told = masked(&world.run(&[&["rollbar"], arguments].concat()));
    let time = regex::Regex::new(r"(after|within) \d+(\.\d)? m?s").unwrap();
    time.replace_all(&told, "$1 [TIME]").into_owned()
}

fn json_of(world: &World, arguments: &[&str]) -> Value {
    let output = world.output(&[&["rollbar"], arguments, &["-o", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A world whose running backend is there.
fn world() -> (World, Server) {
    let world = World::new().project(PROJECT);
    let server = world.serve(&[]);
    (world, server)
}

/// Sends an item as an SDK does, and waits until it can be read.
fn send(server: &Server, uuid: &str, data: &Value) {
    let mut data = data.clone();
    data["uuid"] = json!(uuid);
    data["environment"] = json!("cruddur");
    let body = json!({ "data": data }).to_string();
    let (status, answer) = rollbar(&server.url(), "POST", "/api/1/item/", &body);
    assert_eq!(status, 200, "{answer}");
}

#[test]
fn a_test_message_is_proven_with_nothing_started() {
    let world = World::new().project(PROJECT);
    insta::assert_snapshot!(run(&world, &["test"]), @"
    accepted:    yes (HTTP 200)
    proven:      yes, it was read after [TIME]
    uuid:        [ID]
    environment: cruddur
    level:       warning
    item:        #1 (1 occurrence)
    occurrence:  1
    ---
    target: local (embedded backend)
    accepted (HTTP 200), uuid [ID]
    --- 0
    ");
    let again = json_of(&world, &["test", "--level", "critical"]);
    assert_eq!(again["item"]["counter"], 1, "all test messages are one item");
    assert_eq!(again["item"]["total_occurrences"], 2);
    let items = json_of(&world, &["items"]);
    assert_eq!(items["items"].as_array().unwrap().len(), 1);
    assert_eq!(items["items"][0]["level"], "warning", "the first occurrence decides");
    let uuid = again["uuid"].as_str().unwrap();
    let occurrence = json_of(&world, &["occurrence", uuid]);
    assert_eq!(occurrence["data"]["fingerprint"], "cruddur-obs-test");
    assert_eq!(occurrence["data"]["level"], "critical");
    let item = json_of(&world, &["item", uuid]);
    assert_eq!(item["item"]["id"], items["items"][0]["id"]);
    assert_eq!(item["occurrences"].as_array().unwrap().len(), 2);
}

#[test]
fn an_environment_that_is_new_is_told() {
    let (world, server) = world();
    let data = json!({ "body": { "message": { "body": "x" } } });
    send(&server, "4b2f9a0e-5a52-4c4c-9d1a-0f3f3c8f5a01", &data);
    let told = run(&world, &["test", "--environment", "crudur"]);
    assert!(told.contains("has no environment crudur yet"), "{told}");
    assert!(told.contains("did you mean `cruddur`?") && told.ends_with("--- 0"), "{told}");
    let told = run(&world, &["test", "--environment", "crudur"]);
    assert!(!told.contains("warning:"), "{told}");
    let told = run(&world, &["test", "--environment", "staging"]);
    assert!(told.contains("it has ") && told.contains("cruddur"), "{told}");
}

#[test]
fn what_an_sdk_sent_is_shown() {
    let (world, server) = world();
    let uuid = "4b2f9a0e-5a52-4c4c-9d1a-0f3f3c8f5a01";
    let frames = json!([
        { "filename": "app.py", "lineno": 10, "method": "main", "code": "view()" },
        { "filename": "app.py", "lineno": 12, "method": "view" },
    ]);
    let error = json!({ "class": "TypeError", "message": "bad \u{1b}[2J operand" });
    let data = json!({
        "level": "error", "language": "python 3.13", "framework": "flask",
        "body": { "trace": { "frames": frames, "exception": error } },
        "person": { "id": "7", "username": "ann" },
        "request": { "method": "GET", "url": "http://h/x" },
        "custom": { "big": 9_007_199_254_740_993_i64, "float": 0.1 },
    });
    send(&server, uuid, &data);
    let told = run(&world, &["occurrence", uuid]);
    for part in [
        "error TypeError: bad \\u{1b}[2J operand\n",
        "request      GET http://h/x\n",
        "person       7 (ann)\n",
        "  app.py:10 in main\n    view()\n  app.py:12 in view\n",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let value = json_of(&world, &["occurrence", uuid]);
    for (key, sent) in data.as_object().unwrap() {
        assert_eq!(value["data"][key], *sent, "{key}");
    }
    let told = run(&world, &["items", "--level", "error"]);
    assert!(told.contains("TypeError: bad \\u{1b}[2J operand"), "{told}");
    assert_eq!(json_of(&world, &["items", "--environment", "other"])["items"], json!([]));
    assert_eq!(json_of(&world, &["items", "--level", "debug"])["items"], json!([]));
}

#[test]
fn pages_of_items_and_occurrences_are_read_to_the_end() {
    let (world, server) = world();
    for place in 0..130 {
        let data =
            json!({ "body": { "message": { "body": "x" } }, "fingerprint": format!("f{place}") });
        send(&server, &format!("00000000-0000-4000-8000-{place:012}"), &data);
    }
    for place in 0..45 {
        let data = json!({ "body": { "message": { "body": "y" } }, "fingerprint": "same" });
        send(&server, &format!("00000000-0000-4000-8001-{place:012}"), &data);
    }
    let items = json_of(&world, &["items"]);
    assert_eq!(items["items"].as_array().unwrap().len(), 131);
    let first = "00000000-0000-4000-8001-000000000000";
    let item = json_of(&world, &["item", first, "--occurrences", "100"]);
    assert_eq!(item["occurrences"].as_array().unwrap().len(), 45);
    assert_eq!(json_of(&world, &["occurrence", first])["data"]["uuid"], first);
}

#[test]
fn deploys_are_kept() {
    let (world, server) = world();
    let arguments = ["deploy", "--revision", "9f8e7d6", "--user", "ann", "--status", "started"];
    let id = json_of(&world, &arguments)["deploy_id"].as_i64().unwrap();
    let path = format!("/api/1/deploy/{id}");
    let kept = || {
        let (_, answer) = rollbar(&server.url(), "GET", &path, "");
        serde_json::from_str::<Value>(&answer).unwrap()["result"].clone()
    };
    assert_eq!((&kept()["revision"], &kept()["status"]), (&json!("9f8e7d6"), &json!("started")));
    json_of(&world, &["deploy", "--id", &id.to_string(), "--status", "failed"]);
    assert_eq!(kept()["status"], "failed");
    let told = run(&world, &["deploy", "--id", "999", "--status", "failed"]);
    assert!(told.ends_with("--- 3"), "{told}");
}

#[test]
fn a_backend_that_is_slow_strict_or_limited_is_told_right() {
    let world = World::new().project(PROJECT);
    let server = world.serve(&[
        "--rollbar-arrival-delay",
        "300ms",
        "--rollbar-strict-tokens",
        "--rollbar-rate-limit",
        "1/600",
    ]);
    let test = json_of(&world, &["test"]);
    assert_eq!((&test["proven"], &test["rate_limit"]["limit"]), (&json!(true), &json!(1)));
    assert_eq!(test["rate_limit"]["remaining"], 0);
    let told = run(&world, &["test"]);
    assert!(told.contains("limit is used up for") && told.ends_with("--- 1"), "{told}");
    drop(server);
    let world =
        World::new().project(PROJECT).set("CRUDDUR_OBS_BACKEND_TOKEN", "a-backend-token-of-ours");
    let server = world.serve(&[]);
    assert_eq!(json_of(&world, &["test"])["proven"], true);
    let url = server.url();
    let stranger = World::new().set("CRUDDUR_OBS_ENDPOINT_URL", &url);
    let told = run(&stranger, &["test"]);
    assert!(told.contains("set CRUDDUR_OBS_BACKEND_TOKEN") && told.ends_with("--- 4"), "{told}");
}
