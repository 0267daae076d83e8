//! One telemetry: turns what was sent into the rows of every table it belongs to.
//!
//! Pure: knows no protocol, and of the store only the columns that rows are collected in. The mapping of OTLP to events is the one that
//! Honeycomb publishes in husky; what it makes and loses is listed in `docs/mapping.md`.

mod attributes;
mod destination;
mod json_text;
mod log_events;
mod metric_events;
mod rows;
mod sample_rate;
mod shared_fields;
mod span_events;
#[cfg(test)]
mod tests;

pub use destination::Destination;
pub use log_events::log_events;
pub use metric_events::metric_events;
pub use rows::MAXIMUM_PROJECTED_BYTES;
pub use rows::Projection;
pub use span_events::span_events;
