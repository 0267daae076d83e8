//! Outbound calls. Clients receive endpoints and credentials as values and never see settings.

pub mod aws;
pub mod backend;
mod connect;
pub mod github;
pub mod gitpod;
pub mod honeycomb;
mod http;
pub mod ona;
mod relocator;
mod retry_after;
pub mod rollbar;
#[cfg(test)]
pub(crate) mod scripted;

pub use connect::ConnectCallError;
pub use connect::ConnectRefusal;
pub use http::HttpAnswer;
pub use http::HttpCall;
pub use http::HttpClient;
pub use http::HttpFailure;
pub use relocator::Relocator;
