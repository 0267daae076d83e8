"""`plan`, `apply`, `destroy` and `status`, judged by boto3 and the AWS CLI."""

import contextlib
import json
import re
import subprocess
import threading
import urllib.request

import boto3
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from support import (
    Backend, Finished, binary, child_environment, eventually, flat, now, pages, run, tool,
)

OK, FAILED, USAGE, PARTLY, CHANGES = 0, 1, 2, 5, 10
ACCOUNT = "000000000000"

RULE = {
    "SamplingRule": {
        "RuleName": "Cruddur", "ResourceARN": "*", "Priority": 9000, "FixedRate": 0.1,
        "ReservoirSize": 5, "ServiceName": "backend-flask", "ServiceType": "*", "Host": "*",
        "HTTPMethod": "*", "URLPath": "*", "Version": 1,
    }
}

HEAD = """
[project]
name = "cruddur"
"""

XRAY = """
[xray.groups.Cruddur]
filter_expression = 'service("backend-flask")'
insights = true
notifications = true
tags.team = "obs"
[xray.groups.Slow]
filter_expression = "responsetime > 5"
[xray.sampling_rules.Cruddur]
file = "aws/json/xray.json"
[xray.sampling_rules.Checkout]
priority = 10
fixed_rate = 0.5
reservoir_size = 3
service_name = "shop-*"
service_type = "AWS::ECS::Container"
host = "*.example.com"
http_method = "POST"
url_path = "/checkout/*"
resource_arn = "arn:aws:ecs:*"
attributes = { tier = "gold" }
rate_boost = { max_rate = 0.9, cooldown_minutes = 5 }
tags.team = "obs"
[xray.sampling_rules.Default]
reservoir_size = 2
"""

LOGS = """
[logs.groups.cruddur]
retention = "7d"
tags.team = "obs"
metric_filters.errors.pattern = "ERROR"
[logs.groups.cruddur.metric_filters.slow]
pattern = '{ $.ms > 1000 }'
metric_name = "latency"
namespace = "Cruddur/Web"
value = "$.ms"
unit = "Milliseconds"
dimensions = { path = "$.path" }
[logs.groups.cruddur.metric_filters.boots]
pattern = '"server started"'
default_value = 0
[logs.groups."/cruddur/archive"]
class = "INFREQUENT_ACCESS"
[logs.groups."/cruddur/jobs"]
retention = "2w"
"""

CREATED = {"cruddur-obs:project": "cruddur", "cruddur-obs:origin": "created"}
ADOPTED = {**CREATED, "cruddur-obs:origin": "adopted"}
ANY = {
    "ResourceARN": "*", "ServiceName": "*", "ServiceType": "*", "Host": "*", "HTTPMethod": "*",
    "URLPath": "*", "Version": 1, "Attributes": {},
}
DEFAULT_RULE = {**ANY, "RuleName": "Default", "Priority": 10000, "FixedRate": 0.05}

# What the file says, in the vendor's words.
DECLARED_GROUPS = {
    "Cruddur": {
        "FilterExpression": 'service("backend-flask")',
        "Insights": {"InsightsEnabled": True, "NotificationsEnabled": True},
        "Tags": {**CREATED, "team": "obs"},
    },
    "Slow": {
        "FilterExpression": "responsetime > 5",
        "Insights": {"InsightsEnabled": False, "NotificationsEnabled": False},
        "Tags": CREATED,
    },
}
DECLARED_RULES = {
    "Cruddur": {**RULE["SamplingRule"], "Attributes": {}, "Tags": CREATED},
    "Checkout": {
        "RuleName": "Checkout", "Priority": 10, "FixedRate": 0.5, "ReservoirSize": 3,
        "ServiceName": "shop-*", "ServiceType": "AWS::ECS::Container", "Host": "*.example.com",
        "HTTPMethod": "POST", "URLPath": "/checkout/*", "ResourceARN": "arn:aws:ecs:*",
        "Version": 1, "Attributes": {"tier": "gold"},
        "SamplingRateBoost": {"MaxRate": 0.9, "CooldownWindowMinutes": 5},
        "Tags": {**CREATED, "team": "obs"},
    },
    "Default": {**DEFAULT_RULE, "ReservoirSize": 2},
}
PLAIN_METRIC = {"metricNamespace": "cruddur", "metricValue": "1"}
DECLARED_LOGS = {
    "cruddur": {
        "class": "STANDARD",
        "retention": 7,
        "tags": {**CREATED, "team": "obs"},
        "filters": {
            "boots": (
                '"server started"',
                {**PLAIN_METRIC, "metricName": "boots", "defaultValue": 0.0},
            ),
            "errors": ("ERROR", {**PLAIN_METRIC, "metricName": "errors"}),
            "slow": (
                "{ $.ms > 1000 }",
                {
                    "metricName": "latency", "metricNamespace": "Cruddur/Web",
                    "metricValue": "$.ms", "unit": "Milliseconds",
                    "dimensions": {"path": "$.path"},
                },
            ),
        },
    },
    "/cruddur/archive": {
        "class": "INFREQUENT_ACCESS", "retention": None, "tags": CREATED, "filters": {},
    },
    "/cruddur/jobs": {"class": "STANDARD", "retention": 14, "tags": CREATED, "filters": {}},
}


class Project:
    """A folder with a project file, and our program in it."""

    def __init__(self, folder, text, **settings):
        self.folder = folder / "project"
        (self.folder / "aws" / "json").mkdir(parents=True)
        (self.folder / "aws" / "json" / "xray.json").write_text(json.dumps(RULE))
        self.environment = child_environment(folder, **settings)
        self.write(text)

    def write(self, text):
        self.text = text
        (self.folder / "cruddur-obs.toml").write_text(text)

    def change(self, before, after):
        assert before in self.text
        self.write(self.text.replace(before, after))

    def __call__(self, *arguments, code=OK):
        done = run([binary(), *arguments], self.folder, self.environment)
        assert done.code == code, done
        assert "panicked" not in done.err
        return done

    def is_settled(self, *arguments):
        """Checks that a second plan has nothing to do."""
        self("plan", "--detailed-exitcode", *arguments)
        self("status", "--detailed-exitcode", *arguments)

    def at_once(self, *lines):
        """Runs commands at once."""
        children = [
            subprocess.Popen(
                [binary(), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                cwd=self.folder,
                env=self.environment,
            )
            for arguments in lines
        ]
        ended = [child.communicate(timeout=60) for child in children]
        assert not any("panicked" in errors for _, errors in ended)
        return [Finished(child.returncode, *texts) for child, texts in zip(children, ended)]


class Theirs:
    """The same account, seen and changed with boto3."""

    def __init__(self, server, region="us-east-1"):
        self.logs = server.client("logs", ACCOUNT, region=region)
        self.xray = server.client("xray", ACCOUNT, region=region)

    def __call__(self, service, operation, **parameters):
        answer = getattr(getattr(self, service), operation)(**parameters)
        # As JSON, as the AWS CLI has it.
        return json.loads(json.dumps(answer, default=str))

    def arn(self, group):
        found = self.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        return next(g["logGroupArn"] for g in found if g["logGroupName"] == group)

    def tags(self, group):
        return self.logs.list_tags_for_resource(resourceArn=self.arn(group))["tags"]


def aws_cli(server, folder):
    """Asks the same of the AWS CLI."""
    environment = child_environment(
        folder, AWS_ENDPOINT_URL=server.url, AWS_ACCESS_KEY_ID=ACCOUNT,
        AWS_SECRET_ACCESS_KEY="secret", AWS_DEFAULT_REGION="us-east-1", AWS_PAGER="",
    )

    def read(service, operation, **parameters):
        words = [tool("aws"), service, operation.replace("_", "-")]
        for name, value in parameters.items():
            words += ["--" + xform_name(name, "-"), value]
        done = run(words, folder, environment)
        assert done.code == 0, done
        return done.json()

    return read


def xray_groups(read):
    found = {}
    for group in read("xray", "get_groups")["Groups"]:
        if group["GroupName"] == "Default":
            continue
        found[group["GroupName"]] = {
            "FilterExpression": group["FilterExpression"],
            "Insights": group["InsightsConfiguration"],
            "Tags": xray_tags(read, group["GroupARN"]),
        }
    return found


def rules(read):
    found = {}
    for record in read("xray", "get_sampling_rules")["SamplingRuleRecords"]:
        rule = dict(record["SamplingRule"])
        arn = rule.pop("RuleARN")
        if rule["RuleName"] != "Default":
            rule["Tags"] = xray_tags(read, arn)
        found[rule["RuleName"]] = rule
    return found


def xray_tags(read, arn):
    tags = read("xray", "list_tags_for_resource", ResourceARN=arn)["Tags"]
    return {tag["Key"]: tag["Value"] for tag in tags}


def metric_filters(found):
    """By name; a unit that is left out is shown as `None`."""
    filters = {}
    for one in found:
        (metric,) = one["metricTransformations"]
        if metric.get("unit") == "None":
            del metric["unit"]
        filters[one["filterName"]] = (one["filterPattern"], metric)
    return filters


def log_groups(read):
    found = {}
    for group in read("logs", "describe_log_groups")["logGroups"]:
        name = group["logGroupName"]
        filters = read("logs", "describe_metric_filters", logGroupName=name)["metricFilters"]
        tags = read("logs", "list_tags_for_resource", resourceArn=group["logGroupArn"])["tags"]
        found[name] = {
            "class": group["logGroupClass"],
            "retention": group.get("retentionInDays"),
            "tags": tags,
            "filters": metric_filters(filters),
        }
        assert group["metricFilterCount"] == len(filters)
    return found


@pytest.fixture
def server(start_backend):
    """A backend of the test's own, because the account of profile local is always the same."""
    return start_backend()


@pytest.fixture
def theirs(server):
    return Theirs(server)


@pytest.fixture
def project(server, tmp_path):
    return Project(tmp_path, HEAD + XRAY + LOGS, CRUDDUR_OBS_ENDPOINT_URL=server.url)


# What others read


def test_others_read_what_the_file_says_and_nothing_once_it_is_gone(tmp_path):
    """Applied with no server running, and read from one that is started afterwards."""
    data = tmp_path / "data"
    project = Project(tmp_path, HEAD + XRAY + LOGS, CRUDDUR_OBS_DATA_DIR=data)
    project("apply")
    server = Backend(tmp_path / "server", data=data).start()
    try:
        for read in [Theirs(server), aws_cli(server, tmp_path)]:
            assert xray_groups(read) == DECLARED_GROUPS
            assert rules(read) == DECLARED_RULES
            assert log_groups(read) == DECLARED_LOGS
        project.is_settled()
        project("destroy", "--yes")
        for read in [Theirs(server), aws_cli(server, tmp_path)]:
            assert xray_groups(read) == {}
            assert rules(read) == {"Default": {**DEFAULT_RULE, "ReservoirSize": 1}}
            assert log_groups(read) == {}
    finally:
        server.stop()


def test_a_changed_file_changes_what_others_read_and_nothing_else(project, theirs):
    project("apply")
    theirs.logs.put_metric_filter(
        logGroupName="cruddur", filterName="by-hand", filterPattern="WARN",
        metricTransformations=[{**PLAIN_METRIC, "metricName": "warnings"}],
    )
    theirs.logs.tag_resource(resourceArn=theirs.arn("cruddur"), tags={"by": "hand"})
    before = log_groups(theirs)
    project.change('"7d"', '"30d"')
    project.change("responsetime > 5", "responsetime > 9")
    project.change("http_method", "# http_method")
    project.change('"ERROR"', '"FATAL"')
    project("apply")
    assert xray_groups(theirs)["Slow"]["FilterExpression"] == "responsetime > 9"
    # What the file names no more is left as it is, as anything that it does not name.
    assert rules(theirs)["Checkout"]["HTTPMethod"] == "POST"
    after = log_groups(theirs)
    assert after["cruddur"]["retention"] == 30
    assert after["cruddur"]["filters"]["errors"][0] == "FATAL"
    assert after["cruddur"]["filters"]["by-hand"] == before["cruddur"]["filters"]["by-hand"]
    assert after["cruddur"]["tags"] == {**CREATED, "team": "obs", "by": "hand"}
    assert after["/cruddur/jobs"] == before["/cruddur/jobs"]
    project.is_settled()


def test_the_aws_cli_and_our_file_agree_on_a_group_that_both_write(project, theirs, server, tmp_path):
    """What the AWS CLI created from the journal's lines is as declared: nothing to do."""
    aws = aws_cli(server, tmp_path)
    project.write(HEAD + XRAY.split("[xray.sampling_rules.Checkout]")[0])
    project.change('insights = true\nnotifications = true\ntags.team = "obs"\n', "")
    expression = 'service("backend-flask")'
    aws("xray", "create_group", GroupName="Cruddur", FilterExpression=expression)
    aws("xray", "create_group", GroupName="Slow", FilterExpression="responsetime > 5")
    aws("xray", "create_sampling_rule", CliInputJson=json.dumps(RULE))
    done = project("plan", "--detailed-exitcode", "-v")
    assert done.out.count("it was there before and is as declared") == 3, done
    project("destroy", "--yes")
    assert set(xray_groups(theirs)) == {"Cruddur", "Slow"}, "what we did not make stays"
    assert set(rules(theirs)) == {"Cruddur", "Default"}


# Things that were there before

KINDS = ["log group", "X-Ray group", "sampling rule"]


class Existing:
    """One thing that somebody else made, different from what the file says."""

    FILES = {
        "log group": "[logs.groups.theirs]\nretention = '7d'\n",
        "X-Ray group": "[xray.groups.Theirs]\nfilter_expression = 'fault'\n",
        "sampling rule": "[xray.sampling_rules.Theirs]\npriority = 5\nfixed_rate = 0.5\n"
        "reservoir_size = 1\n",
    }

    def __init__(self, kind, theirs):
        self.kind = kind
        self.theirs = theirs
        self.text = self.FILES[kind]

    def make(self, **tags):
        pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
        if self.kind == "log group":
            self.theirs.logs.create_log_group(logGroupName="theirs", tags={"theirs": "1", **tags})
            self.set(30)
        elif self.kind == "X-Ray group":
            self.theirs.xray.create_group(
                GroupName="Theirs", FilterExpression="error",
                InsightsConfiguration={"InsightsEnabled": True}, Tags=pairs,
            )
        else:
            rule = {**RULE["SamplingRule"], "RuleName": "Theirs", "Priority": 7}
            self.theirs.xray.create_sampling_rule(SamplingRule=rule, Tags=pairs)

    def set(self, value):
        """Changes the field that the file names."""
        if self.kind == "log group":
            self.theirs.logs.put_retention_policy(logGroupName="theirs", retentionInDays=value)
        elif self.kind == "X-Ray group":
            self.theirs.xray.update_group(GroupName="Theirs", FilterExpression=value)
        else:
            self.theirs.xray.update_sampling_rule(
                SamplingRuleUpdate={"RuleName": "Theirs", "Priority": value}
            )

    def delete(self):
        if self.kind == "log group":
            self.theirs.logs.delete_log_group(logGroupName="theirs")
        elif self.kind == "X-Ray group":
            self.theirs.xray.delete_group(GroupName="Theirs")
        else:
            self.theirs.xray.delete_sampling_rule(RuleName="Theirs")

    @property
    def declared(self):
        return {"log group": 7, "X-Ray group": "fault", "sampling rule": 5}[self.kind]

    @property
    def other(self):
        return {"log group": 14, "X-Ray group": "throttle", "sampling rule": 9}[self.kind]

    def there(self):
        """The named field, and our tags; nothing where it is gone."""
        if self.kind == "log group":
            thing, field = log_groups(self.theirs).get("theirs"), "retention"
            tags = thing and thing["tags"]
        elif self.kind == "X-Ray group":
            thing, field = xray_groups(self.theirs).get("Theirs"), "FilterExpression"
            tags = thing and thing["Tags"]
        else:
            thing, field = rules(self.theirs).get("Theirs"), "Priority"
            tags = thing and thing["Tags"]
        if thing is None:
            return None
        return thing[field], {k: v for k, v in tags.items() if k.startswith("cruddur-obs:")}


@pytest.fixture(params=KINDS)
def existing(request, project, theirs):
    thing = Existing(request.param, theirs)
    project.write(HEAD + thing.text)
    return thing


def test_adopt_changes_the_named_fields_and_marks(existing, project, theirs):
    existing.make()
    project.write(HEAD + existing.text + "on_exists = 'adopt'\n")
    done = project("apply", "-o", "json")
    assert done.json()["summary"]["adopt"] == 1, done
    assert existing.there() == (existing.declared, ADOPTED)
    if existing.kind == "X-Ray group":
        insights = xray_groups(theirs)["Theirs"]["Insights"]
        assert insights["InsightsEnabled"], "not named, so not changed"
    project.is_settled()
    project("destroy", "--yes")
    assert existing.there() == (existing.declared, {}), "what was adopted stays, unmarked"
    if existing.kind == "log group":
        assert theirs.tags("theirs") == {"theirs": "1"}


def test_update_changes_the_named_fields_and_marks_nothing(existing, project):
    existing.make()
    project.write(HEAD + existing.text + "on_exists = 'update'\n")
    assert project("apply", "-o", "json").json()["summary"]["update"] == 1
    assert existing.there() == (existing.declared, {})
    project.is_settled()
    project("destroy", "--yes")
    assert existing.there() == (existing.declared, {})


def test_fail_writes_nothing_at_all(existing, project, theirs):
    existing.make()
    before = existing.there()
    also = "[logs.groups.also]\nretention = '1d'\n"
    project.write(HEAD + existing.text + "on_exists = 'fail'\n" + also)
    done = project("apply", code=FAILED)
    assert "it was there before, is not ours, and differs" in done.err
    project("plan", "--detailed-exitcode", code=FAILED)
    assert existing.there() == before
    assert "also" not in log_groups(theirs)


def test_what_is_as_declared_is_left_unmarked(existing, project):
    existing.make()
    if existing.kind == "sampling rule":
        project.write(HEAD + "[xray.sampling_rules.Theirs]\nfile = 'rule.json'\n")
        rule = {"SamplingRule": {**RULE["SamplingRule"], "RuleName": "Theirs", "Priority": 5}}
        (project.folder / "rule.json").write_text(json.dumps(rule))
    existing.set(existing.declared)
    for _ in range(2):
        assert "nothing to do: 1 unchanged" in project("apply").out
    assert existing.there() == (existing.declared, {})
    project("destroy", "--yes")
    assert existing.there() == (existing.declared, {})


@pytest.mark.parametrize("origin", ["created", "adopted"])
def test_another_projects_things_are_left_alone(existing, project, origin):
    marks = {"cruddur-obs:project": "other", "cruddur-obs:origin": origin}
    existing.make(**marks)
    before = existing.there()
    for on_exists in ["adopt", "update"]:
        project.write(HEAD + existing.text + f"on_exists = '{on_exists}'\n")
        done = project("apply", code=FAILED)
        assert "it belongs to project other" in done.err
    project("destroy", "--yes", "--prune")
    project.write(HEAD + "[logs.groups.mine]\n")
    project("apply", "--prune", "--yes")
    assert existing.there() == before
    assert before[1] == marks


def test_the_default_of_log_groups_is_adopt_and_of_the_rest_is_fail(existing, project):
    existing.make()
    if existing.kind == "log group":
        project("apply")
        assert existing.there() == (existing.declared, ADOPTED)
    else:
        project("apply", code=FAILED)


# Between `plan --out` and `apply PLANFILE`

STOPPED = "it has changed since the plan was made"


def test_a_plan_does_not_make_again_what_was_deleted_meanwhile(existing, project):
    project("apply")
    existing.set(existing.other)
    project("plan", "--out", "p", "--detailed-exitcode", code=CHANGES)
    existing.delete()
    done = project("apply", "p", code=FAILED)
    assert STOPPED in done.out
    assert existing.there() is None
    project("apply")
    assert existing.there() == (existing.declared, CREATED)


def test_a_plan_does_not_change_what_was_changed_otherwise_meanwhile(existing, project):
    project("apply")
    existing.set(existing.other)
    project("plan", "--out", "p")
    third = {"log group": 60, "X-Ray group": "ok", "sampling rule": 11}[existing.kind]
    existing.set(third)
    assert STOPPED in project("apply", "p", code=FAILED).out
    assert existing.there() == (third, CREATED)


def test_a_plan_does_not_take_over_what_appeared_meanwhile(existing, project):
    project("plan", "--out", "p")
    existing.make()
    before = existing.there()
    assert STOPPED in project("apply", "p", code=FAILED).out
    assert existing.there() == before


def test_what_was_done_as_planned_meanwhile_is_done(existing, project):
    project("apply")
    existing.set(existing.other)
    project("plan", "--out", "p")
    existing.set(existing.declared)
    project("apply", "p")
    assert existing.there() == (existing.declared, CREATED)


def test_a_planned_removal_of_what_is_gone_or_released_does_no_harm(existing, project, theirs):
    project("apply")
    project.write(HEAD + "[logs.groups.kept]\n")
    project("apply")
    project("plan", "--prune", "--out", "p")
    assert "say --prune again" in project("apply", "p", "--yes", code=USAGE).err
    assert "--yes" in project("apply", "p", "--prune", code=USAGE).err
    existing.delete()
    project("apply", "p", "--prune")
    existing.make()
    before = existing.there()
    project("apply", "p", "--prune", "--yes")
    assert existing.there() == before, "a new one of the same name is not the planned one"
    assert "kept" in log_groups(theirs)


def test_the_rest_of_a_plan_is_done_when_one_part_is_overtaken(project, theirs):
    project("plan", "--out", "p")
    theirs.xray.create_group(GroupName="Slow", FilterExpression="fault")
    done = project("apply", "p", "-o", "json", code=PARTLY)
    (left,) = [step for step in done.json()["steps"] if step["result"] != "done"]
    assert left["address"] == "xray.groups.Slow"
    assert rules(theirs) == DECLARED_RULES
    assert log_groups(theirs) == DECLARED_LOGS
    assert xray_groups(theirs)["Slow"]["FilterExpression"] == "fault"


def test_events_that_came_after_the_plan_are_not_deleted(project, theirs):
    project.write(HEAD + LOGS)
    project("apply")
    project.change('[logs.groups."/cruddur/jobs"]\nretention = "2w"\n', "")
    project("plan", "--prune", "--out", "p")
    theirs.logs.create_log_stream(logGroupName="/cruddur/jobs", logStreamName="s")
    theirs.logs.put_log_events(
        logGroupName="/cruddur/jobs", logStreamName="s",
        logEvents=[{"timestamp": now(), "message": "came late"}],
    )
    assert STOPPED in project("apply", "p", "--prune", "--yes", code=FAILED).out
    assert "/cruddur/jobs" in log_groups(theirs)
    project("plan", "--prune", code=FAILED)
    project("apply", "--prune", "--delete-logs", "--yes")
    assert "/cruddur/jobs" not in log_groups(theirs)


# Drift

DRIFT = {
    "retention": lambda t: t.logs.delete_retention_policy(logGroupName="cruddur"),
    "log group gone": lambda t: t.logs.delete_log_group(logGroupName="/cruddur/archive"),
    "log group's tag": lambda t: t.logs.tag_resource(
        resourceArn=t.arn("cruddur"), tags={"team": "x"}
    ),
    "filter gone": lambda t: t.logs.delete_metric_filter(
        logGroupName="cruddur", filterName="slow"
    ),
    "filter's unit": lambda t: t.logs.put_metric_filter(
        logGroupName="cruddur", filterName="slow", filterPattern="{ $.ms > 1000 }",
        metricTransformations=[
            {**DECLARED_LOGS["cruddur"]["filters"]["slow"][1], "unit": "Seconds"}
        ],
    ),
    "filter's default": lambda t: t.logs.put_metric_filter(
        logGroupName="cruddur", filterName="boots", filterPattern='"server started"',
        metricTransformations=[{**PLAIN_METRIC, "metricName": "boots"}],
    ),
    "expression": lambda t: t.xray.update_group(GroupName="Slow", FilterExpression="fault"),
    "notifications": lambda t: t.xray.update_group(
        GroupName="Cruddur",
        InsightsConfiguration={"InsightsEnabled": True, "NotificationsEnabled": False},
    ),
    "X-Ray group gone": lambda t: t.xray.delete_group(GroupName="Slow"),
    "rule's rate": lambda t: t.xray.update_sampling_rule(
        SamplingRuleUpdate={"RuleName": "Checkout", "FixedRate": 0.51}
    ),
    "rule's attributes": lambda t: t.xray.update_sampling_rule(
        SamplingRuleUpdate={"RuleName": "Checkout", "Attributes": {"tier": "silver"}}
    ),
    "rule gone": lambda t: t.xray.delete_sampling_rule(RuleName="Cruddur"),
    "reserved rule": lambda t: t.xray.update_sampling_rule(
        SamplingRuleUpdate={"RuleName": "Default", "ReservoirSize": 7}
    ),
}


@pytest.mark.parametrize("what", DRIFT)
def test_drift_is_seen_and_mended(project, theirs, what):
    project("apply")
    DRIFT[what](theirs)
    done = project("status", "--detailed-exitcode", "-o", "json", code=CHANGES)
    assert done.json()["differs"] is True
    states = {thing["state"] for thing in done.json()["things"]}
    assert states <= {"ok", "differs", "missing"} and states != {"ok"}, states
    project("status")
    project("apply")
    assert (xray_groups(theirs), rules(theirs)) == (DECLARED_GROUPS, DECLARED_RULES)
    assert log_groups(theirs) == DECLARED_LOGS
    project.is_settled()


def test_what_the_file_does_not_name_is_no_drift(project, theirs):
    project("apply")
    theirs.logs.create_log_group(logGroupName="unrelated")
    theirs.xray.create_group(GroupName="Unrelated", FilterExpression="fault")
    theirs.logs.tag_resource(resourceArn=theirs.arn("cruddur"), tags={"cost": "42"})
    theirs.xray.update_group(
        GroupName="Slow",
        InsightsConfiguration={"InsightsEnabled": True, "NotificationsEnabled": False},
    )
    project.is_settled()


def test_filters_of_many_groups_are_found_among_others(project, theirs):
    """More groups than are asked one by one, more filters than a page holds, or than it is worth."""
    names = [f"/many/{number:02}" for number in range(12)]
    declared = "".join(
        f'[logs.groups."{name}"]\nretention = "3d"\nmetric_filters.errors.pattern = "ERROR"\n'
        for name in names
    )
    project.write(HEAD + declared)
    project("apply", "-q")
    others = 0
    for enough in [60, 400]:
        for number in range(others, enough):
            group = f"/other/{number // 100}"
            if number % 100 == 0:
                theirs.logs.create_log_group(logGroupName=group)
            theirs.logs.put_metric_filter(
                logGroupName=group, filterName=f"f{number}", filterPattern="",
                metricTransformations=[{**PLAIN_METRIC, "metricName": "m"}],
            )
        others = enough
        project.is_settled()
        theirs.logs.delete_metric_filter(logGroupName=names[5], filterName="errors")
        done = project("status", "--detailed-exitcode", "-o", "json", code=CHANGES)
        (missing,) = [t["address"] for t in done.json()["things"] if t["state"] == "missing"]
        assert missing == f'logs.groups."{names[5]}".metric_filters.errors'
        project("apply", "-q")
        project.is_settled()


# Several at once


@contextlib.contextmanager
def in_background(work):
    """Repeats `work` in a thread; what it raises fails the test."""
    stop, errors = threading.Event(), []

    def repeat():
        try:
            while not stop.is_set():
                work()
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    if errors:
        raise errors[0]


def test_three_applies_at_once_leave_one_result_while_boto3_reads(project, theirs):
    reads = []

    def look():
        """Whatever is there is as declared, or not finished yet; never something else."""
        reads.append(1)
        for name, group in groups_so_far(theirs).items():
            declared = DECLARED_LOGS[name]
            assert group["retention"] in (None, declared["retention"])
            assert group["tags"] in ({}, declared["tags"])
            for filter_name, metric in group["filters"].items():
                assert metric == declared["filters"][filter_name]
        for name, group in xray_groups(theirs).items():
            assert group == {**DECLARED_GROUPS[name], "Tags": group["Tags"]}

    with in_background(look):
        for done in project.at_once(*[["apply"]] * 3):
            assert done.code == OK, done
            assert "everything reads back as declared" in done.err or "nothing to do" in done.out
    assert len(reads) > 1
    assert (xray_groups(theirs), rules(theirs)) == (DECLARED_GROUPS, DECLARED_RULES)
    assert log_groups(theirs) == DECLARED_LOGS
    project.is_settled()


def groups_so_far(theirs):
    """As `log_groups`, while others write."""
    found = {}
    for group in theirs.logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"]
        filters = theirs.logs.describe_metric_filters(logGroupName=name)["metricFilters"]
        found[name] = {
            "retention": group.get("retentionInDays"),
            "tags": theirs.tags(name),
            "filters": metric_filters(filters),
        }
    return found


def test_three_applies_at_once_with_no_server_leave_one_result(tmp_path):
    """One of them embeds the backend, the others use it, and go on when it ends."""
    data = tmp_path / "data"
    project = Project(tmp_path, HEAD + XRAY + LOGS, CRUDDUR_OBS_DATA_DIR=data)
    for done in project.at_once(*[["apply"]] * 3):
        assert done.code == OK, done
    project.is_settled()
    server = Backend(tmp_path / "server", data=data).start()
    try:
        theirs = Theirs(server)
        assert (xray_groups(theirs), rules(theirs)) == (DECLARED_GROUPS, DECLARED_RULES)
        assert log_groups(theirs) == DECLARED_LOGS
    finally:
        server.stop()


def test_what_an_apply_and_a_destroy_at_once_leave_either_of_them_mends(project, theirs):
    """They undo each other's work, which each may see and tell; nothing is left half."""
    for done in project.at_once(["apply"], ["destroy", "--yes"]):
        assert done.code in (OK, FAILED, PARTLY), done
    project("apply")
    assert log_groups(theirs) == DECLARED_LOGS
    assert (xray_groups(theirs), rules(theirs)) == (DECLARED_GROUPS, DECLARED_RULES)
    for done in project.at_once(["destroy", "--yes"], ["destroy", "--yes"]):
        assert done.code == OK, done
    assert (xray_groups(theirs), log_groups(theirs)) == ({}, {})


# Producers


@pytest.mark.parametrize(
    ("group", "producer"),
    [("/aws/lambda/orders", "Lambda function orders"), ("cruddur", "an agent, a log driver")],
)
def test_a_producer_that_makes_its_group_again_is_named(project, theirs, group, producer):
    project.write(HEAD + f'[logs.groups."{group}"]\nretention = "7d"\n')
    project("apply")

    def produce():
        """What a Lambda function or a log driver does: write, and make what is missing."""
        try:
            theirs.logs.put_log_events(
                logGroupName=group, logStreamName="s",
                logEvents=[{"timestamp": now(), "message": "still here"}],
            )
        except theirs.logs.exceptions.ResourceNotFoundException:
            with contextlib.suppress(theirs.logs.exceptions.ResourceAlreadyExistsException):
                theirs.logs.create_log_group(logGroupName=group)
            with contextlib.suppress(ClientError):
                theirs.logs.create_log_stream(logGroupName=group, logStreamName="s")

    with in_background(produce):
        eventually(lambda: theirs.logs.describe_log_streams(logGroupName=group)["logStreams"])
        eventually(lambda: theirs.logs.filter_log_events(logGroupName=group)["events"])
        assert "it holds events" in project("destroy", "--yes", code=FAILED).err
        done = project("destroy", "--yes", "--delete-logs", code=FAILED)
    assert f"log group {group} came back" in done.err
    assert producer in done.err and "stop it first" in done.err
    # The producer's own group is not ours.
    assert "it is not marked as ours" in project("destroy", "--yes", "--delete-logs").out
    assert theirs.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]


# moto


@pytest.fixture
def moto_logs(moto):
    """A client of an empty moto."""
    reset = urllib.request.Request(moto.url + "/moto-api/reset", method="POST")
    urllib.request.urlopen(reset, timeout=10).close()
    return boto3.client(
        "logs", endpoint_url=moto.url, region_name="us-east-1",
        aws_access_key_id=ACCOUNT, aws_secret_access_key="secret",
    )


# moto knows no classes.
MOTO_LOGS = LOGS.replace('class = "INFREQUENT_ACCESS"\n', "")


@pytest.fixture
def at_moto(moto, moto_logs, tmp_path):
    """A project whose target is moto."""
    project = Project(tmp_path, HEAD + MOTO_LOGS)

    def ours(command, *arguments, code=OK):
        return project(command, "--endpoint-url", moto.url, *arguments, code=code)

    ours.project = project
    return ours


def moto_groups(client):
    found = {}
    for group in flat(pages(client.describe_log_groups, "logGroups")):
        name = group["logGroupName"]
        filters = client.describe_metric_filters(logGroupName=name)["metricFilters"]
        found[name] = {
            "retention": group.get("retentionInDays"),
            "tags": client.list_tags_for_resource(resourceArn=group["logGroupArn"])["tags"],
            "filters": metric_filters(filters),
        }
    return found


def without_class(groups):
    return {
        name: {key: value for key, value in group.items() if key != "class"}
        for name, group in groups.items()
    }


def test_moto_becomes_what_the_file_says(at_moto, moto_logs):
    planned = at_moto("plan", "--only", "logs", "--detailed-exitcode", code=CHANGES)
    assert "6 to create" in planned.out
    done = at_moto("apply", "--only", "logs")
    assert "6 created; everything reads back as declared" in done.err
    # moto cannot search by tags; that is told, and is no failure.
    assert "cannot be looked for" in done.err and "ListLogGroups" in done.err
    assert moto_groups(moto_logs) == without_class(DECLARED_LOGS)
    at_moto("plan", "--only", "logs", "--detailed-exitcode")
    at_moto("status", "--only", "logs", "--detailed-exitcode")
    moto_logs.delete_retention_policy(logGroupName="cruddur")
    moto_logs.delete_metric_filter(logGroupName="cruddur", filterName="slow")
    at_moto("status", "--only", "logs", "--detailed-exitcode", code=CHANGES)
    at_moto("apply", "--only", "logs")
    assert moto_groups(moto_logs) == without_class(DECLARED_LOGS)
    at_moto("destroy", "--only", "logs", "--yes")
    assert moto_groups(moto_logs) == {}
    at_moto("destroy", "--only", "logs", "--yes")


def test_moto_s_groups_are_adopted_and_released(at_moto, moto_logs):
    moto_logs.create_log_group(logGroupName="cruddur", tags={"theirs": "1"})
    moto_logs.put_retention_policy(logGroupName="cruddur", retentionInDays=30)
    moto_logs.create_log_group(
        logGroupName="/cruddur/jobs", tags={"cruddur-obs:project": "other"}
    )
    done = at_moto("apply", "--only", "logs", code=FAILED)
    assert "it belongs to project other" in done.err
    moto_logs.delete_log_group(logGroupName="/cruddur/jobs")
    at_moto("apply", "--only", "logs")
    found = moto_groups(moto_logs)["cruddur"]
    assert found["retention"] == 7
    assert found["tags"] == {**ADOPTED, "theirs": "1", "team": "obs"}
    at_moto("plan", "--only", "logs", "--detailed-exitcode")
    at_moto("destroy", "--only", "logs", "--yes")
    assert moto_groups(moto_logs) == {
        "cruddur": {"retention": 7, "tags": {"theirs": "1", "team": "obs"}, "filters": {}}
    }


def test_moto_s_pages_are_followed(at_moto, moto_logs):
    names = [f"/many/{number:03}" for number in range(120)]
    for name in names:
        moto_logs.create_log_group(logGroupName=name + "/other")
    declared = "".join(f'[logs.groups."{name}"]\nretention = "3d"\n' for name in names[::4])
    at_moto.project.write(HEAD + declared)
    at_moto("apply", "--only", "logs", "-q")
    found = moto_groups(moto_logs)
    assert {name for name in found if found[name]["retention"] == 3} == set(names[::4])
    at_moto("plan", "--only", "logs", "--detailed-exitcode")
    at_moto("destroy", "--only", "logs", "--yes", "-q")
    assert set(moto_groups(moto_logs)) == {name + "/other" for name in names}


def test_two_applies_at_once_on_moto_leave_one_result(at_moto, moto, moto_logs):
    line = ["apply", "--only", "logs", "--endpoint-url", moto.url]
    for done in at_moto.project.at_once(line, line):
        assert done.code == OK, done
    assert moto_groups(moto_logs) == without_class(DECLARED_LOGS)
    at_moto("plan", "--only", "logs", "--detailed-exitcode")


def test_events_on_moto_are_not_deleted_unasked(at_moto, moto_logs):
    at_moto("apply", "--only", "logs")
    moto_logs.create_log_stream(logGroupName="cruddur", logStreamName="s")
    moto_logs.put_log_events(
        logGroupName="cruddur", logStreamName="s",
        logEvents=[{"timestamp": now(), "message": "x"}],
    )
    done = at_moto("destroy", "--only", "logs", "--yes", code=FAILED)
    assert "log group cruddur: it holds events" in done.err
    assert set(moto_groups(moto_logs)) == set(DECLARED_LOGS)
    at_moto("destroy", "--only", "logs", "--yes", "--delete-logs")
    assert moto_groups(moto_logs) == {}


@pytest.mark.parametrize("command", [["plan"], ["apply"], ["destroy", "--yes"], ["status"]])
def test_xray_on_moto_is_a_clear_failure(at_moto, moto_logs, command):
    at_moto.project.write(HEAD + XRAY + MOTO_LOGS)
    done = at_moto(*command, code=FAILED)
    (line,) = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert re.search(r"\bGet(Groups|SamplingRules)\b", line), done
    assert "404" in line
    assert moto_groups(moto_logs) == {}, "nothing is written before everything is known"
