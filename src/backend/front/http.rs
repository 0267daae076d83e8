//! The HTTP server: accepts, caps, routes, answers.
//!
//! A body, a header block, a slow sender and the number of connections are all bounded; an
//! operation runs on a blocking thread, so that no storage work stalls the event loop.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use http::Response;
use http_body_util::BodyExt as _;
use http_body_util::Full;
use http_body_util::Limited;
use hyper::body::Body as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use hyper_util::server::graceful::GracefulShutdown;
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::access;
use super::access::Refusal;
use super::call::Call;
use super::call::Front;
use super::control;
use super::honeycomb;
use super::inflate;
use super::inflate::BodyError;
use super::logs;
use super::message::Answer;
use super::message::AnswerBody;
use super::message::Request;
use super::otlp;
use super::route;
use super::route::Refused;
use super::route::Route;
use super::signature;
use super::streaming::ReplyBody;
use super::sts;
use super::xray;
use crate::backend::store::Scope;
use crate::base::random_uuid;
use crate::wire::aws::AwsError;

/// Most connections at a time; further ones wait to be accepted.
const MAXIMUM_CONNECTIONS: usize = 1_024;

/// Most requests at a time whose bodies are held in memory.
const MAXIMUM_REQUESTS: usize = 64;

/// How long a client may take to send the header block.
const HEADER_TIME: Duration = Duration::from_secs(30);

/// How long a client may take to send the body.
const BODY_TIME: Duration = Duration::from_secs(60);

/// How long open requests may go on after shutdown is asked for.
const SHUTDOWN_TIME: Duration = Duration::from_secs(10);

/// The secret access key of the backend when no token is set.
pub const DEFAULT_SECRET: &str = "cruddur-obs";

/// Serves `listener` until `shutdown` turns true, then lets open requests end.
pub(in crate::backend) async fn serve(
    listener: TcpListener,
    front: Arc<Front>,
    mut shutdown: watch::Receiver<bool>,
) {
    let connections = Arc::new(Semaphore::new(MAXIMUM_CONNECTIONS));
    let requests = Arc::new(Semaphore::new(MAXIMUM_REQUESTS));
    let graceful = GracefulShutdown::new();
    loop {
        let permit = tokio::select! {
            permit = connections.clone().acquire_owned() => permit,
            _ = shutdown.wait_for(|stop| *stop) => break,
        };
        let Ok(permit) = permit else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = shutdown.wait_for(|stop| *stop) => break,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file descriptors: give connections time to close.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // An answer is one small write; waiting for more only delays it.
        let _ = stream.set_nodelay(true);
        let service = {
            let front = front.clone();
            let requests = requests.clone();
            service_fn(move |request| handle(front.clone(), requests.clone(), request))
        };
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIME)
            .serve_connection(TokioIo::new(stream), service);
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that breaks off is no concern of the others.
            let _ = watched.await;
            drop(permit);
        });
    }
    drop(listener);
    let _ = timeout(SHUTDOWN_TIME, graceful.shutdown()).await;
}

async fn handle(
    front: Arc<Front>,
    requests: Arc<Semaphore>,
    request: http::Request<Incoming>,
) -> Result<Response<ReplyBody>, Infallible> {
    let id = random_uuid().unwrap_or_else(|_| "00000000-0000-4000-8000-000000000000".to_owned());
    let permit = requests.acquire_owned().await.ok();
    let (parts, body) = request.into_parts();
    let mut request = Request {
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        method: parts.method,
        headers: parts.headers,
        raw_body: Bytes::new(),
        body: Bytes::new(),
        id: id.clone(),
    };
    let route = route::route(&request);
    let answer = match prepare(&front, &route, &mut request, body).await {
        Ok(()) => {
            let asked = route.clone();
            let result = spawn_blocking(move || dispatch(&front, &asked, &request)).await;
            // An operation that broke off must not take the connection with it.
            result.unwrap_or_else(|_| {
                let error = AwsError::internal("InternalFailure", "the operation broke off");
                route::refuse(&route, &error, &id)
            })
        }
        Err(error) => route::refuse(&route, &error, &id),
    };
    Ok(encode(answer, &id, permit))
}

/// Checks who asks and reads the body.
async fn prepare(
    front: &Front,
    route: &Route,
    request: &mut Request,
    body: Incoming,
) -> Result<(), AwsError> {
    access::check(request, &front.configuration.access).map_err(|refusal| refused(&refusal))?;
    request.raw_body = read_body(body).await.map_err(|error| broken_body(&error))?;
    let encoding = request.header("content-encoding").map(str::to_owned);
    request.body = inflate::inflate(&request.raw_body, encoding.as_deref())
        .map_err(|error| broken_body(&error))?;
    authenticate(front, route, request)
}

async fn read_body(body: Incoming) -> Result<Bytes, BodyError> {
    // What announces too much is not waited for.
    if body.size_hint().lower() > inflate::MAXIMUM_BODY_BYTES as u64 {
        return Err(BodyError::TooLarge(inflate::MAXIMUM_BODY_BYTES));
    }
    let limited = Limited::new(body, inflate::MAXIMUM_BODY_BYTES);
    match timeout(BODY_TIME, limited.collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            Err(BodyError::TooLarge(inflate::MAXIMUM_BODY_BYTES))
        }
        Ok(Err(_)) | Err(_) => Err(BodyError::Truncated),
    }
}

/// AWS requests carry the token as the secret of their signature, Honeycomb's as their key, all
/// others as a bearer token.
fn authenticate(front: &Front, route: &Route, request: &Request) -> Result<(), AwsError> {
    let access = &front.configuration.access;
    if route::is_aws(route) {
        if access.strict_signatures || access.token.is_some() {
            let secret = access.token.as_ref().map_or(DEFAULT_SECRET, |t| t.expose_secret());
            return signature::verify(request, secret, front.clock.now());
        }
        return Ok(());
    }
    let is_health = request.path == "/_backend/health";
    let Some(token) = access.token.as_ref().filter(|_| !is_health) else { return Ok(()) };
    let given = match route {
        Route::Honeycomb(_) | Route::Otlp(..) => honeycomb::key(request),
        _ => request.header("authorization").and_then(|value| value.strip_prefix("Bearer ")),
    };
    if given.is_some_and(|given| equal_in_constant_time(given, token.expose_secret())) {
        return Ok(());
    }
    Err(AwsError::with_status(
        401,
        "UnauthorizedException",
        match route {
            Route::Honeycomb(_) | Route::Otlp(..) => {
                "a token is required: send it as the key, in the header 'x-honeycomb-team'"
            }
            _ => "a token is required: send 'authorization: Bearer' with the backend's token",
        },
    ))
}

/// Compares without telling by its time how much of the start is right.
fn equal_in_constant_time(left: &str, right: &str) -> bool {
    use sha2::Digest as _;
    let digest = |text: &str| sha2::Sha256::digest(text.as_bytes());
    let difference = digest(left).iter().zip(digest(right)).fold(0, |sum, (a, b)| sum | (a ^ b));
    difference == 0
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
        Route::Honeycomb(_) => honeycomb::answer(front, request),
        Route::Otlp(signal, encoding) => otlp::answer(front, *signal, *encoding, request),
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

fn encode(answer: Answer, id: &str, permit: Option<OwnedSemaphorePermit>) -> Response<ReplyBody> {
    let mut response = Response::new(match answer.body {
        AnswerBody::Whole(bytes) => ReplyBody::Full(Full::new(bytes)),
        AnswerBody::Streamed(body) => body.start(permit),
    });
    *response.status_mut() = http::StatusCode::from_u16(answer.status)
        .unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}
