//! What all units of a query use together.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use super::query::EventLimits;
use super::query::EventQueryError;

/// What all units of a query use together.
#[derive(Debug)]
pub(super) struct Budget {
    limits: EventLimits,
    bytes: AtomicI64,
    values: AtomicU64,
    approximate: AtomicBool,
}

impl Budget {
    pub(super) const fn new(limits: EventLimits) -> Self {
        Self {
            limits,
            bytes: AtomicI64::new(0),
            values: AtomicU64::new(0),
            approximate: AtomicBool::new(false),
        }
    }

    /// Takes bytes, or gives them back.
    pub(super) fn charge(&self, bytes: i64) -> Result<(), EventQueryError> {
        let used = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let limit_bytes = self.limits.memory_bytes;
        if bytes > 0 && used.max(0).cast_unsigned() > limit_bytes {
            return Err(EventQueryError::Memory { limit_bytes });
        }
        Ok(())
    }

    /// Counts values that are kept; what is too many decides for the whole query.
    pub(super) fn count_values(&self, values: u64) {
        let kept = self.values.fetch_add(values, Ordering::Relaxed) + values;
        if kept > self.limits.exact_values {
            self.approximate.store(true, Ordering::Relaxed);
        }
    }

    /// Says whether values are estimated.
    pub(super) fn approximate(&self) -> bool {
        self.approximate.load(Ordering::Relaxed)
    }
}
