"""boto3: GetLogEvents and FilterLogEvents, their pages, bounds, orders and tokens."""

import re

import pytest
from support import DAY, MEBIBYTE, REGION, TOKEN_DIGITS, now, refused

GROUP = "/cruddur/api"
BAD_TOKEN = "The specified nextToken is invalid."


def put(logs, stream, *events):
    """Puts events given as (timestamp, message)."""
    request = [{"timestamp": timestamp, "message": message} for timestamp, message in events]
    answer = logs.put_log_events(**stream, logEvents=request)
    assert "rejectedLogEventsInfo" not in answer


def texts(answer):
    return [event["message"] for event in answer["events"]]


def travel(logs, stream, token_name, **request):
    """Pages in one direction until the token in that direction comes back unchanged."""
    found, token = [], request.get("nextToken")
    while True:
        answer = logs.get_log_events(**stream, **request)
        found.append(answer)
        new = answer[token_name]
        assert re.fullmatch(f"f/{TOKEN_DIGITS}", answer["nextForwardToken"])
        assert re.fullmatch(f"b/{TOKEN_DIGITS}", answer["nextBackwardToken"])
        if new == token:
            return found
        assert len(found) < 200
        token = request["nextToken"] = new


# GetLogEvents


def test_forward_pages_end_with_an_equal_token_that_later_finds_newer_events(logs, stream):
    start = now() - 60_000
    put(logs, stream, *[(start + i, f"{i:02}") for i in range(25)])
    found = travel(logs, stream, "nextForwardToken", startFromHead=True, limit=10)
    expected = [f"{i:02}" for i in range(25)]
    assert [texts(page) for page in found] == [
        expected[:10], expected[10:20], expected[20:], [],
    ]
    end = found[-1]["nextForwardToken"]
    put(logs, stream, (start + 100, "newer"))
    answer = logs.get_log_events(**stream, nextToken=end, startFromHead=True)
    assert texts(answer) == ["newer"]
    assert answer["nextForwardToken"] != end
    # The old token goes on being valid.
    assert texts(logs.get_log_events(**stream, nextToken=end)) == ["newer"]


def test_backward_pages_come_from_the_end_and_ascend_inside(logs, stream):
    start = now() - 60_000
    put(logs, stream, *[(start + i, f"{i:02}") for i in range(25)])
    found = travel(logs, stream, "nextBackwardToken", limit=10)
    expected = [f"{i:02}" for i in range(25)]
    assert [texts(page) for page in found] == [
        expected[15:], expected[5:15], expected[:5], [],
    ]


def test_pages_can_be_turned_round(logs, stream):
    start = now() - 60_000
    put(logs, stream, *[(start + i, str(i)) for i in range(9)])
    first = logs.get_log_events(**stream, startFromHead=True, limit=3)
    second = logs.get_log_events(**stream, nextToken=first["nextForwardToken"], limit=3)
    assert texts(second) == ["3", "4", "5"]
    back = logs.get_log_events(**stream, nextToken=second["nextBackwardToken"], limit=3)
    assert texts(back) == ["0", "1", "2"]
    again = logs.get_log_events(**stream, nextToken=back["nextForwardToken"], limit=3)
    assert texts(again) == ["3", "4", "5"]


def test_events_of_one_millisecond_are_all_paged_in_the_order_put(logs, stream):
    start = now()
    for batch in range(3):
        put(logs, stream, *[(start, f"{batch}-{i}") for i in range(5)])
    expected = [f"{batch}-{i}" for batch in range(3) for i in range(5)]
    forward = travel(logs, stream, "nextForwardToken", startFromHead=True, limit=2)
    assert [text for page in forward for text in texts(page)] == expected
    backward = travel(logs, stream, "nextBackwardToken", limit=4)
    assert [text for page in reversed(backward) for text in texts(page)] == expected


def test_batches_put_in_any_order_are_read_by_time(logs, stream):
    start = now()
    for age in [1000, 3000, 0, 2000]:
        put(logs, stream, (start - age, str(age)))
    answer = logs.get_log_events(**stream, startFromHead=True)
    assert texts(answer) == ["3000", "2000", "1000", "0"]
    assert texts(logs.filter_log_events(logGroupName=GROUP)) == ["3000", "2000", "1000", "0"]


def test_the_start_is_included_and_the_end_is_not(logs, stream):
    start = now()
    put(logs, stream, *[(start + i, str(i)) for i in range(5)])
    answer = logs.get_log_events(**stream, startTime=start + 1, endTime=start + 3)
    assert texts(answer) == ["1", "2"]


def test_a_page_holds_at_most_a_mebibyte_and_nothing_is_lost(logs, stream):
    start = now()
    for batch in range(3):
        put(
            logs, stream,
            *[(start + 3 * batch + i, f"{batch}{i}" + "x" * 300_000) for i in range(3)],
        )
    found = travel(logs, stream, "nextForwardToken", startFromHead=True)
    assert all(sum(len(text) for text in texts(page)) <= MEBIBYTE for page in found)
    heads = [text[:2] for page in found for text in texts(page)]
    assert heads == [f"{batch}{i}" for batch in range(3) for i in range(3)]


def test_an_empty_stream_has_tokens_that_find_what_comes(logs, stream):
    for request in [{"startFromHead": True}, {}]:
        answer = logs.get_log_events(**stream, **request)
        assert answer["events"] == []
    token = answer["nextForwardToken"]
    put(logs, stream, (now(), "first"))
    assert texts(logs.get_log_events(**stream, nextToken=token)) == ["first"]


def test_get_log_events_by_arn_and_its_refusals(logs, stream, account):
    put(logs, stream, (now(), "m"))
    arn = f"arn:aws:logs:{REGION}:{account}:log-group:{GROUP}"
    answer = logs.get_log_events(logGroupIdentifier=arn, logStreamName="web")
    assert texts(answer) == ["m"]
    refused(
        lambda: logs.get_log_events(logGroupName=GROUP, logStreamName="none"),
        "ResourceNotFoundException",
        "The specified log stream does not exist.",
    )
    for token in ["nonsense", "f/12", "x/" + "1" * 56, "f/" + "9" * 56 + "9"]:
        refused(
            lambda token=token: logs.get_log_events(**stream, nextToken=token),
            "InvalidParameterException",
            BAD_TOKEN,
        )
    refused(
        lambda: logs.get_log_events(**stream, limit=10_001),
        "InvalidParameterException",
        "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: "
        "Member must have value less than or equal to 10000",
    )


# FilterLogEvents


@pytest.fixture
def streams(logs):
    """Three streams with twelve events that alternate between them; returns the first time."""
    logs.create_log_group(logGroupName=GROUP)
    start = now() - 60_000
    for name in ["web-1", "web-2", "worker"]:
        logs.create_log_stream(logGroupName=GROUP, logStreamName=name)
    for place, name in enumerate(["web-1", "web-2", "worker"]):
        put(
            logs, {"logGroupName": GROUP, "logStreamName": name},
            *[(start + i, f"{i:02} {name}") for i in range(place, 12, 3)],
        )
    return start


def numbers(answer):
    return [int(text.split()[0]) for text in texts(answer)]


def test_streams_are_merged_by_time_and_every_member_is_there(logs, streams):
    answer = logs.filter_log_events(logGroupName=GROUP, interleaved=True)
    assert numbers(answer) == list(range(12))
    assert answer["searchedLogStreams"] == []
    assert "nextToken" not in answer
    for place, event in enumerate(answer["events"]):
        assert set(event) == {
            "logStreamName", "timestamp", "message", "ingestionTime", "eventId",
        }
        assert event["timestamp"] == streams + place
        assert event["logStreamName"] == event["message"].split()[1]
        assert re.fullmatch(TOKEN_DIGITS, event["eventId"])


def test_event_ids_are_unique_and_stable_however_they_are_asked_for(logs, streams):
    def ids(**request):
        paginator = logs.get_paginator("filter_log_events")
        found = paginator.paginate(logGroupName=GROUP, **request).build_full_result()["events"]
        return {event["message"]: event["eventId"] for event in found}

    expected = ids()
    assert len(set(expected.values())) == 12
    assert ids(PaginationConfig={"PageSize": 1}) == expected
    assert ids(filterPattern="web", startTime=streams).items() <= expected.items()
    assert ids(logStreamNames=["worker"]).items() <= expected.items()
    assert ids(startFromHead=False, startTime=streams) == expected
    put(
        logs, {"logGroupName": GROUP, "logStreamName": "worker"},
        (streams - 1000, "98 early"), (streams + 5000, "99 late"),
    )
    assert {text: key for text, key in ids().items() if text in expected} == expected


@pytest.mark.parametrize("size", [1, 3, 4, 5, 12, 13])
def test_pages_end_by_the_absence_of_a_token(logs, streams, size):
    paginator = logs.get_paginator("filter_log_events")
    found = list(paginator.paginate(logGroupName=GROUP, limit=size))
    assert [n for page in found for n in numbers(page)] == list(range(12))
    assert all(len(page["events"]) <= size for page in found)


def test_pages_of_a_pattern_that_seldom_matches(logs, streams):
    paginator = logs.get_paginator("filter_log_events")
    found = list(paginator.paginate(logGroupName=GROUP, limit=2, filterPattern="worker -05"))
    assert [n for page in found for n in numbers(page)] == [2, 8, 11]


def test_a_page_of_all_streams_holds_at_most_a_mebibyte(logs, streams):
    for name in ["web-1", "web-2", "worker"]:
        put(
            logs, {"logGroupName": GROUP, "logStreamName": name},
            *[(streams + 1000 + i, f"{i} {name} " + "y" * 300_000) for i in range(3)],
        )
    found = list(logs.get_paginator("filter_log_events").paginate(logGroupName=GROUP))
    assert all(sum(len(text) for text in texts(page)) <= MEBIBYTE for page in found)
    assert sum(len(page["events"]) for page in found) == 12 + 9
    assert len({e["eventId"] for page in found for e in page["events"]}) == 12 + 9


def test_the_start_and_the_end_are_both_included(logs, streams):
    answer = logs.filter_log_events(
        logGroupName=GROUP, startTime=streams + 3, endTime=streams + 6
    )
    assert numbers(answer) == [3, 4, 5, 6]
    answer = logs.filter_log_events(logGroupName=GROUP, startTime=streams, endTime=streams)
    assert numbers(answer) == [0]


@pytest.mark.parametrize(
    ("request_members", "expected"),
    [
        ({"logStreamNames": ["web-2"]}, [1, 4, 7, 10]),
        ({"logStreamNames": ["worker", "web-1"]}, [0, 2, 3, 5, 6, 8, 9, 11]),
        ({"logStreamNamePrefix": "web"}, [0, 1, 3, 4, 6, 7, 9, 10]),
        ({"logStreamNamePrefix": "eb"}, []),
        ({"filterPattern": "web"}, [0, 1, 3, 4, 6, 7, 9, 10]),
        ({"filterPattern": '"01 web" 2'}, [1]),
        ({"filterPattern": "?00 ?11"}, [0, 11]),
        ({"filterPattern": "-web"}, [2, 5, 8, 11]),
        ({"filterPattern": "%^0[13]%"}, [1, 3]),
        ({"filterPattern": "[number>8, name=w*]"}, [9, 10, 11]),
        ({"filterPattern": "[number, name=web*]", "logStreamNamePrefix": "wo"}, []),
        ({"filterPattern": ""}, list(range(12))),
        ({"filterPattern": "{ $.a = 1 }"}, []),
    ],
)
def test_streams_and_patterns(logs, streams, request_members, expected):
    paginator = logs.get_paginator("filter_log_events")
    found = paginator.paginate(logGroupName=GROUP, limit=3, **request_members)
    assert [n for page in found for n in numbers(page)] == expected


def test_newest_first(logs, streams):
    paginator = logs.get_paginator("filter_log_events")
    request = {"logGroupName": GROUP, "startFromHead": False, "startTime": streams + 2}
    found = list(paginator.paginate(**request, limit=4))
    assert [n for page in found for n in numbers(page)] == list(range(11, 1, -1))
    for start in [{}, {"startTime": 1_704_067_199_999}]:
        refused(
            lambda start=start: logs.filter_log_events(
                logGroupName=GROUP, startFromHead=False, **start
            ),
            "InvalidParameterException",
        )
    logs.filter_log_events(
        logGroupName=GROUP, startFromHead=False, startTime=1_704_067_200_000
    )


def test_a_token_can_be_used_again_and_then_finds_newer_events(logs, streams):
    answer = logs.filter_log_events(logGroupName=GROUP, limit=6)
    token = answer["nextToken"]
    request = {"logGroupName": GROUP, "nextToken": token}
    assert numbers(logs.filter_log_events(**request)) == list(range(6, 12))
    put(logs, {"logGroupName": GROUP, "logStreamName": "worker"}, (streams + 500, "12 new"))
    assert numbers(logs.filter_log_events(**request)) == list(range(6, 13))


def test_filter_log_events_by_arn_and_its_refusals(logs, unchecked_logs, streams, account):
    arn = f"arn:aws:logs:{REGION}:{account}:log-group:{GROUP}"
    assert numbers(logs.filter_log_events(logGroupIdentifier=arn, limit=2)) == [0, 1]
    cases = [
        ({"logStreamNames": ["web-1"], "logStreamNamePrefix": "web"}, None),
        ({"nextToken": "nonsense"}, BAD_TOKEN),
        ({"limit": 10_001}, re.compile("at 'limit' failed to satisfy constraint")),
        ({"limit": 0}, re.compile("at 'limit' failed to satisfy constraint")),
        ({"filterPattern": "x" * 1025}, re.compile("length less than or equal to 1024")),
        ({"logStreamNames": [f"s{i}" for i in range(101)]}, re.compile("'logStreamNames'")),
        ({"filterPattern": "user@host"}, None),
    ]
    for members, text in cases:
        refused(
            lambda members=members: unchecked_logs.filter_log_events(
                logGroupName=GROUP, **members
            ),
            "InvalidParameterException",
            text,
        )
    refused(
        lambda: logs.filter_log_events(logGroupName=GROUP, logStreamNames=["none"]),
        "ResourceNotFoundException",
        "The specified log stream does not exist.",
    )
    # A token belongs to its search.
    token = logs.filter_log_events(logGroupName=GROUP, limit=2)["nextToken"]
    refused(
        lambda: logs.filter_log_events(logGroupName=GROUP, filterPattern="web", nextToken=token),
        "InvalidParameterException",
        BAD_TOKEN,
    )


def test_the_retention_bounds_what_is_read(logs, stream):
    start = now()
    put(logs, stream, (start - 2 * DAY, "old"))
    put(logs, stream, (start, "young"))
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=1)
    assert texts(logs.filter_log_events(logGroupName=GROUP)) == ["young"]
    assert texts(logs.filter_log_events(logGroupName=GROUP, startTime=0)) == ["young"]
    assert texts(logs.get_log_events(**stream, startFromHead=True)) == ["young"]
