//! OTLP over HTTP.

use super::export;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::wire::aws::AwsError;
use crate::wire::grpc::Code;
use crate::wire::otlp::Encoding;
use crate::wire::otlp::OtlpError;
use crate::wire::otlp::Signal;
use crate::wire::otlp::Status;
use crate::wire::otlp::export_response;

/// Returns what a path takes.
pub(in crate::backend::front) fn signal_of(path: &str) -> Option<Signal> {
    match path {
        "/v1/traces" => Some(Signal::Traces),
        "/v1/metrics" => Some(Signal::Metrics),
        "/v1/logs" => Some(Signal::Logs),
        _ => None,
    }
}

/// Takes an export; answers when it is durable.
pub(in crate::backend::front) fn answer(
    front: &Front,
    signal: Signal,
    encoding: Option<Encoding>,
    request: &Request,
) -> Answer {
    let taken = match encoding {
        Some(encoding) => export::take(front, signal, request, &request.body, encoding)
            .map(|rejected| (encoding, rejected)),
        None => Err(OtlpError::UnsupportedContentType),
    };
    match taken {
        Ok((encoding, rejected)) => Answer::new(
            200,
            encoding.content_type(),
            export_response(signal, rejected.as_ref(), encoding),
        ),
        Err(error) => {
            let (content_type, body) = error.answer(encoding);
            Answer::new(error.http_status(), content_type, body)
        }
    }
}

/// Refuses an export before it is read, in the encoding that its sender speaks.
pub(in crate::backend::front) fn refuse(error: &AwsError, encoding: Option<Encoding>) -> Answer {
    let encoding = encoding.unwrap_or(Encoding::Json);
    let code = Code::of_http_status(error.status);
    let status = Status { code: code.number(), message: error.message.clone() };
    Answer::new(error.status, encoding.content_type(), status.body(encoding))
}
