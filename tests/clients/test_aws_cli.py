"""The AWS CLI as a process, and our program given the same argument lines."""

import json
import re
import shlex
from dataclasses import dataclass

import pytest
from support import Backend, Finished, binary, child_environment, now, run, tool

ACCOUNT = "000000000000"
REGION = "us-east-1"
RULE_FILE = "aws/json/xray.json"
# The file as the project's journal has it.
RULE = {
    "SamplingRule": {
        "RuleName": "Cruddur",
        "ResourceARN": "*",
        "Priority": 9000,
        "FixedRate": 0.1,
        "ReservoirSize": 5,
        "ServiceName": "backend-flask",
        "ServiceType": "*",
        "Host": "*",
        "HTTPMethod": "*",
        "URLPath": "*",
        "Version": 1,
    }
}
TIMES = {
    "creationTime", "CreatedAt", "ModifiedAt", "firstEventTimestamp", "lastEventTimestamp",
    "lastIngestionTime", "uploadSequenceToken", "nextSequenceToken",
}


@dataclass
class Program:
    """The AWS CLI or ours, with a backend of its own and the journal's folder."""

    words: list
    backend: Backend
    folder: object
    environment: dict

    def __call__(self, line):
        """Runs an argument line as a shell would split it; `@NOW` is the present time."""
        arguments = [word.replace("@NOW", str(now())) for word in shlex.split(line)]
        return run(self.words + arguments, self.folder, self.environment)

    def good(self, line):
        """Runs an argument line that must succeed."""
        done = self(line)
        assert done.code == 0, f"{line}\n{done}"
        return done


def make_program(name, folder):
    backend = Backend(folder / name).start()
    journal = folder / name / "journal"
    (journal / "aws" / "json").mkdir(parents=True)
    (journal / RULE_FILE).write_text(json.dumps(RULE, indent=2))
    if name == "aws":
        environment = child_environment(
            folder / name, AWS_ENDPOINT_URL=backend.url, AWS_ACCESS_KEY_ID=ACCOUNT,
            AWS_SECRET_ACCESS_KEY="secret", AWS_DEFAULT_REGION=REGION, AWS_PAGER="",
        )
        return Program([tool("aws")], backend, journal, environment)
    environment = child_environment(
        folder / name, CRUDDUR_OBS_ENDPOINT_URL=backend.url, CRUDDUR_OBS_REGION=REGION
    )
    return Program([binary()], backend, journal, environment)


@pytest.fixture(scope="module")
def aws(tmp_path_factory):
    program = make_program("aws", tmp_path_factory.mktemp("cli"))
    yield program
    program.backend.stop()


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    program = make_program("ours", tmp_path_factory.mktemp("cli"))
    yield program
    program.backend.stop()


# Argument lines that mean the same to both programs, in the order in which they are run.
LINES = [
    # From the project's journal.
    'xray create-group --group-name "Cruddur" --filter-expression "service(\\"backend-flask\\")"',
    f"xray create-sampling-rule --cli-input-json file://{RULE_FILE}",
    # What else a set-up types.
    "xray get-group --group-name Cruddur",
    "xray get-groups",
    "xray get-groups --query \"Groups[?GroupName=='Cruddur'].FilterExpression\"",
    "xray get-groups --query 'Groups[].GroupName' --output text",
    "xray update-group --group-name Cruddur --insights-configuration "
    "InsightsEnabled=true,NotificationsEnabled=false",
    "xray update-group --group-name Cruddur --filter-expression 'fault = true'",
    "xray create-group --group-name Tagged --tags Key=project,Value=cruddur",
    "xray get-sampling-rules",
    "xray get-sampling-rules --query 'SamplingRuleRecords[].SamplingRule.[RuleName,Priority]' "
    "--output text",
    "xray update-sampling-rule --sampling-rule-update "
    "'{\"RuleName\": \"Cruddur\", \"FixedRate\": 0.2}'",
    "logs create-log-group --log-group-name cruddur",
    "logs create-log-group --log-group-name cruddur-seldom --log-group-class INFREQUENT_ACCESS "
    "--tags project=cruddur,stage=dev",
    "logs put-retention-policy --log-group-name cruddur --retention-in-days 7",
    "logs create-log-stream --log-group-name cruddur --log-stream-name b",
    "logs create-log-stream --log-group-name cruddur --log-stream-name a",
    "logs put-log-events --log-group-name cruddur --log-stream-name b --log-events "
    "'[{\"timestamp\": @NOW, \"message\": \"hello from the journal\"}]'",
    "logs describe-log-groups",
    "logs describe-log-groups --log-group-name-prefix cruddur-s",
    "logs describe-log-groups --log-group-name-pattern seldom",
    "logs describe-log-groups --query 'logGroups[].[logGroupName,retentionInDays]' --output text",
    "logs describe-log-streams --log-group-name cruddur",
    "logs describe-log-streams --log-group-name cruddur --order-by LastEventTime",
    "logs describe-log-streams --log-group-name cruddur --log-stream-name-prefix a",
    "logs test-metric-filter --filter-pattern ERROR --log-event-messages 'an ERROR' fine",
    "logs test-metric-filter --filter-pattern '[ip, user]' --log-event-messages '10.0.0.7 ana'",
    "logs put-log-events --log-group-name cruddur --log-stream-name b "
    "--log-events timestamp=@NOW,message=short",
    "logs delete-log-group --log-group-name cruddur-seldom",
    "xray delete-sampling-rule --rule-name Cruddur",
    "xray delete-group --group-name Tagged",
    "xray delete-group --group-name Cruddur",
]


@pytest.fixture(scope="module")
def conversation(aws, ours):
    """How every line ended in both programs."""
    return {line: (aws(line), ours(line)) for line in LINES}


def normal(value, key=None):
    """Hides what differs between any two runs: times and the random end of a group's ARN."""
    if key in TIMES:
        return "TIME"
    if isinstance(value, dict):
        return {name: normal(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return [normal(member) for member in value]
    if isinstance(value, str):
        return re.sub(r":group/(\w+)/[A-Z2-7]+$", r":group/\1/SUFFIX", value)
    return value


@pytest.mark.parametrize("line", LINES)
def test_both_programs_answer_the_same(conversation, line):
    theirs, mine = conversation[line]
    assert theirs.code == 0, theirs
    assert mine.code == 0, mine
    if theirs.out.startswith(("{", "[")):
        assert mine.out, f"nothing on stdout, where the AWS CLI prints {theirs.out}"
        assert normal(mine.json()) == normal(theirs.json())
    else:
        assert mine.out == theirs.out


def test_the_journal_s_lines_set_up_what_they_say(aws):
    aws.good(LINES[0].replace("Cruddur", "Again"))
    (group,) = aws.good("xray get-groups --query \"Groups[?GroupName=='Again']\"").json()
    assert group["FilterExpression"] == 'service("backend-flask")'
    record = aws.good(LINES[1]).json()["SamplingRuleRecord"]
    expected = {**RULE["SamplingRule"], "Attributes": {}}
    expected["RuleARN"] = f"arn:aws:xray:{REGION}:{ACCOUNT}:sampling-rule/Cruddur"
    assert record["SamplingRule"] == expected
    again = aws(LINES[1])
    assert again.code == 255
    assert "(InvalidRequestException)" in again.err
    assert "Sampling rule already exists" in again.err
    aws.good("xray delete-sampling-rule --rule-name Cruddur")


def test_our_lines_can_be_repeated(ours):
    """A set-up step that runs twice is green, where the AWS CLI fails."""
    for _ in range(2):
        ours.good(LINES[0].replace("Cruddur", "Twice"))
        ours.good(LINES[1])
        ours.good("logs create-log-group --log-group-name twice")
    other = ours("xray create-group --group-name Twice --filter-expression fault")
    assert other.code == 1, other
    group = ours.good("xray get-group --group-name Twice").json()["Group"]
    assert group["FilterExpression"] == 'service("backend-flask")'


def test_the_aws_cli_puts_pages_and_deletes_events(aws):
    aws.good("logs create-log-group --log-group-name paged")
    for stream in ["one", "two"]:
        aws.good(f"logs create-log-stream --log-group-name paged --log-stream-name {stream}")
        events = [{"timestamp": now() + i, "message": f"{stream} {i}"} for i in range(4)]
        aws.good(
            f"logs put-log-events --log-group-name paged --log-stream-name {stream} "
            f"--log-events {shlex.quote(json.dumps(events))}"
        )
    found = aws.good("logs filter-log-events --log-group-name paged --page-size 3").json()
    assert len({event["eventId"] for event in found["events"]}) == 8
    assert sorted(event["message"] for event in found["events"]) == sorted(
        f"{stream} {i}" for stream in ["one", "two"] for i in range(4)
    )
    part = aws.good("logs filter-log-events --log-group-name paged --max-items 5").json()
    rest = aws.good(
        "logs filter-log-events --log-group-name paged --starting-token " + part["NextToken"]
    ).json()
    assert part["events"] + rest["events"] == found["events"]
    page = aws.good(
        "logs get-log-events --log-group-name paged --log-stream-name one --start-from-head "
        "--limit 3"
    ).json()
    assert [event["message"] for event in page["events"]] == ["one 0", "one 1", "one 2"]
    page = aws.good(
        "logs get-log-events --log-group-name paged --log-stream-name one --start-from-head "
        "--next-token " + page["nextForwardToken"]
    ).json()
    assert [event["message"] for event in page["events"]] == ["one 3"]
    aws.good("logs delete-log-stream --log-group-name paged --log-stream-name one")
    aws.good("logs delete-log-group --log-group-name paged")
    gone = aws("logs filter-log-events --log-group-name paged")
    assert gone.code == 255
    assert "(ResourceNotFoundException)" in gone.err
    assert "The specified log group does not exist." in gone.err


def test_groups_are_paged_by_the_aws_cli(aws):
    client = aws.backend.client("logs", ACCOUNT, region=REGION)
    names = [f"many/{i:02}" for i in range(55)]
    for name in names:
        client.create_log_group(logGroupName=name)
    for size in ["", "--page-size 20"]:
        found = aws.good(f"logs describe-log-groups --log-group-name-prefix many/ {size}").json()
        assert [group["logGroupName"] for group in found["logGroups"]] == names


def test_sts_by_the_aws_cli(aws):
    assert aws.good("sts get-caller-identity").json()["Account"] == ACCOUNT


def test_what_is_not_imitated_is_named_by_the_aws_cli(aws):
    done = aws("xray put-trace-segments --trace-segment-documents '{}'")
    assert done.code == 255
    assert "PutTraceSegments is not imitated" in done.err


def test_our_tail_prints_what_the_aws_cli_put(aws, ours, tmp_path):
    """One backend, written by the one program and read by the other."""
    environment = dict(ours.environment, CRUDDUR_OBS_ENDPOINT_URL=aws.backend.url)
    aws.good("logs create-log-group --log-group-name shared")
    aws.good("logs create-log-stream --log-group-name shared --log-stream-name s")
    aws.good(
        "logs put-log-events --log-group-name shared --log-stream-name s "
        "--log-events timestamp=@NOW,message=across"
    )
    tailed: Finished = run([binary(), "logs", "tail", "shared"], tmp_path, environment)
    assert tailed.code == 0, tailed
    assert re.fullmatch(r"\S+ s across\n", tailed.out), tailed
    put = run(
        [binary(), "logs", "put", "shared", "--stream", "back"], tmp_path, environment,
        stdin="and back\nagain\n",
    )
    assert put.code == 0, put
    found = aws.good(
        "logs get-log-events --log-group-name shared --log-stream-name back --start-from-head"
    ).json()
    assert [event["message"] for event in found["events"]] == ["and back", "again"]


def test_our_variables_lead_the_aws_cli_to_the_backend(aws, ours, tmp_path):
    printed = ours.good(f"backend env --format json --endpoint-url {ours.backend.url}").json()
    environment = child_environment(tmp_path, **printed)
    done = run([tool("aws"), "logs", "create-log-group", "--log-group-name", "led"], tmp_path,
               environment)
    assert done.code == 0, done
    found = ours.good("logs groups --prefix led --query 'logGroups[].logGroupName'").json()
    assert found == ["led"]


def test_the_aws_cli_runs_inside_of_ours(tmp_path):
    """`backend run` gives a program a backend for as long as it runs."""
    environment = child_environment(tmp_path)
    inside = [binary(), "backend", "run", "--", tool("aws")]
    done = run([*inside, "logs", "create-log-group", "--log-group-name", "in"], tmp_path,
               environment)
    assert done.code == 0, done
    done = run([*inside, "logs", "describe-log-groups"], tmp_path, environment)
    assert [g["logGroupName"] for g in done.json()["logGroups"]] == ["in"], done
    done = run([*inside, "logs", "delete-log-group", "--log-group-name", "none"], tmp_path,
               environment)
    assert done.code == 255, done
