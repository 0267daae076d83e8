//! Query languages, pure: text → tree → checked tree; errors point at the column and carry a hint.

pub mod filter_pattern;
pub mod honeycomb;
pub mod plan;
pub mod xray_filter;
