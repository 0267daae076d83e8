//! Calls that keep within the vendor's limits, wait when asked to, and say why they wait.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::timer::Timer;
use crate::base::fill_random;

/// The first pause after a vendor asked to wait.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// The longest time that a vendor may ask to wait for one call, in all.
const LONGEST_NAMED: Duration = Duration::from_mins(5);

/// How long one call is repeated before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A pause, and why it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The operation that waits.
    pub operation: &'static str,
    /// How long.
    pub pause: Duration,
    /// What the vendor said.
    pub reason: String,
    /// The attempt that failed, counted from 1.
    pub attempt: u32,
}

impl fmt::Display for Waiting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pause, attempt, reason, .. } = self;
        write!(formatter, "waiting {:.1} s (attempt {attempt}): {reason}", pause.as_secs_f64())
    }
}

type Tell = Arc<dyn Fn(&Waiting) + Send + Sync>;

/// Calls per second of an operation.
pub type Rates = fn(&str) -> f64;

/// Makes calls within limits; clones share them.
#[derive(Clone)]
pub struct Caller {
    timer: Arc<dyn Timer>,
    limits: Option<Arc<Limits>>,
    tell: Option<Tell>,
}

impl fmt::Debug for Caller {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Caller").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Caller {
    /// Creates a caller that knows no limit, for a backend that has none.
    #[must_use]
    pub fn new(timer: Arc<dyn Timer>) -> Self {
        Self { timer, limits: None, tell: None }
    }

    /// Keeps within the limits of an account.
    #[must_use]
    pub fn within(self, rates: Rates) -> Self {
        Self { limits: Some(Arc::new(Limits { rates, next: Mutex::default() })), ..self }
    }

    /// Says why it waits.
    #[must_use]
    pub fn telling(self, tell: impl Fn(&Waiting) + Send + Sync + 'static) -> Self {
        Self { tell: Some(Arc::new(tell)), ..self }
    }

    /// Makes a call that changes something: where no answer comes back, it is not repeated,
    /// because it may have been done.
    ///
    /// # Errors
    /// The call fails, or the vendor asks to wait for longer than a minute.
    pub async fn write<T, E, F>(
        &self,
        operation: &'static str,
        call: impl Fn() -> F,
    ) -> Result<T, CallError>
    where
        E: Into<CallError>,
        F: Future<Output = Result<T, E>>,
    {
        self.repeat(operation, call, |cause| cause == FailureCause::Busy).await
    }

    /// Makes a call that changes nothing; it is repeated where no answer comes back.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn read<T, E, F>(
        &self,
        operation: &'static str,
        call: impl Fn() -> F,
    ) -> Result<T, CallError>
    where
        E: Into<CallError>,
        F: Future<Output = Result<T, E>>,
    {
        let worth_it = |cause| matches!(cause, FailureCause::Busy | FailureCause::Uncertain);
        self.repeat(operation, call, worth_it).await
    }

    async fn repeat<T, E, F>(
        &self,
        operation: &'static str,
        call: impl Fn() -> F,
        worth_it: impl Fn(FailureCause) -> bool,
    ) -> Result<T, CallError>
    where
        E: Into<CallError>,
        F: Future<Output = Result<T, E>>,
    {
        let begin = self.timer.now();
        let mut attempt = 1;
        // Lost answers are tried a few times only: mostly nobody is there.
        let mut lost = 0;
        // What the vendor names is no pause of ours, so that patience does not pay for it.
        let mut named = Duration::ZERO;
        loop {
            if let Some(limits) = &self.limits {
                self.timer.sleep(limits.take(operation, self.timer.now())).await;
            }
            let error: CallError = match call().await {
                Ok(value) => return Ok(value),
                Err(error) => error.into(),
            };
            lost += u32::from(error.cause == FailureCause::Uncertain);
            let asked = error.retry_after.unwrap_or_default();
            named = named.saturating_add(asked);
            let pause = pause(attempt).max(asked);
            if !worth_it(error.cause)
                || lost > 2
                || named > LONGEST_NAMED
                || self.timer.now() + pause > begin + PATIENCE + named
            {
                return Err(error);
            }
            let reason = error.message;
            if let Some(tell) = &self.tell {
                tell(&Waiting { operation, pause, reason, attempt });
            }
            self.timer.sleep(pause).await;
            attempt += 1;
        }
    }
}

/// Returns a doubling pause, of which a random half is taken off so that callers spread.
fn pause(attempt: u32) -> Duration {
    let full =
        FIRST_PAUSE.saturating_mul(1 << attempt.saturating_sub(1).min(10)).min(LONGEST_PAUSE);
    let mut byte = [0_u8; 1];
    // Without random bytes everybody waits the full time.
    let _ = fill_random(&mut byte);
    full - full.mul_f64(f64::from(byte[0]) / 512.0)
}

/// The calls of each operation, spread over time.
#[derive(Debug)]
struct Limits {
    rates: Rates,
    next: Mutex<HashMap<&'static str, Duration>>,
}

impl Limits {
    /// Takes the next free moment of an operation and returns how long it is until then; one
    /// second's worth may go at once.
    fn take(&self, operation: &'static str, now: Duration) -> Duration {
        let step = Duration::from_secs_f64(1.0 / (self.rates)(operation));
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let free = next.entry(operation).or_default();
        // Moments are moved on by the second that is given in advance.
        *free = (*free).max(now) + step;
        free.saturating_sub(now + Duration::from_secs(1))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;
    use std::sync::atomic::Ordering;

    use super::super::rates;
    use super::super::timer::VirtualTimer;
    use super::*;

    fn failing(
        cause: FailureCause,
        times: u32,
    ) -> impl Fn() -> std::future::Ready<Result<u32, CallError>> {
        let calls = AtomicU32::new(0);
        move || {
            let call = calls.fetch_add(1, Ordering::SeqCst) + 1;
            std::future::ready(if call <= times {
                Err(CallError::new(cause, "Rate exceeded"))
            } else {
                Ok(call)
            })
        }
    }

    fn telling() -> (Caller, Arc<VirtualTimer>, Arc<Mutex<Vec<Waiting>>>) {
        let told: Arc<Mutex<Vec<Waiting>>> = Arc::default();
        let (kept, timer) = (Arc::clone(&told), Arc::new(VirtualTimer::default()));
        let caller = Caller::new(Arc::clone(&timer) as Arc<dyn Timer>)
            .telling(move |waiting| kept.lock().unwrap().push(waiting.clone()));
        (caller, timer, told)
    }

    #[tokio::test]
    async fn a_throttled_call_waits_longer_each_time_and_says_so() {
        let (caller, _, told) = telling();
        assert_eq!(caller.write("PutX", failing(FailureCause::Busy, 4)).await.unwrap(), 5);
        let told = told.lock().unwrap();
        assert_eq!(told.len(), 4);
        assert!(told.iter().all(|waiting| waiting.reason == "Rate exceeded"));
        assert!(told[3].pause > told[0].pause);
    }

    #[tokio::test]
    async fn a_named_wait_is_kept() {
        let (caller, timer, told) = telling();
        let asked = |seconds: u64| {
            let calls = AtomicU32::new(0);
            move || {
                let busy = CallError {
                    retry_after: Some(Duration::from_secs(seconds)),
                    ..CallError::new(FailureCause::Busy, "10 requests per minute")
                };
                let first = calls.fetch_add(1, Ordering::SeqCst) == 0;
                std::future::ready(if first { Err(busy) } else { Ok(1) })
            }
        };
        assert_eq!(caller.write("PostX", asked(60)).await.unwrap(), 1);
        assert_eq!(told.lock().unwrap()[0].pause, Duration::from_secs(60));
        assert!(timer.now() >= Duration::from_secs(60));
        let error = caller.write("PostX", asked(3600)).await.unwrap_err();
        assert_eq!(error.cause, FailureCause::Busy);
    }

    #[tokio::test]
    async fn patience_ends() {
        let (caller, timer, _) = telling();
        let error = caller.read("GetX", failing(FailureCause::Busy, u32::MAX)).await.unwrap_err();
        assert_eq!(error.cause, FailureCause::Busy);
        assert!(timer.now() <= PATIENCE && timer.now() > PATIENCE / 2);
    }

    #[tokio::test]
    async fn a_lost_answer_is_asked_for_again_only_by_reads() {
        let (caller, _, told) = telling();
        let lost = || failing(FailureCause::Uncertain, 1);
        assert_eq!(caller.read("GetX", lost()).await.unwrap(), 2);
        assert!(caller.write("PutX", lost()).await.is_err());
        assert_eq!(told.lock().unwrap().len(), 1);
        assert!(caller.read("GetX", failing(FailureCause::Uncertain, 9)).await.is_err());
        assert!(caller.read("GetX", failing(FailureCause::Refused, 1)).await.is_err());
    }

    #[tokio::test]
    async fn calls_keep_within_the_quota() {
        let timer = Arc::new(VirtualTimer::default());
        let caller = Caller::new(Arc::clone(&timer) as Arc<dyn Timer>).within(rates::logs);
        for _ in 0..50 {
            caller.write("PutMetricFilter", failing(FailureCause::Busy, 0)).await.unwrap();
        }
        // Five a second, and the first second's worth at once.
        let passed = timer.now();
        assert!((8.9..9.1).contains(&passed.as_secs_f64()), "{passed:?}");
        caller.write("CreateLogGroup", failing(FailureCause::Busy, 0)).await.unwrap();
        assert_eq!(timer.now(), passed, "each operation has its own");
    }
}
