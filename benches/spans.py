"""Spans of a web service with 36 columns, as OTLP bodies that are ready to be sent.

Building a body is much slower than taking one in, so some are built once and changed in place for
each use: times, durations, and the ids of traces. Everything is drawn with a fixed seed.
"""

import struct

import numpy
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

SPANS_A_TRACE = 8
USERS = 50_000
ROUTES = [
    f"/api/{noun}/{verb}"
    for noun in ("activities", "messages", "users", "search", "groups", "notifications")
    for verb in ("home", "list", "create", "show", "edit", "delete", "count", "export")
]
AGENTS = [f"Mozilla/5.0 (bench {number}) AppleWebKit/537.36 (KHTML, like Gecko)" for number in range(40)]
# One text in so many holds the rare word.
RARE = "needle-7f3a"
RARE_EVERY = 1_000


class Bodies:
    """Bodies of `POST /v1/traces` with `batch` spans each.

    `first_ns` is when the first span starts, `step_ns` how much later the next body's starts; the
    spans of a body are spread over a step.
    """

    def __init__(self, first_ns, step_ns, batch, pool, seed=1):
        self.chance = numpy.random.default_rng(seed)
        self.first_ns, self.step_ns = first_ns, step_ns
        self.pool = [Template(batch, self.chance) for _ in range(pool)]
        self.used = 0

    def next(self):
        """Returns the next body."""
        start = self.first_ns + self.used * self.step_ns
        body = self.pool[self.used % len(self.pool)].body(start, self.step_ns, self.used, self.chance)
        self.used += 1
        return body


class Template:
    """A body, and where in it what changes stands."""

    def __init__(self, batch, chance):
        self.batch = batch
        request = ExportTraceServiceRequest()
        resource = request.resource_spans.add()
        for name, value in (
            ("service.name", "backend-flask"),
            ("service.version", "1.4.2"),
            ("service.instance.id", "i-0123456789abcdef0"),
            ("telemetry.sdk.language", "python"),
            ("telemetry.sdk.name", "opentelemetry"),
            ("telemetry.sdk.version", "1.45.2"),
            ("deployment.environment", "production"),
            ("host.name", "ip-10-0-12-34.eu-west-3.compute.internal"),
        ):
            set_attribute(resource.resource, name, value)
        scope = resource.scope_spans.add()
        scope.scope.name = "opentelemetry.instrumentation.flask"
        scope.scope.version = "0.66b1"
        draws = chance.integers(0, 1 << 30, (batch, 8))
        marks = []
        for place in range(batch):
            span = scope.spans.add()
            fill(span, place, [int(draw) for draw in draws[place]])
            marks.append(span.span_id)
        data = request.SerializeToString()
        self.data = numpy.frombuffer(data, dtype=numpy.uint8)
        ids, times = [], []
        at = 0
        for place, mark in enumerate(marks):
            found = data.index(b"\x12\x08" + mark, at)
            ids.append(found - 16)
            at = data.index(b"\x39" + struct.pack("<Q", place + 1), found)
            times.append(at + 1)
        eight = numpy.arange(8)
        self.ids = numpy.array(ids)[:, None] + eight
        self.starts = numpy.array(times)[:, None] + eight
        self.ends = self.starts + 9

    def body(self, start_ns, step_ns, number, chance):
        data = self.data.copy()
        starts = start_ns + numpy.arange(self.batch, dtype=numpy.uint64) * (step_ns // self.batch)
        durations = chance.lognormal(3.0, 1.1, self.batch) * 1e6
        data[self.starts] = starts.view(numpy.uint8).reshape(-1, 8)
        data[self.ends] = (starts + durations.astype(numpy.uint64)).view(numpy.uint8).reshape(-1, 8)
        traces = number * self.batch + numpy.arange(self.batch) // SPANS_A_TRACE
        data[self.ids] = scramble(traces).view(numpy.uint8).reshape(-1, 8)
        return data.tobytes()


def scramble(numbers):
    """Spreads numbers over 64 bits: splitmix64, the finalizer of Steele, Lea and Flood."""
    numbers = numbers.astype(numpy.uint64) + numpy.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> numpy.uint64(31))


def set_attribute(target, name, value):
    attribute = target.attributes.add()
    attribute.key = name
    if isinstance(value, str):
        attribute.value.string_value = value
    elif isinstance(value, int):
        attribute.value.int_value = value
    else:
        attribute.value.double_value = value


def fill(span, place, draws):
    root = place % SPANS_A_TRACE == 0
    span.trace_id = bytes(8) + bytes.fromhex("c0ffee00c0ffee00")
    span.span_id = struct.pack(">II", draws[0], place)
    if not root:
        span.parent_span_id = struct.pack(">II", draws[1], place)
    route = ROUTES[draws[2] % len(ROUTES)]
    span.name = route
    span.kind = 2 if root else 3
    span.start_time_unix_nano = place + 1
    span.end_time_unix_nano = place + 2
    status = (200, 200, 200, 200, 200, 200, 201, 404, 302, 500)[draws[3] % 10]
    statement = f"SELECT * FROM activities WHERE uuid = '{draws[4]:08x}{draws[5]:08x}' LIMIT 1"
    if draws[6] % RARE_EVERY == 0:
        statement = statement.replace("LIMIT 1", RARE)
    for name, value in (
        ("http.method", ("GET", "POST")[draws[3] % 2]),
        ("http.route", route),
        ("http.target", f"{route}?page={draws[4] % 50}"),
        ("http.url", f"https://api.cruddur.com{route}"),
        ("http.status_code", status),
        ("http.scheme", "https"),
        ("http.host", "api.cruddur.com"),
        ("http.user_agent", AGENTS[draws[5] % len(AGENTS)]),
        ("net.peer.ip", f"10.{draws[6] % 4}.{draws[6] % 251}.{draws[7] % 251}"),
        ("net.host.port", 443),
        ("app.user_id", f"user-{draws[7] % USERS:05}"),
        ("app.rows", draws[4] % 1000),
        ("app.score", draws[5] / (1 << 30)),
        ("db.statement", statement),
    ):
        set_attribute(span, name, value)
    if status == 500:
        span.status.code = 2
