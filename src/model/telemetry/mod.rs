//! Spans, log records and metric points as we think of them, whoever sent them.
//!
//! Identifiers are lower-case hex text of the length that was sent; times are nanoseconds since
//! the epoch. What no reader of ours asks for (counts of dropped members, exemplars) is not here.

mod attribute;
mod log_record;
mod metric;
mod span;

pub use attribute::AttributeValue;
pub use attribute::Attributes;
pub use log_record::LogRecord;
pub use log_record::Severity;
pub use metric::Bucket;
pub use metric::Histogram;
pub use metric::MetricPoint;
pub use metric::MetricValue;
pub use metric::Summary;
pub use span::Span;
pub use span::SpanEvent;
pub use span::SpanKind;
pub use span::SpanLink;
pub use span::StatusCode;

/// What sends telemetry: a process, a host, a browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    /// What describes it, `service.name` among it.
    pub attributes: Attributes,
    /// The convention that its attributes follow; may be empty.
    pub schema_url: String,
}

/// The library that made the telemetry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Its name; may be empty.
    pub name: String,
    /// Its version; may be empty.
    pub version: String,
    /// What describes it.
    pub attributes: Attributes,
    /// The convention that the attributes of its telemetry follow; may be empty.
    pub schema_url: String,
}

/// What one library of a resource sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScopeGroup<T> {
    /// The library.
    pub scope: Scope,
    /// Its spans, log records or metric points.
    pub items: Vec<T>,
}

/// What one resource sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceGroup<T> {
    /// The resource.
    pub resource: Resource,
    /// What it sent, by library.
    pub scopes: Vec<ScopeGroup<T>>,
}
