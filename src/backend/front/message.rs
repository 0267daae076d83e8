//! One HTTP request and answer, already capped and free of the connection.

use std::net::IpAddr;

use bytes::Bytes;
use http::HeaderMap;
use http::HeaderValue;
use http::Method;
use http::Version;
use http::request::Parts;

use super::streaming::StreamedBody;

/// A request whose body has been read and inflated within the caps.
#[derive(Debug)]
pub(super) struct Request {
    /// The version of HTTP.
    pub(super) version: Version,
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
    /// The address that it came from.
    pub(super) remote: Option<IpAddr>,
}

impl Request {
    /// Creates a request whose body has not been read.
    ///
    /// An address with a host is what the client asked for, whatever `Host` says (RFC 9112, section
    /// 3.2.2); over HTTP/2 it is all there is.
    pub(super) fn without_body(mut parts: Parts, id: String, remote: IpAddr) -> Self {
        let host = parts.uri.authority().map(|authority| authority.as_str());
        if let Some(host) = host.and_then(|host| HeaderValue::from_str(host).ok()) {
            parts.headers.insert(http::header::HOST, host);
        }
        Self {
            version: parts.version,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            method: parts.method,
            headers: parts.headers,
            raw_body: Bytes::new(),
            body: Bytes::new(),
            id,
            remote: Some(remote),
        }
    }

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
            version: Version::HTTP_11,
            method,
            path: path.to_owned(),
            query: String::new(),
            headers: headers.iter().map(header).collect(),
            raw_body: Bytes::new(),
            body: Bytes::new(),
            id: String::new(),
            remote: None,
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
    /// What follows a body that is whole; gRPC tells there how a call ended.
    pub(super) trailers: Vec<(&'static str, String)>,
    /// The body.
    pub(super) body: AnswerBody,
}

impl Answer {
    /// Creates an answer.
    pub(super) fn new(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            content_type,
            headers: Vec::new(),
            trailers: Vec::new(),
            body: AnswerBody::Whole(body.into()),
        }
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
        Self { body: AnswerBody::Streamed(body), ..Self::new(200, content_type, Bytes::new()) }
    }

    /// Adds a header.
    pub(super) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds a trailer.
    pub(super) fn with_trailer(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.trailers.push((name, value.into()));
        self
    }
}
