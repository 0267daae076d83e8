//! `backend export`.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use super::called::CalledBackend;
use super::size::size;
use crate::clients::backend::ExportDownload;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::private_file::PrivateFile;

/// Write everything that the backend holds into one file
///
/// The file is a tar of a SQLite catalog and the log events as Parquet, which other tools read as
/// well. Everything that was acknowledged before is in it; a backend that runs goes on meanwhile.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs backend export cruddur.tar
  cruddur-obs backend export - | ssh other cruddur-obs backend import -")]
pub(crate) struct BackendExportArgs {
    /// The file to write; - writes to stdout
    #[arg(value_name = "FILE")]
    archive: PathBuf,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(
    context: &Context,
    args: BackendExportArgs,
) -> Result<Outcome, CommandError> {
    let to_stdout = args.archive.as_os_str() == "-";
    if to_stdout && context.ui.options().stdout_is_terminal {
        return Err(CommandError::usage("an export is nothing to read on a terminal")
            .hint("name a file, or send stdout into one"));
    }
    if !to_stdout {
        check_target(&args.archive, args.force)?;
    }
    let stop = context.shutdown.requested();
    let backend = CalledBackend::find(context).await?;
    let work = async {
        let download = backend.client(context)?.export().await?;
        if to_stdout {
            copy(context, download, |bytes| Ok(context.ui.write_bytes(bytes)?)).await
        } else {
            let mut file = PrivateFile::create(&args.archive)?;
            let bytes = copy(context, download, |bytes| file.write(bytes)).await?;
            file.finish(args.force)?;
            Ok(bytes)
        }
    };
    // Whatever ends the work early also removes the file that it has begun.
    let written = tokio::select! {
        written = work => written,
        reason = stop => Err(CommandError::new(reason.kind(), "the export was stopped")),
    };
    backend.close().await;
    let bytes = written?;
    let target = if to_stdout { "stdout".to_owned() } else { args.archive.display().to_string() };
    context.ui.status(&format!("exported everything to {target} ({})", size(bytes)));
    Ok(Outcome::Done)
}

/// Refuses a target that holds something, or that is no place for a file.
fn check_target(path: &Path, force: bool) -> Result<(), CommandError> {
    let Ok(metadata) = fs::symlink_metadata(path) else { return Ok(()) };
    let shown = path.display();
    if !metadata.is_file() {
        return Err(CommandError::usage(format!("{shown} is no plain file"))
            .hint("name a file, or - for stdout"));
    }
    if !force {
        return Err(CommandError::usage(format!("{shown} exists already"))
            .hint("name another file, or replace it with --force"));
    }
    Ok(())
}

/// Hands the bytes on as they come, and returns how many there were.
async fn copy(
    context: &Context,
    mut download: ExportDownload,
    mut take: impl FnMut(&[u8]) -> Result<(), CommandError>,
) -> Result<u64, CommandError> {
    let progress = context.ui.progress("exporting");
    let whole = download.bytes();
    let mut bytes = 0;
    while let Some(chunk) = download.chunk().await? {
        bytes += chunk.len() as u64;
        progress.suspend(|| take(&chunk))?;
        let of = whole.map_or_else(String::new, |whole| format!(" of {}", size(whole)));
        progress.say(&format!("exporting {}{of}", size(bytes)));
    }
    Ok(bytes)
}
