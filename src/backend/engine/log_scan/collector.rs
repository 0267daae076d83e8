//! Puts the events of many units together into one page.

use super::key::TravelKey;
use super::prepared::Prepared;
use super::query::LogEvent;

/// What a unit found.
#[derive(Debug, Default)]
pub(super) struct UnitResult {
    /// The first matching events in the direction of travel, no more than a page holds.
    pub(super) events: Vec<LogEvent>,
    /// Whether the unit has more than these.
    pub(super) cut: bool,
    pub(super) scanned_rows: u64,
    pub(super) scanned_bytes: u64,
}

/// Takes as many events as a page holds; says whether there were more.
pub(super) fn take_page(
    events: impl Iterator<Item = LogEvent>,
    query: &Prepared,
) -> (Vec<LogEvent>, bool) {
    let mut taken: Vec<LogEvent> = Vec::new();
    let mut bytes = 0_usize;
    for event in events {
        bytes = bytes.saturating_add(event.page_bytes());
        let full = taken.len() >= query.maximum_events || bytes > query.maximum_bytes;
        if full && !taken.is_empty() {
            return (taken, true);
        }
        taken.push(event);
    }
    (taken, false)
}

/// The events found so far, never more than a page.
#[derive(Debug, Default)]
pub(super) struct Collector {
    events: Vec<LogEvent>,
    bytes: usize,
    /// Key past which events were left out: a page that reaches it ends there, or it would have
    /// holes.
    horizon: Option<TravelKey>,
    pub(super) scanned_rows: u64,
    pub(super) scanned_bytes: u64,
}

impl Collector {
    /// Adds what a unit found and keeps what comes first.
    pub(super) fn add(&mut self, result: UnitResult, query: &Prepared) {
        self.scanned_rows += result.scanned_rows;
        self.scanned_bytes += result.scanned_bytes;
        let Some(first) = result.events.first().map(|event| query.travel(&event.key)) else {
            return;
        };
        if result.cut {
            self.lower_horizon(result.events.last(), query);
        }
        self.bytes += result.events.iter().map(LogEvent::page_bytes).sum::<usize>();
        let place = self.events.partition_point(|event| query.travel(&event.key) < first);
        self.events.extend(result.events);
        // Both parts of the rest are sorted, which this sort takes advantage of.
        self.events[place..].sort_by_key(|event| query.travel(&event.key));
        while let Some(last) = self.events.last()
            && self.horizon.is_some_and(|horizon| query.travel(&last.key) > horizon)
        {
            self.bytes -= last.page_bytes();
            self.events.pop();
        }
        let mut popped = false;
        while self.events.len() > query.maximum_events
            || (self.bytes > query.maximum_bytes && self.events.len() > 1)
        {
            self.bytes -= self.events.pop().map_or(0, |event| event.page_bytes());
            popped = true;
        }
        if popped {
            let last = self.events.last().cloned();
            self.lower_horizon(last.as_ref(), query);
        }
    }

    fn lower_horizon(&mut self, last: Option<&LogEvent>, query: &Prepared) {
        let last = last.map(|event| query.travel(&event.key));
        self.horizon = match (self.horizon, last) {
            (Some(horizon), Some(last)) => Some(horizon.min(last)),
            (horizon, last) => horizon.or(last),
        };
    }

    /// Says whether events were left out that come after those kept.
    pub(super) const fn is_cut(&self) -> bool {
        self.horizon.is_some()
    }

    /// Returns how much of the page is filled.
    pub(super) fn share(&self, query: &Prepared) -> f64 {
        let of_events = self.events.len() as f64 / query.maximum_events as f64;
        let of_bytes = self.bytes as f64 / query.maximum_bytes as f64;
        of_events.max(of_bytes)
    }

    /// Says whether the page is complete if all that is still unknown lies at or past
    /// `frontier`.
    pub(super) fn is_complete(&self, frontier: TravelKey, query: &Prepared) -> bool {
        // A page that was cut is full: what comes past its last event is for the next one.
        let full = self.is_cut() || self.events.len() >= query.maximum_events;
        full && self.events.last().is_some_and(|last| query.travel(&last.key) < frontier)
    }

    /// Returns the events that lie before `frontier`, which nothing unknown can precede.
    pub(super) fn into_events(
        mut self,
        frontier: Option<TravelKey>,
        query: &Prepared,
    ) -> Vec<LogEvent> {
        if let Some(frontier) = frontier {
            let known = self.events.partition_point(|event| query.travel(&event.key) < frontier);
            self.events.truncate(known);
        }
        self.events
    }
}
