//! Rollbar's API by raw HTTP: items that come, and what becomes of them.

use cruddur_obs::backend::Configuration;
use cruddur_obs::backend::RollbarProject;
use cruddur_obs::wire::rollbar::CallLimit;
use serde_json::json;

use super::rollbar_support::JSON;
use super::rollbar_support::SECOND;
use super::rollbar_support::TOKEN;
use super::rollbar_support::UUID;
use super::rollbar_support::call;
use super::rollbar_support::get;
use super::rollbar_support::message;
use super::rollbar_support::post;
use super::rollbar_support::refused;
use super::rollbar_support::result;
use super::support::NOW;
use super::support::TestBackend;

#[tokio::test]
async fn an_item_is_sent_and_found() {
    let backend = TestBackend::start().await;
    let reply = post(&backend, &message(UUID, "user 42 is gone")).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.json(), json!({ "err": 0, "result": { "id": null, "uuid": UUID } }));
    assert!(!reply.headers.keys().any(|name| name.starts_with("x-rate-limit-")));

    let item = result(&backend, &format!("/api/1/item/?uuid={UUID}")).await;
    let id = item["id"].as_i64().unwrap();
    assert_eq!((item["counter"].as_i64(), item["total_occurrences"].as_i64()), (Some(1), Some(1)));
    assert_eq!(item["title"], "user 42 is gone");
    assert_eq!((&item["status"], &item["level"]), (&json!("active"), &json!("warning")));
    assert_eq!(item["first_occurrence_timestamp"], SECOND);
    let plain = UUID.replace('-', "");
    for path in [
        format!("/api/1/item/{id}"),
        format!("/api/1/item/{id}/"),
        "/api/1/item?counter=1".to_owned(),
        format!("/api/1/item?uuid={}", plain.to_uppercase()),
    ] {
        assert_eq!(result(&backend, &path).await, item, "{path}");
    }
    let listed = result(&backend, "/api/1/items/").await;
    assert_eq!(listed, json!({ "page": 1, "total_count": 1, "items": [item] }));

    let page = result(&backend, &format!("/api/1/item/{id}/instances/?page=1")).await;
    let instance = &page["instances"][0];
    assert_eq!((&page["page"], page["instances"].as_array().unwrap().len()), (&json!(1), 1));
    assert_eq!(instance["data"]["uuid"], UUID);
    assert_eq!(instance["data"]["body"]["message"]["body"], "user 42 is gone");
    assert_eq!(instance["data"]["metadata"]["timestamp_ms"], NOW);
    assert_eq!((&instance["item_id"], &instance["timestamp"]), (&json!(id), &json!(SECOND)));
    let by_id = format!("/api/1/instance/{}", instance["id"]);
    assert_eq!(result(&backend, &by_id).await, *instance);
    assert_eq!(result(&backend, "/api/1/instances/").await["instances"][0], *instance);

    let moved = get(&backend, "/api/1/item_by_counter/1").await;
    assert_eq!((moved.status, moved.header("location")), (301, &*format!("/api/1/item/{id}")));
    assert_eq!(moved.json()["result"]["itemId"], id);
    let moved = backend
        .send("GET", &format!("/api/1/item_by_counter/1?access_token={TOKEN}"), &[], b"")
        .await;
    let there = backend.send("GET", moved.header("location"), &[], b"").await;
    assert_eq!(there.json()["result"], item);
}

#[tokio::test]
async fn bad_payloads_are_refused_and_nothing_is_kept() {
    let backend = TestBackend::start().await;
    let header = ("X-Rollbar-Access-Token", TOKEN);
    for body in ["", "{", "[]", "null", "{}", "{\"data\":1}", "\u{0}"] {
        let reply = backend.send("POST", "/api/1/item/", &[JSON, header], body.as_bytes()).await;
        assert_eq!(refused(&reply), (400, "invalid or missing instance".to_owned()), "{body}");
    }
    let live = post(&backend, &json!({})).await;
    assert_eq!(live.status, 422, "how a token is tried out");
    let both = json!({ "environment": "e", "body": { "message": { "body": "x" }, "trace": {} } });
    let (status, text) = refused(&post(&backend, &both).await);
    assert_eq!(status, 422);
    assert_eq!(
        text,
        "Invalid format. data.body must have either a 'trace', 'trace_chain', 'message' or \
         'crash_report' property, (but not more than one)."
    );
    let corrupt = [JSON, header, ("Content-Encoding", "gzip")];
    assert_eq!(backend.send("POST", "/api/1/item/", &corrupt, b"{}").await.status, 400);
    let deep = format!("{{\"data\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let reply = backend.send("POST", "/api/1/item/", &[JSON, header], deep.as_bytes()).await;
    assert_eq!(reply.status, 422);
    let nested = |depth: usize| {
        let custom = format!("{}1{}", "{\"a\":".repeat(depth - 1), "}".repeat(depth - 1));
        let data = message(UUID, "]]]]\\\"{{{{").to_string();
        let data = data.strip_suffix('}').unwrap();
        format!("{{\"data\":{data},\"custom\":{custom}}}}}")
    };
    let send = async |body: String| {
        backend.send("POST", "/api/1/item/", &[JSON, header], body.as_bytes()).await
    };
    let (status, text) = refused(&send(nested(101)).await);
    assert_eq!((status, text.ends_with("data must be nested at most 100 deep.")), (422, true));
    assert_eq!(result(&backend, "/api/1/items/").await["total_count"], 0);
    assert_eq!(send(nested(100)).await.status, 200);
    // A reader of JSON that knows 128 layers reads the whole page.
    assert_eq!(result(&backend, "/api/1/instances/").await["instances"][0]["data"]["uuid"], UUID);
}

#[tokio::test]
async fn a_payload_has_a_largest_size() {
    let backend = TestBackend::start().await;
    let of = |bytes: usize| {
        let data = message(UUID, "");
        let empty = json!({ "data": data }).to_string().len();
        json!({ "data": message(UUID, &"x".repeat(bytes - empty)) }).to_string()
    };
    let limit = 1024 * 1024;
    let header = ("X-Rollbar-Access-Token", TOKEN);
    let send = async |backend: &TestBackend, body: &str| {
        backend.send("POST", "/api/1/item/", &[JSON, header], body.as_bytes()).await
    };
    let over = of(limit + 1);
    assert_eq!(over.len(), limit + 1);
    let reply = send(&backend, &over).await;
    assert_eq!(refused(&reply), (413, "request entity too large".to_owned()));
    let reply = send(&backend, &of(17 * 1024 * 1024)).await;
    assert_eq!(refused(&reply), (413, "request entity too large".to_owned()));
    assert_eq!(send(&backend, &of(limit)).await.status, 200);
    let item = result(&backend, "/api/1/item?counter=1").await;
    assert_eq!(item["title"].as_str().unwrap().len(), 255);

    let small = RollbarProject { item_limit_bytes: 300, ..RollbarProject::default() };
    let backend = TestBackend::with_rollbar(small).await;
    assert_eq!(send(&backend, &of(300)).await.status, 200);
    assert_eq!(send(&backend, &of(301)).await.status, 413);
}

#[tokio::test]
async fn an_item_may_arrive_late() {
    let late = RollbarProject { arrival_delay_ms: 5_000, ..RollbarProject::default() };
    let backend = TestBackend::with_rollbar(late).await;
    let path = format!("/api/1/item/?uuid={UUID}");
    for _ in 0..2 {
        assert_eq!(post(&backend, &message(UUID, "m")).await.status, 200);
    }
    let (status, text) = refused(&get(&backend, &path).await);
    assert_eq!((status, text.as_str()), (404, "UUID did not match any occurrence"));
    let waiting = backend.send("GET", "/_backend/status", &[], b"").await.json();
    assert_eq!(waiting["rollbar"]["waiting"], 2, "{waiting}");
    backend.clock.advance(4_999);
    assert_eq!(get(&backend, &path).await.status, 404);
    backend.clock.advance(1);
    let item = result(&backend, &path).await;
    assert_eq!(item["total_occurrences"], 1, "a second one of the same identifier is dropped");
    assert_eq!(item["first_occurrence_timestamp"], SECOND);
}

#[tokio::test]
async fn what_waits_is_there_after_a_restart() {
    let late = RollbarProject { arrival_delay_ms: 5_000, ..RollbarProject::default() };
    let mut backend = TestBackend::with_rollbar(late).await;
    assert_eq!(post(&backend, &message(UUID, "m")).await.status, 200);
    // Without a delay, what waits is late already.
    backend.reopen().await;
    let item = result(&backend, &format!("/api/1/item/?uuid={UUID}")).await;
    assert_eq!(item["total_occurrences"], 1);
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart_and_a_reset_forgets_it() {
    let mut backend = TestBackend::start().await;
    post(&backend, &message(UUID, "m")).await;
    let item = result(&backend, "/api/1/item?counter=1").await;
    backend.reopen().await;
    assert_eq!(result(&backend, "/api/1/item?counter=1").await, item);
    let status = backend.send("GET", "/_backend/status", &[], b"").await.json();
    assert_eq!(
        (&status["rollbar"]["items"], &status["rollbar"]["occurrences"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(backend.send("POST", "/_backend/reset", &[], b"").await.status, 200);
    assert_eq!(result(&backend, "/api/1/items/").await["total_count"], 0);
    post(&backend, &message(UUID, "m")).await;
    let new = result(&backend, "/api/1/item?counter=1").await;
    assert!(new["id"].as_i64() > item["id"].as_i64(), "numbers go on");
}

#[tokio::test]
async fn a_full_disk_is_told_so_that_another_try_makes_sense() {
    let backend = TestBackend::with_full_disk().await;
    let reply = post(&backend, &message(UUID, "m")).await;
    let (status, text) = refused(&reply);
    assert_eq!(status, 503);
    assert!(text.starts_with("the disk is almost full"), "{text}");
    assert_eq!(result(&backend, "/api/1/items/").await["total_count"], 0);
}

#[tokio::test]
async fn a_limit_is_told_though_nothing_can_be_kept() {
    let limit = CallLimit { window_size: 60, window_count: 1 };
    let rollbar = RollbarProject { rate_limit: Some(limit), ..RollbarProject::default() };
    let configuration = Configuration { rollbar, ..Configuration::default() };
    let backend = TestBackend::configured(configuration, |options| {
        options.disk_reserve_bytes = Some(u64::MAX);
    })
    .await;
    for status in [503, 429, 429] {
        assert_eq!(post(&backend, &message(UUID, "m")).await.status, status);
    }
    let deploy = json!({ "environment": "production", "revision": "a" });
    let reply = call(&backend, "POST", "/api/1/deploy/", TOKEN, &deploy).await;
    assert_eq!(refused(&reply).0, 503);
}

#[tokio::test]
async fn what_is_due_makes_room_without_a_reader() {
    let late = RollbarProject { arrival_delay_ms: 5_000, ..RollbarProject::default() };
    let backend = TestBackend::with_rollbar(late).await;
    for number in 0..3 {
        assert_eq!(post(&backend, &message("", &format!("m {number}x"))).await.status, 200);
    }
    backend.clock.advance(5_000);
    assert_eq!(post(&backend, &message(UUID, "m")).await.status, 200);
    let status = backend.send("GET", "/_backend/status", &[], b"").await.json();
    assert_eq!(
        (&status["rollbar"]["waiting"], &status["rollbar"]["occurrences"]),
        (&json!(1), &json!(3))
    );
}

#[tokio::test]
async fn a_clock_far_ahead_is_not_believed() {
    let backend = TestBackend::start().await;
    let mut data = message(UUID, "m");
    data["timestamp"] = json!(253_402_300_799_i64);
    assert_eq!(post(&backend, &data).await.status, 200);
    let item = result(&backend, "/api/1/item?counter=1").await;
    assert_eq!(item["last_occurrence_timestamp"], SECOND + 3_600);
    assert_eq!(item["last_activated_timestamp"], SECOND);
    let found = result(&backend, "/api/1/instances/").await;
    assert_eq!(found["instances"][0]["data"]["timestamp"], 253_402_300_799_i64);
}

#[tokio::test]
async fn the_oldest_go_and_are_counted() {
    let configuration = Configuration::default();
    let backend = TestBackend::configured(configuration, |options| {
        options.occurrence_cap_bytes = Some(4_000)
    })
    .await;
    for number in 0..20 {
        assert_eq!(post(&backend, &message("", &format!("m {number}x"))).await.status, 200);
    }
    let status = backend.send("GET", "/_backend/status", &[], b"").await.json();
    let of = |key: &str| status["rollbar"][key].as_i64().unwrap();
    assert_eq!(of("occurrences") + of("evicted_occurrences"), 20);
    assert!(of("occurrence_bytes") <= 4_000 && of("occurrences") > 0, "{status}");
}

#[tokio::test]
async fn the_address_of_a_client_is_filled_in() {
    let backend = TestBackend::start().await;
    let mut data = message(UUID, "m");
    data["platform"] = json!("browser");
    data["request"] = json!({ "user_ip": "$remote_ip", "url": "http://localhost/" });
    post(&backend, &data).await;
    let found = result(&backend, "/api/1/instances/").await;
    assert_eq!(found["instances"][0]["data"]["request"]["user_ip"], "127.0.0.1");
    let item = result(&backend, "/api/1/item?counter=1").await;
    assert_eq!((&item["unique_occurrences"], &item["platform"]), (&json!(1), &json!("browser")));
}
