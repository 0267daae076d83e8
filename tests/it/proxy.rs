//! A proxy between our commands and the backend that throttles, loses and delays by plan.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;

use crate::acceptor::Acceptor;

/// What the proxy does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Hand it on.
    Pass,
    /// Answer that too many came.
    Throttle,
    /// Close the connection, and hand nothing on.
    LoseRequest,
    /// Hand it on, and close the connection instead of answering.
    LoseAnswer,
}

type Decide = dyn Fn(&str) -> Fate + Send + Sync;

/// A running proxy; it ends with its value.
pub(crate) struct Proxy {
    acceptor: Acceptor,
    seen: Arc<Mutex<Vec<(String, Fate)>>>,
}

impl Proxy {
    /// Starts a proxy before `backend`; `decide` is given the operation of each request.
    pub(crate) fn start(
        backend: &str,
        decide: impl Fn(&str) -> Fate + Send + Sync + 'static,
    ) -> Self {
        let seen: Arc<Mutex<Vec<(String, Fate)>>> = Arc::default();
        let (backend, kept) =
            (backend.strip_prefix("http://").unwrap().to_owned(), Arc::clone(&seen));
        let acceptor = Acceptor::start(move |client| serve(client, &backend, &decide, &kept));
        Self { acceptor, seen }
    }

    /// Returns where it listens.
    pub(crate) fn url(&self) -> &str {
        self.acceptor.url()
    }

    /// Returns each operation that came, and its fate.
    pub(crate) fn seen(&self) -> Vec<(String, Fate)> {
        self.seen.lock().unwrap().clone()
    }
}

fn serve(
    mut client: TcpStream,
    backend: &str,
    decide: &Decide,
    seen: &Mutex<Vec<(String, Fate)>>,
) -> std::io::Result<()> {
    loop {
        let request = read_message(&mut client)?;
        let operation = operation(&request);
        let fate = decide(&operation);
        seen.lock().unwrap().push((operation, fate));
        match fate {
            Fate::Pass => client.write_all(&ask(backend, &request)?)?,
            Fate::Throttle => client.write_all(throttled(&request).as_bytes())?,
            Fate::LoseRequest => return Ok(()),
            Fate::LoseAnswer => {
                ask(backend, &request)?;
                return Ok(());
            }
        }
    }
}

/// The answer to a request that came too soon, in the form of both AWS protocols or Honeycomb's.
fn throttled(request: &[u8]) -> String {
    if operation(request).starts_with("1/") {
        let body = r#"{"status":429,"detail":"This endpoint allows 10 requests per minute."}"#;
        return format!(
            "HTTP/1.1 429 Too Many Requests\r\ncontent-type: application/problem+json\r\n\
             retry-after: 0\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
    }
    let body = r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#;
    format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/x-amz-json-1.1\r\n\
         x-amzn-errortype: ThrottlingException\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Hands a request on, on a connection of its own.
fn ask(backend: &str, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut server = TcpStream::connect(backend)?;
    server.write_all(request)?;
    read_message(&mut server)
}

/// Reads a head and the body that it announces.
pub(crate) fn read_message(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.map_or(0, |text| text.trim().parse().unwrap());
            if bytes.len() >= end + 4 + length {
                return Ok(bytes);
            }
        }
        let count = stream.read(&mut chunk)?;
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&chunk[..count]);
    }
}

/// Returns the operation of a request: the target's last part, else the path.
fn operation(request: &[u8]) -> String {
    let text = String::from_utf8_lossy(request);
    let target = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("x-amz-target").then(|| value.trim().to_owned())
    });
    let path = || text.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
    target.map_or_else(path, |target| target.rsplit('.').next().unwrap_or_default().to_owned())
}
