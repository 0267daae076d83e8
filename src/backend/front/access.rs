//! Who may talk to the backend: host names, origins of web pages, the token.
//!
//! A browser sends requests to loopback for any page it shows; a page's host name can also be
//! made to resolve to loopback. So a request needs a local `Host` and no foreign `Origin`.

use std::net::IpAddr;
use std::net::Ipv6Addr;

use http::Method;

use super::message::Request;
use crate::backend::configuration::Access;

/// Routes that web pages may send telemetry to.
const INGEST_ROUTES: &[&str] = &["/1/events", "/1/batch", "/v1/"];

/// Some more, with a slash at their end or without; what lies below them, or is read there, is
/// none.
const POST_ROUTES: &[&str] = &["/api/1/item", "/api/1/session"];

/// Why a request is refused before any protocol looks at it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// The `Host` is none of ours.
    #[error("host '{0}' is not allowed: start the backend with --allow-host '{0}'")]
    Host(String),
    /// A web page of another origin asks.
    #[error("requests of web pages of another origin are refused{0}")]
    Origin(String),
}

/// Checks `Host` and `Origin`.
pub(super) fn check(request: &Request, access: &Access) -> Result<(), Refusal> {
    let host = request.header("host").unwrap_or_default();
    let name = host_name(host);
    if !is_local_name(name) && !access.allowed_hosts.iter().any(|h| h.eq_ignore_ascii_case(name)) {
        return Err(Refusal::Host(name.chars().take(255).collect()));
    }
    check_origin(request, host, access)
}

fn check_origin(request: &Request, host: &str, access: &Access) -> Result<(), Refusal> {
    let headers = &request.headers;
    let ingest = is_ingest(request);
    if let Some(value) = headers.get("origin") {
        let origin = value.to_str().unwrap_or("null");
        let own = authority(origin).is_some_and(|own| own.eq_ignore_ascii_case(host));
        if own || ingest && may_send(origin, access) {
            return Ok(());
        }
        let hint = if ingest { ": start the backend with --allow-origin" } else { "" };
        return Err(Refusal::Origin(hint.to_owned()));
    }
    let cross_site = headers
        .get("sec-fetch-site")
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"cross-site"));
    if cross_site {
        return Err(Refusal::Origin(String::new()));
    }
    Ok(())
}

/// Says whether a request is one by which web pages may send telemetry, or asks whether they may.
pub(super) fn is_ingest(request: &Request) -> bool {
    let path = request.path.as_str();
    let sends = matches!(request.method, Method::POST | Method::OPTIONS);
    INGEST_ROUTES.iter().any(|route| path.starts_with(route))
        || sends && POST_ROUTES.contains(&path.strip_suffix('/').unwrap_or(path))
}

/// Says whether the pages of an origin may send telemetry.
pub(super) fn may_send(origin: &str, access: &Access) -> bool {
    authority(origin).is_some_and(|authority| is_loopback(host_name(authority)))
        || access.allowed_origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin))
}

fn authority(origin: &str) -> Option<&str> {
    let (_, authority) = origin.split_once("://")?;
    (!authority.is_empty()).then_some(authority)
}

/// Returns the name in `name:port`, without the brackets of an IPv6 address.
fn host_name(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split_once(']').map_or(rest, |(address, _)| address);
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

fn is_local_name(name: &str) -> bool {
    // SDKs put a prefix before the host of streaming operations, custom endpoints included.
    let plain = name
        .strip_prefix("stream-")
        .or_else(|| name.strip_prefix("streaming-"))
        .unwrap_or(name)
        .to_ascii_lowercase();
    let single_label = !plain.is_empty()
        && plain.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    single_label
        || plain.ends_with(".localhost")
        || plain == "host.docker.internal"
        || plain.parse::<IpAddr>().is_ok()
}

fn is_loopback(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| match address {
            IpAddr::V4(address) => address.is_loopback(),
            IpAddr::V6(address) => address == Ipv6Addr::LOCALHOST,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, headers: &[(&'static str, &str)]) -> Request {
        Request::for_tests(http::Method::POST, path, headers)
    }

    #[test]
    fn local_hosts_pass_and_others_do_not() {
        let access =
            Access { allowed_hosts: vec!["obs.example.com".to_owned()], ..Access::default() };
        for host in [
            "localhost",
            "localhost:4570",
            "127.0.0.1:1",
            "[::1]:4570",
            "10.1.2.3",
            "backend",
            "stream-localhost:4570",
            "streaming-127.0.0.1",
            "a.localhost",
            "host.docker.internal:9",
            "obs.example.com:4570",
            "OBS.example.com",
        ] {
            assert_eq!(check(&request("/", &[("host", host)]), &access), Ok(()), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "a.b:80"] {
            assert!(check(&request("/", &[("host", host)]), &access).is_err(), "{host}");
        }
    }

    #[test]
    fn a_foreign_page_can_neither_read_nor_reset() {
        let access = Access::default();
        let host = ("host", "localhost:4570");
        for path in ["/", "/_backend/reset", "/_backend/status", "/CreateGroup", "/1/queries/x"] {
            for origin in ["https://evil.example", "null", "http://localhost:3000", "x"] {
                assert!(check(&request(path, &[host, ("origin", origin)]), &access).is_err());
            }
            let fetch = [host, ("sec-fetch-site", "cross-site")];
            assert!(check(&request(path, &fetch), &access).is_err());
        }
        let own = [host, ("origin", "http://localhost:4570")];
        assert_eq!(check(&request("/_backend/reset", &own), &access), Ok(()));
    }

    #[test]
    fn a_local_page_may_send_telemetry() {
        let access =
            Access { allowed_origins: vec!["https://app.example".to_owned()], ..Access::default() };
        let host = ("host", "localhost:4570");
        for origin in ["http://localhost:3000", "http://127.0.0.1", "https://app.example"] {
            let sent = request("/v1/traces", &[host, ("origin", origin)]);
            assert_eq!(check(&sent, &access), Ok(()), "{origin}");
        }
        let foreign = request("/v1/traces", &[host, ("origin", "https://evil.example")]);
        assert!(check(&foreign, &access).is_err());
    }

    #[test]
    fn a_local_page_sends_items_and_reads_none() {
        let access = Access::default();
        let headers = [("host", "localhost:4570"), ("origin", "http://localhost:3000")];
        let check = |method: Method, path: &str| {
            check(&Request::for_tests(method, path, &headers), &access).is_ok()
        };
        assert!(check(Method::POST, "/api/1/item/") && check(Method::POST, "/api/1/item"));
        assert!(check(Method::OPTIONS, "/api/1/item/") && check(Method::POST, "/api/1/session/"));
        for (method, path) in [
            (Method::GET, "/api/1/item/"),
            (Method::GET, "/api/1/item/5"),
            (Method::GET, "/api/1/session/"),
            (Method::PATCH, "/api/1/item/5"),
            (Method::POST, "/api/1/item/5"),
            (Method::POST, "/api/1/items/"),
            (Method::POST, "/api/1/item//"),
            (Method::GET, "/api/1/instances/"),
            (Method::POST, "/api/1/deploy"),
        ] {
            assert!(!check(method.clone(), path), "{method} {path}");
        }
    }
}
