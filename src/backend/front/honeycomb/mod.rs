//! Honeycomb's API, version 1: events, datasets, columns, queries and their results.

mod annotations;
mod answer;
mod auth;
mod call;
mod columns;
mod datasets;
mod events;
mod queries;
mod query_results;
mod result_rows;
mod rows;

pub(super) use answer::Part;
pub(super) use answer::answer;
pub(super) use answer::part_of;
pub(super) use answer::refuse;
pub(in crate::backend) use query_results::KeptResult;
