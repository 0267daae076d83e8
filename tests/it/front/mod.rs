//! Mirrors `src/backend/front`: the official SDK crates and raw bytes against the backend.

mod compatibility;
mod cors;
mod export;
mod grpc;
mod honeycomb_resources;
mod logs_events;
mod logs_filters;
mod logs_groups;
mod logs_queries;
mod logs_streams;
mod protocol;
mod rollbar_items;
mod rollbar_reads;
mod rollbar_support;
mod rollbar_tokens;
mod signature;
mod sts;
mod support;
mod xray_groups;
mod xray_rules;
mod xray_settings;
