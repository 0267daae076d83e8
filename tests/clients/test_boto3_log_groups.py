"""boto3: log groups are created, read, changed, paged, tagged and deleted."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from support import REGION, flat, now, pages, refused

GROUP_MISSING = "The specified log group does not exist."
RETENTIONS = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
]


def group_arn(account, name):
    return f"arn:aws:logs:{REGION}:{account}:log-group:{name}"


def only(logs, **request):
    """The one group that a request finds."""
    groups = logs.describe_log_groups(**request)["logGroups"]
    assert len(groups) == 1, groups
    return groups[0]


def test_a_new_group_has_every_member_and_no_retention(logs, account):
    before = now()
    logs.create_log_group(logGroupName="/cruddur/api")
    group = only(logs)
    created = group.pop("creationTime")
    assert before - 1000 <= created <= now() + 1000
    assert group == {
        "logGroupName": "/cruddur/api",
        "metricFilterCount": 0,
        "arn": group_arn(account, "/cruddur/api") + ":*",
        "logGroupArn": group_arn(account, "/cruddur/api"),
        "storedBytes": 0,
        "logGroupClass": "STANDARD",
        "deletionProtectionEnabled": False,
        "bearerTokenAuthenticationEnabled": False,
    }


@pytest.mark.parametrize("log_class", ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"])
def test_the_class_is_kept_and_filters(logs, log_class):
    logs.create_log_group(logGroupName="classed", logGroupClass=log_class)
    assert only(logs, logGroupClass=log_class)["logGroupClass"] == log_class
    other = "DELIVERY" if log_class == "STANDARD" else "STANDARD"
    assert logs.describe_log_groups(logGroupClass=other)["logGroups"] == []
    listed = logs.list_log_groups(logGroupClass=log_class)["logGroups"]
    assert [(g["logGroupName"], g["logGroupClass"]) for g in listed] == [("classed", log_class)]


def test_duplicates_and_absent_groups(logs):
    logs.create_log_group(logGroupName="one")
    refused(
        lambda: logs.create_log_group(logGroupName="one"),
        "ResourceAlreadyExistsException",
        "The specified log group already exists",
    )
    calls = [
        lambda: logs.delete_log_group(logGroupName="none"),
        lambda: logs.put_retention_policy(logGroupName="none", retentionInDays=7),
        lambda: logs.delete_retention_policy(logGroupName="none"),
        lambda: logs.create_log_stream(logGroupName="none", logStreamName="s"),
        lambda: logs.describe_log_streams(logGroupName="none"),
        lambda: logs.get_log_events(logGroupName="none", logStreamName="s"),
        lambda: logs.filter_log_events(logGroupName="none"),
        lambda: logs.list_tags_log_group(logGroupName="none"),
        lambda: logs.put_log_group_deletion_protection(
            logGroupIdentifier="none", deletionProtectionEnabled=True
        ),
    ]
    for call in calls:
        refused(call, "ResourceNotFoundException", GROUP_MISSING)
    # No match is an empty list, not an error.
    assert logs.describe_log_groups(logGroupNamePrefix="none")["logGroups"] == []


def test_names_that_are_not_legal(logs, unchecked_logs):
    refused(
        lambda: unchecked_logs.create_log_group(logGroupName="n" * 513),
        "InvalidParameterException",
        "Invalid LogGroup or LogStream, both must have length less than or equal to 512.",
    )
    logs.create_log_group(logGroupName="n" * 512)
    for name in ["", "blank blank", "star*", "colon:", "aws/reserved"]:
        refused(
            lambda name=name: unchecked_logs.create_log_group(logGroupName=name),
            "InvalidParameterException",
        )
    refused(
        lambda: unchecked_logs.create_log_group(logGroupName="ok", logGroupClass="GOLD"),
        "InvalidParameterException",
        re.compile(r"Value 'GOLD' at 'logGroupClass' failed to satisfy constraint: Member must "
                   r"satisfy enum value set: \["),
    )
    assert [g["logGroupName"] for g in logs.describe_log_groups()["logGroups"]] == ["n" * 512]


def test_every_legal_retention_and_no_other(logs):
    logs.create_log_group(logGroupName="kept")
    for days in RETENTIONS:
        logs.put_retention_policy(logGroupName="kept", retentionInDays=days)
        assert only(logs)["retentionInDays"] == days
    for days in [0, 2, 8, 366, 3654, -1]:
        refused(
            lambda days=days: logs.put_retention_policy(
                logGroupName="kept", retentionInDays=days
            ),
            "InvalidParameterException",
        )
    assert only(logs)["retentionInDays"] == RETENTIONS[-1]
    logs.delete_retention_policy(logGroupName="kept")
    assert "retentionInDays" not in only(logs)


def test_deletion_protection(logs, account):
    logs.create_log_group(logGroupName="kept", deletionProtectionEnabled=True)
    assert only(logs)["deletionProtectionEnabled"] is True
    refused(
        lambda: logs.delete_log_group(logGroupName="kept"),
        "ValidationException",
        "Cannot delete log group with deletion protection enabled. Disable deletion protection "
        "first.",
    )
    logs.put_log_group_deletion_protection(
        logGroupIdentifier=group_arn(account, "kept"), deletionProtectionEnabled=False
    )
    assert only(logs)["deletionProtectionEnabled"] is False
    logs.put_log_group_deletion_protection(
        logGroupIdentifier="kept", deletionProtectionEnabled=True
    )
    refused(lambda: logs.delete_log_group(logGroupName="kept"), "ValidationException")
    logs.put_log_group_deletion_protection(
        logGroupIdentifier="kept", deletionProtectionEnabled=False
    )
    logs.delete_log_group(logGroupName="kept")
    assert logs.describe_log_groups()["logGroups"] == []


def test_bearer_token_authentication_is_kept(logs):
    logs.create_log_group(logGroupName="bearer")
    logs.put_bearer_token_authentication(
        logGroupIdentifier="bearer", bearerTokenAuthenticationEnabled=True
    )
    assert only(logs)["bearerTokenAuthenticationEnabled"] is True


def test_identifiers_are_names_or_arns_without_a_star(logs, account):
    arn = group_arn(account, "named")
    logs.create_log_group(logGroupName="named")
    logs.create_log_group(logGroupName="named-other")
    for identifier in ["named", arn]:
        assert only(logs, logGroupIdentifiers=[identifier])["logGroupName"] == "named"
    assert logs.describe_log_groups(logGroupIdentifiers=["absent"])["logGroups"] == []
    refused(
        lambda: logs.describe_log_streams(logGroupIdentifier=arn + ":*"),
        "InvalidParameterException",
        re.compile("^1 validation error detected: Value at 'logGroupIdentifier' failed to satisfy "
                   "constraint: Member must satisfy regular expression pattern: "),
    )
    refused(
        lambda: logs.describe_log_streams(logGroupName="named", logGroupIdentifier=arn),
        "ValidationException",
        "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
    )


def test_groups_are_paged_in_ascii_order(logs):
    names = [f"page/{i:03}" for i in range(60)] + ["page/Z", "page/_", "other"]
    for name in reversed(names):
        logs.create_log_group(logGroupName=name)
    whole = pages(logs.describe_log_groups, "logGroups")
    assert [len(page) for page in whole] == [50, 13]
    assert [g["logGroupName"] for g in flat(whole)] == sorted(names)
    small = pages(logs.describe_log_groups, "logGroups", logGroupNamePrefix="page/0", limit=7)
    assert [len(page) for page in small] == [7] * 8 + [4]
    assert [g["logGroupName"] for g in flat(small)] == [f"page/{i:03}" for i in range(60)]
    paginator = logs.get_paginator("describe_log_groups")
    found = paginator.paginate(logGroupNamePrefix="page/", PaginationConfig={"PageSize": 9})
    assert [g["logGroupName"] for g in found.build_full_result()["logGroups"]] == sorted(names)[1:]
    listed = pages(logs.list_log_groups, "logGroups", limit=25)
    assert [g["logGroupName"] for g in flat(listed)] == sorted(names)
    refused(
        lambda: logs.describe_log_groups(limit=51),
        "InvalidParameterException",
        "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member "
        "must have value less than or equal to 50",
    )
    refused(
        lambda: logs.describe_log_groups(nextToken="nonsense"),
        "InvalidParameterException",
        "The specified nextToken is invalid.",
    )


def test_prefix_and_pattern(logs):
    for name in ["/cruddur/api", "/cruddur/API", "/other/api-cruddur"]:
        logs.create_log_group(logGroupName=name)

    def names(**request):
        return [g["logGroupName"] for g in logs.describe_log_groups(**request)["logGroups"]]

    assert names(logGroupNamePrefix="/cruddur") == ["/cruddur/API", "/cruddur/api"]
    assert names(logGroupNamePrefix="cruddur") == []
    # A pattern is a substring that heeds case, not a glob.
    assert names(logGroupNamePattern="cruddur") == sorted(names())
    assert names(logGroupNamePattern="api") == ["/cruddur/api", "/other/api-cruddur"]
    assert names(logGroupNamePattern="cruddur*") == []
    refused(
        lambda: logs.describe_log_groups(logGroupNamePrefix="a", logGroupNamePattern="a"),
        "InvalidParameterException",
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    )
    listed = logs.list_log_groups(logGroupNamePattern="^/other|/API")["logGroups"]
    assert [g["logGroupName"] for g in listed] == ["/cruddur/API", "/other/api-cruddur"]


def test_a_search_by_pattern_shows_fewer_members(logs):
    logs.create_log_group(logGroupName="seldom")
    logs.put_retention_policy(logGroupName="seldom", retentionInDays=7)
    group = only(logs, logGroupNamePattern="eldo")
    assert set(group) == {
        "arn", "creationTime", "logGroupArn", "logGroupClass", "logGroupName", "metricFilterCount",
    }


def test_both_tag_apis_share_one_store(logs, account):
    arn = group_arn(account, "tagged")
    logs.create_log_group(logGroupName="tagged", tags={"made": "at once"})
    logs.tag_resource(resourceArn=arn, tags={"new": "1", "both": "new"})
    logs.tag_log_group(logGroupName="tagged", tags={"old": "2", "both": "old", "empty": ""})
    expected = {"made": "at once", "new": "1", "old": "2", "both": "old", "empty": ""}
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == expected
    assert logs.list_tags_log_group(logGroupName="tagged")["tags"] == expected
    logs.untag_log_group(logGroupName="tagged", tags=["new", "absent"])
    logs.untag_resource(resourceArn=arn, tagKeys=["old", "made", "empty"])
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"both": "old"}
    found = logs.list_log_groups(logGroupTags=[{"key": "both", "values": ["O*"]}])["logGroups"]
    assert [g["logGroupName"] for g in found] == ["tagged"]
    found = logs.list_log_groups(logGroupTags=[{"key": "both", "values": ["!old"]}])["logGroups"]
    assert found == []


def test_tags_that_are_not_legal(logs, unchecked_logs, account):
    arn = group_arn(account, "tagged")
    logs.create_log_group(logGroupName="tagged")
    logs.tag_resource(resourceArn=arn, tags={f"key-{i}": "v" for i in range(50)})
    refused(
        lambda: logs.tag_resource(resourceArn=arn, tags={"one-more": "v"}),
        "TooManyTagsException",
    )
    for tags in [{"aws:own": "v"}, {"k" * 129: "v"}, {"k": "v" * 257}, {"k!": "v"}]:
        refused(
            lambda tags=tags: unchecked_logs.tag_resource(resourceArn=arn, tags=tags),
            "InvalidParameterException",
        )
    assert len(logs.list_tags_for_resource(resourceArn=arn)["tags"]) == 50
    refused(
        lambda: logs.list_tags_for_resource(resourceArn=group_arn(account, "none")),
        "ResourceNotFoundException",
    )
    refused(
        lambda: unchecked_logs.list_tags_for_resource(resourceArn=arn + ":*"),
        "InvalidParameterException",
    )


def test_too_many_tags_by_operations_that_do_not_know_that_error(logs, unchecked_logs):
    """Only TagResource has TooManyTagsException among its errors."""
    logs.create_log_group(logGroupName="tagged", tags={f"key-{i}": "v" for i in range(50)})
    refused(
        lambda: unchecked_logs.create_log_group(
            logGroupName="over-tagged", tags={f"key-{i}": "v" for i in range(51)}
        ),
        "InvalidParameterException",
    )
    refused(
        lambda: logs.tag_log_group(logGroupName="tagged", tags={"one-more": "v"}),
        "InvalidParameterException",
    )
    assert len(logs.list_tags_log_group(logGroupName="tagged")["tags"]) == 50
    assert logs.describe_log_groups(logGroupNamePrefix="over-tagged")["logGroups"] == []


def test_a_deleted_group_takes_everything_with_it(logs, account):
    stream = {"logGroupName": "gone", "logStreamName": "s"}
    logs.create_log_group(logGroupName="gone", tags={"k": "v"})
    logs.create_log_stream(**stream)
    logs.put_log_events(**stream, logEvents=[{"timestamp": now(), "message": "m"}])
    logs.put_retention_policy(logGroupName="gone", retentionInDays=7)
    transformation = {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
    logs.put_metric_filter(
        logGroupName="gone", filterName="f", filterPattern="",
        metricTransformations=[transformation],
    )
    logs.put_subscription_filter(
        logGroupName="gone", filterName="f", filterPattern="",
        destinationArn=f"arn:aws:lambda:{REGION}:{account}:function:f",
    )
    logs.delete_log_group(logGroupName="gone")
    assert logs.describe_log_groups()["logGroups"] == []
    assert logs.describe_metric_filters()["metricFilters"] == []
    logs.create_log_group(logGroupName="gone")
    assert "retentionInDays" not in only(logs)
    assert only(logs)["storedBytes"] == 0
    assert only(logs)["metricFilterCount"] == 0
    assert logs.list_tags_log_group(logGroupName="gone")["tags"] == {}
    assert logs.describe_log_streams(logGroupName="gone")["logStreams"] == []
    assert logs.describe_subscription_filters(logGroupName="gone")["subscriptionFilters"] == []
    logs.create_log_stream(**stream)
    assert logs.filter_log_events(logGroupName="gone")["events"] == []
    assert logs.get_log_events(**stream)["events"] == []


def test_accounts_and_regions_are_apart(backend, logs, account):
    logs.create_log_group(logGroupName="mine")
    elsewhere = backend.client("logs", account, region="us-west-2")
    assert elsewhere.describe_log_groups()["logGroups"] == []
    elsewhere.create_log_group(logGroupName="mine")
    arn = only(elsewhere)["logGroupArn"]
    assert arn == f"arn:aws:logs:us-west-2:{account}:log-group:mine"
    assert backend.client("logs").describe_log_groups()["logGroups"] == []


def test_racing_creators_make_one_group(backend, account):
    def create(client):
        try:
            client.create_log_group(logGroupName="raced")
            return "made"
        except client.exceptions.ClientError as error:
            return error.response["Error"]["Code"]

    clients = [backend.client("logs", account) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(create, clients))
    assert ends.count("made") == 1
    assert set(ends) <= {
        "made", "ResourceAlreadyExistsException", "OperationAbortedException",
    }
