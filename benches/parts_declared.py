"""A declared project: what plan and apply of many things take beside the AWS CLI's creating calls."""

import json
import shlex
import urllib.request

from measure import (
    AWS_VARIABLES,
    BINARY,
    SCRIPTS,
    environment,
    folder,
    launch,
    median,
    milliseconds,
    ours,
    times,
)

# What an account lets one have: 25 X-Ray groups and 25 rules, of which one of each is reserved.
XRAY_GROUPS = 20
RULES = 20
LOG_GROUPS = 80
THINGS = XRAY_GROUPS + RULES + 2 * LOG_GROUPS
RUNS = 7
# The AWS CLI makes every tenth thing, and its time is multiplied; the whole takes two minutes.
SHARE = 10
PEER_RUNS = 3


def manifest():
    lines = ["[project]", 'name = "bench"']
    for number in range(XRAY_GROUPS):
        lines += [f"[xray.groups.g{number}]", f"filter_expression = 'service(\"s{number}\")'"]
    for number in range(RULES):
        lines += [
            f"[xray.sampling_rules.r{number}]",
            f"priority = {number + 1}",
            "fixed_rate = 0.1",
            "reservoir_size = 1",
            f'service_name = "s{number}"',
        ]
    for number in range(LOG_GROUPS):
        lines += [
            f'[logs.groups."/bench/{number}"]',
            'retention = "7d"',
            'metric_filters.errors.pattern = "ERROR"',
        ]
    return "\n".join(lines) + "\n"


def peer_lines():
    """The calls that make the same things, each with those that complete it."""
    tags = "Key=cruddur-obs:project,Value=bench Key=cruddur-obs:origin,Value=created"
    for number in range(XRAY_GROUPS):
        expression = shlex.quote(f'service("s{number}")')
        yield [
            f"xray create-group --group-name g{number} --filter-expression {expression}"
            f" --tags {tags}"
        ]
    for number in range(RULES):
        rule = {
            "RuleName": f"r{number}", "ResourceARN": "*", "Priority": number + 1,
            "FixedRate": 0.1, "ReservoirSize": 1, "ServiceName": f"s{number}",
            "ServiceType": "*", "Host": "*", "HTTPMethod": "*", "URLPath": "*", "Version": 1,
        }
        yield [f"xray create-sampling-rule --sampling-rule {shlex.quote(json.dumps(rule))}"
               f" --tags {tags}"]
    for number in range(LOG_GROUPS):
        group = f"--log-group-name /bench/{number}"
        yield [
            f"logs create-log-group {group}"
            " --tags cruddur-obs:project=bench,cruddur-obs:origin=created",
            f"logs put-retention-policy {group} --retention-in-days 7",
            f"logs put-metric-filter {group} --filter-name errors --filter-pattern ERROR"
            " --metric-transformations metricName=errors,metricNamespace=bench,metricValue=1",
        ]


def declared(table):
    with folder() as place, ours(place) as server:
        file = place / "cruddur-obs.toml"
        file.write_text(manifest())
        clean = environment(place)
        common = ["--file", file, "--data-dir", place / "data", "--quiet"]

        def mine(*words):
            return launch([BINARY, *words, *common], clean)

        def reset():
            request = urllib.request.Request(server.url + "/_backend/reset", method="POST")
            urllib.request.urlopen(request, timeout=60).close()

        script = place / "peer.sh"
        lines = [line for thing in list(peer_lines())[::SHARE] for line in thing]
        whole = sum(len(thing) for thing in peer_lines())
        aws = shlex.quote(str(SCRIPTS / "aws"))
        script.write_text(
            "set -e\n" + "".join(f"{aws} {line} --endpoint-url {server.url}\n" for line in lines)
        )
        amazon = environment(place, **AWS_VARIABLES)

        def peer():
            reset()
            return launch(["/bin/sh", script], amazon)

        def apply():
            reset()
            return mine("apply")

        peer()
        apply()
        applied = [apply() for _ in range(RUNS)]
        # Runs of the peer go between, so that whatever else the machine does hits both.
        theirs = []
        for _ in range(PEER_RUNS):
            theirs.append(peer())
            applied.append(apply())
        wall = median(run[0] for run in applied)
        other = median(run[0] for run in theirs) * whole / len(lines)
        table.add(
            f"`apply` of {THINGS} things, read back, beside {whole} calls of the AWS CLI"
            f" ({len(lines)} timed, then multiplied)",
            milliseconds(wall),
            f"{other:.0f} s",
            times(other / wall),
            "50 x",
            other / wall >= 50,
        )
        # The time of the shell's children is in its own, but each has a memory of its own.
        peak, peer_peak = max(run[2] for run in applied), max(run[2] for run in theirs)
        table.add(
            f"`apply` of {THINGS} things: peak memory",
            f"{peak:.0f} MiB",
            f"{peer_peak:.0f} MiB",
            "",
            "< 40 MiB",
            peak < 40,
        )
        table.add(
            "the same in CPU time",
            milliseconds(median(run[1] for run in applied)),
            f"{median(run[1] for run in theirs) * whole / len(lines):.0f} s",
        )
        reset()
        rows = {f"`plan` of {THINGS} things that are not there": ("plan",)}
        measure(table, rows, mine)
        apply()
        rows = {
            f"`plan` of {THINGS} things that are as declared": ("plan", "--detailed-exitcode"),
            f"`apply` of {THINGS} things that are as declared": ("apply",),
            f"`plan --against local` of {THINGS} things": ("plan", "--against", "local"),
        }
        measure(table, rows, mine)


def measure(table, rows, mine):
    for name, words in rows.items():
        mine(*words)
        runs = [mine(*words) for _ in range(RUNS)]
        wall, cpu = median(run[0] for run in runs), median(run[1] for run in runs)
        peak = max(run[2] for run in runs)
        table.add(name, f"{milliseconds(wall)}; CPU {milliseconds(cpu)}; {peak:.0f} MiB")
