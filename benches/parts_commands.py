"""Commands: how long one takes, and how fast a tail prints."""

import os
import subprocess
import time

from load import BATCH, Batches, fill
from measure import (
    AWS_VARIABLES,
    BINARY,
    FLOOR,
    SCRIPTS,
    alternate,
    client_of,
    create,
    cpu_seconds,
    environment,
    folder,
    launch,
    median,
    milliseconds,
    ours,
    thousands,
    times,
)

RUNS = 11
TAIL_LINES = 1_000_000


def command(table):
    """One read and one write, each against the AWS CLI doing the same; a read against the SDK."""
    with folder() as place, ours(place) as server:
        client = client_of(server)
        for number in range(20):
            create(client, f"/bench/{number}", "one")
        client.close()
        clean = environment(place)
        amazon = environment(place, **AWS_VARIABLES)
        data = ["--data-dir", place / "data"]
        endpoint = ["--endpoint-url", server.url]
        pairs = {
            "logs groups": (
                [BINARY, "logs", "groups", *data],
                [SCRIPTS / "aws", "logs", "describe-log-groups", *endpoint],
            ),
            "logs retention": (
                [BINARY, "logs", "retention", "/bench/1", "7d", *data],
                [
                    *[SCRIPTS / "aws", "logs", "put-retention-policy", *endpoint],
                    *["--log-group-name", "/bench/1", "--retention-in-days", "7"],
                ],
            ),
        }
        for name, (mine, theirs) in pairs.items():
            launch(mine, clean)
            launch(theirs, amazon)
            a, b = alternate(RUNS, lambda: launch(mine, clean), lambda: launch(theirs, amazon))
            wall, peer = median(run[0] for run in a), median(run[0] for run in b)
            ratio = peer / wall
            table.add(
                f"`{name}` beside the AWS CLI",
                milliseconds(wall),
                milliseconds(peer),
                times(ratio),
                "20 x",
                ratio >= 20,
            )
            peak, theirs_peak = max(run[2] for run in a), max(run[2] for run in b)
            table.add(
                f"`{name}`: peak memory",
                f"{peak:.0f} MiB",
                f"{theirs_peak:.0f} MiB",
                "",
                "< 40 MiB",
                peak < 40,
            )
        mine = pairs["logs groups"][0]
        floor = [FLOOR, server.url]
        a, b = alternate(51, lambda: launch(mine, clean), lambda: launch(floor, clean))
        wall, peer = median(run[0] for run in a), median(run[0] for run in b)
        table.add(
            "`logs groups` beside the SDK's floor",
            milliseconds(wall),
            milliseconds(peer),
            times(wall / peer),
            "<= 2 x",
            wall <= 2 * peer,
        )
        cpu, peer_cpu = median(run[1] for run in a), median(run[1] for run in b)
        table.add(
            "the same in CPU time", milliseconds(cpu), milliseconds(peer_cpu), times(cpu / peer_cpu)
        )


def tail(table):
    """Everything of a group into a pipe that somebody empties."""
    with folder() as place, ours(place) as server:
        client = client_of(server)
        create(client, "bench", "one")
        fill(client, Batches("bench", "one"), TAIL_LINES)
        client.close()
        for output in ("human", "ndjson"):
            runs = [read_tail(server, place, output) for _ in range(5)]
            wall = median(run[0] for run in runs)
            cpu, served = median(run[1] for run in runs), median(run[2] for run in runs)
            rate = TAIL_LINES / wall
            table.add(
                f"`logs tail -o {output}` of 1 M lines into a pipe",
                f"{thousands(rate)} lines/s; CPU {cpu:.1f} s, server {served:.1f} s",
                "",
                "",
                "200,000 lines/s",
                rate >= 200_000,
            )


def read_tail(server, place, output):
    before = cpu_seconds(server.process)
    begin = time.perf_counter()
    words = ["logs", "tail", "bench", "--since", "2d", "-o", output, "--data-dir", place / "data"]
    child = subprocess.Popen(
        [BINARY, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(place),
    )
    lines = 0
    while chunk := os.read(child.stdout.fileno(), 1 << 20):
        lines += chunk.count(b"\n")
    _, code, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = code
    child.stdout.close()
    if code != 0 or lines != TAIL_LINES:
        raise RuntimeError(f"tail ended with {code} after {lines} lines of {TAIL_LINES // BATCH} batches")
    return wall, usage.ru_utime + usage.ru_stime, cpu_seconds(server.process) - before
