//! Finding log groups with few calls: by name, by mark, and whether they hold events.

use std::collections::BTreeSet;

use super::call_error::CallError;
use super::marks::ORIGIN_TAG;
use super::marks::PROJECT_TAG;
use super::parallel;
use super::service::Service;
use crate::clients::aws::LogsClient;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;
use crate::wire::logs::DescribeLogGroupsRequest;
use crate::wire::logs::DescribeLogStreamsRequest;
use crate::wire::logs::FilterLogEventsRequest;
use crate::wire::logs::LogGroup;
use crate::wire::logs::LogStream;
use crate::wire::logs::TagFilter;

/// Up to how many groups are looked up one by one; more are found by listing all.
const FEW: usize = 10;

/// Pages without an event after which a search for events is given up.
const SEARCHED_PAGES: usize = 5;

/// Most groups on one page.
const PAGE_SIZE: i64 = 50;

/// Which groups carry marks.
#[derive(Debug)]
pub(super) struct Marked {
    created: BTreeSet<String>,
    adopted: BTreeSet<String>,
    /// Of any project, ours included.
    all: BTreeSet<String>,
}

impl Marked {
    /// Returns whose a group is; nothing where another project's name has to be asked for.
    pub(super) fn ownership(&self, group: &str) -> Option<Ownership> {
        if self.created.contains(group) {
            Some(Ownership::Ours(Origin::Created))
        } else if self.adopted.contains(group) {
            Some(Ownership::Ours(Origin::Adopted))
        } else if self.all.contains(group) {
            None
        } else {
            Some(Ownership::Unmarked)
        }
    }

    /// Returns the groups that are ours.
    pub(super) fn ours(&self) -> impl Iterator<Item = &str> {
        self.created.iter().chain(&self.adopted).map(String::as_str)
    }
}

/// Finds all groups that carry marks, with three searches.
pub(super) async fn marked(logs: &Service<LogsClient>) -> Result<Marked, CallError> {
    let tag = |key: &str, value: &str| TagFilter {
        key: Some(key.to_owned()),
        values: Some(vec![value.to_owned()]),
    };
    let project = logs.marks.project();
    let ours = |origin: Origin| [tag(PROJECT_TAG, project), tag(ORIGIN_TAG, origin.name())];
    let all = with_tags(logs, &[tag(PROJECT_TAG, "*")]).await?;
    if all.is_empty() {
        return Ok(Marked { created: BTreeSet::new(), adopted: BTreeSet::new(), all });
    }
    let created = with_tags(logs, &ours(Origin::Created)).await?;
    let adopted = with_tags(logs, &ours(Origin::Adopted)).await?;
    Ok(Marked { created, adopted, all })
}

async fn with_tags(
    logs: &Service<LogsClient>,
    tags: &[TagFilter],
) -> Result<BTreeSet<String>, CallError> {
    let mut names = BTreeSet::new();
    let mut next_token = None;
    loop {
        let call = || logs.client.list_log_groups_by_tags(tags, next_token.clone());
        let (page, next) = logs.caller.read("ListLogGroups", call).await?;
        names.extend(page);
        next_token = next;
        if next_token.is_none() {
            return Ok(names);
        }
    }
}

/// Returns those of the named groups that exist.
pub(super) async fn named(
    logs: &Service<LogsClient>,
    names: &BTreeSet<&str>,
) -> Result<Vec<LogGroup>, CallError> {
    if names.len() > FEW {
        return listed(logs, names).await;
    }
    let find = async |name: &str| {
        logs.caller.read("DescribeLogGroups", || logs.client.find_log_group(name)).await
    };
    let calls: Vec<_> = names.iter().map(|name| find(name)).collect();
    Ok(parallel::all(calls).await?.into_iter().flatten().collect())
}

async fn listed(
    logs: &Service<LogsClient>,
    names: &BTreeSet<&str>,
) -> Result<Vec<LogGroup>, CallError> {
    let prefix = common_prefix(names);
    let mut found = Vec::new();
    let mut next_token = None;
    loop {
        let request = || DescribeLogGroupsRequest {
            log_group_name_prefix: (!prefix.is_empty()).then(|| prefix.to_owned()),
            limit: Some(PAGE_SIZE),
            next_token: next_token.clone(),
            ..DescribeLogGroupsRequest::default()
        };
        let call = || logs.client.describe_log_groups(request());
        let page = logs.caller.read("DescribeLogGroups", call).await?;
        let groups = page.log_groups.into_iter();
        found.extend(groups.filter(|group| names.contains(group.log_group_name.as_str())));
        next_token = page.next_token.filter(|token| !token.is_empty());
        if next_token.is_none() || found.len() == names.len() {
            return Ok(found);
        }
    }
}

/// What all names begin with; they are sorted, so first and last decide.
fn common_prefix<'n>(names: &BTreeSet<&'n str>) -> &'n str {
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return "" };
    let same = first.char_indices().zip(last.chars()).take_while(|((_, a), b)| a == b);
    let end = same.last().map_or(0, |((place, character), _)| place + character.len_utf8());
    &first[..end]
}

/// Says whether a group holds events; where that cannot be known, it does.
///
/// The size that the service shows is hours old, and so are the times of a stream. A group without
/// streams is empty; one whose streams show no event is searched.
pub(super) async fn holds_events(
    logs: &Service<LogsClient>,
    group: &str,
) -> Result<bool, CallError> {
    let request = || DescribeLogStreamsRequest {
        log_group_name: Some(group.to_owned()),
        order_by: Some("LastEventTime".to_owned()),
        descending: Some(true),
        limit: Some(1),
        ..DescribeLogStreamsRequest::default()
    };
    let call = || logs.client.describe_log_streams(request());
    let page = logs.caller.read("DescribeLogStreams", call).await?;
    let has_events = |stream: &LogStream| {
        stream.last_ingestion_time.is_some() || stream.last_event_timestamp.is_some()
    };
    if page.log_streams.is_empty() {
        return Ok(false);
    }
    if page.log_streams.iter().any(has_events) {
        return Ok(true);
    }
    let mut next_token = None;
    for _ in 0..SEARCHED_PAGES {
        let request = || FilterLogEventsRequest {
            log_group_name: Some(group.to_owned()),
            limit: Some(1),
            next_token: next_token.clone(),
            ..FilterLogEventsRequest::default()
        };
        let call = || logs.client.filter_log_events(request());
        let page = logs.caller.read("FilterLogEvents", call).await?;
        if !page.events.is_empty() {
            return Ok(true);
        }
        next_token = page.next_token.filter(|token| !token.is_empty());
        if next_token.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_prefix_ends_between_characters() {
        let prefix = |names: &[&'static str]| common_prefix(&names.iter().copied().collect());
        assert_eq!(prefix(&["/a/b", "/a/c", "/a/é"]), "/a/");
        assert_eq!(prefix(&["/a", "/ab"]), "/a");
        assert_eq!(prefix(&["é", "è"]), "");
        assert_eq!(prefix(&[]), "");
    }
}
