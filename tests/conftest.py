"""What every end-to-end test shares: the binary under test, and where it runs."""

import functools
import json
import os
import pathlib
import subprocess

import pytest

TOP = pathlib.Path(__file__).resolve().parents[1]
BLUETICK = pathlib.Path(os.environ.get("BLUETICK", TOP / "build" / "bluetick")).absolute()

# Python files that are input, not tests.
FIXTURES = [TOP / "tests" / name for name in (
    "acceptance/docs", "acceptance/io", "acceptance/query", "acceptance/fixes", "rules", "sample",
)]


def pytest_ignore_collect(collection_path):
    is_fixture = any(folder in collection_path.parents for folder in FIXTURES)
    # tests/rules holds the fixtures of rules, one folder each, beside its runner.
    is_runner = collection_path.parent == TOP / "tests" / "rules" and collection_path.is_file()
    return True if is_fixture and not is_runner else None


@functools.cache
def known_rules():
    """The ids of all rules that this binary has."""
    listed = subprocess.run([str(BLUETICK), "rule", "--format", "json"],
                            capture_output=True, check=True, timeout=60).stdout
    return frozenset(rule["rule"] for rule in json.loads(listed))


class Bluetick:
    """Runs the binary; never longer than `timeout` seconds."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.environment = {
            name: value for name, value in os.environ.items()
            if name not in ("NO_COLOR", "FORCE_COLOR")
        }

    def __call__(self, *arguments, stdin=b"", timeout=60, env=None, cwd=None, **more):
        return subprocess.run(
            [str(BLUETICK), *map(str, arguments)],
            cwd=cwd or self.folder, input=stdin, capture_output=True, timeout=timeout, check=False,
            env={**self.environment, **(env or {})}, **more,
        )

    def write(self, name, content=""):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


@pytest.fixture
def bluetick(tmp_path):
    """The binary, run in an empty folder."""
    assert BLUETICK.exists(), f"{BLUETICK} is missing: build it first, or set BLUETICK"
    return Bluetick(tmp_path)
