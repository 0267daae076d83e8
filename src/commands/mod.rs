//! The verbs: a folder per noun, a file per verb.
//!
//! A verb resolves its flags, calls services and renders what they tell. Nouns do not know each
//! other. What all of them share stands beside them: [`Context`], [`CommandError`], [`Outcome`].

pub(crate) mod aws_session;
pub(crate) mod backend;
mod backend_slot;
pub(crate) mod completions;
pub(crate) mod config;
mod context;
pub(crate) mod declared;
pub(crate) mod demo;
pub(crate) mod driver;
pub(crate) mod env;
mod env_remote;
mod env_targets;
mod env_values;
mod env_variables;
mod error;
pub mod exit_code;
mod findings;
pub(crate) mod flag_variables;
mod git_head;
pub(crate) mod globals;
pub(crate) mod help;
pub(crate) mod honeycomb;
mod honeycomb_pages;
mod honeycomb_refusal;
mod honeycomb_session;
mod json_input;
mod local_backend;
pub(crate) mod logs;
pub(crate) mod man;
mod named;
mod outcome;
mod private_file;
mod provenance;
pub(crate) mod rollbar;
mod rollbar_session;
mod rollbar_token_shape;
mod shutdown;
mod tag_flags;
mod temporary_directory;
pub(crate) mod xray;

pub use context::Context;
pub use error::CommandError;
pub use outcome::Outcome;
pub use shutdown::Shutdown;
pub use shutdown::StopReason;
