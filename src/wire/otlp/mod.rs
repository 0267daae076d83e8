//! OTLP 1.x: bodies of traces, logs and metrics in protobuf and JSON, to and from the model.
//!
//! Knows neither datasets nor rows. Bodies are bounded by size, by what they grow to when decoded,
//! and by nesting; nothing that a sender writes makes the reader panic.

mod answer;
mod budget;
mod encoding;
mod from_messages;
mod identifier;
mod lenient;
mod messages;
mod metric_points;
mod read;
#[cfg(test)]
mod tests;

pub use answer::OtlpError;
pub use answer::Rejected;
pub use answer::Status;
pub use answer::export_response;
pub use encoding::Encoding;
pub use read::MAXIMUM_BODY_BYTES;
pub use read::ReadError;
pub use read::read_logs;
pub use read::read_metrics;
pub use read::read_traces;

/// What an export carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Spans, by `/v1/traces`.
    Traces,
    /// Metric points, by `/v1/metrics`.
    Metrics,
    /// Log records, by `/v1/logs`.
    Logs,
}
