//! Runs a query: hands units to the pool, and puts together what was found.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use super::finish;
use super::heatmap;
use super::heatmap::Ends;
use super::prepared::Prepared;
use super::query::EventQueryError;
use super::query::EventResult;
use super::query::EventRun;
use super::relations::Gathering;
use super::scan;
use super::scan::Pass;
use super::table::GroupTable;
use super::units;
use super::units::Part;
use crate::backend::engine::EnginePool;
use crate::backend::store::Snapshot;
use crate::dialect::plan::EventQuery;

/// How often a waiting query looks at its cancel flag and deadline.
const LOOK_INTERVAL: Duration = Duration::from_millis(20);

/// Runs a query over one snapshot; blocks until the result is known.
///
/// # Errors
/// The query was cancelled, took too long, needs more memory than it may use or what the engine
/// cannot do, or the store cannot be read.
pub fn execute(
    snapshot: &Snapshot,
    query: &EventQuery,
    run: &EventRun,
    pool: &EnginePool,
) -> Result<EventResult, EventQueryError> {
    let prepared = Arc::new(Prepared::new(snapshot, query, run)?);
    let table = gather(snapshot, &prepared, pool);
    prepared.finish();
    finish::result(&table?, &prepared)
}

/// Gathers what is wanted of other spans and the ends of heatmaps, and then the groups.
fn gather(
    snapshot: &Snapshot,
    query: &Arc<Prepared>,
    pool: &EnginePool,
) -> Result<GroupTable, EventQueryError> {
    // What comes back from `set` would be a value from before, of which there is none.
    if !query.wanted.is_empty() {
        let mut all = Gathering::default();
        for found in work(snapshot, query, pool, Gathering::default)? {
            all.merge(found, &query.budget)?;
        }
        let _ = query.found.set(all.found);
    }
    if heatmap::heatmaps(query).next().is_some() {
        let mut ends = Ends::new(query);
        for found in work(snapshot, query, pool, || Ends::new(query))? {
            ends.merge(&found);
        }
        let _ = query.edges.set(ends.edges());
    }
    let mut tables = work(snapshot, query, pool, || GroupTable::new(query))?.into_iter();
    let mut table = tables.next().unwrap_or_else(|| GroupTable::new(query));
    for other in tables {
        table.merge(other, &query.budget)?;
    }
    Ok(table)
}

/// Hands the rows of every unit to one of some passes, as many as the pool has threads.
///
/// Each pass has one unit at a time, so that another query gets its turn after it. Which pass gets
/// which unit is chance: what a pass keeps must not depend on it.
fn work<P: Pass>(
    snapshot: &Snapshot,
    query: &Arc<Prepared>,
    pool: &EnginePool,
    make: impl Fn() -> P,
) -> Result<Vec<P>, EventQueryError> {
    let mut candidates = VecDeque::from(units::list(snapshot, query));
    let mut parts: VecDeque<Part> = VecDeque::new();
    let mut next = || -> Result<Option<Part>, EventQueryError> {
        loop {
            if let Some(part) = parts.pop_front() {
                return Ok(Some(part));
            }
            let Some(candidate) = candidates.pop_front() else { return Ok(None) };
            parts.extend(units::expand(candidate, query)?);
        }
    };
    let (sender, receiver) = mpsc::channel();
    let queue = pool.queue();
    let mut idle: Vec<P> = (0..pool.threads()).map(|_| make()).collect();
    let mut done = Vec::new();
    let (mut number, mut running) = (0, 0);
    loop {
        while let Some(mut pass) = idle.pop() {
            let Some(part) = next()? else {
                done.push(pass);
                continue;
            };
            let (query, sender) = (Arc::clone(query), sender.clone());
            queue.submit(move || {
                let work = || {
                    if query.idle() {
                        return Err(EventQueryError::Cancelled);
                    }
                    pass.begin(number);
                    scan::scan(&part, &query, &mut pass)?;
                    Ok(pass)
                };
                let worked = catch_unwind(AssertUnwindSafe(work));
                // The files are let go before the answer, so that dropped ones vanish in time.
                drop(part);
                let _ = sender.send(worked.unwrap_or(Err(EventQueryError::Broke)));
            });
            number += 1;
            running += 1;
        }
        if running == 0 {
            return Ok(done);
        }
        idle.push(next_answer(&receiver, query)??);
        running -= 1;
    }
}

fn next_answer<R>(receiver: &Receiver<R>, query: &Prepared) -> Result<R, EventQueryError> {
    loop {
        query.check()?;
        match receiver.recv_timeout(LOOK_INTERVAL) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(EventQueryError::Broke),
        }
    }
}
