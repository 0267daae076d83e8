"""Raw HTTP: whatever is sent, the answer is an error of the protocol and the backend goes on."""

import gzip
import http.client
import json
import socket
import zlib

import pytest

LOGS = {"X-Amz-Target": "Logs_20140328.DescribeLogGroups"}
JSON_1_1 = "application/x-amz-json-1.1"


class Answer:
    """A complete HTTP answer."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The error code where AWS clients look for it."""
        return self.json().get("__type", "")

    def __repr__(self):
        return f"{self.status} {dict(self.headers)} {self.body[:300]!r}"


def send(backend, method="POST", path="/", body=b"", headers=None, host=None):
    """Sends one request and reads the answer; `host` replaces the header of that name."""
    connection = http.client.HTTPConnection("127.0.0.1", backend.port, timeout=30)
    try:
        connection.putrequest(
            method, path, skip_host=host is not None, skip_accept_encoding=True
        )
        if host is not None:
            connection.putheader("Host", host)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body or method == "POST":
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        try:
            if body:
                connection.send(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # The server answers before it has read everything.
        return Answer(connection.getresponse())
    finally:
        connection.close()


def send_logs(backend, operation, body, **headers):
    """Sends a CloudWatch Logs request with any body."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return send(
        backend,
        body=body,
        headers={
            "Content-Type": JSON_1_1, "X-Amz-Target": f"Logs_20140328.{operation}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )


def send_xray(backend, path, body):
    """Sends an X-Ray request with any body."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return send(backend, path=path, body=body, headers={"Content-Type": "application/json"})


def check_refused(answer, statuses=(400,)):
    """A refusal names its code in header and body, and its request."""
    assert answer.status in statuses, answer
    assert answer.code, answer
    header = answer.headers["x-amzn-errortype"]
    assert header.split(":")[0] == answer.code.split("#")[-1], answer
    assert answer.headers["x-amzn-requestid"], answer
    members = answer.json()
    assert members.get("message") or members.get("Message"), answer


@pytest.fixture(autouse=True)
def alive_afterwards(backend):
    """After each of these tests the backend answers as before."""
    before = backend.health()["nonce"]
    yield
    assert backend.process.poll() is None
    assert backend.health() == {"status": "ok", "nonce": before}
    assert send_logs(backend, "DescribeLogGroups", {}).status == 200


# Who asks


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example",
     "stream-evil.example"],
)
def test_foreign_hosts_are_refused(backend, host):
    answer = send(backend, body=b"{}", headers={"Content-Type": JSON_1_1, **LOGS}, host=host)
    check_refused(answer, (403,))
    assert "--allow-host" in answer.json()["message"]
    answer = send(backend, path="/Groups", body=b"{}", host=host)
    check_refused(answer, (403,))
    assert send(backend, "GET", "/_backend/health", host=host).status == 403
    assert send(backend, "POST", "/_backend/reset", host=host).status == 403


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:1", "backend", "backend:4570", "cruddur.localhost", "[::1]:4570",
     "stream-localhost:4570", "streaming-127.0.0.1", "host.docker.internal", "10.0.0.7"],
)
def test_local_hosts_pass(backend, host):
    answer = send(backend, body=b"{}", headers={"Content-Type": JSON_1_1, **LOGS}, host=host)
    assert answer.status == 200, answer


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_web_pages_of_other_origins_are_refused(backend, headers):
    answer = send(
        backend, body=b"{}", headers={"Content-Type": JSON_1_1, **LOGS, **headers}
    )
    check_refused(answer, (403,))
    assert "access-control-allow-origin" not in answer.headers
    assert send(backend, "POST", "/_backend/reset", headers=headers).status == 403


# Bodies


def test_oversize_bodies_are_refused(backend):
    answer = send_logs(backend, "PutLogEvents", b"x" * (17 * 1024 * 1024))
    check_refused(answer, (413,))
    assert answer.code == "RequestEntityTooLargeException"


def test_a_body_that_only_claims_to_be_huge_is_refused(backend):
    with socket.create_connection(("127.0.0.1", backend.port), timeout=30) as plain:
        # Nothing follows: with bytes that nobody reads, the answer could be lost to a reset.
        plain.sendall(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.1\r\n"
            b"X-Amz-Target: Logs_20140328.PutLogEvents\r\nContent-Length: 99999999999\r\n\r\n"
        )
        assert plain.recv(4096).split()[1] == b"413"


def test_gzip_bombs_are_refused(backend):
    bomb = gzip.compress(b"\0" * (512 * 1024 * 1024), 9)
    assert len(bomb) < 1024 * 1024
    answer = send_logs(backend, "PutLogEvents", bomb, Content_Encoding="gzip")
    check_refused(answer, (413,))
    # One stream inside another is one too many.
    answer = send_logs(backend, "PutLogEvents", gzip.compress(bomb), Content_Encoding="gzip")
    check_refused(answer, (400, 413, 415))


def test_compressed_bodies_are_read(backend):
    body = gzip.compress(json.dumps({"logGroupName": "compressed"}).encode())
    assert send_logs(backend, "CreateLogGroup", body, Content_Encoding="gzip").status == 200
    found = send_logs(backend, "DescribeLogGroups", {"logGroupNamePrefix": "compressed"})
    assert [group["logGroupName"] for group in found.json()["logGroups"]] == ["compressed"]


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"not gzip", "gzip"),
        (gzip.compress(b'{"logGroupName": "cut"}')[:-9], "gzip"),
        (zlib.compress(b"{}"), "br"),
        (b"{}", "nonsense"),
    ],
)
def test_broken_encodings_are_refused(backend, body, encoding):
    answer = send_logs(backend, "CreateLogGroup", body, Content_Encoding=encoding)
    check_refused(answer, (400, 415))


BROKEN_BODIES = {
    "truncated": b'{"logGroupName": "cut',
    "truncated after a member": b'{"logGroupName": "cut"',
    "trailing": b'{"logGroupName": "x"} {"more": 1}',
    "no JSON": b"hello",
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "not UTF-8": b'{"logGroupName": "\xff\xfe"}',
    "half a character": b'{"logGroupName": "\xc3"}',
    "lone surrogate": b'{"logGroupName": "\\ud800"}',
    "deep lists": b'{"logGroupName":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "deep objects": b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    "deep and unclosed": b'{"unknown":' + b"[" * 500_000,
    "number of many digits": b'{"logGroupName":' + b"9" * 100_000 + b"}",
    "huge exponent": b'{"limit": 1e999999, "logGroupName": 1e999999}',
    "NUL": b"\0",
}


@pytest.mark.parametrize("case", BROKEN_BODIES)
def test_broken_bodies_are_refused(backend, case):
    body = BROKEN_BODIES[case]
    check_refused(send_logs(backend, "CreateLogGroup", body))
    check_refused(send_xray(backend, "/CreateGroup", body.replace(b"logGroupName", b"GroupName")))


WRONG_TYPES = [
    ("CreateLogGroup", {"logGroupName": 7}),
    ("CreateLogGroup", {"logGroupName": ["x"]}),
    ("CreateLogGroup", {"logGroupName": {"x": 1}}),
    ("CreateLogGroup", {"logGroupName": "wrong-types", "tags": ["a"]}),
    ("CreateLogGroup", {"logGroupName": "wrong-types", "tags": {"a": 1}}),
    ("CreateLogGroup", {"logGroupName": "wrong-types", "deletionProtectionEnabled": "yes"}),
    ("CreateLogGroup", {}),
    ("CreateLogGroup", {"logGroupName": None}),
    ("DescribeLogGroups", {"limit": "ten"}),
    ("DescribeLogGroups", {"limit": 1.5}),
    ("DescribeLogGroups", {"limit": -1}),
    ("DescribeLogGroups", {"limit": 10**30}),
    ("DescribeLogGroups", {"logGroupIdentifiers": "x"}),
    ("PutRetentionPolicy", {"logGroupName": "g", "retentionInDays": "7"}),
    ("PutLogEvents", {"logGroupName": "g", "logStreamName": "s", "logEvents": "x"}),
    ("PutLogEvents", {"logGroupName": "g", "logStreamName": "s", "logEvents": [7]}),
    ("PutLogEvents", {"logGroupName": "g", "logStreamName": "s", "logEvents": [{}]}),
    ("PutLogEvents", {"logGroupName": "g", "logStreamName": "s", "logEvents": [None]}),
    ("PutLogEvents", {
        "logGroupName": "g", "logStreamName": "s",
        "logEvents": [{"timestamp": 2**63, "message": "m"}],
    }),
    ("PutLogEvents", {
        "logGroupName": "g", "logStreamName": "s",
        "logEvents": [{"timestamp": "now", "message": "m"}],
    }),
    ("GetLogEvents", {"logGroupName": "g", "logStreamName": "s", "startTime": "then"}),
    ("FilterLogEvents", {"logGroupName": "g", "logStreamNames": "s"}),
    ("FilterLogEvents", {"logGroupName": "g", "startFromHead": 3}),
    ("PutMetricFilter", {
        "logGroupName": "g", "filterName": "f", "filterPattern": "", "metricTransformations": {},
    }),
]


@pytest.mark.parametrize(("operation", "body"), WRONG_TYPES)
def test_wrong_types_are_refused(backend, operation, body):
    check_refused(send_logs(backend, operation, body))
    found = send_logs(backend, "DescribeLogGroups", {"logGroupNamePrefix": "wrong-types"})
    assert found.json()["logGroups"] == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/CreateGroup", {"GroupName": 7}),
        ("/CreateGroup", {}),
        ("/CreateGroup", {"GroupName": "G", "InsightsConfiguration": True}),
        ("/CreateGroup", {"GroupName": "G", "Tags": {"k": "v"}}),
        ("/CreateGroup", {"GroupName": "G", "FilterExpression": ["ok"]}),
        ("/CreateGroup", {"GroupName": "G", "FilterExpression": "(" * 100_000}),
        ("/CreateGroup", {"GroupName": "G", "FilterExpression": "!" * 100_000 + "ok"}),
        ("/CreateSamplingRule", {"SamplingRule": "x"}),
        ("/CreateSamplingRule", {"SamplingRule": {"RuleName": "r", "Priority": "high"}}),
        ("/CreateSamplingRule", {}),
        ("/Groups", {"NextToken": "nonsense"}),
        ("/GetGroup", {"GroupName": None}),
    ],
)
def test_wrong_types_are_refused_by_xray(backend, path, body):
    check_refused(send_xray(backend, path, body))


def test_deep_filter_patterns_are_refused_or_read(backend):
    for pattern in ["{" + "(" * 500 + "$.a = 1" + ")" * 500 + "}", "{ " + "(" * 1000 + " }"]:
        answer = send_logs(
            backend, "TestMetricFilter",
            {"filterPattern": pattern, "logEventMessages": ["x"]},
        )
        assert answer.status in {200, 400}, answer


def test_unknown_and_null_members_are_ignored(backend):
    answer = send_logs(
        backend, "DescribeLogGroups",
        {"whatIsThis": {"a": [1]}, "nextToken": None, "limit": None},
    )
    assert answer.status == 200, answer
    for body in [b"", b"{}"]:
        assert send(backend, path="/GetSamplingRules", body=body).status == 200


# Routes


@pytest.mark.parametrize("target", ["Logs_20140328.NoSuchThing", "Logs_20140328.", "Nonsense"])
def test_unknown_operations(backend, target):
    answer = send(
        backend, body=b"{}", headers={"Content-Type": JSON_1_1, "X-Amz-Target": target}
    )
    assert 400 <= answer.status < 500 or (target == "Nonsense" and answer.status == 501), answer
    assert answer.code, answer


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/no/such/route"), ("POST", "/creategroup"), ("DELETE", "/"), ("PUT", "/Groups"),
        ("GET", "/%00"), ("GET", "/" + "a" * 8000), ("OPTIONS", "/CreateGroup"),
        ("GET", "/_backend/../etc/passwd"),
    ],
)
def test_unknown_routes_are_client_errors(backend, method, path):
    answer = send(backend, method, path)
    assert 400 <= answer.status < 500, answer
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "lines",
    [
        b"nonsense\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nx",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 2_000_000 + b"\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_http_is_refused(backend, lines):
    with socket.create_connection(("127.0.0.1", backend.port), timeout=30) as plain:
        try:
            plain.sendall(lines)
            plain.shutdown(socket.SHUT_WR)
            first = plain.recv(4096)
        except ConnectionError:
            return
    assert first == b"" or first.split()[1].startswith(b"4"), first


def test_a_request_that_breaks_off_disturbs_nobody(backend):
    with socket.create_connection(("127.0.0.1", backend.port), timeout=30) as plain:
        plain.sendall(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Logs_20140328.CreateLogGroup\r\n"
            b'Content-Length: 500\r\n\r\n{"logGroupName": "broken-off"}'
        )
    found = send_logs(backend, "DescribeLogGroups", {"logGroupNamePrefix": "broken-off"})
    assert found.json()["logGroups"] == []


def test_answers_have_the_headers_of_their_protocol(backend):
    answer = send_logs(backend, "DescribeLogGroups", {})
    assert answer.headers["content-type"] == JSON_1_1
    assert answer.headers["x-amzn-requestid"]
    answer = send_xray(backend, "/Groups", {})
    assert answer.headers["content-type"].startswith("application/json")
    answer = send(
        backend, body=b"Action=GetCallerIdentity&Version=2011-06-15",
        headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
    )
    assert answer.headers["content-type"].startswith("text/xml")
    assert b"<GetCallerIdentityResult>" in answer.body
