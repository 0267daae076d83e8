//! Use-cases. They call clients and emit typed events; they print nothing.

pub mod apply;
pub mod arrival;
pub mod checks;
pub mod environment;
pub mod plan;
pub mod resources;
pub mod tail;
