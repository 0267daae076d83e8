//! `env set`.

use std::path::PathBuf;

use clap::ArgGroup;
use clap::Args;
use secrecy::SecretString;

use super::placing;
use super::placing::Subject;
use super::results;
use super::target_flag;
use super::target_flag::TargetFlag;
use super::writing;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::env_values::Source;
use crate::commands::env_values::Values;
use crate::manifest::ValueSource;
use crate::manifest::Variable;
use crate::model::variable::VariableTarget;
use crate::services::environment::Sensitivity;
use crate::services::environment::Wanted;

/// Give a variable a value at the places that it is declared for, or at those of --target
///
/// The value comes from standard input, or is asked for without being shown at a terminal; no
/// option takes it. It is written even where it is there already.
#[derive(Args, Debug)]
#[command(
    group = ArgGroup::new("source"),
    after_long_help = "Examples:
  cruddur-obs env set HONEYCOMB_API_KEY
  cruddur-obs env set HONEYCOMB_API_KEY < key.txt
  cruddur-obs env set ROLLBAR_ACCESS_TOKEN --target dotenv:.env --from-env TOKEN
  cruddur-obs env set ROLLBAR_ACCESS_TOKEN -- pass show rollbar"
)]
pub(crate) struct EnvSetArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    target: TargetFlag,
    /// Read the value from this file
    #[arg(long, value_name = "FILE", group = "source")]
    from_file: Option<PathBuf>,
    /// Take the value from this variable
    #[arg(long, value_name = "VARIABLE", group = "source")]
    from_env: Option<String>,
    /// It is no secret; places that keep such values apart show it
    #[arg(long)]
    plain: bool,
    /// Take values that are hardly meant: empty, in quotes, with outer blanks, placeholders
    #[arg(long)]
    allow_odd_value: bool,
    /// A program that prints the value, and its arguments
    #[arg(last = true, value_name = "COMMAND", group = "source")]
    command: Vec<String>,
}

pub(super) async fn run(context: &Context, args: EnvSetArgs) -> Result<Outcome, CommandError> {
    target_flag::check_names(std::slice::from_ref(&args.name))?;
    let manifest = target_flag::load(context)?;
    let service = args.target.service.as_deref();
    let declared = target_flag::one_declared(manifest.as_ref(), &args.name, service)?;
    let targets = targets(&args, declared)?;
    let sensitivity = match declared {
        Some(variable) if args.plain && variable.is_secret => {
            return Err(CommandError::usage(format!("{} is declared as a secret", args.name))
                .hint("write secret = false into the project file if it is none"));
        }
        Some(variable) => Sensitivity::of(variable.is_secret),
        None => Sensitivity::of(!args.plain),
    };
    context.target(&[])?;
    let owner = declared.and_then(|variable| variable.service.as_deref());
    let subject = Subject { name: &args.name, owner, sensitivity };
    let (placed, mut rows) = placing::place(context, &args.target, subject, targets).await?;
    if placed.is_empty() {
        return results::nowhere(context, rows, "written");
    }
    let value = read_value(context, &args, sensitivity).await?;
    for variable in &placed {
        variable.check(&value).map_err(|broken| {
            CommandError::usage(broken.to_string()).context("nothing was written")
        })?;
    }
    let wanted = placed.into_iter().map(|variable| Wanted { variable, value: value.clone() });
    rows.extend(writing::write(context, wanted.collect(), true).await);
    results::conclude(context, rows, "written")
}

/// Returns the places; a shell is none, because it is told.
fn targets(
    args: &EnvSetArgs,
    declared: Option<&Variable>,
) -> Result<Vec<VariableTarget>, CommandError> {
    let told = "eval \"$(cruddur-obs env sync --target shell)\" tells a shell what is declared";
    if args.target.targets.contains(&VariableTarget::Shell) {
        return Err(CommandError::usage("a shell cannot be written to").hint(told));
    }
    if let Some(Variable { source: Some(ValueSource::Literal(_)), name, .. }) = declared {
        return Err(CommandError::usage(format!(
            "the value of {} stands in the project file ({})",
            args.name, name.place
        ))
        .hint("change it there, then: cruddur-obs env sync"));
    }
    if !args.target.targets.is_empty() {
        return Ok(args.target.targets.clone());
    }
    let Some(declared) = declared else {
        return Err(CommandError::usage(format!("{} is not declared", args.name))
            .hint("name a place with --target, for instance --target dotenv:.env, or declare it"));
    };
    let targets: Vec<VariableTarget> =
        declared.targets.iter().map(|target| target.value.clone()).collect();
    if targets.iter().all(|target| *target == VariableTarget::Shell) {
        let reason = format!("{} is declared for a shell only", args.name);
        return Err(CommandError::usage(reason).hint(told));
    }
    Ok(targets)
}

async fn read_value(
    context: &Context,
    args: &EnvSetArgs,
    sensitivity: Sensitivity,
) -> Result<SecretString, CommandError> {
    let mut values = Values::new(context, args.allow_odd_value);
    let name = &args.name;
    if let Some(path) = &args.from_file {
        return values.read(name, sensitivity, &Source::AnyFile(path)).await;
    }
    let source = if let Some(variable) = &args.from_env {
        ValueSource::Environment(variable.clone())
    } else if !args.command.is_empty() {
        ValueSource::Command(args.command.clone())
    } else if context.ui.options().stdin_is_terminal {
        ValueSource::Prompt
    } else {
        ValueSource::StandardInput
    };
    values.read(name, sensitivity, &Source::Declared(&source)).await
}
