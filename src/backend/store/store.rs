//! The handle of a store.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::append::EventAck;
use super::append::EventBatch;
use super::append::LogAck;
use super::append::LogBatch;
use super::append::PreparedEvents;
use super::error::AppendError;
use super::error::StoreError;
use super::opening;
use super::options::MAXIMUM_BATCH_BYTES;
use super::options::StoreOptions;
use super::pending::Completer;
use super::pending::Pending;
use super::portable::Export;
use super::shared::Shared;
use super::snapshot::Snapshot;
use super::statistics::StoreStatistics;
use super::subscription::Subscription;
use super::writer::AppendPayload;
use super::writer::AppendRequest;
use super::writer::ClosureChange;
use super::writer::Request;
use super::writer::Writer;
use crate::base::Clock;

/// The durable store; clones share it, and it closes with the last of them.
///
/// It does not take the directory's lock: whoever opens it holds a
/// [`DirectoryLock`](super::DirectoryLock) for as long.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    shared: Arc<Shared>,
    sender: Sender<Request>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// Opens the store of a directory, creating what does not exist.
    ///
    /// # Errors
    /// The directory is refused, the database is damaged, newer or another program's, a sealed
    /// file is missing, or the writer cannot be started. Nothing is overwritten then.
    pub fn open(options: StoreOptions) -> Result<Self, StoreError> {
        let (shared, opened) = opening::open(options.within_limits())?;
        let (sender, requests) = mpsc::channel();
        let writer = Writer::new(Arc::clone(&shared), opened, sender.clone(), requests)?;
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer.run())
            .map_err(|error| StoreError::NoThread(Arc::new(error)))?;
        let writer = Mutex::new(Some(thread));
        Ok(Self { inner: Arc::new(Inner { shared, sender, writer }) })
    }

    /// Opens an empty store that reads and writes no file.
    ///
    /// # Errors
    /// There are no random bytes for its name, or the writer cannot be started.
    pub fn in_memory(clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        Self::open(StoreOptions::in_memory(clock))
    }

    /// Reads the catalog on a connection of the calling thread's own; blocks for as long.
    ///
    /// All statements of `f` see one state.
    ///
    /// # Errors
    /// What `f` returns, or the database cannot be read.
    pub fn read<T, E: From<StoreError>>(
        &self,
        f: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        self.inner.shared.readers.with(f)
    }

    /// Queues a change of the catalog for the next commit; the answer follows the sync.
    ///
    /// If `f` returns an error or panics, what it did is taken back and others are not touched.
    /// `f` must not end the transaction that it runs in.
    pub fn write<T, E, F>(&self, f: F) -> Pending<Result<T, E>>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        let (answer, pending) = Pending::new(closed);
        self.send(Request::Change(Box::new(ClosureChange::new(f, answer))));
        pending
    }

    /// Queues a change of the catalog that brings so many bytes of telemetry.
    ///
    /// It is refused where rows would be: when the disk is almost full, or too much waits.
    pub fn write_telemetry<T, E, F>(&self, bytes: usize, f: F) -> Pending<Result<T, E>>
    where
        T: Send + 'static,
        E: From<StoreError> + From<AppendError> + Send + 'static,
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        let counts = &self.inner.shared.counts;
        let full = self.inner.shared.disk_refusal();
        if full.is_some() {
            counts.refused_batches.add(1);
        }
        if let Some(refusal) = full.or_else(|| self.refusal(bytes)) {
            return Pending::ready(Err(refusal.into()), closed);
        }
        counts.queued_bytes.add(bytes as u64);
        let (answer, pending) = Pending::new(closed);
        self.send(Request::Change(Box::new(ClosureChange::new(f, answer).with_bytes(bytes))));
        pending
    }

    /// Returns the bytes of occurrences beyond which the oldest are deleted.
    #[must_use]
    pub fn occurrence_cap_bytes(&self) -> u64 {
        self.inner.shared.occurrence_bounds.cap_bytes
    }

    /// Queues log events for the next commit, in which their stream is looked up; the answer
    /// follows the sync.
    pub fn append_logs(&self, batch: LogBatch) -> Pending<Result<LogAck, AppendError>> {
        let message_bytes = batch.message_bytes();
        self.append(message_bytes, |ack| AppendPayload::Logs { batch, ack })
    }

    /// Queues wide events for the next commit, in which their datasets are looked up; the answer
    /// follows the sync.
    ///
    /// An event that is refused by itself takes no other with it.
    pub fn append_events(&self, batch: EventBatch) -> Pending<Result<EventAck, AppendError>> {
        let bytes = batch.events.bytes();
        // What is refused need not be put into columns.
        let prepared = match self.refusal(bytes) {
            Some(refusal) => Err(refusal),
            None => PreparedEvents::of(batch).map_err(AppendError::from),
        };
        match prepared {
            Ok(batch) => self.append(bytes, |ack| AppendPayload::Events { batch, ack }),
            Err(error) => Pending::ready(Err(error), closed),
        }
    }

    /// Says why so much cannot be queued now, if it cannot.
    fn refusal(&self, bytes: usize) -> Option<AppendError> {
        let (bytes, maximum_bytes) = (bytes as u64, MAXIMUM_BATCH_BYTES);
        if bytes > maximum_bytes {
            return Some(AppendError::TooLarge { bytes, maximum_bytes });
        }
        let queued_bytes = self.inner.shared.counts.queued_bytes.get();
        let cap = self.inner.shared.options.queue_cap_bytes;
        let full = queued_bytes > 0 && queued_bytes.saturating_add(bytes) > cap;
        full.then_some(AppendError::Busy { queued_bytes })
    }

    fn append<T>(
        &self,
        bytes: usize,
        payload: impl FnOnce(Completer<Result<T, AppendError>>) -> AppendPayload,
    ) -> Pending<Result<T, AppendError>> {
        if let Some(refusal) = self.refusal(bytes) {
            return Pending::ready(Err(refusal), closed);
        }
        self.inner.shared.counts.queued_bytes.add(bytes as u64);
        let (ack, pending) = Pending::new(closed);
        self.send(Request::Append(AppendRequest { payload: payload(ack), bytes }));
        pending
    }

    /// Returns all rows as of the last commit.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.inner.shared.snapshot()
    }

    /// Seals everything that is hot by now.
    pub fn seal(&self) -> Pending<Result<(), StoreError>> {
        self.ask(Request::Seal)
    }

    /// Merges and rewrites files until nothing is left to gain.
    pub fn compact(&self) -> Pending<Result<(), StoreError>> {
        self.ask(Request::Compact)
    }

    /// Drops files that are expired, deleted or over the size cap.
    pub fn sweep(&self) -> Pending<Result<(), StoreError>> {
        self.ask(Request::Sweep)
    }

    /// Takes one state as it can be handed on: all that was acknowledged by now is in it.
    ///
    /// What is committed meanwhile is in it or not, each commit as a whole.
    ///
    /// # Errors
    /// The rows cannot be sealed, or the catalog cannot be copied.
    pub fn export(&self) -> Result<Export, StoreError> {
        self.seal().wait()?;
        Export::of(&self.inner.shared)
    }

    /// Returns the figures of this moment.
    #[must_use]
    pub fn statistics(&self) -> StoreStatistics {
        self.inner.shared.statistics()
    }

    /// Follows the log events that are committed from now on.
    #[must_use]
    pub fn subscribe(&self) -> Subscription {
        self.inner.shared.feed.subscribe()
    }

    /// Finishes what is queued, empties the database's log and stops the writer.
    ///
    /// Later requests are answered with [`StoreError::Closed`]; reads and scans go on.
    pub fn close(&self) {
        self.inner.close();
    }

    /// Returns what the handles share.
    #[cfg(test)]
    pub(crate) fn shared(&self) -> &Shared {
        &self.inner.shared
    }

    fn ask(
        &self,
        request: impl FnOnce(Completer<Result<(), StoreError>>) -> Request,
    ) -> Pending<Result<(), StoreError>> {
        let (done, pending) = Pending::new(closed);
        self.send(request(done));
        pending
    }

    fn send(&self, request: Request) {
        // A request that comes back from a stopped writer is dropped, which answers it.
        let _ = self.inner.sender.send(request);
    }
}

fn closed<T, E: From<StoreError>>() -> Result<T, E> {
    Err(StoreError::Closed.into())
}

impl Inner {
    fn close(&self) {
        let _ = self.sender.send(Request::Close);
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            // A change that holds the last handle must not make the writer wait for itself.
            if writer.thread().id() != std::thread::current().id() {
                let _ = writer.join();
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}
