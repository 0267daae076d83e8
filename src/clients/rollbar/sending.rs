//! Items and deploys, on their way to the service.

use reqwest::Method;
use serde_json::Value;
use serde_json::json;

use super::client::RollbarClient;
use super::error::RollbarCallError;
use super::rate_limits::RateLimits;
use crate::base::parse_json;
use crate::wire::rollbar::AcceptedItem;
use crate::wire::rollbar::CreatedDeploy;
use crate::wire::rollbar::ItemPayload;
use crate::wire::rollbar::NewDeploy;
use crate::wire::rollbar::TokenScope;

/// An item that the service took; it is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The HTTP status.
    pub status: u16,
    /// The occurrence's uuid, as the service answers it.
    pub uuid: Option<String>,
    /// What the token may still send.
    pub limits: RateLimits,
}

impl RollbarClient {
    /// `POST /item/`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn send_item(&self, payload: &ItemPayload) -> Result<Sent, RollbarCallError> {
        const OPERATION: &str = "CreateItem";
        let answer = self.send_json(OPERATION, Method::POST, "/item/", &json!(payload)).await?;
        let accepted: AcceptedItem = self.result(OPERATION, TokenScope::PostServerItem, &answer)?;
        let limits = RateLimits::of(&answer);
        Ok(Sent { status: answer.status, uuid: accepted.uuid, limits })
    }

    /// `POST /deploy`; returns the deploy's number.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_deploy(&self, deploy: &NewDeploy) -> Result<i64, RollbarCallError> {
        const OPERATION: &str = "CreateDeploy";
        let answer = self.send_json(OPERATION, Method::POST, "/deploy", &json!(deploy)).await?;
        // This answer is in no envelope, unless it is.
        let bare: Option<CreatedDeploy> = parse_json(&answer.body).ok();
        if let Some(id) = bare.and_then(|created| created.id()) {
            return Ok(id);
        }
        let created: CreatedDeploy = self.result(OPERATION, TokenScope::PostServerItem, &answer)?;
        created.id().ok_or_else(|| RollbarCallError::Stranger {
            url: answer.url,
            reason: "its answer has no deploy id".to_owned(),
        })
    }

    /// `PATCH /deploy/{id}`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn update_deploy(&self, id: i64, status: &str) -> Result<(), RollbarCallError> {
        const OPERATION: &str = "UpdateDeploy";
        let body = json!({ "status": status });
        let path = format!("/deploy/{id}");
        let answer = self.send_json(OPERATION, Method::PATCH, &path, &body).await?;
        // What it answers beside that it is done is not settled, but it may still say that it is not.
        let says: Value = parse_json(&answer.body).unwrap_or_default();
        if says.get("err").and_then(Value::as_i64).is_some_and(|err| err != 0) {
            return Err(self.refused(OPERATION, TokenScope::PostServerItem, &answer));
        }
        Ok(())
    }
}
