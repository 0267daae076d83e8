//! How many results of queries can be made, as the service limits them.

use std::sync::Mutex;
use std::sync::PoisonError;

use super::call::Failure;
use crate::backend::jobs::RateLimit;
use crate::base::Milliseconds;

/// Seconds over which requests are counted.
const WINDOW_SECONDS: i64 = 60;

/// Most results of any query within these.
const MOST_RESULTS: usize = 10;

/// Most of queries that relate spans to others of their trace.
const MOST_RELATIONAL_RESULTS: usize = 1;

/// The limits of the team.
#[derive(Debug)]
pub(in crate::backend) struct ResultLimits(Mutex<Limits>);

#[derive(Debug)]
struct Limits {
    any: RateLimit,
    relational: RateLimit,
}

impl Default for ResultLimits {
    fn default() -> Self {
        Self(Mutex::new(Limits {
            any: RateLimit::new(MOST_RESULTS, WINDOW_SECONDS),
            relational: RateLimit::new(MOST_RELATIONAL_RESULTS, WINDOW_SECONDS),
        }))
    }
}

impl ResultLimits {
    /// Notes that a result is made, or refuses it.
    pub(super) fn begin(&self, now: Milliseconds, is_relational: bool) -> Result<(), Failure> {
        let mut limits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        limits.any.check(now).map_err(Failure::TooOften)?;
        if is_relational {
            limits.relational.check(now).map_err(Failure::TooOften)?;
            limits.relational.begin(now);
        }
        limits.any.begin(now);
        Ok(())
    }
}
