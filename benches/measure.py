"""Programs under measurement, and the table of what came out."""

import contextlib
import json
import os
import queue
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from server import START_SECONDS, Client, Server, environment

BINARY = os.environ.get("CRUDDUR_OBS_BENCH_BINARY", "")
FLOOR = os.environ.get("CRUDDUR_OBS_BENCH_FLOOR", "")
SCRIPTS = Path(sys.executable).parent
AWS_VARIABLES = {
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
# Starts a program from a process that is small itself: what a process had before it became the
# program counts towards the program's peak memory.
LAUNCHER = """
import json, os, sys, time
out = os.open(os.devnull, os.O_WRONLY)
begin = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ,
                       file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)])
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - begin
print(json.dumps([status, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""


class Table:
    """What came out."""

    TITLES = ("what", "ours", "peer", "ratio", "aim", "met")

    def __init__(self):
        self.rows = []

    def add(self, what, ours, peer="", ratio="", aim="", met=None):
        word = "" if met is None else "yes" if met else "**no**"
        self.rows.append((what, ours, peer, ratio, aim, word))
        print("  " + " | ".join(cell for cell in self.rows[-1] if cell), flush=True)

    def print(self):
        print()
        for row in (self.TITLES, ["---"] * len(self.TITLES), *self.rows):
            print("| " + " | ".join(row) + " |")


@contextlib.contextmanager
def folder():
    """A folder that is removed afterwards."""
    path = Path(tempfile.mkdtemp(prefix="cruddur-obs-bench-", dir=os.environ.get("TMPDIR")))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def ours(place, *flags, name="data"):
    """Our backend over `place/name`; killed at the end if it still runs."""
    server = Server(BINARY, place / name, place, *flags)
    try:
        host, port = server.address()
        server.url = f"http://{host}:{port}"
        server.name = "ours"
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


@contextlib.contextmanager
def moto(place):
    """moto's server, which keeps everything in memory and writes nothing."""
    process = subprocess.Popen(
        [SCRIPTS / "moto_server", "-H", "127.0.0.1", "-p", "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(place, **AWS_VARIABLES),
        text=True,
    )
    found = queue.Queue()

    def read():
        for line in process.stderr:
            address = re.search(r"Running on (http://127\.0\.0\.1:\d+)", line)
            if address:
                found.put(address[1])

    threading.Thread(target=read, daemon=True).start()
    try:
        url = found.get(timeout=START_SECONDS)
        yield type("Moto", (), {"url": url, "process": process, "name": "moto"})()
    finally:
        process.kill()
        process.wait()


def create(client, group, *streams):
    client.send("CreateLogGroup", json.dumps({"logGroupName": group}).encode())
    for stream in streams:
        names = {"logGroupName": group, "logStreamName": stream}
        client.send("CreateLogStream", json.dumps(names).encode())


def launch(arguments, variables):
    """Runs a program; returns wall seconds, CPU seconds and peak MiB."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LAUNCHER, *map(str, arguments)],
        env=variables,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    status, wall, cpu, peak = json.loads(done.stdout)
    if status != 0:
        raise RuntimeError(f"{arguments} ended with {status}: {done.stderr[-2000:]}")
    return wall, cpu, peak


def timed(action, *arguments):
    begin = time.perf_counter()
    action(*arguments)
    return time.perf_counter() - begin


def alternate(runs, *actions):
    """Runs the actions in turn; returns the list of results of each."""
    results = [[] for _ in actions]
    for _ in range(runs):
        for action, kept in zip(actions, results):
            kept.append(action())
    return results


median = statistics.median


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def cpu_seconds(process):
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(process):
    """Resident memory now and at its peak."""
    text = Path(f"/proc/{process.pid}/status").read_text()
    return tuple(int(re.search(rf"{name}:\s+(\d+)", text)[1]) / 1024 for name in ("VmRSS", "VmHWM"))


def status(server):
    import urllib.request

    with urllib.request.urlopen(server.url + "/_backend/status", timeout=60) as answer:
        return json.load(answer)["store"]


def client_of(server):
    return Client.of_url(server.url)


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def thousands(number):
    return f"{number:,.0f}"


def times(ratio):
    return f"{ratio:.1f} x" if ratio >= 2 else f"{ratio:.2f} x"
