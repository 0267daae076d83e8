//! `rollbar deploy`.

use clap::Args;
use serde_json::json;

use super::environment;
use super::flags;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::provenance::Provenance;
use crate::commands::rollbar_session::Need;
use crate::commands::rollbar_session::Session;
use crate::ui::Report;
use crate::wire::rollbar::DEPLOY_STATUSES;
use crate::wire::rollbar::NewDeploy;

/// Longest revision, in characters.
const LONGEST_REVISION: usize = 40;

/// Longest comment, in characters.
const LONGEST_COMMENT: usize = 4_000;

/// Longest name of a person, in characters.
const LONGEST_NAME: usize = 255;

/// Tell Rollbar of a deploy, and print its id
///
/// The revision is that of the CI job or of the repository here, unless --revision names one. With
/// --id the status of a deploy that was told before is changed: one that `started` has `succeeded`
/// or `failed`.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs rollbar deploy --environment production
  cruddur-obs rollbar deploy --revision 9f8e7d6 --comment 'backend-flask 1.4.2' --user ann
  id=$(cruddur-obs rollbar deploy --status started --output plain)
  cruddur-obs rollbar deploy --id \"$id\" --status succeeded")]
pub(crate) struct RollbarDeployArgs {
    /// The environment [default: that of the project file, else production]
    #[arg(long, value_name = "NAME", value_parser = flags::environment)]
    environment: Option<String>,
    /// The commit, or what else names what was deployed
    #[arg(long, value_name = "REVISION", value_parser = revision)]
    revision: Option<String>,
    /// What is worth saying about it
    #[arg(long, value_name = "TEXT", value_parser = comment)]
    comment: Option<String>,
    /// What has become of it [default: succeeded]
    #[arg(long, value_name = "STATUS", value_parser = DEPLOY_STATUSES)]
    status: Option<String>,
    /// Who deployed, as the machine knows them
    #[arg(long, value_name = "NAME", value_parser = name)]
    user: Option<String>,
    /// Who deployed, as Rollbar knows them
    #[arg(long, value_name = "NAME", value_parser = name)]
    rollbar_user: Option<String>,
    /// Change the status of this deploy instead
    #[arg(
        long,
        value_name = "ID",
        value_parser = clap::value_parser!(i64).range(1..),
        requires = "status",
        conflicts_with_all = ["environment", "revision", "comment", "user", "rollbar_user"]
    )]
    id: Option<i64>,
}

fn revision(text: &str) -> Result<String, String> {
    flags::limited(text, LONGEST_REVISION)
}

fn comment(text: &str) -> Result<String, String> {
    if text.trim().is_empty() || text.chars().count() > LONGEST_COMMENT {
        return Err(format!("it must have 1 to {LONGEST_COMMENT} characters"));
    }
    Ok(text.to_owned())
}

fn name(text: &str) -> Result<String, String> {
    flags::limited(text, LONGEST_NAME)
}

pub(super) async fn run(
    context: &Context,
    args: RollbarDeployArgs,
) -> Result<Outcome, CommandError> {
    if let (Some(id), Some(status)) = (args.id, &args.status) {
        let session = Session::open(context, Need::Send).await?;
        let updated = session.client.update_deploy(id, status).await;
        session.conclude(updated).await?;
        context.ui.status(&format!("deploy {id}: {status}"));
        context
            .ui
            .print(&Report::text(json!({ "deploy_id": id, "status": status }), id.to_string()))?;
        return Ok(Outcome::Done);
    }
    let deploy = deploy(context, args)?;
    let session = Session::open(context, Need::Send).await?;
    let created = session.client.create_deploy(&deploy).await;
    let id = session.conclude(created).await?;
    context
        .ui
        .status(&format!("told of deploy {id}: {} in {}", deploy.revision, deploy.environment));
    let mut value = json!(deploy);
    if let Some(members) = value.as_object_mut() {
        members.insert("deploy_id".to_owned(), json!(id));
    }
    context.ui.print(&Report::text(value, id.to_string()))?;
    Ok(Outcome::Done)
}

fn deploy(context: &Context, args: RollbarDeployArgs) -> Result<NewDeploy, CommandError> {
    let provenance = Provenance::of(context);
    let revision = args.revision.or_else(|| provenance.short_revision(LONGEST_REVISION));
    let revision = revision.ok_or_else(|| {
        CommandError::usage("which revision was deployed is not known: this is no repository")
            .hint("name it with --revision")
    })?;
    Ok(NewDeploy {
        environment: environment::sent_to(context, args.environment)?,
        revision,
        rollbar_username: args.rollbar_user,
        local_username: args.user.or(provenance.actor),
        comment: args.comment.or(provenance.run_url),
        status: args.status,
        ..NewDeploy::default()
    })
}
