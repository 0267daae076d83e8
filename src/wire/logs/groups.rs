//! Log groups, retention, protection, keys.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

/// Input of `CreateLogGroup`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreateLogGroupRequest {
    pub log_group_name: Option<String>,
    pub kms_key_id: Option<String>,
    pub tags: Option<BTreeMap<String, String>>,
    pub log_group_class: Option<String>,
    pub deletion_protection_enabled: Option<bool>,
}

/// Input of operations that name one log group.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LogGroupNameRequest {
    pub log_group_name: Option<String>,
}

/// Input of `DescribeLogGroups`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DescribeLogGroupsRequest {
    pub log_group_name_prefix: Option<String>,
    pub log_group_name_pattern: Option<String>,
    pub log_group_identifiers: Option<Vec<String>>,
    pub log_group_class: Option<String>,
    pub account_identifiers: Option<Vec<String>>,
    pub include_linked_accounts: Option<bool>,
    pub limit: Option<i64>,
    pub next_token: Option<String>,
}

/// Output of `DescribeLogGroups`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeLogGroupsResponse {
    pub log_groups: Vec<LogGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// A log group as `DescribeLogGroups` shows it; an absent retention never expires.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogGroup {
    pub log_group_name: String,
    pub creation_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_in_days: Option<u32>,
    pub metric_filter_count: i64,
    pub arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored_bytes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    pub log_group_class: String,
    pub log_group_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_protection_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bearer_token_authentication_enabled: Option<bool>,
}

/// Input of `ListLogGroups`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListLogGroupsRequest {
    pub log_group_name_pattern: Option<String>,
    pub log_group_class: Option<String>,
    pub log_group_tags: Option<Vec<TagFilter>>,
    pub limit: Option<i64>,
    pub next_token: Option<String>,
}

/// A condition on one tag of `ListLogGroups`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagFilter {
    pub key: Option<String>,
    pub values: Option<Vec<String>>,
}

/// Output of `ListLogGroups`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListLogGroupsResponse {
    pub log_groups: Vec<LogGroupSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// A log group as `ListLogGroups` shows it.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogGroupSummary {
    pub log_group_name: String,
    pub log_group_arn: String,
    pub log_group_class: String,
}

/// Input of `PutRetentionPolicy`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PutRetentionPolicyRequest {
    pub log_group_name: Option<String>,
    pub retention_in_days: Option<i64>,
}

/// Input of `PutLogGroupDeletionProtection`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PutLogGroupDeletionProtectionRequest {
    pub log_group_identifier: Option<String>,
    pub deletion_protection_enabled: Option<bool>,
}

/// Input of `PutBearerTokenAuthentication`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PutBearerTokenAuthenticationRequest {
    pub log_group_identifier: Option<String>,
    pub bearer_token_authentication_enabled: Option<bool>,
}
