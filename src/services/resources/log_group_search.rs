//! Finding log groups with few calls: by name, by mark, and whether they hold events.

use std::collections::BTreeSet;

use super::call_error::CallError;
use super::caller::Caller;
use super::marks::Marks;
use super::marks::ORIGIN_TAG;
use super::marks::PROJECT_TAG;
use super::parallel;
use crate::clients::aws::LogsClient;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;
use crate::wire::logs::DescribeLogGroupsRequest;
use crate::wire::logs::DescribeLogStreamsRequest;
use crate::wire::logs::LogGroup;
use crate::wire::logs::LogStream;
use crate::wire::logs::TagFilter;

/// Up to how many groups are looked up one by one; more are found by listing all.
const FEW: usize = 10;

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
pub(super) async fn marked(
    client: &LogsClient,
    caller: &Caller,
    marks: &Marks,
) -> Result<Marked, CallError> {
    let tag = |key: &str, value: &str| TagFilter {
        key: Some(key.to_owned()),
        values: Some(vec![value.to_owned()]),
    };
    let ours = |origin: Origin| [tag(PROJECT_TAG, marks.project()), tag(ORIGIN_TAG, origin.name())];
    let all = with_tags(client, caller, &[tag(PROJECT_TAG, "*")]).await?;
    if all.is_empty() {
        return Ok(Marked { created: BTreeSet::new(), adopted: BTreeSet::new(), all });
    }
    let created = with_tags(client, caller, &ours(Origin::Created)).await?;
    let adopted = with_tags(client, caller, &ours(Origin::Adopted)).await?;
    Ok(Marked { created, adopted, all })
}

async fn with_tags(
    client: &LogsClient,
    caller: &Caller,
    tags: &[TagFilter],
) -> Result<BTreeSet<String>, CallError> {
    let mut names = BTreeSet::new();
    let mut next_token = None;
    loop {
        let call = || client.list_log_groups_by_tags(tags, next_token.clone());
        let (page, next) = caller.read("ListLogGroups", call).await?;
        names.extend(page);
        next_token = next;
        if next_token.is_none() {
            return Ok(names);
        }
    }
}

/// Returns those of the named groups that exist.
pub(super) async fn named(
    client: &LogsClient,
    caller: &Caller,
    names: &BTreeSet<&str>,
) -> Result<Vec<LogGroup>, CallError> {
    if names.len() > FEW {
        return listed(client, caller, names).await;
    }
    let find =
        async |name: &str| caller.read("DescribeLogGroups", || client.find_log_group(name)).await;
    let calls: Vec<_> = names.iter().map(|name| find(name)).collect();
    Ok(parallel::all(calls).await?.into_iter().flatten().collect())
}

async fn listed(
    client: &LogsClient,
    caller: &Caller,
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
        let call = || client.describe_log_groups(request());
        let page = caller.read("DescribeLogGroups", call).await?;
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

/// Says whether a group holds events.
///
/// The size that the service shows is hours old, so its streams are looked at: newest first.
pub(super) async fn holds_events(
    client: &LogsClient,
    caller: &Caller,
    group: &str,
) -> Result<bool, CallError> {
    let request = || DescribeLogStreamsRequest {
        log_group_name: Some(group.to_owned()),
        order_by: Some("LastEventTime".to_owned()),
        descending: Some(true),
        limit: Some(1),
        ..DescribeLogStreamsRequest::default()
    };
    let call = || client.describe_log_streams(request());
    let page = caller.read("DescribeLogStreams", call).await?;
    let has_events = |stream: &LogStream| {
        stream.last_ingestion_time.is_some() || stream.last_event_timestamp.is_some()
    };
    Ok(page.log_streams.iter().any(has_events))
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
