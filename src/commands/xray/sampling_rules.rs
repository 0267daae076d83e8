//! `xray sampling-rules`.

use clap::Args;

use super::view;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;

/// List sampling rules in the order in which they are tried
#[derive(Args, Debug)]
pub(crate) struct XraySamplingRulesArgs {}

pub(super) async fn run(context: &Context, session: &AwsSession) -> Result<Outcome, CommandError> {
    let mut rules = session.xray().get_sampling_rules().await.map_err(call_failed)?;
    rules.sort_by(|a, b| {
        (a.sampling_rule.priority, &a.sampling_rule.rule_name)
            .cmp(&(b.sampling_rule.priority, &b.sampling_rule.rule_name))
    });
    context.ui.print(&view::rules(&rules))?;
    Ok(Outcome::Done)
}
