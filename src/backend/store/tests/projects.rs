//! What else a project has: deploys, tokens, and what waits.

use rusqlite::Connection;

use super::items::in_memory;
use super::items::new;
use super::items::project;
use crate::backend::store::Store;
use crate::backend::store::StoreError;
use crate::backend::store::catalog;
use crate::backend::store::catalog::access_tokens;
use crate::backend::store::catalog::access_tokens::AccessToken;
use crate::backend::store::catalog::arrivals;
use crate::backend::store::catalog::deploys;
use crate::backend::store::catalog::deploys::Deploy;
use crate::backend::store::catalog::occurrences::NewOccurrence;
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

fn late(project: i64, uuid: impl ToString, received_ms: i64) -> NewOccurrence {
    NewOccurrence { received_ms, ..new(project, uuid, "e", "h") }
}

fn put(store: &Store, new: NewOccurrence) -> bool {
    store.write(move |connection| arrivals::put(connection, &new)).wait().unwrap()
}

fn settle(store: &Store, before_ms: i64, limit: usize) -> usize {
    let settled =
        store.write(move |connection| arrivals::settle(connection, before_ms, limit, u64::MAX));
    settled.wait().unwrap()
}

fn uuids(store: &Store) -> Vec<String> {
    let read = |connection: &Connection| -> Result<_, StoreError> {
        let mut statement = connection.prepare("SELECT uuid FROM occurrences ORDER BY id")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    store.read(read).unwrap()
}

#[test]
fn what_waits_comes_in_its_order_and_is_bounded() {
    let store = in_memory();
    let project = project(&store);
    for (time, uuid) in [(5, "a"), (7, "b"), (6, "c")] {
        assert!(put(&store, late(project, uuid, time)));
    }
    let is_due = |time| store.read(|connection| arrivals::is_due(connection, time)).unwrap();
    assert!(!is_due(4) && is_due(5));
    assert_eq!((settle(&store, 6, 1), uuids(&store)), (1, vec!["a".to_owned()]));
    assert_eq!((settle(&store, 6, 9), settle(&store, 9, 9)), (1, 1));
    assert_eq!(uuids(&store), ["a", "c", "b"]);
    assert_eq!(store.read(arrivals::waiting_bytes).unwrap(), 0);
    let body = format!("\"{}\"", "x".repeat(1024 * 1024));
    let mut kept = 0;
    while put(&store, NewOccurrence { body: body.clone(), ..late(project, kept, 1) }) {
        kept += 1;
        assert!(kept < 100, "there is no end");
    }
    assert!(kept > 50, "{kept}");
    assert!(store.read(arrivals::waiting_bytes).unwrap() <= arrivals::MAXIMUM_WAITING_BYTES);
}

#[test]
fn what_cannot_be_stored_stands_in_nobodys_way() {
    let store = in_memory();
    let project = project(&store);
    put(&store, late(project, "a", 1));
    for sql in [
        "UPDATE arrivals SET body = 'x'",
        "UPDATE arrivals SET body = replace(body, '\"level\":40', '\"level\":7')",
        "UPDATE arrivals SET project_id = project_id + 1",
    ] {
        put(&store, late(project, "b", 1));
        put(&store, late(project, sql, 1));
        let broken = store.write(move |connection| -> Result<_, StoreError> {
            let sql = format!("{sql} WHERE id = (SELECT max(id) - 1 FROM arrivals)");
            Ok(connection.execute(&sql, [])?)
        });
        assert_eq!(broken.wait().unwrap(), 1);
        settle(&store, 9, 9);
        assert!(uuids(&store).contains(&sql.to_owned()));
    }
    // No number is left for its item: the occurrence is taken back as a whole.
    put(&store, NewOccurrence { hash: "other".to_owned(), ..late(project, "c", 1) });
    put(&store, late(project, "d", 1));
    let full = store.write(|connection| -> Result<_, StoreError> {
        Ok(connection.execute("UPDATE projects SET item_count = 9223372036854775807", [])?)
    });
    full.wait().unwrap();
    assert_eq!(settle(&store, 9, 9), 2);
    assert_eq!(uuids(&store).last().unwrap(), "d");
    let totals = store.read(catalog::totals).unwrap();
    assert_eq!((totals.arrivals, totals.dropped_arrivals), (0, 4));
}

#[test]
fn what_waits_is_forgotten_with_its_project() {
    let store = in_memory();
    let project = project(&store);
    store.write(catalog::clear).wait().unwrap();
    assert!(put(&store, late(project, "a", 1)), "it is no reason to send it again");
    assert_eq!(store.read(catalog::totals).unwrap(), catalog::Totals::default());
}

#[test]
fn pages_are_read_along_an_index() {
    let store = in_memory();
    let plan = |sql: &str| -> String {
        let read = |connection: &Connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let rows = statement.query_map([], |row| row.get::<_, String>(3))?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?.join("; "))
        };
        store.read(read).unwrap()
    };
    for sql in [
        "SELECT * FROM occurrences WHERE project_id = 1 ORDER BY id DESC LIMIT 20",
        "SELECT * FROM occurrences WHERE item_id = 1 AND +project_id = 1 ORDER BY id DESC LIMIT 20",
        "SELECT * FROM deploys WHERE project_id = 1 ORDER BY id DESC LIMIT 20",
        "SELECT id, body FROM arrivals WHERE received_ms <= 9 ORDER BY received_ms, id LIMIT 8",
        "SELECT id, time FROM occurrences WHERE item_id = 1 ORDER BY id DESC LIMIT 1",
    ] {
        let plan = plan(sql);
        assert!(plan.starts_with("SEARCH ") && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
    }
}
