//! Answers that arrive later: a future that can also be waited for on a plain thread.
//!
//! Knows nothing of the store. If the answering side goes away without an answer, the waiting
//! side gets the value that was agreed on for this case, so that nobody waits for ever.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

/// An answer that the writer will give after its next commit.
#[must_use = "the outcome is known only once this is awaited or waited for"]
pub struct Pending<T> {
    cell: Arc<Cell<T>>,
    abandoned: fn() -> T,
}

/// The answering side of a [`Pending`].
pub(crate) struct Completer<T> {
    cell: Arc<Cell<T>>,
}

struct Cell<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    value: Option<T>,
    gone: bool,
    waker: Option<Waker>,
}

impl<T> Cell<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Pending<T> {
    /// Creates both sides; `abandoned` is the answer if the completer is dropped without one.
    pub(crate) fn new(abandoned: fn() -> T) -> (Completer<T>, Self) {
        let cell = Arc::new(Cell {
            state: Mutex::new(State { value: None, gone: false, waker: None }),
            changed: Condvar::new(),
        });
        (Completer { cell: Arc::clone(&cell) }, Self { cell, abandoned })
    }

    /// Creates an answer that is there already.
    pub(crate) fn ready(value: T, abandoned: fn() -> T) -> Self {
        let (completer, pending) = Self::new(abandoned);
        completer.complete(value);
        pending
    }

    /// Blocks the calling thread until the answer is there.
    pub fn wait(self) -> T {
        let mut state = self.cell.lock();
        loop {
            if let Some(value) = state.value.take() {
                return value;
            }
            if state.gone {
                return (self.abandoned)();
            }
            state = self.cell.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T> Future for Pending<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut state = self.cell.lock();
        if let Some(value) = state.value.take() {
            return Poll::Ready(value);
        }
        if state.gone {
            return Poll::Ready((self.abandoned)());
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl<T> Completer<T> {
    /// Gives the answer.
    pub(crate) fn complete(self, value: T) {
        self.cell.lock().value = Some(value);
        // Dropping `self` wakes the other side.
    }
}

impl<T> Drop for Completer<T> {
    fn drop(&mut self) {
        let waker = {
            let mut state = self.cell.lock();
            state.gone = true;
            state.waker.take()
        };
        self.cell.changed.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_arrives_on_a_thread_and_in_a_future() {
        let (completer, pending) = Pending::new(|| 0);
        let waiter = std::thread::spawn(move || pending.wait());
        completer.complete(7);
        assert_eq!(waiter.join().unwrap(), 7);

        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (completer, pending) = Pending::new(|| 0);
        let thread = std::thread::spawn(move || completer.complete(8));
        assert_eq!(runtime.block_on(pending), 8);
        thread.join().unwrap();
    }

    #[test]
    fn nobody_waits_for_a_side_that_is_gone() {
        let (completer, pending) = Pending::new(|| -1);
        drop(completer);
        assert_eq!(pending.wait(), -1);
        assert_eq!(Pending::ready(3, || -1).wait(), 3);
    }
}
