"""What the servers share that stand in for places of secrets: threads, faults, what they were sent."""

import json
import socketserver
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

STRANGER = {"message": "nobody knows you here"}


class StandIn:
    """A server on a free port of this machine, as a context manager."""

    def __init__(self):
        self.lock = threading.RLock()
        self.requests = []
        self.faults = deque()
        self.under_way = 0
        self.most_at_once = 0

    def fault(self, kind, times=1):
        """Queues faults for the next calls: ('status', CODE, HEADERS, BODY) or ('lost',), which does what was asked and hangs up."""
        self.faults.extend([kind] * times)

    def note(self, method, path, body):
        """Remembers a call; returns a fault for it, if one is queued."""
        with self.lock:
            self.requests.append((method, path, body))
            return self.faults.popleft() if self.faults else None

    def begin(self):
        """Counts the calls that are under way."""
        with self.lock:
            self.under_way += 1
            self.most_at_once = max(self.most_at_once, self.under_way)

    def end(self):
        with self.lock:
            self.under_way -= 1

    def count(self, method, part=""):
        """How many calls there were of a method whose path holds `part`."""
        return sum(1 for seen, path, _ in self.requests if seen == method and part in path)

    def sent(self):
        """All bytes that the server was sent, paths and bodies."""
        return b"\n".join(path.encode() + b"\n" + body for _, path, body in self.requests)

    def server(self):
        raise NotImplementedError

    def __enter__(self):
        self.running = self.server()
        self.url = f"http://127.0.0.1:{self.running.server_address[1]}"
        self.thread = threading.Thread(target=self.running.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.running.shutdown()
        self.running.server_close()
        self.thread.join(10)


class HttpServer(ThreadingHTTPServer):
    """One that waits for nobody at its end, and takes many callers at once."""

    daemon_threads = True
    request_queue_size = 128


class Handler(BaseHTTPRequestHandler):
    """Reads a call, lets `answer` decide, and writes JSON."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def handle_one(self):
        self.server.owner.begin()
        try:
            return self.handle_call()
        finally:
            self.server.owner.end()

    def handle_call(self):
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        owner = self.server.owner
        fault = owner.note(self.command, self.path, body)
        if fault and fault[0] == "status":
            _, status, headers, answer = fault
            return self.write(status, headers, answer)
        status, headers, answer = owner.answer(self.command, self.path, self.headers, body)
        if fault and fault[0] == "lost":
            self.close_connection = True
            return None
        return self.write(status, headers, answer)

    def write(self, status, headers, answer):
        body = b"" if answer is None else answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-type", "application/json; charset=utf-8")
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = handle_one


class WsgiServer(socketserver.ThreadingMixIn, WSGIServer):
    """Runs applications of a library that others wrote."""

    daemon_threads = True
    request_queue_size = 128


class QuietHandler(WSGIRequestHandler):
    """One that does not print every call."""

    def log_message(self, *_):
        pass


class ConnectStandIn(StandIn):
    """Services of the Connect protocol, whose forms are the business of its own Python library."""

    def __init__(self, *tokens):
        super().__init__()
        self.tokens = {f"Bearer {token}" for token in tokens}

    def application(self, path):
        """The application that serves a path; None if nobody does."""
        raise NotImplementedError

    def server(self):
        server = WsgiServer(("127.0.0.1", 0), QuietHandler)
        server.set_app(self)
        return server

    def __call__(self, environ, start_response):
        self.begin()
        try:
            return self.handle_call(environ, start_response)
        finally:
            self.end()

    def handle_call(self, environ, start_response):
        path = environ["PATH_INFO"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        fault = self.note(environ["REQUEST_METHOD"], path, body)
        if fault and fault[0] == "status":
            _, status, headers, answer = fault
            return refuse(start_response, status, answer, headers)
        if environ.get("HTTP_AUTHORIZATION") not in self.tokens:
            return refuse(start_response, 401, {"code": "unauthenticated", "message": "no such token"})
        is_json = environ.get("CONTENT_TYPE") in ("application/json", "application/proto")
        if not is_json or environ.get("HTTP_CONNECT_PROTOCOL_VERSION") != "1":
            return refuse(start_response, 415, {"code": "unknown", "message": "this is no Connect"})
        application = self.application(path)
        if application is None:
            return refuse(start_response, 404, b"404 page not found")
        if environ["CONTENT_TYPE"] == "application/json":
            self.check_members(path, body)
        environ["wsgi.input"] = _Body(body)
        environ["SCRIPT_NAME"] = ""
        answer = application(environ, start_response)
        if fault and fault[0] == "lost":
            list(answer)
            # A server that says nothing valid is one whose answer got lost.
            raise ConnectionAbortedError("the answer is lost")
        return answer

    def check_members(self, path, body):
        """Sees what a caller sends; a test may refuse what the protocol lets pass."""


class _Body:
    def __init__(self, data):
        self.data = data

    def read(self, size=-1):
        size = len(self.data) if size is None or size < 0 else size
        part, self.data = self.data[:size], self.data[size:]
        return part


def refuse(start_response, status, answer, headers=None):
    """Answers with a refusal."""
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    fields = [("content-type", "application/json"), ("content-length", str(len(body)))]
    start_response(f"{status} Refused", fields + list((headers or {}).items()))
    return [body]


def moment(seconds=None):
    """Now, as GitHub writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
