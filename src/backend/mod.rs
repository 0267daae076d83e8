//! The embedded reference backend: the vendors' protocols over one store.
//!
//! This file only wires; the rooms inside import downwards only: `front` → `ingest`,
//! `engine`, `jobs` → `store`.

mod configuration;
pub mod engine;
mod front;
pub mod ingest;
mod jobs;
mod lifecycle;
mod listeners;
pub mod store;

pub use configuration::Access;
pub use configuration::Configuration;
pub use configuration::Home;
pub use configuration::HoneycombPlan;
pub use configuration::HoneycombTeam;
pub use configuration::RollbarProject;
pub use front::DEFAULT_SECRET;
pub use front::operation_names;
pub use front::refused_operation_names;
pub use front::rollbar_token;
pub use lifecycle::BackendError;
pub use lifecycle::Running;
pub use lifecycle::start;
pub use listeners::Addresses;
pub use listeners::Listeners;
