//! Deploys.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

use super::lenient::or_default;

/// A deploy as it is answered, and read by clients; times are seconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Deploy {
    #[serde(deserialize_with = "or_default")]
    pub id: i64,
    #[serde(deserialize_with = "or_default")]
    pub project_id: i64,
    #[serde(deserialize_with = "or_default")]
    pub environment: String,
    #[serde(deserialize_with = "or_default")]
    pub revision: String,
    pub comment: Option<String>,
    pub local_username: Option<String>,
    pub user_id: Option<i64>,
    /// A word of [`DEPLOY_STATUSES`].
    pub status: Option<String>,
    pub start_time: Option<i64>,
    pub finish_time: Option<i64>,
}

/// What a deploy may have come to.
pub const DEPLOY_STATUSES: [&str; 4] = ["started", "succeeded", "failed", "timed_out"];

/// The body of `POST /deploy`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct NewDeploy {
    pub environment: String,
    pub revision: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollbar_username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollbar_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<i64>,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<i64>,
}

/// The answer to `POST /deploy`: `{"data":{"deploy_id":N}}`, or flat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct CreatedDeploy {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<DeployId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deploy_id: Option<i64>,
}

/// The number of a new deploy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct DeployId {
    pub deploy_id: Option<i64>,
}

impl CreatedDeploy {
    /// Creates the answer as the service gives it.
    #[must_use]
    pub const fn new(id: i64) -> Self {
        Self { data: Some(DeployId { deploy_id: Some(id) }), deploy_id: None }
    }

    /// Returns the deploy's number, wherever it is.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        self.data.as_ref().and_then(|data| data.deploy_id).or(self.deploy_id)
    }
}

/// A page of deploys, the newest first; pages count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct DeployPage {
    #[serde(deserialize_with = "or_default")]
    pub page: u64,
    #[serde(deserialize_with = "or_default")]
    pub deploys: Vec<Deploy>,
}
