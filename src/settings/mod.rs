//! Where each setting comes from: flag, variable, project file, user file or default.
//!
//! Owns the environment (the only room that reads it), the two files, profiles and the target
//! that they name, and the reading and showing of times. Prints nothing and asks nobody.

mod aws_config;
mod environment;
mod git_config;
mod layers;
mod locations;
mod origin;
mod profile;
mod project_file;
mod secret_places;
mod target;
mod time;
mod user_file;

pub mod env;

pub use env::Variable;
pub use environment::Environment;
pub use layers::Flags;
pub use layers::Settings;
pub use layers::ShownSetting;
pub use layers::project_file;
pub use locations::Locations;
pub use origin::Origin;
pub use origin::Setting;
pub use profile::ProfileError;
pub use profile::Vendor;
pub use project_file::ProjectFile;
pub use project_file::ProjectProfile;
pub use secret_places::AccessError;
pub use secret_places::GithubAccess;
pub use secret_places::GitpodAccess;
pub use secret_places::OnaAccess;
pub use secret_places::Token;
pub use target::AccountTarget;
pub use target::Endpoints;
pub use target::Target;
pub use target::TargetKind;
pub use time::TimeError;
pub use time::format_time;
pub use time::parse_duration;
pub use time::parse_time;
pub use time::time_zone;
pub use user_file::UserFile;
