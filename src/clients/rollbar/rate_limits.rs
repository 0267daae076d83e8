//! What the service says about how much a token may still send.

use std::time::Duration;

use serde::Serialize;

use crate::clients::HttpAnswer;

/// The four headers of an answer to an item; each may be absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RateLimits {
    /// Calls in a window.
    pub limit: Option<u64>,
    /// Calls that are left in it.
    pub remaining: Option<u64>,
    /// When it ends, in seconds since 1970.
    pub reset: Option<i64>,
    /// Seconds to its end.
    pub remaining_seconds: Option<u64>,
}

impl RateLimits {
    /// Reads the headers.
    pub(super) fn of(answer: &HttpAnswer) -> Self {
        fn number<N: std::str::FromStr>(answer: &HttpAnswer, name: &str) -> Option<N> {
            answer.header(name)?.trim().parse().ok()
        }
        Self {
            limit: number(answer, "x-rate-limit-limit"),
            remaining: number(answer, "x-rate-limit-remaining"),
            reset: number(answer, "x-rate-limit-reset"),
            remaining_seconds: number(answer, "x-rate-limit-remaining-seconds"),
        }
    }

    /// Says whether none of the headers was there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns how long it takes until the window ends.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        self.remaining_seconds.map(Duration::from_secs)
    }
}
