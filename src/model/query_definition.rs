//! Saved Logs Insights queries.
//!
//! Limits: CloudWatch Logs API reference, `PutQueryDefinition`.

/// Longest name, in characters.
pub const MAXIMUM_NAME_LENGTH: usize = 255;

/// Longest query, in characters.
pub const MAXIMUM_QUERY_LENGTH: usize = 10_000;

/// Most saved queries of one account and region.
pub const MAXIMUM_DEFINITIONS: usize = 1_000;

/// Most parameters of one query.
pub const MAXIMUM_PARAMETERS: usize = 20;

/// The query languages.
pub const LANGUAGES: &[&str] = &["CWLI", "SQL", "PPL"];
