//! What the writer can be asked.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use rusqlite::Connection;

use super::jobs::JobOutcome;
use crate::backend::store::append::EventAck;
use crate::backend::store::append::LogAck;
use crate::backend::store::append::LogBatch;
use crate::backend::store::append::PreparedEvents;
use crate::backend::store::error::AppendError;
use crate::backend::store::error::StoreError;
use crate::backend::store::pending::Completer;

/// Answer to a request that has no value.
pub(crate) type Done = Completer<Result<(), StoreError>>;

/// A request to the writer.
pub(crate) enum Request {
    /// Change the catalog.
    Change(Box<dyn Change>),
    /// Append rows.
    Append(AppendRequest),
    /// Seal everything that is hot by now.
    Seal(Done),
    /// Merge and rewrite files until nothing is left to gain.
    Compact(Done),
    /// Drop what is expired, deleted or over the size cap.
    Sweep(Done),
    /// A job has ended.
    Finished(JobOutcome),
    /// Finish what is queued and stop.
    Close,
}

/// Rows that wait to be committed.
pub(crate) struct AppendRequest {
    pub(crate) payload: AppendPayload,
    pub(crate) bytes: usize,
}

/// Rows of one table, and who waits for their commit.
pub(crate) enum AppendPayload {
    /// Log events of one stream.
    Logs { batch: LogBatch, ack: Completer<Result<LogAck, AppendError>> },
    /// Wide events.
    Events { batch: PreparedEvents, ack: Completer<Result<EventAck, AppendError>> },
}

impl AppendRequest {
    /// Returns how many rows it has.
    pub(crate) const fn rows(&self) -> usize {
        match &self.payload {
            AppendPayload::Logs { batch, .. } => batch.events.len(),
            AppendPayload::Events { batch, .. } => batch.count,
        }
    }

    /// Answers that nothing of it is kept.
    pub(crate) fn fail(self, error: AppendError) {
        match self.payload {
            AppendPayload::Logs { ack, .. } => ack.complete(Err(error)),
            AppendPayload::Events { ack, .. } => ack.complete(Err(error)),
        }
    }
}

/// A change of the catalog that waits to be committed.
pub(crate) trait Change: Send {
    /// Returns the bytes of telemetry that it brings.
    fn bytes(&self) -> usize;

    /// Makes the change; says whether it is to be kept.
    fn apply(&mut self, connection: &Connection) -> bool;

    /// Answers, once the commit has succeeded or failed.
    fn complete(self: Box<Self>, committed: Result<(), StoreError>);
}

/// A change made by a closure.
pub(crate) struct ClosureChange<T, E, F> {
    closure: Option<F>,
    outcome: Option<Result<T, E>>,
    answer: Completer<Result<T, E>>,
    bytes: usize,
}

impl<T, E, F> ClosureChange<T, E, F> {
    pub(crate) fn new(closure: F, answer: Completer<Result<T, E>>) -> Self {
        Self { closure: Some(closure), outcome: None, answer, bytes: 0 }
    }

    /// Says how many bytes of telemetry it brings.
    pub(crate) fn with_bytes(self, bytes: usize) -> Self {
        Self { bytes, ..self }
    }
}

impl<T, E, F> Change for ClosureChange<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnOnce(&Connection) -> Result<T, E> + Send,
{
    fn bytes(&self) -> usize {
        self.bytes
    }

    fn apply(&mut self, connection: &Connection) -> bool {
        let Some(closure) = self.closure.take() else {
            return false;
        };
        // One bad change must not end the writer; its savepoint is rolled back.
        let outcome = catch_unwind(AssertUnwindSafe(|| closure(connection)))
            .unwrap_or_else(|_| Err(StoreError::ChangeBroke("it panicked").into()));
        let kept = outcome.is_ok();
        self.outcome = Some(outcome);
        kept
    }

    fn complete(self: Box<Self>, committed: Result<(), StoreError>) {
        let outcome = match (committed, self.outcome) {
            // What the closure refused by itself stays refused, whatever the commit did.
            (_, Some(Err(error))) => Err(error),
            (Err(error), _) => Err(error.into()),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Ok(()), None) => Err(StoreError::Closed.into()),
        };
        self.answer.complete(outcome);
    }
}
