//! A server on this machine that answers as a test says, and remembers what it was asked.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::Mutex;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use http_body_util::Full;
use hyper::Request;
use hyper::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;

/// A call that came in.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Method and path, as in `GET /x?y=1`.
    pub(crate) line: String,
    /// A header, or nothing.
    pub(crate) authorization: String,
    /// The body, null if it is no JSON.
    pub(crate) body: Value,
}

/// An answer: its status, its headers and its body; null is none.
pub(crate) type Answer = (u16, Vec<(&'static str, String)>, Value);

/// A running server.
#[derive(Clone, Debug)]
pub(crate) struct Scripted {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Scripted {
    /// Starts a server; `answer` is given a call, and how often its line came before.
    pub(crate) async fn start(
        answer: impl Fn(&Asked, usize) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (kept, answer) = (Arc::clone(&asked), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                let service = service_fn(move |request: Request<Incoming>| {
                    let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                    async move { Ok::<_, Infallible>(reply(request, &kept, &*answer).await) }
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { url, asked }
    }

    /// Returns all calls.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Returns the lines of all calls.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.line).collect()
    }
}

async fn reply(
    request: Request<Incoming>,
    kept: &Mutex<Vec<Asked>>,
    answer: &(dyn Fn(&Asked, usize) -> Answer + Send + Sync),
) -> Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let authorization = parts.headers.get("authorization");
    let asked = Asked {
        line: format!("{} {}", parts.method, parts.uri),
        authorization: authorization.map_or("", |value| value.to_str().unwrap()).to_owned(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
    };
    let before = {
        let mut kept = kept.lock().unwrap();
        let before = kept.iter().filter(|known| known.line == asked.line).count();
        kept.push(asked.clone());
        before
    };
    let (status, headers, body) = answer(&asked, before);
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(Full::new(Bytes::from(body))).unwrap()
}
