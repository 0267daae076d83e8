//! `config`: where settings come from.

mod noun;
mod show;

pub(crate) use noun::ConfigCommand;
