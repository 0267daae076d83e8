//! Dotenv files: read by the grammar of Compose, edited without touching what others wrote.
//!
//! There is no standard; values are written in the forms that all known readers read alike.

mod document;
mod expand;
mod scan;
#[cfg(test)]
mod tests;

pub use document::Document;
pub use document::DotenvError;
pub use document::MAXIMUM_BYTES;
pub use document::assignment;
