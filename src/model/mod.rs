//! Our nouns and their rules, without protocol, storage or terminal.
//!
//! Every limit is one constant with one check that returns a [`Violation`].

pub mod change_set;
pub mod event;
pub mod field_set;
pub mod glob;
pub mod group;
pub mod log_event;
pub mod log_group;
pub mod metric_filter;
pub mod query_definition;
pub mod repository;
pub mod sampling_rule;
pub mod saved_query;
pub mod secret_shape;
pub mod tags;
pub mod telemetry;
pub mod variable;
pub mod variable_shape;
mod violation;

pub use violation::Rule;
pub use violation::Violation;
pub use violation::check_characters;
pub use violation::check_count;
pub use violation::check_length;
pub use violation::check_one_of;
pub use violation::check_range;
