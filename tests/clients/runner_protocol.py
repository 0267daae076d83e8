"""What GitHub's runner makes of a step: its commands, its files and its summary.

Written from the runner's documented behaviour, and strict where the runner is: it fails a step
whose files it cannot read, drops a summary that is too long, and hides only what it was told before.
"""

import re
from dataclasses import dataclass, field

SUMMARY_LIMIT = 1024 * 1024
BLOCKED = {"NODE_OPTIONS"}
COMMANDS = {
    "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice",
    "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning",
}
# In the order in which the runner replaces them: the sign of an escape comes last.
DATA = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]
PROPERTY = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]
ANNOTATIONS = ("error", "warning", "notice")
# The page of a run shows so many of each level for one step.
SHOWN = 10


class Malformed(Exception):
    """The runner fails the step."""


def read_pairs(text):
    """The pairs of a GITHUB_OUTPUT or GITHUB_ENV file, in order."""
    pairs = []
    at = 0

    def line():
        nonlocal at
        if at >= len(text):
            return None, False
        end = text.find("\n", at)
        if end < 0:
            found, at = text[at:], len(text)
            return found, False
        found, at = text[at:end], end + 1
        return found, True

    while True:
        head, _ = line()
        if head is None:
            return pairs
        if not head:
            continue
        equals, here = head.find("="), head.find("<<")
        if equals >= 0 and (here < 0 or equals < here):
            name, value = head.split("=", 1)
            pairs.append((name, value))
        elif here >= 0:
            name, delimiter = head.split("<<", 1)
            if not name or not delimiter:
                raise Malformed(f"invalid format {head!r}")
            begin = end = at
            while True:
                part, ended = line()
                if part == delimiter:
                    break
                if part is None:
                    raise Malformed(f"matching delimiter not found {delimiter!r}")
                if not ended:
                    raise Malformed("EOF marker missing new line")
                end = at - 1
            pairs.append((name, text[begin:end] if end > begin else ""))
        else:
            raise Malformed(f"invalid format {head!r}")


def read_outputs(text):
    return dict(read_pairs(text))


def read_environment(text):
    """The variables of later steps, and the names that the runner refuses."""
    pairs = read_pairs(text)
    refused = [name for name, _ in pairs if name.upper() in BLOCKED]
    return {name: value for name, value in pairs if name.upper() not in BLOCKED}, refused


def read_summary(raw):
    """The summary as it is kept: nothing at all if it is too long."""
    return raw.decode() if len(raw) <= SUMMARY_LIMIT else None


@dataclass
class Command:
    name: str
    properties: dict
    data: str


@dataclass
class Log:
    """What became of the lines of a step."""

    shown: list = field(default_factory=list)
    commands: list = field(default_factory=list)
    masks: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    fences: int = 0

    def named(self, name):
        return [command for command in self.commands if command.name == name]

    def annotations(self):
        """Those that the page shows."""
        return [command for level in ANNOTATIONS for command in self.named(level)[:SHOWN]]

    def text(self):
        return "\n".join(self.shown)


def parse(line, names):
    """A line as a command, or None."""
    text = line.lstrip()
    if text.startswith("::"):
        end = text.find("::", 2)
        if end >= 0:
            name, _, properties = text[2:end].partition(" ")
            if name in names:
                found = {}
                for part in properties.strip().split(","):
                    key, _, value = part.partition("=")
                    if key and value:
                        found[key.lower()] = unescape(value, PROPERTY)
                return Command(name, found, unescape(text[end + 2 :], DATA))
    # The older form, which may stand anywhere in a line.
    old = re.search(r"##\[([^\]]*)\](.*)", line)
    if old and old[1].partition(" ")[0] in names:
        return Command(old[1].partition(" ")[0], {}, old[2])
    return None


def unescape(text, pairs):
    for escaped, character in pairs:
        text = text.replace(escaped, character)
    return text


def read_log(raw, echo=False):
    """Reads the output of a step; `echo` is the runner's debug mode."""
    log = Log()
    token = None
    names = set(COMMANDS)

    def show(line):
        for mask in sorted(log.masks, key=len, reverse=True):
            line = line.replace(mask, "***")
        log.shown.append(line)

    for line in re.split(r"\r\n|\n|\r", raw):
        command = parse(line, names)
        if command is None:
            show(line)
        elif token is not None:
            if command.name == token:
                names.discard(token)
                token = None
            else:
                show(line)
        elif command.name == "stop-commands":
            if not command.data or command.data in names:
                raise Malformed(f"bad token {command.data!r}")
            token = command.data
            names.add(token)
            log.fences += 1
        else:
            log.commands.append(command)
            if command.name == "add-mask":
                if not command.data.strip():
                    raise Malformed("an empty mask")
                # The command is never shown as it is, or it would show what it hides.
                if echo:
                    show("::add-mask::***")
                parts = re.split(r"[\r\n]", command.data)
                log.masks += [mask for mask in [command.data, *map(str.strip, parts)] if mask]
                continue
            if echo:
                show(line)
            if command.name == "group":
                log.groups.append(command.data)
    if token is not None:
        raise Malformed("commands stay stopped")
    return log
