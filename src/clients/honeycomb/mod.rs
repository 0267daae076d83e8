//! Honeycomb's API, version 1, of an account or of the embedded backend.

mod client;
mod error;

pub use client::HoneycombClient;
pub use error::HoneycombCallError;
