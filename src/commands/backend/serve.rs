//! `backend serve`.

use std::path::PathBuf;

use clap::Args;

use super::listen;
use super::listen::ListenFlags;
use crate::backend::Addresses;
use crate::backend::store::DataDirectory;
use crate::backend::store::DirectoryLock;
use crate::backend::store::LockOutcome;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::data_directory;
use crate::commands::local_backend;
use crate::commands::private_file;

/// Serve the embedded backend until it is stopped
///
/// One HTTP port speaks CloudWatch Logs, X-Ray and STS. Everything is kept in the data directory;
/// what was acknowledged survives a crash. Other commands on profile local use this backend.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs backend serve
  cruddur-obs backend serve --listen 127.0.0.1:0 --ready-file ready.json")]
pub(crate) struct BackendServeArgs {
    #[command(flatten)]
    listen: ListenFlags,
    /// Write the addresses here once all listen
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
}

pub(super) async fn run(
    context: &Context,
    args: BackendServeArgs,
) -> Result<Outcome, CommandError> {
    let (address, configuration) = args.listen.configuration(context, context.settings()?)?;
    if let Some(path) = &args.ready_file
        && !Addresses::can_write_ready_file(path)
    {
        return Err(CommandError::usage(format!(
            "the folder of the ready file {} does not exist",
            path.display()
        )));
    }
    let directory = data_directory(context)?;
    let data = DataDirectory::open(&directory)?;
    let lock = match DirectoryLock::try_acquire(&data)? {
        LockOutcome::Held(lock) => lock,
        LockOutcome::HeldBy(Some(holder)) if local_backend::is_alive(&holder).await => {
            return Err(CommandError::failed(format!(
                "a backend serves this data directory already: process {} at {}",
                holder.pid, holder.address
            ))
            .hint("use that one, end it, or name another folder with --data-dir"));
        }
        LockOutcome::HeldBy(holder) => {
            return Err(local_backend::held(&directory, holder.as_ref()));
        }
    };
    let listener = listen::bind(address).await?;
    let stop = context.shutdown.requested();
    let backend = local_backend::embed(context, &data, lock, listener, configuration)?;
    let addresses = backend.running.addresses();
    context.ui.status(&format!("serving {} from {}", addresses.http_url(), directory.display()));
    context.ui.hint(&format!(
        "to use it: eval \"$(cruddur-obs backend env --endpoint-url {})\"; to stop it: Ctrl-C",
        addresses.http_url()
    ));
    if let Some(path) = &args.ready_file {
        private_file::write(path, &addresses.ready_json())?;
    }
    let reason = stop.await;
    if let Some(path) = &args.ready_file {
        // A file that somebody took away already is as good.
        let _ = std::fs::remove_file(path);
    }
    backend.running.stop().await;
    Ok(Outcome::Code(crate::commands::exit_code::of_kind(reason.kind())))
}
