//! Waiting, so that tests need not.

use std::fmt::Debug;
use std::time::Duration;

use tokio::time::Instant;

use super::resource::BoxFuture;

/// A source of pauses.
pub trait Timer: Debug + Send + Sync {
    /// Returns the time since some moment that stays the same.
    fn now(&self) -> Duration;

    /// Waits.
    fn sleep(&self, pause: Duration) -> BoxFuture<'static, ()>;
}

/// Real time.
#[derive(Clone, Copy, Debug)]
pub struct RealTimer(Instant);

impl Default for RealTimer {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Timer for RealTimer {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, pause: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(pause))
    }
}

/// Time that passes only while somebody waits.
#[cfg(test)]
#[derive(Debug, Default)]
pub(crate) struct VirtualTimer(std::sync::Mutex<Duration>);

#[cfg(test)]
impl Timer for VirtualTimer {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, pause: Duration) -> BoxFuture<'static, ()> {
        *self.0.lock().unwrap() += pause;
        // Others get their turn as in a real pause.
        Box::pin(tokio::task::yield_now())
    }
}
