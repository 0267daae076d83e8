//! Wide events go out and come in.

use super::world::data;
use super::world::exported;
use super::world::imported;
use super::world::open;
use crate::backend::store::catalog::datasets;
use crate::backend::store::encoder::DAY_MS;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::all_events;
use crate::backend::store::testing::append_events;
use crate::backend::store::testing::create_dataset;
use crate::backend::store::testing::scope;
use crate::model::event::Event;
use crate::model::event::FieldScalar;

fn event(dataset: &str, day: i64, name: &str, value: FieldScalar) -> Event {
    Event {
        dataset: dataset.to_owned(),
        time_ns: (START_MS - day * DAY_MS) * 1_000_000 + 7,
        sample_rate: 2,
        fields: vec![(name.to_owned(), value), ("n#".to_owned(), FieldScalar::Integer(day))],
    }
}

#[test]
fn events_and_datasets_are_there_again() {
    let from = tempfile::tempdir().unwrap();
    let store = open(from.path());
    let (first, _) = (create_dataset(&store, "a", None), create_dataset(&store, "b", Some(60)));
    for day in 0..3 {
        append_events(
            &store,
            vec![
                event("a", day, "x", FieldScalar::Text("t".to_owned())),
                event("b", day, "y", FieldScalar::Float(0.5)),
            ],
        );
    }
    store.seal().wait().unwrap();
    append_events(&store, vec![event("a", 0, "x", FieldScalar::Flag(true))]);
    let rows = all_events(&store.snapshot()).unwrap();
    let archive = exported(&store);
    let listed = |store: &crate::backend::store::Store| {
        store
            .read(|connection| {
                let columns = datasets::columns(connection, first.id)?;
                Ok::<_, crate::backend::store::StoreError>((
                    datasets::list(connection, &scope())?,
                    columns,
                ))
            })
            .unwrap()
    };
    let before = listed(&store);
    assert_eq!((before.0.len(), before.1.len(), rows.len()), (2, 2, 7));

    let to = tempfile::tempdir().unwrap();
    imported(to.path(), &archive).unwrap();
    assert!(data(to.path()).join("events").is_dir());
    let store = open(to.path());
    assert_eq!(all_events(&store.snapshot()).unwrap(), rows);
    assert_eq!(listed(&store), before);
    let next = create_dataset(&store, "c", None);
    assert!(next.id > first.id + 1);
}
