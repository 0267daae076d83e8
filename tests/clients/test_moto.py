"""Our own commands against moto, an implementation of the same APIs by others."""

import json
import re

import boto3
import pytest
from support import binary, child_environment, run

OK, FAILED, MISSING, DEADLINE = 0, 1, 3, 124
RULE = {
    "SamplingRule": {
        "RuleName": "Cruddur", "ResourceARN": "*", "Priority": 9000, "FixedRate": 0.1,
        "ReservoirSize": 5, "ServiceName": "backend-flask", "ServiceType": "*", "Host": "*",
        "HTTPMethod": "*", "URLPath": "*", "Version": 1,
    }
}


@pytest.fixture
def ours(moto, tmp_path):
    """Runs our program with moto in place of the embedded backend."""
    (tmp_path / "rule.json").write_text(json.dumps(RULE))
    words = [binary(), "--profile", "local", "--endpoint-url", moto.url]

    def run_it(*arguments, code=OK, stdin=""):
        done = run([*words, *arguments], tmp_path, child_environment(tmp_path), stdin)
        assert done.code == code, done
        assert moto.url in done.err, "the target is not told"
        return done

    return run_it


@pytest.fixture
def group(ours, request):
    """A log group that is there for one test."""
    name = "/moto/" + re.sub(r"\W", "-", request.node.name)
    ours("logs", "create-group", name, "--retention", "7d")
    return name


# X-Ray: moto has no control plane, so each of these must fail, and say why.

XRAY_COMMANDS = [
    ("CreateGroup", ["create-group", "Cruddur", "--filter-expression", "fault"]),
    ("GetGroups", ["groups"]),
    ("GetGroup", ["get-group", "Cruddur"]),
    ("UpdateGroup", ["update-group", "Cruddur", "--filter-expression", "fault"]),
    ("DeleteGroup", ["delete-group", "Cruddur"]),
    ("CreateSamplingRule", ["create-sampling-rule", "--file", "rule.json"]),
    ("GetSamplingRules", ["sampling-rules"]),
    ("UpdateSamplingRule", ["update-sampling-rule", "Cruddur", "--fixed-rate", "0.5"]),
    ("DeleteSamplingRule", ["delete-sampling-rule", "Cruddur"]),
]


@pytest.mark.parametrize(("operation", "arguments"), XRAY_COMMANDS)
def test_what_moto_lacks_is_a_clear_failure(ours, operation, arguments):
    done = ours("xray", *arguments, code=FAILED)
    assert done.out == ""
    (line,) = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert operation in line
    # There is no AWS error in the answer, so at least its HTTP status has to be told.
    assert "404" in done.err, done
    assert "panicked" not in done.err


# CloudWatch Logs


def test_groups_are_created_listed_changed_and_deleted(ours, group):
    def found():
        groups = ours("logs", "groups", "--prefix", group, "-o", "json").json()["logGroups"]
        return {member["logGroupName"]: member.get("retentionInDays") for member in groups}

    assert found() == {group: 7}
    again = ours("logs", "create-group", group, "--retention", "7d")
    assert "unchanged" in again.err
    ours("logs", "retention", group, "14d")
    assert found() == {group: 14}
    ours("logs", "retention", group, "never")
    assert found() == {group: None}
    ours("logs", "create-group", group, "--retention", "30d")
    assert found() == {group: 30}
    ours("logs", "delete-group", group, "--yes")
    assert found() == {}
    gone = ours("logs", "delete-group", group, "--yes", code=MISSING)
    assert "ResourceNotFoundException" in gone.err


def test_more_groups_than_one_page_holds(ours, moto):
    client = boto3.client(
        "logs", endpoint_url=moto.url, region_name="us-east-1",
        aws_access_key_id="000000000000", aws_secret_access_key="secret",
    )
    names = [f"/moto-pages/{i:03}" for i in range(60)]
    for name in names:
        client.create_log_group(logGroupName=name)
    found = ours("logs", "groups", "--prefix", "/moto-pages/", "-o", "json").json()
    assert [member["logGroupName"] for member in found["logGroups"]] == names


def test_streams_are_created_and_listed(ours, group):
    for name in ["b", "a"]:
        ours("logs", "create-stream", group, name)
    found = ours("logs", "streams", group, "-o", "json").json()["logStreams"]
    assert sorted(stream["logStreamName"] for stream in found) == ["a", "b"]
    again = ours("logs", "create-stream", group, "a", code=FAILED)
    assert "ResourceAlreadyExistsException" in again.err


def test_lines_are_put_and_tailed(ours, group):
    ours("logs", "put", group, "--stream", "web", stdin="one\ntwo\nERROR three €\n")
    ours("logs", "put", group, "--stream", "worker", stdin="four\n")
    tailed = [
        json.loads(line) for line in ours("logs", "tail", group, "-o", "ndjson").out.splitlines()
    ]
    assert [event["message"] for event in tailed] == ["one", "two", "ERROR three €", "four"]
    assert [event["logStreamName"] for event in tailed] == ["web"] * 3 + ["worker"]
    errors = ours("logs", "tail", group, "--filter", "ERROR", "--format", "short")
    assert re.fullmatch(r"\S+ ERROR three €\n", errors.out)
    worker = ours("logs", "tail", group, "--stream", "worker", "--format", "short")
    assert re.fullmatch(r"\S+ four\n", worker.out)


def test_a_tail_waits_for_a_line_or_for_its_deadline(ours, group):
    ours("logs", "put", group, "--stream", "web", stdin="one\nready: yes\n")
    seen = ours("logs", "tail", group, "--wait-for", "ready", "--for", "30s")
    assert seen.out.splitlines()[-1].endswith(" ready: yes")
    never = ours("logs", "tail", group, "--wait-for", "never", "--for", "1s", code=DEADLINE)
    assert len(never.out.splitlines()) == 2, never
    counted = ours("logs", "tail", group, "--max", "1", "--for", "30s")
    assert len(counted.out.splitlines()) == 1


def test_absent_groups_are_missing(ours):
    for arguments in [
        ["tail", "/moto/none"], ["streams", "/moto/none"], ["retention", "/moto/none", "7d"],
        ["create-stream", "/moto/none", "s"], ["delete-group", "/moto/none", "--yes"],
    ]:
        done = ours("logs", *arguments, code=MISSING)
        assert "ResourceNotFoundException" in done.err
        assert "The specified log group does not exist" in done.err
    done = ours("logs", "put", "/moto/none", "--stream", "s", code=MISSING, stdin="x\n")
    assert "ResourceNotFoundException" in done.err
