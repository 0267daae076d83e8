//! How many jobs may begin within a time.

use std::collections::VecDeque;

use crate::base::Milliseconds;

/// Beginnings of jobs within the last while.
#[derive(Debug)]
pub(in crate::backend) struct RateLimit {
    most: usize,
    window_ms: Milliseconds,
    begun: VecDeque<Milliseconds>,
}

/// Nothing more may begin now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::backend) struct RateExceeded {
    /// How many may begin within the window.
    pub(in crate::backend) most: usize,
    /// Seconds of the window.
    pub(in crate::backend) window_seconds: i64,
    /// Whole seconds until another may begin; at least one.
    pub(in crate::backend) reset_seconds: i64,
}

impl RateLimit {
    /// Creates a limit of `most`, at least one, in any `window_seconds`.
    pub(in crate::backend) fn new(most: usize, window_seconds: i64) -> Self {
        Self { most, window_ms: window_seconds * 1_000, begun: VecDeque::new() }
    }

    /// Says whether another may begin.
    pub(in crate::backend) fn check(&mut self, now: Milliseconds) -> Result<(), RateExceeded> {
        // A clock that was set back lets nobody wait for longer than the window.
        let over = |begun: Milliseconds| !(0..self.window_ms).contains(&(now - begun));
        while self.begun.front().is_some_and(|begun| over(*begun)) {
            self.begun.pop_front();
        }
        match self.begun.front() {
            Some(first) if self.begun.len() >= self.most => Err(RateExceeded {
                most: self.most,
                window_seconds: self.window_ms / 1_000,
                reset_seconds: (first + self.window_ms - now + 999) / 1_000,
            }),
            _ => Ok(()),
        }
    }

    /// Notes that one begins.
    pub(in crate::backend) fn begin(&mut self, now: Milliseconds) {
        self.begun.push_back(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_slides() {
        let mut limit = RateLimit::new(2, 60);
        let mut take = |now| limit.check(now).map(|()| limit.begin(now));
        assert_eq!((take(0), take(30_000)), (Ok(()), Ok(())));
        let refused =
            |reset_seconds| Err(RateExceeded { most: 2, window_seconds: 60, reset_seconds });
        assert_eq!(take(30_001), refused(30));
        assert_eq!(take(59_999), refused(1));
        assert_eq!(take(60_000), Ok(()));
        assert_eq!(take(60_001), refused(30));
        assert_eq!(take(1_000), Ok(()), "the clock was set back");
    }
}
