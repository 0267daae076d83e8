//! Log streams.

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::types::InputLogEvent;
use aws_sdk_cloudwatchlogs::types::OrderBy;

use super::support::MINUTE;
use super::support::NOW;
use super::support::TestBackend;
use super::support::long;
use super::support::refusal;

async fn group(client: &Client, streams: &[&str]) {
    client.create_log_group().log_group_name("cruddur").send().await.unwrap();
    for stream in streams {
        create(client, stream).await.unwrap();
    }
}

async fn create(client: &Client, stream: &str) -> Result<(), String> {
    let sent = client.create_log_stream().log_group_name("cruddur").log_stream_name(stream).send();
    sent.await.map(|_| ()).map_err(|error| refusal(Err::<(), _>(error)))
}

async fn put(client: &Client, stream: &str, time: i64) {
    let event = InputLogEvent::builder().timestamp(time).message("x").build().unwrap();
    let put = client.put_log_events().log_group_name("cruddur").log_stream_name(stream);
    put.log_events(event).send().await.unwrap();
}

async fn names(client: &Client, order: OrderBy, descending: bool) -> Vec<String> {
    let mut pages = client
        .describe_log_streams()
        .log_group_name("cruddur")
        .order_by(order)
        .descending(descending)
        .limit(2)
        .into_paginator()
        .items()
        .send();
    let mut names = Vec::new();
    while let Some(stream) = pages.next().await {
        names.push(stream.unwrap().log_stream_name().unwrap().to_owned());
    }
    names
}

#[tokio::test]
async fn a_stream_lives_from_create_to_delete() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    let no_group = create(&client, "web").await.unwrap_err();
    assert_eq!(no_group, "ResourceNotFoundException: The specified log group does not exist.");
    group(&client, &["web"]).await;
    assert_eq!(
        create(&client, "web").await.unwrap_err(),
        "ResourceAlreadyExistsException: The specified log stream already exists"
    );
    let shown = client.describe_log_streams().log_group_name("cruddur").send().await.unwrap();
    let stream = &shown.log_streams()[0];
    assert_eq!(
        stream.arn(),
        Some("arn:aws:logs:us-east-1:000000000000:log-group:cruddur:log-stream:web")
    );
    assert_eq!(stream.creation_time(), Some(NOW));
    assert_eq!(stream.first_event_timestamp(), None, "absent without events");
    assert_eq!(stream.last_event_timestamp(), None);
    assert_eq!(stream.last_ingestion_time(), None);
    assert_eq!(stream.upload_sequence_token(), None);
    put(&client, "web", NOW - MINUTE).await;
    put(&client, "web", NOW - 2 * MINUTE).await;
    let shown = client.describe_log_streams().log_group_identifier("cruddur").send().await.unwrap();
    let stream = &shown.log_streams()[0];
    assert_eq!(stream.first_event_timestamp(), Some(NOW - 2 * MINUTE));
    assert_eq!(stream.last_event_timestamp(), Some(NOW - MINUTE));
    assert_eq!(stream.last_ingestion_time(), Some(NOW));
    #[expect(deprecated, reason = "the member is still sent, always 0")]
    let bytes = stream.stored_bytes();
    assert_eq!(bytes, Some(0));
    let delete =
        || client.delete_log_stream().log_group_name("cruddur").log_stream_name("web").send();
    delete().await.unwrap();
    assert_eq!(
        refusal(delete().await),
        "ResourceNotFoundException: The specified log stream does not exist."
    );
    create(&client, "web").await.unwrap();
    let read = client.get_log_events().log_group_name("cruddur").log_stream_name("web");
    assert!(read.send().await.unwrap().events().is_empty(), "a new stream has no old events");
}

#[tokio::test]
async fn names_have_limits() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    group(&client, &[]).await;
    create(&client, "2026/12/03/[$LATEST]é").await.unwrap();
    create(&client, &long(512)).await.unwrap();
    assert_eq!(
        create(&client, &long(513)).await.unwrap_err(),
        "InvalidParameterException: Invalid LogGroup or LogStream, both must have length less \
         than or equal to 512."
    );
    for bad in ["a:b", "a*", ""] {
        let text = create(&client, bad).await.unwrap_err();
        assert!(text.contains(&format!("Value '{bad}' at 'logStreamName' failed")), "{text}");
    }
}

#[tokio::test]
async fn of_racing_creators_one_wins() {
    let backend = TestBackend::start().await;
    group(&backend.logs(), &[]).await;
    let mut racers = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let client = backend.logs();
        racers.spawn(async move { create(&client, "one").await });
    }
    let (won, lost): (Vec<_>, Vec<_>) =
        racers.join_all().await.into_iter().partition(Result::is_ok);
    assert_eq!(won.len(), 1);
    assert!(lost.iter().all(|lost| {
        lost.as_ref().unwrap_err().starts_with("ResourceAlreadyExistsException: ")
    }));
}

#[tokio::test]
async fn pages_keep_the_order() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    group(&client, &["a", "b", "c", "d", "e"]).await;
    put(&client, "d", NOW - 3 * MINUTE).await;
    put(&client, "b", NOW - 2 * MINUTE).await;
    put(&client, "e", NOW - 2 * MINUTE).await;
    assert_eq!(names(&client, OrderBy::LogStreamName, false).await, ["a", "b", "c", "d", "e"]);
    assert_eq!(names(&client, OrderBy::LogStreamName, true).await, ["e", "d", "c", "b", "a"]);
    let by_time = |descending| names(&client, OrderBy::LastEventTime, descending);
    // Streams without events come last in both directions.
    assert_eq!(by_time(false).await, ["d", "b", "e", "a", "c"]);
    assert_eq!(by_time(true).await, ["e", "b", "d", "c", "a"]);
    let describe = || client.describe_log_streams().log_group_name("cruddur").limit(1);
    let token = describe().send().await.unwrap().next_token().unwrap().to_owned();
    for other in [
        describe().descending(true),
        describe().log_stream_name_prefix("a"),
        describe().order_by(OrderBy::LastEventTime),
    ] {
        assert_eq!(
            refusal(other.next_token(&token).send().await),
            "InvalidParameterException: The specified nextToken is invalid."
        );
    }
    let found = describe().log_stream_name_prefix("b").send().await.unwrap();
    assert_eq!(found.log_streams().len(), 1);
    assert_eq!(
        refusal(
            describe().log_stream_name_prefix("b").order_by(OrderBy::LastEventTime).send().await
        ),
        "InvalidParameterException: Cannot order by LastEventTime with a logStreamNamePrefix."
    );
    assert_eq!(
        refusal(describe().log_group_identifier("cruddur").send().await),
        "ValidationException: LogGroup name and LogGroup ARN are mutually exclusive parameters."
    );
    let too_many = refusal(describe().limit(51).send().await);
    assert!(too_many.contains("less than or equal to 50"), "{too_many}");
}
