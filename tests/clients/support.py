"""What the client tests share: the backend as a process, clients of it, waiting with a deadline."""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

SECRET = "cruddur-obs"
HONEYCOMB_KEY = "a-configuration-key"
REGION = "eu-west-3"
TERMINATED = 143
HOUR = 3_600_000
DAY = 24 * HOUR
EVENT_OVERHEAD = 26
MEBIBYTE = 1_048_576
TOKEN_DIGITS = r"\d{56}"

# One session, because reading the service models is slow; it is used from one thread only.
SESSION = boto3.session.Session()


def binary():
    """The program under test."""
    return os.environ["CRUDDUR_OBS_BINARY"]


def tool(name):
    """A program of the environment that the tests run in."""
    return str(Path(sys.executable).with_name(name))


def now():
    """Milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


def fresh_account():
    """An account of twelve digits: as an access key it gives a test a backend of its own."""
    return str(random.randint(10**11, 10**12 - 1))


def eventually(check, seconds=20.0, what="the awaited state"):
    """Repeats `check` until it returns something true, and returns that."""
    deadline = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come within {seconds} s; last: {found!r}")
        time.sleep(0.02)


def child_environment(home, **changes):
    """An environment with no settings but the given ones."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONWARNINGS": "ignore",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.update({name: str(value) for name, value in changes.items()})
    return environment


class Backend:
    """One `cruddur-obs backend serve` on a free port."""

    def __init__(self, folder, *flags, data=None, token=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data = Path(data) if data else self.folder / "data"
        self.flags = flags
        self.token = token
        self.process = None
        self.url = None

    def start(self):
        """Starts it and waits for the ready file."""
        ready = self.folder / f"ready-{random.randrange(10**9)}.json"
        changes = {"CRUDDUR_OBS_BACKEND_TOKEN": self.token} if self.token else {}
        self.errors = self.folder / "stderr.txt"
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [
                    binary(), "backend", "serve", "--listen", "127.0.0.1:0",
                    "--otlp-grpc", "127.0.0.1:0", "--otlp-http", "127.0.0.1:0",
                    "--ready-file", str(ready), "--data-dir", str(self.data), *self.flags,
                ],
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                cwd=self.folder,
                env=child_environment(self.folder, **changes),
            )

        def is_ready():
            if self.process.poll() is not None:
                raise AssertionError(
                    f"the backend ended with {self.process.returncode}: {self.errors.read_text()}"
                )
            return ready.exists()

        eventually(is_ready, 30, "the ready file")
        addresses = json.loads(ready.read_text())
        assert addresses["pid"] == self.process.pid
        self.url = addresses["http"]
        self.otlp_grpc = addresses["otlp_grpc"]
        self.otlp_http = addresses["otlp_http"]
        for url in (self.url, self.otlp_grpc, self.otlp_http):
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url), url
        return self

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    def stop(self):
        """Asks it to end, as a supervisor does, and checks the documented exit code."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("the backend did not end within 20 s of SIGTERM") from None
        assert code == TERMINATED, f"{code}: {self.errors.read_text()}"

    def kill(self):
        """Ends it without warning."""
        self.process.kill()
        assert self.process.wait(20) == -signal.SIGKILL

    def health(self):
        """The body of the health route."""
        with urllib.request.urlopen(self.url + "/_backend/health", timeout=10) as answer:
            assert answer.status == 200
            return json.loads(answer.read())

    def client(self, service, account=None, secret=SECRET, region=REGION, **options):
        """A boto3 client of one attempt; without `account`, of a fresh one."""
        options.setdefault("retries", {"total_max_attempts": 1})
        return SESSION.client(
            service,
            aws_access_key_id=account or fresh_account(),
            aws_secret_access_key=secret,
            region_name=region,
            endpoint_url=self.url,
            config=Config(read_timeout=30, **options),
        )


class Api:
    """Honeycomb's API by plain HTTP, as curl would."""

    def __init__(self, url, key=HONEYCOMB_KEY):
        self.url = url
        self.key = key

    def call(self, method, path, body=None, key=None, **headers):
        """Returns status, headers and body."""
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("X-Honeycomb-Team", key or self.key)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        if body is not None:
            request.data = body if isinstance(body, bytes) else json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, error.headers, json.loads(error.read() or b"null")

    def get(self, path):
        """The body of a GET that works."""
        status, _, body = self.call("GET", path)
        assert status == 200, body
        return body

    def result(self, dataset, spec, **options):
        """Saves a query, runs it and waits for its result."""
        status, _, query = self.call("POST", f"/1/queries/{dataset}", spec)
        assert status == 200, query
        asked = {"query_id": query["id"], **options}
        status, headers, created = self.call("POST", f"/1/query_results/{dataset}", asked)
        assert (status, created["complete"]) == (201, False), created
        assert headers["Location"] == f"/1/query_results/{dataset}/{created['id']}"

        def complete():
            found = self.get(headers["Location"])
            return found if found["complete"] else None

        return eventually(complete, what="the result")


class Moto:
    """One `moto_server`, an implementation of the same APIs by others, on a free port."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def start(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.output = self.folder / "moto.txt"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [tool("moto_server"), "-H", "127.0.0.1", "-p", str(port)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=child_environment(self.folder),
            )

        def is_ready():
            assert self.process.poll() is None, self.output.read_text()
            try:
                with urllib.request.urlopen(self.url + "/moto-api/data.json", timeout=5):
                    return True
            except urllib.error.URLError:
                return False

        eventually(is_ready, 60, "moto")
        return self

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit code {self.code}\nstdout: {self.out}\nstderr: {self.err}"


def run(arguments, folder, environment, stdin=""):
    """Runs a program to its end, for at most a minute."""
    done = subprocess.run(
        [str(argument) for argument in arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=folder,
        env=environment,
    )
    return Finished(done.returncode, done.stdout, done.stderr)


def refused(call, code, text=None, status=400):
    """Checks that `call` is refused with `code`, once and for all, and returns the message.

    `text` is the whole message, or a compiled expression that it must match."""
    with pytest.raises(ClientError) as caught:
        call()
    response = caught.value.response
    message = response["Error"]["Message"]
    assert response["Error"]["Code"] == code, response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status, response
    if isinstance(text, re.Pattern):
        assert text.search(message), message
    elif text is not None:
        assert message == text
    return message


def pages(call, items, **request):
    """Follows `nextToken` (or `NextToken`) and returns the pages as lists of items."""
    found = []
    seen = set()
    while True:
        answer = call(**request)
        found.append(answer[items])
        name = "nextToken" if "nextToken" in answer else "NextToken"
        token = answer.get(name)
        if token is None:
            return found
        assert token not in seen, "the same token twice"
        seen.add(token)
        assert len(found) < 1000
        request[name] = token


def flat(lists):
    """The items of all pages."""
    return [item for page in lists for item in page]
