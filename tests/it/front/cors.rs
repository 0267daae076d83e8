//! Pages of web applications that send telemetry.

use cruddur_obs::backend::Access;

use super::support::Reply;
use super::support::TestBackend;

const PAGE: &str = "http://localhost:3000";
const INGEST: [&str; 5] =
    ["/v1/traces", "/1/events/web", "/1/batch/web", "/api/1/item/", "/api/1/session/"];

async fn backend() -> TestBackend {
    let allowed_origins = vec!["https://cruddur.example".to_owned()];
    TestBackend::with(Access { allowed_origins, ..Access::default() }).await
}

async fn preflight(backend: &TestBackend, path: &str, origin: &str) -> Reply {
    let headers = [
        ("Origin", origin),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type,x-honeycomb-team"),
    ];
    backend.send("OPTIONS", path, &headers, b"").await
}

/// Nothing that lets a page read the answer.
fn says_nothing(reply: &Reply) {
    let told = reply.headers.keys().filter(|name| name.starts_with("access-control-")).count();
    assert_eq!(told, 0, "{reply:?}");
}

#[tokio::test]
async fn a_page_is_told_what_it_may_send() {
    let backend = backend().await;
    for path in INGEST {
        for origin in [PAGE, "http://127.0.0.1:8080", "http://[::1]", "https://cruddur.example"] {
            let reply = preflight(&backend, path, origin).await;
            assert_eq!((reply.status, reply.body.as_str()), (204, ""), "{path} {origin}");
            assert_eq!(reply.header("access-control-allow-origin"), origin);
            assert_eq!(reply.header("access-control-allow-methods"), "POST");
            assert_eq!(reply.header("access-control-max-age"), "7200");
            assert_eq!(reply.header("access-control-allow-credentials"), "");
            assert_eq!(reply.header("vary"), "origin");
            let allowed: Vec<_> =
                reply.header("access-control-allow-headers").split(", ").collect();
            for name in [
                "content-type",
                "content-encoding",
                "x-honeycomb-team",
                "x-honeycomb-dataset",
                "traceparent",
                "tracestate",
                "baggage",
            ] {
                assert!(allowed.contains(&name), "{name}: {allowed:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_page_reads_answers_and_errors() {
    let backend = backend().await;
    let json = ("Content-Type", "application/json");
    let key = ("X-Honeycomb-Team", "a-configuration-key");
    let origin = ("Origin", PAGE);
    for (path, headers, body, status) in [
        ("/v1/traces", &[json, key, origin][..], &b"{}"[..], 200),
        ("/v1/traces", &[json, origin], b"{}", 401),
        ("/v1/traces", &[json, key, origin], b"{", 400),
        ("/v1/traces", &[key, origin], b"{}", 415),
        ("/v1/traces", &[json, key, origin, ("Content-Encoding", "br")], b"{}", 415),
        ("/v1/traces", &[json, key, origin, ("Content-Length", "99999999")], b"{}", 413),
        ("/v1/profiles", &[json, key, origin], b"{}", 501),
        ("/1/events/web", &[json, key, origin], br#"{"a":1}"#, 200),
        ("/1/events/web", &[json, origin], b"{}", 401),
        ("/1/batch/web", &[json, key, origin], b"[", 400),
        ("/api/1/item/", &[json, origin], b"{}", 400),
        ("/api/1/item", &[json, origin], br#"{"data":{}}"#, 403),
    ] {
        let reply = backend.send("POST", path, headers, body).await;
        assert_eq!(reply.status, status, "{path}: {reply:?}");
        assert_eq!(reply.header("access-control-allow-origin"), PAGE, "{path} {status}");
        assert_eq!(reply.header("vary"), "origin");
        assert_eq!(reply.header("access-control-allow-credentials"), "");
    }
}

#[tokio::test]
async fn a_strange_page_is_told_nothing() {
    let backend = backend().await;
    for origin in ["https://evil.example", "null", "http://localhost.evil.example", "*", ""] {
        for path in INGEST {
            let reply = preflight(&backend, path, origin).await;
            assert_eq!(reply.status, 403, "{path} {origin}");
            says_nothing(&reply);
            let reply = backend.send("POST", path, &[("Origin", origin)], b"{}").await;
            assert_eq!(reply.status, 403, "{path} {origin}");
            says_nothing(&reply);
        }
    }
}

#[tokio::test]
async fn only_ingest_routes_are_for_pages() {
    let backend = backend().await;
    for path in [
        "/",
        "/1/datasets",
        "/1/queries/web",
        "/_backend/status",
        "/TraceSegments",
        "/api/1/item/5",
        "/api/1/items/",
    ] {
        let reply = preflight(&backend, path, PAGE).await;
        assert_eq!(reply.status, 403, "{path}");
        says_nothing(&reply);
    }
    let reply = backend.send("GET", "/api/1/item/?counter=1", &[("Origin", PAGE)], b"").await;
    assert_eq!(reply.status, 403, "{reply:?}");
    says_nothing(&reply);
    let own = format!("http://{}", backend.authority());
    says_nothing(&backend.send("GET", "/_backend/health", &[("Origin", &own)], b"").await);
    says_nothing(&backend.send("POST", "/v1/traces", &[], b"{}").await);
    // A host that is not ours is refused whoever asks.
    let evil = [("Host", "evil.example"), ("Origin", PAGE)];
    let reply = backend.send("POST", "/v1/traces", &evil, b"{}").await;
    assert_eq!(reply.status, 403);
    says_nothing(&reply);
}

#[tokio::test]
async fn a_named_site_may_reach_a_local_address() {
    let backend = backend().await;
    let headers = [
        ("Origin", "https://cruddur.example"),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Private-Network", "true"),
    ];
    let reply = backend.send("OPTIONS", "/v1/traces", &headers, b"").await;
    assert_eq!(reply.header("access-control-allow-private-network"), "true", "{reply:?}");
}
