//! The writer's loop.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::time::Duration;
use std::time::Instant;

use rusqlite::Connection;

use super::datasets::DatasetCache;
use super::jobs::Jobs;
use super::request::AppendRequest;
use super::request::Change;
use super::request::Request;
use super::streams::StreamCache;
use crate::backend::store::dead::DeadIds;
use crate::backend::store::encoder::FilePlace;
use crate::backend::store::error::StoreError;
use crate::backend::store::hot::BatchEncoder;
use crate::backend::store::shared::Shared;
use crate::backend::store::snapshot::Snapshot;
use crate::backend::store::snapshot::TableSnapshot;
use crate::backend::store::table::TableId;

/// Message bytes after which a commit takes no further request.
const MAXIMUM_COMMIT_BYTES: usize = 8 * 1024 * 1024;

/// Requests after which a commit takes no further one.
const MAXIMUM_COMMIT_REQUESTS: usize = 20_000;

/// Time without requests after which the database's log is emptied.
const IDLE_TIME: Duration = Duration::from_secs(1);

/// What the writer starts with.
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    pub(crate) place: FilePlace,
    pub(crate) next_sequence: u64,
    pub(crate) last_ingestion: i64,
    pub(crate) last_tombstone: i64,
}

/// The writer's state; it is the only one that changes the database.
pub(crate) struct Writer {
    pub(super) shared: Arc<Shared>,
    pub(super) connection: Connection,
    pub(super) place: FilePlace,
    pub(super) sender: Sender<Request>,
    requests: Receiver<Request>,
    pub(super) tables: [TableSnapshot; TableId::ALL.len()],
    pub(super) dead: Arc<DeadIds>,
    version: u64,
    pub(super) next_sequence: u64,
    pub(super) last_ingestion: i64,
    pub(super) last_tombstone: i64,
    pub(super) encoders: [BatchEncoder; TableId::ALL.len()],
    pub(super) streams: StreamCache,
    pub(super) datasets: DatasetCache,
    /// Appends that wait for room, before any that come later.
    pub(super) deferred: VecDeque<AppendRequest>,
    pub(super) jobs: Jobs,
    /// Bytes written to the database's log since it was last copied over.
    pub(super) log_bytes: u64,
    /// Whether the log file may be longer than needed.
    pub(super) log_used: bool,
    pub(super) last_upkeep: Instant,
    closing: bool,
}

/// A request that goes into a commit.
pub(super) enum Item {
    Change(Box<dyn Change>),
    Append(AppendRequest),
}

impl Item {
    /// Returns the bytes of telemetry that it brings.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Change(change) => change.bytes(),
            Self::Append(append) => append.bytes,
        }
    }
}

impl Writer {
    pub(crate) fn new(
        shared: Arc<Shared>,
        opened: Opened,
        sender: Sender<Request>,
        requests: Receiver<Request>,
    ) -> Result<Self, StoreError> {
        let snapshot = shared.snapshot();
        let encoder = |table: TableId| BatchEncoder::new(&table.definition().schema());
        let encoders = [encoder(TableId::Logs)?, encoder(TableId::Events)?];
        Ok(Self {
            tables: snapshot.tables.clone(),
            dead: Arc::clone(&snapshot.dead),
            version: snapshot.version,
            shared,
            connection: opened.connection,
            place: opened.place,
            sender,
            requests,
            next_sequence: opened.next_sequence,
            last_ingestion: opened.last_ingestion,
            last_tombstone: opened.last_tombstone,
            encoders,
            datasets: DatasetCache::default(),
            streams: StreamCache::default(),
            deferred: VecDeque::new(),
            jobs: Jobs::default(),
            log_bytes: 0,
            log_used: true,
            last_upkeep: Instant::now(),
            closing: false,
        })
    }

    /// Works until it is asked to close and nothing is left to do.
    pub(crate) fn run(mut self) {
        loop {
            if let Some(first) = self.wait() {
                self.handle(first);
            } else {
                self.rest();
            }
            self.upkeep();
            self.start_jobs();
            if self.closing && self.deferred.is_empty() && self.jobs.none_running() {
                break;
            }
        }
        self.shut_down();
    }

    fn wait(&self) -> Option<Request> {
        // The writer holds a sender itself, so an error only means that the time has passed.
        self.requests.recv_timeout(IDLE_TIME).ok()
    }

    /// Takes everything that waits: the sync of one commit is the window of the next.
    fn handle(&mut self, first: Request) {
        let mut items = Vec::new();
        let mut asked = Vec::new();
        let mut bytes = 0;
        let mut next = Some(first);
        while let Some(request) = next {
            match request {
                Request::Change(change) => {
                    bytes += change.bytes();
                    items.push(Item::Change(change));
                }
                Request::Append(append) => {
                    bytes += append.bytes;
                    items.push(Item::Append(append));
                }
                // Ended jobs come first: they make room for what is to be committed.
                Request::Finished(outcome) => self.finish_job(outcome),
                other => asked.push(other),
            }
            if bytes >= MAXIMUM_COMMIT_BYTES || items.len() >= MAXIMUM_COMMIT_REQUESTS {
                break;
            }
            next = self.requests.try_recv().ok();
        }
        self.commit(items);
        for request in asked {
            match request {
                Request::Seal(done) => self.jobs.ask_seal(done),
                Request::Compact(done) => self.jobs.ask_compaction(done),
                Request::Sweep(done) => done.complete(self.sweep()),
                Request::Close => {
                    self.closing = true;
                    self.place.stopping.store(true, Ordering::Relaxed);
                }
                Request::Change(_) | Request::Append(_) | Request::Finished(_) => {}
            }
        }
    }

    /// Says whether the store closes, so that no new long job begins.
    pub(super) const fn closing(&self) -> bool {
        self.closing
    }

    /// Returns the bytes of all hot rows.
    pub(super) fn hot_bytes(&self) -> u64 {
        self.tables.iter().flat_map(|table| table.hot.iter()).map(|batch| batch.entry().bytes).sum()
    }

    /// Makes the writer's tables the newest snapshot.
    pub(super) fn publish(&mut self) {
        self.version += 1;
        self.shared.publish(Snapshot {
            tables: self.tables.clone(),
            dead: Arc::clone(&self.dead),
            version: self.version,
        });
    }

    fn shut_down(mut self) {
        self.jobs.abandon();
        self.shared.feed.close();
        self.shared.readers.close_idle();
        self.empty_log();
    }
}
