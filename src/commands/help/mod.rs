//! `help`: the commands, and topics made from the tables that the program works by.

mod show;
mod topics;

pub(crate) use show::HelpArgs;
pub(crate) use show::run;
