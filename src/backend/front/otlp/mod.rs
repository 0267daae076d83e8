//! OTLP: `POST /v1/traces`, `/v1/metrics` and `/v1/logs` over HTTP, and the same exports over gRPC.

mod export;
mod grpc;
mod http;

pub(super) use grpc::answer_grpc;
pub(super) use grpc::deadline_exceeded;
pub(super) use grpc::needs_http2;
pub(super) use grpc::refuse_grpc;
pub(super) use grpc::signal_of_method;
pub(super) use grpc::time_limit;
pub(super) use http::answer;
pub(super) use http::refuse;
pub(super) use http::signal_of;
