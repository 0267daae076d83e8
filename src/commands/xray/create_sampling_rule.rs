//! `xray create-sampling-rule`.

use clap::Args;

use super::if_exists::IfExists;
use super::rule_flags::RuleFlags;
use super::selector::RuleName;
use super::view;
use crate::clients::aws::Cause;
use crate::clients::aws::XrayClient;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;
use crate::commands::tag_flags;
use crate::model::sampling_rule;
use crate::model::sampling_rule::RateBoost;
use crate::model::sampling_rule::SamplingRule;
use crate::wire::xray::SamplingRateBoost;
use crate::wire::xray::SamplingRuleInput;
use crate::wire::xray::SamplingRuleRecord;
use crate::wire::xray::Tag;

/// Create a sampling rule
///
/// The rule comes from a file of the AWS CLI, from flags, or from both; flags win. A second run
/// with the same rule changes nothing and succeeds.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs xray create-sampling-rule --cli-input-json file://aws/json/xray.json
  cruddur-obs xray create-sampling-rule Cruddur --priority 9000 --fixed-rate 0.1 \\
      --reservoir-size 5 --service-name backend-flask")]
pub(crate) struct XrayCreateSamplingRuleArgs {
    #[command(flatten)]
    name: RuleName,
    #[command(flatten)]
    rule: RuleFlags,
    /// Tags in the AWS CLI's way: Key=NAME,Value=TEXT, or JSON
    #[arg(long, value_name = "TAG", num_args = 1.., hide_short_help = true)]
    tags: Vec<String>,
    /// What to do when the rule exists and differs [default: fail]
    #[arg(long, value_enum, value_name = "ACTION")]
    if_exists: Option<IfExists>,
}

/// A checked request.
pub(super) struct Prepared {
    rule: SamplingRule,
    tags: Option<Vec<Tag>>,
    if_exists: IfExists,
}

impl XrayCreateSamplingRuleArgs {
    pub(super) fn prepare(self) -> Result<Prepared, CommandError> {
        let (mut input, mut tags) = self.rule.rule()?;
        if let Some(selector) = self.name.given() {
            if selector.rule_arn.is_some() {
                return Err(CommandError::usage("a new rule is created by its name, not its ARN"));
            }
            input.rule_name = selector.rule_name;
        }
        if !self.tags.is_empty() {
            let given = tag_flags::parse(&self.tags)?;
            tags = Some(given.into_iter().map(|(key, value)| Tag { key, value }).collect());
        }
        let rule = complete(input).into_model().map_err(|violation| {
            CommandError::usage(violation.to_string())
                .hint("give it as a flag or in the file; --help lists the flags")
        })?;
        let violations = rule.violations();
        if let Some((first, rest)) = violations.split_first() {
            let mut error = CommandError::usage(first.to_string());
            for violation in rest {
                error = error.hint(format!("also: {violation}"));
            }
            return Err(error);
        }
        Ok(Prepared { rule, tags, if_exists: self.if_exists.unwrap_or(IfExists::Fail) })
    }
}

pub(super) async fn run(
    context: &Context,
    session: &AwsSession,
    prepared: Prepared,
) -> Result<Outcome, CommandError> {
    let Prepared { rule, tags, if_exists } = prepared;
    session.guard_writes().await?;
    let client = session.xray();
    let name = rule.name.clone();
    let error = match client.create_sampling_rule(rule.clone(), tags).await {
        Ok(record) => {
            context.ui.status(&format!("created sampling rule {name}"));
            context.ui.print(&view::rule(&record))?;
            return Ok(Outcome::Done);
        }
        Err(error) if error.cause == Cause::Exists => error,
        Err(error) => return Err(call_failed(error)),
    };
    let existing = find(&client, &name).await?;
    let differences = differences(&existing.sampling_rule.clone().into_model(), &rule);
    let shown = differences.join(", ");
    let record = match if_exists {
        _ if differences.is_empty() => {
            context.ui.status(&format!("sampling rule {name} exists and is as asked: unchanged"));
            existing
        }
        IfExists::Adopt => {
            context.ui.status(&format!("sampling rule {name} exists and is kept: {shown}"));
            existing
        }
        IfExists::Update => {
            let record = client.update_sampling_rule(update(rule)).await.map_err(call_failed)?;
            context.ui.status(&format!("updated sampling rule {name}: {shown}"));
            record
        }
        IfExists::Fail => {
            return Err(call_failed(error)
                .context(format!("sampling rule {name} exists and differs: {shown}"))
                .hint("change it with --if-exists update, or keep it with --if-exists adopt"));
        }
    };
    context.ui.print(&view::rule(&record))?;
    Ok(Outcome::Done)
}

/// Returns the rule of exactly this name.
async fn find(client: &XrayClient, name: &str) -> Result<SamplingRuleRecord, CommandError> {
    let rules = client.get_sampling_rules().await.map_err(call_failed)?;
    rules.into_iter().find(|record| record.sampling_rule.rule_name == name).ok_or_else(|| {
        CommandError::failed(format!("sampling rule {name} exists, but is not among the rules"))
            .hint("try again in a moment")
    })
}

/// What flags leave out matches everything, as in the console.
fn complete(mut input: SamplingRuleInput) -> SamplingRuleInput {
    let any = |glob: &mut Option<String>| {
        glob.get_or_insert_with(|| "*".to_owned());
    };
    any(&mut input.resource_arn);
    any(&mut input.service_name);
    any(&mut input.service_type);
    any(&mut input.host);
    any(&mut input.http_method);
    any(&mut input.url_path);
    input.version.get_or_insert(sampling_rule::VERSION);
    input
}

fn update(rule: SamplingRule) -> SamplingRuleInput {
    SamplingRuleInput {
        rule_name: Some(rule.name),
        rule_arn: None,
        resource_arn: Some(rule.resource_arn),
        priority: Some(rule.priority),
        fixed_rate: Some(rule.fixed_rate),
        reservoir_size: Some(rule.reservoir_size),
        service_name: Some(rule.service_name),
        service_type: Some(rule.service_type),
        host: Some(rule.host),
        http_method: Some(rule.http_method),
        url_path: Some(rule.url_path),
        version: None,
        attributes: Some(rule.attributes),
        sampling_rate_boost: rule.rate_boost.map(|boost| SamplingRateBoost {
            max_rate: boost.maximum_rate,
            cooldown_window_minutes: boost.cooldown_minutes,
        }),
    }
}

fn differences(known: &SamplingRule, asked: &SamplingRule) -> Vec<String> {
    let fields = [
        ("priority", known.priority.to_string(), asked.priority.to_string()),
        ("fixed rate", known.fixed_rate.to_string(), asked.fixed_rate.to_string()),
        ("reservoir", known.reservoir_size.to_string(), asked.reservoir_size.to_string()),
        ("service name", known.service_name.clone(), asked.service_name.clone()),
        ("service type", known.service_type.clone(), asked.service_type.clone()),
        ("host", known.host.clone(), asked.host.clone()),
        ("method", known.http_method.clone(), asked.http_method.clone()),
        ("path", known.url_path.clone(), asked.url_path.clone()),
        ("resource", known.resource_arn.clone(), asked.resource_arn.clone()),
        ("attributes", format!("{:?}", known.attributes), format!("{:?}", asked.attributes)),
    ];
    let mut differences: Vec<String> = fields
        .into_iter()
        .filter(|(_, known, asked)| known != asked)
        .map(|(name, known, asked)| format!("{name} {known} instead of {asked}"))
        .collect();
    // A boost that is not asked for stays: no update takes it away.
    if let Some(boost) = asked.rate_boost.filter(|_| asked.rate_boost != known.rate_boost) {
        differences.push(format!(
            "rate boost {} instead of {}",
            shown_boost(known.rate_boost),
            shown_boost(Some(boost))
        ));
    }
    differences
}

fn shown_boost(boost: Option<RateBoost>) -> String {
    boost.map_or_else(
        || "none".to_owned(),
        |boost| format!("{} every {} min", boost.maximum_rate, boost.cooldown_minutes),
    )
}
