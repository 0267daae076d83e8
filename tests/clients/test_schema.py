"""The JSON Schema of the project file, judged by a validator that we did not write.

`data/wrong.txt` is refused by our own reader too: src/manifest/tests/whole.rs reads the same file.
"""

import json
import subprocess
import tomllib
from pathlib import Path

import jsonschema
import pytest

from support import binary

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def wrong_files():
    parts = (HERE / "data" / "wrong.txt").read_text().split("=== ")[1:]
    return [tuple(part.split("\n", 1)) for part in parts]


@pytest.fixture(scope="module")
def schema():
    shown = subprocess.run([binary(), "config", "schema"], capture_output=True, check=True)
    return json.loads(shown.stdout)


@pytest.fixture(scope="module")
def validator(schema):
    return jsonschema.Draft7Validator(schema)


def test_the_schema_is_one(schema):
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema)


def test_the_committed_schema_is_the_printed_one(schema):
    assert json.loads((ROOT / "docs" / "cruddur-obs.schema.json").read_text()) == schema


@pytest.mark.parametrize("path", [HERE / "data" / "example.toml", ROOT / "templates/cruddur/cruddur-obs.toml"])
def test_good_files_are_good(validator, path):
    assert [error.message for error in validator.iter_errors(tomllib.loads(path.read_text()))] == []


@pytest.mark.parametrize(("name", "text"), wrong_files(), ids=[name for name, _ in wrong_files()])
def test_wrong_files_are_wrong(validator, name, text):
    assert not validator.is_valid(tomllib.loads(text)), name


def test_every_key_is_described(schema):
    def keys(part, path=""):
        for name, below in part.get("properties", {}).items():
            yield f"{path}.{name}", below
            yield from keys(below, f"{path}.{name}")
        for below in part.get("patternProperties", {}).values():
            yield from keys(below, f"{path}.NAME")

    assert [path for path, below in keys(schema) if not below.get("description")] == []
