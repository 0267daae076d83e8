"""`cruddur-obs rollbar` beside Rollbar's own Python SDK: what one sends the other reads."""

import http.server
import json
import re
import sys
import threading
import time
import urllib.request

import pytest
from support import binary, child_environment, eventually, run, tool

TOKEN = "0123456789abcdef0123456789abcdef"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
LEVELS = {"critical", "error", "warning", "info", "debug"}

# Reports a message, an exception and a chain, and prints the payloads as the SDK made them.
REPORTS = """
import copy, json, sys
import rollbar

url, token = sys.argv[1:]
sent = []

def keep(payload, **_):
    sent.append(copy.deepcopy(payload))
    return payload

rollbar.init(token, "cruddur", endpoint=url + "/api/1/", handler="blocking", code_version="9f8e7d6",
             root="/", branch="main", locals={"enabled": True})
rollbar.events.add_payload_handler(keep)

def divide(by):
    password = "hidden"
    return 1 / by

rollbar.report_message("it works \\u00e9\\u202e", "info", extra_data={"answer": 42, "float": 0.1})
try:
    divide(0)
except ZeroDivisionError:
    rollbar.report_exc_info(level="critical", payload_data={"person": {"id": "7", "username": "ann"}})
try:
    try:
        divide(0)
    except ZeroDivisionError as error:
        raise KeyError("missing") from error
except KeyError:
    rollbar.report_exc_info()
print(json.dumps(sent))
"""


class Command:
    """The program on one backend."""

    def __init__(self, folder, url):
        self.folder = folder
        self.url = url

    def __call__(self, *arguments, **changes):
        environment = child_environment(self.folder, **changes)
        words = [binary(), "rollbar", *arguments, "--endpoint-url", self.url]
        return run(words, self.folder, environment)

    def json(self, *arguments):
        done = self(*arguments, "-o", "json")
        assert done.code == 0, done
        return done.json()


@pytest.fixture
def server(start_backend):
    """A backend whose items nobody else sends."""
    return start_backend()


@pytest.fixture
def command(server, tmp_path):
    return Command(tmp_path, server.url)


def report(url, folder):
    """What the SDK sent, by its uuid, in order."""
    done = run([sys.executable, "-c", REPORTS, url, TOKEN], folder, child_environment(folder))
    assert done.code == 0, done
    return {payload["data"]["uuid"]: payload["data"] for payload in done.json()}


def get(url, path):
    """Reads the API as anybody does, without our client."""
    request = urllib.request.Request(url + path, headers={"X-Rollbar-Access-Token": TOKEN})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = json.loads(answer.read())
    assert body["err"] == 0, body
    return body["result"]


def is_within(sent, found, path="data"):
    """Checks that everything that was sent is there as it was sent."""
    if isinstance(sent, dict):
        for key, value in sent.items():
            assert key in found, f"{path}.{key} is missing"
            is_within(value, found[key], f"{path}.{key}")
    else:
        assert sent == found, path


def test_what_the_sdk_reports_is_shown(command, server, tmp_path):
    sent = report(server.url, tmp_path)
    assert len(sent) == 3
    items = eventually(
        lambda: (found := command.json("items")["items"]) and len(found) == 3 and found,
        what="the items",
    )
    assert {item["environment"] for item in items} == {"cruddur"}
    titles = {item["title"] for item in items}
    assert any("ZeroDivisionError" in title for title in titles), titles
    for uuid, data in sent.items():
        occurrence = command.json("occurrence", uuid)
        is_within(data, occurrence["data"])
        item = command.json("item", uuid)
        assert item["item"]["id"] == occurrence["item_id"]
        assert [one["id"] for one in item["occurrences"]] == [occurrence["id"]]
        by_number = command.json("item", str(item["item"]["counter"]))
        assert by_number == item


def test_people_see_frames_person_and_no_control_characters(command, server, tmp_path):
    message, failure, chain = report(server.url, tmp_path)
    eventually(lambda: len(command.json("items")["items"]) == 3, what="the items")
    shown = command("occurrence", failure).out
    for part in ("critical ZeroDivisionError", "person       7 (ann)", "in divide", "most recent call last"):
        assert part in shown, shown
    assert "hidden" not in shown, "values of variables are not for a screen"
    shown = command("occurrence", chain).out
    assert shown.index("KeyError") < shown.index("caused by") < shown.index("ZeroDivisionError: "), shown
    shown = command("occurrence", message).out
    assert "it works \u00e9\\u{202e}" in shown, shown
    shown = command("items", "--level", "critical", "-o", "csv").out
    assert len(shown.splitlines()) == 2, shown


def test_the_sdks_own_command_line_is_read(command, server, tmp_path):
    words = ["-t", TOKEN, "-e", "cruddur", "-u", server.url + "/api/1/", "-m", "blocking"]
    done = run([tool("rollbar"), *words, "warning", "from", "elsewhere"], tmp_path, child_environment(tmp_path))
    assert done.code == 0, done
    items = eventually(lambda: command.json("items", "--environment", "cruddur")["items"], what="the item")
    assert (items[0]["level"], items[0]["title"]) == ("warning", "from elsewhere")


def test_a_test_message_is_read_back_by_others(command, server):
    before = int(time.time())
    test = command.json("test", "--environment", "cruddur", "--message", "are you there?")
    assert test["accepted"] and test["proven"], test
    item = get(server.url, f"/api/1/item/?uuid={test['uuid']}")
    assert (item["id"], item["counter"]) == (test["item"]["id"], test["item"]["counter"])
    page = get(server.url, f"/api/1/item/{item['id']}/instances/?page=1")
    found = [one for one in page["instances"] if one["data"]["uuid"] == test["uuid"]]
    assert [one["id"] for one in found] == [test["occurrence_id"]]
    data = found[0]["data"]
    assert data["body"] == {"message": {"body": "are you there?"}}
    assert (data["environment"], data["level"]) == ("cruddur", "warning")
    assert before <= data["timestamp"] <= int(time.time())


class Recorder(http.server.BaseHTTPRequestHandler):
    """Takes items as any server would, and keeps what came."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.kept.append((self.path, dict(self.headers), json.loads(body)))
        answer = json.dumps({"err": 0, "result": {"id": None, "uuid": None}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_GET(self):
        self.send_error(404)

    def log_message(self, *_):
        pass


@pytest.fixture
def recorder():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    server.kept = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def shape(value):
    """The kinds of a value and of what is in it."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return type(value).__name__


def shared(ours, theirs, path=""):
    """The paths that both have, which must be of one kind."""
    paths = []
    for key in ours.keys() & theirs.keys():
        below = f"{path}/{key}"
        paths.append(below)
        if isinstance(ours[key], dict) and isinstance(theirs[key], dict):
            paths += shared(ours[key], theirs[key], below)
        else:
            assert ours[key] == theirs[key], below
    return paths


def test_our_payload_and_the_sdks_agree(recorder, tmp_path):
    url = f"http://127.0.0.1:{recorder.server_address[1]}"
    report(url, tmp_path)
    command = Command(tmp_path, url)
    done = command("test", "--environment", "cruddur", "--timeout", "300ms", "-o", "json")
    assert done.code == 124, "this server keeps nothing"
    assert done.json()["proven"] is False
    (their_path, their_headers, theirs), *_, (path, headers, ours) = recorder.kept
    assert path == their_path == "/api/1/item/"
    assert headers["content-type"] == their_headers["Content-Type"] == "application/json"
    assert len(headers["x-rollbar-access-token"]) == len(their_headers["X-Rollbar-Access-Token"]) == 32
    paths = shared(shape(ours["data"]), shape(theirs["data"]))
    for expected in ("/environment", "/level", "/timestamp", "/uuid", "/language", "/notifier/name",
                     "/notifier/version", "/server/host", "/custom", "/body/message/body"):
        assert expected in paths, (expected, paths)
    for data in (ours["data"], theirs["data"]):
        assert UUID.fullmatch(data["uuid"])
        assert data["level"] in LEVELS
        assert abs(data["timestamp"] - time.time()) < 60
        assert len(data["body"]) == 1
