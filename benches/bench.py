"""The benches: what ours takes beside a peer, in one run on one machine.

bench.py [--list] [PART...]      started by run.sh, which builds the programs

Each part prints its rows as soon as it has them; the whole table comes last. Times are medians of
runs that alternate between the peers, so that whatever else the machine does hits both.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "kill"))

from measure import Table  # noqa: E402
import parts_commands  # noqa: E402
import parts_declared  # noqa: E402
import parts_opening  # noqa: E402
import parts_reading  # noqa: E402
import parts_spans  # noqa: E402
import parts_writing  # noqa: E402

PARTS = {
    "command": (parts_commands.command, "one command beside the AWS CLI and the SDK's floor"),
    "declared": (parts_declared.declared, "plan and apply of 200 things beside the AWS CLI"),
    "put": (parts_writing.put, "PutLogEvents in full batches beside moto"),
    "filter": (parts_reading.rare_term, "a rare term in 1 M events beside moto"),
    "page": (parts_reading.page, "paging through 1 M events"),
    "tail": (parts_commands.tail, "logs tail into a pipe"),
    "groups": (parts_writing.many_groups, "5,000 groups, one event a request"),
    "sustained": (parts_writing.sustained, "60 s of ingest with fsync"),
    "large": (parts_reading.large, "10 M events: memory, a rare term"),
    "spans": (parts_spans.spans, "60 s of OTLP spans with fsync"),
    "queries": (parts_spans.queries, "10 M spans: Honeycomb queries beside DuckDB and ClickHouse"),
    "start": (parts_opening.start, "start-up after kill -9 with full hot data"),
    "embedded": (parts_opening.embedded, "logs groups embedded on a large directory"),
}


def main(names):
    if names == ["--list"]:
        for name, (_, purpose) in PARTS.items():
            print(f"{name:<10} {purpose}")
        return 0
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"no such part: {' '.join(unknown)}; --list names them", file=sys.stderr)
        return 2
    table = Table()
    for name in names or PARTS:
        load = os.getloadavg()[0]
        print(f"# {name} (load {load:.1f})", flush=True)
        PARTS[name][0](table)
    table.print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
