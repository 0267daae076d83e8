//! A backend in the test's own process, and who talks to it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use aws_config::BehaviorVersion;
use aws_config::Region;
use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use cruddur_obs::backend;
use cruddur_obs::backend::Access;
use cruddur_obs::backend::Addresses;
use cruddur_obs::backend::Configuration;
use cruddur_obs::backend::DEFAULT_SECRET;
use cruddur_obs::backend::Listeners;
use cruddur_obs::backend::RollbarProject;
use cruddur_obs::backend::Running;
use cruddur_obs::backend::store::Store;
use cruddur_obs::backend::store::StoreOptions;
use cruddur_obs::base::Clock;
use cruddur_obs::base::ManualClock;
use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

/// Where the manual clock stands at first: 2026-12-03T08:53:20Z.
pub(crate) const NOW: i64 = 1_796_288_000_000;

/// One minute, hour and day in milliseconds.
pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// The account of everything here.
pub(crate) const ACCOUNT: &str = "000000000000";

/// A backend over a folder of its own, with a clock that stands still.
pub(crate) struct TestBackend {
    folder: TempDir,
    pub(crate) clock: Arc<ManualClock>,
    running: Option<Running>,
}

impl TestBackend {
    /// Starts one that lets everybody in.
    pub(crate) async fn start() -> Self {
        Self::with(Access::default()).await
    }

    /// Starts one with rules on who may talk to it.
    pub(crate) async fn with(access: Access) -> Self {
        let clock = Arc::new(ManualClock::new(NOW));
        Self::with_clock(access, clock.clone(), clock).await
    }

    /// Starts one with another clock.
    pub(crate) async fn with_clock(
        access: Access,
        clock: Arc<dyn Clock>,
        manual: Arc<ManualClock>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let running = Some(run(&folder, clock, access).await);
        Self { folder, clock: manual, running }
    }

    /// Starts one whose disk has no room left.
    pub(crate) async fn with_full_disk() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(NOW));
        let mut options = options(&folder, clock.clone());
        options.disk_reserve_bytes = Some(u64::MAX);
        let running = Some(run_with(options, clock.clone(), Configuration::default()).await);
        Self { folder, clock, running }
    }

    /// Starts one whose Rollbar project is another.
    pub(crate) async fn with_rollbar(rollbar: RollbarProject) -> Self {
        Self::configured(Configuration { rollbar, ..Configuration::default() }, |_| ()).await
    }

    /// Starts one that is set up otherwise.
    pub(crate) async fn configured(
        configuration: Configuration,
        set: impl FnOnce(&mut StoreOptions),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(NOW));
        let mut options = options(&folder, clock.clone());
        set(&mut options);
        let running = Some(run_with(options, clock.clone(), configuration).await);
        Self { folder, clock, running }
    }

    /// Starts one over the data directory in a folder.
    pub(crate) async fn over(folder: TempDir) -> Self {
        let clock = Arc::new(ManualClock::new(NOW));
        let running = Some(run(&folder, clock.clone(), Access::default()).await);
        Self { folder, clock, running }
    }

    /// Stops it and starts another over the same folder.
    pub(crate) async fn reopen(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
        self.running = Some(run(&self.folder, self.clock.clone(), Access::default()).await);
    }

    /// Returns where it listens.
    pub(crate) fn addresses(&self) -> Addresses {
        self.running.as_ref().unwrap().addresses()
    }

    /// Returns `127.0.0.1:PORT`.
    pub(crate) fn authority(&self) -> String {
        self.addresses().http.to_string()
    }

    /// Stops it as a signal does.
    pub(crate) async fn stop(mut self) {
        self.running.take().unwrap().stop().await;
    }

    /// Returns what the SDK crates are configured with.
    pub(crate) fn sdk(&self, account: &str, secret: &str, region: &str) -> SdkConfig {
        let keys = Credentials::new(account, secret, None, None, "test");
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .endpoint_url(format!("http://{}", self.authority()))
            .retry_config(RetryConfig::disabled())
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .build()
    }

    fn home_sdk(&self) -> SdkConfig {
        self.sdk(ACCOUNT, DEFAULT_SECRET, "us-east-1")
    }

    pub(crate) fn logs(&self) -> aws_sdk_cloudwatchlogs::Client {
        aws_sdk_cloudwatchlogs::Client::new(&self.home_sdk())
    }

    pub(crate) fn xray(&self) -> aws_sdk_xray::Client {
        aws_sdk_xray::Client::new(&self.home_sdk())
    }

    pub(crate) fn sts(&self) -> aws_sdk_sts::Client {
        aws_sdk_sts::Client::new(&self.home_sdk())
    }

    /// Sends a request of any kind and reads the answer.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Reply {
        self.send_to(self.addresses().http, method, path, headers, body).await
    }

    /// Sends a request of any kind to one of the ports and reads the answer.
    pub(crate) async fn send_to(
        &self,
        address: SocketAddr,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Reply {
        let own_host = !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host"));
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if own_host {
            head.push_str(&format!("Host: {address}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let framed = headers.iter().any(|(name, _)| {
            ["content-length", "transfer-encoding"].contains(&name.to_ascii_lowercase().as_str())
        });
        if !framed {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        exchange(address, &[head.as_bytes(), body].concat(), false).await
    }

    /// Sends a CloudWatch Logs operation.
    pub(crate) async fn call_logs(&self, operation: &str, body: &[u8]) -> Reply {
        let target = format!("Logs_20140328.{operation}");
        let headers =
            [("X-Amz-Target", target.as_str()), ("Content-Type", "application/x-amz-json-1.1")];
        self.send("POST", "/", &headers, body).await
    }

    /// Sends bytes as they are and reads the answer; they must ask to close the connection.
    pub(crate) async fn send_bytes(&self, bytes: &[u8]) -> Reply {
        exchange(self.addresses().http, bytes, false).await
    }

    /// Sends bytes as they are, ends the sending side, and reads the answer if there is one.
    pub(crate) async fn send_cut(&self, bytes: &[u8]) -> Reply {
        exchange(self.addresses().http, bytes, true).await
    }
}

async fn exchange(address: SocketAddr, bytes: &[u8], cut: bool) -> Reply {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let bytes = bytes.to_owned();
    // A refused body is not read to its end, so writing may fail while the answer is there.
    let sending = tokio::spawn(async move {
        let _ = writer.write_all(&bytes).await;
        if cut {
            let _ = writer.shutdown().await;
        }
        writer
    });
    let mut answer = Vec::new();
    let _ = reader.read_to_end(&mut answer).await;
    let _ = sending.await;
    Reply::parse(&answer)
}

async fn run(folder: &TempDir, clock: Arc<dyn Clock>, access: Access) -> Running {
    let configuration = Configuration { access: Arc::new(access), ..Configuration::default() };
    run_with(options(folder, clock.clone()), clock, configuration).await
}

fn options(folder: &TempDir, clock: Arc<dyn Clock>) -> StoreOptions {
    StoreOptions::new(folder.path().join("data"), clock)
}

async fn run_with(
    options: StoreOptions,
    clock: Arc<dyn Clock>,
    configuration: Configuration,
) -> Running {
    let store = tokio::task::spawn_blocking(move || Store::open(options)).await.unwrap().unwrap();
    let bind = async || TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let listeners = Listeners {
        http: bind().await,
        otlp_grpc: Some(bind().await),
        otlp_http: Some(bind().await),
    };
    backend::start(configuration, store, clock, listeners).unwrap()
}

/// An answer, as it came.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Reply {
    fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Self { status: status.unwrap_or(0), headers, body: body.to_owned() }
    }

    /// Returns a header.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Returns the body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Returns status and code after checking that header and body give the same code.
    pub(crate) fn error(&self) -> (u16, String) {
        let code = self.json()["__type"].as_str().unwrap_or_default().to_owned();
        assert_eq!(self.header("x-amzn-errortype"), code, "{self:?}");
        assert_eq!(self.header("x-amzn-requestid").len(), 36, "{self:?}");
        (self.status, code)
    }

    /// Returns the sentence of an error.
    pub(crate) fn message(&self) -> String {
        let body = self.json();
        ["message", "Message", "error"]
            .iter()
            .find_map(|name| body[name].as_str())
            .unwrap_or_default()
            .to_owned()
    }
}

/// Returns `CODE: SENTENCE` of a call that must be refused.
pub(crate) fn refusal<T: std::fmt::Debug, E: ProvideErrorMetadata + std::fmt::Debug>(
    result: Result<T, E>,
) -> String {
    let error = result.unwrap_err();
    match (error.code(), error.message()) {
        (Some(code), message) => format!("{code}: {}", message.unwrap_or_default()),
        (None, _) => format!("{error:?}"),
    }
}

/// Returns a name of this many characters.
pub(crate) fn long(length: usize) -> String {
    "n".repeat(length)
}
