//! `backend import`.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use clap::Args;

use crate::backend::store;
use crate::backend::store::DataDirectory;
use crate::backend::store::DirectoryLock;
use crate::backend::store::Imported;
use crate::backend::store::LockOutcome;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::backend_slot::data_directory;
use crate::commands::local_backend;

/// How long an import that is to stop may take for it; one that waits for stdin does not notice.
const STOP_TIME: Duration = Duration::from_secs(2);

/// Fill the data directory from a file that 'backend export' wrote
///
/// All of it or nothing: the file is unpacked and checked beside the data directory, then takes
/// its place at once. No backend may use the directory meanwhile. What the directory holds is
/// kept unless --replace is given, which asks first; off a terminal that needs --yes.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs backend import cruddur.tar
  cruddur-obs backend import cruddur.tar --data-dir ./copy
  cruddur-obs backend import - --replace --yes < cruddur.tar")]
pub(crate) struct BackendImportArgs {
    /// The file to read; - reads stdin
    #[arg(value_name = "FILE")]
    archive: PathBuf,
    /// Forget what the data directory holds now
    #[arg(long)]
    replace: bool,
}

pub(super) async fn run(
    context: &Context,
    args: BackendImportArgs,
) -> Result<Outcome, CommandError> {
    if let Some(url) = context.settings()?.endpoint_flag()? {
        return Err(CommandError::usage(format!("an import cannot go to the backend at {url}"))
            .hint("import into the data directory that it is to serve, then start it"));
    }
    let archive = open(context, &args.archive)?;
    let directory = data_directory(context)?;
    let data = DataDirectory::open(&directory)?;
    let lock = acquire(&directory, &data).await?;
    if store::holds_data(&data, Arc::clone(&context.clock))? {
        confirm(context, &directory, args.replace)?;
    }
    let imported = import(context, data, lock, archive).await?;
    context.ui.status(&format!(
        "imported log groups: {}, rows of log events: {}; exported {} by version {}",
        imported.log_groups,
        imported.log_rows,
        context.format_time(imported.created_ms),
        imported.tool_version,
    ));
    Ok(Outcome::Done)
}

fn open(context: &Context, path: &Path) -> Result<Box<dyn Read + Send>, CommandError> {
    if path.as_os_str() == "-" {
        if context.ui.options().stdin_is_terminal {
            return Err(CommandError::usage("an export is nothing to type on a terminal")
                .hint("name a file, or send one into stdin"));
        }
        return Ok(Box::new(std::io::stdin()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(CommandError::not_found(format!("there is no file {}", path.display())))
        }
        Err(error) => Err(CommandError::io(format!("cannot read {}", path.display()), error)),
    }
}

async fn acquire(directory: &Path, data: &DataDirectory) -> Result<DirectoryLock, CommandError> {
    match DirectoryLock::try_acquire(data)? {
        LockOutcome::Held(lock) => Ok(lock),
        LockOutcome::HeldBy(Some(holder)) if local_backend::is_alive(&holder).await => {
            Err(CommandError::failed(format!(
                "a backend serves this data directory: process {} at {}",
                holder.pid, holder.address
            ))
            .hint("end it first, or name another folder with --data-dir"))
        }
        LockOutcome::HeldBy(holder) => Err(local_backend::held(directory, holder.as_ref())),
    }
}

fn confirm(context: &Context, directory: &Path, replace: bool) -> Result<(), CommandError> {
    let shown = directory.display();
    if !replace {
        return Err(CommandError::usage(format!("the data directory {shown} holds data"))
            .hint("forget it with --replace, or name another folder with --data-dir"));
    }
    if context.ui.confirm(&format!("forget everything that {shown} holds?"))? {
        return Ok(());
    }
    Err(CommandError::failed("nothing was imported"))
}

/// Imports on a thread that may wait for the disk; once it should stop, it is asked to.
async fn import(
    context: &Context,
    data: DataDirectory,
    lock: DirectoryLock,
    mut archive: Box<dyn Read + Send>,
) -> Result<Imported, CommandError> {
    let _progress = context.ui.progress("importing");
    let stop = context.shutdown.requested();
    let stopping = Arc::new(AtomicBool::new(false));
    let clock = Arc::clone(&context.clock);
    let mut work = {
        let stopping = Arc::clone(&stopping);
        tokio::task::spawn_blocking(move || {
            let goes_on = || !stopping.load(Ordering::Relaxed);
            store::import(&data, lock, &mut *archive, clock, &goes_on)
        })
    };
    let ended = tokio::select! {
        ended = &mut work => ended,
        reason = stop => {
            stopping.store(true, Ordering::Relaxed);
            let stopped = CommandError::new(reason.kind(), "the import was stopped");
            return match tokio::time::timeout(STOP_TIME, work).await {
                // It was quicker.
                Ok(Ok(Ok(imported))) => Ok(imported),
                Ok(Ok(Err(_))) => Err(stopped.hint("nothing was changed")),
                _ => Err(stopped.hint("the data directory is as it was, or all new")),
            };
        }
    };
    let imported = ended.map_err(|_| CommandError::failed("the import broke off"))?;
    Ok(imported?)
}
