//! OTLP over gRPC, spoken by hand over HTTP/2.

use std::io::Write as _;
use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use http_body_util::Full;
use http_body_util::StreamBody;
use hyper::body::Frame;
use hyper::client::conn::http2;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use secrecy::SecretString;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::support::TestBackend;
use crate::front::support::Reply;
use cruddur_obs::backend::Access;

const TRACES: &[u8] = include_bytes!("../../recorded/traces.binpb");
const LOGS: &[u8] = include_bytes!("../../recorded/logs.binpb");
const METRICS: &[u8] = include_bytes!("../../recorded/metrics.binpb");
const TRACE_SERVICE: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
const KEY: (&str, &str) = ("x-honeycomb-team", "a-configuration-key");

const MANAGEMENT_KEY: &str = "hcamk_01hq0000000000000000000000:0123456789abcdef0123456789abcdef";

type Body = http_body_util::combinators::UnsyncBoxBody<Bytes, std::convert::Infallible>;

/// An open HTTP/2 connection.
struct Connection {
    sender: http2::SendRequest<Body>,
    ended: JoinHandle<hyper::Result<()>>,
    address: SocketAddr,
}

/// How a call ended.
#[derive(Debug)]
struct Ended {
    status: u16,
    code: i32,
    message: String,
    body: Vec<u8>,
    headers: http::HeaderMap,
}

impl Ended {
    fn refusal(&self) -> (i32, &str) {
        assert_eq!((self.status, self.body.len()), (200, 0), "{self:?}");
        assert_eq!(self.headers["content-type"], "application/grpc");
        (self.code, &self.message)
    }
}

impl Connection {
    async fn open(address: SocketAddr) -> Self {
        let stream = TokioIo::new(TcpStream::connect(address).await.unwrap());
        let (sender, connection) = http2::handshake(TokioExecutor::new(), stream).await.unwrap();
        Self { sender, ended: tokio::spawn(connection), address }
    }

    async fn call(&mut self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Ended {
        let body = Full::new(Bytes::copy_from_slice(body)).boxed_unsync();
        self.send(path, headers, body).await
    }

    async fn send(&mut self, path: &str, headers: &[(&str, &str)], body: Body) -> Ended {
        let uri = format!("http://{}{path}", self.address);
        let mut request = http::Request::post(uri).header("te", "trailers");
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/grpc");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.sender.ready().await.unwrap();
        let answer = self.sender.send_request(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let collected = body.collect().await.unwrap();
        let trailers = collected.trailers().cloned().unwrap_or_default();
        let text = |name: &str| {
            let value = trailers.get(name).or_else(|| parts.headers.get(name));
            value.map(|value| value.to_str().unwrap().to_owned())
        };
        Ended {
            status: parts.status.as_u16(),
            code: text("grpc-status").map_or(-1, |code| code.parse().unwrap()),
            message: text("grpc-message").unwrap_or_default(),
            body: collected.to_bytes().to_vec(),
            headers: parts.headers.clone(),
        }
    }
}

fn framed(flag: u8, message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    [&[flag], &length[..], message].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

async fn get(backend: &TestBackend, path: &str) -> Reply {
    backend.send("GET", path, &[KEY], b"").await
}

/// Names of the datasets, in order.
async fn datasets(backend: &TestBackend) -> Vec<String> {
    let all = get(backend, "/1/datasets").await.json();
    let name = |dataset: &serde_json::Value| dataset["name"].as_str().unwrap().to_owned();
    let mut names: Vec<String> = all.as_array().unwrap().iter().map(name).collect();
    names.sort();
    names
}

#[tokio::test]
async fn exports_are_taken_on_both_ports() {
    for further in [false, true] {
        let backend = TestBackend::start().await;
        let addresses = backend.addresses();
        let address = if further { addresses.otlp_grpc.unwrap() } else { addresses.http };
        let mut connection = Connection::open(address).await;
        for (service, message) in
            [("trace.v1.Trace", TRACES), ("logs.v1.Logs", LOGS), ("metrics.v1.Metrics", METRICS)]
        {
            let path = format!("/opentelemetry.proto.collector.{service}Service/Export");
            let ended = connection.call(&path, &[KEY], &framed(0, message)).await;
            assert_eq!((ended.status, ended.code), (200, 0), "{ended:?}");
            assert_eq!(ended.body, framed(0, b""), "an empty response");
            assert_eq!(ended.headers["grpc-accept-encoding"], "identity,gzip,zstd");
            assert!(!ended.headers.contains_key("grpc-status"), "it is in the trailers");
        }
        assert_eq!(datasets(&backend).await.len(), 2, "one service, and the metrics");
    }
}

#[tokio::test]
async fn messages_may_be_compressed() {
    let backend = TestBackend::start().await;
    let mut connection = Connection::open(backend.addresses().http).await;
    let zstd = zstd::encode_all(TRACES, 3).unwrap();
    for (encoding, flag, message) in [
        ("gzip", 1, gzip(TRACES)),
        ("zstd", 1, zstd),
        // A sender may leave out the compression of a message.
        ("gzip", 0, TRACES.to_vec()),
        ("identity", 0, TRACES.to_vec()),
    ] {
        let headers = [KEY, ("grpc-encoding", encoding)];
        let ended = connection.call(TRACE_SERVICE, &headers, &framed(flag, &message)).await;
        assert_eq!(ended.code, 0, "{encoding}: {ended:?}");
    }
    let refused = async |connection: &mut Connection, encoding: &str, message: &[u8]| {
        let headers = [KEY, ("grpc-encoding", encoding)];
        let ended = connection.call(TRACE_SERVICE, &headers, &framed(1, message)).await;
        assert_eq!(ended.headers["grpc-accept-encoding"], "identity,gzip,zstd");
        ended.refusal().0
    };
    assert_eq!(refused(&mut connection, "gzip", TRACES).await, 13);
    assert_eq!(refused(&mut connection, "zstd", &gzip(TRACES)).await, 13);
    assert_eq!(refused(&mut connection, "identity", TRACES).await, 13);
    assert_eq!(refused(&mut connection, "br", TRACES).await, 12);
    let bomb = gzip(&vec![0; 20 * 1024 * 1024 + 1]);
    assert!(bomb.len() < 200_000);
    assert_eq!(refused(&mut connection, "gzip", &bomb).await, 8);
}

#[tokio::test]
async fn every_fault_has_its_status() {
    let backend = TestBackend::start().await;
    let mut connection = Connection::open(backend.addresses().http).await;
    let good = framed(0, TRACES);
    let classic = ("x-honeycomb-team", "0123456789abcdef0123456789abcdef");
    let json = ("content-type", "application/grpc+json");
    let profiles = "/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export";
    for (path, headers, body, code, message) in [
        (TRACE_SERVICE, &[][..], &good[..], 16, "missing 'x-honeycomb-team' header"),
        (TRACE_SERVICE, &[classic], &good, 16, "missing 'x-honeycomb-dataset' header"),
        (
            TRACE_SERVICE,
            &[("x-honeycomb-team", "two words")],
            &good,
            16,
            "unknown API key - check your credentials",
        ),
        (
            TRACE_SERVICE,
            &[("x-honeycomb-team", MANAGEMENT_KEY)],
            &good,
            16,
            "a management key cannot send events: use an ingest or a configuration key",
        ),
        (TRACE_SERVICE, &[KEY], &framed(0, b"\xff\xff"), 13, "failed to parse OTLP request body"),
        (TRACE_SERVICE, &[KEY], b"", 13, "the body ends before its message does"),
        (TRACE_SERVICE, &[KEY], &good[..20], 13, "the body ends before its message does"),
        (
            TRACE_SERVICE,
            &[KEY],
            &[&good[..], &good].concat(),
            13,
            "the call takes one message, and the body holds more",
        ),
        (
            TRACE_SERVICE,
            &[KEY],
            &framed(7, TRACES),
            13,
            "the compressed-flag of the message is 7: it must be 0 or 1",
        ),
        (
            TRACE_SERVICE,
            &[KEY, json],
            &good,
            12,
            "content type 'application/grpc+json' is not supported: send application/grpc",
        ),
        (
            profiles,
            &[KEY],
            &good,
            12,
            "gRPC method /opentelemetry.proto.collector.profiles.v1development.ProfilesService/\
             Export is not imitated by this backend",
        ),
        (
            "/grpc.health.v1.Health/Check",
            &[KEY],
            &good,
            12,
            "gRPC method /grpc.health.v1.Health/Check is not imitated by this backend",
        ),
    ] {
        let ended = connection.call(path, headers, body).await;
        assert_eq!(ended.refusal(), (code, message), "{path}");
    }
    let large = framed(0, &vec![0; 20 * 1024 * 1024 + 1]);
    let ended = connection.call(TRACE_SERVICE, &[KEY], &large).await;
    assert_eq!(ended.refusal().0, 8, "{ended:?}");
    assert!(datasets(&backend).await.is_empty());
    // What was refused did not cost the connection.
    assert_eq!(connection.call(TRACE_SERVICE, &[KEY], &good).await.code, 0);
}

#[tokio::test]
async fn a_deadline_ends_a_call() {
    let backend = TestBackend::start().await;
    let mut connection = Connection::open(backend.addresses().http).await;
    let start = Frame::data(Bytes::copy_from_slice(&framed(0, TRACES)[..10]));
    let never = futures_util::stream::unfold(Some(start), |start| async move {
        match start {
            Some(start) => Some((Ok(start), None)),
            None => std::future::pending().await,
        }
    });
    let body = StreamBody::new(never).boxed_unsync();
    let ended = connection.send(TRACE_SERVICE, &[KEY, ("grpc-timeout", "20m")], body).await;
    let message = "the call did not end within its deadline of 20ms";
    assert_eq!(ended.refusal(), (4, message));
    let ended = connection.call(TRACE_SERVICE, &[KEY], &framed(0, TRACES)).await;
    assert_eq!(ended.code, 0);
}

#[tokio::test]
async fn a_full_disk_is_told_so_that_senders_try_again() {
    let backend = TestBackend::with_full_disk().await;
    let mut connection = Connection::open(backend.addresses().http).await;
    let ended = connection.call(TRACE_SERVICE, &[KEY], &framed(0, TRACES)).await;
    let (code, message) = ended.refusal();
    assert_eq!(code, 14, "UNAVAILABLE is what exporters send again");
    assert!(message.starts_with("the disk is almost full: "), "{message}");
    let protobuf = ("Content-Type", "application/x-protobuf");
    let reply = backend.send("POST", "/v1/traces", &[KEY, protobuf], TRACES).await;
    assert_eq!(reply.status, 503, "{reply:?}");
    let json = ("Content-Type", "application/json");
    let reply = backend.send("POST", "/1/events/x", &[KEY, json], br#"{"a":1}"#).await;
    assert_eq!(reply.status, 429, "{reply:?}");
    assert_eq!(get(&backend, "/1/auth").await.status, 200, "reading goes on");
}

#[tokio::test]
async fn the_token_is_the_key_or_a_bearer_token() {
    let token = Some(SecretString::from("a-secret-token".to_owned()));
    let backend = TestBackend::with(Access { token, ..Access::default() }).await;
    let mut connection = Connection::open(backend.addresses().http).await;
    let good = framed(0, TRACES);
    for (headers, code) in [
        (&[("authorization", "Bearer a-secret-token")][..], 0),
        (&[("x-honeycomb-team", "a-secret-token")], 0),
        (&[KEY, ("authorization", "Bearer a-secret-token")], 0),
        (&[("authorization", "Bearer another")], 16),
        (&[("x-honeycomb-team", "another")], 16),
        (&[("x-other", "a-secret-token")], 16),
    ] {
        let ended = connection.call(TRACE_SERVICE, headers, &good).await;
        assert_eq!(ended.code, code, "{headers:?}");
        assert!(code == 0 || ended.message.contains("'x-honeycomb-team'"), "{ended:?}");
    }
}

#[tokio::test]
async fn who_may_not_talk_to_the_backend_is_told_so() {
    let backend = TestBackend::start().await;
    let mut connection = Connection::open(backend.addresses().http).await;
    let origin = ("origin", "http://localhost:3000");
    let ended = connection.call(TRACE_SERVICE, &[KEY, origin], &framed(0, TRACES)).await;
    assert_eq!(ended.refusal().0, 7);
    connection.address = backend.addresses().http;
    let uri = format!("http://evil.example{TRACE_SERVICE}");
    let request = http::Request::post(uri).header("content-type", "application/grpc");
    let request = request.body(Full::default().boxed_unsync()).unwrap();
    let answer = connection.sender.send_request(request).await.unwrap();
    assert_eq!(answer.headers()["grpc-status"], "7");
    let message = answer.headers()["grpc-message"].to_str().unwrap();
    assert!(message.contains("--allow-host 'evil.example'"), "{message}");
}

#[tokio::test]
async fn grpc_needs_http_2() {
    let backend = TestBackend::start().await;
    let headers = [KEY, ("Content-Type", "application/grpc")];
    let reply = backend.send("POST", TRACE_SERVICE, &headers, &framed(0, TRACES)).await;
    assert_eq!(reply.status, 505, "{reply:?}");
    assert!(reply.body.contains("HTTP/2"), "{reply:?}");
}

#[tokio::test]
async fn a_further_port_takes_nothing_else() {
    let backend = TestBackend::start().await;
    let addresses = backend.addresses();
    let (grpc, http) = (addresses.otlp_grpc.unwrap(), addresses.otlp_http.unwrap());
    let main = format!("http://{}", addresses.http);
    let status = get(&backend, "/_backend/status").await.json();
    assert_eq!(status["otlp_grpc"], format!("http://{grpc}"));
    assert_eq!(status["otlp_http"], format!("http://{http}"));
    let protobuf = ("Content-Type", "application/x-protobuf");
    let target = ("X-Amz-Target", "Logs_20140328.DescribeLogGroups");
    let sent = backend.send_to(http, "POST", "/v1/traces", &[KEY, protobuf], TRACES).await;
    assert_eq!((sent.status, sent.body.as_str()), (200, ""), "{sent:?}");
    let profiles = backend.send_to(http, "POST", "/v1/profiles", &[KEY, protobuf], b"").await;
    assert_eq!(profiles.status, 501, "{profiles:?}");
    for (port, takes) in [(grpc, "OTLP over gRPC only"), (http, "OTLP over HTTP only")] {
        let expected = format!("this port takes {takes}: all other requests go to {main}");
        for (method, path, headers) in [
            ("POST", "/", &[target][..]),
            ("GET", "/", &[]),
            ("GET", "/_backend/health", &[]),
            ("POST", "/_backend/reset", &[]),
            ("GET", "/1/datasets", &[KEY]),
        ] {
            let reply = backend.send_to(port, method, path, headers, b"{}").await;
            assert_eq!((reply.status, reply.message()), (404, expected.clone()), "{path}");
        }
    }
    let reply = backend.send_to(grpc, "POST", "/v1/traces", &[KEY, protobuf], TRACES).await;
    assert_eq!(reply.status, 404, "{reply:?}");
    let mut connection = Connection::open(http).await;
    let ended = connection.call(TRACE_SERVICE, &[KEY], &framed(0, TRACES)).await;
    let expected = format!("this port takes OTLP over HTTP only: all other requests go to {main}");
    assert_eq!(ended.refusal(), (12, expected.as_str()));
}

#[tokio::test]
async fn http_2_serves_every_api() {
    let backend = TestBackend::start().await;
    let mut connection = Connection::open(backend.addresses().http).await;
    let target = ("x-amz-target", "Logs_20140328.DescribeLogGroups");
    let json = ("content-type", "application/x-amz-json-1.1");
    let ended = connection.call("/", &[target, json], b"{}").await;
    assert_eq!((ended.status, &ended.body[..]), (200, &br#"{"logGroups":[]}"#[..]));
}

#[tokio::test]
async fn shutdown_ends_open_connections() {
    let backend = TestBackend::start().await;
    let mut connection = Connection::open(backend.addresses().http).await;
    let ended = connection.call(TRACE_SERVICE, &[KEY], &framed(0, TRACES)).await;
    assert_eq!(ended.code, 0);
    // One that never said a word is not waited for either.
    let silent = TcpStream::connect(backend.addresses().http).await.unwrap();
    backend.stop().await;
    connection.ended.await.unwrap().unwrap();
    drop(silent);
}
