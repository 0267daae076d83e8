//! `honeycomb`: queries, datasets, columns and markers.

mod answer_cache;
mod asking;
mod auth;
mod columns;
mod dataset_choice;
mod datasets;
mod identity;
mod limits;
mod marker;
mod noun;
mod open;
mod push;
mod queries;
mod query;
mod result_series;
mod result_view;
mod saved;

pub(crate) use noun::HoneycombCommand;
