//! Sampling rules.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use super::Tag;
use crate::model::Violation;
use crate::model::sampling_rule;
use crate::wire::aws::required;

/// Input of `CreateSamplingRule`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct CreateSamplingRuleRequest {
    pub sampling_rule: Option<SamplingRuleInput>,
    pub tags: Option<Vec<Tag>>,
}

/// A sampling rule as a client sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SamplingRuleInput {
    pub rule_name: Option<String>,
    #[serde(rename = "RuleARN")]
    pub rule_arn: Option<String>,
    #[serde(rename = "ResourceARN")]
    pub resource_arn: Option<String>,
    pub priority: Option<i64>,
    pub fixed_rate: Option<f64>,
    pub reservoir_size: Option<i64>,
    pub service_name: Option<String>,
    pub service_type: Option<String>,
    pub host: Option<String>,
    #[serde(rename = "HTTPMethod")]
    pub http_method: Option<String>,
    #[serde(rename = "URLPath")]
    pub url_path: Option<String>,
    pub version: Option<i64>,
    pub attributes: Option<BTreeMap<String, String>>,
    pub sampling_rate_boost: Option<SamplingRateBoost>,
}

impl SamplingRuleInput {
    /// Converts a rule that is to be created.
    ///
    /// # Errors
    /// A required member is absent.
    pub fn into_model(self) -> Result<sampling_rule::SamplingRule, Violation> {
        let path = |member: &str| format!("SamplingRule.{member}");
        Ok(sampling_rule::SamplingRule {
            name: required(&path("RuleName"), self.rule_name)?,
            resource_arn: required(&path("ResourceARN"), self.resource_arn)?,
            priority: required(&path("Priority"), self.priority)?,
            fixed_rate: required(&path("FixedRate"), self.fixed_rate)?,
            reservoir_size: required(&path("ReservoirSize"), self.reservoir_size)?,
            service_name: required(&path("ServiceName"), self.service_name)?,
            service_type: required(&path("ServiceType"), self.service_type)?,
            host: required(&path("Host"), self.host)?,
            http_method: required(&path("HTTPMethod"), self.http_method)?,
            url_path: required(&path("URLPath"), self.url_path)?,
            version: required(&path("Version"), self.version)?,
            attributes: self.attributes.unwrap_or_default(),
            rate_boost: self.sampling_rate_boost.map(Into::into),
        })
    }

    /// Applies the members that an update names to `rule`; the selector and the version are not
    /// among them.
    pub fn apply_to(self, rule: &mut sampling_rule::SamplingRule) {
        fn set<T>(target: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *target = value;
            }
        }
        set(&mut rule.resource_arn, self.resource_arn);
        set(&mut rule.priority, self.priority);
        set(&mut rule.fixed_rate, self.fixed_rate);
        set(&mut rule.reservoir_size, self.reservoir_size);
        set(&mut rule.service_name, self.service_name);
        set(&mut rule.service_type, self.service_type);
        set(&mut rule.host, self.host);
        set(&mut rule.http_method, self.http_method);
        set(&mut rule.url_path, self.url_path);
        set(&mut rule.attributes, self.attributes);
        if let Some(boost) = self.sampling_rate_boost {
            rule.rate_boost = Some(boost.into());
        }
    }
}

/// A boost of the sampling rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SamplingRateBoost {
    pub max_rate: f64,
    pub cooldown_window_minutes: i64,
}

impl From<SamplingRateBoost> for sampling_rule::RateBoost {
    fn from(boost: SamplingRateBoost) -> Self {
        Self { maximum_rate: boost.max_rate, cooldown_minutes: boost.cooldown_window_minutes }
    }
}

/// A sampling rule as it is stored and shown; `Attributes` is always there because the Node
/// client needs it, `SamplingRateBoost` only where asked for because OpenTelemetry's Python
/// sampler accepts no unknown member.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SamplingRule {
    pub rule_name: String,
    #[serde(rename = "RuleARN")]
    pub rule_arn: String,
    #[serde(rename = "ResourceARN")]
    pub resource_arn: String,
    pub priority: i64,
    pub fixed_rate: f64,
    pub reservoir_size: i64,
    pub service_name: String,
    pub service_type: String,
    pub host: String,
    #[serde(rename = "HTTPMethod")]
    pub http_method: String,
    #[serde(rename = "URLPath")]
    pub url_path: String,
    pub version: i64,
    pub attributes: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampling_rate_boost: Option<SamplingRateBoost>,
}

impl SamplingRule {
    /// Converts a rule for the wire.
    #[must_use]
    pub fn from_model(rule: sampling_rule::SamplingRule, rule_arn: String) -> Self {
        Self {
            rule_name: rule.name,
            rule_arn,
            resource_arn: rule.resource_arn,
            priority: rule.priority,
            fixed_rate: rule.fixed_rate,
            reservoir_size: rule.reservoir_size,
            service_name: rule.service_name,
            service_type: rule.service_type,
            host: rule.host,
            http_method: rule.http_method,
            url_path: rule.url_path,
            version: rule.version,
            attributes: rule.attributes,
            sampling_rate_boost: rule.rate_boost.map(|boost| SamplingRateBoost {
                max_rate: boost.maximum_rate,
                cooldown_window_minutes: boost.cooldown_minutes,
            }),
        }
    }

    /// Converts a stored rule back.
    #[must_use]
    pub fn into_model(self) -> sampling_rule::SamplingRule {
        sampling_rule::SamplingRule {
            name: self.rule_name,
            resource_arn: self.resource_arn,
            priority: self.priority,
            fixed_rate: self.fixed_rate,
            reservoir_size: self.reservoir_size,
            service_name: self.service_name,
            service_type: self.service_type,
            host: self.host,
            http_method: self.http_method,
            url_path: self.url_path,
            version: self.version,
            attributes: self.attributes,
            rate_boost: self.sampling_rate_boost.map(Into::into),
        }
    }
}

/// A rule and its times, in epoch seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SamplingRuleRecord {
    pub sampling_rule: SamplingRule,
    pub created_at: f64,
    pub modified_at: f64,
}

/// Output of `CreateSamplingRule`, `UpdateSamplingRule` and `DeleteSamplingRule`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SamplingRuleResponse {
    pub sampling_rule_record: SamplingRuleRecord,
}

/// Output of `GetSamplingRules`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetSamplingRulesResponse {
    pub sampling_rule_records: Vec<SamplingRuleRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Input of `UpdateSamplingRule`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct UpdateSamplingRuleRequest {
    pub sampling_rule_update: Option<SamplingRuleInput>,
}

/// Input of `DeleteSamplingRule`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct SamplingRuleSelector {
    pub rule_name: Option<String>,
    #[serde(rename = "RuleARN")]
    pub rule_arn: Option<String>,
}
