//! Metric filters, `TestMetricFilter` and subscription filters.

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::types::MetricTransformation;

use super::support::TestBackend;
use super::support::refusal;

fn metric(name: &str) -> MetricTransformation {
    MetricTransformation::builder()
        .metric_name(name)
        .metric_namespace("Cruddur")
        .metric_value("1")
        .build()
        .unwrap()
}

async fn put(client: &Client, name: &str, pattern: &str) -> Result<(), String> {
    put_metric(client, name, pattern, metric("errors")).await
}

async fn put_metric(
    client: &Client,
    name: &str,
    pattern: &str,
    metric: MetricTransformation,
) -> Result<(), String> {
    let put = client.put_metric_filter().log_group_name("cruddur").filter_name(name);
    let sent = put.filter_pattern(pattern).metric_transformations(metric).send().await;
    sent.map(|_| ()).map_err(|error| refusal(Err::<(), _>(error)))
}

async fn cruddur() -> (TestBackend, Client) {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    client.create_log_group().log_group_name("cruddur").send().await.unwrap();
    (backend, client)
}

#[tokio::test]
async fn a_metric_filter_comes_back_as_it_was_put() {
    let (_backend, client) = cruddur().await;
    put(&client, "errors", "ERROR").await.unwrap();
    put(&client, "errors", "?ERROR ?FATAL").await.unwrap();
    let shown = client.describe_metric_filters().log_group_name("cruddur").send().await.unwrap();
    let [filter] = shown.metric_filters() else { panic!("{shown:?}") };
    assert_eq!(filter.filter_pattern(), Some("?ERROR ?FATAL"), "an upsert");
    assert!(!filter.apply_on_transformed_logs());
    let transformation = &filter.metric_transformations()[0];
    assert_eq!(transformation.unit().map(|unit| unit.as_str()), Some("None"), "always there");
    let groups = client.describe_log_groups().send().await.unwrap();
    assert_eq!(groups.log_groups()[0].metric_filter_count(), Some(1));
    let delete = || client.delete_metric_filter().log_group_name("cruddur").filter_name("errors");
    delete().send().await.unwrap();
    assert!(refusal(delete().send().await).starts_with("ResourceNotFoundException: "));
    let absent = client.describe_metric_filters().log_group_name("absent").send().await;
    assert_eq!(
        refusal(absent),
        "ResourceNotFoundException: The specified log group does not exist."
    );
}

#[tokio::test]
async fn metric_filters_have_limits() {
    let (_backend, client) = cruddur().await;
    let refused = async |name: &str, pattern: &str, metric: MetricTransformation| {
        put_metric(&client, name, pattern, metric).await.unwrap_err()
    };
    let bad = refused("x", "{ $.a", metric("m")).await;
    assert!(bad.starts_with("InvalidParameterException: If a filter pattern starts with '{'"));
    let long = refused("x", &"p".repeat(1025), metric("m")).await;
    assert!(long.contains("'filterPattern' failed"), "{long}");
    assert_eq!(
        refused(&"n".repeat(513), "", metric("m")).await,
        "InvalidParameterException: Invalid LogGroup or LogStream, both must have length less \
         than or equal to 512."
    );
    let named = refused("x", "", metric("a:b")).await;
    assert!(named.contains("metricName' failed to satisfy constraint"), "{named}");
    let build = || {
        MetricTransformation::builder().metric_name("m").metric_namespace("n").metric_value("$.ms")
    };
    let defaults = build().default_value(0.0).dimensions("path", "$.path").build().unwrap();
    let text = refused("x", "{ $.ms > 1 }", defaults).await;
    assert!(text.contains("mutually exclusive"), "{text}");
    let terms = build().metric_value("1").dimensions("path", "$.path").build().unwrap();
    let text = refused("x", "ERROR", terms).await;
    assert!(text.contains("does not support dimensions"), "{text}");
    let wrong = build().metric_value("many").build().unwrap();
    assert!(refused("x", "ERROR", wrong).await.contains("Invalid metricValue 'many'"));
    for number in 0..5 {
        put(&client, &format!("regex-{number}"), "%ERR[0-9]%").await.unwrap();
    }
    assert_eq!(
        put(&client, "regex-5", "%ERR[0-9]%").await.unwrap_err(),
        "LimitExceededException: Resource limit exceeded."
    );
    put(&client, "regex-4", "%WARN%").await.unwrap();
    for number in 5..100 {
        put(&client, &format!("plain-{number:03}"), "ERROR").await.unwrap();
    }
    assert_eq!(
        put(&client, "plain-100", "ERROR").await.unwrap_err(),
        "LimitExceededException: Resource limit exceeded."
    );
    put(&client, "plain-099", "FATAL").await.unwrap();
    let mut pages = client
        .describe_metric_filters()
        .log_group_name("cruddur")
        .limit(30)
        .into_paginator()
        .items()
        .send();
    let mut names = Vec::new();
    while let Some(filter) = pages.next().await {
        names.push(filter.unwrap().filter_name().unwrap().to_owned());
    }
    assert_eq!(names.len(), 100);
    assert!(names.is_sorted());
}

#[tokio::test]
async fn metric_filters_are_found_by_prefix_and_metric() {
    let (_backend, client) = cruddur().await;
    for (name, to) in [("errors", "m"), ("errors-2", "other"), ("warnings", "m")] {
        put_metric(&client, name, "", metric(to)).await.unwrap();
    }
    let describe = || client.describe_metric_filters();
    let prefixed = describe().filter_name_prefix("errors").send().await.unwrap();
    assert_eq!(prefixed.metric_filters().len(), 2, "a prefix works without a group");
    let both = describe().metric_name("m").metric_namespace("Cruddur").limit(1);
    let first = both.clone().send().await.unwrap();
    assert_eq!(first.metric_filters()[0].filter_name(), Some("errors"));
    let token = first.next_token().unwrap();
    let second = both.clone().next_token(token).send().await.unwrap();
    assert_eq!(second.metric_filters()[0].filter_name(), Some("warnings"));
    assert!(second.next_token().is_none());
    let half = describe().metric_name("m").send().await;
    assert!(refusal(half).starts_with("InvalidParameterException: "));
    assert_eq!(
        refusal(describe().next_token(token).send().await),
        "InvalidParameterException: The specified nextToken is invalid."
    );
}

#[tokio::test]
async fn a_pattern_can_be_tried() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    let tried = client
        .test_metric_filter()
        .filter_pattern("[ip, user, ..., status=5*, size]")
        .log_event_messages("127.0.0.1 andrew GET / 200 12")
        .log_event_messages("127.0.0.1 andrew GET / 500 34")
        .send()
        .await
        .unwrap();
    let [found] = tried.matches() else { panic!("{tried:?}") };
    assert_eq!(found.event_number(), 1, "counted from 0");
    let values = found.extracted_values().unwrap();
    assert_eq!(values.get("$status").map(String::as_str), Some("500"));
    assert_eq!(values.get("$size").map(String::as_str), Some("34"));
    let terms = client.test_metric_filter().filter_pattern("GET").log_event_messages("GET /");
    let terms = terms.send().await.unwrap();
    assert!(terms.matches()[0].extracted_values().is_none_or(|values| values.is_empty()));
    let many = client.test_metric_filter().filter_pattern("");
    let many = many.set_log_event_messages(Some(vec!["x".to_owned(); 51])).send().await;
    assert!(refusal(many).contains("'logEventMessages' failed to satisfy constraint"));
    let bad = client.test_metric_filter().filter_pattern("[a, ").log_event_messages("x");
    let bad = refusal(bad.send().await);
    assert!(bad.starts_with("InvalidParameterException: If a filter pattern starts with '['"));
}

#[tokio::test]
async fn a_group_has_two_subscription_filters() {
    let (_backend, client) = cruddur().await;
    let put = async |name: &str, destination: &str| {
        client
            .put_subscription_filter()
            .log_group_name("cruddur")
            .filter_name(name)
            .filter_pattern("ERROR")
            .destination_arn(destination)
            .send()
            .await
    };
    let function = "arn:aws:lambda:us-east-1:000000000000:function:alert";
    put("one", function).await.unwrap();
    put("two", function).await.unwrap();
    assert_eq!(
        refusal(put("three", function).await),
        "LimitExceededException: Resource limit exceeded."
    );
    put("two", function).await.unwrap();
    let sqs = refusal(put("two", "arn:aws:sqs:us-east-1:000000000000:queue").await);
    assert!(sqs.starts_with("InvalidParameterException: "), "{sqs}");
    let describe = || client.describe_subscription_filters().log_group_name("cruddur");
    let first = describe().limit(1).send().await.unwrap();
    assert_eq!(first.subscription_filters()[0].filter_name(), Some("one"));
    let rest = describe().limit(1).next_token(first.next_token().unwrap()).send().await.unwrap();
    assert_eq!(rest.subscription_filters()[0].filter_name(), Some("two"));
    assert!(rest.next_token().is_none());
    let delete = |name: &str| {
        client.delete_subscription_filter().log_group_name("cruddur").filter_name(name).send()
    };
    delete("one").await.unwrap();
    assert_eq!(
        refusal(delete("one").await),
        "ResourceNotFoundException: The specified subscription filter does not exist."
    );
}
