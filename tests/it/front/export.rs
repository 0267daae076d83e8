//! What is exported, and imported elsewhere, reads the same through the official SDK.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_sdk_cloudwatchlogs::types::InputLogEvent;
use aws_sdk_cloudwatchlogs::types::MetricTransformation;
use aws_sdk_cloudwatchlogs::types::OrderBy;
use aws_sdk_xray::types::SamplingRule;
use aws_sdk_xray::types::Tag;
use cruddur_obs::backend::Access;
use cruddur_obs::backend::store;
use cruddur_obs::backend::store::DataDirectory;
use cruddur_obs::backend::store::DirectoryLock;
use cruddur_obs::backend::store::LockOutcome;
use cruddur_obs::base::ManualClock;
use cruddur_obs::clients::backend::BackendClient;

use super::support::DAY;
use super::support::HOUR;
use super::support::NOW;
use super::support::TestBackend;

const GROUPS: [&str; 2] = ["/cruddur/api", "/cruddur/worker"];

async fn put(backend: &TestBackend, group: &str, stream: &str, days: &[i64]) {
    for day in days {
        let events: Vec<_> = (0..5)
            .map(|number| {
                let message = format!("{stream} {day} {number}");
                let time = NOW - day * DAY - HOUR + number;
                InputLogEvent::builder().timestamp(time).message(message).build().unwrap()
            })
            .collect();
        let put = backend.logs().put_log_events().log_group_name(group).log_stream_name(stream);
        put.set_log_events(Some(events)).send().await.unwrap();
    }
}

async fn fill(backend: &TestBackend) {
    let (logs, xray) = (backend.logs(), backend.xray());
    for group in GROUPS {
        let create = logs.create_log_group().log_group_name(group);
        create.tags("team", "api").tags("of", group).send().await.unwrap();
        for stream in ["web", "cron", "gone"] {
            let create = logs.create_log_stream().log_group_name(group);
            create.log_stream_name(stream).send().await.unwrap();
            put(backend, group, stream, &[5, 2, 0]).await;
        }
        let delete = logs.delete_log_stream().log_group_name(group);
        delete.log_stream_name("gone").send().await.unwrap();
        let metric = MetricTransformation::builder().metric_name("m").metric_namespace("n");
        let put = logs.put_metric_filter().log_group_name(group).filter_name("errors");
        put.filter_pattern("?web ?cron")
            .metric_transformations(metric.metric_value("1").build().unwrap())
            .send()
            .await
            .unwrap();
    }
    let keep = logs.put_retention_policy().log_group_name(GROUPS[0]).retention_in_days(7);
    keep.send().await.unwrap();
    let group = xray.create_group().group_name("Cruddur").filter_expression("service(\"api\")");
    let tag = Tag::builder().key("team").value("api").build().unwrap();
    group.tags(tag.clone()).send().await.unwrap();
    let rule = SamplingRule::builder().rule_name("Cruddur").resource_arn("*").priority(9000);
    let rule = rule.fixed_rate(0.1).reservoir_size(5).service_name("api").service_type("*");
    let rule = rule.host("*").http_method("*").url_path("*").version(1).build().unwrap();
    xray.create_sampling_rule().sampling_rule(rule).tags(tag).send().await.unwrap();
}

/// Reads all there is, and returns it as text without what differs from request to request.
async fn everything(backend: &TestBackend) -> Vec<String> {
    let (logs, xray) = (backend.logs(), backend.xray());
    let mut read = Vec::new();
    let groups = logs.describe_log_groups().send().await.unwrap();
    for group in groups.log_groups() {
        let name = group.log_group_name().unwrap();
        let tags = logs.list_tags_for_resource().resource_arn(group.log_group_arn().unwrap());
        let tags = tags.send().await.unwrap();
        read.push(format!("{:?}", tags.tags().map(BTreeMap::from_iter)));
        let streams = logs.describe_log_streams().log_group_name(name);
        let streams = streams.order_by(OrderBy::LastEventTime).send().await.unwrap();
        read.push(format!("{:?}", streams.log_streams()));
        let filters = logs.describe_metric_filters().log_group_name(name).send().await.unwrap();
        read.push(format!("{:?}", filters.metric_filters()));
        let found = logs.filter_log_events().log_group_name(name).send().await.unwrap();
        // Ids of the events are in it.
        read.extend(found.events().iter().map(|event| format!("{event:?}")));
        let events = logs.get_log_events().log_group_name(name).log_stream_name("web");
        let events = events.start_from_head(true).send().await.unwrap();
        read.push(format!("{:?} {:?}", events.next_forward_token(), events.next_backward_token()));
        read.extend(events.events().iter().map(|event| format!("{event:?}")));
    }
    read.push(format!("{:?}", groups.log_groups()));
    let groups = xray.get_groups().send().await.unwrap();
    let rules = xray.get_sampling_rules().send().await.unwrap();
    let arns = groups.groups().iter().filter_map(|group| group.group_arn());
    let rule_arns = rules
        .sampling_rule_records()
        .iter()
        .filter_map(|record| record.sampling_rule()?.rule_arn());
    for arn in arns.chain(rule_arns) {
        // The defaults have none.
        if let Ok(tags) = xray.list_tags_for_resource().resource_arn(arn).send().await {
            read.push(format!("{arn} {:?}", tags.tags()));
        }
    }
    read.push(format!("{:?} {:?}", groups.groups(), rules.sampling_rule_records()));
    read
}

async fn export(backend: &TestBackend) -> Vec<u8> {
    let url = format!("http://{}", backend.authority());
    let mut download = BackendClient::new(url, None).unwrap().export().await.unwrap();
    let length = download.bytes().unwrap();
    let mut archive = Vec::new();
    while let Some(chunk) = download.chunk().await.unwrap() {
        archive.extend_from_slice(&chunk);
    }
    assert_eq!(archive.len() as u64, length);
    archive
}

async fn imported(archive: &[u8]) -> TestBackend {
    let folder = tempfile::tempdir().unwrap();
    let directory = DataDirectory::open(&folder.path().join("data")).unwrap();
    let LockOutcome::Held(lock) = DirectoryLock::try_acquire(&directory).unwrap() else {
        panic!("nobody else knows it");
    };
    let clock = Arc::new(ManualClock::new(NOW));
    store::import(&directory, lock, &mut &*archive, clock, &|| true).unwrap();
    TestBackend::over(folder).await
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_can_be_read_is_the_same() {
    let backend = TestBackend::start().await;
    fill(&backend).await;
    // This seals what is there; what comes now is not sealed yet.
    export(&backend).await;
    put(&backend, GROUPS[0], "web", &[3, 0]).await;
    let (logs, name) = (backend.logs(), GROUPS[0]);
    let half = logs.filter_log_events().log_group_name(name).limit(13).send().await.unwrap();
    let page = logs.get_log_events().log_group_name(name).log_stream_name("web").limit(4);
    let page = page.start_from_head(true).send().await.unwrap();
    let archive = export(&backend).await;
    let before = everything(&backend).await;
    assert!(before.len() > 100, "{}", before.len());

    let copy = imported(&archive).await;
    same(&everything(&copy).await, &before);
    // Tokens of the original go on in the copy.
    let rest = async |of: &TestBackend| {
        let token = half.next_token().unwrap();
        let read = of.logs().filter_log_events().log_group_name(name).next_token(token);
        let read = read.send().await.unwrap();
        let token = page.next_forward_token().unwrap();
        let events = of.logs().get_log_events().log_group_name(name).log_stream_name("web");
        let events = events.start_from_head(true).next_token(token).send().await.unwrap();
        assert!(!read.events().is_empty() && !events.events().is_empty());
        format!("{:?} {:?}", read.events(), events.events())
    };
    assert_eq!(rest(&copy).await, rest(&backend).await);
    // Both go on alike.
    for of in [&backend, &copy] {
        put(of, GROUPS[1], "web", &[1]).await;
    }
    same(&everything(&copy).await, &everything(&backend).await);
}

/// Compares line by line, which shows less when something differs.
fn same(left: &[String], right: &[String]) {
    for (left, right) in left.iter().zip(right) {
        assert_eq!(left, right);
    }
    assert_eq!(left.len(), right.len());
}

#[tokio::test]
async fn the_route_has_the_rules_of_its_neighbours() {
    let backend = TestBackend::start().await;
    assert_eq!(backend.send("GET", "/_backend/export", &[], b"").await.status, 405);
    let foreign = [("Origin", "https://evil.example")];
    assert_eq!(backend.send("POST", "/_backend/export", &foreign, b"").await.status, 403);
    let host = [("Host", "evil.example")];
    assert_eq!(backend.send("POST", "/_backend/export", &host, b"").await.status, 403);
    let answer = backend.send("POST", "/_backend/export", &[], b"").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-tar"));
    assert!(answer.header("content-length").parse::<u64>().unwrap() > 4096);
    assert!(answer.body.starts_with("export.json\0"));

    let access = Access { token: Some("secret".to_owned().into()), ..Access::default() };
    let backend = TestBackend::with(access).await;
    assert_eq!(backend.send("POST", "/_backend/export", &[], b"").await.status, 401);
    let token = [("Authorization", "Bearer secret")];
    assert_eq!(backend.send("POST", "/_backend/export", &token, b"").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_export_at_a_time_and_a_lost_reader_ends_it() {
    let backend = TestBackend::start().await;
    fill(&backend).await;
    let line: String = (0..200_000_u64).map(|n| char::from(b'a' + (n * n % 23) as u8)).collect();
    for number in 0..60_i64 {
        // Noise, so that the export is larger than what the sockets take in.
        let noise: String =
            line.chars().map(|c| char::from(c as u8 ^ (number as u8 & 3))).collect();
        let event = InputLogEvent::builder().timestamp(NOW - number).message(noise);
        let put = backend.logs().put_log_events().log_group_name(GROUPS[0]).log_stream_name("web");
        put.log_events(event.build().unwrap()).send().await.unwrap();
    }
    let client = BackendClient::new(format!("http://{}", backend.authority()), None).unwrap();
    for _ in 0..3 {
        let mut first = client.export().await.unwrap();
        first.chunk().await.unwrap().unwrap();
        drop(first);
    }
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while let Err(error) = client.export().await {
        assert!(error.to_string().contains("503: another export goes on"), "{error}");
        assert!(std::time::Instant::now() < deadline);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
