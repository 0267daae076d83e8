//! What the tests of Rollbar's API share.

use serde_json::Value;
use serde_json::json;

use super::support::NOW;
use super::support::Reply;
use super::support::TestBackend;

/// Any token will do where nobody says otherwise.
pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const JSON: (&str, &str) = ("Content-Type", "application/json");
pub(crate) const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
pub(crate) const UUID: &str = "4b2f0c1d-0000-4000-8000-00000000000a";
pub(crate) const SECOND: i64 = NOW / 1_000;

pub(crate) fn message(uuid: &str, text: &str) -> Value {
    json!({
        "environment": "production", "uuid": uuid, "level": "warning",
        "body": { "message": { "body": text } },
    })
}

pub(crate) fn exception(class: &str) -> Value {
    json!({
        "environment": "production", "language": "python 3.11.7", "framework": "flask",
        "person": { "id": "7", "username": null },
        "body": { "trace": {
            "frames": [{ "filename": "app.py", "lineno": 5, "method": "show" }],
            "exception": { "class": class, "message": "it broke" },
        } },
    })
}

pub(crate) async fn call(
    backend: &TestBackend,
    method: &str,
    path: &str,
    token: &str,
    body: &Value,
) -> Reply {
    let headers = [JSON, ("X-Rollbar-Access-Token", token)];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    backend.send(method, path, &headers, body.as_bytes()).await
}

pub(crate) async fn post(backend: &TestBackend, data: &Value) -> Reply {
    call(backend, "POST", "/api/1/item/", TOKEN, &json!({ "data": data })).await
}

pub(crate) async fn get(backend: &TestBackend, path: &str) -> Reply {
    call(backend, "GET", path, TOKEN, &Value::Null).await
}

/// Returns the result of a read that works.
pub(crate) async fn result(backend: &TestBackend, path: &str) -> Value {
    let reply = get(backend, path).await;
    assert_eq!(reply.status, 200, "{path}: {reply:?}");
    let mut body = reply.json();
    assert_eq!(body["err"], 0, "{path}");
    body["result"].take()
}

pub(crate) fn refused(reply: &Reply) -> (u16, String) {
    let body = reply.json();
    assert_eq!(body["err"], 1, "{reply:?}");
    (reply.status, body["message"].as_str().unwrap().to_owned())
}
