"""Rollbar's library for Python, with Flask and as a command, reports to the backend; everything is
read back and compared with what went over the wire."""

import concurrent.futures
import json
import sys
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

import pytest
from rollbar_api import TOKEN, RollbarApi, kept
from support import binary, child_environment, run, tool

APPLICATION = Path(__file__).parent / "rollbar_flask.py"


@pytest.fixture
def rollbar(start_backend):
    """The API of a backend that nobody else uses."""
    return RollbarApi(start_backend().url)


def report(api, folder, *wanted, token=TOKEN):
    """Runs the application, and returns what it says."""
    environment = child_environment(
        folder, ROLLBAR_ENDPOINT=api.url + "/", ROLLBAR_ACCESS_TOKEN=token
    )
    done = run([sys.executable, APPLICATION, *wanted], folder, environment)
    assert done.code == 0, done
    return done.json()


def test_messages_and_exceptions_of_flask_are_read_back(rollbar, tmp_path):
    wanted = ["message", "message-with-request", "exception", "chain"]
    told = report(rollbar, tmp_path, *wanted)
    assert told["answers"] == [200, 200, 500, 500] and told["said"] == []
    assert [sent["status"] for sent in told["sent"]] == [200] * 4
    found = []
    for sent in told["sent"]:
        assert sent["url"] == rollbar.url + "/item/"
        data = sent["payload"]["data"]
        assert sent["answer"] == {"err": 0, "result": {"id": None, "uuid": data["uuid"]}}
        item, occurrence = rollbar.occurrence(data["uuid"])
        kept(data, occurrence)
        assert item["environment"] == "production" and item["framework"] == "flask"
        assert item["level"] == data["level"]
        found.append((item, occurrence["data"]))
    (message, sent), (_, with_request), (exception, raised), (chain, chained) = found
    assert (message["title"], message["level"]) == ("Hello World!", "warning")
    assert sent["body"]["message"]["nested"] == {"a": [1, "é☃"]}
    assert sent["custom"]["crud"] == 42
    assert "person" not in sent and with_request["person"]["id"] == "ann-7"
    assert with_request["context"] == "/message-with-request"
    assert exception["title"] == "KeyError: 'missing'"
    assert raised["body"]["trace"]["frames"][-1]["method"] == "exception"
    assert raised["person"] == {"id": "ann-7", "username": "ann", "email": "ann@example.com"}
    assert exception["unique_occurrences"] == 1
    assert chain["title"] == "RuntimeError: the crud is broken"
    classes = [trace["exception"]["class"] for trace in chained["body"]["trace_chain"]]
    assert classes == ["RuntimeError", "ValueError"]
    assert sorted(item["counter"] for item in rollbar.items()) == [1, 2, 3, 4]

    again = report(rollbar, tmp_path, *wanted)
    assert [sent["status"] for sent in again["sent"]] == [200] * 4
    for item in rollbar.items():
        assert item["total_occurrences"] == 2, "the same is one item"
    seen = rollbar.get("/versions/3f2a9c1", environment="production")
    assert seen["first_occurrence_timestamp"] <= seen["last_occurrence_timestamp"]


def test_no_token_is_kept(rollbar, tmp_path):
    report(rollbar, tmp_path, "exception", token="fedcba9876543210" * 2)
    for path in ("/items/", "/instances/"):
        assert "fedcba98" not in json.dumps(rollbar.get(path))


@pytest.mark.parametrize("limit", [None, 20_000])
def test_what_is_too_large_is_told_by_a_second_item(start_backend, tmp_path, limit):
    flags = [] if limit is None else ["--rollbar-item-limit", str(limit)]
    rollbar = RollbarApi(start_backend(*flags).url)
    told = report(rollbar, tmp_path, "large")
    assert [sent["status"] for sent in told["sent"]] == [413, 200], told["said"]
    first, second = (sent["payload"]["data"] for sent in told["sent"])
    assert told["sent"][0]["answer"]["message"] == "request entity too large"
    (item,) = rollbar.items()
    (occurrence,) = rollbar.occurrences(item["id"])
    kept(second, occurrence)
    assert occurrence["data"]["failsafe"] is True
    assert occurrence["data"]["custom"]["orig_uuid"] == first["uuid"]
    status, _, body = rollbar.call("GET", f"/item/?uuid={first['uuid']}")
    assert (status, body["message"]) == (404, "UUID did not match any occurrence")


def test_too_many_are_dropped_with_a_word(start_backend, tmp_path):
    rollbar = RollbarApi(start_backend("--rollbar-rate-limit", "2/600").url)
    told = report(rollbar, tmp_path, "message", "message", "message", "exception")
    assert [sent["status"] for sent in told["sent"]] == [200, 200, 429, 429]
    assert any("over rate limit" in line for line in told["said"])
    titles = {item["title"]: item["total_occurrences"] for item in rollbar.items()}
    assert titles.pop("Hello World!") == 2
    assert list(titles.values()) == [1], "the service tells of the limit itself, once"


def test_a_refused_token_is_an_error_of_the_library(start_backend, tmp_path):
    rollbar = RollbarApi(start_backend("--rollbar-strict-tokens").url, "cruddur-obs")
    told = report(rollbar, tmp_path, "message")
    assert told["sent"][0]["status"] == 403
    assert told["sent"][0]["answer"]["message"] == f"access token not found: {TOKEN}"
    assert told["said"]
    tokens = rollbar.get(f"/project/{rollbar.get('/project')['id']}/access_tokens")
    (own,) = [t["access_token"] for t in tokens if t["scopes"] == ["post_server_item"]]
    told = report(rollbar, tmp_path, "message", token=own)
    assert [sent["status"] for sent in told["sent"]] == [200]


def test_the_command_reports_arguments_and_lines(rollbar, tmp_path):
    command = [tool("rollbar"), "-t", TOKEN, "-e", "staging", "-u", rollbar.url + "/"]
    done = run([*command, "critical", "the", "disk", "is", "full"], tmp_path,
               child_environment(tmp_path))
    assert done.code == 0, done
    lines = "warning first line\ninfo second line\nnonsense is passed over\n"
    done = run(command, tmp_path, child_environment(tmp_path), stdin=lines)
    assert done.code == 0, done
    found = {item["title"]: item["level"] for item in rollbar.items(environment="staging")}
    assert found == {
        "the disk is full": "critical", "first line": "warning", "second line": "info",
    }
    (occurrence,) = rollbar.occurrences(rollbar.items(level="critical")[0]["id"])
    assert occurrence["data"]["body"]["message"]["cli_version"] == "0.1"


def test_a_form_is_taken_as_curl_sends_it(rollbar):
    own = str(uuid.uuid4())
    data = {
        "environment": "production", "uuid": own, "timestamp": 1_795_219_200,
        "level": "debug", "body": {"message": {"body": "50 % & more = é"}},
    }
    form = urllib.parse.urlencode({"payload": json.dumps({"access_token": TOKEN, "data": data})})
    status, _, body = rollbar.call(
        "POST", "/item/", form.encode(), content_type="application/x-www-form-urlencoded"
    )
    assert (status, body["result"]["uuid"]) == (200, own)
    item, occurrence = rollbar.occurrence(own)
    kept(data, occurrence)
    assert (item["title"], item["last_occurrence_timestamp"]) == ("50 % & more = é", 1_795_219_200)
    status, _, body = rollbar.call(
        "POST", "/deploy/", b"environment=production&revision=3f2a9c1&local_username=ann",
        content_type="application/x-www-form-urlencoded",
    )
    deploy = rollbar.get(f"/deploy/{body['data']['deploy_id']}")
    assert (deploy["revision"], deploy["status"]) == ("3f2a9c1", "succeeded")
    assert rollbar.get("/deploys/")["deploys"] == [deploy]


def test_a_program_of_backend_run_needs_no_other_setting(tmp_path):
    command = [binary(), "backend", "run", "--ephemeral", "--", sys.executable, APPLICATION]
    done = run([*command, "message", "exception"], tmp_path, child_environment(tmp_path))
    assert done.code == 0, done
    assert [sent["status"] for sent in done.json()["sent"]] == [200, 200]


def test_the_tokens_of_a_backend_with_a_token_keep_to_their_scopes(start_backend, tmp_path):
    backend = start_backend(token="s3cret-of-the-backend")
    asked = child_environment(tmp_path, CRUDDUR_OBS_BACKEND_TOKEN="s3cret-of-the-backend")
    command = [binary(), "backend", "env", "--format", "json", "--endpoint-url", backend.url]
    variables = run(command, tmp_path, asked).json()
    rollbar = RollbarApi(backend.url, variables["ROLLBAR_READ_TOKEN"])
    assert variables["ROLLBAR_API_BASE"] == rollbar.url
    told = report(rollbar, tmp_path, "message", token=variables["ROLLBAR_ACCESS_TOKEN"])
    assert [sent["status"] for sent in told["sent"]] == [200]
    (item,) = rollbar.items()
    resolved = {"status": "resolved"}
    path = f"/item/{item['id']}"
    for name, status in (("READ", 403), ("ACCESS", 403), ("CLIENT", 403), ("WRITE", 200)):
        token = variables[f"ROLLBAR_{name}_TOKEN"]
        assert rollbar.call("PATCH", path, resolved, token=token)[0] == status, name
    assert rollbar.call("GET", "/items/", token=TOKEN)[0] == 401
    assert rollbar.call("GET", "/projects", token="s3cret-of-the-backend")[0] == 200


def test_what_was_acknowledged_survives_a_kill(start_backend, tmp_path):
    backend = start_backend(data=tmp_path / "kept")
    rollbar = RollbarApi(backend.url)
    acknowledged = []

    def send(number):
        own = str(uuid.uuid4())
        data = {
            "environment": "production", "uuid": own,
            "custom": {"number": number, "text": "x" * (number % 7 * 5_000)},
            "body": {"message": {"body": f"kind {'abcdefgh'[number % 8]}"}},
        }
        try:
            status, _, _ = rollbar.call("POST", "/item/", {"data": data})
        except OSError:
            return
        if status == 200:
            acknowledged.append((own, data))
        if len(acknowledged) == 150:
            backend.kill()

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(400)))
    assert len(acknowledged) >= 150
    rollbar = RollbarApi(start_backend(data=tmp_path / "kept").url)
    found = {o["data"]["uuid"]: o for o in rollbar.occurrences()}
    for own, data in acknowledged:
        kept(data, found[own])
    items = rollbar.items()
    assert sum(item["total_occurrences"] for item in items) == len(found)
    assert sorted(item["counter"] for item in items) == list(range(1, 9))


def test_an_export_carries_items_and_no_token_that_somebody_made(start_backend, tmp_path):
    backend = start_backend()
    rollbar = RollbarApi(backend.url)
    report(rollbar, tmp_path, "message", "chain")
    project = rollbar.get("/project")["id"]
    made = {"name": "ci", "scopes": ["read"]}
    _, _, created = rollbar.call("POST", f"/project/{project}/access_tokens", made)
    rollbar.call("POST", "/deploy/", {"environment": "production", "revision": "abc"})

    def everything(api):
        return [
            api.items(), api.occurrences(), api.get("/deploys/"), api.get("/environments"),
            api.get("/project"),
        ]

    tokens = f"/project/{project}/access_tokens"
    before = everything(rollbar)
    archive = tmp_path / "export.tar"
    request = urllib.request.Request(backend.url + "/_backend/export", method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        archive.write_bytes(answer.read())
    command = [binary(), "backend", "import", archive, "--data-dir", tmp_path / "copy"]
    done = run(command, tmp_path, child_environment(tmp_path))
    assert done.code == 0, done
    copy = RollbarApi(start_backend(data=tmp_path / "copy").url)
    assert everything(copy) == before
    made, *_ = [t for t in rollbar.get(tokens) if t["name"] == "ci"]
    assert made["access_token"] == created["result"]["access_token"]
    assert copy.get(tokens) == [t for t in rollbar.get(tokens) if t["name"] != "ci"]
