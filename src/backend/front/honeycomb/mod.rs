//! Honeycomb's API: events and the resources of an environment (version 1), environments and keys
//! of the team (version 2).

mod alerts;
mod annotations;
mod answer;
mod api_keys;
mod auth;
mod boards;
mod burn_alerts;
mod calculated_fields;
mod call;
mod column_set;
mod columns;
mod dataset_notes;
mod datasets;
mod definitions;
mod environments;
mod events;
mod kept;
mod management;
mod marker_settings;
mod markers;
mod names;
mod operations;
mod queries;
mod query_columns;
mod query_results;
mod recipients;
mod result_limits;
mod result_rows;
mod rows;
mod saved_fields;
mod slos;
mod triggers;

pub(super) use answer::Part;
pub(super) use answer::answer;
pub(super) use answer::part_of;
pub(super) use answer::refuse;
pub(super) use operations::OPERATIONS;
pub(in crate::backend) use query_results::KeptResult;
pub(in crate::backend) use result_limits::ResultLimits;
