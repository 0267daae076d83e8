//! Honeycomb's API, version 1, of an account or of the embedded backend.

mod client;
mod error;
mod permission;
mod queries;
mod request_window;
mod resources;

pub use client::HoneycombClient;
pub use error::HoneycombCallError;
pub use permission::Permission;
pub use request_window::RequestWindow;
pub use request_window::Window;
