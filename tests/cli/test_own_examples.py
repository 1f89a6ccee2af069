"""The worked examples of queries/OWN_RULES.md, as they are printed there."""

import json
import re

import pytest

from binary import TOP

PAGE = (TOP / "queries" / "OWN_RULES.md").read_text()
FILE = re.compile(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```", re.M | re.S)
EXAMPLES = {
    text.split("\n", 1)[0]: dict(FILE.findall(text)) for text in PAGE.split("\n## ")[1:]
}


def write(bluetick, example):
    for name, text in EXAMPLES[example].items():
        bluetick.write(name, text)


def test_there_are_three():
    assert len(EXAMPLES) == 3 and all(len(files) >= 3 for files in EXAMPLES.values())


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_finds_what_it_says(bluetick, example):
    write(bluetick, example)
    done = bluetick("rule", "--test", "tests")
    told = done.stdout.decode() + done.stderr.decode()
    assert done.returncode == 0, told
    assert re.search(r"1 files, [1-9] expected findings: 0 differences", told), told


@pytest.mark.parametrize("example", EXAMPLES)
def test_its_comments_are_not_for_nothing(bluetick, example):
    write(bluetick, example)
    (path,) = [bluetick.folder / name for name in EXAMPLES[example]
               if name.startswith("tests/") and not name.endswith(".fixed.py")]
    path.write_text(path.read_text().replace("# expect:", "# nothing:"))
    assert bluetick("rule", "--test", "tests").returncode == 1


def test_a_call_behind_a_helper_is_found_too(bluetick):
    write(bluetick, "A call that async code must not make")
    report = bluetick("check", "--no-cache", "--format", "json", "--select", "io,own", "tests/views.py").stdout
    found = {(f["rule"], f["owner_line"]) for f in json.loads(report)["findings"]}
    assert ("io/blocking-call-in-async", 13) in found
    assert ("acme/render-in-async", 9) in found
