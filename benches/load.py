"""Log lines as a web service writes them, in requests that are ready to be sent."""

import random
import time

BATCH = 10_000
RARE = "needle-7f3a"
PATHS = ["home", "notifications", "search", "messages", "users/short", "@andrew", "@bayko"]
WORDS = ["GET /api/activities/", "POST /api/activities/", "GET /api/message_groups/"]


class Batches:
    """Bodies of PutLogEvents with full batches, about 70 bytes a line.

    Lines are made once, for `pool` batches; each use gives them times of its own. A time has 13
    digits: the first nine say which ten seconds, the last four are fixed with the line.
    """

    MARK = b"100000000"

    def __init__(self, group, stream, pool=32, seed=1, rare_every=0):
        chance = random.Random(seed)
        self.rare = rare_every
        self.head = (
            f'{{"logGroupName":"{group}","logStreamName":"{stream}","logEvents":['.encode()
        )
        self.pool = [self.lines(chance) for _ in range(pool)]
        self.used = 0
        # The last events are those of now, whatever their number is.
        self.first = int(time.time()) // 10 - 8_000

    def lines(self, chance):
        events = []
        for place in range(BATCH):
            word, path = chance.choice(WORDS), chance.choice(PATHS)
            line = f"INFO {word}{path} 200 {chance.randrange(900)}ms id={chance.getrandbits(64):016x}"
            digits = place * 10_000 // BATCH
            events.append('{"timestamp":100000000%04d,"message":"%s"}' % (digits, line.ljust(70, "x")))
        return ",".join(events).encode()

    def next(self):
        """Returns the next body."""
        prefix = b"%09d" % (self.first + self.used % 8_000)
        lines = self.pool[self.used % len(self.pool)].replace(self.MARK, prefix)
        self.used += 1
        if self.rare and self.used % self.rare == 0:
            # One line in so many batches, in the middle of one.
            at = lines.find(b"INFO ", len(lines) // 2)
            lines = lines[:at] + RARE.encode() + lines[at + len(RARE) :]
        return self.head + lines + b"]}"


def fill(client, batches, events):
    """Puts so many events."""
    for _ in range(events // BATCH):
        client.send("PutLogEvents", batches.next())
