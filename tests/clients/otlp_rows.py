"""What rows telemetry becomes, worked out from what the SDKs were told and from Honeycomb's documents.

This is written a second time on purpose: it shares nothing with the program under test. Telemetry
comes in the plain form that `told_*` below and `node/send.cjs` make."""

import json
from collections import Counter

KNOWN_LIBRARIES = ("opentelemetry.instrumentation", "@opentelemetry/instrumentation")
SEVERITIES = ["trace", "debug", "info", "warn", "error", "fatal"]
EXCEPTION = ("type", "message", "stacktrace", "escaped")


def told_scope(scope):
    return {
        "name": scope.name,
        "version": scope.version or "",
        "schema_url": scope.schema_url or "",
        "attributes": dict(scope.attributes or {}),
    }


def told_resource(resource):
    return {"attributes": dict(resource.attributes), "schema_url": resource.schema_url}


def told_span(span):
    """A span of the Python SDK."""
    hexadecimal = lambda number, digits: format(number, f"0{digits}x")  # noqa: E731
    ids = lambda context: {  # noqa: E731
        "trace_id": hexadecimal(context.trace_id, 32),
        "span_id": hexadecimal(context.span_id, 16),
    }
    return {
        **ids(span.context),
        "parent_id": hexadecimal(span.parent.span_id, 16) if span.parent else None,
        "trace_state": span.context.trace_state.to_header(),
        "name": span.name,
        "kind": span.kind.name.lower(),
        "start_ns": span.start_time,
        "end_ns": span.end_time,
        "status": span.status.status_code.value,
        "status_message": span.status.description or "",
        "attributes": dict(span.attributes),
        "events": [
            {"name": event.name, "time_ns": event.timestamp, "attributes": dict(event.attributes)}
            for event in span.events
        ],
        "links": [
            {**ids(link.context), "attributes": dict(link.attributes or {})} for link in span.links
        ],
        "scope": told_scope(span.instrumentation_scope),
        "resource": told_resource(span.resource),
    }


def told_log(data):
    """A log record of the Python SDK."""
    record = data.log_record
    return {
        "time_ns": record.timestamp,
        "observed_ns": record.observed_timestamp,
        "severity": record.severity_number.value if record.severity_number else 0,
        "severity_text": record.severity_text or "",
        "body": record.body,
        "flags": int(record.trace_flags or 0),
        "event_name": record.event_name or "",
        "trace_id": format(record.trace_id, "032x") if record.trace_id else None,
        "span_id": format(record.span_id, "016x") if record.span_id else None,
        "attributes": dict(record.attributes or {}),
        "scope": told_scope(data.instrumentation_scope),
        "resource": told_resource(data.resource),
    }


def told_points(metrics_data):
    """The points of one export of the Python SDK."""
    points = []
    for group in metrics_data.resource_metrics:
        for scope in group.scope_metrics:
            for metric in scope.metrics:
                for point in metric.data.data_points:
                    told = {
                        "name": metric.name,
                        "time_ns": point.time_unix_nano,
                        "attributes": dict(point.attributes),
                        "resource": told_resource(group.resource),
                    }
                    if hasattr(point, "bucket_counts"):
                        told["histogram"] = {"count": point.count, "sum": point.sum}
                    else:
                        told["value"] = point.value
                    points.append(told)
    return points


def as_text(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True) + "\n"


def columns(attributes, prefix=""):
    """Attributes as columns: lists as JSON text, maps as dotted names."""
    found = {}
    for name, value in attributes.items():
        if isinstance(value, dict):
            found.update(columns(value, f"{prefix}{name}."))
        elif isinstance(value, (list, tuple)):
            found[prefix + name] = as_text(list(value))
        elif value is not None and name:
            found[prefix + name] = value
    return found


def shared(told):
    """The columns of resource and scope."""
    resource, scope = told["resource"], told["scope"]
    row = {}
    if resource["schema_url"]:
        row["resource.schema_url"] = resource["schema_url"]
    row.update(columns(resource["attributes"]))
    if scope["schema_url"]:
        row["scope.schema_url"] = scope["schema_url"]
    if scope["name"]:
        row["library.name"] = scope["name"]
        if scope["name"].startswith(KNOWN_LIBRARIES):
            row["telemetry.instrumentation_library"] = True
    if scope["version"]:
        row["library.version"] = scope["version"]
    row.update(columns(scope["attributes"]))
    return row


def rows_of_span(span):
    """Pairs of time and columns: of the span's events, of its links, of itself."""
    rows = []
    common = shared(span)
    failed = {"error": True} if span["status"] == 2 else {}
    placed = {"trace.trace_id": span["trace_id"], "trace.parent_id": span["span_id"]}
    for event in span["events"]:
        since = (event["time_ns"] - span["start_ns"]) / 1e6
        assert since >= 0
        rows.append((event["time_ns"], {
            **placed,
            **failed,
            "name": event["name"],
            "parent_name": span["name"],
            "meta.annotation_type": "span_event",
            "meta.signal_type": "trace",
            "meta.time_since_span_start_ms": since,
            **common,
            **columns(event["attributes"]),
        }))
    for link in span["links"]:
        rows.append((span["start_ns"], {
            **placed,
            **failed,
            "trace.link.trace_id": link["trace_id"],
            "trace.link.span_id": link["span_id"],
            "parent_name": span["name"],
            "meta.annotation_type": "link",
            "meta.signal_type": "trace",
            **common,
            **columns(link["attributes"]),
        }))
    row = {
        "trace.trace_id": span["trace_id"],
        "trace.span_id": span["span_id"],
        "name": span["name"],
        "duration_ms": (span["end_ns"] - span["start_ns"]) / 1e6,
        "type": span["kind"],
        "span.kind": span["kind"],
        "status_code": span["status"],
        "span.num_events": len(span["events"]),
        "span.num_links": len(span["links"]),
        "meta.signal_type": "trace",
        **failed,
    }
    if span["parent_id"]:
        row["trace.parent_id"] = span["parent_id"]
    if span["trace_state"]:
        row["trace.trace_state"] = span["trace_state"]
    if span["status_message"]:
        row["status_message"] = span["status_message"]
    own = columns(span["attributes"])
    row.update({**common, **own})
    raised = [event for event in span["events"] if event["name"] == "exception"]
    for part in EXCEPTION if raised else ():
        name = f"exception.{part}"
        if name in raised[0]["attributes"]:
            row.setdefault(name, raised[0]["attributes"][name])
    rows.append((span["start_ns"], row))
    return rows


def row_of_log(log):
    """Time and columns of a log record."""
    number = log["severity"]
    row = {
        "severity": SEVERITIES[(number - 1) // 4] if number else "unspecified",
        "severity_code": number,
        "flags": log["flags"],
        "meta.signal_type": "log",
    }
    for name, column in (("severity_text", "severity_text"), ("event_name", "event.name")):
        if log[name]:
            row[column] = log[name]
    body = log["body"]
    if isinstance(body, dict):
        row["body"] = as_text(body)
        row.update(columns(body, "body."))
    elif body is not None:
        row.update(columns({"body": body}))
    if log["trace_id"]:
        row["trace.trace_id"] = log["trace_id"]
        row["trace.parent_id"] = log["span_id"]
        row["meta.annotation_type"] = "span_event"
    return log["time_ns"] or log["observed_ns"], {**row, **shared(log), **columns(log["attributes"])}


def rows_of_points(points):
    """Pairs of time and columns: points of one second that are described alike share a row."""
    rows = {}
    for point in points:
        second = point["time_ns"] // 10**9
        described = {**columns(point["attributes"]), **columns(point["resource"]["attributes"])}
        if point["resource"]["schema_url"]:
            described["resource.schema_url"] = point["resource"]["schema_url"]
        row = rows.setdefault((second, as_text(described)), {
            **described, "meta.signal_type": "metric", "meta.annotation_type": "metric_event",
        })
        name = point["name"]
        if "histogram" in point:
            count, total = point["histogram"]["count"], point["histogram"]["sum"]
            row.update({f"{name}.count": count, f"{name}.sum": total, f"{name}.avg": total / count})
        else:
            row[name] = point["value"]
    return [(second * 10**9, row) for (second, _), row in rows.items()]


def stored(api, dataset, without=()):
    """All rows of a dataset, by one query that groups by every column there is and by the time."""
    names = [column["key_name"] for column in api.get(f"/1/columns/{dataset}")]
    names = [name for name in names if not name.endswith(tuple(without))]
    assert len(names) < 100, "a query groups by at most a hundred columns"
    spec = {
        "breakdowns": [*names, "at"],
        "calculations": [{"op": "COUNT"}],
        "calculated_fields": [{"name": "at", "expression": "EVENT_TIMESTAMP()"}],
        "limit": 1000,
    }
    rows = []
    for result in api.result(dataset, spec)["data"]["results"]:
        row = result["data"]
        count, at = row.pop("COUNT"), row.pop("at")
        rows.extend([(at, row)] * count)
    return rows


def same(found, expected):
    """Checks that two lists of rows hold the same, in any order."""
    def plain(row):
        # A number without a fraction has none in JSON, whatever its type; a boolean is no number.
        whole = {
            name: int(value) if isinstance(value, float) and value.is_integer() else value
            for name, value in row.items()
        }
        return as_text(whole)

    found_texts = Counter(plain(row) for _, row in found)
    expected_texts = Counter(plain(row) for _, row in expected)
    missing, surplus = expected_texts - found_texts, found_texts - expected_texts
    assert not missing and not surplus, (
        f"missing:\n{''.join(sorted(missing))}\nsurplus:\n{''.join(sorted(surplus))}"
    )
    times = lambda pairs: sorted((plain(row), at) for at, row in pairs)  # noqa: E731
    exact = [(row, ns / 1e9) for row, ns in times(expected)]
    for (row, at), (_, time) in zip(times(found), exact):
        assert abs(at - time) < 1e-6, (at, time, row)
