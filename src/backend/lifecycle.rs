//! Starting and stopping a backend.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::configuration::Configuration;
use super::engine::EnginePool;
use super::front;
use super::front::Front;
use super::listeners::Addresses;
use super::listeners::Listeners;
use super::store::Store;
use crate::base::Clock;
use crate::base::Hint;
use crate::base::random_hex;

/// Why a backend could not start.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// The engine's threads could not be started.
    #[error("the engine's threads could not be started")]
    Threads(#[source] std::io::Error),
    /// A listener has no address.
    #[error("the listener has no address")]
    Listener(#[source] std::io::Error),
    /// The operating system gave no random bytes.
    #[error(transparent)]
    Random(#[from] crate::base::RandomError),
}

impl Hint for BackendError {}

/// A running backend.
#[derive(Debug)]
pub struct Running {
    addresses: Addresses,
    nonce: String,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    store: Store,
}

/// Starts a backend over `store` on bound ports.
///
/// # Errors
/// Threads cannot be started or the listener has no address.
pub fn start(
    configuration: Configuration,
    store: Store,
    clock: Arc<dyn Clock>,
    listeners: impl Into<Listeners>,
) -> Result<Running, BackendError> {
    let listeners = listeners.into();
    let addresses = listeners.addresses().map_err(BackendError::Listener)?;
    let nonce = random_hex(16)?;
    let front = Arc::new(Front {
        store: store.clone(),
        pool: Arc::new(EnginePool::new().map_err(BackendError::Threads)?),
        results: Arc::default(),
        result_limits: Default::default(),
        rollbar_rates: Default::default(),
        started: clock.now(),
        clock,
        configuration,
        nonce: nonce.clone(),
        addresses,
        exports: Arc::new(Semaphore::new(1)),
    });
    let (stop, stopping) = watch::channel(false);
    let server = tokio::spawn(front::serve(listeners, front, stopping));
    Ok(Running { addresses, nonce, stop, server, store })
}

impl Running {
    /// Returns where the backend listens.
    #[must_use]
    pub const fn addresses(&self) -> Addresses {
        self.addresses
    }

    /// Returns what tells this run from any other process at the same address.
    #[must_use]
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Lets open requests end, makes everything durable and closes the store.
    pub async fn stop(self) {
        // The server also ends when the sender is gone.
        let _ = self.stop.send(true);
        let _ = self.server.await;
        let store = self.store;
        let _ = tokio::task::spawn_blocking(move || store.close()).await;
    }
}
