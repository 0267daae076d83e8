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

/// Every operation but those that any key, or a sending key, may use; as method and path.
fn resource_operations() -> Vec<(&'static str, String)> {
    let names = cruddur_obs::backend::operation_names();
    let names = names.into_iter().filter(|(service, _)| *service == "honeycomb");
    let of_name = |(_, name): (&str, &'static str)| {
        let (method, path) = name.split_once(' ').unwrap();
        let path = path.replace("{dataset}", "d").replace("{slug}", "d").replace("{id}", "x");
        (method, path)
    };
    let any_key = ["/1/auth", "/1/events/d", "/1/batch/d"];
    names.map(of_name).filter(|(_, path)| !any_key.contains(&path.as_str())).collect()
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
    let paths = [
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
    for path in ["/1/markers/d", "/1/columns/d", "/1/dataset_definitions/d"] {
        call(&backend, 404, "GET", path, &none).await;
    }
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
