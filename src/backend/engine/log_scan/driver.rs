//! Runs a scan: hands units to the pool in the order of their first keys until the page is known.

use std::collections::BinaryHeap;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::time::Duration;
use std::time::Instant;

use super::collector::Collector;
use super::collector::UnitResult;
use super::hot_unit;
use super::key::EventKey;
use super::key::TravelKey;
use super::prepared::Prepared;
use super::query::LogPage;
use super::query::LogQuery;
use super::query::ScanError;
use super::sealed_unit;
use super::units;
use super::units::Part;
use super::units::Unit;
use crate::backend::engine::EnginePool;
use crate::backend::engine::pool::QueryQueue;
use crate::backend::store::Snapshot;

/// How often a waiting scan looks at its cancel flag and deadline.
const LOOK_INTERVAL: Duration = Duration::from_millis(20);

/// Reads one page of events; blocks until it is complete.
///
/// A page ends early at the deadline, with all events up to its position, which has then moved on
/// by at least one unit.
///
/// # Errors
/// The scan was cancelled, or the store cannot be read.
pub fn scan(
    snapshot: &Snapshot,
    query: &LogQuery,
    pool: &EnginePool,
) -> Result<LogPage, ScanError> {
    let nothing = || LogPage { position: query.after, exhausted: true, ..LogPage::default() };
    let Some(prepared) = Prepared::new(snapshot, query) else {
        return Ok(nothing());
    };
    let mut run = Run::new(snapshot, prepared, pool);
    let outcome = run.work(query.deadline);
    run.prepared.finish();
    let end = outcome?;
    Ok(run.into_page(end, query))
}

/// Why a scan stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The page is full.
    Full,
    /// Nothing is left to look at.
    Exhausted,
    /// The deadline passed; only what lies before the key is known.
    Deadline(TravelKey),
}

/// Number of a running unit, and what it found.
type Answer = (usize, Result<UnitResult, ScanError>);

/// What is known of a unit that is being worked on.
struct Running {
    first_key: TravelKey,
    /// How much of a page it is likely to fill.
    share: f64,
}

struct Run<'a> {
    prepared: Arc<Prepared>,
    waiting: BinaryHeap<Unit>,
    /// The units that are being worked on.
    running: HashMap<usize, Running>,
    next_number: usize,
    window: usize,
    largest_window: usize,
    queue: QueryQueue<'a>,
    sender: Sender<Answer>,
    receiver: Receiver<Answer>,
    collector: Collector,
}

impl<'a> Run<'a> {
    fn new(snapshot: &Snapshot, prepared: Prepared, pool: &'a EnginePool) -> Self {
        let (sender, receiver) = mpsc::channel();
        let largest_window = pool.threads() * 2;
        Self {
            waiting: units::list(snapshot, &prepared).into(),
            running: HashMap::new(),
            next_number: 0,
            // Without a pattern the first unit mostly fills the page; more would be wasted.
            window: if prepared.matcher.is_some() { largest_window } else { 1 },
            largest_window,
            queue: pool.queue(),
            sender,
            receiver,
            collector: Collector::default(),
            prepared: Arc::new(prepared),
        }
    }

    fn work(&mut self, deadline: Option<Instant>) -> Result<End, ScanError> {
        let start = self.frontier();
        loop {
            self.submit()?;
            let Some(frontier) = self.frontier() else {
                return Ok(End::Exhausted);
            };
            if self.collector.is_complete(frontier, &self.prepared) {
                return Ok(End::Full);
            }
            let (number, result) = self.next_answer()?;
            self.running.remove(&number);
            self.collector.add(result?, &self.prepared);
            self.window = (self.window * 2).min(self.largest_window);
            if deadline.is_some_and(|deadline| Instant::now() >= deadline)
                && let Some(frontier) = self.frontier()
                // Without this a reader who goes on from here would never get any further.
                && Some(frontier) > start
            {
                return Ok(End::Deadline(frontier));
            }
        }
    }

    /// Hands units to the pool, those with the smallest keys first.
    fn submit(&mut self) -> Result<(), ScanError> {
        while self.running.len() < self.window
            && self.missing_share() > 0.0
            && let Some(unit) = self.waiting.pop()
        {
            if self.collector.is_complete(unit.first_key, &self.prepared) {
                self.waiting.push(unit);
                return Ok(());
            }
            if let Part::File(file) = &unit.part {
                self.waiting.extend(units::expand(file, &self.prepared)?);
                continue;
            }
            let number = self.next_number;
            self.next_number += 1;
            let running =
                Running { first_key: unit.first_key, share: unit.likely_share(&self.prepared) };
            self.running.insert(number, running);
            let (query, sender) = (Arc::clone(&self.prepared), self.sender.clone());
            self.queue.submit(move || {
                let worked = catch_unwind(AssertUnwindSafe(|| process(&unit, &query)));
                // The files are let go before the answer, so that dropped ones vanish in time.
                drop(unit);
                let _ = sender.send((number, worked.unwrap_or(Err(ScanError::Broke))));
            });
        }
        Ok(())
    }

    /// Returns how much of the page the running units are likely to leave empty.
    ///
    /// More units than fill the page would be worked on for nothing; one always runs.
    fn missing_share(&self) -> f64 {
        if self.running.is_empty() {
            return 1.0;
        }
        let running: f64 = self.running.values().map(|running| running.share).sum();
        1.0 - running - self.collector.share(&self.prepared)
    }

    /// Returns the first key that is not known yet, if anything is left.
    fn frontier(&self) -> Option<TravelKey> {
        let waiting = self.waiting.peek().map(|unit| unit.first_key);
        self.running.values().map(|running| running.first_key).chain(waiting).min()
    }

    fn next_answer(&self) -> Result<Answer, ScanError> {
        loop {
            if self.prepared.cancelled() {
                return Err(ScanError::Cancelled);
            }
            match self.receiver.recv_timeout(LOOK_INTERVAL) {
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(ScanError::Broke),
            }
        }
    }

    fn into_page(self, end: End, query: &LogQuery) -> LogPage {
        let (scanned_rows, scanned_bytes) =
            (self.collector.scanned_rows, self.collector.scanned_bytes);
        let cut = self.collector.is_cut();
        let frontier = match end {
            End::Deadline(frontier) => Some(frontier),
            End::Full | End::Exhausted => None,
        };
        let events = self.collector.into_events(frontier, &self.prepared);
        let mut position = events.last().map(|event| event.key).or(query.after);
        if let Some(frontier) = frontier {
            let time = frontier.timestamp_ms(query.direction);
            let before = EventKey::before_time(time, query.direction);
            let further = position.is_none_or(|position| {
                self.prepared.travel(&position) < self.prepared.travel(&before)
            });
            if further {
                position = Some(before);
            }
        }
        let exhausted = end == End::Exhausted && !cut;
        LogPage { events, position, exhausted, scanned_rows, scanned_bytes }
    }
}

fn process(unit: &Unit, query: &Prepared) -> Result<UnitResult, ScanError> {
    if query.idle() {
        return Ok(UnitResult::default());
    }
    match &unit.part {
        // Files were turned into pages before.
        Part::File(_) => Err(ScanError::Broke),
        Part::Hot(batch) => hot_unit::scan(batch, query),
        Part::Pages(pages) => sealed_unit::scan(pages, query),
    }
}
