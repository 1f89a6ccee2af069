"""Every rewrite of a query that the case files get is run, before and after, on a real database.

With 3 and with 6 rows in each table (see query_truth.py) what is returned, printed and stored stays
the same, and the statements no longer grow with the rows.
"""

import ast
import functools
import json
import pathlib
import tempfile

import pytest

import query_truth as truth
from alternative import apply, findings
from binary import Bluetick, known_rules
from test_query_lines import NOT_RUN

HERE = pathlib.Path(__file__).parent
CASES = HERE / "query"
ENTRIES = json.loads((HERE / "fixes/query/fixes.json").read_text(encoding="utf-8"))
FEW, MANY = truth.FEW, truth.MANY


def top_name(source, line):
    """The function or class of the module that the line lies in, or None."""
    return next((node.name for node in ast.parse(source).body if hasattr(node, "name")
                 and node.lineno <= line <= node.end_lineno), None)


def text(case):
    return (CASES / case).read_text(encoding="utf-8")


@functools.cache
def fixes_of(case):
    """Every fix that is offered for the case file, with what it makes of it and where it is run.

    Where missing-index is on, a filter on a column without an index is a finding of its own, and a
    rewrite that adds one is refused.
    """
    source = text(case).encode()
    enabled = sorted(rule for rule in known_rules()
                     if rule.startswith("query/") and rule != "query/missing-index")
    with tempfile.TemporaryDirectory() as folder:
        found = findings(Bluetick(folder), source, ",".join(enabled), case)
    return [{
        "case": case, "rule": finding["rule"], "safety": fix["safety"], "title": fix["title"],
        "leaves": fix.get("leaves", ""),
        "name": top_name(source, finding["owner_line"]), "source": apply(source, fix).decode(),
    } for finding in found for fix in finding["fixes"]]


@functools.cache
def outcomes(kind):
    """All runs of a library: (source, name, rows): outcome."""
    return truth.run([(source, fix["name"], rows) for fix in FIXES if kind_of(fix["case"]) == kind
                      for source in (text(fix["case"]), fix["source"]) for rows in (FEW, MANY)])


def kind_of(case):
    return truth.library(text(case))


def growth(few, many):
    return len(many["statements"]) - len(few["statements"])


def results(outcome, is_ordered):
    """What may not change; lists are sorted when nothing in the function asks for an order."""
    kept = [outcome["value"], outcome["printed"]]
    return [kept if is_ordered else in_some_order(kept), outcome["tables"]]


def in_some_order(value):
    if not isinstance(value, list):
        return value
    return sorted(map(in_some_order, value), key=repr)


def body(source, name):
    return ast.unparse(next(node for node in ast.parse(source).body
                            if getattr(node, "name", None) == name))


CASE_NAMES = sorted(path.name for path in CASES.glob("*.py") if path.name not in NOT_RUN)
FIXES = [fix for case in CASE_NAMES for fix in fixes_of(case)]


def label(fix):
    return f"{fix['case']}-{fix['name']}-{fix['title']}".replace(" ", "_")


@pytest.mark.parametrize("fix", FIXES, ids=label)
def test_fixed_code_returns_the_same_with_fewer_statements(fix):
    before = text(fix["case"])
    done = outcomes(kind_of(fix["case"]))
    old = [done[before, fix["name"], rows] for rows in (FEW, MANY)]
    new = [done[fix["source"], fix["name"], rows] for rows in (FEW, MANY)]
    is_async = fix["rule"] == "query/async-lazy-load"  # raises without the fix: nothing to compare
    for outcome in (*(() if is_async else old), *new):
        assert outcome["error"] is None, outcome.get("trace")
    assert growth(*new) == 0, new[1]["statements"]
    if is_async:
        assert all(outcome["error"].startswith(truth.LAZY_ERRORS) for outcome in old), old
        return
    if fix["rule"] in truth.PER_ROW:
        assert growth(*old) > 0, old[1]["statements"]
    is_ordered = any(word in body(before, fix["name"]) for word in ("order_by", "sorted(", "reversed("))
    for had, has in zip(old, new):
        assert results(has, is_ordered) == results(had, is_ordered)
        assert len(has["statements"]) <= len(had["statements"]), has["statements"]


# Statements of these functions that the finding does not speak about: setting up, the transaction,
# what else the function asks.
OTHER_STATEMENTS = {
    ("dj_09_write_in_loop.py", "create"): 1,
    ("dj_09_write_in_loop.py", "bump", "Update all rows in one statement"): 2,  # it fetches them first
    ("dj_15_generic_fk.py", "like_counts"): 4, ("dj_18_class_views.py", "PageView"): 1,
    ("sa_05_backref_and_m2m.py", "nested"): 1, ("sa_08_write_in_loop.py", "commit_each"): 1,
    ("sa_08_write_in_loop.py", "flush_each"): 1, ("sa_08_write_in_loop.py", "insert_each"): 1,
    ("sa_11_identity_map.py", "loaded_but_dropped"): 1,
    ("sa_11_identity_map.py", "collection_never_in_map"): 1, ("sa_19_expiry.py", "commit_per_row"): 2,
}


@pytest.mark.parametrize("fix", [fix for fix in FIXES if fix["leaves"]], ids=label)
def test_a_fix_leaves_as_many_statements_as_it_says(fix):
    number, word = fix["leaves"].split(" ", 1)
    assert word in ("query", "queries", "round trip")
    done = outcomes(kind_of(fix["case"]))[fix["source"], fix["name"], MANY]
    others = OTHER_STATEMENTS.get((fix["case"], fix["name"]),
                                  OTHER_STATEMENTS.get((fix["case"], fix["name"], fix["title"]), 0))
    assert len(done["statements"]) == int(number) + others, done["statements"]


def is_run(entry):
    """Whether fixes make the entry's texts, each where its finding is."""
    return all(any(fix["rule"] == entry["rule"] and edit["new"] in fix["source"]
                   and entry["function"] in ("*", fix["name"])
                   for fix in fixes_of(entry["case"])) for edit in entry["edits"])


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry["case"] in CASE_NAMES],
                         ids=lambda entry: f"{entry['case']}-{entry['function']}-{entry['safety']}")
def test_every_entry_is_run(entry):
    assert is_run(entry)
