"""awslogs: it lists, it gets, and while it watches it sees a later line exactly once."""

import re
import subprocess
import threading

import pytest
from support import child_environment, eventually, now, run, tool

GROUP = "/cruddur/api"


@pytest.fixture
def awslogs(backend, account, tmp_path):
    """The words and the environment of an awslogs command."""
    environment = child_environment(
        tmp_path, AWS_ACCESS_KEY_ID=account, AWS_SECRET_ACCESS_KEY="secret",
        AWS_DEFAULT_REGION="eu-west-3", PYTHONUNBUFFERED="1",
    )

    def words(command, *arguments):
        return [tool("awslogs"), command, *arguments, "--aws-endpoint-url", backend.url]

    words.environment = environment
    words.folder = tmp_path
    return words


def lines(awslogs, *arguments):
    """The lines that a command prints that must succeed."""
    done = run(awslogs(*arguments), awslogs.folder, awslogs.environment)
    assert done.code == 0, done
    return done.out.splitlines()


def put(logs, stream, *messages, start=None):
    start = start or now()
    logs.put_log_events(
        logGroupName=GROUP, logStreamName=stream,
        logEvents=[{"timestamp": start + i, "message": m} for i, m in enumerate(messages)],
    )


@pytest.fixture
def streams(logs):
    logs.create_log_group(logGroupName=GROUP)
    for name in ["web-1", "web-2", "worker"]:
        logs.create_log_stream(logGroupName=GROUP, logStreamName=name)
    return logs


def test_groups_and_streams_are_listed_over_all_pages(awslogs, logs):
    names = [f"group-{i:02}" for i in range(53)]
    for name in names:
        logs.create_log_group(logGroupName=name)
    assert lines(awslogs, "groups") == names
    assert lines(awslogs, "groups", "--log-group-prefix", "group-1") == names[10:20]
    stream_names = [f"stream-{i:02}" for i in range(52)]
    start = now()
    for place, name in enumerate(stream_names):
        stream = {"logGroupName": "group-00", "logStreamName": name}
        logs.create_log_stream(**stream)
        logs.put_log_events(
            **stream, logEvents=[{"timestamp": start - 50 + place, "message": "m"}]
        )
    assert lines(awslogs, "streams", "group-00") == stream_names


def test_events_of_all_streams_are_printed_once(awslogs, streams):
    start = now() - 60_000
    put(streams, "web-1", *[f"one {i}" for i in range(5)], start=start)
    put(streams, "web-2", *[f"two {i}" for i in range(5)], start=start + 10)
    printed = lines(awslogs, "get", GROUP, "ALL", "--color", "never")
    assert printed == [
        f"{GROUP} {name.ljust(10)} {word} {i}"
        for name, word in [("web-1", "one"), ("web-2", "two")] for i in range(5)
    ]


def test_streams_are_chosen_by_expression_and_pattern(awslogs, streams):
    for name in ["web-1", "web-2", "worker"]:
        put(streams, name, f"fine {name}", f"ERROR {name}")
    plain = ["--no-group", "--no-stream", "--color", "never"]
    printed = lines(awslogs, "get", GROUP, "web.*", *plain)
    assert sorted(printed) == ["ERROR web-1", "ERROR web-2", "fine web-1", "fine web-2"]
    printed = lines(awslogs, "get", GROUP, "w.*r", "--filter-pattern", "ERROR", *plain)
    assert printed == ["ERROR worker"]
    printed = lines(awslogs, "get", GROUP, "--timestamp", "--ingestion-time", *plain)
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    assert len(printed) == 6
    assert all(re.fullmatch(rf"{stamp} {stamp} (fine|ERROR) \S+", line) for line in printed)


@pytest.mark.parametrize(
    ("which", "size"),
    [
        ("ALL", 0),
        ("web.*", 0),
        # More than a page: from then on the watch repeats the last token it ever got.
        ("ALL", 300_000),
    ],
)
def test_a_watch_sees_each_later_line_exactly_once(awslogs, streams, which, size):
    early = [f"early {i} " + "x" * size for i in range(3 if size else 0)]
    for batch in [early, early]:
        if batch:
            put(streams, "web-1", *batch, start=now() - 10_000)
    put(streams, "web-1", "already there")
    watch = subprocess.Popen(
        awslogs(
            "get", GROUP, which, "--watch", "--watch-interval", "1", "--no-group", "--no-stream",
            "--color", "never",
        ),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=awslogs.folder, env=awslogs.environment,
    )
    printed = []

    def read():
        for line in watch.stdout:
            printed.append(line.rstrip("\n"))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        eventually(lambda: "already there" in printed, what="the first line")
        put(streams, "web-1", "later 1", "later 2")
        eventually(lambda: "later 2" in printed, what="a later line")
        put(streams, "web-2", "of another stream")
        eventually(lambda: "of another stream" in printed, what="a line of another stream")
        put(streams, "web-1", "last")
        eventually(lambda: "last" in printed, what="the last line")
        assert watch.poll() is None, watch.stderr.read()
    finally:
        watch.terminate()
        watch.wait(20)
        reader.join(20)
    assert sorted(printed[: -5]) == sorted(early * 2)
    assert printed[-5:] == ["already there", "later 1", "later 2", "of another stream", "last"]


def test_an_absent_group_is_an_error(awslogs, logs):
    done = run(awslogs("get", "none"), awslogs.folder, awslogs.environment)
    assert done.code != 0
    assert "The specified log group does not exist." in done.out + done.err
