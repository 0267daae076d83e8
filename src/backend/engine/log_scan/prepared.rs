//! A query made ready for many units: bounds, filters, limits.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use super::key::EventKey;
use super::key::TravelKey;
use super::matcher::Matcher;
use super::query::Direction;
use super::query::LogQuery;
use crate::backend::store::Snapshot;

/// A query as the units use it.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) group_id: i64,
    pub(super) direction: Direction,
    /// First and last event time that count.
    pub(super) first_ms: i64,
    pub(super) last_ms: i64,
    pub(super) after: Option<TravelKey>,
    after_ms: Option<i64>,
    streams: Option<HashSet<i64>>,
    dead_streams: Option<HashSet<i64>>,
    pub(super) matcher: Option<Matcher>,
    pub(super) maximum_events: usize,
    pub(super) maximum_bytes: usize,
    cancel: Option<Arc<AtomicBool>>,
    /// Set when the page is complete: units that still wait have nothing to add.
    done: AtomicBool,
}

impl Prepared {
    /// Prepares a query; none if no event can match.
    pub(super) fn new(snapshot: &Snapshot, query: &LogQuery) -> Option<Self> {
        let mut first_ms =
            query.start_ms.unwrap_or(i64::MIN).max(query.oldest_ms.unwrap_or(i64::MIN));
        let mut last_ms = match query.end_ms {
            Some(end) => end.checked_sub(1)?,
            None => i64::MAX,
        };
        if let Some(after) = &query.after {
            match query.direction {
                Direction::Forward => first_ms = first_ms.max(after.timestamp_ms),
                Direction::Backward => last_ms = last_ms.min(after.timestamp_ms),
            }
        }
        let none = query.streams.as_ref().is_some_and(Vec::is_empty);
        let dead = snapshot.dead();
        if first_ms > last_ms || none || dead.has_group(query.group_id) || query.maximum_events == 0
        {
            return None;
        }
        Some(Self {
            group_id: query.group_id,
            direction: query.direction,
            first_ms,
            last_ms,
            after: query.after.map(|after| TravelKey::of(&after, query.direction)),
            after_ms: query.after.map(|after| after.timestamp_ms),
            streams: query.streams.as_ref().map(|streams| streams.iter().copied().collect()),
            dead_streams: dead.streams_of(query.group_id).cloned(),
            matcher: query.pattern.as_ref().map(Matcher::new),
            maximum_events: query.maximum_events,
            maximum_bytes: query.maximum_bytes,
            cancel: query.cancel.clone(),
            done: AtomicBool::new(false),
        })
    }

    /// Says whether an event time lies in the asked range.
    pub(super) const fn has_time(&self, time: i64) -> bool {
        self.first_ms <= time && time <= self.last_ms
    }

    /// Says whether a range of event times overlaps the asked one.
    pub(super) const fn overlaps(&self, (first, last): (i64, i64)) -> bool {
        first <= self.last_ms && last >= self.first_ms
    }

    /// Says whether a whole range of event times counts, whatever the rest of the keys.
    pub(super) fn covers(&self, (first, last): (i64, i64)) -> bool {
        self.has_time(first) && self.has_time(last) && !self.needs_keys((first, last))
    }

    /// Says whether only the whole key tells on which side of `after` some events lie.
    pub(super) fn needs_keys(&self, (first, last): (i64, i64)) -> bool {
        self.after_ms.is_some_and(|after| first <= after && after <= last)
    }

    /// Returns the first key in the direction of travel that a range of event times can hold.
    pub(super) fn first_key(&self, (first, last): (i64, i64)) -> TravelKey {
        let time = match self.direction {
            Direction::Forward => first.max(self.first_ms),
            Direction::Backward => last.min(self.last_ms),
        };
        TravelKey::first_of(time, self.direction)
    }

    /// Turns a key for the direction of travel.
    pub(super) fn travel(&self, key: &EventKey) -> TravelKey {
        TravelKey::of(key, self.direction)
    }

    /// Says whether streams matter at all.
    pub(super) const fn filters_streams(&self) -> bool {
        self.streams.is_some() || self.dead_streams.is_some()
    }

    /// Says whether a stream counts.
    pub(super) fn has_stream(&self, stream_id: i64) -> bool {
        self.streams.as_ref().is_none_or(|streams| streams.contains(&stream_id))
            && !self.dead_streams.as_ref().is_some_and(|dead| dead.contains(&stream_id))
    }

    /// Says whether a key lies past the place where the page begins.
    pub(super) fn is_past(&self, key: &EventKey) -> bool {
        self.after.is_none_or(|after| self.travel(key) > after)
    }

    /// Says whether somebody wants the scan to end with an error.
    pub(super) fn cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(|cancel| cancel.load(Ordering::Relaxed))
    }

    /// Says whether a unit may be skipped because nobody waits for it.
    pub(super) fn idle(&self) -> bool {
        self.done.load(Ordering::Relaxed) || self.cancelled()
    }

    /// Lets the units that still wait be skipped.
    pub(super) fn finish(&self) {
        self.done.store(true, Ordering::Relaxed);
    }
}
