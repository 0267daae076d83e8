"""A backend in a process of its own, and a plain HTTP client of its CloudWatch Logs API.

Used by the kill test and by the benches; knows nothing of either. Only the standard library.
"""

import collections
import http.client
import json
import os
import queue
import re
import subprocess
import threading
import urllib.parse

START_SECONDS = 60
CALL_SECONDS = 120

# Nothing of the developer's own set-up reaches the programs that are started.
KEPT_VARIABLES = ("PATH", "LANG", "TMPDIR", "TZ")


def environment(home, **more):
    """A cleared environment whose home is `home`."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, "HOME": str(home), "NO_COLOR": "1", **more}


class NotStarted(Exception):
    """The backend ended, or said nothing in time."""


class Server:
    """`backend serve` on a port of its own choice."""

    def __init__(self, binary, data, home, *flags):
        self.ready_file = os.path.join(home, "ready.json")
        arguments = ["backend", "serve", "--listen", "127.0.0.1:0"]
        arguments += ["--otlp-grpc", "off", "--otlp-http", "off"]
        arguments += ["--ready-file", self.ready_file, "--data-dir", str(data)]
        self.process = subprocess.Popen(
            [str(binary), *arguments, *map(str, flags)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment(home),
            text=True,
            errors="replace",
        )
        self.said = collections.deque(maxlen=50)
        self.started = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.said.append(line.rstrip())
            found = re.search(r"serving http://(\S+):(\d+) ", line)
            if found:
                self.started.put((found[1], int(found[2])))
        self.started.put(None)

    def address(self):
        """Waits until it serves; returns host and port."""
        try:
            address = self.started.get(timeout=START_SECONDS)
        except queue.Empty:
            raise NotStarted("it says nothing") from None
        if address is None:
            raise NotStarted(" | ".join(self.said))
        return address

    def kill(self):
        """Ends it at once, as a crash does, and waits until it is gone."""
        self.process.kill()
        self.wait()

    def stop(self):
        """Ends it in its own way."""
        self.process.terminate()
        self.wait()

    def wait(self):
        self.process.wait(timeout=START_SECONDS)
        self.reader.join(timeout=START_SECONDS)
        self.process.stderr.close()


class ServiceError(Exception):
    """An answer other than 200."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body[:300]!r}")
        self.status = status


class Client:
    """One connection that is kept."""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(*address, timeout=CALL_SECONDS)

    @classmethod
    def of_url(cls, url):
        parts = urllib.parse.urlsplit(url)
        return cls((parts.hostname, parts.port))

    def call(self, operation, **members):
        """Calls an operation; members are those of the API."""
        return json.loads(self.send(operation, json.dumps(members).encode()))

    def send(self, operation, body):
        """Calls an operation with a body that is JSON already; returns that of the answer."""
        headers = {
            "content-type": "application/x-amz-json-1.1",
            "x-amz-target": "Logs_20140328." + operation,
            # Peers find the service and the region here; nobody checks the signature.
            "authorization": "AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/logs/"
            "aws4_request, SignedHeaders=host, Signature=0",
        }
        self.connection.request("POST", "/", body, headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            raise ServiceError(answer.status, data)
        return data

    def close(self):
        self.connection.close()
