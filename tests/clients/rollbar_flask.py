"""A Flask application that reports to Rollbar by its library, and prints what went over the wire.

Arguments: what to report. ROLLBAR_ENDPOINT and ROLLBAR_ACCESS_TOKEN say where to, since what stands in
the arguments is reported as well."""

import json
import logging
import os
import sys

import rollbar
import rollbar.contrib.flask
from flask import Flask, Request, request
from rollbar.lib import transport

wanted = sys.argv[1:]
sent = []
post = transport.post


def recorded(url, data=None, **options):
    """Posts, and notes what and how it was answered."""
    answer = post(url, data=data, **options)
    sent.append({
        "url": url,
        "headers": dict(options["headers"]),
        "payload": json.loads(data),
        "status": answer.status_code,
        "answer": answer.json(),
    })
    return answer


transport.post = recorded
said = []


class Said(logging.Handler):
    """Keeps what the library logs."""

    def emit(self, record):
        said.append(self.format(record))


logging.getLogger("rollbar").addHandler(Said())


class PersonRequest(Request):
    """A request of somebody who has signed in."""

    @property
    def rollbar_person(self):
        return {"id": "ann-7", "username": "ann", "email": "ann@example.com"}


app = Flask(__name__)
app.request_class = PersonRequest
rollbar.contrib.flask.init(
    app, os.environ["ROLLBAR_ACCESS_TOKEN"], "production",
    endpoint=os.environ["ROLLBAR_ENDPOINT"], handler="blocking", root="/srv/app",
    branch="main", code_version="3f2a9c1", capture_username=True, capture_email=True,
    allow_logging_basic_config=False,
)


@app.route("/message")
def message():
    rollbar.report_message("Hello World!", "warning", extra_data={"crud": 42, "nested": {"a": [1, "é☃"]}})
    return "told"


@app.route("/message-with-request")
def message_with_request():
    rollbar.report_message("With a request", "info", request=request)
    return "told"


@app.route("/exception")
def exception():
    crud = {"handle": "ann", "secret": "hidden"}
    return crud["missing"]


@app.route("/chain")
def chain():
    try:
        int("no number")
    except ValueError as error:
        raise RuntimeError("the crud is broken") from error


@app.route("/large")
def large():
    rollbar.report_message("x" * 1_500_000, "error")
    return "told"


client = app.test_client()
answers = [client.get(f"/{path}?token=s3cret&page=2").status_code for path in wanted]
print(json.dumps({"answers": answers, "sent": sent, "said": said}))
