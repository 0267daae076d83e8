//! Service-level objectives.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

use super::FieldCode;
use super::MAXIMUM_ALIAS_LENGTH;
use super::Members;
use super::Problem;
use super::tags::Tag;
use super::tags::read_tags;
use super::triggers::MAXIMUM_ALERT_DESCRIPTION;
use super::triggers::MAXIMUM_TRIGGER_NAME;

/// Most datasets that one objective is about.
pub const MAXIMUM_SLO_DATASETS: usize = 10;

/// Longest period, in days.
const MAXIMUM_PERIOD: i64 = 365;

/// An objective as it is answered, and read by clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Slo {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    pub name: String,
    pub description: String,
    pub sli: Sli,
    pub time_period_days: i64,
    pub target_per_million: i64,
    /// The datasets of an objective of `__all__`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dataset_slugs: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub created_at: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub updated_at: String,
}

/// The indicator: a calculated field that is true for events that went well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Sli {
    pub alias: String,
}

impl Slo {
    /// Reads the body of `POST` or `PUT /1/slos`.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, |members| {
            for key in ["sli", "time_period_days", "target_per_million"] {
                members.require(key);
            }
            let sli = members.object("sli");
            let dataset_slugs = members.texts("dataset_slugs", MAXIMUM_SLO_DATASETS);
            for (place, slug) in dataset_slugs.iter().flatten().enumerate() {
                if dataset_slugs.iter().flatten().take(place).any(|earlier| earlier == slug) {
                    let key = format!("dataset_slugs[{place}]");
                    members.refuse(&key, FieldCode::Invalid, "stands twice");
                }
            }
            Self {
                name: members.required_text("name", MAXIMUM_TRIGGER_NAME),
                description: members
                    .text("description", MAXIMUM_ALERT_DESCRIPTION)
                    .unwrap_or_default(),
                sli: Sli {
                    alias: sli
                        .map(|sli| sli.required_text("alias", MAXIMUM_ALIAS_LENGTH))
                        .unwrap_or_default(),
                },
                time_period_days: members
                    .whole("time_period_days", 1..=MAXIMUM_PERIOD)
                    .unwrap_or_default(),
                target_per_million: members
                    .whole("target_per_million", 0..=999_999)
                    .unwrap_or_default(),
                dataset_slugs: dataset_slugs.filter(|slugs| !slugs.is_empty()),
                tags: read_tags(members),
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
        match Slo::read(body.to_string().as_bytes()) {
            Ok(_) => Vec::new(),
            Err(problem) => problem.fields.into_iter().map(|field| field.field).collect(),
        }
    }

    #[test]
    fn every_limit_holds() {
        let with = |key: &str, value: Value| {
            let mut body = json!({
                "name": "n", "sli": { "alias": "ok" }, "time_period_days": 30,
                "target_per_million": 999_999,
            });
            body[key] = value;
            wrong(&body)
        };
        assert_eq!(with("target_per_million", json!(0)), [""; 0]);
        assert_eq!(with("dataset_slugs", json!(["a", "b"])), [""; 0]);
        for (key, value) in [
            ("target_per_million", json!(1_000_000)),
            ("target_per_million", json!(-1)),
            ("target_per_million", json!(99.9)),
            ("time_period_days", json!(0)),
            ("time_period_days", json!(366)),
            ("sli", json!("ok")),
            ("dataset_slugs", json!(vec!["a"; 11])),
        ] {
            assert_eq!(with(key, value.clone()), [key], "{value}");
        }
        assert_eq!(with("sli", json!({})), ["sli.alias"]);
        assert_eq!(with("dataset_slugs", json!(["a", "a", 1])).len(), 2);
        assert_eq!(wrong(&json!({})), ["sli", "time_period_days", "target_per_million", "name"]);
    }
}
