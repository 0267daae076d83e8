//! The protocol fronts: one folder per API, one routing table, the rules on who may talk to us.
//!
//! A front decodes, calls below and encodes; the API folders never import each other.

mod access;
mod authentication;
mod call;
mod connection;
mod control;
mod cors;
mod events_in;
mod honeycomb;
mod http;
mod inflate;
mod json_body;
mod logs;
mod message;
mod operation_name;
mod otlp;
mod page_token;
mod rollbar;
mod route;
mod signature;
mod streaming;
mod sts;
mod team_key;
mod xray;

pub use authentication::DEFAULT_SECRET;
pub(super) use call::Front;
pub(super) use http::serve;
pub use rollbar::rollbar_token;
pub use route::operation_names;
pub use route::refused_operation_names;
