//! Burn alerts: whom to tell when an objective is at risk.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

use super::FieldCode;
use super::Members;
use super::Problem;
use super::recipients::AlertRecipient;
use super::recipients::read_alert_recipients;
use super::triggers::MAXIMUM_ALERT_DESCRIPTION;

/// Longest identifier of an objective.
const MAXIMUM_IDENTIFIER: usize = 255;

/// Most minutes of an alert, which are ten years.
const MAXIMUM_MINUTES: i64 = 5_256_000;

/// A burn alert as it is answered, and read by clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct BurnAlert {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    pub alert_type: String,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exhaustion_minutes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_rate_window_minutes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_rate_decrease_threshold_per_million: Option<i64>,
    pub slo: BurnAlertSlo,
    pub recipients: Vec<AlertRecipient>,
    /// Whether it fires; nothing looks at objectives here, so it never does.
    pub triggered: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub created_at: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub updated_at: String,
}

/// The objective of an alert.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct BurnAlertSlo {
    pub id: String,
}

impl BurnAlert {
    /// Reads the body of `POST` or `PUT /1/burn_alerts`; without `slo` its identifier is empty.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, |members| {
            let alert_type = members
                .word("alert_type", &["exhaustion_time", "budget_rate"])
                .unwrap_or_else(|| "exhaustion_time".to_owned());
            let number = |of: &str, key: &str, range| {
                if alert_type == of {
                    members.require(key);
                } else if members.value(key).is_some() {
                    let description = format!("belongs to alerts of the type {of}: leave it out");
                    members.refuse(key, FieldCode::Invalid, description);
                    return None;
                }
                members.whole(key, range)
            };
            let slo = members.object("slo");
            Self {
                description: members
                    .text("description", MAXIMUM_ALERT_DESCRIPTION)
                    .unwrap_or_default(),
                exhaustion_minutes: number(
                    "exhaustion_time",
                    "exhaustion_minutes",
                    0..=MAXIMUM_MINUTES,
                ),
                budget_rate_window_minutes: number(
                    "budget_rate",
                    "budget_rate_window_minutes",
                    60..=MAXIMUM_MINUTES,
                ),
                budget_rate_decrease_threshold_per_million: number(
                    "budget_rate",
                    "budget_rate_decrease_threshold_per_million",
                    1..=1_000_000,
                ),
                slo: BurnAlertSlo {
                    id: slo
                        .map(|slo| slo.required_text("id", MAXIMUM_IDENTIFIER))
                        .unwrap_or_default(),
                },
                recipients: read_alert_recipients(members, 1),
                alert_type,
                ..Self::default()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use super::*;

    fn wrong(body: &Value) -> Vec<String> {
        match BurnAlert::read(body.to_string().as_bytes()) {
            Ok(_) => Vec::new(),
            Err(problem) => problem.fields.into_iter().map(|field| field.field).collect(),
        }
    }

    #[test]
    fn members_follow_the_type() {
        let (slo, recipients) = (json!({ "id": "s" }), json!([{ "id": "r" }]));
        let of = |members: Value| {
            let mut body = json!({ "slo": slo, "recipients": recipients });
            body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
            wrong(&body)
        };
        let (window, decrease) =
            ("budget_rate_window_minutes", "budget_rate_decrease_threshold_per_million");
        assert_eq!(of(json!({ "exhaustion_minutes": 0 })), [""; 0]);
        assert_eq!(of(json!({ "alert_type": "budget_rate", window: 60, decrease: 1 })), [""; 0]);
        assert_eq!(of(json!({})), ["exhaustion_minutes"]);
        assert_eq!(
            of(json!({ "exhaustion_minutes": -1, window: 60 })),
            ["exhaustion_minutes", window]
        );
        assert_eq!(
            of(json!({ "alert_type": "budget_rate", window: 59, "exhaustion_minutes": 5 })),
            ["exhaustion_minutes", window, decrease]
        );
        assert_eq!(of(json!({ "alert_type": "none" })), ["alert_type"]);
        let bare = json!({ "exhaustion_minutes": 5, "slo": {}, "recipients": [] });
        assert_eq!(wrong(&bare), ["slo.id", "recipients"]);
    }
}
