//! STS.

use super::support::ACCOUNT;
use super::support::TestBackend;

#[tokio::test]
async fn the_caller_is_the_account_of_the_key() {
    let backend = TestBackend::start().await;
    let identity = backend.sts().get_caller_identity().send().await.unwrap();
    assert_eq!(identity.account(), Some(ACCOUNT));
    assert_eq!(identity.arn(), Some("arn:aws:iam::000000000000:user/cruddur-obs"));
    let other = aws_sdk_sts::Client::new(&backend.sdk("123456789012", "any secret", "eu-west-3"));
    let identity = other.get_caller_identity().send().await.unwrap();
    assert_eq!(identity.account(), Some("123456789012"));
}

#[tokio::test]
async fn other_actions_are_refused_in_the_query_form() {
    let backend = TestBackend::start().await;
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let post = async |body: &str| backend.send("POST", "/", &form, body.as_bytes()).await;
    let refused = post("Action=AssumeRole&Version=2011-06-15&RoleArn=x").await;
    assert_eq!(refused.status, 501);
    assert_eq!(refused.header("content-type"), "text/xml");
    assert!(refused.body.contains("<Code>NotImplemented</Code>"), "{}", refused.body);
    assert!(refused.body.contains("STS AssumeRole is not imitated"), "{}", refused.body);
    assert!(refused.body.contains(refused.header("x-amzn-requestid")), "{}", refused.body);
    let nameless = post("Version=2011-06-15").await;
    assert_eq!(nameless.status, 400);
    assert!(nameless.body.contains("<Code>MissingAction</Code>"), "{}", nameless.body);
    let odd = post("Action=<x>%3Cscript%3E&a").await;
    assert!(!odd.body.contains("<x>"), "{}", odd.body);
    let bytes = backend.send("POST", "/", &form, b"Action=\xff\xfe").await;
    assert!(matches!(bytes.status, 400 | 501), "{bytes:?}");
}
