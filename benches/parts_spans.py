"""Spans by OTLP, and Honeycomb queries over them beside DuckDB and ClickHouse on the same files."""

import datetime
import http.client
import json
import threading
import time
import urllib.parse

from measure import (
    alternate,
    cpu_seconds,
    folder,
    median,
    memory_mib,
    milliseconds,
    ours,
    percentile,
    status,
    thousands,
    times,
)

MINUTE = 60
CONNECTIONS = 4
# What the SDKs' batch processors send at once unless told otherwise.
SPANS_A_REQUEST = 512
SMALL, LARGE = 1_000_000, 10_000_000
RUNS = 11
SECOND = 10**9
SETTLE_SECONDS, QUIET_SECONDS = 300, 5
DAY_SECONDS = 24 * 60 * 60
HEADERS = {"content-type": "application/x-protobuf", "x-honeycomb-team": "bench" * 4}


def connect(server):
    parts = urllib.parse.urlsplit(server.url)
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)


def send(server, bodies, enough):
    """Sends bodies over some connections until `enough` says so; returns the seconds of each."""
    lock, waits, failures = threading.Lock(), [], []

    def work():
        connection = connect(server)
        try:
            while True:
                with lock:
                    if enough(bodies):
                        return
                    body = bodies.next()
                begin = time.perf_counter()
                connection.request("POST", "/v1/traces", body, HEADERS)
                answer = connection.getresponse()
                text = answer.read()
                waits.append(time.perf_counter() - begin)
                if answer.status != 200 or text:
                    raise RuntimeError(f"{answer.status} {text[:300]!r}")
        except Exception as error:  # handed on to whoever waits
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise failures[0]
    return waits


def spans(table):
    """A minute of OTLP/HTTP in protobuf, with fsync, over several seals."""
    from spans import Bodies

    first = time.time_ns() - 3600 * SECOND
    bodies = Bodies(first, SECOND // 100, SPANS_A_REQUEST, pool=200)
    with folder() as place, ours(place) as server:
        before, cpu, own = status(server), cpu_seconds(server.process), time.process_time()
        begin = time.perf_counter()
        end = begin + MINUTE
        waits = send(server, bodies, lambda _: time.perf_counter() >= end)
        wall = time.perf_counter() - begin
        cpu, own = cpu_seconds(server.process) - cpu, time.process_time() - own
        after = status(server)
        rows = len(waits) * SPANS_A_REQUEST
        if after["hot_rows"] + after["file_rows"] != rows:
            raise RuntimeError(f"{rows} spans were acknowledged, {after} are there")
        seals = after["seals"] - before["seals"]
        acks = [seconds * 1000 for seconds in waits]
        rss, peak = memory_mib(server.process)
        rate, slow = rows / wall, percentile(acks, 0.99)
        table.add(
            f"60 s of OTLP/HTTP protobuf, 38 columns, {SPANS_A_REQUEST} a request, "
            f"{CONNECTIONS} connections, fsync",
            f"{thousands(rate)} spans/s; {seals} seals; CPU s per 1 M: server "
            f"{cpu * 1e6 / rows:.1f}, sender {own * 1e6 / rows:.1f}; ack p50 "
            f"{percentile(acks, 0.5):.0f}, p99 {slow:.0f} ms; memory {rss:.0f} MiB, peak "
            f"{peak:.0f}",
            "",
            "",
            "150,000 spans/s, p99 < 50 ms, >= 3 seals",
            rate >= 150_000 and slow < 50 and seals >= 3,
        )


class Peers:
    """DuckDB and ClickHouse, both with two threads, over the sealed files of a backend."""

    def __init__(self, data):
        import duckdb
        from chdb.session import Session

        files = sorted((data / "events").glob("*.parquet"))
        names = ", ".join(f"'{file}'" for file in files)
        self.duck = duckdb.connect()
        self.duck.execute("SET threads = 2; SET TimeZone = 'UTC'")
        self.in_duck = f"read_parquet([{names}], union_by_name = true)"
        self.click = Session()
        self.click.query("SET max_threads = 2")
        self.in_click = f"file('{data}/events/*.parquet', Parquet)"

    def ask_duck(self, sql):
        return self.duck.execute(sql.replace("SPANS", self.in_duck)).fetchall()

    def ask_click(self, sql):
        text = self.click.query(sql.replace("SPANS", self.in_click), "JSONCompactEachRow")
        return [json.loads(line) for line in str(text).splitlines()]

    def close(self):
        self.duck.close()
        self.click.close()


class Query:
    """One query in three languages; `aspects` takes from each answer what must be equal."""

    def __init__(self, name, spec, duck, click, series=False):
        self.name, self.spec, self.duck, self.click = name, spec, duck, click
        self.series = series


def queries_over(peers):
    """The queries, over all the time that there are spans of."""
    count, first, last, trace = peers.ask_duck(
        'SELECT count(*), min(epoch_ns("#time")), max(epoch_ns("#time")), '
        'max("trace.trace_id") FROM SPANS'
    )[0]
    start, end = first // SECOND, last // SECOND + 1
    later = {share: end - (end - start) // share for share in (10, 100)}
    bucket = max(1, (end - start) // 60)
    whole = {"start_time": start, "end_time": end, "limit": 100}
    p99 = {"op": "P99", "column": "duration_ms"}
    by_user = {
        **whole,
        "calculations": [p99],
        "breakdowns": ["app.user_id"],
        "orders": [{**p99, "order": "descending"}],
    }

    def since(second):
        text = datetime.datetime.fromtimestamp(second, datetime.timezone.utc).isoformat()
        return (
            f"\"#time\" >= CAST('{text}' AS TIMESTAMPTZ_NS)",
            f"`#time` >= toDateTime64({second}, 9, 'UTC')",
        )

    def users(condition):
        return (
            'SELECT "app.user_id", quantile_disc("duration_ms#float", 0.99) FROM SPANS '
            f"WHERE {condition[0]} GROUP BY 1 ORDER BY 2 DESC LIMIT 100",
            "SELECT `app.user_id`, quantileExact(0.99)(`duration_ms#float`) AS p FROM SPANS "
            f"WHERE {condition[1]} GROUP BY 1 ORDER BY p DESC LIMIT 100",
        )

    roots = since(later[10])
    return count, [
        Query("P99 by 50,000 users, exact", by_user, *users(("true", "true"))),
        Query(
            "heatmap 60 x 50",
            {
                "start_time": start,
                "end_time": end,
                "granularity": bucket,
                "calculations": [{"op": "HEATMAP", "column": "duration_ms"}],
            },
            f'SELECT epoch_ns("#time") // {bucket * SECOND}, floor("duration_ms#float" / 100), '
            "count(*) FROM SPANS GROUP BY 1, 2",
            f"SELECT intDiv(toUnixTimestamp64Nano(`#time`), {bucket * SECOND}) AS t, "
            "floor(`duration_ms#float` / 100) AS c, count(*) FROM SPANS GROUP BY t, c",
            series=True,
        ),
        Query(
            "root spans by URL, last 10 %",
            {
                **whole,
                "start_time": later[10],
                "calculations": [{"op": "COUNT"}, {"op": "AVG", "column": "duration_ms"}],
                "breakdowns": ["http.url"],
                "filters": [
                    {"column": "trace.parent_id", "op": "does-not-exist"},
                    {"column": "trace.trace_id", "op": "exists"},
                ],
                "orders": [{"op": "COUNT", "order": "descending"}],
            },
            f'SELECT "http.url", count(*), avg("duration_ms#float") FROM SPANS WHERE {roots[0]} '
            'AND "trace.parent_id" IS NULL AND "trace.trace_id" IS NOT NULL '
            "GROUP BY 1 ORDER BY 2 DESC LIMIT 100",
            "SELECT `http.url`, count(*) AS n, avg(`duration_ms#float`) FROM SPANS "
            f"WHERE {roots[1]} AND `trace.parent_id` IS NULL AND `trace.trace_id` IS NOT NULL "
            "GROUP BY 1 ORDER BY n DESC LIMIT 100",
        ),
        Query(
            "one trace by its id",
            {
                **whole,
                "calculations": [{"op": "MAX", "column": "duration_ms"}],
                "breakdowns": ["trace.span_id", "name"],
                "filters": [{"column": "trace.trace_id", "op": "=", "value": trace}],
            },
            'SELECT "trace.span_id", "name", max("duration_ms#float") FROM SPANS '
            f"WHERE \"trace.trace_id\" = '{trace}' GROUP BY 1, 2",
            "SELECT `trace.span_id`, `name`, max(`duration_ms#float`) FROM SPANS "
            f"WHERE `trace.trace_id` = '{trace}' GROUP BY 1, 2",
        ),
        Query(
            "a text in one of 1,000 spans",
            {
                **whole,
                "calculations": [{"op": "COUNT"}],
                "breakdowns": ["http.status_code"],
                "filters": [{"column": "db.statement", "op": "contains", "value": "needle-7f3a"}],
                "orders": [{"op": "COUNT", "order": "descending"}],
            },
            'SELECT "http.status_code#int", count(*) FROM SPANS '
            "WHERE contains(\"db.statement\", 'needle-7f3a') GROUP BY 1 ORDER BY 2 DESC LIMIT 100",
            "SELECT `http.status_code#int`, count(*) AS n FROM SPANS "
            "WHERE position(`db.statement`, 'needle-7f3a') > 0 GROUP BY 1 ORDER BY n DESC LIMIT 100",
        ),
        Query(
            "P99 by user, last 1 %",
            {**by_user, "start_time": later[100]},
            *users(since(later[100])),
        ),
    ]


class Api:
    """Queries of the backend, by its API."""

    def __init__(self, server):
        self.connection = connect(server)

    def call(self, method, path, body=None):
        headers = {"x-honeycomb-team": "bench" * 4, "content-type": "application/json"}
        text = None if body is None else json.dumps(body)
        self.connection.request(method, path, text, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status} {text[:500]!r}")
        return json.loads(text)

    def create(self, query):
        return self.call("POST", "/1/queries/backend-flask", query.spec)["id"]

    def run(self, query, query_id):
        asked = {"query_id": query_id, "disable_series": not query.series}
        result = self.call("POST", "/1/query_results/backend-flask", asked)
        while not result["complete"]:
            result = self.call("GET", f"/1/query_results/backend-flask/{result['id']}")
        return result["data"]


def check(query, data, peer):
    """Compares an answer with DuckDB's, so that nobody is quick with something else."""
    rows = [row["data"] for row in data["results"]]
    if query.series:
        buckets = [bucket["data"]["HEATMAP(duration_ms)"] for bucket in data["series"]]
        found = sum(sum(bucket["counts"]) for bucket in buckets)
        expected = sum(row[2] for row in peer)
        # How wide the cells are, ours chooses; that is as much work as with those of the peers.
        if len(buckets) != len({row[0] for row in peer}):
            raise RuntimeError(f"{query.name}: {len(buckets)} buckets")
    else:
        keys = query.spec["breakdowns"]
        values = [key for key in rows[0] if key not in keys]
        found = sorted([round(row[value], 6) for value in values] for row in rows)
        expected = sorted([round(value, 6) for value in row[len(keys) :]] for row in peer)
    if found != expected:
        raise RuntimeError(f"{query.name}: {str(found)[:300]} is not {str(expected)[:300]}")


def measured(server, data, table, rows, runs):
    """Runs every query in turn with the peers; returns the medians of ours in seconds by name."""
    peers, api, medians = Peers(data), Api(server), {}
    count, queries = queries_over(peers)
    if count < rows * 0.99:
        raise RuntimeError(f"only {count} of {rows} spans are sealed")
    for query in queries:
        query_id = api.create(query)
        check(query, api.run(query, query_id), peers.ask_duck(query.duck))
        peers.ask_click(query.click)

        def timed(action):
            begin = time.perf_counter()
            action()
            return time.perf_counter() - begin

        taken = alternate(
            runs,
            lambda: timed(lambda: api.run(query, query_id)),
            lambda: timed(lambda: peers.ask_duck(query.duck)),
            lambda: timed(lambda: peers.ask_click(query.click)),
        )
        mine, duck, click = map(median, taken)
        medians[query.name] = mine
        if table is not None:
            table.add(
                f"{thousands(count)} spans: {query.name}",
                milliseconds(mine),
                f"DuckDB {milliseconds(duck)}, ClickHouse {milliseconds(click)}",
                f"{mine / duck:.2f}",
                "DuckDB, 1.1",
                mine <= duck * 1.1,
            )
    peers.close()
    return medians


def filled(place, name, rows):
    """Fills a folder with spans of one day, all of them sealed and merged."""
    from spans import Bodies

    first = (time.time_ns() // SECOND // DAY_SECONDS - 1) * DAY_SECONDS * SECOND
    batch = 4 * SPANS_A_REQUEST
    bodies = Bodies(first, DAY_SECONDS * SECOND * batch // rows, batch, pool=50)
    with ours(place, name=name) as server:
        send(server, bodies, lambda bodies: bodies.used * batch >= rows)
        server.stop()
    # With no room for unsealed rows what is left of them is sealed at once.
    with ours(place, "--hot-cap", "1", name=name) as server:
        settled(server)
        server.stop()


def settled(server):
    """Waits until nothing is unsealed and files have not been merged for a while."""
    known, since = None, time.monotonic()
    end = since + SETTLE_SECONDS
    while time.monotonic() < end:
        now = status(server)
        if now["hot_rows"] or (now["seals"], now["compactions"]) != known:
            known, since = (now["seals"], now["compactions"]), time.monotonic()
        elif time.monotonic() - since > QUIET_SECONDS:
            return
        time.sleep(0.2)
    raise RuntimeError(f"it does not settle: {now}")


def queries(table):
    """Five queries over 10 M spans and over 1 M, and one over the last hundredth of the time."""
    with folder() as place:
        medians = {}
        for name, rows in (("small", SMALL), ("large", LARGE)):
            filled(place, name, rows)
            # The peers read the files: none may be merged away under them.
            with ours(place, "--maintenance-interval", "1d", name=name) as server:
                shown = table if rows == LARGE else None
                medians[name] = measured(server, place / name, shown, rows, RUNS)
                rss, peak = memory_mib(server.process)
        table.add(
            "memory during these queries",
            f"{rss:.0f} MiB, peak {peak:.0f}",
            "",
            "",
            "< 300 MiB",
            peak < 300,
        )
        for name, mine in medians["large"].items():
            small = medians["small"][name]
            table.add(f"from 1 M to 10 M: {name}", times(mine / small), milliseconds(small))
        whole, last = (medians["large"][name] for name in ("P99 by 50,000 users, exact", "P99 by user, last 1 %"))
        table.add(
            "the last 1 % of the time beside the whole",
            milliseconds(last),
            milliseconds(whole),
            f"1/{whole / last:.0f}",
            "1/20",
            last * 20 <= whole,
        )
