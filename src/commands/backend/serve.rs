//! `backend serve`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::listen::ListenFlags;
use crate::backend::Addresses;
use crate::backend::store::DataDirectory;
use crate::backend::store::DirectoryLock;
use crate::backend::store::LockOutcome;
use crate::backend::store::StoreOptions;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::backend_slot::data_directory;
use crate::commands::local_backend;
use crate::commands::private_file;
use crate::settings::parse_duration;

/// Serve the embedded backend until it is stopped
///
/// One port speaks CloudWatch Logs, X-Ray, STS, Honeycomb, Rollbar and OTLP, over HTTP/1.1 and
/// HTTP/2, gRPC included. Two further ports take OTLP alone, where exporters look for a collector: gRPC on 4317,
/// HTTP on 4318. Everything is kept in the data directory; what was acknowledged survives a crash.
/// Other commands on profile local use this backend.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs backend serve
  cruddur-obs backend serve --otlp-grpc off --otlp-http off
  cruddur-obs backend serve --listen 127.0.0.1:0 --otlp-grpc 127.0.0.1:0 --otlp-http 127.0.0.1:0 \\
    --ready-file ready.json")]
pub(crate) struct BackendServeArgs {
    #[command(flatten)]
    listen: ListenFlags,
    /// Write the addresses here once all listen
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    #[command(flatten)]
    store: StoreFlags,
}

/// How the store is set up; the kill test and the benches need what nobody else does.
#[derive(Args, Debug)]
struct StoreFlags {
    /// Days for which Rollbar occurrences are kept, also by later commands; 0 keeps them for ever
    /// [default: as said before, else 90]
    #[arg(long, value_name = "DAYS")]
    rollbar_retention: Option<u32>,
    /// Bytes of events that may wait to be sealed
    #[arg(long, value_name = "BYTES", hide = true)]
    hot_cap: Option<u64>,
    /// Bytes of sealed files beyond which the oldest are removed
    #[arg(long, value_name = "BYTES", hide = true)]
    size_cap: Option<u64>,
    /// Bytes of Rollbar occurrences beyond which the oldest are deleted
    #[arg(long, value_name = "BYTES", hide = true)]
    occurrence_cap: Option<u64>,
    /// Time between two looks for files to merge
    #[arg(long, value_name = "DURATION", hide = true)]
    maintenance_interval: Option<String>,
}

impl StoreFlags {
    fn options(&self, mut options: StoreOptions) -> Result<StoreOptions, CommandError> {
        options.hot_cap_bytes = self.hot_cap.unwrap_or(options.hot_cap_bytes);
        options.size_cap_bytes = self.size_cap.unwrap_or(options.size_cap_bytes);
        options.occurrence_retention_days = self.rollbar_retention;
        options.occurrence_cap_bytes = self.occurrence_cap;
        if let Some(text) = &self.maintenance_interval {
            options.maintenance_interval = Some(parse_duration(text)?);
        }
        Ok(options)
    }
}

pub(super) async fn run(
    context: &Context,
    args: BackendServeArgs,
) -> Result<Outcome, CommandError> {
    let (addresses, configuration) = args.listen.configuration(context, context.settings()?)?;
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
    let listeners = addresses.bind().await?;
    let stop = context.shutdown.requested();
    let options = StoreOptions::new(data.path().to_owned(), Arc::clone(&context.clock));
    let options = args.store.options(options)?;
    let backend =
        local_backend::embed_with(&context.clock, options, lock, listeners, configuration)?;
    let addresses = backend.running.addresses();
    context.ui.status(&format!("serving {} from {}", addresses.http_url(), directory.display()));
    let further = [("gRPC", addresses.otlp_grpc_url()), ("HTTP", addresses.otlp_http_url())];
    for (transport, url) in further {
        if let Some(url) = url {
            context.ui.status(&format!("OTLP over {transport} also at {url}"));
        }
    }
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
