//! Which events have been shown, within the time that polls read back.

use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hash as _;
use std::hash::Hasher as _;

use crate::base::Milliseconds;
use crate::clients::aws::TailedEvent;

/// Longest overlap of two polls.
const LONGEST_OVERLAP: Milliseconds = 15 * 60 * 1000;

/// Beyond the largest lag seen, so that the next event that late is still read.
const LAG_MARGIN: Milliseconds = 5_000;

/// Most identifiers that are remembered, which is about 24 MB.
const MAXIMUM_SEEN: usize = 500_000;

/// What one part has shown.
#[derive(Debug)]
pub(super) struct Window {
    seen: HashMap<u64, Milliseconds>,
    newest: Option<Milliseconds>,
    overlap: Milliseconds,
    since: Milliseconds,
    maximum: usize,
}

impl Window {
    /// Creates a window for a part that is read from `since` on.
    pub(super) fn new(since: Milliseconds, overlap: Milliseconds) -> Self {
        Self {
            seen: HashMap::new(),
            newest: None,
            overlap: overlap.clamp(0, LONGEST_OVERLAP),
            since,
            maximum: MAXIMUM_SEEN,
        }
    }

    /// Returns where the next poll starts. An event from the future must not move it past those
    /// of the present.
    pub(super) fn start(&self, now: Milliseconds) -> Milliseconds {
        self.newest.map_or(self.since, |newest| {
            newest.min(now).saturating_sub(self.overlap).max(self.since)
        })
    }

    /// Remembers an event; returns whether it is new.
    pub(super) fn is_new(&mut self, event: &TailedEvent) -> bool {
        if self.seen.insert(identity(event), event.timestamp).is_some() {
            return false;
        }
        self.newest = Some(self.newest.map_or(event.timestamp, |n| n.max(event.timestamp)));
        true
    }

    /// Widens the overlap to the lag of an event that came while following.
    pub(super) fn observe_lag(&mut self, event: &TailedEvent) {
        let lag = event.ingestion_time.saturating_sub(event.timestamp).saturating_add(LAG_MARGIN);
        self.overlap = self.overlap.max(lag.min(LONGEST_OVERLAP));
    }

    /// Forgets what no poll reads again; returns the new overlap when memory made it shorter.
    pub(super) fn forget(&mut self, now: Milliseconds) -> Option<Milliseconds> {
        let start = self.start(now);
        self.seen.retain(|_, time| *time >= start);
        if self.seen.len() <= self.maximum {
            return None;
        }
        let mut times: Vec<Milliseconds> = self.seen.values().copied().collect();
        let middle = times.len() / 2;
        let (_, median, _) = times.select_nth_unstable(middle);
        let newest = self.newest.unwrap_or(now).min(now);
        // The median itself goes too, so that what is left fits.
        self.overlap = newest.saturating_sub(*median).saturating_sub(1).max(0);
        let start = self.start(now);
        self.seen.retain(|_, time| *time >= start);
        Some(self.overlap)
    }

    /// Says whether so much is remembered that it is time to forget.
    pub(super) fn is_full(&self) -> bool {
        self.seen.len() > self.maximum
    }
}

/// Services that give no identifier are told apart by the whole event.
fn identity(event: &TailedEvent) -> u64 {
    let mut hasher = DefaultHasher::new();
    if event.event_id.is_empty() {
        (&event.stream, event.timestamp, event.ingestion_time, &event.message).hash(&mut hasher);
    } else {
        event.event_id.hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str, timestamp: Milliseconds, lag: Milliseconds) -> TailedEvent {
        TailedEvent {
            stream: "s".to_owned(),
            timestamp,
            ingestion_time: timestamp + lag,
            message: "m".to_owned(),
            event_id: id.to_owned(),
        }
    }

    #[test]
    fn an_event_is_shown_once() {
        let mut window = Window::new(0, 1_000);
        assert!(window.is_new(&event("1", 10_000, 0)));
        assert!(!window.is_new(&event("1", 10_000, 0)));
        assert!(window.is_new(&event("2", 9_500, 0)));
        assert_eq!(window.start(20_000), 9_000);
        window.forget(20_000);
        assert!(!window.is_new(&event("1", 10_000, 0)));
    }

    #[test]
    fn the_future_does_not_hide_the_present() {
        let mut window = Window::new(0, 1_000);
        window.is_new(&event("1", 7_200_000, 0));
        assert_eq!(window.start(50_000), 49_000);
    }

    #[test]
    fn lag_widens_the_overlap_up_to_a_bound() {
        let mut window = Window::new(0, 1_000);
        window.is_new(&event("1", 10_000_000, 0));
        window.observe_lag(&event("2", 10_000_000, 60_000));
        assert_eq!(window.start(10_000_000), 10_000_000 - 65_000);
        window.observe_lag(&event("3", 10_000_000, i64::MAX / 2));
        assert_eq!(window.start(10_000_000), 10_000_000 - LONGEST_OVERLAP);
    }

    #[test]
    fn memory_is_bounded_and_a_shorter_overlap_is_told() {
        let mut window = Window::new(0, 10_000);
        window.maximum = 100;
        for i in 0..201 {
            window.is_new(&event(&i.to_string(), 100_000 + i * 10, 0));
        }
        assert!(window.is_full());
        let shorter = window.forget(200_000).unwrap();
        assert_eq!(shorter, 999);
        assert!(window.seen.len() <= 100);
        assert_eq!(window.forget(200_000), None);
    }
}
