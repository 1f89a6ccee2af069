"""Every case file of the category is run: the lines that are marked cost what they are marked for.

A line marked with a rule about rows sends more with more rows, a line without does not; a line marked
as a lazy load in async code raises; see query_truth.py.
"""

import functools
import importlib.metadata
import pathlib

import pytest

import query_truth as truth
from test_cases import marked

CASES = pathlib.Path(__file__).parent / "query"

# Files that cannot be run, and the test that says so: it fails when the file can be.
NOT_RUN = {
    "nx_05_django_fetch_modes.py": ("fetch modes came with Django 6.1, which needs Python 3.12", "Django", (6, 1)),
}

FILES = sorted(path.name for path in CASES.glob("*.py") if path.name not in NOT_RUN)


def text(name):
    return (CASES / name).read_text(encoding="utf-8")


@functools.cache
def done(kind):
    sources = [text(name) for name in FILES]
    return truth.outcomes(tuple(source for source in sources if truth.library(source) == kind))


def marks_of(source):
    found = {}
    for line, rule in marked(source.splitlines(), "expect"):
        found.setdefault(line, set()).add(rule)
    return found


@pytest.mark.parametrize("name", FILES)
def test_lines_cost_what_they_are_marked_for(name):
    source = text(name)
    assert list(truth.targets(source)), "nothing in the file is run"
    found = list(truth.judge(source, marks_of(source), done(truth.library(source))))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", NOT_RUN)
def test_a_file_that_is_not_run_cannot_be(name):
    reason, package, version = NOT_RUN[name]
    installed = tuple(map(int, importlib.metadata.version(package).split(".")[:2]))
    assert (CASES / name).exists() and installed < version, f"no longer true: {reason}"


def test_every_library_is_run():
    assert {truth.library(text(name)) for name in FILES} == {*truth.LIBRARIES.values(), "dbapi"}
