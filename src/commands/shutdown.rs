//! The wish that a command should end, for verbs that can end in order.

use std::sync::Arc;

use tokio::sync::watch;

use crate::base::Kind;

/// Why a command should end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// ^C.
    Interrupted,
    /// SIGTERM.
    Terminated,
    /// `--timeout` has passed.
    Deadline,
}

impl StopReason {
    /// Returns the kind of failure that it is, and so the exit code.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Interrupted => Kind::Interrupted,
            Self::Terminated => Kind::Terminated,
            Self::Deadline => Kind::Deadline,
        }
    }
}

/// The wish that a command should end.
///
/// A verb that awaits [`Shutdown::requested`] (or hands the future to a service) is given time to
/// end in order; a verb that does not is stopped at the first signal.
#[derive(Clone, Debug)]
pub struct Shutdown {
    sender: Arc<watch::Sender<Option<StopReason>>>,
}

impl Default for Shutdown {
    fn default() -> Self {
        Self { sender: Arc::new(watch::Sender::new(None)) }
    }
}

impl Shutdown {
    /// Waits until the command should end, and says why. While the future exists, the verb counts
    /// as one that ends by itself.
    pub fn requested(&self) -> impl Future<Output = StopReason> + Send + use<> {
        let mut receiver = self.sender.subscribe();
        // Keeps the channel open as long as somebody waits.
        let sender = Arc::clone(&self.sender);
        async move {
            let _sender = sender;
            loop {
                if let Some(reason) = *receiver.borrow_and_update() {
                    return reason;
                }
                if receiver.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        }
    }

    /// Says why the command should end, if it should.
    #[must_use]
    pub fn reason(&self) -> Option<StopReason> {
        *self.sender.borrow()
    }

    /// Says whether somebody waits to end in order.
    pub(crate) fn is_awaited(&self) -> bool {
        self.sender.receiver_count() > 0
    }

    /// Asks the command to end.
    pub(crate) fn request(&self, reason: StopReason) {
        self.sender.send_if_modified(|current| {
            let first = current.is_none();
            current.get_or_insert(reason);
            first
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_reason_reaches_everybody() {
        let shutdown = Shutdown::default();
        assert!(!shutdown.is_awaited());
        let waiting = shutdown.requested();
        assert!(shutdown.is_awaited());
        shutdown.request(StopReason::Deadline);
        shutdown.request(StopReason::Interrupted);
        assert_eq!(waiting.await, StopReason::Deadline);
        assert_eq!(shutdown.requested().await, StopReason::Deadline);
    }
}
