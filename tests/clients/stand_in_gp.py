"""Stands in for `gp`, the program of a workspace of Gitpod Classic, as far as `gp env` goes.

Keeps tables of repository and user in the folder that GP_STATE names, takes arguments apart as the
original does, changes values as it does, prints them back as it does, and fails where no supervisor
answers (no GP_STATE). Run as a program; `write(folder)` puts one on a PATH.
"""

import fcntl
import json
import os
import sys
from pathlib import Path


def main(arguments):
    state = os.environ.get("GP_STATE")
    if not arguments or arguments[0] != "env":
        return fail("unknown command")
    flags = {"-e": False, "--export": False, "-u": False, "--unset": False}
    scope, plain, at = "repo", [], 1
    while at < len(arguments):
        argument = arguments[at]
        if argument in flags:
            flags[argument] = True
        elif argument in ("-s", "--scope"):
            at += 1
            scope = arguments[at]
        else:
            plain.append(argument)
        at += 1
    if state is None:
        return fail("failed connecting to supervisor: failed connecting to supervisor: dial tcp 127.0.0.1:22999: connect: connection refused")
    # Its server takes one after the other.
    lock = Path(state, "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    table = Table(Path(state))
    Path(state, "argv.jsonl").open("a").write(json.dumps(arguments) + "\n")
    if flags["-u"] or flags["--unset"]:
        return unset(table, plain)
    if plain:
        return set_all(table, plain, scope if scope in ("repo", "user") else "repo", flags["-e"] or flags["--export"])
    for name, value in table.merged().items():
        show(name, value, flags["-e"] or flags["--export"])
    return 0


class Table:
    """What is kept: values of the repository, and of the user."""

    def __init__(self, folder):
        self.path = folder / "variables.json"
        self.held = json.loads(self.path.read_text()) if self.path.exists() else {"repo": {}, "user": {}}

    def save(self):
        self.path.write_text(json.dumps(self.held))

    def merged(self):
        return {**self.held["user"], **self.held["repo"]}


def parse(argument):
    """Takes an assignment apart, and changes the value as the original does."""
    if argument == "":
        raise ValueError("empty string (correct format is key=value)")
    if "=" not in argument:
        raise ValueError(f"{argument} has no equal character (correct format is {argument}=some_value)")
    name, value = argument.split("=", 1)
    name = name.strip()
    if name == "":
        raise ValueError("variable must have a name")
    value = value.strip('"').strip("'").replace("\\ ", " ")
    if value == "":
        raise ValueError("variable must have a value; use -u to unset a variable")
    return name, value


def set_all(table, arguments, scope, export):
    try:
        pairs = [parse(argument) for argument in arguments]
    except ValueError as error:
        return fail(str(error))
    for name, value in pairs:
        if scope == "user" and name not in table.held["user"]:
            return fail(
                f"Can't automatically create env var `{name}` for security reasons.\n"
                f"Please create the var manually under https://gitpod.io/user/variables using Name={name}, Scope=*/**, Value=foobar"
            )
        if not value.strip() or len(value.encode("utf-16-le")) // 2 > 32_767:
            return fail("jsonrpc2: code 400 message: Value must not be empty.")
        table.held[scope][name] = value
        table.save()
        show(name, value, export)
    return 0


def unset(table, names):
    for name in names:
        if table.held["repo"].pop(name, None) is None:
            return fail(f"jsonrpc2: code 404 message: cannot delete '{name}'")
    table.save()
    return 0


def show(name, value, export):
    escaped = value.replace('"', '\\"')
    sys.stdout.write(f'export {name}="{escaped}"\n' if export else f"{name}={escaped}\n")


def fail(message):
    print(message, file=sys.stderr)
    return 1


def write(folder):
    """Puts the program into a folder, under its own name."""
    program = Path(folder) / "gp"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} {Path(__file__).resolve()} \"$@\"\n")
    program.chmod(0o755)
    return program


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
