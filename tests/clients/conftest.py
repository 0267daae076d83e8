"""Fixtures: a backend for the whole run, clients of fresh accounts on it."""

import itertools

import pytest

pytest.register_assert_rewrite("support", "otlp_rows")

from support import Api, Backend, Moto, fresh_account  # noqa: E402  (after the line above)


@pytest.fixture(scope="session")
def backend(tmp_path_factory):
    """A backend that most tests share; every one works in an account of its own."""
    server = Backend(tmp_path_factory.mktemp("backend")).start()
    try:
        yield server
        assert server.health()["status"] == "ok", "the backend did not survive the tests"
    finally:
        server.stop()


@pytest.fixture(scope="session")
def strict_backend(tmp_path_factory):
    """A backend that checks signatures against its default secret."""
    server = Backend(tmp_path_factory.mktemp("strict"), "--auth", "strict").start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def start_backend(tmp_path):
    """Starts backends that end with the test."""
    started = []
    numbers = itertools.count()

    def start(*flags, **options):
        server = Backend(tmp_path / f"backend-{next(numbers)}", *flags, **options)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def moto(tmp_path_factory):
    """A server of the same APIs that others wrote."""
    server = Moto(tmp_path_factory.mktemp("moto"))
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture
def api(backend):
    """Honeycomb's API of the shared backend."""
    return Api(backend.url)


@pytest.fixture
def account():
    """An account that no other test uses."""
    return fresh_account()


@pytest.fixture
def logs(backend, account):
    """A CloudWatch Logs client that checks its parameters as users' clients do."""
    return backend.client("logs", account)


@pytest.fixture
def unchecked_logs(backend, account):
    """The same account, without the client's own checks, so that the server has to refuse."""
    return backend.client("logs", account, parameter_validation=False)


@pytest.fixture
def xray(backend, account):
    """An X-Ray client."""
    return backend.client("xray", account)


@pytest.fixture
def unchecked_xray(backend, account):
    """An X-Ray client without the client's own checks."""
    return backend.client("xray", account, parameter_validation=False)


@pytest.fixture
def stream(logs):
    """A group and stream to put events into: the members that name it in a request."""
    logs.create_log_group(logGroupName="/cruddur/api")
    logs.create_log_stream(logGroupName="/cruddur/api", logStreamName="web")
    return {"logGroupName": "/cruddur/api", "logStreamName": "web"}
