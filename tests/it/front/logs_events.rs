//! Log events: `PutLogEvents`, `GetLogEvents`, `FilterLogEvents`.

use std::collections::BTreeSet;

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::operation::put_log_events::PutLogEventsOutput;
use aws_sdk_cloudwatchlogs::types::FilteredLogEvent;
use aws_sdk_cloudwatchlogs::types::InputLogEvent;

use super::support::DAY;
use super::support::HOUR;
use super::support::MINUTE;
use super::support::NOW;
use super::support::TestBackend;
use super::support::refusal;

const BAD_TOKEN: &str = "InvalidParameterException: The specified nextToken is invalid.";

/// Starts a backend with the group `cruddur` and its streams `web` and `api`.
async fn cruddur() -> (TestBackend, Client) {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    client.create_log_group().log_group_name("cruddur").send().await.unwrap();
    for stream in ["web", "api"] {
        let create = client.create_log_stream().log_group_name("cruddur").log_stream_name(stream);
        create.send().await.unwrap();
    }
    (backend, client)
}

async fn try_put(
    client: &Client,
    stream: &str,
    events: &[(i64, &str)],
) -> Result<PutLogEventsOutput, String> {
    let events = events
        .iter()
        .map(|(time, text)| {
            InputLogEvent::builder().timestamp(*time).message(*text).build().unwrap()
        })
        .collect();
    let put = client.put_log_events().log_group_name("cruddur").log_stream_name(stream);
    let sent = put.set_log_events(Some(events)).send().await;
    sent.map_err(|error| refusal(Err::<(), _>(error)))
}

async fn put(client: &Client, stream: &str, events: &[(i64, &str)]) -> PutLogEventsOutput {
    try_put(client, stream, events).await.unwrap()
}

/// Reads everything with pages of two.
async fn filter(client: &Client, pattern: &str) -> Vec<FilteredLogEvent> {
    let mut pages = client
        .filter_log_events()
        .log_group_name("cruddur")
        .filter_pattern(pattern)
        .limit(2)
        .into_paginator()
        .send();
    let mut events = Vec::new();
    while let Some(page) = pages.next().await {
        events.extend(page.unwrap().events().to_vec());
    }
    events
}

fn texts(events: &[FilteredLogEvent]) -> Vec<&str> {
    events.iter().filter_map(FilteredLogEvent::message).collect()
}

#[tokio::test]
async fn what_is_put_is_read_at_once() {
    let (_backend, client) = cruddur().await;
    let sent = put(&client, "web", &[(NOW - 2, "one"), (NOW - 2, "two"), (NOW, "üñí\0\u{1f980}")]);
    let sent = sent.await;
    assert_eq!(sent.next_sequence_token().map(str::len), Some(56));
    assert!(sent.rejected_log_events_info().is_none());
    let read = client.get_log_events().log_group_name("cruddur").log_stream_name("web").send();
    let read = read.await.unwrap();
    let seen: Vec<_> =
        read.events().iter().map(|e| (e.timestamp().unwrap(), e.message().unwrap())).collect();
    assert_eq!(seen, [(NOW - 2, "one"), (NOW - 2, "two"), (NOW, "üñí\0\u{1f980}")]);
    assert_eq!(read.events()[0].ingestion_time(), Some(NOW));
    let event = &filter(&client, "").await[0];
    assert_eq!(event.log_stream_name(), Some("web"));
    assert_eq!(event.event_id().map(str::len), Some(56));
    assert_eq!(event.ingestion_time(), Some(NOW));
}

#[tokio::test]
async fn a_refused_batch_leaves_nothing() {
    let (_backend, client) = cruddur().await;
    let refused = async |events: &[(i64, &str)]| try_put(&client, "web", events).await.unwrap_err();
    assert_eq!(
        refused(&[(NOW, "a"), (NOW - 1, "b")]).await,
        "InvalidParameterException: Log events in a single PutLogEvents request must be in \
         chronological order."
    );
    assert_eq!(
        refused(&[(NOW - DAY - 1, "a"), (NOW, "b")]).await,
        "InvalidParameterException: The batch of log events in a single PutLogEvents request \
         cannot span more than 24 hours."
    );
    let largest = "x".repeat(1_048_576 - 26);
    let too_large = format!("{largest}x");
    assert_eq!(
        refused(&[(NOW, "small"), (NOW, &too_large)]).await,
        "InvalidParameterException: Log event too large: 1048577 bytes exceeds limit of 1048576"
    );
    let half = "x".repeat(524_288);
    assert_eq!(
        refused(&[(NOW, &half), (NOW, &half)]).await,
        "InvalidParameterException: Upload too large: 1048628 bytes exceeds limit of 1048576"
    );
    let many = vec![(NOW, "x"); 10_001];
    assert!(refused(&many).await.ends_with("length less than or equal to 10000"));
    assert!(refused(&[]).await.contains("'logEvents' failed to satisfy constraint"));
    assert!(refused(&[(NOW, "a"), (NOW, "")]).await.contains("logEvents.2.member.message"));
    assert!(refused(&[(-1, "a")]).await.contains("logEvents.1.member.timestamp"));
    assert_eq!(
        try_put(&client, "absent", &[(NOW, "a")]).await.unwrap_err(),
        "ResourceNotFoundException: The specified log stream does not exist."
    );
    assert!(filter(&client, "").await.is_empty());
    put(&client, "web", &[(NOW, &largest)]).await;
    put(&client, "api", &vec![(NOW, "y"); 10_000]).await;
}

#[tokio::test]
async fn the_ends_of_a_batch_are_rejected_and_the_middle_is_stored() {
    let (_backend, client) = cruddur().await;
    let sent =
        put(&client, "web", &[(NOW - 15 * DAY, "old"), (NOW, "ok"), (NOW + 3 * HOUR, "new")]);
    let sent = sent.await;
    let info = sent.rejected_log_events_info().unwrap();
    assert_eq!(info.too_old_log_event_end_index(), Some(1), "one past the last");
    assert_eq!(info.expired_log_event_end_index(), None);
    assert_eq!(info.too_new_log_event_start_index(), Some(2), "the first");
    assert!(sent.next_sequence_token().is_some());
    assert_eq!(texts(&filter(&client, "").await), ["ok"]);
    let lone = put(&client, "web", &[(NOW - 15 * DAY, "old")]).await;
    let info = lone.rejected_log_events_info().unwrap();
    assert_eq!(info.too_old_log_event_end_index(), Some(1));
    let retention = client.put_retention_policy().log_group_name("cruddur").retention_in_days(1);
    retention.send().await.unwrap();
    let expired = put(&client, "web", &[(NOW - 2 * DAY, "expired")]).await;
    let info = expired.rejected_log_events_info().unwrap();
    assert_eq!(info.expired_log_event_end_index(), Some(1));
    assert_eq!(texts(&filter(&client, "").await), ["ok"]);
}

#[tokio::test]
async fn get_ends_where_the_token_repeats_and_goes_on_with_it() {
    let (_backend, client) = cruddur().await;
    let get = |token: Option<String>| {
        client
            .get_log_events()
            .log_group_name("cruddur")
            .log_stream_name("web")
            .start_from_head(true)
            .limit(2)
            .set_next_token(token)
            .send()
    };
    put(&client, "web", &(0..5).map(|i| (NOW + i, "x")).collect::<Vec<_>>()).await;
    let mut token: Option<String> = None;
    let mut times = Vec::new();
    loop {
        let page = get(token.clone()).await.unwrap();
        times.extend(page.events().iter().filter_map(|event| event.timestamp()));
        let next = page.next_forward_token().map(str::to_owned);
        assert!(next.as_ref().unwrap().starts_with("f/"));
        assert!(page.next_backward_token().unwrap().starts_with("b/"));
        if next == token {
            break;
        }
        token = next;
    }
    assert_eq!(times, (0..5).map(|i| NOW + i).collect::<Vec<_>>());
    // Tailing: the same token finds what comes later, also when it is asked twice.
    put(&client, "web", &[(NOW + 4, "same time"), (NOW + 9, "later")]).await;
    for _ in 0..2 {
        let page = get(token.clone()).await.unwrap();
        let texts: Vec<_> = page.events().iter().filter_map(|event| event.message()).collect();
        assert_eq!(texts, ["same time", "later"]);
        assert_ne!(page.next_forward_token().map(str::to_owned), token);
    }
}

#[tokio::test]
async fn get_reads_backwards_from_the_end() {
    let (_backend, client) = cruddur().await;
    let get = |token: Option<String>| {
        let get = client.get_log_events().log_group_name("cruddur").log_stream_name("web");
        get.limit(2).set_next_token(token).send()
    };
    let empty = get(None).await.unwrap();
    assert!(empty.events().is_empty());
    put(&client, "web", &(0..5).map(|i| (NOW + i, "x")).collect::<Vec<_>>()).await;
    let first = get(empty.next_forward_token().map(str::to_owned)).await.unwrap();
    assert_eq!(first.events().len(), 2, "the token of an empty stream tails it");
    let mut pages = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let page = get(token.clone()).await.unwrap();
        let times: Vec<_> = page.events().iter().filter_map(|e| e.timestamp()).collect();
        assert!(times.is_sorted(), "ascending inside of a page");
        pages.push(times.into_iter().map(|time| time - NOW).collect::<Vec<_>>());
        let next = page.next_backward_token().map(str::to_owned);
        if next == token {
            break;
        }
        token = next;
    }
    assert_eq!(pages, [vec![3, 4], vec![1, 2], vec![0], vec![]]);
    // Turned round at the start, everything comes again.
    let last = get(token).await.unwrap();
    let again = get(last.next_forward_token().map(str::to_owned)).await.unwrap();
    let times: Vec<_> = again.events().iter().filter_map(|e| e.timestamp()).collect();
    assert_eq!(times, [NOW, NOW + 1]);
}

#[tokio::test]
async fn get_excludes_the_end_and_filter_includes_it() {
    let (_backend, client) = cruddur().await;
    put(&client, "web", &[(NOW, "a"), (NOW + 1, "b"), (NOW + 2, "c")]).await;
    let get = client.get_log_events().log_group_name("cruddur").log_stream_name("web");
    let read = get.start_time(NOW + 1).end_time(NOW + 2).send().await.unwrap();
    let got: Vec<_> = read.events().iter().filter_map(|event| event.message()).collect();
    assert_eq!(got, ["b"]);
    let search = client.filter_log_events().log_group_name("cruddur");
    let found = search.start_time(NOW + 1).end_time(NOW + 2).send().await.unwrap();
    assert_eq!(texts(found.events()), ["b", "c"]);
}

#[tokio::test]
async fn tokens_that_are_none_of_ours_are_refused() {
    let (_backend, client) = cruddur().await;
    for token in ["", "x", "f/", "f/12", "f/abc", "g/1", "f/é"] {
        let get = client.get_log_events().log_group_name("cruddur").log_stream_name("web");
        assert_eq!(refusal(get.next_token(token).send().await), BAD_TOKEN, "{token}");
    }
    put(&client, "web", &[(NOW, "a"), (NOW, "b"), (NOW, "c")]).await;
    let search = || client.filter_log_events().log_group_name("cruddur").limit(1);
    let page = search().filter_pattern("?a ?b").send().await.unwrap();
    let token = page.next_token().unwrap().to_owned();
    for other in [
        search(),
        search().filter_pattern("a"),
        search().filter_pattern("?a ?b").log_stream_names("web"),
        search().filter_pattern("?a ?b").start_from_head(false).start_time(NOW),
    ] {
        assert_eq!(refusal(other.next_token(&token).send().await), BAD_TOKEN);
    }
    let garbage = search().next_token("garbage").send().await;
    assert_eq!(refusal(garbage), BAD_TOKEN);
    // A tail moves the start and keeps the token.
    let moved = search().filter_pattern("?a ?b").start_time(NOW).next_token(&token).send().await;
    assert_eq!(texts(moved.unwrap().events()), ["b"]);
}

#[tokio::test]
async fn filter_pages_end_only_without_a_token() {
    let (_backend, client) = cruddur().await;
    for minute in 0..4 {
        put(&client, "web", &[(NOW + minute * MINUTE, "web ERROR")]).await;
        put(&client, "api", &[(NOW + minute * MINUTE + 1, "api info")]).await;
    }
    let all = filter(&client, "").await;
    assert_eq!(all.len(), 8);
    assert!(all.iter().map(|event| event.timestamp()).is_sorted(), "streams are interleaved");
    let ids: BTreeSet<_> = all.iter().filter_map(|event| event.event_id()).collect();
    assert_eq!(ids.len(), 8);
    assert_eq!(filter(&client, "ERROR").await.len(), 4);
    assert_eq!(filter(&client, "-ERROR").await.len(), 4);
    let search = || client.filter_log_events().log_group_name("cruddur");
    let named = search().log_stream_names("api").interleaved_compat().send().await.unwrap();
    assert_eq!(named.events().len(), 4);
    assert!(named.searched_log_streams().is_empty());
    assert!(named.next_token().is_none());
    let prefixed = search().log_stream_name_prefix("w").send().await.unwrap();
    assert_eq!(prefixed.events().len(), 4);
    let newest = search().start_from_head(false).start_time(NOW).limit(1).send().await.unwrap();
    assert_eq!(newest.events()[0].timestamp(), Some(NOW + 3 * MINUTE + 1));
    let old = search().start_from_head(false).start_time(1).send().await;
    assert!(refusal(old).starts_with("InvalidParameterException: "));
    let both = search().log_stream_names("api").log_stream_name_prefix("a").send().await;
    assert!(refusal(both).starts_with("InvalidParameterException: "));
    let absent = search().log_stream_names("absent").send().await;
    assert_eq!(
        refusal(absent),
        "ResourceNotFoundException: The specified log stream does not exist."
    );
    let pattern = search().filter_pattern("{ $.x = }").send().await;
    assert!(refusal(pattern).starts_with("InvalidParameterException: Invalid filter pattern"));
    let long = search().filter_pattern("x".repeat(1025)).send().await;
    assert!(refusal(long).contains("'filterPattern' failed to satisfy constraint"));
    let many = search().limit(10_001).send().await;
    assert!(refusal(many).contains("less than or equal to 10000"));
}

/// Old clients still ask for what has always been so since 2019.
trait Compat {
    fn interleaved_compat(self) -> Self;
}

impl Compat
    for aws_sdk_cloudwatchlogs::operation::filter_log_events::builders::FilterLogEventsFluentBuilder
{
    #[expect(deprecated, reason = "clients still send the member")]
    fn interleaved_compat(self) -> Self {
        self.interleaved(true)
    }
}

#[tokio::test]
async fn an_event_keeps_its_id_when_the_store_is_opened_again() {
    let (mut backend, client) = cruddur().await;
    put(&client, "web", &[(NOW, "a"), (NOW, "b")]).await;
    put(&client, "api", &[(NOW, "c")]).await;
    let before = filter(&client, "").await;
    backend.reopen().await;
    let client = backend.logs();
    let after = filter(&client, "").await;
    assert_eq!(before, after);
    put(&client, "web", &[(NOW, "d")]).await;
    let all = filter(&client, "").await;
    assert_eq!(all[..3], after[..]);
    let ids: BTreeSet<_> = all.iter().filter_map(|event| event.event_id()).collect();
    assert_eq!(ids.len(), 4, "a new event gets an id of its own");
}

#[tokio::test]
async fn events_expire_as_time_goes_by() {
    let (backend, client) = cruddur().await;
    put(&client, "web", &[(NOW - HOUR, "first"), (NOW, "second")]).await;
    let retention = client.put_retention_policy().log_group_name("cruddur").retention_in_days(1);
    retention.send().await.unwrap();
    assert_eq!(filter(&client, "").await.len(), 2);
    backend.clock.set(NOW + DAY - HOUR + 1);
    assert_eq!(texts(&filter(&client, "").await), ["second"]);
    let get = client.get_log_events().log_group_name("cruddur").log_stream_name("web");
    assert_eq!(get.start_from_head(true).send().await.unwrap().events().len(), 1);
    backend.clock.set(NOW + DAY + 1);
    assert!(filter(&client, "").await.is_empty());
}

#[tokio::test]
async fn events_go_with_their_stream_and_group() {
    let (_backend, client) = cruddur().await;
    put(&client, "web", &[(NOW, "w")]).await;
    put(&client, "api", &[(NOW, "a")]).await;
    let delete = client.delete_log_stream().log_group_name("cruddur").log_stream_name("web");
    delete.send().await.unwrap();
    assert_eq!(texts(&filter(&client, "").await), ["a"]);
    client.delete_log_group().log_group_name("cruddur").send().await.unwrap();
    let gone = client.filter_log_events().log_group_name("cruddur").send().await;
    assert_eq!(refusal(gone), "ResourceNotFoundException: The specified log group does not exist.");
    client.create_log_group().log_group_name("cruddur").send().await.unwrap();
    assert!(filter(&client, "").await.is_empty());
}

#[tokio::test]
async fn parallel_puts_to_one_stream_all_arrive() {
    let (backend, client) = cruddur().await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let client = backend.logs();
        writers.spawn(async move {
            for number in 0..5 {
                put(&client, "web", &[(NOW, &format!("{writer}-{number}"))]).await;
            }
        });
    }
    writers.join_all().await;
    let events = filter(&client, "").await;
    let ids: BTreeSet<_> = events.iter().filter_map(|event| event.event_id()).collect();
    assert_eq!((events.len(), ids.len()), (40, 40));
}

#[tokio::test]
async fn an_entity_that_breaks_a_rule_is_told_and_the_events_are_stored() {
    let (backend, client) = cruddur().await;
    let body = format!(
        r#"{{"logGroupName":"cruddur","logStreamName":"web","sequenceToken":"old",
            "logEvents":[{{"timestamp":{NOW},"message":"x","unknown":1}}],
            "entity":{{"keyAttributes":{{"Name":"only one"}}}}}}"#
    );
    let sent = backend.call_logs("PutLogEvents", body.as_bytes()).await;
    assert_eq!(sent.status, 200, "{sent:?}");
    assert_eq!(sent.json()["rejectedEntityInfo"]["errorType"], "InvalidKeyAttributes");
    assert!(sent.json().get("rejectedLogEventsInfo").is_none());
    assert_eq!(filter(&client, "").await.len(), 1);
}
