"""Values written by `env sync`, read back byte for byte by the programs that people read them with."""

import base64
import json
import os
import random
import shutil
import subprocess
import urllib.parse
from pathlib import Path

import dotenv
import pytest
from support import binary, child_environment

MODULES = os.environ.get("CRUDDUR_OBS_NODE_MODULES")
NODE = shutil.which("node")
DIRENV = shutil.which("direnv")
FISH = shutil.which("fish")
DASH = shutil.which("dash")

# What readers, shells and copies disagree about comes often.
TRICKY = [
    "'", '"', "`", "\\", "$", "${", "}", "#", " #", " ", "  ", "=", "%", "\t", "!", "*", "~", "&",
    "|", ";", "<", ">", "(", ")", "[", "]", "{", ",", ":", "@", "/", "?", "^", "\\n", "\\t", "$HOME",
    "${HOME}", "$$", "$(id)", "\x1b[31m", "\x7f", "\x01", "\x0b", "\x0c", "é", "ß", "漢", "🦀",
    "\u0085", "\u00a0", "\u2028", "\u202e", "\ufeff", "::add-mask::",
]  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+=,"


def random_value(chance, line_breaks):
    """A value that is not empty; half of them look like real keys."""
    pieces = TRICKY + (["\n", "\r", "\r\n"] if line_breaks else [])
    kind = chance.random()
    if kind < 0.25:
        return "".join(chance.choices(LETTERS, k=chance.randint(1, 64)))
    if kind < 0.5:
        key = base64.b64encode(chance.randbytes(chance.randint(1, 48))).decode()
        return key + chance.choice(["", "$", " x", "'"])
    parts = [chance.choice(pieces if chance.random() < 0.5 else LETTERS) for _ in range(chance.randint(1, 12))]
    return "".join(parts)


class Project:
    """A project whose variables come from the environment, and go to one target."""

    def __init__(self, folder, values, targets):
        self.folder = folder
        self.values = values
        self.targets = targets
        folder.mkdir(exist_ok=True)
        (folder / "home").mkdir(exist_ok=True)
        (folder / ".git").mkdir(exist_ok=True)

    def write_file(self):
        """Declares every variable."""
        targets = json.dumps(self.targets)
        text = "".join(
            f'[env.{name}]\nfrom = "env:SOURCE_{name}"\ntargets = {targets}\n' for name in self.values
        )
        (self.folder / "cruddur-obs.toml").write_text(text)

    def run(self, *arguments):
        """Runs the program with every value in its environment, and none on its command line."""
        environment = child_environment(self.folder / "home")
        environment |= {f"SOURCE_{name}": value for name, value in self.values.items()}
        return subprocess.run(
            [binary(), *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            timeout=300,
        )

    def sync(self):
        """Syncs, and takes out what is refused; returns the names that were refused."""
        self.write_file()
        refused = set()
        for _ in range(2):
            done = self.run("env", "sync", "--allow-odd-value", "--output", "json")
            if done.returncode == 0:
                return refused, json.loads(done.stdout)
            assert done.returncode == 2, done.stderr
            said = done.stderr.decode()
            names = {name for name in self.values if f"cannot carry {name}:" in said}
            assert names, said
            refused |= names
            for name in names:
                del self.values[name]
            self.write_file()
        raise AssertionError("what is left is refused, too")


def batches(seed, line_breaks, count=3, size=700):
    """Random values by name."""
    chance = random.Random(seed)
    for _ in range(count):
        yield {f"V_{n}": random_value(chance, line_breaks) for n in range(size)}


def with_environment(program, folder):
    """Runs a program that hands its environment to `env -0`, and returns that."""
    environment = child_environment(folder / "home", HOME="/H")
    environment |= {"XDG_DATA_HOME": str(folder / "home"), "XDG_CONFIG_HOME": str(folder / "home")}
    done = subprocess.run(program, cwd=folder, env=environment, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    pairs = (pair.split(b"=", 1) for pair in done.stdout.split(b"\0") if b"=" in pair)
    return {name.decode(): value.decode() for name, value in pairs}


def by_node(script, folder, *flags):
    """Runs a line of JavaScript that prints JSON."""
    environment = child_environment(folder / "home", HOME="/H", NODE_PATH=MODULES or "")
    done = subprocess.run(
        [NODE, *flags, "-e", script], cwd=folder, env=environment, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def bash(folder):
    return with_environment(["bash", "-c", "set -a; . ./.env; exec env -0"], folder)


def dash(folder):
    return with_environment(["dash", "-c", "set -a; . ./.env; exec env -0"], folder)


def python_dotenv(folder):
    return dotenv.dotenv_values(folder / ".env")


def npm_dotenv(folder):
    script = "console.log(JSON.stringify(require('dotenv').parse(require('fs').readFileSync('.env'))))"
    return by_node(script, folder)


def node(folder):
    return by_node("console.log(JSON.stringify(process.env))", folder, "--env-file=.env")


def direnv(folder):
    (folder / ".envrc").write_text("dotenv_if_exists .env\n")
    with_environment([DIRENV, "allow", "."], folder)
    return with_environment([DIRENV, "exec", ".", "env", "-0"], folder)


READERS = [
    pytest.param(bash, id="bash"),
    pytest.param(dash, id="dash", marks=pytest.mark.skipif(not DASH, reason="dash is missing")),
    pytest.param(python_dotenv, id="python-dotenv"),
    pytest.param(
        npm_dotenv, id="npm-dotenv", marks=pytest.mark.skipif(not (NODE and MODULES), reason="npm")
    ),
    pytest.param(node, id="node", marks=pytest.mark.skipif(not NODE, reason="node is missing")),
    pytest.param(
        direnv, id="direnv", marks=pytest.mark.skipif(not DIRENV, reason="direnv is missing")
    ),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Dotenv files with what they must say."""
    projects = []
    for number, values in enumerate(batches(20261127, line_breaks=True)):
        project = Project(tmp_path_factory.mktemp(f"dotenv-{number}"), values, ["dotenv:.env"])
        refused, _ = project.sync()
        projects.append((project, refused))
    return projects


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_of_dotenv_files_reads_what_was_meant(written, reader):
    compared = 0
    for project, _ in written:
        read = reader(project.folder)
        for name, value in project.values.items():
            assert read.get(name) == value, (name, value)
            compared += 1
    assert compared > 1000, "most values can be carried"


def test_only_what_some_reader_changes_is_refused(written):
    for project, refused in written:
        text = (project.folder / ".env").read_text()
        names = [line.split("=")[0] for line in text.split("\n")[:-1]]
        assert sorted(names) == sorted(project.values)
        assert not refused & set(names)
        mode = (project.folder / ".env").stat().st_mode & 0o777
        assert mode == 0o600
    chance = random.Random(20261127)
    everything = [random_value(chance, True) for _ in range(3 * 700)]
    for value in everything:
        harmless = not any(sign in value for sign in ["'", "\\", "${", "\n", "\r", "\0"])
        if harmless:
            assert any(value in project.values.values() for project, _ in written), value


def test_a_value_is_in_its_file_alone(written):
    project, _ = written[0]
    values = [value for value in project.values.values() if len(value) >= 12][:200]
    streams = b""
    for arguments in [
        ["env", "sync", "-vv"],
        ["env", "check", "--output", "json"],
        ["env", "list", "--target", "dotenv:.env"],
        ["plan", "-vv"],
        ["status"],
        ["apply", "--allow-odd-value"],
    ]:
        done = project.run(*arguments)
        assert done.returncode in (0, 2), done.stderr
        streams += done.stdout + done.stderr
    files = [path for path in project.folder.rglob("*") if path.is_file() and path.name != ".env"]
    texts = [streams, *(path.read_bytes() for path in files)]
    for value in values:
        plain = value.encode()
        forms = [plain, base64.b64encode(plain).rstrip(b"="), urllib.parse.quote(value, safe="").encode()]
        for text in texts:
            assert not any(form in text for form in forms), value


@pytest.mark.parametrize("shell", ["bash", "dash", "zsh", "fish"])
def test_a_shell_takes_over_what_it_is_told(tmp_path, shell):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is missing")
    for number, values in enumerate(batches(7, line_breaks=True)):
        project = Project(tmp_path / str(number), values, ["shell"])
        project.write_file()
        family = ["--shell", "fish"] if shell == "fish" else []
        told = project.run("env", "sync", "--target", "shell", "--allow-odd-value", *family)
        assert told.returncode == 0, told.stderr
        (project.folder / "lines").write_bytes(told.stdout)
        script = {
            "fish": "source lines; exec env -0",
            "zsh": 'eval "$(cat lines)"; exec env -0',
        }.get(shell, 'eval "$(cat lines)"; exec env -0')
        read = with_environment([shell, "-c", script], project.folder)
        wrong = {n: (v, read.get(n)) for n, v in values.items() if read.get(n) != v}
        assert not wrong


def test_a_value_is_piped_in_as_other_tools_take_it(tmp_path):
    project = Project(tmp_path / "p", {}, [])
    secret = tmp_path / "key.txt"
    for content, expected in [
        (b"hcaik_key\n", "hcaik_key"),
        (b"hcaik_key\r\n", "hcaik_key"),
        (b"hcaik_key", "hcaik_key"),
        (b"two words\n", "two words"),
    ]:
        secret.write_bytes(content)
        with secret.open("rb") as source:
            done = subprocess.run(
                [binary(), "env", "set", "HONEYCOMB_API_KEY", "--target", "dotenv:.env"],
                stdin=source,
                cwd=project.folder,
                env=child_environment(project.folder / "home"),
                capture_output=True,
                timeout=60,
            )
        assert done.returncode == 0, done.stderr
        assert dotenv.dotenv_values(project.folder / ".env") == {"HONEYCOMB_API_KEY": expected}
        assert b"hcaik_key" not in done.stdout + done.stderr


def test_writers_at_the_same_time_lose_nothing(tmp_path):
    project = Project(tmp_path / "p", {f"NAME_{n}": f"value {n}" for n in range(24)}, ["dotenv:.env"])
    project.write_file()
    environment = child_environment(project.folder / "home")
    environment |= {f"SOURCE_{name}": value for name, value in project.values.items()}
    running = [
        subprocess.Popen(
            [binary(), "env", "sync", name],
            cwd=project.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for name in project.values
    ]
    for process in running:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    assert dotenv.dotenv_values(project.folder / ".env") == project.values
    _, again = project.sync()
    assert again["unchanged"] == len(project.values), "what each of them wrote is remembered"


def test_a_killed_writer_leaves_a_whole_file_and_no_copy(tmp_path):
    chance = random.Random(9)
    values = {f"NAME_{n}": f"value {n}" for n in range(200)}
    project = Project(tmp_path / "p", values, ["dotenv:.env"])
    project.write_file()
    environment = child_environment(project.folder / "home")
    environment |= {f"SOURCE_{name}": value for name, value in values.items()}
    interrupted = 0
    for _ in range(12):
        (project.folder / ".env").unlink(missing_ok=True)
        process = subprocess.Popen(
            [binary(), "env", "sync"],
            cwd=project.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(timeout=chance.uniform(0.05, 0.6))
        except subprocess.TimeoutExpired:
            interrupted += 1
            process.kill()
            process.wait()
        held = dotenv.dotenv_values(project.folder / ".env") if (project.folder / ".env").exists() else {}
        assert held.items() <= values.items()
    assert interrupted, "nothing was interrupted"
    _, result = project.sync()
    assert result["failed"] == 0
    assert dotenv.dotenv_values(project.folder / ".env") == values
    assert [path.name for path in project.folder.glob(".env*")] == [".env"]


def test_fifty_variables_go_to_four_places_in_one_pass(tmp_path):
    chance = random.Random(50)
    values = {f"NAME_{n}": "".join(chance.choices(LETTERS, k=40)) for n in range(50)}
    targets = ["dotenv:a/.env", "dotenv:b/.env", "dotenv:c/.env", "direnv"]
    project = Project(tmp_path / "p", values, targets)
    for folder in "abc":
        (project.folder / folder).mkdir()
    refused, result = project.sync()
    assert not refused
    assert (result["done"], result["failed"]) == (200, 0)
    for path in ["a/.env", "b/.env", "c/.env", ".env"]:
        assert dotenv.dotenv_values(project.folder / path) == values
    _, again = project.sync()
    assert (again["done"], again["unchanged"]) == (0, 200)
    # One place fails: the others are written all the same.
    (project.folder / "b" / ".env").unlink()
    (project.folder / "b" / ".env").mkdir()
    project.values |= {"NAME_0": "another"}
    done = project.run("env", "sync", "--output", "json")
    assert done.returncode == 5, done.stderr
    result = json.loads(done.stdout)
    assert (result["done"], result["unchanged"], result["failed"]) == (3, 147, 50)
    assert Path(project.folder / "a/.env").read_text().count("NAME_0=another") == 1
