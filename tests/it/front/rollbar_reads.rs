//! Rollbar's API by raw HTTP: what is read, decided and told of deploys.

use serde_json::json;

use super::rollbar_support::FORM;
use super::rollbar_support::JSON;
use super::rollbar_support::SECOND;
use super::rollbar_support::TOKEN;
use super::rollbar_support::UUID;
use super::rollbar_support::call;
use super::rollbar_support::exception;
use super::rollbar_support::get;
use super::rollbar_support::message;
use super::rollbar_support::post;
use super::rollbar_support::refused;
use super::rollbar_support::result;
use super::support::TestBackend;

#[tokio::test]
async fn what_is_not_there_is_told() {
    let backend = TestBackend::start().await;
    for (path, status, text) in [
        (format!("/api/1/item/?uuid={UUID}"), 404, "UUID did not match any occurrence"),
        ("/api/1/item/?uuid=4b2f".to_owned(), 400, "Invalid UUID format"),
        ("/api/1/item/".to_owned(), 400, "uuid or counter is required"),
        ("/api/1/item/5".to_owned(), 404, "Item not found"),
        ("/api/1/item/x".to_owned(), 404, "Item not found"),
        ("/api/1/item?counter=9".to_owned(), 404, "Item not found"),
        ("/api/1/item_by_counter/9".to_owned(), 404, "Item not found"),
        ("/api/1/item/5/instances/".to_owned(), 404, "Item not found"),
        ("/api/1/instance/5".to_owned(), 404, "Instance not found"),
        ("/api/1/deploy/5".to_owned(), 404, "Deploy not found"),
        ("/api/1/versions/v1?environment=x".to_owned(), 404, "Version not found"),
        ("/api/1/versions/v1".to_owned(), 422, "environment is required"),
        ("/api/1/project/99".to_owned(), 404, "Project not found in this account."),
        ("/api/1/items/?project_ids=99".to_owned(), 404, "Project not found in this account."),
        ("/api/1/items/?page=0".to_owned(), 422, "page must be a whole number from 1 on"),
        ("/api/1/items/?level=fatal".to_owned(), 422, "level cannot be fatal"),
        ("/api/1/items/?status=done".to_owned(), 422, "status cannot be done"),
        ("/api/1/items/?ids=x".to_owned(), 422, "ids cannot be x"),
        (
            "/api/1/teams".to_owned(),
            404,
            "Rollbar route GET /api/1/teams is not imitated by this backend",
        ),
    ] {
        let reply = get(&backend, &path).await;
        assert_eq!(refused(&reply), (status, text.to_owned()), "{path}");
    }
    let reply = call(&backend, "PUT", "/api/1/item/5", TOKEN, &json!({})).await;
    assert_eq!((reply.status, reply.header("allow")), (405, "GET, PATCH"));
    assert_eq!(get(&backend, "/api/1/session/").await.status, 405);
    let empty = result(&backend, "/api/1/items/").await;
    assert_eq!(empty, json!({ "page": 1, "total_count": 0, "items": [] }));
}

#[tokio::test]
async fn items_are_grouped_decided_on_and_come_back() {
    let backend = TestBackend::start().await;
    for text in ["user 1234 is gone", "user 987 is gone", "user 5 is here"] {
        post(&backend, &message("", text)).await;
    }
    post(&backend, &exception("NameError")).await;
    let mut again = exception("NameError");
    again["body"]["trace"]["frames"][0]["lineno"] = json!(99);
    again["person"]["id"] = json!("8");
    post(&backend, &again).await;
    let mut elsewhere = exception("NameError");
    elsewhere["environment"] = json!("staging");
    post(&backend, &elsewhere).await;
    let totals = async |query: &str| -> Vec<(i64, i64)> {
        let listed = result(&backend, &format!("/api/1/items/?{query}")).await;
        let items = listed["items"].as_array().unwrap().clone();
        let mut totals: Vec<(i64, i64)> = items
            .iter()
            .map(|item| {
                let number = |key: &str| item[key].as_i64().unwrap();
                (number("counter"), number("total_occurrences"))
            })
            .collect();
        totals.sort_unstable();
        totals
    };
    assert_eq!(totals("").await, [(1, 2), (2, 1), (3, 2), (4, 1)]);
    assert_eq!(totals("level=error&level=debug").await, [(3, 2), (4, 1)]);
    assert_eq!(
        totals("level=error,warning&environment=production").await,
        [(1, 2), (2, 1), (3, 2)]
    );
    assert_eq!(totals("framework=flask&environment=staging").await, [(4, 1)]);
    assert_eq!(totals("query=is+HERE").await, [(2, 1)]);
    assert_eq!(totals("limit=1&page=2").await.len(), 1);
    assert_eq!(totals("page=2").await, []);
    let item = result(&backend, "/api/1/item?counter=3").await;
    assert_eq!(
        (&item["title"], &item["unique_occurrences"]),
        (&json!("NameError: it broke"), &json!(2))
    );
    let path = format!("/api/1/item/{}", item["id"]);
    let change = json!({
        "status": "resolved", "level": "critical", "title": "Known", "assigned_user_id": 7,
        "resolved_in_version": "v2", "snoozed": true,
    });
    backend.clock.advance(10_000);
    let changed = call(&backend, "PATCH", &path, TOKEN, &change).await;
    assert_eq!((changed.status, changed.json()["err"].as_i64()), (200, Some(0)));
    let item = result(&backend, &path).await;
    assert_eq!((&item["status"], &item["level"]), (&json!("resolved"), &json!("critical")));
    assert_eq!((&item["title"], &item["title_lock"]), (&json!("Known"), &json!(1)));
    assert_eq!(item["last_resolved_timestamp"], SECOND + 10);
    assert_eq!((&item["assigned_user_id"], &item["group_status"]), (&json!(7), &json!(2)));
    assert_eq!(totals("status=resolved").await, [(3, 2)]);
    assert_eq!(totals("assigned_user=7&is_snoozed=true").await, [(3, 2)]);
    let refused = call(&backend, "PATCH", &path, TOKEN, &json!({ "status": "done" })).await;
    assert_eq!(refused.status, 422);
    backend.clock.advance(10_000);
    post(&backend, &exception("NameError")).await;
    let item = result(&backend, &path).await;
    assert_eq!((&item["status"], &item["level"]), (&json!("active"), &json!("critical")));
    assert_eq!(item["last_activated_timestamp"], SECOND + 20);
    assert_eq!(item["activating_occurrence_id"], item["last_occurrence_id"]);
}

#[tokio::test]
async fn pages_are_complete() {
    let backend = TestBackend::start().await;
    for number in 0..45 {
        let mut data = message("", "m");
        data["custom"] = json!({ "number": number });
        post(&backend, &data).await;
    }
    let mut numbers = Vec::new();
    for page in 1..=4 {
        let found = result(&backend, &format!("/api/1/instances/?page={page}")).await;
        let instances = found["instances"].as_array().unwrap().clone();
        assert_eq!(instances.len(), [20, 20, 5, 0][page - 1]);
        numbers.extend(instances.iter().map(|i| i["data"]["custom"]["number"].as_i64().unwrap()));
    }
    assert_eq!(numbers, (0..45).rev().collect::<Vec<_>>());
    let beyond = result(&backend, "/api/1/instances/?page=9223372036854775807").await;
    assert_eq!(beyond["instances"], json!([]));
}

#[tokio::test]
async fn deploys_and_versions_are_told() {
    let backend = TestBackend::start().await;
    let missing = call(&backend, "POST", "/api/1/deploy/", TOKEN, &json!({})).await;
    let text = "Missing 'environment' key. Missing 'revision' or 'head_long' key.";
    assert_eq!(refused(&missing), (422, text.to_owned()));
    let form = format!(
        "access_token={TOKEN}&environment=production&revision=abc123&local_username=ann&comment=a+b"
    );
    let created = backend.send("POST", "/api/1/deploy/", &[FORM], form.as_bytes()).await;
    assert_eq!(created.status, 200, "{created:?}");
    let body = created.json();
    let id = body["data"]["deploy_id"].as_i64().unwrap();
    assert_eq!(body, json!({ "data": { "deploy_id": id } }));
    let deploy = result(&backend, &format!("/api/1/deploy/{id}")).await;
    assert_eq!(
        deploy,
        json!({
            "id": id, "project_id": deploy["project_id"], "environment": "production",
            "revision": "abc123", "comment": "a b", "local_username": "ann", "user_id": null,
            "status": "succeeded", "start_time": SECOND, "finish_time": SECOND,
        })
    );
    let started = json!({ "environment": "production", "revision": "def", "status": "started" });
    let second = call(&backend, "POST", "/api/1/deploy", TOKEN, &started).await.json();
    let second = second["data"]["deploy_id"].as_i64().unwrap();
    backend.clock.advance(30_000);
    let path = format!("/api/1/deploy/{second}");
    let ended = call(&backend, "PATCH", &path, TOKEN, &json!({ "status": "failed" })).await;
    assert_eq!(ended.status, 200);
    let deploy = result(&backend, &path).await;
    assert_eq!(
        (&deploy["status"], &deploy["finish_time"]),
        (&json!("failed"), &json!(SECOND + 30))
    );
    assert_eq!(call(&backend, "PATCH", &path, TOKEN, &json!({})).await.status, 422);
    let listed = result(&backend, "/api/1/deploys/?page=1").await;
    assert_eq!((&listed["page"], &listed["deploys"][0]["id"]), (&json!(1), &json!(second)));
    let mut data = message(UUID, "m");
    data["code_version"] = json!("abc123");
    post(&backend, &data).await;
    let version = result(&backend, "/api/1/versions/abc123?environment=production").await;
    assert_eq!((&version["version"], &version["deployed_by"]), (&json!("abc123"), &json!("ann")));
    assert_eq!(version["last_deploy_timestamp"], SECOND);
    assert_eq!(version["first_occurrence_timestamp"], SECOND + 30);
    let environments = result(&backend, "/api/1/environments").await;
    assert_eq!(environments["environments"][0]["name"], "production");
}

#[tokio::test]
async fn reports_count_by_hour() {
    let backend = TestBackend::start().await;
    for (environment, count) in [("production", 3), ("staging", 1)] {
        for _ in 0..count {
            let mut data = message("", &format!("broken in {environment}"));
            data["environment"] = json!(environment);
            post(&backend, &data).await;
        }
    }
    let top = result(&backend, "/api/1/reports/top_active_items?hours=24&sort=occurrences").await;
    let occurrences: Vec<i64> = top
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["item"]["occurrences"].as_i64().unwrap())
        .collect();
    assert_eq!(occurrences, [3, 1]);
    let counts = top[0]["counts"].as_array().unwrap();
    assert_eq!((counts.len(), &counts[23]), (24, &json!(3)));
    let of = "/api/1/reports/top_active_items?environments=staging,other";
    assert_eq!(result(&backend, of).await.as_array().unwrap().len(), 1);
    let counts = result(&backend, "/api/1/reports/occurrence_counts").await;
    let hours = counts.as_array().unwrap();
    assert_eq!(hours.len(), 24);
    assert_eq!(hours[23], json!([SECOND / 3_600 * 3_600, 4]));
}

#[tokio::test]
async fn ping_and_recordings_need_no_token() {
    let backend = TestBackend::start().await;
    let ping = backend.send("GET", "/api/1/status/ping", &[], b"").await;
    assert_eq!((ping.status, ping.body.as_str()), (200, "pong"));
    assert!(ping.header("content-type").starts_with("text/plain"));
    for path in ["/api/1/session/", "/api/1/session"] {
        let reply = backend.send("POST", path, &[JSON], b"{\"resourceSpans\":[]}").await;
        assert_eq!((reply.status, reply.json()["err"].as_i64()), (200, Some(0)), "{path}");
    }
}
