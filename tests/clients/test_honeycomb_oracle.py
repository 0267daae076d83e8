"""Every answer of Honeycomb's query API beside what DuckDB makes of the same sealed Parquet files.

`ORACLE_SEED` and `ORACLE_QUERIES` choose other random events and more random queries."""

import json
import os
import random
import tarfile
import time
import urllib.error
import urllib.request

import pytest
from oracle_answers import Check, key_of
from oracle_data import DAY, EVENTS, HOUR, KEY, ROWS, SECOND_EVENTS, STORAGE, WEB, post, send_world
from oracle_expressions import SYMBOLS, Call, Column, Layers, Literal, column_quad, rendered
from oracle_queries import Oracle, passes_sql, sendable
from oracle_random import (
    ALL_FUNCTIONS, ANY_KIND, NUMERIC, SECOND_SLUG, all_filters, random_call, random_expression,
    random_query,
)
from support import Backend, binary, child_environment, eventually, run

SEED = int(os.environ.get("ORACLE_SEED", "20261126"))
RANDOM_QUERIES = int(os.environ.get("ORACLE_QUERIES", "60"))
WORLD_ROWS = 400
STATES = ["sealed", "half hot", "compacted"]


class Service:
    """One backend, asked by plain HTTP."""

    def __init__(self, backend):
        self.url = backend.url

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method)
        request.add_header("X-Honeycomb-Team", KEY)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise AssertionError(
                f"{method} {path}: {error.code} {error.read().decode()}\n{json.dumps(body)[:3000]}"
            ) from None

    def ask(self, dataset, spec, **options):
        """Runs a query and returns the data of its result."""
        query = self.call("POST", f"/1/queries/{dataset}", spec)
        asked = {
            "query_id": query["id"], "disable_total_by_aggregate": False,
            "disable_other_by_aggregate": False, **options,
        }
        created = self.call("POST", f"/1/query_results/{dataset}", asked)

        def complete():
            found = self.call("GET", f"/1/query_results/{dataset}/{created['id']}")
            return found if found["complete"] else None

        return eventually(complete, 60, "the result")["data"]

    def store(self):
        return self.call("GET", "/_backend/status")["store"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("oracle")


@pytest.fixture(scope="module")
def started():
    backends = []
    yield backends
    for backend in backends:
        backend.stop()


@pytest.fixture(scope="module")
def half_hot(folder, started):
    """The backend that took the events: three times it had to seal, the rest is hot."""
    backend = Backend(
        folder / "half-hot", "--hot-cap", "3000000", "--maintenance-interval", "1h"
    ).start()
    started.append(backend)
    return backend


@pytest.fixture(scope="module")
def world(half_hot):
    base = int(time.time()) // HOUR * HOUR
    found = send_world(half_hot.url, SEED, base, rows=WORLD_ROWS)
    store = Service(half_hot).store()
    assert store["seals"] >= 2 and store["hot_rows"] > 1_000 and store["file_rows"] > 1_000, store
    return found


@pytest.fixture(scope="module")
def exported(world, half_hot, folder):
    """An export of everything, in which all rows are sealed."""
    (folder / "all.tar").write_bytes(
        post(half_hot.url, "/_backend/export", b"", "application/octet-stream")
    )
    with tarfile.open(folder / "all.tar") as archive:
        archive.extractall(folder / "all", filter="data")
    return folder / "all"


@pytest.fixture(scope="module")
def oracle(exported):
    return Oracle(exported)


def serve_copy(exported, folder, started, name, *flags):
    """A backend over a data directory that is made of the export."""
    data = folder / name
    done = run(
        [binary(), "backend", "import", str(folder / "all.tar"), "--data-dir", str(data)],
        folder, child_environment(folder),
    )
    assert done.code == 0, done
    backend = Backend(folder / f"serving-{name}", *flags, data=data).start()
    started.append(backend)
    return backend


@pytest.fixture(scope="module")
def sealed(exported, folder, started):
    """The same files, and nothing that is hot."""
    backend = serve_copy(exported, folder, started, "sealed", "--maintenance-interval", "1h")
    store = Service(backend).store()
    assert store["hot_rows"] == 0 and store["files"] >= 12, store
    return backend


@pytest.fixture(scope="module")
def compacted(exported, folder, started):
    """The same rows in fewer files."""
    backend = serve_copy(exported, folder, started, "compacted", "--maintenance-interval", "100ms")
    files = len(list((exported / "events").iterdir()))
    eventually(
        lambda: Service(backend).store()["files"] <= files // 2, 30, "the end of the compaction"
    )
    return backend


@pytest.fixture(scope="module")
def ask(sealed, half_hot, compacted, oracle):
    """Returns what is wrong with the answer to a query, of a backend in one of the states."""
    services = {
        name: Service(backend)
        for name, backend in zip(STATES, [sealed, half_hot, compacted], strict=True)
    }

    def check(dataset, spec, state="sealed", about="", **options):
        """Fails with the query, what was expected and what came."""
        data = services[state].ask(dataset, sendable(spec), **options)
        prepared = oracle.prepare(dataset, spec)
        checking = Check(prepared, spec, data, series=not options.get("disable_series"))
        problems = checking.run(options.get("limit"))
        prepared.drop()
        if problems:
            told = "\n  ".join(problems)
            pytest.fail(
                f"{about} seed {SEED}, dataset {dataset}, {state}, options {options}\n"
                f"query: {json.dumps(sendable(spec), ensure_ascii=False)}\n  {told}",
                pytrace=False,
            )
        return data

    check.services = services
    return check


@pytest.fixture
def whole_range(world):
    """All events, as members of a specification."""
    return {"start_time": world.base - 6 * DAY, "end_time": world.base, "granularity": 6 * HOUR}


def parts(items, size):
    items = list(items)
    return [items[start:start + size] for start in range(0, len(items), size)]


# --- The data -----------------------------------------------------------------------------------


def test_what_was_sent_is_what_is_sealed(world, oracle, exported):
    files = sorted(path.name for path in (exported / "events").iterdir())
    assert len({name[:10] for name in files}) >= 5, files
    slugs = {EVENTS: "oracle-events", SECOND_EVENTS: SECOND_SLUG, ROWS: "oracle-rows"}
    names = sorted({name for event in world.sent for name in event.fields})
    columns = ", ".join(column for name in names for column in column_quad(name))
    stored = {}
    for dataset, time_ns, rate, number, *values in oracle.rows(
        f'SELECT dataset, time_ns, rate, "row|i", {columns} FROM events'
        f" WHERE dataset IN {tuple(slugs.values())}"
    ):
        fields = {}
        for name, quad in zip(names, parts(values, 4), strict=True):
            present = [value for value in quad if value is not None]
            assert len(present) <= 1, (name, quad)
            fields.update({name: present[0]} if present else {})
        stored[number] = (dataset, time_ns, rate, fields)
    assert len(stored) == len(world.sent)
    for event in world.sent:
        dataset, time_ns, rate, fields = stored[event.fields["row"]]
        assert (dataset, time_ns, rate) == (slugs[event.dataset], event.time_ns, event.rate)
        for name in fields.keys() | event.fields.keys():
            sent, got = event.fields.get(name), fields.get(name)
            if isinstance(sent, int) and not isinstance(sent, bool) and abs(sent) >= 2**63:
                sent = sent if sent == -(2**63) else float(sent)
            # Whole numbers stay whole and -0.0 keeps its sign.
            assert (type(sent), repr(sent)) == (type(got), repr(got)), (name, event)


def test_the_documented_view_says_what_the_api_says(world, oracle, ask, whole_range):
    expected = {}
    for dataset, status, weight in oracle.rows(oracle.example.rstrip(";")):
        expected.setdefault(dataset, {})[status] = weight
    assert len(expected) == 5 and {"200", "timeout", "503.5", "false", None} <= set(
        expected["oracle-events"]
    )
    for dataset, counts in expected.items():
        spec = {"breakdowns": ["http.status"], **whole_range}
        data = ask(dataset, spec)
        found = {}
        for row in data["results"]:
            status = row["data"].get("http.status")
            name = status if isinstance(status, str) or status is None else json.dumps(status)
            found[name] = row["data"]["COUNT"]
        assert found == counts, dataset
    # Its numbers are those that aggregates see.
    spec = {"calculations": [{"op": "SUM", "column": "http.status"}], **whole_range}
    (row,) = ask(EVENTS, spec)["results"]
    (total,) = oracle.rows(
        f"SELECT sum(status_number * sample_rate) FROM spans WHERE dataset = '{EVENTS}'"
    )
    assert row["data"]["SUM(http.status)"] == pytest.approx(total[0])


# --- Calculations -------------------------------------------------------------------------------


CALCULATED = {
    "plain": ["whole", "ratio", "mixed", "duration_ms"],
    "extreme": ["huge", "wild", "kind", "digits", "never", "sparse", "flag"],
}


@pytest.mark.parametrize(("state", "dataset"), [
    ("sealed", EVENTS), ("half hot", SECOND_SLUG), ("compacted", SECOND_SLUG),
])
@pytest.mark.parametrize("columns", CALCULATED)
@pytest.mark.parametrize("breakdowns", [[], ["group"], ["kind", "flag"]], ids=str)
def test_every_calculation(ask, whole_range, columns, breakdowns, state, dataset):
    calculations = [
        {"op": operation, "column": column}
        for operation in NUMERIC for column in CALCULATED[columns]
    ]
    calculations += [{"op": "COUNT", "column": column} for column in CALCULATED[columns]]
    calculations += [{"op": "COUNT"}]
    if columns == "extreme":
        # Sums of 1e300 are beyond what one can compare.
        calculations = [each for each in calculations if each["op"] != "HEATMAP"
                        or each["column"] != "wild"]
    for part in parts(calculations, 40):
        ask(dataset, {"calculations": part, "breakdowns": breakdowns, **whole_range}, state)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("breakdowns", [[], ["name"], ["name", "user"]], ids=str)
@pytest.mark.parametrize("dataset", [WEB, "__all__"])
def test_concurrency(ask, world, dataset, breakdowns, state):
    spec = {
        "calculations": [
            {"op": "CONCURRENCY"}, {"op": "COUNT"},
            {"op": "CONCURRENCY", "name": "slow", "filters": [
                {"column": "duration_ms", "op": ">", "value": 500},
            ]},
        ],
        "breakdowns": breakdowns,
    }
    for range_, width in [(HOUR, 10), (HOUR, 60), (5 * DAY, HOUR)]:
        times = {"end_time": world.base, "time_range": range_, "granularity": width}
        ask(dataset, {**spec, **times}, state)


@pytest.mark.parametrize("usage_mode", [False, True])
def test_weights_count_unless_usage_is_asked_for(ask, whole_range, usage_mode):
    calculations = [
        {"op": operation, "column": "ratio"}
        for operation in ["SUM", "AVG", "P50", "P99", "HEATMAP", "MIN", "MAX", "COUNT"]
    ]
    spec = {
        "calculations": [{"op": "COUNT"}, {"op": "CONCURRENCY"}, *calculations],
        "breakdowns": ["group"], "usage_mode": usage_mode, **whole_range,
    }
    (total,) = {ask(dataset, spec)["total_by_aggregate"]["COUNT"] for dataset in [EVENTS]}
    assert (total == 9_000) == usage_mode


# --- Filters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ANY_KIND)
def test_every_filter(ask, oracle, whole_range, column):
    """Many filters at a time, each as a named count and a named sum of the numbers of the rows, so
    that no two sets of rows look the same; where they differ, the rows are asked for."""
    for part in parts((each for each in all_filters() if each["column"] == column), 50):
        named = [
            calculation for place, each in enumerate(part) for calculation in (
                {"op": "COUNT", "name": f"count {place}", "filters": [each]},
                {"op": "SUM", "column": "row", "name": f"sum {place}", "filters": [each]},
            )
        ]
        spec = {"calculations": named, **whole_range}
        found = ask.services["sealed"].ask(ROWS, spec, disable_series=True)
        (row,) = [row["data"] for row in found["results"]]
        tests = [passes_sql(column, each["op"], each.get("value")) for each in part]
        passing = ", ".join(f"{test} AS p{place}" for place, test in enumerate(tests))
        sums = ", ".join(
            f'coalesce(sum(rate) FILTER (p{place}), 0), sum("row|i" * rate) FILTER (p{place})'
            for place in range(len(tests))
        )
        (expected,) = oracle.rows(
            f"SELECT {sums} FROM (SELECT *, {passing} FROM events WHERE dataset = '{ROWS}')"
        )
        got = [row[each["name"]] for each in named]
        for place, each in enumerate(part):
            if got[2 * place:2 * place + 2] != list(expected[2 * place:2 * place + 2]):
                pytest.fail(differing_rows(ask, oracle, whole_range, each, tests[place]))


def differing_rows(ask, oracle, times, each, test):
    """Tells for which values a filter holds that should not, or does not and should."""
    spec = {"filters": [each], "breakdowns": ["row"], **times}
    found = ask.services["sealed"].ask(ROWS, spec, disable_series=True)
    passed = {row["data"]["row"] for row in found["results"]}
    quad = ", ".join(column_quad(each["column"]))
    rows = oracle.rows(
        f'SELECT "row|i", {test}, {quad} FROM events WHERE dataset = \'{ROWS}\' ORDER BY ALL'
    )
    wrong = sorted({
        (str(values), "must pass" if holds else "must not pass")
        for number, holds, *values in rows if holds != (number in passed)
    })
    return (
        f"filter {json.dumps(each, ensure_ascii=False)}, seed {SEED}: (text, whole, real, flag)"
        f" {wrong[:10]}"
    )


@pytest.mark.parametrize("combination", [None, "AND", "OR"])
def test_filters_of_a_query_combine(ask, whole_range, combination):
    generator = random.Random(f"{SEED} {combination}")
    filters = list(all_filters())
    for _ in range(12):
        count = generator.randint(1, 4)
        spec = {
            "calculations": [{"op": "COUNT"}, {"op": "SUM", "column": "row"}],
            "filters": generator.sample(filters, count), "breakdowns": ["group"], **whole_range,
        }
        if combination:
            spec["filter_combination"] = combination
        ask(EVENTS, spec)


# --- Calculated fields --------------------------------------------------------------------------


def check_fields(ask, oracle, spec_times, trees):
    """One query with every tree as a breakdown, so that each row shows what it yields."""
    for part in parts(trees, 90):
        fields = [{"name": f"c{place}", "tree": tree} for place, tree in enumerate(part)]
        spec = sendable({
            "calculated_fields": fields, "breakdowns": ["row", *(f["name"] for f in fields)],
            **spec_times,
        })
        data = ask.services["sealed"].ask(ROWS, spec, disable_series=True)
        found = {row["data"]["row"]: row["data"] for row in data["results"]}
        assert len(found) == WORLD_ROWS
        for each in fields:
            layers = Layers(f"SELECT * FROM events WHERE dataset = '{ROWS}'")
            layers.value(each["tree"], "result")
            columns = ", ".join(column_quad("result"))
            for number, *quad in oracle.rows(f'SELECT "row|i", {columns} FROM ({layers.sql})'):
                expected = next((value for value in quad if value is not None), None)
                got = found[number].get(each["name"])
                assert same_value(expected, got), (
                    f"{rendered(each['tree'])} gives {got!r}, not {expected!r}; seed {SEED}, of"
                    f" {inputs(oracle, each['tree'], number)}"
                )


def same_value(expected, got):
    one, other = key_of(expected), key_of(got)
    if one is None or other is None or one[0] != "n" or other[0] != "n":
        return one == other
    return one == other or (
        abs(one[1] - other[1]) <= 1e-13 * max(abs(one[1]), abs(other[1]))
        and isinstance(expected, float)
    )


def inputs(oracle, tree, number):
    """The values of the columns of an expression in a row."""
    def columns(node):
        match node:
            case Column(name):
                return {name}
            case Call(_, arguments):
                return set().union(*map(columns, arguments))
        return set()

    names = sorted(columns(tree))
    if not names:
        return {}
    sql = ", ".join(column for name in names for column in column_quad(name))
    (row,) = oracle.rows(f'SELECT {sql} FROM events WHERE "row|i" = {number}')
    return dict(zip(names, parts(row, 4), strict=True))


@pytest.mark.parametrize("function", [*ALL_FUNCTIONS, *SYMBOLS, "!", "!="])
def test_every_function(ask, oracle, whole_range, function):
    generator = random.Random(f"{SEED} {function}")
    times = {name: whole_range[name] for name in ("start_time", "end_time")}
    # At first of columns and constants only, then of other functions.
    trees = [random_call(generator, function, depth) for depth in [1] * 12 + [2] * 3]
    check_fields(ask, oracle, times, trees)


def test_random_expressions(ask, oracle, whole_range):
    generator = random.Random(f"{SEED} expressions")
    times = {name: whole_range[name] for name in ("start_time", "end_time")}
    trees = [random_expression(generator, 4) for _ in range(90)]
    check_fields(ask, oracle, times, trees)


def test_calculated_fields_stand_everywhere_a_column_does(ask, whole_range):
    fields = [
        # One that another uses, and one that hides a column.
        {"name": "doubled", "tree": Call("*", (Column("half"), Literal(4)))},
        {"name": "half", "tree": Call("DIV", (Column("whole"), Literal(2)))},
        {"name": "text", "tree": Call("TO_LOWER", (Column("group"),))},
    ]
    in_order = [fields[1], fields[0], fields[2]]
    spec = {
        "calculated_fields": in_order,
        "calculations": [
            {"op": "SUM", "column": "doubled"}, {"op": "P90", "column": "half"},
            {"op": "COUNT_DISTINCT", "column": "text"},
            {"op": "COUNT", "name": "ann", "filters": [
                {"column": "text", "op": "=", "value": "ann"},
            ]},
        ],
        "filters": [{"column": "doubled", "op": ">=", "value": 2}],
        "breakdowns": ["text"], "orders": [{"column": "text", "order": "descending"}],
        **whole_range,
    }
    data = ask(EVENTS, spec)
    # The order in which they are written makes no difference.
    again = ask.services["sealed"].ask(EVENTS, sendable({**spec, "calculated_fields": fields}))
    assert again == data


# --- Orders, havings, limits --------------------------------------------------------------------


RANKED = [
    {"op": "COUNT"}, {"op": "AVG", "column": "ratio"}, {"op": "MAX", "column": "whole"},
    {"op": "P50", "column": "mixed"}, {"op": "COUNT_DISTINCT", "column": "text", "name": "texts"},
]


@pytest.mark.parametrize("order", [
    [], [{"op": "COUNT"}], [{"op": "COUNT", "order": "descending"}],
    [{"op": "AVG", "column": "ratio", "order": "descending"}],
    [{"op": "MAX", "column": "whole"}, {"column": "kind", "order": "descending"}],
    [{"column": "group"}, {"column": "kind", "order": "descending"}],
    [{"column": "texts", "order": "descending"}, {"column": "kind"}],
    [{"op": "P50", "column": "mixed"}],
], ids=str)
def test_orders_limits_and_other(ask, whole_range, order):
    for limit in [1, 3, 17, 1_000]:
        spec = {
            "calculations": RANKED, "breakdowns": ["kind", "group"], "orders": order,
            "limit": limit, **whole_range,
        }
        ask(SECOND_SLUG, spec)


@pytest.mark.parametrize("operator", ["=", "!=", ">", ">=", "<", "<="])
def test_havings(ask, whole_range, operator):
    spec = {
        "calculations": RANKED, "breakdowns": ["kind", "group"],
        "orders": [{"op": "COUNT", "order": "descending"}], "limit": 40, **whole_range,
    }
    rows = ask(SECOND_SLUG, spec)["results"]
    for column in ["COUNT", "MAX(whole)", "texts"]:
        values = sorted({
            row["data"][column] for row in rows if row["data"][column] is not None
        })
        wanted = values[len(values) // 2]
        having = {"op": operator, "value": wanted}
        having |= {
            "COUNT": {"calculate_op": "COUNT"}, "texts": {"column": "texts"},
            "MAX(whole)": {"calculate_op": "MAX", "column": "whole"},
        }[column]
        ask(SECOND_SLUG, {**spec, "havings": [having]})
        ask(SECOND_SLUG, {**spec, "havings": [
            having, {"calculate_op": "AVG", "column": "ratio", "op": ">", "value": 0.123456789},
        ], "limit": 5})


def test_more_groups_than_a_query_shows(ask, whole_range):
    spec = {"breakdowns": ["row"], "calculations": [{"op": "MAX", "column": "whole"}],
            "orders": [{"op": "MAX", "column": "whole"}, {"column": "row"}], **whole_range}
    data = ask(SECOND_SLUG, spec, disable_series=True)
    assert len(data["results"]) == 1_000
    data = ask(SECOND_SLUG, spec, disable_series=True, limit=10_000)
    assert len(data["results"]) == 3_000


def test_formulas(ask, whole_range):
    named = [
        {"op": "COUNT", "name": "all"},
        {"op": "COUNT", "name": "errors", "filters": [
            {"column": "http.status", "op": ">=", "value": 500},
            {"column": "kind", "op": "in", "value": [404, "true"]},
        ], "filter_combination": "OR"},
        {"op": "SUM", "column": "ratio", "name": "sum"},
        {"op": "MAX", "column": "never", "name": "none"},
        {"op": "RATE_SUM", "column": "whole", "name": "growth"},
    ]
    formulas = [
        {"name": "share", "tree": Call("/", (Column("errors"), Column("all")))},
        {"name": "rest", "tree": Call("-", (Column("all"), Column("errors")))},
        {"name": "mean", "tree": Call("DIV", (Column("sum"), Column("all")))},
        {"name": "nothing", "tree": Call("SUM", (Column("none"), Literal(1)))},
        {"name": "first", "tree": Call("COALESCE", (Column("none"), Column("all")))},
        {"name": "more", "tree": Call("IF", (
            Call(">", (Column("errors"), Literal(3))), Literal("many"), Literal("few"),
        ))},
        {"name": "growing", "tree": Call("*", (Column("growth"), Literal(2)))},
    ]
    spec = {"calculations": named, "formulas": formulas, "breakdowns": ["group", "flag"],
            **whole_range}
    ask(SECOND_SLUG, spec)
    ask(SECOND_SLUG, {
        **spec, "orders": [{"column": "rest", "order": "descending"}, {"column": "group"}],
        "havings": [{"column": "share", "op": ">", "value": 0.1234567}], "limit": 4,
    })
    ask(SECOND_SLUG, {**spec, "orders": [{"column": "errors"}], "breakdowns": ["kind"], "limit": 3})


# --- Time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("dataset", [EVENTS, SECOND_SLUG, STORAGE, "__all__"])
def test_ranges_and_granularities(ask, world, dataset):
    base = world.base
    hour = base - 2 * DAY
    spec = {"calculations": [{"op": "COUNT"}, {"op": "SUM", "column": "row"}]}
    ranges = [
        {"start_time": hour, "end_time": hour + HOUR},
        {"start_time": hour, "end_time": hour},
        {"start_time": hour - 7, "time_range": 3 * HOUR + 1},
        {"end_time": hour, "time_range": DAY},
        {"end_time": base},
        {"start_time": base - 900, "end_time": base - 899},
        {"start_time": base - 1_699, "time_range": 799},
        {"start_time": base - 5 * DAY - 1, "end_time": base},
    ]
    for times in ranges:
        length = times.get("time_range") or times.get("end_time", 0) - times.get("start_time", 0)
        widths = [None, 0, max(1, length // 7), max(1, -(-length // 1_000)), max(1, length)]
        if "time_range" not in times and "start_time" not in times:
            widths = [None, 60, 7_200]
        for width in widths:
            granularity = {} if width is None else {"granularity": width}
            ask(dataset, {**spec, **times, **granularity, "breakdowns": ["name"]})


def test_the_default_range_ends_now(ask, oracle, world):
    """Nothing of the last two hours is near one of their ends, so that the clock may run."""
    for spec in [{}, {"time_range": 7_200}, {"start_time": world.base - 4_000}]:
        data = ask.services["sealed"].ask("__all__", spec)
        last_hour = {"start_time": world.base - HOUR, "end_time": world.base}
        prepared = oracle.prepare("__all__", last_hour)
        expected = prepared.expected({})
        prepared.drop()
        assert data["results"] == [{"data": {"COUNT": expected.total["COUNT"]}}]
        assert sum(point["data"]["COUNT"] for point in data["series"]) == expected.total["COUNT"]


# --- Relations ----------------------------------------------------------------------------------


RELATED = [
    [("root.name", "=", "GET /home")],
    [("root.user", "exists", None), ("root.code", "!=", 200)],
    [("parent.name", "in", ["select", "render"])],
    [("parent.code", ">=", 404), ("duration_ms", "<", 1_000)],
    [("child.status_code", "=", 2)],
    [("child.hot", "=", True), ("child.user", "exists", None)],
    [("any.error", "=", True)],
    [("any.meta.annotation_type", "=", "span_event")],
    [("any.user", "=", "log")],
    [("none.error", "=", True)],
    [("none.user", "=", "ann"), ("none.hot", "=", False)],
    [("root.user", "does-not-exist", None)],
    [("any.user", "=", "cy"), ("any.code", "=", 500), ("none.name", "=", "render"),
     ("child.name", "contains", "e"), ("root.hot", "=", True)],
    [("root.big", "=", True), ("any.amount", ">", 1)],
]


@pytest.mark.parametrize("dataset", [WEB, STORAGE, "__all__"])
@pytest.mark.parametrize("filters", RELATED, ids=str)
def test_filters_on_related_spans(ask, whole_range, filters, dataset):
    given = [
        {"column": column, "op": operator, **({} if value is None else {"value": value})}
        for column, operator, value in filters
    ]
    spec = {
        "calculations": [{"op": "COUNT"}, {"op": "SUM", "column": "row"}],
        "filters": given, "breakdowns": ["name"], **whole_range,
    }
    if any(column == "root.big" for column, _, _ in filters):
        tree = Call("GT", (Column("duration_ms"), Literal(100)))
        spec["calculated_fields"] = [{"name": "big", "tree": tree}]
    ask(dataset, spec)


@pytest.mark.parametrize("filters", [
    [("root.name", "=", "GET /home")], [("parent.group", "in", ["ann", "bob"])],
    [("child.kind", "=", 200), ("child.flag", "exists", None)], [("any.text", "=", "é")],
    [("none.kind", "=", 404), ("none.group", "=", "cy")], [("root.flag", "=", True)],
], ids=str)
def test_filters_on_spans_with_careless_ids(ask, whole_range, filters):
    given = [
        {"column": column, "op": operator, **({} if value is None else {"value": value})}
        for column, operator, value in filters
    ]
    calculations = [{"op": "COUNT"}, {"op": "SUM", "column": "row"}]
    spec = {"calculations": calculations, "filters": given, "breakdowns": ["flag"], **whole_range}
    ask(SECOND_SLUG, spec)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("dataset", [WEB, "__all__"])
@pytest.mark.parametrize("breakdowns", [
    ["root.name"], ["parent.name", "name"], ["root.code", "parent.user", "hot"], ["root.never"],
], ids=str)
def test_breakdowns_by_related_spans(ask, whole_range, breakdowns, dataset, state):
    spec = {
        "calculations": [{"op": "COUNT"}, {"op": "AVG", "column": "duration_ms"}],
        # The others have traces with several roots, of which any may give its column.
        "filters": [{"column": "service.name", "op": "exists"}], "breakdowns": breakdowns,
        **whole_range,
    }
    ask(dataset, spec, state)


# --- At random ----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(6))
def test_random_queries(ask, world, part):
    for number in range(part, RANDOM_QUERIES, 6):
        generator = random.Random(f"{SEED} query {number}")
        dataset, spec = random_query(generator, world)
        options = {}
        if generator.random() < 0.2:
            options["disable_series"] = True
        ask(dataset, spec, generator.choice(STATES), f"query {number},", **options)
