//! What else a project has: deploys, tokens, and what waits.

use super::items::in_memory;
use super::items::project;
use crate::backend::store::StoreError;
use crate::backend::store::catalog::access_tokens;
use crate::backend::store::catalog::access_tokens::AccessToken;
use crate::backend::store::catalog::arrivals;
use crate::backend::store::catalog::deploys;
use crate::backend::store::catalog::deploys::Deploy;
use crate::backend::store::catalog::projects;

#[test]
fn deploys_and_tokens_are_kept() {
    let store = in_memory();
    let project = project(&store);
    let deploy = |revision: &str| {
        let (environment, revision) = ("production".to_owned(), revision.to_owned());
        let new =
            Deploy { environment, revision, status: "started".to_owned(), ..Deploy::default() };
        store.write(move |connection| deploys::create(connection, project, &new)).wait().unwrap()
    };
    let ids: Vec<i64> = ["a", "b", "a"].into_iter().map(deploy).collect();
    let found = store.read(|connection| deploys::page(connection, project, 1, 9)).unwrap();
    assert_eq!(found.iter().map(|deploy| deploy.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
    let latest = store.read(|connection| deploys::latest(connection, project, "a", "production"));
    let mut latest = latest.unwrap().unwrap();
    assert_eq!(latest.id, ids[2]);
    latest.status = "succeeded".to_owned();
    latest.finish_time = Some(9);
    let kept = latest.clone();
    store.write(move |connection| deploys::update(connection, &kept)).wait().unwrap();
    let read = store.read(|connection| deploys::find(connection, project, ids[2])).unwrap();
    assert_eq!(read, Some(latest));
    let names = store.read(|connection| projects::environments(connection, project, 9)).unwrap();
    assert_eq!(names[0].name, "production");

    let token = AccessToken {
        token: Some("t".repeat(32)),
        name: "ci".to_owned(),
        scopes: "read".to_owned(),
        is_enabled: true,
        limit: Some((60, 5)),
        ..AccessToken::default()
    };
    assert!(!format!("{token:?}").contains("ttt"));
    let create = |token: &AccessToken| {
        let token = token.clone();
        store
            .write(move |connection| access_tokens::create(connection, project, &token))
            .wait()
            .unwrap()
    };
    let id = create(&token).unwrap();
    assert_eq!(create(&token), None, "there is one like it");
    let derived = AccessToken { token: None, derived: Some("read".to_owned()), ..token.clone() };
    assert!(create(&derived).is_some() && create(&derived).is_none());
    let mut read =
        store.read(|c| access_tokens::find(c, project, &"t".repeat(32))).unwrap().unwrap();
    assert_eq!(read, AccessToken { id, ..token });
    read.limit = None;
    let kept = read.clone();
    store.write(move |connection| access_tokens::update(connection, &kept)).wait().unwrap();
    let listed = store.read(|connection| access_tokens::list(connection, project)).unwrap();
    assert_eq!((listed.len(), &listed[0]), (2, &read));
    let found = store.read(|c| access_tokens::find_derived(c, project, "read")).unwrap();
    assert_eq!(found.unwrap().token, None);
    store.write(move |connection| access_tokens::delete(connection, id)).wait().unwrap();
    let listed = store.read(|connection| access_tokens::list(connection, project)).unwrap();
    assert_eq!(listed.len(), 1);
}

#[test]
fn what_waits_comes_in_its_order_and_is_bounded() {
    let store = in_memory();
    let put = |received_ms: i64, body: &'static str| {
        store.write(move |connection| arrivals::put(connection, received_ms, body)).wait().unwrap()
    };
    for (time, body) in [(5, "a"), (7, "b"), (6, "c")] {
        assert!(put(time, body));
    }
    let is_due = |time| store.read(|connection| arrivals::is_due(connection, time)).unwrap();
    assert!(!is_due(4) && is_due(5));
    let take = |time: i64, limit| -> Vec<String> {
        let taken =
            store.write(move |connection| arrivals::take_due(connection, time, limit)).wait();
        taken.unwrap().into_iter().map(|arrival| arrival.body).collect()
    };
    assert_eq!(take(6, 1), ["a"]);
    assert_eq!(take(6, 9), ["c"]);
    assert_eq!(take(9, 9), ["b"]);
    let filled = store.write(|connection| -> Result<_, StoreError> {
        for _ in 0..arrivals::MAXIMUM_WAITING {
            assert!(arrivals::put(connection, 1, "{}")?);
        }
        arrivals::put(connection, 1, "{}")
    });
    assert!(!filled.wait().unwrap(), "there is no room");
}
