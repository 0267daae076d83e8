//! Honeycomb's API, version 1: events, and the resources of an environment.

mod annotations;
mod answer;
mod auth;
mod boards;
mod calculated_fields;
mod call;
mod column_set;
mod columns;
mod dataset_notes;
mod datasets;
mod definitions;
mod events;
mod kept;
mod marker_settings;
mod markers;
mod names;
mod operations;
mod queries;
mod query_columns;
mod query_results;
mod result_limits;
mod result_rows;
mod rows;
mod saved_fields;

pub(super) use answer::Part;
pub(super) use answer::answer;
pub(super) use answer::part_of;
pub(super) use answer::refuse;
pub(super) use operations::OPERATIONS;
pub(in crate::backend) use query_results::KeptResult;
pub(in crate::backend) use result_limits::ResultLimits;
