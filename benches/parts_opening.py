"""Opening a data directory: after a crash, and for one command."""

import base64
import os
import random
import shutil
import time

from load import Batches
from measure import (
    BINARY,
    alternate,
    client_of,
    create,
    environment,
    folder,
    launch,
    median,
    milliseconds,
    ours,
    status,
    times,
)

MEBIBYTE = 1 << 20
DEFAULT_HOT_CAP = 64 * MEBIBYTE
# Gigabytes of sealed files for `embedded`; it needs that much room and time.
LARGE_GB = float(os.environ.get("CRUDDUR_OBS_BENCH_GB", "10"))
RUNS = 11


def start(table):
    """From the start of the process to its ready file, after kill -9 with full hot data."""
    with folder() as place:
        # Sealing begins at half the cap, so twice the default leaves all of the default hot.
        with ours(place, "--hot-cap", 2 * DEFAULT_HOT_CAP) as server:
            client = client_of(server)
            create(client, "bench", "one")
            batches = Batches("bench", "one")
            step = 0
            hot = step = 0
            while hot + step < DEFAULT_HOT_CAP:
                client.send("PutLogEvents", batches.next())
                hot, before = status(server)["hot_bytes"], hot
                step = max(step, hot - before)
            client.close()
        full = place / "data"
        with ours(place, name="cold") as server:
            server.stop()
        runs, empty = alternate(
            RUNS,
            lambda: start_once(place, full),
            lambda: start_once(place, place / "cold"),
        )
        table.add(
            f"start after kill -9, {hot / MEBIBYTE:.0f} MiB hot, until the ready file",
            f"{milliseconds(median(runs))} (slowest {milliseconds(max(runs))})",
            f"no events {milliseconds(median(empty))}",
            times(median(runs) / median(empty)),
            "< 300 ms",
            median(runs) < 0.3,
        )


def start_once(place, source):
    data = place / "again"
    shutil.copytree(source, data)
    ready = place / "ready.json"
    ready.unlink(missing_ok=True)
    begin = time.perf_counter()
    with ours(place, name="again"):
        # The line that `ours` waits for comes just before the file.
        while not ready.exists():
            time.sleep(0.0002)
        wall = time.perf_counter() - begin
    shutil.rmtree(data)
    return wall


def embedded(table):
    """`logs groups` with no server: the command opens the directory itself."""
    with folder() as place:
        with ours(place, "--size-cap", 1 << 40) as server:
            client = client_of(server)
            groups = [f"/bench/{number:03}" for number in range(100)]
            for group in groups:
                create(client, group, "one")
            chance = random.Random(3)
            while status(server)["file_bytes"] < LARGE_GB * 1e9:
                for _ in range(20):
                    client.send("PutLogEvents", incompressible(chance, chance.choice(groups)))
            held = status(server)
            client.close()
            server.stop()
        with ours(place, name="small") as server:
            client = client_of(server)
            for group in groups:
                create(client, group, "one")
            client.close()
            server.stop()
        clean = environment(place)
        base = [BINARY, "logs", "groups", "--data-dir"]
        launch([*base, place / "data"], clean)
        a, b = alternate(
            RUNS,
            lambda: launch([*base, place / "data"], clean),
            lambda: launch([*base, place / "small"], clean),
        )
        wall, peer = median(run[0] for run in a), median(run[0] for run in b)
        table.add(
            f"`logs groups` embedded, {held['file_bytes'] / 1e9:.1f} GB in {held['files']} files "
            f"({held['file_rows'] / 1e6:.1f} M events)",
            f"{milliseconds(wall)}, {median(run[2] for run in a):.0f} MiB",
            f"no events {milliseconds(peer)}",
            times(wall / peer),
            "< 50 ms",
            wall < 0.05,
        )


def incompressible(chance, group):
    """A full batch of lines that zstd cannot make much shorter."""
    at = int(time.time() * 1000) - 1_000 - chance.randrange(20 * 3_600_000)
    noise = base64.b64encode(chance.randbytes(750_000)).decode()
    size = 1_000
    events = ",".join(
        '{"timestamp":%d,"message":"%s"}' % (at + place // size, noise[place : place + size])
        for place in range(0, len(noise), size)
    )
    return (
        f'{{"logGroupName":"{group}","logStreamName":"one","logEvents":[{events}]}}'.encode()
    )
