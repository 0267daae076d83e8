//! Bodies that are made while they are sent.
//!
//! A thread of its own produces the bytes; a few chunks wait in between, so that memory does not
//! depend on how long the body is.

use std::io;
use std::io::Write;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http_body_util::Full;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::SizeHint;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use super::connection::Admission;

/// Bytes of a chunk.
const CHUNK_BYTES: usize = 256 * 1024;

/// Chunks that wait to be sent.
const MAXIMUM_WAITING: usize = 8;

/// Pause before a full queue is looked at again.
const PAUSE: Duration = Duration::from_millis(5);

/// How long a client may take no chunk before the body is given up.
const STALL_TIME: Duration = Duration::from_secs(120);

/// Writes a body; is given where to, and what says whether anybody still wants it.
type Producer = Box<dyn FnOnce(&mut dyn Write, &dyn Fn() -> bool) -> io::Result<()> + Send>;

/// A body that is made while it is sent.
pub(super) struct StreamedBody {
    bytes: u64,
    produce: Producer,
}

impl std::fmt::Debug for StreamedBody {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("StreamedBody").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl StreamedBody {
    /// Creates a body of exactly that length.
    pub(super) fn new(
        bytes: u64,
        produce: impl FnOnce(&mut dyn Write, &dyn Fn() -> bool) -> io::Result<()> + Send + 'static,
    ) -> Self {
        Self { bytes, produce: Box::new(produce) }
    }

    /// Starts its thread; the admission is held until the body has been sent or given up.
    pub(super) fn start(self, admission: Option<Admission>) -> ReplyBody {
        let (sender, receiver) = mpsc::channel(MAXIMUM_WAITING);
        let produce = self.produce;
        let thread = std::thread::Builder::new().name("front-stream".to_owned()).spawn(move || {
            let goes_on = {
                let sender = sender.clone();
                move || !sender.is_closed()
            };
            let mut chunks = Chunks { sender, waiting: Vec::with_capacity(CHUNK_BYTES) };
            let produced = produce(&mut chunks, &goes_on).and_then(|()| chunks.flush());
            if let Err(error) = produced {
                // Whoever reads learns that it breaks off here, unless nobody reads.
                let _ = chunks.sender.blocking_send(Err(error));
            }
        });
        // Without a thread the receiver is alone, and the body breaks off at its start.
        drop(thread);
        ReplyBody::Streamed { receiver, rest: self.bytes, _admission: admission }
    }
}

/// Collects bytes into chunks.
struct Chunks {
    sender: mpsc::Sender<io::Result<Bytes>>,
    waiting: Vec<u8>,
}

impl Chunks {
    fn send(&mut self) -> io::Result<()> {
        let full = std::mem::replace(&mut self.waiting, Vec::with_capacity(CHUNK_BYTES));
        let mut chunk = Ok(Bytes::from(full));
        let mut waited = Duration::ZERO;
        loop {
            match self.sender.try_send(chunk) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Closed(_)) => return Err(io::ErrorKind::BrokenPipe.into()),
                Err(TrySendError::Full(_)) if waited >= STALL_TIME => {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                Err(TrySendError::Full(back)) => {
                    std::thread::sleep(PAUSE);
                    waited += PAUSE;
                    chunk = back;
                }
            }
        }
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = CHUNK_BYTES - self.waiting.len();
        let taken = bytes.len().min(room);
        self.waiting.extend_from_slice(&bytes[..taken]);
        if self.waiting.len() == CHUNK_BYTES {
            self.send()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() { Ok(()) } else { self.send() }
    }
}

/// What goes out as the body of an answer.
pub(super) enum ReplyBody {
    /// All of it is there.
    Full(Full<Bytes>),
    /// All of it is there, and so is what follows it.
    WithTrailers(Option<Bytes>, Option<HeaderMap>),
    /// It comes in chunks.
    Streamed {
        /// Where the chunks come from.
        receiver: mpsc::Receiver<io::Result<Bytes>>,
        /// Bytes that are still to come.
        rest: u64,
        /// Counts among the requests that are served at a time.
        _admission: Option<Admission>,
    },
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.get_mut() {
            Self::Full(body) => {
                let polled = Pin::new(body).poll_frame(context);
                polled.map(|frame| frame.map(|frame| frame.map_err(|never| match never {})))
            }
            Self::WithTrailers(body, trailers) => {
                let frame = body.take().map(Frame::data);
                let frame = frame.or_else(|| trailers.take().map(Frame::trailers));
                Poll::Ready(frame.map(Ok))
            }
            Self::Streamed { receiver, rest, .. } => {
                let polled = receiver.poll_recv(context);
                polled.map(|chunk| match chunk {
                    None if *rest > 0 => Some(Err(io::ErrorKind::UnexpectedEof.into())),
                    None => None,
                    Some(Err(error)) => Some(Err(error)),
                    Some(Ok(chunk)) => {
                        *rest = rest.saturating_sub(chunk.len() as u64);
                        Some(Ok(Frame::data(chunk)))
                    }
                })
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Full(body) => body.is_end_stream(),
            Self::WithTrailers(body, trailers) => body.is_none() && trailers.is_none(),
            Self::Streamed { rest, .. } => *rest == 0,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Full(body) => body.size_hint(),
            // With a length there is no sense in trailers.
            Self::WithTrailers(..) => SizeHint::default(),
            Self::Streamed { rest, .. } => SizeHint::with_exact(*rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn a_body_comes_in_chunks_and_is_never_all_in_memory() {
        let length = 40 * CHUNK_BYTES + 7;
        let body = StreamedBody::new(length as u64, move |out, goes_on| {
            for number in 0..length {
                assert!(goes_on());
                out.write_all(&[number as u8])?;
            }
            Ok(())
        });
        let mut body = body.start(None);
        assert_eq!(body.size_hint().exact(), Some(length as u64));
        let mut got = Vec::new();
        while let Some(frame) = body.frame().await {
            let chunk = frame.unwrap().into_data().unwrap();
            assert!(chunk.len() <= CHUNK_BYTES);
            got.extend_from_slice(&chunk);
        }
        assert!(got.iter().enumerate().all(|(place, byte)| *byte == place as u8));
        assert_eq!(got.len(), length);
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_an_error() {
        let failing = StreamedBody::new(10, |out, _| {
            out.write_all(b"12345")?;
            Err(io::Error::other("the disk failed"))
        });
        let error = failing.start(None).collect().await.unwrap_err();
        assert_eq!(error.to_string(), "the disk failed");
        let short = StreamedBody::new(10, |out, _| out.write_all(b"12345"));
        let error = short.start(None).collect().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[tokio::test]
    async fn nothing_is_made_for_nobody() {
        let (told, ended) = tokio::sync::oneshot::channel();
        let body = StreamedBody::new(u64::MAX, move |out, goes_on| {
            let outcome = loop {
                if let Err(error) = out.write_all(&[0; 4096]) {
                    break error.kind();
                }
            };
            let _ = told.send((outcome, goes_on()));
            Ok(())
        });
        let mut body = body.start(None);
        body.frame().await.unwrap().unwrap();
        drop(body);
        assert_eq!(ended.await.unwrap(), (io::ErrorKind::BrokenPipe, false));
    }
}
