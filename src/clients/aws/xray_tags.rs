//! Tags of groups and sampling rules.

use std::collections::BTreeMap;

use super::error::AwsCallError;
use super::xray::XrayClient;
use super::xray::sdk_tags;
use crate::wire::xray::Tag;

impl XrayClient {
    /// `ListTagsForResource`, all pages.
    ///
    /// # Errors
    /// A call fails.
    pub async fn list_tags(&self, arn: &str) -> Result<BTreeMap<String, String>, AwsCallError> {
        let mut tags = BTreeMap::new();
        let mut next_token = None;
        loop {
            let output = self
                .inner
                .list_tags_for_resource()
                .resource_arn(arn)
                .set_next_token(next_token)
                .send()
                .await
                .map_err(self.destination.failed("ListTagsForResource"))?;
            let page = output.tags.unwrap_or_default().into_iter();
            tags.extend(page.map(|tag| (tag.key, tag.value)));
            next_token = output.next_token.filter(|token| !token.is_empty());
            if next_token.is_none() {
                return Ok(tags);
            }
        }
    }

    /// `TagResource`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn tag(&self, arn: &str, tags: BTreeMap<String, String>) -> Result<(), AwsCallError> {
        let tags = tags.into_iter().map(|(key, value)| Tag { key, value }).collect();
        self.inner
            .tag_resource()
            .resource_arn(arn)
            .set_tags(Some(sdk_tags(tags)))
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
}
