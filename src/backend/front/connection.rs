//! One connection: HTTP/1.1, or HTTP/2 with prior knowledge, told apart by its first bytes.
//!
//! What a client may hold open is bounded: the time to its first request, the time between two,
//! the number and the windows of its streams, and the size of a header block.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use http::Request;
use http::Response;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use hyper_util::server::conn::auto;
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio::time::sleep_until;

use super::streaming::ReplyBody;

/// How long a client may take to send a header block.
const HEADER_TIME: Duration = Duration::from_secs(30);

/// How long a connection may stay open without a request.
const IDLE_TIME: Duration = Duration::from_secs(5 * 60);

/// How long open requests may go on when a connection is to end.
pub(super) const SHUTDOWN_TIME: Duration = Duration::from_secs(10);

/// Most requests at a time on one HTTP/2 connection.
const MAXIMUM_STREAMS: u32 = 16;

/// Bytes of a body that a client may send before they are read.
const STREAM_WINDOW: u32 = 64 * 1024;

/// The same over all requests of a connection: as much as all its streams together, so that
/// requests that wait to be admitted cannot hold up one that is being read.
const CONNECTION_WINDOW: u32 = MAXIMUM_STREAMS * STREAM_WINDOW;

/// Largest header block, in bytes.
const MAXIMUM_HEADER_BYTES: u32 = 32 * 1024;

/// Time between two questions to a client over HTTP/2 whether it is still there, and for its
/// answer.
const PING_TIME: Duration = Duration::from_secs(20);

/// What a connection is doing.
#[derive(Debug)]
pub(super) struct Activity(Mutex<State>);

#[derive(Debug)]
struct State {
    open: usize,
    served: bool,
    last: Instant,
}

impl Activity {
    /// Creates the activity of a connection that has just been accepted.
    fn new() -> Self {
        Self(Mutex::new(State { open: 0, served: false, last: Instant::now() }))
    }

    /// A request came; it goes on until what is returned is dropped.
    pub(super) fn begin(self: &Arc<Self>) -> ActiveRequest {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.open += 1;
        state.served = true;
        ActiveRequest(Arc::clone(self))
    }

    /// Returns when the connection has been idle for too long, if nothing happens until then.
    fn idle_at(&self) -> Instant {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = if state.served { IDLE_TIME } else { HEADER_TIME };
        if state.open > 0 { Instant::now() + limit } else { state.last + limit }
    }

    /// Waits until the connection has been idle for too long.
    async fn idle(&self) {
        loop {
            let at = self.idle_at();
            sleep_until(at).await;
            if self.idle_at() <= at {
                return;
            }
        }
    }
}

/// A request that has not ended yet.
#[derive(Debug)]
pub(super) struct ActiveRequest(Arc<Activity>);

impl Drop for ActiveRequest {
    fn drop(&mut self) {
        let mut state = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.open = state.open.saturating_sub(1);
        state.last = Instant::now();
    }
}

/// What a request holds until its last byte has been answered.
#[derive(Debug)]
pub(super) struct Admission {
    /// It counts among the requests that are served at a time.
    pub(super) _permit: Option<OwnedSemaphorePermit>,
    /// Its connection is not idle.
    pub(super) _active: ActiveRequest,
}

/// Serves a connection until either side ends it.
pub(super) async fn serve<H, A>(stream: TcpStream, handle: H, mut shutdown: watch::Receiver<bool>)
where
    H: Fn(ActiveRequest, Request<Incoming>) -> A,
    A: Future<Output = Result<Response<ReplyBody>, Infallible>> + Send + 'static,
{
    // An answer is one small write; waiting for more only delays it.
    let _ = stream.set_nodelay(true);
    let activity = Arc::new(Activity::new());
    let service = service_fn(|request| handle(activity.begin(), request));
    let builder = builder();
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        // A client that breaks off is no concern of the others.
        _ = connection.as_mut() => return,
        _ = shutdown.wait_for(|stop| *stop) => {}
        () = activity.idle() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = tokio::time::timeout(SHUTDOWN_TIME, connection).await;
}

fn builder() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    // It runs between two requests too; the first one is bounded by the activity.
    builder.http1().timer(TokioTimer::new()).header_read_timeout(IDLE_TIME);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAXIMUM_STREAMS)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_header_list_size(MAXIMUM_HEADER_BYTES)
        .keep_alive_interval(PING_TIME)
        .keep_alive_timeout(PING_TIME);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_idle_only_between_requests() {
        let activity = Arc::new(Activity::new());
        let accepted = activity.0.lock().unwrap().last;
        assert_eq!(activity.idle_at(), accepted + HEADER_TIME);
        let first = activity.begin();
        let second = activity.begin();
        assert!(activity.idle_at() >= accepted + IDLE_TIME);
        drop(first);
        let last = activity.0.lock().unwrap().last;
        assert!(activity.idle_at() >= last + IDLE_TIME);
        drop(second);
        let last = activity.0.lock().unwrap().last;
        assert_eq!(activity.idle_at(), last + IDLE_TIME);
    }
}
