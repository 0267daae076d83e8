//! The project file `cruddur-obs.toml`: read, checked and converted to our nouns, all mistakes at
//! once, each at its place.
//!
//! Must not know vendors' clients, settings or terminals, and reads no value of a variable.

mod apply;
mod env;
mod env_claims;
mod env_value;
mod file;
mod finding;
mod findings;
mod free_texts;
mod honeycomb;
mod inner_text;
mod json_members;
mod json_object;
mod keys;
mod log_groups;
mod metric_filters;
mod names;
mod object_schema;
mod paths;
mod project;
mod query_spec;
mod reading;
mod rollbar;
mod rule_fields;
mod rule_file;
mod rules;
mod sampling_rules;
mod schema;
mod shared_keys;
mod spot;
mod table;
mod toml_values;
mod xray_groups;

#[cfg(test)]
mod tests;

pub use apply::Apply;
pub use env::ValueSource;
pub use env::Variable;
pub use env::read_target;
pub use file::Manifest;
pub use finding::Finding;
pub use honeycomb::Honeycomb;
pub use honeycomb::Query;
pub use reading::ReferencedFile;
pub use rollbar::Rollbar;
pub use schema::json_schema;
