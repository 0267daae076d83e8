//! Log records.

use super::AttributeValue;
use super::Attributes;

/// How grave a log record is: a number from 1 to 24 in six groups of four, 0 if not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Severity(pub i32);

impl Severity {
    /// Returns the name of the group in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.0 {
            1..=4 => "trace",
            5..=8 => "debug",
            9..=12 => "info",
            13..=16 => "warn",
            17..=20 => "error",
            21..=24 => "fatal",
            _ => "unspecified",
        }
    }
}

/// One line of a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogRecord {
    /// When it happened.
    pub time_ns: Option<i64>,
    /// When it was seen.
    pub observed_ns: Option<i64>,
    /// How grave it is.
    pub severity: Severity,
    /// The severity in the words of the source; may be empty.
    pub severity_text: String,
    /// The message.
    pub body: AttributeValue,
    /// What describes it.
    pub attributes: Attributes,
    /// Flags of the trace context.
    pub flags: u32,
    /// The trace that it belongs to.
    pub trace_id: Option<String>,
    /// The span that it belongs to.
    pub span_id: Option<String>,
    /// The kind of event that it records; may be empty.
    pub event_name: String,
}
