"""Every case file of the category is run: the lines that are marked cost what they are marked for.

The same for the files of probes/, which go through the rules' description sentence by sentence; what
bluetick says of them is compared here, of the others in test_cases.py. A line marked with a rule about rows sends more with more rows, a line without does not; a line marked
as a lazy load in async code raises; see query_truth.py.
"""

import ast
import functools
import importlib.metadata
import pathlib

import pytest

import query_truth as truth
from alternative import findings
from test_cases import marked

HERE = pathlib.Path(__file__).parent
CASES = HERE / "query"
PROBES = HERE / "probes"

# Files that cannot be run, and the test that says so: it fails when the file can be.
NOT_RUN = {
    "nx_05_django_fetch_modes.py": ("fetch modes came with Django 6.1, which needs Python 3.12", "Django", (6, 1)),
}

FILES = sorted(f"{path.parent.name}/{path.name}" for folder in (CASES, PROBES) for path in folder.glob("*.py")
               if path.name not in NOT_RUN)
PROBE_FILES = [name for name in FILES if name.startswith("probes/")]

# (file, function): what bluetick does not see yet, or sees where nothing is.
NOT_YET = {
    ("dj_async.py", "plain_save"): "save() of a row that was awaited",
}


def text(name):
    return (HERE / name).read_text(encoding="utf-8")


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


def place_of(source, line):
    """The function or class at the module's level."""
    return next((node.name for node in ast.parse(source).body
                 if hasattr(node, "name") and node.lineno <= line <= node.end_lineno), None)


@pytest.mark.parametrize("name", PROBE_FILES)
def test_probes_are_reported_where_they_cost(bluetick, name):
    source, file = text(name), name.removeprefix("probes/")
    enabled = [rule for _, rule in marked(source.splitlines()[:2], "enable")]
    found = {(one["owner_line"], one["rule"])
             for one in findings(bluetick, source.encode(), ",".join(["query", *enabled]), file)}
    wrong = found ^ set(marked(source.splitlines(), "expect"))
    assert not [each for each in sorted(wrong) if (file, place_of(source, each[0])) not in NOT_YET]


@pytest.mark.parametrize("name", NOT_RUN)
def test_a_file_that_is_not_run_cannot_be(name):
    reason, package, version = NOT_RUN[name]
    installed = tuple(map(int, importlib.metadata.version(package).split(".")[:2]))
    assert (CASES / name).exists() and installed < version, f"no longer true: {reason}"


def test_every_library_is_run():
    assert {truth.library(text(name)) for name in FILES} == {*truth.LIBRARIES.values(), "dbapi"}
