//! The tail itself.

use std::future::Future;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tokio::time::sleep_until;

use super::feed::EventSource;
use super::feed::Feed;
use super::merge::Merge;
use super::merge::Step;
use super::request::Following;
use super::request::Part;
use super::request::TailRequest;
use super::window::Window;
use crate::base::Clock;
use crate::base::Milliseconds;
use crate::clients::aws::AwsCallError;
use crate::clients::aws::Cause;
use crate::clients::aws::TailedEvent;

/// Pause after a poll that failed to reach the service.
const RETRY_PAUSE: Duration = Duration::from_secs(5);

/// Something other than a line that the reader must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TailNotice {
    /// The service asks for a pause; nothing is lost.
    Throttled {
        /// The group.
        group: String,
        /// How long the tail waits.
        pause: Duration,
    },
    /// A poll failed and is repeated; nothing is lost.
    Retrying {
        /// The group.
        group: String,
        /// Why.
        reason: String,
        /// How long the tail waits.
        pause: Duration,
    },
    /// So many events are close together that polls read back less: an event later than this
    /// may be missed.
    OverlapShortened {
        /// The group.
        group: String,
        /// The new overlap in milliseconds.
        overlap: Milliseconds,
    },
}

/// Receives what a tail reads.
pub trait TailSink {
    /// Takes an event of `group`; breaking ends the tail.
    fn event(&mut self, group: &str, event: &TailedEvent) -> ControlFlow<()>;

    /// Takes a notice; breaking ends the tail.
    fn notice(&mut self, notice: &TailNotice) -> ControlFlow<()>;

    /// Nothing more is known to come at once: time to flush; breaking ends the tail.
    fn pause(&mut self) -> ControlFlow<()>;
}

/// Why a tail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TailEnd {
    /// Everything was read.
    Complete,
    /// As many events as asked for were shown.
    Maximum,
    /// The awaited line came.
    Seen,
    /// Nothing came for the idle time.
    Idle,
    /// The time is up.
    Elapsed,
    /// The reader wants no more.
    Closed,
    /// The process is asked to stop.
    Stopped,
}

/// Reads `request` until it is complete or ends for another reason.
///
/// # Errors
/// A call fails for a reason that trying again does not cure, or, without following, at all.
pub async fn run<S: EventSource>(
    source: Arc<S>,
    request: &TailRequest,
    clock: &dyn Clock,
    sink: &mut impl TailSink,
    stop: impl Future<Output = ()>,
) -> Result<TailEnd, AwsCallError> {
    let overlap = request.following.as_ref().map_or(0, |following| following.overlap);
    let parts: Vec<(Part, Window)> = request
        .parts()
        .into_iter()
        .map(|part| (part, Window::new(request.since, overlap)))
        .collect();
    let mut tail = Tail {
        source,
        request,
        clock,
        parts,
        shown: 0,
        last_event: Instant::now(),
        started: Instant::now(),
        is_first_round: true,
    };
    let mut stop = pin!(stop);
    tokio::select! {
        end = tail.rounds(sink) => end,
        () = &mut stop => {
            // What was read before stays shown.
            let _ = sink.pause();
            Ok(TailEnd::Stopped)
        }
    }
}

struct Tail<'a, S> {
    source: Arc<S>,
    request: &'a TailRequest,
    clock: &'a dyn Clock,
    parts: Vec<(Part, Window)>,
    shown: u64,
    last_event: Instant,
    started: Instant,
    is_first_round: bool,
}

impl<S: EventSource> Tail<'_, S> {
    async fn rounds(&mut self, sink: &mut impl TailSink) -> Result<TailEnd, AwsCallError> {
        loop {
            if let Some(end) = self.round(sink).await? {
                let _ = sink.pause();
                return Ok(end);
            }
            if sink.pause().is_break() {
                return Ok(TailEnd::Closed);
            }
            self.is_first_round = false;
            let Some(following) = &self.request.following else { return Ok(TailEnd::Complete) };
            let until = self.request.until;
            if until.is_some_and(|until| self.clock.now() > until) {
                return Ok(TailEnd::Complete);
            }
            if let Some(end) = self.wait(following).await {
                return Ok(end);
            }
        }
    }

    /// Waits for the next poll, or says that it is time to end.
    async fn wait(&self, following: &Following) -> Option<TailEnd> {
        let next = Instant::now() + following.interval;
        let end = following.duration.map(|duration| self.started + duration);
        let idle = following.idle.map(|idle| self.last_event + idle);
        let earliest = [Some(next), end, idle].into_iter().flatten().min().unwrap_or(next);
        sleep_until(earliest).await;
        let now = Instant::now();
        if end.is_some_and(|end| now >= end) {
            return Some(TailEnd::Elapsed);
        }
        if idle.is_some_and(|idle| now >= idle) {
            return Some(TailEnd::Idle);
        }
        None
    }

    /// Reads everything that is there now.
    async fn round(&mut self, sink: &mut impl TailSink) -> Result<Option<TailEnd>, AwsCallError> {
        let now = self.clock.now();
        let feeds = self
            .parts
            .iter()
            .map(|(part, window)| {
                let call = self.request.call(part, window.start(now));
                Feed::start(self.source.clone(), call)
            })
            .collect();
        let mut merge = Merge::new(feeds);
        loop {
            let flow = match merge.next().await {
                Step::Event(place, event) => match self.show(place, &event, sink) {
                    Some(end) => return Ok(Some(end)),
                    None => ControlFlow::Continue(()),
                },
                Step::Throttled(place, pause) => {
                    let group = self.group(place);
                    // What is known already should not wait for the pause to end.
                    let flushed = sink.pause();
                    let told = sink.notice(&TailNotice::Throttled { group, pause });
                    if flushed.is_break() { flushed } else { told }
                }
                Step::Failed(place, error) => self.failed(place, error, sink).await?,
                Step::End => break,
            };
            if flow.is_break() {
                return Ok(Some(TailEnd::Closed));
            }
        }
        let now = self.clock.now();
        for (part, window) in &mut self.parts {
            if let Some(overlap) = window.forget(now) {
                let group = part.group.clone();
                if sink.notice(&TailNotice::OverlapShortened { group, overlap }).is_break() {
                    return Ok(Some(TailEnd::Closed));
                }
            }
        }
        Ok(None)
    }

    /// Shows an event unless it was shown before.
    fn show(
        &mut self,
        place: usize,
        event: &TailedEvent,
        sink: &mut impl TailSink,
    ) -> Option<TailEnd> {
        let now = self.clock.now();
        let is_first_round = self.is_first_round;
        let (part, window) = self.parts.get_mut(place)?;
        let following = self.request.following.as_ref();
        if following.is_some() {
            if !window.is_new(event) {
                return None;
            }
            if !is_first_round {
                window.observe_lag(event);
            }
            if window.is_full() {
                window.forget(now);
            }
        }
        self.last_event = Instant::now();
        if sink.event(&part.group, event).is_break() {
            return Some(TailEnd::Closed);
        }
        self.shown += 1;
        let awaited = following.and_then(|following| following.wait_for.as_ref());
        if awaited.is_some_and(|pattern| pattern.matches(&event.message)) {
            return Some(TailEnd::Seen);
        }
        let is_enough = self.request.maximum.is_some_and(|maximum| self.shown >= maximum);
        is_enough.then_some(TailEnd::Maximum)
    }

    /// A follow survives what may pass; everything else ends it.
    async fn failed(
        &self,
        place: usize,
        error: AwsCallError,
        sink: &mut impl TailSink,
    ) -> Result<ControlFlow<()>, AwsCallError> {
        let passes = matches!(error.cause, Cause::Unreachable | Cause::TimedOut | Cause::Other);
        if self.is_first_round || !passes {
            return Err(error);
        }
        let notice = TailNotice::Retrying {
            group: self.group(place),
            reason: error.to_string(),
            pause: RETRY_PAUSE,
        };
        let flow = sink.notice(&notice);
        tokio::time::sleep(RETRY_PAUSE).await;
        Ok(flow)
    }

    fn group(&self, place: usize) -> String {
        self.parts.get(place).map(|(part, _)| part.group.clone()).unwrap_or_default()
    }
}
