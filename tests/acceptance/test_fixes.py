"""Each before/after pair: the rewrite comes out byte for byte (fixes/README.md holds the table).

Only pairs whose rules this binary has are collected; docs pairs need all the docs rules.
"""

import ast
import json
import pathlib
import re

import pytest

from alternative import apply, offered
from binary import known_rules

HERE = pathlib.Path(__file__).parent / "fixes"
CASES = pathlib.Path(__file__).parent / "query"

def io_pairs():
    """(name, selector) of every row that demands equality."""
    for line in (HERE / "README.md").read_text(encoding="utf-8").splitlines():
        match = re.match(r"\| (\w+) \| `([\w/.-]+)` \| exact \|", line)
        if match and match.group(2).split(".")[0] in known_rules():
            yield pytest.param(*match.groups(), id=f"io/{match.group(1)}")


def docs_rules():
    """Every docs rule that an acceptance case names."""
    for path in sorted(CASES.parent.glob("docs/*.py*")):
        yield from re.findall(r"docs/[a-z-]+", path.read_text(encoding="utf-8"))


def docs_pairs():
    if not set(docs_rules()) <= known_rules():
        return
    for path in sorted((HERE / "docs").glob("*.before.py")):
        name = path.name.removesuffix(".before.py")
        yield pytest.param(name, id=f"docs/{name}")


def query_fixes():
    for number, entry in enumerate(json.loads((HERE / "query/fixes.json").read_text())):
        if entry["rule"] not in known_rules():
            continue
        yield pytest.param(entry, id=f"query/{number}-{entry['case']}-{entry.get('function', '')}")


def fix(bluetick, source, selector, name):
    bluetick.write(name, source.read_bytes())
    done = bluetick("check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes",
                    "--select", selector, name)
    assert done.returncode in (0, 1), done.stderr.decode()
    return (bluetick.folder / name).read_bytes(), done.stderr.decode()


IO_PAIRS = list(io_pairs())
DOCS_PAIRS = list(docs_pairs())
QUERY_FIXES = list(query_fixes())

if IO_PAIRS:
    @pytest.mark.parametrize("name, selector", IO_PAIRS)
    def test_io(bluetick, name, selector):
        folder = HERE / "io" / name
        result, told = fix(bluetick, folder / "before.py", selector, "before.py")
        assert result.decode() == (folder / "after.py").read_bytes().decode(), told

if DOCS_PAIRS:
    @pytest.mark.parametrize("name", DOCS_PAIRS)
    def test_docs(bluetick, name):
        result, told = fix(bluetick, HERE / "docs" / f"{name}.before.py", "docs", f"{name}.py")
        assert result.decode() == (HERE / "docs" / f"{name}.after.py").read_bytes().decode(), told

def binds(text, module, name):
    return any(isinstance(node, ast.ImportFrom) and node.module == module
               and any(alias.name == name for alias in node.names)
               for node in ast.parse(text).body)


def holds(entry, before, result):
    """The rewrite stands where it did not stand before, its import too."""
    module, _, name = (entry.get("add_import") or "").removeprefix("from ").partition(" import ")
    return all(result.count(edit["new"]) > before.count(edit["new"]) for edit in entry["edits"]
               ) and (not name or binds(result, module, name))


def comes_out(bluetick, entry):
    """All fixes together give it, or one that is offered does."""
    source = CASES / entry["case"]
    before = source.read_bytes()
    text = before.decode()
    assert all(edit["old"] in text for edit in entry["edits"])
    result, told = fix(bluetick, source, entry["rule"], entry["case"])
    if holds(entry, text, result.decode()):
        return True, told
    fixes = offered(bluetick, before, entry["rule"])
    return any(holds(entry, text, apply(before, one).decode()) for one in fixes
               if one["safety"] == entry["safety"]), told


if QUERY_FIXES:
    @pytest.mark.parametrize("entry", QUERY_FIXES)
    def test_query(bluetick, entry):
        does, told = comes_out(bluetick, entry)
        assert does, told


def test_every_named_pair_is_there():
    """The table and the folders say the same."""
    rows = set(re.findall(r"^\| (\w+) \| `", (HERE / "README.md").read_text(), re.MULTILINE))
    folders = {path.name for path in (HERE / "io").iterdir() if path.is_dir()}
    assert rows == folders - {"__pycache__"}
