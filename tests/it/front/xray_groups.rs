//! X-Ray groups.

use aws_sdk_xray::Client;
use aws_sdk_xray::types::InsightsConfiguration;
use aws_sdk_xray::types::Tag;

use super::support::TestBackend;
use super::support::long;
use super::support::refusal;

const MISSING: &str = "InvalidRequestException: Group not found";

fn insights(enabled: bool, notifications: bool) -> InsightsConfiguration {
    InsightsConfiguration::builder()
        .insights_enabled(enabled)
        .notifications_enabled(notifications)
        .build()
}

async fn create(client: &Client, name: &str) -> Result<String, String> {
    let created = client.create_group().group_name(name).send().await;
    let arn = |group: &aws_sdk_xray::types::Group| group.group_arn().unwrap().to_owned();
    created
        .map(|created| arn(created.group().unwrap()))
        .map_err(|error| refusal(Err::<(), _>(error)))
}

#[tokio::test]
async fn a_group_lives_from_create_to_delete() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let created = client
        .create_group()
        .group_name("Cruddur")
        .filter_expression("service(\"backend-flask\")")
        .tags(Tag::builder().key("app").value("cruddur").build().unwrap())
        .send()
        .await
        .unwrap();
    let group = created.group().unwrap();
    let arn = group.group_arn().unwrap();
    let start = "arn:aws:xray:us-east-1:000000000000:group/Cruddur/";
    assert!(arn.starts_with(start) && arn.len() > start.len() + 8, "{arn}");
    let both = group.insights_configuration().unwrap();
    assert_eq!((both.insights_enabled(), both.notifications_enabled()), (Some(false), Some(false)));
    let read = client.get_group().group_arn(arn).send().await.unwrap();
    assert_eq!(read.group(), created.group());
    assert_eq!(
        refusal(client.create_group().group_name("Cruddur").send().await),
        "InvalidRequestException: Group Cruddur already exists"
    );
    assert!(create(&client, "cruddur").await.is_ok(), "names have case");
    let updated = client
        .update_group()
        .group_name("Cruddur")
        .insights_configuration(insights(true, true))
        .send()
        .await
        .unwrap();
    let updated = updated.group().unwrap();
    assert_eq!(updated.filter_expression(), Some("service(\"backend-flask\")"), "absent stays");
    client.delete_group().group_name("Cruddur").send().await.unwrap();
    for result in [
        refusal(client.get_group().group_name("Cruddur").send().await),
        refusal(client.delete_group().group_arn(arn).send().await),
        refusal(client.update_group().group_name("Cruddur").filter_expression("ok").send().await),
    ] {
        assert_eq!(result, MISSING);
    }
    let again = create(&client, "Cruddur").await.unwrap();
    assert_ne!(again, arn, "the end of an ARN is random");
    assert_eq!(refusal(client.get_group().group_arn(arn).send().await), MISSING);
    let tags = client.list_tags_for_resource().resource_arn(again).send().await.unwrap();
    assert!(tags.tags().is_empty());
}

#[tokio::test]
async fn the_default_group_is_always_there() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    let default = client.get_group().group_name("Default").send().await.unwrap();
    let arn = "arn:aws:xray:us-east-1:000000000000:group/Default";
    assert_eq!(default.group().unwrap().group_arn(), Some(arn));
    assert!(
        refusal(client.create_group().group_name("Default").send().await)
            .ends_with(" already exists")
    );
    assert!(
        refusal(client.delete_group().group_name("Default").send().await)
            .starts_with("InvalidRequestException: ")
    );
    let expression = client.update_group().group_name("Default").filter_expression("ok");
    assert!(refusal(expression.send().await).starts_with("InvalidRequestException: "));
    let update = client.update_group().group_arn(arn).insights_configuration(insights(true, false));
    update.send().await.unwrap();
    let listed = client.get_groups().send().await.unwrap();
    let [only] = listed.groups() else { panic!("{listed:?}") };
    assert_eq!(only.insights_configuration().unwrap().insights_enabled(), Some(true));
}

#[tokio::test]
async fn groups_have_limits() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    create(&client, &long(32)).await.unwrap();
    for bad in [long(33), "a b".to_owned(), String::new()] {
        let text = create(&client, &bad).await.unwrap_err();
        assert!(text.starts_with("ValidationException: 1 validation error detected"), "{text}");
    }
    let create_with = |expression: &str| {
        client.create_group().group_name("x").filter_expression(expression).send()
    };
    let word = refusal(create_with("responsecode(\"404\")").await);
    assert!(word.starts_with("InvalidRequestException: Invalid input symbol"), "{word}");
    let notify =
        client.create_group().group_name("x").insights_configuration(insights(false, true));
    assert!(refusal(notify.send().await).starts_with("InvalidRequestException: "));
    let both = client.get_group().group_name("a").group_arn("b").send().await;
    assert!(refusal(both).starts_with("InvalidRequestException: "));
    let neither = client.get_group().send().await;
    assert!(refusal(neither).starts_with("InvalidRequestException: "));
}

#[tokio::test]
async fn there_are_twenty_five_groups_beside_default() {
    let backend = TestBackend::start().await;
    let client = backend.xray();
    // A changed Default is stored, and still is none of the twenty-five.
    let update =
        client.update_group().group_name("Default").insights_configuration(insights(true, false));
    update.send().await.unwrap();
    for number in 0..25 {
        create(&client, &format!("group-{number:02}")).await.unwrap();
    }
    let text = create(&client, "one-more").await.unwrap_err();
    assert!(text.starts_with("InvalidRequestException: "), "{text}");
    let names: Vec<String> = client
        .get_groups()
        .send()
        .await
        .unwrap()
        .groups()
        .iter()
        .map(|group| group.group_name().unwrap().to_owned())
        .collect();
    assert_eq!(names.len(), 26, "what is refused leaves nothing behind: {names:?}");
    assert!(
        refusal(client.get_groups().next_token("x").send().await)
            .starts_with("InvalidRequestException: ")
    );
}

#[tokio::test]
async fn of_racing_creators_one_wins() {
    let backend = TestBackend::start().await;
    let mut racers = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let client = backend.xray();
        racers.spawn(async move { create(&client, "one").await });
    }
    let (won, lost): (Vec<_>, Vec<_>) =
        racers.join_all().await.into_iter().partition(Result::is_ok);
    assert_eq!(won.len(), 1);
    for lost in lost {
        assert_eq!(lost.unwrap_err(), "InvalidRequestException: Group one already exists");
    }
}
