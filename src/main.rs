//! Sets up, runs and proves the observability of a small project.

use std::process::ExitCode;

use cruddur_obs::cli;
use cruddur_obs::settings::Environment;

fn main() -> ExitCode {
    match cli::parse(std::env::args_os(), Environment::of_process()) {
        Ok(invocation) => invocation.run(),
        Err(code) => code,
    }
}
