//! Reads log events of one group in their order: filtered, paged, in parallel.

mod collector;
mod driver;
mod hot_unit;
mod key;
mod matcher;
mod prepared;
mod query;
mod sealed_unit;
mod units;

#[cfg(test)]
mod tests;

pub use driver::scan;
pub use key::EventKey;
pub use query::Direction;
pub use query::LogEvent;
pub use query::LogPage;
pub use query::LogQuery;
pub use query::ScanError;
