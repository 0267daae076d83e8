"""boto3: log streams are created, described in both orders, paged and deleted."""

import pytest
from support import REGION, flat, now, pages, refused

GROUP = "/cruddur/api"


@pytest.fixture
def group(logs):
    logs.create_log_group(logGroupName=GROUP)
    return GROUP


def names(lists):
    return [stream["logStreamName"] for stream in flat(lists)]


def test_a_stream_without_events_has_no_times(logs, account, group):
    before = now()
    logs.create_log_stream(logGroupName=group, logStreamName="web/1 [x]")
    (stream,) = logs.describe_log_streams(logGroupName=group)["logStreams"]
    created = stream.pop("creationTime")
    assert before - 1000 <= created <= now() + 1000
    assert stream == {
        "logStreamName": "web/1 [x]",
        "arn": f"arn:aws:logs:{REGION}:{account}:log-group:{GROUP}:log-stream:web/1 [x]",
        "storedBytes": 0,
    }


def test_a_stream_with_events_has_times(logs, stream):
    start = now()
    events = [{"timestamp": start - 5000, "message": "a"}, {"timestamp": start, "message": "b"}]
    logs.put_log_events(**stream, logEvents=events)
    (found,) = logs.describe_log_streams(logGroupName=GROUP)["logStreams"]
    assert found["firstEventTimestamp"] == start - 5000
    assert found["lastEventTimestamp"] == start
    assert start - 1000 <= found["lastIngestionTime"] <= now() + 1000
    assert found["storedBytes"] == 0


def test_duplicates_absent_streams_and_illegal_names(logs, unchecked_logs, group):
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    refused(
        lambda: logs.create_log_stream(logGroupName=group, logStreamName="s"),
        "ResourceAlreadyExistsException",
        "The specified log stream already exists",
    )
    refused(
        lambda: logs.delete_log_stream(logGroupName=group, logStreamName="none"),
        "ResourceNotFoundException",
        "The specified log stream does not exist.",
    )
    refused(
        lambda: unchecked_logs.create_log_stream(logGroupName=group, logStreamName="n" * 513),
        "InvalidParameterException",
        "Invalid LogGroup or LogStream, both must have length less than or equal to 512.",
    )
    for name in ["a:b", "a*", ""]:
        refused(
            lambda name=name: unchecked_logs.create_log_stream(
                logGroupName=group, logStreamName=name
            ),
            "InvalidParameterException",
        )
    assert names(pages(logs.describe_log_streams, "logStreams", logGroupName=group)) == ["s"]


def test_a_deleted_stream_takes_its_events_with_it(logs, stream):
    logs.put_log_events(**stream, logEvents=[{"timestamp": now(), "message": "old"}])
    logs.delete_log_stream(**stream)
    assert logs.describe_log_streams(logGroupName=GROUP)["logStreams"] == []
    assert logs.filter_log_events(logGroupName=GROUP)["events"] == []
    logs.create_log_stream(**stream)
    assert logs.get_log_events(**stream, startFromHead=True)["events"] == []


def test_streams_are_paged_by_name_in_both_directions(logs, group):
    expected = sorted([f"s{i:02}" for i in range(55)] + ["T", "a", "~"])
    for name in reversed(expected):
        logs.create_log_stream(logGroupName=group, logStreamName=name)
    whole = pages(logs.describe_log_streams, "logStreams", logGroupName=group)
    assert [len(page) for page in whole] == [50, 8]
    assert names(whole) == expected
    back = pages(
        logs.describe_log_streams, "logStreams", logGroupName=group, descending=True, limit=9
    )
    assert names(back) == expected[::-1]
    prefixed = logs.get_paginator("describe_log_streams").paginate(
        logGroupName=group, logStreamNamePrefix="s1", PaginationConfig={"PageSize": 3}
    )
    assert names(page["logStreams"] for page in prefixed) == [f"s1{i}" for i in range(10)]
    refused(
        lambda: logs.describe_log_streams(logGroupName=group, nextToken="nonsense"),
        "InvalidParameterException",
        "The specified nextToken is invalid.",
    )


def test_streams_are_paged_by_last_event_in_both_directions(logs, group):
    start = now()
    for i in range(53):
        name = f"s{(i * 7) % 53:02}"
        logs.create_log_stream(logGroupName=group, logStreamName=name)
        logs.put_log_events(
            logGroupName=group, logStreamName=name,
            # Some streams share their last time.
            logEvents=[{"timestamp": start - 1000 * (i // 2), "message": "m"}],
        )
    logs.create_log_stream(logGroupName=group, logStreamName="empty")

    def found(**request):
        return flat(
            pages(
                logs.describe_log_streams, "logStreams", logGroupName=group,
                orderBy="LastEventTime", **request,
            )
        )

    down = found(descending=True, limit=4)
    assert len({stream["logStreamName"] for stream in down}) == len(down) == 54
    times = [stream.get("lastEventTimestamp", 0) for stream in down]
    assert times == sorted(times, reverse=True)
    assert times[0] == start
    assert down[-1]["logStreamName"] == "empty"
    up = found()
    # Where a stream without events stands in this order is not documented.
    times = [s["lastEventTimestamp"] for s in up if s["logStreamName"] != "empty"]
    assert times == sorted(times)
    assert {s["logStreamName"] for s in up} == {s["logStreamName"] for s in down}
    refused(
        lambda: logs.describe_log_streams(
            logGroupName=group, orderBy="LastEventTime", logStreamNamePrefix="s"
        ),
        "InvalidParameterException",
        "Cannot order by LastEventTime with a logStreamNamePrefix.",
    )
