"""The jobs of docs/ci, run as their runners run them, against a backend."""

import os
import re
import shutil
from pathlib import Path

import pytest
import runner_protocol
import yaml
from support import binary, child_environment, run

ROOT = Path(__file__).resolve().parent.parent.parent
CI = ROOT / "docs" / "ci"
OK, FAILED, USAGE, CHANGES = 0, 1, 2, 10
ACCOUNT = "123456789012"
REGION = "eu-west-3"

PROFILE = """
[profiles.ci]
account = "123456789012"
region = "eu-west-3"
"""


class Workspace:
    """The committed project, and what the jobs of one run leave for each other."""

    def __init__(self, folder, backend):
        self.folder = folder
        self.backend = backend
        self.source = folder / "source"
        shutil.copytree(ROOT / "templates" / "cruddur", self.source)
        with (self.source / "cruddur-obs.toml").open("a") as file:
            file.write(PROFILE)
        self.logs = backend.client("logs", ACCOUNT, region=REGION)
        self.xray = backend.client("xray", ACCOUNT, region=REGION)

    def change(self, before, after):
        file = self.source / "cruddur-obs.toml"
        text = file.read_text()
        assert before in text
        file.write_text(text.replace(before, after))

    def checkout(self, name):
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.source, place)
        return place

    def environment(self, **changes):
        program = Path(binary())
        return child_environment(
            self.folder,
            PATH=f"{program.parent}:{os.environ['PATH']}",
            CI="true",
            AWS_ENDPOINT_URL=self.backend.url,
            **changes,
        )

    def credentials(self):
        return {"AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": "secret"}

    def is_empty(self):
        rules = self.xray.get_sampling_rules()["SamplingRuleRecords"]
        return (
            self.logs.describe_log_groups()["logGroups"] == []
            and [group["GroupName"] for group in self.xray.get_groups()["Groups"]] == ["Default"]
            and [rule["SamplingRule"]["RuleName"] for rule in rules] == ["Default"]
        )

    def check_applied(self):
        (group,) = self.logs.describe_log_groups()["logGroups"]
        assert (group["logGroupName"], group["retentionInDays"]) == ("cruddur", 7)
        (found,) = self.logs.describe_metric_filters(logGroupName="cruddur")["metricFilters"]
        assert found["filterPattern"] == '{ $.level = "error" }'
        group = self.xray.get_group(GroupName="Cruddur")["Group"]
        assert group["FilterExpression"] == 'service("backend-flask")'
        rules = self.xray.get_sampling_rules()["SamplingRuleRecords"]
        assert {rule["SamplingRule"]["RuleName"] for rule in rules} == {"Cruddur", "Default"}


@pytest.fixture
def space(start_backend, tmp_path):
    return Workspace(tmp_path, start_backend())


def evaluate(expression, words, look):
    """Evaluates a runner's expression whose names match `words`."""
    code = re.sub(words, lambda match: f"look({match[1]!r})", str(expression))
    code = code.replace("&&", " and ").replace("||", " or ")
    code = re.sub(r"(?<!['\w])true(?!['\w])", "True", code)
    return eval(code, {"__builtins__": {}, "look": look})


class GitHub:
    """Runs the jobs of a workflow: the scripts as the runner does, the actions by what they do."""

    FILE = CI / "github-actions.yml"

    def __init__(self, space, event, fork=False):
        self.space = space
        self.workflow = yaml.safe_load(self.FILE.read_text())
        self.needs = {}
        self.ended = {}
        self.summaries = {}
        self.artifacts = {}
        self.facts = {
            "github.event_name": event,
            "github.ref": "refs/heads/main" if event != "pull_request" else "refs/pull/1/merge",
            "github.event.pull_request.head.repo.fork": fork if event == "pull_request" else None,
            "vars.OBSERVABILITY_READ_ROLE": "arn:aws:iam::123456789012:role/read",
            "vars.OBSERVABILITY_WRITE_ROLE": "arn:aws:iam::123456789012:role/write",
        }

    def go(self):
        """Runs every job that this event starts; returns how each ended."""
        for name, job in self.workflow["jobs"].items():
            needs = job.get("needs", [])
            needs = [needs] if isinstance(needs, str) else needs
            # A job whose need was skipped or failed is skipped.
            if any(self.ended.get(need) != OK for need in needs):
                continue
            if self.holds(job.get("if", "true"), {}, False):
                self.ended[name] = self.job(name, job)
        return self.ended

    def holds(self, expression, steps, failed):
        def look(name):
            if name == "failure()":
                return failed
            kind, _, rest = name.partition(".")
            if kind == "steps":
                step, output = re.fullmatch(r"([\w-]+)\.outputs\.([\w-]+)", rest).groups()
                return steps[step].get(output)
            if kind == "needs":
                job, output = re.fullmatch(r"([\w-]+)\.outputs\.([\w-]+)", rest).groups()
                return self.needs[job].get(output)
            return self.facts[name]

        return evaluate(expression, r"(failure\(\)|(?<!')\b[a-z]+(?:\.[\w-]+)+)", look)

    def value(self, text, steps, failed=False):
        return re.sub(
            r"\$\{\{ (.*?) \}\}", lambda m: str(self.holds(m[1], steps, failed)), str(text)
        )

    def job(self, name, job):
        place, steps, code = self.space.folder / f"job-{name}", {}, OK
        place.mkdir(exist_ok=True)
        temporary = self.space.folder / f"runner-{name}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        summary = temporary / "summary"
        summary.write_text("")
        for key, text in self.workflow["env"].items():
            self.facts[f"env.{key}"] = text
        environment = self.space.environment(
            GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=summary,
            **self.workflow["env"], **job.get("env", {}),
        )
        for number, step in enumerate(job["steps"]):
            condition = step.get("if", "failure() == False")
            if "failure()" not in str(condition):
                condition = f"failure() == False && {condition}"
            if not self.holds(condition, steps, code != OK):
                continue
            if "uses" in step:
                inputs = {k: self.value(v, steps) for k, v in step.get("with", {}).items()}
                place = self.action(step["uses"], inputs, name, job, place, environment)
                continue
            output = temporary / f"output-{number}"
            output.write_text("")
            environment["GITHUB_OUTPUT"] = str(output)
            assert "${{" not in step["run"], "an expression in a script can be made to run words"
            script = temporary / f"step-{number}.sh"
            script.write_text(step["run"])
            shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", script]
            done = run(shell, place, environment)
            print(f"{name}: {step['name']}: {done}")
            assert "panicked" not in done.err
            code = code or done.code
            found = runner_protocol.read_outputs(output.read_text())
            if "id" in step:
                steps[step["id"]] = found
        self.needs[name] = {
            key: self.value(text, steps) for key, text in job.get("outputs", {}).items()
        }
        self.summaries[name] = summary.read_text()
        return code

    def action(self, uses, inputs, name, job, place, environment):
        action = uses.partition("@")[0]
        if action == "actions/checkout":
            return self.space.checkout(f"job-{name}")
        if action == "aws-actions/configure-aws-credentials":
            assert job["permissions"]["id-token"] == "write"
            assert inputs["role-to-assume"].startswith("arn:aws:iam::"), inputs
            assert inputs["aws-region"] == REGION
            environment.update(self.space.credentials())
        elif action == "actions/upload-artifact":
            self.artifacts[inputs["name"]] = {
                inputs["path"]: (place / inputs["path"]).read_bytes()
            }
        elif action == "actions/download-artifact":
            for path, content in self.artifacts[inputs["name"]].items():
                (place / path).write_bytes(content)
        else:
            raise AssertionError(f"what does {uses} do?")
        return place


class GitLab:
    """Runs the jobs of a pipeline."""

    FILE = CI / "gitlab-ci.yml"
    KEYWORDS = {"stages", "variables", "default"}

    def __init__(self, space, source, fork=False, branch="main"):
        self.space = space
        self.pipeline = yaml.safe_load(self.FILE.read_text())
        self.ended = {}
        self.artifacts = {}
        self.variables = {
            "CI_PIPELINE_SOURCE": source, "CI_DEFAULT_BRANCH": "main", "CI_JOB_ID": "7",
            # A pipeline of a merge request has no branch.
            "CI_COMMIT_BRANCH": "" if source == "merge_request_event" else branch,
        }
        if not fork:
            self.variables["OBSERVABILITY_READ_ROLE"] = "arn:aws:iam::123456789012:role/read"
            self.variables["OBSERVABILITY_WRITE_ROLE"] = "arn:aws:iam::123456789012:role/write"

    def go(self):
        jobs = {
            name: self.whole(job)
            for name, job in self.pipeline.items()
            if name not in self.KEYWORDS and not name.startswith(".")
        }
        for stage in self.pipeline["stages"]:
            # A stage begins when all jobs before it have passed.
            if any(code != OK for code in self.ended.values()):
                break
            for name, job in jobs.items():
                if job["stage"] == stage and any(self.holds(rule) for rule in job["rules"]):
                    self.ended[name] = self.job(name, job)
        return self.ended

    def whole(self, job):
        def merged(below, above):
            both = isinstance(below, dict) and isinstance(above, dict)
            if not both:
                return above
            return {
                key: merged(below.get(key), above[key]) if key in above else below[key]
                for key in {**below, **above}
            }

        return merged(self.pipeline.get(job.get("extends"), {}), job)

    def holds(self, rule):
        return evaluate(rule["if"], r"\$(\w+)", lambda name: self.variables.get(name))

    def expanded(self, text):
        return re.sub(r"\$(\w+)", lambda match: self.variables.get(match[1], ""), text)

    def job(self, name, job):
        place = self.space.checkout(f"job-{name}")
        for need in job.get("needs", []):
            for path, content in self.artifacts[need].items():
                (place / path).write_bytes(content)
        environment = self.space.environment(GITLAB_CI="true", **self.variables)
        declared = {**self.pipeline["variables"], **job.get("variables", {})}
        for key, text in declared.items():
            environment[key] = self.expanded(text)
        if "id_tokens" in job:
            assert environment["AWS_ROLE_ARN"].startswith("arn:aws:iam::")
            token = self.space.folder / "token"
            token.unlink(missing_ok=True)
            # The exchange needs AWS itself; keys win over it, as they do everywhere.
            environment.update(self.space.credentials(), AWS_TOKEN="a.b.c")
            assert environment["AWS_WEB_IDENTITY_TOKEN_FILE"] == "/tmp/aws-token-7"
            environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = str(token)
        lines = [*job.get("before_script", []), *job["script"]]
        script = self.space.folder / f"{name}.sh"
        script.write_text("\n".join(["set -eo pipefail", *lines]))
        done = run(["bash", "--noprofile", "--norc", script], place, environment)
        print(f"{name}: {done}")
        assert "panicked" not in done.err
        if "id_tokens" in job:
            assert token.read_text() == "a.b.c" and token.stat().st_mode & 0o777 == 0o600
        artifacts = job.get("artifacts", {})
        if done.code == OK or artifacts.get("when") == "always":
            self.artifacts[name] = {
                path: (place / path).read_bytes()
                for path in artifacts.get("paths", [])
                if (place / path).exists()
            }
        if done.code in job.get("allow_failure", {}).get("exit_codes", []):
            return OK
        return done.code


# GitHub Actions


def test_github_rehearses_plans_applies_and_has_nothing_more_to_do(space):
    pull_request = GitHub(space, "pull_request")
    assert pull_request.go() == {"rehearse": OK, "plan": OK}
    assert space.is_empty(), "a pull request has written"
    for job in ["rehearse", "plan"]:
        assert "### cruddur-obs plan: 4 to create" in pull_request.summaries[job]
    assert pull_request.needs["plan"] == {"changed": "true"}

    push = GitHub(space, "push")
    assert push.go() == {"rehearse": OK, "plan": OK, "apply": OK}
    assert f"account {ACCOUNT}, region {REGION}" in push.summaries["plan"]
    assert list(push.artifacts) == ["plan"]
    space.check_applied()

    again = GitHub(space, "push")
    assert again.go() == {"rehearse": OK, "plan": OK}
    assert again.needs["plan"] == {"changed": "false"}
    assert again.artifacts == {}
    assert "4 unchanged" in again.summaries["plan"]


def test_github_fork_rehearses_only(space):
    assert GitHub(space, "pull_request", fork=True).go() == {"rehearse": OK}
    space.change('"7d"', '"8d"')
    assert GitHub(space, "pull_request", fork=True).go() == {"rehearse": USAGE}
    assert space.is_empty()


def test_github_conflict_fails_the_plan_with_its_own_code(space):
    space.xray.create_group(GroupName="Cruddur", FilterExpression="fault")
    push = GitHub(space, "push")
    assert push.go() == {"rehearse": OK, "plan": FAILED}
    assert "1 conflict" in push.summaries["plan"]
    assert space.logs.describe_log_groups()["logGroups"] == []


def test_github_plan_that_was_overtaken_is_not_applied(space):
    push = GitHub(space, "push")
    apply = push.workflow["jobs"].pop("apply")
    push.go()
    space.xray.create_group(GroupName="Cruddur", FilterExpression="fault")
    assert push.job("apply", apply) == 5
    assert space.xray.get_group(GroupName="Cruddur")["Group"]["FilterExpression"] == "fault"
    assert len(space.logs.describe_log_groups()["logGroups"]) == 1, "the rest is done"
    space.change('"7d"', '"14d"')
    assert push.job("apply", apply) == USAGE, "the plan is for another file"


def test_github_wrong_account_is_told_before_anything_is_written(space):
    space.change('"123456789012"', '"999999999999"')
    assert GitHub(space, "push").go() == {"rehearse": OK, "plan": USAGE}


def test_github_drift_fails_its_job(space):
    GitHub(space, "push").go()
    quiet = GitHub(space, "schedule")
    assert quiet.go() == {"drift": OK}
    assert "### cruddur-obs status: all of 4 as declared" in quiet.summaries["drift"]
    space.logs.put_retention_policy(logGroupName="cruddur", retentionInDays=30)
    loud = GitHub(space, "schedule")
    assert loud.go() == {"drift": CHANGES}
    assert "retention: `30 days` → `7 days`" in loud.summaries["drift"]
    # The next push mends it.
    assert GitHub(space, "push").go() == {"rehearse": OK, "plan": OK, "apply": OK}
    space.check_applied()


def test_github_actions_are_pinned_and_jobs_may_do_little():
    text = GitHub.FILE.read_text()
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    # PyYAML reads the key `on` as true.
    assert set(workflow[True]) == {"pull_request", "push", "schedule"}
    uses = re.findall(r"uses: (\S+)(.*)", text)
    assert len(uses) > 5
    for action, rest in uses:
        assert re.fullmatch(r"(actions|aws-actions)/[\w-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", rest), f"{action} does not say its version"
    pins = {}
    for action, rest in uses:
        assert pins.setdefault(action.partition("@")[0], (action, rest)) == (action, rest)
    for name, job in workflow["jobs"].items():
        may_get_token = "id-token" in job.get("permissions", {})
        assert may_get_token == (name != "rehearse")
        for step in job["steps"]:
            assert len(step.get("run", "").splitlines()) <= 8


# GitLab CI


def test_gitlab_rehearses_plans_applies_and_has_nothing_more_to_do(space):
    merge_request = GitLab(space, "merge_request_event")
    assert merge_request.go() == {"rehearse": OK, "plan": OK}
    assert space.is_empty(), "a merge request has written"
    assert b"### cruddur-obs plan: 4 to create" in merge_request.artifacts["plan"]["plan.md"]
    assert GitLab(space, "push").go() == {"rehearse": OK, "plan": OK, "apply": OK}
    space.check_applied()
    again = GitLab(space, "push")
    assert again.go() == {"rehearse": OK, "plan": OK, "apply": OK}
    assert b"nothing to do" in again.artifacts["plan"]["plan.md"]
    assert GitLab(space, "push", branch="feature").go() == {}


def test_gitlab_fork_rehearses_only(space):
    assert GitLab(space, "merge_request_event", fork=True).go() == {"rehearse": OK}
    space.change('"7d"', '"8d"')
    assert GitLab(space, "merge_request_event", fork=True).go() == {"rehearse": USAGE}


def test_gitlab_conflict_fails_the_plan(space):
    space.xray.create_group(GroupName="Cruddur", FilterExpression="fault")
    assert GitLab(space, "push").go() == {"rehearse": OK, "plan": FAILED}


def test_gitlab_drift_fails_its_job(space):
    GitLab(space, "push").go()
    assert GitLab(space, "schedule").go() == {"drift": OK}
    space.logs.delete_log_group(logGroupName="cruddur")
    assert GitLab(space, "schedule").go() == {"drift": CHANGES}
