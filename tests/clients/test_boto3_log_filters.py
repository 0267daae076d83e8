"""boto3: metric filters, patterns, subscription filters, query definitions, resource policies."""

import json
import re
import uuid

import pytest
from support import REGION, flat, now, pages, refused

GROUP = "/cruddur/api"
POLICY = json.dumps({"Version": "2012-10-17", "Statement": []})


@pytest.fixture
def group(logs):
    logs.create_log_group(logGroupName=GROUP)
    return GROUP


def transformation(**members):
    return {"metricName": "errors", "metricNamespace": "Cruddur", "metricValue": "1", **members}


def put_metric_filter(logs, name="f", group=GROUP, pattern="ERROR", **members):
    return logs.put_metric_filter(
        logGroupName=group, filterName=name, filterPattern=pattern,
        metricTransformations=[transformation(**members)],
    )


# Metric filters


def test_a_metric_filter_is_created_replaced_and_deleted(logs, group):
    put_metric_filter(logs, unit="Count", defaultValue=0.5)
    (found,) = logs.describe_metric_filters(logGroupName=group)["metricFilters"]
    created = found.pop("creationTime")
    assert now() - 60_000 < created <= now()
    assert found == {
        "filterName": "f",
        "filterPattern": "ERROR",
        "metricTransformations": [transformation(unit="Count", defaultValue=0.5)],
        "logGroupName": group,
        "applyOnTransformedLogs": False,
    }
    dimensions = {"Status": "$status"}
    put_metric_filter(
        logs, pattern="[ip, status]", metricValue="$status", dimensions=dimensions
    )
    (found,) = logs.describe_metric_filters(logGroupName=group)["metricFilters"]
    assert found["filterPattern"] == "[ip, status]"
    assert found["metricTransformations"][0]["dimensions"] == dimensions
    (described,) = logs.describe_log_groups()["logGroups"]
    assert described["metricFilterCount"] == 1
    logs.delete_metric_filter(logGroupName=group, filterName="f")
    assert logs.describe_metric_filters(logGroupName=group)["metricFilters"] == []
    refused(
        lambda: logs.delete_metric_filter(logGroupName=group, filterName="f"),
        "ResourceNotFoundException",
    )


def test_metric_filters_are_found_by_prefix_and_metric_and_paged_by_name(logs, group):
    logs.create_log_group(logGroupName="a-second")
    expected = [f"f{i:02}" for i in range(53)]
    for place, name in enumerate(reversed(expected)):
        where = group if place % 2 else "a-second"
        put_metric_filter(logs, name, where, metricName=f"m{place % 3}")
    found = pages(logs.describe_metric_filters, "metricFilters", logGroupName=group, limit=4)
    assert [f["filterName"] for f in flat(found)] == expected[1::2]
    found = pages(logs.describe_metric_filters, "metricFilters", filterNamePrefix="f1", limit=3)
    assert [f["filterName"] for f in flat(found)] == [f"f1{i}" for i in range(10)]
    found = pages(logs.describe_metric_filters, "metricFilters")
    assert [len(page) for page in found] == [50, 3]
    assert [f["filterName"] for f in flat(found)] == expected
    found = pages(
        logs.describe_metric_filters, "metricFilters",
        metricName="m1", metricNamespace="Cruddur", limit=5,
    )
    metrics = {f["metricTransformations"][0]["metricName"] for f in flat(found)}
    assert metrics == {"m1"} and len(flat(found)) == 18
    refused(
        lambda: logs.describe_metric_filters(metricName="m1"), "InvalidParameterException"
    )


def test_metric_filter_quotas(logs, group):
    for i in range(5):
        put_metric_filter(logs, f"regex-{i}", pattern="%E[A-Z]+%")
    refused(
        lambda: put_metric_filter(logs, "regex-5", pattern="%E%"), "LimitExceededException"
    )
    put_metric_filter(logs, "regex-0", pattern="%changed%")
    for i in range(95):
        put_metric_filter(logs, f"plain-{i}")
    refused(
        lambda: put_metric_filter(logs, "one-more"),
        "LimitExceededException",
        "Resource limit exceeded.",
    )
    put_metric_filter(logs, "plain-0", pattern="changed")


@pytest.mark.parametrize(
    "members",
    [
        {"metricValue": "not a number"},
        {"metricValue": "1" * 101},
        {"metricName": "has:colon"},
        {"metricName": "n" * 256},
        {"metricNamespace": "has*star"},
        {"unit": "Furlongs"},
        {"dimensions": {"Status": "$status"}},
        {"defaultValue": 0, "dimensions": {"Status": "$status"}, "pattern": "[status]"},
        {"dimensions": {f"d{i}": "$status" for i in range(4)}, "pattern": "[status]"},
        {"pattern": "?ERROR ?WARN", "dimensions": {"a": "$b"}},
        {"pattern": "x" * 1025},
        {"name": "a:b"},
        {"name": "n" * 513},
    ],
)
def test_metric_filters_that_are_not_legal(logs, unchecked_logs, group, members):
    refused(
        lambda: put_metric_filter(unchecked_logs, **members), "InvalidParameterException"
    )
    assert logs.describe_metric_filters()["metricFilters"] == []


def test_metric_filters_need_their_group_and_one_transformation(logs, unchecked_logs, group):
    refused(
        lambda: put_metric_filter(logs, group="none"),
        "ResourceNotFoundException",
        "The specified log group does not exist.",
    )
    for transformations in [[], [transformation()] * 2]:
        refused(
            lambda transformations=transformations: unchecked_logs.put_metric_filter(
                logGroupName=group, filterName="f", filterPattern="",
                metricTransformations=transformations,
            ),
            "InvalidParameterException",
        )


# Patterns

LINES = {
    "a": "[ERROR 400] BAD PAYLOAD", "b": "[ERROR 401] UNAUTHORIZED CALL",
    "c": "[ERROR 419] MISSING HANDLE", "d": "[ERROR 500] INTERNAL DB FAILURE",
    "e": "[OK 200] AUTHORIZED CALL", "f": "[WARN] CALL DENIED",
    "g": "exit with ERRORCODE: -1", "h": "[Error] Unhandled problem", "i": "code 7",
    "j": "exit code", "k": "the mode x", "l": "peer 10.0.0.7 up", "m": "peer 10x0y0z7",
    "n": "f(x)", "o": "flavour", "p": "pr", "q": "pqqr",
    "J": json.dumps(
        {
            "op": "PutCrud", "ip": "10.1.2.3", "tags": ["alpha", "beta two"],
            "items": [{"n": "x", "id": 1}, {"n": "y", "id": 2}], "gone": None, "ok": True,
            "svc.name": "api", "ms": 75.5, "err": 400,
            "user": {"id": 1, "mail": "a.b@example.com"}, "acts": ["GET", "PUT"],
            "grid": [[0, 1], [2, 3]],
        }
    ),
    "K": 'app: {"op":"PutCrud"}',
    "P": '10.1.2.3 - ana [20/Nov/2026:10:00:00 +0000] "GET /home.html HTTP/1.1" 404 1534',
    "Q": "ERROR 2026-11-20 failed to boot",
    "R": "INFO d1 t1 GET /item/67 1200",
    "S": "INFO d1 t1 GET /item/67/part/1 1200",
    "U": "WARNING disk full",
}

PATTERNS = [
    # pattern, lines that match, lines that do not
    ("ERROR", "abg", "eh"),
    ("ERROR HANDLE", "c", "ab"),
    ("?ERROR ?HANDLE", "acg", "ef"),
    ("?ERROR ?HANDLE CALL", "bef", "ac"),
    ('"INTERNAL DB FAILURE"', "d", "a"),
    ('"DB INTERNAL"', "", "d"),
    ("ERROR -HANDLE", "abd", "ce"),
    ("-ERROR", "ef", "ag"),
    ('" "', "afi", ""),
    ("error", "", "ah"),
    ('"[ERROR 400]"', "a", "b"),
    ('"[ERROR 500]" DB', "d", "a"),
    ('?"DB FAILURE" ?DENIED', "df", "a"),
    ("%AUTHORIZED%", "be", "a"),
    ("%^[cm]ode%", "i", "jk"),
    ("%[cm]ode$%", "j", "ik"),
    ("%flavou?r%", "o", "a"),
    ("%pq*r%", "pq", "a"),
    ("%pq+r%", "q", "p"),
    (r"%10\.0\.0\.7%", "l", "m"),
    ("%10.0.0.7%", "lm", "a"),
    ("%^code|^exit%", "ijg", "k"),
    (r"%\x28x%", "n", "i"),
    ("%q{2,3}%", "q", "p"),
    ('{ $.op = "PutCrud" }', "J", "K"),
    ("{ $.op = PutCrud }", "J", "K"),
    ('{ $.op = "Put*" }', "J", ""),
    ('{ $.op = "*Crud" }', "J", ""),
    ('{ $.op = "P*d" }', "", "J"),
    ('{ $.op = "putcrud" }', "", "J"),
    ("{ $.op = %Crud% }", "J", ""),
    ("{ $.ip != 99.99.* }", "J", ""),
    ("{ $.ip = 10.1.* }", "J", ""),
    ('{ $.tags[0] = "alpha" }', "J", ""),
    ("{ $.tags[*] = %bet.{1}% }", "J", ""),
    (r"{ $.* = %10\.1\.2\.[0-9]{1,3}% }", "J", ""),
    ("{ $.items[1].id = 2 }", "J", ""),
    ("{ $.['svc.name'] = \"api\" }", "J", ""),
    ("{ $.gone IS NULL }", "J", ""),
    ("{ $.op IS NULL }", "", "J"),
    ("{ $.ok IS TRUE }", "J", ""),
    ("{ $.ok IS FALSE }", "", "J"),
    ("{ $.nope NOT EXISTS }", "J", "K"),
    ("{ $.gone NOT EXISTS }", "", "J"),
    ('{ $.tags = "alpha" }', "", "J"),
    ('{ $.tags != "alpha" }', "", "J"),
    ('{ $.user = "x" }', "", "J"),
    ("{ $.ms > 75 }", "J", ""),
    ("{ $.ms < 50 }", "", "J"),
    ("{ $.err = 400 }", "J", ""),
    ("{ $.err = 401 }", "", "J"),
    ("{ $.err = %^4% }", "J", ""),
    ("{ $.err != 500 }", "J", ""),
    ("{ $.err >= 4e2 }", "J", ""),
    ("{ $.ms <= 55.5 }", "", "J"),
    ("{ $.err > +399 }", "J", ""),
    ("{ $.grid[0][1] = 1 }", "J", ""),
    ("{ $.ms = * }", "J", ""),
    ("{ $.nope = * }", "", "J"),
    ('{ $.nope = "x" }', "", "J"),
    ("{ ($.user.id = 1) && ($.items[0].id = 1) }", "J", ""),
    ("{ $.user.id = 1 || $.err = 9 && $.ms = 9 }", "J", ""),
    ("{ ($.user.id = 1 || $.err = 9) && $.ms = 9 }", "", "J"),
    ('{ ($.user.id = 2 && $.op = "n") || $.acts[1] = "GET" }', "", "J"),
    ('{ $.user.mail = "*@example.com" }', "J", ""),
    ('{ $.op = "" }', "", "J"),
    ("[ip, id, user, ts, req, status=404, size]", "P", ""),
    ("[ip, id, user, ts, req, status=200, size]", "", "P"),
    ("[ip, id, user, ts, req, status=4*, size]", "P", ""),
    (r"[ip=%10\.1\.2\.[1-9]%, id, user, ts, req=*.html*, status=4*, size]", "P", ""),
    ("[]", "PQ", ""),
    ("[..., status=404 || status=410, size]", "P", ""),
    ("[ip, ..., size>1000]", "P", "Q"),
    ("[ip, ..., size>2000]", "", "P"),
    ("[ip, user, ..., status, size]", "P", ""),
    ("[..., status=4* && status!=403, size]", "P", ""),
    ("[w1=ERROR, w2]", "Q", "UR"),
    ("[w1=ERROR || w1=%WARN%, w2]", "QU", "R"),
    ("[w1!=ERROR && w1!=WARNING, w2]", "R", "QU"),
    ("[lv, d, t, verb, url=%/item/[0-9]+$%, ms]", "R", "S"),
    ("[lv, d, t, verb, url=%/item/[0-9]+/part/[0-9]+$%, ms]", "S", "R"),
    ("[a, b, c, d, e, f, g, h]", "", "P"),
    ('[lv="INFO", ...]', "R", "Q"),
]


@pytest.mark.parametrize(("pattern", "matching", "others"), PATTERNS)
def test_patterns_match_what_is_documented(logs, pattern, matching, others):
    names = matching + others
    answer = logs.test_metric_filter(
        filterPattern=pattern, logEventMessages=[LINES[name] for name in names]
    )
    assert [m["eventMessage"] for m in answer["matches"]] == [LINES[n] for n in matching]
    assert [m["eventNumber"] for m in answer["matches"]] == list(range(len(matching)))


@pytest.mark.parametrize(
    ("pattern", "extracted"),
    [
        (
            "[ip, id, user, ts, req, status, size]",
            {
                "$ip": "10.1.2.3", "$id": "-", "$user": "ana",
                "$ts": "20/Nov/2026:10:00:00 +0000", "$req": "GET /home.html HTTP/1.1",
                "$status": "404", "$size": "1534",
            },
        ),
        (
            "[..., size]",
            {
                "$1": "10.1.2.3", "$2": "-", "$3": "ana", "$4": "20/Nov/2026:10:00:00 +0000",
                "$5": "GET /home.html HTTP/1.1", "$6": "404", "$size": "1534",
            },
        ),
        (
            "[..., req=*.html*, status=4*,]",
            {
                "$1": "10.1.2.3", "$2": "-", "$3": "ana", "$4": "20/Nov/2026:10:00:00 +0000",
                "$req": "GET /home.html HTTP/1.1", "$status": "404", "$7": "1534",
            },
        ),
        ("ana", {}),
    ],
)
def test_values_are_picked_out_of_lines(logs, pattern, extracted):
    answer = logs.test_metric_filter(filterPattern=pattern, logEventMessages=[LINES["P"]])
    assert [match["extractedValues"] for match in answer["matches"]] == [extracted]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("user@host", "Invalid"),
        ("a/b", "Invalid"),
        ("err:", "Invalid"),
        ("%a(b)%", None),
        ("%wow!%", None),
        ("{ $.a = 1", "If a filter pattern starts with '{' it must end with '}'"),
        ('{ status = "401" }', None),
        ("{ $.a = 'x' }", None),
        ("{ $.a IS NOT NULL }", None),
        ("{ $.a EXISTS }", None),
        ("{ $.a == 1 }", None),
        ("{ }", None),
        ("[a, status = 4* && size > 1000]", None),
        ("[..., a, ...]", None),
        ("{ $.a = %x% && $.b = %y% && $.c = %z% }", None),
        ("{ $.a[*].b.* = 1 }", None),
        ("{ $.a.* = 1 && $.b.* = 1 && $.c.* = 1 && $.d.* = 1 }", None),
        ("x" * 1025, "have length less than or equal to 1024"),
    ],
)
def test_patterns_that_are_refused(logs, unchecked_logs, group, pattern, text):
    expected = re.compile(re.escape(text)) if text else None
    refused(
        lambda: unchecked_logs.test_metric_filter(
            filterPattern=pattern, logEventMessages=["x"]
        ),
        "InvalidParameterException",
        expected,
    )
    refused(
        lambda: unchecked_logs.filter_log_events(logGroupName=group, filterPattern=pattern),
        "InvalidParameterException",
        expected,
    )


def test_the_number_of_test_messages_is_bounded(logs, unchecked_logs):
    answer = logs.test_metric_filter(filterPattern="", logEventMessages=["m"] * 50)
    assert len(answer["matches"]) == 50
    for count in [0, 51]:
        refused(
            lambda count=count: unchecked_logs.test_metric_filter(
                filterPattern="", logEventMessages=["m"] * count
            ),
            "InvalidParameterException",
        )


# Subscription filters


def test_subscription_filters(logs, group, account):
    destination = f"arn:aws:lambda:{REGION}:{account}:function:f"

    def put(name, where=group, to=destination, **members):
        logs.put_subscription_filter(
            logGroupName=where, filterName=name, filterPattern="ERROR", destinationArn=to,
            **members,
        )

    put("b", distribution="Random")
    put("a")
    with_limit = pages(
        logs.describe_subscription_filters, "subscriptionFilters", logGroupName=group, limit=1
    )
    assert [len(page) for page in with_limit] == [1, 1]
    first, second = flat(with_limit)
    first.pop("creationTime")
    assert first == {
        "filterName": "a", "logGroupName": group, "filterPattern": "ERROR",
        "destinationArn": destination, "distribution": "ByLogStream",
        "applyOnTransformedLogs": False,
    }
    assert (second["filterName"], second["distribution"]) == ("b", "Random")
    refused(lambda: put("c"), "LimitExceededException", "Resource limit exceeded.")
    put("a", distribution="Random")
    answer = logs.describe_subscription_filters(logGroupName=group, filterNamePrefix="a")
    assert [f["distribution"] for f in answer["subscriptionFilters"]] == ["Random"]
    logs.delete_subscription_filter(logGroupName=group, filterName="b")
    refused(
        lambda: logs.delete_subscription_filter(logGroupName=group, filterName="b"),
        "ResourceNotFoundException",
        "The specified subscription filter does not exist.",
    )
    refused(lambda: put("x", where="none"), "ResourceNotFoundException")
    refused(lambda: put("x", to="arn:aws:s3:::bucket"), "InvalidParameterException")
    answer = logs.describe_subscription_filters(logGroupName=group)
    assert [f["filterName"] for f in answer["subscriptionFilters"]] == ["a"]


# Query definitions


def test_query_definitions(logs):
    token = str(uuid.uuid4())
    members = {"name": "cruddur/slow", "queryString": "fields @message | limit 5"}
    key = logs.put_query_definition(**members, clientToken=token, logGroupNames=["g"])
    key = key["queryDefinitionId"]
    again = logs.put_query_definition(**members, clientToken=token, logGroupNames=["g"])
    assert again["queryDefinitionId"] == key
    (found,) = logs.describe_query_definitions()["queryDefinitions"]
    changed = found.pop("lastModified")
    assert now() - 60_000 < changed <= now()
    assert found == {
        **members, "queryDefinitionId": key, "logGroupNames": ["g"], "queryLanguage": "CWLI",
    }
    # An update replaces everything.
    logs.put_query_definition(
        name="cruddur/new", queryString="stats count(*)", queryDefinitionId=key
    )
    (found,) = logs.describe_query_definitions()["queryDefinitions"]
    assert found["name"] == "cruddur/new" and not found.get("logGroupNames")
    # The id is the key, not the name.
    other = logs.put_query_definition(name="cruddur/new", queryString="q")["queryDefinitionId"]
    assert other != key
    logs.put_query_definition(name="else", queryString="q")
    found = pages(
        logs.describe_query_definitions, "queryDefinitions",
        queryDefinitionNamePrefix="cruddur", maxResults=1,
    )
    assert {q["queryDefinitionId"] for q in flat(found)} == {key, other}
    assert [len(page) for page in found] == [1, 1]
    assert logs.delete_query_definition(queryDefinitionId=key)["success"] is True
    for call in [
        lambda: logs.delete_query_definition(queryDefinitionId=key),
        lambda: logs.put_query_definition(name="n", queryString="q", queryDefinitionId=key),
    ]:
        refused(call, "ResourceNotFoundException")
    assert len(logs.describe_query_definitions()["queryDefinitions"]) == 2


# Resource policies


def test_resource_policies(logs, account):
    for i in range(10):
        answer = logs.put_resource_policy(policyName=f"p{i}", policyDocument=POLICY)
        assert answer["resourcePolicy"]["policyName"] == f"p{i}"
        assert answer["resourcePolicy"]["policyDocument"] == POLICY
        assert answer["resourcePolicy"]["policyScope"] == "ACCOUNT"
    refused(
        lambda: logs.put_resource_policy(policyName="p10", policyDocument=POLICY),
        "LimitExceededException",
        "Resource limit exceeded.",
    )
    other = POLICY.replace("[]", '[{"Effect": "Deny"}]')
    logs.put_resource_policy(policyName="p3", policyDocument=other)
    paginator = logs.get_paginator("describe_resource_policies")
    found = paginator.paginate(PaginationConfig={"PageSize": 3}).build_full_result()
    documents = {p["policyName"]: p["policyDocument"] for p in found["resourcePolicies"]}
    assert documents == {f"p{i}": other if i == 3 else POLICY for i in range(10)}
    logs.delete_resource_policy(policyName="p3")
    refused(
        lambda: logs.delete_resource_policy(policyName="p3"),
        "ResourceNotFoundException",
        "Policy with name [p3] does not exist.",
    )
    assert len(logs.describe_resource_policies()["resourcePolicies"]) == 9


def test_a_policy_of_a_resource_has_revisions(logs, group, account):
    arn = f"arn:aws:logs:{REGION}:{account}:log-group:{group}"
    first = logs.put_resource_policy(resourceArn=arn, policyDocument=POLICY)
    assert first["resourcePolicy"]["policyScope"] == "RESOURCE"
    assert first["resourcePolicy"]["resourceArn"] == arn
    second = logs.put_resource_policy(
        resourceArn=arn, policyDocument=POLICY, expectedRevisionId=first["revisionId"]
    )
    assert second["revisionId"] != first["revisionId"]
    refused(
        lambda: logs.put_resource_policy(
            resourceArn=arn, policyDocument=POLICY, expectedRevisionId=first["revisionId"]
        ),
        "InvalidParameterException",
    )
    (found,) = logs.describe_resource_policies(resourceArn=arn)["resourcePolicies"]
    assert found["revisionId"] == second["revisionId"]
    assert logs.describe_resource_policies()["resourcePolicies"] == []
    logs.delete_resource_policy(resourceArn=arn, expectedRevisionId=second["revisionId"])
    assert logs.describe_resource_policies(resourceArn=arn)["resourcePolicies"] == []
