//! Who asks: the backend's token, in the place that each protocol has for it.

use secrecy::ExposeSecret as _;

use super::call::Front;
use super::honeycomb::Part;
use super::message::Request;
use super::route;
use super::route::Route;
use super::signature;
use super::team_key;
use crate::wire::aws::AwsError;

/// The secret access key of the backend when no token is set.
pub const DEFAULT_SECRET: &str = "cruddur-obs";

/// AWS requests carry the token as the secret of their signature, Honeycomb's as their key, OTLP's
/// as either that or a bearer token, all others as a bearer token. Rollbar's may carry it in their
/// body, so that its front looks for it.
pub(super) fn check(front: &Front, route: &Route, request: &Request) -> Result<(), AwsError> {
    let access = &front.configuration.access;
    if route::is_aws(route) {
        if access.strict_signatures || access.token.is_some() {
            let secret = access.token.as_ref().map_or(DEFAULT_SECRET, |t| t.expose_secret());
            return signature::verify(request, secret, front.clock.now());
        }
        return Ok(());
    }
    if matches!(route, Route::Rollbar) {
        return Ok(());
    }
    let is_health = request.path == "/_backend/health";
    let Some(token) = access.token.as_ref().filter(|_| !is_health) else { return Ok(()) };
    let (key, bearer) = (team_key::key(request), team_key::bearer(request));
    let given = match route {
        Route::Honeycomb(Part::Management) => [None, bearer],
        Route::Honeycomb(_) => [key, None],
        // An exporter may have a key for the vendor and the token for this backend.
        Route::Otlp(..) | Route::Grpc(_) => [key, bearer],
        _ => [bearer, None],
    };
    let token = token.expose_secret();
    if given.into_iter().flatten().any(|given| equal_in_constant_time(given, token)) {
        return Ok(());
    }
    Err(AwsError::with_status(
        401,
        "UnauthorizedException",
        match route {
            Route::Honeycomb(Part::Events | Part::Resources) | Route::Otlp(..) | Route::Grpc(_) => {
                "a token is required: send it as the key, in the header 'x-honeycomb-team'"
            }
            _ => "a token is required: send 'authorization: Bearer' with the backend's token",
        },
    ))
}

/// Compares without telling by its time how much of the start is right.
pub(super) fn equal_in_constant_time(left: &str, right: &str) -> bool {
    use sha2::Digest as _;
    let digest = |text: &str| sha2::Sha256::digest(text.as_bytes());
    let difference = digest(left).iter().zip(digest(right)).fold(0, |sum, (a, b)| sum | (a ^ b));
    difference == 0
}
