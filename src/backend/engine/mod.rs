//! Executes queries over a snapshot of the store; knows no API.

pub mod events;
pub mod log_scan;
mod open_file;
mod pool;

pub use pool::EnginePool;
