//! `xray delete-sampling-rule`.

use clap::Args;

use super::selector::RuleName;
use super::view;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;
use crate::commands::named::Named;
use crate::wire::xray::SamplingRuleSelector;

/// Delete a sampling rule
#[derive(Args, Debug)]
pub(crate) struct XrayDeleteSamplingRuleArgs {
    #[command(flatten)]
    rule: RuleName,
}

impl XrayDeleteSamplingRuleArgs {
    pub(super) fn prepare(self) -> Result<SamplingRuleSelector, CommandError> {
        match self.rule.given() {
            Some(selector) => Ok(selector),
            None => Err(Named("a rule name").missing()),
        }
    }
}

pub(super) async fn run(
    context: &Context,
    session: &AwsSession,
    selector: SamplingRuleSelector,
) -> Result<Outcome, CommandError> {
    session.guard_writes().await?;
    let record = session.xray().delete_sampling_rule(selector).await.map_err(call_failed)?;
    context.ui.status(&format!("deleted sampling rule {}", record.sampling_rule.rule_name));
    context.ui.print(&view::rule(&record))?;
    Ok(Outcome::Done)
}
