//! Gitpod Classic: its API, and its program `gp`, which only works inside of a workspace.

mod api;
mod gp;

pub use api::GitpodClient;
pub use gp::GpError;
pub use gp::GpProgram;
pub use gp::GpScope;
