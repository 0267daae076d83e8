//! `xray update-group`.

use clap::Args;

use super::create_group::parse_insights;
use super::expression;
use super::selector::GroupName;
use super::view;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;
use crate::wire::xray::UpdateGroupRequest;

/// Change the filter expression or insights of an X-Ray group
///
/// What is not named stays as it is.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs xray update-group Cruddur --filter-expression 'service(\"backend-flask\") {fault OR error}'
  cruddur-obs xray update-group Default --insights-configuration InsightsEnabled=true")]
pub(crate) struct XrayUpdateGroupArgs {
    #[command(flatten)]
    group: GroupName,
    /// Which traces belong to the group
    #[arg(long, value_name = "EXPRESSION")]
    filter_expression: Option<String>,
    /// Insights: InsightsEnabled=true,NotificationsEnabled=true or JSON
    #[arg(long, value_name = "SETTINGS")]
    insights_configuration: Option<String>,
}

impl XrayUpdateGroupArgs {
    pub(super) fn prepare(self) -> Result<UpdateGroupRequest, CommandError> {
        let selector = self.group.selector()?;
        if self.filter_expression.is_none() && self.insights_configuration.is_none() {
            return Err(CommandError::usage("nothing to change is named")
                .hint("give --filter-expression or --insights-configuration"));
        }
        if let Some(text) = &self.filter_expression {
            expression::check(text)?;
        }
        let insights = self.insights_configuration.as_deref().map(parse_insights).transpose()?;
        Ok(UpdateGroupRequest {
            group_name: selector.group_name,
            group_arn: selector.group_arn,
            filter_expression: self.filter_expression,
            insights_configuration: insights,
        })
    }
}

pub(super) async fn run(
    context: &Context,
    session: &AwsSession,
    request: UpdateGroupRequest,
) -> Result<Outcome, CommandError> {
    if let Some(text) = &request.filter_expression {
        expression::warn(context, &expression::check(text)?);
    }
    session.guard_writes().await?;
    let group = session.xray().update_group(request).await.map_err(call_failed)?;
    context.ui.status(&format!("updated X-Ray group {}", group.group_name));
    context.ui.print(&view::group(&group))?;
    Ok(Outcome::Done)
}
