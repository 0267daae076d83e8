//! Spans with their events and links.

use super::Attributes;

/// The part that a span plays in a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpanKind {
    /// Not said.
    #[default]
    Unspecified,
    /// Work inside of a process.
    Internal,
    /// Answers a call.
    Server,
    /// Makes a call.
    Client,
    /// Sends a message.
    Producer,
    /// Receives a message.
    Consumer,
}

impl SpanKind {
    /// Returns the kind's name in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::Internal => "internal",
            Self::Server => "server",
            Self::Client => "client",
            Self::Producer => "producer",
            Self::Consumer => "consumer",
        }
    }
}

/// How a span ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusCode {
    /// Not said.
    #[default]
    Unset,
    /// Well, by the developer's word.
    Ok,
    /// With an error.
    Error,
}

impl StatusCode {
    /// Returns the code's number.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Unset => 0,
            Self::Ok => 1,
            Self::Error => 2,
        }
    }
}

/// One unit of work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    /// The trace.
    pub trace_id: String,
    /// The span.
    pub span_id: String,
    /// The span that caused it; absent for the first span of a trace.
    pub parent_id: Option<String>,
    /// The `tracestate` header's value; may be empty.
    pub trace_state: String,
    /// What was done.
    pub name: String,
    /// Its part in a call.
    pub kind: SpanKind,
    /// When it began.
    pub start_ns: i64,
    /// When it ended; may lie before the start when clocks jumped.
    pub end_ns: i64,
    /// How it ended.
    pub status: StatusCode,
    /// What went wrong; may be empty.
    pub status_message: String,
    /// What describes it.
    pub attributes: Attributes,
    /// What happened while it ran.
    pub events: Vec<SpanEvent>,
    /// Spans that it has to do with.
    pub links: Vec<SpanLink>,
}

/// One moment in a span.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpanEvent {
    /// When.
    pub time_ns: i64,
    /// What.
    pub name: String,
    /// What describes it.
    pub attributes: Attributes,
}

/// A span that another span has to do with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpanLink {
    /// The other trace.
    pub trace_id: String,
    /// The other span.
    pub span_id: String,
    /// What describes the link.
    pub attributes: Attributes,
}
