//! Account-wide settings: encryption, resource policies, indexing rules, segment destination.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

/// Input of `PutEncryptionConfig`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PutEncryptionConfigRequest {
    pub key_id: Option<String>,
    #[serde(rename = "Type")]
    pub kind: Option<String>,
}

/// How traces are encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct EncryptionConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    pub status: String,
    #[serde(rename = "Type")]
    pub kind: String,
}

/// Output of `GetEncryptionConfig` and `PutEncryptionConfig`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EncryptionConfigResponse {
    pub encryption_config: EncryptionConfig,
}

/// Input of `PutResourcePolicy`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PutResourcePolicyRequest {
    pub policy_name: Option<String>,
    pub policy_document: Option<String>,
    pub policy_revision_id: Option<String>,
    pub bypass_policy_lockout_check: Option<bool>,
}

/// A resource policy as it is stored and shown.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ResourcePolicy {
    pub policy_name: String,
    pub policy_document: String,
    pub policy_revision_id: String,
    pub last_updated_time: f64,
}

/// Output of `PutResourcePolicy`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PutResourcePolicyResponse {
    pub resource_policy: ResourcePolicy,
}

/// Output of `ListResourcePolicies`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListResourcePoliciesResponse {
    pub resource_policies: Vec<ResourcePolicy>,
}

/// Input of `DeleteResourcePolicy`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DeleteResourcePolicyRequest {
    pub policy_name: Option<String>,
    pub policy_revision_id: Option<String>,
}

/// How much of what arrives is indexed.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct ProbabilisticRule {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desired_sampling_percentage: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual_sampling_percentage: Option<f64>,
}

/// The union of indexing rule kinds, of which there is one.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct IndexingRuleValue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probabilistic: Option<ProbabilisticRule>,
}

/// An indexing rule; its time is in epoch seconds.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct IndexingRule {
    pub name: String,
    pub modified_at: f64,
    pub rule: IndexingRuleValue,
}

/// Output of `GetIndexingRules`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetIndexingRulesResponse {
    pub indexing_rules: Vec<IndexingRule>,
}

/// Input of `UpdateIndexingRule`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UpdateIndexingRuleRequest {
    pub name: Option<String>,
    pub rule: Option<IndexingRuleValue>,
}

/// Output of `UpdateIndexingRule`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UpdateIndexingRuleResponse {
    pub indexing_rule: IndexingRule,
}

/// Where segments go, and whether the change is done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct TraceSegmentDestination {
    pub destination: String,
    pub status: String,
}

/// Input of `UpdateTraceSegmentDestination`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UpdateTraceSegmentDestinationRequest {
    pub destination: Option<String>,
}
