//! `backend env`.

use clap::Args;
use clap::ValueEnum;
use serde_json::Value;

use super::variables;
use crate::backend::Home;
use crate::backend::store::DataDirectory;
use crate::backend::store::DirectoryLock;
use crate::backend::store::LockOutcome;
use crate::base::random_hex;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::backend_slot::backend_token;
use crate::commands::backend_slot::data_directory;
use crate::ui::Ci;
use crate::ui::Report;
use crate::wire::github_actions::environment_entry;

/// Where `backend serve` listens unless told otherwise.
const DEFAULT_URL: &str = "http://127.0.0.1:4570";

/// Print the variables that make SDKs and command-line tools use the backend
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  eval \"$(cruddur-obs backend env)\"
  cruddur-obs backend env --format dotenv > .env.local
  cruddur-obs backend env --format github >> \"$GITHUB_ENV\"")]
pub(crate) struct BackendEnvArgs {
    /// For whom the lines are written
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = EnvFormat::Shell)]
    format: EnvFormat,
}

/// For whom the lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EnvFormat {
    /// export NAME='value'
    Shell,
    /// NAME='value'
    Dotenv,
    /// One JSON object
    Json,
    /// For the file that GITHUB_ENV names: NAME=value, or the value between delimiters
    Github,
}

pub(super) async fn run(context: &Context, args: BackendEnvArgs) -> Result<Outcome, CommandError> {
    let settings = context.settings()?;
    let home = Home { region: settings.local_region()?.value, ..Home::default() };
    let url = match settings.endpoint_flag()? {
        Some(url) => url,
        None => match serving(context)? {
            Some(url) => url,
            None => {
                context.ui.warning("no backend serves this data directory now");
                context.ui.hint("start one with 'cruddur-obs backend serve'");
                DEFAULT_URL.to_owned()
            }
        },
    };
    let token = backend_token(context);
    let variables = variables::variables(&url, &home, token.as_ref());
    let mut text = String::new();
    for (name, value) in &variables {
        let quoted = format!("'{}'", value.replace('\'', r"'\''"));
        text.push_str(&match args.format {
            EnvFormat::Shell => format!("export {name}={quoted}\n"),
            EnvFormat::Dotenv => format!("{name}={quoted}\n"),
            EnvFormat::Github => github_lines(name, value)?,
            EnvFormat::Json => String::new(),
        });
    }
    let value: Value = variables
        .into_iter()
        .map(|(name, value)| (name.to_owned(), Value::String(value)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    if args.format == EnvFormat::Json {
        text = format!("{value:#}\n");
    }
    let options = context.ui.options();
    let is_text = options.query.is_none() && !context.ui.format().is_machine();
    if is_text && options.ci == Ci::GitHub {
        // A program reads these lines: the fence that keeps the runner from taking what people
        // read for commands would end up in the file of variables.
        context.ui.write_bytes(text.as_bytes())?;
    } else {
        context.ui.print(&Report::text(value, text))?;
    }
    Ok(Outcome::Done)
}

fn github_lines(name: &str, value: &str) -> Result<String, CommandError> {
    environment_entry(name, value, || random_hex(16)).map_err(CommandError::from)
}

/// Returns the address of the backend that serves the data directory, if one does.
fn serving(context: &Context) -> Result<Option<String>, CommandError> {
    let data = DataDirectory::open(&data_directory(context)?)?;
    Ok(match DirectoryLock::try_acquire(&data)? {
        LockOutcome::HeldBy(Some(holder)) => Some(holder.address),
        LockOutcome::HeldBy(None) | LockOutcome::Held(_) => None,
    })
}
