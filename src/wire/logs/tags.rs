//! Tags, in the present and the deprecated operations.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

/// Input of `TagResource`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagResourceRequest {
    pub resource_arn: Option<String>,
    pub tags: Option<BTreeMap<String, String>>,
}

/// Input of `UntagResource`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UntagResourceRequest {
    pub resource_arn: Option<String>,
    pub tag_keys: Option<Vec<String>>,
}

/// Input of `ListTagsForResource`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListTagsForResourceRequest {
    pub resource_arn: Option<String>,
}

/// Output of `ListTagsForResource` and `ListTagsLogGroup`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TagsResponse {
    pub tags: BTreeMap<String, String>,
}

/// Input of `TagLogGroup`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagLogGroupRequest {
    pub log_group_name: Option<String>,
    pub tags: Option<BTreeMap<String, String>>,
}

/// Input of `UntagLogGroup`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UntagLogGroupRequest {
    pub log_group_name: Option<String>,
    pub tags: Option<Vec<String>>,
}
