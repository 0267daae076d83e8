//! `backend run`.

use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

use clap::Args;
use tokio::process::Command;

use super::variables;
use crate::backend::Home;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::backend_slot::backend_token;
use crate::commands::backend_slot::data_directory;
use crate::commands::local_backend;
use crate::commands::temporary_directory::TemporaryDirectory;

/// Exit code when the backend does not start.
const NOT_STARTED: u8 = 125;

/// Exit code when the program cannot be executed.
const NOT_EXECUTABLE: u8 = 126;

/// Exit code when there is no such program.
const NO_SUCH_PROGRAM: u8 = 127;

/// Run a program against the embedded backend
///
/// Sets every variable that SDKs and command-line tools need, and ends with the program's exit
/// code. A backend that runs is used; else this command runs one.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs backend run -- aws logs describe-log-groups
  cruddur-obs backend run --ephemeral -- pytest")]
pub(crate) struct BackendRunArgs {
    /// Use a fresh, empty data directory and remove it at the end
    #[arg(long)]
    ephemeral: bool,
    /// The program and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<String>,
}

pub(super) async fn run(context: &Context, args: BackendRunArgs) -> Result<Outcome, CommandError> {
    let Some((program, arguments)) = args.command.split_first() else {
        return Err(CommandError::usage("there is no program to run"));
    };
    let temporary = match args.ephemeral {
        true => Some(TemporaryDirectory::create("cruddur-obs-run")?),
        false => None,
    };
    let directory = match &temporary {
        Some(temporary) => temporary.path().join("data"),
        None => data_directory(context)?,
    };
    let home = Home { region: context.settings()?.local_region()?.value, ..Home::default() };
    let backend = match local_backend::reach(&context.clock, directory, home.clone()).await {
        Ok(backend) => backend,
        Err(error) => {
            context.ui.error(&error.message());
            return Ok(Outcome::Code(NOT_STARTED));
        }
    };
    let token = backend_token(context);
    let mut command = Command::new(program);
    command.args(arguments).envs(variables::variables(backend.url(), &home, token.as_ref()));
    for name in variables::CLEARED {
        command.env_remove(name);
    }
    // The terminal sends ^C to the child as well; this process waits for what it makes of it.
    let mut stop = std::pin::pin!(context.shutdown.requested());
    let outcome = match command.spawn() {
        Ok(mut child) => {
            let status = tokio::select! {
                status = child.wait() => status,
                reason = &mut stop => {
                    if reason == crate::commands::StopReason::Interrupted {
                        child.wait().await
                    } else {
                        terminate(&child);
                        child.wait().await
                    }
                }
            };
            let status =
                status.map_err(|error| CommandError::io("cannot wait for the program", error))?;
            Outcome::Code(code(status))
        }
        Err(error) => {
            let missing = error.kind() == std::io::ErrorKind::NotFound;
            let failed = CommandError::io(format!("cannot run {program}"), error);
            context.ui.error(&failed.message());
            Outcome::Code(if missing { NO_SUCH_PROGRAM } else { NOT_EXECUTABLE })
        }
    };
    backend.close().await;
    drop(temporary);
    Ok(outcome)
}

fn terminate(child: &tokio::process::Child) {
    let id =
        child.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
    if let Some(id) = id {
        // A child that has just ended needs no signal.
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
    }
}

/// A child's own code, or 128 and the signal that ended it.
fn code(status: ExitStatus) -> u8 {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    u8::try_from(code).unwrap_or(u8::MAX)
}
