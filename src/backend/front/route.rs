//! The one routing table: which API a request speaks.
//!
//! Several vendors share one port, so the order of the questions matters: content type, target
//! header, form, exact path, prefix.

use http::Method;

#[cfg(test)]
use super::control;
use super::honeycomb;
use super::honeycomb::Part;
use super::inflate::BodyLimits;
use super::logs;
use super::message::Answer;
use super::message::Request;
use super::otlp;
use super::rollbar;
use super::sts;
use super::xray;
use crate::backend::listeners::Port;
use crate::wire::aws::AwsError;
use crate::wire::aws::CredentialScope;
use crate::wire::grpc::FRAME_HEADER_BYTES;
use crate::wire::logs::TARGET_PREFIX;
use crate::wire::otlp::Encoding;
use crate::wire::otlp::MAXIMUM_BODY_BYTES;
use crate::wire::otlp::Signal;

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// A CloudWatch Logs operation, by the name in `X-Amz-Target`.
    Logs(String),
    /// An X-Ray operation, by its place in the table, or one that is only known by its path.
    Xray(Option<usize>),
    /// STS.
    Sts,
    /// Honeycomb's API: its events, or its resources.
    Honeycomb(Part),
    /// OpenTelemetry's protocol over HTTP, in an encoding that is known or not.
    Otlp(Signal, Option<Encoding>),
    /// A call over gRPC: an export, or of a method that is not known.
    Grpc(Option<Signal>),
    /// Rollbar's API.
    Rollbar,
    /// The backend's own routes.
    Control,
    /// The plain-text front page.
    FrontPage,
    /// Refused: no API is served here.
    Refused(Refused),
}

/// In whose form a request that matches nothing is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Another service of the AWS JSON protocols.
    AwsJson,
    /// Another service of the AWS restJson1 protocol.
    AwsRestJson,
    /// Honeycomb.
    Honeycomb,
    /// OpenTelemetry.
    Otlp,
    /// Nobody's.
    Plain,
}

/// Says where a request goes.
pub(super) fn route(request: &Request) -> Route {
    if content_type_is(request, "application/grpc") {
        return Route::Grpc(otlp::signal_of_method(&request.path));
    }
    // The services have no other path; elsewhere the header decides nothing, least of all over the
    // rules for pages of other origins.
    if let Some(target) = request.header("x-amz-target").filter(|_| request.path == "/") {
        return match target.strip_prefix(TARGET_PREFIX) {
            Some(operation) if request.method == Method::POST => Route::Logs(operation.to_owned()),
            _ => Route::Refused(Refused::AwsJson),
        };
    }
    let path = request.path.as_str();
    let is_form = content_type_is(request, "application/x-www-form-urlencoded");
    if path == "/" && request.method == Method::POST && is_form {
        return Route::Sts;
    }
    if request.method == Method::POST {
        if let Some(place) = xray::OPERATIONS.iter().position(|known| known.path == path) {
            return Route::Xray(Some(place));
        }
        if xray::NOT_IMITATED.iter().any(|(known, _)| *known == path) {
            return Route::Xray(None);
        }
    }
    by_prefix(request, path)
}

fn by_prefix(request: &Request, path: &str) -> Route {
    if path.starts_with("/_backend/") {
        return Route::Control;
    }
    if path == "/" && matches!(request.method, Method::GET | Method::HEAD) {
        return Route::FrontPage;
    }
    if let Some(part) = honeycomb::part_of(path) {
        return Route::Honeycomb(part);
    }
    if let Some(signal) = otlp::signal_of(path).filter(|_| request.method == Method::POST) {
        let content_type = request.header("content-type").unwrap_or_default();
        return Route::Otlp(signal, Encoding::of_content_type(content_type));
    }
    if path.starts_with("/1/") || path.starts_with("/2/") {
        return Route::Refused(Refused::Honeycomb);
    }
    if path.starts_with("/api/1/") {
        return Route::Rollbar;
    }
    if path.starts_with("/v1/") {
        return Route::Refused(Refused::Otlp);
    }
    match scope(request).as_ref().map(|scope| scope.service.as_str()) {
        Some("xray") => Route::Refused(Refused::AwsRestJson),
        Some(_) => Route::Refused(Refused::AwsJson),
        None => Route::Refused(Refused::Plain),
    }
}

/// Refuses a request before it reaches an operation, in the form of the API it speaks.
pub(super) fn refuse(route: &Route, error: &AwsError, request_id: &str) -> Answer {
    match route {
        Route::Logs(_) | Route::Refused(Refused::AwsJson) => logs::refuse(error),
        Route::Xray(_) | Route::Refused(Refused::AwsRestJson) => xray::refuse(error),
        Route::Sts => sts::refuse(error, request_id),
        Route::Rollbar => rollbar::refuse(error),
        Route::Otlp(_, encoding) => otlp::refuse(error, *encoding),
        Route::Grpc(_) => otlp::refuse_grpc(error),
        Route::Honeycomb(part) => honeycomb::refuse(error, *part, request_id),
        Route::Refused(Refused::Otlp) => {
            Answer::json(error.status, &serde_json::json!({ "code": 12, "message": error.message }))
        }
        Route::Control | Route::FrontPage | Route::Refused(Refused::Honeycomb | Refused::Plain) => {
            Answer::json(error.status, &serde_json::json!({ "error": error.message }))
        }
    }
}

/// Says whether a port takes requests of a route.
pub(super) const fn is_taken(route: &Route, port: Port) -> bool {
    match port {
        Port::Main => true,
        Port::OtlpGrpc => matches!(route, Route::Grpc(_)),
        Port::OtlpHttp => matches!(route, Route::Otlp(..) | Route::Refused(Refused::Otlp)),
    }
}

/// Says where the request would be taken that came by `port`.
pub(super) fn elsewhere(port: Port, main: &str) -> AwsError {
    let message = format!("this port takes {} only: all other requests go to {main}", port.takes());
    AwsError::with_status(404, "UnknownOperationException", message)
}

/// Returns the largest sizes of a body.
pub(super) const fn body_limits(route: &Route) -> BodyLimits {
    match route {
        Route::Grpc(_) => {
            let most = MAXIMUM_BODY_BYTES + FRAME_HEADER_BYTES;
            BodyLimits { sent: most, inflated: most }
        }
        Route::Otlp(..) => BodyLimits { sent: MAXIMUM_BODY_BYTES, inflated: MAXIMUM_BODY_BYTES },
        // `PutLogEvents` may send 1 MiB of messages whose JSON escapes take six bytes a character.
        _ => BodyLimits { sent: 16 * 1024 * 1024, inflated: 32 * 1024 * 1024 },
    }
}

/// Says what is not imitated, by name.
pub(super) fn not_imitated(refused: Refused, request: &Request) -> AwsError {
    let shown = |text: &str| text.chars().take(128).collect::<String>();
    let what = match refused {
        Refused::AwsJson => match request.header("x-amz-target") {
            Some(target) => format!("AWS operation {}", shown(target)),
            None => format!("AWS route {} {}", request.method, shown(&request.path)),
        },
        Refused::AwsRestJson => format!("X-Ray route {} {}", request.method, shown(&request.path)),
        Refused::Honeycomb => {
            format!("Honeycomb route {} {}", request.method, shown(&request.path))
        }
        Refused::Otlp => format!("OTLP route {} {}", request.method, shown(&request.path)),
        Refused::Plain => {
            return AwsError::with_status(
                404,
                "UnknownOperationException",
                format!("no API is served at {} {}", request.method, shown(&request.path)),
            );
        }
    };
    AwsError::with_status(
        501,
        "NotImplementedException",
        format!("{what} is not imitated by this backend"),
    )
}

/// Returns who signed a request, if anybody did.
pub(super) fn scope(request: &Request) -> Option<CredentialScope> {
    CredentialScope::from_authorization(request.header("authorization")?)
}

/// Returns every operation that is served, as (service, name).
#[must_use]
pub fn operation_names() -> Vec<(&'static str, &'static str)> {
    let logs = logs::OPERATIONS.iter().map(|operation| ("logs", operation.name));
    let xray = xray::OPERATIONS.iter().map(|operation| ("xray", operation.name));
    let sts = sts::OPERATIONS.iter().map(|name| ("sts", *name));
    let honeycomb = honeycomb::OPERATIONS.iter().map(|operation| ("honeycomb", operation.name));
    let rollbar = rollbar::OPERATIONS.iter().map(|operation| ("rollbar", operation.name));
    logs.chain(xray).chain(sts).chain(honeycomb).chain(rollbar).collect()
}

/// Returns every operation that is refused by name, as (service, name).
#[must_use]
pub fn refused_operation_names() -> Vec<(&'static str, &'static str)> {
    let logs = logs::NOT_IMITATED.iter().map(|name| ("logs", *name));
    let xray = xray::NOT_IMITATED.iter().map(|(_, name)| ("xray", *name));
    logs.chain(xray).collect()
}

fn content_type_is(request: &Request, expected: &str) -> bool {
    request.header("content-type").and_then(|value| value.split(';').next()).is_some_and(|value| {
        let value = value.trim();
        value.eq_ignore_ascii_case(expected)
            || value.to_ascii_lowercase().starts_with(&format!("{expected}+"))
    })
}

/// Says whether a request belongs to an AWS API, which carries its token as a signature.
pub(super) fn is_aws(route: &Route) -> bool {
    matches!(
        route,
        Route::Logs(_)
            | Route::Xray(_)
            | Route::Sts
            | Route::Refused(Refused::AwsJson | Refused::AwsRestJson)
    )
}

/// Returns the control routes, for the overlap test.
#[cfg(test)]
fn control_paths() -> Vec<&'static str> {
    control::ROUTES.iter().map(|(_, path, _)| *path).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_path_and_no_name_is_served_twice() {
        let mut paths = BTreeSet::new();
        let xray = xray::OPERATIONS.iter().map(|operation| operation.path);
        let refused = xray::NOT_IMITATED.iter().map(|(path, _)| *path);
        for path in xray.chain(refused).chain(control_paths()) {
            assert!(paths.insert(path), "{path} is in the table twice");
            for prefix in ["/1/", "/2/", "/api/1/", "/v1/"] {
                assert!(!path.starts_with(prefix), "{path} overlaps {prefix}");
            }
        }
        let mut names = BTreeSet::new();
        for name in operation_names().into_iter().chain(refused_operation_names()) {
            assert!(names.insert(name), "{name:?} is in the table twice");
        }
    }

    #[test]
    fn the_published_models_are_covered() {
        let count = |service| {
            let names = operation_names().into_iter().chain(refused_operation_names());
            names.filter(|(known, _)| *known == service).count()
        };
        assert_eq!(count("logs"), 118);
        assert_eq!(count("xray"), 38);
    }

    #[test]
    fn protocols_are_told_apart() {
        let post = |path: &str, headers: &[(&'static str, &str)]| {
            route(&Request::for_tests(Method::POST, path, headers))
        };
        let form = ("content-type", "application/x-www-form-urlencoded; charset=utf-8");
        assert_eq!(
            post("/", &[("x-amz-target", "Logs_20140328.PutLogEvents")]),
            Route::Logs("PutLogEvents".to_owned())
        );
        assert_eq!(
            post("/", &[("x-amz-target", "DynamoDB_20120810.ListTables")]),
            Route::Refused(Refused::AwsJson)
        );
        assert_eq!(post("/", &[form]), Route::Sts);
        assert!(matches!(post("/Groups", &[]), Route::Xray(Some(_))));
        assert_eq!(post("/TraceSegments", &[]), Route::Xray(None));
        assert_eq!(post("/groups", &[]), Route::Refused(Refused::Plain));
        assert_eq!(post("/1/batch/x", &[]), Route::Honeycomb(Part::Events));
        assert_eq!(post("/1/kinesis_events/x", &[]), Route::Refused(Refused::Honeycomb));
        assert_eq!(post("/api/1/item/", &[]), Route::Rollbar);
        assert_eq!(post("/v1/traces", &[]), Route::Otlp(Signal::Traces, None));
        assert_eq!(post("/v1/profiles", &[]), Route::Refused(Refused::Otlp));
        let grpc = [("content-type", "application/grpc+proto"), ("x-amz-target", "Logs.X")];
        assert_eq!(post("/x", &grpc), Route::Grpc(None), "it comes first");
        let method = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
        assert_eq!(post(method, &grpc), Route::Grpc(Some(Signal::Logs)));
        assert_eq!(post(method, &[]), Route::Refused(Refused::Plain));
        assert_eq!(post("/_backend/reset", &[]), Route::Control);
        assert_eq!(route(&Request::for_tests(Method::GET, "/", &[])), Route::FrontPage);
        assert_eq!(
            route(&Request::for_tests(Method::GET, "/Groups", &[])),
            Route::Refused(Refused::Plain)
        );
    }
}
