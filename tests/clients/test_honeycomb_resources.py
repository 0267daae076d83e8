"""The resources of Honeycomb's API: each is made, read, changed, listed, refused and deleted, over restarts too."""

import uuid

import pytest
import requests
from jsonschema import Draft202012Validator

KEY = "a-configuration-key"
CLASSIC = "0123456789abcdef0123456789abcdef"
INGEST = "hcaik_" + "a" * 26 + "b" * 32
MANAGEMENT = "hcamk_" + "a" * 26 + ":" + "b" * 32
PROBLEM = "application/problem+json"
IDENTIFIER = {"type": "string", "pattern": "^[A-Za-z0-9]{10,11}$"}
TEXT = {"type": "string"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
URL = {"type": "string", "pattern": "^http://127.0.0.1:"}


def shape(required, optional=None):
    """The schema of an object with these members and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


WHOLE = {"type": "integer"}
POSITION = shape({"x_coordinate": WHOLE, "y_coordinate": WHOLE, "height": WHOLE, "width": WHOLE})
PANEL = {
    "oneOf": [
        shape({"type": {"const": "text"}, "position": POSITION, "text_panel": shape({"content": TEXT})}),
        shape(
            {
                "type": {"const": "query"},
                "position": POSITION,
                "query_panel": shape(
                    {"query_id": IDENTIFIER, "query_annotation_id": IDENTIFIER, "dataset": TEXT},
                    {"query_style": {"enum": ["graph", "table", "combo"]}, "visualization_settings": {}},
                ),
            }
        ),
    ]
}
BOARD = shape(
    {
        "id": IDENTIFIER,
        "type": {"const": "flexible"},
        "name": TEXT,
        "description": TEXT,
        "panels": {"type": "array", "items": PANEL},
        "links": shape({"board_url": URL}),
    },
    {
        "layout_generation": {"enum": ["auto", "manual"]},
        "tags": {"type": "array", "items": shape({"key": TEXT, "value": TEXT})},
        "preset_filters": {"type": "array", "items": shape({"column": TEXT, "alias": TEXT})},
    },
)
MARKER = shape(
    {"id": IDENTIFIER, "start_time": WHOLE, "created_at": MOMENT, "updated_at": MOMENT},
    {"end_time": WHOLE, "message": TEXT, "type": TEXT, "url": TEXT, "color": TEXT},
)
MARKER_SETTING = shape(
    {"id": IDENTIFIER, "type": TEXT, "color": {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"},
     "created_at": MOMENT, "updated_at": MOMENT},
)
DETAIL = shape(
    {"field": TEXT, "code": {"enum": ["invalid", "missing", "incorrect_type", "already_exists"]},
     "description": {"type": "string", "minLength": 1}}
)
PROBLEM_SHAPE = shape(
    {"status": WHOLE, "type": {"type": "string", "pattern": "^http://127.0.0.1:[0-9]+/problems/[a-z-]+$"},
     "title": TEXT, "error": TEXT, "detail": TEXT, "instance": {"type": "string", "pattern": "^/1/"}},
    {"type_detail": {"type": "array", "items": DETAIL, "minItems": 1}},
)


def valid(value, schema):
    """Checks a value against a schema, and returns it."""
    Draft202012Validator(schema).validate(value)
    return value


class Resources:
    """Calls of the API, whose refusals have the documented form."""

    def __init__(self, url, key=KEY):
        self.url = url
        self.key = key

    def send(self, method, path, body=None, key=None):
        headers = {"X-Honeycomb-Team": key or self.key}
        return requests.request(method, self.url + path, json=body, headers=headers, timeout=30)

    def ok(self, method, path, body=None, status=200, schema=None):
        """The body of a call that works."""
        answer = self.send(method, path, body)
        assert answer.status_code == status, (answer.status_code, answer.text)
        if status in (202, 204):
            assert not answer.content
            return None
        assert answer.headers["Content-Type"] == "application/json"
        return valid(answer.json(), schema) if schema else answer.json()

    def refused(self, method, path, status, body=None, key=None, slug=None, fields=None):
        """The problem of a call that is refused."""
        answer = self.send(method, path, body, key)
        assert answer.status_code == status, (answer.status_code, answer.text)
        assert answer.headers["Content-Type"] == PROBLEM
        problem = valid(answer.json(), PROBLEM_SHAPE)
        assert problem["status"] == status
        assert problem["instance"] == path.split("?")[0]
        if slug:
            assert problem["type"].endswith("/" + slug), problem
        if fields is not None:
            assert {detail["field"] for detail in problem["type_detail"]} == set(fields), problem
        return problem


@pytest.fixture
def api(backend):
    return Resources(backend.url)


@pytest.fixture
def dataset(api):
    """A dataset that no other test uses."""
    name = f"d-{uuid.uuid4().hex[:12]}"
    api.send("POST", f"/1/events/{name}", {"duration_ms": 1.5, "name": "GET /", "status": 200})
    return name


def saved_query(api, dataset):
    """A query with a name; returns both identifiers."""
    query = api.ok("POST", f"/1/queries/{dataset}", {"calculations": [{"op": "COUNT"}]})
    named = {"name": "Everything", "query_id": query["id"]}
    annotation = api.ok("POST", f"/1/query_annotations/{dataset}", named, 201)
    return query["id"], annotation["id"]


def board_of(query, annotation, **changes):
    panel = {
        "type": "query",
        "position": {"x_coordinate": 0, "y_coordinate": 0, "height": 3, "width": 4},
        "query_panel": {
            "query_id": query,
            "query_annotation_id": annotation,
            "query_style": "graph",
            "visualization_settings": {"utc_xaxis": True, "charts": [{"chart_index": 0}]},
        },
    }
    text = {
        "type": "text",
        "position": {"x_coordinate": 6, "y_coordinate": 0, "height": 3, "width": 4},
        "text_panel": {"content": "words"},
    }
    return {
        "name": "Cruddur",
        "type": "flexible",
        "description": "all of it",
        "panels": [panel, text],
        "tags": [{"key": "team", "value": "web"}],
        "preset_filters": [{"column": "name", "alias": "Route"}],
        **changes,
    }


def test_a_board_is_made_read_changed_and_deleted(api, dataset):
    query, annotation = saved_query(api, dataset)
    sent = board_of(query, annotation)
    made = api.ok("POST", "/1/boards", sent, 201, BOARD)
    assert made["links"]["board_url"].endswith(f"/cruddur-obs/environments/local/board/{made['id']}")
    sent["panels"][0]["query_panel"]["dataset"] = dataset
    assert {key: made[key] for key in sent} == sent
    path = f"/1/boards/{made['id']}"
    assert api.ok("GET", path, schema=BOARD) == made
    assert made in api.ok("GET", "/1/boards", schema={"type": "array", "items": BOARD})

    # Clients send back what they were answered; what they leave out is gone.
    changed = {**made, "name": "Other", "panels": made["panels"][:1], "tags": None}
    answered = api.ok("PUT", path, changed, schema=BOARD)
    assert (answered["name"], len(answered["panels"]), "tags" in answered) == ("Other", 1, False)
    assert api.ok("GET", path) == answered

    api.ok("DELETE", path, status=204)
    for method in ("GET", "DELETE"):
        api.refused(method, path, 404, slug="not-found")
    api.refused("PUT", path, 404, changed, slug="not-found")


def test_every_wrong_member_of_a_board_is_told(api, dataset):
    query, annotation = saved_query(api, dataset)
    wrong = board_of("nosuchquery", "nosuchname", name="", type="classic", tags=[{"key": "1", "value": "a"}])
    api.refused("POST", "/1/boards", 422, wrong, slug="validation-failed", fields=["name", "type", "tags[0].key"])
    api.refused(
        "POST", "/1/boards", 422, board_of("nosuchquery", "nosuchname"),
        fields=["panels[0].query_panel.query_id", "panels[0].query_panel.query_annotation_id"],
    )
    many = [{"column": "c", "alias": "a"}] * 6
    api.refused("POST", "/1/boards", 422, board_of(query, annotation, preset_filters=many), fields=["preset_filters"])
    slo = [{"type": "slo", "slo_panel": {"slo_id": "none"}}]
    api.refused("POST", "/1/boards", 422, board_of(query, annotation, panels=slo), fields=["panels[0].slo_panel.slo_id"])
    api.refused("POST", "/1/boards", 400, ["no object"], slug="unparseable")
    huge = board_of(query, annotation, description="x" * 100_000)
    problem = api.refused("POST", "/1/boards", 413, huge, slug="payload-too-large")
    assert problem["error"] == "Body size is larger than maximum size of 100000 bytes"


def test_markers_and_the_colours_of_their_types(api, dataset):
    at = f"/1/markers/{dataset}"
    sent = {"message": "backend deploy #1", "type": "deploy", "url": "http://x/1", "start_time": 1_795_000_000}
    made = api.ok("POST", at, sent, 201, MARKER)
    assert {key: made[key] for key in sent} == sent
    now = api.ok("POST", at, {}, 201, MARKER)
    assert now["start_time"] > 1_700_000_000 and "message" not in now
    assert api.ok("GET", at) == [made, now]
    changed = api.ok("PUT", f"{at}/{made['id']}", {**made, "end_time": 1_795_000_060, "message": "done"}, schema=MARKER)
    assert (changed["end_time"], changed["message"], changed["id"]) == (1_795_000_060, "done", made["id"])
    assert changed["created_at"] == made["created_at"]

    setting = {"type": "deploy", "color": "#F96E11"}
    settings = f"/1/marker_settings/{dataset}"
    kept = api.ok("POST", settings, setting, 201, MARKER_SETTING)
    assert api.ok("GET", at)[0]["color"] == "#F96E11"
    api.refused("POST", settings, 409, setting, slug="conflict")
    assert api.ok("PUT", f"{settings}/{kept['id']}", {**kept, "color": "#000000"}, schema=MARKER_SETTING)["color"] == "#000000"
    assert api.ok("GET", settings)[0]["color"] == "#000000"
    api.refused("POST", settings, 422, {"color": "red"}, fields=["type", "color"])
    api.ok("DELETE", f"{settings}/{kept['id']}", status=204)
    api.refused("DELETE", f"{settings}/{kept['id']}", 404)
    assert "color" not in api.ok("GET", at)[0]

    assert api.ok("DELETE", f"{at}/{made['id']}", schema=MARKER) == changed
    api.refused("DELETE", f"{at}/{made['id']}", 404, slug="not-found")
    api.refused("PUT", f"{at}/{made['id']}", 404, made, slug="not-found")
    api.refused("POST", at, 422, {"start_time": 5, "end_time": 4, "type": 1}, fields=["end_time", "type"])
    api.refused("POST", "/1/markers/no-such-dataset", 404, {}, slug="not-found")
    api.refused("GET", f"{at}/{now['id']}", 405, slug="method-not-allowed")

    everywhere = api.ok("POST", "/1/markers/__all__", {"message": "release"}, 201, MARKER)
    assert everywhere in api.ok("GET", "/1/markers/__all__")
    assert api.ok("GET", at) == [now]


def test_what_is_kept_outlives_the_process_but_no_reset(start_backend):
    backend = start_backend()
    api = Resources(backend.url)
    assert api.send("POST", "/1/events/x", {"a": 1}).status_code == 200
    query, annotation = saved_query(api, "X")
    made = {
        "/1/boards": api.ok("POST", "/1/boards", board_of(query, annotation), 201),
        "/1/markers/x": api.ok("POST", "/1/markers/x", {"message": "m"}, 201),
        "/1/marker_settings/x": api.ok("POST", "/1/marker_settings/x", {"type": "m", "color": "#123456"}, 201),
    }
    backend.kill()
    backend.start()
    api.url = backend.url
    for path, one in made.items():
        (found,) = api.ok("GET", path)
        assert found["id"] == one["id"] and {**found, "links": 0} == {**one, "links": 0}, path
    assert requests.post(backend.url + "/_backend/reset", timeout=30).status_code == 200
    assert api.ok("GET", "/1/boards") == []
    api.refused("GET", "/1/markers/x", 404)


RESOURCES = ["/1/boards", "/1/markers/__all__", "/1/marker_settings/__all__", "/1/datasets"]


@pytest.mark.parametrize("path", RESOURCES)
def test_only_configuration_keys_read_and_write_resources(api, path):
    for key in (INGEST, MANAGEMENT):
        for method in ("GET", "POST"):
            problem = api.refused(method, path, 401, {}, key, slug="unauthorized")
            assert "configuration key with the permission" in problem["detail"]
    assert api.send("GET", path, key=CLASSIC).status_code == 200
    answer = api.send("PATCH", path, {})
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
    api.refused("PATCH", path, 405, {}, slug="method-not-allowed")
    api.refused("GET", path + "/a/b/c", 404, slug="not-found")
