//! Rollbar's API by raw HTTP: tokens, what they may do, and how often.

use std::io::Write as _;

use cruddur_obs::backend::Access;
use cruddur_obs::backend::DEFAULT_SECRET;
use cruddur_obs::backend::RollbarProject;
use cruddur_obs::backend::rollbar_token;
use cruddur_obs::wire::rollbar::CallLimit;
use cruddur_obs::wire::rollbar::TokenScope;
use serde_json::Value;
use serde_json::json;

use super::rollbar_support::FORM;
use super::rollbar_support::JSON;
use super::rollbar_support::SECOND;
use super::rollbar_support::TOKEN;
use super::rollbar_support::UUID;
use super::rollbar_support::call;
use super::rollbar_support::message;
use super::rollbar_support::post;
use super::rollbar_support::refused;
use super::rollbar_support::result;
use super::support::Reply;
use super::support::TestBackend;

#[tokio::test]
async fn a_token_comes_by_header_body_form_or_address() {
    let backend = TestBackend::start().await;
    let data = message(UUID, "m");
    let with_token = json!({ "access_token": TOKEN, "data": data }).to_string();
    let without = json!({ "data": data }).to_string();
    let encoded = |text: &str| cruddur_obs::base::percent_encoded(text);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(with_token.as_bytes()).unwrap();
    let header = ("X-Rollbar-Access-Token", TOKEN);
    let in_address = format!("/api/1/item?access_token={TOKEN}");
    let form = format!("payload={}", encoded(&with_token));
    let form_field = format!("access_token={TOKEN}&payload={}", encoded(&without));
    for (path, headers, body) in [
        ("/api/1/item/", &[JSON, header][..], without.clone().into_bytes()),
        ("/api/1/item", &[JSON][..], with_token.clone().into_bytes()),
        ("/api/1/item/", &[][..], with_token.clone().into_bytes()),
        ("/api/1/item/", &[FORM][..], form.into_bytes()),
        ("/api/1/item/", &[FORM][..], form_field.into_bytes()),
        ("/api/1/item/", &[FORM][..], with_token.clone().into_bytes()),
        (in_address.as_str(), &[JSON][..], without.clone().into_bytes()),
        ("/api/1/item/", &[JSON, ("Content-Encoding", "gzip")][..], packed.finish().unwrap()),
    ] {
        let reply = backend.send("POST", path, headers, &body).await;
        assert_eq!(reply.status, 200, "{path} {headers:?}: {reply:?}");
        assert_eq!(reply.json()["result"]["uuid"], UUID);
    }
    let item = result(&backend, "/api/1/item?counter=1").await;
    assert_eq!(item["total_occurrences"], 1, "one identifier is one occurrence");
    let none = backend.send("POST", "/api/1/item/", &[JSON], without.as_bytes()).await;
    assert_eq!(refused(&none), (403, "access token required".to_owned()));
    let wrong = ("X-Rollbar-Access-Token", "wrong");
    let goes_first =
        backend.send("POST", "/api/1/item/", &[JSON, wrong], with_token.as_bytes()).await;
    assert_eq!(refused(&goes_first), (403, "access token not found: wrong".to_owned()));
    let read = backend.send("GET", "/api/1/items/", &[wrong], b"").await;
    assert_eq!(refused(&read), (401, "invalid access token".to_owned()));
    assert_eq!(backend.send("GET", "/api/1/items/", &[], b"").await.status, 403);
}

#[tokio::test]
async fn scopes_hold_for_the_tokens_of_the_project() {
    let backend = TestBackend::start().await;
    let token = |scope| rollbar_token(DEFAULT_SECRET, scope);
    let (server, client) = (token(TokenScope::PostServerItem), token(TokenScope::PostClientItem));
    let (read, write) = (token(TokenScope::Read), token(TokenScope::Write));
    let send = async |token: &str, platform: Value| {
        let mut data = message("", "m");
        data["platform"] = platform;
        refused_or_taken(
            &call(&backend, "POST", "/api/1/item/", token, &json!({ "data": data })).await,
        )
    };
    let lacks = |needed: &str, has: &str| {
        let text = format!(
            "insufficient privileges: {needed} scope is required but the access token only has {has}."
        );
        Err((403, text))
    };
    assert_eq!(send(&server, json!("linux")).await, Ok(()));
    assert_eq!(send(&server, Value::Null).await, Ok(()));
    assert_eq!(send(&client, json!("browser")).await, Ok(()));
    assert_eq!(send(&client, Value::Null).await, lacks("post_server_item", "post_client_item"));
    assert_eq!(
        send(&server, json!("browser")).await,
        lacks("post_client_item", "post_server_item")
    );
    assert_eq!(send(&read, Value::Null).await, lacks("post_server_item", "read"));
    let status = async |method: &str, path: &str, token: &str| {
        call(&backend, method, path, token, &json!({ "status": "resolved" })).await.status
    };
    assert_eq!(status("GET", "/api/1/items/", &read).await, 200);
    assert_eq!(status("GET", "/api/1/items/", &server).await, 403);
    assert_eq!(status("PATCH", "/api/1/item/1", &read).await, 403);
    assert_eq!(status("PATCH", "/api/1/item/1", &write).await, 200);
    assert_eq!(status("GET", "/api/1/projects", &read).await, 403);
    assert_eq!(status("GET", "/api/1/projects", TOKEN).await, 200);
    let project = result(&backend, "/api/1/project").await;
    assert_eq!((&project["name"], &project["status"]), (&json!("cruddur"), &json!("enabled")));
}

fn refused_or_taken(reply: &Reply) -> Result<(), (u16, String)> {
    if reply.status == 200 { Ok(()) } else { Err(refused(reply)) }
}

#[tokio::test]
async fn tokens_are_made_changed_and_deleted() {
    let backend = TestBackend::start().await;
    let project = result(&backend, "/api/1/project").await["id"].as_i64().unwrap();
    let tokens = format!("/api/1/project/{project}/access_tokens");
    let first = result(&backend, &tokens).await;
    let names: Vec<&str> =
        first.as_array().unwrap().iter().map(|token| token["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["read", "post_client_item", "post_server_item", "write"]);
    assert_eq!(first[0]["access_token"], rollbar_token(DEFAULT_SECRET, TokenScope::Read));
    let new = json!({
        "name": "ci", "scopes": ["post_server_item"],
        "rate_limit_window_size": 60, "rate_limit_window_count": 1,
    });
    let created = call(&backend, "POST", &tokens, TOKEN, &new).await.json()["result"].take();
    let token = created["access_token"].as_str().unwrap().to_owned();
    assert_eq!(token.len(), 32);
    let send = async || {
        let data = json!({ "data": message("", "m") });
        call(&backend, "POST", "/api/1/item/", &token, &data).await
    };
    let reply = send().await;
    assert_eq!((reply.status, reply.header("x-rate-limit-remaining")), (200, "0"), "{reply:?}");
    assert_eq!(send().await.status, 429, "the limit of the token itself");
    assert_eq!(call(&backend, "GET", "/api/1/items/", &token, &Value::Null).await.status, 403);
    let listed = result(&backend, &tokens).await;
    assert_eq!(listed[4]["cur_rate_limit_window_count"], 1);
    let one = format!("/api/1/project/{project}/access_token/{token}");
    let change = json!({ "scopes": ["read"], "rate_limit_window_count": null });
    assert_eq!(call(&backend, "PATCH", &one, TOKEN, &change).await.status, 200);
    assert_eq!(call(&backend, "GET", "/api/1/items/", &token, &Value::Null).await.status, 200);
    assert_eq!(send().await.status, 403);
    let off = json!({ "status": "disabled" });
    let reply = call(&backend, "PATCH", &one, TOKEN, &off).await;
    assert_eq!(reply.json()["result"]["status"], "disabled");
    let read = call(&backend, "GET", "/api/1/items/", &token, &Value::Null).await;
    assert_eq!(refused(&read), (403, "access token is disabled".to_owned()));
    assert_eq!(call(&backend, "DELETE", &one, TOKEN, &Value::Null).await.status, 200);
    assert_eq!(call(&backend, "DELETE", &one, TOKEN, &Value::Null).await.status, 404);
    assert_eq!(call(&backend, "GET", "/api/1/items/", &token, &Value::Null).await.status, 200);
    // One of the first four that is deleted is nobody's, though any other token is taken.
    let read = rollbar_token(DEFAULT_SECRET, TokenScope::Read);
    let first = format!("/api/1/project/{project}/access_token/{read}");
    assert_eq!(call(&backend, "DELETE", &first, TOKEN, &Value::Null).await.status, 200);
    assert_eq!(call(&backend, "GET", "/api/1/items/", &read, &Value::Null).await.status, 401);
    for wrong in [json!({}), json!({ "name": "x", "scopes": ["admin"] })] {
        assert_eq!(call(&backend, "POST", &tokens, TOKEN, &wrong).await.status, 422, "{wrong}");
    }
}

#[tokio::test]
async fn strict_tokens_are_the_projects_own() {
    let strict = RollbarProject { strict_tokens: true, ..RollbarProject::default() };
    let backend = TestBackend::with_rollbar(strict).await;
    let data = json!({ "data": message(UUID, "m") });
    let reply = call(&backend, "POST", "/api/1/item/", TOKEN, &data).await;
    assert_eq!(refused(&reply), (403, format!("access token not found: {TOKEN}")));
    let server = rollbar_token(DEFAULT_SECRET, TokenScope::PostServerItem);
    assert_eq!(call(&backend, "POST", "/api/1/item/", &server, &data).await.status, 200);
    let projects = call(&backend, "GET", "/api/1/projects", DEFAULT_SECRET, &Value::Null).await;
    assert_eq!(projects.status, 200, "who runs it may do everything");
}

#[tokio::test]
async fn a_backend_with_a_token_takes_it_in_rollbars_place() {
    let access = Access { token: Some("s3cret".to_owned().into()), ..Access::default() };
    let backend = TestBackend::with(access).await;
    let body = json!({ "access_token": "s3cret", "data": message(UUID, "m") });
    let in_body = backend.send("POST", "/api/1/item/", &[JSON], body.to_string().as_bytes()).await;
    assert_eq!(in_body.status, 200, "{in_body:?}");
    let status = async |token: &str| {
        call(&backend, "GET", "/api/1/items/", token, &Value::Null).await.status
    };
    assert_eq!(status("s3cret").await, 200);
    assert_eq!(status(&rollbar_token("s3cret", TokenScope::Read)).await, 200);
    for wrong in [
        TOKEN,
        DEFAULT_SECRET,
        &rollbar_token(DEFAULT_SECRET, TokenScope::Read),
        &rollbar_token("s3cret", TokenScope::Read)[..31],
    ] {
        assert_eq!(status(wrong).await, 401, "{wrong}");
        let reply = call(&backend, "POST", "/api/1/item/", wrong, &body).await;
        assert_eq!(reply.status, 403, "{wrong}");
    }
    let bearer = ("Authorization", "Bearer s3cret");
    assert_eq!(backend.send("GET", "/api/1/items/", &[bearer], b"").await.status, 403);
}

#[tokio::test]
async fn a_rate_limit_is_told_and_files_one_item() {
    let limit = CallLimit { window_size: 60, window_count: 2 };
    let limited = RollbarProject { rate_limit: Some(limit), ..RollbarProject::default() };
    let backend = TestBackend::with_rollbar(limited).await;
    let told = |reply: &Reply| {
        let header = |name: &str| reply.header(&format!("x-rate-limit-{name}")).to_owned();
        (reply.status, header("limit"), header("remaining"), header("remaining-seconds"))
    };
    let expected = |status: u16, remaining: &str| {
        (status, "2".to_owned(), remaining.to_owned(), "60".to_owned())
    };
    let first = post(&backend, &message("", "m")).await;
    assert_eq!(told(&first), expected(200, "1"));
    assert_eq!(first.header("x-rate-limit-reset"), (SECOND + 60).to_string());
    assert_eq!(post(&backend, &json!({})).await.status, 422, "what is refused does not count");
    assert_eq!(told(&post(&backend, &message("", "m")).await), expected(200, "0"));
    for _ in 0..3 {
        let over = post(&backend, &message("", "dropped")).await;
        assert_eq!(told(&over), expected(429, "0"));
        assert_eq!(over.json()["err"], 1);
    }
    let data = json!({ "data": message("", "m") });
    let other = call(&backend, "POST", "/api/1/item/", &"a".repeat(32), &data).await;
    assert_eq!(other.status, 200, "each token has its own");
    let system = result(&backend, "/api/1/items/?framework=rollbar-system").await;
    assert_eq!(system["items"][0]["total_occurrences"], 1, "{system}");
    let all = result(&backend, "/api/1/items/").await;
    assert_eq!(all["total_count"], 2, "{all}");
    backend.clock.advance(60_000);
    assert_eq!(told(&post(&backend, &message("", "m")).await), expected(200, "1"));
}
