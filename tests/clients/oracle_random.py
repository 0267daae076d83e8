"""Filters, expressions and whole queries for the tests against DuckDB: all there are, or random."""

import itertools

from oracle_data import DAY, EVENTS, WEB
from oracle_expressions import FUNCTIONS, SYMBOLS, Call, Column, Literal
from oracle_queries import PERCENTILES

SECOND_SLUG = "oracle-second"
NUMERIC = ["SUM", "AVG", "MIN", "MAX", "COUNT_DISTINCT", *PERCENTILES, "HEATMAP", "RATE_AVG",
           "RATE_SUM", "RATE_MAX"]
ANY_KIND = ["whole", "count", "huge", "ratio", "wild", "text", "digits", "flag", "mixed", "sparse",
            "kind", "http.status", "moment", "odd", "odd#int", "#time", "#", "never"]


# --- Filters ------------------------------------------------------------------------------------


VALUES = [
    0, 1, -1, 7, 200, 404, 2**53, 2**53 + 1, 2**63 - 1, -(2**63), 2**63, 0.5, -0.0, 2.0, 200.0, 0.1,
    9007199254740992.0, 1e300, -1e300, 1e-300, True, False, "", "a", "A", "true", "false", "200",
    "200.0", "2e2", "0", "-0", "10", "9", ".5", "5.", "+5", " 5", "inf", "NaN", "é", "z", "Zeta",
    "9007199254740993", "1e21", "😀", "1_000", "2026-11-20T10:00:00Z",
]
COMPARISONS = ["=", "!=", "<", "<=", ">", ">="]
TEXT_TESTS = ["starts-with", "does-not-start-with", "ends-with", "does-not-end-with", "contains",
              "does-not-contain"]
TEXT_PARTS = ["", "a", "A", "0", "00", "e", ".", "-", "é", "tr", "ue", "2", "users/", "日", "1e", "\n"]
LISTS = [[0], [1, "a"], ["200", 404, True], [0.5, "true", ""], ["é", 2**53 + 1], "a, 200 ,,true",
         [2.0, -0.0], [False]]


def all_filters():
    """Every operator with every kind of column and value."""
    for column in ANY_KIND:
        for operator, value in itertools.product(COMPARISONS, VALUES):
            yield {"column": column, "op": operator, "value": value}
        for operator, value in itertools.product(TEXT_TESTS, TEXT_PARTS):
            yield {"column": column, "op": operator, "value": value}
        for operator, value in itertools.product(["in", "not-in"], LISTS):
            yield {"column": column, "op": operator, "value": value}
        yield {"column": column, "op": "exists"}
        yield {"column": column, "op": "does-not-exist"}


# --- Expressions --------------------------------------------------------------------------------


ALL_FUNCTIONS = [*FUNCTIONS, "SUM", "SUB", "MUL", "MIN", "MAX"]
PATTERNS = ["^/api", "[0-9]+", "([a-z]+)/([a-z]+)", "(?i)get", "é|日", ".", "\\d\\d", "^$",
            "[^a-z ]+"]
FORMATS = ["%Y-%m-%d", "%H:%M:%S", "%j %A %B %p %I", "%y/%m/%d %a %b", "100%%"]
LITERALS = [
    None, True, False, 0, 1, -1, 2, 7, 200, 2**53 + 1, 2**63 - 1, -(2**63), 0.0, 0.5, -2.5, 2.0, 1e300,
    1e-9, "", "a", "true", "false", "10", "9", "-3.5", "é", "/api/users/17", "it's", 'say "hi"',
    "back\\slash", "line\nbreak",
]


def random_call(generator, function, depth):
    """A call of a function or operator with random arguments."""
    def some(least, most):
        return tuple(
            random_expression(generator, depth - 1) for _ in range(generator.randint(least, most))
        )
    match function:
        case "IF":
            return Call(function, some(2, 5))
        case "SWITCH":
            keys = ["200", "a", "", "true", "0", "0.5", "GET /home", "x"]
            pairs = [
                part for _ in range(generator.randint(1, 3))
                for part in (Literal(generator.choice(keys)), some(1, 1)[0])
            ]
            return Call(function, (*some(1, 1), *pairs, *some(0, 1)))
        case "COALESCE" | "AND" | "OR" | "MIN" | "MAX" | "SUM" | "MUL" | "CONCAT":
            return Call(function, some(1, 4))
        case "IN":
            return Call(function, some(2, 5))
        case "NOT" | "!" | "EXISTS" | "LOG10" | "INT" | "FLOAT" | "BOOL" | "STRING" | "TO_LOWER" \
                | "UNIX_TIMESTAMP":
            return Call(function, some(1, 1))
        case "EVENT_TIMESTAMP" | "INGEST_TIMESTAMP":
            return Call(function, ())
        case "BUCKET":
            sizes = [Literal(value) for value in (1, 2, 0.5, 10, 7, 0, -3, 100.0, None)]
            bounds = [generator.choice([-100, 0, 1.5, 3]), generator.choice([50, 100.0, 7.25])]
            bounds = tuple(map(Literal, bounds))[:generator.randint(0, 2)]
            return Call(function, (*some(1, 1), generator.choice(sizes), *bounds))
        case "LENGTH":
            modes = [(), (Literal("chars"),), (Literal("bytes"),)]
            return Call(function, (*some(1, 1), *generator.choice(modes)))
        case "REG_MATCH" | "REG_VALUE" | "REG_COUNT":
            return Call(function, (*some(1, 1), Literal(generator.choice(PATTERNS))))
        case "FORMAT_TIME":
            times = [Call("EVENT_TIMESTAMP", ()), Column("whole"), Column("mixed")]
            time = generator.choice([*times, Literal(1_763_632_800), *some(1, 1)])
            return Call(function, (Literal(generator.choice(FORMATS)), time))
        case _:
            return Call(function, some(2, 2))


def random_expression(generator, depth):
    """A random tree of at most some depth."""
    if depth <= 0 or generator.random() < 0.25:
        if generator.random() < 0.7:
            return Column(generator.choice(ANY_KIND))
        return Literal(generator.choice(LITERALS))
    function = generator.choice([*ALL_FUNCTIONS, *SYMBOLS, "!=", "!"])
    return random_call(generator, function, depth)


# --- Queries ------------------------------------------------------------------------------------


def random_query(generator, world):
    """A specification with a few of everything that may stand together."""
    dataset = generator.choice([EVENTS, EVENTS, SECOND_SLUG, WEB, "__all__"])
    traced = dataset in (WEB, "__all__") and generator.random() < 0.5
    columns = ["name", "user", "code", "hot", "amount", "duration_ms"] if dataset == WEB else [
        *ANY_KIND, "duration_ms",
    ]
    fields = []
    if generator.random() < 0.4:
        tree = random_call(generator, generator.choice(ALL_FUNCTIONS), 2)
        fields = [{"name": "made", "tree": tree}]
    numeric = [each for each in columns if each != "wild"]
    # Pieces of expressions are never compared as sums.
    calculations = [{"op": "COUNT"}]
    for operation in generator.sample(NUMERIC, generator.randint(0, 4)):
        calculations.append({"op": operation, "column": generator.choice(numeric)})
    if generator.random() < 0.3:
        calculations.append({"op": "CONCURRENCY"})
    known = {"count": "COUNT"}
    if not traced and generator.random() < 0.5:
        filters = [
            each for each in generator.sample(list(all_filters()), 3)
        ]
        calculations.append({
            "op": "COUNT", "name": "some", "filters": filters,
            "filter_combination": generator.choice(["AND", "OR"]),
        })
        known["some"] = "COUNT"
    unique = {}
    for each in calculations:
        unique.setdefault((each["op"], each.get("column"), each.get("name")), each)
    calculations = list(unique.values())
    end = world.base - generator.choice([0, 0, DAY, 2 * DAY + 77])
    length = generator.choice([3_600, 7_200, DAY, 3 * DAY + 13, 6 * DAY])
    spec = {
        "calculations": calculations, "calculated_fields": fields, "end_time": end,
        "time_range": length,
        "granularity": generator.choice([0, length // 10, length // 100, -(-length // 1_000)]),
        "filters": generator.sample(list(all_filters()), generator.choice([0, 0, 1, 2])),
        "breakdowns": generator.sample(
            [*columns, *(["made"] if fields else [])], generator.choice([0, 1, 1, 2])
        ),
        "limit": generator.choice([1, 5, 20, 1_000]),
        "usage_mode": generator.random() < 0.2,
    }
    if spec["filters"] and generator.random() < 0.5 and not traced:
        spec["filter_combination"] = "OR"
    if traced:
        relation = generator.choice(["root.", "parent.", "child.", "any.", "none."])
        spec["filters"].append({
            "column": relation + generator.choice(["name", "user", "code"]),
            "op": generator.choice(["=", "!="]),
            "value": generator.choice(["select", "ann", 200, "GET /home"]),
        })
        if generator.random() < 0.5:
            spec["breakdowns"].append(generator.choice(["root.name", "parent.code"]))
            spec["filters"].append({"column": "service.name", "op": "exists"})
    has_heatmap = any(each["op"] == "HEATMAP" for each in calculations)
    if not has_heatmap and not traced and "some" in known and generator.random() < 0.4:
        calculations[0]["name"] = "every"
        spec["formulas"] = [{
            "name": "share", "tree": Call("/", (Column("some"), Column("every"))),
        }]
    if generator.random() < 0.5:
        orders = [{"column": name} for name in spec["breakdowns"]]
        orders += [
            {name: each[name] for name in ("op", "column") if name in each}
            for each in calculations if each["op"] != "HEATMAP" and "name" not in each
        ]
        if orders:
            spec["orders"] = [
                {**each, "order": generator.choice(["ascending", "descending"])}
                for each in generator.sample(orders, min(len(orders), 2))
            ]
    if generator.random() < 0.3 and "name" not in calculations[0]:
        spec["havings"] = [{
            "calculate_op": "COUNT", "op": generator.choice([">", "<=", "!="]),
            "value": generator.choice([1, 10, 100]),
        }]
    return dataset, {name: value for name, value in spec.items() if value not in ([], None)}
