//! Sealing, compaction and sweeping: when they begin, and what their end changes.
//!
//! Files are written on threads of their own; only the exchange goes through the writer.

use std::collections::HashMap;
use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use super::request::Done;
use super::request::Request;
use super::swap::Swap;
use super::thread::Writer;
use crate::backend::store::catalog::datasets;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::compaction;
use crate::backend::store::compaction::Compacted;
use crate::backend::store::compaction::CompactionTask;
use crate::backend::store::compaction::Eagerness;
use crate::backend::store::encoder::DAY_MS;
use crate::backend::store::encoder::FilePlace;
use crate::backend::store::error::StoreError;
use crate::backend::store::manifest::FileEntry;
use crate::backend::store::sealing;
use crate::backend::store::sealing::SealTask;
use crate::backend::store::table::TableId;

/// Time after a failed seal in which no other is tried by itself.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(1);

/// How a job ended.
pub(crate) enum JobOutcome {
    /// Hot batches were sealed, or not.
    Sealed(Result<Vec<FileEntry>, StoreError>),
    /// Files were compacted, or not.
    Compacted(Result<Compacted, StoreError>),
}

/// The jobs that run, and who waits for them.
#[derive(Default)]
pub(crate) struct Jobs {
    seal: Option<RunningSeal>,
    /// Asked for before the next seal begins.
    seal_asked: Vec<Done>,
    seal_failed: Option<(Instant, StoreError)>,
    compaction: Option<RunningCompaction>,
    compaction_asked: Vec<Done>,
    compaction_due: bool,
}

struct RunningSeal {
    table: TableId,
    batches: HashSet<i64>,
    waiting: Vec<Done>,
    /// Tables to be sealed after this one before those who wait are answered.
    rest: Vec<TableId>,
}

struct RunningCompaction {
    table: TableId,
    files: HashSet<i64>,
}

impl Jobs {
    pub(super) fn ask_seal(&mut self, done: Done) {
        self.seal_asked.push(done);
    }

    pub(super) fn ask_compaction(&mut self, done: Done) {
        self.compaction_asked.push(done);
    }

    /// Lets the store compact by itself if that is worth it.
    pub(super) const fn look_for_compaction(&mut self) {
        self.compaction_due = true;
    }

    /// Says whether a hot batch is being sealed.
    pub(super) fn seals(&self, batch: i64) -> bool {
        self.seal.as_ref().is_some_and(|seal| seal.batches.contains(&batch))
    }

    pub(super) fn compacts(&self, file: i64) -> bool {
        self.compaction.as_ref().is_some_and(|running| running.files.contains(&file))
    }

    pub(super) const fn none_running(&self) -> bool {
        self.seal.is_none() && self.compaction.is_none()
    }

    /// Tells those who still wait that nothing will come.
    pub(super) fn abandon(&mut self) {
        for done in self.seal_asked.drain(..).chain(self.compaction_asked.drain(..)) {
            done.complete(Err(StoreError::Closed));
        }
    }
}

fn answer(waiting: Vec<Done>, outcome: &Result<(), StoreError>) {
    for done in waiting {
        done.complete(outcome.clone());
    }
}

impl Writer {
    /// Begins the jobs that are due.
    pub(super) fn start_jobs(&mut self) {
        self.start_seal();
        self.start_compaction();
    }

    fn start_seal(&mut self) {
        if self.jobs.seal.is_some() {
            return;
        }
        let full = self.hot_bytes() >= self.shared.options.hot_cap_bytes / 2;
        let needed = !self.deferred.is_empty();
        let asked = !self.jobs.seal_asked.is_empty();
        if !asked
            && let Some((since, error)) = &self.jobs.seal_failed
            && since.elapsed() < PAUSE_AFTER_FAILURE
        {
            // Nobody waits for room that no seal will make.
            let error = error.clone();
            for append in std::mem::take(&mut self.deferred) {
                self.refuse(append, error.clone().into());
            }
            return;
        }
        if !(asked || needed || (full && !self.closing())) {
            return;
        }
        let mut tables: Vec<TableId> = TableId::ALL
            .into_iter()
            .filter(|table| !self.tables[table.index()].hot.is_empty())
            .collect();
        // The largest is the last, from where they are taken.
        tables.sort_by_key(|table| {
            let hot = &self.tables[table.index()].hot;
            hot.iter().map(|batch| batch.entry().bytes).sum::<u64>()
        });
        let waiting = std::mem::take(&mut self.jobs.seal_asked);
        if waiting.is_empty() {
            tables.drain(..tables.len().saturating_sub(1));
        }
        self.seal_tables(tables, waiting);
    }

    /// Seals the last of some tables, and the others after it.
    fn seal_tables(&mut self, mut tables: Vec<TableId>, waiting: Vec<Done>) {
        let Some(table) = tables.pop() else {
            answer(waiting, &Ok(()));
            return;
        };
        let task = SealTask {
            table,
            batches: self.tables[table.index()].hot.to_vec(),
            dead: Arc::clone(&self.dead),
            purged: self.last_tombstone,
        };
        let batches = task.batches.iter().map(|batch| batch.entry().id).collect();
        self.jobs.seal = Some(RunningSeal { table, batches, waiting, rest: tables });
        let started = self.start("store-seal", move |place| {
            let outcome = catch_unwind(AssertUnwindSafe(|| sealing::seal(place, &task)));
            JobOutcome::Sealed(outcome.unwrap_or(Err(StoreError::ChangeBroke("sealing panicked"))))
        });
        if let Err(error) = started {
            self.finish_seal(Err(error));
        }
    }

    fn start(
        &self,
        name: &str,
        job: impl FnOnce(&FilePlace) -> JobOutcome + Send + 'static,
    ) -> Result<(), StoreError> {
        let (place, sender) = (self.place.clone(), self.sender.clone());
        std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                // The writer waits for running jobs before it goes.
                let _ = sender.send(Request::Finished(job(&place)));
            })
            .map(drop)
            .map_err(|error| StoreError::NoThread(Arc::new(error)))
    }

    /// Takes the outcome of a job in.
    pub(super) fn finish_job(&mut self, outcome: JobOutcome) {
        match outcome {
            JobOutcome::Sealed(outcome) => self.finish_seal(outcome),
            JobOutcome::Compacted(outcome) => self.finish_compaction(outcome),
        }
    }

    fn finish_seal(&mut self, outcome: Result<Vec<FileEntry>, StoreError>) {
        let Some(seal) = self.jobs.seal.take() else {
            return;
        };
        let outcome = outcome.and_then(|added| {
            self.swap(Swap {
                table: seal.table,
                batches: seal.batches.into_iter().collect(),
                files: Vec::new(),
                added,
                freed: Vec::new(),
            })
        });
        match &outcome {
            Ok(()) => {
                self.shared.counts.seals.add(1);
                self.jobs.seal_failed = None;
                self.jobs.compaction_due = true;
                if self.over_size_cap()
                    && let Err(error) = self.sweep()
                {
                    self.remark_failure(&error);
                }
            }
            Err(error) => {
                self.remark_failure(error);
                self.jobs.seal_failed = Some((Instant::now(), error.clone()));
            }
        }
        if outcome.is_ok() && !seal.rest.is_empty() {
            self.seal_tables(seal.rest, seal.waiting);
        } else {
            answer(seal.waiting, &outcome);
        }
    }

    /// Keeps what a failed job said for the statistics.
    pub(super) fn remark_failure(&self, error: &StoreError) {
        self.shared.counts.failed_jobs.add(1);
        let mut text = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            text = format!("{text}: {cause}");
            source = cause.source();
        }
        let mut remarks = self.shared.remarks.lock().unwrap_or_else(PoisonError::into_inner);
        remarks.last_job_error = Some(text);
    }

    fn start_compaction(&mut self) {
        if self.jobs.compaction.is_some() {
            return;
        }
        let asked = !self.jobs.compaction_asked.is_empty();
        if self.closing() || !(asked || self.jobs.compaction_due) {
            return;
        }
        self.jobs.compaction_due = false;
        let started = self.begin_compaction(asked);
        match started {
            Ok(true) => {}
            Ok(false) => answer(std::mem::take(&mut self.jobs.compaction_asked), &Ok(())),
            Err(error) => self.finish_compaction(Err(error)),
        }
    }

    fn begin_compaction(&mut self, asked: bool) -> Result<bool, StoreError> {
        let eagerness = if asked {
            Eagerness::Asked
        } else if self.jobs.seal.is_some() || !self.deferred.is_empty() {
            Eagerness::Busy
        } else {
            Eagerness::Quiet
        };
        let oldest = self.oldest_by_partition()?;
        for table in TableId::ALL {
            let files = &self.tables[table.index()].files;
            let cap = self.shared.options.compaction_cap_bytes;
            let inputs = compaction::choose(files, &self.dead, &oldest, cap, eagerness);
            if inputs.is_empty() {
                continue;
            }
            let files = inputs.iter().map(|file| file.entry().id).collect();
            let task = CompactionTask {
                table,
                inputs,
                dead: Arc::clone(&self.dead),
                purged: self.last_tombstone,
                oldest,
            };
            self.jobs.compaction = Some(RunningCompaction { table, files });
            self.start("store-compact", move |place| {
                let outcome = catch_unwind(AssertUnwindSafe(|| compaction::compact(place, &task)));
                let broke = Err(StoreError::ChangeBroke("compaction panicked"));
                JobOutcome::Compacted(outcome.unwrap_or(broke))
            })?;
            return Ok(true);
        }
        Ok(false)
    }

    fn finish_compaction(&mut self, outcome: Result<Compacted, StoreError>) {
        let running = self.jobs.compaction.take();
        let outcome = match (running, outcome) {
            (Some(running), Ok(compacted)) => self.swap(Swap {
                table: running.table,
                batches: Vec::new(),
                files: running.files.into_iter().collect(),
                added: compacted.added.into_iter().collect(),
                freed: compacted.freed,
            }),
            (_, outcome) => outcome.map(drop),
        };
        match outcome {
            Ok(()) => {
                self.shared.counts.compactions.add(1);
                // Those who asked are answered when nothing is left to gain.
                self.jobs.compaction_due = true;
            }
            Err(StoreError::Stopped) => {
                answer(std::mem::take(&mut self.jobs.compaction_asked), &Err(StoreError::Closed));
            }
            Err(error) => {
                self.remark_failure(&error);
                answer(std::mem::take(&mut self.jobs.compaction_asked), &Err(error));
            }
        }
    }

    /// Returns for every partition with a retention the oldest time that is kept: the event time
    /// for groups, the ingestion time for datasets.
    pub(super) fn oldest_by_partition(&self) -> Result<HashMap<i64, i64>, StoreError> {
        let now = self.shared.options.clock.now();
        let mut retentions = log_groups::retentions(&self.connection)?;
        retentions.extend(datasets::retentions(&self.connection)?);
        Ok(retentions
            .into_iter()
            .map(|(partition, days)| (partition, now.saturating_sub(i64::from(days) * DAY_MS)))
            .collect())
    }
}
