//! `backend`: the embedded reference backend.

mod env;
mod listen;
mod noun;
mod reset;
mod run;
mod serve;
mod status;
mod variables;

pub(crate) use noun::BackendCommand;
