//! What all fronts share: routing, bodies, who may ask, the backend's own routes.

use std::io::Write as _;

use cruddur_obs::backend::Access;

use super::support::TestBackend;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const LOGS: (&str, &str) = ("X-Amz-Target", "Logs_20140328.CreateLogGroup");

#[tokio::test]
async fn every_answer_has_a_request_id_of_its_own() {
    let backend = TestBackend::start().await;
    let mut ids = std::collections::BTreeSet::new();
    for (method, path, headers) in [
        ("POST", "/", &[LOGS][..]),
        ("POST", "/Groups", &[]),
        ("POST", "/TraceSegments", &[]),
        ("POST", "/", &[("Content-Type", "application/x-www-form-urlencoded")]),
        ("GET", "/", &[]),
        ("GET", "/_backend/health", &[]),
        ("GET", "/nothing", &[]),
        ("POST", "/v1/traces", &[]),
        ("POST", "/", &[("Host", "evil.example"), LOGS]),
    ] {
        let reply = backend.send(method, path, headers, b"{}").await;
        let id = reply.header("x-amzn-requestid").to_owned();
        assert_eq!(id.len(), 36, "{method} {path}: {reply:?}");
        assert!(ids.insert(id));
    }
}

#[tokio::test]
async fn an_answer_has_the_protocols_content_type() {
    let backend = TestBackend::start().await;
    let made = backend.call_logs("CreateLogGroup", br#"{"logGroupName":"x"}"#).await;
    assert_eq!((made.status, made.body.as_str()), (200, "{}"));
    assert_eq!(made.header("content-type"), "application/x-amz-json-1.1");
    let failed = backend.call_logs("CreateLogGroup", br#"{"logGroupName":"x"}"#).await;
    assert_eq!(failed.error(), (400, "ResourceAlreadyExistsException".to_owned()));
    assert_eq!(failed.header("content-type"), "application/x-amz-json-1.1");
    let groups = backend.send("POST", "/Groups", &[], b"").await;
    assert_eq!(groups.header("content-type"), "application/json");
    assert_eq!(groups.json()["Groups"][0]["GroupName"], "Default", "an empty body is {{}}");
    let missing = backend.send("POST", "/GetGroup", &[], br#"{"GroupName":"x"}"#).await;
    assert_eq!(missing.error(), (400, "InvalidRequestException".to_owned()));
    assert_eq!(missing.json()["Message"], "Group not found");
}

#[tokio::test]
async fn a_body_that_is_wrong_is_never_read_as_empty() {
    let backend = TestBackend::start().await;
    let deep_object = "{\"a\":".repeat(10_000);
    let deep = format!("{{\"logGroupNamePrefix\":{}{}}}", "[".repeat(50_000), "]".repeat(50_000));
    let deep_unknown = format!("{{\"x\":{}{}}}", "[".repeat(50_000), "]".repeat(50_000));
    for body in [
        &b"{"[..],
        b"null",
        b"[]",
        b"[null, null]",
        b"\"text\"",
        b"1",
        b"true",
        b"{} {}",
        b"\x00",
        b"{\"logGroupNamePrefix\":\"\xff\xfe\"}",
        b"{\"logGroupNamePrefix\":1}",
        b"{\"logGroupNamePrefix\":[\"a\"]}",
        b"{\"logGroupNamePrefix\":{\"a\":1}}",
        b"{\"limit\":\"1\"}",
        b"{\"limit\":1.5}",
        b"{\"limit\":99999999999999999999999}",
        b"{\"logGroupIdentifiers\":\"a\"}",
        b"{\"logGroupNamePrefix\":\"\\ud800\"}",
        deep_object.as_bytes(),
        deep.as_bytes(),
    ] {
        let reply = backend.call_logs("DescribeLogGroups", body).await;
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        assert_eq!(reply.error(), (400, "SerializationException".to_owned()), "{shown}");
    }
    for body in [&b"["[..], b"[]", b"null", b"{\"NextToken\":1}", b"\xff"] {
        let reply = backend.send("POST", "/Groups", &[], body).await;
        assert_eq!(reply.error(), (400, "SerializationException".to_owned()), "{body:?}");
    }
    for body in [
        &br#"{"logGroupNamePrefix":null,"unknown":[{}]}"#[..],
        b" \n{}\t",
        b"",
        deep_unknown.as_bytes(),
    ] {
        assert_eq!(backend.call_logs("DescribeLogGroups", body).await.status, 200);
    }
}

#[tokio::test]
async fn a_body_that_ends_early_is_refused() {
    let backend = TestBackend::start().await;
    let head = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                X-Amz-Target: Logs_20140328.CreateLogGroup\r\n";
    let short = format!("{head}Content-Length: 100\r\n\r\n{{\"logGroupName\":\"x\"}}");
    let chunked =
        format!("{head}Transfer-Encoding: chunked\r\n\r\n14\r\n{{\"logGroupName\":\"x\"}}");
    for request in [short, chunked] {
        let reply = backend.send_cut(request.as_bytes()).await;
        assert!(matches!(reply.status, 0 | 400), "{reply:?}");
    }
    let listed = backend.call_logs("DescribeLogGroups", b"{}").await;
    assert_eq!(listed.json()["logGroups"], serde_json::json!([]));
}

#[tokio::test]
async fn bodies_and_heads_have_a_largest_size() {
    let backend = TestBackend::start().await;
    let large = vec![b' '; 16 * 1024 * 1024 + 1];
    let reply = backend.call_logs("CreateLogGroup", &large).await;
    assert_eq!(reply.error(), (413, "RequestEntityTooLargeException".to_owned()));
    let declared = [LOGS, ("Content-Length", "99999999999")];
    let reply = backend.send("POST", "/", &declared, b"{").await;
    assert_eq!(reply.error(), (413, "RequestEntityTooLargeException".to_owned()));
    let header = "x".repeat(1024 * 1024);
    let reply = backend.send("POST", "/", &[LOGS, ("X-Large", &header)], b"{}").await;
    assert!(matches!(reply.status, 0 | 431), "{}", reply.status);
    assert_eq!(backend.send("GET", "/_backend/health", &[], b"").await.status, 200);
}

#[tokio::test]
async fn gzip_is_read_and_a_bomb_is_not() {
    let backend = TestBackend::start().await;
    let send = async |encoding: &str, body: &[u8]| {
        backend.send("POST", "/", &[LOGS, ("Content-Encoding", encoding)], body).await
    };
    let made = send("gzip", &gzip(br#"{"logGroupName":"zipped"}"#)).await;
    assert_eq!(made.status, 200, "{made:?}");
    let bomb = send("gzip", &gzip(&vec![b' '; 40 * 1024 * 1024])).await;
    assert_eq!(bomb.error(), (413, "RequestEntityTooLargeException".to_owned()));
    let plain = send("gzip", br#"{"logGroupName":"x"}"#).await;
    assert_eq!(plain.error(), (400, "SerializationException".to_owned()));
    let cut = send("gzip", &gzip(br#"{"logGroupName":"x"}"#)[..15]).await;
    assert_eq!(cut.error(), (400, "SerializationException".to_owned()));
    let other = send("br", b"{}").await;
    assert_eq!(other.error(), (415, "SerializationException".to_owned()));
    let listed = backend.call_logs("DescribeLogGroups", b"{}").await;
    assert_eq!(listed.json()["logGroups"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_foreign_host_is_refused_in_the_form_of_the_protocol() {
    let backend = TestBackend::start().await;
    let evil = ("Host", "evil.example");
    let logs = backend.send("POST", "/", &[evil, LOGS], b"{}").await;
    assert_eq!(logs.error(), (403, "AccessDeniedException".to_owned()));
    assert!(logs.message().contains("--allow-host 'evil.example'"), "{logs:?}");
    let xray = backend.send("POST", "/CreateGroup", &[evil], b"{}").await;
    assert_eq!(xray.error(), (403, "AccessDeniedException".to_owned()));
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let sts = backend.send("POST", "/", &[evil, form], b"Action=GetCallerIdentity").await;
    assert_eq!(sts.status, 403);
    assert!(sts.body.contains("<Code>AccessDeniedException</Code>"), "{sts:?}");
    let rollbar = backend.send("POST", "/api/1/item/", &[evil], b"{}").await;
    assert_eq!((rollbar.status, rollbar.json()["err"].as_i64()), (403, Some(1)));
    for path in ["/", "/_backend/status", "/_backend/health"] {
        let own = backend.send("GET", path, &[evil], b"").await;
        assert_eq!(own.status, 403, "{path}");
        assert!(own.message().contains("--allow-host"), "{own:?}");
    }
    let none = backend.send_bytes(b"GET /_backend/health HTTP/1.0\r\n\r\n").await;
    assert_eq!(none.status, 403, "{none:?}");
    for host in ["localhost", "stream-localhost:1", "backend", "host.docker.internal", "[::1]:80"] {
        let local = backend.send("GET", "/_backend/health", &[("Host", host)], b"").await;
        assert_eq!(local.status, 200, "{host}");
    }
    let allowed = Access { allowed_hosts: vec!["evil.example".to_owned()], ..Access::default() };
    let backend = TestBackend::with(allowed).await;
    assert_eq!(backend.send("GET", "/_backend/health", &[evil], b"").await.status, 200);
}

#[tokio::test]
async fn a_foreign_page_is_refused_except_on_ingest_routes() {
    let access =
        Access { allowed_origins: vec!["https://cruddur.example".to_owned()], ..Access::default() };
    let backend = TestBackend::with(access).await;
    let reset =
        async |header: (&str, &str)| backend.send("POST", "/_backend/reset", &[header], b"").await;
    for header in [
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Origin", "http://localhost:3000"),
        ("Origin", "https://cruddur.example"),
        ("Sec-Fetch-Site", "cross-site"),
    ] {
        let reply = reset(header).await;
        assert_eq!(reply.status, 403, "{header:?}");
        assert_eq!(reply.header("access-control-allow-origin"), "");
        let logs = backend.send("POST", "/", &[LOGS, header], b"{}").await;
        assert_eq!(logs.error(), (403, "AccessDeniedException".to_owned()));
    }
    let own = format!("http://{}", backend.authority());
    assert_eq!(reset(("Origin", &own)).await.status, 200);
    assert_eq!(reset(("Sec-Fetch-Site", "same-origin")).await.status, 200);
    // A key, a content type or what is sent is missing, which shows that the request came through.
    for (path, status) in
        [("/v1/traces", 415), ("/1/events/x", 401), ("/1/batch/x", 401), ("/api/1/item/", 400)]
    {
        let from =
            async |origin: &str| backend.send("POST", path, &[("Origin", origin)], b"{}").await;
        assert_eq!(from("http://localhost:3000").await.status, status, "{path}");
        assert_eq!(from("https://cruddur.example").await.status, status, "{path}");
        let evil = from("https://evil.example").await;
        assert_eq!(evil.status, 403, "{path}");
        assert!(evil.body.contains("--allow-origin"), "{evil:?}");
        assert_eq!(evil.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn other_services_are_refused_by_name() {
    let backend = TestBackend::start().await;
    let dynamo = [("X-Amz-Target", "DynamoDB_20120810.ListTables")];
    let reply = backend.send("POST", "/", &dynamo, b"{}").await;
    assert_eq!(reply.error(), (501, "NotImplementedException".to_owned()));
    assert!(reply.message().contains("DynamoDB_20120810.ListTables"), "{reply:?}");
    for (path, name) in [
        ("/1/kinesis_events/x", "Honeycomb"),
        ("/v1/profiles", "OTLP"),
        ("/api/1/rql/jobs/", "Rollbar"),
    ] {
        let reply = backend.send("POST", path, &[], b"{}").await;
        assert_eq!(reply.status, if name == "Rollbar" { 404 } else { 501 }, "{path}");
        assert!(reply.body.contains(name), "{reply:?}");
    }
    assert_eq!(backend.send("PUT", "/", &[LOGS], b"{}").await.status, 501);
    assert_eq!(backend.send("GET", "/nothing", &[], b"").await.status, 404);
}

#[tokio::test]
async fn health_status_and_reset() {
    let backend = TestBackend::start().await;
    let get = async |path: &str| backend.send("GET", path, &[], b"").await;
    assert_eq!(get("/_backend/health").await.json()["status"], "ok");
    backend.logs().create_log_group().log_group_name("x").tags("a", "b").send().await.unwrap();
    backend.xray().create_group().group_name("X").send().await.unwrap();
    let event = r#"{"logGroupName":"x","logStreamName":"s"}"#.as_bytes();
    backend.call_logs("CreateLogStream", event).await;
    let status = get("/_backend/status").await.json();
    assert_eq!((&status["log_groups"], &status["xray_groups"]), (&1.into(), &1.into()), "{status}");
    assert_eq!(status["account"], "000000000000");
    let page = get("/").await;
    assert!(page.header("content-type").starts_with("text/plain"), "{page:?}");
    assert!(page.body.contains("log groups: 1"), "{page:?}");
    assert_eq!(get("/_backend/reset").await.status, 405, "reading resets nothing");
    assert_eq!(get("/_backend/other").await.status, 404);
    assert_eq!(backend.send("POST", "/_backend/reset", &[], b"").await.status, 200);
    let status = get("/_backend/status").await.json();
    assert_eq!((&status["log_groups"], &status["xray_groups"]), (&0.into(), &0.into()), "{status}");
    assert!(backend.logs().describe_log_groups().send().await.unwrap().log_groups().is_empty());
    backend.logs().create_log_group().log_group_name("x").send().await.unwrap();
    let tags = backend
        .logs()
        .list_tags_for_resource()
        .resource_arn("arn:aws:logs:us-east-1:000000000000:log-group:x")
        .send()
        .await
        .unwrap();
    assert!(tags.tags().unwrap().is_empty(), "reset forgets tags too");
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let backend = TestBackend::start().await;
    let one = "GET /_backend/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let last = "GET /_backend/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let reply = backend.send_bytes(format!("{one}{one}{last}").as_bytes()).await;
    assert_eq!(reply.body.matches("HTTP/1.1 200 OK").count(), 2, "{reply:?}");
}
