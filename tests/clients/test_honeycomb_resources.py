"""The resources of Honeycomb's API: each is made, read, changed, listed, refused and deleted, over restarts too."""

import uuid

import pytest
import requests
from jsonschema import Draft202012Validator
from support import binary, child_environment, eventually, run

KEY = "a-configuration-key"
CLASSIC = "0123456789abcdef0123456789abcdef"
INGEST = "hcaik_" + "a" * 26 + "b" * 32
MANAGEMENT = "hcamk_" + "a" * 26 + ":" + "b" * 32
PROBLEM = "application/problem+json"
JSON_API = "application/vnd.api+json"
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
        shape({"type": {"const": "slo"}, "position": POSITION, "slo_panel": shape({"slo_id": IDENTIFIER})}),
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


RESOURCES = ["/1/recipients", "/1/triggers/__all__", "/1/slos/__all__", "/1/burn_alerts/__all__",
             "/1/boards", "/1/markers/__all__", "/1/marker_settings/__all__", "/1/datasets", "/1/columns/__all__",
             "/1/derived_columns/__all__"]


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


DATASET = shape(
    {"name": TEXT, "slug": TEXT, "description": TEXT,
     "expand_json_depth": {"type": "integer", "minimum": 0, "maximum": 10},
     "regular_columns_count": WHOLE, "settings": shape({"delete_protected": {"type": "boolean"}}),
     "last_written_at": {"anyOf": [MOMENT, {"type": "null"}]}, "created_at": MOMENT},
)
COLUMN = shape(
    {"id": IDENTIFIER, "key_name": TEXT, "hidden": {"type": "boolean"}, "description": TEXT,
     "type": {"enum": ["string", "float", "integer", "boolean", "histogram"]},
     "created_at": MOMENT, "updated_at": MOMENT},
    {"last_written": MOMENT},
)
CALCULATED_FIELD = shape({"id": IDENTIFIER, "alias": TEXT, "expression": TEXT, "description": TEXT})
DEFINITION_NAMES = [
    "span_id", "trace_id", "parent_id", "name", "service_name", "duration_ms", "span_kind", "annotation_type",
    "link_span_id", "link_trace_id", "error", "status", "route", "user", "log_severity", "log_message",
]
DEFINITION = shape({"name": TEXT, "column_type": {"enum": ["column", "derived_column"]}})
DEFINITIONS = shape({}, {name: DEFINITION for name in DEFINITION_NAMES})


def rows(api, dataset, spec):
    """The rows of a query's result."""
    query = api.ok("POST", f"/1/queries/{dataset}", spec)
    answer = api.send("POST", f"/1/query_results/{dataset}", {"query_id": query["id"], "disable_series": True})
    assert answer.status_code == 201, answer.text
    path = answer.headers["Location"]

    def complete():
        found = api.ok("GET", path)
        return found if found["complete"] else None

    return [row["data"] for row in eventually(complete, what="the result")["data"]["results"]]


def send(api, dataset, *events):
    """Sends events that are all taken."""
    batch = [{"data": event} for event in events]
    answer = api.send("POST", f"/1/batch/{dataset}", batch)
    assert {one["status"] for one in answer.json()} == {202}, answer.text


def test_a_dataset_is_made_read_changed_protected_and_deleted(api):
    name = f"My Set {uuid.uuid4().hex[:8]}"
    sent = {"name": name, "description": "all of it", "expand_json_depth": 2}
    made = api.ok("POST", "/1/datasets", sent, 201, DATASET)
    assert {key: made[key] for key in sent} == sent
    assert made["slug"] == name.lower().replace(" ", "-")
    assert made["settings"] == {"delete_protected": True}
    assert api.ok("POST", "/1/datasets", {"name": name}, 200, DATASET) == made
    path = f"/1/datasets/{made['slug']}"
    assert api.ok("GET", path, schema=DATASET) == made
    assert made in api.ok("GET", "/1/datasets", schema={"type": "array", "items": DATASET})

    problem = api.refused("DELETE", path, 409, slug="conflict")
    assert "delete_protected" in problem["detail"]
    # What a client leaves out gets its default; the name says nothing.
    changed = api.ok("PUT", path, {"name": "", "settings": {"delete_protected": False}}, schema=DATASET)
    assert changed == {**made, "description": "", "expand_json_depth": 0, "settings": {"delete_protected": False}}
    assert api.ok("PUT", path, {"name": "", "settings": {}})["settings"] == {"delete_protected": True}
    api.ok("PUT", path, {"settings": {"delete_protected": False}})
    api.ok("POST", f"/1/markers/{made['slug']}", {}, 201)
    api.ok("POST", f"/1/derived_columns/{made['slug']}", {"alias": "one", "expression": "1"}, 201)
    api.ok("DELETE", path, status=202)
    for method in ("GET", "DELETE", "PUT"):
        api.refused(method, path, 404, {}, slug="not-found")

    again = api.ok("POST", "/1/datasets", {"name": name}, 201)
    assert again["settings"] == {"delete_protected": True}
    assert api.ok("GET", f"/1/markers/{made['slug']}") == []
    assert api.ok("GET", f"/1/derived_columns/{made['slug']}") == []


def test_wrong_datasets_are_refused(api, dataset):
    api.refused("POST", "/1/datasets", 422, {}, fields=["name"])
    wrong = {"name": "x" * 256, "description": "x" * 1025, "expand_json_depth": 11}
    api.refused("POST", "/1/datasets", 422, wrong, fields=["name", "description", "expand_json_depth"])
    api.refused("POST", "/1/datasets", 422, {"name": "__ALL__"}, fields=["name"])
    answer = api.send("POST", "/1/events/__all__", {"a": 1})
    assert (answer.status_code, answer.json().keys()) == (400, {"error"})
    wrong = {"settings": {"delete_protected": "no"}, "expand_json_depth": "2"}
    fields = ["settings.delete_protected", "expand_json_depth"]
    api.refused("PUT", f"/1/datasets/{dataset}", 422, wrong, fields=fields)
    api.refused("GET", "/1/datasets/no-such-dataset", 404, slug="not-found")


def test_nested_objects_become_columns_as_deep_as_the_dataset_says(api, dataset):
    nested = {"a": {"b": {"c": 1}, "d": 2}}
    send(api, dataset, nested)
    api.ok("PUT", f"/1/datasets/{dataset}", {"expand_json_depth": 1})
    send(api, dataset, nested)
    answer = api.send("POST", f"/1/events/{dataset}", nested)
    assert answer.status_code == 200
    columns = {column["key_name"]: column["type"] for column in api.ok("GET", f"/1/columns/{dataset}")}
    assert columns["a"] == "string" and columns["a.b"] == "string" and columns["a.d"] == "integer"
    assert "a.b.c" not in columns
    (row,) = rows(api, dataset, {"calculations": [{"op": "SUM", "column": "a.d"}]})
    assert row["SUM(a.d)"] == 4


def test_a_column_is_made_read_changed_and_deleted(api, dataset):
    at = f"/1/columns/{dataset}"
    sent = {"key_name": "made", "hidden": False, "description": "by a test", "type": "float"}
    made = api.ok("POST", at, sent, 201, COLUMN)
    assert {key: made[key] for key in sent} == sent and "last_written" not in made
    path = f"{at}/{made['id']}"
    assert api.ok("GET", path) == made
    assert api.ok("GET", f"{at}?key_name=made") == made
    assert made in api.ok("GET", at, schema={"type": "array", "items": COLUMN})
    api.refused("POST", at, 409, sent, slug="conflict")
    api.refused("POST", at, 409, {"key_name": "name"}, slug="conflict")

    # No event has it: it is null.
    grouped = {"breakdowns": ["made"], "calculations": [{"op": "COUNT"}, {"op": "MAX", "column": "made"}]}
    assert rows(api, dataset, grouped) == [{"COUNT": 1, "MAX(made)": None}]

    changed = api.ok("PUT", path, {**made, "hidden": True, "description": "", "type": "boolean"}, schema=COLUMN)
    assert (changed["hidden"], changed["description"], changed["type"]) == (True, "", "boolean")
    api.refused("PUT", path, 422, {"key_name": "other"}, fields=["key_name"])
    send(api, dataset, {"made": True})
    assert "last_written" in api.ok("GET", path)
    count = api.ok("GET", f"/1/datasets/{dataset}")["regular_columns_count"]
    assert count == len(api.ok("GET", at))

    api.ok("DELETE", path, status=204)
    for method in ("GET", "PUT", "DELETE"):
        api.refused(method, path, 404, {}, slug="not-found")
    api.refused("GET", f"{at}?key_name=made", 404, slug="not-found")
    wrong = {"key_name": "", "type": "text", "description": "x" * 256, "hidden": 1}
    api.refused("POST", at, 422, wrong, fields=["key_name", "type", "description", "hidden"])
    api.refused("POST", "/1/columns/no-such-dataset", 404, {"key_name": "x"})


def test_deleted_values_stay_deleted_and_new_ones_are_seen(start_backend):
    backend = start_backend()
    api = Resources(backend.url)
    send(api, "x", {"secret": "old", "n": 1}, {"secret": "old", "n": 2})
    send(api, "y", {"secret": "other"})
    (column,) = [one for one in api.ok("GET", "/1/columns/x") if one["key_name"] == "secret"]
    api.ok("DELETE", f"/1/columns/x/{column['id']}", status=204)
    assert [one["key_name"] for one in api.ok("GET", "/1/columns/x")] == ["n"]
    grouped = {"breakdowns": ["secret"], "calculations": [{"op": "COUNT"}], "orders": [{"column": "secret"}]}
    assert rows(api, "x", grouped) == [{"COUNT": 2}]

    send(api, "x", {"secret": "new"})
    backend.kill()
    backend.start()
    api.url = backend.url
    assert "secret" in [one["key_name"] for one in api.ok("GET", "/1/columns/x")]
    assert rows(api, "x", grouped) == [{"secret": "new", "COUNT": 1}, {"COUNT": 2}]
    everywhere = rows(api, "__all__", grouped)
    assert everywhere == [{"secret": "new", "COUNT": 1}, {"secret": "other", "COUNT": 1}, {"COUNT": 2}]


def test_a_calculated_field_is_made_used_changed_and_deleted(api, dataset):
    send(api, dataset, {"status": 503, "duration_ms": 10})
    at = f"/1/derived_columns/{dataset}"
    sent = {"alias": "failed", "expression": "IF(GTE($status, 500), 1, 0)", "description": "server errors"}
    made = api.ok("POST", at, sent, 201, CALCULATED_FIELD)
    assert made == {"id": made["id"], **sent}
    path = f"{at}/{made['id']}"
    assert api.ok("GET", path) == api.ok("GET", f"{at}?alias=failed") == made
    assert api.ok("GET", at) == [made]
    api.refused("POST", at, 409, sent, slug="conflict")
    api.refused("POST", at, 409, {**sent, "alias": "duration_ms"}, slug="conflict")
    api.refused("POST", f"/1/columns/{dataset}", 409, {"key_name": "failed"}, slug="conflict")

    everywhere = f"all-{uuid.uuid4().hex[:8]}"
    shared = {"alias": everywhere, "expression": "$duration_ms * 2"}
    common = api.ok("POST", "/1/derived_columns/__all__", shared, 201, CALCULATED_FIELD)
    api.refused("POST", at, 409, {**sent, "alias": everywhere}, slug="conflict")
    api.refused("POST", "/1/derived_columns/__all__", 409, sent, slug="conflict")
    both = api.ok("POST", at, {"alias": "both", "expression": f'$failed + $"{everywhere}"'}, 201)
    spec = {
        "breakdowns": ["failed"],
        "calculations": [{"op": "COUNT"}, {"op": "SUM", "column": "both"}],
        "filters": [{"column": "failed", "op": "exists"}],
        "orders": [{"column": "failed"}],
    }
    assert rows(api, dataset, spec) == [
        {"failed": 0, "COUNT": 1, "SUM(both)": 3.0}, {"failed": 1, "COUNT": 1, "SUM(both)": 21.0},
    ]
    # A field of one dataset is none of another, nor of all.
    assert rows(api, "__all__", {**spec, "filters": [], "orders": []})[0].keys() == {"COUNT", "SUM(both)"}
    own = {"name": "failed", "expression": '"inline"'}
    spec_of_own = {"calculated_fields": [own], "breakdowns": ["failed"]}
    assert rows(api, dataset, spec_of_own) == [{"failed": "inline", "COUNT": 2}]

    circle = {"alias": "failed", "expression": "$both * 1"}
    problem = api.refused("PUT", path, 422, circle, fields=["expression"])
    assert "made of it in turn" in problem["type_detail"][0]["description"]
    api.refused("POST", at, 422, {"alias": "self", "expression": "$self + 1"}, fields=["expression"])
    api.refused("PUT", path, 422, {**sent, "alias": "other"}, fields=["alias"])
    changed = api.ok("PUT", path, {**made, "expression": "BOOL(0)"}, schema=CALCULATED_FIELD)
    assert api.ok("GET", path) == changed
    for kept in (both, made):
        api.ok("DELETE", f"{at}/{kept['id']}", status=204)
    for method in ("GET", "DELETE", "PUT"):
        api.refused(method, path, 404, sent, slug="not-found")
    api.refused("GET", f"{at}?alias=failed", 404)
    api.ok("DELETE", f"/1/derived_columns/__all__/{common['id']}", status=204)


def test_an_expression_that_cannot_be_read_is_refused_at_its_place(api, dataset):
    at = f"/1/derived_columns/{dataset}"
    problem = api.refused("POST", at, 400, {"alias": "x", "expression": "IF($a, 1"}, slug="unparseable", fields=["expression"])
    assert problem["detail"].startswith("column "), problem
    api.refused("POST", at, 400, {"alias": "x", "expression": "NO_SUCH($a)"}, slug="unparseable")
    api.refused("POST", at, 422, {"alias": "", "expression": ""}, fields=["alias", "expression"])


def test_definitions_are_read_changed_and_reset(api, dataset):
    path = f"/1/dataset_definitions/{dataset}"
    usual = api.ok("GET", path, schema=DEFINITIONS)
    assert usual == {
        "duration_ms": {"name": "duration_ms", "column_type": "column"},
        "name": {"name": "name", "column_type": "column"},
    }
    field = api.ok("POST", f"/1/derived_columns/{dataset}", {"alias": "failed", "expression": "BOOL(1)"}, 201)
    changed = api.ok("PATCH", path, {"error": {"name": "failed"}, "name": {"name": "status"}}, schema=DEFINITIONS)
    assert changed == {
        **usual,
        "error": {"name": "failed", "column_type": "derived_column"},
        "name": {"name": "status", "column_type": "column"},
    }
    assert api.ok("GET", path) == changed
    api.refused("PATCH", path, 422, {"user": {"name": "nobody"}, "route": 1}, fields=["route"])
    api.refused("PATCH", path, 422, {"user": {"name": "nobody"}}, fields=["user.name"])
    field_path = f"/1/derived_columns/{dataset}/{field['id']}"
    api.refused("DELETE", field_path, 409, slug="conflict")
    column = api.ok("GET", f"/1/columns/{dataset}?key_name=status")
    api.refused("DELETE", f"/1/columns/{dataset}/{column['id']}", 409, slug="conflict")
    assert api.ok("PATCH", path, {name: {"name": ""} for name in DEFINITION_NAMES}) == usual
    api.ok("DELETE", field_path, status=204)
    api.refused("GET", "/1/dataset_definitions/no-such-dataset", 404)
    api.refused("GET", "/1/dataset_definitions/__all__", 404)


def test_queries_follow_the_definitions(start_backend):
    api = Resources(start_backend().url)
    send(
        api, "own",
        {"t": "1", "s": "a", "name": "root", "took": 60_000},
        {"t": "1", "s": "b", "p": "a", "name": "child", "took": 60_000},
    )
    send(
        api, "usual",
        {"trace.trace_id": "2", "trace.span_id": "c", "name": "root", "duration_ms": 1},
        {"trace.trace_id": "2", "trace.span_id": "d", "trace.parent_id": "c", "name": "child", "duration_ms": 1},
    )
    related = {"breakdowns": ["name"], "filters": [{"column": "parent.name", "op": "=", "value": "root"}]}
    assert rows(api, "own", related) == []
    definitions = {"trace_id": {"name": "t"}, "span_id": {"name": "s"}, "parent_id": {"name": "p"}}
    api.ok("PATCH", "/1/dataset_definitions/own", {**definitions, "duration_ms": {"name": "took"}})
    for dataset, count in (("own", 1), ("usual", 1), ("__all__", 2)):
        assert rows(api, dataset, related) == [{"name": "child", "COUNT": count}], dataset
    busy = {"calculations": [{"op": "CONCURRENCY"}]}
    assert rows(api, "own", busy) == [{"CONCURRENCY": 2}]


def saved_result(api, dataset, spec):
    """The answer to the beginning of a result."""
    query = api.ok("POST", f"/1/queries/{dataset}", spec)
    return api.send("POST", f"/1/query_results/{dataset}", {"query_id": query["id"]})


def test_a_team_without_the_enterprise_plan_saves_queries_but_gets_no_results(start_backend):
    api = Resources(start_backend("--honeycomb-plan", "free").url)
    send(api, "x", {"a": 1})
    query, annotation = saved_query(api, "x")
    api.ok("POST", "/1/boards", board_of(query, annotation), 201, BOARD)
    problem = api.refused("POST", "/1/query_results/x", 403, {"query_id": query}, slug="forbidden")
    assert "Enterprise" in problem["detail"]
    api.refused("GET", "/1/query_results/x/anything", 403, slug="forbidden")


def test_results_are_limited_as_the_service_does_it(start_backend):
    api = Resources(start_backend("--honeycomb-rate-limits").url)
    send(api, "x", {"a": 1})
    related = {"filters": [{"column": "parent.name", "op": "exists"}]}
    assert saved_result(api, "x", related).status_code == 201
    answer = saved_result(api, "x", related)
    assert (answer.status_code, answer.json()["detail"]) == (429, "This endpoint allows 1 request per minute.")
    assert [saved_result(api, "x", {}).status_code for _ in range(10)] == [201] * 9 + [429]
    answer = saved_result(api, "x", {})
    problem = valid(answer.json(), PROBLEM_SHAPE)
    assert problem["type"].endswith("/rate-limited")
    assert problem["detail"] == "This endpoint allows 10 requests per minute."
    assert answer.headers["RateLimitPolicy"] == "10;w=60" and "Retry-After" not in answer.headers
    limit, remaining, reset = answer.headers["Ratelimit"].split(", ")
    assert (limit, remaining) == ("limit=10", "remaining=0")
    assert 1 <= int(reset.removeprefix("reset=")) <= 60


def test_an_export_carries_resources(start_backend, tmp_path):
    backend = start_backend()
    api = Resources(backend.url)
    send(api, "x", {"a": 1})
    query, annotation = saved_query(api, "x")
    board = api.ok("POST", "/1/boards", board_of(query, annotation), 201)
    field = api.ok("POST", "/1/derived_columns/x", {"alias": "f", "expression": "$a + 1"}, 201)
    backend.stop()
    environment = child_environment(tmp_path)
    archive, data = str(tmp_path / "all.tar"), str(tmp_path / "imported")
    for arguments in (
        ["export", archive, "--data-dir", str(backend.data)],
        ["import", archive, "--data-dir", data],
    ):
        done = run([binary(), "backend", *arguments], tmp_path, environment)
        assert done.code == 0, done
    other = Resources(start_backend(data=data).url)
    (found,) = other.ok("GET", "/1/boards")
    assert {**found, "links": 0} == {**board, "links": 0}
    assert other.ok("GET", "/1/derived_columns/x") == [field]
    assert rows(other, "x", {"calculations": [{"op": "SUM", "column": "f"}]}) == [{"SUM(f)": 2}]


DETAILS = {"type": "object", "additionalProperties": TEXT, "minProperties": 1}
RECIPIENT_TYPE = {"enum": ["email", "slack", "pagerduty", "webhook", "msteams", "msteams_workflow"]}
RECIPIENT = shape({"id": IDENTIFIER, "type": RECIPIENT_TYPE, "details": DETAILS, "created_at": MOMENT, "updated_at": MOMENT})
TOLD = {
    "type": "array",
    "items": shape({"id": IDENTIFIER, "type": RECIPIENT_TYPE, "target": TEXT}, {"details": {"type": "object"}}),
}
TRIGGER = shape(
    {
        "id": IDENTIFIER, "dataset_slug": TEXT, "name": TEXT, "description": TEXT,
        "threshold": shape({"op": {"enum": [">", ">=", "<", "<="]}, "value": {"type": "number"}, "exceeded_limit": WHOLE}),
        "frequency": WHOLE, "alert_type": {"enum": ["on_change", "on_true"]}, "disabled": {"type": "boolean"},
        "triggered": {"const": False}, "recipients": TOLD,
        "evaluation_schedule_type": {"enum": ["frequency", "window"]}, "created_at": MOMENT, "updated_at": MOMENT,
    },
    {"query": {"type": "object"}, "query_id": IDENTIFIER, "evaluation_schedule": {"type": "object"},
     "baseline_details": {"type": "object"}, "tags": {"type": "array"}},
)
SLO_MEMBERS = {"id": IDENTIFIER, "name": TEXT, "description": TEXT, "sli": shape({"alias": TEXT}), "time_period_days": WHOLE,
               "target_per_million": WHOLE, "created_at": MOMENT, "updated_at": MOMENT}
SLO_OPTIONAL = {"dataset_slugs": {"type": "array", "items": TEXT}, "tags": {"type": "array"}}
SLO = shape(SLO_MEMBERS, SLO_OPTIONAL)
NOTHING = {"type": "null"}
DETAILED_SLO = shape(
    {**SLO_MEMBERS, "status": {"const": "not_evaluated"}, "compliance": NOTHING, "budget_remaining": NOTHING,
     "burn_rate": NOTHING},
    SLO_OPTIONAL,
)
BURN_ALERT = shape(
    {"id": IDENTIFIER, "alert_type": {"enum": ["exhaustion_time", "budget_rate"]}, "description": TEXT,
     "slo": shape({"id": IDENTIFIER}), "recipients": {**TOLD, "minItems": 1}, "triggered": {"const": False},
     "created_at": MOMENT, "updated_at": MOMENT},
    {"exhaustion_minutes": WHOLE, "budget_rate_window_minutes": WHOLE,
     "budget_rate_decrease_threshold_per_million": WHOLE},
)


def unique(name):
    """A name that no other test uses."""
    return f"{name}-{uuid.uuid4().hex[:10]}"


def email():
    return f"{uuid.uuid4().hex[:10]}@example.com"


def test_a_recipient_is_made_read_changed_and_deleted(api):
    at = "/1/recipients"
    details = {
        "email": {"email_address": email()},
        "slack": {"slack_channel": unique("#ops")},
        "pagerduty": {"pagerduty_integration_name": unique("p"), "pagerduty_integration_key": "k" * 32},
        "webhook": {"webhook_name": unique("w"), "webhook_url": "https://example.com/h", "webhook_secret": "s"},
        "msteams": {"webhook_name": unique("w"), "webhook_url": "https://example.com/h"},
        "msteams_workflow": {"webhook_name": unique("w"), "webhook_url": "https://example.com/h"},
    }
    for kind, detail in details.items():
        sent = {"type": kind, "details": detail}
        made = api.ok("POST", at, sent, 201, RECIPIENT)
        assert {key: made[key] for key in sent} == sent
        assert api.ok("GET", f"{at}/{made['id']}", schema=RECIPIENT) == made
        assert made in api.ok("GET", at)
        api.refused("POST", at, 409, sent, slug="conflict")
        assert api.ok("PUT", f"{at}/{made['id']}", made, schema=RECIPIENT)["created_at"] == made["created_at"]
        other = "slack" if kind == "email" else "email"
        changed = {"type": other, "details": details[other]}
        api.refused("PUT", f"{at}/{made['id']}", 422, changed, fields=["type"])
        api.ok("DELETE", f"{at}/{made['id']}", status=204)
        for method in ("GET", "DELETE"):
            api.refused(method, f"{at}/{made['id']}", 404, slug="not-found")
        api.refused("PUT", f"{at}/{made['id']}", 404, made, slug="not-found")
    api.refused("POST", at, 422, {}, fields=["type", "details"])
    api.refused("POST", at, 422, {"type": "email", "details": {"email_address": "x"}}, fields=["details.email_address"])
    api.refused("POST", at, 400, [], slug="unparseable")


def trigger_of(**changes):
    return {
        "name": "Errors",
        "description": "too many",
        "query": {"calculations": [{"op": "COUNT"}], "time_range": 900},
        "threshold": {"op": ">", "value": 10, "exceeded_limit": 2},
        "frequency": 300,
        "alert_type": "on_true",
        "disabled": True,
        "recipients": [{"type": "email", "target": email()}],
        "tags": [{"key": "team", "value": "web"}],
        **changes,
    }


def test_a_trigger_is_made_read_changed_and_deleted(api, dataset):
    at = f"/1/triggers/{dataset}"
    sent = trigger_of()
    made = api.ok("POST", at, sent, 201, TRIGGER)
    assert {key: made[key] for key in sent if key != "recipients"} == {k: sent[k] for k in sent if k != "recipients"}
    (told,) = made["recipients"]
    assert told["target"] == sent["recipients"][0]["target"]
    recipient = api.ok("GET", f"/1/recipients/{told['id']}", schema=RECIPIENT)
    assert recipient["details"] == {"email_address": told["target"]}
    path = f"{at}/{made['id']}"
    assert api.ok("GET", path, schema=TRIGGER) == made
    assert api.ok("GET", at) == [made]

    # The same address is the same recipient; what was answered can be sent back.
    again = api.ok("POST", at, trigger_of(recipients=sent["recipients"]), 201)
    assert again["recipients"] == [told]
    assert {**api.ok("PUT", path, made, schema=TRIGGER), "updated_at": 0} == {**made, "updated_at": 0}
    query, _ = saved_query(api, dataset)
    by_query = {"name": "n", "query_id": query, "frequency": 1800, "threshold": {"op": "<", "value": 0.5}}
    changed = api.ok("PUT", path, by_query, schema=TRIGGER)
    assert "query" not in changed
    assert (changed["query_id"], changed["recipients"], changed["disabled"]) == (query, [], False)
    assert changed["threshold"]["exceeded_limit"] == 1

    api.refused("DELETE", f"/1/recipients/{told['id']}", 409, slug="conflict")
    api.ok("DELETE", f"{at}/{again['id']}", status=204)
    api.ok("DELETE", f"/1/recipients/{told['id']}", status=204)
    api.ok("DELETE", path, status=204)
    for method in ("GET", "DELETE"):
        api.refused(method, path, 404, slug="not-found")
    api.refused("PUT", path, 404, by_query, slug="not-found")
    everywhere = api.ok("POST", "/1/triggers/__all__", trigger_of(), 201, TRIGGER)
    assert everywhere in api.ok("GET", "/1/triggers/__all__") and api.ok("GET", at) == []


def test_what_a_trigger_must_not_be_is_refused(api, dataset):
    at = f"/1/triggers/{dataset}"

    def refused(fields, **changes):
        api.refused("POST", at, 422, trigger_of(**changes), slug="validation-failed", fields=fields)

    refused(["name", "threshold.op", "threshold.exceeded_limit", "frequency"], name="x" * 121, frequency=90,
            threshold={"op": "=", "value": 1, "exceeded_limit": 6})
    query = {
        "calculations": [{"op": "HEATMAP", "column": "duration_ms"}, {"op": "CONCURRENCY"}],
        "orders": [{"op": "CONCURRENCY"}], "limit": 10, "start_time": 1_795_000_000, "time_range": 90_000,
    }
    refused(["query.calculations", "query.calculations[0].op", "query.calculations[1].op", "query.orders", "query.limit",
             "query.start_time", "query.time_range"], query=query)
    refused(["query.time_range"], query={"time_range": 1201})
    refused(["query.calculations[0].op"], query={"calculations": [{"op": "MEDIAN"}]})
    refused(["query_id"], query_id="x")
    refused(["query_id"], query=None, query_id="nosuchquery")
    saved, _ = saved_query(api, dataset)
    refused(["query_id"], query=None, query_id=saved)
    refused(["query"], query=None)
    refused(["recipients[0].id", "recipients[1].target"],
            recipients=[{"id": "nobody"}, {"type": "webhook", "target": "nowhere"}])
    refused(["recipients[0].target"], recipients=[{"type": "email", "target": "nobody"}])
    same = {"type": "email", "target": email()}
    refused(["recipients[1].target"], recipients=[same, same])
    found = api.ok("GET", "/1/recipients")
    assert not [one for one in found if one["details"].get("email_address") == same["target"]], "nothing is half made"
    api.refused("POST", "/1/triggers/no-such-dataset", 404, trigger_of(), slug="not-found")


def test_slos_and_their_burn_alerts(api, dataset):
    alias = unique("ok")
    at, alerts = f"/1/slos/{dataset}", f"/1/burn_alerts/{dataset}"
    sent = {"name": "Fast", "description": "d", "sli": {"alias": alias}, "time_period_days": 30, "target_per_million": 999_000,
            "tags": [{"key": "team", "value": "web"}]}
    api.refused("POST", at, 422, sent, slug="validation-failed", fields=["sli.alias"])
    expression = {"alias": alias, "expression": "LT($duration_ms, 100)"}
    field = api.ok("POST", f"/1/derived_columns/{dataset}", expression, 201)
    made = api.ok("POST", at, sent, 201, SLO)
    assert {key: made[key] for key in sent} == sent
    path = f"{at}/{made['id']}"
    assert api.ok("GET", path, schema=SLO) == made and api.ok("GET", at) == [made]
    detailed = api.ok("GET", path + "?detailed=true", schema=DETAILED_SLO)
    assert {key: detailed[key] for key in made} == made
    changed = api.ok("PUT", path, {**made, "target_per_million": 0}, schema=SLO)
    assert changed["target_per_million"] == 0
    api.refused("PUT", path, 422, {**made, "target_per_million": 1_000_000}, fields=["target_per_million"])
    api.refused("POST", at, 422, {**sent, "dataset_slugs": ["other"]}, fields=["dataset_slugs[0]", "dataset_slugs"])

    told = [{"type": "slack", "target": unique("#ops"), "details": {"variables": []}}]
    burn = {"exhaustion_minutes": 240, "slo": {"id": made["id"]}, "recipients": told}
    alert = api.ok("POST", alerts, burn, 201, BURN_ALERT)
    rate = {"alert_type": "budget_rate", "budget_rate_window_minutes": 60, "recipients": alert["recipients"],
            "budget_rate_decrease_threshold_per_million": 1_000}
    second = api.ok("POST", alerts, {**rate, "slo": {"id": made["id"]}}, 201, BURN_ALERT)
    assert api.ok("GET", f"{alerts}?slo_id={made['id']}") == [alert, second] == api.ok("GET", alerts)
    api.refused("GET", f"{alerts}?slo_id=none", 404)
    assert api.ok("GET", f"{alerts}/{alert['id']}", schema=BURN_ALERT) == alert
    turned = api.ok("PUT", f"{alerts}/{alert['id']}", rate, schema=BURN_ALERT)
    assert (turned["alert_type"], turned["slo"], "exhaustion_minutes" in turned) == ("budget_rate", alert["slo"], False)
    api.refused("PUT", f"{alerts}/{alert['id']}", 422, {**rate, "slo": {"id": "other"}}, fields=["slo.id"])
    api.refused("POST", alerts, 422, rate, fields=["slo.id"])
    api.refused("POST", alerts, 422, {**burn, "slo": {"id": "none"}}, fields=["slo.id"])
    api.refused("POST", alerts, 422, {**burn, "recipients": []}, fields=["recipients"])
    api.refused("POST", alerts, 422, {**rate, **burn, "budget_rate_window_minutes": 59},
                fields=["exhaustion_minutes", "budget_rate_window_minutes"])

    panels = [{"type": "slo", "slo_panel": {"slo_id": made["id"]}}]
    board = api.ok("POST", "/1/boards", {"name": "b", "type": "flexible", "panels": panels}, 201, BOARD)
    # What something names stays: first the alerts and the board, then the SLO, then its field.
    api.refused("DELETE", f"/1/derived_columns/{dataset}/{field['id']}", 409, slug="conflict")
    api.refused("DELETE", f"/1/recipients/{alert['recipients'][0]['id']}", 409, slug="conflict")
    api.refused("DELETE", path, 409, slug="conflict")
    for one in (alert, second):
        api.ok("DELETE", f"{alerts}/{one['id']}", status=204)
        api.refused("GET", f"{alerts}/{one['id']}", 404, slug="not-found")
    api.refused("DELETE", path, 409, slug="conflict")
    api.ok("DELETE", f"/1/boards/{board['id']}", status=204)
    api.ok("DELETE", path, status=204)
    api.refused("GET", path, 404, slug="not-found")
    api.ok("DELETE", f"/1/derived_columns/{dataset}/{field['id']}", status=204)


def test_an_slo_of_several_datasets(api, dataset):
    alias = unique("ok")
    sent = {"name": "All", "sli": {"alias": alias}, "time_period_days": 7, "target_per_million": 990_000}
    expression = {"alias": alias, "expression": "LT($duration_ms, 100)"}
    field = api.ok("POST", "/1/derived_columns/__all__", expression, 201)
    at = "/1/slos/__all__"
    api.refused("POST", at, 422, sent, fields=["dataset_slugs"])
    api.refused("POST", at, 422, {**sent, "dataset_slugs": [dataset] * 11}, fields=["dataset_slugs"])
    api.refused("POST", at, 422, {**sent, "dataset_slugs": [dataset, "none"]}, fields=["dataset_slugs[1]"])
    made = api.ok("POST", at, {**sent, "dataset_slugs": [dataset]}, 201, SLO)
    assert made in api.ok("GET", at) and made["dataset_slugs"] == [dataset]
    api.ok("PUT", f"/1/datasets/{dataset}", {"settings": {"delete_protected": False}})
    api.refused("DELETE", f"/1/datasets/{dataset}", 409, slug="conflict")
    api.refused("DELETE", f"/1/derived_columns/__all__/{field['id']}", 409, slug="conflict")
    api.ok("DELETE", f"{at}/{made['id']}", status=204)
    api.ok("DELETE", f"/1/derived_columns/__all__/{field['id']}", status=204)
    api.ok("DELETE", f"/1/datasets/{dataset}", status=202)


TEAM = "/2/teams/cruddur-obs"
ENVIRONMENT_ID = {"type": "string", "pattern": "^hc[a-z]en_[0-9a-z]{26}$"}
ENVIRONMENT = shape(
    {
        "id": ENVIRONMENT_ID,
        "type": {"const": "environments"},
        "attributes": shape(
            {"name": TEXT, "slug": TEXT, "description": TEXT, "settings": shape({"delete_protected": {"type": "boolean"}}),
             "color": {"pattern": "^(light(Blue|Green|Gold|Red|Purple)|blue|green|gold|red|purple)$"}}
        ),
        "links": shape({"self": TEXT}),
    }
)
API_KEY = shape(
    {
        "id": {"type": "string", "pattern": "^hc[a-z][il]k_[0-9a-z]{26}$"},
        "type": {"const": "api-keys"},
        "attributes": shape(
            {"name": TEXT, "key_type": {"enum": ["ingest", "configuration"]}, "disabled": {"type": "boolean"},
             "permissions": {"type": "object", "additionalProperties": {"type": "boolean"}, "minProperties": 1},
             "timestamps": shape({"created": MOMENT, "updated": MOMENT})},
            {"secret": {"type": "string", "pattern": "^([0-9a-z]{32}|[0-9a-z]{22})$"}},
        ),
        "relationships": shape(
            {"environment": shape({"data": shape({"id": ENVIRONMENT_ID, "type": {"const": "environments"}})})}
        ),
        "links": shape({"self": TEXT}),
    }
)
ERRORS = shape(
    {
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": shape(
                {"id": TEXT, "status": TEXT, "code": TEXT, "title": TEXT, "detail": TEXT},
                {"source": {"type": "object", "minProperties": 1, "maxProperties": 1}},
            ),
        }
    }
)


class Management:
    """Calls of version 2, whose answers all have its form."""

    def __init__(self, url, key=MANAGEMENT):
        self.url = url
        self.key = key

    def ok(self, method, path, body=None, status=200, schema=None):
        answer = self.send(method, path, body)
        assert answer.status_code == status, (answer.status_code, answer.text)
        if status == 204:
            assert not answer.content
            return None
        found = answer.json()
        return valid(found["data"], schema) if schema else found

    def send(self, method, path, body=None, key=None):
        headers = {"Authorization": f"Bearer {key or self.key}", "Content-Type": JSON_API}
        answer = requests.request(method, self.url + path, json=body, headers=headers, timeout=30)
        assert answer.headers["Content-Type"] == JSON_API
        return answer

    def refused(self, method, path, status, body=None, code=None, sources=None, key=None):
        answer = self.send(method, path, body, key)
        assert answer.status_code == status, (answer.status_code, answer.text)
        errors = valid(answer.json(), ERRORS)["errors"]
        assert {error["status"] for error in errors} == {str(status)}
        if code:
            assert {error["code"] for error in errors} == {code}, errors
        if sources is not None:
            assert {value for error in errors for value in error["source"].values()} == set(sources), errors


@pytest.fixture
def team(backend):
    return Management(backend.url)


def environment_of(**attributes):
    return {"data": {"type": "environments", "attributes": attributes}}


def key_of(environment, **attributes):
    relationships = {"environment": {"data": {"id": environment, "type": "environments"}}}
    return {"data": {"type": "api-keys", "attributes": attributes, "relationships": relationships}}


def test_a_management_key_is_told_whose_it_is(team):
    found = team.ok("GET", "/2/auth")
    assert found["data"]["id"] == MANAGEMENT.split(":")[0]
    assert found["data"]["attributes"]["key_type"] == "management"
    assert found["included"][0]["attributes"]["slug"] == "cruddur-obs"
    for key in (KEY, INGEST, CLASSIC, MANAGEMENT.replace(":", "")):
        team.refused("GET", "/2/auth", 401, key=key, sources=["Authorization"])
    team.refused("POST", "/2/auth", 405, {})
    team.refused("GET", "/2/teams/other/environments", 404, code="not-found")


def test_an_environment_is_made_read_changed_protected_and_deleted(team):
    at = f"{TEAM}/environments"
    name = unique("Prod")
    made = team.ok("POST", at, environment_of(name=name, description="d", color="lightGold"), 201, ENVIRONMENT)
    attributes = made["attributes"]
    assert (attributes["name"], attributes["slug"], attributes["color"]) == (name, name.lower(), "lightGold")
    path = f"{at}/{made['id']}"
    assert made["links"]["self"] == path and team.ok("GET", path, schema=ENVIRONMENT) == made
    team.refused("POST", at, 409, environment_of(name=name), code="conflict")
    team.refused("PATCH", path, 422, environment_of(name="other"), sources=["/data/attributes/name"])
    changed = team.ok("PATCH", path, environment_of(description="e"), schema=ENVIRONMENT)
    assert changed["attributes"] == {**attributes, "description": "e"}
    team.refused("DELETE", path, 409, code="conflict")
    team.ok("PATCH", path, environment_of(settings={"delete_protected": False}), schema=ENVIRONMENT)
    key = team.ok("POST", f"{TEAM}/api-keys", key_of(made["id"], name="k", key_type="ingest"), 201, API_KEY)
    team.refused("DELETE", path, 409, code="conflict")
    team.ok("DELETE", f"{TEAM}/api-keys/{key['id']}", status=204)
    team.ok("DELETE", path, status=204)
    for method in ("GET", "DELETE"):
        team.refused(method, path, 404, code="not-found")
    team.refused("PATCH", path, 404, environment_of())
    team.refused("POST", at, 422, environment_of(color="pink", settings={"delete_protected": 1}),
                 sources=["/data/attributes/name", "/data/attributes/color", "/data/attributes/settings/delete_protected"])
    team.refused("POST", at, 422, {"data": {"type": "api-keys", "attributes": {"name": "x"}}}, sources=["/data/type"])
    team.refused("POST", at, 422, {}, code="validation-failed/missing", sources=["/data"])
    team.refused("POST", at, 400, [], code="unparseable")
    (local,) = [one for one in team.ok("GET", at, schema={"type": "array", "items": ENVIRONMENT})
                if one["attributes"]["slug"] == "local"]
    team.ok("PATCH", f"{at}/{local['id']}", environment_of(settings={"delete_protected": False}))
    team.refused("DELETE", f"{at}/{local['id']}", 409, code="conflict")


def test_a_key_is_made_read_changed_and_deleted_and_its_secret_kept_nowhere(start_backend):
    backend = start_backend()
    team = Management(backend.url)
    at = f"{TEAM}/api-keys"
    (local,) = team.ok("GET", f"{TEAM}/environments")["data"]
    secrets = []
    keys = []
    for kind, permission in (("ingest", "create_datasets"), ("configuration", "run_queries")):
        body = key_of(local["id"], name=kind, key_type=kind, permissions={permission: True})
        made = team.ok("POST", at, body, 201, API_KEY)
        assert made["attributes"]["permissions"][permission] is True
        secrets.append(made["attributes"].pop("secret"))
        keys.append(made)
    # The keys open what keys of their form open.
    assert requests.get(backend.url + "/1/auth", headers={"X-Honeycomb-Team": keys[0]["id"] + secrets[0]},
                        timeout=30).json()["type"] == "ingest"
    assert Resources(backend.url, secrets[1]).ok("GET", "/1/boards") == []
    backend.kill()
    for file in backend.data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [secret for secret in secrets if secret.encode() in content], file
    backend.start()
    team.url = backend.url
    assert team.ok("GET", at, schema={"type": "array", "items": API_KEY}) == keys

    path = f"{at}/{keys[0]['id']}"
    changed = team.ok("PATCH", path, key_of("ignored", name="n", disabled=True), schema=API_KEY)
    assert (changed["attributes"]["name"], changed["attributes"]["disabled"]) == ("n", True)
    assert changed["relationships"] == keys[0]["relationships"] and "secret" not in changed["attributes"]
    assert team.ok("GET", path, schema=API_KEY) == changed
    team.refused("PATCH", path, 422, key_of("x", permissions={"create_datasets": False}, key_type="configuration"),
                 sources=["/data/attributes/permissions/create_datasets", "/data/attributes/key_type"])
    team.refused("POST", at, 422, key_of("none", name="n", key_type="ingest"),
                 sources=["/data/relationships/environment/data/id"])
    team.refused("POST", at, 422, key_of(local["id"], name="n" * 101, key_type="management"),
                 sources=["/data/attributes/name", "/data/attributes/key_type"])
    team.ok("DELETE", path, status=204)
    for method in ("GET", "DELETE"):
        team.refused(method, path, 404, code="not-found")


def test_lists_of_version_2_come_in_pages(start_backend):
    backend = start_backend()
    team = Management(backend.url)
    at = f"{TEAM}/environments"
    made = ["local"] + [unique("e") for _ in range(24)]
    for name in made[1:]:
        team.ok("POST", at, environment_of(name=name), 201)

    def names(path, seen=()):
        page = team.ok("GET", path)
        found = [*seen, *(one["attributes"]["name"] for one in page["data"])]
        return names(page["links"]["next"], found) if page["links"]["next"] else found

    first = team.ok("GET", at)
    assert len(first["data"]) == 20 and first["links"]["next"]
    assert names(at)[0] == "local" and sorted(names(at)) == sorted(made)
    assert sorted(names(f"{at}?page[size]=5")) == sorted(made)
    whole = team.ok("GET", f"{at}?page[size]=100")
    assert len(whole["data"]) == 25 and whole["links"]["next"] is None
    # A page goes on behind what was shown, though that is gone.
    two = team.ok("GET", f"{at}?page[size]=2")
    last = two["data"][1]["id"]
    team.ok("PATCH", f"{at}/{last}", environment_of(settings={"delete_protected": False}))
    team.ok("DELETE", f"{at}/{last}", status=204)
    assert team.ok("GET", two["links"]["next"])["data"][0]["id"] == whole["data"][2]["id"]
    for size in ("0", "101", "x", "-1"):
        team.refused("GET", f"{at}?page[size]={size}", 422, sources=["page[size]"])
    team.refused("GET", f"{at}?page[after]=x", 422, sources=["page[after]"])


def test_the_token_opens_version_2_too(start_backend):
    backend = start_backend(token="a-token-of-the-backend")
    team = Management(backend.url, "a-token-of-the-backend")
    found = team.ok("GET", "/2/auth")
    assert "token" not in found["data"]["id"]
    assert team.ok("GET", f"{TEAM}/environments")["data"]
    team.refused("GET", "/2/auth", 401, key=MANAGEMENT, sources=["Authorization"])
