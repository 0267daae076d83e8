//! The verbs of `logs`.

use clap::Subcommand;

use super::create_group;
use super::create_group::LogsCreateGroupArgs;
use super::create_stream;
use super::create_stream::LogsCreateStreamArgs;
use super::delete_group;
use super::delete_group::LogsDeleteGroupArgs;
use super::groups;
use super::groups::LogsGroupsArgs;
use super::put;
use super::put::LogsPutArgs;
use super::retention;
use super::retention::LogsDeleteRetentionPolicyArgs;
use super::retention::LogsRetentionArgs;
use super::streams;
use super::streams::LogsStreamsArgs;
use super::tail;
use super::tail::LogsTailArgs;
use super::test_pattern;
use super::test_pattern::LogsTestPatternArgs;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;

/// Set up, fill and read CloudWatch log groups
#[derive(Subcommand, Debug)]
pub(crate) enum LogsCommand {
    #[command(visible_alias = "create-log-group")]
    CreateGroup(LogsCreateGroupArgs),
    #[command(visible_alias = "describe-log-groups")]
    Groups(LogsGroupsArgs),
    #[command(visible_alias = "delete-log-group")]
    DeleteGroup(LogsDeleteGroupArgs),
    #[command(visible_alias = "describe-log-streams")]
    Streams(LogsStreamsArgs),
    #[command(visible_alias = "create-log-stream")]
    CreateStream(LogsCreateStreamArgs),
    #[command(visible_alias = "put-retention-policy")]
    Retention(LogsRetentionArgs),
    #[command(hide = true)]
    DeleteRetentionPolicy(LogsDeleteRetentionPolicyArgs),
    Tail(Box<LogsTailArgs>),
    #[command(visible_alias = "put-log-events")]
    Put(LogsPutArgs),
    #[command(visible_alias = "test-metric-filter")]
    TestPattern(LogsTestPatternArgs),
}

impl LogsCommand {
    /// Says whether the verb reads or writes for long.
    pub(crate) const fn is_long(&self) -> bool {
        matches!(self, Self::Tail(_) | Self::Put(_))
    }

    pub(crate) async fn run(self, context: &Context) -> Result<Outcome, CommandError> {
        match self {
            Self::CreateGroup(args) => create_group::run(context, args).await,
            Self::Groups(args) => groups::run(context, args).await,
            Self::DeleteGroup(args) => delete_group::run(context, args).await,
            Self::Streams(args) => streams::run(context, args).await,
            Self::CreateStream(args) => create_stream::run(context, args).await,
            Self::Retention(args) => retention::run(context, args).await,
            Self::DeleteRetentionPolicy(args) => retention::delete(context, args).await,
            Self::Tail(args) => tail::run(context, *args).await,
            Self::Put(args) => put::run(context, args).await,
            Self::TestPattern(args) => test_pattern::run(context, args).await,
        }
    }
}
