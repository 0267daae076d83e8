//! Asynchronous results: an identifier, a state, and the result while it is kept.
//!
//! Knows no API: what a result is, its API decides. Nothing is kept over a restart, as with the
//! services that are imitated.

mod rate_limit;

use std::collections::HashMap;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

pub(in crate::backend) use rate_limit::RateExceeded;
pub(in crate::backend) use rate_limit::RateLimit;

/// Results that are kept; the oldest goes first.
const MAXIMUM_RESULTS: usize = 1_000;

/// Jobs that may run at once.
const MAXIMUM_RUNNING: usize = 32;

/// Bytes of results that are kept, as their makers measure them.
const MAXIMUM_BYTES: usize = 64 * 1024 * 1024;

/// How a job stands.
#[derive(Debug)]
pub(in crate::backend) enum JobState<T> {
    /// It is worked on.
    Running,
    /// It is done; the result is shared with whoever reads it.
    Done(Arc<T>),
}

/// The jobs of one API.
#[derive(Debug)]
pub(in crate::backend) struct Jobs<T> {
    kept: Mutex<Kept<T>>,
    finished: Condvar,
}

#[derive(Debug)]
struct Kept<T> {
    jobs: HashMap<String, Option<(Arc<T>, usize)>>,
    order: VecDeque<String>,
    bytes: usize,
    running: usize,
}

impl<T> Default for Jobs<T> {
    fn default() -> Self {
        let kept = Kept { jobs: HashMap::new(), order: VecDeque::new(), bytes: 0, running: 0 };
        Self { kept: Mutex::new(kept), finished: Condvar::new() }
    }
}

impl<T> Jobs<T> {
    /// Notes that a job begins; false if it may not, because too many run.
    #[must_use]
    pub(in crate::backend) fn begin(&self, id: String) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.running == MAXIMUM_RUNNING {
            return false;
        }
        kept.running += 1;
        kept.jobs.insert(id, None);
        true
    }

    /// Keeps the result of a job, which counts `bytes`.
    pub(in crate::backend) fn finish(&self, id: &str, result: T, bytes: usize) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.running -= 1;
        if let Some(job) = kept.jobs.get_mut(id) {
            *job = Some((Arc::new(result), bytes));
            // What is still worked on is never the oldest.
            kept.order.push_back(id.to_owned());
            kept.bytes += bytes;
            kept.forget_oldest();
        }
        drop(kept);
        self.finished.notify_all();
    }

    /// Forgets all results, also those that are still worked on.
    pub(in crate::backend) fn forget(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.jobs.clear();
        kept.order.clear();
        kept.bytes = 0;
        drop(kept);
        self.finished.notify_all();
    }

    /// Says how a job stands; nothing where it is not known, or not any more.
    ///
    /// Of a job that is worked on the answer waits until it is done, `patience` at most, so that
    /// whoever asks again and again neither works in vain nor learns it late.
    pub(in crate::backend) fn find(&self, id: &str, patience: Duration) -> Option<JobState<T>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let running = |kept: &mut Kept<T>| matches!(kept.jobs.get(id), Some(None));
        let waited = self.finished.wait_timeout_while(kept, patience, running);
        let (kept, _) = waited.unwrap_or_else(PoisonError::into_inner);
        Some(match kept.jobs.get(id)? {
            None => JobState::Running,
            Some((result, _)) => JobState::Done(Arc::clone(result)),
        })
    }
}

impl<T> Kept<T> {
    fn forget_oldest(&mut self) {
        while self.order.len() > MAXIMUM_RESULTS
            || self.bytes > MAXIMUM_BYTES && self.order.len() > 1
        {
            let Some(oldest) = self.order.pop_front() else { return };
            if let Some(Some((_, bytes))) = self.jobs.remove(&oldest) {
                self.bytes -= bytes;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_runs_and_is_done() {
        let jobs = Jobs::default();
        assert!(jobs.find("a", Duration::ZERO).is_none());
        assert!(jobs.begin("a".to_owned()));
        assert!(matches!(jobs.find("a", Duration::ZERO), Some(JobState::Running)));
        jobs.finish("a", 7, 1);
        assert!(
            matches!(jobs.find("a", Duration::ZERO), Some(JobState::Done(result)) if *result == 7)
        );
    }

    #[test]
    fn an_answer_waits_for_the_result() {
        let jobs = Arc::new(Jobs::default());
        assert!(jobs.begin("a".to_owned()));
        let (finishing, (sender, receiver)) = (Arc::clone(&jobs), std::sync::mpsc::channel());
        let worker = std::thread::spawn(move || {
            receiver.recv().unwrap();
            finishing.finish("a", 7, 1);
        });
        sender.send(()).unwrap();
        let found = jobs.find("a", Duration::from_secs(60));
        assert!(matches!(found, Some(JobState::Done(result)) if *result == 7));
        worker.join().unwrap();
        assert!(jobs.find("unknown", Duration::from_secs(60)).is_none());
    }

    #[test]
    fn the_oldest_results_go_first() {
        let jobs = Jobs::default();
        for number in 0..=MAXIMUM_RESULTS {
            assert!(jobs.begin(number.to_string()));
            jobs.finish(&number.to_string(), 0, 1);
        }
        assert!(
            jobs.find("0", Duration::ZERO).is_none() && jobs.find("1", Duration::ZERO).is_some()
        );
        for id in ["x", "y"] {
            assert!(jobs.begin(id.to_owned()));
            jobs.finish(id, 0, MAXIMUM_BYTES - 10);
        }
        assert!(
            jobs.find("x", Duration::ZERO).is_none() && jobs.find("y", Duration::ZERO).is_some()
        );
    }

    #[test]
    fn only_so_many_run_at_once() {
        let jobs = Jobs::default();
        for number in 0..MAXIMUM_RUNNING {
            assert!(jobs.begin(number.to_string()));
        }
        assert!(!jobs.begin("more".to_owned()));
        assert!(jobs.find("more", Duration::ZERO).is_none());
        jobs.finish("0", 0, 1);
        assert!(jobs.begin("more".to_owned()));
        jobs.forget();
        jobs.finish("more", 0, 1);
        assert!(
            jobs.find("0", Duration::ZERO).is_none() && jobs.find("more", Duration::ZERO).is_none()
        );
        assert!(jobs.begin("next".to_owned()));
    }
}
