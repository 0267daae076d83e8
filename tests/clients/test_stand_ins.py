"""The servers that stand in for GitHub and Ona, by clients that their vendors' users use."""

import random
import shutil
import subprocess

import pytest
from connectrpc.errors import ConnectError
from github import Auth, Github, GithubException
from gitpod.v1 import secret_pb2
from gitpod.v1.secret_pb2 import SecretScope
from ona_sdk import create_client
from stand_in_github import StandInEnterprise, StandInGithub
from stand_in_ona import PROJECT, USER, StandInOna
from support import child_environment

REPOSITORY = "/repos/omenking/cruddur"


@pytest.fixture
def server():
    with StandInGithub() as running:
        yield running


def pygithub(server, token="a-token"):
    """A client that does not pause between its calls, as it does by default."""
    return Github(
        base_url=server.url,
        auth=Auth.Token(token),
        retry=None,
        per_page=7,
        seconds_between_requests=None,
        seconds_between_writes=None,
    )


@pytest.fixture
def repository(server):
    return pygithub(server).get_repo("omenking/cruddur")


def test_pygithub_seals_what_opens(server, repository):
    values = {f"S_{at}": "".join(random.choices("aé\n\"'$ \\", k=at * 40 + 1)) for at in range(12)}
    for name, value in values.items():
        repository.create_secret(name, value)
    kept = server.values(f"{REPOSITORY}/actions/secrets")
    assert kept == {name: value.encode() for name, value in values.items()}
    assert sorted(secret.name for secret in repository.get_secrets()) == sorted(values)
    repository.get_secret("s_3").delete()
    assert len(list(repository.get_secrets())) == 11
    with pytest.raises(GithubException) as refused:
        repository.create_secret("GITHUB_X", "x")
    assert refused.value.status == 422


def test_pygithub_makes_and_changes_variables(server, repository):
    for at in range(33):
        repository.create_variable(f"V_{at}", str(at))
    assert {variable.name: variable.value for variable in repository.get_variables()} == {
        f"V_{at}": str(at) for at in range(33)
    }
    with pytest.raises(GithubException) as refused:
        repository.create_variable("v_1", "again")
    assert refused.value.status == 409
    assert repository.get_variable("V_1").edit("changed")
    assert server.values(f"{REPOSITORY}/actions/variables")["V_1"] == "changed"


def test_pygithub_reads_refusals(server):
    server.tokens["weak"] = frozenset({"variables"})
    client = pygithub(server, "weak")
    with pytest.raises(GithubException) as refused:
        list(client.get_repo("omenking/cruddur").get_secrets())
    assert refused.value.status == 403
    with pytest.raises(GithubException) as refused:
        client.get_repo("omenking/other")
    assert refused.value.status == 404
    with pytest.raises(GithubException) as refused:
        pygithub(server, "no").get_repo("omenking/cruddur")
    assert refused.value.status == 401


@pytest.fixture
def ona():
    with StandInOna() as running:
        yield running


def test_onas_own_package_manages_secrets(ona):
    services = create_client(api_key="a-token", base_url=ona.url).services
    scope = SecretScope(user_id=USER)
    made = services.secret.create_secret(
        secret_pb2.CreateSecretRequest(name="API_KEY", value="é\n", scope=scope, environment_variable=True)
    ).secret
    listed = services.secret.list_secrets(
        secret_pb2.ListSecretsRequest(filter=secret_pb2.ListSecretsRequest.Filter(scope=scope))
    ).secrets
    assert [(secret.id, secret.environment_variable) for secret in listed] == [(made.id, True)]
    services.secret.update_secret_value(secret_pb2.UpdateSecretValueRequest(secret_id=made.id, value="other"))
    assert ona.named() == {"API_KEY": "other"}
    refusals = [
        secret_pb2.CreateSecretRequest(name="API_KEY", value="x", scope=scope, environment_variable=True),
        secret_pb2.CreateSecretRequest(name="AB", value="x", scope=scope, environment_variable=True),
        secret_pb2.CreateSecretRequest(name="LONG", value="x" * 10_241, scope=scope, environment_variable=True),
        secret_pb2.CreateSecretRequest(name="NO_MOUNT", value="x", scope=scope),
        secret_pb2.CreateSecretRequest(
            name="OTHER", value="x", scope=SecretScope(user_id=PROJECT), environment_variable=True
        ),
    ]
    codes = []
    for request in refusals:
        with pytest.raises(ConnectError) as refused:
            services.secret.create_secret(request)
        codes.append(refused.value.code.name.lower())
    assert codes == ["already_exists", *["invalid_argument"] * 3, "permission_denied"]
    services.secret.delete_secret(secret_pb2.DeleteSecretRequest(secret_id=made.id))
    assert ona.named() == {}


@pytest.mark.skipif(shutil.which("gh") is None, reason="GitHub's own program is not installed")
def test_githubs_own_program_reads_and_writes(tmp_path):
    with StandInEnterprise(tmp_path) as server:
        server.environments.add("omenking/cruddur/prod")
        host = server.url.removeprefix("http://")
        environment = child_environment(
            tmp_path, GH_ENTERPRISE_TOKEN="a-token", GH_HOST=host, SSL_CERT_FILE=server.trusted
        )

        def gh(*arguments, given=""):
            command = ["gh", "secret", *arguments]
            done = subprocess.run(
                command, input=given.encode(), env=environment, cwd=tmp_path, capture_output=True, timeout=60
            )
            assert done.returncode == 0, done.stderr.decode()
            return done.stdout.decode()

        here = ["--repo", f"{host}/omenking/cruddur"]
        gh("set", "hello", *here, given="line one\nliné two\n")
        gh("set", "HELLO", "--env", "prod", *here, given="of the environment")
        gh("set", "HELLO", "--app", "codespaces", *here, given="of codespaces")
        gh("set", "HELLO", "--org", "octo", given="of the organisation")
        roots = {
            f"{REPOSITORY}/actions/secrets": "line one\nliné two",
            f"{REPOSITORY}/environments/prod/secrets": "of the environment",
            f"{REPOSITORY}/codespaces/secrets": "of codespaces",
            "/orgs/octo/actions/secrets": "of the organisation",
        }
        assert {root: server.values(root) for root in roots} == {
            root: {"HELLO": value.encode()} for root, value in roots.items()
        }
        assert gh("list", *here).split()[0] == "HELLO"
        gh("delete", "hello", *here)
        assert gh("list", *here) == ""
