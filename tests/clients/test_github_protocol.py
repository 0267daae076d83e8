"""Everything that a command writes for GitHub's runner, read by an independent reader."""

import base64
import json
import re
import subprocess
import urllib.parse
from pathlib import Path

import pytest
import runner_protocol as runner
from support import binary, child_environment, run

FILES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY"]
NAMES = {"changed", "added", "adopted", "updated", "removed", "exit"}
EXPRESSION = 'service("::add-mask::x") OR service("##[error]100%25,a:b")'
FILE = f"""[project]
name = "cruddur"
[xray.groups.Cruddur]
filter_expression = '{EXPRESSION}'
[xray.sampling_rules.Cruddur]
priority = 100
fixed_rate = 0.1
reservoir_size = 1
[logs.groups."/cruddur/api"]
retention = "7d"
metric_filters.errors.pattern = '"::error::" "##[group]x"'
"""
SECRET = "t0p/Secret+Value%41=x-9"


class Step:
    """One step of a job: fresh files, both streams in the order in which they were written."""

    def __init__(self, folder, *arguments, cwd=None, **variables):
        self.folder = Path(folder)
        files = {name: self.folder / name for name in FILES}
        for file in files.values():
            file.write_bytes(b"")
        given = {
            "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": self.folder / "work",
            **files, **variables,
        }
        given = {name: value for name, value in given.items() if value is not None}
        environment = child_environment(self.folder, **given)
        done = subprocess.run(
            [binary(), *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=60, cwd=cwd or self.folder / "work", env=environment, check=False,
        )
        self.code = done.returncode
        self.raw = done.stdout.decode()
        self.log = runner.read_log(self.raw)
        self.outputs = runner.read_outputs(files["GITHUB_OUTPUT"].read_text())
        self.environment = files["GITHUB_ENV"].read_text()
        self.summary = runner.read_summary(files["GITHUB_STEP_SUMMARY"].read_bytes())
        assert "panicked" not in self.raw


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "work"
    (folder / ".git").mkdir(parents=True)
    (folder / "cruddur-obs.toml").write_text(FILE)
    return tmp_path


def edit(work, before, after):
    file = work / "work" / "cruddur-obs.toml"
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def line_of(work, text):
    lines = (work / "work" / "cruddur-obs.toml").read_text().splitlines()
    return next(str(number) for number, line in enumerate(lines, 1) if text in line)


# The reader itself, by the cases that runners are known for


def test_reader_takes_what_comes_first():
    text = "a=b<<c\n\nd<<E=\nf\nE=\ng=\n"
    assert runner.read_pairs(text) == [("a", "b<<c"), ("d", "f"), ("g", "")]
    assert runner.read_pairs("a<<E\nE\n") == [("a", "")]
    assert runner.read_pairs("a<<E\n\nx\r\nE\n") == [("a", "\nx\r")]
    for bad in ["a<<E\nx\n", "a<<E\nx", "no sign\n", "<<E\nx\nE\n", "a<<\nx\n"]:
        with pytest.raises(runner.Malformed):
            runner.read_pairs(bad)
    assert runner.read_environment("NODE_OPTIONS=x\nA=b\n") == ({"A": "b"}, ["NODE_OPTIONS"])


def test_reader_unescapes_in_the_runners_order():
    log = runner.read_log("  ::error file=a%2Cb%3A,line=3,title=x::100%25%0A%250A\n")
    (command,) = log.commands
    assert command.properties == {"file": "a,b:", "line": "3", "title": "x"}
    assert command.data == "100%\n%0A"


def test_reader_hides_what_it_was_told_before_and_each_line_of_it():
    log = runner.read_log("one\n::add-mask::one%0Atwo lines\nx one y\ntwo lines\n", echo=True)
    assert log.shown == ["one", "::add-mask::***", "x *** y", "***", ""]


def test_reader_stops_where_it_is_told_and_forgets_summaries_that_are_too_long():
    log = runner.read_log("::stop-commands::tok\n::error::x\n##[group]y\n::tok::\n::notice::z\n")
    assert log.shown == ["::error::x", "##[group]y", ""] and log.commands[0].data == "z"
    with pytest.raises(runner.Malformed):
        runner.read_log("::stop-commands::tok\n")
    assert runner.read_summary(b"x" * 1024 * 1024) is not None
    assert runner.read_summary(b"x" * (1024 * 1024 + 1)) is None


# Outputs, groups and summaries


def test_a_set_up_is_told_step_by_step(work):
    plan = Step(work, "plan", "--out", "cruddur.plan")
    assert plan.code == 0
    expected = {
        "changed": "true", "added": "4", "adopted": "0", "updated": "0", "removed": "0", "exit": "0",
    }
    kept = work / "work" / "cruddur.plan"
    assert plan.outputs == {**expected, "findings": "0", "plan_file": str(kept)}
    assert set(expected) == NAMES and json.loads(kept.read_text())["summary"]["create"] == 4
    assert plan.log.groups == ["X-Ray: 2 to create", "CloudWatch Logs: 2 to create", "cost"]
    assert len(plan.log.named("endgroup")) == 3
    assert plan.summary.startswith("### cruddur-obs plan: 4 to create\n")
    assert plan.log.annotations() == []
    # Commands in what is declared stay data.
    assert {command.name for command in plan.log.commands} == {"group", "endgroup"}
    assert EXPRESSION in plan.log.text()

    apply = Step(work, "apply", "cruddur.plan")
    assert (apply.code, apply.outputs) == (0, expected)
    assert apply.summary.startswith("### cruddur-obs apply: 4 created\n")
    assert "| created | log group /cruddur/api |" in apply.summary

    again = Step(work, "apply")
    nothing = {**expected, "changed": "false", "added": "0"}
    assert (again.code, again.outputs) == (0, nothing)
    assert again.summary.startswith("### cruddur-obs apply: nothing to do\n")

    edit(work, '"7d"', '"14d"')
    status = Step(work, "status", "--detailed-exitcode")
    differs = {**nothing, "changed": "true", "updated": "1", "exit": "10"}
    assert (status.code, status.outputs) == (10, differs)
    (drift,) = status.log.annotations()
    assert (drift.name, drift.properties["file"]) == ("warning", "cruddur-obs.toml")
    assert drift.properties["line"] == line_of(work, '[logs.groups."/cruddur/api"]')
    assert drift.data == "log group /cruddur/api: retention: 7 days, declared 14 days"
    assert status.summary.startswith("### cruddur-obs status: 1 of 4 not as declared\n")
    edit(work, '"14d"', '"7d"')

    destroy = Step(work, "destroy", "--yes")
    assert (destroy.code, destroy.outputs) == (0, {**nothing, "changed": "true", "removed": "4"})
    assert destroy.summary.startswith("### cruddur-obs destroy: 4 deleted\n")


def test_each_stream_can_be_read_by_itself(work):
    environment = child_environment(work, GITHUB_ACTIONS="true", CI="true")
    table, plain = ["plan", "-o", "table"], ["status", "-o", "plain"]
    for arguments in [["plan"], ["apply"], ["status"], table, plain]:
        done = run([binary(), *arguments], work / "work", environment)
        assert done.code == 0
        data, said = runner.read_log(done.out), runner.read_log(done.err)
        assert {command.name for command in data.commands} <= {"group", "endgroup"}
        assert said.commands == [] and said.fences == 0
        assert data.fences > 0 or "::" not in done.out


def test_data_in_a_file_is_data_alone(work):
    run([binary(), "xray", "create-group", "Cruddur", "--filter-expression", "fault"],
        work / "work", child_environment(work))
    kept = work / "plan.txt"
    environment = child_environment(work, CI="true")
    for mode in ["GITHUB_ACTIONS", "GITLAB_CI"]:
        with kept.open("wb") as file:
            done = subprocess.run(
                [binary(), "plan"], cwd=work / "work", env={**environment, mode: "true"},
                stdout=file, stderr=subprocess.PIPE, check=False,
            )
        assert done.returncode == 1
        data = kept.read_text()
        assert data.startswith("! conflict X-Ray group Cruddur"), data
        assert "stop-commands" not in data and "section_" not in data and "::group::" not in data
        # What is for the runner still gets there.
        said = runner.read_log(done.stderr.decode())
        assert bool(said.named("error")) == (mode == "GITHUB_ACTIONS")


def test_the_code_is_an_output_even_if_nothing_else_is(work):
    edit(work, '"7d"', '"8d"')
    plan = Step(work, "plan")
    assert (plan.code, plan.outputs) == (2, {"exit": "2"})
    (error,) = plan.log.annotations()
    assert error.properties["file"] == "cruddur-obs.toml"
    assert error.properties["line"] == line_of(work, '"8d"')


def test_a_rehearsal_is_a_plan(work):
    plan = Step(work, "plan", "--against", "local")
    assert plan.code == 0
    found = [plan.outputs[name] for name in ["changed", "added", "findings"]]
    assert found == ["true", "4", "0"]
    assert "4 to create" in plan.summary


def test_markdown_into_the_summary_is_there_once(work):
    summary = work / "GITHUB_STEP_SUMMARY"
    assert Step(work, "plan", "--markdown", summary).summary.count("### cruddur-obs plan") == 1
    link = work / "link"
    link.symlink_to(summary)
    assert Step(work, "plan", "--markdown", link).summary.count("### cruddur-obs plan") == 1


def test_conflicts_are_marked_where_they_are_declared(work):
    made = run(
        [binary(), "xray", "create-group", "Cruddur", "--filter-expression", "fault"],
        work / "work", child_environment(work),
    )
    assert made.code == 0, made
    for verb in ["plan", "apply"]:
        step = Step(work, verb)
        assert (step.code, step.outputs["exit"]) == (1, "1")
        assert step.outputs["changed"] == {"plan": "true", "apply": "false"}[verb]
        conflict, final = step.log.named("error")
        assert conflict.properties["title"] == "conflict"
        assert conflict.properties["line"] == line_of(work, "[xray.groups.Cruddur]")
        assert final.data.startswith("1 conflict: X-Ray group Cruddur")
        assert "1 conflict" in step.summary


def test_a_failed_change_is_marked_where_it_is_declared(work):
    assert Step(work, "plan", "--out", "cruddur.plan").code == 0
    made = run(
        [binary(), "xray", "create-group", "Cruddur", "--filter-expression", "fault"],
        work / "work", child_environment(work),
    )
    assert made.code == 0, made
    step = Step(work, "apply", "cruddur.plan")
    assert (step.code, step.outputs["exit"], step.outputs["added"]) == (5, "5", "3")
    failed, final = step.log.named("error")
    assert failed.properties["title"] == "failed to create"
    assert failed.properties["line"] == line_of(work, "[xray.groups.Cruddur]")
    assert "1 of 4 changes could not be applied" in final.data
    assert "1 of 4 changes are not done" in step.summary


def test_files_are_looked_for_from_the_workspace_on(work):
    inner = work / "work" / "infra"
    inner.mkdir()
    (work / "work" / "cruddur-obs.toml").rename(inner / "cruddur-obs.toml")
    text = (inner / "cruddur-obs.toml").read_text()
    (inner / "cruddur-obs.toml").write_text(text.replace('"7d"', '"8d"'))
    (error,) = Step(work, "plan", cwd=inner).log.annotations()
    assert error.properties["file"] == "infra/cruddur-obs.toml"


def test_the_demo_sets_no_outputs_of_its_steps(work):
    demo = Step(work, "demo")
    assert demo.code == 0, demo.raw
    assert (demo.outputs, demo.summary, demo.log.commands) == ({}, "", [])


# Limits


def test_many_problems_are_no_more_annotations_than_are_shown(work):
    groups = "".join(f'[logs.groups.g{number}]\nretention = "8d"\n' for number in range(40))
    (work / "work" / "cruddur-obs.toml").write_text('[project]\nname = "x"\n' + groups)
    step = Step(work, "plan")
    errors = step.log.named("error")
    assert step.code == 2 and len(errors) == runner.SHOWN
    # Equal ones are one, which says where the others are.
    merged = [error for error in errors if "also at" in error.data]
    assert merged or errors[-1].properties["title"].endswith("more")


def test_a_long_summary_is_cut_and_not_lost(work):
    groups = "".join(
        f'[logs.groups."/{"long" * 123}/{number:05}"]\nretention = "7d"\n' for number in range(1900)
    )
    (work / "work" / "cruddur-obs.toml").write_text('[project]\nname = "x"\n' + groups)
    step = Step(work, "plan", "--out", "big.plan")
    assert step.code == 0, step.raw[-2000:]
    assert step.summary is not None, "the runner has dropped it"
    assert len(step.summary.encode()) > 1_000_000
    assert step.summary.endswith("*This is not all: the whole plan is in big.plan.*\n")
    assert step.summary.count("<details>") == step.summary.count("</details>")


@pytest.mark.parametrize("name", ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"])
@pytest.mark.parametrize("place", ["missing", "folder", "unset"])
def test_a_file_that_cannot_be_written_is_a_warning(work, name, place):
    (work / "folder").mkdir()
    value = {"missing": work / "missing", "folder": work / "folder", "unset": None}[place]
    step = Step(work, "plan", **{name: value})
    assert step.code == 0
    is_told = f"warning: cannot write the file that {name} names" in step.raw
    assert is_told == (place != "unset"), step.raw
    assert not (work / "missing").exists()


def test_what_was_there_is_kept(work):
    (work / "other").write_text("mine=1")
    step = Step(work, "plan", GITHUB_OUTPUT=work / "other")
    assert step.outputs == {}
    found = runner.read_outputs((work / "other").read_text())
    assert (found["mine"], found["exit"]) == ("1", "0")


# Secrets


def forms(secret):
    return [
        secret,
        base64.b64encode(secret.encode()).decode(),
        urllib.parse.quote(secret, safe=""),
    ]


@pytest.mark.parametrize("echo", [False, True])
def test_a_token_is_hidden_before_anything_else_is_said(work, echo):
    step = Step(work, "plan", CRUDDUR_OBS_BACKEND_TOKEN=SECRET)
    log = runner.read_log(step.raw, echo)
    assert step.code == 0
    for form in forms(SECRET):
        assert form in log.masks
        assert form not in log.text()
    first = min(step.raw.find(form) for form in ["t0p/Secret", forms(SECRET)[1]])
    assert step.raw[:first].endswith("::add-mask::"), "nothing is said of it before"


def test_no_secret_is_written_into_a_file_of_messages(work):
    environment = child_environment(
        work, CI="true", GITHUB_ACTIONS="true", CRUDDUR_OBS_BACKEND_TOKEN=SECRET
    )
    kept = work / "messages"
    for verb in ["plan", "status"]:
        with kept.open("wb") as messages:
            done = subprocess.run(
                [binary(), verb], cwd=work / "work", env=environment, stdout=subprocess.PIPE,
                stderr=messages, check=True,
            )
        for form in forms(SECRET):
            assert form not in kept.read_text() + done.stdout.decode()
    assert kept.read_text() != ""


def test_variables_for_later_steps_are_read_back(work):
    token = "first line-1\nsecond=line-2\nHOME<<x\n"
    for value in [SECRET, token]:
        step = Step(work, "backend", "env", "--format", "github", CRUDDUR_OBS_BACKEND_TOKEN=value)
        # What a step appends to GITHUB_ENV is stdout alone.
        said = re.compile("::add-mask::|warning:|hint:")
        lines = "".join(line for line in step.raw.splitlines(keepends=True) if not said.match(line))
        variables, refused = runner.read_environment(lines)
        assert variables["HONEYCOMB_API_KEY"] == value
        assert variables["CRUDDUR_OBS_PROFILE"] == "local" and refused == []
        assert "HOME" not in variables
        headers = "x-honeycomb-team=" + urllib.parse.quote(value, safe="")
        assert variables["OTEL_EXPORTER_OTLP_HEADERS"] == headers


def test_a_key_of_an_account_is_hidden_before_it_is_used(work):
    with (work / "work" / "cruddur-obs.toml").open("a") as file:
        file.write('[profiles.acct]\nregion = "eu-west-3"\n')
    key = "0a1b2c3d4e5f6a7b8c9d0e"
    step = Step(
        work, "honeycomb", "datasets", "--profile", "acct", "--endpoint-url", "http://127.0.0.1:9",
        HONEYCOMB_API_KEY=key,
    )
    assert step.code == 1, step.raw
    assert {command.data for command in step.log.named("add-mask")} >= set(forms(key))
    assert key not in step.log.text()


@pytest.mark.parametrize(("begin", "lasts"), [("AKIA", True), ("ASIA", False)])
def test_keys_that_last_are_told_of(work, begin, lasts):
    with (work / "work" / "cruddur-obs.toml").open("a") as file:
        file.write('[profiles.acct]\nregion = "eu-west-3"\n')
    arguments = ["plan", "--profile", "acct", "--endpoint-url", "http://127.0.0.1:9"]
    keys = {"AWS_ACCESS_KEY_ID": begin + "Q2R3S4T5" * 2, "AWS_SECRET_ACCESS_KEY": "x" * 40}
    gitlab = {"GITHUB_ACTIONS": None, "GITLAB_CI": "true"}
    for variables in [{}, {"GITHUB_ACTIONS": "false"}, gitlab]:
        step = Step(work, *arguments, **{**keys, **variables})
        assert ("AWS keys that last" in step.raw) == lasts, step.raw
        assert step.code == 1
    step = Step(work, *arguments, **keys, CI=None, GITHUB_ACTIONS=None)
    assert "AWS keys that last" not in step.raw and step.code == 1


def test_nothing_is_hidden_that_logs_are_full_of(work):
    step = Step(work, "plan", CRUDDUR_OBS_BACKEND_TOKEN="eu-west-3")
    assert step.log.masks == []


def test_a_person_who_asks_for_the_form_is_shown_no_secret(work):
    variables = {"GITHUB_ACTIONS": "false", "CRUDDUR_OBS_BACKEND_TOKEN": SECRET}
    step = Step(work, "plan", "--ci", "github", **variables)
    assert step.code == 0 and step.log.groups
    for form in forms(SECRET):
        assert form not in step.raw


# Looks change, codes and data do not

MODES = {
    "nobody": ([], {}),
    "github": ([], {"GITHUB_ACTIONS": "true", "CI": "true"}),
    "github by flag": (["--ci", "github"], {}),
    "gitlab": ([], {"GITLAB_CI": "true", "CI": "true"}),
    "gitlab by flag": (["--ci", "gitlab"], {}),
    "some other": ([], {"CI": "true"}),
    "none on github": (["--ci", "none"], {"GITHUB_ACTIONS": "true", "CI": "true"}),
    "none by variable": ([], {"GITHUB_ACTIONS": "true", "CI": "true", "CRUDDUR_OBS_CI": "none"}),
}
COMMANDS = [
    ["plan", "--detailed-exitcode"], ["plan", "--against", "local"], ["status"],
    ["status", "--detailed-exitcode"], ["apply", "missing.plan"], ["apply"],
    ["plan", "--detailed-exitcode"], ["destroy"],
]


def test_codes_and_data_are_the_same_in_every_mode(tmp_path):
    found = {}
    for mode, (flags, variables) in MODES.items():
        place = tmp_path / mode.replace(" ", "-")
        (place / ".git").mkdir(parents=True)
        (place / "cruddur-obs.toml").write_text(FILE)
        files = {name: place / name for name in FILES}
        for file in files.values():
            file.write_bytes(b"")
        environment = child_environment(place, **variables, **files)
        results = []
        for command in COMMANDS:
            done = run([binary(), *command, *flags, "-o", "json"], place, environment)
            data = json.loads(done.out) if done.out else None
            if data and "target" in data:
                data["target"]["endpoint"] = None
            results.append((command, done.code, data))
            assert "\x1b" not in done.out + done.err, f"{mode}: colour in a pipe"
        found[mode] = results
        is_github = "github" in mode and not mode.startswith("none")
        assert bool((place / "GITHUB_OUTPUT").read_text()) == is_github, mode
    codes = [code for _, code, _ in found["nobody"]]
    assert codes == [10, 0, 0, 10, 3, 0, 0, 2]
    for mode, results in found.items():
        assert results == found["nobody"], mode


def test_gitlab_folds_sections_and_nothing_else(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "cruddur-obs.toml").write_text(FILE)
    environment = child_environment(tmp_path, CI="true", GITLAB_CI="true")
    # Universal newlines would hide what the marks are made of.
    options = {"cwd": tmp_path, "env": environment, "capture_output": True, "check": True}
    folded, plain = (
        subprocess.run([binary(), "plan", *flags], **options).stdout.decode()
        for flags in [[], ["--ci", "none"]]
    )
    opened, rest, names = [], [], []
    shape = re.compile(
        r"\x1b\[0Ksection_(start|end):(\d+):([\w.-]+)(\[collapsed=true\])?\r\x1b\[0K(.*)"
    )
    for line in folded.split("\n"):
        mark = shape.fullmatch(line)
        if not mark:
            assert "section_" not in line and "\x1b" not in line
            rest.append(line)
        elif mark[1] == "start":
            opened.append(mark[3])
            names.append(mark[3])
        else:
            assert opened.pop() == mark[3]
    assert opened == [] and len(set(names)) == 3
    assert "\n".join(rest) == plain


def test_colour_is_there_for_those_who_ask(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "cruddur-obs.toml").write_text(FILE)
    environment = child_environment(tmp_path, CI="true", GITLAB_CI="true", CLICOLOR_FORCE="1")
    assert "\x1b[3" in run([binary(), "plan"], tmp_path, environment).out
    assert "\x1b[3" not in run([binary(), "plan", "--color", "never"], tmp_path, environment).out


# Findings of the checks


def test_findings_are_annotations_outputs_and_rows(work):
    digits = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
    app = work / "work" / "app.py"
    app.write_text(f"import rollbar\nrollbar.init('{digits}', 'production')\n")
    for arguments in [["plan"], ["plan", "--against", "local"]]:
        step = Step(work, *arguments)
        assert (step.code, step.outputs["findings"], step.outputs["exit"]) == (1, "1", "1")
        finding, final = step.log.named("error")
        place = {key: finding.properties[key] for key in ["file", "line", "col", "title"]}
        assert place == {"file": "app.py", "line": "2", "col": "15", "title": "token-in-source"}
        assert final.data.startswith("the checks found 1 error in the project")
        assert "`app.py:2:15`" in step.summary and "findings: 1" in step.summary
        assert digits not in step.raw + step.summary and digits[:-4] not in step.raw
    assert Step(work, "plan", "--only", "xray,logs").code == 0
    app.write_text(f"import rollbar\nrollbar.init('{digits}')  # cruddur-obs: allow made up\n")
    assert Step(work, "plan").code == 0
