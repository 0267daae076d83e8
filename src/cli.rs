//! The root of the command line: global flags, the list of nouns, the one match that dispatches.
//!
//! How a noun plugs in (say `xray` with the verb `groups`):
//!
//! 1. `commands/xray/groups.rs`: `pub(crate) struct XrayGroupsArgs` derives `clap::Args`; its doc
//!    comment is the help (imperative, no full stop), `after_long_help` holds examples. Beside it
//!    `pub(crate) async fn run(context: &Context, args: XrayGroupsArgs) -> Result<Outcome, CommandError>`.
//! 2. `commands/xray/noun.rs`: `pub(crate) enum XrayCommand` derives `clap::Subcommand`, one
//!    variant per verb, and `run` matches on it. `commands/xray/mod.rs` declares and re-exports.
//! 3. Here: a variant in `RootCommand`, an arm in `RootCommand::runtime`, an arm in `dispatch`.
//!
//! Nothing else: `CRUDDUR_OBS_XRAY_GROUPS_<FLAG>`, completions, the manual page and `help xray
//! groups` follow from the parser. An argument's id must not begin with `global_`; a verb may have
//! a `--file` of its own, the project file is then `--project-file`.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap::FromArgMatches as _;
use clap::Parser;
use clap::Subcommand;
use clap::error::ContextKind;
use clap::error::ContextValue;
use clap::error::ErrorKind;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::backend::BackendCommand;
use crate::commands::completions;
use crate::commands::completions::CompletionsArgs;
use crate::commands::config::ConfigCommand;
use crate::commands::declared;
use crate::commands::declared::ApplyArgs;
use crate::commands::declared::DestroyArgs;
use crate::commands::declared::PlanArgs;
use crate::commands::declared::StatusArgs;
use crate::commands::demo;
use crate::commands::demo::DemoArgs;
use crate::commands::driver;
use crate::commands::driver::Runtime;
use crate::commands::env::EnvCommand;
use crate::commands::exit_code;
use crate::commands::flag_variables;
use crate::commands::globals::GlobalArgs;
use crate::commands::globals::color_inputs;
use crate::commands::help;
use crate::commands::help::HelpArgs;
use crate::commands::honeycomb::HoneycombCommand;
use crate::commands::logs::LogsCommand;
use crate::commands::man;
use crate::commands::man::ManArgs;
use crate::commands::rollbar::RollbarCommand;
use crate::commands::xray::XrayCommand;
use crate::settings::Environment;
use crate::ui::ColorChoice;
use crate::ui::Terminals;
use crate::ui::Ui;
use crate::ui::UiOptions;

/// Set up, run and prove the observability of a small project
///
/// X-Ray, CloudWatch Logs, Honeycomb, Rollbar and the secrets that wire them, with an embedded
/// backend that stands in for all four. Nothing leaves this machine until a profile is named that
/// does.
#[derive(Parser, Debug)]
#[command(
    name = "cruddur-obs",
    version,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "Topics: cruddur-obs help exit-codes|environment|profiles",
    after_long_help = "Every flag can be given by a variable: CRUDDUR_OBS_<FLAG> for global options,
CRUDDUR_OBS_<NOUN>_<VERB>_<FLAG> for those of a verb.

Examples:
  cruddur-obs demo                      the main job, on the embedded backend
  cruddur-obs plan                      what apply would change, from cruddur-obs.toml
  cruddur-obs config show --origin      what holds here, and why
  cruddur-obs help profiles             how a command knows where it works

Topics: cruddur-obs help exit-codes|environment|profiles"
)]
struct Cli {
    #[command(flatten)]
    globals: GlobalArgs,
    #[command(subcommand)]
    command: RootCommand,
}

#[derive(Subcommand, Debug)]
enum RootCommand {
    Demo(DemoArgs),
    Plan(PlanArgs),
    Apply(ApplyArgs),
    Destroy(DestroyArgs),
    Status(StatusArgs),
    #[command(subcommand)]
    Xray(XrayCommand),
    #[command(subcommand)]
    Logs(LogsCommand),
    #[command(subcommand)]
    Honeycomb(HoneycombCommand),
    #[command(subcommand)]
    Rollbar(RollbarCommand),
    #[command(subcommand)]
    Env(EnvCommand),
    #[command(subcommand)]
    Backend(BackendCommand),
    #[command(subcommand)]
    Config(ConfigCommand),
    Completions(CompletionsArgs),
    Man(ManArgs),
    Help(HelpArgs),
}

impl RootCommand {
    /// Returns which runtime the verb needs; starting none is what keeps small verbs quick.
    const fn runtime(&self) -> Runtime {
        match self {
            Self::Demo(_) => Runtime::MultiThread,
            Self::Backend(command) if command.serves() => Runtime::MultiThread,
            Self::Logs(command) if command.is_long() => Runtime::MultiThread,
            Self::Plan(_) | Self::Apply(_) | Self::Destroy(_) | Self::Status(_) => {
                Runtime::CurrentThread
            }
            Self::Xray(_)
            | Self::Logs(_)
            | Self::Honeycomb(_)
            | Self::Rollbar(_)
            | Self::Env(_)
            | Self::Backend(_) => Runtime::CurrentThread,
            Self::Config(_) | Self::Completions(_) | Self::Man(_) | Self::Help(_) => Runtime::None,
        }
    }

    /// Says whether later steps of a CI job read how the verb ended.
    const fn has_outputs(&self) -> bool {
        matches!(self, Self::Plan(_) | Self::Apply(_) | Self::Destroy(_) | Self::Status(_))
    }
}

async fn dispatch(context: &Context, command: RootCommand) -> Result<Outcome, CommandError> {
    match command {
        RootCommand::Demo(args) => demo::run(context, args).await,
        RootCommand::Plan(args) => declared::plan(context, args).await,
        RootCommand::Apply(args) => declared::apply(context, args).await,
        RootCommand::Destroy(args) => declared::destroy(context, args).await,
        RootCommand::Status(args) => declared::status(context, args).await,
        RootCommand::Xray(command) => command.run(context).await,
        RootCommand::Logs(command) => command.run(context).await,
        RootCommand::Env(command) => command.run(context).await,
        RootCommand::Honeycomb(command) => command.run(context, declared::push).await,
        RootCommand::Rollbar(command) => command.run(context).await,
        RootCommand::Backend(command) => command.run(context).await,
        RootCommand::Config(command) => command.run(context).await,
        RootCommand::Completions(args) => completions::run(context, args).await,
        RootCommand::Man(args) => man::run(context, args).await,
        RootCommand::Help(args) => help::run(context, args).await,
    }
}

/// A command line that was understood.
#[derive(Debug)]
pub struct Invocation {
    context: Context,
    command: RootCommand,
}

/// Understands a command line, or says why not (or what was asked: help, the version) and returns
/// the exit code.
///
/// # Errors
/// There is nothing to run; the exit code says whether that is right.
pub fn parse(
    arguments: impl IntoIterator<Item = OsString>,
    environment: Environment,
) -> Result<Invocation, ExitCode> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let command_line: Vec<String> =
        arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let parsed = command(&environment).try_get_matches_from(&arguments).and_then(|matches| {
        let cli = Cli::from_arg_matches(&matches)?;
        Ok((cli, matches))
    });
    let (cli, matches) =
        parsed.map_err(|error| say_parse_error(&error, &command_line, &environment))?;
    let options = cli.globals.ui_options(&environment, Terminals::detect());
    match cli.globals.context(&matches, environment, command_line, plain_command) {
        Ok(context) => Ok(Invocation { context, command: cli.command }),
        Err(error) => {
            let error = CommandError::from(error);
            Ui::new(options).error(&error.message());
            Err(ExitCode::from(error.exit_code()))
        }
    }
}

impl Invocation {
    /// Runs the verb and says how it ended.
    #[must_use]
    pub fn run(self) -> ExitCode {
        let Self { context, command } = self;
        let (runtime, has_outputs) = (command.runtime(), command.has_outputs());
        let result = driver::run(&context, runtime, dispatch(&context, command));
        let code = conclude(&context.ui, result);
        if has_outputs {
            context.ui.output("exit", code.to_string());
            context.ui.write_outputs();
        }
        ExitCode::from(code)
    }
}

// What is still buffered belongs before the error, and may fail itself.
fn conclude(ui: &Ui, result: Result<Outcome, CommandError>) -> u8 {
    let flushed = ui.finish().map_err(CommandError::from);
    let error = match (result, flushed) {
        (Err(error), _) | (Ok(_), Err(error)) => error,
        (Ok(outcome), Ok(())) => return outcome.exit_code(),
    };
    if !error.is_closed_pipe() {
        ui.error(&error.message());
    }
    error.exit_code()
}

fn command(environment: &Environment) -> clap::Command {
    flag_variables::attach(Cli::command(), environment)
}

/// The command tree as help, completions and the manual page show it: the same in every environment.
fn plain_command() -> clap::Command {
    command(&Environment::default())
}

fn say_parse_error(
    error: &clap::Error,
    command_line: &[String],
    environment: &Environment,
) -> ExitCode {
    let terminals = Terminals::detect();
    let color = color_inputs(typed_color(command_line), environment);
    let ui = Ui::new(UiOptions::default());
    let rendered = error.render();
    let text = |color: bool| if color { rendered.ansi().to_string() } else { rendered.to_string() };
    if !error.use_stderr() {
        let written = ui.write_bytes(text(color.wants_color(terminals.stdout)).as_bytes());
        let result = written.map(|()| Outcome::Done).map_err(CommandError::from);
        return ExitCode::from(conclude(&ui, result));
    }
    let colored = color.wants_color(terminals.stderr).then(|| text(true));
    ui.say_formatted(&text(false), colored.as_deref());
    if let Some(name) = variable_at_fault(error, command_line, environment) {
        ui.hint(&format!("the value comes from the variable {name}"));
    }
    ExitCode::from(exit_code::USAGE)
}

// The command line was not understood, but what it says about colour still counts.
fn typed_color(command_line: &[String]) -> ColorChoice {
    let mut choice = ColorChoice::Auto;
    for (index, word) in command_line.iter().enumerate() {
        let value = match word.strip_prefix("--color") {
            Some("") => command_line.get(index + 1).map(String::as_str),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        choice = match value {
            Some("always" | "on") => ColorChoice::Always,
            Some("never" | "off") => ColorChoice::Never,
            _ => choice,
        };
    }
    choice
}

// The parser's message names the flag only, which puzzles whoever did not type it.
fn variable_at_fault(
    error: &clap::Error,
    command_line: &[String],
    environment: &Environment,
) -> Option<String> {
    if !matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation) {
        return None;
    }
    let Some(ContextValue::String(arg)) = error.get(ContextKind::InvalidArg) else { return None };
    let long = arg.split_whitespace().next()?.strip_prefix("--")?;
    let typed = format!("--{long}");
    if command_line.iter().any(|word| *word == typed || word.starts_with(&format!("{typed}="))) {
        return None;
    }
    let path: Vec<String> =
        command_line.iter().filter(|word| !word.starts_with('-')).cloned().collect();
    let names = (0..=path.len()).map(|depth| flag_variables::variable_name(&path[..depth], long));
    names.into_iter().find(|name| environment.has_name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_tree_is_sound() {
        plain_command().debug_assert();
    }

    #[test]
    fn arguments_of_verbs_cannot_be_taken_for_global_ones() {
        fn check(command: &clap::Command) {
            for below in command.get_subcommands() {
                let own = below.get_arguments().map(|arg| arg.get_id().as_str());
                let taken: Vec<&str> =
                    own.filter(|id| id.starts_with("global_") && *id != "global_file").collect();
                assert!(taken.is_empty(), "{}: {taken:?}", below.get_name());
                check(below);
            }
        }
        check(&plain_command());
    }

    #[test]
    fn every_global_flag_is_in_the_registry() {
        let root = plain_command();
        let globals =
            root.get_arguments().filter(|arg| arg.is_global_set()).filter_map(clap::Arg::get_long);
        for long in globals.filter(|long| *long != "yes") {
            let name = flag_variables::variable_name(&[], long);
            let listed =
                crate::settings::env::VARIABLES.iter().any(|variable| variable.name == name);
            assert!(listed, "{name} is missing in settings/env.rs");
        }
    }
}
