"""Kills a backend while it writes, seals and merges, and looks for what it had acknowledged.

kill.py BINARY [ROUNDS [SEED]]

A round starts a backend, lets several clients put events and kills it with SIGKILL at a random
moment; then it starts one again on the same directory and reads everything. It passes when

- every acknowledged event is there exactly once, in the right group and stream;
- a batch without an answer is there wholly or not at all, and stays as it was first seen;
- events seen in earlier rounds have the identifiers they had then;
- events come in the order of their identifiers and times, and GetLogEvents agrees;
- page tokens of earlier rounds go on strictly after where they were given.

A directory serves EPOCH rounds. Small caps make seals and merges frequent. The moment of the kill
depends on the machine, so a seed repeats what is done but not exactly where it is cut off.
"""

import http.client
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from server import Client, NotStarted, Server, ServiceError

EPOCH = 20
# Directories of failed rounds that are left for a look.
KEPT_FOLDERS = 5
GROUPS = [f"kill/{name}" for name in ("web", "api", "jobs")]
STREAMS = ["one", "two", "three"]
WRITERS = 4
# A round ends early rather than making the next ones slow to read.
MAXIMUM_ROUND_EVENTS = 4_000
FLAGS = ["--hot-cap", 192 * 1024, "--maintenance-interval", "100ms"]
LATE_DAYS = [0, 0, 0, 0, 1, 2, 5]
DAY_MS = 86_400_000
# What a killed backend does to a connection.
BROKEN = (OSError, http.client.HTTPException)


class Broken(Exception):
    """A promise was not kept."""


def require(holds, what):
    if not holds:
        raise Broken(what)


class Batch:
    """What one request puts."""

    def __init__(self, group, stream, events):
        self.group, self.stream, self.events = group, stream, events
        # True: acknowledged or seen; False: seen to be missing; None: nobody knows.
        self.is_there = None


class Epoch:
    """One directory and what is known of it."""

    def __init__(self, binary):
        self.binary = binary
        self.folder = Path(tempfile.mkdtemp(prefix="cruddur-obs-kill-"))
        self.data = self.folder / "data"
        self.batches = []
        self.identifiers = {}  # name of an event: eventId
        self.search_tokens = []  # (group, token, eventId before it)
        self.stream_tokens = []  # (group, stream, token, eventId at it)

    def start(self):
        return Server(self.binary, self.data, self.folder, *FLAGS)

    def files(self):
        return {path for path in self.data.rglob("*") if "parquet" in path.name}


class Round:
    """One kill and what follows."""

    def __init__(self, epoch, number, seed):
        self.epoch, self.number, self.seed = epoch, number, seed
        self.random = random.Random(f"{seed}/{number}")
        self.interrupted_files = 0
        self.acknowledged = 0

    def run(self):
        self.write()
        files = self.epoch.files()
        if self.random.random() < 0.15:
            self.kill_while_opening()
        server = self.epoch.start()
        try:
            client = Client(server.address())
            self.interrupted_files = len(files - self.epoch.files())
            self.read(client)
            client.close()
        finally:
            server.kill()

    def kill_while_opening(self):
        server = self.epoch.start()
        # The moment of the kill, not a wait for anything.
        time.sleep(self.random.uniform(0, 0.02))
        server.kill()

    def write(self):
        server = self.epoch.start()
        try:
            address = server.address()
            create(Client(address))
            budget = threading.Semaphore(MAXIMUM_ROUND_EVENTS)
            full = threading.Event()
            writers = [
                threading.Thread(target=self.put, args=(address, writer, budget, full))
                for writer in range(WRITERS)
            ]
            for writer in writers:
                writer.start()
            # The moment of the kill: after a random time, or when the round has written enough.
            full.wait(self.random.uniform(0.002, 0.25))
        finally:
            server.kill()
        for writer in writers:
            writer.join(timeout=60)
            require(not writer.is_alive(), "a writer hangs on a dead backend")

    def put(self, address, writer, budget, full):
        chance = random.Random(f"{self.seed}/{self.number}/{writer}")
        client = Client(address)
        count = 0
        while True:
            batch = self.make_batch(chance, writer, count)
            if not all(budget.acquire(blocking=False) for _ in batch.events):
                full.set()
                return
            count += 1
            self.epoch.batches.append(batch)
            events = [{"timestamp": at, "message": text} for at, text in batch.events]
            names = {"logGroupName": batch.group, "logStreamName": batch.stream}
            try:
                client.call("PutLogEvents", **names, logEvents=events)
            except ServiceError:
                continue  # refused; whether it is there is looked at later
            except BROKEN:
                return
            batch.is_there = True
            self.acknowledged += len(batch.events)

    def make_batch(self, chance, writer, number):
        at = int(time.time() * 1000) - chance.choice(LATE_DAYS) * DAY_MS
        at -= chance.randrange(60_000)
        size = chance.choice([1, 1, 3, 20, 100, 300])
        events = []
        for event in range(size):
            name = f"{self.number}.{writer}.{number}.{event}"
            events.append((at, f"{name} " + "x" * chance.randrange(chance.choice([10, 100, 900]))))
            at += chance.choice([0, 0, 1, 10])
        return Batch(chance.choice(GROUPS), chance.choice(STREAMS), events)

    def read(self, client):
        listings = {group: self.search(client, group) for group in GROUPS}
        self.compare(listings)
        for group, events in listings.items():
            for stream in STREAMS:
                expected = [event for event in events if event["logStreamName"] == stream]
                self.read_stream(client, group, stream, expected)
        self.follow_tokens(client, listings)

    def search(self, client, group):
        """Everything of a group; keeps one token of the way."""
        limit = self.random.choice([700, 3_000, 10_000])
        events, token, kept = [], None, []
        while True:
            more = {"nextToken": token} if token else {}
            page = client.call("FilterLogEvents", logGroupName=group, limit=limit, **more)
            events += page["events"]
            token = page.get("nextToken")
            if token is None:
                break
            if events:
                kept.append((group, token, int(events[-1]["eventId"])))
        if kept:
            self.epoch.search_tokens.append(self.random.choice(kept))
        keys = [int(event["eventId"]) for event in events]
        require(keys == sorted(set(keys)), f"{group}: identifiers are not in order, or repeat")
        times = [event["timestamp"] for event in events]
        require(times == sorted(times), f"{group}: times are not in order")
        return events

    def compare(self, listings):
        found = {}
        for group, events in listings.items():
            for event in events:
                name = name_of(event)
                require(name not in found, f"{name} is there twice")
                found[name] = (group, event)
        for batch in self.epoch.batches:
            there = [name_of({"message": text}) in found for _, text in batch.events]
            first = name_of({"message": batch.events[0][1]})
            if batch.is_there is None:
                require(all(there) or not any(there), f"the batch of {first} is there in part")
                batch.is_there = all(there)
            elif batch.is_there:
                require(all(there), f"{there.count(False)} events of the batch of {first} are lost")
            else:
                require(not any(there), f"the batch of {first} came back")
            for at, text in batch.events if batch.is_there else []:
                group, event = found.pop(name_of({"message": text}))
                is_same = event["message"] == text and event["timestamp"] == at
                is_same &= (group, event["logStreamName"]) == (batch.group, batch.stream)
                require(is_same, f"{first}: an event of this batch is changed")
                known = self.epoch.identifiers.setdefault(name_of(event), event["eventId"])
                require(known == event["eventId"], f"{name_of(event)} has another identifier")
        require(not found, f"{len(found)} events are there that nobody sent")

    def read_stream(self, client, group, stream, expected):
        names = {"logGroupName": group, "logStreamName": stream}
        token, events = None, []
        while True:
            more = {"nextToken": token} if token else {"startFromHead": True}
            page = client.call("GetLogEvents", **names, **more)
            events += page["events"]
            if page["nextForwardToken"] == token:
                break
            token = page["nextForwardToken"]
            if page["events"] and self.random.random() < 0.3:
                self.keep_stream_tokens(group, stream, page)
        got = [(event["timestamp"], event["message"]) for event in events]
        want = [(event["timestamp"], event["message"]) for event in expected]
        require(got == want, f"{group} {stream}: GetLogEvents and FilterLogEvents differ")

    def keep_stream_tokens(self, group, stream, page):
        known = self.epoch.identifiers
        for token, event in (("nextForwardToken", -1), ("nextBackwardToken", 0)):
            at = int(known[name_of(page["events"][event])])
            self.epoch.stream_tokens.append((group, stream, page[token], at))

    def follow_tokens(self, client, listings):
        tokens = self.epoch.search_tokens
        for group, token, before in self.random.sample(tokens, min(3, len(tokens))):
            want = [event for event in listings[group] if int(event["eventId"]) > before]
            got = []
            while token is not None:
                page = client.call("FilterLogEvents", logGroupName=group, nextToken=token)
                got += page["events"]
                token = page.get("nextToken")
            require(got == want, f"{group}: an old search token goes on wrongly")
        tokens = self.epoch.stream_tokens
        for group, stream, token, at in self.random.sample(tokens, min(4, len(tokens))):
            page = client.call(
                "GetLogEvents", logGroupName=group, logStreamName=stream, nextToken=token, limit=50
            )
            events = [event for event in listings[group] if event["logStreamName"] == stream]
            if token.startswith("f"):
                want = [event for event in events if int(event["eventId"]) > at][:50]
            else:
                want = [event for event in events if int(event["eventId"]) < at][-50:]
            got = [event["message"] for event in page["events"]]
            want = [event["message"] for event in want]
            require(got == want, f"{group} {stream}: an old stream token goes on wrongly")


def name_of(event):
    return event["message"].split(" ", 1)[0]


def create(client):
    for group in GROUPS:
        quietly(client, "CreateLogGroup", logGroupName=group)
        for stream in STREAMS:
            quietly(client, "CreateLogStream", logGroupName=group, logStreamName=stream)
    client.close()


def quietly(client, operation, **members):
    try:
        client.call(operation, **members)
    except ServiceError as error:
        if "ResourceAlreadyExists" not in str(error):
            raise


def main(binary, rounds=50, seed=None):
    if not os.access(binary, os.X_OK):
        print(f"{binary} is no program", file=sys.stderr)
        return 2
    seed = random.SystemRandom().randrange(1 << 32) if seed is None else int(seed)
    print(f"seed {seed}", flush=True)
    passed = failed = interrupted = acknowledged = 0
    epoch, used = None, 0
    for number in range(int(rounds)):
        if epoch is None:
            epoch, used = Epoch(os.path.abspath(binary)), 0
        one = Round(epoch, number, seed)
        problem = None
        try:
            one.run()
        except (Broken, NotStarted, ServiceError, *BROKEN) as error:
            problem = f"{type(error).__name__}: {error}"
        interrupted += one.interrupted_files
        acknowledged += one.acknowledged
        used += 1
        if problem is None:
            passed += 1
        else:
            failed += 1
            print(f"round {number}: {problem}", flush=True)
            if failed <= KEPT_FOLDERS:
                print(f"  kept: {epoch.folder}", flush=True)
            else:
                shutil.rmtree(epoch.folder)
            epoch = None
        if epoch is not None and (used == EPOCH or number + 1 == int(rounds)):
            shutil.rmtree(epoch.folder)
            epoch = None
        if (number + 1) % 50 == 0 and number + 1 < int(rounds):
            print(f"{number + 1} rounds: {failed} failed", flush=True)
    print(f"{acknowledged} events acknowledged, {interrupted} half-written files cleaned up")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
