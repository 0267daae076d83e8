//! One HTTP request and answer, already capped and free of the connection.

use bytes::Bytes;
use http::HeaderMap;
use http::Method;

use super::streaming::StreamedBody;

/// A request whose body has been read and inflated within the caps.
#[derive(Debug)]
pub(super) struct Request {
    /// The method.
    pub(super) method: Method,
    /// The path, as sent.
    pub(super) path: String,
    /// The query, without the question mark.
    pub(super) query: String,
    /// The headers.
    pub(super) headers: HeaderMap,
    /// The body as it came over the wire; signatures cover this form.
    pub(super) raw_body: Bytes,
    /// The body after inflating.
    pub(super) body: Bytes,
    /// Identifier that the answer repeats.
    pub(super) id: String,
}

impl Request {
    /// Returns a header's value when it is text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

#[cfg(test)]
impl Request {
    /// Creates a request without a body.
    pub(super) fn for_tests(method: Method, path: &str, headers: &[(&'static str, &str)]) -> Self {
        let header = |(name, value): &(&'static str, &str)| {
            (http::HeaderName::from_static(name), value.parse().unwrap())
        };
        Self {
            method,
            path: path.to_owned(),
            query: String::new(),
            headers: headers.iter().map(header).collect(),
            raw_body: Bytes::new(),
            body: Bytes::new(),
            id: String::new(),
        }
    }
}

/// The body of an answer.
#[derive(Debug)]
pub(super) enum AnswerBody {
    /// All of it.
    Whole(Bytes),
    /// Made while it is sent.
    Streamed(StreamedBody),
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    /// The status code.
    pub(super) status: u16,
    /// The content type.
    pub(super) content_type: &'static str,
    /// Further headers.
    pub(super) headers: Vec<(&'static str, String)>,
    /// The body.
    pub(super) body: AnswerBody,
}

impl Answer {
    /// Creates an answer.
    pub(super) fn new(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status, content_type, headers: Vec::new(), body: AnswerBody::Whole(body.into()) }
    }

    /// Creates an answer of plain text.
    pub(super) fn text(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    /// Creates an answer of JSON.
    pub(super) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// Creates an answer whose body is made while it is sent.
    pub(super) fn streamed(content_type: &'static str, body: StreamedBody) -> Self {
        Self { status: 200, content_type, headers: Vec::new(), body: AnswerBody::Streamed(body) }
    }

    /// Adds a header.
    pub(super) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
