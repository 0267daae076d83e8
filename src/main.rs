//! Sets up, runs and proves the observability of a small project.

use std::process::ExitCode;

use cruddur_obs::cli;
use cruddur_obs::settings::Environment;

/// Taking in telemetry is many small pieces of memory on several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::parse(std::env::args_os(), Environment::of_process()) {
        Ok(invocation) => invocation.run(),
        Err(code) => code,
    }
}
