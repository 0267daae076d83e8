//! A service as its kinds call it: a client, the limits of its calls, and the marks it writes.
//!
//! Tags are read and written alike for every service that has them.

use std::collections::BTreeMap;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::caller::Caller;
use super::marks;
use super::marks::Marks;
use crate::base::Kind;
use crate::clients::aws::AwsCallError;
use crate::clients::aws::LogsClient;
use crate::clients::aws::XrayClient;
use crate::model::change_set::FieldChange;
use crate::model::change_set::Observed;
use crate::model::change_set::Origin;

/// A client that reads and writes the tags of things by their ARN.
pub(super) trait TagClient: Sync {
    fn list(
        &self,
        arn: &str,
    ) -> impl Future<Output = Result<BTreeMap<String, String>, AwsCallError>> + Send;

    fn tag(
        &self,
        arn: &str,
        tags: BTreeMap<String, String>,
    ) -> impl Future<Output = Result<(), AwsCallError>> + Send;

    fn untag(
        &self,
        arn: &str,
        keys: Vec<String>,
    ) -> impl Future<Output = Result<(), AwsCallError>> + Send;
}

impl TagClient for LogsClient {
    async fn list(&self, arn: &str) -> Result<BTreeMap<String, String>, AwsCallError> {
        self.list_tags(arn).await
    }

    async fn tag(&self, arn: &str, tags: BTreeMap<String, String>) -> Result<(), AwsCallError> {
        Self::tag(self, arn, tags).await
    }

    async fn untag(&self, arn: &str, keys: Vec<String>) -> Result<(), AwsCallError> {
        Self::untag(self, arn, keys).await
    }
}

impl TagClient for XrayClient {
    async fn list(&self, arn: &str) -> Result<BTreeMap<String, String>, AwsCallError> {
        self.list_tags(arn).await
    }

    async fn tag(&self, arn: &str, tags: BTreeMap<String, String>) -> Result<(), AwsCallError> {
        Self::tag(self, arn, tags).await
    }

    async fn untag(&self, arn: &str, keys: Vec<String>) -> Result<(), AwsCallError> {
        Self::untag(self, arn, keys).await
    }
}

/// A client, the limits of its calls, and the marks that it writes.
#[derive(Clone, Debug)]
pub(super) struct Service<C> {
    pub(super) client: C,
    pub(super) caller: Caller,
    pub(super) marks: Marks,
}

impl<C: TagClient> Service<C> {
    /// Returns the tags of a thing that a listing showed; nothing where it is gone meanwhile, or
    /// has only just been made.
    pub(super) async fn tags(
        &self,
        arn: &str,
    ) -> Result<Option<BTreeMap<String, String>>, CallError> {
        match self.caller.read("ListTagsForResource", || self.client.list(arn)).await {
            Ok(tags) => Ok(Some(tags)),
            Err(error) if error.cause == FailureCause::Missing => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns the tags of a thing that the file does not name; nothing also where they must not be
    /// read, because it is nobody's business here then.
    pub(super) async fn tags_of_undeclared(
        &self,
        arn: &str,
    ) -> Result<Option<BTreeMap<String, String>>, CallError> {
        match self.tags(arn).await {
            Err(error) if error.kind == Kind::Denied => Ok(None),
            other => other,
        }
    }

    /// Writes the tags that are among changed fields.
    pub(super) async fn update(
        &self,
        observed: &Observed,
        fields: &[FieldChange],
    ) -> Result<(), CallError> {
        let tags = marks::changed(fields);
        if tags.is_empty() {
            return Ok(());
        }
        let call = || self.client.tag(&observed.arn, tags.clone());
        self.caller.write("TagResource", call).await
    }

    /// Marks a thing as ours.
    pub(super) async fn mark(&self, observed: &Observed, origin: Origin) -> Result<(), CallError> {
        let call = || self.client.tag(&observed.arn, self.marks.tags(origin));
        self.caller.write("TagResource", call).await
    }

    /// Takes our marks off.
    pub(super) async fn release(&self, observed: &Observed) -> Result<(), CallError> {
        let call = || self.client.untag(&observed.arn, marks::keys());
        self.caller.write("UntagResource", call).await
    }
}
