"""boto3: who one is, and what is said where the backend imitates nothing."""

import pytest
from botocore.exceptions import ClientError
from support import now

TRACE = "1-58406520-a006649127e371903a2de979"

NOT_IMITATED = [
    ("logs", "StartQuery", {"startTime": 0, "endTime": 1, "queryString": "fields @message"}),
    ("logs", "GetQueryResults", {"queryId": "0c1f0000-0000-4000-8000-000000000000"}),
    ("logs", "CreateExportTask", {
        "logGroupName": "g", "fromTime": 0, "to": 1, "destination": "bucket",
    }),
    ("logs", "AssociateKmsKey", {"logGroupName": "g", "kmsKeyId": "k"}),
    ("logs", "StartLiveTail", {
        "logGroupIdentifiers": ["arn:aws:logs:eu-west-3:000000000000:log-group:g"],
    }),
    ("xray", "PutTraceSegments", {"TraceSegmentDocuments": ["{}"]}),
    ("xray", "GetTraceSummaries", {"StartTime": 0, "EndTime": 1}),
    ("xray", "BatchGetTraces", {"TraceIds": [TRACE]}),
    ("xray", "GetServiceGraph", {"StartTime": 0, "EndTime": 1}),
    ("xray", "GetSamplingTargets", {"SamplingStatisticsDocuments": []}),
    ("sts", "AssumeRole", {
        "RoleArn": "arn:aws:iam::000000000000:role/cruddur", "RoleSessionName": "session",
    }),
]


@pytest.mark.parametrize(("service", "operation", "members"), NOT_IMITATED)
def test_what_is_not_imitated_is_refused_by_name_at_once(backend, service, operation, members):
    client = backend.client(
        service, inject_host_prefix=False, retries={"total_max_attempts": 3, "mode": "standard"}
    )
    methods = client.meta.method_to_api_mapping
    method = next(name for name, known in methods.items() if known == operation)
    start = now()
    with pytest.raises(ClientError) as caught:
        getattr(client, method)(**members)
    response = caught.value.response
    assert operation in response["Error"]["Message"]
    assert "not imitated" in response["Error"]["Message"]
    assert response["Error"]["Code"] in {"NotImplementedException", "NotImplemented"}
    assert response["ResponseMetadata"]["RetryAttempts"] == 0
    assert now() - start < 5_000


def test_get_caller_identity(backend, account):
    answer = backend.client("sts", account).get_caller_identity()
    assert answer["Account"] == account
    assert answer["Arn"].startswith(f"arn:aws:iam::{account}:") or (
        answer["Arn"].startswith(f"arn:aws:sts::{account}:")
    )
    assert answer["UserId"]
    other = backend.client("sts", "AKIAIOSFODNN7EXAMPLE").get_caller_identity()
    assert other["Account"] == "000000000000"
