//! Groups.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

use super::Tag;

/// Input of `CreateGroup`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateGroupRequest {
    pub group_name: Option<String>,
    pub filter_expression: Option<String>,
    pub insights_configuration: Option<InsightsConfiguration>,
    pub tags: Option<Vec<Tag>>,
}

/// Whether a group has insights; both members are always answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct InsightsConfiguration {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insights_enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notifications_enabled: Option<bool>,
}

/// A group as it is stored and shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Group {
    pub group_name: String,
    #[serde(rename = "GroupARN")]
    pub group_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_expression: Option<String>,
    pub insights_configuration: InsightsConfiguration,
}

/// Output of `CreateGroup`, `GetGroup` and `UpdateGroup`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GroupResponse {
    pub group: Group,
}

/// Input of `GetGroup` and `DeleteGroup`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct GroupSelector {
    pub group_name: Option<String>,
    #[serde(rename = "GroupARN")]
    pub group_arn: Option<String>,
}

/// Input of `UpdateGroup`; an absent member stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UpdateGroupRequest {
    pub group_name: Option<String>,
    #[serde(rename = "GroupARN")]
    pub group_arn: Option<String>,
    pub filter_expression: Option<String>,
    pub insights_configuration: Option<InsightsConfiguration>,
}

/// Output of `GetGroups`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetGroupsResponse {
    pub groups: Vec<Group>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}
