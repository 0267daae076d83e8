"""Rollbar's API by plain HTTP, as curl would."""

import json
import urllib.error
import urllib.parse
import urllib.request

TOKEN = "0123456789abcdef0123456789abcdef"


class RollbarApi:
    """The API of a backend, with one token for everything."""

    def __init__(self, url, token=TOKEN):
        self.url = url + "/api/1"
        self.token = token

    def call(self, method, path, body=None, token=None, **headers):
        """Returns status, headers and body."""
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("X-Rollbar-Access-Token", token or self.token)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        if body is not None:
            request.data = body if isinstance(body, bytes) else json.dumps(body).encode()
            if "content_type" not in {name.lower() for name in headers}:
                request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, error.headers, json.loads(error.read())

    def get(self, path, **parameters):
        """The result of a read that works."""
        query = "?" + urllib.parse.urlencode(parameters, doseq=True) if parameters else ""
        status, _, body = self.call("GET", path + query)
        assert (status, body["err"]) == (200, 0), body
        return body["result"]

    def items(self, **filters):
        """All items that a filter lets through, over all pages."""
        found = []
        page = 1
        while True:
            answer = self.get("/items/", page=page, **filters)
            found += answer["items"]
            if not answer["items"]:
                assert answer["total_count"] == len(found)
                return found
            page += 1

    def occurrences(self, item=None):
        """All occurrences of an item, or of the project, over all pages; the newest first."""
        path = f"/item/{item}/instances/" if item else "/instances/"
        found = []
        page = 1
        while True:
            answer = self.get(path, page=page)
            assert answer["page"] == page
            found += answer["instances"]
            if not answer["instances"]:
                return found
            page += 1

    def occurrence(self, uuid):
        """The occurrence with an identifier, by way of its item."""
        item = self.get("/item/", uuid=uuid)
        found = [o for o in self.occurrences(item["id"]) if o["data"]["uuid"] == uuid]
        assert len(found) == 1, found
        assert self.get(f"/instance/{found[0]['id']}") == found[0]
        return item, found[0]


def kept(sent, occurrence):
    """Checks that an occurrence is what was sent, and the service's own remarks."""
    data = dict(occurrence["data"])
    remarks = data.pop("metadata")
    assert set(remarks) == {"customer_timestamp", "timestamp_ms"}, remarks
    filled = {name: data.pop(name) for name in ("level", "timestamp", "uuid") if name not in sent}
    assert all(value for value in filled.values()), filled
    assert data == sent
    assert list(data) == list(sent), "the order of members"
