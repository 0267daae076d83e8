"""The composite action: its steps are run as a runner runs them, with releases of the tests."""

import hashlib
import os
import platform
import re
import shutil
import tarfile
from pathlib import Path

import pytest
import runner_protocol as runner
import yaml
from support import binary, child_environment, run

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "templates" / "action"
VERSION = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]
SECRET = "a-secret-of-the-job-1"


class Job:
    """Runs the steps of the action with inputs."""

    def __init__(self, folder, **variables):
        self.folder = folder
        self.action = yaml.safe_load((FOLDER / "action.yml").read_text())
        self.variables = variables
        self.log = ""
        self.paths = []
        self.tools = folder / "tools"
        self.tools.mkdir(exist_ok=True)
        (folder / "temp").mkdir(exist_ok=True)
        (folder / "work").mkdir(exist_ok=True)

    def tool(self, name, script):
        file = self.tools / name
        file.write_text(f"#!/bin/bash\n{script}\n")
        file.chmod(0o755)

    def value(self, text):
        """Puts in the expressions of a text."""
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: self.evaluate(match[1]), str(text))

    def evaluate(self, expression):
        for part in expression.split(" || "):
            found = self.look(part)
            if found:
                return found
        return ""

    def look(self, name):
        kind, _, rest = name.partition(".")
        if kind == "inputs":
            return self.inputs[rest]
        if kind == "steps":
            step, output = re.fullmatch(r"(\w+)\.outputs\.(\w+)", rest).groups()
            return self.outputs.get(step, {}).get(output, "")
        return {
            "github.server_url": "file://" + str(self.folder / "server"),
            "github.action_repository": "cruddur/cruddur-obs",
            "github.action_path": str(FOLDER),
        }[name]

    def holds(self, condition):
        name, sign, value = re.fullmatch(r"(inputs\.[\w-]+) (==|!=) ''", condition).groups() + ("",)
        return (self.look(name) == value) == (sign == "==")

    def go(self, **inputs):
        """Returns the exit code of the first step that fails, or 0."""
        inputs = {name.replace("_", "-"): str(value) for name, value in inputs.items()}
        declared = self.action["inputs"]
        assert set(inputs) <= set(declared), inputs
        self.inputs = {name: inputs.get(name, spec["default"]) for name, spec in declared.items()}
        self.outputs = {}
        self.ran = []
        for step in self.action["runs"]["steps"]:
            if not self.holds(step["if"]):
                continue
            self.ran.append(step["id"])
            code = self.step(step)
            if code:
                return code
        return 0

    def step(self, step):
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an input could be run as words of the script"
        names = ["GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"]
        files = {name: self.folder / name for name in names}
        for file in files.values():
            file.write_text("")
        environment = child_environment(
            self.folder, CI="true", GITHUB_ACTIONS="true", RUNNER_TEMP=self.folder / "temp",
            PATH=":".join([str(self.tools), *self.paths, os.environ["PATH"]]), **files,
            **{name: self.value(text) for name, text in step["env"].items()}, **self.variables,
        )
        script = self.folder / "step.sh"
        script.write_text(step["run"])
        place = self.folder / "work" / self.value(step.get("working-directory", "."))
        done = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", script], place, environment)
        self.log += done.out + done.err
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text()
        self.outputs[step["id"]] = runner.read_outputs(files["GITHUB_OUTPUT"].read_text())
        self.paths = files["GITHUB_PATH"].read_text().split() + self.paths
        print(step["name"], done)
        return done.code

    def result(self):
        return {name: self.value(spec["value"]) for name, spec in self.action["outputs"].items()}


@pytest.fixture
def job(tmp_path):
    return Job(tmp_path)


def target():
    system = {"Linux": "unknown-linux-gnu", "Darwin": "apple-darwin"}[platform.system()]
    machine = platform.machine().replace("arm64", "aarch64")
    return f"{machine}-{system}"


def release(folder, program=None, version=VERSION):
    """Packs a release, where the action looks for one unless it is told; returns its SHA-256."""
    name = f"cruddur-obs-{version}-{target()}"
    place = folder / "server" / "cruddur" / "cruddur-obs" / "releases" / "download" / f"v{version}"
    place.mkdir(parents=True)
    archive = place / f"{name}.tar.gz"
    with tarfile.open(archive, "w:gz", compresslevel=1) as file:
        file.add(program or binary(), f"{name}/cruddur-obs")
        file.add(ROOT / "LICENSE", f"{name}/LICENSE")
    return archive, hashlib.sha256(archive.read_bytes()).hexdigest()


def test_a_release_is_verified_and_run(job):
    _, sha256 = release(job.folder)
    shutil.copy(ROOT / "templates" / "cruddur" / "cruddur-obs.toml", job.folder / "work")
    shutil.copytree(ROOT / "templates" / "cruddur" / "aws", job.folder / "work" / "aws")
    code = job.go(version=VERSION, sha256=sha256.upper(), command="plan --against local\n")
    assert code == 0 and job.ran == ["release", "run"]
    result = job.result()
    assert (result["changed"], result["exit"], result["findings"]) == ("true", "0", "0")
    assert result["program"].startswith(str(job.folder / "temp"))
    assert "### cruddur-obs plan" in job.summary
    # Later steps find it, too.
    assert Path(job.paths[0], "cruddur-obs") == Path(result["program"])


def test_another_archive_is_never_unpacked_or_run(job):
    ran = job.folder / "ran"
    program = job.folder / "evil"
    program.write_text(f"#!/bin/sh\ntouch {ran}\necho cruddur-obs {VERSION}\n")
    program.chmod(0o755)
    _, sha256 = release(job.folder, program)
    wrong = ("0" if sha256[0] != "0" else "1") + sha256[1:]
    assert job.go(version=VERSION, sha256=wrong, command="plan") == 1
    assert "::error title=cruddur-obs::the archive has another SHA-256" in job.log
    assert not ran.exists() and job.ran == ["release"] and job.paths == []
    assert list((job.folder / "temp").iterdir()) == [], "nothing of it is left"
    # With its own sum it is what it says, and is run.
    assert job.go(version=VERSION, sha256=sha256) == 0
    assert ran.exists()


def test_a_release_without_a_sum_or_of_another_version_is_refused(job):
    archive, sha256 = release(job.folder)
    for bad in ["", "abc", sha256[:-1], sha256 + "0", "$(touch pwned)" + "0" * 50]:
        assert job.go(version=VERSION, sha256=bad) == 1
        assert "must be the 64 digits" in job.log
    where = f"file://{archive.parent}/cruddur-obs-{VERSION}-{{target}}.tar.gz"
    assert job.go(version="9.9.9", sha256=sha256, archive=where) == 1
    assert "another version" in job.log
    for bad in ["-x", "1.0;touch pwned", "$(touch pwned)", "../1"]:
        assert job.go(version=bad, sha256=sha256) == 1
    plain = "http://127.0.0.1:9/x.tar.gz"
    assert job.go(version=VERSION, sha256=sha256, archive=plain) != 0
    assert not (job.folder / "work" / "pwned").exists()


def test_a_missing_archive_fails(job):
    assert job.go(version=VERSION, sha256="0" * 64) != 0
    assert job.ran == ["release"]


CARGO = """
printf '%s\\n' "$@" > "$HOME/cargo-arguments"
for argument in "$@"; do case $argument in --root=*) root=${argument#--root=} ;; esac; done
mkdir -p "$root/bin" && cp "$TOOL" "$root/bin/cruddur-obs"
"""


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({}, [f"--path={FOLDER}/../.."]),
        ({"path": "/src/tool"}, ["--path=/src/tool"]),
        (
            {"git": "https://git.example.com/x.git", "rev": "a" * 40},
            ["--git=https://git.example.com/x.git", "--rev=" + "a" * 40, "cruddur-obs"],
        ),
    ],
)
def test_without_a_release_it_is_built_from_a_lock_file(tmp_path, inputs, expected):
    job = Job(tmp_path, TOOL=binary())
    job.tool("cargo", CARGO)
    assert job.go(command="--version", **inputs) == 0
    assert job.ran == ["build", "run"] and f"cruddur-obs {VERSION}\n" in job.log
    words = (tmp_path / "cargo-arguments").read_text().splitlines()
    assert words[:2] == ["install", "--locked"] and words[2].startswith("--root=")
    assert words[3:] == expected
    assert (FOLDER / ".." / ".." / "Cargo.lock").exists()


def test_a_build_needs_a_commit(job):
    job.tool("cargo", "exit 99")
    for inputs in [{"git": "https://x"}, {"git": "https://x", "rev": "main"}, {"rev": "a" * 40}]:
        assert job.go(**inputs) == 1, inputs


def test_words_of_a_command_are_never_read_by_a_shell(tmp_path):
    job = Job(tmp_path, TOOL=binary())
    shown = tmp_path / "shown"
    program = tmp_path / "show"
    program.write_text(f'#!/bin/bash\nprintf "%s\\n" "$#" "$@" > {shown}\n')
    program.chmod(0o755)
    job.variables["TOOL"] = str(program)
    job.tool("cargo", CARGO)
    for command, expected in [
        ("plan  --out  x.plan", ["plan", "--out", "x.plan"]),
        ("plan\n", ["plan"]),
        ("$(touch pwned) ; `touch pwned`", ["$(touch", "pwned)", ";", "`touch", "pwned`"]),
        ("logs\ntail\ntwo words\n*", ["logs", "tail", "two words", "*"]),
    ]:
        assert job.go(command=command) == 0
        assert shown.read_text().splitlines() == [str(len(expected)), *expected]
    assert not (tmp_path / "work" / "pwned").exists()


def test_the_code_of_the_command_is_that_of_the_step(job):
    _, sha256 = release(job.folder)
    assert job.go(version=VERSION, sha256=sha256, command="apply") == 2
    assert job.result()["exit"] == "2"
    inner = job.folder / "work" / "infra"
    inner.mkdir()
    (inner / "cruddur-obs.toml").write_text('[project]\nname = "x"\n[logs.groups.a]\n')
    command = "plan --detailed-exitcode"
    code = job.go(version=VERSION, sha256=sha256, command=command, working_directory="infra")
    assert (code, job.result()["exit"], job.result()["changed"]) == (10, "10", "true")


def test_secrets_come_from_the_environment_only(tmp_path):
    job = Job(tmp_path, CRUDDUR_OBS_BACKEND_TOKEN=SECRET)
    for name in job.action["inputs"]:
        assert not re.search("token|key|secret|password", name), name
    _, sha256 = release(tmp_path)
    assert job.go(version=VERSION, sha256=sha256, command="backend env --format github") == 0
    assert f"HONEYCOMB_API_KEY={SECRET}" in job.log, "the tool gets them"


def test_the_action_uses_no_other_action_and_is_documented():
    text = (FOLDER / "action.yml").read_text()
    action = yaml.safe_load(text)
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert "uses" not in step
        assert set(step) <= {"name", "id", "if", "shell", "env", "run", "working-directory"}
    page = (ROOT / "docs" / "ci.md").read_text()
    for name in [*action["inputs"], *action["outputs"]]:
        assert f"`{name}`" in page, f"docs/ci.md does not name {name}"


def test_the_shown_workflow_is_pinned_and_gets_a_token_for_its_role():
    page = (ROOT / "docs" / "ci.md").read_text()
    workflow = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read", "id-token": "write"}
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert len(used) == 3
    for action in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
    ours = job["steps"][-1]
    declared = yaml.safe_load((FOLDER / "action.yml").read_text())["inputs"]
    assert set(ours["with"]) <= set(declared)
    assert re.fullmatch("[0-9a-f]{64}", ours["with"]["sha256"])
