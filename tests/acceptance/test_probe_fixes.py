"""Every rewrite that serializers, views and pages of the admin get is made, and the whole file is run again.

With 3 and with 6 rows: what is shown stays the same, and only lines that are still told of cost more with more rows.
"""

import functools
import pathlib

import pytest

import query_truth as truth
from alternative import findings

PROBES = pathlib.Path(__file__).parent / "probes"
FILES = ["dj_admin_inlines.py", "dj_admin_pages.py", "dj_serializers.py", "dj_views.py"]
RULES = "query/n-plus-one,query/prefetch-bypassed"


def marks_of(found):
    marks = {}
    for one in found:
        marks.setdefault(one["owner_line"], set()).add(one["rule"])
    return marks


@functools.cache
def rewritten(bluetick, name):
    source = (PROBES / name).read_text(encoding="utf-8")
    before = findings(bluetick, source.encode(), RULES, name)
    done = bluetick("check", "--isolated", "--no-cache", "--fix-only", "--unsafe-fixes", "--select", RULES, name)
    assert done.returncode in (0, 1), done.stderr.decode()
    fixed = (bluetick.folder / name).read_text(encoding="utf-8")
    return source, fixed, before, findings(bluetick, fixed.encode(), RULES, name)


@pytest.mark.parametrize("name", FILES)
def test_rewrites_show_the_same_with_fewer_statements(bluetick, name):
    source, fixed, before, after = rewritten(bluetick, name)
    assert len(after) < len(before)
    assert all(one["refused"] for one in after), "a finding is left without a word"
    done = truth.outcomes((source,)) | truth.outcomes((fixed,))
    assert not list(truth.judge(fixed, marks_of(after), done))
    for target in truth.targets(source):
        few, many = (done[source, target.name, rows] for rows in (truth.FEW, truth.MANY))
        assert done[fixed, target.name, truth.MANY]["value"] == many["value"], target.name
        assert done[fixed, target.name, truth.FEW]["value"] == few["value"], target.name
