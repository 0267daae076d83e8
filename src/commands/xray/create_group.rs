//! `xray create-group`.

use clap::Args;

use super::expression;
use super::if_exists::IfExists;
use super::view;
use crate::base::Kind;
use crate::clients::aws::Cause;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;
use crate::commands::json_input;
use crate::commands::named::Named;
use crate::commands::tag_flags;
use crate::dialect::xray_filter::FilterExpression;
use crate::model::group as limits;
use crate::wire::xray::CreateGroupRequest;
use crate::wire::xray::Group;
use crate::wire::xray::GroupSelector;
use crate::wire::xray::InsightsConfiguration;
use crate::wire::xray::Tag;
use crate::wire::xray::UpdateGroupRequest;

/// Create an X-Ray group
///
/// A second run with the same fields changes nothing and succeeds. Where a group of the name
/// exists and a named field differs, --if-exists decides.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs xray create-group Cruddur --filter-expression 'service(\"backend-flask\")'
  cruddur-obs xray create-group Cruddur --filter-expression 'service(\"backend-flask\") {fault}' --if-exists update
  cruddur-obs xray create-group --cli-input-json file://aws/json/group.json")]
pub(crate) struct XrayCreateGroupArgs {
    /// Name of the group
    name: Option<String>,
    /// Name of the group, in the AWS CLI's way
    #[arg(long, conflicts_with = "name", hide_short_help = true)]
    group_name: Option<String>,
    /// Which traces belong to the group; without one all do
    #[arg(long, value_name = "EXPRESSION")]
    filter_expression: Option<String>,
    /// Generate insights
    #[arg(long)]
    insights: bool,
    /// Insights in the AWS CLI's way: InsightsEnabled=true,NotificationsEnabled=true or JSON
    #[arg(long, value_name = "SETTINGS", hide_short_help = true)]
    insights_configuration: Option<String>,
    /// Tags in the AWS CLI's way: Key=NAME,Value=TEXT, or JSON
    #[arg(long, value_name = "TAG", num_args = 1.., hide_short_help = true)]
    tags: Vec<String>,
    /// What to do when the group exists and differs [default: fail]
    #[arg(long, value_enum, value_name = "ACTION")]
    if_exists: Option<IfExists>,
    /// Read the request from JSON or file://PATH; flags win
    #[arg(long, value_name = "JSON", hide_short_help = true)]
    cli_input_json: Option<String>,
}

/// A checked request.
pub(super) struct Prepared {
    request: CreateGroupRequest,
    name: String,
    expression: Option<FilterExpression>,
    if_exists: IfExists,
}

impl XrayCreateGroupArgs {
    pub(super) fn prepare(self) -> Result<Prepared, CommandError> {
        let mut request: CreateGroupRequest = match &self.cli_input_json {
            Some(json) => json_input::parse("--cli-input-json", json)?,
            None => CreateGroupRequest::default(),
        };
        let named = self.name.or(self.group_name).or(request.group_name.take());
        let name = Named("a group name").required(named)?;
        limits::check_name("GroupName", &name).map_err(|violation| {
            CommandError::usage(violation.to_string())
                .hint("a name has 1 to 32 letters, digits, dashes and underscores")
        })?;
        if self.filter_expression.is_some() {
            request.filter_expression = self.filter_expression;
        }
        let expression = request.filter_expression.as_deref().map(expression::check).transpose()?;
        if self.insights {
            request.insights_configuration = Some(InsightsConfiguration {
                insights_enabled: Some(true),
                notifications_enabled: None,
            });
        }
        if let Some(text) = &self.insights_configuration {
            request.insights_configuration = Some(parse_insights(text)?);
        }
        if !self.tags.is_empty() {
            let tags = tag_flags::parse(&self.tags)?;
            request.tags = Some(tags.into_iter().map(|(key, value)| Tag { key, value }).collect());
        }
        request.group_name = Some(name.clone());
        Ok(Prepared {
            request,
            name,
            expression,
            if_exists: self.if_exists.unwrap_or(IfExists::Fail),
        })
    }
}

pub(super) async fn run(
    context: &Context,
    session: &AwsSession,
    prepared: Prepared,
) -> Result<Outcome, CommandError> {
    let Prepared { request, name, expression, if_exists } = prepared;
    if let Some(expression) = &expression {
        expression::warn(context, expression);
    }
    session.guard_writes().await?;
    let wanted_expression = request.filter_expression.clone();
    let wanted_insights = request.insights_configuration;
    let client = session.xray();
    let error = match client.create_group(request).await {
        Ok(group) => {
            context.ui.status(&format!("created X-Ray group {name}"));
            context.ui.print(&view::group(&group))?;
            return Ok(Outcome::Done);
        }
        Err(error) if error.cause == Cause::Exists => error,
        Err(error) => return Err(call_failed(error)),
    };
    let selector = GroupSelector { group_name: Some(name.clone()), group_arn: None };
    let existing = client.get_group(selector).await.map_err(call_failed)?;
    let difference = difference(&existing, wanted_expression.as_deref(), wanted_insights);
    let group = match (difference, if_exists) {
        (None, _) => {
            context.ui.status(&format!("X-Ray group {name} exists and is as asked: unchanged"));
            existing
        }
        (Some(difference), IfExists::Adopt) => {
            context.ui.status(&format!("X-Ray group {name} exists and is kept: {difference}"));
            existing
        }
        (Some(difference), IfExists::Update) => {
            let update = UpdateGroupRequest {
                group_name: Some(name.clone()),
                group_arn: None,
                filter_expression: wanted_expression,
                insights_configuration: wanted_insights,
            };
            let group = client.update_group(update).await.map_err(call_failed)?;
            context.ui.status(&format!("updated X-Ray group {name}: {difference}"));
            group
        }
        (Some(difference), IfExists::Fail) => {
            return Err(call_failed(error)
                .context(format!("X-Ray group {name} exists and differs: {difference}"))
                .hint("change it with --if-exists update, or keep it with --if-exists adopt"));
        }
    };
    context.ui.print(&view::group(&group))?;
    Ok(Outcome::Done)
}

/// Says in which named field a group differs from what is asked.
fn difference(
    existing: &Group,
    expression: Option<&str>,
    insights: Option<InsightsConfiguration>,
) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(expression) = expression {
        let known = existing.filter_expression.as_deref().unwrap_or_default();
        if known != expression {
            parts.push(format!("filter expression {known:?} instead of {expression:?}"));
        }
    }
    if let Some(insights) = insights {
        let known = existing.insights_configuration;
        for (name, known, asked) in [
            ("insights", known.insights_enabled, insights.insights_enabled),
            ("notifications", known.notifications_enabled, insights.notifications_enabled),
        ] {
            if asked.is_some_and(|asked| asked != known.unwrap_or(false)) {
                parts.push(format!("{name} {} instead of {}", word(known), word(asked)));
            }
        }
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn word(flag: Option<bool>) -> &'static str {
    if flag == Some(true) { "on" } else { "off" }
}

/// Reads `InsightsEnabled=true,NotificationsEnabled=false` or JSON.
pub(super) fn parse_insights(text: &str) -> Result<InsightsConfiguration, CommandError> {
    if text.trim_start().starts_with('{') || text.starts_with("file://") {
        return json_input::parse("--insights-configuration", text);
    }
    let wrong = || {
        CommandError::new(Kind::Usage, format!("`{text}` is no insights configuration"))
            .hint("write InsightsEnabled=true,NotificationsEnabled=false")
    };
    let mut configuration = InsightsConfiguration::default();
    for pair in text.split(',') {
        let (key, value) = pair.split_once('=').ok_or_else(wrong)?;
        let value = value.trim().to_ascii_lowercase().parse().map_err(|_| wrong())?;
        match key.trim() {
            "InsightsEnabled" => configuration.insights_enabled = Some(value),
            "NotificationsEnabled" => configuration.notifications_enabled = Some(value),
            _ => return Err(wrong()),
        }
    }
    Ok(configuration)
}
