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
use crate::backend::Listeners;
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

/// A backend of this process, and the lock that it holds.
pub(crate) struct Embedded {
    pub(crate) running: Running,
    /// None if it has no directory.
    _lock: Option<DirectoryLock>,
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
                let listener = listen().await?;
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
    listeners: impl Into<Listeners>,
    configuration: Configuration,
) -> Result<Embedded, CommandError> {
    let store = Store::open(options)?;
    let running = backend::start(configuration, store, Arc::clone(clock), listeners)?;
    lock.publish(&running.addresses().http_url(), running.nonce())?;
    Ok(Embedded { running, _lock: Some(lock) })
}

/// Embeds a backend that is empty at first, reads and writes no file, and is gone at its end.
pub(crate) async fn in_memory(
    clock: &Arc<dyn Clock>,
    home: Home,
) -> Result<LocalBackend, CommandError> {
    let listener = listen().await?;
    let configuration = Configuration { home, ..Configuration::default() };
    let store = Store::in_memory(Arc::clone(clock))?;
    let running = backend::start(configuration, store, Arc::clone(clock), listener)?;
    let url = running.addresses().http_url();
    Ok(LocalBackend { url, embedded: Some(Embedded { running, _lock: None }) })
}

/// Takes a free port that only this machine reaches.
async fn listen() -> Result<TcpListener, CommandError> {
    TcpListener::bind(("127.0.0.1", 0))
        .await
        .map_err(|error| CommandError::io("cannot listen on 127.0.0.1", error))
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::base::ManualClock;

    /// Full name of the test that is run again in an empty world.
    const INNER: &str = "commands::local_backend::tests::inside_an_empty_world";

    #[test]
    fn a_backend_in_memory_touches_no_file() {
        let world = tempfile::tempdir().unwrap();
        let status = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", INNER, "--ignored", "--test-threads", "1"])
            .current_dir(world.path())
            .env_clear()
            .envs(["HOME", "TMPDIR", "SQLITE_TMPDIR", "XDG_DATA_HOME"].map(|n| (n, world.path())))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&status.stdout);
        assert!(status.status.success() && said.contains("1 passed"), "{said}");
        let left: Vec<_> = std::fs::read_dir(world.path()).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "the test above runs it in a world of its own"]
    async fn inside_an_empty_world() {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(1_795_219_200_000));
        let backend = in_memory(&clock, Home::default()).await.unwrap();
        assert!(backend.is_embedded());
        let client = BackendClient::new(backend.url(), None).unwrap();
        let before = open_files();
        let http = reqwest::Client::new();
        let call = async |operation: &str, body: String| {
            let request = http.post(backend.url()).body(body);
            let request = request.header("content-type", "application/x-amz-json-1.1");
            let target = format!("Logs_20140328.{operation}");
            let answer = request.header("x-amz-target", target).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{operation}");
        };
        call("CreateLogGroup", r#"{"logGroupName":"g"}"#.to_owned()).await;
        for stream in 0..50 {
            let name = format!(r#""logGroupName":"g","logStreamName":"s{stream}""#);
            call("CreateLogStream", format!("{{{name}}}")).await;
            let message = "x".repeat(100_000);
            let event = format!(r#"{{"timestamp":1795219200000,"message":"{message}"}}"#);
            call("PutLogEvents", format!(r#"{{{name},"logEvents":[{event}]}}"#)).await;
        }
        call("DescribeLogStreams", r#"{"logGroupName":"g","orderBy":"LastEventTime"}"#.to_owned())
            .await;
        let status = client.status().await.unwrap();
        assert_eq!(status["log_groups"], 1);
        assert_eq!(status["store"]["appended_rows"], 50);
        assert!(status["store"]["database_bytes"].as_u64().unwrap() > 5_000_000, "{status}");
        client.reset().await.unwrap();
        assert_eq!(open_files(), before, "no file was opened");
        assert!(std::fs::read_dir(".").unwrap().next().is_none());
        let url = backend.url().to_owned();
        backend.close().await;
        assert!(BackendClient::new(url, None).unwrap().status().await.is_err());
    }

    /// Returns the files that this process has open.
    fn open_files() -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
        let targets = entries.filter_map(|entry| std::fs::read_link(entry.path()).ok());
        let mut files: Vec<_> =
            targets.filter(|path| path.starts_with("/") && is_file(path)).collect();
        files.sort();
        files
    }

    fn is_file(path: &Path) -> bool {
        path.is_file() || path.to_string_lossy().ends_with(" (deleted)")
    }
}
