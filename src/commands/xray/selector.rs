//! Which group or rule a verb means.

use clap::Args;

use crate::commands::CommandError;
use crate::commands::named::Named;
use crate::wire::xray::GroupSelector;
use crate::wire::xray::SamplingRuleSelector;

/// Which group a verb means.
#[derive(Args, Debug)]
pub(super) struct GroupName {
    /// Name or ARN of the group
    name: Option<String>,
    /// Name of the group, in the AWS CLI's way
    #[arg(long, conflicts_with = "name", hide_short_help = true)]
    group_name: Option<String>,
    /// ARN of the group, in the AWS CLI's way
    #[arg(long, conflicts_with_all = ["name", "group_name"], hide_short_help = true)]
    group_arn: Option<String>,
}

impl GroupName {
    /// Returns the selector.
    pub(super) fn selector(self) -> Result<GroupSelector, CommandError> {
        let given = self.name.or(self.group_name).or(self.group_arn);
        let text = Named("a group name").required(given)?;
        Ok(if text.starts_with("arn:") {
            GroupSelector { group_name: None, group_arn: Some(text) }
        } else {
            GroupSelector { group_name: Some(text), group_arn: None }
        })
    }
}

/// Which rule a verb means.
#[derive(Args, Debug)]
pub(super) struct RuleName {
    /// Name or ARN of the rule
    name: Option<String>,
    /// Name of the rule, in the AWS CLI's way
    #[arg(long, conflicts_with = "name", hide_short_help = true)]
    rule_name: Option<String>,
    /// ARN of the rule, in the AWS CLI's way
    #[arg(long, conflicts_with_all = ["name", "rule_name"], hide_short_help = true)]
    rule_arn: Option<String>,
}

impl RuleName {
    /// Returns the selector, if a rule is named.
    pub(super) fn given(self) -> Option<SamplingRuleSelector> {
        let text = self.name.or(self.rule_name).or(self.rule_arn)?;
        Some(if text.starts_with("arn:") {
            SamplingRuleSelector { rule_name: None, rule_arn: Some(text) }
        } else {
            SamplingRuleSelector { rule_name: Some(text), rule_arn: None }
        })
    }
}
