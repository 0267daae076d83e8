//! X-Ray sampling rules.

use aws_sdk_xray::Client;
use aws_sdk_xray::types::SamplingRule;
use aws_sdk_xray::types::SamplingRuleUpdate;
use aws_sdk_xray::types::builders::SamplingRuleBuilder;

use super::support::HOUR;
use super::support::NOW;
use super::support::TestBackend;
use super::support::long;
use super::support::refusal;

fn rule(name: &str) -> SamplingRuleBuilder {
    SamplingRule::builder()
        .rule_name(name)
        .resource_arn("*")
        .priority(9000)
        .fixed_rate(0.1)
        .reservoir_size(5)
        .service_name("backend-flask")
        .service_type("*")
        .host("*")
        .http_method("*")
        .url_path("*")
        .version(1)
}

async fn create(client: &Client, rule: SamplingRuleBuilder) -> Result<(), String> {
    let sent = client.create_sampling_rule().sampling_rule(rule.build().unwrap()).send().await;
    sent.map(|_| ()).map_err(|error| refusal(Err::<(), _>(error)))
}

async fn update(client: &Client, update: SamplingRuleUpdate) -> Result<(), String> {
    let sent = client.update_sampling_rule().sampling_rule_update(update).send().await;
    sent.map(|_| ()).map_err(|error| refusal(Err::<(), _>(error)))
}

async fn names(client: &Client) -> Vec<String> {
    let rules = client.get_sampling_rules().send().await.unwrap();
    let name = |r: &aws_sdk_xray::types::SamplingRuleRecord| {
        r.sampling_rule().unwrap().rule_name().unwrap().to_owned()
    };
    rules.sampling_rule_records().iter().map(name).collect()
}

#[tokio::test]
async fn a_rule_lives_from_create_to_delete() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let created = client
        .create_sampling_rule()
        .sampling_rule(rule("Cruddur").attributes("k", "v").build().unwrap())
        .send()
        .await
        .unwrap();
    let record = created.sampling_rule_record().unwrap();
    assert_eq!(record.created_at().unwrap().secs(), NOW / 1000);
    let made = record.sampling_rule().unwrap();
    let arn = "arn:aws:xray:us-east-1:000000000000:sampling-rule/Cruddur";
    assert_eq!(made.rule_arn(), Some(arn));
    assert_eq!(
        create(&client, rule("Cruddur")).await.unwrap_err(),
        "InvalidRequestException: Sampling rule already exists"
    );
    backend.clock.advance(HOUR);
    let change = SamplingRuleUpdate::builder().rule_arn(arn).fixed_rate(0.5).build();
    update(&client, change).await.unwrap();
    let rules = client.get_sampling_rules().send().await.unwrap();
    let record = &rules.sampling_rule_records()[0];
    let changed = record.sampling_rule().unwrap();
    assert_eq!(changed.fixed_rate(), 0.5);
    assert_eq!(changed.reservoir_size(), 5, "absent stays");
    assert_eq!(changed.attributes().unwrap().len(), 1);
    assert_eq!(record.created_at().unwrap().secs(), NOW / 1000);
    assert_eq!(record.modified_at().unwrap().secs(), (NOW + HOUR) / 1000);
    let gone = client.delete_sampling_rule().rule_name("Cruddur").send().await.unwrap();
    assert_eq!(gone.sampling_rule_record().unwrap().sampling_rule().unwrap().fixed_rate(), 0.5);
    let missing = "InvalidRequestException: Sampling rule does not exist";
    assert_eq!(refusal(client.delete_sampling_rule().rule_arn(arn).send().await), missing);
    let change = SamplingRuleUpdate::builder().rule_name("Cruddur").priority(1).build();
    assert_eq!(update(&client, change).await.unwrap_err(), missing);
}

#[tokio::test]
async fn the_default_rule_changes_in_two_fields() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let rules = client.get_sampling_rules().send().await.unwrap();
    let [record] = rules.sampling_rule_records() else { panic!("{rules:?}") };
    let default = record.sampling_rule().unwrap();
    assert_eq!(
        (default.priority(), default.fixed_rate(), default.reservoir_size()),
        (10_000, 0.05, 1)
    );
    assert_eq!(record.created_at().unwrap().secs(), 0);
    assert!(default.attributes().is_some(), "always there");
    let builder = || SamplingRuleUpdate::builder().rule_name("Default");
    update(&client, builder().fixed_rate(0.2).reservoir_size(3).build()).await.unwrap();
    assert_eq!(
        update(&client, builder().priority(1).build()).await.unwrap_err(),
        "InvalidRequestException: Invalid update request for default sampling rule"
    );
    assert!(
        refusal(client.delete_sampling_rule().rule_name("Default").send().await)
            .starts_with("InvalidRequestException: ")
    );
    assert_eq!(
        create(&client, rule("Default")).await.unwrap_err(),
        "InvalidRequestException: Sampling rule already exists"
    );
    let rules = client.get_sampling_rules().send().await.unwrap();
    let record = &rules.sampling_rule_records()[0];
    assert_eq!(record.sampling_rule().unwrap().fixed_rate(), 0.2);
    assert_eq!(record.created_at().unwrap().secs(), 0);
    assert_eq!(record.modified_at().unwrap().secs(), NOW / 1000);
}

#[tokio::test]
async fn rules_have_limits() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    for bad in [
        rule(&long(33)),
        rule("a b"),
        rule("x").priority(10_000),
        rule("x").priority(0),
        rule("x").fixed_rate(1.5),
        rule("x").fixed_rate(-0.1),
        rule("x").reservoir_size(-1),
        rule("x").service_name(long(65)),
        rule("x").service_type(long(65)),
        rule("x").host(long(65)),
        rule("x").http_method(long(11)),
        rule("x").url_path(long(129)),
        rule("x").resource_arn(long(501)),
        rule("x").attributes(long(33), "v"),
    ] {
        let text = create(&client, bad).await.unwrap_err();
        assert!(text.starts_with("ValidationException: 1 validation error detected"), "{text}");
    }
    let version = create(&client, rule("x").version(2)).await.unwrap_err();
    assert!(version.starts_with("InvalidRequestException: "), "{version}");
    assert_eq!(names(&client).await, ["Default"]);
}

#[tokio::test]
async fn there_are_twenty_five_rules_in_the_order_they_are_tried() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let change = SamplingRuleUpdate::builder().rule_name("Default").fixed_rate(0.2).build();
    update(&client, change).await.unwrap();
    create(&client, rule("tie-b").priority(5)).await.unwrap();
    create(&client, rule("tie-a").priority(5)).await.unwrap();
    for number in 2..25 {
        create(&client, rule(&format!("rule-{number:02}")).priority(100 - number)).await.unwrap();
    }
    let text = create(&client, rule("one-more")).await.unwrap_err();
    assert!(text.starts_with("RuleLimitExceededException: "), "{text}");
    let names = names(&client).await;
    assert_eq!(names.len(), 26);
    assert_eq!(names[..3], ["tie-a", "tie-b", "rule-24"]);
    assert_eq!(names[25], "Default");
}
