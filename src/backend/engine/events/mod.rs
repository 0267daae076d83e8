//! Aggregates wide events: executes an [`EventQuery`](crate::dialect::plan::EventQuery) over one
//! snapshot, in parallel and in bounded memory. Knows no query language.

mod accumulator;
mod budget;
mod columns;
mod concurrency;
mod driver;
mod finish;
mod groups;
mod heatmap;
mod interner;
mod key;
mod layout;
mod needs;
mod numbers;
mod prepared;
mod query;
mod relations;
mod row_group;
mod rows;
mod scan;
mod selection;
mod sketch;
mod table;
mod units;
mod value_lists;
mod values;
mod view;

#[cfg(test)]
mod tests;

pub use driver::execute;
pub use query::DatasetSource;
pub use query::EventBucket;
pub use query::EventGroup;
pub use query::EventLimits;
pub use query::EventQueryError;
pub use query::EventResult;
pub use query::EventRun;
pub use query::EventValue;
pub use query::Heatmap;
