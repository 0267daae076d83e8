//! `env sync`.

use std::collections::BTreeSet;

use clap::Args;
use clap::ValueEnum;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use serde_json::Map;
use serde_json::Value;

use super::results;
use super::results::Row;
use super::reveal;
use super::target_flag;
use super::target_flag::TargetFlag;
use super::writing;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::env_values::Source;
use crate::commands::env_values::Values;
use crate::commands::env_variables;
use crate::commands::env_variables::Selection;
use crate::manifest::Manifest;
use crate::manifest::Variable;
use crate::model::variable::VariableTarget;
use crate::services::environment::Sensitivity;
use crate::wire::shell::Shell;

/// Write declared variables from their sources to their places
///
/// What has its value already is not written again. All sources are read and all values checked
/// before the first is written; a place that fails leaves the others done. With --target shell the
/// variables of the shell are printed instead, for eval; that is refused in CI jobs.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs env sync
  cruddur-obs env sync HONEYCOMB_API_KEY --target github
  eval \"$(cruddur-obs env sync --target shell)\"
  cruddur-obs env sync --target shell --shell fish | source")]
pub(crate) struct EnvSyncArgs {
    /// Write these only
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    target: TargetFlag,
    /// The shell that reads what --target shell prints
    #[arg(long, value_enum, value_name = "SHELL", default_value_t = ShellName::Sh)]
    shell: ShellName,
    /// Take values that are hardly meant: empty, in quotes, with outer blanks, placeholders
    #[arg(long)]
    allow_odd_value: bool,
}

/// A shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ShellName {
    /// sh, bash, dash, zsh
    Sh,
    /// fish
    Fish,
    /// PowerShell
    Powershell,
}

impl ShellName {
    const fn shell(self) -> Shell {
        match self {
            Self::Sh => Shell::Posix,
            Self::Fish => Shell::Fish,
            Self::Powershell => Shell::PowerShell,
        }
    }
}

pub(super) async fn run(context: &Context, args: EnvSyncArgs) -> Result<Outcome, CommandError> {
    target_flag::check_names(&args.names)?;
    let prints = args.target.targets.contains(&VariableTarget::Shell);
    if prints {
        reveal::refuse_in_ci(context)?;
        if args.target.targets.iter().any(|target| *target != VariableTarget::Shell) {
            return Err(CommandError::usage("--target shell prints, and stands alone")
                .hint("write the other places with a command of its own"));
        }
    }
    let manifest = target_flag::required(context)?;
    let selection = args.target.selection(&args.names);
    require_declared(&manifest, selection)?;
    if prints {
        return print(context, &args, &manifest, selection).await;
    }
    context.target(&[])?;
    let placements = env_variables::place(context, &manifest, selection).await?;
    if placements.variables.is_empty() && placements.left_out.is_empty() {
        context.ui.status("nothing to write");
        say_shell(context, &manifest, selection);
        return results::conclude(context, Vec::new(), "written");
    }
    if let Some(note) = placements.note_of_local() {
        // What a person named must be reached.
        if !args.target.targets.is_empty() {
            return Err(CommandError::usage(note));
        }
        context.ui.hint(&note);
    }
    let mut rows: Vec<Row> = placements.left_out.into_iter().map(Row::of_left_out).collect();
    let mut values = Values::new(context, args.allow_odd_value);
    let wanted = values.wanted(&manifest, placements.variables).await?;
    rows.extend(writing::write(context, wanted, false).await);
    say_shell(context, &manifest, selection);
    results::conclude(context, rows, "written")
}

/// Refuses names and services that the file does not declare.
fn require_declared(manifest: &Manifest, selection: Selection<'_>) -> Result<(), CommandError> {
    let is_declared = |name: &&String| {
        let names = std::slice::from_ref(*name);
        manifest.env.iter().any(|variable| Selection { names, ..selection }.takes(variable))
    };
    match selection.names.iter().find(|name| !is_declared(name)) {
        Some(unknown) => Err(CommandError::not_found(format!("{unknown} is not declared"))
            .hint("cruddur-obs env list shows what is")),
        None => Ok(()),
    }
}

/// Says what only the shell itself can do.
fn say_shell(context: &Context, manifest: &Manifest, selection: Selection<'_>) {
    let is_told = |variable: &&Variable| {
        variable.targets.iter().any(|target| target.value == VariableTarget::Shell)
    };
    let is_meant = selection.reaches(&VariableTarget::Shell);
    if is_meant && manifest.env.iter().filter(|v| selection.takes(v)).any(|v| is_told(&v)) {
        context.ui.hint("for this shell: eval \"$(cruddur-obs env sync --target shell)\"");
    }
}

/// Prints the variables of the shell.
async fn print(
    context: &Context,
    args: &EnvSyncArgs,
    manifest: &Manifest,
    selection: Selection<'_>,
) -> Result<Outcome, CommandError> {
    let shell = args.shell.shell();
    let mut values = Values::new(context, args.allow_odd_value);
    let (mut lines, mut members) = (String::new(), Map::new());
    let mut known = BTreeSet::new();
    for variable in manifest.env.iter().filter(|variable| selection.takes(variable)) {
        let name = &variable.name.value;
        let is_told = variable.targets.iter().any(|t| t.value == VariableTarget::Shell);
        // Services that share a variable have one value for it.
        if !is_told || !known.insert(name) {
            continue;
        }
        let Some(source) = &variable.source else { continue };
        let sensitivity = Sensitivity::of(variable.is_secret);
        let value = values.read(name, sensitivity, &Source::Declared(source)).await?;
        let value = value.expose_secret();
        VariableTarget::Shell
            .check_value("value", name, value)
            .map_err(|broken| CommandError::usage(broken.to_string()))?;
        lines += &shell
            .assignment(name, value)
            .map_err(|error| CommandError::usage(format!("{name}: {error}")))?;
        members.insert(name.clone(), Value::String(value.to_owned()));
    }
    if members.is_empty() {
        context.ui.hint("no variable is declared for the shell: targets = [\"shell\"]");
    }
    reveal::print(context, Value::Object(members), &SecretString::from(lines))?;
    Ok(Outcome::Done)
}
