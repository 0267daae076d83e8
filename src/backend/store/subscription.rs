//! Committed log events for those who follow along, in bounded memory.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use arrow_array::RecordBatch;
use tokio::sync::Notify;

/// What a subscriber gets next.
#[derive(Clone, Debug)]
pub enum Received {
    /// Rows of the `logs` table, as [`LogColumns`](super::LogColumns) reads them.
    Batch(RecordBatch),
    /// The subscriber was too slow; that many rows were dropped for it.
    Lost {
        /// Number of rows.
        rows: u64,
    },
}

/// The batches that were committed last, for all subscribers together.
#[derive(Debug)]
pub(crate) struct Feed {
    capacity_bytes: u64,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    batches: VecDeque<Committed>,
    bytes: u64,
    /// Rows committed since the store was opened.
    rows: u64,
    subscribers: usize,
    closed: bool,
}

#[derive(Debug)]
struct Committed {
    batch: RecordBatch,
    bytes: u64,
    /// Rows that were committed before it.
    rows_before: u64,
}

impl Feed {
    /// Creates a feed that holds up to `capacity_bytes` for slow subscribers.
    pub(crate) fn new(capacity_bytes: u64) -> Self {
        Self { capacity_bytes, state: Mutex::default(), changed: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands a committed batch to all subscribers.
    pub(crate) fn publish(&self, batch: RecordBatch, bytes: u64) {
        let mut state = self.lock();
        let rows_before = state.rows;
        state.rows += batch.num_rows() as u64;
        if state.subscribers == 0 {
            return;
        }
        state.bytes += bytes;
        state.batches.push_back(Committed { batch, bytes, rows_before });
        while state.bytes > self.capacity_bytes && state.batches.len() > 1 {
            let dropped = state.batches.pop_front().map_or(0, |dropped| dropped.bytes);
            state.bytes -= dropped;
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// Tells all subscribers that nothing follows.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_waiters();
    }

    /// Adds a subscriber that gets everything committed from now on.
    pub(crate) fn subscribe(self: &Arc<Self>) -> Subscription {
        let mut state = self.lock();
        state.subscribers += 1;
        let next_row = state.rows;
        drop(state);
        Subscription { feed: Arc::clone(self), next_row }
    }
}

/// A place in the stream of committed log events.
#[derive(Debug)]
pub struct Subscription {
    feed: Arc<Feed>,
    next_row: u64,
}

impl Subscription {
    /// Waits for what comes next; none after the store was closed.
    pub async fn receive(&mut self) -> Option<Received> {
        let feed = Arc::clone(&self.feed);
        loop {
            let changed = feed.changed.notified();
            // Registered before looking, so that a batch in between is not missed.
            let mut changed = std::pin::pin!(changed);
            changed.as_mut().enable();
            if let Some(received) = self.try_receive() {
                return Some(received);
            }
            if feed.lock().closed {
                return None;
            }
            changed.await;
        }
    }

    /// Returns what is there already, if anything.
    pub fn try_receive(&mut self) -> Option<Received> {
        let state = self.feed.lock();
        let first = state.batches.partition_point(|batch| batch.rows_before < self.next_row);
        let next = state.batches.get(first)?;
        if next.rows_before > self.next_row {
            let rows = next.rows_before - self.next_row;
            self.next_row = next.rows_before;
            return Some(Received::Lost { rows });
        }
        self.next_row += next.batch.num_rows() as u64;
        Some(Received::Batch(next.batch.clone()))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut state = self.feed.lock();
        state.subscribers -= 1;
        if state.subscribers == 0 {
            state.batches.clear();
            state.bytes = 0;
        }
    }
}
