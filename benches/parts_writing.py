"""Putting events: beside moto, for a minute, and one by one into many groups."""

import json
import selectors
import socket
import threading
import time

from load import BATCH, Batches, fill
from measure import (
    alternate,
    client_of,
    cpu_seconds,
    create,
    folder,
    median,
    memory_mib,
    moto,
    ours,
    percentile,
    status,
    thousands,
    timed,
    times,
)

RUNS = 11
PUT_BATCHES = 5
MINUTE = 60
GROUPS = 5_000
EVENTS_A_GROUP = 200
CONNECTIONS = 48


def put(table):
    """Full batches on one connection, each sent when the one before is acknowledged."""
    with folder() as place, ours(place) as server, moto(place) as peer:
        sides = []
        for one in (server, peer):
            client = client_of(one)
            create(client, "bench", "one")
            batches = Batches("bench", "one")
            fill(client, batches, BATCH)
            sides.append((client, batches, one.process))
        used = [cpu_seconds(process) for _, _, process in sides]
        runs = alternate(
            RUNS,
            *(
                lambda client=client, batches=batches: put_run(client, batches)
                for client, batches, _ in sides
            ),
        )
        used = [cpu_seconds(side[2]) - before for side, before in zip(sides, used)]
        events = RUNS * PUT_BATCHES * BATCH
        rates = [PUT_BATCHES * BATCH / median(times_of) for times_of in runs]
        ratio = rates[0] / rates[1]
        table.add(
            "PutLogEvents, 10,000 x 70 B, one connection, durable",
            f"{thousands(rates[0])} events/s",
            f"moto {thousands(rates[1])} events/s, in memory",
            times(ratio),
            "5 x",
            ratio >= 5,
        )
        cpu = [seconds * 1e6 / events for seconds in used]
        table.add(
            "the same: server CPU per 1 M events",
            f"{cpu[0]:.2f} s",
            f"moto {cpu[1]:.2f} s",
            times(cpu[1] / cpu[0]),
        )


def put_run(client, batches):
    bodies = [batches.next() for _ in range(PUT_BATCHES)]

    def send():
        for body in bodies:
            client.send("PutLogEvents", body)

    return timed(send)


def sustained(table):
    """Two connections for a minute, with fsync, over several seals."""
    with folder() as place, ours(place) as server:
        client = client_of(server)
        for number in range(2):
            create(client, f"bench-{number}", "one")
        pools = [Batches(f"bench-{number}", "one", seed=number) for number in range(2)]
        waits = [[], []]
        before, cpu = status(server), cpu_seconds(server.process)
        begin = time.perf_counter()
        end = begin + MINUTE

        def write(number):
            mine = client_of(server)
            while time.perf_counter() < end:
                body = pools[number].next()
                waits[number].append(timed(mine.send, "PutLogEvents", body))
            mine.close()

        writers = [threading.Thread(target=write, args=(number,)) for number in range(2)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        wall = time.perf_counter() - begin
        cpu = cpu_seconds(server.process) - cpu
        after = status(server)
        rows = sum(map(len, waits)) * BATCH
        seals = after["seals"] - before["seals"]
        acks = [seconds * 1000 for seconds in waits[0] + waits[1]]
        rss, peak = memory_mib(server.process)
        table.add(
            "60 s of PutLogEvents, 2 connections, fsync",
            f"{thousands(rows / wall)} events/s; {seals} seals; {cpu * 1e6 / rows:.2f} CPU s per "
            f"1 M; ack p50 {percentile(acks, 0.5):.0f}, p99 {percentile(acks, 0.99):.0f} ms; "
            f"memory {rss:.0f} MiB, peak {peak:.0f}",
            "",
            "",
            ">= 3 seals",
            seals >= 3,
        )
        client.close()


def many_groups(table):
    """One event a request, as an SDK's log handler without batching sends them."""
    with folder() as place, ours(place) as server:
        client = client_of(server)
        names = [f"/bench/{number:04}" for number in range(GROUPS)]
        address = (client.connection.host, client.connection.port)
        bodies = [json.dumps({"logGroupName": name}).encode() for name in names]
        create_wall = pump(address, "CreateLogGroup", iter(bodies))
        bodies = [json.dumps({"logGroupName": n, "logStreamName": "s"}).encode() for n in names]
        create_wall += pump(address, "CreateLogStream", iter(bodies))
        now = int(time.time() * 1000) - GROUPS * EVENTS_A_GROUP
        text = "INFO GET /api/activities/home 200 12ms id=0123456789abcdef"

        def events():
            at = now
            for _ in range(EVENTS_A_GROUP):
                for name in names:
                    at += 1
                    yield (
                        '{"logGroupName":"%s","logStreamName":"s","logEvents":[{"timestamp":%d,'
                        '"message":"%s"}]}' % (name, at, text)
                    ).encode()

        cpu = cpu_seconds(server.process)
        wall = pump(address, "PutLogEvents", events())
        cpu = cpu_seconds(server.process) - cpu
        kept = status(server)
        rows = GROUPS * EVENTS_A_GROUP
        rss, peak = memory_mib(server.process)
        table.add(
            f"5,000 groups x 200 events, one a request, {CONNECTIONS} connections",
            f"{thousands(rows / wall)} requests/s ({wall:.0f} s); {cpu:.0f} CPU s; {kept['seals']} "
            f"seals; memory {rss:.0f} MiB, peak {peak:.0f}; creating {create_wall:.1f} s",
            "",
            "",
            "all acknowledged",
            kept["hot_rows"] + kept["file_rows"] == rows,
        )
        client.close()


def pump(address, operation, bodies):
    """Sends every body once over a bounded number of kept connections; returns the seconds.

    Requests are written and answers counted by hand: a client library would be what is measured.
    """
    head = (
        f"POST / HTTP/1.1\r\nhost: {address[0]}\r\ncontent-type: application/x-amz-json-1.1\r\n"
        f"x-amz-target: Logs_20140328.{operation}\r\ncontent-length: "
    ).encode()
    ready = selectors.DefaultSelector()
    open_ones = 0
    begin = time.perf_counter()
    for _ in range(CONNECTIONS):
        body = next(bodies, None)
        if body is None:
            break
        connection = socket.create_connection(address, timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.register(connection, selectors.EVENT_READ)
        connection.sendall(head + b"%d\r\n\r\n" % len(body) + body)
        open_ones += 1
    while open_ones:
        found = ready.select(timeout=60)
        if not found:
            raise RuntimeError("no answer for a minute")
        for key, _ in found:
            connection = key.fileobj
            # An answer of these operations fits one read.
            answer = connection.recv(65536)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"{operation}: {answer[:500]!r}")
            body = next(bodies, None)
            if body is None:
                ready.unregister(connection)
                connection.close()
                open_ones -= 1
            else:
                connection.sendall(head + b"%d\r\n\r\n" % len(body) + body)
    return time.perf_counter() - begin
