"""boto3 against `--auth strict`: the right secret passes, any other is refused."""

import pytest
from botocore import UNSIGNED
from support import refused

WRONG = "not-the-secret"


def calls(server, **options):
    """One call of each service."""
    logs = server.client("logs", **options)
    xray = server.client("xray", **options)
    sts = server.client("sts", **options)
    return [logs.describe_log_groups, xray.get_groups, sts.get_caller_identity]


def test_the_right_secret_passes(strict_backend):
    for call in calls(strict_backend):
        call()
    logs = strict_backend.client("logs")
    # Names that have to be encoded in what is signed.
    logs.create_log_group(logGroupName="/cruddur/api", tags={"k": "a b+c=é".replace("é", "e")})
    logs.create_log_stream(logGroupName="/cruddur/api", logStreamName="web é 日本")


def test_a_wrong_secret_is_refused(strict_backend):
    account = "111122223333"
    for call in calls(strict_backend, account=account, secret=WRONG):
        refused(call, "InvalidSignatureException", status=403)
    wrong = strict_backend.client("logs", account, secret=WRONG)
    refused(
        lambda: wrong.create_log_group(logGroupName="sneaky"),
        "InvalidSignatureException",
        status=403,
    )
    assert strict_backend.client("logs", account).describe_log_groups()["logGroups"] == []


def test_unsigned_requests_are_refused(strict_backend):
    for call in calls(strict_backend, signature_version=UNSIGNED):
        refused(call, "MissingAuthenticationTokenException", status=403)


@pytest.mark.parametrize("flags", [[], ["--auth", "strict"]])
def test_a_token_is_the_secret(start_backend, flags):
    server = start_backend(*flags, token="a-token-of-our-own")
    for call in calls(server, secret="a-token-of-our-own"):
        call()
    for call in calls(server):
        refused(call, "InvalidSignatureException", status=403)
    assert server.health()["status"] == "ok"


def test_open_backends_take_any_secret_and_unsigned_requests(backend):
    for call in calls(backend, secret=WRONG) + calls(backend, signature_version=UNSIGNED):
        call()
