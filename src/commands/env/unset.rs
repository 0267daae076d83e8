//! `env unset`.

use clap::Args;
use futures_util::StreamExt as _;
use futures_util::stream;

use super::placing;
use super::placing::Subject;
use super::results;
use super::results::Row;
use super::target_flag;
use super::target_flag::TargetFlag;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::env_variables;
use crate::model::variable::VariableTarget;
use crate::services::environment::Fingerprints;
use crate::services::environment::PlacedVariable;
use crate::services::environment::Sensitivity;

/// Places that are worked on at once.
const PARALLEL: usize = 8;

/// Take a variable away from the places that it is declared for, or from those of --target
///
/// At a terminal it asks; elsewhere the line is enough.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs env unset ROLLBAR_ACCESS_TOKEN
  cruddur-obs env unset OLD_TOKEN --target dotenv:.env")]
pub(crate) struct EnvUnsetArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    target: TargetFlag,
    /// It is kept as one that is no secret; of use where a place keeps these apart
    #[arg(long)]
    plain: bool,
}

pub(super) async fn run(context: &Context, args: EnvUnsetArgs) -> Result<Outcome, CommandError> {
    target_flag::check_names(std::slice::from_ref(&args.name))?;
    let manifest = target_flag::load(context)?;
    let service = args.target.service.as_deref();
    let declared = target_flag::one_declared(manifest.as_ref(), &args.name, service)?;
    let targets: Vec<VariableTarget> = match (args.target.targets.as_slice(), declared) {
        ([], Some(variable)) => variable.targets.iter().map(|t| t.value.clone()).collect(),
        ([], None) => {
            return Err(CommandError::usage(format!("{} is not declared", args.name))
                .hint("name a place with --target, for instance --target dotenv:.env"));
        }
        (named, _) => named.to_vec(),
    };
    let is_secret = declared.is_none_or(|variable| variable.is_secret) && !args.plain;
    let sensitivity = Sensitivity::of(is_secret);
    context.target(&[])?;
    let owner = declared.and_then(|variable| variable.service.as_deref());
    let subject = Subject { name: &args.name, owner, sensitivity };
    let (placed, mut rows) = placing::place(context, &args.target, subject, targets).await?;
    if placed.is_empty() && !rows.is_empty() {
        return results::nowhere(context, rows, "taken away");
    }
    if !placed.is_empty() && context.ui.can_prompt() {
        let names: Vec<&str> = placed.iter().map(|v| v.address.parent.as_str()).collect();
        let question = format!("take {} away from {}?", args.name, names.join(", "));
        if !context.ui.confirm(&question)? {
            return Err(CommandError::failed("nothing was taken away"));
        }
    }
    let fingerprints = env_variables::fingerprints(context);
    let removals = placed.into_iter().map(|variable| remove(variable, &fingerprints));
    rows.extend(stream::iter(removals).buffer_unordered(PARALLEL).collect::<Vec<_>>().await);
    let was_nowhere = !rows.is_empty()
        && rows.iter().all(|row| matches!(row.result, results::Result::Nothing(_)));
    let outcome = results::conclude(context, rows, "taken away")?;
    if was_nowhere {
        return Err(CommandError::not_found(format!("{} was nowhere", args.name)));
    }
    Ok(outcome)
}

async fn remove(variable: PlacedVariable, fingerprints: &Fingerprints) -> Row {
    let removed = variable.target.remove(&variable.name, variable.sensitivity).await;
    let result = match removed {
        Ok(was_there) => {
            // What cannot be forgotten is less knowledge, and no failure.
            drop(fingerprints.forget(&variable.spot()));
            match was_there {
                true => results::Result::Done("removed", None),
                false => results::Result::Nothing("was not there"),
            }
        }
        Err(error) => results::Result::Failed(error),
    };
    Row { address: variable.address, result }
}
