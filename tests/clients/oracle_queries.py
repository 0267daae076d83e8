"""What a query of Honeycomb must answer, computed by DuckDB from the sealed Parquet files.

The definitions are those of the query specification, with weights, and of docs/compatibility.md
where that is silent. Nothing here is taken from the program but the cells of heatmaps, whose rules
`oracle_answers.Check` tests before it compares an answer with this."""

import functools
import itertools
import math
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import duckdb
from oracle_expressions import (
    SECOND, Call, Column, Layers, Literal, all_columns, column_quad, define_macros,
    identity, literal_quad, name_of, number_order, quoted, rendered, spelled_number, spelling,
    with_derived,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "events.md"
KINDS = ["", "#int", "#float", "#bool"]
TYPES = ["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN"]
PERCENTILES = {
    "P001": 1, "P01": 10, "P05": 50, "P10": 100, "P20": 200, "P25": 250, "P50": 500, "P75": 750,
    "P80": 800, "P90": 900, "P95": 950, "P99": 990, "P999": 999,
}
RATES = {"RATE_SUM": "SUM", "RATE_AVG": "AVG", "RATE_MAX": "MAX"}
RELATIONS = ["root", "parent", "child", "any", "none"]
IDS = ["trace.trace_id", "trace.span_id", "trace.parent_id"]
TOLERANCE = 1e-11
STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500] + [
    1_000 * seconds for seconds in (
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
        86_400, 604_800,
    )
]


@dataclass(frozen=True)
class Near:
    """A sum of floats, which depends on their order by less than `margin`."""

    value: float
    margin: float


@dataclass
class Expected:
    """Values by group, in no order; a group is a tuple of its keys."""

    columns: list
    """The keys of the values of an answer."""
    values: dict
    """Aggregates and formulas of each group, by name."""
    total: dict
    buckets: dict
    """The same by group and bucket."""
    total_buckets: dict


def stored_name(field, kind):
    """The column of a kind of a field in a file."""
    return field.replace("#", "##") + kind


def documented_sql():
    """The statements of docs/events.md that read the files: view and query."""
    block = re.search(r"```sql\n(.*?)```", DOCUMENT.read_text(), re.DOTALL).group(1)
    view = re.search(r"CREATE VIEW.*?;\n", block, re.DOTALL)
    return view.group(0), block[view.end():].strip()


class Oracle:
    """An unpacked export as a table: `events`, with four columns for each field."""

    def __init__(self, folder):
        self.connection = duckdb.connect()
        define_macros(self.connection)
        self.connection.execute(f"SET file_search_path = {quoted(str(folder))}")
        self.connection.execute("SET TimeZone = 'UTC'")
        # Sums of floats are to be the same in every run.
        self.connection.execute("SET threads = 1")
        self.attach_catalog(folder / "catalog.sqlite")
        self.view, self.example = documented_sql()
        self.connection.execute(self.view)
        self.fields = self.make_events()
        self.kept = itertools.count()

    def attach_catalog(self, path):
        """Stands in for DuckDB's extension for SQLite, which is not in its package and has to be
        fetched: the same two tables under the same names."""
        catalog = sqlite3.connect(path)
        self.connection.execute("ATTACH ':memory:' AS catalog")
        for table in ("datasets", "dataset_columns"):
            rows = catalog.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in rows.description]
            kinds = ", ".join(
                f'"{name}" {"BIGINT" if name in ("id", "dataset_id", "kinds") else "VARCHAR"}'
                for name in names
            )
            self.connection.execute(f"CREATE TABLE catalog.{table} ({kinds})")
            marks = ", ".join("?" * len(names))
            self.connection.executemany(
                f"INSERT INTO catalog.{table} VALUES ({marks})", rows.fetchall()
            )
        catalog.close()

    def make_events(self):
        """The documented view, with all fields in place of its two."""
        files = "read_parquet('events/*.parquet', union_by_name = true)"
        columns = {
            row[0]: row[1] for row in self.rows(f"DESCRIBE SELECT * FROM {files}")
        }
        fields = {}
        for column, kind in columns.items():
            if re.match(r"#(?!#)", column):
                continue
            name, suffix = re.fullmatch(
                r"((?:[^#]|##)+)((?:#int|#float|#bool)?)", column
            ).groups()
            assert kind == TYPES[KINDS.index(suffix)], (column, kind)
            fields.setdefault(name.replace("##", "#"), set()).add(suffix)
        parts = [
            'd.slug AS dataset', 'epoch_ns(e."#time") AS time_ns',
            'epoch_ns(e."#ingestion") AS ingestion_ns', 'e."#sample_rate"::BIGINT AS rate',
        ]
        for field, known in [*fields.items(), ("never", set())]:
            for kind, sql_type, column in zip(KINDS, TYPES, column_quad(field), strict=True):
                stored = f"e.{name_of(stored_name(field, kind))}" if kind in known else "NULL"
                parts.append(f"{stored}::{sql_type} AS {column}")
        source = self.view[self.view.index("FROM read_parquet"):].rstrip().rstrip(";")
        derived = ", ".join(map(with_derived, [*fields, "never"]))
        self.connection.execute(
            f"CREATE TABLE events AS SELECT *, {derived} FROM (SELECT {', '.join(parts)} {source})"
        )
        return set(fields)

    def rows(self, sql):
        return self.connection.execute(sql).fetchall()

    def slugs(self):
        return [slug for (slug,) in self.rows("SELECT DISTINCT dataset FROM events ORDER BY ALL")]

    # --- A query ----------------------------------------------------------------------------------

    def prepare(self, dataset, spec, now=None):
        """Puts the rows that count into a table of their own, with group and bucket."""
        return Prepared(self, dataset, spec, now)


def time_range(spec, now):
    """Begin and end in nanoseconds; the end is outside."""
    start, end, length = (spec.get(name) for name in ("start_time", "end_time", "time_range"))
    if start is not None and end is not None:
        pass
    elif start is not None:
        end = start + length if length is not None else now
    else:
        end = now if end is None else end
        start = end - (7_200 if length is None else length)
    return round(start * SECOND), round(end * SECOND)


def granularity(spec, start, end):
    """Width of a bucket in nanoseconds."""
    if spec.get("granularity"):
        return spec["granularity"] * SECOND
    return next(step for step in STEPS if (end - start) // (step * 10**6) <= 240) * 10**6


@functools.lru_cache(maxsize=None, typed=True)
def spelled(value):
    """The text of a constant."""
    with duckdb.connect() as connection:
        define_macros(connection)
        return connection.execute(f"SELECT {literal_quad(value).call('text_of')}").fetchone()[0]


def passes_sql(column, operator, value):
    """One filter as SQL that is true or false, never null."""
    quad = column_quad(column)
    if operator == "exists":
        return f"(NOT {quad.is_null})"
    if operator == "does-not-exist":
        return quad.is_null
    if operator in ("in", "not-in"):
        values = value if isinstance(value, list) else [
            part.strip() for part in value.split(",") if part.strip()
        ]
        any_equal = " OR ".join(passes_sql(column, "=", each) for each in values)
        if operator == "in":
            return f"({any_equal})"
        return f"(NOT {quad.is_null} AND NOT ({any_equal}))"
    if operator == "!=":
        return f"(NOT {quad.is_null} AND NOT {passes_sql(column, '=', value)})"
    if operator in ("=", "<", "<=", ">", ">="):
        return f"coalesce({compared_sql(quad, operator, value)}, false)"
    function = {
        "starts-with": "starts_with", "does-not-start-with": "starts_with",
        "ends-with": "ends_with", "does-not-end-with": "ends_with",
        "contains": "contains", "does-not-contain": "contains",
    }[operator]
    negation = "NOT " if operator.startswith("does-not-") else ""
    return f"coalesce({negation}{function}({spelling(column)}, {quoted(value)}), false)"


def compared_sql(quad, operator, value):
    """A comparison as what the value of the row is; null where the two cannot be compared."""
    branches = [f"{quad.text} {operator} {quoted(spelled(value))}"]
    number = spelled_number(value) if isinstance(value, str) else value
    if number is not None and not isinstance(value, bool):
        branches.append(f"{number_order(quad, number)} {operator} 0")
    if isinstance(value, bool) or value in ("true", "false"):
        branches.append(f"{quad.flag} {operator} {str(value).lower()}")
    return f"coalesce({', '.join(branches)})"


def split_relation(column):
    prefix, _, rest = column.partition(".")
    return (prefix, rest) if prefix in RELATIONS and rest else (None, column)


def id_sql(name, table=""):
    """An id; an empty one counts as missing."""
    return f"nullif({identity(name, table)}, 't')"


class Prepared:
    """The rows of one query, and what it calculates of them."""

    def __init__(self, oracle, dataset, spec, now):
        self.oracle, self.spec = oracle, spec
        self.start, self.end = time_range(spec, now)
        self.width = granularity(spec, self.start, self.end)
        self.calculations = [dict(each) for each in spec.get("calculations") or [{"op": "COUNT"}]]
        for each in self.calculations:
            column = each.get("column")
            key = f"{each['op']}({column})" if column else each["op"]
            each["key"] = each.get("name") or key
        self.formulas = spec.get("formulas", [])
        self.breakdowns = spec.get("breakdowns", [])
        number = next(oracle.kept)
        self.scope, self.table = f"scope_{number}", f"kept_{number}"
        self.make_scope(dataset)
        self.keep()

    def drop(self):
        """Forgets the rows."""
        for table in (self.scope, self.table):
            self.oracle.connection.execute(f"DROP TABLE {table}")

    def make_scope(self, dataset):
        datasets = "true" if dataset == "__all__" else f"dataset = {quoted(dataset)}"
        weight = "1" if self.spec.get("usage_mode") else "rate"
        names = self.columns()
        wanted = ", ".join(
            column for name in sorted(names & (self.oracle.fields | {"never"}))
            for column in all_columns(name)
        )
        layers = Layers(
            f"SELECT dataset, time_ns, ingestion_ns, {weight}::BIGINT AS w{', ' if wanted else ''}"
            f"{wanted} FROM events WHERE {datasets} AND time_ns >= {self.start}"
            f" AND time_ns < {self.end}"
        )
        for name in sorted(names - self.oracle.fields - {"never"} - self.computed_names()):
            layers.add_field(Literal(None), name)
        for field in self.spec.get("calculated_fields", []):
            # A field hides a column of its name, for the others and after them.
            layers.sql = self.without(layers.sql, field["name"]) if field["name"] in names & (
                self.oracle.fields | {"never"}) else layers.sql
            layers.add_field(field["tree"], field["name"])
        self.oracle.connection.execute(f"CREATE TEMP TABLE {self.scope} AS {layers.sql}")

    @staticmethod
    def without(sql, name):
        columns = ", ".join(all_columns(name))
        return f"SELECT * EXCLUDE ({columns}) FROM ({sql})"

    def computed_names(self):
        return {field["name"] for field in self.spec.get("calculated_fields", [])}

    def columns(self):
        """All columns that the query names."""
        filters = [*self.spec.get("filters", [])]
        for each in self.calculations:
            filters += each.get("filters", [])
        names = {split_relation(each["column"])[1] for each in filters}
        names |= {split_relation(name)[1] for name in self.breakdowns}
        names |= {each["column"] for each in self.calculations if each.get("column")}
        if any(each["op"] == "CONCURRENCY" for each in self.calculations):
            names.add("duration_ms")
        names |= {*IDS, "meta.signal_type"}
        for field in self.spec.get("calculated_fields", []):
            names |= columns_of(field["tree"])
        return names

    def filter_sql(self, filters, combination):
        """The filters of a query or of a calculation; those of one relation are of one span."""
        own, related = [], {}
        for each in filters:
            relation, column = split_relation(each["column"])
            test = passes_sql(column, each["op"], each.get("value"))
            if relation:
                related.setdefault(relation, []).append(test)
            else:
                own.append(test)
        own += [self.related_sql(relation, tests) for relation, tests in related.items()]
        if not own:
            return "true"
        return "(" + (" OR " if combination == "OR" else " AND ").join(own) + ")"

    def related_sql(self, relation, tests):
        trace, span, parent = (id_sql(name) for name in IDS)
        asked, offered, further = {
            "root": (trace, trace, f"({parent}) IS NULL AND NOT {is_log()}"),
            "parent": (f"{trace} || '/' || {parent}", f"{trace} || '/' || {span}", "true"),
            "child": (f"{trace} || '/' || {span}", f"{trace} || '/' || {parent}", "true"),
            "any": (trace, trace, "true"),
            "none": (trace, trace, "true"),
        }[relation]
        found = (
            f"SELECT {offered} AS id FROM {self.scope} WHERE {further} AND {' AND '.join(tests)}"
        )
        holds = f"coalesce(({asked}) IN (SELECT id FROM ({found}) WHERE id IS NOT NULL), false)"
        return f"NOT {holds}" if relation == "none" else holds

    def keep(self):
        """Rows that pass, with `k0`, `k1` … and `bucket`."""
        where = self.filter_sql(self.spec.get("filters", []), self.spec.get("filter_combination"))
        keys, joins = [], []
        for place, name in enumerate(self.breakdowns):
            relation, column = split_relation(name)
            if relation is None:
                keys.append(f"{identity(column, 'r')} AS k{place}")
                continue
            trace, span, parent = (id_sql(each) for each in IDS)
            own_trace, _, own_parent = (id_sql(each, "r") for each in IDS)
            alias = f"j{place}"
            asked, offered, further = {
                "root": (own_trace, trace, f"({parent}) IS NULL AND NOT {is_log()}"),
                "parent": (
                    f"{own_trace} || '/' || {own_parent}", f"{trace} || '/' || {span}", "true",
                ),
            }[relation]
            joins.append(
                f"LEFT JOIN (SELECT {offered} AS id,"
                f" any_value({{'v': {identity(column)}}}) AS found FROM {self.scope} WHERE {further} GROUP BY 1) {alias} ON {alias}.id = {asked}"
            )
            keys.append(f"{alias}.found.v AS k{place}")
        selected = ", ".join(["r.*", *keys, f"floor_div(r.time_ns, {self.width}) AS bucket"])
        self.oracle.connection.execute(
            f"CREATE TEMP TABLE {self.table} AS SELECT {selected} FROM"
            f" (SELECT * FROM {self.scope} WHERE {where}) r {' '.join(joins)}"
        )

    # --- Aggregates -------------------------------------------------------------------------------

    def expected(self, heatmaps, series=True):
        """Everything that an answer can have; of heatmaps only the cells are told by it."""
        keys = [f"k{place}" for place in range(len(self.breakdowns))]
        columns = [each["key"] for each in self.calculations]
        if self.formulas:
            columns = [formula["name"] for formula in self.formulas]
        values = self.groups(keys, "true", heatmaps)
        if not keys and not values:
            values = {(): self.nothing(heatmaps)}
        return Expected(
            columns=columns,
            values=values,
            total=self.whole("true", heatmaps),
            buckets=self.buckets(keys, "true", heatmaps) if series else {},
            total_buckets={
                bucket: each for (bucket,), each in self.buckets([], "true", heatmaps).items()
            } if series else {},
        )

    def groups(self, keys, where, heatmaps):
        """Values by group; rates are those of the last bucket of the group."""
        values = self.aggregates(keys, where, heatmaps)
        if any(each["op"] in RATES for each in self.calculations):
            by_bucket = self.aggregates([*keys, "bucket"], where, heatmaps)
            for group, each in values.items():
                last = max(key[-1][1] for key in by_bucket if key[:-1] == group)
                each.update(self.rates(by_bucket, group, last))
        return self.with_formulas(values)

    def buckets(self, keys, where, heatmaps):
        values = self.aggregates([*keys, "bucket"], where, heatmaps)
        # The base values of neighbours are not to be overwritten before they were used.
        changes = {key: self.rates(values, key[:-1], key[-1][1]) for key in values}
        found = {(*key[:-1], key[-1][1]): {**each, **changes[key]} for key, each in values.items()}
        return self.with_formulas(found)

    def whole(self, where, heatmaps):
        """The values of all rows together."""
        return self.groups([], where, heatmaps).get((), self.nothing(heatmaps))

    def other(self, hidden, heatmaps):
        """The values of the rows of some groups."""
        if not hidden:
            return self.nothing(heatmaps)
        keys = [f"k{place}" for place in range(len(self.breakdowns))]
        if not keys:
            return self.whole("true", heatmaps)
        lines = ", ".join(
            "(" + ", ".join("NULL" if key is None else quoted(encoded(key)) for key in group) + ")"
            for group in hidden
        )
        names = ", ".join(f"h{place}" for place in range(len(keys)))
        same = " AND ".join(
            f"{key} IS NOT DISTINCT FROM h{place}" for place, key in enumerate(keys)
        )
        where = f"EXISTS (SELECT 1 FROM (VALUES {lines}) hidden({names}) WHERE {same})"
        return self.whole(where, heatmaps)

    def nothing(self, heatmaps):
        """The values without any row: counts are zero, those of cells too; the rest is absent."""
        values = {
            each["key"]: 0 if each["op"] in ("COUNT", "COUNT_DISTINCT") else None
            for each in self.calculations
        }
        values |= {key: [0] * count for key, (_, _, count) in heatmaps.items()}
        return self.with_formulas({(): values})[()]

    def rates(self, by_bucket, group, bucket):
        found = {}
        for each in self.calculations:
            if each["op"] in RATES:
                before = by_bucket.get((*group, ("n", bucket - 1)), {}).get(each["key"])
                after = by_bucket[(*group, ("n", bucket))][each["key"]]
                found[each["key"]] = change(before, after)
        return found

    def aggregates(self, keys, where, heatmaps):
        """Values by key; of rates those that they are the change of."""
        found = {}
        for group, *_ in self.grouped(keys, [], where):
            found[group] = {}
        simple = [
            (each, self.simple_sql(each)) for each in self.calculations
            if RATES.get(each["op"], each["op"]) in (
                "COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX",
            )
        ]
        for start in range(0, len(simple), 20):
            part = simple[start:start + 20]
            sql = [expression for _, (expressions, _) in part for expression in expressions]
            for group, *values in self.grouped(keys, sql, where):
                values = iter(values)
                for each, (expressions, make) in part:
                    got = [next(values) for _ in expressions]
                    found[group][each["key"]] = make(*got)
        self.add_percentiles(found, keys, where)
        for each in self.calculations:
            if each["op"] == "HEATMAP":
                self.add_heatmap(found, keys, where, each, heatmaps.get(each["key"]))
            if each["op"] == "CONCURRENCY":
                self.add_concurrency(found, keys, where, each)
        return found

    def grouped(self, keys, expressions, where, source=None):
        """Runs an aggregation and returns the group as a tuple, then the values."""
        selected = ", ".join([*keys, *expressions, "count(*)"])
        grouping = f"GROUP BY {', '.join(keys)}" if keys else "HAVING count(*) > 0"
        rows = self.oracle.rows(
            f"SELECT {selected} FROM {source or self.table} WHERE {where} {grouping}"
        )
        for row in rows:
            group = tuple(decoded(key) for key in row[:len(keys)])
            yield group, *row[len(keys):-1]

    def filter_of(self, each):
        return self.filter_sql(each.get("filters", []), each.get("filter_combination"))

    def simple_sql(self, each):
        """SQL of an aggregate, and what makes its value of the columns of the answer."""
        operation, column = RATES.get(each["op"], each["op"]), each.get("column")
        condition = self.filter_of(each)
        if operation == "COUNT":
            if column:
                condition = f"{condition} AND NOT ({column_quad(column).is_null})"
            return [f"coalesce(sum(w) FILTER ({condition}), 0)"], int
        quad = column_quad(column)
        if operation == "COUNT_DISTINCT":
            return [f"count(DISTINCT {identity(column)}) FILTER ({condition})"], int
        if operation in ("MIN", "MAX"):
            function = operation.lower()
            expressions = [
                f"{function}({value}) FILTER ({condition})" for value in (quad.whole, quad.real)
            ]
            choose = min if operation == "MIN" else max
            return expressions, lambda whole, real: choose(
                (value for value in (whole, real) if value is not None), default=None
            )
        number = f"({quad.whole} IS NOT NULL OR {quad.real} IS NOT NULL)"
        expressions = [
            f"sum({quad.whole}::HUGEINT * w) FILTER ({condition})",
            f"sum({quad.real} * w) FILTER ({condition})",
            f"sum(abs(coalesce({quad.real}, {quad.whole})) * w) FILTER ({condition})",
            f"sum(w) FILTER ({condition} AND {number})",
        ]
        average = operation == "AVG"

        def make(whole, real, size, weight):
            if weight is None:
                return None
            if real is None and not average and -(2**63) <= whole < 2**63:
                return whole
            value = float(whole or 0) + (real or 0.0)
            divisor = weight if average else 1
            if not math.isfinite(value):
                return None
            return Near(value / divisor, float(size) * TOLERANCE / divisor)
        return expressions, make

    def add_percentiles(self, found, keys, where):
        """The least value up to which the weights make the share, exactly in whole numbers."""
        asked = {}
        for each in self.calculations:
            if each["op"] in PERCENTILES:
                asked.setdefault((each["column"], self.filter_of(each)), []).append(each)
        for (column, condition), calculations in asked.items():
            partition = f"PARTITION BY {', '.join(keys)}" if keys else ""
            source = (
                f"(SELECT *, sum(w) OVER ({partition} ORDER BY x) AS up_to,"
                f" sum(w) OVER ({partition}) AS total FROM"
                f" (SELECT *, {number_sql(column)} AS x FROM {self.table} WHERE {where})"
                f" WHERE x IS NOT NULL AND {condition})"
            )
            sql = [
                f"min(x) FILTER (up_to * 1000 >= total * {PERCENTILES[each['op']]})"
                for each in calculations
            ]
            names = [each["key"] for each in calculations]
            for values in found.values():
                values.update(dict.fromkeys(names))
            for group, *least in self.grouped(keys, sql, "true", source):
                found[group].update(zip(names, least, strict=True))

    def add_heatmap(self, found, keys, where, each, cells):
        value = number_sql(each["column"])
        for values in found.values():
            values[each["key"]] = None if cells is None else [0] * cells[2]
        if cells is None:
            return
        minimum, step, _ = cells
        width, first = f"'{step!r}'::DOUBLE", f"'{minimum!r}'::DOUBLE"
        cell = f"(floor(x / {width}) - round({first} / {width}))"
        source = (
            f"(SELECT *, {value} AS x FROM {self.table} WHERE {where} AND {self.filter_of(each)})"
        )
        sql = ["sum(w)"]
        for group, weight in self.grouped([*keys, f"{cell}::BIGINT"], sql, "x IS NOT NULL", source):
            found[group[:-1]][each["key"]][group[-1][1]] = weight

    def ends(self, column, filters):
        """The least and the greatest number of all rows."""
        value = number_sql(column)
        return self.oracle.rows(
            f"SELECT min({value}), max({value}) FROM {self.table} WHERE {filters}"
        )[0]

    def add_concurrency(self, found, keys, where, each):
        """The greatest weight of spans active at one moment: from their time until before their
        end, one of no length at its own moment."""
        groups = [key for key in keys if key != "bucket"]
        partition = f"PARTITION BY {', '.join(groups)}" if groups else ""
        listed = "".join(f"{key}, " for key in groups)
        duration = f"greatest(1, round({number_sql('duration_ms')} * 1e6)::BIGINT)"
        spans = (
            f"SELECT {listed}time_ns AS begin_ns, time_ns + {duration} AS end_ns, w"
            f" FROM {self.table} WHERE {where} AND {self.filter_of(each)}"
            f" AND {number_sql('duration_ms')} IS NOT NULL"
        )
        points = (
            f"SELECT {listed}begin_ns AS t, w AS change FROM ({spans}) UNION ALL"
            f" SELECT {listed}end_ns, -w FROM ({spans})"
        )
        if "bucket" in keys:
            # A moment at which nothing changes, at the begin of every bucket that has rows.
            moment = f"greatest(bucket * {self.width}, {self.start})"
            points += (
                f" UNION ALL SELECT DISTINCT {listed}{moment}, 0 FROM {self.table} WHERE {where}"
            )
        levels = (
            f"(SELECT *, sum(change) OVER ({partition} ORDER BY t) AS level,"
            f" floor_div(t, {self.width}) AS bucket FROM ({points}))"
        )
        with_spans = {group for group, _ in self.grouped(groups, ["1"], "true", f"({spans})")}
        inside = f"t >= {self.start} AND t < {self.end}"
        for values in found.values():
            values[each["key"]] = None
        for group, most in self.grouped(keys, ["max(level)"], inside, levels):
            own = group[:len(groups)]
            if group in found and own in with_spans:
                found[group][each["key"]] = int(most)

    def with_formulas(self, values):
        """Adds what formulas make of the named calculations; DuckDB computes them too."""
        if not self.formulas or not values:
            return values
        names = [each["key"] for each in self.calculations]
        rows, margins = [], {}
        for number, each in enumerate(values.values()):
            columns = []
            for name in names:
                value = each[name]
                if isinstance(value, Near):
                    value, margins[number] = value.value, True
                columns.append(literal_quad(value).all)
            rows.append(f"({number}, {', '.join(columns)})")
        columns = ", ".join(column for name in names for column in column_quad(name))
        layers = Layers(f"SELECT * FROM (VALUES {', '.join(rows)}) v(number, {columns})")
        for formula in self.formulas:
            layers.value(formula["tree"], f"formula {formula['name']}")
        wanted = ", ".join(
            column for formula in self.formulas
            for column in column_quad(f"formula {formula['name']}")
        )
        found = self.oracle.rows(f"SELECT {wanted} FROM ({layers.sql}) ORDER BY number")
        result = {}
        for number, ((group, each), row) in enumerate(zip(values.items(), found, strict=True)):
            result[group] = dict(each)
            for place, formula in enumerate(self.formulas):
                value = first_of(row[4 * place:4 * place + 4])
                if number in margins and isinstance(value, float):
                    value = Near(value, abs(value) * 1e-9)
                result[group][formula["name"]] = value
        return result


def is_log():
    return f"coalesce({column_quad('meta.signal_type').text} = 'log', false)"


def number_sql(column):
    quad = column_quad(column)
    return f"coalesce({quad.whole}::DOUBLE, {quad.real})"


def columns_of(node):
    """The columns of an expression."""
    match node:
        case Column(name):
            return {name}
        case Literal():
            return set()
        case Call(_, arguments):
            return set().union(*map(columns_of, arguments))


def first_of(values):
    return next((value for value in values if value is not None), None)


def change(before, after):
    if before is None or after is None:
        return None
    # The greatest of 200 and 200.0 is either, so where a float cannot hold all three numbers the
    # change may be one of whole numbers or one of floats, which differ by what a float leaves out.
    if isinstance(after, int) and isinstance(before, int):
        largest = max(abs(after), abs(before))
        if max(largest, abs(after - before)) <= 2**53:
            return after - before
        return Near(float(after - before), largest * 2.0**-52)
    left, right = (Near(float(v), 0.0) if not isinstance(v, Near) else v for v in (before, after))
    value = right.value - left.value
    return Near(value, left.margin + right.margin) if math.isfinite(value) else None


def decoded(key):
    """A key as a value that tells its kind; equal for what a query takes for the same one."""
    if key is None or isinstance(key, int):
        return key if key is None else ("n", key)
    kind, text = key[0], key[1:]
    if kind == "t":
        return ("t", text)
    if kind == "b":
        return ("b", text == "true")
    return ("n", int(text) if re.fullmatch(r"-?\d+", text) else float(text))


def encoded(key):
    """The other way round."""
    kind, value = key
    match value:
        case bool():
            text = str(value).lower()
        case float():
            text = duckdb.execute(f"SELECT '{value!r}'::DOUBLE::VARCHAR").fetchone()[0]
        case _:
            text = str(value)
    return kind + text


def sendable(spec):
    """The specification as JSON: trees become texts."""
    def without_tree(each):
        return {"name": each["name"], "expression": rendered(each["tree"])}

    return {
        name: [without_tree(each) for each in value]
        if name in ("calculated_fields", "formulas") else value
        for name, value in spec.items()
    }
