"""The sample shop's pages and reports, run before and after `--fix`: same output, a handful of queries."""

import json
import pathlib
import shutil
import subprocess
import sys

import pytest

from binary import TOP, Bluetick

RUNNER = pathlib.Path(__file__).with_name("sample_shop.py")
HUNDREDS, HANDFUL = 300, 4


def copy_shop(folder):
    shutil.copytree(TOP / "tests" / "sample" / "shop", folder / "shop")
    return folder


def serve(folder):
    """{page or report: what it showed and how many queries it sent}."""
    done = subprocess.run([sys.executable, str(RUNNER), str(folder)],
                          capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The shop as it is, and after every safe fix of its queries."""
    before = copy_shop(tmp_path_factory.mktemp("before"))
    after = copy_shop(tmp_path_factory.mktemp("after"))
    done = Bluetick(after)("check", "--isolated", "--no-cache", "--fix", "--select", "query", "shop")
    assert done.returncode in (0, 1), done.stderr.decode()
    return serve(before), serve(after)


def test_the_fix_brings_hundreds_of_queries_to_a_handful(served):
    before, after = served
    told = {name: (before[name]["queries"], after[name]["queries"]) for name in before}
    print(told)
    assert sum(count for count, _ in told.values()) > HUNDREDS, told
    assert all(count <= HANDFUL for _, count in told.values()), told
    assert all(count <= had for had, count in told.values()), told


def test_the_fix_leaves_the_output_alone(served):
    before, after = served
    assert {name: each["shown"] for name, each in after.items()} == {
        name: each["shown"] for name, each in before.items()}


def findings():
    done = Bluetick(TOP / "tests" / "sample")(
        "check", "--isolated", "--no-cache", "--format", "json", "--select", "query", "shop")
    return json.loads(done.stdout)["findings"]


def line(path, number):
    return (TOP / "tests" / "sample" / path).read_text(encoding="utf-8").splitlines()[number - 1].strip()


def chain(finding):
    """(file, the code there, what is said of it), in the order of the report."""
    return [(each["path"] or finding["path"], line(each["path"] or finding["path"], each["range"]["start"]["line"]),
             each["message"]) for each in finding["related"]]


@pytest.mark.parametrize("path, subject, code, reason", [
    ("shop/views.py", "order_row(order)", '"customer": order.customer.name,', "shop/orders.py"),
    ("shop/views.py", "parcel_note(order)", 'head = f"To {order.customer.name} <{order.customer.email}>"',
     "shop/orders.py"),
    ("shop/api.py", "ProductSerializer", 'author = serializers.CharField(source="customer.name", read_only=True)',
     "shop/api.py"),
    ("shop/reports.py", "sale.label", 'return f"{self.amount} in {self.region.name}"', "shop/reports.py"),
])
def test_the_report_leads_to_the_access(path, subject, code, reason):
    """Where the query is made, and the line that reads the relation, also in another file."""
    found = [one for one in findings() if one["path"] == path and subject in one["message"]]
    assert len(found) >= 1, [one["message"] for one in findings()]
    places = [place for one in found for place in chain(one)]
    assert any("query is made here" in message for _, _, message in places), places
    assert any(file == reason and text == code and "loaded here" in message for file, text, message in places), places


def test_what_a_loop_costs_is_told():
    costs = {one["impact"]["cost"] for one in findings() if one["rule"] == "query/n-plus-one"}
    assert costs and all("queries" in cost for cost in costs)


def test_a_fix_that_mends_all_of_a_line_is_told_once(bluetick):
    done = bluetick("check", "--no-cache", "--isolated", "--select", "query", "shop/views.py", cwd=TOP / "tests" / "sample")
    blocks = [block for block in done.stdout.decode().split("\n\n") if "also on this line" in block]
    assert len(blocks) == 2
    for block in blocks:
        fixes = [line for line in block.splitlines() if " = fix: " in line]
        titles = [line.rpartition(" (")[0] for line in fixes]
        assert len(titles) == len(set(titles)) >= 2
