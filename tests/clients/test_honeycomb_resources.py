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


RESOURCES = ["/1/boards", "/1/markers/__all__", "/1/marker_settings/__all__", "/1/datasets", "/1/columns/__all__",
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
