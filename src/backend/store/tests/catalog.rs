//! Groups, streams, documents.

use std::sync::Arc;

use crate::backend::store::Store;
use crate::backend::store::StoreError;
use crate::backend::store::catalog::Scope;
use crate::backend::store::catalog::documents;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_groups::GroupFilter;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::catalog::log_streams::StreamPosition;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::append;
use crate::backend::store::testing::create_group;
use crate::backend::store::testing::create_stream;
use crate::backend::store::testing::new_group;
use crate::backend::store::testing::scope;
use crate::base::ManualClock;

fn store() -> Store {
    Store::in_memory(Arc::new(ManualClock::new(START_MS))).unwrap()
}

#[test]
fn groups_are_created_once_changed_and_paged() {
    let store = store();
    let names = ["app/a", "app/b", "app/c", "lib", "app/é"];
    for name in names {
        create_group(&store, name);
    }
    let again = store
        .write(|connection| log_groups::create(connection, &scope(), &new_group("lib")))
        .wait()
        .unwrap();
    assert!(again.is_none());
    let other = Scope::new("000000000000", "us-east-1");
    store
        .read(|connection| {
            let filter = GroupFilter { prefix: Some("app/".into()), ..GroupFilter::default() };
            let page = |after: Option<&str>, limit| -> Vec<String> {
                let groups = log_groups::page(connection, &scope(), &filter, after, limit).unwrap();
                groups.into_iter().map(|group| group.name).collect()
            };
            assert_eq!(page(None, 2), ["app/a", "app/b"]);
            assert_eq!(page(Some("app/b"), 9), ["app/c", "app/é"]);
            assert!(page(Some("app/é"), 9).is_empty());
            let filter = GroupFilter { contains: Some("b".into()), ..GroupFilter::default() };
            let groups = log_groups::page(connection, &scope(), &filter, None, 9)?;
            let found: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
            assert_eq!(found, ["app/b", "lib"]);
            let filter = GroupFilter { class: Some("DELIVERY".into()), ..GroupFilter::default() };
            assert!(log_groups::page(connection, &scope(), &filter, None, 9)?.is_empty());
            assert_eq!(log_groups::count(connection, &scope())?, 5);
            assert_eq!(log_groups::count(connection, &other)?, 0);
            assert!(log_groups::find(connection, &other, "lib")?.is_none());
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let changed = store
        .write(|connection| {
            let Some(mut group) = log_groups::find(connection, &scope(), "lib")? else {
                return Ok(None);
            };
            group.retention_days = Some(7);
            group.kms_key_id = Some("key".into());
            group.deletion_protection = true;
            log_groups::update(connection, &group)?;
            Ok::<_, StoreError>(Some(group))
        })
        .wait()
        .unwrap();
    let found = store.read(|connection| log_groups::find(connection, &scope(), "lib")).unwrap();
    assert_eq!(found, changed);
}

#[test]
fn numbers_of_groups_and_streams_are_not_used_again() {
    let store = store();
    let first = create_group(&store, "g");
    let stream = create_stream(&store, first.id, "s");
    let deleted = store.write(|connection| log_groups::delete(connection, &scope(), "g"));
    assert!(deleted.wait().unwrap());
    let deleted = store.write(|connection| log_groups::delete(connection, &scope(), "g"));
    assert!(!deleted.wait().unwrap());
    let second = create_group(&store, "g");
    assert!(second.id > first.id);
    assert!(create_stream(&store, second.id, "s").id > stream.id);
}

#[test]
fn streams_are_paged_by_name_and_by_last_event() {
    let store = store();
    let group = create_group(&store, "g");
    for name in ["a", "b", "c", "d", "e"] {
        create_stream(&store, group.id, name);
    }
    for (name, time) in [("a", 3), ("c", 1), ("d", 3)] {
        append(&store, "g", name, &[(START_MS + time, "x")]);
    }
    store
        .read(|connection| {
            let names = |descending, prefix, after, limit| -> Vec<String> {
                log_streams::page_by_name(connection, group.id, prefix, after, descending, limit)
                    .unwrap()
                    .into_iter()
                    .map(|stream| stream.name)
                    .collect()
            };
            assert_eq!(names(false, None, None, 3), ["a", "b", "c"]);
            assert_eq!(names(false, None, Some("c"), 9), ["d", "e"]);
            assert_eq!(names(true, None, None, 2), ["e", "d"]);
            assert_eq!(names(true, None, Some("d"), 9), ["c", "b", "a"]);
            assert_eq!(names(false, Some("b"), None, 9), ["b"]);
            for (descending, expected) in
                [(false, ["c", "a", "d", "b", "e"]), (true, ["d", "a", "c", "e", "b"])]
            {
                for size in 1..6 {
                    let mut found: Vec<String> = Vec::new();
                    let mut after = None;
                    loop {
                        let page = log_streams::page_by_last_event(
                            connection,
                            group.id,
                            after.as_ref(),
                            descending,
                            size,
                        )?;
                        let Some(last) = page.last() else { break };
                        after = Some(StreamPosition {
                            last_event_ms: last.last_event_ms,
                            name: last.name.clone(),
                        });
                        found.extend(page.into_iter().map(|stream| stream.name));
                    }
                    assert_eq!(found, expected);
                }
            }
            assert_eq!(log_streams::count(connection, group.id)?, 5);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

#[test]
fn documents_are_put_found_paged_and_deleted() {
    let store = store();
    let put = |parent: &'static str, name: &'static str, body: &'static str, now| {
        store
            .write(move |connection| {
                documents::put(connection, &scope(), "filter", parent, name, body, now)
            })
            .wait()
            .unwrap()
    };
    put("p", "x", "1", 5);
    let twice = put("p", "x", "2", 6);
    assert_eq!((twice.created_ms, twice.modified_ms, twice.revision), (5, 6, 2));
    assert_eq!(twice.body, "2");
    for (parent, name) in [("p", "y"), ("q", "a"), ("q", "xa"), ("", "z")] {
        put(parent, name, "{}", 7);
    }
    let inserted = store
        .write(|connection| documents::insert(connection, &scope(), "filter", "q", "a", "no", 9));
    assert!(inserted.wait().unwrap().is_none());
    store
        .read(|connection| {
            let page = |parent, prefix, after, limit| -> Vec<(String, String)> {
                documents::page(connection, &scope(), "filter", parent, prefix, after, limit)
                    .unwrap()
                    .into_iter()
                    .map(|document| (document.parent, document.name))
                    .collect()
            };
            let pair = |parent: &str, name: &str| (parent.to_owned(), name.to_owned());
            let all =
                [pair("q", "a"), pair("p", "x"), pair("q", "xa"), pair("p", "y"), pair("", "z")];
            assert_eq!(page(None, None, None, 9), all);
            assert_eq!(page(None, None, Some(("p", "x")), 2), all[2..4]);
            assert_eq!(page(None, Some("x"), None, 9), [pair("p", "x"), pair("q", "xa")]);
            let of_q = [pair("q", "a"), pair("q", "xa")];
            assert_eq!(page(Some("q"), None, None, 9), of_q);
            assert_eq!(page(Some("q"), None, Some(("q", "a")), 9), of_q[1..]);
            assert_eq!(page(Some("q"), Some("x"), Some(("p", "y")), 9), of_q[1..]);
            assert!(page(Some("q"), None, Some(("r", "")), 9).is_empty());
            assert_eq!(documents::count(connection, &scope(), "filter", None)?, 5);
            assert_eq!(documents::count(connection, &scope(), "filter", Some("p"))?, 2);
            assert!(documents::find(connection, &scope(), "other", "p", "x")?.is_none());
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let deleted = store
        .write(|connection| {
            let one = documents::delete(connection, &scope(), "filter", "", "z")?;
            let none = documents::delete(connection, &scope(), "filter", "", "z")?;
            let children = documents::delete_children(connection, &scope(), "filter", "q")?;
            Ok::<_, StoreError>((one, none, children))
        })
        .wait()
        .unwrap();
    assert_eq!(deleted, (true, false, 2));
}
