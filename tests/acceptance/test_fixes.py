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

# Rewrites of fixes.json that are not written yet, and why.
NOT_BUILT = {
    "dj_03_reverse_and_m2m.py:hidden_flags:unsafe":
        "a count or a test of each row as an annotation",
    "sa_06_async.py:one_row:safe":
        "options of session.get()",
    "sa_18_association_proxy.py:skill_names:safe":
        "a class of the path that only the relation names",
    "pw_01_peewee.py:authors:safe":
        "peewee: joins and prefetch()",
    "pw_01_peewee.py:per_user:safe":
        "peewee: joins and prefetch()",
    "dj_05_prefetch_bypassed.py:active_players:unsafe":
        "a filter of the rows that are in memory",
}


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

def query_name(entry):
    return f"{entry['case']}:{entry.get('function', '')}:{entry['safety']}"


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
        """Comes out, or is known not to be built: a list that is out of date fails as well."""
        does, told = comes_out(bluetick, entry)
        missing = query_name(entry) in NOT_BUILT
        assert does != missing, NOT_BUILT.get(query_name(entry), told)


def test_every_missing_query_fix_is_an_entry():
    entries = json.loads((HERE / "query/fixes.json").read_text())
    assert set(NOT_BUILT) <= {query_name(entry) for entry in entries}


def test_every_named_pair_is_there():
    """The table and the folders say the same."""
    rows = set(re.findall(r"^\| (\w+) \| `", (HERE / "README.md").read_text(), re.MULTILINE))
    folders = {path.name for path in (HERE / "io").iterdir() if path.is_dir()}
    assert rows == folders - {"__pycache__"}
