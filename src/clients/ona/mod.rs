//! Ona: its service of secrets, and whose a token is.

mod api;

pub use api::OnaClient;
