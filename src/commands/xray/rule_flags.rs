//! The fields of a sampling rule on the command line.

use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;
use serde_json::Value;

use crate::commands::CommandError;
use crate::commands::json_input;
use crate::wire::xray::SamplingRuleInput;
use crate::wire::xray::Tag;

/// The fields of a sampling rule.
#[derive(Args, Debug)]
pub(super) struct RuleFlags {
    /// Order in which rules are tried, 1 to 9999, lowest first
    #[arg(long, value_name = "NUMBER")]
    priority: Option<i64>,
    /// Share of requests beyond the reservoir that are traced, 0 to 1
    #[arg(long, value_name = "SHARE")]
    fixed_rate: Option<f64>,
    /// Requests traced per second before the rate applies
    #[arg(long, value_name = "NUMBER")]
    reservoir_size: Option<i64>,
    /// Service name to match; * and ? are wildcards
    #[arg(long, value_name = "GLOB")]
    service_name: Option<String>,
    /// Service type to match
    #[arg(long, value_name = "GLOB")]
    service_type: Option<String>,
    /// Host to match
    #[arg(long, value_name = "GLOB")]
    host: Option<String>,
    /// HTTP method to match
    #[arg(long, value_name = "GLOB")]
    http_method: Option<String>,
    /// Path of the URL to match
    #[arg(long, value_name = "GLOB")]
    url_path: Option<String>,
    /// ARN of the resource the service runs on
    #[arg(long, value_name = "GLOB")]
    resource_arn: Option<String>,
    /// Read the rule from a file of the AWS CLI
    #[arg(long = "file", value_name = "PATH", conflicts_with_all = ["cli_input_json", "sampling_rule"])]
    rule_file: Option<PathBuf>,
    /// Read the request from JSON or file://PATH; flags win
    #[arg(long, value_name = "JSON", conflicts_with = "sampling_rule")]
    cli_input_json: Option<String>,
    /// The rule in the AWS CLI's way: JSON or file://PATH
    #[arg(
        long,
        visible_alias = "sampling-rule-update",
        value_name = "JSON",
        hide_short_help = true
    )]
    sampling_rule: Option<String>,
}

/// A rule as files hold it: the request of the AWS CLI, or the rule alone.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Request {
    #[serde(alias = "SamplingRuleUpdate")]
    sampling_rule: Option<SamplingRuleInput>,
    tags: Option<Vec<Tag>>,
}

impl RuleFlags {
    /// Returns the rule that the file or JSON and the flags make together.
    pub(super) fn rule(self) -> Result<(SamplingRuleInput, Option<Vec<Tag>>), CommandError> {
        let (mut rule, tags) = if let Some(path) = &self.rule_file {
            let value: Value = json_input::parse_file(path)?;
            if value.get("SamplingRule").is_some() || value.get("SamplingRuleUpdate").is_some() {
                split(json_input::parse_file(path)?)
            } else {
                (json_input::parse_file(path)?, None)
            }
        } else if let Some(json) = &self.cli_input_json {
            split(json_input::parse("--cli-input-json", json)?)
        } else if let Some(json) = &self.sampling_rule {
            (json_input::parse("--sampling-rule", json)?, None)
        } else {
            (SamplingRuleInput::default(), None)
        };
        set(&mut rule.priority, self.priority);
        set(&mut rule.fixed_rate, self.fixed_rate);
        set(&mut rule.reservoir_size, self.reservoir_size);
        set(&mut rule.service_name, self.service_name);
        set(&mut rule.service_type, self.service_type);
        set(&mut rule.host, self.host);
        set(&mut rule.http_method, self.http_method);
        set(&mut rule.url_path, self.url_path);
        set(&mut rule.resource_arn, self.resource_arn);
        Ok((rule, tags))
    }
}

fn split(request: Request) -> (SamplingRuleInput, Option<Vec<Tag>>) {
    (request.sampling_rule.unwrap_or_default(), request.tags)
}

fn set<T>(target: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *target = value;
    }
}
