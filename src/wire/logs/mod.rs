//! CloudWatch Logs, API version 2014-03-28: request and response shapes of the operations we
//! speak, in the vendor's names.
//!
//! Members that the service lets a client leave out are options here; which of them an operation
//! needs is checked where it is served, so that one error form tells of all.

mod arn;
mod events;
mod filters;
mod groups;
mod policies;
mod queries;
mod streams;
mod tags;

pub use arn::group_arn;
pub use arn::group_name_of_arn;
pub use arn::stream_arn;
pub use events::*;
pub use filters::*;
pub use groups::*;
pub use policies::*;
pub use queries::*;
pub use streams::*;
pub use tags::*;

/// Prefix of `X-Amz-Target`.
pub const TARGET_PREFIX: &str = "Logs_20140328.";

/// Content type of requests and answers.
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// The empty answer of operations without output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Empty {}
