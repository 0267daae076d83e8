//! Saved Logs Insights queries.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

/// Input of `PutQueryDefinition`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PutQueryDefinitionRequest {
    pub name: Option<String>,
    pub query_string: Option<String>,
    pub query_definition_id: Option<String>,
    pub log_group_names: Option<Vec<String>>,
    pub client_token: Option<String>,
    pub query_language: Option<String>,
    pub parameters: Option<Vec<QueryParameter>>,
}

/// A parameter of a saved query.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QueryParameter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Output of `PutQueryDefinition`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutQueryDefinitionResponse {
    pub query_definition_id: String,
}

/// A saved query as it is stored and shown.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QueryDefinition {
    pub query_language: String,
    pub query_definition_id: String,
    pub name: String,
    pub query_string: String,
    pub last_modified: i64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log_group_names: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Vec<QueryParameter>>,
}

/// Input of `DescribeQueryDefinitions`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DescribeQueryDefinitionsRequest {
    pub query_language: Option<String>,
    pub query_definition_name_prefix: Option<String>,
    pub max_results: Option<i64>,
    pub next_token: Option<String>,
}

/// Output of `DescribeQueryDefinitions`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeQueryDefinitionsResponse {
    pub query_definitions: Vec<QueryDefinition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Input of `DeleteQueryDefinition`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DeleteQueryDefinitionRequest {
    pub query_definition_id: Option<String>,
}

/// Output of `DeleteQueryDefinition`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteQueryDefinitionResponse {
    pub success: bool,
}
