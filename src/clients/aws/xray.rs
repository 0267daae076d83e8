//! The X-Ray client: groups and tags; sampling rules are in the file beside this one.

use aws_sdk_xray::Client;
use aws_sdk_xray::types;

use super::connection::AwsConnection;
use super::error::AwsCallError;
use super::error::Destination;
use crate::wire::xray::CreateGroupRequest;
use crate::wire::xray::Group;
use crate::wire::xray::GroupSelector;
use crate::wire::xray::InsightsConfiguration;
use crate::wire::xray::Tag;
use crate::wire::xray::UpdateGroupRequest;

/// Calls X-Ray.
#[derive(Clone, Debug)]
pub struct XrayClient {
    pub(super) inner: Client,
    pub(super) destination: Destination,
}

impl XrayClient {
    /// Creates a client over `connection`.
    #[must_use]
    pub fn new(connection: &AwsConnection) -> Self {
        let mut config = aws_sdk_xray::config::Builder::from(&connection.config);
        if let Some(observer) = &connection.options.observer {
            config = config.interceptor(observer.clone());
        }
        if let Some(endpoint) = &connection.options.xray_endpoint {
            config = config.endpoint_url(endpoint);
        }
        Self {
            inner: Client::from_conf(config.build()),
            destination: connection.destination("xray"),
        }
    }

    /// `CreateGroup`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_group(&self, input: CreateGroupRequest) -> Result<Group, AwsCallError> {
        let output = self
            .inner
            .create_group()
            .set_group_name(input.group_name)
            .set_filter_expression(input.filter_expression)
            .set_insights_configuration(input.insights_configuration.map(sdk_insights))
            .set_tags(input.tags.map(sdk_tags))
            .send()
            .await
            .map_err(self.destination.failed("CreateGroup"))?;
        Ok(output.group.map(group).unwrap_or_default())
    }

    /// `GetGroup`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn get_group(&self, selector: GroupSelector) -> Result<Group, AwsCallError> {
        let output = self
            .inner
            .get_group()
            .set_group_name(selector.group_name)
            .set_group_arn(selector.group_arn)
            .send()
            .await
            .map_err(self.destination.failed("GetGroup"))?;
        Ok(output.group.map(group).unwrap_or_default())
    }

    /// `GetGroups`, all pages.
    ///
    /// # Errors
    /// A call fails.
    pub async fn get_groups(&self) -> Result<Vec<Group>, AwsCallError> {
        let mut groups = Vec::new();
        let mut next_token = None;
        loop {
            let output = self
                .inner
                .get_groups()
                .set_next_token(next_token)
                .send()
                .await
                .map_err(self.destination.failed("GetGroups"))?;
            let page = output.groups.unwrap_or_default().into_iter();
            groups.extend(page.map(|summary| Group {
                group_name: summary.group_name.unwrap_or_default(),
                group_arn: summary.group_arn.unwrap_or_default(),
                filter_expression: summary.filter_expression,
                insights_configuration:
                    summary.insights_configuration.map(insights).unwrap_or_default(),
            }));
            next_token = output.next_token.filter(|token| !token.is_empty());
            if next_token.is_none() {
                return Ok(groups);
            }
        }
    }

    /// `UpdateGroup`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn update_group(&self, input: UpdateGroupRequest) -> Result<Group, AwsCallError> {
        let output = self
            .inner
            .update_group()
            .set_group_name(input.group_name)
            .set_group_arn(input.group_arn)
            .set_filter_expression(input.filter_expression)
            .set_insights_configuration(input.insights_configuration.map(sdk_insights))
            .send()
            .await
            .map_err(self.destination.failed("UpdateGroup"))?;
        Ok(output.group.map(group).unwrap_or_default())
    }

    /// `DeleteGroup`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete_group(&self, selector: GroupSelector) -> Result<(), AwsCallError> {
        self.inner
            .delete_group()
            .set_group_name(selector.group_name)
            .set_group_arn(selector.group_arn)
            .send()
            .await
            .map_err(self.destination.failed("DeleteGroup"))?;
        Ok(())
    }
}

/// Tags with an absent key never come from our own commands; the service refuses them.
pub(super) fn sdk_tags(tags: Vec<Tag>) -> Vec<types::Tag> {
    tags.into_iter()
        .filter_map(|tag| types::Tag::builder().key(tag.key).value(tag.value).build().ok())
        .collect()
}

fn sdk_insights(configuration: InsightsConfiguration) -> types::InsightsConfiguration {
    types::InsightsConfiguration::builder()
        .set_insights_enabled(configuration.insights_enabled)
        .set_notifications_enabled(configuration.notifications_enabled)
        .build()
}

fn insights(configuration: types::InsightsConfiguration) -> InsightsConfiguration {
    InsightsConfiguration {
        insights_enabled: configuration.insights_enabled,
        notifications_enabled: configuration.notifications_enabled,
    }
}

fn group(group: types::Group) -> Group {
    Group {
        group_name: group.group_name.unwrap_or_default(),
        group_arn: group.group_arn.unwrap_or_default(),
        filter_expression: group.filter_expression,
        insights_configuration: group.insights_configuration.map(insights).unwrap_or_default(),
    }
}
