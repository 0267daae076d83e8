"""boto3: the X-Ray control plane: groups, sampling rules, tags, policies, settings."""

import json
import re
from datetime import datetime, timezone

import pytest
from support import REGION, now, refused

ANY = {
    "ResourceARN": "*", "ServiceName": "*", "ServiceType": "*", "Host": "*", "HTTPMethod": "*",
    "URLPath": "*", "Version": 1,
}
CRUDDUR = {
    **ANY, "RuleName": "Cruddur", "Priority": 9000, "FixedRate": 0.1, "ReservoirSize": 5,
    "ServiceName": "backend-flask",
}
POLICY = json.dumps({"Version": "2012-10-17", "Statement": []})
INVALID = "InvalidRequestException"
NOT_INSIGHTFUL = {"InsightsEnabled": False, "NotificationsEnabled": False}


def custom_groups(xray):
    found = xray.get_paginator("get_groups").paginate().build_full_result()["Groups"]
    return [group for group in found if group["GroupName"] != "Default"]


def rules(xray):
    found = xray.get_paginator("get_sampling_rules").paginate().build_full_result()
    return found["SamplingRuleRecords"]


# Groups


def test_a_group_is_created_read_changed_and_deleted(xray, account):
    made = xray.create_group(
        GroupName="Cruddur", FilterExpression='service("backend-flask")'
    )["Group"]
    arn = made["GroupARN"]
    assert re.fullmatch(f"arn:aws:xray:{REGION}:{account}:group/Cruddur/[A-Z2-7]+", arn)
    assert made == {
        "GroupName": "Cruddur", "GroupARN": arn,
        "FilterExpression": 'service("backend-flask")',
        "InsightsConfiguration": NOT_INSIGHTFUL,
    }
    assert xray.get_group(GroupName="Cruddur")["Group"] == made
    assert xray.get_group(GroupARN=arn)["Group"] == made
    assert custom_groups(xray) == [made]
    insightful = {"InsightsEnabled": True, "NotificationsEnabled": True}
    changed = xray.update_group(GroupName="Cruddur", InsightsConfiguration=insightful)["Group"]
    assert changed == {**made, "InsightsConfiguration": insightful}
    changed = xray.update_group(GroupARN=arn, FilterExpression="fault")["Group"]
    assert changed == {
        **made, "FilterExpression": "fault", "InsightsConfiguration": insightful,
    }
    assert xray.get_group(GroupName="Cruddur")["Group"] == changed
    xray.delete_group(GroupARN=arn)
    assert custom_groups(xray) == []
    again = xray.create_group(GroupName="Cruddur")["Group"]
    assert again["GroupARN"] != arn
    refused(lambda: xray.get_group(GroupARN=arn), INVALID, "Group not found")


def test_group_names_heed_case_and_are_unique(xray):
    xray.create_group(GroupName="Cruddur")
    xray.create_group(GroupName="cruddur")
    refused(
        lambda: xray.create_group(GroupName="Cruddur"), INVALID, re.compile("already exists$")
    )
    assert sorted(g["GroupName"] for g in custom_groups(xray)) == ["Cruddur", "cruddur"]


def test_absent_groups(xray, account):
    arn = f"arn:aws:xray:{REGION}:{account}:group/None/ABC"
    for call in [
        lambda: xray.get_group(GroupName="None"),
        lambda: xray.get_group(GroupARN=arn),
        lambda: xray.update_group(GroupName="None", FilterExpression="fault"),
        lambda: xray.delete_group(GroupName="None"),
        lambda: xray.delete_group(GroupARN=arn),
    ]:
        refused(call, INVALID, "Group not found")
    refused(lambda: xray.get_group(), INVALID)


def test_groups_that_are_not_legal(xray, unchecked_xray):
    for name in ["n" * 33, "", "blank blank", "dot."]:
        with pytest.raises(xray.exceptions.ClientError) as caught:
            unchecked_xray.create_group(GroupName=name)
        code = caught.value.response["Error"]["Code"]
        assert code in {INVALID, "ValidationException"}, name
    refused(
        lambda: unchecked_xray.create_group(GroupName="n" * 33), "ValidationException"
    )
    refused(
        lambda: xray.create_group(
            GroupName="G",
            InsightsConfiguration={"InsightsEnabled": False, "NotificationsEnabled": True},
        ),
        INVALID,
    )
    assert custom_groups(xray) == []
    xray.create_group(GroupName="n" * 32)


def test_the_default_group(xray, account):
    arn = f"arn:aws:xray:{REGION}:{account}:group/Default"
    (default,) = xray.get_groups()["Groups"]
    assert default["GroupName"] == "Default"
    assert default["GroupARN"] == arn
    assert default["InsightsConfiguration"] == NOT_INSIGHTFUL
    assert xray.get_group(GroupName="Default")["Group"]["GroupARN"] == arn
    assert xray.get_group(GroupARN=arn)["Group"]["GroupName"] == "Default"
    refused(
        lambda: xray.create_group(GroupName="Default"), INVALID, re.compile("already exists$")
    )
    refused(lambda: xray.delete_group(GroupName="Default"), INVALID)
    refused(
        lambda: xray.update_group(GroupName="Default", FilterExpression="fault"), INVALID
    )
    insightful = {"InsightsEnabled": True, "NotificationsEnabled": False}
    xray.update_group(GroupName="Default", InsightsConfiguration=insightful)
    (default,) = xray.get_groups()["Groups"]
    assert default["InsightsConfiguration"] == insightful
    assert not default.get("FilterExpression")


ACCEPTED_EXPRESSIONS = [
    'service("backend-flask") {fault OR error}',
    'http.url CONTAINS "/api/activities/@andrewbrown"',
    'http.url BEGINSWITH "http://api.example.com/" AND http.url CONTAINS "/v2/" AND '
    '!service("api.example.com")',
    "ok", "!ok", "ok = false", "fault = true", "throttle", "partial",
    "ok !partial duration <3", "duration >= 5 AND duration <= 8", "http.status != 200",
    'http.status >= 500 AND http.method = "POST"', 'http.useragent CONTAINS "curl"',
    "http.url AND responseTime > 2", 'user CONTAINS ""', "annotation.age", "annotation.age > 29",
    'annotation.gameid = "817DL6VO"', "annotation.is_retry = true",
    'annotation[aws.local.operation]="GET /api/orders"', "service() {fault}",
    'service("data-plane") {root = true and fault = true}',
    'edge("api.example.com", "backend.example.com") {error}',
    'edge("backend-flask", id(type:"AWS::DynamoDB::Table")) {throttle}',
    'service(id(name:"fn", type:"AWS::Lambda::Function")) {error}',
    'service(id(account.id:"111122223333")) OR service(id(account.id:"444455556666"))',
    'group.name = "high_response_time" AND user = "alice"', 'availabilityzone = "us-east-1a"',
    'rootcause.fault.entity {last and name = "deserialize"}',
    "rootcause.fault.service {index > 5}",
    'rootcause.responsetime.entity {remote and coverage > 0.7 and name = "traces"}',
    'rootcause.json = #[{"Services":[{"Name":"A","EntityPath":[{"Name":"A"},{"Name":"b"}]}]}]',
    '(service("a") {fault} OR service("b") {fault}) AND !partial',
    'Annotation[aws.local.environment] = "ec2:default"', "",
]

REFUSED_EXPRESSIONS = [
    'responsecode("404")', "http.status_code = 404", 'service.name = "x"',
    "http.url CONTAINS /api/", "service(backend-flask)", "http.method = 'GET'",
    'http.status CONTAINS "50"', "http.url > 5", "fault = 1", 'responsetime > "5"',
    "duration > 5s", 'service("x") {fault', "(fault OR error",
    'service("x") {annotation.a = "b"}', 'annotation.aws.local.service = "x"', 'edge("a")',
    'service("a","b")', 'service(name:"a")', 'id(name:"x")', "fault AND", "AND fault", "()",
    'http.url !CONTAINS "x"', 'http.url LIKE "%x%"', 'http.url =~ "x"', "fault && error",
    "coverage > 0.5", "rootcause.responsetime.exception {last}",
]


@pytest.mark.parametrize("expression", ACCEPTED_EXPRESSIONS)
def test_expressions_that_are_accepted(xray, expression):
    made = xray.create_group(GroupName="G", FilterExpression=expression)["Group"]
    assert made.get("FilterExpression", "") == expression


@pytest.mark.parametrize("expression", REFUSED_EXPRESSIONS)
def test_expressions_that_are_refused(xray, expression):
    refused(lambda: xray.create_group(GroupName="G", FilterExpression=expression), INVALID)
    assert custom_groups(xray) == []


def test_an_unknown_word_is_told_with_its_place(xray):
    refused(
        lambda: xray.create_group(GroupName="G", FilterExpression='responsecode("404")'),
        INVALID,
        re.compile(r"Invalid input symbol.*\d"),
    )


# Sampling rules


def test_a_sampling_rule_is_created_read_changed_and_deleted(xray, account):
    before = now() // 1000
    record = xray.create_sampling_rule(SamplingRule=CRUDDUR)["SamplingRuleRecord"]
    arn = f"arn:aws:xray:{REGION}:{account}:sampling-rule/Cruddur"
    expected = {**CRUDDUR, "RuleARN": arn, "Attributes": {}}
    assert record["SamplingRule"] == expected
    for member in ["CreatedAt", "ModifiedAt"]:
        assert before <= record[member].timestamp() <= now() // 1000 + 1
    found, default = rules(xray)
    assert found["SamplingRule"] == expected
    assert default["SamplingRule"]["RuleName"] == "Default"
    update = {"RuleName": "Cruddur", "FixedRate": 0.5, "Attributes": {"k": "v"}}
    changed = xray.update_sampling_rule(SamplingRuleUpdate=update)["SamplingRuleRecord"]
    expected.update(FixedRate=0.5, Attributes={"k": "v"})
    assert changed["SamplingRule"] == expected
    update = {"RuleARN": arn, "Priority": 1}
    changed = xray.update_sampling_rule(SamplingRuleUpdate=update)["SamplingRuleRecord"]
    expected.update(Priority=1)
    assert changed["SamplingRule"] == expected
    gone = xray.delete_sampling_rule(RuleARN=arn)["SamplingRuleRecord"]
    assert gone["SamplingRule"] == expected
    assert len(rules(xray)) == 1


def test_rules_stand_in_the_order_in_which_they_are_tried(xray):
    for name, priority in [("b", 5), ("z", 1), ("a", 5), ("B", 5), ("y", 9999)]:
        rule = {**CRUDDUR, "RuleName": name, "Priority": priority}
        xray.create_sampling_rule(SamplingRule=rule)
    names = [record["SamplingRule"]["RuleName"] for record in rules(xray)]
    assert names == ["z", "B", "a", "b", "y", "Default"]


def test_absent_and_duplicate_rules(xray, account):
    xray.create_sampling_rule(SamplingRule=CRUDDUR)
    refused(
        lambda: xray.create_sampling_rule(SamplingRule=CRUDDUR),
        INVALID,
        "Sampling rule already exists",
    )
    missing = f"arn:aws:xray:{REGION}:{account}:sampling-rule/None"
    for call in [
        lambda: xray.update_sampling_rule(SamplingRuleUpdate={"RuleName": "None"}),
        lambda: xray.update_sampling_rule(SamplingRuleUpdate={"RuleARN": missing}),
        lambda: xray.delete_sampling_rule(RuleName="None"),
        lambda: xray.delete_sampling_rule(RuleARN=missing),
    ]:
        refused(call, INVALID, "Sampling rule does not exist")
    arn = missing.replace("None", "Cruddur")
    refused(lambda: xray.delete_sampling_rule(RuleName="Cruddur", RuleARN=arn), INVALID)
    refused(lambda: xray.delete_sampling_rule(), INVALID)
    assert len(rules(xray)) == 2


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"RuleName": "n" * 33}, "ValidationException"),
        ({"ResourceARN": "r" * 501}, "ValidationException"),
        ({"Priority": 0}, "ValidationException"),
        ({"Priority": 10_000}, "ValidationException"),
        ({"FixedRate": 1.1}, "ValidationException"),
        ({"FixedRate": -0.1}, "ValidationException"),
        ({"ReservoirSize": -1}, "ValidationException"),
        ({"ServiceName": "s" * 65}, "ValidationException"),
        ({"ServiceType": "s" * 65}, "ValidationException"),
        ({"Host": "h" * 65}, "ValidationException"),
        ({"HTTPMethod": "M" * 11}, "ValidationException"),
        ({"URLPath": "/" * 129}, "ValidationException"),
        ({"Attributes": {f"k{i}": "v" for i in range(6)}}, "ValidationException"),
        ({"Attributes": {"k": "v" * 33}}, "ValidationException"),
        ({"Version": 2}, INVALID),
    ],
)
def test_rules_that_are_not_legal(xray, unchecked_xray, members, code):
    refused(
        lambda: unchecked_xray.create_sampling_rule(SamplingRule={**CRUDDUR, **members}), code
    )
    assert len(rules(xray)) == 1


@pytest.mark.parametrize("member", sorted(set(CRUDDUR)))
def test_a_rule_needs_every_member(xray, unchecked_xray, member):
    rule = {name: value for name, value in CRUDDUR.items() if name != member}
    with pytest.raises(xray.exceptions.ClientError) as caught:
        unchecked_xray.create_sampling_rule(SamplingRule=rule)
    assert caught.value.response["Error"]["Code"] in {INVALID, "ValidationException"}
    assert member in caught.value.response["Error"]["Message"]
    assert len(rules(xray)) == 1


def test_the_default_rule(xray, account):
    (default,) = rules(xray)
    assert default["SamplingRule"] == {
        **ANY, "RuleName": "Default", "Priority": 10_000, "FixedRate": 0.05,
        "ReservoirSize": 1, "Attributes": {},
        "RuleARN": f"arn:aws:xray:{REGION}:{account}:sampling-rule/Default",
    }
    epoch = datetime.fromtimestamp(0, timezone.utc)
    assert default["CreatedAt"] == epoch and default["ModifiedAt"] == epoch
    for member, value in [("Host", "x"), ("Priority", 5), ("ServiceName", "s")]:
        refused(
            lambda member=member, value=value: xray.update_sampling_rule(
                SamplingRuleUpdate={"RuleName": "Default", member: value}
            ),
            INVALID,
            "Invalid update request for default sampling rule",
        )
    xray.update_sampling_rule(
        SamplingRuleUpdate={"RuleName": "Default", "FixedRate": 0.5, "ReservoirSize": 9}
    )
    (default,) = rules(xray)
    assert default["SamplingRule"]["FixedRate"] == 0.5
    assert default["SamplingRule"]["ReservoirSize"] == 9
    assert default["CreatedAt"] == epoch and default["ModifiedAt"] > epoch
    refused(lambda: xray.delete_sampling_rule(RuleName="Default"), INVALID)
    refused(
        lambda: xray.create_sampling_rule(SamplingRule={**CRUDDUR, "RuleName": "Default"}),
        INVALID,
        re.compile("already exists"),
    )


def test_the_quota_of_rules(xray):
    for i in range(25):
        xray.create_sampling_rule(SamplingRule={**CRUDDUR, "RuleName": f"r{i}"})
    refused(
        lambda: xray.create_sampling_rule(SamplingRule=CRUDDUR), "RuleLimitExceededException"
    )
    refused(
        lambda: xray.create_sampling_rule(SamplingRule={**CRUDDUR, "RuleName": "r3"}),
        INVALID,
        "Sampling rule already exists",
    )
    assert len(rules(xray)) == 26


# Tags


def test_tags_of_groups_and_rules(xray):
    tags = [{"Key": "project", "Value": "cruddur"}, {"Key": "empty", "Value": ""}]
    group = xray.create_group(GroupName="G", Tags=tags)["Group"]["GroupARN"]
    rule = xray.create_sampling_rule(SamplingRule=CRUDDUR, Tags=tags)
    rule = rule["SamplingRuleRecord"]["SamplingRule"]["RuleARN"]

    def listed(arn):
        found = xray.list_tags_for_resource(ResourceARN=arn)["Tags"]
        return {tag["Key"]: tag["Value"] for tag in found}

    for arn in [group, rule]:
        assert listed(arn) == {"project": "cruddur", "empty": ""}
        xray.tag_resource(ResourceARN=arn, Tags=[{"Key": "empty", "Value": "no more"}])
        xray.untag_resource(ResourceARN=arn, TagKeys=["project", "absent"])
        assert listed(arn) == {"empty": "no more"}
        xray.tag_resource(
            ResourceARN=arn, Tags=[{"Key": f"k{i}", "Value": "v"} for i in range(49)]
        )
        refused(
            lambda arn=arn: xray.tag_resource(
                ResourceARN=arn, Tags=[{"Key": "one-more", "Value": "v"}]
            ),
            "TooManyTagsException",
        )
        assert len(listed(arn)) == 50
    xray.delete_group(GroupName="G")
    for arn in [group, "arn:aws:xray:eu-west-3:111122223333:group/none/ABC"]:
        for call in [
            lambda arn=arn: xray.list_tags_for_resource(ResourceARN=arn),
            lambda arn=arn: xray.tag_resource(
                ResourceARN=arn, Tags=[{"Key": "k", "Value": "v"}]
            ),
            lambda arn=arn: xray.untag_resource(ResourceARN=arn, TagKeys=["k"]),
        ]:
            refused(call, "ResourceNotFoundException", status=404)


# Policies and settings


def test_resource_policies(xray):
    def put(name, document=POLICY, **members):
        answer = xray.put_resource_policy(
            PolicyName=name, PolicyDocument=document, **members
        )
        return answer["ResourcePolicy"]

    first = put("p0", PolicyRevisionId="0")
    assert first["PolicyDocument"] == POLICY
    refused(lambda: put("p0", PolicyRevisionId="0"), "InvalidPolicyRevisionIdException")
    other = POLICY.replace("[]", '[{"Effect": "Deny"}]')
    second = put("p0", other, PolicyRevisionId=first["PolicyRevisionId"])
    assert second["PolicyRevisionId"] != first["PolicyRevisionId"]
    assert put("p0", other)["PolicyRevisionId"] == second["PolicyRevisionId"]
    for i in range(1, 5):
        put(f"p{i}")
    refused(lambda: put("p5"), "PolicyCountLimitExceededException")
    refused(lambda: put("p0", "{"), "MalformedPolicyDocumentException")
    refused(
        lambda: put("p0", json.dumps({"Statement": "x" * 5120})),
        "PolicySizeLimitExceededException",
    )
    found = xray.get_paginator("list_resource_policies").paginate().build_full_result()
    documents = {p["PolicyName"]: p["PolicyDocument"] for p in found["ResourcePolicies"]}
    assert documents == {f"p{i}": POLICY if i else other for i in range(5)}
    refused(
        lambda: xray.delete_resource_policy(
            PolicyName="p0", PolicyRevisionId=first["PolicyRevisionId"]
        ),
        "InvalidPolicyRevisionIdException",
    )
    xray.delete_resource_policy(
        PolicyName="p0", PolicyRevisionId=second["PolicyRevisionId"]
    )
    assert len(xray.list_resource_policies()["ResourcePolicies"]) == 4


def test_encryption(xray, unchecked_xray):
    none = {"Status": "ACTIVE", "Type": "NONE"}
    assert xray.get_encryption_config()["EncryptionConfig"] == none
    put = xray.put_encryption_config(Type="KMS", KeyId="alias/cruddur")["EncryptionConfig"]
    assert put["Type"] == "KMS" and put["KeyId"] == "alias/cruddur"
    assert put["Status"] in {"UPDATING", "ACTIVE"}
    assert xray.get_encryption_config()["EncryptionConfig"] == {
        "Status": "ACTIVE", "Type": "KMS", "KeyId": "alias/cruddur",
    }
    refused(lambda: xray.put_encryption_config(Type="KMS"), INVALID)
    refused(
        lambda: unchecked_xray.put_encryption_config(Type="ROT13"), "ValidationException"
    )
    xray.put_encryption_config(Type="NONE")
    assert xray.get_encryption_config()["EncryptionConfig"] == none


def test_indexing_rules(xray):
    (rule,) = xray.get_indexing_rules()["IndexingRules"]
    assert rule["Name"] == "Default"
    update = {"Probabilistic": {"DesiredSamplingPercentage": 12.5}}
    changed = xray.update_indexing_rule(Name="Default", Rule=update)["IndexingRule"]
    assert changed["Rule"]["Probabilistic"]["DesiredSamplingPercentage"] == 12.5
    (rule,) = xray.get_indexing_rules()["IndexingRules"]
    assert rule["Rule"]["Probabilistic"]["DesiredSamplingPercentage"] == 12.5
    refused(
        lambda: xray.update_indexing_rule(Name="Other", Rule=update),
        "ResourceNotFoundException",
        status=404,
    )


def test_the_destination_of_segments(xray):
    def present():
        answer = xray.get_trace_segment_destination()
        return answer["Destination"], answer["Status"]

    assert present() == ("XRay", "ACTIVE")
    refused(
        lambda: xray.update_trace_segment_destination(Destination="XRay"),
        INVALID,
        "The destination is already set to XRay",
    )
    answer = xray.update_trace_segment_destination(Destination="CloudWatchLogs")
    assert answer["Destination"] == "CloudWatchLogs"
    assert present() == ("CloudWatchLogs", "ACTIVE")
