//! OTLP over gRPC: the `Export` methods of the collector's services.

use std::time::Duration;

use bytes::Bytes;

use super::export;
use crate::backend::front::call::Front;
use crate::backend::front::inflate;
use crate::backend::front::inflate::BodyError;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::wire::aws::AwsError;
use crate::wire::grpc;
use crate::wire::grpc::Code;
use crate::wire::grpc::Frame;
use crate::wire::otlp::Encoding;
use crate::wire::otlp::MAXIMUM_BODY_BYTES;
use crate::wire::otlp::Signal;
use crate::wire::otlp::Status;
use crate::wire::otlp::export_response;

/// The methods and what they take.
const METHODS: [(&str, Signal); 3] = [
    ("/opentelemetry.proto.collector.trace.v1.TraceService/Export", Signal::Traces),
    ("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", Signal::Metrics),
    ("/opentelemetry.proto.collector.logs.v1.LogsService/Export", Signal::Logs),
];

/// The content type of every answer.
const CONTENT_TYPE: &str = "application/grpc";

/// How messages may be compressed.
const ENCODINGS: &str = "identity,gzip,zstd";

/// Returns what the method at a path takes.
pub(in crate::backend::front) fn signal_of_method(path: &str) -> Option<Signal> {
    METHODS.iter().find(|(known, _)| *known == path).map(|(_, signal)| *signal)
}

/// Refuses a call over HTTP/1.1, where its status would be in trailers that nobody reads.
pub(in crate::backend::front) fn needs_http2() -> Answer {
    Answer::text(505, "gRPC needs HTTP/2: connect with prior knowledge of it\n")
}

/// Takes an export; answers when it is durable.
pub(in crate::backend::front) fn answer_grpc(
    front: &Front,
    signal: Option<Signal>,
    request: &Request,
) -> Answer {
    let taken = match signal {
        Some(signal) => take(front, signal, request),
        None => Err(status(Code::Unimplemented, not_imitated(&request.path))),
    };
    match taken {
        Ok(response) => Answer::new(200, CONTENT_TYPE, grpc::framed(&response))
            .with_header("grpc-accept-encoding", ENCODINGS)
            .with_trailer("grpc-status", Code::Ok.number().to_string()),
        Err(status) => ended(&status),
    }
}

/// Refuses a call before it is looked at.
pub(in crate::backend::front) fn refuse_grpc(error: &AwsError) -> Answer {
    // What is wrong below the messages is the protocol's own error.
    let code = match error.status {
        400 => Code::Internal,
        other => Code::of_http_status(other),
    };
    ended(&status(code, error.message.clone()))
}

/// Returns how long the caller waits, if it says so.
pub(in crate::backend::front) fn time_limit(request: &Request) -> Option<Duration> {
    grpc::time_limit(request.header("grpc-timeout")?)
}

/// Tells the caller that its time is over; what it sent may still be stored.
pub(in crate::backend::front) fn deadline_exceeded(limit: Duration) -> Answer {
    let message = format!("the call did not end within its deadline of {limit:?}");
    ended(&status(Code::DeadlineExceeded, message))
}

fn take(front: &Front, signal: Signal, request: &Request) -> Result<Vec<u8>, Status> {
    let message = message(request)?;
    let rejected = export::take(front, signal, request, &message, Encoding::Protobuf)
        .map_err(|error| error.status())?;
    Ok(export_response(signal, rejected.as_ref(), Encoding::Protobuf))
}

/// Returns the one message of a call, inflated.
fn message(request: &Request) -> Result<Bytes, Status> {
    let content_type = request.header("content-type").unwrap_or_default();
    let subtype = content_type.split(';').next().unwrap_or_default().trim();
    if !["application/grpc", "application/grpc+proto"]
        .iter()
        .any(|known| subtype.eq_ignore_ascii_case(known))
    {
        let message = format!("content type '{subtype}' is not supported: send application/grpc");
        return Err(status(Code::Unimplemented, message));
    }
    let frame = Frame::read(&request.raw_body)
        .map_err(|error| status(Code::Internal, error.to_string()))?;
    let sent = request.raw_body.slice_ref(frame.message);
    if !frame.is_compressed {
        return Ok(sent);
    }
    let encoding = request.header("grpc-encoding").filter(|encoding| *encoding != "identity");
    let Some(encoding) = encoding else {
        let message = "the message is compressed, and no header 'grpc-encoding' says how";
        return Err(status(Code::Internal, message));
    };
    inflate::inflate(&sent, Some(encoding), MAXIMUM_BODY_BYTES).map_err(|error| {
        let code = match error {
            BodyError::TooLarge(_) => Code::ResourceExhausted,
            BodyError::UnknownEncoding(_) => Code::Unimplemented,
            BodyError::Corrupt | BodyError::Truncated => Code::Internal,
        };
        status(code, error.to_string())
    })
}

fn not_imitated(path: &str) -> String {
    let path: String = path.chars().take(128).collect();
    format!("gRPC method {path} is not imitated by this backend")
}

fn status(code: Code, message: impl Into<String>) -> Status {
    Status { code: code.number(), message: message.into() }
}

/// An answer that is only a status stands in one header block.
fn ended(status: &Status) -> Answer {
    Answer::new(200, CONTENT_TYPE, "")
        .with_header("grpc-accept-encoding", ENCODINGS)
        .with_header("grpc-status", status.code.to_string())
        .with_header("grpc-message", grpc::encoded_message(&status.message))
}
