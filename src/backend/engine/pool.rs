//! The threads that work on queries, one unit of each in turn.

use std::collections::VecDeque;
use std::io;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::thread::JoinHandle;

type Task = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that take one unit at a time from the running queries in turn, so
/// that a short query does not wait for a long one.
#[derive(Debug)]
pub struct EnginePool {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Queries with waiting units, the next one first.
    ring: VecDeque<(u64, VecDeque<Task>)>,
    next_query: u64,
    closing: bool,
}

impl std::fmt::Debug for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("State").field("queries", &self.ring.len()).finish_non_exhaustive()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut state = self.lock();
        loop {
            let Some((query, mut units)) = state.ring.pop_front() else {
                if state.closing {
                    return;
                }
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let unit = units.pop_front();
            if !units.is_empty() {
                state.ring.push_back((query, units));
            }
            drop(state);
            if let Some(unit) = unit {
                // A unit that panics has told its query by dropping what it was given.
                let _ = catch_unwind(AssertUnwindSafe(unit));
            }
            state = self.lock();
        }
    }
}

impl EnginePool {
    /// Starts as many threads as the machine has cores.
    ///
    /// # Errors
    /// The operating system gave no thread.
    pub fn new() -> io::Result<Self> {
        Self::with_threads(std::thread::available_parallelism().map_or(1, usize::from))
    }

    /// Starts that many threads, at least one.
    ///
    /// # Errors
    /// The operating system gave no thread.
    pub fn with_threads(count: usize) -> io::Result<Self> {
        let mut pool = Self { shared: Arc::default(), threads: Vec::new() };
        for number in 0..count.max(1) {
            let shared = Arc::clone(&pool.shared);
            let thread = std::thread::Builder::new()
                .name(format!("engine-{number}"))
                .spawn(move || shared.work())?;
            pool.threads.push(thread);
        }
        Ok(pool)
    }

    /// Returns the number of threads.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.threads.len()
    }

    /// Opens a queue for the units of one query.
    pub(crate) fn queue(&self) -> QueryQueue<'_> {
        let mut state = self.shared.lock();
        state.next_query += 1;
        QueryQueue { pool: self, query: state.next_query }
    }
}

impl Drop for EnginePool {
    fn drop(&mut self) {
        self.shared.lock().closing = true;
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// The waiting units of one query; dropped, they are forgotten.
pub(crate) struct QueryQueue<'a> {
    pool: &'a EnginePool,
    query: u64,
}

impl QueryQueue<'_> {
    /// Adds a unit.
    pub(crate) fn submit(&self, unit: impl FnOnce() + Send + 'static) {
        let mut state = self.pool.shared.lock();
        let unit: Task = Box::new(unit);
        match state.ring.iter_mut().find(|(query, _)| *query == self.query) {
            Some((_, units)) => units.push_back(unit),
            None => state.ring.push_back((self.query, VecDeque::from([unit]))),
        }
        drop(state);
        self.pool.shared.changed.notify_one();
    }
}

impl Drop for QueryQueue<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.shared.lock();
        let forgotten = state
            .ring
            .iter()
            .position(|(query, _)| *query == self.query)
            .and_then(|place| state.ring.remove(place));
        drop(state);
        // Outside of the lock: units may hold the last handle of a file.
        drop(forgotten);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn queries_take_turns_and_a_panic_ends_nothing() {
        let pool = EnginePool::with_threads(1).unwrap();
        let (sender, receiver) = mpsc::channel();
        let (gate, wait) = mpsc::channel::<()>();
        let (long, short) = (pool.queue(), pool.queue());
        long.submit(move || wait.recv().unwrap());
        for number in 0..3 {
            let sender = sender.clone();
            long.submit(move || sender.send(("long", number)).unwrap());
        }
        long.submit(|| panic!("a unit breaks"));
        let last = sender.clone();
        short.submit(move || last.send(("short", 0)).unwrap());
        gate.send(()).unwrap();
        let order: Vec<_> = receiver.iter().take(4).collect();
        let place = order.iter().position(|(name, _)| *name == "short").unwrap();
        assert!(place <= 1, "{order:?}");
        let after = sender.clone();
        short.submit(move || after.send(("after", 0)).unwrap());
        assert_eq!(receiver.recv().unwrap(), ("after", 0));
    }
}
