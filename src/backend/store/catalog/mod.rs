//! The catalog: typed reads and changes of log groups, log streams, datasets, documents, and of
//! projects with their items.
//!
//! All functions take the connection that [`Store::read`](super::Store::read) or
//! [`Store::write`](super::Store::write) lends. They know no API: limits and names were checked
//! by the caller.

pub mod access_tokens;
pub mod arrivals;
pub mod datasets;
pub mod deploys;
pub mod documents;
pub mod items;
pub mod log_groups;
pub mod log_streams;
pub mod meta;
pub(crate) mod numbers;
pub mod occurrence_reports;
pub mod occurrences;
pub mod projects;
mod scope;
mod text;
pub(crate) mod tombstones;
mod whole;

pub use scope::Scope;
pub use whole::Totals;
pub(crate) use whole::check_items;
pub use whole::clear;
pub use whole::other_regions;
pub use whole::stream_name;
pub use whole::totals;
