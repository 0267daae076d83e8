//! The one place that reads the wall clock.

use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

/// Milliseconds since 1970-01-01T00:00:00Z, the unit of CloudWatch Logs.
pub type Milliseconds = i64;

/// A source of the current time, so that tests can hold it still.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Returns the current time in milliseconds since the epoch.
    fn now(&self) -> Milliseconds;
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one reader of the wall clock")]
    fn now(&self) -> Milliseconds {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |elapsed| i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A clock that moves only when told to.
#[derive(Debug, Default)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Creates a clock that stands at `now`.
    #[must_use]
    pub const fn new(now: Milliseconds) -> Self {
        Self(AtomicI64::new(now))
    }

    /// Moves the clock to `now`.
    pub fn set(&self, now: Milliseconds) {
        self.0.store(now, Ordering::SeqCst);
    }

    /// Moves the clock forward by `step` milliseconds.
    pub fn advance(&self, step: Milliseconds) {
        self.0.fetch_add(step, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Milliseconds {
        self.0.load(Ordering::SeqCst)
    }
}
