"""What every end-to-end test shares: the binary in an empty folder, and which files are no tests."""

import pytest

from binary import BLUETICK, TOP, Bluetick

# Python files that are input, not tests.
FIXTURES = [TOP / "tests" / name for name in (
    "acceptance/docs", "acceptance/io", "acceptance/query", "acceptance/fixes", "acceptance/pairs",
    "acceptance/probes", "rules", "sample", "golden/project", "golden/wrong_key",
)]


def pytest_ignore_collect(collection_path):
    is_fixture = any(folder in collection_path.parents for folder in FIXTURES)
    # tests/rules holds the fixtures of rules, one folder each, beside its runner.
    is_runner = collection_path.parent == TOP / "tests" / "rules" and collection_path.is_file()
    return True if is_fixture and not is_runner else None


@pytest.fixture
def bluetick(tmp_path):
    """The binary, run in an empty folder."""
    assert BLUETICK.exists(), f"{BLUETICK} is missing: build it first, or set BLUETICK"
    return Bluetick(tmp_path)
