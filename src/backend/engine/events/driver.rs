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
use super::scan;
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

/// Number of a unit, and what it found.
type Answer = (usize, Result<GroupTable, EventQueryError>);

fn gather(
    snapshot: &Snapshot,
    query: &Arc<Prepared>,
    pool: &EnginePool,
) -> Result<GroupTable, EventQueryError> {
    let mut candidates = VecDeque::from(units::list(snapshot, query));
    let mut parts: VecDeque<Part> = VecDeque::new();
    let (sender, receiver) = mpsc::channel::<Answer>();
    let queue = pool.queue();
    let window = pool.threads() * 2;
    let mut table = GroupTable::new(query.query.aggregates.len());
    // Found out of turn; sums of floats are to be the same in every run.
    let mut early: BTreeMap<usize, GroupTable> = BTreeMap::new();
    let (mut submitted, mut merged) = (0, 0);
    let mut estimated = false;
    loop {
        while submitted - merged < window {
            if parts.is_empty() {
                let Some(candidate) = candidates.pop_front() else { break };
                parts.extend(units::expand(candidate, query)?);
                continue;
            }
            let Some(part) = parts.pop_front() else { break };
            let (unit_query, sender, number) = (Arc::clone(query), sender.clone(), submitted);
            queue.submit(move || {
                let work = || {
                    if unit_query.idle() {
                        return Ok(GroupTable::default());
                    }
                    scan::scan(&part, &unit_query)
                };
                let worked = catch_unwind(AssertUnwindSafe(work));
                // The files are let go before the answer, so that dropped ones vanish in time.
                drop(part);
                let _ = sender.send((number, worked.unwrap_or(Err(EventQueryError::Broke))));
            });
            submitted += 1;
        }
        if merged == submitted {
            return Ok(table);
        }
        let (number, found) = next_answer(&receiver, query)?;
        early.insert(number, found?);
        while let Some(found) = early.remove(&merged) {
            merged += 1;
            if query.budget.approximate() && !estimated {
                estimated = true;
                table.estimate(&query.budget)?;
            }
            table.merge(found, &query.query.aggregates, &query.budget)?;
        }
    }
}

fn next_answer(receiver: &Receiver<Answer>, query: &Prepared) -> Result<Answer, EventQueryError> {
    loop {
        query.check()?;
        match receiver.recv_timeout(LOOK_INTERVAL) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(EventQueryError::Broke),
        }
    }
}
