//! Honeycomb's resources: who may use them, what the paths have, and what outlives a restart.

use serde_json::Value;
use serde_json::json;

use super::support::Reply;
use super::support::TestBackend;

const PROBLEM: &str = "application/problem+json";

async fn send(backend: &TestBackend, method: &str, path: &str, key: &str, body: &Value) -> Reply {
    let headers = [("x-honeycomb-team", key), ("content-type", "application/json")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    backend.send(method, path, &headers, body.as_bytes()).await
}

/// Calls with a configuration key; returns the body after checking the status.
async fn call(backend: &TestBackend, status: u16, method: &str, path: &str, body: &Value) -> Value {
    let reply = send(backend, method, path, "a-configuration-key", body).await;
    assert_eq!(reply.status, status, "{method} {path}: {reply:?}");
    if status >= 400 {
        assert_eq!(reply.header("content-type"), PROBLEM, "{reply:?}");
    }
    if reply.body.is_empty() { Value::Null } else { reply.json() }
}

/// Every operation of version 1 but those that any key, or a sending key, may use; as method and path.
fn resource_operations() -> Vec<(&'static str, String)> {
    let names = cruddur_obs::backend::operation_names();
    let names = names.into_iter().filter(|(service, _)| *service == "honeycomb");
    let of_name = |(_, name): (&str, &'static str)| {
        let (method, path) = name.split_once(' ').unwrap();
        let path = path.replace("{dataset}", "d").replace("{slug}", "d").replace("{id}", "x");
        (method, path)
    };
    let any_key = ["/1/auth", "/1/events/d", "/1/batch/d"];
    let is_resource = |path: &str| path.starts_with("/1/") && !any_key.contains(&path);
    names.map(of_name).filter(|(_, path)| is_resource(path)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_resource_asks_for_a_configuration_key_and_knows_its_methods() {
    let backend = TestBackend::start().await;
    let ingest = format!("hcaik_{}{}", "a".repeat(26), "b".repeat(32));
    let operations = resource_operations();
    assert!(operations.len() > 30, "{operations:?}");
    for (method, path) in operations {
        let refused = send(&backend, method, &path, &ingest, &Value::Null).await;
        assert_eq!((refused.status, refused.header("content-type")), (401, PROBLEM), "{path}");
        let problem = refused.json();
        assert_eq!(
            (problem["status"].as_u64(), problem["instance"].as_str()),
            (Some(401), Some(&*path))
        );
        let other = send(&backend, "TRACE", &path, "key", &Value::Null).await;
        assert_eq!((other.status, other.header("content-type")), (405, PROBLEM), "{path}");
        assert!(other.header("allow").split(", ").any(|allowed| allowed == method), "{other:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn resources_are_there_after_a_restart() {
    let mut backend = TestBackend::start().await;
    let none = Value::Null;
    call(&backend, 201, "POST", "/1/datasets", &json!({ "name": "D", "description": "x" })).await;
    let query = call(&backend, 200, "POST", "/1/queries/D", &json!({})).await;
    let annotation = json!({ "name": "n", "query_id": query["id"] });
    let annotation = call(&backend, 201, "POST", "/1/query_annotations/d", &annotation).await;
    let panel = json!({ "query_id": query["id"], "query_annotation_id": annotation["id"] });
    let board = json!({
        "name": "b", "type": "flexible", "panels": [{ "type": "query", "query_panel": panel }],
    });
    call(&backend, 201, "POST", "/1/boards", &board).await;
    let field = json!({ "alias": "f", "expression": "$c + 1" });
    call(&backend, 201, "POST", "/1/derived_columns/d", &field).await;
    call(&backend, 201, "POST", "/1/columns/d", &json!({ "key_name": "c" })).await;
    call(&backend, 201, "POST", "/1/markers/d", &json!({ "type": "deploy" })).await;
    let color = json!({ "type": "deploy", "color": "#123456" });
    call(&backend, 201, "POST", "/1/marker_settings/d", &color).await;
    let definition = json!({ "error": { "name": "f" } });
    call(&backend, 200, "PATCH", "/1/dataset_definitions/d", &definition).await;
    let tell = json!([{ "type": "email", "target": "a@b.c" }]);
    let trigger = json!({
        "name": "t", "query_id": query["id"], "frequency": 1_800, "recipients": tell,
        "threshold": { "op": ">", "value": 1 },
    });
    call(&backend, 201, "POST", "/1/triggers/d", &trigger).await;
    let slo = json!({
        "name": "s", "sli": { "alias": "f" }, "time_period_days": 30, "target_per_million": 1,
    });
    let slo = call(&backend, 201, "POST", "/1/slos/d", &slo).await;
    let alert = json!({ "exhaustion_minutes": 5, "slo": { "id": slo["id"] }, "recipients": tell });
    call(&backend, 201, "POST", "/1/burn_alerts/d", &alert).await;
    let paths = [
        "/1/recipients",
        "/1/triggers/d",
        "/1/slos/d",
        "/1/burn_alerts/d",
        "/1/datasets",
        "/1/boards",
        "/1/derived_columns/d",
        "/1/columns/d",
        "/1/markers/d",
        "/1/marker_settings/d",
        "/1/dataset_definitions/d",
        "/1/query_annotations/d",
    ];
    let mut before = Vec::new();
    for path in paths {
        before.push(call(&backend, 200, "GET", path, &none).await);
    }
    backend.reopen().await;
    for (path, before) in paths.iter().zip(before) {
        let mut after = call(&backend, 200, "GET", path, &none).await;
        if *path == "/1/boards" {
            // The address changed with the port.
            after[0]["links"] = before[0]["links"].clone();
        }
        assert_eq!(after, before, "{path}");
        assert!(after.get(0).is_some() || after["error"]["name"] == "f", "{path}: {after}");
    }
    call(&backend, 409, "DELETE", "/1/datasets/d", &none).await;
    let unprotected = json!({ "settings": { "delete_protected": false } });
    call(&backend, 200, "PUT", "/1/datasets/d", &unprotected).await;
    call(&backend, 202, "DELETE", "/1/datasets/d", &none).await;
    let gone = ["/1/markers/d", "/1/columns/d", "/1/dataset_definitions/d", "/1/slos/d"];
    for path in gone {
        call(&backend, 404, "GET", path, &none).await;
    }
    // A dataset of the same name has nothing of the former one, whose recipients are free.
    call(&backend, 201, "POST", "/1/datasets", &json!({ "name": "d" })).await;
    for path in ["/1/triggers/d", "/1/slos/d", "/1/burn_alerts/d"] {
        assert_eq!(call(&backend, 200, "GET", path, &none).await, json!([]));
    }
    let recipients = call(&backend, 200, "GET", "/1/recipients", &none).await;
    let path = format!("/1/recipients/{}", recipients[0]["id"].as_str().unwrap());
    call(&backend, 204, "DELETE", &path, &none).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expression_is_refused_at_its_place() {
    let backend = TestBackend::start().await;
    let wrong = json!({ "alias": "x", "expression": "IF($a, NOPE(1))" });
    let problem = call(&backend, 400, "POST", "/1/derived_columns/__all__", &wrong).await;
    assert_eq!(problem["type_detail"][0]["field"], "expression");
    let text = problem["detail"].as_str().unwrap();
    assert!(text.starts_with("column 8: "), "{text}");
    let own = json!({ "alias": "x", "expression": "$x" });
    let problem = call(&backend, 422, "POST", "/1/derived_columns/__all__", &own).await;
    assert_eq!(problem["type_detail"][0]["field"], "expression");
}

const JSON_API: &str = "application/vnd.api+json";

/// Calls version 2; returns the body after checking the status.
async fn manage(
    backend: &TestBackend,
    status: u16,
    method: &str,
    path: &str,
    body: &Value,
) -> Value {
    let key = format!("Bearer hcamk_{}:{}", "a".repeat(26), "b".repeat(32));
    let reply = send_bearer(backend, method, path, &key, body).await;
    assert_eq!(reply.status, status, "{method} {path}: {reply:?}");
    assert_eq!(reply.header("content-type"), JSON_API, "{reply:?}");
    if reply.body.is_empty() { Value::Null } else { reply.json() }
}

async fn send_bearer(
    backend: &TestBackend,
    method: &str,
    path: &str,
    key: &str,
    body: &Value,
) -> Reply {
    let headers = [("authorization", key), ("content-type", JSON_API)];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    backend.send(method, path, &headers, body.as_bytes()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn version_2_asks_for_a_management_key_and_knows_its_methods() {
    let backend = TestBackend::start().await;
    let names = cruddur_obs::backend::operation_names();
    let paths = names.into_iter().filter_map(|(_, name)| {
        let (method, path) = name.split_once(' ').filter(|(_, path)| path.starts_with("/2/"))?;
        Some((method, path.replace("{team}", "cruddur-obs").replace("{id}", "x")))
    });
    let paths: Vec<(&str, String)> = paths.collect();
    assert_eq!(paths.len(), 11);
    let ingest = format!("Bearer hcaik_{}{}", "a".repeat(26), "b".repeat(32));
    for (method, path) in paths {
        for key in [ingest.as_str(), "Bearer a-configuration-key", "Bearer ", "Basic x"] {
            let refused = send_bearer(&backend, method, &path, key, &Value::Null).await;
            assert_eq!((refused.status, refused.header("content-type")), (401, JSON_API));
            let error = &refused.json()["errors"][0];
            assert_eq!(
                (&error["status"], &error["source"]["header"]),
                (&json!("401"), &json!("Authorization"))
            );
        }
        let other = manage(&backend, 405, "TRACE", &path, &Value::Null).await;
        assert!(other["errors"][0]["detail"].as_str().unwrap().contains(method), "{other}");
    }
    manage(&backend, 404, "GET", "/2/teams/cruddur-obs/nothing", &Value::Null).await;
    manage(&backend, 404, "GET", "/2/teams/other/environments", &Value::Null).await;
    let huge = json!({ "data": "x".repeat(100_000) });
    manage(&backend, 413, "POST", "/2/teams/cruddur-obs/environments", &huge).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_is_told_once() {
    let mut backend = TestBackend::start().await;
    let none = Value::Null;
    let environments = "/2/teams/cruddur-obs/environments";
    let local = manage(&backend, 200, "GET", environments, &none).await["data"][0].clone();
    let of = json!({ "data": { "id": local["id"], "type": "environments" } });
    let body = json!({ "data": {
        "type": "api-keys",
        "attributes": { "name": "apps", "key_type": "ingest" },
        "relationships": { "environment": of },
    } });
    let keys = "/2/teams/cruddur-obs/api-keys";
    let made = manage(&backend, 201, "POST", keys, &body).await["data"].clone();
    let (id, secret) =
        (made["id"].as_str().unwrap(), made["attributes"]["secret"].as_str().unwrap());
    // What apps are given is a key that sends.
    let (key, event) = (format!("{id}{secret}"), json!({ "a": 1 }));
    let sending = send(&backend, "POST", "/1/events/x", &key, &event).await;
    assert_eq!(sending.status, 200, "{sending:?}");
    backend.reopen().await;
    let listed = manage(&backend, 200, "GET", keys, &none).await;
    assert_eq!(listed["data"][0]["id"], id);
    assert!(!listed.to_string().contains(secret), "{listed}");
    let shown = manage(&backend, 200, "GET", &format!("{keys}/{id}"), &none).await;
    assert!(!shown.to_string().contains(secret), "{shown}");
}
