"""What was acknowledged survives `kill -9`: events, their ids, tokens and set-up."""

from concurrent.futures import ThreadPoolExecutor

from support import Backend, flat, now, pages

GROUP = "/cruddur/api"


def all_events(logs):
    return flat(pages(logs.filter_log_events, "events", logGroupName=GROUP))


def test_acknowledged_events_survive_a_kill(tmp_path, account):
    server = Backend(tmp_path).start()
    successor = None
    try:
        logs = server.client("logs", account)
        logs.create_log_group(logGroupName=GROUP, tags={"k": "v"})
        logs.put_retention_policy(logGroupName=GROUP, retentionInDays=7)
        start = now() - 60_000
        for stream in ["web", "worker"]:
            logs.create_log_stream(logGroupName=GROUP, logStreamName=stream)
            for batch in range(4):
                logs.put_log_events(
                    logGroupName=GROUP, logStreamName=stream,
                    logEvents=[
                        {"timestamp": start + 10 * batch + i, "message": f"{stream} {batch} {i}"}
                        for i in range(5)
                    ],
                )
        server.client("xray", account).create_group(GroupName="Cruddur")
        groups = server.client("xray", account).get_groups()["Groups"]
        before = all_events(logs)
        assert len(before) == 40
        half = logs.filter_log_events(logGroupName=GROUP, limit=20)
        page = logs.get_log_events(
            logGroupName=GROUP, logStreamName="web", startFromHead=True, limit=7
        )
        server.kill()

        successor = Backend(tmp_path, data=server.data).start()
        logs = successor.client("logs", account)
        assert all_events(logs) == before
        rest = logs.filter_log_events(logGroupName=GROUP, nextToken=half["nextToken"])
        assert half["events"] + rest["events"] == before
        assert "nextToken" not in rest
        request = {"logGroupName": GROUP, "logStreamName": "web", "startFromHead": True}
        rest = logs.get_log_events(**request, nextToken=page["nextForwardToken"])
        assert [e["message"] for e in page["events"] + rest["events"]] == [
            f"web {batch} {i}" for batch in range(4) for i in range(5)
        ]
        end = logs.get_log_events(**request, nextToken=rest["nextForwardToken"])
        assert end["events"] == []
        assert end["nextForwardToken"] == rest["nextForwardToken"]
        assert logs.describe_log_groups()["logGroups"][0]["retentionInDays"] == 7
        assert logs.list_tags_log_group(logGroupName=GROUP)["tags"] == {"k": "v"}
        assert successor.client("xray", account).get_groups()["Groups"] == groups

        # New events get ids of their own and come after the old tokens.
        logs.put_log_events(
            logGroupName=GROUP, logStreamName="web",
            logEvents=[{"timestamp": now(), "message": "after"}],
        )
        after = all_events(logs)
        assert after[:-1] == before
        assert len({event["eventId"] for event in after}) == 41
        newer = logs.get_log_events(**request, nextToken=rest["nextForwardToken"])
        assert [event["message"] for event in newer["events"]] == ["after"]
    finally:
        if successor:
            successor.stop()
        if server.process.poll() is None:
            server.kill()


def test_a_kill_in_the_middle_of_writing_loses_nothing_acknowledged(tmp_path, account):
    server = Backend(tmp_path).start()
    successor = None
    try:
        logs = server.client("logs", account)
        logs.create_log_group(logGroupName=GROUP)
        acknowledged = []

        def write(worker):
            stream = f"stream-{worker}"
            logs.create_log_stream(logGroupName=GROUP, logStreamName=stream)
            for i in range(10_000):
                message = f"{worker} {i}"
                try:
                    logs.put_log_events(
                        logGroupName=GROUP, logStreamName=stream,
                        logEvents=[{"timestamp": now(), "message": message}],
                    )
                except Exception:  # The backend is gone, in whatever way that shows.
                    return
                acknowledged.append(message)
                if len(acknowledged) == 60:
                    server.process.kill()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(4)))
        server.process.wait(20)
        assert len(acknowledged) >= 60

        successor = Backend(tmp_path, data=server.data).start()
        found = [event["message"] for event in all_events(successor.client("logs", account))]
        assert set(acknowledged) <= set(found)
        assert len(found) == len(set(found))
        # At most the one put of each worker that was under way is there without an answer.
        assert len(found) <= len(acknowledged) + 4
    finally:
        if successor:
            successor.stop()
        if server.process.poll() is None:
            server.kill()
