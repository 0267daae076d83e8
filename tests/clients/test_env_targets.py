"""Variables at places of an account: GitHub, Codespaces, Gitpod and Ona, by servers that stand in for them.

What arrives is compared byte by byte with what was given, and every byte that the program printed
or put on a command line is searched for the values.
"""

import base64
import json
import os
import random
import shutil
import signal
import subprocess
import threading
import urllib.parse
from pathlib import Path

import pytest
import stand_in_gp
from gitpod.v1 import identity_pb2
from stand_in_github import ALL_RIGHTS, StandInEnterprise, StandInGithub
from stand_in_gitpod import StandInGitpod
from stand_in_ona import PROJECT, StandInOna
from support import binary, child_environment, eventually, run

REPOSITORY = "omenking/cruddur"
ACTIONS = f"/repos/{REPOSITORY}/actions/secrets"
VARIABLES = f"/repos/{REPOSITORY}/actions/variables"
CODESPACES = f"/repos/{REPOSITORY}/codespaces/secrets"
ALL = ("github", "codespaces", "gitpod", "ona")
ALPHABETS = (
    "abcXYZ019-_.:/@%+=,",
    " \t'\"\\$`!#&*(){}[]|;<>?~^",
    "\n\r\x0b\x0c\x01\x1b\x7f\x85",
    "éüßñ€漢字кириллицаעברית",
    "\u00a0\u200b\u202e\ufeff\u2028\ufffd\uffff",
    "😀👩‍🚀𝔘𐍈",
)
PIECES = ("${HOME}", "$(id)", "%41", "\\n", "\\ ", "''", '""', "\r\n", "<<EOF", "::add-mask::", "\\u0000", "{}", "null")


class Places:
    """A project whose places are servers of this test."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.project = self.folder / "project"
        self.state = self.folder / "gp"
        self.programs = self.folder / "bin"
        for made in (self.project / ".git", self.state, self.programs):
            made.mkdir(parents=True)
        self.github = StandInGithub({"a-token": ALL_RIGHTS, "a-token-of-a-job": frozenset({"job"})})
        self.gitpod = StandInGitpod(page_size=7)
        self.ona = StandInOna()

    def __enter__(self):
        for server in (self.github, self.gitpod, self.ona):
            server.__enter__()
        host = self.github.url.removeprefix("http://")
        config = f'[remote "origin"]\n\turl = http://{host}/{REPOSITORY}.git\n'
        (self.project / ".git/config").write_text(config)
        self.variables = {
            "GH_TOKEN": "a-token",
            "GITHUB_API_URL": self.github.url,
            "GITPOD_TOKEN": "a-token",
            "GITPOD_HOST": self.gitpod.url,
            "ONA_API_KEY": "a-token",
            "ONA_BASE_URL": self.ona.url,
        }
        return self

    def __exit__(self, *_):
        for server in (self.github, self.gitpod, self.ona):
            server.__exit__()

    def inside_gitpod(self):
        """Lets commands run in a workspace, with its program and without a token."""
        stand_in_gp.write(self.programs)
        del self.variables["GITPOD_TOKEN"]
        self.variables.update(
            GITPOD_WORKSPACE_ID="omenking-cruddur-1", GP_STATE=self.state, PATH=f"{self.programs}:{os.environ['PATH']}"
        )

    def gp(self):
        """What the program keeps, and the command lines that it was called by."""
        kept, calls = self.state / "variables.json", self.state / "argv.jsonl"
        held = json.loads(kept.read_text()) if kept.exists() else {"repo": {}, "user": {}}
        lines = calls.read_text().splitlines() if calls.exists() else []
        return held, [json.loads(line) for line in lines]

    def declare(self, names, targets=ALL, secret=True):
        """Writes the project file: each name from the variable SOURCE_ and the name."""
        targets = json.dumps(list(targets))
        entries = "".join(
            f'[env.{name}]\nsecret = {str(secret).lower()}\nfrom = "env:SOURCE_{name}"\ntargets = {targets}\n'
            for name in names
        )
        head = '[project]\nname = "cruddur"\ndefault_profile = "work"\n[profiles.work]\n'
        (self.project / "cruddur-obs.toml").write_text(head + entries)

    def command(self, *arguments, stdin=b"", **changes):
        """Runs the program; returns its code, and what it printed as bytes."""
        environment = child_environment(self.folder, **{**self.variables, **changes})
        done = subprocess.run(
            [binary(), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            timeout=120,
            cwd=self.project,
            env=environment,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def sync(self, values, *arguments, **changes):
        """Writes values to where they are declared."""
        sources = {f"SOURCE_{name}": value for name, value in values.items()}
        output = () if "--output" in arguments else ("--output", "json")
        return self.command("env", "sync", "--allow-odd-value", *output, *arguments, **sources, **changes)


class Done:
    """How a command ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def json(self):
        return json.loads(self.out)

    def results(self):
        """What became of each variable at each place."""
        return {(row["name"], row["target"]): row["result"] for row in self.json()["results"]}

    def __repr__(self):
        return f"exit code {self.code}\nstdout: {self.out.decode()}\nstderr: {self.err.decode()}"


@pytest.fixture
def places(tmp_path):
    with Places(tmp_path) as made:
        yield made


def random_value(random_number, longest=120):
    """A value of which every character counts, with something in it that is no blank."""
    parts = []
    for _ in range(random_number.randint(1, 6)):
        if random_number.random() < 0.3:
            parts.append(random_number.choice(PIECES))
        else:
            alphabet = random_number.choice(ALPHABETS)
            parts.append("".join(random_number.choices(alphabet, k=random_number.randint(1, longest // 6))))
    parts.insert(random_number.randint(0, len(parts)), random_number.choice("aZ9é漢😀"))
    return "".join(parts)


def forms(value):
    """The forms of a value that no output may hold."""
    data = value.encode()
    plain = [data, base64.b64encode(data), base64.urlsafe_b64encode(data), urllib.parse.quote(value, safe="").encode()]
    plain += [json.dumps(value)[1:-1].encode(), json.dumps(value, ensure_ascii=False)[1:-1].encode()]
    return {form for form in plain if len(form) >= 6}


def holds(data, values):
    """The values that bytes hold in some form."""
    return [value for value in values if any(form in data for form in forms(value))]


# ---------------------------------------------------------------------------------- what arrives


@pytest.mark.parametrize("seed", range(24))
def test_every_value_arrives_as_it_is(places, seed):
    """Ninety values a round at four places, thousands in all."""
    number = random.Random(seed)
    values = {f"V_{at}": random_value(number) for at in range(90)}
    places.declare(values)
    done = places.sync(values)
    assert done.code == 0, done
    assert set(done.results().values()) == {"written"} and len(done.results()) == 360
    expected = {name: value.encode() for name, value in values.items()}
    assert places.github.values(ACTIONS) == expected
    assert places.github.values(CODESPACES) == expected
    assert places.gitpod.named(REPOSITORY) == values
    assert places.ona.named() == values
    assert holds(done.out + done.err, values.values()) == []
    # Sealed is sealed: nothing that was sent to GitHub holds a value.
    assert holds(places.github.sent(), [value for value in values.values() if len(value) > 8]) == []


@pytest.mark.parametrize("seed", range(20))
def test_plain_values_arrive_as_they_are(places, seed):
    number = random.Random(seed)
    values = {f"V_{at}": random_value(number) for at in range(90)}
    places.declare(values, ["github"], secret=False)
    done = places.sync(values)
    assert done.code == 0, done
    assert places.github.values(VARIABLES) == values
    assert places.github.values(ACTIONS) == {}
    again = places.sync(values)
    assert set(again.results().values()) == {"unchanged"}, again
    changed = dict(values, V_3="other")
    results = places.sync(changed).results()
    assert [name for (name, _), result in results.items() if result == "written"] == ["V_3"]
    assert places.github.values(VARIABLES) == changed


@pytest.mark.parametrize("seed", range(20))
def test_gp_is_given_only_what_it_hands_on(places, seed):
    places.inside_gitpod()
    number = random.Random(seed)
    values, mangled = {}, 0
    while len(values) < 60:
        value = random_value(number)
        # The program's own rules, applied here by hand.
        if value != value.strip('"').strip("'").replace("\\ ", " ") or value[-1] in "\"'":
            mangled += 1
            continue
        values[f"V_{len(values)}"] = value
    assert mangled
    places.declare(values, ["gitpod"])
    done = places.sync(values)
    assert done.code == 0, done
    held, calls = places.gp()
    assert held == {"repo": values, "user": {}}
    # One call lists, and each other sets one.
    assert calls.count(["env"]) == 1 and len(calls) == 61
    assert done.err.count(b"gp takes values on its command line") == 1
    assert holds(done.out + done.err, values.values()) == []


def test_what_gp_would_change_is_refused_before_anything_is_written(places):
    places.inside_gitpod()
    for value in ('"quoted"', "'quoted'", "end'", 'end"', "a\\ b"):
        places.declare(["GOOD", "BAD"])
        done = places.sync({"GOOD": "good-value", "BAD": value})
        assert done.code == 2, done
        assert b"gitpod cannot carry BAD" in done.err, done
        assert holds(done.out + done.err, [value, "good-value"]) == []
    assert places.gp()[0] == {"repo": {}, "user": {}}
    assert places.github.values(ACTIONS) == {} and places.ona.named() == {}


@pytest.mark.parametrize(
    ("target", "longest", "longer"),
    [
        ("github", "é" * 24 * 1024, "é" * 24 * 1024 + "x"),
        ("codespaces", "ab" * 24 * 1024, "ab" * 24 * 1024 + "c"),
        ("gitpod", "😀" * 16_383 + "x", "😀" * 16_384),
        ("ona", "😀" * 10_240, "😀" * 10_241),
    ],
)
def test_the_largest_value_arrives_and_a_larger_one_is_not_sent(places, target, longest, longer):
    places.declare([])
    done = places.command("env", "set", "LARGE", "--target", target, stdin=longest.encode())
    assert done.code == 0, done
    arrived = {
        "github": lambda: places.github.values(ACTIONS)["LARGE"].decode(),
        "codespaces": lambda: places.github.values(CODESPACES)["LARGE"].decode(),
        "gitpod": lambda: places.gitpod.named(REPOSITORY)["LARGE"],
        "ona": lambda: places.ona.named()["LARGE"],
    }[target]
    assert arrived() == longest
    done = places.command("env", "set", "LARGE", "--target", target, stdin=longer.encode())
    assert done.code == 2 and f"{target} cannot carry LARGE".encode() in done.err, done
    assert arrived() == longest


def test_a_zero_byte_is_sent_nowhere(places):
    places.declare([])
    for target in ALL:
        done = places.command("env", "set", "ZERO", "--target", target, stdin=b"be\0fore")
        assert done.code == 2 and b"zero byte" in done.err, done
    assert places.github.requests == places.ona.requests == places.gitpod.requests == []


# ------------------------------------------------------------------------------------- scopes


def test_every_scope_has_its_own_place(places):
    github = places.github
    github.environments.add(f"{REPOSITORY}/prod eu")
    scopes = {
        "github:environment=prod eu": lambda: github.values(f"/repos/{REPOSITORY}/environments/prod eu/secrets"),
        "github:organization=octo": lambda: github.values("/orgs/octo/actions/secrets"),
        "codespaces:organization=octo": lambda: github.values("/orgs/octo/codespaces/secrets"),
        "codespaces:user": lambda: github.values("/user/codespaces/secrets"),
        "gitpod:user": lambda: {name: value.encode() for name, value in places.gitpod.named("*/**").items()},
        "ona:project": lambda: {name: value.encode() for name, value in places.ona.named("project_id").items()},
        "ona:organization": lambda: {name: value.encode() for name, value in places.ona.named("organization_id").items()},
    }
    for at, (scope, held) in enumerate(scopes.items()):
        places.declare(["KEY"], [scope])
        assert places.sync({"KEY": f"value-{at}"}, ONA_PROJECT_ID=PROJECT).code == 0
        assert held() == {"KEY": f"value-{at}".encode()}, scope
        done = places.command("env", "unset", "KEY", "--target", scope, "--yes", ONA_PROJECT_ID=PROJECT)
        assert (done.code, held()) == (0, {}), done


def test_who_sees_a_secret_stays_as_it_is(places):
    github = places.github
    numbers = [github.repositories[REPOSITORY]]
    for root, target in [
        ("/orgs/octo/actions/secrets", "github:organization=octo"),
        ("/orgs/octo/codespaces/secrets", "codespaces:organization=octo"),
        ("/user/codespaces/secrets", "codespaces:user"),
    ]:
        places.declare(["NEW", "OLD"], [target])
        vault = github.vault(root)
        vault.entries["OLD"] = {
            "created": "2026-01-01T00:00:00Z",
            "updated": "2026-01-01T00:00:00Z",
            "value": b"old",
            "visibility": "selected",
            "repositories": numbers,
        }
        assert places.sync({"NEW": "new-value", "OLD": "other-value"}).code == 0
        assert github.values(root) == {"NEW": b"new-value", "OLD": b"other-value"}
        assert vault.entries["OLD"]["repositories"] == numbers
        if root.startswith("/orgs"):
            assert vault.entries["OLD"]["visibility"] == "selected"
            assert vault.entries["NEW"]["visibility"] == "private"
        else:
            assert vault.entries["NEW"]["repositories"] == numbers


def test_a_users_variable_of_gp_is_only_changed(places):
    places.inside_gitpod()
    places.declare(["KEY"], ["gitpod:user"])
    done = places.sync({"KEY": "some-value"})
    assert done.code == 4 and b"/user/variables" in done.err, done
    held = {"repo": {}, "user": {"KEY": "old"}}
    (places.state / "variables.json").write_text(json.dumps(held))
    assert places.sync({"KEY": "some-value"}).code == 0
    assert places.gp()[0]["user"] == {"KEY": "some-value"}
    done = places.command("env", "unset", "KEY", "--target", "gitpod:user", "--yes")
    assert done.code != 0 and b"GITPOD_TOKEN" in done.err, done


# -------------------------------------------------------------------------------- many at once


def test_fifty_variables_at_four_places_in_one_pass(places):
    values = {f"V_{at}": f"value-number-{at}" for at in range(50)}
    places.declare(values)
    done = places.sync(values)
    assert done.code == 0, done
    assert set(done.results().values()) == {"written"} and len(done.results()) == 200
    servers = (places.github, places.gitpod, places.ona)
    assert all(server.most_at_once <= 8 for server in servers)
    assert places.github.most_at_once > 1
    # One key for each list, however many are sealed with it.
    assert places.github.count("GET", "actions/secrets/public-key") == 1
    assert places.github.count("PUT", "actions/secrets/") == 50
    assert places.ona.count("POST", "CreateSecret") == 50
    assert places.ona.count("POST", "UpdateSecretValue") == 0
    assert places.gitpod.count("POST", "CreateUserEnvironmentVariable") == 50

    def writes():
        changed = sum(server.count("POST", "Create") + server.count("POST", "Update") for server in servers)
        return places.github.count("PUT") + changed

    before = writes()
    again = places.sync(values)
    assert again.code == 0 and set(again.results().values()) == {"unchanged"}, again
    assert writes() == before


def test_longer_lists_are_read_to_their_end(places):
    values = {f"V_{at}": f"value-number-{at}" for at in range(100)}
    places.declare(values)
    assert places.sync(values).code == 0
    plain = {f"P_{at}": f"plain-{at}" for at in range(95)}
    places.declare(plain, ["github"], secret=False)
    assert places.sync(plain).code == 0
    for target, names in [("github", {*values, *plain}), ("gitpod", values), ("ona", values), ("codespaces", values)]:
        done = places.command("env", "list", "--target", target, "--output", "json")
        assert done.code == 0, done
        assert set(names) <= set(texts(done.json())), target
        assert holds(done.out + done.err, values.values()) == []


def texts(value):
    """All texts of a JSON document."""
    if isinstance(value, dict):
        return [text for member in value.values() for text in texts(member)]
    if isinstance(value, list):
        return [text for member in value for text in texts(member)]
    return [value] if isinstance(value, str) else []


# -------------------------------------------------------------------------------------- faults


def test_a_place_that_fails_leaves_the_others_done(places):
    values = {f"V_{at}": f"value-number-{at}" for at in range(10)}
    places.declare(values)
    done = places.sync(values, ONA_API_KEY="wrong")
    assert done.code == 5, done
    results = done.results()
    assert {result for (_, target), result in results.items() if target == "ona"} == {"failed"}
    assert {result for (_, target), result in results.items() if target != "ona"} == {"written"}
    assert b"ONA_API_KEY" in done.err and places.ona.named() == {}
    assert places.sync(values).code == 0
    assert places.ona.named() == values


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"GH_TOKEN": "wrong-token"}, 4, b"does not accept the token of GH_TOKEN"),
        ({"GH_TOKEN": "a-token-of-a-job"}, 4, b"Secrets: write"),
        ({"GH_TOKEN": "", "GITHUB_TOKEN": "a-token-of-a-job", "GITHUB_ACTIONS": "true"}, 4, b"the token of a job itself cannot"),
        ({"GH_REPO": "omenking/other"}, 3, b"omenking/other is not there"),
        ({"GH_REPO": "gitlab.com/omenking/cruddur"}, 2, b"is not on the host of"),
        ({"GH_TOKEN": ""}, 2, b"set GH_TOKEN"),
        ({"GITHUB_API_URL": "http://api.example.com"}, 2, b"https://"),
        ({"GITHUB_API_URL": "http://127.0.0.1:1", "GH_REPO": REPOSITORY}, 1, b"cannot be reached"),
        ({"GH_TOKEN": "a token of two\nlines"}, 2, b"no header carries"),
    ],
)
def test_each_refusal_of_github_names_the_next_step(places, changes, code, word):
    places.declare(["KEY"], ["github"])
    done = places.sync({"KEY": "some-value"}, "--output", "human", **changes)
    assert done.code == code, done
    assert word in done.err + done.out, done
    # In a job the runner is told what to mask before anything else is said.
    said = b"".join(line for line in (done.out + done.err).splitlines() if not line.startswith(b"::add-mask::"))
    tokens = [value for name, value in changes.items() if name.endswith("TOKEN")]
    assert holds(said, ["some-value", *tokens]) == []
    assert places.github.values(ACTIONS) == {}


def test_a_token_need_be_good_only_for_what_is_declared(places):
    places.github.tokens["for-secrets"] = frozenset({"secrets"})
    places.github.tokens["for-variables"] = frozenset({"variables"})
    places.declare(["KEY"], ["github"])
    done = places.sync({"KEY": "some-value"}, GH_TOKEN="for-secrets")
    assert done.code == 0, done
    assert places.command("env", "check", GH_TOKEN="for-secrets").code == 0
    assert places.command("env", "unset", "KEY", "--yes", GH_TOKEN="for-secrets").code == 0
    places.declare(["KEY"], ["github"], secret=False)
    assert places.sync({"KEY": "some-value"}, GH_TOKEN="for-variables").code == 0
    done = places.sync({"KEY": "other-value"}, GH_TOKEN="for-secrets")
    assert done.code == 4 and b"Variables: write" in done.err, done
    assert places.github.values(VARIABLES) == {"KEY": "some-value"} and places.github.values(ACTIONS) == {}


def test_outside_of_a_workspace_the_next_step_is_named(places):
    places.declare(["KEY"], ["gitpod", "dotenv:.env"])
    del places.variables["GITPOD_TOKEN"]
    done = places.sync({"KEY": "some-value"})
    assert done.code == 5 and b"GITPOD_TOKEN" in done.err, done
    assert (places.project / ".env").read_text().strip().endswith("some-value")
    places.variables["GITPOD_WORKSPACE_ID"] = "x"
    places.variables["PATH"] = str(places.programs)
    done = places.sync({"KEY": "some-value"}, "--target", "gitpod")
    assert done.code == 2 and b"gp" in done.err, done
    stand_in_gp.write(places.programs)
    places.variables["PATH"] = f"{places.programs}:{os.environ['PATH']}"
    done = places.sync({"KEY": "some-value"}, "--target", "gitpod")
    assert done.code == 2 and b"supervisor" in done.err, done


def test_a_key_that_changed_is_fetched_once_more(places):
    values = {f"V_{at}": f"value-number-{at}" for at in range(20)}
    places.declare(values, ["github"])
    vault = places.github.vault(ACTIONS)
    inner = places.github.put_secret

    def rotating(kept, name, body):
        if len(kept.entries) == 7:
            kept.rotate()
            places.github.put_secret = inner
        return inner(kept, name, body)

    places.github.put_secret = rotating
    done = places.sync(values)
    assert done.code == 0, done
    assert {name: value.decode() for name, value in places.github.values(ACTIONS).items()} == values
    assert places.github.count("GET", "public-key") == 2 and vault.entries


def test_a_refused_value_is_not_sent_again_and_again(places):
    places.declare(["KEY"], ["github"])
    refusal = {"message": "Invalid: some-secret-value"}
    places.github.put_secret = lambda *_: (422, {}, refusal)
    done = places.sync({"KEY": "some-secret-value"})
    assert done.code == 2, done
    assert places.github.count("PUT") == 1 and places.github.count("GET", "public-key") == 2
    assert holds(done.out + done.err, ["some-secret-value"]) == []


def test_a_limit_is_waited_for_and_said(places):
    values = {f"V_{at}": f"value-number-{at}" for at in range(6)}
    places.declare(values)
    limited = {"message": "You have exceeded a secondary rate limit. Please wait."}
    places.github.fault(("status", 403, {"retry-after": "1"}, limited), 2)
    places.ona.fault(("status", 429, {"retry-after": "1"}, {"code": "resource_exhausted", "message": "slowly"}))
    places.gitpod.fault(("status", 503, {}, b"<html>later</html>"))
    done = places.sync(values)
    assert done.code == 0, done
    assert done.err.count(b"waiting ") >= 4 and b"secondary rate limit" in done.err, done
    assert places.ona.named() == values
    far = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "4102444800"}
    places.github.fault(("status", 403, far, {"message": "API rate limit exceeded"}), 1000)
    done = places.sync(dict(values, V_1="another-value"))
    places.github.faults.clear()
    assert done.code == 5 and b"GitHub asks to wait" in done.err + done.out, done
    assert places.ona.named()["V_1"] == "another-value"


def test_a_lost_answer_is_asked_for_again(places):
    values = {f"V_{at}": f"value-number-{at}" for at in range(4)}
    places.declare(values)
    assert places.sync({name: "first-value" for name in values}, "--target", "github").code == 0
    for server in (places.github, places.gitpod, places.ona):
        server.fault(("lost",), 2)
    done = places.sync(values)
    assert done.code == 0, done
    assert {name: value.decode() for name, value in places.github.values(ACTIONS).items()} == values
    assert places.gitpod.named(REPOSITORY) == values and places.ona.named() == values


def test_who_is_stopped_finishes_what_is_under_way_and_goes_on_later(places):
    values = {f"V_{at}": f"value-number-{at}" for at in range(60)}
    places.declare(values, ["github"])
    gate, pause, inner = threading.Event(), threading.Event(), places.github.answer

    def held(method, path, headers, body):
        if method == "PUT" and places.github.count("PUT") > 10:
            # A slow service, so that the signal is there long before the last write.
            pause.wait(0.3) if gate.is_set() else gate.wait(30)
        return inner(method, path, headers, body)

    places.github.answer = held
    sources = {f"SOURCE_{name}": value for name, value in values.items()}
    process = subprocess.Popen(
        [binary(), "env", "sync"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=places.project,
        env=child_environment(places.folder, **places.variables, **sources),
    )
    try:
        eventually(lambda: places.github.under_way == 8, what="eight held writes")
        process.send_signal(signal.SIGTERM)
        # The signal is a wish: what is under way ends first.
        gate.set()
        out, err = process.communicate(timeout=30)
    finally:
        gate.set()
        process.kill()
    assert process.returncode == 143, err
    written = {name: value.decode() for name, value in places.github.values(ACTIONS).items()}
    assert 10 < len(written) < 60 and written.items() <= values.items()
    assert holds(out + err, values.values()) == []
    before = places.github.count("PUT")
    pause.set()
    assert places.sync(values).code == 0
    assert {name: value.decode() for name, value in places.github.values(ACTIONS).items()} == values
    assert places.github.count("PUT") - before == 60 - len(written)


def test_what_others_did_meanwhile_is_no_error(places):
    places.declare(["KEY"], ["ona", "gitpod"])
    assert places.sync({"KEY": "first-value"}).code == 0
    places.ona.secrets.clear()
    places.gitpod.variables.clear()
    assert places.sync({"KEY": "second-value"}).code == 0
    assert places.ona.named() == places.gitpod.named(REPOSITORY) == {"KEY": "second-value"}


def test_what_is_no_api_is_told(places):
    places.declare(["KEY"])
    for server in (places.github, places.gitpod, places.ona):
        server.fault(("status", 200, {}, b"<html>a page</html>"), 100)
    done = places.sync({"KEY": "some-value"})
    assert done.code == 1 and b"is not GitHub's API" in done.out + done.err, done
    assert b"is not Ona's API" in done.out + done.err and b"is not Gitpod's API" in done.out + done.err


def test_the_token_of_an_environment_manages_nothing(places):
    places.ona.principal = identity_pb2.PRINCIPAL_ENVIRONMENT
    places.declare(["KEY"], ["ona"])
    done = places.sync({"KEY": "some-value"})
    assert done.code == 4 and b"that of an environment" in done.out + done.err, done


def test_a_file_of_ona_is_not_overwritten(places):
    places.declare(["KEY"], ["ona"])
    assert places.sync({"KEY": "first-value"}).code == 0
    for secret in places.ona.secrets.values():
        secret.file_path = "/etc/key"
    done = places.sync({"KEY": "other-value"})
    assert done.code == 2 and b"something else than a variable" in done.out + done.err, done
    assert list(places.ona.values.values()) == ["first-value"]


def test_a_redirect_is_not_followed(places):
    places.declare(["KEY"], ["github"])
    places.github.fault(("status", 301, {"location": "http://127.0.0.1:1/elsewhere"}, {"message": "Moved"}), 10)
    done = places.sync({"KEY": "some-value"})
    assert done.code == 3 and b"has moved" in done.out + done.err, done


def test_a_flag_names_another_repository(places):
    places.github.repositories["omenking/other"] = 1001
    places.declare(["KEY"], ["github", "gitpod"])
    done = places.sync({"KEY": "some-value"}, "--repository", "omenking/other")
    assert done.code == 0, done
    assert places.github.values("/repos/omenking/other/actions/secrets") == {"KEY": b"some-value"}
    assert places.gitpod.named("omenking/other") == {"KEY": "some-value"}
    assert places.github.values(ACTIONS) == {}
    done = places.command("env", "unset", "KEY", "--yes", "--repository", "gitlab.com/omenking/other")
    assert done.code in (2, 5) and b"is not on the host of" in done.out + done.err, done


# ------------------------------------------------------------------------------------- secrecy


class CommandLines:
    """Reads the command lines of all processes again and again, while a command runs."""

    def __enter__(self):
        self.seen = set()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def look(self):
        while not self.ended.is_set():
            for folder in Path("/proc").iterdir():
                if folder.name.isdigit():
                    try:
                        self.seen.add((folder / "cmdline").read_bytes())
                    except OSError:
                        continue


def test_no_value_is_on_a_command_line_or_in_an_output(places):
    values = {f"V_{at}": f"hidden value {at} é&/+" for at in range(30)}
    places.declare(values)
    with CommandLines() as lines:
        outputs = [
            places.sync(values, "-v", "-v"),
            places.command("env", "list", "-v"),
            places.command("env", "check", "-v"),
            places.command("plan", "--only", "env", "-v"),
            places.command("env", "unset", *values, "--yes", "-v"),
            places.command("env", "set", "V_1", "-v", stdin=values["V_1"].encode()),
            places.sync(values, "-v", "-v", GH_TOKEN="wrong-token-value", ONA_API_KEY="wrong-token-value"),
        ]
    said = b"".join(done.out + done.err for done in outputs)
    assert b"/actions/secrets" in said, "-v tells of calls"
    assert holds(said, [*values.values(), "wrong-token-value"]) == []
    assert any(b"cruddur-obs" in line for line in lines.seen)
    assert holds(b"\n".join(lines.seen), values.values()) == []
    kept = b"".join(path.read_bytes() for path in places.folder.rglob("*") if path.is_file())
    assert holds(kept, values.values()) == []


def test_a_plan_reads_and_writes_nothing(places):
    values = {f"V_{at}": f"value-number-{at}" for at in range(5)}
    places.declare(values)
    done = places.command("plan", "--only", "env", "--detailed-exitcode")
    assert done.code == 10, done
    wrote = [method for method, _, _ in places.github.requests if method != "GET"]
    assert wrote == [] and places.ona.count("POST", "Create") == places.gitpod.count("POST", "Create") == 0


# ------------------------------------------------------------------------ programs of the vendors


@pytest.mark.skipif(shutil.which("gh") is None, reason="GitHub's own program is not installed")
def test_githubs_own_program_sees_what_was_written(places):
    with StandInEnterprise(places.folder) as server:
        host = server.url.removeprefix("http://")
        places.variables.update(
            GITHUB_API_URL=f"https://{host}/api/v3", GH_REPO=f"{host}/{REPOSITORY}", SSL_CERT_FILE=server.trusted
        )
        places.declare(["FROM_US", "FROM_GH"], ["github"])
        done = places.sync({"FROM_US": "our-value", "FROM_GH": "our-value"})
        assert done.code == 0, done
        environment = child_environment(
            places.folder, GH_ENTERPRISE_TOKEN="a-token", GH_HOST=host, SSL_CERT_FILE=server.trusted
        )
        here = ["--repo", f"{host}/{REPOSITORY}"]
        listed = run(["gh", "secret", "list", *here], places.folder, environment)
        assert sorted(line.split()[0] for line in listed.out.splitlines()) == ["FROM_GH", "FROM_US"], listed
        written = run(["gh", "secret", "set", "FROM_GH", *here], places.folder, environment, "their value\n")
        assert written.code == 0, written
        given = (places.project / "value.txt").write_text("their value\n")
        assert given and server.values(ACTIONS)["FROM_GH"] == b"their value"
        done = places.command("env", "set", "FROM_US", stdin=b"their value\n")
        assert done.code == 0 and server.values(ACTIONS)["FROM_US"] == b"their value", done
