//! `xray update-sampling-rule`.

use clap::Args;

use super::rule_flags::RuleFlags;
use super::selector::RuleName;
use super::view;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;
use crate::commands::named::Named;
use crate::wire::xray::SamplingRuleInput;

/// Change fields of a sampling rule
///
/// What is not named stays as it is. Of the reserved rule Default only the rate and the reservoir
/// can change.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs xray update-sampling-rule Cruddur --fixed-rate 0.2
  cruddur-obs xray update-sampling-rule --cli-input-json file://update.json")]
pub(crate) struct XrayUpdateSamplingRuleArgs {
    #[command(flatten)]
    name: RuleName,
    #[command(flatten)]
    rule: RuleFlags,
}

impl XrayUpdateSamplingRuleArgs {
    pub(super) fn prepare(self) -> Result<SamplingRuleInput, CommandError> {
        let (mut update, _) = self.rule.rule()?;
        if let Some(selector) = self.name.given() {
            update.rule_name = selector.rule_name;
            update.rule_arn = selector.rule_arn;
        }
        if update.rule_arn.is_none() {
            update.rule_name = Some(Named("a rule name").required(update.rule_name)?);
        }
        Ok(update)
    }
}

pub(super) async fn run(
    context: &Context,
    session: &AwsSession,
    update: SamplingRuleInput,
) -> Result<Outcome, CommandError> {
    session.guard_writes().await?;
    let record = session.xray().update_sampling_rule(update).await.map_err(call_failed)?;
    context.ui.status(&format!("updated sampling rule {}", record.sampling_rule.rule_name));
    context.ui.print(&view::rule(&record))?;
    Ok(Outcome::Done)
}
