//! Drives one verb to its end: signals, the deadline, and what they mean for the result.

use std::io;
use std::pin::pin;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;

use crate::base::Kind;

use super::context::Context;
use super::error::CommandError;
use super::outcome::Outcome;
use super::shutdown::StopReason;

/// How long a verb that ends in order may take after its deadline.
const GRACE_AFTER_DEADLINE: Duration = Duration::from_secs(2);

/// Which runtime a verb needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runtime {
    /// None: it waits for nothing.
    None,
    /// One thread: it waits for requests.
    CurrentThread,
    /// A few threads: it serves requests as well.
    MultiThread,
}

/// Runs a verb on the runtime that it needs.
///
/// # Errors
/// The verb failed, was stopped, or there is no runtime to be had.
pub(crate) fn run<F>(context: &Context, runtime: Runtime, verb: F) -> Result<Outcome, CommandError>
where
    F: Future<Output = Result<Outcome, CommandError>>,
{
    let mut verb = pin!(verb);
    let built = match runtime {
        Runtime::None => {
            match verb.as_mut().poll(&mut std::task::Context::from_waker(Waker::noop())) {
                Poll::Ready(result) => return result,
                // It waits after all, so that it gets what it needs.
                Poll::Pending => tokio::runtime::Builder::new_current_thread().enable_all().build(),
            }
        }
        Runtime::CurrentThread => {
            tokio::runtime::Builder::new_current_thread().enable_all().build()
        }
        Runtime::MultiThread => tokio::runtime::Builder::new_multi_thread().enable_all().build(),
    };
    let runtime = built.map_err(|error| CommandError::io("cannot start the runtime", error))?;
    let result = runtime.block_on(drive(context, verb));
    // A blocking task that hangs must not keep a finished command from ending.
    runtime.shutdown_background();
    result
}

async fn drive(
    context: &Context,
    mut verb: impl Future<Output = Result<Outcome, CommandError>> + Unpin,
) -> Result<Outcome, CommandError> {
    let mut signals =
        Signals::listen().map_err(|error| CommandError::io("cannot listen for signals", error))?;
    let mut deadline = pin!(sleep(context.timeout));
    let mut stopping = None;
    loop {
        let reason = tokio::select! {
            biased;
            result = &mut verb => return conclude(result, stopping),
            reason = signals.next() => reason,
            () = &mut deadline => StopReason::Deadline,
        };
        if stopping.is_some() || !context.shutdown.is_awaited() {
            return Err(stopped(context, stopping.unwrap_or(reason)));
        }
        stopping = Some(reason);
        context.shutdown.request(reason);
        if reason == StopReason::Deadline {
            deadline.set(sleep(Some(GRACE_AFTER_DEADLINE)));
        } else {
            context.ui.status("stopping; once more stops at once");
            deadline.set(sleep(None));
        }
    }
}

async fn sleep(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}

/// Decides what the end of a verb means that was asked to end.
fn conclude(
    result: Result<Outcome, CommandError>,
    stopping: Option<StopReason>,
) -> Result<Outcome, CommandError> {
    let Some(reason) = stopping else { return result };
    match result {
        // The verb knows better: a child's code, or what was left undone.
        Ok(Outcome::Code(code)) => Ok(Outcome::Code(code)),
        Err(error) if !matches!(error.kind(), Kind::Failed) || error.is_closed_pipe() => Err(error),
        Ok(Outcome::Done | Outcome::Changes) if reason != StopReason::Deadline => {
            // It ended in order and has said what there is to say.
            Ok(Outcome::Code(super::exit_code::of_kind(reason.kind())))
        }
        Ok(_) => Err(deadline_error(None)),
        Err(error) => Err(CommandError::new(reason.kind(), format!("{error} (while stopping)"))),
    }
}

fn stopped(context: &Context, reason: StopReason) -> CommandError {
    match reason {
        StopReason::Interrupted => CommandError::new(Kind::Interrupted, "interrupted"),
        StopReason::Terminated => CommandError::new(Kind::Terminated, "terminated"),
        StopReason::Deadline => deadline_error(context.timeout),
    }
}

fn deadline_error(timeout: Option<Duration>) -> CommandError {
    let after = timeout.map_or_else(String::new, |timeout| format!(" after {timeout:?}"));
    CommandError::new(Kind::Deadline, format!("the deadline passed{after}"))
        .hint("give more time with --timeout")
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::SignalKind;
        use tokio::signal::unix::signal;
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> StopReason {
        tokio::select! {
            _ = self.interrupt.recv() => StopReason::Interrupted,
            _ = self.terminate.recv() => StopReason::Terminated,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> StopReason {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        StopReason::Interrupted
    }
}

#[cfg(test)]
mod tests {
    use super::super::exit_code;
    use super::*;

    fn context(timeout: Option<Duration>) -> Context {
        Context { timeout, ..Context::for_tests() }
    }

    #[test]
    fn a_verb_that_waits_for_nothing_needs_no_runtime() {
        let result = run(&context(None), Runtime::None, async { Ok(Outcome::Done) });
        assert_eq!(result.unwrap(), Outcome::Done);
    }

    #[test]
    fn the_deadline_stops_a_verb() {
        let context = context(Some(Duration::from_millis(1)));
        let error = run(&context, Runtime::CurrentThread, std::future::pending()).unwrap_err();
        assert_eq!(error.exit_code(), exit_code::DEADLINE);
        assert_eq!(error.to_string(), "the deadline passed after 1ms");
    }

    #[test]
    fn a_verb_may_end_in_order() {
        let context = context(Some(Duration::from_millis(1)));
        let verb = async {
            context.shutdown.requested().await;
            Ok(Outcome::Code(7))
        };
        assert_eq!(run(&context, Runtime::CurrentThread, verb).unwrap(), Outcome::Code(7));
    }

    #[test]
    fn what_stopping_means_for_the_code() {
        let code =
            |result: Result<Outcome, CommandError>, reason| match conclude(result, Some(reason)) {
                Ok(outcome) => outcome.exit_code(),
                Err(error) => error.exit_code(),
            };
        assert_eq!(code(Ok(Outcome::Done), StopReason::Interrupted), 130);
        assert_eq!(code(Ok(Outcome::Done), StopReason::Terminated), 143);
        assert_eq!(code(Ok(Outcome::Done), StopReason::Deadline), 124);
        assert_eq!(code(Err(CommandError::failed("x")), StopReason::Interrupted), 130);
        assert_eq!(code(Err(CommandError::new(Kind::Partial, "x")), StopReason::Interrupted), 5);
        assert_eq!(code(Ok(Outcome::Code(3)), StopReason::Terminated), 3);
    }
}
