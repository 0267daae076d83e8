//! Saved queries, and what of Insights is refused.

use super::support::NOW;
use super::support::TestBackend;
use super::support::refusal;

#[tokio::test]
async fn a_saved_query_is_known_by_its_id() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    let put = |name: &str, text: &str| client.put_query_definition().name(name).query_string(text);
    let first = put("errors", "filter @message like /ERROR/").send().await.unwrap();
    let second = put("errors", "fields @message").log_group_names("cruddur").send().await.unwrap();
    let id = first.query_definition_id().unwrap();
    assert_ne!(Some(id), second.query_definition_id(), "names may repeat");
    put("renamed", "limit 1").query_definition_id(id).send().await.unwrap();
    let shown = client.describe_query_definitions().send().await.unwrap();
    assert_eq!(shown.query_definitions().len(), 2);
    let renamed =
        client.describe_query_definitions().query_definition_name_prefix("ren").send().await;
    let renamed = renamed.unwrap();
    assert_eq!(renamed.query_definitions()[0].query_string(), Some("limit 1"));
    assert_eq!(renamed.query_definitions()[0].last_modified(), Some(NOW));
    let page = client.describe_query_definitions().max_results(1).send().await.unwrap();
    let token = page.next_token().unwrap();
    let rest =
        client.describe_query_definitions().max_results(1).next_token(token).send().await.unwrap();
    assert_eq!(rest.query_definitions().len(), 1);
    assert!(rest.next_token().is_none());
    let other = client.describe_query_definitions().query_definition_name_prefix("e");
    assert_eq!(
        refusal(other.next_token(token).send().await),
        "InvalidParameterException: The specified nextToken is invalid."
    );
    let delete = || client.delete_query_definition().query_definition_id(id).send();
    assert!(delete().await.unwrap().success());
    assert!(refusal(delete().await).starts_with("ResourceNotFoundException: "));
    let gone = put("x", "limit 1").query_definition_id(id).send().await;
    assert!(refusal(gone).starts_with("ResourceNotFoundException: "));
}

#[tokio::test]
async fn a_client_token_makes_one_query_only() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    let token = "t".repeat(36);
    let put = || client.put_query_definition().name("q").query_string("limit 1");
    let first = put().client_token(&token).send().await.unwrap();
    let again = put().client_token(&token).send().await.unwrap();
    assert_eq!(first.query_definition_id(), again.query_definition_id());
    let short = refusal(put().client_token("short").send().await);
    assert!(short.contains("'clientToken' failed to satisfy constraint"), "{short}");
    let long = refusal(put().query_string("x".repeat(10_001)).send().await);
    assert!(long.contains("'queryString' failed to satisfy constraint"), "{long}");
}

#[tokio::test]
async fn what_is_not_imitated_is_refused_by_name() {
    let backend = TestBackend::start().await;
    let client = backend.logs();
    let query = client.start_query().start_time(0).end_time(1).query_string("limit 1").send().await;
    assert_eq!(
        refusal(query),
        "NotImplementedException: CloudWatch Logs StartQuery is not imitated by this backend"
    );
    for (service, operation) in cruddur_obs::backend::refused_operation_names() {
        if service != "logs" {
            continue;
        }
        let reply = backend.call_logs(operation, b"{}").await;
        assert_eq!(reply.error(), (501, "NotImplementedException".to_owned()), "{operation}");
        assert!(reply.message().contains(operation));
    }
    let unknown = backend.call_logs("FlyToTheMoon", b"{}").await;
    assert_eq!(unknown.error(), (404, "UnknownOperationException".to_owned()));
}
