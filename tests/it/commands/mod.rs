//! Mirrors `src/commands`.

mod completions;
mod config;
mod help;
mod man;
