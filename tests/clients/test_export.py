"""An export is read by DuckDB, SQLite and tar, and an import gives back what was exported."""

import hashlib
import json
import os
import random
import sqlite3
import tarfile
from pathlib import Path

import duckdb
from support import DAY, Backend, binary, child_environment, flat, now, pages, run

GROUPS = ["/cruddur/api", "/cruddur/worker"]


def command(folder, *arguments, **changes):
    environment = child_environment(folder, **changes)
    done = run([binary(), "backend", *arguments], folder, environment)
    assert done.code == 0, done
    return done


def put(logs, group, stream, start, count, text="line"):
    """Puts events and returns what must be found again."""
    events = [
        {"timestamp": start + i, "message": f"{text} {group} {stream} {i} ü"} for i in range(count)
    ]
    logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=events)
    return [(group, stream, event["timestamp"], event["message"]) for event in events]


def everything(backend, account):
    """All that can be read through the APIs."""
    logs, xray = backend.client("logs", account), backend.client("xray", account)
    found = [logs.describe_log_groups()["logGroups"]]
    for group in GROUPS:
        events = flat(pages(logs.filter_log_events, "events", logGroupName=group, limit=50))
        assert len({event["eventId"] for event in events}) == len(events)
        found += [
            events,
            logs.describe_log_streams(logGroupName=group)["logStreams"],
            logs.describe_metric_filters(logGroupName=group)["metricFilters"],
            logs.list_tags_log_group(logGroupName=group)["tags"],
        ]
    groups = xray.get_groups()["Groups"]
    found += [groups, xray.get_sampling_rules()["SamplingRuleRecords"]]
    found += [xray.list_tags_for_resource(ResourceARN=group["GroupARN"]) for group in groups]
    # The wire gives answers in any order of members.
    for answer in found:
        if isinstance(answer, dict):
            answer.pop("ResponseMetadata", None)
    return found


def test_duckdb_reads_what_was_put_and_an_import_is_the_same(start_backend, tmp_path, account):
    backend = start_backend()
    logs, xray = backend.client("logs", account), backend.client("xray", account)
    expected = []
    start = now() - 3_600_000
    for group in GROUPS:
        logs.create_log_group(logGroupName=group, tags={"team": group})
        logs.put_metric_filter(
            logGroupName=group, filterName="errors", filterPattern="ERROR",
            metricTransformations=[
                {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
            ],
        )
        for stream in ["web", "cron", "gone"]:
            logs.create_log_stream(logGroupName=group, logStreamName=stream)
            for day in [9, 4, 0]:
                rows = put(logs, group, stream, start - day * DAY, 40)
                expected += rows if stream != "gone" else []
    logs.put_retention_policy(logGroupName=GROUPS[1], retentionInDays=30)
    xray.create_group(
        GroupName="Cruddur", FilterExpression='service("api")', Tags=[{"Key": "a", "Value": "b"}]
    )
    # This seals what is there; the rest is not sealed when the export begins.
    command(tmp_path, "export", "first.tar", "--data-dir", str(backend.data))
    for group in GROUPS:
        logs.delete_log_stream(logGroupName=group, logStreamName="gone")
        expected += put(logs, group, "web", start - 4 * DAY + 100, 30, "late")
    half = logs.filter_log_events(logGroupName=GROUPS[0], limit=70)
    before = everything(backend, account)
    command(tmp_path, "export", "state.tar", "--data-dir", str(backend.data))
    assert everything(backend, account) == before

    folder = tmp_path / "unpacked"
    with tarfile.open(tmp_path / "state.tar") as archive:
        names = archive.getnames()
        archive.extractall(folder, filter="data")
    document = json.loads((folder / "export.json").read_text())
    assert (document["format"], document["format_version"]) == ("cruddur-obs export", 1)
    assert names == ["export.json"] + [member["name"] for member in document["members"]]
    for member in document["members"]:
        content = (folder / member["name"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            member["bytes"], member["sha256"],
        )

    catalog = sqlite3.connect(folder / "catalog.sqlite")
    streams = catalog.execute(
        "SELECT s.id, g.name, s.name FROM log_streams s JOIN log_groups g ON g.id = s.group_id"
        " WHERE g.account = ?", (account,),
    ).fetchall()
    catalog.close()
    files = str(folder / "logs" / "*.parquet")
    with duckdb.connect() as connection:
        count, numbers, days = connection.sql(
            "SELECT count(*), count(DISTINCT sequence),"
            f" count(DISTINCT epoch_ms(timestamp) // 86400000) FROM '{files}'"
        ).fetchall()[0]
        assert (count, numbers, days) == (document["rows"]["logs"], count, 3)
        per_file = connection.sql(
            f"SELECT file_name, num_rows FROM parquet_file_metadata('{files}')"
        ).fetchall()
        counted = {f"logs/{Path(name).name}": rows for name, rows in per_file}
        assert counted == {m["name"]: m["rows"] for m in document["members"] if "rows" in m}
        connection.execute("CREATE TABLE streams (id BIGINT, log_group TEXT, stream TEXT)")
        connection.executemany("INSERT INTO streams VALUES (?, ?, ?)", streams)
        found = connection.sql(
            f"SELECT log_group, stream, epoch_ms(timestamp), message FROM '{files}' e"
            " JOIN streams s ON s.id = e.stream_id ORDER BY ALL"
        ).fetchall()
    assert found == sorted(expected)

    said = command(tmp_path, "import", "state.tar", "--data-dir", str(tmp_path / "copy")).err
    assert said.startswith(f"imported log groups: 2, rows of log events: {count}; exported "), said
    copy = Backend(tmp_path / "second", data=tmp_path / "copy").start()
    try:
        assert everything(copy, account) == before
        request = {"logGroupName": GROUPS[0], "nextToken": half["nextToken"]}
        rest = [b.client("logs", account).filter_log_events(**request) for b in (backend, copy)]
        assert rest[0]["events"] and rest[0]["events"] == rest[1]["events"]
    finally:
        copy.stop()


def test_an_export_takes_memory_that_does_not_grow_with_the_store(start_backend, tmp_path, account):
    backend = start_backend()
    logs = backend.client("logs", account)
    logs.create_log_group(logGroupName="big")
    logs.create_log_stream(logGroupName="big", logStreamName="s")
    noise = random.Random(7)
    for _ in range(120):
        # Digits of noise: no encoding makes them much smaller.
        message = noise.randbytes(450_000).hex()
        logs.put_log_events(
            logGroupName="big", logStreamName="s",
            logEvents=[{"timestamp": now(), "message": message}],
        )
    command(tmp_path, "export", "first.tar", "--data-dir", str(backend.data))
    size = os.path.getsize(tmp_path / "first.tar")
    assert size > 50_000_000, size
    process = Path("/proc") / str(backend.process.pid)
    if not (process / "clear_refs").exists():
        return

    def memory(name):
        line = next(x for x in (process / "status").read_text().splitlines() if x.startswith(name))
        return int(line.split()[1]) * 1024

    # Forgets the highest figure so far.
    (process / "clear_refs").write_text("5")
    resting = memory("VmRSS")
    command(tmp_path, "export", "second.tar", "--data-dir", str(backend.data))
    assert memory("VmHWM") - resting < 24_000_000
    assert os.path.getsize(tmp_path / "second.tar") == size
