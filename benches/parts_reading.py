"""Reading: a rare term, all pages, and what ten million events cost in memory."""

import time

from load import BATCH, RARE, Batches, fill
from measure import (
    alternate,
    client_of,
    create,
    folder,
    median,
    memory_mib,
    milliseconds,
    moto,
    ours,
    status,
    thousands,
    timed,
    times,
)

MILLION = 1_000_000
# How long a peer may take to be filled; what it has by then is what is compared.
PEER_SECONDS = 240
PEER_PAGED_EVENTS = 100_000


def search(client, pattern=None):
    """Follows the pages to their end; returns events and pages."""
    events, pages, more = 0, 0, {}
    if pattern:
        more["filterPattern"] = pattern
    while True:
        page = client.call("FilterLogEvents", logGroupName="bench", **more)
        events += len(page["events"])
        pages += 1
        if not page.get("nextToken"):
            return events, pages
        more["nextToken"] = page["nextToken"]


def find_rare(client, wanted):
    # A term with a hyphen must be quoted.
    found, _ = search(client, f'"{RARE}"')
    if found != wanted:
        raise RuntimeError(f"{found} of {wanted} rare events found")


def rare_term(table):
    with folder() as place, ours(place) as server, moto(place) as peer:
        theirs = client_of(peer)
        create(theirs, "bench", "one")
        batches = Batches("bench", "one", rare_every=10)
        begin, held = time.perf_counter(), 0
        while held < MILLION and time.perf_counter() - begin < PEER_SECONDS:
            theirs.send("PutLogEvents", batches.next())
            held += BATCH
        mine = client_of(server)
        create(mine, "bench", "one")
        fill(mine, Batches("bench", "one", rare_every=10), held)
        wanted = held // BATCH // 10
        a, b = alternate(
            5,
            lambda: timed(find_rare, mine, wanted),
            lambda: timed(find_rare, theirs, wanted),
        )
        ratio = median(b) / median(a)
        table.add(
            f"FilterLogEvents, rare term in {thousands(held)} events",
            milliseconds(median(a)),
            f"moto {milliseconds(median(b))}",
            times(ratio),
            "10 x",
            ratio >= 10,
        )


def page(table):
    """All of a group by default pages, with a client that decodes them."""
    with folder() as place, ours(place) as server, moto(place) as peer:
        mine, theirs = client_of(server), client_of(peer)
        for client in (mine, theirs):
            create(client, "bench", "one")
            fill(client, Batches("bench", "one"), PEER_PAGED_EVENTS)
        a, b = alternate(3, lambda: timed(search, mine), lambda: timed(search, theirs))
        table.add(
            f"all pages of {thousands(PEER_PAGED_EVENTS)} events",
            milliseconds(median(a)),
            f"moto {milliseconds(median(b))}",
            times(median(b) / median(a)),
        )
        fill(mine, Batches("bench", "one", seed=2), MILLION - PEER_PAGED_EVENTS)
        (events, pages), wall = search(mine), median(timed(search, mine) for _ in range(3))
        table.add(
            f"all {pages} pages of {thousands(events)} events, the client's JSON included",
            f"{milliseconds(wall)}, {thousands(events / wall)} events/s",
        )


def large(table):
    """Ten million events in one group."""
    with folder() as place, ours(place) as server:
        client = client_of(server)
        create(client, "bench", "one")
        batches = Batches("bench", "one", rare_every=100)
        wall = timed(fill, client, batches, 10 * MILLION)
        rss, peak = memory_mib(server.process)
        held = status(server)
        table.add(
            "memory after 10 M events",
            f"{rss:.0f} MiB, peak {peak:.0f} (put in {wall:.0f} s, {held['seals']} seals, "
            f"{held['file_bytes'] / 1e6:.0f} MB sealed)",
            "",
            "",
            "< 300 MiB",
            rss < 300,
        )
        find_rare(client, 10)
        seconds = median(timed(find_rare, client, 10) for _ in range(5))
        table.add(
            "FilterLogEvents, rare term in 10 M events",
            milliseconds(seconds),
            "",
            "",
            "< 1 s",
            seconds < 1,
        )
        rss, peak = memory_mib(server.process)
        table.add("memory after these searches", f"{rss:.0f} MiB, peak {peak:.0f}")
        client.close()
