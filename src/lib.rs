//! `cruddur-obs` sets up, runs and proves the observability of a small project.
//!
//! The library is the binary's inside; `docs/architecture.md` shows its floors and which may
//! import which.

pub mod backend;
pub mod base;
pub mod cli;
pub mod clients;
pub mod commands;
pub mod dialect;
pub mod manifest;
pub mod model;
pub mod services;
pub mod settings;
pub mod ui;
pub mod wire;
