//! Sampling rules.

use aws_sdk_xray::primitives::DateTime;
use aws_sdk_xray::types;

use super::error::AwsCallError;
use super::xray::XrayClient;
use super::xray::sdk_tags;
use crate::model::sampling_rule;
use crate::wire::xray::SamplingRateBoost;
use crate::wire::xray::SamplingRule;
use crate::wire::xray::SamplingRuleInput;
use crate::wire::xray::SamplingRuleRecord;
use crate::wire::xray::SamplingRuleSelector;
use crate::wire::xray::Tag;

impl XrayClient {
    /// `CreateSamplingRule`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_sampling_rule(
        &self,
        rule: sampling_rule::SamplingRule,
        tags: Option<Vec<Tag>>,
    ) -> Result<SamplingRuleRecord, AwsCallError> {
        let output = self
            .inner
            .create_sampling_rule()
            .set_sampling_rule(sdk_rule(rule))
            .set_tags(tags.map(sdk_tags))
            .send()
            .await
            .map_err(self.destination.failed("CreateSamplingRule"))?;
        Ok(output.sampling_rule_record.map(record).unwrap_or_default())
    }

    /// `GetSamplingRules`, all pages.
    ///
    /// # Errors
    /// A call fails.
    pub async fn get_sampling_rules(&self) -> Result<Vec<SamplingRuleRecord>, AwsCallError> {
        let mut records = Vec::new();
        let mut next_token = None;
        loop {
            let output = self
                .inner
                .get_sampling_rules()
                .set_next_token(next_token)
                .send()
                .await
                .map_err(self.destination.failed("GetSamplingRules"))?;
            records
                .extend(output.sampling_rule_records.unwrap_or_default().into_iter().map(record));
            next_token = output.next_token.filter(|token| !token.is_empty());
            if next_token.is_none() {
                return Ok(records);
            }
        }
    }

    /// `UpdateSamplingRule`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn update_sampling_rule(
        &self,
        update: SamplingRuleInput,
    ) -> Result<SamplingRuleRecord, AwsCallError> {
        let update = types::SamplingRuleUpdate::builder()
            .set_rule_name(update.rule_name)
            .set_rule_arn(update.rule_arn)
            .set_resource_arn(update.resource_arn)
            .set_priority(update.priority.map(narrow))
            .set_fixed_rate(update.fixed_rate)
            .set_reservoir_size(update.reservoir_size.map(narrow))
            .set_service_name(update.service_name)
            .set_service_type(update.service_type)
            .set_host(update.host)
            .set_http_method(update.http_method)
            .set_url_path(update.url_path)
            .set_attributes(update.attributes.map(|map| map.into_iter().collect()))
            .set_sampling_rate_boost(
                update.sampling_rate_boost.map(|boost| sdk_boost(boost.into())),
            )
            .build();
        let output = self
            .inner
            .update_sampling_rule()
            .sampling_rule_update(update)
            .send()
            .await
            .map_err(self.destination.failed("UpdateSamplingRule"))?;
        Ok(output.sampling_rule_record.map(record).unwrap_or_default())
    }

    /// `DeleteSamplingRule`; returns the rule that is gone.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete_sampling_rule(
        &self,
        selector: SamplingRuleSelector,
    ) -> Result<SamplingRuleRecord, AwsCallError> {
        let output = self
            .inner
            .delete_sampling_rule()
            .set_rule_name(selector.rule_name)
            .set_rule_arn(selector.rule_arn)
            .send()
            .await
            .map_err(self.destination.failed("DeleteSamplingRule"))?;
        Ok(output.sampling_rule_record.map(record).unwrap_or_default())
    }
}

/// Converts a rule whose members have been checked; the SDK wants all of them.
fn sdk_rule(rule: sampling_rule::SamplingRule) -> Option<types::SamplingRule> {
    types::SamplingRule::builder()
        .rule_name(rule.name)
        .resource_arn(rule.resource_arn)
        .priority(narrow(rule.priority))
        .fixed_rate(rule.fixed_rate)
        .reservoir_size(narrow(rule.reservoir_size))
        .service_name(rule.service_name)
        .service_type(rule.service_type)
        .host(rule.host)
        .http_method(rule.http_method)
        .url_path(rule.url_path)
        .version(narrow(rule.version))
        .set_attributes(
            (!rule.attributes.is_empty()).then(|| rule.attributes.into_iter().collect()),
        )
        .set_sampling_rate_boost(rule.rate_boost.map(sdk_boost))
        .build()
        .ok()
}

fn sdk_boost(boost: sampling_rule::RateBoost) -> types::SamplingRateBoost {
    types::SamplingRateBoost::builder()
        .max_rate(boost.maximum_rate)
        .cooldown_window_minutes(narrow(boost.cooldown_minutes))
        .build()
}

fn record(record: types::SamplingRuleRecord) -> SamplingRuleRecord {
    SamplingRuleRecord {
        sampling_rule: record.sampling_rule.map(rule).unwrap_or_default(),
        created_at: record.created_at.map(seconds).unwrap_or_default(),
        modified_at: record.modified_at.map(seconds).unwrap_or_default(),
    }
}

fn rule(rule: types::SamplingRule) -> SamplingRule {
    SamplingRule {
        rule_name: rule.rule_name.unwrap_or_default(),
        rule_arn: rule.rule_arn.unwrap_or_default(),
        resource_arn: rule.resource_arn,
        priority: i64::from(rule.priority),
        fixed_rate: rule.fixed_rate,
        reservoir_size: i64::from(rule.reservoir_size),
        service_name: rule.service_name,
        service_type: rule.service_type,
        host: rule.host,
        http_method: rule.http_method,
        url_path: rule.url_path,
        version: i64::from(rule.version),
        attributes: rule.attributes.unwrap_or_default().into_iter().collect(),
        sampling_rate_boost: rule.sampling_rate_boost.map(|boost| SamplingRateBoost {
            max_rate: boost.max_rate,
            cooldown_window_minutes: i64::from(boost.cooldown_window_minutes),
        }),
    }
}

fn seconds(time: DateTime) -> f64 {
    time.as_secs_f64()
}

/// The SDK takes 32 bits where JSON input may hold more; the service refuses both alike.
fn narrow(value: i64) -> i32 {
    i32::try_from(value).unwrap_or(if value < 0 { i32::MIN } else { i32::MAX })
}
