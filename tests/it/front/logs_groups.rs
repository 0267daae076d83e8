//! Log groups: create, describe, list, retention, protection, tags, resource policies.

use std::collections::HashMap;

use aws_sdk_cloudwatchlogs::types::LogGroupClass;
use tokio::task::JoinSet;

use super::support::NOW;
use super::support::TestBackend;
use super::support::long;
use super::support::refusal;

const MISSING: &str = "ResourceNotFoundException: The specified log group does not exist.";
const EXISTS: &str = "ResourceAlreadyExistsException: The specified log group already exists";
const BAD_TOKEN: &str = "InvalidParameterException: The specified nextToken is invalid.";

async fn create(client: &aws_sdk_cloudwatchlogs::Client, names: &[&str]) {
    for name in names {
        client.create_log_group().log_group_name(*name).send().await.unwrap();
    }
}

#[tokio::test]
async fn a_group_lives_from_create_to_delete() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    client
        .create_log_group()
        .log_group_name("/cruddur/api")
        .log_group_class(LogGroupClass::InfrequentAccess)
        .kms_key_id("alias/cruddur")
        .tags("app", "cruddur")
        .send()
        .await
        .unwrap();
    let shown = client.describe_log_groups().send().await.unwrap();
    let group = &shown.log_groups()[0];
    assert_eq!(group.log_group_name(), Some("/cruddur/api"));
    assert_eq!(group.creation_time(), Some(NOW));
    assert_eq!(group.retention_in_days(), None, "absent means for ever");
    assert_eq!(group.metric_filter_count(), Some(0));
    assert_eq!(group.stored_bytes(), Some(0));
    assert_eq!(group.kms_key_id(), Some("alias/cruddur"));
    assert_eq!(group.log_group_class(), Some(&LogGroupClass::InfrequentAccess));
    let arn = "arn:aws:logs:us-east-1:000000000000:log-group:/cruddur/api";
    assert_eq!(group.arn(), Some(format!("{arn}:*").as_str()));
    assert_eq!(group.log_group_arn(), Some(arn));
    let again = client.create_log_group().log_group_name("/cruddur/api").send().await;
    assert_eq!(refusal(again), EXISTS);
    client.delete_log_group().log_group_name("/cruddur/api").send().await.unwrap();
    let gone = client.delete_log_group().log_group_name("/cruddur/api").send().await;
    assert_eq!(refusal(gone), MISSING);
    // A new group of the name inherits nothing.
    create(&client, &["/cruddur/api"]).await;
    let tags = client.list_tags_for_resource().resource_arn(arn).send().await.unwrap();
    assert!(tags.tags().unwrap().is_empty());
}

#[tokio::test]
async fn names_and_classes_have_limits() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    let create = async |name: String| client.create_log_group().log_group_name(name).send().await;
    assert!(create(long(512)).await.is_ok());
    assert_eq!(
        refusal(create(long(513)).await),
        "InvalidParameterException: Invalid LogGroup or LogStream, both must have length less \
         than or equal to 512."
    );
    assert_eq!(
        refusal(create("a b".to_owned()).await),
        r"InvalidParameterException: 1 validation error detected: Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+"
    );
    assert_eq!(
        refusal(create(String::new()).await),
        "InvalidParameterException: 1 validation error detected: Value '' at 'logGroupName' \
         failed to satisfy constraint: Member must have length greater than or equal to 1"
    );
    assert_eq!(
        refusal(create("aws/spans".to_owned()).await),
        "InvalidParameterException: Log groups starting with AWS/ are reserved for AWS."
    );
    let class = client
        .create_log_group()
        .log_group_name("x")
        .log_group_class(LogGroupClass::from("GOLD"))
        .send()
        .await;
    assert_eq!(
        refusal(class),
        "InvalidParameterException: 1 validation error detected: Value 'GOLD' at 'logGroupClass' \
         failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, \
         INFREQUENT_ACCESS, DELIVERY, ESSENTIALS]"
    );
    let key = client.create_log_group().log_group_name("x").kms_key_id(long(257)).send().await;
    assert!(refusal(key).contains("'kmsKeyId' failed to satisfy constraint: Member must have"));
    let nameless = client.create_log_group().send().await;
    assert!(refusal(nameless).contains("Value null at 'logGroupName'"));
    let groups = client.describe_log_groups().send().await.unwrap();
    assert_eq!(groups.log_groups().len(), 1, "what is refused leaves nothing behind");
}

#[tokio::test]
async fn of_racing_creators_one_wins() {
    let backend = TestBackend::start().await;
    let mut racers = JoinSet::new();
    for _ in 0..16 {
        let client = backend.logs();
        racers.spawn(async move { client.create_log_group().log_group_name("one").send().await });
    }
    let results = racers.join_all().await;
    let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!(won.len(), 1);
    for result in lost {
        assert_eq!(refusal(result), EXISTS);
    }
}

#[tokio::test]
async fn pages_hold_every_group_once() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    let names = ["B", "a", "a/1", "a/2", "a/3", "b", "c"];
    create(&client, &["c", "a/2", "B", "a", "b", "a/3", "a/1"]).await;
    let mut pages = client.describe_log_groups().limit(2).into_paginator().send();
    let mut seen = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert!(page.log_groups().len() <= 2);
        seen.extend(page.log_groups().iter().map(|g| g.log_group_name().unwrap().to_owned()));
    }
    assert_eq!(seen, names, "ASCII order");
    let first = client.describe_log_groups().log_group_name_prefix("a/").limit(1).send();
    let token = first.await.unwrap().next_token().unwrap().to_owned();
    // The position is a name: what goes meanwhile moves nothing.
    client.delete_log_group().log_group_name("a/1").send().await.unwrap();
    let rest = client
        .describe_log_groups()
        .log_group_name_prefix("a/")
        .next_token(&token)
        .send()
        .await
        .unwrap();
    let rest: Vec<_> = rest.log_groups().iter().filter_map(|g| g.log_group_name()).collect();
    assert_eq!(rest, ["a/2", "a/3"]);
    for (prefix, token) in [("a", token.as_str()), ("a/", "nonsense"), ("a/", "")] {
        let bad =
            client.describe_log_groups().log_group_name_prefix(prefix).next_token(token).send();
        assert_eq!(refusal(bad.await), BAD_TOKEN, "{prefix} {token}");
    }
    let listed = client.list_log_groups().next_token(&token).send().await;
    assert_eq!(refusal(listed), BAD_TOKEN, "a token of another operation");
    for limit in [0, 51] {
        let text = refusal(client.describe_log_groups().limit(limit).send().await);
        assert!(text.contains(&format!("Value '{limit}' at 'limit' failed")), "{text}");
    }
}

#[tokio::test]
async fn groups_are_found_by_prefix_pattern_and_identifier() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    create(&client, &["/cruddur/api", "/cruddur/web", "other-cruddur"]).await;
    let both = client.describe_log_groups().log_group_name_prefix("a").log_group_name_pattern("b");
    assert_eq!(
        refusal(both.send().await),
        "InvalidParameterException: LogGroup name prefix and LogGroup name pattern are mutually \
         exclusive parameters."
    );
    let found = client.describe_log_groups().log_group_name_pattern("cruddur").send().await;
    let found = found.unwrap();
    assert_eq!(found.log_groups().len(), 3, "a substring, not a prefix");
    assert_eq!(found.log_groups()[0].stored_bytes(), None, "fewer members by pattern");
    let case = client.describe_log_groups().log_group_name_pattern("CRUDDUR").send().await;
    assert!(case.unwrap().log_groups().is_empty());
    let named = client
        .describe_log_groups()
        .log_group_identifiers("/cruddur/web")
        .log_group_identifiers("arn:aws:logs:us-east-1:000000000000:log-group:/cruddur/api")
        .log_group_identifiers("absent")
        .send()
        .await
        .unwrap();
    let names: Vec<_> = named.log_groups().iter().filter_map(|g| g.log_group_name()).collect();
    assert_eq!(names, ["/cruddur/api", "/cruddur/web"]);
    let star = client
        .describe_log_groups()
        .log_group_identifiers("arn:aws:logs:us-east-1:000000000000:log-group:/cruddur/api:*")
        .send()
        .await;
    assert!(refusal(star).starts_with("InvalidParameterException: 1 validation error detected"));
    let listed = client.list_log_groups().log_group_name_pattern("^/cru|other").send().await;
    assert_eq!(listed.unwrap().log_groups().len(), 3);
    let mut count = 0;
    let mut token = None;
    loop {
        let page = client.list_log_groups().limit(1).set_next_token(token).send().await.unwrap();
        count += page.log_groups().len();
        token = page.next_token().map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    assert_eq!(count, 3);
}

#[tokio::test]
async fn accounts_and_regions_do_not_see_each_other() {
    let backend = TestBackend::start().await;
    create(&backend.logs(), &["mine"]).await;
    for (account, region) in [("123456789012", "us-east-1"), ("000000000000", "eu-west-3")] {
        let other = aws_sdk_cloudwatchlogs::Client::new(&backend.sdk(account, "x", region));
        assert!(other.describe_log_groups().send().await.unwrap().log_groups().is_empty());
        create(&other, &["mine"]).await;
        let shown = other.describe_log_groups().send().await.unwrap();
        let arn = format!("arn:aws:logs:{region}:{account}:log-group:mine");
        assert_eq!(shown.log_groups()[0].log_group_arn(), Some(arn.as_str()));
    }
}

#[tokio::test]
async fn retention_takes_the_published_days_only() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    create(&client, &["kept"]).await;
    let days = || async {
        client.describe_log_groups().send().await.unwrap().log_groups()[0].retention_in_days()
    };
    for legal in cruddur_obs::model::log_group::RETENTION_DAYS {
        let legal = i32::try_from(legal).unwrap();
        let put = client.put_retention_policy().log_group_name("kept").retention_in_days(legal);
        put.send().await.unwrap();
        assert_eq!(days().await, Some(legal));
    }
    for wrong in [0, 2, 8, -1, 3654] {
        let put = client.put_retention_policy().log_group_name("kept").retention_in_days(wrong);
        let text = refusal(put.send().await);
        assert!(text.starts_with("InvalidParameterException: "), "{text}");
    }
    assert_eq!(days().await, Some(3653));
    client.delete_retention_policy().log_group_name("kept").send().await.unwrap();
    assert_eq!(days().await, None);
    let absent = client.put_retention_policy().log_group_name("absent").retention_in_days(1);
    assert_eq!(refusal(absent.send().await), MISSING);
    let absent = client.delete_retention_policy().log_group_name("absent").send().await;
    assert_eq!(refusal(absent), MISSING);
}

#[tokio::test]
async fn a_protected_group_stays() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    client
        .create_log_group()
        .log_group_name("kept")
        .deletion_protection_enabled(true)
        .send()
        .await
        .unwrap();
    assert_eq!(
        refusal(client.delete_log_group().log_group_name("kept").send().await),
        "ValidationException: Cannot delete log group with deletion protection enabled. Disable \
         deletion protection first."
    );
    client
        .put_log_group_deletion_protection()
        .log_group_identifier("arn:aws:logs:us-east-1:000000000000:log-group:kept")
        .deletion_protection_enabled(false)
        .send()
        .await
        .unwrap();
    client
        .put_bearer_token_authentication()
        .log_group_identifier("kept")
        .bearer_token_authentication_enabled(true)
        .send()
        .await
        .unwrap();
    let shown = client.describe_log_groups().send().await.unwrap();
    assert_eq!(shown.log_groups()[0].deletion_protection_enabled(), Some(false));
    assert_eq!(shown.log_groups()[0].bearer_token_authentication_enabled(), Some(true));
    client.delete_log_group().log_group_name("kept").send().await.unwrap();
}

#[tokio::test]
async fn old_and_new_tag_operations_share_one_store() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    create(&client, &["tagged"]).await;
    let arn = "arn:aws:logs:us-east-1:000000000000:log-group:tagged";
    client.tag_resource().resource_arn(arn).tags("a", "1").tags("b", "").send().await.unwrap();
    #[expect(deprecated, reason = "clients still call the old operations")]
    {
        client.tag_log_group().log_group_name("tagged").tags("c", "3").send().await.unwrap();
        client.untag_log_group().log_group_name("tagged").tags("a").send().await.unwrap();
        let old = client.list_tags_log_group().log_group_name("tagged").send().await.unwrap();
        let expected = [("b", ""), ("c", "3")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        assert_eq!(old.tags().unwrap(), &HashMap::from(expected));
    }
    client.untag_resource().resource_arn(arn).tag_keys("c").send().await.unwrap();
    let new = client.list_tags_for_resource().resource_arn(arn).send().await.unwrap();
    assert_eq!(new.tags().unwrap().len(), 1);
    let many: HashMap<String, String> =
        (0..50).map(|number| (format!("k{number}"), String::new())).collect();
    let full = client.tag_resource().resource_arn(arn).set_tags(Some(many)).send().await;
    assert!(refusal(full).starts_with("TooManyTagsException: "));
    let after = client.list_tags_for_resource().resource_arn(arn).send().await.unwrap();
    assert_eq!(after.tags().unwrap().len(), 1, "nothing of a refused request is kept");
    let reserved = client.tag_resource().resource_arn(arn).tags("aws:x", "1").send().await;
    assert!(refusal(reserved).starts_with("InvalidParameterException: "));
    let starred = client.list_tags_for_resource().resource_arn(format!("{arn}:*")).send().await;
    assert!(refusal(starred).starts_with("InvalidParameterException: "));
    let absent = client.list_tags_for_resource().resource_arn(format!("{arn}2")).send().await;
    assert!(refusal(absent).starts_with("ResourceNotFoundException: "));
}

#[tokio::test]
async fn groups_are_listed_by_tags() {
    use aws_sdk_cloudwatchlogs::types::LogGroupClass::Standard;
    let backend = TestBackend::start().await;
    let client = backend.logs();
    for (name, stage) in [("one", "Production"), ("two", "staging")] {
        client.create_log_group().log_group_name(name).tags("stage", stage).send().await.unwrap();
    }
    let body = br#"{"logGroupTags":[{"key":"stage","values":["prod*"]}]}"#;
    let listed = backend.call_logs("ListLogGroups", body).await.json();
    assert_eq!(listed["logGroups"].as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(listed["logGroups"][0]["logGroupName"], "one");
    let classes = client.list_log_groups().log_group_class(Standard).send().await.unwrap();
    assert_eq!(classes.log_groups().len(), 2);
}

#[tokio::test]
async fn ten_policies_and_no_more() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    let put = async |name: &str, document: &str| {
        client.put_resource_policy().policy_name(name).policy_document(document).send().await
    };
    for number in 0..10 {
        put(&format!("policy-{number}"), "{}").await.unwrap();
    }
    assert_eq!(
        refusal(put("policy-10", "{}").await),
        "LimitExceededException: Resource limit exceeded."
    );
    put("policy-9", r#"{"Version":"2012-10-17"}"#).await.unwrap();
    assert!(refusal(put("policy-9", "no JSON").await).starts_with("InvalidParameterException: "));
    let mut token = None;
    let mut names = Vec::new();
    loop {
        let page = client.describe_resource_policies().limit(3).set_next_token(token).send();
        let page = page.await.unwrap();
        names.extend(
            page.resource_policies().iter().filter_map(|p| p.policy_name()).map(str::to_owned),
        );
        token = page.next_token().map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    assert_eq!(names.len(), 10);
    client.delete_resource_policy().policy_name("policy-0").send().await.unwrap();
    assert_eq!(
        refusal(client.delete_resource_policy().policy_name("policy-0").send().await),
        "ResourceNotFoundException: Policy with name [policy-0] does not exist."
    );
}
