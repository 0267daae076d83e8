//! Runs a query: hands units to the pool, and puts together what they found in a fixed order.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use super::finish;
use super::prepared::Prepared;
use super::query::EventQueryError;
use super::query::EventResult;
use super::query::EventRun;
use super::relations::Gathering;
use super::scan;
use super::scan::Aggregation;
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

/// Gathers what is wanted of other spans, and then the groups.
fn gather(
    snapshot: &Snapshot,
    query: &Arc<Prepared>,
    pool: &EnginePool,
) -> Result<GroupTable, EventQueryError> {
    if !query.wanted.is_empty() {
        let mut gathered = Gathering::default();
        let unit = |part: &Part, query: &Prepared| {
            let mut pass = Gathering::default();
            scan::scan(part, query, &mut pass).map(|()| pass)
        };
        work(snapshot, query, pool, unit, |found| gathered.merge(found, &query.budget))?;
        // It was not set before; a value that comes back is dropped.
        let _ = query.found.set(gathered.found);
    }
    let mut table = GroupTable::new(query.query.aggregates.len());
    let mut estimated = false;
    let unit = |part: &Part, query: &Prepared| {
        let mut pass = Aggregation::new(query);
        scan::scan(part, query, &mut pass).map(|()| pass.table)
    };
    work(snapshot, query, pool, unit, |found| {
        if query.budget.approximate() && !estimated {
            estimated = true;
            table.estimate(&query.budget)?;
        }
        table.merge(found, &query.query.aggregates, &query.budget)
    })?;
    Ok(table)
}

/// Does every unit on the pool, and hands on what they found in the order of the units.
fn work<R: Send + 'static>(
    snapshot: &Snapshot,
    query: &Arc<Prepared>,
    pool: &EnginePool,
    unit: impl Fn(&Part, &Prepared) -> Result<R, EventQueryError> + Copy + Send + 'static,
    mut merge: impl FnMut(R) -> Result<(), EventQueryError>,
) -> Result<(), EventQueryError> {
    let mut candidates = VecDeque::from(units::list(snapshot, query));
    let mut parts: VecDeque<Part> = VecDeque::new();
    let (sender, receiver) = mpsc::channel();
    let queue = pool.queue();
    let window = pool.threads() * 2;
    // Found out of turn; sums of floats are to be the same in every run.
    let mut early: BTreeMap<usize, R> = BTreeMap::new();
    let (mut submitted, mut merged) = (0, 0);
    loop {
        while submitted - merged < window {
            let Some(part) = parts.pop_front() else {
                let Some(candidate) = candidates.pop_front() else { break };
                parts.extend(units::expand(candidate, query)?);
                continue;
            };
            let (query, sender, number) = (Arc::clone(query), sender.clone(), submitted);
            queue.submit(move || {
                let work = || {
                    if query.idle() { Err(EventQueryError::Cancelled) } else { unit(&part, &query) }
                };
                let worked = catch_unwind(AssertUnwindSafe(work));
                // The files are let go before the answer, so that dropped ones vanish in time.
                drop(part);
                let _ = sender.send((number, worked.unwrap_or(Err(EventQueryError::Broke))));
            });
            submitted += 1;
        }
        if merged == submitted {
            return Ok(());
        }
        let (number, found) = next_answer(&receiver, query)?;
        early.insert(number, found?);
        while let Some(found) = early.remove(&merged) {
            merged += 1;
            merge(found)?;
        }
    }
}

/// Number of a unit, and what it found.
type Answer<R> = (usize, Result<R, EventQueryError>);

fn next_answer<R>(
    receiver: &Receiver<Answer<R>>,
    query: &Prepared,
) -> Result<Answer<R>, EventQueryError> {
    loop {
        query.check()?;
        match receiver.recv_timeout(LOOK_INTERVAL) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(EventQueryError::Broke),
        }
    }
}
