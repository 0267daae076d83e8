//! Mirrors `src/commands`.

mod backend;
mod backend_export;
mod completions;
mod config;
mod declared;
mod declared_faults;
mod demo;
mod env;
mod env_accounts;
mod help;
mod honeycomb;
mod honeycomb_account;
mod logs;
mod man;
mod rollbar;
mod rollbar_account;
mod xray;
