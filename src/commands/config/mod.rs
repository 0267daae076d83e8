//! `config`: where settings come from, and what the project file may hold.

mod noun;
mod schema;
mod show;

pub(crate) use noun::ConfigCommand;
