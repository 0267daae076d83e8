//! The client over a server that answers as it is told.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crypto_box::SecretKey;
use secrecy::SecretString;
use serde_json::Value;
use serde_json::json;

use super::*;
use crate::clients::scripted::Answer;
use crate::clients::scripted::Asked;
use crate::clients::scripted::Scripted;
use crate::model::repository::RepositoryName;
use crate::wire::github::Holder;
use crate::wire::github::Root;

const SECRETS: &str = "/repos/o/r/actions/secrets";
const VARIABLES: &str = "/repos/o/r/actions/variables";

fn holder() -> Holder {
    Holder::Repository(RepositoryName::parse("o/r").unwrap())
}

fn client(server: &Scripted) -> GithubClient {
    GithubClient::new(&server.url, &SecretString::from("the-token")).unwrap()
}

fn secrets(server: &Scripted) -> GithubSecrets {
    GithubSecrets::new(client(server), Root::actions_secrets(&holder()).unwrap())
}

fn variables(server: &Scripted) -> GithubVariables {
    GithubVariables::new(client(server), Root::actions_variables(&holder()).unwrap())
}

fn key(number: u8) -> SecretKey {
    SecretKey::from([number; 32])
}

fn public_key(number: u8) -> Value {
    let public = STANDARD.encode(key(number).public_key().as_bytes());
    json!({"key_id": number.to_string(), "key": public})
}

fn opened(number: u8, asked: &Asked) -> Vec<u8> {
    let sealed = STANDARD.decode(asked.body["encrypted_value"].as_str().unwrap()).unwrap();
    key(number).unseal(&sealed).unwrap()
}

fn answer(status: u16, body: Value) -> Answer {
    (status, Vec::new(), body)
}

fn refusal(status: u16, message: &str) -> Answer {
    answer(status, json!({"message": message}))
}

#[tokio::test]
async fn the_key_is_fetched_once_and_again_after_it_changed() {
    let server = Scripted::start(|asked, before| match asked.line.as_str() {
        "GET /repos/o/r/actions/secrets/public-key" => {
            answer(200, public_key(if before == 0 { 1 } else { 2 }))
        }
        line if line.ends_with("/LATE") && asked.body["key_id"] == "1" => {
            refusal(422, "the key is old")
        }
        _ => answer(204, Value::Null),
    })
    .await;
    let secrets = secrets(&server);
    let value = SecretString::from("é\n\"$");
    for name in ["A", "B", "LATE", "C"] {
        secrets.put(name, &value, None, None).await.unwrap();
    }
    let puts = |name: &str| -> Vec<Asked> {
        let line = format!("PUT {SECRETS}/{name}");
        server.asked().into_iter().filter(|asked| asked.line == line).collect()
    };
    assert_eq!(opened(1, &puts("A")[0]), "é\n\"$".as_bytes());
    assert_eq!(opened(2, &puts("LATE")[1]), "é\n\"$".as_bytes());
    assert_eq!(opened(2, &puts("C")[0]), "é\n\"$".as_bytes());
    let fetched = server.lines().iter().filter(|line| line.ends_with("public-key")).count();
    assert_eq!(fetched, 2);
    assert!(server.asked().iter().all(|asked| asked.authorization == "Bearer the-token"));
}

#[tokio::test]
async fn what_is_refused_under_a_key_that_is_still_good_is_not_sent_twice() {
    let server = Scripted::start(|asked, _| match asked.line.starts_with("GET") {
        true => answer(200, public_key(1)),
        false => refusal(422, "too many secrets"),
    })
    .await;
    let error = secrets(&server).put("A", &SecretString::from("x"), None, None).await.unwrap_err();
    assert_eq!(error.to_string(), "PutSecret failed: too many secrets");
    assert_eq!(server.lines().iter().filter(|line| line.starts_with("PUT")).count(), 1);
}

#[tokio::test]
async fn many_at_once_wait_for_one_key() {
    let server = Scripted::start(|asked, _| match asked.line.starts_with("GET") {
        true => answer(200, public_key(1)),
        false => answer(201, json!({})),
    })
    .await;
    let (secrets, value) = (secrets(&server), SecretString::from("x"));
    let puts = (0..8).map(|number| {
        let (secrets, value) = (secrets.clone(), &value);
        async move { secrets.put(&format!("N{number}"), value, None, None).await }
    });
    assert!(futures_util::future::join_all(puts).await.iter().all(Result::is_ok));
    assert_eq!(server.lines().iter().filter(|line| line.ends_with("public-key")).count(), 1);
}

#[tokio::test]
async fn a_key_that_is_none_is_told_before_anything_is_sent() {
    let server = Scripted::start(|_, _| answer(200, json!({"key_id": "1", "key": "AAAA"}))).await;
    let error = secrets(&server).put("A", &SecretString::from("x"), None, None).await.unwrap_err();
    assert!(error.to_string().ends_with("is not GitHub's API: its public key is none"), "{error}");
    assert_eq!(server.lines().len(), 1);
}

#[tokio::test]
async fn lists_are_read_page_by_page() {
    let server = Scripted::start(|asked, _| {
        let page: usize = asked.line.rsplit('=').next().unwrap().parse().unwrap();
        let count = if page < 3 { 30 } else { 5 };
        let entry = |at| json!({"name": format!("V{page}_{at}"), "value": "x", "updated_at": null});
        let variables: Vec<Value> = (0..count).map(entry).collect();
        answer(200, json!({"total_count": 65, "variables": variables}))
    })
    .await;
    assert_eq!(variables(&server).list().await.unwrap().len(), 65);
    let page = |number| format!("GET {VARIABLES}?per_page=30&page={number}");
    assert_eq!(server.lines(), [page(1), page(2), page(3)]);
}

#[tokio::test]
async fn a_list_ends_also_where_its_length_is_wrong() {
    let server = Scripted::start(|asked, _| {
        let is_first = asked.line.ends_with("page=1");
        let secrets = if is_first { json!([{"name": "A"}]) } else { json!([]) };
        answer(200, json!({"total_count": 9, "secrets": secrets}))
    })
    .await;
    assert_eq!(secrets(&server).list().await.unwrap().len(), 1);
    let endless = Scripted::start(|_, _| {
        answer(200, json!({"total_count": 1_000_000, "secrets": [{"name": "A"}]}))
    })
    .await;
    let error = secrets(&endless).list().await.unwrap_err();
    assert!(error.to_string().ends_with("its list has no end"), "{error}");
}

#[tokio::test]
async fn a_variable_is_changed_else_made_else_changed_after_all() {
    let server = Scripted::start(|asked, before| {
        let is_patch = asked.line.starts_with("PATCH");
        match asked.line.rsplit('/').next().unwrap() {
            "THERE" => answer(204, Value::Null),
            "NEW" | "RACED" if is_patch && before == 0 => refusal(404, "Not Found"),
            "variables" if asked.body["name"] == "RACED" => refusal(409, "Already exists"),
            "variables" => answer(201, json!({})),
            _ => answer(204, Value::Null),
        }
    })
    .await;
    let variables = variables(&server);
    for name in ["THERE", "NEW", "RACED"] {
        variables.put(name, &SecretString::from("x"), None).await.unwrap();
    }
    let lines = server.lines().join("\n").replace(VARIABLES, "");
    assert_eq!(lines, "PATCH /THERE\nPATCH /NEW\nPOST \nPATCH /RACED\nPOST \nPATCH /RACED");
}

#[tokio::test]
async fn what_is_gone_is_told_from_what_is_hidden() {
    let server = Scripted::start(|asked, _| match asked.line.as_str() {
        "DELETE /repos/o/r/actions/secrets/THERE" => answer(204, Value::Null),
        line if line.starts_with("GET /repos/o/r/actions/secrets?") => {
            answer(200, json!({"total_count": 0, "secrets": []}))
        }
        _ => refusal(404, "Not Found"),
    })
    .await;
    assert!(secrets(&server).delete("THERE").await.unwrap());
    assert!(!secrets(&server).delete("GONE").await.unwrap());
    let error = variables(&server).delete("HIDDEN").await.unwrap_err();
    assert_eq!(error.status(), Some(404));
}
