"""What is written for a project on an older Django or SQLAlchemy is run on that version.

Each set of requirements-<name>.txt has a virtual environment (`make build/venv-<name>/.installed`). The functions of
variations/*.py are rewritten with the versions of the set as targets, and run there before and after.
"""

import fcntl
import functools
import pathlib
import subprocess
import tempfile

import pytest

import query_truth as truth
from alternative import apply, findings
from binary import TOP, Bluetick
from test_query_runs import in_some_order, top_name
from test_query_variations import FILES as ALL_FILES, functions

HERE = pathlib.Path(__file__).parent
FEW, MANY = truth.FEW, truth.MANY
SETS = ("oldest", "between")
FILES = [path for path in ALL_FILES if truth.library(path.read_text(encoding="utf-8")) != "peewee"]

# Read from the case files as well, each fix alone: what the variations do not write.
CASES = {
    "oldest": ("dj_05_prefetch_bypassed.py", "dj_09_write_in_loop.py", "dj_15_generic_fk.py",
               "dj_22_raw_union_values.py", "sa_06_async.py", "sa_08_write_in_loop.py", "sa_12_count_exists.py",
               "sm_01_sqlmodel.py"),
    "between": ("dj_05_prefetch_bypassed.py", "nx_04_django_async.py", "sa_06_async.py", "sa_12_count_exists.py"),
}

# (set, function): what is not rewritten there, because the version has no such thing.
LEFT = {
    ("oldest", "streamed_lists"): "Django before 4.1, where iterator() does not prefetch",
}


def versions(name):
    """{"django": "3.2.25", ...} of a set."""
    lines = (TOP / "tests" / f"requirements-{name}.txt").read_text(encoding="utf-8").split()
    return {package.lower(): version for package, version in (line.split("==") for line in lines)}


@functools.cache
def python_of(name):
    """The interpreter that has the packages of the set."""
    target = f"build/venv-{name}/.installed"
    (TOP / "build").mkdir(exist_ok=True)
    with open(TOP / "build" / f"venv-{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(["make", "-s", target], cwd=TOP, check=True, timeout=300)
    return str(TOP / "build" / f"venv-{name}" / "bin" / "python")


def folder_of(name, folder):
    bluetick = Bluetick(folder)
    pinned = versions(name)
    bluetick.write("requirements.txt", f"django=={pinned['django']}\nsqlalchemy=={pinned['sqlalchemy']}\n")
    return bluetick


@functools.cache
def rewritten(name, path):
    with tempfile.TemporaryDirectory() as folder:
        bluetick = folder_of(name, folder)
        bluetick.write("models.py", path.read_bytes())
        done = bluetick("check", "--no-cache", "--fix", "--unsafe-fixes", "--select", "query", "models.py")
        assert done.returncode in (0, 1), done.stderr.decode()
        return (pathlib.Path(folder) / "models.py").read_text(encoding="utf-8")


def runs_of(sources, names):
    return [(source, name, rows) for source in sources for name in names for rows in (FEW, MANY)]


@functools.cache
def outcomes(name, path):
    source = path.read_text(encoding="utf-8")
    names = [each for each in functions(source) if not each.startswith("_")]
    return truth.run(runs_of([source, rewritten(name, path)], names), python_of(name))


def same(had, has):
    for part in ("value", "printed", "tables"):
        assert in_some_order(has[part]) == in_some_order(had[part])
    assert len(has["statements"]) <= len(had["statements"]), has["statements"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", SETS)
def test_variations_run_on(name, path):
    before, after = path.read_text(encoding="utf-8"), rewritten(name, path)
    done = outcomes(name, path)
    changed = 0
    for function, text in functions(before).items():
        if function.startswith("_"):
            continue
        old = [done[before, function, rows] for rows in (FEW, MANY)]
        new = [done[after, function, rows] for rows in (FEW, MANY)]
        for outcome in (*old, *new):
            assert outcome["error"] is None, outcome.get("trace")
        for had, has in zip(old, new):
            same(had, has)
        is_changed = functions(after)[function] != text
        changed += is_changed
        if "# stays: " in text.splitlines()[0] or (name, function) in LEFT:
            assert not is_changed, function
            continue
        grew = len(old[1]["statements"]) > len(old[0]["statements"])
        assert is_changed or grew, function
        assert not grew or len(new[1]["statements"]) < len(old[1]["statements"]), function
    assert changed >= 15


@functools.cache
def case_fixes(name, case):
    """[(function, source with one fix)] of the case file."""
    source = (HERE / "query" / case).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        bluetick = folder_of(name, folder)
        bluetick.write(case, source)
        found = findings(bluetick, source, "query", case, "--no-cache")
    return [(top_name(source.decode(), finding["owner_line"]), finding["rule"], apply(source, fix).decode())
            for finding in found for fix in finding["fixes"]]


@pytest.mark.parametrize("name, case", [(name, case) for name in SETS for case in CASES[name]])
def test_cases_run_on(name, case):
    source = (HERE / "query" / case).read_text(encoding="utf-8")
    fixes = case_fixes(name, case)
    done = truth.run([run for function, _, fixed in fixes for run in runs_of([source, fixed], [function])],
                     python_of(name))
    assert fixes
    for function, rule, fixed in fixes:
        old = [done[source, function, rows] for rows in (FEW, MANY)]
        new = [done[fixed, function, rows] for rows in (FEW, MANY)]
        assert [each["error"] for each in new] == [None, None], new[1].get("trace")
        assert len(new[1]["statements"]) == len(new[0]["statements"]), new[1]["statements"]
        if rule == truth.RAISES:
            assert old[1]["error"].startswith(truth.LAZY_ERRORS)
            continue
        for had, has in zip(old, new):
            same(had, has)


@pytest.mark.parametrize("name, function", LEFT)
def test_what_is_left_says_why(name, function):
    path = next(path for path in FILES if function in functions(path.read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        bluetick = folder_of(name, folder)
        found = findings(bluetick, path.read_bytes(), "query", "models.py", "--no-cache")
    source = path.read_text(encoding="utf-8")
    reasons = [refused["reason"] for finding in found if top_name(source, finding["owner_line"]) == function
               for refused in finding["refused"]]
    assert any(LEFT[name, function] in reason for reason in reasons), reasons
