//! Environment variables at the places that a project file names: read, write, remove, compare.
//!
//! Nothing here knows a vendor: each place is an [`EnvironmentTarget`]. Values are secrets until
//! they are written, and no error, note or `Debug` holds one.

mod connect_error;
mod dotenv;
mod error;
mod fingerprints;
mod git;
mod github;
mod github_error;
mod gitpod;
mod gp;
mod listing;
mod ona;
mod project_file;
mod resource;
mod standing;
mod steps;
mod sync;
mod target;
#[cfg(test)]
mod tests;
mod timestamps;
mod variable;

pub use dotenv::DotenvTarget;
pub use error::TargetCause;
pub use error::TargetError;
pub use fingerprints::Fingerprints;
pub use fingerprints::Spot;
pub use fingerprints::Written;
pub use github::GithubPlace;
pub use github::GithubTarget;
pub use gitpod::gitpod_target;
pub use gp::GpTarget;
pub use ona::Whose;
pub use ona::ona_target;
pub use project_file::read_inside;
pub use resource::Variables;
pub use resource::read_all;
pub use standing::Holdings;
pub use standing::Standing;
pub use standing::standing;
pub use sync::SyncOptions;
pub use sync::Synced;
pub use sync::Wanted;
pub use sync::sync;
pub use sync::warnings;
pub use target::EnvironmentTarget;
pub use target::Held;
pub use target::Sensitivity;
pub use variable::PlacedVariable;
pub use variable::places;
