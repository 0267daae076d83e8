"""Rollbar's own server for assistants reads the backend as it reads the service."""

import json
import os
import shutil
from pathlib import Path

import pytest
from rollbar_api import TOKEN, RollbarApi
from support import child_environment, run

MODULES = os.environ.get("CRUDDUR_OBS_NODE_MODULES")

pytestmark = pytest.mark.skipif(
    MODULES is None or shutil.which("node") is None,
    reason="node and npm are not installed: tests/clients/run.sh prepares the rest",
)


def asked(api, folder, *calls, token=TOKEN):
    """Calls tools of the server, each with its arguments, and returns what each says."""
    hello = {
        "protocolVersion": "2025-06-18", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    messages = [
        {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
    ]
    for number, (name, arguments) in enumerate(calls, 1):
        asked = {"name": name, "arguments": arguments}
        messages.append({"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": asked})
    environment = child_environment(folder, ROLLBAR_ACCESS_TOKEN=token, ROLLBAR_API_BASE=api.url)
    program = Path(MODULES) / "@rollbar" / "mcp-server" / "build" / "index.js"
    lines = "".join(json.dumps(message) + "\n" for message in messages)
    done = run(["node", program], folder, environment, stdin=lines)
    assert done.code == 0, done
    answers = {answer["id"]: answer["result"] for answer in map(json.loads, done.out.splitlines())}
    assert sorted(answers) == list(range(len(calls) + 1)), done
    texts = [(answers[n].get("isError", False), answers[n]["content"][0]["text"])
             for n in range(1, len(calls) + 1)]
    return [text if failed else json.loads(text) for failed, text in texts]


def test_what_was_sent_is_found_by_it(start_backend, tmp_path):
    rollbar = RollbarApi(start_backend().url)
    for number in range(3):
        data = {
            "environment": "production", "level": "error", "code_version": "3f2a9c1",
            "custom": {"number": number}, "body": {"message": {"body": "the disk is full"}},
        }
        assert rollbar.call("POST", "/item/", {"data": data})[0] == 200
    rollbar.call("POST", "/deploy/", {"environment": "production", "revision": "3f2a9c1"})
    (item,) = rollbar.items()
    listed, details, top, version, deploys, changed = asked(
        rollbar, tmp_path,
        ("list-items", {"level": ["error"], "query": "disk"}),
        ("get-item-details", {"counter": 1}),
        ("get-top-items", {}),
        ("get-version", {"version": "3f2a9c1"}),
        ("get-deployments", {"limit": 5}),
        ("update-item", {"itemId": item["id"], "level": "critical", "resolvedInVersion": "v2"}),
    )
    assert listed["pagination"] == {"page": 1, "total_count": 1, "items_on_page": 1}
    assert details["total_occurrences"] == 3
    assert details["occurrence"]["data"]["custom"] == {"number": 2}
    assert top[0]["item"]["occurrences"] == 3
    assert version["last_occurrence_id"] == item["last_occurrence_id"]
    assert deploys["deploys"][0]["revision"] == "3f2a9c1"
    assert changed == {}
    changed = rollbar.get(f"/item/{item['id']}")
    assert (changed["level"], changed["resolved_in_version"]) == ("critical", "v2")


def test_refusals_are_those_that_it_knows(start_backend, tmp_path):
    api = RollbarApi(start_backend("--rollbar-strict-tokens").url, "cruddur-obs")
    project = api.get("/project")["id"]
    tokens = {t["name"]: t["access_token"] for t in api.get(f"/project/{project}/access_tokens")}
    (unknown,) = asked(api, tmp_path, ("get-item-details", {"counter": 1}))
    assert "invalid access token" in unknown and "invalid or expired" in unknown
    reader = tokens["read"]
    missing, forbidden = asked(
        api, tmp_path,
        ("get-item-details", {"counter": 1}),
        ("update-item", {"itemId": 1, "status": "resolved"}),
        token=reader,
    )
    assert "Item not found" in missing
    assert "write scope is required" in forbidden and "requires a token" in forbidden
