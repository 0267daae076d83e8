//! Outbound calls. Clients receive endpoints and credentials as values and never see settings.

pub mod aws;
pub mod backend;
pub mod honeycomb;
