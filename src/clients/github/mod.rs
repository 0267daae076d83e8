//! GitHub's REST API: secrets and variables of Actions, secrets of Codespaces.

mod client;
mod error;
mod seal;
mod secrets;
#[cfg(test)]
mod tests;
mod variables;

pub use client::GithubClient;
pub use error::GithubCallError;
pub use error::GithubRefusal;
pub use secrets::GithubSecrets;
pub use variables::GithubVariables;
