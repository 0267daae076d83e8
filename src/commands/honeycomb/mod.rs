//! `honeycomb`: queries, datasets and columns.

mod auth;
mod columns;
mod datasets;
mod noun;
mod queries;
mod query;
mod result_view;
mod saved;
mod session;

pub(crate) use noun::HoneycombCommand;
