//! Tags of log groups, and finding log groups by them.

use std::collections::BTreeMap;

use aws_sdk_cloudwatchlogs::types;

use super::error::AwsCallError;
use super::logs::LogsClient;
use crate::wire::logs::TagFilter;

/// Log groups on one page of `ListLogGroups`, the most there can be.
const PAGE_SIZE: i32 = 1000;

impl LogsClient {
    /// `ListTagsForResource` of the log group with this ARN, which must not end in `:*`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn list_tags(&self, arn: &str) -> Result<BTreeMap<String, String>, AwsCallError> {
        let output = self
            .inner
            .list_tags_for_resource()
            .resource_arn(arn)
            .send()
            .await
            .map_err(self.destination.failed("ListTagsForResource"))?;
        Ok(output.tags.unwrap_or_default().into_iter().collect())
    }

    /// `TagResource`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn tag(&self, arn: &str, tags: BTreeMap<String, String>) -> Result<(), AwsCallError> {
        self.inner
            .tag_resource()
            .resource_arn(arn)
            .set_tags(Some(tags.into_iter().collect()))
            .send()
            .await
            .map_err(self.destination.failed("TagResource"))?;
        Ok(())
    }

    /// `UntagResource`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn untag(&self, arn: &str, keys: Vec<String>) -> Result<(), AwsCallError> {
        self.inner
            .untag_resource()
            .resource_arn(arn)
            .set_tag_keys(Some(keys))
            .send()
            .await
            .map_err(self.destination.failed("UntagResource"))?;
        Ok(())
    }

    /// `ListLogGroups`, one page of the names of groups that carry all of `tags`, and the token of
    /// the next page.
    ///
    /// # Errors
    /// The call fails.
    pub async fn list_log_groups_by_tags(
        &self,
        tags: &[TagFilter],
        next_token: Option<String>,
    ) -> Result<(Vec<String>, Option<String>), AwsCallError> {
        // One without its key never comes from our own commands.
        let filters = tags.iter().filter_map(|filter| {
            types::TagFilter::builder()
                .set_key(filter.key.clone())
                .set_values(filter.values.clone())
                .build()
                .ok()
        });
        let output = self
            .inner
            .list_log_groups()
            .set_log_group_tags(Some(filters.collect()))
            .limit(PAGE_SIZE)
            .set_next_token(next_token)
            .send()
            .await
            .map_err(self.destination.failed("ListLogGroups"))?;
        let names = output.log_groups.unwrap_or_default().into_iter();
        Ok((
            names.filter_map(|group| group.log_group_name).collect(),
            output.next_token.filter(|token| !token.is_empty()),
        ))
    }
}
