//! `env`: variables and secrets at the places that need them.

mod check;
mod get;
mod list;
mod noun;
mod placing;
mod results;
mod reveal;
mod set;
mod sync;
mod target_flag;
mod unset;
mod writing;

pub(crate) use noun::EnvCommand;
