//! Several feeds as one, in time order.

use std::collections::VecDeque;

use super::feed::Delivery;
use super::feed::Feed;
use crate::clients::aws::AwsCallError;
use crate::clients::aws::TailedEvent;

/// Feeds that are read in step.
pub(super) struct Merge {
    lanes: Vec<Lane>,
}

struct Lane {
    feed: Option<Feed>,
    waiting: VecDeque<TailedEvent>,
}

/// What comes next.
pub(super) enum Step {
    /// The oldest event that is left, and the place of its feed.
    Event(usize, TailedEvent),
    /// A feed pauses because it was throttled.
    Throttled(usize, std::time::Duration),
    /// A feed has failed.
    Failed(usize, AwsCallError),
    /// All feeds have ended.
    End,
}

impl Merge {
    /// Creates a merge of `feeds`.
    pub(super) fn new(feeds: Vec<Feed>) -> Self {
        let lane = |feed| Lane { feed: Some(feed), waiting: VecDeque::new() };
        Self { lanes: feeds.into_iter().map(lane).collect() }
    }

    /// Returns the next step.
    ///
    /// An event is handed out only when every feed that goes on has one waiting, because only
    /// then is it known to be the oldest.
    pub(super) async fn next(&mut self) -> Step {
        for (place, lane) in self.lanes.iter_mut().enumerate() {
            while lane.waiting.is_empty() {
                let Some(feed) = &mut lane.feed else { break };
                match feed.next().await {
                    Some(Delivery::Page(events)) => lane.waiting.extend(events),
                    Some(Delivery::Throttled(pause)) => return Step::Throttled(place, pause),
                    Some(Delivery::Failed(error)) => {
                        lane.feed = None;
                        return Step::Failed(place, error);
                    }
                    None => lane.feed = None,
                }
            }
        }
        let key = |event: &TailedEvent| (event.timestamp, event.ingestion_time);
        let oldest = self
            .lanes
            .iter()
            .enumerate()
            .filter_map(|(place, lane)| Some((key(lane.waiting.front()?), place)))
            .min();
        let Some((_, place)) = oldest else { return Step::End };
        match self.lanes.get_mut(place).and_then(|lane| lane.waiting.pop_front()) {
            Some(event) => Step::Event(place, event),
            None => Step::End,
        }
    }
}
