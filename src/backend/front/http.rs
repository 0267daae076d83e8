//! The HTTP server: accepts, caps, routes, answers.
//!
//! A body, a slow sender and the numbers of connections and requests are all bounded; an operation
//! runs on a blocking thread, so that no storage work stalls the event loop.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use http::HeaderMap;
use http::HeaderValue;
use http::Response;
use http_body_util::BodyExt as _;
use http_body_util::Full;
use http_body_util::Limited;
use hyper::body::Body as _;
use hyper::body::Incoming;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::access;
use super::access::Refusal;
use super::authentication;
use super::call::Call;
use super::call::Front;
use super::connection;
use super::connection::ActiveRequest;
use super::connection::Admission;
use super::control;
use super::cors;
use super::honeycomb;
use super::inflate;
use super::inflate::BodyError;
use super::logs;
use super::message::Answer;
use super::message::AnswerBody;
use super::message::Request;
use super::otlp;
use super::rollbar;
use super::route;
use super::route::Refused;
use super::route::Route;
use super::streaming::ReplyBody;
use super::sts;
use super::xray;
use crate::backend::listeners::Listeners;
use crate::backend::listeners::Port;
use crate::backend::store::Scope;
use crate::base::random_uuid;
use crate::wire::aws::AwsError;

/// Most connections at a time, over all ports; further ones wait to be accepted.
const MAXIMUM_CONNECTIONS: u32 = 1_024;

/// Most requests at a time whose bodies are held in memory.
const MAXIMUM_REQUESTS: usize = 64;

/// How long a client may take to send the body.
const BODY_TIME: Duration = Duration::from_secs(60);

/// What all connections share.
struct Server {
    front: Arc<Front>,
    connections: Arc<Semaphore>,
    requests: Arc<Semaphore>,
}

/// Serves every port until `shutdown` turns true, then lets open requests end.
pub(in crate::backend) async fn serve(
    listeners: Listeners,
    front: Arc<Front>,
    shutdown: watch::Receiver<bool>,
) {
    let server = Arc::new(Server {
        front,
        connections: Arc::new(Semaphore::new(MAXIMUM_CONNECTIONS as usize)),
        requests: Arc::new(Semaphore::new(MAXIMUM_REQUESTS)),
    });
    let ports = listeners.into_ports().into_iter();
    join_all(ports.map(|(port, listener)| accept(port, listener, &server, shutdown.clone()))).await;
    // Each connection gives its permit back at its end.
    let ended = server.connections.acquire_many(MAXIMUM_CONNECTIONS);
    let _ = timeout(connection::SHUTDOWN_TIME, ended).await;
}

async fn accept(
    port: Port,
    listener: TcpListener,
    server: &Arc<Server>,
    mut shutdown: watch::Receiver<bool>,
) {
    loop {
        let permit = tokio::select! {
            permit = server.connections.clone().acquire_owned() => permit,
            _ = shutdown.wait_for(|stop| *stop) => return,
        };
        let Ok(permit) = permit else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = shutdown.wait_for(|stop| *stop) => return,
        };
        let Ok((stream, remote)) = accepted else {
            // Out of file descriptors: give connections time to close.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let server = Arc::clone(server);
        let shutdown = shutdown.clone();
        tokio::spawn(async move {
            let source = Source { port, remote: remote.ip().to_canonical() };
            let handle = |active, request| handle(Arc::clone(&server), source, active, request);
            connection::serve(stream, handle, shutdown).await;
            drop(permit);
        });
    }
}

/// Where a request came from.
#[derive(Clone, Copy)]
struct Source {
    port: Port,
    remote: IpAddr,
}

async fn handle(
    server: Arc<Server>,
    source: Source,
    active: ActiveRequest,
    request: http::Request<Incoming>,
) -> Result<Response<ReplyBody>, Infallible> {
    let id = random_uuid().unwrap_or_else(|_| "00000000-0000-4000-8000-000000000000".to_owned());
    let (parts, body) = request.into_parts();
    let request = Request::without_body(parts, id.clone(), source.remote);
    let route = route::route(&request);
    let cross_origin = cors::cross_origin(&request, &server.front.configuration.access);
    let limit = match route {
        Route::Grpc(_) => otlp::time_limit(&request),
        _ => None,
    };
    let answering = answer(&server, source.port, active, &route, request, body);
    let (mut answer, admission) = match limit {
        Some(limit) => timeout(limit, answering)
            .await
            .unwrap_or_else(|_| (otlp::deadline_exceeded(limit), None)),
        None => answering.await,
    };
    if let Some(origin) = &cross_origin {
        cors::allow(&mut answer, origin);
    }
    Ok(encode(answer, &id, admission))
}

/// Answers a request in the form of its API, whatever becomes of it.
async fn answer(
    server: &Server,
    port: Port,
    active: ActiveRequest,
    route: &Route,
    mut request: Request,
    body: Incoming,
) -> (Answer, Option<Admission>) {
    if matches!(route, Route::Grpc(_)) && request.version != http::Version::HTTP_2 {
        return (otlp::needs_http2(), None);
    }
    let id = request.id.clone();
    let refuse = |error: &AwsError| (route::refuse(route, error, &id), None);
    if let Err(refusal) = access::check(&request, &server.front.configuration.access) {
        return refuse(&refused(&refusal));
    }
    if !route::is_taken(route, port) {
        return refuse(&route::elsewhere(port, &server.front.addresses.http_url()));
    }
    if cors::is_preflight(&request) {
        return (cors::preflight(&request), None);
    }
    // Whether the backend lives is to be seen also when it has all hands full.
    let permit = match route {
        Route::Control | Route::FrontPage => None,
        _ => match server.requests.clone().acquire_owned().await {
            Ok(permit) => Some(permit),
            Err(_) => return refuse(&AwsError::internal("InternalFailure", "the backend ends")),
        },
    };
    let admission = Admission { _permit: permit, _active: active };
    request.raw_body = match read_body(body, route::body_limits(route).sent).await {
        Ok(body) => body,
        Err(error) => return refuse(&broken_body(&error)),
    };
    let front = Arc::clone(&server.front);
    let asked = route.clone();
    // The admission goes along: a thread that nobody waits for any more still holds the body.
    let operation = spawn_blocking(move || (perform(&front, &asked, request), admission));
    match operation.await {
        Ok((answer, admission)) => (answer, Some(admission)),
        // An operation that broke off must not take the connection with it.
        Err(_) => refuse(&AwsError::internal("InternalFailure", "the operation broke off")),
    }
}

/// Inflates the body, checks who asks, and does what is asked for.
fn perform(front: &Front, route: &Route, mut request: Request) -> Answer {
    match prepare(front, route, &mut request) {
        Ok(()) => dispatch(front, route, &request),
        Err(error) => route::refuse(route, &error, &request.id),
    }
}

fn prepare(front: &Front, route: &Route, request: &mut Request) -> Result<(), AwsError> {
    // gRPC compresses the message in the body, not the body.
    if !matches!(route, Route::Grpc(_)) {
        let encoding = request.header("content-encoding").map(str::to_owned);
        let most = route::body_limits(route).inflated;
        request.body = inflate::inflate(&request.raw_body, encoding.as_deref(), most)
            .map_err(|error| broken_body(&error))?;
    }
    authentication::check(front, route, request)
}

async fn read_body(body: Incoming, most: usize) -> Result<Bytes, BodyError> {
    // What announces too much is not waited for.
    if body.size_hint().lower() > most as u64 {
        return Err(BodyError::TooLarge(most));
    }
    let limited = Limited::new(body, most);
    match timeout(BODY_TIME, limited.collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            Err(BodyError::TooLarge(most))
        }
        Ok(Err(_)) | Err(_) => Err(BodyError::Truncated),
    }
}

fn dispatch(front: &Front, route: &Route, request: &Request) -> Answer {
    let call = || Call { front, scope: scope(front, request), request_id: &request.id };
    match route {
        Route::Logs(operation) => logs::answer(&call(), operation, request),
        Route::Xray(place) => {
            let operation = place.and_then(|place| xray::OPERATIONS.get(place));
            xray::answer(&call(), operation, request)
        }
        Route::Sts => sts::answer(&call(), request),
        Route::Honeycomb(part) => honeycomb::answer(front, request, *part),
        Route::Rollbar => rollbar::answer(front, request),
        Route::Otlp(signal, encoding) => otlp::answer(front, *signal, *encoding, request),
        Route::Grpc(signal) => otlp::answer_grpc(front, *signal, request),
        Route::Control => control::answer(front, request),
        Route::FrontPage => control::front_page(front),
        Route::Refused(refused) => not_imitated(*refused, route, request),
    }
}

fn not_imitated(refused: Refused, route: &Route, request: &Request) -> Answer {
    route::refuse(route, &route::not_imitated(refused, request), &request.id)
}

/// Region and account come from the signature; what is not signed belongs to the home.
fn scope(front: &Front, request: &Request) -> Scope {
    match route::scope(request) {
        Some(scope) => Scope { account: scope.account(), region: scope.region },
        None => front.home(),
    }
}

fn refused(refusal: &Refusal) -> AwsError {
    AwsError::with_status(403, "AccessDeniedException", refusal.to_string())
}

fn broken_body(error: &BodyError) -> AwsError {
    match error {
        BodyError::TooLarge(_) => {
            AwsError::with_status(413, "RequestEntityTooLargeException", error.to_string())
        }
        BodyError::UnknownEncoding(_) => {
            AwsError::with_status(415, "SerializationException", error.to_string())
        }
        BodyError::Corrupt | BodyError::Truncated => AwsError::serialization(error.to_string()),
    }
}

fn encode(answer: Answer, id: &str, admission: Option<Admission>) -> Response<ReplyBody> {
    let mut response = Response::new(match answer.body {
        AnswerBody::Whole(bytes) if answer.trailers.is_empty() => ReplyBody::Full(Full::new(bytes)),
        AnswerBody::Whole(bytes) => {
            let mut trailers = HeaderMap::new();
            insert(&mut trailers, answer.trailers);
            ReplyBody::WithTrailers(Some(bytes), Some(trailers))
        }
        AnswerBody::Streamed(body) => body.start(admission),
    });
    *response.status_mut() = http::StatusCode::from_u16(answer.status)
        .unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    insert(headers, answer.headers);
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

fn insert(map: &mut HeaderMap, fields: Vec<(&'static str, String)>) {
    for (name, value) in fields {
        if let Ok(value) = HeaderValue::from_str(&value) {
            map.insert(name, value);
        }
    }
}
