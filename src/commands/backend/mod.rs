//! `backend`: the embedded reference backend.

mod called;
mod env;
mod export;
mod import;
mod listen;
mod noun;
mod reset;
mod run;
mod serve;
mod size;
mod status;
mod variables;

pub(crate) use noun::BackendCommand;
