"""Ways to write the same query, rewritten and run before and after on a real database.

Every function of variations/*.py is rewritten by --fix --unsafe-fixes, or bears `# stays: why`. What
it returns, prints and stores stays the same; it sends fewer statements, or one with less to do.
"""

import ast
import functools
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import pytest

from binary import Bluetick

HERE = pathlib.Path(__file__).parent
FILES = sorted((HERE / "variations").glob("*.py"))
KINDS = {"dj": "django", "pw": "peewee", "sa": "sqlalchemy"}
FEW, MANY = 3, 6


def functions(source):
    """{name: text} of the module's functions."""
    return {node.name: ast.get_source_segment(source, node) for node in ast.parse(source).body
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def rewritten(source):
    with tempfile.TemporaryDirectory() as folder:
        bluetick = Bluetick(folder)
        bluetick.write("models.py", source)
        done = bluetick("check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes", "--select",
                        "query", "models.py")
        assert done.returncode in (0, 1), done.stderr.decode()
        return (pathlib.Path(folder) / "models.py").read_bytes()


@functools.cache
def fixed(path):
    return rewritten(path.read_bytes())


@functools.cache
def outcomes(path):
    """{(is_fixed, name, rows): outcome}"""
    sources = [path.read_text(encoding="utf-8"), fixed(path).decode()]
    names = [name for name in functions(sources[0]) if not name.startswith("_")]
    keys = [(which, name, rows) for which in (False, True) for name in names for rows in (FEW, MANY)]
    runs = [{"source": sources[which], "name": name, "rows": rows} for which, name, rows in keys]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "query_runner.py"], cwd=HERE, timeout=110, check=False,
        input=json.dumps({"kind": KINDS[path.name[:2]], "runs": runs}), capture_output=True,
        text=True)
    assert done.returncode == 0, done.stderr
    return dict(zip(keys, json.loads(done.stdout)))


CASES = [pytest.param(path, name, id=f"{path.stem}-{name}") for path in FILES
         for name in functions(path.read_text(encoding="utf-8")) if not name.startswith("_")]


@pytest.mark.parametrize("path, name", CASES)
def test_same_result_with_fewer_statements(path, name):
    done = outcomes(path)
    before, after = path.read_text(encoding="utf-8"), fixed(path).decode()
    old = [done[False, name, rows] for rows in (FEW, MANY)]
    new = [done[True, name, rows] for rows in (FEW, MANY)]
    for outcome in (*old, *new):
        assert outcome["error"] is None, outcome.get("trace")
    for had, has in zip(old, new):
        for part in ("value", "printed", "tables"):
            assert has[part] == had[part]
        assert len(has["statements"]) <= len(had["statements"]), has["statements"]
    text = functions(before)[name]
    if "# stays: " in text.splitlines()[0]:
        assert functions(after)[name] == text
        return
    grew = len(old[1]["statements"]) > len(old[0]["statements"])
    assert not grew or len(new[1]["statements"]) < len(old[1]["statements"]), new[1]["statements"]
    assert grew or functions(after)[name] != text


def as_windows_writes(source):
    return source.replace("\n", "\r\n")


def with_tabs(source):
    return re.sub(r"^(?: {4})+", lambda blanks: "\t" * (len(blanks[0]) // 4), source,
                  flags=re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("written", [as_windows_writes, with_tabs, str])
def test_line_ends_and_blanks_stay_and_a_second_run_changes_nothing(path, written):
    source = path.read_text(encoding="utf-8")
    result = rewritten(written(source).encode())
    assert result.decode() == written(fixed(path).decode())
    compile(result, path.name, "exec")
    assert rewritten(result) == result
