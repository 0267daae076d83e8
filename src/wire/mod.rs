//! The vendors' own message shapes and error forms, pure and without I/O.
//!
//! Dialect texts (filter patterns, filter expressions, queries) stay opaque here.

pub mod aws;
pub mod connect;
pub mod dotenv;
pub mod github;
pub mod github_actions;
pub mod gitpod;
pub mod grpc;
pub mod honeycomb;
pub mod logs;
pub mod ona;
pub mod otlp;
pub mod rollbar;
pub mod shell;
pub mod sts;
pub mod xray;
