//! Answers to exports: the empty or partly refusing response, and errors as `google.rpc.Status`.

use prost::Message as _;
use serde_json::json;

use super::Encoding;
use super::ReadError;
use super::Signal;
use crate::wire::grpc::Code;
use crate::wire::honeycomb::CANNOT_SEND;

/// Which part of an export was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// How many spans, points or records.
    pub count: i64,
    /// Why.
    pub message: String,
}

/// `partial_success` of every export response; its members have the same tags in all.
#[derive(Clone, PartialEq, prost::Message)]
struct PartialSuccess {
    #[prost(int64, tag = "1")]
    rejected: i64,
    #[prost(string, tag = "2")]
    error_message: String,
}

#[derive(Clone, PartialEq, prost::Message)]
struct ExportResponse {
    #[prost(message, optional, tag = "1")]
    partial_success: Option<PartialSuccess>,
}

/// Encodes the answer to an export that was taken, at least in part.
#[must_use]
pub fn export_response(signal: Signal, rejected: Option<&Rejected>, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Protobuf => {
            let partial_success = rejected.map(|rejected| PartialSuccess {
                rejected: rejected.count,
                error_message: rejected.message.clone(),
            });
            ExportResponse { partial_success }.encode_to_vec()
        }
        Encoding::Json => {
            let Some(rejected) = rejected else { return b"{}".to_vec() };
            let member = match signal {
                Signal::Traces => "rejectedSpans",
                Signal::Metrics => "rejectedDataPoints",
                Signal::Logs => "rejectedLogRecords",
            };
            // 64-bit integers are text in protobuf's JSON.
            let partial =
                json!({ member: rejected.count.to_string(), "errorMessage": rejected.message });
            json!({ "partialSuccess": partial }).to_string().into_bytes()
        }
    }
}

/// `google.rpc.Status`, without details.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Status {
    /// The gRPC code.
    #[prost(int32, tag = "1")]
    pub code: i32,
    /// What is wrong.
    #[prost(string, tag = "2")]
    pub message: String,
}

impl Status {
    /// Encodes the status as the body of an error answer.
    #[must_use]
    pub fn body(&self, encoding: Encoding) -> Vec<u8> {
        match encoding {
            Encoding::Protobuf => self.encode_to_vec(),
            Encoding::Json => {
                json!({ "code": self.code, "message": self.message }).to_string().into_bytes()
            }
        }
    }
}

/// Why an export is refused; the texts are the vendor's where it has one.
#[derive(Debug, thiserror::Error)]
pub enum OtlpError {
    /// There is no key.
    #[error("missing 'x-honeycomb-team' header")]
    MissingKey,
    /// The key needs a dataset, and there is none.
    #[error("missing 'x-honeycomb-dataset' header")]
    MissingDataset,
    /// The key is not known.
    #[error("unknown API key - check your credentials")]
    UnknownKey,
    /// The key is of a kind that does not send.
    #[error("{CANNOT_SEND}")]
    WrongKeyKind,
    /// The content type is none of ours; told as plain text.
    #[error(
        "unsupported content-type, valid types are: application/protobuf, \
         application/x-protobuf, application/json"
    )]
    UnsupportedContentType,
    /// The body cannot be read.
    #[error("failed to parse OTLP request body")]
    Body(#[source] ReadError),
    /// It is more than the store takes at once.
    #[error("{0}")]
    TooLarge(String),
    /// Nothing can be stored now; the sender should try again.
    #[error("{0}")]
    Unavailable(String),
}

impl OtlpError {
    /// Returns the HTTP status.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::MissingKey | Self::MissingDataset | Self::UnknownKey | Self::WrongKeyKind => 401,
            Self::UnsupportedContentType => 415,
            Self::TooLarge(_) | Self::Body(ReadError::TooLarge(_) | ReadError::TooComplex(_)) => {
                413
            }
            Self::Body(_) => 400,
            Self::Unavailable(_) => 503,
        }
    }

    /// Returns the gRPC status.
    #[must_use]
    pub fn status(&self) -> Status {
        let code = match self {
            Self::MissingKey | Self::MissingDataset | Self::UnknownKey | Self::WrongKeyKind => {
                Code::Unauthenticated
            }
            Self::UnsupportedContentType => Code::InvalidArgument,
            Self::TooLarge(_) | Self::Body(ReadError::TooLarge(_) | ReadError::TooComplex(_)) => {
                Code::ResourceExhausted
            }
            Self::Body(_) => Code::Internal,
            Self::Unavailable(_) => Code::Unavailable,
        };
        Status { code: code.number(), message: self.to_string() }
    }

    /// Returns content type and body of the HTTP answer.
    #[must_use]
    pub fn answer(&self, encoding: Option<Encoding>) -> (&'static str, Vec<u8>) {
        match encoding {
            Some(encoding) => (encoding.content_type(), self.status().body(encoding)),
            None => ("text/plain", self.to_string().into_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_are_empty_unless_something_was_refused() {
        assert!(export_response(Signal::Traces, None, Encoding::Protobuf).is_empty());
        assert_eq!(export_response(Signal::Traces, None, Encoding::Json), b"{}");
        let rejected = Rejected { count: 2, message: "full".to_owned() };
        let bytes = export_response(Signal::Logs, Some(&rejected), Encoding::Protobuf);
        assert_eq!(bytes, b"\x0a\x08\x08\x02\x12\x04full");
        let text = export_response(Signal::Logs, Some(&rejected), Encoding::Json);
        let expected = r#"{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"full"}}"#;
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }

    #[test]
    fn errors_speak_the_encoding_of_the_request() {
        let error = OtlpError::MissingKey;
        assert_eq!((error.http_status(), error.status().code), (401, 16));
        let (content_type, body) = error.answer(Some(Encoding::Json));
        assert_eq!(content_type, "application/json");
        assert_eq!(body, br#"{"code":16,"message":"missing 'x-honeycomb-team' header"}"#);
        let (content_type, body) = error.answer(Some(Encoding::Protobuf));
        assert_eq!(content_type, "application/x-protobuf");
        assert_eq!(Status::decode(&*body).unwrap(), error.status());
        let (content_type, body) = OtlpError::UnsupportedContentType.answer(None);
        assert_eq!(content_type, "text/plain");
        assert_eq!(
            String::from_utf8(body).unwrap(),
            "unsupported content-type, valid types are: application/protobuf, \
             application/x-protobuf, application/json"
        );
    }
}
