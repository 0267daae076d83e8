"""Compares an answer of the query API with what DuckDB says: values, groups and their order,
series, TOTAL, OTHER, and the cells of heatmaps."""

import datetime
import functools
import itertools
import math
import re

from oracle_expressions import SECOND
from oracle_queries import Near


def key_of(value):
    """The key of a value of an answer."""
    if value is None:
        return None
    if isinstance(value, bool):
        return ("b", value)
    if isinstance(value, str):
        return ("t", value)
    return ("n", int(value) if float(value).is_integer() else value)


RANK = {"b": 0, "n": 1, "t": 2}


def sort_key(key):
    """Orders keys of any kinds: flags, numbers, text by its bytes, and what is missing last."""
    if key is None:
        return (3, 0)
    kind, value = key
    return (RANK[kind], value.encode() if kind == "t" else value)


def same(expected, got):
    """Says whether a value is the expected one."""
    if isinstance(expected, Near):
        return isinstance(got, (int, float)) and not isinstance(got, bool) and (
            abs(expected.value - got) <= expected.margin + abs(expected.value) * 1e-12
        )
    if isinstance(expected, list):
        return isinstance(got, dict) and got["counts"] == expected
    if isinstance(expected, float) and isinstance(got, float):
        return math.isclose(expected, got, rel_tol=1e-12, abs_tol=5e-324)
    return type(expected) in (int, float) and type(got) in (int, float) and expected == got or (
        type(expected) is type(got) and expected == got
    )


class Check:
    """Compares an answer with what DuckDB says."""

    def __init__(self, prepared, spec, data, series=True):
        self.prepared, self.spec, self.data = prepared, spec, data
        self.problems = []
        self.heatmaps = self.edges()
        self.expected = prepared.expected(self.heatmaps, series)

    def say(self, what, expected, got):
        if len(self.problems) < 12:
            self.problems.append(f"{what}: expected {expected!r}, got {got!r}")

    def run(self, limit=None):
        """Returns all differences as texts."""
        limit = limit or self.spec.get("limit", 1_000)
        shown = self.shown(limit)
        self.check_series(shown)
        data = self.data
        if "total_by_aggregate" in data:
            self.values("TOTAL", self.expected.total, data["total_by_aggregate"])
        if "other_by_aggregate" in data:
            hidden = [group for group in self.expected.values if group not in set(shown)]
            other = self.prepared.other(hidden, self.heatmaps)
            self.values(f"OTHER of {len(hidden)} groups", other, data["other_by_aggregate"])
        return self.problems

    def values(self, what, expected, got):
        names = set(self.expected.columns)
        if set(got) - set(self.prepared.breakdowns) != names:
            self.say(f"{what}: members", sorted(names), sorted(got))
        for name in self.expected.columns:
            if name in got and not same(expected[name], got[name]):
                self.say(f"{what}: {name}", expected[name], got[name])

    def group(self, row):
        return tuple(key_of(row.get(name)) for name in self.prepared.breakdowns)

    def shown(self, limit):
        """Checks rows, their order and their number; returns the groups that are shown."""
        rows = [row["data"] for row in self.data["results"]]
        groups = [self.group(row) for row in rows]
        if len(set(groups)) != len(groups):
            self.say("groups", "each once", groups)
        expected = self.expected.values
        passing = [group for group in expected if self.passes(expected[group])]
        if len(groups) != min(limit, len(passing)):
            self.say("number of rows", min(limit, len(passing)), len(groups))
            missing = [group for group in passing if group not in set(groups)]
            self.say("missing groups", missing[:5], [g for g in groups if g not in expected][:5])
        for group, row in zip(groups, rows, strict=True):
            if group not in expected or group not in passing:
                self.say("a group", "none of these keys", row)
            else:
                self.values(f"group {group}", expected[group], row)
        known = [group for group in groups if group in expected]
        for left, right in itertools.pairwise(known):
            if self.order(left, right) > 0:
                self.say("order", f"{right} before {left}", f"{left} first")
        hidden = set(passing) - set(known)
        if known and hidden:
            first = min(hidden, key=functools.cmp_to_key(self.order))
            if self.order(known[-1], first) > 0:
                self.say("cut", f"{first} shown", f"{known[-1]} shown")
        return known

    def passes(self, values):
        def holds(having):
            value = values[self.named(having, "calculate_op")]
            value = value.value if isinstance(value, Near) else value
            if not isinstance(value, (int, float)) or isinstance(value, bool):
                return False
            wanted = having["value"]
            return {
                "=": value == wanted, "!=": value != wanted, ">": value > wanted,
                ">=": value >= wanted, "<": value < wanted, "<=": value <= wanted,
            }[having["op"]]
        return all(holds(having) for having in self.spec.get("havings", []))

    def named(self, reference, member):
        """The key of the calculation or formula that a having or an order is about."""
        column, operation = reference.get("column"), reference.get(member)
        names = {each["name"] for each in self.prepared.calculations if "name" in each}
        names |= {formula["name"] for formula in self.prepared.formulas}
        if column in names:
            return column
        return next(
            each["key"] for each in self.prepared.calculations
            if each["op"] == operation and each.get("column") == column
        )

    def order(self, left, right):
        """Negative if the left group comes first; zero also where rounding decides."""
        orders = self.spec.get("orders")
        if not orders:
            heatmaps = {e["key"] for e in self.prepared.calculations if e["op"] == "HEATMAP"}
            first = [name for name in self.expected.columns if name not in heatmaps][:1]
            orders = [{"key": name, "order": "descending"} for name in first]
        for order in orders:
            column = order.get("column")
            descending = order.get("order") == "descending"
            if "op" not in order and column in self.prepared.breakdowns:
                place = self.prepared.breakdowns.index(column)
                one, other = left[place], right[place]
            else:
                name = order.get("key") or self.named(order, "op")
                one, other = (self.expected.values[group][name] for group in (left, right))
                if isinstance(one, Near) and isinstance(other, Near) and one != other:
                    if abs(one.value - other.value) <= one.margin + other.margin:
                        return 0
                one, other = (
                    key_of(each.value if isinstance(each, Near) else each) for each in (one, other)
                )
            if (one is None) != (other is None):
                return 1 if one is None else -1
            one, other = sort_key(one), sort_key(other)
            if one != other:
                return (-1 if one < other else 1) * (-1 if descending else 1)
        one, other = ([sort_key(key) for key in group] for group in (left, right))
        return (one > other) - (one < other)

    def check_series(self, shown):
        wanted = {
            (*group, bucket): values for (*group, bucket), values in self.expected.buckets.items()
            if tuple(group) in set(shown)
        }
        self.points("series", self.data["series"], wanted, lambda row: self.group(row))
        wanted = {(bucket,): values for bucket, values in self.expected.total_buckets.items()}
        totals = self.data.get("total_by_aggregate_series", [])
        self.points("TOTAL series", totals, wanted, lambda row: ())
        times = [point["time"] for point in self.data["series"]]
        if [moment(time) for time in times] != sorted(map(moment, times)):
            self.say("series", "by time", times[:20])

    def points(self, what, points, wanted, group_of):
        found = {}
        for point in points:
            start = moment(point["time"])
            bucket = start // self.prepared.width
            if start != max(bucket * self.prepared.width, self.prepared.start):
                self.say(f"{what}: begin of a bucket", "a multiple of the width", point["time"])
            key = (*group_of(point["data"]), bucket)
            if key in found:
                self.say(what, "one point of a group and bucket", key)
            found[key] = point["data"]
        if found.keys() != wanted.keys():
            missing, more = wanted.keys() - found.keys(), found.keys() - wanted.keys()
            self.say(f"{what}: points", sorted(map(str, missing))[:4], sorted(map(str, more))[:4])
        for key in found.keys() & wanted.keys():
            self.values(f"{what} {key}", wanted[key], found[key])

    def edges(self):
        """Finds the cells of each heatmap and checks that they are as documented: the same in every
        row, at most 50, as fine as that allows, 1, 2 or 5 times a power of ten wide."""
        found = {}
        rows = [row["data"] for row in self.data["results"] + self.data.get("series", [])]
        rows += [self.data[name] for name in ("total_by_aggregate", "other_by_aggregate")
                 if name in self.data]
        for each in self.prepared.calculations:
            if each["op"] != "HEATMAP":
                continue
            maps = [row[each["key"]] for row in rows if row.get(each["key"]) is not None]
            cells = {(map_["min_value"], map_["step_size"], len(map_["counts"])) for map_ in maps}
            low, high = self.prepared.ends(each["column"], self.prepared.filter_of(each))
            if len(cells) != (low is not None):
                self.say(f"cells of {each['key']}", "one set of them", cells)
            if not cells:
                continue
            minimum, step, count = found[each["key"]] = sorted(cells)[0]
            minimum, step = float(minimum), float(step)
            found[each["key"]] = (minimum, step, count)
            digits = f"{step:.10e}".split("e")[0].rstrip("0").rstrip(".")
            round_edges = math.floor(low / step) * step

            def cells_of(width):
                return math.floor(high / width) - math.floor(low / width) + 1

            narrower = step * {"1": 0.5, "2": 0.5, "5": 0.4}.get(digits, 0.5)
            if (
                digits not in ("1", "2", "5") or minimum != round_edges or count > 50
                or count != cells_of(step) or (low < high and cells_of(narrower) <= 50)
            ):
                self.say(f"cells of {each['key']} from {low} to {high}", "round ones", cells)
        return found


def moment(text):
    """A time of an answer in nanoseconds."""
    seconds, fraction = re.fullmatch(r"(.*?)(?:\.(\d+))?Z", text).groups()
    whole = datetime.datetime.fromisoformat(f"{seconds}+00:00").timestamp()
    return int(whole) * SECOND + int((fraction or "0").ljust(9, "0"))
