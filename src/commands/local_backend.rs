//! The backend of a data directory: the one that runs, or one embedded for a while.
//!
//! Whoever holds the directory's lock writes its address into it; others connect there and
//! compare the nonce. If the holder vanishes they wait for the lock and embed.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::Instant;

use super::error::CommandError;
use crate::backend;
use crate::backend::Configuration;
use crate::backend::Home;
use crate::backend::Running;
use crate::backend::store::DataDirectory;
use crate::backend::store::DirectoryLock;
use crate::backend::store::Holder;
use crate::backend::store::LockOutcome;
use crate::backend::store::Store;
use crate::backend::store::StoreOptions;
use crate::base::Clock;
use crate::clients::backend::BackendClient;

/// How long to wait for a holder that does not answer to let go of the directory.
const LOCK_TIME: Duration = Duration::from_secs(2);

/// Pause between two looks at the lock.
const LOCK_PAUSE: Duration = Duration::from_millis(25);

/// A backend that can be called.
pub(crate) struct LocalBackend {
    url: String,
    embedded: Option<Embedded>,
}

/// A backend of this process and the lock that it holds.
pub(crate) struct Embedded {
    pub(crate) running: Running,
    _lock: DirectoryLock,
}

impl LocalBackend {
    /// Returns the URL of its HTTP port.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Says whether it runs in this process.
    pub(crate) const fn is_embedded(&self) -> bool {
        self.embedded.is_some()
    }

    /// Ends it if it runs in this process.
    pub(crate) async fn close(self) {
        if let Some(embedded) = self.embedded {
            embedded.running.stop().await;
        }
    }
}

/// Finds or embeds the backend of `directory`.
pub(crate) async fn reach(
    clock: &Arc<dyn Clock>,
    directory: PathBuf,
    home: Home,
) -> Result<LocalBackend, CommandError> {
    let data = DataDirectory::open(&directory)?;
    let deadline = Instant::now() + LOCK_TIME;
    loop {
        match DirectoryLock::try_acquire(&data)? {
            LockOutcome::Held(lock) => {
                let listener = TcpListener::bind(("127.0.0.1", 0))
                    .await
                    .map_err(|error| CommandError::io("cannot listen on 127.0.0.1", error))?;
                let configuration = Configuration { home, ..Configuration::default() };
                let embedded = embed(clock, &data, lock, listener, configuration)?;
                let url = embedded.running.addresses().http_url();
                return Ok(LocalBackend { url, embedded: Some(embedded) });
            }
            LockOutcome::HeldBy(Some(holder)) if is_alive(&holder).await => {
                return Ok(LocalBackend { url: holder.address, embedded: None });
            }
            LockOutcome::HeldBy(_) if Instant::now() < deadline => {
                // The holder is starting, or is just ending.
                tokio::time::sleep(LOCK_PAUSE).await;
            }
            LockOutcome::HeldBy(holder) => return Err(held(&directory, holder.as_ref())),
        }
    }
}

/// Starts a backend over a directory whose lock is held, and publishes its address.
pub(crate) fn embed(
    clock: &Arc<dyn Clock>,
    data: &DataDirectory,
    lock: DirectoryLock,
    listener: TcpListener,
    configuration: Configuration,
) -> Result<Embedded, CommandError> {
    let options = StoreOptions::new(data.path().to_owned(), Arc::clone(clock));
    embed_with(clock, options, lock, listener, configuration)
}

/// Does what [`embed`] does with a store that is set up otherwise.
pub(crate) fn embed_with(
    clock: &Arc<dyn Clock>,
    options: StoreOptions,
    lock: DirectoryLock,
    listener: TcpListener,
    configuration: Configuration,
) -> Result<Embedded, CommandError> {
    let store = Store::open(options)?;
    let running = backend::start(configuration, store, Arc::clone(clock), listener)?;
    lock.publish(&running.addresses().http_url(), running.nonce())?;
    Ok(Embedded { running, _lock: lock })
}

/// Says whether the process in the lock file answers there, and is the same.
pub(crate) async fn is_alive(holder: &Holder) -> bool {
    let Ok(client) = BackendClient::new(holder.address.clone(), None) else { return false };
    client.nonce().await.is_ok_and(|nonce| nonce == holder.nonce)
}

/// The directory is held by a process that does not answer.
pub(crate) fn held(directory: &std::path::Path, holder: Option<&Holder>) -> CommandError {
    let by = holder.map_or_else(
        || "another process".to_owned(),
        |holder| format!("process {} ({})", holder.pid, holder.address),
    );
    CommandError::failed(format!(
        "the data directory {} is held by {by}, which does not answer",
        directory.display()
    ))
    .hint("wait until it ends, end it, or name another folder with --data-dir")
}
