//! Environment variables and the places they are written to.
//!
//! Limits: Gitpod's and Ona's APIs, "Naming your secrets" and "Limits for secrets" of GitHub's
//! documentation, and what dotenv readers were seen to do.

mod dotenv_form;
mod limits;
mod name;
mod oddity;
mod target;
#[cfg(test)]
mod tests;

pub use dotenv_form::DotenvForm;
pub use limits::check_gp_value;
pub use name::MAXIMUM_NAME_LENGTH;
pub use name::NAME_PATTERN;
pub use name::check_github_file_name;
pub use name::check_name;
pub use oddity::oddity;
pub use target::CodespacesScope;
pub use target::GitHubScope;
pub use target::GitpodScope;
pub use target::OnaScope;
pub use target::TARGET_PATTERN;
pub use target::TARGET_WORDS;
pub use target::VariableTarget;

/// The one field that a plan shows of a variable: a word about its value, never the value.
pub const VALUE_FIELD: &str = "value";

/// The word for a value that is as it should be, as far as anybody can tell.
pub const VALUE_SET: &str = "set";
