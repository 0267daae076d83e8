//! From the bytes of a body to the model.

use serde::de::DeserializeOwned;

use super::Encoding;
use super::budget;
use super::budget::Shape;
use super::from_messages;
use super::messages::ExportLogsServiceRequest;
use super::messages::ExportMetricsServiceRequest;
use super::messages::ExportTraceServiceRequest;
use super::metric_points;
use crate::base::JsonError;
use crate::base::parse_json_object;
use crate::model::telemetry::LogRecord;
use crate::model::telemetry::MetricPoint;
use crate::model::telemetry::ResourceGroup;
use crate::model::telemetry::Span;

/// Largest body after inflating, in bytes; Refinery and husky take as much.
pub const MAXIMUM_BODY_BYTES: usize = 20 * 1024 * 1024;

/// Why a body is not an export.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is larger than [`MAXIMUM_BODY_BYTES`].
    #[error("the body has {0} bytes, more than {MAXIMUM_BODY_BYTES}")]
    TooLarge(usize),
    /// It would grow too much when decoded.
    #[error("the body has too many members: {0}")]
    TooComplex(&'static str),
    /// It is no protobuf message of this kind.
    #[error("the body is no OTLP message: {0}")]
    Protobuf(#[from] prost::DecodeError),
    /// It is no protobuf at all.
    #[error("the body is no protobuf message")]
    NotProtobuf,
    /// It is no JSON of this kind.
    #[error("the body is no OTLP JSON: {0}")]
    Json(#[from] JsonError),
}

/// Reads the body of `/v1/traces`.
///
/// # Errors
/// The body is too large or no such body.
pub fn read_traces(body: &[u8], encoding: Encoding) -> Result<Vec<ResourceGroup<Span>>, ReadError> {
    let request: ExportTraceServiceRequest = decode(body, encoding, &budget::TRACES)?;
    Ok(from_messages::spans(request))
}

/// Reads the body of `/v1/logs`.
///
/// # Errors
/// The body is too large or no such body.
pub fn read_logs(
    body: &[u8],
    encoding: Encoding,
) -> Result<Vec<ResourceGroup<LogRecord>>, ReadError> {
    let request: ExportLogsServiceRequest = decode(body, encoding, &budget::LOGS)?;
    Ok(from_messages::log_records(request))
}

/// Reads the body of `/v1/metrics`.
///
/// # Errors
/// The body is too large or no such body.
pub fn read_metrics(
    body: &[u8],
    encoding: Encoding,
) -> Result<Vec<ResourceGroup<MetricPoint>>, ReadError> {
    let request: ExportMetricsServiceRequest = decode(body, encoding, &budget::METRICS)?;
    Ok(metric_points::points(request))
}

fn decode<M>(body: &[u8], encoding: Encoding, shape: &Shape) -> Result<M, ReadError>
where
    M: prost::Message + Default + DeserializeOwned,
{
    if body.len() > MAXIMUM_BODY_BYTES {
        return Err(ReadError::TooLarge(body.len()));
    }
    match encoding {
        Encoding::Protobuf => {
            budget::check_protobuf(body, shape)?;
            Ok(M::decode(body)?)
        }
        Encoding::Json => {
            budget::check_json(body)?;
            Ok(parse_json_object(body)?)
        }
    }
}
