//! X-Ray tags, policies, encryption, destination and indexing rules; and what is refused.

use aws_sdk_xray::types::EncryptionStatus;
use aws_sdk_xray::types::EncryptionType;
use aws_sdk_xray::types::IndexingRuleValueUpdate;
use aws_sdk_xray::types::ProbabilisticRuleValueUpdate;
use aws_sdk_xray::types::Tag;
use aws_sdk_xray::types::TraceSegmentDestination;
use aws_sdk_xray::types::TraceSegmentDestinationStatus;

use super::support::TestBackend;
use super::support::refusal;

#[tokio::test]
async fn groups_and_rules_have_tags() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let created = client.create_group().group_name("Cruddur").send().await.unwrap();
    let arn = created.group().unwrap().group_arn().unwrap();
    let tag = |key: &str| Tag::builder().key(key).value("v").build().unwrap();
    client.tag_resource().resource_arn(arn).tags(tag("a")).tags(tag("b")).send().await.unwrap();
    client.untag_resource().resource_arn(arn).tag_keys("a").send().await.unwrap();
    let shown = client.list_tags_for_resource().resource_arn(arn).send().await.unwrap();
    let keys: Vec<_> = shown.tags().iter().map(Tag::key).collect();
    assert_eq!(keys, ["b"]);
    let many = (0..50).map(|number| tag(&format!("k{number}"))).collect();
    let full = client.tag_resource().resource_arn(arn).set_tags(Some(many)).send().await;
    assert!(refusal(full).starts_with("TooManyTagsException: "));
    let absent = format!("{arn}X");
    let reply = backend
        .send(
            "POST",
            "/ListTagsForResource",
            &[],
            format!("{{\"ResourceARN\":\"{absent}\"}}").as_bytes(),
        )
        .await;
    assert_eq!(reply.error(), (404, "ResourceNotFoundException".to_owned()));
    assert_eq!(reply.json()["ResourceName"], absent.as_str());
    let missing = client.list_tags_for_resource().resource_arn(absent).send().await;
    assert!(missing.unwrap_err().into_service_error().is_resource_not_found_exception());
    let default = "arn:aws:xray:us-east-1:000000000000:sampling-rule/Default";
    client.tag_resource().resource_arn(default).tags(tag("a")).send().await.unwrap();
}

#[tokio::test]
async fn five_policies_with_revisions() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let put = |name: &str, text: &str| {
        client.put_resource_policy().policy_name(name).policy_document(text)
    };
    let first = put("p0", "{}").policy_revision_id("0").send().await.unwrap();
    let revision = first.resource_policy().unwrap().policy_revision_id().unwrap().to_owned();
    let same = put("p0", "{}").send().await.unwrap();
    assert_eq!(same.resource_policy().unwrap().policy_revision_id(), Some(revision.as_str()));
    let only_new = put("p0", "{}").policy_revision_id("0").send().await;
    assert!(refusal(only_new).starts_with("InvalidPolicyRevisionIdException: "));
    put("p0", r#"{"a":1}"#).policy_revision_id(&revision).send().await.unwrap();
    let stale = put("p0", r#"{"a":2}"#).policy_revision_id(&revision).send().await;
    assert!(refusal(stale).starts_with("InvalidPolicyRevisionIdException: "));
    assert!(
        refusal(put("p1", "no JSON").send().await)
            .starts_with("MalformedPolicyDocumentException: ")
    );
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(5_200));
    assert!(
        refusal(put("p1", &large).send().await).starts_with("PolicySizeLimitExceededException: ")
    );
    for number in 1..5 {
        put(&format!("p{number}"), "{}").send().await.unwrap();
    }
    assert!(
        refusal(put("p5", "{}").send().await).starts_with("PolicyCountLimitExceededException: ")
    );
    client.delete_resource_policy().policy_name("p4").send().await.unwrap();
    let listed = client.list_resource_policies().send().await.unwrap();
    assert_eq!(listed.resource_policies().len(), 4);
}

#[tokio::test]
async fn encryption_changes_at_the_next_read() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let status = async || {
        let shown = client.get_encryption_config().send().await.unwrap();
        let config = shown.encryption_config().unwrap();
        (config.r#type().cloned(), config.status().cloned(), config.key_id().map(str::to_owned))
    };
    assert_eq!(status().await, (Some(EncryptionType::None), Some(EncryptionStatus::Active), None));
    let put = client.put_encryption_config().r#type(EncryptionType::Kms).key_id("alias/x");
    let answer = put.send().await.unwrap();
    let updating = answer.encryption_config().unwrap().status();
    assert_eq!(updating, Some(&EncryptionStatus::Updating));
    assert_eq!(status().await.1, Some(EncryptionStatus::Active));
    assert_eq!(status().await.2.as_deref(), Some("alias/x"));
    let keyless = client.put_encryption_config().r#type(EncryptionType::Kms).send().await;
    assert!(refusal(keyless).starts_with("InvalidRequestException: "));
    let odd = client.put_encryption_config().r#type(EncryptionType::from("ROT13")).send().await;
    assert!(refusal(odd).starts_with("ValidationException: "));
}

#[tokio::test]
async fn segments_go_to_one_place() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let update = |place| client.update_trace_segment_destination().destination(place).send();
    assert_eq!(
        refusal(update(TraceSegmentDestination::XRay).await),
        "InvalidRequestException: The destination is already set to XRay"
    );
    let pending = update(TraceSegmentDestination::CloudWatchLogs).await.unwrap();
    assert_eq!(pending.status(), Some(&TraceSegmentDestinationStatus::Pending));
    let shown = client.get_trace_segment_destination().send().await.unwrap();
    assert_eq!(shown.destination(), Some(&TraceSegmentDestination::CloudWatchLogs));
    assert_eq!(shown.status(), Some(&TraceSegmentDestinationStatus::Active));
}

#[tokio::test]
async fn the_indexing_rule_is_a_percentage() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let update = |name: &str, percentage: f64| {
        let rule = ProbabilisticRuleValueUpdate::builder()
            .desired_sampling_percentage(percentage)
            .build()
            .unwrap();
        let rule = IndexingRuleValueUpdate::Probabilistic(rule);
        client.update_indexing_rule().name(name).rule(rule).send()
    };
    update("Default", 50.0).await.unwrap();
    assert!(refusal(update("Default", 101.0).await).starts_with("InvalidRequestException: "));
    assert!(refusal(update("Other", 1.0).await).starts_with("ResourceNotFoundException: "));
    let shown = client.get_indexing_rules().send().await.unwrap();
    let rule = shown.indexing_rules()[0].rule().unwrap().as_probabilistic().unwrap();
    assert_eq!(rule.desired_sampling_percentage(), 50.0);
}

#[tokio::test]
async fn what_is_not_imitated_is_refused_by_name() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let put = client.put_trace_segments().trace_segment_documents("{}").send().await;
    assert_eq!(
        refusal(put),
        "NotImplementedException: X-Ray PutTraceSegments is not imitated by this backend"
    );
    let read = client.batch_get_traces().trace_ids("x").send().await;
    assert!(refusal(read).contains("X-Ray BatchGetTraces is not imitated"));
    let reply = backend.send("POST", "/ServiceGraph", &[], b"{}").await;
    assert_eq!(reply.error(), (501, "NotImplementedException".to_owned()));
    // Paths have case, and only POST is an operation.
    assert_eq!(backend.send("POST", "/creategroup", &[], b"{}").await.status, 404);
    assert_eq!(backend.send("GET", "/CreateGroup", &[], b"").await.status, 404);
}
