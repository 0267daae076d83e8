"""OpenTelemetry's SDK for Python: a Flask application, instrumented as its users do it, sends all
signals by both of its exporters; every field is read back through Honeycomb's API."""

import sys
import threading
import uuid
from contextlib import contextmanager

import grpc
import pytest
import requests
from flask import Flask
from google.rpc.status_pb2 import Status
from grpc import Compression as GrpcCompression
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.exporter.otlp.proto.grpc import _log_exporter as grpc_logs
from opentelemetry.exporter.otlp.proto.grpc import metric_exporter as grpc_metrics
from opentelemetry.exporter.otlp.proto.grpc import trace_exporter as grpc_traces
from opentelemetry.exporter.otlp.proto.http import Compression as HttpCompression
from opentelemetry.exporter.otlp.proto.http import _log_exporter as http_logs
from opentelemetry.exporter.otlp.proto.http import metric_exporter as http_metrics
from opentelemetry.exporter.otlp.proto.http import trace_exporter as http_traces
from opentelemetry.instrumentation.flask import FlaskInstrumentor
from opentelemetry.instrumentation.requests import RequestsInstrumentor
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2_grpc import TraceServiceStub
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import (
    BatchLogRecordProcessor,
    InMemoryLogRecordExporter,
    SimpleLogRecordProcessor,
)
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import (
    BatchSpanProcessor,
    SimpleSpanProcessor,
    SpanExportResult,
)
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Link, SpanKind, StatusCode
from opentelemetry.trace import Status as SpanStatus
from otlp_rows import (
    row_of_log,
    rows_of_points,
    rows_of_span,
    same,
    stored,
    told_log,
    told_points,
    told_span,
)
from support import HONEYCOMB_KEY as KEY
from support import binary, child_environment, run
from werkzeug.serving import make_server

SCHEMA = "https://opentelemetry.io/schemas/1.30.0"
PERCENTILES = tuple(f".p{name}" for name in "001 01 05 10 25 50 75 90 95 99 999".split())


class Sender:
    """How telemetry is sent: by which exporters, to which port."""

    def __init__(self, url, is_grpc, compressed):
        self.url = url
        self.is_grpc = is_grpc
        if is_grpc:
            self.compression = GrpcCompression.Gzip if compressed else GrpcCompression.NoCompression
        else:
            self.compression = HttpCompression.Gzip if compressed else HttpCompression.NoCompression

    def exporter(self, grpc_class, http_class, signal, dataset=None, key=KEY):
        headers = {"x-honeycomb-team": key}
        if dataset:
            headers["x-honeycomb-dataset"] = dataset
        endpoint = self.url if self.is_grpc else f"{self.url}/v1/{signal}"
        chosen = grpc_class if self.is_grpc else http_class
        return chosen(endpoint=endpoint, headers=headers, compression=self.compression, timeout=20)

    def spans(self, **options):
        return self.exporter(
            grpc_traces.OTLPSpanExporter, http_traces.OTLPSpanExporter, "traces", **options
        )

    def logs(self, **options):
        return self.exporter(
            grpc_logs.OTLPLogExporter, http_logs.OTLPLogExporter, "logs", **options
        )

    def metrics(self, **options):
        return self.exporter(
            grpc_metrics.OTLPMetricExporter, http_metrics.OTLPMetricExporter, "metrics", **options
        )


@pytest.fixture(params=["http-main", "http-4318", "grpc-main", "grpc-4317"])
def sender(request, backend):
    return {
        "http-main": lambda: Sender(backend.url, False, compressed=True),
        "http-4318": lambda: Sender(backend.otlp_http, False, compressed=False),
        "grpc-main": lambda: Sender(backend.url, True, compressed=False),
        "grpc-4317": lambda: Sender(backend.otlp_grpc, True, compressed=True),
    }[request.param]()


@pytest.fixture
def resource():
    attributes = {
        "service.name": f"flask-{uuid.uuid4().hex[:12]}",
        "service.version": "1.2.3",
        "process.command_args": ["python", "app.py"],
        "process.pid": 41,
    }
    return Resource(attributes, SCHEMA)


@contextmanager
def served(app):
    """The address of a Flask application on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def application(tracer, logger, itself):
    """An application that calls itself; `itself` is a list that will hold its address."""
    app = Flask("cruddur")

    @app.get("/users/<int:number>")
    def user(number):
        with tracer.start_as_current_span("load user", kind=SpanKind.INTERNAL) as span:
            span.set_attribute("app.user_id", number)
            span.set_attribute("app.share", 0.25)
            span.set_attribute("app.is_admin", False)
            span.set_attribute("app.roles", ["reader", "<writer>"])
            span.add_event("cache miss", {"app.cache": "users", "app.size": 3})
            logger.emit(LogRecord(
                timestamp=span.start_time + 1,
                severity_number=SeverityNumber.WARN,
                severity_text="WARNING",
                body=f"user {number} is not cached",
                attributes={"app.user_id": number},
            ))
            answer = requests.get(f"{itself[0]}/profile", timeout=10)
        return answer.text

    @app.get("/profile")
    def profile():
        return "profile"

    @app.get("/fails")
    def fails():
        raise ValueError("no such crud ☃")

    return app


def test_every_span_and_log_of_a_flask_application_is_read_back(api, sender, resource):
    dataset = resource.attributes["service.name"]
    spans, logs = InMemorySpanExporter(), InMemoryLogRecordExporter()
    tracers = TracerProvider(resource=resource)
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    tracers.add_span_processor(BatchSpanProcessor(sender.spans()))
    loggers = LoggerProvider(resource=resource)
    loggers.add_log_record_processor(SimpleLogRecordProcessor(logs))
    loggers.add_log_record_processor(BatchLogRecordProcessor(sender.logs()))
    tracer = tracers.get_tracer("cruddur.app", "0.1", SCHEMA, {"scope.kind": "own"})
    logger = loggers.get_logger("cruddur.app", "0.1")

    itself = []
    app = application(tracer, logger, itself)
    FlaskInstrumentor().instrument_app(app, tracer_provider=tracers)
    RequestsInstrumentor().instrument(tracer_provider=tracers)
    try:
        with served(app) as address:
            itself.append(address)
            with tracer.start_as_current_span("session", kind=SpanKind.PRODUCER) as session:
                for number in range(3):
                    assert requests.get(f"{address}/users/{number}", timeout=10).text == "profile"
                assert requests.get(f"{address}/fails", timeout=10).status_code == 500
            link = Link(session.get_span_context(), {"app.why": "follows"})
            with tracer.start_as_current_span(
                "later", kind=SpanKind.CONSUMER, links=[link]
            ) as later:
                later.set_status(SpanStatus(StatusCode.ERROR, "gave up"))
                later.record_exception(KeyError("user"))
    finally:
        RequestsInstrumentor().uninstrument()
        FlaskInstrumentor().uninstrument_app(app)
    logger.emit(LogRecord(
        observed_timestamp=session.start_time,
        severity_number=SeverityNumber.FATAL2,
        body={"message": "slow", "http": {"ms": 12.5, "ok": True}, "tags": ["a", 1]},
        event_name="app.slow",
        attributes={"nested": {"a": {"b": 1}}, "list": [1.5, "x"]},
    ))
    assert tracers.force_flush() and loggers.force_flush()
    tracers.shutdown()
    loggers.shutdown()

    told = [told_span(span) for span in spans.get_finished_spans()]
    # Three times: client, server, "load user", client, server; the failing client and server; two.
    assert len(told) == 3 * 5 + 2 + 2
    assert {span["kind"] for span in told} == {
        "client", "server", "internal", "producer", "consumer"
    }
    assert len({span["trace_id"] for span in told}) == 2, "the context went through the server"
    raised = [span for span in told if "ValueError" in str(span["events"])]
    assert [span["kind"] for span in raised] == ["server"]
    told_logs = [told_log(log) for log in logs.get_finished_logs()]
    assert len(told_logs) == 4 and sum(1 for log in told_logs if log["trace_id"]) == 3
    expected = [row for span in told for row in rows_of_span(span)]
    expected += [row_of_log(log) for log in told_logs]
    same(stored(api, dataset), expected)


class Recording:
    """A metric exporter, with what it was given."""

    def __init__(self, exporter):
        self.told = []
        exporter_export = exporter.export

        def export(metrics_data, *arguments, **options):
            self.told.append(metrics_data)
            return exporter_export(metrics_data, *arguments, **options)

        exporter.export = export
        self.exporter = exporter


def test_every_metric_point_is_read_back(api, sender, resource):
    dataset = f"metrics-{uuid.uuid4().hex[:12]}"
    recording = Recording(sender.metrics(dataset=dataset))
    reader = PeriodicExportingMetricReader(recording.exporter, export_interval_millis=10**9)
    meters = MeterProvider(metric_readers=[reader], resource=resource)
    meter = meters.get_meter("cruddur.app", "0.1")
    requests_served = meter.create_counter("http.requests")
    load = meter.create_up_down_counter("load")
    durations = meter.create_histogram("http.duration", unit="ms")
    temperature = meter.create_gauge("temperature")
    for route, milliseconds in [("/", 3.5), ("/", 80.25), ("/users", 700.0)]:
        requests_served.add(1, {"http.route": route})
        durations.record(milliseconds, {"http.route": route})
    load.add(-2)
    temperature.set(21.5, {"room": "server"})
    assert meters.force_flush()
    requests_served.add(5, {"http.route": "/"})
    meters.shutdown()

    points = [point for told in recording.told for point in told_points(told)]
    assert len(points) == 2 * 6
    expected = [row for told in recording.told for row in rows_of_points(told_points(told))]
    same(stored(api, dataset, without=PERCENTILES), expected)
    columns = {column["key_name"] for column in api.get(f"/1/columns/{dataset}")}
    assert {"http.duration" + name for name in PERCENTILES} <= columns


def one_span(resource, **attributes):
    """What the SDK makes of a span."""
    spans = InMemorySpanExporter()
    tracers = TracerProvider(resource=resource)
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    tracers.get_tracer("test").start_span("one", attributes=attributes).end()
    return spans.get_finished_spans()


INGEST_KEY = "hcaik_" + "a" * 26 + "b" * 32
MANAGEMENT_KEY = "hcamk_" + "a" * 26 + ":" + "b" * 32


@pytest.mark.parametrize(("key", "result"), [
    (INGEST_KEY, SpanExportResult.SUCCESS),
    (MANAGEMENT_KEY, SpanExportResult.FAILURE),
    ("two words", SpanExportResult.FAILURE),
])
def test_the_kind_of_key_decides_who_sends(api, sender, resource, key, result):
    exporter = sender.spans(key=key)
    try:
        assert exporter.export(one_span(resource)) is result
    finally:
        exporter.shutdown()
    status, _, _ = api.call("GET", f"/1/datasets/{resource.attributes['service.name']}")
    assert status == (200 if result is SpanExportResult.SUCCESS else 404)


@pytest.mark.parametrize(("key", "told"), [
    (None, "missing 'x-honeycomb-team' header"),
    ("two words", "unknown API key - check your credentials"),
    (MANAGEMENT_KEY, "a management key cannot send events: use an ingest or a configuration key"),
    ("0" * 32, "missing 'x-honeycomb-dataset' header"),
])
def test_every_wrong_key_has_its_own_message(backend, resource, key, told):
    request = encode_spans(one_span(resource))
    headers = {"x-honeycomb-team": key} if key else {}
    with grpc.insecure_channel(backend.url.removeprefix("http://")) as channel:
        with pytest.raises(grpc.RpcError) as caught:
            TraceServiceStub(channel).Export(request, metadata=list(headers.items()), timeout=20)
    assert (caught.value.code(), caught.value.details()) == (grpc.StatusCode.UNAUTHENTICATED, told)
    headers["content-type"] = "application/x-protobuf"
    body = request.SerializeToString()
    answer = requests.post(f"{backend.url}/v1/traces", body, headers=headers, timeout=20)
    assert answer.status_code == 401
    status = Status.FromString(answer.content)
    assert (status.code, status.message) == (16, told)


def test_a_span_that_is_too_large_is_refused_alone(api, backend, resource):
    large = {f"text-{number}": "x" * 60_000 for number in range(20)}
    spans = [*one_span(resource), *one_span(resource, **large), *one_span(resource)]
    request = encode_spans(spans)
    target = backend.otlp_grpc.removeprefix("http://")
    with grpc.insecure_channel(target) as channel:
        answer = TraceServiceStub(channel).Export(
            request, metadata=[("x-honeycomb-team", KEY)], timeout=20
        )
    assert answer.partial_success.rejected_spans == 1
    assert answer.partial_success.error_message == "larger than an event may be"
    headers = {"x-honeycomb-team": KEY, "content-type": "application/x-protobuf"}
    body = request.SerializeToString()
    again = requests.post(f"{backend.url}/v1/traces", body, headers=headers, timeout=20)
    assert ExportTraceServiceResponse.FromString(again.content) == answer
    rows = stored(api, resource.attributes["service.name"])
    assert [row["name"] for _, row in rows] == ["one"] * 4


def test_what_grpc_cannot_take_is_said_in_its_own_words(backend, resource):
    request = encode_spans(one_span(resource))
    target = backend.url.removeprefix("http://")
    metadata = [("x-honeycomb-team", KEY)]

    def refused(call, *arguments, **options):
        with pytest.raises(grpc.RpcError) as caught:
            call(*arguments, timeout=20, **options)
        return caught.value.code(), caught.value.details()

    with grpc.insecure_channel(target) as channel:
        export = TraceServiceStub(channel).Export
        assert refused(export, request) == (
            grpc.StatusCode.UNAUTHENTICATED, "missing 'x-honeycomb-team' header"
        )
        raw = channel.unary_unary("/opentelemetry.proto.collector.trace.v1.TraceService/Export")
        assert refused(raw, b"\xff\xff", metadata=metadata) == (
            grpc.StatusCode.INTERNAL, "failed to parse OTLP request body"
        )
        code, details = refused(raw, b"\x00" * (20 * 1024 * 1024 + 1), metadata=metadata)
        assert code is grpc.StatusCode.RESOURCE_EXHAUSTED and "20971525" in details
        code, details = refused(raw, b"\x00" * (20 * 1024 * 1024 + 1), metadata=metadata,
                                compression=grpc.Compression.Gzip)
        assert code is grpc.StatusCode.RESOURCE_EXHAUSTED and "20971520" in details
        health = channel.unary_unary("/grpc.health.v1.Health/Check")
        assert refused(health, b"") == (
            grpc.StatusCode.UNIMPLEMENTED,
            "gRPC method /grpc.health.v1.Health/Check is not imitated by this backend",
        )
        assert export(request, metadata=metadata, timeout=20).partial_success.rejected_spans == 0
    with grpc.insecure_channel(backend.otlp_http.removeprefix("http://")) as channel:
        code, details = refused(TraceServiceStub(channel).Export, request, metadata=metadata)
        assert code is grpc.StatusCode.UNIMPLEMENTED and backend.url in details


def test_many_calls_share_a_channel(backend, resource):
    request = encode_spans(one_span(resource))
    metadata = [("x-honeycomb-team", KEY)]
    with grpc.insecure_channel(backend.otlp_grpc.removeprefix("http://")) as channel:
        export = TraceServiceStub(channel).Export
        calls = [export.future(request, metadata=metadata, timeout=30) for _ in range(200)]
        assert all(call.result().partial_success.rejected_spans == 0 for call in calls)


@pytest.mark.parametrize("protocol", ["http/protobuf", "grpc"])
def test_a_program_finds_the_backend_by_its_variables(tmp_path, protocol):
    """The exporters' own reading of the variables; the port takes whatever protocol they speak."""
    module = "grpc" if protocol == "grpc" else "http"
    program = f"""
from opentelemetry.exporter.otlp.proto.{module}.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
provider.get_tracer("x").start_span("found").end()
provider.shutdown()
"""
    command = [binary(), "backend", "run", "--ephemeral", "--"]
    show = f'"{binary()}" honeycomb datasets --output json'
    script = tmp_path / "send.py"
    script.write_text(program)
    shell = f'"{sys.executable}" "{script}" && {show}'
    environment = child_environment(
        tmp_path, OTEL_SERVICE_NAME="found-by-name", OTEL_EXPORTER_OTLP_INSECURE="false"
    )
    done = run([*command, "sh", "-c", shell], tmp_path, environment)
    assert done.code == 0, done
    assert "found-by-name" in done.out, done
