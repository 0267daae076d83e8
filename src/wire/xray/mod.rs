//! AWS X-Ray, API version 2016-04-12: request and response shapes of the control operations, in
//! the vendor's names. Times are epoch seconds as JSON numbers, which is all that the Go, Java
//! and Node clients read.

mod arn;
mod groups;
mod sampling_rules;
mod settings;
mod tags;

pub use arn::group_arn;
pub use arn::rule_arn;
pub use groups::*;
pub use sampling_rules::*;
pub use settings::*;
pub use tags::*;

/// Content type of answers.
pub const CONTENT_TYPE: &str = "application/json";

/// The empty answer of operations without output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Empty {}

/// Input of operations that only page.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct NextTokenRequest {
    /// Where the last page ended.
    pub next_token: Option<String>,
}
