//! Log groups, streams, retention, tags and filter tests.

use std::collections::BTreeMap;

use aws_sdk_cloudwatchlogs::types;

use super::error::AwsCallError;
use super::logs::LogsClient;
use crate::wire::logs::CreateLogGroupRequest;
use crate::wire::logs::DescribeLogGroupsRequest;
use crate::wire::logs::DescribeLogGroupsResponse;
use crate::wire::logs::DescribeLogStreamsRequest;
use crate::wire::logs::DescribeLogStreamsResponse;
use crate::wire::logs::LogGroup;
use crate::wire::logs::LogStream;
use crate::wire::logs::MetricFilterMatchRecord;
use crate::wire::logs::TestMetricFilterRequest;
use crate::wire::logs::TestMetricFilterResponse;

impl LogsClient {
    /// `CreateLogGroup`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_log_group(&self, input: CreateLogGroupRequest) -> Result<(), AwsCallError> {
        self.inner
            .create_log_group()
            .set_log_group_name(input.log_group_name)
            .set_kms_key_id(input.kms_key_id)
            .set_tags(input.tags.map(|tags| tags.into_iter().collect()))
            .set_log_group_class(input.log_group_class.as_deref().map(types::LogGroupClass::from))
            .set_deletion_protection_enabled(input.deletion_protection_enabled)
            .send()
            .await
            .map_err(self.destination.failed("CreateLogGroup"))?;
        Ok(())
    }

    /// `DeleteLogGroup`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete_log_group(&self, name: &str) -> Result<(), AwsCallError> {
        self.inner
            .delete_log_group()
            .log_group_name(name)
            .send()
            .await
            .map_err(self.destination.failed("DeleteLogGroup"))?;
        Ok(())
    }

    /// `DescribeLogGroups`, one page.
    ///
    /// # Errors
    /// The call fails.
    pub async fn describe_log_groups(
        &self,
        input: DescribeLogGroupsRequest,
    ) -> Result<DescribeLogGroupsResponse, AwsCallError> {
        let output = self
            .inner
            .describe_log_groups()
            .set_log_group_name_prefix(input.log_group_name_prefix)
            .set_log_group_name_pattern(input.log_group_name_pattern)
            .set_log_group_identifiers(input.log_group_identifiers)
            .set_log_group_class(input.log_group_class.as_deref().map(types::LogGroupClass::from))
            .set_account_identifiers(input.account_identifiers)
            .set_include_linked_accounts(input.include_linked_accounts)
            .set_limit(narrow(input.limit))
            .set_next_token(input.next_token)
            .send()
            .await
            .map_err(self.destination.failed("DescribeLogGroups"))?;
        Ok(DescribeLogGroupsResponse {
            log_groups: output.log_groups.unwrap_or_default().into_iter().map(group).collect(),
            next_token: output.next_token.filter(|token| !token.is_empty()),
        })
    }

    /// Returns the group of exactly this name; a prefix may match many others, so it pages.
    ///
    /// # Errors
    /// A call fails.
    pub async fn find_log_group(&self, name: &str) -> Result<Option<LogGroup>, AwsCallError> {
        let mut next_token = None;
        loop {
            let page = self
                .describe_log_groups(DescribeLogGroupsRequest {
                    log_group_name_prefix: Some(name.to_owned()),
                    next_token,
                    ..DescribeLogGroupsRequest::default()
                })
                .await?;
            if let Some(found) = page.log_groups.into_iter().find(|g| g.log_group_name == name) {
                return Ok(Some(found));
            }
            next_token = page.next_token;
            if next_token.is_none() {
                return Ok(None);
            }
        }
    }

    /// `PutRetentionPolicy`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn put_retention_policy(&self, name: &str, days: u32) -> Result<(), AwsCallError> {
        self.inner
            .put_retention_policy()
            .log_group_name(name)
            .retention_in_days(i32::try_from(days).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(self.destination.failed("PutRetentionPolicy"))?;
        Ok(())
    }

    /// `DeleteRetentionPolicy`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete_retention_policy(&self, name: &str) -> Result<(), AwsCallError> {
        self.inner
            .delete_retention_policy()
            .log_group_name(name)
            .send()
            .await
            .map_err(self.destination.failed("DeleteRetentionPolicy"))?;
        Ok(())
    }

    /// `CreateLogStream`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_log_stream(&self, group: &str, stream: &str) -> Result<(), AwsCallError> {
        self.inner
            .create_log_stream()
            .log_group_name(group)
            .log_stream_name(stream)
            .send()
            .await
            .map_err(self.destination.failed("CreateLogStream"))?;
        Ok(())
    }

    /// `DescribeLogStreams`, one page.
    ///
    /// # Errors
    /// The call fails.
    pub async fn describe_log_streams(
        &self,
        input: DescribeLogStreamsRequest,
    ) -> Result<DescribeLogStreamsResponse, AwsCallError> {
        let output = self
            .inner
            .describe_log_streams()
            .set_log_group_name(input.log_group_name)
            .set_log_group_identifier(input.log_group_identifier)
            .set_log_stream_name_prefix(input.log_stream_name_prefix)
            .set_order_by(input.order_by.as_deref().map(types::OrderBy::from))
            .set_descending(input.descending)
            .set_limit(narrow(input.limit))
            .set_next_token(input.next_token)
            .send()
            .await
            .map_err(self.destination.failed("DescribeLogStreams"))?;
        Ok(DescribeLogStreamsResponse {
            log_streams: output.log_streams.unwrap_or_default().into_iter().map(stream).collect(),
            next_token: output.next_token,
        })
    }

    /// `TestMetricFilter`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn test_metric_filter(
        &self,
        input: TestMetricFilterRequest,
    ) -> Result<TestMetricFilterResponse, AwsCallError> {
        let output = self
            .inner
            .test_metric_filter()
            .set_filter_pattern(input.filter_pattern)
            .set_log_event_messages(input.log_event_messages)
            .send()
            .await
            .map_err(self.destination.failed("TestMetricFilter"))?;
        let matches =
            output.matches.unwrap_or_default().into_iter().map(|record| MetricFilterMatchRecord {
                event_number: usize::try_from(record.event_number).unwrap_or_default(),
                event_message: record.event_message.unwrap_or_default(),
                extracted_values: record
                    .extracted_values
                    .unwrap_or_default()
                    .into_iter()
                    .collect::<BTreeMap<_, _>>(),
            });
        Ok(TestMetricFilterResponse { matches: matches.collect() })
    }
}

/// The SDK takes 32 bits where JSON input may hold more; the service refuses both alike.
pub(super) fn narrow(value: Option<i64>) -> Option<i32> {
    value.map(|value| i32::try_from(value).unwrap_or(i32::MAX))
}

fn group(group: types::LogGroup) -> LogGroup {
    LogGroup {
        log_group_name: group.log_group_name.unwrap_or_default(),
        creation_time: group.creation_time.unwrap_or_default(),
        retention_in_days: group.retention_in_days.and_then(|days| u32::try_from(days).ok()),
        metric_filter_count: i64::from(group.metric_filter_count.unwrap_or_default()),
        arn: group.arn.unwrap_or_default(),
        stored_bytes: group.stored_bytes,
        kms_key_id: group.kms_key_id,
        log_group_class: group
            .log_group_class
            .map_or_else(|| "STANDARD".to_owned(), |class| class.as_str().to_owned()),
        log_group_arn: group.log_group_arn.unwrap_or_default(),
        deletion_protection_enabled: group.deletion_protection_enabled,
        bearer_token_authentication_enabled: group.bearer_token_authentication_enabled,
    }
}

#[expect(deprecated, reason = "the AWS CLI still shows the size and the token")]
fn stream(stream: types::LogStream) -> LogStream {
    LogStream {
        log_stream_name: stream.log_stream_name.unwrap_or_default(),
        creation_time: stream.creation_time.unwrap_or_default(),
        first_event_timestamp: stream.first_event_timestamp,
        last_event_timestamp: stream.last_event_timestamp,
        last_ingestion_time: stream.last_ingestion_time,
        upload_sequence_token: stream.upload_sequence_token,
        arn: stream.arn.unwrap_or_default(),
        stored_bytes: stream.stored_bytes.unwrap_or_default(),
    }
}
