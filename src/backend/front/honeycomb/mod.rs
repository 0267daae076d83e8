//! Honeycomb's API, version 1: events, and the resources of an environment.

mod annotations;
mod answer;
mod auth;
mod boards;
mod call;
mod columns;
mod datasets;
mod events;
mod kept;
mod marker_settings;
mod markers;
mod operations;
mod queries;
mod query_results;
mod result_rows;
mod rows;

pub(super) use answer::Part;
pub(super) use answer::answer;
pub(super) use answer::key;
pub(super) use answer::kind_of;
pub(super) use answer::part_of;
pub(super) use answer::refuse;
pub(super) use operations::OPERATIONS;
pub(in crate::backend) use query_results::KeptResult;
