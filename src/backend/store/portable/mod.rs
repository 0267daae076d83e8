//! The state of a store as one file: a tar of a manifest, the catalog and the sealed rows.
//!
//! docs/export.md is the description of the format. What is imported is foreign input: nothing of
//! it is believed, run or kept before it was checked.

mod capture;
mod check;
mod contents;
mod document;
mod error;
mod export;
mod foreign;
mod import;
mod member;
mod replace;
mod rows;
#[cfg(test)]
mod tests;
mod unpack;

pub use error::ImportError;
pub use export::Export;
pub use import::Imported;
pub use import::holds_data;
pub use import::import;
