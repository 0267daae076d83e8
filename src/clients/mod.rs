//! Outbound calls. Clients receive endpoints and credentials as values and never see settings.

pub mod aws;
pub mod backend;
pub mod honeycomb;
mod http;
mod relocator;
mod retry_after;
pub mod rollbar;

pub use http::HttpAnswer;
pub use http::HttpCall;
pub use http::HttpClient;
pub use http::HttpFailure;
pub use relocator::Relocator;
