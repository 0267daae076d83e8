"""Honeycomb's API as libhoney, the OpenTelemetry SDK and plain HTTP speak it; DuckDB checks the sums."""

import datetime
import gzip
import json
import random
import subprocess
import time
import urllib.error
import urllib.request
import uuid

import duckdb
import libhoney
import pytest
import zstandard
from google.rpc.status_pb2 import Status
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from support import HONEYCOMB_KEY as KEY
from support import Api, binary, child_environment

OK, FAILED, USAGE, MISSING = 0, 1, 2, 3


@pytest.fixture
def dataset():
    """A dataset that no other test uses."""
    return f"d-{uuid.uuid4().hex[:12]}"


def cli(backend, tmp_path, *arguments, **changes):
    """Runs the program against the backend of the tests."""
    environment = child_environment(
        tmp_path, CRUDDUR_OBS_DATA_DIR=backend.data, **changes
    )
    return subprocess.run(
        [binary(), *arguments], capture_output=True, text=True, timeout=60, cwd=tmp_path,
        env=environment,
    )


def send(url, dataset, events):
    """Sends events with Honeycomb's own library and waits for its answers."""
    client = libhoney.Client(writekey=KEY, dataset=dataset, api_host=url, block_on_send=True)
    for fields, moment, rate in events:
        event = client.new_event(data=fields)
        event.created_at = moment
        event.sample_rate = rate
        event.send_presampled()
    client.close()
    answers = client.responses()
    found = []
    while True:
        answer = answers.get(timeout=10)
        if answer is None:
            return found
        found.append(answer)


def random_rows(count):
    """Rows of one hour, the same in every run."""
    generator = random.Random(7)
    start = int(time.time()) - 3_000
    rows = []
    for _ in range(count):
        row = {
            "user": generator.choice(["ann", "bob", "cy", "dee"]),
            "ms": round(generator.expovariate(1 / 40), 3),
            "ok": generator.random() < 0.9,
        }
        if generator.random() < 0.2:
            del row["user"]
        rows.append((row, start + generator.randrange(2_400), generator.choice([1, 1, 1, 4])))
    return rows


def test_what_libhoney_sends_adds_up_as_duckdb_does(backend, api, dataset):
    rows = random_rows(1_000)
    moments = [
        (fields, datetime.datetime.fromtimestamp(moment, datetime.timezone.utc), rate)
        for fields, moment, rate in rows
    ]
    answers = send(backend.url, dataset, moments)
    assert len(answers) == 1_000
    assert {answer["status_code"] for answer in answers} == {202}

    spec = {
        "breakdowns": ["user"],
        "calculations": [
            {"op": "COUNT"},
            {"op": "SUM", "column": "ms"},
            {"op": "AVG", "column": "ms"},
            {"op": "MAX", "column": "ms"},
            {"op": "MIN", "column": "ms"},
        ],
        "filters": [{"column": "ok", "op": "=", "value": True}],
        "time_range": 7_200,
    }
    result = api.result(
        dataset, spec, disable_total_by_aggregate=False, disable_other_by_aggregate=False
    )
    table = duckdb.connect()
    table.execute('create table e ("user" text, ms double, ok boolean, w bigint)')
    table.executemany(
        "insert into e values (?, ?, ?, ?)",
        [(fields.get("user"), fields["ms"], fields["ok"], rate) for fields, _, rate in rows],
    )
    sums = "sum(w), sum(w * ms), sum(w * ms) / sum(w), max(ms), min(ms) from e where ok"
    expected = {
        row[0]: row[1:]
        for row in table.execute(f'select "user", {sums} group by all').fetchall()
    }
    names = ["COUNT", "SUM(ms)", "AVG(ms)", "MAX(ms)", "MIN(ms)"]
    found = {
        row["data"].get("user"): tuple(row["data"][name] for name in names)
        for row in result["data"]["results"]
    }
    assert found.keys() == expected.keys()
    for user, values in expected.items():
        assert found[user] == pytest.approx(values), user
    total = result["data"]["total_by_aggregate"]
    assert tuple(total[name] for name in names) == pytest.approx(
        table.execute(f"select {sums}").fetchone()
    )
    counts = [row["data"]["COUNT"] for row in result["data"]["results"]]
    assert counts == sorted(counts, reverse=True)
    by_time = sum(point["data"]["COUNT"] for point in result["data"]["series"])
    assert by_time == total["COUNT"]


def test_spans_of_the_opentelemetry_sdk_are_queried_by_name(backend, api, dataset, tmp_path):
    resource = Resource.create({"service.name": dataset})
    provider = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(
        endpoint=f"{backend.url}/v1/traces", headers={"x-honeycomb-team": KEY}
    )
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("test")
    for user in ["ann", "ann", "bob"]:
        with tracer.start_as_current_span("GET /home", attributes={"app.user_id": user}):
            with tracer.start_as_current_span("select"):
                pass
    provider.shutdown()

    columns = {column["key_name"]: column["type"] for column in api.get(f"/1/columns/{dataset}")}
    assert columns["app.user_id"] == "string"
    assert columns["duration_ms"] in ("float", "integer")
    shown = cli(
        backend, tmp_path, "honeycomb", "query", "latency-by-user", "--dataset", dataset,
        "--output", "json",
    )
    assert shown.returncode == OK, shown.stderr
    answer = json.loads(shown.stdout)
    counts = {row.get("app.user_id"): row["COUNT"] for row in answer["results"]}
    assert counts["ann"] == 2 and counts["bob"] == 1
    assert all(row["P90(duration_ms)"] >= 0 for row in answer["results"])
    table = cli(backend, tmp_path, "honeycomb", "query", "latency-by-user", "--dataset", dataset)
    assert table.returncode == OK, table.stderr
    assert table.stdout.splitlines()[0].startswith("app.user_id"), table.stdout


def test_every_event_of_a_batch_has_an_answer_of_its_own(api, dataset):
    batch = [
        {"data": {"a": 1}},
        {"data": {}},
        {"time": "2026-11-20T10:00:00Z", "samplerate": 2, "data": {"a": 2}},
    ]
    status, _, answers = api.call("POST", f"/1/batch/{dataset}", batch)
    assert status == 200
    assert [answer["status"] for answer in answers] == [202, 400, 202]
    assert answers[1]["error"]


@pytest.mark.parametrize(("encoding", "pack"), [
    ("gzip", gzip.compress), ("zstd", lambda body: zstandard.ZstdCompressor().compress(body)),
])
def test_compressed_batches_are_read(api, dataset, encoding, pack):
    body = pack(json.dumps([{"data": {"a": number}} for number in range(1_000)]).encode())
    status, _, answers = api.call("POST", f"/1/batch/{dataset}", body, Content_Encoding=encoding)
    assert (status, len(answers)) == (200, 1_000)
    spec = {"calculations": [{"op": "SUM", "column": "a"}]}
    (row,) = api.result(dataset, spec)["data"]["results"]
    assert row["data"]["SUM(a)"] == 499_500
    cut = api.call("POST", f"/1/batch/{dataset}", body[:-9], Content_Encoding=encoding)
    assert cut[::2] == (400, {"error": "Request body is malformed and cannot be read."})


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b"", 400), (b'"text"', 400), (b"[" * 100_000, 400)]
)
def test_what_is_no_batch_is_refused(api, dataset, body, status):
    found, _, answer = api.call("POST", f"/1/batch/{dataset}", body)
    assert found == status
    assert answer["error"]
    assert api.call("GET", f"/1/datasets/{dataset}")[0] == 404


def test_who_may_only_send_may_not_read(api, dataset):
    ingest = "hcaik_" + "a" * 26 + "b" * 32
    assert api.call("POST", f"/1/events/{dataset}", {"a": 1}, key=ingest)[0] == 200
    status, headers, problem = api.call("GET", "/1/datasets", key=ingest)
    assert (status, headers["Content-Type"]) == (401, "application/problem+json")
    assert problem["status"] == 401 and problem["type"].endswith("/unauthorized")
    status, _, answer = api.call("GET", "/1/auth", key="two words")
    assert (status, answer) == (401, {"error": "unknown API key - check your credentials"})


def test_every_fault_of_a_query_is_told_with_its_place(api, dataset):
    api.call("POST", f"/1/events/{dataset}", {"a": 1})
    spec = {"calculations": [{"op": "P90"}], "filters": [{"column": "a", "op": "like"}]}
    status, _, problem = api.call("POST", f"/1/queries/{dataset}", spec)
    assert status == 422
    fields = [detail["field"] for detail in problem["type_detail"]]
    assert any("calculations[0]" in field for field in fields), fields
    assert any("filters[0]" in field for field in fields), fields
    status, _, problem = api.call("POST", f"/1/query_results/{dataset}", {"query_id": "none"})
    assert status == 404, problem
    status, _, problem = api.call("POST", "/1/queries/no-such-dataset", {})
    assert status == 404, problem


def test_a_huge_specification_is_refused(api, dataset):
    api.call("POST", f"/1/events/{dataset}", {"a": 1})
    spec = {"filters": [{"column": "a", "op": "=", "value": "x" * 100_000}]}
    status, _, problem = api.call("POST", f"/1/queries/{dataset}", spec)
    assert status == 413
    assert problem["detail"] == "Body size is larger than maximum size of 100000 bytes"


def test_saved_queries_have_names(api, dataset):
    api.call("POST", f"/1/events/{dataset}", {"a": 1})
    spec = {"calculations": [{"op": "COUNT"}], "time_range": 600}
    _, _, query = api.call("POST", f"/1/queries/{dataset}", spec)
    assert api.get(f"/1/queries/{dataset}/{query['id']}") == {"id": query["id"], **spec}
    named = {"name": "Everything", "description": "all", "query_id": query["id"]}
    status, _, annotation = api.call("POST", f"/1/query_annotations/{dataset}", named)
    assert status == 201
    path = f"/1/query_annotations/{dataset}/{annotation['id']}"
    assert api.get(f"/1/query_annotations/{dataset}") == [annotation]
    renamed = {**named, "name": "All"}
    status, _, changed = api.call("PUT", path, renamed)
    assert (status, changed["name"]) == (200, "All")
    assert api.call("DELETE", path)[0] == 204
    assert api.call("GET", path)[0] == 404


def test_datasets_are_made_shown_and_deleted(api, dataset):
    name = dataset.replace("-", " ")
    status, _, made = api.call("POST", "/1/datasets", {"name": name})
    assert (status, made["slug"], made["name"]) == (201, dataset, name)
    assert api.call("POST", "/1/datasets", {"name": name})[0] == 200
    assert api.get(f"/1/datasets/{dataset}")["slug"] == dataset
    api.call("POST", f"/1/events/{dataset}", {"a": 1})
    assert [column["key_name"] for column in api.get(f"/1/columns/{dataset}")] == ["a"]
    assert api.call("DELETE", f"/1/datasets/{dataset}")[0] == 409
    unprotected = {"settings": {"delete_protected": False}}
    assert api.call("PUT", f"/1/datasets/{dataset}", unprotected)[0] == 200
    assert api.call("DELETE", f"/1/datasets/{dataset}")[0] == 202
    assert api.call("GET", f"/1/columns/{dataset}")[0] == 404


def test_a_reset_forgets_events_and_results(start_backend):
    backend = start_backend()
    api = Api(backend.url)
    assert api.call("POST", "/1/events/x", {"a": 1})[0] == 200
    result = api.result("x", {"calculations": [{"op": "COUNT"}]})
    assert api.call("POST", "/_backend/reset")[0] == 200
    assert api.get("/1/datasets") == []
    assert api.call("GET", f"/1/query_results/x/{result['id']}")[0] == 404


def test_the_token_is_the_key(start_backend, tmp_path):
    backend = start_backend(token="a-secret-token-of-ours")
    api = Api(backend.url)
    assert api.call("POST", "/1/events/x", {"a": 1})[0] == 401
    api.key = "a-secret-token-of-ours"
    assert api.call("POST", "/1/events/x", {"a": 1})[0] == 200
    shown = cli(
        backend, tmp_path, "honeycomb", "datasets", CRUDDUR_OBS_BACKEND_TOKEN="a-secret-token-of-ours"
    )
    assert shown.returncode == OK and shown.stdout.splitlines()[1].startswith("x "), shown
    assert "a-secret-token-of-ours" not in shown.stdout + shown.stderr


def test_otlp_refusals_are_a_status_in_the_senders_encoding(start_backend):
    url = start_backend(token="a-secret-token-of-ours").url + "/v1/traces"
    headers = {"X-Honeycomb-Team": "wrong", "Content-Type": "application/x-protobuf"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(url, b"", headers), timeout=10)
    assert refused.value.code == 401
    assert refused.value.headers["Content-Type"] == "application/x-protobuf"
    status = Status.FromString(refused.value.read())
    assert status.code == 16 and "x-honeycomb-team" in status.message
    headers["X-Honeycomb-Team"] = "a-secret-token-of-ours"
    headers["Content-Encoding"] = "gzip"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(url, b"no gzip", headers), timeout=10)
    assert refused.value.code == 400
    assert Status.FromString(refused.value.read()).code == 3


def test_events_outlive_a_kill(start_backend, tmp_path):
    data = tmp_path / "kept"
    backend = start_backend(data=data)
    assert Api(backend.url).call("POST", "/1/events/kept", {"a": 41})[0] == 200
    backend.kill()
    api = Api(start_backend(data=data).url)
    spec = {"calculations": [{"op": "SUM", "column": "a"}]}
    (row,) = api.result("kept", spec)["data"]["results"]
    assert row["data"]["SUM(a)"] == 41
