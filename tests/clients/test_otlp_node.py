"""OpenTelemetry's SDK for Node sends all signals by its JSON and its protobuf exporters; every field
is read back through Honeycomb's API."""

import json
import os
import shutil
import uuid
from pathlib import Path

import pytest
from otlp_rows import row_of_log, rows_of_points, rows_of_span, same, stored
from support import child_environment, run

SCRIPT = Path(__file__).parent / "node" / "send.cjs"
MODULES = os.environ.get("CRUDDUR_OBS_NODE_MODULES")

pytestmark = pytest.mark.skipif(
    MODULES is None or shutil.which("node") is None,
    reason="node and npm are not installed: tests/clients/run.sh prepares the rest",
)


def with_times(told):
    """Times are text, because JavaScript's numbers do not hold them."""
    if isinstance(told, dict):
        return {
            name: int(value) if name.endswith("_ns") else with_times(value)
            for name, value in told.items()
        }
    return [with_times(value) for value in told] if isinstance(told, list) else told


@pytest.mark.parametrize("encoding", ["json", "proto"])
@pytest.mark.parametrize("port", ["main", "4318"])
def test_everything_that_node_sends_is_read_back(backend, api, tmp_path, encoding, port):
    unique = uuid.uuid4().hex[:12]
    settings = {
        "url": backend.url if port == "main" else backend.otlp_http,
        "encoding": encoding,
        "compression": "gzip" if port == "main" else "none",
        "service": f"node-{unique}",
        "metrics": f"node-metrics-{unique}",
    }
    environment = child_environment(tmp_path, NODE_PATH=MODULES)
    sent = run(["node", SCRIPT, json.dumps(settings)], tmp_path, environment)
    assert (sent.code, sent.err) == (0, ""), sent
    told = with_times(sent.json())
    assert (len(told["spans"]), len(told["logs"])) == (5, 4)
    expected = [row for span in told["spans"] for row in rows_of_span(span)]
    expected += [row_of_log(log) for log in told["logs"]]
    assert len(expected) == 5 + 3 + 1 + 1 + 4, "spans, events, the exception, the link, logs"
    same(stored(api, settings["service"]), expected)

    assert [len(points) for points in told["points"]] == [6, 6], "once flushed, once at the end"
    expected = [row for points in told["points"] for row in rows_of_points(points)]
    percentiles = tuple(f".p{name}" for name in "001 01 05 10 25 50 75 90 95 99 999".split())
    same(stored(api, settings["metrics"], without=percentiles), expected)
