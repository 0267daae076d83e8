//! Batches of log events and the limits that `PutLogEvents` sets on them.
//!
//! Limits: CloudWatch Logs API reference, `PutLogEvents`.

use crate::base::Milliseconds;

/// Most events in one batch.
pub const MAXIMUM_BATCH_EVENTS: usize = 10_000;

/// Largest batch, in bytes: the UTF-8 of every message plus [`EVENT_OVERHEAD`] each.
pub const MAXIMUM_BATCH_BYTES: usize = 1_048_576;

/// Largest event, in bytes: its message plus [`EVENT_OVERHEAD`]; 1 MiB since April 2025.
pub const MAXIMUM_EVENT_BYTES: usize = 1_048_576;

/// What each event counts beside its message, in bytes.
pub const EVENT_OVERHEAD: usize = 26;

/// Longest time between the first and the last event of a batch.
pub const MAXIMUM_BATCH_SPAN: Milliseconds = 24 * HOUR;

/// How far ahead of the clock an event may be.
pub const MAXIMUM_AHEAD: Milliseconds = 2 * HOUR;

/// How old an event may be.
pub const MAXIMUM_AGE: Milliseconds = 14 * DAY;

/// One hour.
pub const HOUR: Milliseconds = 3_600_000;

/// One day.
pub const DAY: Milliseconds = 24 * HOUR;

/// Why a whole batch is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// There is no event.
    #[error("a batch needs at least one event")]
    Empty,
    /// There are more events than [`MAXIMUM_BATCH_EVENTS`].
    #[error("a batch holds at most {MAXIMUM_BATCH_EVENTS} events, this one has {0}")]
    TooManyEvents(usize),
    /// The batch is larger than [`MAXIMUM_BATCH_BYTES`].
    #[error("a batch holds at most {MAXIMUM_BATCH_BYTES} bytes, this one has {0}")]
    TooManyBytes(usize),
    /// One event is larger than [`MAXIMUM_EVENT_BYTES`].
    #[error("log event {index} has {bytes} bytes, more than {MAXIMUM_EVENT_BYTES}")]
    EventTooLarge {
        /// Position of the event in the batch.
        index: usize,
        /// Its size with overhead.
        bytes: usize,
    },
    /// A timestamp is lower than the one before it.
    #[error("log event {0} is older than the one before it")]
    NotChronological(usize),
    /// First and last event are more than [`MAXIMUM_BATCH_SPAN`] apart.
    #[error("a batch spans at most 24 hours")]
    SpanTooLong,
}

/// Which part of a legal batch is stored, and why the rest is not.
///
/// Events are in time order, so what is rejected lies at the two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// First stored event.
    pub start: usize,
    /// One past the last stored event.
    pub end: usize,
    /// One past the last event older than [`MAXIMUM_AGE`], if there is one.
    pub too_old_end: Option<usize>,
    /// One past the last event older than the group's retention, if there is one.
    pub expired_end: Option<usize>,
    /// The first event further ahead than [`MAXIMUM_AHEAD`], if there is one.
    pub too_new_start: Option<usize>,
}

/// Checks a batch given as (timestamp, message length in bytes) and says which part is stored.
///
/// # Errors
/// The batch breaks a limit that refuses it as a whole.
pub fn check_batch(
    events: &[(Milliseconds, usize)],
    now: Milliseconds,
    retention_days: Option<u32>,
) -> Result<Acceptance, BatchError> {
    if events.is_empty() {
        return Err(BatchError::Empty);
    }
    if events.len() > MAXIMUM_BATCH_EVENTS {
        return Err(BatchError::TooManyEvents(events.len()));
    }
    let mut total = 0_usize;
    for (index, (_, length)) in events.iter().enumerate() {
        let bytes = length.saturating_add(EVENT_OVERHEAD);
        if bytes > MAXIMUM_EVENT_BYTES {
            return Err(BatchError::EventTooLarge { index, bytes });
        }
        total = total.saturating_add(bytes);
    }
    if total > MAXIMUM_BATCH_BYTES {
        return Err(BatchError::TooManyBytes(total));
    }
    if let Some(index) = events.windows(2).position(|pair| pair[1].0 < pair[0].0) {
        return Err(BatchError::NotChronological(index + 1));
    }
    let acceptance = accept(events, now, retention_days);
    let valid = events.get(acceptance.start..acceptance.end).unwrap_or_default();
    if let (Some(first), Some(last)) = (valid.first(), valid.last())
        && last.0 - first.0 > MAXIMUM_BATCH_SPAN
    {
        return Err(BatchError::SpanTooLong);
    }
    Ok(acceptance)
}

fn accept(
    events: &[(Milliseconds, usize)],
    now: Milliseconds,
    retention_days: Option<u32>,
) -> Acceptance {
    let before = |limit: Milliseconds| events.partition_point(|(time, _)| *time < limit);
    let too_old = before(now - MAXIMUM_AGE);
    let expired = retention_days.map_or(0, |days| before(now - i64::from(days) * DAY));
    let too_new = before(now + MAXIMUM_AHEAD + 1);
    let start = too_old.max(expired);
    Acceptance {
        start,
        end: too_new.max(start),
        too_old_end: (too_old > 0).then_some(too_old),
        expired_end: (expired > too_old).then_some(expired),
        too_new_start: (too_new < events.len()).then_some(too_new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Milliseconds = 1_796_300_000_000;

    #[test]
    fn whole_batch_refusals() {
        assert_eq!(check_batch(&[], NOW, None), Err(BatchError::Empty));
        let many = vec![(NOW, 1); MAXIMUM_BATCH_EVENTS + 1];
        assert_eq!(check_batch(&many, NOW, None), Err(BatchError::TooManyEvents(10_001)));
        let large = [(NOW, MAXIMUM_EVENT_BYTES - EVENT_OVERHEAD + 1)];
        assert_eq!(
            check_batch(&large, NOW, None),
            Err(BatchError::EventTooLarge { index: 0, bytes: MAXIMUM_EVENT_BYTES + 1 })
        );
        let heavy = [(NOW, 600_000), (NOW, 600_000)];
        assert_eq!(check_batch(&heavy, NOW, None), Err(BatchError::TooManyBytes(1_200_052)));
        assert_eq!(
            check_batch(&[(NOW, 1), (NOW - 1, 1)], NOW, None),
            Err(BatchError::NotChronological(1))
        );
        assert_eq!(
            check_batch(&[(NOW - 25 * HOUR, 1), (NOW, 1)], NOW, None),
            Err(BatchError::SpanTooLong)
        );
    }

    #[test]
    fn a_full_batch_is_legal() {
        let full = [(NOW, MAXIMUM_BATCH_BYTES - EVENT_OVERHEAD)];
        assert!(check_batch(&full, NOW, None).is_ok());
        let exact_day = [(NOW - 24 * HOUR, 1), (NOW, 1)];
        assert!(check_batch(&exact_day, NOW, None).is_ok());
    }

    #[test]
    fn ends_are_rejected_and_the_middle_is_stored() {
        let events = [(NOW - 15 * DAY, 1), (NOW - HOUR, 1), (NOW, 1), (NOW + 3 * HOUR, 1)];
        let acceptance = check_batch(&events, NOW, None).unwrap();
        assert_eq!((acceptance.start, acceptance.end), (1, 3));
        assert_eq!(acceptance.too_old_end, Some(1));
        assert_eq!(acceptance.too_new_start, Some(3));
        assert_eq!(acceptance.expired_end, None);
    }

    #[test]
    fn retention_shorter_than_fourteen_days_expires() {
        let events = [(NOW - 15 * DAY, 1), (NOW - 2 * DAY, 1), (NOW, 1)];
        let acceptance = check_batch(&events, NOW, Some(1)).unwrap();
        assert_eq!((acceptance.start, acceptance.end), (2, 3));
        assert_eq!(acceptance.too_old_end, Some(1));
        assert_eq!(acceptance.expired_end, Some(2));
    }

    #[test]
    fn nothing_valid_is_an_empty_range() {
        let acceptance = check_batch(&[(NOW - 15 * DAY, 1)], NOW, None).unwrap();
        assert_eq!((acceptance.start, acceptance.end), (1, 1));
        let acceptance = check_batch(&[(NOW + 3 * HOUR, 1)], NOW, None).unwrap();
        assert_eq!((acceptance.start, acceptance.end), (0, 0));
        assert_eq!(acceptance.too_new_start, Some(0));
    }
}
