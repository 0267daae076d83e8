"""Random wide events for the tests against DuckDB, sent in every encoding: rows of fields in
batches of JSON and MessagePack, traces by OTLP in JSON and protobuf. One seed gives one set of events."""

import base64
import datetime
import itertools
import json
import random
import urllib.request
from dataclasses import dataclass, field

import msgpack
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

KEY = "a-configuration-key"
SECOND = 1_000_000_000
HOUR = 3_600
DAY = 24 * HOUR

EVENTS, SECOND_EVENTS, ROWS = "oracle-events", "Oracle Second", "oracle-rows"
WEB, STORAGE = "oracle-web", "oracle-storage"

# A name that a column of another kind has, and one that begins like a fixed column.
ODD_NAMES = ["odd#int", "#time", "#"]

WHOLE = [-1000, -7, -1, 0, 1, 2, 3, 7, 10, 99, 100, 200, 404, 999, 1000]
HUGE = [
    2**53 - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**62, 2**63 - 1, -(2**63), 10**18, 10**15, -1, 0,
    # These two are whole numbers that only a float can hold.
    2**63, 2**64 - 1,
]
RATIO = [-0.0, 0.0, 0.1, 0.2, 0.25, 0.3, 0.5, 1.5, 2.0, 2.5, -2.5, -0.5, 100.0, 200.0, 1e-9, 12.75]
WILD = [
    1e300, -1e300, 1e-300, 5e-324, -5e-324, 1.5, -2.25, 1e21, 1e16, 123456789.123456, 1e22, 1e-7,
]
TEXTS = [
    "", "a", "A", "ab", "Zeta", "zeta", "é", "É", "日本", "naïve café", "a b", "true", "false",
    "TRUE", "100%_", "it's", 'say "hi"', "back\\slash", "😀", "line\nbreak", "null", "-", "/api/users/17",
    "/api/users/9", "GET /home", "x" * 300,
]
DIGITS = [
    "0", "00", "7", "10", "9", "200", "200.0", "-3.5", "1e3", "+5", ".5", "5.", "007", " 5", "5 ",
    "inf", "NaN", "-inf", "0x10", "1_000", "1,5", "١٢", "9007199254740993", "9223372036854775808",
    "1e400", "-0", "1e-3", "e5", "--5", "2E2", "1e", "",
]
MOMENTS = [
    "2026-11-20T10:00:00Z", "2026-11-20T10:00:00.25Z", "2026-11-20T12:30:00+02:30",
    "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2000-02-29T23:59:59.999Z", "yesterday", "",
    "2026-13-01T00:00:00Z", "20 November",
]
KINDS = [200, 200.0, "200", True, False, "true", 404, 500.5, "", "é", -0.0, 0, None]


@dataclass
class Sent:
    """An event as it was sent, and what it must be stored as."""

    dataset: str
    time_ns: int
    rate: int
    fields: dict


@dataclass
class World:
    """All events of a run."""

    seed: int
    base: int
    """The full hour, in seconds, that all times are counted from; nothing is later."""
    sent: list = field(default_factory=list)
    """Those of batches; traces are known by their rows only."""


def maybe(generator, share, value):
    """The value, or for a share of the events none."""
    return None if generator.random() < share else value


def random_fields(generator):
    """The fields of one event, without those that are missing."""
    mixed = generator.choice([WHOLE, RATIO, TEXTS, DIGITS, [True, False], HUGE])
    fields = {
        "whole": maybe(generator, 0.1, generator.choice(WHOLE)),
        "count": generator.randrange(50),
        "huge": maybe(generator, 0.3, generator.choice(HUGE)),
        "ratio": maybe(
            generator, 0.1, generator.choice([*RATIO, round(generator.uniform(-9, 9), 3)])
        ),
        "wild": maybe(generator, 0.4, generator.choice(WILD)),
        "text": maybe(generator, 0.1, generator.choice(TEXTS)),
        "digits": maybe(generator, 0.1, generator.choice(DIGITS)),
        "flag": maybe(generator, 0.2, generator.random() < 0.4),
        "mixed": maybe(generator, 0.1, generator.choice(mixed)),
        "sparse": maybe(generator, 0.96, generator.randrange(5)),
        "group": maybe(generator, 0.1, generator.choice(["ann", "bob", "cy", "dee", "Ann", ""])),
        "kind": generator.choice(KINDS),
        "http.status": generator.choice([200, 200, 200.0, 404, 500, 503.5, "timeout", False, None]),
        "name": generator.choice(["GET /home", "POST /login", "select"]),
        "duration_ms": maybe(generator, 0.1, round(generator.expovariate(1 / 9_000), 3)),
        "moment": maybe(generator, 0.2, generator.choice(MOMENTS)),
        "odd": maybe(generator, 0.3, generator.randrange(9)),
        **{name: maybe(generator, 0.6, generator.choice(["x", "y", 3])) for name in ODD_NAMES},
    }
    return {name: value for name, value in fields.items() if value is not None}


def random_time(generator, base):
    """A moment in nanoseconds: of five days, with many in the last half hour; some at a border."""
    if generator.random() < 0.35:
        seconds = base - 1_700 + generator.randrange(1_580)
    else:
        seconds = base - 5 * DAY + generator.randrange(4 * DAY - HOUR)
    if generator.random() < 0.05:
        return (seconds // HOUR * HOUR if seconds < base - DAY else base - 900) * SECOND
    return seconds * SECOND + generator.choice([0, generator.randrange(10**6) * 1_000])


def random_rate(generator):
    """Mostly one, and all up to a hundred."""
    return generator.choice([1, 1, 2, generator.randrange(1, 101)])


def written_time(generator, time_ns):
    """One of the forms in which senders write a time."""
    seconds, rest = divmod(time_ns, SECOND)
    micros = rest // 1_000
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return generator.choice([
        f"{moment:%Y-%m-%dT%H:%M:%S}.{micros:06}Z",
        f"{moment.astimezone(datetime.timezone(datetime.timedelta(hours=2))):%Y-%m-%dT%H:%M:%S}"
        f".{micros:06}+02:00",
        f"{seconds}.{micros:06}",
        f"{seconds}{micros:06}",
    ])


def post(url, path, body, content_type, **headers):
    """Sends a body and returns the answer's."""
    request = urllib.request.Request(url + path, data=body, method="POST")
    request.add_header("X-Honeycomb-Team", KEY)
    request.add_header("Content-Type", content_type)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def send_rows(url, world, dataset, events, generator):
    """Sends events by `/1/batch`, every second batch as MessagePack."""
    path = "/1/batch/" + dataset.replace(" ", "%20")
    for number, start in enumerate(range(0, len(events), 500)):
        part = events[start:start + 500]
        batch = [
            {
                "time": written_time(generator, event.time_ns), "samplerate": event.rate,
                "data": event.fields,
            }
            for event in part
        ]
        if number % 2:
            answers = msgpack.unpackb(post(url, path, msgpack.packb(batch), "application/msgpack"))
        else:
            body = json.dumps(batch, ensure_ascii=False).encode()
            answers = json.loads(post(url, path, body, "application/json"))
        assert [answer["status"] for answer in answers] == [202] * len(part), answers
    world.sent += events


def random_ids(generator):
    """Ids of spans as careless senders write them: few, empty ones, and numbers among them."""
    ids = {
        "trace.trace_id": [*(f"t{number}" for number in range(40)), "", 7, "7", None],
        "trace.span_id": [*(f"s{number}" for number in range(30)), "", 1, "1", None],
        "trace.parent_id": [*(f"s{number}" for number in range(30)), "", 1, "1", None, None, None],
    }
    chosen = {name: generator.choice(values) for name, values in ids.items()}
    return {name: value for name, value in chosen.items() if value is not None}


def make_rows(generator, world, dataset, count, numbers):
    """Random events of a dataset; `row` numbers them over all datasets."""
    return [
        Sent(
            dataset, random_time(generator, world.base), random_rate(generator),
            {
                "row": next(numbers), **random_fields(generator),
                **(random_ids(generator) if dataset == SECOND_EVENTS else {}),
            },
        )
        for _ in range(count)
    ]


def attribute(name, value):
    """An attribute in the JSON of OTLP."""
    kinds = {bool: "boolValue", int: "intValue", float: "doubleValue", str: "stringValue"}
    written = str(value) if type(value) is int else value
    return {"key": name, "value": {kinds[type(value)]: written}}


def attributes(fields):
    return [attribute(name, value) for name, value in fields.items() if value is not None]


def random_trace(generator, base, numbers):
    """The spans of one trace, as (service, span, log records of it).

    Some traces have no root, some spans a parent that never came."""
    trace = f"{generator.getrandbits(120) + 2**120:032x}"
    start = random_time(generator, base)
    spans, logs = [], []
    for place in range(generator.randrange(1, 7)):
        service = generator.choice([WEB, WEB, STORAGE])
        begin = start + generator.randrange(10**9)
        lengths = [0, generator.randrange(2 * 10**9), generator.randrange(10**7)]
        end = begin + generator.choice(lengths)
        span = {
            "traceId": trace,
            "spanId": f"{generator.getrandbits(60) + 2**60:016x}",
            "name": generator.choice(["GET /home", "POST /login", "select", "render"]),
            "kind": generator.randrange(1, 6),
            "startTimeUnixNano": str(begin),
            "endTimeUnixNano": str(end),
            "attributes": attributes({
                "row": next(numbers),
                "sampleRate": random_rate(generator),
                "user": maybe(generator, 0.2, generator.choice(["ann", "bob", "cy", ""])),
                "code": maybe(generator, 0.2, generator.choice([200, 404, 500, 200.0, "200", 2.5])),
                "hot": maybe(generator, 0.5, generator.random() < 0.5),
                "amount": maybe(generator, 0.3, generator.choice([*RATIO, 5, 7])),
            }),
            "status": {"code": generator.choice([0, 0, 1, 2])},
        }
        if place > 0:
            span["parentSpanId"] = generator.choice(spans)[1]["spanId"]
        elif generator.random() < 0.1:
            span["parentSpanId"] = f"{generator.getrandbits(60) + 2**60:016x}"
        if generator.random() < 0.2:
            span["events"] = [{
                "name": "exception", "timeUnixNano": str(begin + 1_000),
                "attributes": attributes({"exception.type": "Timeout", "hot": True}),
            }]
        if generator.random() < 0.1:
            span["links"] = [{"traceId": f"{5:032x}", "spanId": f"{6:016x}"}]
        if generator.random() < 0.2:
            logs.append((service, {
                "timeUnixNano": str(begin), "traceId": trace, "spanId": span["spanId"],
                "severityNumber": generator.randrange(1, 25),
                "body": {"stringValue": "it happened"},
                "attributes": attributes({"code": 500, "sampleRate": random_rate(generator)}),
            }))
        if generator.random() < 0.05:
            # A record of the trace that belongs to no span.
            logs.append((service, {
                "timeUnixNano": str(begin - 1), "traceId": trace,
                "body": {"stringValue": "alone"}, "attributes": attributes({"user": "log"}),
            }))
        spans.append((service, span))
    return spans, logs


def in_protobuf_json(value):
    """Identifiers as protobuf's own JSON has them."""
    if isinstance(value, dict):
        return {
            name: base64.b64encode(bytes.fromhex(inner)).decode()
            if name in ("traceId", "spanId", "parentSpanId") else in_protobuf_json(inner)
            for name, inner in value.items()
        }
    return [in_protobuf_json(each) for each in value] if isinstance(value, list) else value


def send_otlp(url, path, body, message, as_protobuf):
    """Sends one request by OTLP over HTTP."""
    if as_protobuf:
        encoded = ParseDict(in_protobuf_json(body), message).SerializeToString()
        answer = post(url, path, encoded, "application/x-protobuf")
        assert answer == b"", answer
    else:
        answer = post(url, path, json.dumps(body).encode(), "application/json")
        assert json.loads(answer) == {}, answer


def send_traces(url, generator, world, count, numbers):
    """Sends random traces; spans of two services, each a dataset of its own."""
    for start in range(0, count, 100):
        groups, records = {}, {}
        for _ in range(min(100, count - start)):
            spans, logs = random_trace(generator, world.base, numbers)
            for service, span in spans:
                groups.setdefault(service, []).append(span)
            for service, record in logs:
                records.setdefault(service, []).append(record)
        as_protobuf = start // 100 % 2 == 1

        def resource(service):
            return {"attributes": attributes({"service.name": service})}

        spans = {"resourceSpans": [
            {"resource": resource(service), "scopeSpans": [{"spans": all_spans}]}
            for service, all_spans in groups.items()
        ]}
        send_otlp(url, "/v1/traces", spans, ExportTraceServiceRequest(), as_protobuf)
        logs = {"resourceLogs": [
            {"resource": resource(service), "scopeLogs": [{"logRecords": all_records}]}
            for service, all_records in records.items()
        ]}
        if records:
            send_otlp(url, "/v1/logs", logs, ExportLogsServiceRequest(), as_protobuf)


def send_world(url, seed, base, events=9_000, second=3_000, rows=400, traces=1_500):
    """Sends everything, in small pieces of all datasets by turns, and returns it."""
    generator = random.Random(seed)
    numbers = itertools.count()
    world = World(seed, base)
    made = [
        (dataset, make_rows(generator, world, dataset, count, numbers))
        for dataset, count in [(EVENTS, events), (SECOND_EVENTS, second), (ROWS, rows)]
    ]
    turns = 6
    for turn in range(turns):
        for dataset, all_rows in made:
            share = -(-len(all_rows) // turns)
            part = all_rows[turn * share:(turn + 1) * share]
            send_rows(url, world, dataset, part, generator)
        send_traces(url, generator, world, traces // turns, numbers)
    return world
