"""Rollbar's library for Node reports to the backend; everything is read back and compared with what
went over the wire."""

import json
import os
import shutil
from pathlib import Path

import pytest
from rollbar_api import TOKEN, RollbarApi, kept
from support import child_environment, run

SCRIPT = Path(__file__).parent / "node" / "report.cjs"
MODULES = os.environ.get("CRUDDUR_OBS_NODE_MODULES")

pytestmark = pytest.mark.skipif(
    MODULES is None or shutil.which("node") is None,
    reason="node and npm are not installed: tests/clients/run.sh prepares the rest",
)


def report(api, folder, *wanted, said=""):
    settings = {"endpoint": api.url + "/item/", "token": TOKEN, "wanted": wanted}
    environment = child_environment(folder, NODE_PATH=MODULES)
    done = run(["node", SCRIPT, json.dumps(settings)], folder, environment)
    assert (done.code, done.err) == (0, said), done
    return done.json()


def test_messages_and_exceptions_of_node_are_read_back(start_backend, tmp_path):
    rollbar = RollbarApi(start_backend().url)
    told = report(rollbar, tmp_path, "message", "exception", "chain")
    assert [sent["status"] for sent in told["sent"]] == [200] * 3
    found = []
    for sent, answer in zip(told["sent"], told["answers"], strict=True):
        data = sent["payload"]["data"]
        assert answer["answer"]["uuid"] == data["uuid"], answer
        item, occurrence = rollbar.occurrence(data["uuid"])
        kept(data, occurrence)
        assert (item["environment"], item["level"]) == ("production", data["level"])
        found.append((item, data))
    (message, _), (exception, raised), (chain, chained) = found
    assert (message["title"], message["level"]) == ("Hello World!", "warning")
    assert exception["title"].startswith("SyntaxError: ")
    assert exception["unique_occurrences"] == 1
    trace = (raised["body"].get("trace_chain") or [raised["body"].get("trace")])[0]
    assert any(frame["method"] == "fail" for frame in trace["frames"]), trace
    classes = [trace["exception"]["class"] for trace in chained["body"]["trace_chain"]]
    assert len(classes) == 2 and chain["level"] == "critical"
    assert sorted(item["counter"] for item in rollbar.items()) == [1, 2, 3]
    report(rollbar, tmp_path, "message", "exception", "chain")
    assert {item["total_occurrences"] for item in rollbar.items()} == {2}, "the same is one item"


def test_a_text_that_was_cut_inside_of_a_character_is_kept(start_backend, tmp_path):
    rollbar = RollbarApi(start_backend().url)
    told = report(rollbar, tmp_path, "half")
    assert [sent["status"] for sent in told["sent"]] == [200]
    (item,) = rollbar.items()
    assert item["title"] == "cut \ufffd"


def test_the_library_stops_when_the_limit_is_reached(start_backend, tmp_path):
    rollbar = RollbarApi(start_backend("--rollbar-rate-limit", "1/600").url)
    said = "Rollbar: Received error: rate limit exceeded\n"
    told = report(rollbar, tmp_path, "message", "exception", "chain", said=said)
    assert [sent["status"] for sent in told["sent"]] == [200, 429], "the rest is not sent at all"
    assert "answer" in told["answers"][0]
    assert all("error" in answer for answer in told["answers"][1:])
    levels = {item["title"]: item["level"] for item in rollbar.items()}
    assert len(levels) == 2 and levels["Hello World!"] == "warning"
