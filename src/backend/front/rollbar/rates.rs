//! How many items a token may send, in windows that begin with the first of them.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;

use sha2::Digest as _;
use sha2::Sha256;

use crate::base::Milliseconds;
use crate::wire::rollbar::CallLimit;

/// Tokens whose windows are kept; those that have ended go first.
const MAXIMUM_TOKENS: usize = 10_000;

/// The windows of all tokens; they do not survive the backend.
#[derive(Debug, Default)]
pub(in crate::backend) struct CallRates(Mutex<HashMap<[u8; 32], Window>>);

#[derive(Clone, Copy, Debug)]
struct Window {
    began: Milliseconds,
    ends: Milliseconds,
    calls: i64,
    refused: i64,
}

/// How a token stands after a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) limit: CallLimit,
    /// Calls that are left in the window.
    pub(super) remaining: i64,
    /// When the window ends, in seconds since 1970.
    pub(super) reset: i64,
    /// Whole seconds until then.
    pub(super) remaining_seconds: i64,
    /// Whether the call is one too many.
    pub(super) is_over: bool,
    /// Whether it is the first one that is.
    pub(super) is_first_over: bool,
}

impl CallRates {
    /// Counts a call.
    pub(super) fn take(&self, token: &str, limit: CallLimit, now: Milliseconds) -> Usage {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = key(token);
        if windows.len() >= MAXIMUM_TOKENS && !windows.contains_key(&key) {
            windows.retain(|_, window| window.ends > now);
            if windows.len() >= MAXIMUM_TOKENS {
                windows.clear();
            }
        }
        let size_ms = limit.window_size.saturating_mul(1_000);
        let fresh = Window { began: now, ends: now.saturating_add(size_ms), calls: 0, refused: 0 };
        let window = windows.entry(key).or_insert(fresh);
        // A clock that was set back lets nobody wait for longer than the window.
        if !(window.began..window.ends).contains(&now) {
            *window = fresh;
        }
        let is_over = window.calls >= limit.window_count;
        if is_over {
            window.refused += 1;
        } else {
            window.calls += 1;
        }
        Usage {
            limit,
            remaining: (limit.window_count - window.calls).max(0),
            reset: window.ends.saturating_add(999).div_euclid(1_000),
            remaining_seconds: (window.ends - now).saturating_add(999).div_euclid(1_000),
            is_over,
            is_first_over: is_over && window.refused == 1,
        }
    }

    /// Returns the calls and the beginning of a token's window, in seconds since 1970.
    pub(super) fn current(&self, token: &str, now: Milliseconds) -> Option<(i64, i64)> {
        let windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.get(&key(token))?;
        let is_open = (window.began..window.ends).contains(&now);
        is_open.then(|| (window.calls, window.began.div_euclid(1_000)))
    }
}

// Tokens are not held in memory longer than the requests that bring them.
fn key(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

impl Usage {
    /// Returns what an answer tells of the limit.
    pub(super) fn headers(&self) -> Vec<(&'static str, String)> {
        vec![
            ("x-rate-limit-limit", self.limit.window_count.to_string()),
            ("x-rate-limit-remaining", self.remaining.to_string()),
            ("x-rate-limit-reset", self.reset.to_string()),
            ("x-rate-limit-remaining-seconds", self.remaining_seconds.to_string()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: CallLimit = CallLimit { window_size: 60, window_count: 2 };

    #[test]
    fn a_window_begins_with_its_first_call() {
        let rates = CallRates::default();
        let take = |token: &str, now| {
            let usage = rates.take(token, LIMIT, now);
            (
                usage.remaining,
                usage.reset,
                usage.remaining_seconds,
                usage.is_over,
                usage.is_first_over,
            )
        };
        assert_eq!(take("a", 1_500), (1, 62, 60, false, false));
        assert_eq!(rates.current("a", 1_500), Some((1, 1)));
        assert_eq!(take("b", 1_500), (1, 62, 60, false, false), "each token has its own");
        assert_eq!(take("a", 31_500), (0, 62, 30, false, false));
        assert_eq!(take("a", 61_499), (0, 62, 1, true, true));
        assert_eq!(take("a", 61_499), (0, 62, 1, true, false));
        assert_eq!(rates.current("a", 61_500), None);
        assert_eq!(take("a", 61_500), (1, 122, 60, false, false));
        assert_eq!(take("a", 500), (1, 61, 60, false, false), "the clock was set back");
    }

    #[test]
    fn windows_are_bounded() {
        let rates = CallRates::default();
        for number in 0..MAXIMUM_TOKENS + 10 {
            rates.take(&number.to_string(), LIMIT, number as i64);
        }
        assert!(rates.0.lock().unwrap().len() <= MAXIMUM_TOKENS);
    }
}
