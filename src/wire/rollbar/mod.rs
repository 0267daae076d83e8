//! Rollbar's API: items and what happened in them, deploys, projects and their tokens.

mod access_token;
mod answer;
mod body;
mod data_parts;
mod deploy;
mod form;
mod grouping;
mod item;
mod item_change;
mod item_payload;
mod lenient;
mod level;
mod new_deploy;
mod new_token;
mod occurrence;
mod problem;
mod project;
mod received;
mod status;
mod surrogates;
#[cfg(test)]
mod tests;

pub use access_token::*;
pub use answer::*;
pub use deploy::*;
pub use form::*;
pub use item::*;
pub use item_change::ItemChange;
pub use item_payload::*;
pub use level::Level;
pub use new_deploy::deploy_status;
pub use new_token::CallLimit;
pub use new_token::TokenChange;
pub use occurrence::*;
pub use problem::Problem;
pub use project::*;
pub use received::*;
pub use status::Status;

/// Header that carries a token.
pub const TOKEN_HEADER: &str = "x-rollbar-access-token";

/// Where the API is, with its version.
pub const API: &str = "https://api.rollbar.com/api/1";

/// Where the pages for people are.
pub const PAGES: &str = "https://rollbar.com";
