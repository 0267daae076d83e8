"""Expressions of calculated fields, each as Honeycomb writes it and as SQL of DuckDB.

A value of any kind is four columns in SQL, of which at most one is not null: text, whole, real,
flag. What the functions do is written here from docs/compatibility.md, not from the program: whatever SQL
can say is said in SQL, down to RE2, which DuckDB has too."""

import json
import math
import re
from typing import NamedTuple

SECOND = 1_000_000_000

# In the order of the expressions that they are used by.
MACROS = [
    # A float without an exponent and without `.0`, as docs/compatibility.md spells numbers.
    """CREATE MACRO spelled(x) AS CASE
         WHEN x = 0 THEN '0'
         WHEN NOT contains(x::VARCHAR, 'e') THEN regexp_replace(x::VARCHAR, '\\.0$', '')
         ELSE written_out(CASE WHEN x < 0 THEN '-' ELSE '' END,
                         replace(regexp_extract(x::VARCHAR, '^-?([0-9.]+)e', 1), '.', ''),
                         TRY_CAST(regexp_extract(x::VARCHAR, 'e(.*)$', 1) AS INTEGER))
       END""",
    """CREATE MACRO text_of(t, i, f, b) AS coalesce(t, i::VARCHAR, spelled(f), b::VARCHAR)""",
    """CREATE MACRO is_true(t, i, f, b) AS coalesce(t = 'true', i <> 0, f <> 0, b, false)""",
    """CREATE MACRO spelled_whole(t) AS
         CASE WHEN regexp_full_match(t, '[+-]?[0-9]+') THEN TRY_CAST(t AS BIGINT) END""",
    """CREATE MACRO spelled_any(t) AS
         CASE WHEN regexp_full_match(t, '[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?')
              THEN finite(TRY_CAST(t AS DOUBLE)) END""",
    """CREATE MACRO spelled_real(t) AS
         CASE WHEN spelled_whole(t) IS NULL THEN spelled_any(t) END""",
    # What a value counts as in arithmetic: a whole number or another one.
    """CREATE MACRO whole_of(t, i, f, b) AS coalesce(
         i, spelled_whole(t),
         CASE WHEN b IS NOT NULL OR (t IS NOT NULL AND spelled_any(t) IS NULL) THEN 0 END)""",
    """CREATE MACRO real_of(t, i, f, b) AS coalesce(f, spelled_real(t))""",
    """CREATE MACRO number_of(t, i, f, b) AS
         coalesce(whole_of(t, i, f, b)::DOUBLE, real_of(t, i, f, b))""",
    # -1, 0 or 1: how a whole number compares with a float, without rounding it to one.
    """CREATE MACRO whole_with_real(i, f) AS CASE
         WHEN i IS NULL OR f IS NULL THEN NULL
         WHEN f >= 9223372036854775808.0::DOUBLE THEN -1
         WHEN f < -9223372036854775808.0::DOUBLE THEN 1
         WHEN i::HUGEINT <> TRY_CAST(trunc(f) AS HUGEINT)
           THEN sign(i::HUGEINT - TRY_CAST(trunc(f) AS HUGEINT))
         ELSE -sign(f - trunc(f)) END""",
    """CREATE MACRO numbers_order(i, f, j, g) AS CASE
         WHEN i IS NOT NULL AND j IS NOT NULL THEN sign(i::HUGEINT - j::HUGEINT)
         WHEN f IS NOT NULL AND g IS NOT NULL THEN (f > g)::INTEGER - (f < g)::INTEGER
         WHEN i IS NOT NULL AND g IS NOT NULL THEN whole_with_real(i, g)
         WHEN f IS NOT NULL AND j IS NOT NULL THEN -whole_with_real(j, f) END""",
    """CREATE MACRO whole_as_real(f) AS
         CASE WHEN f = trunc(f) AND f >= -9223372036854775808.0::DOUBLE
               AND f < 9223372036854775808.0::DOUBLE
              THEN f::HUGEINT::VARCHAR ELSE f::VARCHAR END""",
    # Equal exactly for values that a query takes for the same one.
    """CREATE MACRO key_of(t, i, f, b) AS
         coalesce('t' || t, 'n' || i::VARCHAR, 'n' || whole_as_real(f), 'b' || b::VARCHAR)""",
]

# Those that the others need.
FIRST_MACROS = [
    # For a divisor that is positive.
    """CREATE MACRO floor_div(x, y) AS (x - ((x % y) + y) % y) // y""",
    """CREATE MACRO finite(x) AS CASE WHEN isfinite(x) THEN x END""",
    # Digits with the point behind the first one and an exponent of ten, without an exponent.
    """CREATE MACRO written_out(minus, digits, exponent) AS minus || CASE
         WHEN exponent < 0 THEN '0.' || repeat('0', -exponent - 1) || digits
         WHEN exponent >= length(digits) - 1
           THEN digits || repeat('0', (exponent - length(digits) + 1)::INTEGER)
         ELSE left(digits, exponent + 1) || '.' || substr(digits, exponent + 2) END""",
]


def define_macros(connection):
    for macro in [*FIRST_MACROS, *MACROS]:
        connection.execute(macro)


class Quad(NamedTuple):
    """The SQL of a value: four expressions, one for each kind."""

    text: str = "NULL::VARCHAR"
    whole: str = "NULL::BIGINT"
    real: str = "NULL::DOUBLE"
    flag: str = "NULL::BOOLEAN"

    @property
    def all(self):
        return ", ".join(self)

    def call(self, macro):
        return f"{macro}({self.all})"

    @property
    def is_null(self):
        return "(" + " AND ".join(f"{kind} IS NULL" for kind in self) + ")"

    @property
    def is_empty(self):
        return f"({self.is_null} OR coalesce({self.text} = '', false))"


def quoted(text):
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def name_of(column):
    """A name as an identifier of SQL."""
    return '"' + column.replace('"', '""') + '"'


def column_quad(column, table=""):
    """The four columns of a field."""
    prefix = f"{table}." if table else ""
    return Quad(*(prefix + name_of(f"{column}|{kind}") for kind in "tifb"))


def spelling(column, table=""):
    """The column with the text of a field's value, whatever its kind."""
    return f"{table}." * bool(table) + name_of(f"{column}|s")


def identity(column, table=""):
    """The column that is equal for values that a query takes for the same one."""
    return f"{table}." * bool(table) + name_of(f"{column}|k")


def all_columns(column):
    """All columns that a field has."""
    return [*column_quad(column), spelling(column), identity(column)]


def with_derived(name):
    """The SQL of the two columns of a field that are made of its values."""
    quad = column_quad(name)
    return f"{quad.call('text_of')} AS {spelling(name)}, {quad.call('key_of')} AS {identity(name)}"


def literal_quad(value):
    """A constant; whole numbers beyond 64 bits are floats, as in JSON."""
    if value is None:
        return Quad()
    if isinstance(value, bool):
        return Quad(flag=str(value).lower())
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return Quad(whole=f"'{value}'::BIGINT")
    if isinstance(value, (int, float)):
        return Quad(real=f"'{float(value)!r}'::DOUBLE")
    return Quad(text=quoted(value))


# --- The tree -----------------------------------------------------------------------------------


def number_order(quad, number):
    """How the number of a row compares with a constant: -1, 0, 1, or null where it is none."""
    literal = literal_quad(number)
    if isinstance(number, int) and literal.real == Quad().real:
        with_whole = f"sign({quad.whole}::HUGEINT - {literal.whole}::HUGEINT)"
        return f"coalesce({with_whole}, -whole_with_real({literal.whole}, {quad.real}))"
    with_real = f"({quad.real} > {literal.real})::INTEGER - ({quad.real} < {literal.real})::INTEGER"
    return f"coalesce({with_real}, whole_with_real({quad.whole}, {literal.real}))"


def spelled_number(text):
    """The number that a text spells, or none."""
    if re.fullmatch(r"[+-]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text):
        return float(text) if math.isfinite(float(text)) else None
    return None


class Column(NamedTuple):
    name: str


class Literal(NamedTuple):
    value: object


class Call(NamedTuple):
    """A function, or an operator between two arguments."""

    function: str
    arguments: tuple


LEVELS = [["OR"], ["AND"], ["=", "!="], ["<", "<=", ">", ">="], ["+"], ["-"], ["*", "/", "%"]]
LEVEL_OF = {operator: level for level, group in enumerate(LEVELS) for operator in group}
# The functions that operators are; AND and OR are written the same.
SYMBOLS = {
    "=": "EQUALS", "<": "LT", "<=": "LTE", ">": "GT", ">=": "GTE",
    "+": "SUM", "-": "SUB", "*": "MUL", "/": "DIV", "%": "MOD",
}
PLAIN = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.")


def rendered(node):
    """The expression as Honeycomb writes it."""
    match node:
        case Column(name):
            return f"${name}" if set(name) <= PLAIN else f"${json.dumps(name, ensure_ascii=False)}"
        case Literal(value):
            return json.dumps(value, ensure_ascii=False)
        case Call("!", (argument,)):
            return "!" + rendered_below(argument, len(LEVELS))
        case Call(operator, (left, right)) if operator in LEVEL_OF:
            level = LEVEL_OF[operator]
            # Those of one level group to the left, so that only the right one needs parentheses.
            return f"{rendered_below(left, level)} {operator} {rendered_below(right, level + 1)}"
        case Call(function, arguments):
            return f"{function}({', '.join(rendered(argument) for argument in arguments)})"


def rendered_below(node, level):
    """The operand of an operator, in parentheses only where they are needed."""
    text = rendered(node)
    if isinstance(node, Call) and node.function in LEVEL_OF and LEVEL_OF[node.function] < level:
        return f"({text})"
    return text


# --- To SQL -------------------------------------------------------------------------------------


class Layers:
    """A query that gets more columns, a layer of subqueries for each step."""

    def __init__(self, source):
        self.sql = source
        self.count = 0

    def add(self, quad, name=None):
        """Adds a value as four columns and returns these."""
        self.count += 1
        name = name or f"step {self.count}"
        columns = ", ".join(
            f"({expression})::{kind} AS {column}"
            for expression, kind, column in zip(
                quad, ["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN"], column_quad(name), strict=True
            )
        )
        self.sql = f"SELECT *, {columns} FROM ({self.sql})"
        return column_quad(name)

    def add_field(self, tree, name):
        """Adds a field that is made by an expression, with all columns of one."""
        self.value(tree, name)
        self.sql = f"SELECT *, {with_derived(name)} FROM ({self.sql})"

    def value(self, node, name=None):
        """Adds what an expression yields."""
        match node:
            case Column(column):
                quad = column_quad(column)
                return self.add(quad, name) if name else quad
            case Literal(value):
                quad = literal_quad(value)
                return self.add(quad, name) if name else quad
            case Call("!", arguments):
                return self.value(Call("NOT", arguments), name)
            case Call("!=", arguments):
                return self.value(Call("NOT", (Call("EQUALS", arguments),)), name)
            case Call(operator, arguments) if operator in SYMBOLS:
                return self.value(Call(SYMBOLS[operator], arguments), name)
            case Call(function, arguments):
                literals = [
                    argument.value if isinstance(argument, Literal) else None
                    for argument in arguments
                ]
                quads = [self.value(argument) for argument in arguments]
                return self.add(self.called(function, quads, literals), name)

    def called(self, function, quads, literals):
        """The SQL of one function over the columns of its arguments."""
        if function in ("SUM", "SUB", "MUL"):
            return self.folded(function, quads)
        if function in ("MIN", "MAX"):
            return self.extreme(function, quads)
        return FUNCTIONS[function](quads, literals)

    def folded(self, function, quads):
        """From left to right, whole where both are and the result fits."""
        operator = {"SUM": "+", "SUB": "-", "MUL": "*"}[function]
        result = Quad(whole=quads[0].call("whole_of"), real=quads[0].call("real_of"))
        for quad in quads[1:]:
            left = self.add(result)
            right = self.add(Quad(whole=quad.call("whole_of"), real=quad.call("real_of")))
            exact = f"TRY_CAST({left.whole}::HUGEINT {operator} {right.whole}::HUGEINT AS BIGINT)"
            any_number = " {} ".format(operator).join(
                f"coalesce({side.whole}::DOUBLE, {side.real})" for side in (left, right)
            )
            result = Quad(
                whole=exact, real=f"CASE WHEN {exact} IS NULL THEN {any_number} END"
            )
        return result._replace(real=f"finite({result.real})")

    def extreme(self, function, quads):
        """The first of its kind decides; empty ones do not count, nor do other kinds."""
        wanted = "<" if function == "MIN" else ">"
        best = Quad()
        for quad in quads:
            best = self.add(best)
            better = (
                f"coalesce({quad.text} {wanted} {best.text}, {quad.flag} {wanted} {best.flag},"
                f" numbers_order({quad.whole}, {quad.real}, {best.whole}, {best.real}) {wanted} 0,"
                " false)"
            )
            taken = f"(NOT {quad.is_empty} AND ({best.is_null} OR {better}))"
            best = Quad(*(
                f"CASE WHEN {taken} THEN {new} ELSE {old} END"
                for new, old in zip(quad, best, strict=True)
            ))
        return best


def flag(expression):
    return Quad(flag=f"coalesce({expression}, false)")


def compared(operator):
    """False unless both are numbers or both texts."""
    def make(quads, _):
        left, right = quads
        return flag(
            f"coalesce({left.text} {operator} {right.text}, "
            f"numbers_order({left.whole}, {left.real}, {right.whole}, {right.real}) {operator} 0)"
        )
    return make


def equal(left, right):
    """Null equals null; values of different kinds differ."""
    return (
        f"coalesce({left.text} = {right.text}, {left.flag} = {right.flag},"
        f" numbers_order({left.whole}, {left.real}, {right.whole}, {right.real}) = 0,"
        f" {left.is_null} AND {right.is_null})"
    )


def chosen(conditions, values, otherwise):
    """The value behind the first condition that holds, of every kind."""
    def kind(place):
        cases = " ".join(
            f"WHEN {condition} THEN {value[place]}"
            for condition, value in zip(conditions, values, strict=True)
        )
        return f"CASE {cases} ELSE {otherwise[place]} END"
    return Quad(*(kind(place) for place in range(4)))


def conditional(quads, _):
    pairs = len(quads) // 2
    otherwise = quads[-1] if len(quads) % 2 else Quad()
    conditions = [quads[2 * pair].call("is_true") for pair in range(pairs)]
    return chosen(conditions, [quads[2 * pair + 1] for pair in range(pairs)], otherwise)


def switched(quads, literals):
    rest, keys = quads[1:], literals[1:]
    pairs = len(rest) // 2
    otherwise = rest[-1] if len(rest) % 2 else Quad()
    conditions = [
        f"coalesce({quads[0].call('text_of')} = {quoted(keys[2 * pair])}, false)"
        for pair in range(pairs)
    ]
    return chosen(conditions, [rest[2 * pair + 1] for pair in range(pairs)], otherwise)


def coalesced(quads, _):
    return chosen([f"NOT {quad.is_empty}" for quad in quads], quads, Quad())


def divided(quads, _):
    left, right = (quad.call("number_of") for quad in quads)
    return Quad(real=f"CASE WHEN {right} <> 0 THEN finite({left} / {right}) END")


def remainder(quads, _):
    left, right = quads
    i, j = left.call("whole_of"), right.call("whole_of")
    x, y = left.call("number_of"), right.call("number_of")
    exact = f"CASE WHEN {j} <> 0 AND {j} <> -1 THEN {i} % {j} WHEN {j} = -1 THEN {i} * 0 END"
    return Quad(
        whole=f"CASE WHEN {i} IS NOT NULL AND {j} IS NOT NULL THEN {exact} END",
        real=f"CASE WHEN ({i} IS NULL OR {j} IS NULL) AND {y} <> 0 THEN finite({x} % {y}) END",
    )


def bucket(quads, _):
    value, size = quads[0].call("number_of"), quads[1].call("number_of")
    least = quads[2].call("number_of") if len(quads) > 2 else None
    most = quads[3].call("number_of") if len(quads) > 3 else None
    start = least or "0::DOUBLE"
    low = f"({start} + floor(({value} - {start}) / {size}) * {size})"
    high = f"least({most}, {low} + {size})" if most else f"({low} + {size})"
    cases = [f"WHEN {size} IS NULL OR {size} <= 0 THEN NULL"]
    for bound in (least, most):
        cases += [f"WHEN {bound} IS NULL THEN NULL"] if bound else []
    if least:
        cases.append(f"WHEN {value} < {least} THEN '< ' || spelled({least})")
    if most:
        cases.append(f"WHEN {value} >= {most} THEN '>= ' || spelled({most})")
    named = f"spelled({low}) || ' - ' || spelled({high})"
    return Quad(text=f"CASE WHEN {value} IS NULL THEN NULL {' '.join(cases)} ELSE {named} END")


def truncated(quads, _):
    real = quads[0].call("real_of")
    return Quad(
        whole=f"coalesce({quads[0].call('whole_of')}, CASE"
        f" WHEN {real} >= 9223372036854775808.0::DOUBLE THEN 9223372036854775807"
        f" WHEN {real} < -9223372036854775808.0::DOUBLE THEN -9223372036854775808"
        f" ELSE TRY_CAST(TRY_CAST(trunc({real}) AS HUGEINT) AS BIGINT) END, 0)"
    )


def texts(function):
    """A test of two texts, false if one is null."""
    def make(quads, _):
        left, right = (quad.call("text_of") for quad in quads)
        return flag(f"{function}({left}, {right})")
    return make


def length(quads, literals):
    function = "strlen" if literals[1:] == ["bytes"] else "length"
    return Quad(whole=f"{function}({quads[0].call('text_of')})")


def pattern_value(quads, literals):
    text, pattern = quads[0].call("text_of"), quoted(literals[1])
    group = 1 if "(" in literals[1] else 0
    return Quad(text=f"regexp_extract({text}, {pattern}, {group})")


def unix_timestamp(quads, _):
    value = quads[0]
    form = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})"
    moment = f"epoch_us(TRY_CAST({value.text} AS TIMESTAMPTZ))::DOUBLE / 1e6"
    return Quad(
        real=f"CASE WHEN regexp_full_match({value.text}, '{form}') THEN {moment}"
        f" ELSE coalesce({value.whole}::DOUBLE, {value.real}) END"
    )


def format_time(quads, literals):
    seconds = quads[1].call("number_of")
    # Years -9999 to 9999 only.
    known = f"abs({seconds}) < 60000000000"
    moment = f"make_timestamp(floor(round({seconds} * 1e9) / 1e3)::BIGINT)"
    return Quad(text=f"CASE WHEN {known} THEN strftime({moment}, {quoted(literals[0])}) END")


FUNCTIONS = {
    "IF": conditional,
    "SWITCH": switched,
    "COALESCE": coalesced,
    "LT": compared("<"),
    "LTE": compared("<="),
    "GT": compared(">"),
    "GTE": compared(">="),
    "EQUALS": lambda quads, _: flag(equal(*quads)),
    "IN": lambda quads, _: flag(" OR ".join(equal(quads[0], other) for other in quads[1:])),
    "EXISTS": lambda quads, _: flag(f"NOT ({quads[0].is_null})"),
    "NOT": lambda quads, _: flag(f"NOT {quads[0].call('is_true')}"),
    "AND": lambda quads, _: flag(" AND ".join(quad.call("is_true") for quad in quads)),
    "OR": lambda quads, _: flag(" OR ".join(quad.call("is_true") for quad in quads)),
    "DIV": divided,
    "MOD": remainder,
    "LOG10": lambda quads, _: Quad(
        real=f"CASE WHEN {quads[0].call('number_of')} > 0"
        f" THEN log10({quads[0].call('number_of')}) END"
    ),
    "BUCKET": bucket,
    "INT": truncated,
    "FLOAT": lambda quads, _: Quad(real=f"coalesce({quads[0].call('number_of')}, 0)"),
    "BOOL": lambda quads, _: flag(quads[0].call("is_true")),
    "STRING": lambda quads, _: Quad(text=f"coalesce({quads[0].call('text_of')}, '')"),
    "CONCAT": lambda quads, _: Quad(
        text=f"concat({', '.join(quad.call('text_of') for quad in quads)})"
    ),
    "STARTS_WITH": texts("starts_with"),
    "ENDS_WITH": texts("ends_with"),
    "CONTAINS": texts("contains"),
    "TO_LOWER": lambda quads, _: Quad(text=f"lower({quads[0].call('text_of')})"),
    "LENGTH": length,
    "REG_MATCH": lambda quads, literals: flag(
        f"regexp_matches({quads[0].call('text_of')}, {quoted(literals[1])})"
    ),
    "REG_VALUE": pattern_value,
    "REG_COUNT": lambda quads, literals: Quad(
        whole=f"len(regexp_extract_all({quads[0].call('text_of')}, {quoted(literals[1])}))"
    ),
    "UNIX_TIMESTAMP": unix_timestamp,
    "EVENT_TIMESTAMP": lambda quads, _: Quad(real="time_ns::DOUBLE / 1e9"),
    "INGEST_TIMESTAMP": lambda quads, _: Quad(real="ingestion_ns::DOUBLE / 1e9"),
    "FORMAT_TIME": format_time,
}
