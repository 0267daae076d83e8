//! Wide events on their way to the store, whichever API they came by.

use std::collections::BTreeMap;

use super::call::Front;
use crate::backend::store::AppendError;
use crate::backend::store::EventAck;
use crate::backend::store::EventBatch;
use crate::backend::store::EventCollector;
use crate::backend::store::EventRefusal;
use crate::backend::store::Scope;
use crate::backend::store::StoreError;
use crate::backend::store::catalog::datasets;
use crate::model::event;
use crate::model::event::Event;

/// Appends events in as many parts as their columns need room for; see [`append_rows`].
///
/// If a part fails after others, its events and those behind it are refused by themselves: what was
/// taken must not be sent again.
pub(super) fn append(
    front: &Front,
    scope: &Scope,
    events: &[Event],
    names: &BTreeMap<String, String>,
) -> Result<EventAck, AppendError> {
    let mut ack = EventAck { results: Vec::with_capacity(events.len()), ingestion_ms: 0 };
    let mut collector = EventCollector::default();
    for (place, event) in events.iter().enumerate() {
        collector.push_event(event);
        if collector.is_full() || place + 1 == events.len() {
            let part = std::mem::take(&mut collector);
            match append_rows(front, scope.clone(), part, names.clone()) {
                Ok(appended) => {
                    ack.results.extend(appended.results);
                    ack.ingestion_ms = appended.ingestion_ms;
                }
                Err(error) if ack.results.is_empty() => return Err(error),
                Err(_) => {
                    ack.results.resize(events.len(), Err(EventRefusal::NoRoom));
                    return Ok(ack);
                }
            }
        }
    }
    Ok(ack)
}

/// Creates the datasets that are new and appends the events; waits until they are durable.
///
/// `names` holds, for each slug, the name as its sender wrote it.
pub(super) fn append_rows(
    front: &Front,
    scope: Scope,
    events: EventCollector,
    names: BTreeMap<String, String>,
) -> Result<EventAck, AppendError> {
    let created_ms = front.clock.now();
    let known = |slug: &str| -> Result<bool, StoreError> {
        front.store.read(|connection| Ok(datasets::find(connection, &scope, slug)?.is_some()))
    };
    let mut new = Vec::new();
    for (slug, name) in names {
        if !known(&slug).map_err(AppendError::from)? {
            let retention_days = Some(event::RETENTION_DAYS);
            new.push(datasets::NewDataset { slug, name, retention_days, created_ms });
        }
    }
    if !new.is_empty() {
        let home = scope.clone();
        // Queued before the events, so that they find their datasets; one sync serves both.
        let created = front.store.write(move |connection| {
            for dataset in &new {
                datasets::create(connection, &home, dataset)?;
            }
            Ok::<(), StoreError>(())
        });
        let appended = front.store.append_events(EventBatch { scope, events });
        created.wait().map_err(AppendError::from)?;
        return appended.wait();
    }
    front.store.append_events(EventBatch { scope, events }).wait()
}
