"""boto3: every limit of PutLogEvents, and that a refused batch leaves nothing behind."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from support import DAY, EVENT_OVERHEAD, HOUR, MEBIBYTE, TOKEN_DIGITS, now, refused

CHRONOLOGICAL = "Log events in a single PutLogEvents request must be in chronological order."
SPAN = (
    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."
)


def event(timestamp, message="m"):
    return {"timestamp": timestamp, "message": message}


def sized(size):
    """A message that counts `size` bytes with its overhead."""
    return "x" * (size - EVENT_OVERHEAD)


def messages(logs, stream):
    """What the stream holds, both ways of reading agreeing."""
    got, token = [], None
    while True:
        options = {"nextToken": token} if token else {}
        answer = logs.get_log_events(**stream, startFromHead=True, **options)
        got += [event["message"] for event in answer["events"]]
        if answer["nextForwardToken"] == token:
            break
        token = answer["nextForwardToken"]
    paginator = logs.get_paginator("filter_log_events")
    found = paginator.paginate(logGroupName=stream["logGroupName"]).build_full_result()
    assert [event["message"] for event in found["events"]] == got
    return got


def check_nothing_stored(logs, stream):
    assert messages(logs, stream) == []
    (described,) = logs.describe_log_streams(logGroupName=stream["logGroupName"])["logStreams"]
    assert "lastEventTimestamp" not in described
    assert "lastIngestionTime" not in described
    (group,) = logs.describe_log_groups()["logGroups"]
    assert group["storedBytes"] == 0


def test_an_accepted_batch_answers_with_a_token_and_no_rejection(logs, stream):
    start = now()
    answer = logs.put_log_events(**stream, logEvents=[event(start, "a"), event(start, "b")])
    assert re.fullmatch(TOKEN_DIGITS, answer["nextSequenceToken"])
    assert "rejectedLogEventsInfo" not in answer
    assert "rejectedEntityInfo" not in answer
    (group,) = logs.describe_log_groups()["logGroups"]
    assert group["storedBytes"] == 2 * (1 + EVENT_OVERHEAD)
    read = logs.get_log_events(**stream)["events"]
    assert [(e["timestamp"], e["message"]) for e in read] == [(start, "a"), (start, "b")]
    assert all(start - 1000 <= e["ingestionTime"] <= now() + 1000 for e in read)


def test_sequence_tokens_are_not_checked(logs, stream):
    for token in ["nonsense", "1" * 56]:
        logs.put_log_events(**stream, logEvents=[event(now())], sequenceToken=token)
    assert messages(logs, stream) == ["m", "m"]


def test_text_comes_back_as_it_was(logs, stream):
    texts = ["€ ñ 日本 🦀", "tab\tquote\"back\\slash", "two\nlines", "\u0000\u001b[31m", " blank "]
    logs.put_log_events(**stream, logEvents=[event(now(), text) for text in texts])
    assert messages(logs, stream) == texts


def refused_batches():
    start = now()
    return {
        "10001 events": ([event(start)] * 10_001, None),
        "no events": ([], None),
        "one byte over a mebibyte": (
            [event(start, sized(MEBIBYTE // 4)) for _ in range(3)]
            + [event(start, sized(MEBIBYTE // 4 + 1))],
            None,
        ),
        "bytes are counted in UTF-8": ([event(start, "é" * 262_144)] * 2, None),
        "event of one byte over a mebibyte": (
            [event(start), event(start, sized(MEBIBYTE + 1))],
            re.compile(r"^Log event too large: 1048577 bytes exceeds limit of \d+$"),
        ),
        "out of order": ([event(start, "a"), event(start - 1, "b")], CHRONOLOGICAL),
        "out of order at the end": (
            [event(start + i, str(i)) for i in range(100)] + [event(start, "x")],
            CHRONOLOGICAL,
        ),
        "a day and a millisecond": ([event(start - DAY - 1), event(start)], SPAN),
        "empty message": ([event(start, "good"), event(start, "")], None),
        "negative time": ([event(-1)], None),
    }


@pytest.mark.parametrize("case", refused_batches())
def test_a_refused_batch_leaves_nothing_behind(logs, unchecked_logs, stream, case):
    events, text = refused_batches()[case]
    refused(
        lambda: unchecked_logs.put_log_events(**stream, logEvents=events),
        "InvalidParameterException",
        text,
    )
    check_nothing_stored(logs, stream)


def test_batches_at_the_limits_are_accepted(logs, stream):
    start = now()
    batches = [
        [event(start, sized(MEBIBYTE))],
        [event(start, sized(MEBIBYTE // 4))] * 4,
        [event(start, str(i)) for i in range(10_000)],
        [event(start - DAY), event(start)],
    ]
    for events in batches:
        answer = logs.put_log_events(**stream, logEvents=events)
        assert "rejectedLogEventsInfo" not in answer
    stored = messages(logs, stream)
    assert len(stored) == sum(len(events) for events in batches)
    assert sorted(stored) == sorted(e["message"] for events in batches for e in events)


REJECTIONS = {
    # name: (retention, ages of the events, what is told, places that are stored)
    "one too old": (None, [15 * DAY], {"tooOldLogEventEndIndex": 1}, []),
    "one too new": (None, [-3 * HOUR], {"tooNewLogEventStartIndex": 0}, []),
    "one expired": (1, [2 * DAY], {"expiredLogEventEndIndex": 1}, []),
    "old then good": (
        None, [15 * DAY, 14 * DAY + HOUR, 0], {"tooOldLogEventEndIndex": 2}, [2],
    ),
    "good then new": (
        None, [0, 0, -2 * HOUR - 60_000, -9 * HOUR], {"tooNewLogEventStartIndex": 2}, [0, 1],
    ),
    "expired then good": (3, [5 * DAY, 4 * DAY, HOUR], {"expiredLogEventEndIndex": 2}, [2]),
    "old, good, new": (
        None, [20 * DAY, HOUR, -5 * HOUR],
        {"tooOldLogEventEndIndex": 1, "tooNewLogEventStartIndex": 2}, [1],
    ),
    "old, expired, good": (
        7, [20 * DAY, 8 * DAY, HOUR],
        {"tooOldLogEventEndIndex": 1, "expiredLogEventEndIndex": 2}, [2],
    ),
    "just inside": (None, [14 * DAY - HOUR], None, [0]),
    "just inside the future": (None, [-2 * HOUR + 60_000], None, [0]),
    "just inside the retention": (1, [DAY - HOUR], None, [0]),
}


@pytest.mark.parametrize("case", REJECTIONS)
def test_rejected_ends_are_told_and_the_middle_is_stored(logs, stream, case):
    retention, ages, told, stored = REJECTIONS[case]
    if retention:
        logs.put_retention_policy(
            logGroupName=stream["logGroupName"], retentionInDays=retention
        )
    start = now()
    events = [event(start - age, str(place)) for place, age in enumerate(ages)]
    answer = logs.put_log_events(**stream, logEvents=events)
    assert answer.get("rejectedLogEventsInfo") == told
    assert re.fullmatch(TOKEN_DIGITS, answer["nextSequenceToken"])
    assert messages(logs, stream) == [str(place) for place in stored]
    if not stored:
        check_nothing_stored(logs, stream)


def test_events_that_outlive_a_shortened_retention_vanish(logs, stream):
    start = now()
    logs.put_log_events(**stream, logEvents=[event(start - 5 * DAY, "old")])
    logs.put_log_events(**stream, logEvents=[event(start, "young")])
    logs.put_retention_policy(logGroupName=stream["logGroupName"], retentionInDays=3)
    assert messages(logs, stream) == ["young"]


@pytest.mark.parametrize("age", [0, 15 * DAY, -5 * HOUR])
def test_an_absent_group_or_stream_is_an_error_whatever_the_events(logs, stream, age):
    events = [event(now() - age)]
    refused(
        lambda: logs.put_log_events(
            logGroupName="none", logStreamName="none", logEvents=events
        ),
        "ResourceNotFoundException",
        "The specified log group does not exist.",
    )
    refused(
        lambda: logs.put_log_events(**{**stream, "logStreamName": "none"}, logEvents=events),
        "ResourceNotFoundException",
        "The specified log stream does not exist.",
    )
    check_nothing_stored(logs, stream)


def test_a_bad_entity_is_told_and_the_events_are_stored(logs, unchecked_logs, stream):
    good = {"keyAttributes": {"Type": "Service", "Name": "api"}, "attributes": {"a": "b"}}
    answer = logs.put_log_events(**stream, logEvents=[event(now(), "1")], entity=good)
    assert "rejectedEntityInfo" not in answer
    bad = {"keyAttributes": {"Type": "Service"}}
    answer = unchecked_logs.put_log_events(**stream, logEvents=[event(now(), "2")], entity=bad)
    assert answer["rejectedEntityInfo"]["errorType"] in {
        "InvalidEntity", "InvalidTypeValue", "InvalidKeyAttributes", "InvalidAttributes",
        "EntitySizeTooLarge", "UnsupportedLogGroupType", "MissingRequiredFields",
    }
    assert messages(logs, stream) == ["1", "2"]


def test_parallel_puts_into_one_stream_all_arrive_once(logs, stream):
    def put(worker):
        for i in range(10):
            logs.put_log_events(**stream, logEvents=[event(now(), f"{worker} {i}")])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(8)))
    stored = messages(logs, stream)
    assert sorted(stored) == sorted(f"{worker} {i}" for worker in range(8) for i in range(10))
    found = logs.filter_log_events(logGroupName=stream["logGroupName"])["events"]
    assert len({e["eventId"] for e in found}) == 80
