//! The verbs of `xray`.

use clap::Subcommand;

use super::create_group;
use super::create_group::XrayCreateGroupArgs;
use super::create_sampling_rule;
use super::create_sampling_rule::XrayCreateSamplingRuleArgs;
use super::delete_group;
use super::delete_group::XrayDeleteGroupArgs;
use super::delete_sampling_rule;
use super::delete_sampling_rule::XrayDeleteSamplingRuleArgs;
use super::get_group;
use super::get_group::XrayGetGroupArgs;
use super::groups;
use super::groups::XrayGroupsArgs;
use super::sampling_rules;
use super::sampling_rules::XraySamplingRulesArgs;
use super::update_group;
use super::update_group::XrayUpdateGroupArgs;
use super::update_sampling_rule;
use super::update_sampling_rule::XrayUpdateSamplingRuleArgs;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;

/// Set up X-Ray groups and sampling rules
#[derive(Subcommand, Debug)]
pub(crate) enum XrayCommand {
    CreateGroup(XrayCreateGroupArgs),
    GetGroup(XrayGetGroupArgs),
    #[command(visible_alias = "get-groups")]
    Groups(XrayGroupsArgs),
    UpdateGroup(XrayUpdateGroupArgs),
    DeleteGroup(XrayDeleteGroupArgs),
    CreateSamplingRule(Box<XrayCreateSamplingRuleArgs>),
    #[command(visible_alias = "get-sampling-rules")]
    SamplingRules(XraySamplingRulesArgs),
    UpdateSamplingRule(Box<XrayUpdateSamplingRuleArgs>),
    DeleteSamplingRule(XrayDeleteSamplingRuleArgs),
}

impl XrayCommand {
    pub(crate) async fn run(self, context: &Context) -> Result<Outcome, CommandError> {
        let call = self.prepare()?;
        let session = AwsSession::open(context).await?;
        let result = call.send(context, &session).await;
        session.close(context).await;
        result
    }

    /// Everything that can be wrong without asking anybody is found before a connection opens.
    fn prepare(self) -> Result<Prepared, CommandError> {
        Ok(match self {
            Self::CreateGroup(args) => Prepared::CreateGroup(Box::new(args.prepare()?)),
            Self::GetGroup(args) => Prepared::GetGroup(args.prepare()?),
            Self::Groups(_) => Prepared::Groups,
            Self::UpdateGroup(args) => Prepared::UpdateGroup(args.prepare()?),
            Self::DeleteGroup(args) => Prepared::DeleteGroup(args.prepare()?),
            Self::CreateSamplingRule(args) => {
                Prepared::CreateSamplingRule(Box::new(args.prepare()?))
            }
            Self::SamplingRules(_) => Prepared::SamplingRules,
            Self::UpdateSamplingRule(args) => {
                Prepared::UpdateSamplingRule(Box::new(args.prepare()?))
            }
            Self::DeleteSamplingRule(args) => Prepared::DeleteSamplingRule(args.prepare()?),
        })
    }
}

/// A checked command.
enum Prepared {
    CreateGroup(Box<create_group::Prepared>),
    GetGroup(crate::wire::xray::GroupSelector),
    Groups,
    UpdateGroup(crate::wire::xray::UpdateGroupRequest),
    DeleteGroup(crate::wire::xray::GroupSelector),
    CreateSamplingRule(Box<create_sampling_rule::Prepared>),
    SamplingRules,
    UpdateSamplingRule(Box<crate::wire::xray::SamplingRuleInput>),
    DeleteSamplingRule(crate::wire::xray::SamplingRuleSelector),
}

impl Prepared {
    async fn send(self, context: &Context, session: &AwsSession) -> Result<Outcome, CommandError> {
        match self {
            Self::CreateGroup(prepared) => create_group::run(context, session, *prepared).await,
            Self::GetGroup(selector) => get_group::run(context, session, selector).await,
            Self::Groups => groups::run(context, session).await,
            Self::UpdateGroup(request) => update_group::run(context, session, request).await,
            Self::DeleteGroup(selector) => delete_group::run(context, session, selector).await,
            Self::CreateSamplingRule(prepared) => {
                create_sampling_rule::run(context, session, *prepared).await
            }
            Self::SamplingRules => sampling_rules::run(context, session).await,
            Self::UpdateSamplingRule(update) => {
                update_sampling_rule::run(context, session, *update).await
            }
            Self::DeleteSamplingRule(selector) => {
                delete_sampling_rule::run(context, session, selector).await
            }
        }
    }
}
