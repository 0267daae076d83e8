"""watchtower, a logging handler: it makes its group and stream, and its lines are read back."""

import sys

import pytest
from support import child_environment, run

GROUP = "/cruddur/watchtower"

PROGRAM = """
import logging, sys, warnings
import watchtower
warnings.simplefilter("error", watchtower.WatchtowerWarning)
options = eval(sys.argv[1])
handler = watchtower.CloudWatchLogHandler(
    log_group_name="/cruddur/watchtower", log_stream_name="web", send_interval=1, **options
)
logger = logging.getLogger("cruddur")
logger.setLevel(logging.INFO)
logger.propagate = False
logger.addHandler(handler)
for line in sys.argv[2:]:
    logger.info(line)
logger.info({"level": "error", "took": 12})
handler.flush()
handler.close()
"""


@pytest.fixture
def log(backend, account, tmp_path):
    """Runs a program that logs through watchtower."""
    environment = child_environment(
        tmp_path, AWS_ENDPOINT_URL=backend.url, AWS_ACCESS_KEY_ID=account,
        AWS_SECRET_ACCESS_KEY="secret", AWS_DEFAULT_REGION="eu-west-3",
    )
    environment.pop("PYTHONWARNINGS")

    def run_it(*lines, **options):
        done = run(
            [sys.executable, "-c", PROGRAM, repr(options), *lines], tmp_path, environment
        )
        assert done.code == 0, done
        assert "Failed" not in done.err and "Warning" not in done.err, done
        return done

    return run_it


def messages(logs):
    paginator = logs.get_paginator("filter_log_events")
    found = paginator.paginate(logGroupName=GROUP).build_full_result()["events"]
    assert {event["logStreamName"] for event in found} == {"web"}
    return [event["message"] for event in found]


RECORD = '{"level": "error", "took": 12}'


@pytest.mark.parametrize("queues", [True, False])
def test_everything_is_made_and_every_line_is_read_back(logs, log, queues):
    lines = [f"line {i}" for i in range(20)] + ["€ 日本 🦀"]
    log(*lines, use_queues=queues, log_group_retention_days=14)
    assert messages(logs) == [*lines, RECORD]
    (group,) = logs.describe_log_groups()["logGroups"]
    assert group["logGroupName"] == GROUP
    assert group["retentionInDays"] == 14


def test_a_second_run_goes_on_in_the_same_stream(logs, log):
    log("first")
    log("second")
    assert messages(logs) == ["first", RECORD, "second", RECORD]


def test_tags_by_way_of_sts(logs, log):
    log("tagged", log_group_tags={"project": "cruddur"})
    assert logs.list_tags_log_group(logGroupName=GROUP)["tags"] == {"project": "cruddur"}
    assert messages(logs) == ["tagged", RECORD]


def test_small_batches_lose_nothing(logs, log):
    lines = [f"{i:03} " + "x" * 1000 for i in range(100)]
    log(*lines, max_batch_count=7, max_batch_size=20_000)
    assert sorted(messages(logs)) == sorted([*lines, RECORD])


def test_only_its_own_group_is_taken_for_its_own(backend, log, account):
    """It looks for its group by prefix, so a longer name must not end its search."""
    logs = backend.client("logs", account)
    logs.create_log_group(logGroupName=GROUP + "-longer")
    log("mine")
    assert messages(logs) == ["mine", RECORD]
