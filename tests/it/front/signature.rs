//! Signature Version 4 under `--auth strict`, as the official SDK signs.

use std::sync::Arc;

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::config::ConfigBag;
use aws_sdk_cloudwatchlogs::config::Intercept;
use aws_sdk_cloudwatchlogs::config::RuntimeComponents;
use aws_sdk_cloudwatchlogs::config::interceptors::BeforeTransmitInterceptorContextMut;
use aws_sdk_cloudwatchlogs::error::BoxError;
use aws_smithy_types::body::SdkBody;
use cruddur_obs::backend::Access;
use cruddur_obs::backend::DEFAULT_SECRET;
use cruddur_obs::base::ManualClock;
use cruddur_obs::base::SystemClock;

use super::support::ACCOUNT;
use super::support::TestBackend;
use super::support::refusal;

fn strict() -> Access {
    Access { strict_signatures: true, ..Access::default() }
}

async fn on_time(access: Access) -> TestBackend {
    TestBackend::with_clock(access, Arc::new(SystemClock), Arc::new(ManualClock::new(0))).await
}

#[tokio::test]
async fn what_the_sdk_signs_verifies() {
    let backend = on_time(strict()).await;
    backend.logs().create_log_group().log_group_name("a/é#b").send().await.unwrap_err();
    backend.logs().create_log_group().log_group_name("signed").send().await.unwrap();
    backend.xray().create_group().group_name("Signed").send().await.unwrap();
    // An operation without input sends no body at all.
    backend.xray().get_encryption_config().send().await.unwrap();
    let identity = backend.sts().get_caller_identity().send().await.unwrap();
    assert_eq!(identity.account(), Some(ACCOUNT));
}

#[tokio::test]
async fn a_wrong_secret_is_refused_in_each_protocol() {
    let backend = on_time(strict()).await;
    let sdk = backend.sdk(ACCOUNT, "wrong", "us-east-1");
    let logs = Client::new(&sdk).describe_log_groups().send().await;
    assert!(refusal(logs).starts_with("InvalidSignatureException: The request signature we"));
    let xray = aws_sdk_xray::Client::new(&sdk).get_groups().send().await;
    assert!(refusal(xray).starts_with("InvalidSignatureException: "));
    let sts = aws_sdk_sts::Client::new(&sdk).get_caller_identity().send().await;
    assert!(refusal(sts).starts_with("InvalidSignatureException: "));
    let unsigned = backend.call_logs("DescribeLogGroups", b"{}").await;
    assert_eq!(unsigned.error(), (403, "MissingAuthenticationTokenException".to_owned()));
    let bearer =
        [("X-Amz-Target", "Logs_20140328.DescribeLogGroups"), ("Authorization", "Bearer x")];
    let bearer = backend.send("POST", "/", &bearer, b"{}").await;
    assert_eq!(bearer.error(), (403, "IncompleteSignatureException".to_owned()));
    let refused = backend.send("POST", "/TraceSegments", &[], b"{}").await;
    assert_eq!(refused.error(), (403, "MissingAuthenticationTokenException".to_owned()));
}

#[tokio::test]
async fn a_signature_lives_a_quarter_of_an_hour() {
    // The manual clock stands far from the time at which the SDK signs.
    let backend = TestBackend::with(strict()).await;
    let late = refusal(backend.logs().describe_log_groups().send().await);
    assert!(late.starts_with("InvalidSignatureException: Signature "), "{late}");
}

/// Changes the body after it was signed.
#[derive(Debug)]
struct Tamper;

impl Intercept for Tamper {
    fn name(&self) -> &'static str {
        "tamper"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        *context.request_mut().body_mut() = SdkBody::from(r#"{"logGroupName":"bbbb"}"#);
        Ok(())
    }
}

#[tokio::test]
async fn a_changed_body_is_refused() {
    let backend = on_time(strict()).await;
    let sdk = backend.sdk(ACCOUNT, DEFAULT_SECRET, "us-east-1");
    let config = aws_sdk_cloudwatchlogs::config::Builder::from(&sdk).interceptor(Tamper).build();
    let tampered = Client::from_conf(config).create_log_group().log_group_name("aaaa").send().await;
    assert!(refusal(tampered).starts_with("InvalidSignatureException: "));
    let groups = backend.logs().describe_log_groups().send().await.unwrap();
    assert!(groups.log_groups().is_empty());
}

#[tokio::test]
async fn a_token_is_the_secret_of_aws_and_the_bearer_of_the_rest() {
    let access = Access { token: Some("s3cret".into()), ..Access::default() };
    let backend = on_time(access).await;
    let default = backend.logs().describe_log_groups().send().await;
    assert!(refusal(default).starts_with("InvalidSignatureException: "));
    let sdk = backend.sdk(ACCOUNT, "s3cret", "us-east-1");
    Client::new(&sdk).describe_log_groups().send().await.unwrap();
    let get = async |path: &str, token: Option<&str>| {
        let value = token.map(|token| format!("Bearer {token}"));
        let headers: Vec<_> = value.iter().map(|value| ("Authorization", value.as_str())).collect();
        backend.send("GET", path, &headers, b"").await.status
    };
    assert_eq!(get("/_backend/health", None).await, 200, "health needs none");
    assert_eq!(get("/_backend/status", None).await, 401);
    assert_eq!(get("/_backend/status", Some("s3cre")).await, 401);
    assert_eq!(get("/_backend/status", Some("s3cret")).await, 200);
    assert_eq!(get("/", None).await, 401);
    let reset = backend.send("POST", "/_backend/reset", &[], b"").await;
    assert_eq!(reset.status, 401);
    let span = backend.send("POST", "/v1/traces", &[], b"").await;
    assert_eq!(span.status, 401);
}
